# SPDX-License-Identifier: Apache-2.0
"""A second, plain implementation of frontier and Nash solution in exact integers, and strategies for small domains."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from pourparler.engines.bargaining import Agreement, Frontier, Grid, efficient_frontier, nash_bargaining_solution

Point = tuple[int, int]


def frontier_of(values: Sequence[Point], admissible: Sequence[bool]) -> set[int]:
    """Return the admissible packages that no admissible package dominates, by comparing every pair."""
    open_to = [package for package, ok in enumerate(admissible) if ok]

    def dominated(package: int) -> bool:
        own, other = values[package]
        return any(values[y] != (own, other) and values[y][0] >= own and values[y][1] >= other for y in open_to)

    return {package for package in open_to if not dominated(package)}


def nash_of(values: Sequence[Point], admissible: Sequence[bool], no_deal: Point) -> set[int]:
    """Return every package with the greatest product of gains, ties cut by leximin of normalised gains in exact fractions.

    It looks at all rational packages and not only at efficient ones: that none is lost on the way is part of the test.
    """
    gains = {
        package: (own - no_deal[0], other - no_deal[1])
        for package, (own, other) in enumerate(values)
        if admissible[package] and own >= no_deal[0] and other >= no_deal[1]
    }
    if not gains:
        return set()
    most = [max(gain[side] for gain in gains.values()) for side in (0, 1)]

    def rank(gain: Point) -> tuple[Fraction, ...]:
        shares = [Fraction(gain[side], most[side]) if most[side] else Fraction(0) for side in (0, 1)]
        return (Fraction(gain[0] * gain[1]), min(shares), max(shares))

    top = max(rank(gain) for gain in gains.values())
    return {package for package, gain in gains.items() if rank(gain) == top}


@dataclass(frozen=True)
class Domain:
    """Package values [world, type, package], what is admissible (the same shape) and no-deal values [world, type]."""

    own: Grid
    other: Grid
    admissible: NDArray[np.bool_]
    own_no_deal: Grid
    other_no_deal: Grid

    def points(self, world: int, kind: int) -> list[Point]:
        own, other = self.own[world, kind].tolist(), self.other[world, kind].tolist()
        return list(zip(own, other, strict=True))

    def places(self) -> list[tuple[int, int]]:
        worlds, types, _ = self.own.shape
        return [(world, kind) for world in range(worlds) for kind in range(types)]

    def frontier(self) -> Frontier:
        return efficient_frontier(self.own, self.other, self.admissible)

    def solve(self) -> Agreement:
        return nash_bargaining_solution(self.frontier(), self.own_no_deal, self.other_no_deal)

    def swapped(self) -> "Domain":
        return Domain(self.other, self.own, self.admissible, self.other_no_deal, self.own_no_deal)


def chosen(agreement: Agreement, world: int, kind: int) -> set[int]:
    """Return the packages of an agreement, having checked that they are distinct and share equally."""
    shares = agreement.shares[world, kind]
    packages = [int(p) for p in agreement.packages[world, kind][shares > 0]]
    assert len(set(packages)) == len(packages)
    assert bool(agreement.exists[world, kind]) == bool(packages)
    np.testing.assert_array_equal(shares[shares > 0], [1 / max(1, len(packages))] * len(packages))
    return set(packages)


@st.composite
def domains(draw: st.DrawFn, largest: int = 5, most_packages: int = 9) -> Domain:
    """Domains of up to 20 worlds and 2 types with few distinct values, so that ties and empty zones are common.

    Hypothesis chooses the shape, the range and a seed; drawing every number through it would take a hundred times as long.
    """
    shape = (draw(st.integers(1, 20)), draw(st.integers(1, 2)), draw(st.integers(1, most_packages)))
    top = draw(st.integers(0, largest))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def values(low: int, shape: tuple[int, ...]) -> Grid:
        return generator.integers(low, top + 1, shape, dtype=np.int64)

    # Some worlds admit everything, some a part, some nothing.
    share = generator.choice([0.0, 0.6, 0.9, 1.0, 1.0, 1.0], (*shape[:2], 1))
    admissible = generator.random(shape) < share
    return Domain(values(0, shape), values(0, shape), admissible, values(-1, shape[:2]), values(-1, shape[:2]))
