# SPDX-License-Identifier: Apache-2.0
"""Small deals in stages for tests, and what they are worth by looking at every package of every world, one number at a time."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, Additive, Frontier, frontier_by_sums, snap
from pourparler.engines.staging import Act, Joint, Pair, Stage, Staged

Option = tuple[int, int]


@dataclass(frozen=True)
class Problem:
    """A table and two stages, in plain numbers: `worth[side][world][type][issue][option]`, everything else likewise."""

    worth: np.ndarray
    no_deal: np.ndarray
    bonus: np.ndarray
    shift: np.ndarray
    taken_back: np.ndarray
    kept: np.ndarray
    cost: np.ndarray
    delta: np.ndarray
    gives: tuple[Option, ...]
    gets: tuple[Option, ...]

    @property
    def shape(self) -> tuple[int, int]:
        return self.worth.shape[1], self.worth.shape[2]

    def options(self, stage: int) -> tuple[tuple[int, Option], ...]:
        return ((0, self.gives[stage]), (1, self.gets[stage]))

    def package(self, done: int) -> tuple[int, ...]:
        """Return what is in force: the first option of every issue, or what the last stage done on it brought."""
        out = [0] * self.worth.shape[3]
        for stage in range(len(self.gives)):
            for _, (issue, option) in self.options(stage) if done >> stage & 1 else ():
                out[issue] = option
        return tuple(out)

    def value(self, side: int, world: int, kind: int, package: tuple[int, ...]) -> float:
        """Return u of a package; the last option of all issues together adds the bonus."""
        total = sum(self.worth[side, world, kind, issue, option] for issue, option in enumerate(package))
        whole = all(option == self.worth.shape[4] - 1 for option in package)
        return float(total + (self.bonus[side, world, kind] if whole else 0))

    def staged(self) -> Staged:
        last = self.worth.shape[4] - 1
        acts = []
        for stage in range(len(self.gives)):
            for doer, (issue, option) in self.options(stage):
                change = tuple(self.worth[side, :, :, issue, option] - self.worth[side, :, :, issue, 0] for side in (0, 1))
                later = tuple(
                    2 * after + side
                    for after in range(stage + 1, len(self.gives))
                    for side, (on, _) in self.options(after)
                    if on == issue
                )
                shift = self.shift[stage, doer, 0], self.shift[stage, doer, 1]
                acts.append(Act(stage, doer, (change[0], change[1]), shift, self.taken_back[stage, doer], later))
        held = {
            (issue, option): n
            for stage in range(len(self.gives))
            for n, (_, (issue, option)) in enumerate(self.options(stage), 2 * stage)
        }
        wanted = [held.get((issue, last)) for issue in range(self.worth.shape[3])]
        together = (Joint(tuple(n for n in wanted if n is not None), (), (self.bonus[0], self.bonus[1])),)
        nothing = (np.zeros(1), np.zeros(1))
        stages = tuple(
            Stage(
                (self.kept[stage, 0], self.kept[stage, 1]),
                (self.cost[stage, 0], self.cost[stage, 1]),
                nothing,
                (np.ones(1), np.ones(1)),
                nothing,
                np.zeros(1),
                (1 << stage) - 1,
            )
            for stage in range(len(self.gives))
        )
        start = tuple(self.worth[side, :, :, :, 0].sum(axis=2) for side in (0, 1))
        return Staged(
            (start[0], start[1]),
            (self.no_deal[0], self.no_deal[1]),
            tuple(acts),
            stages,
            self.delta,
            together if None not in wanted else (),
        )

    def frontier(self) -> Frontier:
        parts = [
            Additive(
                tuple(snap(self.worth[side, :, :, issue]) for issue in range(self.worth.shape[3])),
                (({issue: self.worth.shape[4] - 1 for issue in range(self.worth.shape[3])}, snap(self.bonus[side])),),
            )
            for side in (0, 1)
        ]
        return frontier_by_sums(parts[0], parts[1])


def talks_by_enumeration(problem: Problem, world: int, kind: int, own: float, other: float) -> tuple[float, float]:
    """Return the Nash solution among all packages that leave nobody worse off; the disagreement point where there is none.

    Ties of the product go by leximin of normalised gains, and what still ties counts in equal shares.
    """
    sizes = problem.worth.shape[3:]
    values = [
        tuple(round(problem.value(side, world, kind, package) * GRID_STEPS_PER_POINT) for side in (0, 1))
        for package in product(range(sizes[1]), repeat=sizes[0])
    ]
    point = round(own * GRID_STEPS_PER_POINT), round(other * GRID_STEPS_PER_POINT)
    gains = [(a - point[0], b - point[1]) for a, b in values]
    able = [g for g in gains if min(g) >= 0]
    # What another package beats for one side without loss to the other is no solution.
    able = [g for g in able if not any(h != g and h[0] >= g[0] and h[1] >= g[1] for h in able)]
    if not able:
        return point[0] / GRID_STEPS_PER_POINT, point[1] / GRID_STEPS_PER_POINT
    best = max(a * b for a, b in able)
    chosen = [g for g in able if g[0] * g[1] == best]
    most = [max(g[side] for g in able) for side in (0, 1)]
    levels = [tuple(sorted(g[side] / most[side] if most[side] else 0.0 for side in (0, 1))) for g in chosen]
    top = max(levels)
    held = [g for g, level in zip(chosen, levels, strict=True) if level == top]
    return (
        (point[0] + sum(g[0] for g in held) / len(held)) / GRID_STEPS_PER_POINT,
        (point[1] + sum(g[1] for g in held) / len(held)) / GRID_STEPS_PER_POINT,
    )


def path_by_enumeration(problem: Problem, world: int, kind: int) -> tuple[float, float]:
    """Return both sides' value of the path of all stages in their order, number by number, from the end back."""
    count = len(problem.gives)

    def shifted(done: int) -> tuple[float, float]:
        out = [0.0, 0.0]
        package = problem.package(done)
        for stage in range(count):
            for doer, (issue, option) in problem.options(stage):
                if done >> stage & 1 and package[issue] == option:
                    for side in (0, 1):
                        out[side] += float(problem.shift[stage, doer, side, world])
        return out[0], out[1]

    def left(done: int) -> tuple[float, float]:
        out = [float(problem.no_deal[side, world, kind]) + shifted(done)[side] for side in (0, 1)]
        package = problem.package(done)
        for stage in range(count):
            for doer, (issue, option) in problem.options(stage):
                if done >> stage & 1 and package[issue] == option:
                    kept = 1 - float(problem.taken_back[stage, doer, world])
                    for side in (0, 1):
                        worth = problem.worth[side, world, kind, issue]
                        out[side] += kept * float(worth[option] - worth[0])
        return out[0], out[1]

    def value(done: int) -> tuple[float, float]:
        delta = float(problem.delta[world])
        stage = done.bit_length()
        now = [problem.value(side, world, kind, problem.package(done)) for side in (0, 1)]
        if stage == count:
            then = talks_by_enumeration(problem, world, kind, *(n + s for n, s in zip(now, shifted(done), strict=True)))
        else:
            after, broken = value(done | 1 << stage), left(done | 1 << stage)
            both = float(problem.kept[stage, 0, world, kind] * problem.kept[stage, 1, world, kind])
            then = tuple(
                both * after[side] + (1 - both) * broken[side] - float(problem.cost[stage, side, world]) for side in (0, 1)
            )  # type: ignore[assignment]
        if not done:
            return then[0], then[1]
        return (1 - delta) * now[0] + delta * then[0], (1 - delta) * now[1] + delta * then[1]

    return value(0)


def swapped(staged: Staged) -> Staged:
    """Return the same deal from the other seat."""

    def turned(pair: Pair) -> Pair:
        return pair[1], pair[0]

    acts = tuple(replace(a, doer=1 - a.doer, change=turned(a.change), shift=turned(a.shift)) for a in staged.acts)
    stages = tuple(
        replace(
            s,
            kept=turned(s.kept),
            cost=turned(s.cost),
            shift=turned(s.shift),
            seen=turned(s.seen),
            snap_back=turned(s.snap_back),
        )
        for s in staged.stages
    )
    joints = tuple(replace(j, amount=turned(j.amount)) for j in staged.together)
    return replace(
        staged, start=turned(staged.start), no_deal=turned(staged.no_deal), acts=acts, stages=stages, together=joints
    )
