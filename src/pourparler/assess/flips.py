# SPDX-License-Identifier: Apache-2.0
"""The fewest inputs that change the verdict: gate, values and the rule of 95 % of paired worlds together.

Where some inputs stand at given values, every action's value in each world is today's, less what those inputs explain of it,
plus what they explain at those values; its average is that of the plan chosen anew there. That tells which inputs bring another
verdict nearest. Whether they do is found by assessing the case anew.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.changes_rows import VerdictFlipRow
from pourparler.assess.readiness import NOW, Readiness, Valued
from pourparler.assess.spread import RANGE_SHARES
from pourparler.assess.steps import Steps
from pourparler.assess.surface import Point, Surface
from pourparler.assess.verdict import NOT_DETERMINED, Decision, decide
from pourparler.assess.worlds import Worlds
from pourparler.case import Case
from pourparler.engines.readiness import best_values

Array = NDArray[np.float64]
Take = Callable[[Case, Worlds], Steps]

#: Pairs are looked through among so many ends of inputs, those that bring another verdict nearest.
MOST_IN_PAIRS = 40
#: A set of more inputs than this is no answer to what would change the verdict.
MOST_IN_SET = 6
#: So many single inputs and pairs, the nearest first, are assessed anew until one is found that does; of larger sets one each.
MOST_TRIED = 6
#: They are assessed on so many worlds first.
FEWER_WORLDS = 500
#: What holding is worth within the gate, among the values of actions.
GATED = "gated_hold"


@dataclass(frozen=True)
class _Verdicts:
    """The verdict and how near another one is, where inputs stand at given values; `coefficients` [1 + column, action]."""

    surface: Surface
    steps: Steps
    names: tuple[str, ...]
    values: Array
    coefficients: Array
    bare: Worlds

    @property
    def found(self) -> Readiness:
        return self.surface.found

    def at(self, points: Sequence[Point]) -> Iterator[tuple[str, float]]:
        """Yield the verdict at every point, and how near it is to another than today's, 0 to 1."""
        means = self._means(points)
        place = {path: number for number, path in enumerate(self.surface.paths)}
        columns, _ = self.surface.response.at([{place[path]: x for path, x in point.items()} for point in points])
        terms = self.surface.response.design.columns
        for number, at in enumerate(columns):
            used = at > 0
            explained = terms[:, at[used] - 1] @ self.coefficients[at[used]]
            moved = self.values - explained
            moved += means[number] - moved.mean(axis=0)
            decision = self._decided(moved)
            yield decision.action, _nearness(self.steps.decision.action, dict(zip(self.names, moved.T, strict=True)))

    def _means(self, points: Sequence[Point]) -> Array:
        """Return what every action is worth on average at points, with the plan chosen anew, [point, action]."""
        values = self.surface.values(points)
        if GATED in self.names:
            actions, held = self.found.actions, self.found.held
            place = {path: number for number, path in enumerate(self.surface.paths)}
            columns, weights = self.surface.response.at([{place[path]: x for path, x in point.items()} for point in points])
            values[GATED] = best_values(self.surface.open, columns, weights, lambda s: actions.mask(s, NOW, held))
        return np.stack([values[name] for name in self.names], axis=1)

    def _decided(self, moved: Array) -> Decision:
        """Return the decision with other values of the actions, [world, action]."""
        by_name = dict(zip(self.names, moved.T, strict=True))
        valued = {name: replace(each, value=by_name[name]) for name, each in self.found.valued.items()}
        gated = self.found.gated_hold
        if gated is not None:
            gated = replace(gated, value=by_name[GATED]) if GATED in by_name else valued["hold"]
        return decide(replace(self.found, valued=valued, gated_hold=gated), self.steps.gate, self.bare)


def verdict_flip(surface: Surface, steps: Steps, take: Take) -> VerdictFlipRow | None:
    """Return the fewest inputs found which, each at an end of its range, change the verdict; None if no half-dozen does.

    All single inputs are ordered by how near they bring another verdict, then the pairs of those that come nearest, then larger
    sets, one by one. Of each size the first are assessed anew with those inputs held there: what is found, holds. What can be
    left out of a set of several without changing that is left out, so that none of those told can be.
    """
    looked, today = _looked_at(surface, steps), steps.decision.action
    sets: list[dict[str, float]] = [{path: float(x)} for path in surface.paths for x in surface.spread(path, RANGE_SHARES)]
    near: list[dict[str, float]] = []
    while sets:
        verdicts = list(looked.at(sets))
        order = sorted(range(len(sets)), key=lambda n: (verdicts[n][0] == today, -verdicts[n][1]))
        size = len(sets[0])
        for n in order[: MOST_TRIED if size <= 2 else 1]:
            verdict = _assessed(surface, steps, take, sets[n])
            if verdict != today:
                fewest, verdict = without_idle(sets[n], verdict, today, lambda held: _assessed(surface, steps, take, held))
                return VerdictFlipRow(fewest, today, verdict, len(fewest) == 1)
        if size == 1:
            near = [sets[n] for n in order[:MOST_IN_PAIRS]]
            sets = [{**a, **b} for a, b in combinations(near, 2) if set(a) != set(b)]
        else:
            taken = sets[order[0]]
            sets = [{**taken, **end} for end in near if not set(end) & set(taken)] if size < MOST_IN_SET else []
    return None


def without_idle(
    inputs: Mapping[str, float], verdict: str, today: str, assess: Callable[[Mapping[str, float]], str]
) -> tuple[dict[str, float], str]:
    """Return a set that changes the verdict without what can be left out, and its verdict; those that came last go first."""
    kept, tried = dict(inputs), list[str]()
    while len(kept) > 1 and len(tried) < len(kept):
        path = next(path for path in reversed(list(kept)) if path not in tried)
        fewer = {other: value for other, value in kept.items() if other != path}
        then = assess(fewer)
        if then == today:
            tried.append(path)
        else:
            # What could not be left out of more may be left out of fewer.
            kept, verdict, tried = fewer, then, []
    return kept, verdict


def _looked_at(surface: Surface, steps: Steps) -> _Verdicts:
    found = surface.found
    by_name = {name: each.value for name, each in found.valued.items()}
    gated = found.gated_hold
    if gated is not None and not _same(gated, found.valued.get("hold")):
        by_name[GATED] = gated.value
    names = tuple(sorted(by_name))
    values = np.stack([by_name[name] for name in names], axis=1)
    bare = steps.worlds.aside()
    bare.inputs = {}  # which input would settle most is not asked here
    return _Verdicts(surface, steps, names, values, surface.response.fold(values), bare)


def _same(first: Valued, second: Valued | None) -> bool:
    return second is not None and np.array_equal(first.value, second.value)


def _nearness(today: str, values: Mapping[str, Array]) -> float:
    """Return how near another verdict is: the share of worlds that its rule asks for, as far as it is reached."""
    names = [name for name in values if name != GATED]
    leader = values.get(GATED, values.get(today)) if today == "hold" else values.get(today)

    def ahead(name: str) -> float:
        """Return in what share of worlds an action is ahead of each other, the least of them."""
        others = [values[other] for other in values if other not in (name, GATED if name == "hold" else name)]
        return min((float((values[name] > other).mean()) for other in others), default=0.0)

    if today == NOT_DETERMINED or leader is None:
        return max(map(ahead, names), default=0.0)
    return max(float((values[name] > leader).mean()) + ahead(name) for name in names if name != today) / 2


def _assessed(surface: Surface, steps: Steps, take: Take, inputs: Mapping[str, float]) -> str:
    """Return the verdict where the case is assessed anew with some inputs held; on few worlds, and if it is another, on all."""
    held = {path: float((surface.inputs[path] <= x).mean()) for path, x in inputs.items()}
    case, verdict = surface.found.actions.layout.case, steps.decision.action
    for count in sorted({min(FEWER_WORLDS, steps.worlds.count), steps.worlds.count}):
        verdict = take(case, Worlds(case, steps.worlds.seed, count, held)).decision.action
        if verdict == steps.decision.action:
            break
    return verdict
