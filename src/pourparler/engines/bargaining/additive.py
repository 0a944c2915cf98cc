# SPDX-License-Identifier: Apache-2.0
"""Quantities that add up over issues: read at the packages that occur, never held for all packages there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.packages import package_options
from pourparler.errors import EngineInputError

Numbers = NDArray[Any]
Combination = Mapping[int, int]
"""Issue index -> option index."""


@dataclass(frozen=True)
class Additive:
    """A quantity of packages: what each option adds, and what combinations of options add beyond that.

    `parts` holds per issue an array [world or 1, type or 1, option]; `together` pairs (combination, amount
    [world or 1, type or 1]), added where a package holds every option of the combination. Integers stay integers, so a value
    on the grid is the same however its parts are summed.

    Source: additive value model with interactions, Keeney & Raiffa (1976); model.md "Bargaining".
    """

    parts: tuple[Numbers, ...]
    together: tuple[tuple[Combination, Numbers], ...] = ()

    @property
    def option_counts(self) -> tuple[int, ...]:
        """The number of options of each issue."""
        return tuple(part.shape[-1] for part in self.parts)

    def plus(self, issue: int, added: Numbers) -> "Additive":
        """Return the quantity with something added to the options of one issue, [world or 1, type or 1, option]."""
        return replace(self, parts=(*self.parts[:issue], self.parts[issue] + added, *self.parts[issue + 1 :]))

    def add(self, other: "Additive") -> "Additive":
        """Return the sum of two quantities."""
        parts = tuple(mine + theirs for mine, theirs in zip(self.parts, other.parts, strict=True))
        return Additive(parts, self.together + other.together)

    def times(self, factor: NDArray[np.float64]) -> "Additive":
        """Return the quantity times a factor [world]."""
        column = factor[:, None]
        parts = tuple(part * column[:, :, None] for part in self.parts)
        return Additive(parts, tuple((c, amount * column) for c, amount in self.together))

    def is_zero(self) -> bool:
        """Return whether the quantity is 0 at every package, because nothing adds to it."""
        return not any(part.any() for part in self.parts) and not any(amount.any() for _, amount in self.together)

    def lowest(self) -> Numbers:
        """Return a value below which no package falls, [world or 1, type or 1]: each issue at its lowest."""
        ends = [part.min(axis=-1) for part in self.parts] + [np.minimum(amount, 0) for _, amount in self.together]
        total = ends[0]
        for end in ends[1:]:
            total = total + end
        return np.asarray(total)

    def of_block(self, issues: Sequence[int], combos: NDArray[np.intp]) -> Numbers:
        """Return what combinations of some issues' options add, [world or 1, type or 1, combo]; `combos` is [combo, issue].

        Terms on other issues are left out; a term must lie wholly inside or wholly outside.
        """
        total = self.parts[issues[0]][..., combos[:, 0]]
        for place in range(1, len(issues)):
            total = total + self.parts[issues[place]][..., combos[:, place]]
        for combination, amount in self.together:
            if set(combination) <= set(issues):
                held = np.all([combos[:, list(issues).index(i)] == o for i, o in combination.items()], axis=0)
                total = total + amount[..., None] * held
        return total

    def at(self, packages: NDArray[np.intp], world: NDArray[np.intp], kind: NDArray[np.intp]) -> Numbers:
        """Return the quantity at packages: the three index arrays share one shape, and so does the result."""
        return self.at_options(package_options(packages, self.option_counts), world, kind)

    def at_options(self, options: Sequence[NDArray[np.intp]], world: NDArray[np.intp], kind: NDArray[np.intp]) -> Numbers:
        """Return the quantity where the options of every issue are given, as `package_options` has them."""
        total = np.zeros(np.broadcast_shapes(world.shape, options[0].shape), dtype=np.result_type(*self.parts))
        rows: dict[tuple[int, int], NDArray[np.intp]] = {}
        for part, option in zip(self.parts, options, strict=True):
            if part.any():
                shape = part.shape[:2]
                if shape not in rows:
                    rows[shape] = _row(shape, world, kind)
                total += part.reshape(-1).take(rows[shape] * part.shape[2] + option)
        for combination, amount in self.together:
            held = np.all([options[issue] == option for issue, option in combination.items()], axis=0)
            total += np.where(held, amount.reshape(-1).take(_row(amount.shape, world, kind)), 0)
        return total


def _row(shape: tuple[int, ...], world: NDArray[np.intp], kind: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the row of a flat [world or 1, type or 1] table that holds each cell."""
    first = world if shape[0] > 1 else np.zeros_like(world)
    return np.asarray(first * shape[1] + (kind if shape[1] > 1 else 0))


def nothing(option_counts: Iterable[int]) -> Additive:
    """Return the quantity that is 0 at every package. Source: definition."""
    return Additive(tuple(np.zeros((1, 1, count)) for count in option_counts))


def blocks_of(issues: int, ties: Iterable[Iterable[int]]) -> tuple[tuple[int, ...], ...]:
    """Return the issues in blocks: those named in one tie stand in one block, directly or by a chain of ties.

    Raises EngineInputError for a tie on an issue that is not there.
    Source: model.md "Bargaining" (issues tied by an interaction or constraint form a block).
    """
    block = list(range(issues))
    for tie in ties:
        members = sorted(tie)
        if members and not 0 <= members[0] <= members[-1] < issues:
            raise EngineInputError("a combination names an issue that is not there")
        joined = {block[issue] for issue in members}
        block = [min(joined) if label in joined else label for label in block]
    return tuple(tuple(i for i in range(issues) if block[i] == label) for label in sorted(set(block)))
