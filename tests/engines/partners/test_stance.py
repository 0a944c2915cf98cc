# SPDX-License-Identifier: Apache-2.0
"""Opposition and stance against plain loops. No published table exists: the rule is this project's own definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pourparler.engines.partners import opposes, stance_probabilities

Array = NDArray[np.float64]
WORLDS, PACKAGES = 3, 4
effects = arrays(np.float64, (WORLDS, PACKAGES), elements=st.integers(-3, 3).map(float))
tolerances = arrays(np.float64, WORLDS, elements=st.integers(0, 3).map(float))
weights = arrays(np.float64, (WORLDS, PACKAGES), elements=st.floats(0, 0.25))
flags = arrays(np.bool_, PACKAGES)


@settings(max_examples=50, deadline=None)
@given(effects, tolerances, flags)
def test_opposition_matches_a_loop(effect: Array, tolerance: Array, crosses: NDArray[np.bool_]) -> None:
    found = opposes(effect, tolerance, crosses)
    for world in range(WORLDS):
        for package in range(PACKAGES):
            loss = -effect[world, package]
            assert found[world, package] == (crosses[package] or loss > tolerance[world])


def test_a_loss_of_just_what_is_tolerated_is_lived_with() -> None:
    nothing_crossed = np.array([False])
    assert opposes(np.array([[-2.0]]), np.array([2.0]), nothing_crossed).tolist() == [[False]]
    assert opposes(np.array([[-2.5]]), np.array([2.0]), nothing_crossed).tolist() == [[True]]
    # A red line is a red line, whatever is gained.
    assert opposes(np.array([[9.0]]), np.array([2.0]), np.array([True])).tolist() == [[True]]


@settings(max_examples=50, deadline=None)
@given(effects, tolerances, flags)
def test_more_tolerance_never_adds_opposition(effect: Array, tolerance: Array, crosses: NDArray[np.bool_]) -> None:
    assert (opposes(effect, tolerance + 1, crosses) <= opposes(effect, tolerance, crosses)).all()


@settings(max_examples=50, deadline=None)
@given(effects, arrays(np.bool_, (WORLDS, PACKAGES)), weights)
def test_stances_match_a_loop(effect: Array, opposed: NDArray[np.bool_], weight: Array) -> None:
    found = stance_probabilities(effect, opposed, weight)
    total = weight.sum()
    if total == 0:
        assert found == (0, 0, 0)
        return
    expected = [0.0, 0.0, 0.0]
    for world in range(WORLDS):
        for package in range(PACKAGES):
            stance = 2 if opposed[world, package] else 0 if effect[world, package] > 0 else 1
            expected[stance] += float(weight[world, package])
    assert found == pytest.approx([share / total for share in expected], abs=1e-9)
    assert min(found) >= 0


def test_stances_by_hand() -> None:
    effect = np.array([[4.0, 0.0, -1.0, 3.0]])
    opposed = np.array([[False, False, True, True]])
    # The weights sum to 0.8: in a fifth of the worlds there is no agreement, and the stances are shares of the rest.
    assert stance_probabilities(effect, opposed, np.array([[0.4, 0.2, 0.1, 0.1]])) == pytest.approx((0.5, 0.25, 0.25))
