# SPDX-License-Identifier: Apache-2.0
"""The value of every action where some inputs stand at given values and all others are as they are.

Each point is answered by the best plan, moves and level there, chosen anew on averages: nothing is held to what is best today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.readiness import AFTER, NOW, NUMBERS_ALONE, ROOT, Readiness
from pourparler.assess.steps import Steps
from pourparler.engines.readiness import PlanTree, Response, best_values, by_strength, folded_tree, respond

Array = NDArray[np.float64]
Point = Mapping[str, float]

#: So many inputs, the strongest, also meet in pairs.
PAIRED = 4
#: One straight and one squared term of an input for so many worlds: with fewer worlds the strongest inputs are kept.
WORLDS_PER_INPUT = 6


@dataclass(frozen=True)
class Surface:
    """What actions are worth at points; `paths` are the inputs that can be set, those that move most first."""

    found: Readiness
    paths: tuple[str, ...]
    inputs: Mapping[str, Array]
    response: Response
    open: PlanTree
    bound: PlanTree | None

    def values(self, points: Sequence[Point]) -> dict[str, Array]:
        """Return the value of every action that can be valued, [point], in value points."""
        place = {path: number for number, path in enumerate(self.paths)}
        columns, weights = self.response.at([{place[path]: x for path, x in point.items()} for point in points])
        return values_on(self.found, self.open, self.bound, columns, weights)

    def spread(self, path: str, shares: Sequence[float]) -> Array:
        """Return the points of an input below which these shares of the worlds lie."""
        return np.quantile(self.inputs[path], shares)

    def se(self, first: str, second: str, point: Point) -> float:
        """Return the standard error of the difference of two actions at a point, with today's plans."""
        difference = self.found.valued[first].value - self.found.valued[second].value
        folded = self.response.fold(difference[:, None])
        residual = difference - folded[0, 0] - self.response.design.columns @ folded[1:, 0]
        spare = max(1, len(residual) - len(folded))
        place = {path: number for number, path in enumerate(self.paths)}
        variance = self.response.variance(*self.response.at([{place[path]: x for path, x in point.items()}]))
        return float(np.sqrt((residual**2).sum() / spare * variance[0]))


def values_on(
    found: Readiness, open_tree: PlanTree, bound: PlanTree | None, columns: NDArray[np.intp], weights: Array
) -> dict[str, Array]:
    """Return the value of every action at points given by coefficients of trees of plans, [point]."""
    actions = found.actions
    out: dict[str, Array] = {}
    for act in NOW:
        if act in found.valued:
            mask = actions.mask(ROOT, (act,), NUMBERS_ALONE)
            out[act] = np.einsum("pm,pmk->pk", weights, open_tree.stop[ROOT][:, mask][columns]).max(axis=1)
    if "hold" in found.valued:
        out["hold"] = best_values(open_tree, columns, weights, lambda s: actions.mask(s, NOW, NUMBERS_ALONE))
    if "fix_conditionally" in found.valued and bound is not None:
        out["fix_conditionally"] = best_values(bound, columns, weights, lambda s: actions.mask(s, AFTER, NUMBERS_ALONE))
    return out


def lead_of(values: dict[str, Array], best: str) -> tuple[Array, NDArray[np.str_]]:
    """Return how far an action is ahead of the best other one, [point], and which action is worth most there."""
    names = sorted(values)
    table = np.stack([values[name] for name in names])
    others = np.delete(table, names.index(best), axis=0).max(axis=0)
    return values[best] - others, np.array(names)[table.argmax(axis=0)]


def surface_of(steps: Steps, also: Sequence[tuple[str, str]] = ()) -> Surface | None:
    """Return the surface of an assessed case; None where there is nothing to compare, or no input varies.

    The strongest inputs meet in pairs, and so do the pairs of `also`.
    """
    found = steps.readiness
    if found is None or len(found.valued) < 2 or not steps.worlds.inputs:
        return None
    table = np.stack([found.valued[name].value for name in sorted(found.valued)], axis=1)
    paths = sorted(steps.worlds.inputs)
    inputs = np.stack([steps.worlds.inputs[path] for path in paths], axis=1)
    order = by_strength(inputs, table)[: max(1, len(table) // WORLDS_PER_INPUT)]
    kept = tuple(paths[k] for k in order)
    few = range(min(PAIRED, len(kept)))
    pairs = [(i, j) for i in few for j in few if i < j]
    pairs += [(kept.index(x), kept.index(y)) for x, y in also if x in kept and y in kept]
    response = respond(inputs[:, order], list(dict.fromkeys((min(i, j), max(i, j)) for i, j in pairs if i != j)))
    open_tree, bound = (_tree(steps, found, response, stands) for stands in (False, True))
    assert open_tree is not None
    return Surface(found, kept, steps.worlds.inputs, response, open_tree, bound)


def tree_under(surface: Surface, steps: Steps, belief: Array, stands: bool) -> PlanTree | None:
    """Return the tree of plans under other beliefs [world, type]; None where no plan is made with an offer that stands."""
    return _tree(steps, surface.found, surface.response, stands, belief)


def _tree(steps: Steps, found: Readiness, response: Response, stands: bool, belief: Array | None = None) -> PlanTree | None:
    if stands and "fix_conditionally" not in found.valued:
        return None
    ready = [step.plan for step in found.actions.program.steps]
    today = steps.intentions.posterior
    under = today if belief is None else belief
    actions = found.actions
    return folded_tree(under, stands, ready, actions.leaf, actions.lapsed, response.fold, today, actions.program.forcing)
