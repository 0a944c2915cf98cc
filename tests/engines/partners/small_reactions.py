# SPDX-License-Identifier: Apache-2.0
"""Small tables with third parties, drawn by hypothesis, and what follows from them in plain loops."""

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from pourparler.engines.partners import Reactions, Tiebreak


@dataclass(frozen=True)
class Small:
    """Plain lists: `effects` [issue][world][party][option], `crossed` [issue][party][option], `tolerance` [world][party]."""

    effects: list[list[list[list[int]]]]
    crossed: list[list[list[bool]]]
    tolerance: list[list[int]]
    worth: list[list[list[int]]]
    together: list[tuple[dict[int, int], list[int]]]
    least: list[int]
    barred: list[dict[int, int]]

    @property
    def packages(self) -> list[tuple[int, ...]]:
        return list(product(*(range(len(parts[0])) for parts in self.worth)))

    @property
    def allowed(self) -> list[tuple[int, ...]]:
        return [p for p in self.packages if not any(all(p[i] == o for i, o in c.items()) for c in self.barred if c)]

    def effect(self, world: int, party: int, package: tuple[int, ...]) -> int:
        return sum(self.effects[issue][world][party][option] for issue, option in enumerate(package))

    def opposes(self, world: int, party: int, package: tuple[int, ...]) -> bool:
        if any(self.crossed[issue][party][option] for issue, option in enumerate(package)):
            return True
        return self.effect(world, party, package) < -self.tolerance[world][party]

    def cohesion(self, package: tuple[int, ...]) -> float:
        worlds = range(len(self.tolerance))
        parties = range(len(self.tolerance[0]))
        return sum(not any(self.opposes(w, p, package) for p in parties) for w in worlds) / len(worlds)

    def even(self, package: tuple[int, ...]) -> int:
        gains = []
        for side, least in enumerate(self.least):
            value = sum(self.worth[issue][side][option] for issue, option in enumerate(package))
            value += sum(add[side] for c, add in self.together if all(package[i] == o for i, o in c.items()))
            gains.append(value - least)
        return min(gains)

    @property
    def reactions(self) -> Reactions:
        worlds, parties = len(self.tolerance), len(self.tolerance[0])
        return Reactions(
            tuple(np.array(e, dtype=float).reshape(worlds, parties, -1) for e in self.effects),
            tuple(np.array(c, dtype=bool).reshape(parties, -1) for c in self.crossed),
            np.array(self.tolerance, dtype=float).reshape(worlds, parties),
        )

    @property
    def tiebreak(self) -> Tiebreak:
        parts = tuple(np.array(part, dtype=float) for part in self.worth)
        together = tuple((c, np.array(add, dtype=float)) for c, add in self.together)
        return Tiebreak(parts, together, np.array(self.least, dtype=float))


def lists(of: st.SearchStrategy[int] | st.SearchStrategy[bool], *lengths: int) -> st.SearchStrategy[Any]:
    """Draw lists in lists of the lengths given, the outermost first."""
    out: st.SearchStrategy[Any] = of
    for length in reversed(lengths):
        out = st.lists(out, min_size=length, max_size=length)
    return out


@st.composite
def small(draw: st.DrawFn, parties: int | None = None) -> Small:
    """Draw one to three issues of two or three options, one to three parties, up to five worlds; whole numbers throughout."""
    counts = draw(st.lists(st.integers(2, 3), min_size=1, max_size=3))
    worlds = draw(st.integers(1, 5))
    many = draw(st.integers(1, 3)) if parties is None else parties
    number, rarely = st.integers(-4, 4), st.integers(0, 5).map(lambda n: n == 0)
    combination = st.dictionaries(st.integers(0, len(counts) - 1), st.integers(0, 1), min_size=1, max_size=2)
    return Small(
        [draw(lists(number, worlds, many, count)) for count in counts],
        [draw(lists(rarely, many, count)) for count in counts],
        draw(lists(st.integers(0, 4), worlds, many)),
        [draw(lists(st.integers(0, 9), 2, count)) for count in counts],
        draw(st.lists(st.tuples(combination, lists(number, 2)), max_size=2)),
        draw(lists(st.integers(0, 9), 2)),
        draw(st.lists(combination, max_size=2)),
    )
