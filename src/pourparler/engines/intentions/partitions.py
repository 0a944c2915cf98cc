# SPDX-License-Identifier: Apache-2.0
"""Hypotheses that exclude and exhaust one another, as classes of types: sums within each, and over all the others."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]

#: Up to so many classes are handled one after another, in all worlds at once; more of them together, world by world. Measured.
FEW = 8


@dataclass(frozen=True)
class Partition:
    """Rows of hypotheses from `first` on, `rows` of them, as the first of the `classes` of types; `class_of` [type]."""

    first: int
    rows: int
    classes: int
    class_of: Index

    def one_hot(self) -> Array:
        """Return which type lies in which class, [type, class], as numbers to sum by. Source: definition."""
        return np.asarray(self.class_of[:, None] == np.arange(self.classes), dtype=np.float64)

    def of_cells(self, cell: Index, size: int) -> Index | None:
        """Return the class of every cell, [cell], or None if a cell holds types of several. Source: definition."""
        out = np.zeros(size, dtype=np.intp)
        out[cell] = self.class_of
        return out if (out[cell] == self.class_of).all() else None

    def summed(self, table: Array, class_of_cell: Index) -> Array:
        """Return a table [world, cell] summed within every class, [world, class]. Source: definition."""
        if len(class_of_cell) == self.classes and (class_of_cell == np.arange(self.classes)).all():
            return table
        return table @ np.asarray(class_of_cell[:, None] == np.arange(self.classes), dtype=np.float64)


def partitions_of(membership: Flags) -> tuple[Partition, ...]:
    """Return partitions that hold every row of `membership`, [hypothesis, type], once and in order.

    Rows that follow one another and exclude and exhaust one another make one; any other row makes one with all it leaves.
    Source: definition.
    """
    return tuple(_partitions(membership))


def _partitions(membership: Flags) -> Iterator[Partition]:
    first = 0
    while first < len(membership):
        covered, rows = membership[first].copy(), 1
        while not covered.all() and first + rows < len(membership) and not (covered & membership[first + rows]).any():
            covered |= membership[first + rows]
            rows += 1
        if covered.all():
            yield Partition(first, rows, rows, membership[first : first + rows].argmax(axis=0))
        else:
            rows = 1
            yield Partition(first, 1, 2, np.where(membership[first], 0, 1))
        first += rows


def odds(sums: Array) -> Array:
    """Return the odds of every class, its sum against that of all others, [world, class], small sums as exactly as large ones.

    Infinite where nothing is left outside, not a number where nothing is left at all. Source: definition.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if sums.shape[1] == 2:
            return sums / sums[:, ::-1]
        if sums.shape[1] <= FEW:  # with worlds last, long rows are added
            columns = np.ascontiguousarray(sums.T)
            return (columns / _others_of_few(columns)).T
        others = _others_of_many(sums)
        return np.divide(sums, others, out=others)


def _others_of_few(columns: Array) -> Array:
    """Return, for every class, the sum over all others, [class, world], without taking a difference."""
    before, after = np.zeros_like(columns), np.zeros_like(columns)
    last = len(columns) - 1
    for number in range(last):
        np.add(before[number], columns[number], out=before[number + 1])
        np.add(after[last - number], columns[last - number], out=after[last - number - 1])
    return np.add(before, after, out=before)


def _others_of_many(sums: Array) -> Array:
    """Return, for every class, the sum over all others, [world, class].

    What is at most half of all is taken off the sum of all, by which little is lost; for the one class that is more, if there
    is one, the others are summed.
    """
    out = sums.sum(axis=1, keepdims=True) - sums
    worlds, large = np.divmod(np.flatnonzero(sums > out), sums.shape[1])
    others = sums[worlds]
    others[np.arange(len(worlds)), large] = 0
    out[worlds, large] = others.sum(axis=1)
    return np.asarray(out)
