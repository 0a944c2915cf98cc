# SPDX-License-Identifier: Apache-2.0
"""Packages and what they are worth, against loops and exact fractions."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pourparler.engines.bargaining import (
    GRID_STEPS_PER_POINT,
    admissible_packages,
    contributions,
    enumerate_packages,
    off_grid,
    package_sums,
    snap,
)
from pourparler.errors import EngineInputError

counts = st.lists(st.integers(1, 4), min_size=1, max_size=4)


@settings(max_examples=50, deadline=None)
@given(counts)
def test_packages_are_every_choice_of_options_with_the_last_issue_fastest(options: list[int]) -> None:
    found = enumerate_packages(options)
    assert [tuple(row) for row in found.tolist()] == list(product(*(range(count) for count in options)))
    assert found.dtype == np.intp


@pytest.mark.parametrize("options", [[0], [2, 0, 3], [-1]])
def test_an_issue_without_options_is_refused(options: list[int]) -> None:
    with pytest.raises(EngineInputError):
        enumerate_packages(options)


@settings(max_examples=50, deadline=None)
@given(counts, st.data())
def test_barred_combinations_match_a_loop(options: list[int], data: st.DataObject) -> None:
    issues = st.integers(0, len(options) - 1)
    barred = data.draw(st.lists(st.dictionaries(issues, st.integers(0, 3), max_size=len(options)), max_size=4))
    packages = enumerate_packages(options)
    expected = [
        not any(rule and all(row[issue] == option for issue, option in rule.items()) for rule in barred)
        for row in packages.tolist()
    ]
    assert admissible_packages(packages, barred).tolist() == expected


def test_a_red_line_and_an_exclusion_by_hand() -> None:
    packages = enumerate_packages([2, 2])
    assert admissible_packages(packages, [{0: 1}]).tolist() == [True, True, False, False]
    assert admissible_packages(packages, [{0: 1, 1: 0}]).tolist() == [True, True, False, True]
    assert admissible_packages(packages, [{}]).all()


@settings(max_examples=50, deadline=None)
@given(counts, st.data())
def test_package_values_match_exact_fractions(options: list[int], data: st.DataObject) -> None:
    # Two parties' worth of weights at once, as a leading axis; integers, so that the exact answer is known.
    weights = data.draw(arrays(np.int64, (2, len(options)), elements=st.integers(0, 20)).filter(lambda w: w.sum(axis=1).all()))
    scores = [data.draw(arrays(np.int64, (2, count), elements=st.integers(0, 100))) for count in options]
    parts = contributions(weights.astype(np.float64), [score.astype(np.float64) for score in scores])
    packages = enumerate_packages(options)
    values = package_sums(parts, packages)
    assert values.shape == (2, len(packages))
    exact: dict[Fraction, set[int]] = {}
    for party in (0, 1):
        total = int(weights[party].sum())
        for place, package in enumerate(packages.tolist()):
            worth = sum(
                (Fraction(int(weights[party, i]) * int(scores[i][party, option]), total) for i, option in enumerate(package)),
                Fraction(0),
            )
            assert values[party, place] == pytest.approx(float(worth), abs=1e-9)
            exact.setdefault(worth, set()).add(int(snap(values)[party, place]))
    # What ties exactly must tie on the grid, half steps of the grid aside.
    for worth, steps in exact.items():
        if (worth * GRID_STEPS_PER_POINT * 2).denominator != 1:
            assert len(steps) == 1


def test_values_that_tie_on_paper_and_not_in_floating_point_tie_on_the_grid() -> None:
    left, right = np.array([0.1 + 0.2]), np.array([0.3])
    assert left[0] != right[0]
    assert snap(left)[0] == snap(right)[0] == 300_000
    assert off_grid(snap(right))[0] == 0.3


@settings(max_examples=50, deadline=None)
@given(arrays(np.float64, 5, elements=st.floats(-1000, 1000)))
def test_the_grid_is_a_millionth_of_a_point(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    np.testing.assert_allclose(off_grid(snap(values)), values, rtol=0, atol=0.5e-6 * (1 + 1e-6))


@pytest.mark.parametrize("value", [1000.000001, -1000.000001, np.inf])
def test_values_off_the_scale_are_refused(value: float) -> None:
    with pytest.raises(EngineInputError):
        snap(np.array([50.0, value]))


def test_no_values_at_all_are_none_on_the_grid() -> None:
    assert snap(np.zeros((0,))).shape == (0,)


@pytest.mark.parametrize("weights", [[0.0, 0.0], [1.0, -0.1]])
def test_weights_that_mean_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(EngineInputError):
        contributions(np.array(weights), [np.zeros(2), np.zeros(2)])


def test_the_worked_example_by_hand() -> None:
    scores = [np.array([[0, 60, 100], [100, 60, 0]], dtype=float), np.array([[100, 60, 0], [0, 50, 100]], dtype=float)]
    values = package_sums(contributions(np.array([[70.0, 30.0], [40.0, 60.0]]), scores), enumerate_packages([3, 3]))
    np.testing.assert_allclose(values[0], [30, 18, 0, 72, 60, 42, 100, 88, 70], atol=1e-12)
    np.testing.assert_allclose(values[1], [40, 70, 100, 24, 54, 84, 0, 30, 60], atol=1e-12)
