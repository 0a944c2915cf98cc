# SPDX-License-Identifier: Apache-2.0
"""The solutions under thousands of sets of moves on one frontier: sets that share moves share the part of it they need."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.agreement import Agreement, contenders_in_cases, nash_bargaining_solutions
from pourparler.engines.bargaining.frontier import Flags, Frontier, Index
from pourparler.engines.bargaining.no_deal import sums_over_sets
from pourparler.engines.bargaining.packages import Grid, snap
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: So many moves are settled at each level: of twelve, a frontier is cut down for each of 16 choices of the four that shift
#: no-deal values most, again for each of the next four, and the last four are solved at once. Measured fastest of 3 to 6.
MOVES_AT_ONCE = 4


@dataclass(frozen=True)
class Disagreement:
    """One side's no-deal values: `base` [world, type] without moves, and what each move adds, `shifts` [world, type, move].

    Both are in value points.
    """

    base: Array
    shifts: Array

    def with_moves(self, moves: Index) -> "Disagreement":
        """Return the same with some moves done; they can still be named, and would then be done twice."""
        return Disagreement(self.base + self.shifts[:, :, moves].sum(axis=2), self.shifts)

    def ends(self, moves: Index) -> tuple[Grid, Grid]:
        """Return the grid values [world, type] that sets of some moves stay within: a step beyond, since sums are rounded."""
        free = self.shifts[:, :, moves]
        lowest, highest = (self.base + end(free, 0).sum(axis=2) for end in (np.minimum, np.maximum))
        return snap(lowest) - 1, snap(highest) + 1

    def under(self, moves: Index, sets: Flags) -> Array:
        """Return the values [set, world, type] under sets [set, move] of some moves."""
        return np.ascontiguousarray(np.moveaxis(self.base[:, :, None] + sums_over_sets(self.shifts[:, :, moves], sets), -1, 0))


@dataclass(frozen=True)
class SolvedSets:
    """Some sets of moves with what is agreed under each.

    `sets` [some] are their places among all; `own_no_deal` is [some, world, type] in value points; `agreements` has one for
    each, on the part of the frontier in which they lie; `came` [entry] says whence in the whole each entry of it is.
    """

    sets: Index
    own_no_deal: Array
    agreements: tuple[Agreement, ...]
    came: Index


def solutions_under_sets(
    frontier: Frontier,
    own: Disagreement,
    other: Disagreement,
    sets: Flags,
    power: Array | None = None,
    whole: Frontier | None = None,
) -> Iterator[SolvedSets]:
    """Yield `nash_bargaining_solution` under every set [set, move] of moves that only shift no-deal values, a few at a time.

    The sets come in any order, each once. `power` and `whole` are as there. What a set can agree on lies between two corners of
    the no-deal values (`contenders`), and the closer they are the shorter that part of the frontier: so sets are divided by
    the moves that shift most, and the frontier is cut down with them. Read and trust each as that function says.

    Raises EngineInputError for shifts whose last axis is not that of the sets.
    Source: model.md "Setup moves", sets that change only no-deal values reuse the frontier.
    """
    count = sets.shape[1]
    if own.shifts.shape[2] != count or other.shifts.shape[2] != count:
        raise EngineInputError("every move needs its shift of both no-deal values")
    size = (np.abs(own.shifts) + np.abs(other.shifts)).mean(axis=(0, 1))
    order = np.argsort(-size, kind="stable")
    everything = np.arange(len(frontier.own_at))
    yield from _divided(frontier, everything, (own, other), sets, np.arange(len(sets)), order, power, whole or frontier)


def _divided(
    part: Frontier,
    came: Index,
    points: tuple[Disagreement, Disagreement],
    sets: Flags,
    some: Index,
    moves: Index,
    power: Array | None,
    whole: Frontier,
) -> Iterator[SolvedSets]:
    """Yield what `some` of the sets lead to, which differ in `moves` alone; `points` are with all others that they share."""
    if len(moves) <= MOVES_AT_ONCE:
        own, other = (point.under(moves, sets[some][:, moves]) for point in points)
        yield SolvedSets(some, own, nash_bargaining_solutions(part, snap(own), snap(other), power, whole), came)
        return
    now = min(MOVES_AT_ONCE, len(moves) - MOVES_AT_ONCE)
    first, rest = moves[:now], moves[now:]
    choices, which = np.unique(sets[some][:, first], axis=0, return_inverse=True)
    held = [tuple(point.with_moves(first[choice]) for point in points) for choice in choices]
    ends = [tuple(side.ends(rest) for side in both) for both in held]  # [choice][side][lowest, highest]
    lowest, highest = ((_stack(ends, 0, end), _stack(ends, 1, end)) for end in range(2))
    shorter = contenders_in_cases(part, lowest, highest, power)
    for number, (both, (less, place)) in enumerate(zip(held, shorter, strict=True)):
        left = some[which.reshape(-1) == number]
        yield from _divided(less, came[place], (both[0], both[1]), sets, left, rest, power, whole)


def _stack(ends: list[tuple[tuple[Grid, Grid], ...]], side: int, end: int) -> Grid:
    return np.stack([each[side][end] for each in ends])
