# SPDX-License-Identifier: Apache-2.0
"""Packages as points: what each is worth to either party on average, for a picture of the table."""

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import PackageRow
from pourparler.assess.table import Table
from pourparler.assess.values import PartyValues
from pourparler.engines.bargaining import (
    GRID_STEPS_PER_POINT,
    Additive,
    Grid,
    admissible_packages,
    efficient_frontier,
    enumerate_packages,
    frontier_by_sums,
    snap,
)

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: Up to so many packages all are given; of more, those on the frontier and the likeliest agreements, up to as many.
MOST_POINTS = 2_000


@dataclass(frozen=True)
class Averages:
    """What packages are worth to both parties on average over worlds and beliefs, and the packages efficient by that.

    `values` hold one world and one type; `frontier` are packages that nothing bars and others let pass. `passed` are all that
    others let pass; None where nobody else is asked.
    """

    values: tuple[Additive, Additive]
    frontier: Index
    passed: Index | None

    def worth(self, packages: Index) -> Grid:
        """Return what packages are worth to either party, [package, party] on the grid."""
        here = np.zeros_like(packages)
        return np.stack([quantity.at(packages, here, here) for quantity in self.values], axis=1)


def averages_of(table: Table, weight: Array) -> Averages:
    """Return the averages of a table by beliefs [world, type].

    The average of a sum is the sum of averages: options are averaged, and packages summed from that, so that no array of
    worlds and packages is made.
    """
    own, other = (average(values, weight) for values in (table.own, table.other))
    passed = table.let_pass()
    best = frontier_by_sums(own, other, table.barred).package_at if passed is None else _best_of(passed, own, other)
    return Averages((own, other), best, passed)


def package_rows(table: Table, averages: Averages, agreed: Index, chances: Array) -> tuple[PackageRow, ...]:
    """Return every package that may be agreed on (nothing bars it, others let it pass) with its average value to either side.

    `agreed` are the packages that can be the agreement, and `chances` how likely each is.
    """
    best = averages.frontier
    packages = _drawn(table, averages.passed, best, agreed[np.argsort(-chances, kind="stable")])
    worth = averages.worth(packages)
    efficient, share = np.isin(packages, best), dict(zip(agreed.tolist(), chances.tolist(), strict=True))
    total = float(chances.sum())
    return tuple(
        PackageRow(
            table.template.names(package),
            int(worth[place, 0]) / GRID_STEPS_PER_POINT,
            int(worth[place, 1]) / GRID_STEPS_PER_POINT,
            bool(efficient[place]),
            share.get(package, 0.0) / total if total > 0 else None,
        )
        for place, package in enumerate(packages.tolist())
    )


def _best_of(packages: Index, own: Additive, other: Additive) -> Index:
    """Return the efficient ones of some packages."""
    if not len(packages):
        return packages
    nowhere = np.zeros_like(packages)
    mine, theirs = (quantity.at(packages, nowhere, nowhere)[None, None, :] for quantity in (own, other))
    return packages[efficient_frontier(mine, theirs, np.ones(len(packages), dtype=np.bool_)).package_at]


def average(values: PartyValues, weight: Array) -> Additive:
    """Return the value of packages on the grid, on average over worlds and beliefs: one world, one type."""

    def mean(per_type: Array) -> Array:
        spread_out = weight.reshape(*weight.shape, *(1,) * (per_type.ndim - 2))
        return np.asarray((per_type * spread_out).sum(axis=1).mean(axis=0))

    parts = tuple(snap(mean(values.by_type(issue)))[None, None, :] for issue in range(len(values.parts)))
    together = tuple((c, snap(mean(amount[:, values.variant])).reshape(1, 1)) for c, amount in values.together)
    return Additive(parts, together)


def _drawn(table: Table, passed: Index | None, best: Index, likely: Index) -> Index:
    """Return the packages that are given: all where they are few, else the likeliest agreements and the frontier, thinned."""
    counts = table.template.counts
    if passed is not None and len(passed) <= MOST_POINTS:
        return passed
    if passed is None and prod(counts) <= MOST_POINTS:
        return np.flatnonzero(admissible_packages(enumerate_packages(counts), table.barred))
    half = MOST_POINTS // 2
    every = -(-len(best) // half)  # of a longer frontier each second, third and so on
    return np.union1d(best[::every], likely[:half])
