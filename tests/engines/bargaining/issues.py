# SPDX-License-Identifier: Apache-2.0
"""Small templates with ties, exclusions, red lines, floors and interactions, and their packages enumerated in plain Python."""

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from engines.bargaining.oracle import Point
from pourparler.engines.bargaining import Additive, Combination


@dataclass(frozen=True)
class Template:
    """Two additive quantities on the grid, what is barred, and which options each world and variant allows."""

    worlds: int
    variants: int
    counts: tuple[int, ...]
    own: Additive
    other: Additive
    barred: tuple[Combination, ...]
    allowed: tuple[NDArray[np.bool_], ...]

    @property
    def rows(self) -> list[tuple[int, ...]]:
        """Every package as its options, the last issue fastest."""
        return list(product(*(range(count) for count in self.counts)))

    def places(self) -> list[tuple[int, int]]:
        return [(world, kind) for world in range(self.worlds) for kind in range(self.variants)]

    def values_of(self, quantity: Additive, world: int, kind: int) -> list[int]:
        """The value of every package, as a sum of Python integers."""

        def here(values: NDArray[Any]) -> Any:
            return values[world % values.shape[0], kind % values.shape[1]].tolist()

        out = []
        for row in self.rows:
            total = sum(here(part)[option] for part, option in zip(quantity.parts, row, strict=True))
            for combination, amount in quantity.together:
                total += here(amount) if all(row[i] == o for i, o in combination.items()) else 0
            out.append(total)
        return out

    def points(self, world: int, kind: int) -> list[Point]:
        return list(zip(self.values_of(self.own, world, kind), self.values_of(self.other, world, kind), strict=True))

    def open_to_all(self) -> list[bool]:
        """Which packages hold nothing that is barred."""
        return [not any(all(row[i] == o for i, o in rule.items()) for rule in self.barred) for row in self.rows]

    def admissible(self, world: int, kind: int) -> list[bool]:
        """Which packages may be agreed in one world and variant."""

        def ok(row: tuple[int, ...]) -> bool:
            flags = (a[world % a.shape[0], kind % a.shape[1]][option] for a, option in zip(self.allowed, row, strict=True))
            return all(flags) if self.allowed else True

        return [free and ok(row) for free, row in zip(self.open_to_all(), self.rows, strict=True)]


@st.composite
def templates(draw: st.DrawFn) -> Template:
    """Templates of up to 4 issues, 4 worlds and 3 variants with few distinct values, so that ties are common."""
    worlds, variants = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    counts = tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)))
    top = draw(st.sampled_from([1, 3, 10, 50]))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def shape() -> tuple[int, int]:
        return int(generator.choice([1, worlds])), int(generator.choice([1, variants]))

    def combination(most: int) -> dict[int, int]:
        size = int(generator.integers(1, min(most, len(counts)) + 1))
        issues = generator.choice(len(counts), size=size, replace=False)
        return {int(i): int(generator.integers(0, counts[i])) for i in issues}

    def party() -> Additive:
        parts = [generator.integers(-1, top, (*shape(), count)) for count in counts]
        parts[0] = np.broadcast_to(parts[0], (worlds, variants, counts[0]))  # so that the shape is always known
        terms = [(combination(3), generator.integers(-2, 4, shape())) for _ in range(generator.integers(0, 3))]
        return Additive(tuple(parts), tuple(terms))

    barred = tuple(combination(3) for _ in range(generator.integers(0, 3)))
    allowed = tuple(generator.random((*shape(), count)) < 0.9 for count in counts) if generator.random() < 1 / 2 else ()
    return Template(worlds, variants, counts, party(), party(), barred, allowed)
