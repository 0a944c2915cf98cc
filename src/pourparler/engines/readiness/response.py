# SPDX-License-Identifier: Apache-2.0
"""How averages over worlds respond to inputs: straight and squared terms of each, and chosen products, fitted all at once.

A coefficient of a regression is itself an average over worlds, with other weights. So a whole tree of plans can be averaged
under all coefficients at once, and the best plan at any values of the inputs is then found anew without the worlds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.courses import (
    Forcing,
    PlanStep,
    State,
    course_of,
    forced_state,
    open_steps,
    successors,
)
from pourparler.engines.readiness.plan import Allowed, Branch, LeafOf, PlanTree
from pourparler.engines.readiness.regression import Design, design_of

Array = NDArray[np.float64]
Fold = Callable[[Array], Array]


@dataclass(frozen=True)
class Response:
    """A regression of anything [world] on inputs; others than those named are left at their averages.

    `middle` and `scale` [input] standardise an input, `means` and `scales` [column] the columns: straight, squared, and the
    products of `pairs`.
    """

    design: Design
    middle: Array
    scale: Array
    means: Array
    scales: Array
    pairs: tuple[tuple[int, int], ...]

    def fold(self, values: Array) -> Array:
        """Return the average and the coefficients [1 + column, value] of values [world, value]. Source: least squares."""
        means = values.mean(axis=0)
        return np.concatenate([means[None], self.design.coefficients(values - means)])

    def at(self, points: Sequence[Mapping[int, float]]) -> tuple[NDArray[np.intp], Array]:
        """Return the coefficients that count at points (input -> value) and their weights, each [point, term].

        Source: definition; a point that names no input is the average over worlds.
        """
        count = len(self.middle)
        rows: list[dict[int, float]] = []
        for point in points:
            standard = {k: float((x - self.middle[k]) / self.scale[k]) for k, x in point.items()}
            row = {0: 1.0}
            for k, z in standard.items():
                row[1 + k] = self._weight(k, z)
                row[1 + count + k] = self._weight(count + k, z * z)
            for number, (i, j) in enumerate(self.pairs):
                # An input that is not named stands at its average, and with it the product.
                if i in standard and j in standard:
                    column = 2 * count + number
                    row[1 + column] = self._weight(column, standard[i] * standard[j])
            rows.append(row)
        most = max((len(row) for row in rows), default=1)
        columns = np.zeros((len(rows), most), dtype=np.intp)
        weights = np.zeros((len(rows), most))
        for number, row in enumerate(rows):
            columns[number, : len(row)], weights[number, : len(row)] = list(row), list(row.values())
        return columns, weights

    def _weight(self, column: int, value: float) -> float:
        return float((value - self.means[column]) / self.scales[column])

    def variance(self, columns: NDArray[np.intp], weights: Array) -> Array:
        """Return by how much noise of variance 1 in each world makes the value at points vary, [point].

        Source: least squares, the variance of a fitted value.
        """
        full = np.zeros((len(columns), 1 + len(self.means)))
        np.put_along_axis(full, columns, weights, axis=1)
        terms = full[:, 1:]
        return np.asarray(1 / len(self.design.columns) + np.einsum("pi,ij,pj->p", terms, self.design.inverse, terms))


def respond(inputs: Array, pairs: Sequence[tuple[int, int]] = ()) -> Response:
    """Return the regression on inputs [world, input], all of which must vary, with products of some pairs.

    Do not trust it where values jump, or far outside the range of the inputs.
    Source: least squares; inputs drawn independently make each term what its input does by itself (docs/explanation/worth.md).
    """
    middle, scale = inputs.mean(axis=0), inputs.std(axis=0)
    standard = (inputs - middle) / scale
    products = [standard[:, i] * standard[:, j] for i, j in pairs]
    columns = np.concatenate([standard, standard**2, *(product[:, None] for product in products)], axis=1)
    spread = columns.std(axis=0)
    scales = np.where(spread > 0, spread, 1)
    return Response(design_of(columns), middle, scale, columns.mean(axis=0), scales, tuple(pairs))


def folded_tree(
    weighting: Array,
    stands: bool,
    steps: Sequence[PlanStep],
    leaf: LeafOf,
    lapsed: Callable[[State], Array],
    fold: Fold,
    today: Array | None = None,
    forcing: Forcing | None = None,
) -> PlanTree:
    """Return the tree of all plans under one weighting [world, type], with everything averaged under many coefficients.

    As `build_plan`, but `stop` and `branches` hold what `fold` makes of values [world, value]: [coefficient, value]. What is
    done if the offer lapses is chosen once, on averages: under `today` [world, type] if it is given. `stands` says that it
    cannot.
    Source: model.md "Readiness", Hold; Raiffa & Schlaifer (1961), extensive-form analysis.
    """
    stop: dict[State, Array] = {}
    branches: dict[State, tuple[Branch, ...]] = {}
    standing = np.array([stands])

    def visit(state: State, mass: Array) -> None:
        stop[state] = fold(_by_world(mass[0], leaf, state))
        out = []
        for index in open_steps(state, steps):
            step, course = steps[index], course_of(state, index, steps, standing, forcing)
            if course is None:
                continue
            children = successors(state, index, step)
            for outcome, child in enumerate(children):
                if child not in stop:
                    visit(child, mass * step.outcomes[:, outcome] * course.ends[0][:, None])
            cost = fold((mass[0].sum(axis=1) * step.cost)[:, None])[:, 0]
            lapse = _lapse(mass * course.lapses[0][:, None], lapsed, children[0], fold)
            if course.forced is not None and course.gone is not None:
                came = forced_state(state, index)
                visit(came, mass * course.forced[0][:, None])
                lapse = lapse + _lapse(mass * course.gone[0][:, None], lapsed, came, fold)
                children = (*children, came)
            out.append(Branch(index, cost, lapse, children))
        branches[state] = tuple(out)

    visit(frozenset(), np.stack([weighting, weighting if today is None else today]))
    return PlanTree(weighting[None], standing, tuple(steps), stop, branches, forcing)


def side_by_side(trees: Sequence[PlanTree]) -> PlanTree:
    """Return trees of the same plans as one, the coefficients of the first before those of the second. Source: definition."""
    first = trees[0]
    stop = {state: np.concatenate([tree.stop[state] for tree in trees]) for state in first.stop}
    branches = {
        state: tuple(
            replace(
                branch,
                cost=np.concatenate([tree.branches[state][n].cost for tree in trees]),
                lapse=np.concatenate([tree.branches[state][n].lapse for tree in trees]),
            )
            for n, branch in enumerate(found)
        )
        for state, found in first.branches.items()
    }
    return replace(first, weightings=np.concatenate([tree.weightings for tree in trees]), stop=stop, branches=branches)


def _by_world(mass: Array, leaf: LeafOf, state: State) -> Array:
    """Return what each choice of a state is worth in every world, [world, choice], weighted by the chance of getting there."""
    found = leaf(state)
    values = np.einsum("wt,wtk->wk", mass, found.values)
    if found.columns is not None:
        values = values[:, found.columns]
    if found.deducted is not None:
        values = values - (mass.sum(axis=1) * found.deducted[1])[:, None] * found.deducted[0]
    return np.asarray(values)


def _lapse(gone: Array, lapsed: Callable[[State], Array], child: State, fold: Fold) -> Array:
    """Return what a lapse leaves, by coefficient; `gone` [2, world, type]: the chance of it, and that by which one chooses."""
    if not gone[0].any():
        return fold(np.zeros((gone.shape[1], 1)))[:, 0]
    values = lapsed(child)
    choice = int(np.einsum("wt,wtk->k", gone[1], values).argmax())
    return fold(np.einsum("wt,wt->w", gone[0], values[:, :, choice])[:, None])[:, 0]


def best_values(
    tree: PlanTree, columns: NDArray[np.intp], weights: Array, allowed: Allowed, *, begin_with_step: bool = True
) -> Array:
    """Return the value of the best plan at many points, [point]; -inf where nothing may be chosen.

    `columns` and `weights` [point, term] say which coefficients of a folded tree (or weightings of any tree) count at each. As
    `best_plan`, which it equals at every point.
    Source: model.md "Readiness", Hold.
    """
    solved: dict[State, Array] = {}

    def solve(state: State, may_stop: bool) -> Array:
        if state in solved:
            return solved[state]
        top = np.full(len(columns), -np.inf)
        mask = allowed(state) if may_stop else np.zeros(0, dtype=np.bool_)
        if mask.any():
            top = np.einsum("pm,pmk->pk", weights, tree.stop[state][:, mask][columns]).max(axis=1)
        for branch in tree.branches[state]:
            value = (weights * (branch.lapse - branch.cost)[columns]).sum(axis=1)
            for child in branch.children:
                value = value + solve(child, True)
            top = np.maximum(top, value)
        solved[state] = top
        return top

    return solve(frozenset(), not begin_with_step)
