# SPDX-License-Identifier: Apache-2.0
"""Opposition and stance against plain loops. No published table exists: the rule is this project's own definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pourparler.engines.partners import opposes, stance_probabilities, stances
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
WORLDS, PACKAGES = 3, 4
effects = arrays(np.float64, (WORLDS, PACKAGES), elements=st.integers(-3, 3).map(float))
tolerances = arrays(np.float64, WORLDS, elements=st.integers(0, 3).map(float))
weights = arrays(np.float64, (WORLDS, PACKAGES), elements=st.floats(0, 0.25))
flags = arrays(np.bool_, PACKAGES)
chances = arrays(np.float64, WORLDS, elements=st.sampled_from([0.0, 0.25, 1.0]))


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
@given(effects, arrays(np.bool_, (WORLDS, PACKAGES)), weights, chances)
def test_stances_match_a_loop(effect: Array, opposed: NDArray[np.bool_], weight: Array, spoiling: Array) -> None:
    found = stance_probabilities(effect, opposed, weight, spoiling)
    total = weight.sum()
    if total == 0:
        assert found == (0, 0, 0, 0)
        return
    expected = [0.0, 0.0, 0.0, 0.0]
    for world in range(WORLDS):
        for package in range(PACKAGES):
            stance = 2 if opposed[world, package] else 0 if effect[world, package] > 0 else 1
            spoils = float(spoiling[world]) if opposed[world, package] else 0.0
            expected[stance] += float(weight[world, package]) * (1 - spoils)
            expected[3] += float(weight[world, package]) * spoils
    assert found == pytest.approx([share / total for share in expected], abs=1e-9)
    assert min(found) >= 0


def test_stances_by_hand() -> None:
    effect = np.array([[4.0, 0.0, -1.0, 3.0]])
    opposed = np.array([[False, False, True, True]])
    # The weights sum to 0.8: in a fifth of the worlds there is no agreement, and the stances are shares of the rest.
    weight = np.array([[0.4, 0.2, 0.1, 0.1]])
    assert stance_probabilities(effect, opposed, weight, np.zeros(1)) == pytest.approx((0.5, 0.25, 0.25, 0))
    assert stance_probabilities(effect, opposed, weight, np.array([0.4])) == pytest.approx((0.5, 0.25, 0.15, 0.1))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(effects, arrays(np.bool_, (WORLDS, PACKAGES)), chances), min_size=1, max_size=3))
def test_stances_on_each_package_are_those_of_a_package_that_is_certain(
    drawn: list[tuple[Array, NDArray[np.bool_], Array]],
) -> None:
    effect, opposed = np.stack([each[0] for each in drawn], axis=1), np.stack([each[1] for each in drawn], axis=1)
    found = stances(effect, opposed, np.stack([each[2] for each in drawn], axis=1))
    for party, (own, against, spoiling) in enumerate(drawn):
        for package in range(PACKAGES):
            weight = np.zeros((WORLDS, PACKAGES))
            weight[:, package] = 1 / WORLDS
            one = stance_probabilities(own, against, weight, spoiling)
            four = (found.supports, found.lives_with, found.opposes, found.spoils)
            assert [stance[party, package] for stance in four] == pytest.approx(one)
    assert sum((found.supports, found.lives_with, found.opposes, found.spoils)) == pytest.approx(1)


def test_who_is_not_hurt_never_spoils_and_who_is_hurt_may_only_oppose() -> None:
    effect = np.array([[[2.0], [-2.0], [-2.0]]])
    opposed = effect < 0
    found = stances(effect, opposed, np.array([[1.0, 0.0, 1.0]]))
    assert found.spoils[:, 0].tolist() == [0, 0, 1]
    assert found.opposes[:, 0].tolist() == [0, 1, 0]
    assert found.supports[:, 0].tolist() == [1, 0, 0]


@pytest.mark.parametrize(("effect", "spoiling"), [((2, 1, 3), (2, 2)), ((2, 3), (2, 1)), ((2, 1, 3), (3, 1))])
def test_shapes_that_do_not_fit_are_refused(effect: tuple[int, ...], spoiling: tuple[int, ...]) -> None:
    with pytest.raises(EngineInputError):
        stances(np.zeros(effect), np.zeros(effect, dtype=np.bool_), np.zeros(spoiling))


@pytest.mark.parametrize("chance", [-0.1, 1.1])
def test_chances_are_chances(chance: float) -> None:
    with pytest.raises(EngineInputError):
        stances(np.zeros((1, 1, 1)), np.zeros((1, 1, 1), dtype=np.bool_), np.full((1, 1), chance))
