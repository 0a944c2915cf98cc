# SPDX-License-Identifier: Apache-2.0
"""The concession ladder against exchange ratios in exact fractions, compared pair by pair.

No published table exists: that an order needs 95 % of paired worlds is this project's own rule.
"""

from fractions import Fraction
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pourparler.engines.bargaining import FREE, GET, GIVE, WASTE, concession_ladder
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
#: Few distinct values, so that equal ratios are common.
numbers = st.integers(-3, 4).map(float)
tables = st.tuples(st.integers(1, 6), st.integers(1, 5)).flatmap(
    lambda shape: st.tuples(arrays(np.float64, shape, elements=numbers), arrays(np.float64, shape, elements=numbers))
)


def better(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether one (cost, worth) is a better exchange than another, by cases and fractions."""

    def rung(cost: int, worth: int) -> tuple[int, Fraction]:
        if worth > 0 and cost < 0:
            return 4, Fraction(-cost, worth)
        if worth > 0 and cost == 0:
            return 3, Fraction(0)
        if cost > 0:
            return 2, Fraction(worth, cost)
        return 1, Fraction(0)

    return rung(*first) > rung(*second)


@settings(max_examples=200, deadline=None)
@given(tables, st.sampled_from([0.6, 0.95, 1.0]))
def test_pairs_are_counted_as_fractions_have_it(drawn: tuple[Array, Array], share: float) -> None:
    cost, worth = drawn
    found = concession_ladder(cost, worth, share)
    worlds, steps = cost.shape
    for first in range(steps):
        for second in range(steps):
            ahead = sum(
                better((int(cost[w, first]), int(worth[w, first])), (int(cost[w, second]), int(worth[w, second])))
                for w in range(worlds)
            )
            assert found.ahead[first, second] == pytest.approx(ahead / worlds)
            assert found.is_settled(first, second) is bool(ahead / worlds >= share)
    standing = [sum(found.ahead[s, o] - found.ahead[o, s] for o in range(steps)) for s in found.order]
    assert standing == sorted(standing, reverse=True) or np.allclose(standing, sorted(standing, reverse=True))
    assert sorted(found.order) == list(range(steps))


@settings(max_examples=200, deadline=None)
@given(tables, st.sampled_from([0.6, 0.95, 1.0]), st.integers(0, 31))
def test_levels_hold_the_determined_order_and_no_more(drawn: tuple[Array, Array], share: float, among: int) -> None:
    found = concession_ladder(*drawn, share)
    steps = [step for step in found.order if among >> step & 1]
    levels = found.levels(steps)
    assert sorted(step for level in levels for step in level) == sorted(steps)
    for level in levels:
        assert list(level) == [step for step in found.order if step in level]
        settled = [any(found.ahead[other, step] >= share for other in level) for step in level]
        # A circle of settled pairs is possible at a low share only, and then the level holds all that is left.
        assert not any(settled) or (share < 0.9 and level is levels[-1])
    for above, below in pairwise(levels):
        assert all(any(found.ahead[other, step] >= share for other in above) for step in below)


@settings(max_examples=100, deadline=None)
@given(tables)
def test_neither_scale_nor_the_order_of_steps_moves_it(drawn: tuple[Array, Array]) -> None:
    cost, worth = drawn
    found = concession_ladder(cost, worth, 0.95)
    scaled = concession_ladder(cost * 8, worth / 4, 0.95)
    np.testing.assert_array_equal(found.ahead, scaled.ahead)
    assert found.kinds == scaled.kinds and found.order == scaled.order
    turned = concession_ladder(cost[:, ::-1], worth[:, ::-1], 0.95)
    np.testing.assert_array_equal(found.ahead, turned.ahead[::-1, ::-1])


def test_kinds_need_enough_worlds() -> None:
    cost = np.array([[1.0, -1, 0, -2, 3, 1]] * 19 + [[1.0, 1, 0, -2, 3, -1]])
    worth = np.array([[2.0, 1, 1, -3, 0, 2]] * 20)
    assert concession_ladder(cost, worth, 0.95).kinds == (GIVE, FREE, FREE, GET, WASTE, GIVE)
    assert concession_ladder(cost, worth, 0.96).kinds == (GIVE, None, FREE, GET, WASTE, None)


def test_ratios_by_hand() -> None:
    cost = np.array([[2.0, -1, 0, 1]] * 10 + [[4.0, -1, 0, 1]] * 10)
    worth = np.array([[6.0, 5, -1, -2]] * 10 + [[2.0, 5, -1, -2]] * 10)
    found = concession_ladder(cost, worth, 0.95)
    assert found.ratio(0) == (4 / 3, 0.5, 3.0)
    assert found.ratio(1) == (inf, inf, inf)
    assert found.ratio(2) == (-inf, -inf, -inf)
    assert found.ratio(3) == (-2, -2, -2)
    # What costs nothing first, then by ratio; what they lose by after that; what costs and helps nobody last.
    assert found.order == (1, 0, 3, 2)
    assert found.levels((0, 1, 3)) == ((1,), (0,), (3,))


def test_what_cannot_be_compared_is_refused() -> None:
    one = np.ones((3, 2))
    for cost, worth, share in ((one, one[:2], 0.95), (one[:0], one[:0], 0.95), (one, one, 0.5), (one, one, 1.5)):
        with pytest.raises(EngineInputError):
            concession_ladder(cost, worth, share)
