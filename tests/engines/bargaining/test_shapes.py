# SPDX-License-Identifier: Apache-2.0
"""Scores by shape: what defines each shape, by hand and for any numbers; an independent root finder for the bend."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq  # type: ignore[import-untyped, unused-ignore]

from pourparler.engines.bargaining import exponential_scores, linear_scores, triangular_scores
from pourparler.engines.bargaining.shapes import exponential_rate
from pourparler.errors import EngineInputError

# No published table is used: what is printed of the exponential form is its formula, and the formula is the oracle here.

levels = st.floats(-1000, 1000).map(lambda value: round(value, 3))
halves = st.floats(0.01, 0.99)
one = np.ones(1)


@st.composite
def ways(draw: st.DrawFn) -> tuple[np.ndarray, float, float]:
    """Return numbers, and a worst and a best level that lie apart."""
    worst, width, rises = draw(levels), draw(st.floats(0.01, 1000)), draw(st.booleans())
    best = worst + width if rises else worst - width
    numbers = np.array(draw(st.lists(st.floats(-2, 3), min_size=1, max_size=9)))
    return worst + numbers * (best - worst), worst, best


@given(ways(), halves)
def test_a_bent_shape_is_level_outside_and_never_falls_towards_the_best(
    way: tuple[np.ndarray, float, float], halfway: float
) -> None:
    numbers, worst, best = way
    (scores,) = exponential_scores(numbers, worst * one, best * one, halfway * one)
    share = (numbers - worst) / (best - worst)
    order = np.argsort(share)
    assert np.all(np.diff(scores[order]) >= -1e-9)
    assert np.all(scores[share <= 0] == 0) and np.all(scores[share >= 1] == 100)
    ends = np.array([worst, worst + halfway * (best - worst), best])
    assert exponential_scores(ends, worst * one, best * one, halfway * one)[0] == pytest.approx([0, 50, 100], abs=1e-6)


@given(halves)
def test_the_rate_is_what_an_independent_root_finder_finds(halfway: float) -> None:
    rate = float(exponential_rate(halfway * one)[0])
    assert rate == pytest.approx(-float(exponential_rate((1 - halfway) * one)[0]), abs=1e-6)
    if abs(halfway - 0.5) < 0.01:
        assert abs(rate) < 1
        return

    def half(k: float) -> float:
        return float(np.expm1(-k * halfway) / np.expm1(-k)) - 0.5

    bracket = (1e-4, 100.0) if halfway < 0.5 else (-100.0, -1e-4)
    assert rate == pytest.approx(brentq(half, *bracket), rel=1e-6)
    assert (rate > 0) == (halfway < 0.5)


@given(ways())
def test_half_of_the_worth_half_way_is_linear(way: tuple[np.ndarray, float, float]) -> None:
    numbers, worst, best = way
    bent = exponential_scores(numbers, worst * one, best * one, one / 2)
    assert bent == pytest.approx(linear_scores(numbers, worst * one, best * one))


@given(ways(), st.floats(0.02, 0.45))
def test_a_convex_shape_is_a_concave_one_turned_round(way: tuple[np.ndarray, float, float], halfway: float) -> None:
    numbers, worst, best = way
    concave = exponential_scores(numbers, worst * one, best * one, halfway * one)
    turned = exponential_scores(numbers, best * one, worst * one, (1 - halfway) * one)
    assert concave == pytest.approx(100 - turned, abs=1e-6)
    straight = linear_scores(numbers, worst * one, best * one)
    assert np.all(concave >= straight - 1e-9)


def test_worlds_have_levels_of_their_own() -> None:
    numbers = np.array([10.0, 30.0, 50.0])
    scores = linear_scores(numbers, np.array([10.0, 50.0]), np.array([50.0, 10.0]))
    assert scores.tolist() == [[0, 50, 100], [100, 50, 0]]
    inside = linear_scores(numbers, np.array([20.0]), np.array([40.0]))
    assert inside.tolist() == [[0, 50, 100]]


def test_a_peak_falls_evenly_to_both_ends() -> None:
    numbers = np.array([0.0, 10.0, 20.0, 30.0, 40.0])
    peak, low, high = np.array([10.0, 0.0, 40.0, 25.0]), np.array([0.0, 9, 20, 0]), np.array([40.0, 0, 9, 0])
    expected = [
        [0, 100, 80, 60, 40],
        [100, 75, 50, 25, 0],
        [20, 40, 60, 80, 100],
        [0, 40, 80, 100 * 2 / 3, 0],
    ]
    np.testing.assert_allclose(triangular_scores(numbers, peak, low, high), np.array(expected))


def test_what_is_no_shape_is_refused() -> None:
    numbers = np.array([0.0, 1.0])
    for halfway in (0.0, 1.0, 1.5):
        with pytest.raises(EngineInputError, match="between 0 and 1"):
            exponential_scores(numbers, 0 * one, one, halfway * one)
    with pytest.raises(EngineInputError, match="the same"):
        linear_scores(numbers, one, one)
    for peak in (-0.1, 1.1):
        with pytest.raises(EngineInputError, match="outside"):
            triangular_scores(numbers, peak * one, 0 * one, 0 * one)
