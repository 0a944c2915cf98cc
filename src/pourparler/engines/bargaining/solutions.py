# SPDX-License-Identifier: Apache-2.0
"""Bargaining solutions of any number of parties on a finite set of value points, compared exactly; ties come back whole.

Each takes value points [point, party] and no-deal values [party] on one integer grid, and looks only at points to which enough
parties consent (`rational`). A point below a party's no-deal value is not rational: nothing is clipped. Where no point is
rational the result is empty: there is no zone of agreement, which is a finding and not an error. Each result holds *all* points
that tie after the tie-break, the leximin of normalised gains: to pick one by its place would favour a seat.
"""

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.consent import ConsentRule, unanimity
from pourparler.engines.bargaining.packages import Grid
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Floating-point scores this close, as a share of the greatest, may be in the wrong order: then whole numbers decide.
DOUBTFUL = 1e-9
#: Logarithms of products with unequal powers that differ by less are the same.
SAME = 1e-12


def rational(values: Grid, no_deal: Grid, rule: ConsentRule | None = None) -> Flags:
    """Return the value points [point] to which enough parties consent: to those with at least the no-deal value, all do.

    By default everyone has to consent.
    Raises EngineInputError if shapes differ.
    Source: individual rationality, Nash (1950); with a rule of consent, model.md "Bargaining", zone of agreement.
    """
    if values.ndim != 2 or no_deal.shape != values.shape[1:]:
        raise EngineInputError("value points are [point, party], and no-deal values [party]")
    return (rule or unanimity(values.shape[1])).is_met(values >= no_deal)


def nash_solution(values: Grid, no_deal: Grid, rule: ConsentRule | None = None, power: Array | None = None) -> Index:
    """Return the rational points with the greatest product of gains over no deal.

    Where no point gives everyone a gain, as many as can gain do, and the product of their gains, each as a share of the most
    that party could gain, decides. `power` [party], not negative, are exponents of the gains; by default all are equal, and
    products are compared as whole numbers of any size. Unequal powers are compared by logarithms, to 1e-12.

    Read it as a benchmark of full information, not as a forecast. Do not trust it where a party cannot commit.
    Raises EngineInputError for powers that are negative, not finite or all zero.
    Source: Nash (1950), n parties: Harsanyi (1963); asymmetric: Kalai (1977).
    """
    weight = _powers(power, values.shape[1])
    some, gains, most = _gains(values, no_deal, rule)
    if not some.size:
        return some
    counted = weight > 0
    ready = np.flatnonzero((gains[:, counted] > 0).all(axis=1) & (gains >= 0).all(axis=1))
    if ready.size:
        best = ready[_greatest_products(gains[ready], weight)]
    else:
        gaining = (gains[:, counted] > 0).sum(axis=1)
        ready = np.flatnonzero(gaining == gaining.max())
        best = ready[_greatest_of(ready, lambda row: _share_product(gains[row], most, counted))]
    return some[best[_leximin_shares(gains[best], most)]]


def kalai_smorodinsky_solution(values: Grid, no_deal: Grid, rule: ConsentRule | None = None) -> Index:
    """Return the rational points whose gains, each as a share of the most that party could gain, are best by leximin.

    On a finite set no point gives all exactly the same share; leximin raises the smallest share first, then the next. A party
    that cannot gain at all is left aside. Source: Kalai & Smorodinsky (1975); leximin on finite sets: Imai (1983).
    """
    some, gains, most = _gains(values, no_deal, rule)
    return some[_leximin_shares(gains, most)] if some.size else some


def egalitarian_solution(values: Grid, no_deal: Grid, rule: ConsentRule | None = None) -> Index:
    """Return the rational points whose gains, in points, are best by leximin.

    It compares points of different parties, so it means something only where their scales do. Source: Kalai (1977), with the
    lexicographic extension of Imai (1983).
    """
    some, gains, most = _gains(values, no_deal, rule)
    if not some.size:
        return some
    ordered = np.sort(gains, axis=1)
    left = np.arange(len(some))
    for place in range(ordered.shape[1]):
        level = ordered[left, place]
        left = left[level == level.max()]
    return some[left[_leximin_shares(gains[left], most)]]


def utilitarian_solution(values: Grid, no_deal: Grid, rule: ConsentRule | None = None) -> Index:
    """Return the rational points with the greatest sum of values, all of them: a sum has no further say about who gets it.

    It compares points of different parties, as the egalitarian solution does. Source: Harsanyi (1955).
    """
    some = np.flatnonzero(rational(values, no_deal, rule))
    if not some.size:
        return some
    total = values[some].sum(axis=1)
    return np.asarray(some[total == total.max()])


def _powers(power: Array | None, parties: int) -> Array:
    if power is None:
        return np.ones(parties)
    if power.shape != (parties,) or not np.isfinite(power).all() or (power < 0).any() or not power.any():
        raise EngineInputError("every party needs a bargaining power that is not negative, and somebody must have some")
    return power


def _gains(values: Grid, no_deal: Grid, rule: ConsentRule | None) -> tuple[Index, Grid, Grid]:
    """Return the rational points, their gains [point, party] and the most that each party can gain [party]."""
    some = np.flatnonzero(rational(values, no_deal, rule))
    gains = values[some] - no_deal
    return some, gains, gains.max(axis=0, initial=0)


def _greatest_products(gains: Grid, power: Array) -> Index:
    """Return which points have the greatest product of gains to the power given, [point]."""
    score = np.log(np.maximum(gains, 1)) @ power
    if (power == power[0]).all():
        near = np.flatnonzero(score >= score.max() - DOUBTFUL * max(1.0, abs(float(score.max()))))
        return near[_greatest_of(near, lambda row: prod(gains[row].tolist()))]
    return np.flatnonzero(score >= score.max() - SAME * max(1.0, abs(float(score.max()))))


def _share_product(gains: Grid, most: Grid, counted: Flags) -> Fraction:
    """Return the product of the gains there are, each as a share of the most that party can gain."""
    some = (counted & (gains > 0)).nonzero()[0].tolist()
    return prod((Fraction(int(gains[party]), int(most[party])) for party in some), start=Fraction(1))


def _greatest_of(rows: Index, score: Callable[[int], Any]) -> Index:
    """Return the places of the rows with the greatest score, compared exactly."""
    found = [score(row) for row in rows.tolist()]
    top = max(found)
    return np.array([place for place, held in enumerate(found) if held == top], dtype=np.intp)


def _leximin_shares(gains: Grid, most: Grid) -> Index:
    """Return which points [point] are best by leximin of gains as shares of the most each party can gain."""
    able = most > 0
    if len(gains) <= 1 or not able.any():
        return np.arange(len(gains))
    gains, most = gains[:, able], most[able]
    smallest = (gains / most).min(axis=1)
    near = np.flatnonzero(smallest >= smallest.max() - DOUBTFUL)
    shares = [sorted(map(Fraction, row, most.tolist())) for row in gains[near].tolist()]
    top = max(shares)
    return near[[place for place, held in enumerate(shares) if held == top]]
