# SPDX-License-Identifier: Apache-2.0
"""Certainty equivalents and hazards: by hand, and by properties."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.engines.readiness import certainty_equivalent, chance_within
from pourparler.errors import EngineInputError

Values = st.lists(st.floats(-100, 100), min_size=1, max_size=20)


def test_even_odds_by_hand() -> None:
    # V is 0 or 10, R = 10: -10 ln((1 + e^-1) / 2) = 3.7989.
    assert certainty_equivalent(np.array([0.0, 10.0]), 10) == pytest.approx(-10 * math.log((1 + math.exp(-1)) / 2))


def test_about_the_stake_at_which_even_odds_of_it_against_half_of_it_are_still_taken() -> None:
    assert certainty_equivalent(np.array([10.0, -5.0]), 10) == pytest.approx(0, abs=0.1)


@given(Values, st.floats(0.5, 500))
def test_between_the_worst_and_the_mean_and_never_falling_with_tolerance(values: list[float], tolerance: float) -> None:
    array = np.array(values)
    found = certainty_equivalent(array, tolerance)
    assert array.min() - 1e-9 <= found <= array.mean() + 1e-9
    assert certainty_equivalent(array, 2 * tolerance) >= found - 1e-9
    assert certainty_equivalent(array + 7, tolerance) == pytest.approx(found + 7)


def test_extremes_of_tolerance() -> None:
    values = np.array([0.0, 50.0, 100.0])
    assert certainty_equivalent(values, 1e-6) == pytest.approx(0, abs=1e-4)
    assert certainty_equivalent(values, 1e7) == pytest.approx(50, abs=1e-3)
    with pytest.raises(EngineInputError):
        certainty_equivalent(values, 0)


def test_hazards_by_hand() -> None:
    # 10 % a month for two months: 1 - 0.9^2 = 0.19.
    assert chance_within(np.array([0.1, 0.0, 1.0]), np.array([2.0, 9.0, 1.0])) == pytest.approx([0.19, 0, 1])


def test_unequal_chances_by_hand() -> None:
    values, odds = np.array([10.0, 0.0, -50.0]), np.array([0.25, 0.75, 0.0])
    by_hand = -5 * np.log(0.25 * np.exp(-2) + 0.75)
    assert certainty_equivalent(values, 5, odds) == pytest.approx(by_hand)
    # What cannot come about counts for nothing, however bad; a tolerance near zero leaves the worst that can.
    assert certainty_equivalent(values, 1e-6, odds) == pytest.approx(0, abs=1e-3)
    assert certainty_equivalent(values, 1e6, odds) == pytest.approx(2.5, abs=1e-3)
    twice = np.array([10.0, 0.0, 0.0, 0.0])
    assert certainty_equivalent(twice, 5) == pytest.approx(by_hand)


@pytest.mark.parametrize("odds", [[0.5, 0.4], [1.2, -0.2]])
def test_chances_that_do_not_sum_to_one_are_refused(odds: list[float]) -> None:
    with pytest.raises(EngineInputError, match="sum to one"):
        certainty_equivalent(np.array([1.0, 2.0]), 5, np.array(odds))
