# SPDX-License-Identifier: Apache-2.0
"""An efficient frontier as it is held: cells of worlds and types in rows, the longest first, place after place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.packages import Grid

Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Fills places beyond the end of a frontier: below every grid value.
BELOW_ALL = -(2**30)


@dataclass(frozen=True)
class Frontier:
    """Packages that no other package improves for one party without loss to the other, in cells of world and type.

    The cells stand in rows, longest frontier first, and the places one after another: `starts` [place + 1] says where each
    place begins in the flat arrays `package_at`, `own_at` and `other_at` [entry], and so how many rows reach that far.
    `cells` [row] is each row's cell, world x types + type. Within a row own values fall from place to place and equal packages
    stand side by side.
    """

    shape: tuple[int, int]
    cells: Index
    starts: Index
    package_at: Index
    own_at: Grid
    other_at: Grid

    @property
    def widths(self) -> Index:
        """How many rows have each place, [place]."""
        return np.diff(self.starts)

    @property
    def counts(self) -> Index:
        """How many places each cell has, [world, type]."""
        out = np.zeros(len(self.cells), dtype=np.intp)
        out[self.cells] = (self.widths[:, None] > np.arange(len(self.cells))[None, :]).sum(axis=0)
        return out.reshape(self.shape)

    def rows_of_entries(self) -> Index:
        """Return the row of every entry, [entry]."""
        return np.arange(len(self.own_at)) - np.repeat(self.starts[:-1], self.widths)

    def places_of(self, entries: Index) -> Index:
        """Return the place of entries along their rows."""
        return np.searchsorted(self.starts, entries, side="right") - 1

    def cells_of(self, entries: Index) -> Index:
        """Return the cells of entries, world x types + type."""
        return np.asarray(self.cells[entries - self.starts[self.places_of(entries)]])

    def worlds_of(self, entries: Index) -> Index:
        """Return the worlds of entries."""
        return self.cells_of(entries) // self.shape[1]

    def places_in_worlds(self) -> tuple[Index, Index]:
        """Return the world and the type of every entry, [entry]."""
        world, kind = np.divmod(self.cells.take(self.rows_of_entries()), self.shape[1])
        return world, kind

    def without_packages(self) -> "Frontier":
        """Return the same places by their values alone, in 32 bits: enough to normalise gains, in a third of the memory."""
        own, other = (values.astype(np.int32) for values in (self.own_at, self.other_at))
        blank = np.zeros(0, dtype=np.intp)
        return Frontier(self.shape, self.cells, self.starts, blank, own, other)  # type: ignore[arg-type] # read as integers

    def by_cell(self) -> tuple[Index, Grid, Grid]:
        """Return packages and both values as [world, type, place]: -1, and values below all others, beyond the end."""
        shape = (len(self.cells), max(1, len(self.starts) - 1))
        row = self.rows_of_entries()
        place = np.repeat(np.arange(len(self.widths)), self.widths)
        out = []
        for flat, blank in ((self.package_at, -1), (self.own_at, BELOW_ALL), (self.other_at, BELOW_ALL)):
            table = np.full(shape, blank, dtype=np.int64)
            table[self.cells[row], place] = flat
            out.append(table.reshape(*self.shape, shape[1]))
        return out[0].astype(np.intp), out[1], out[2]


def stretch(frontier: Frontier, first: Index, ending: Index) -> tuple[Frontier, Index]:
    """Return each row of a frontier from the place `first` [row] to just before `ending` [row], and whence each entry came.

    Source: definition.
    """
    order, starts, row, place = stairs(first, ending)
    came = frontier.starts.take(place) + row
    flat = (frontier.package_at.take(came), frontier.own_at.take(came), frontier.other_at.take(came))
    return Frontier(frontier.shape, frontier.cells[order], starts, *flat), came


def stairs(first: Index, ending: Index) -> tuple[Index, Index, Index, Index]:
    """Return stretches laid out place after place: who stands in each row, the starts; of every entry, who and which place.

    Source: definition.
    """
    counts = np.maximum(ending - first, 0)
    order = np.argsort(-counts, kind="stable")
    # So many rows have more than so many places.
    widths = len(counts) - np.searchsorted(np.sort(counts), np.arange(int(counts.max(initial=0))), side="right")
    starts = np.concatenate([[0], np.cumsum(widths)]).astype(np.intp)
    who = order.take(np.arange(starts[-1]) - np.repeat(starts[:-1], widths))
    return order, starts, who, np.repeat(np.arange(len(widths)), widths) + first.take(who)
