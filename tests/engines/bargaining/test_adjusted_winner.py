# SPDX-License-Identifier: Apache-2.0
"""Adjusted Winner: equal totals, no envy, nothing left to gain, at most one issue split; and what is refused."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.engines.bargaining import AdjustedWinner, adjusted_winner
from pourparler.errors import EngineInputError

Points = list[int]


@st.composite
def two_sides(draw: st.DrawFn, most: int = 6) -> tuple[Points, Points]:
    """Points of two sides for a few issues; small numbers, so that zeros and equal ratios are common."""
    issues = draw(st.integers(1, most))
    small = st.lists(st.integers(0, 4), min_size=issues, max_size=issues)
    large = st.lists(st.integers(0, 1000), min_size=issues, max_size=issues)
    first, second = (draw((small | large).filter(any)) for _ in range(2))
    return first, second


def as_shares(points: Points) -> list[Fraction]:
    return [Fraction(value, sum(points)) for value in points]


def worth(points: Points, shares: list[Fraction]) -> Fraction:
    return sum((p * s for p, s in zip(as_shares(points), shares, strict=True)), Fraction(0))


def total_of_second(found: AdjustedWinner, points: Points) -> Fraction:
    return worth(points, [1 - share for share in found.shares])


def best_for_second(first: Points, second: Points, at_least: Fraction) -> Fraction:
    """The most the second side can have while the first has so much: a vertex of the programme splits one issue at most."""
    ours, theirs = as_shares(first), as_shares(second)
    best = Fraction(-1)
    for given_to_first in product((False, True), repeat=len(first)):
        held = sum((a for a, mine in zip(ours, given_to_first, strict=True) if mine), Fraction(0))
        left = sum((b for b, mine in zip(theirs, given_to_first, strict=True) if not mine), Fraction(0))
        if held >= at_least:
            best = max(best, left)
        for issue, mine in enumerate(given_to_first):
            if not mine and held < at_least <= held + ours[issue]:
                best = max(best, left - theirs[issue] * (at_least - held) / ours[issue])
    return best


@given(two_sides())
def test_both_have_as_much_and_neither_less_than_half(sides: tuple[Points, Points]) -> None:
    found = adjusted_winner(*sides)
    assert found.totals == (worth(sides[0], list(found.shares)), total_of_second(found, sides[1]))
    assert found.totals[0] == found.totals[1] >= Fraction(1, 2)
    assert all(0 <= share <= 1 for share in found.shares)


@given(two_sides())
def test_no_division_is_better_for_one_and_not_worse_for_the_other(sides: tuple[Points, Points]) -> None:
    first, second = sides
    found = adjusted_winner(first, second)
    assert best_for_second(first, second, found.totals[0]) == found.totals[1]
    assert best_for_second(second, first, found.totals[1]) == found.totals[0]


@given(two_sides())
def test_one_issue_is_split_at_most(sides: tuple[Points, Points]) -> None:
    found = adjusted_winner(*sides)
    divided = [i for i, share in enumerate(found.shares) if 0 < share < 1 and i not in found.worthless]
    assert divided == ([] if found.split is None else [found.split])
    assert list(found.worthless) == [i for i in range(len(sides[0])) if sides[0][i] == sides[1][i] == 0]
    assert all(found.shares[i] == Fraction(1, 2) for i in found.worthless)


@given(two_sides())
def test_what_matters_to_one_side_alone_goes_to_it_whole(sides: tuple[Points, Points]) -> None:
    shares = adjusted_winner(*sides).shares
    for share, mine, other in zip(shares, *sides, strict=True):
        if (mine == 0) != (other == 0):
            assert share == (1 if mine else 0)


@given(two_sides())
def test_changing_seats_changes_nothing_but_how_ties_are_cut(sides: tuple[Points, Points]) -> None:
    found, turned = adjusted_winner(*sides), adjusted_winner(*reversed(sides))
    assert found.totals == turned.totals
    assert found.tied == turned.tied
    free = {*found.tied, *found.worthless}
    for issue, (share, other) in enumerate(zip(found.shares, turned.shares, strict=True)):
        assert issue in free or share == 1 - other
    points = as_shares(sides[0])
    assert sum(points[i] * found.shares[i] for i in free) == sum(points[i] * (1 - turned.shares[i]) for i in free)


@given(two_sides())
def test_ties_are_told_where_there_are_other_ways_and_only_there(sides: tuple[Points, Points]) -> None:
    """Put the issues in the opposite order: what then changes hands is among the tied, and only what is tied can."""
    found = adjusted_winner(*sides)
    back = adjusted_winner(*(points[::-1] for points in sides)).shares[::-1]
    moved = {issue for issue, (share, other) in enumerate(zip(found.shares, back, strict=True)) if share != other}
    assert moved <= set(found.tied)
    assert bool(found.tied) == bool(moved) or len({found.shares[i] for i in found.tied}) > 1


@given(two_sides(), st.integers(1, 50), st.randoms(use_true_random=False))
def test_neither_the_scale_nor_the_order_of_issues_matters(sides: tuple[Points, Points], by: int, chance: Any) -> None:
    found = adjusted_winner(*sides)
    assert adjusted_winner([by * p for p in sides[0]], sides[1]) == found
    order = list(range(len(sides[0])))
    chance.shuffle(order)
    shuffled = adjusted_winner(*([points[i] for i in order] for points in sides))
    assert shuffled.totals == found.totals


def test_equal_ratios_are_told() -> None:
    found = adjusted_winner([50, 50], [50, 50])
    assert list(found.shares) == [1, 0]
    assert (found.split, found.tied) == (None, (0, 1))
    found = adjusted_winner([1, 2, 3, 0], [2, 4, 6, 0])
    assert list(found.shares) == [1, 1, 0, Fraction(1, 2)]
    assert (found.split, found.tied, found.worthless) == (None, (0, 1, 2), (3,))
    found = adjusted_winner([6, 2, 3, 6], [2, 4, 6, 5])
    assert (found.split, found.tied) == (3, ())
    found = adjusted_winner([10, 10, 10], [10, 10, 10])
    assert (found.split, found.tied) == (1, (0, 1, 2))


def test_what_the_second_side_alone_wants_is_never_touched() -> None:
    assert list(adjusted_winner([1, 0], [0, 1]).shares) == [1, 0]
    assert list(adjusted_winner([1, 0], [0, 1]).totals) == [1, 1]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ([1, 2], [1], "the same issues"),
        ([], [], "not all zero"),
        ([0, 0], [1, 2], "not all zero"),
        ([3, -1], [1, 2], "not be negative"),
        ([1.5, 2], [1, 2], "whole numbers or fractions"),
        ([True, 2], [1, 2], "whole numbers or fractions"),
        ([float("nan"), 2], [1, 2], "whole numbers or fractions"),
    ],
)
def test_points_that_mean_nothing_are_refused(first: Any, second: Any, said: str) -> None:
    with pytest.raises(EngineInputError, match=said):
        adjusted_winner(first, second)
