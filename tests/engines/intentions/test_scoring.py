# SPDX-License-Identifier: Apache-2.0
"""Scores equal plain sums, are best for the truth, and are proper."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.intentions import (
    brier_score,
    calibration_table,
    continuous_ranked_probability_score,
    log_score,
    ranked_probability_score,
)
from pourparler.errors import EngineInputError


def test_by_hand() -> None:
    forecast = np.array([[0.7, 0.2, 0.1]])
    assert brier_score(forecast, np.array([1])) == pytest.approx([0.49 + 0.64 + 0.01])
    assert log_score(forecast, np.array([0])) == pytest.approx([0.5145731728])
    assert np.isposinf(log_score(np.array([[1.0, 0.0]]), np.array([1]))[0])
    # Cumulative 0.7, 0.9 against 0, 1.
    assert ranked_probability_score(forecast, np.array([1])) == pytest.approx([(0.49 + 0.01) / 2])
    assert ranked_probability_score(np.array([[1.0]]), np.array([0])).tolist() == [0]


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 5), st.integers(0, 2**32 - 1))
def test_they_are_proper(possibilities: int, seed: int) -> None:
    # Who believes p expects to score best by saying p.
    generator = np.random.default_rng(seed)
    believed, said = generator.dirichlet(np.ones(possibilities), 2)
    outcomes = np.arange(possibilities)
    for score in (brier_score, log_score, ranked_probability_score):
        honest, other = (believed @ score(np.repeat([p], possibilities, axis=0), outcomes) for p in (believed, said))
        assert honest <= other + 1e-12


def test_missing_by_one_class_costs_less_than_missing_by_two() -> None:
    sure = np.eye(3)[[0, 0, 0]]
    scores = ranked_probability_score(sure, np.arange(3))
    assert scores.tolist() == [0, 0.5, 1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(-100, 100), min_size=1, max_size=12), st.floats(-100, 100))
def test_the_continuous_score_equals_the_mean_of_pairs(draws: list[float], outcome: float) -> None:
    found = continuous_ranked_probability_score(np.array([draws]), np.array([outcome]))[0]
    spread = sum(abs(a - b) for a in draws for b in draws) / len(draws) ** 2 / 2
    assert found == pytest.approx(sum(abs(a - outcome) for a in draws) / len(draws) - spread, abs=1e-9)
    assert found >= -1e-9


def test_calibration() -> None:
    rows = calibration_table([0.05, 0.11, 0.19, 0.9, 1.0], [False, True, False, True, True])
    assert [(row.low, row.count, row.came) for row in rows] == [(0, 1, 0), (0.1, 2, 0.5), (0.9, 2, 1)]
    assert rows[1].mean == pytest.approx(0.15)
    assert all(before.high <= after.low for before, after in pairwise(rows))
    assert calibration_table([], []) == ()


def test_what_a_caller_gets_wrong() -> None:
    with pytest.raises(EngineInputError, match="sum to one"):
        brier_score(np.array([[0.5, 0.6]]), np.array([0]))
    with pytest.raises(EngineInputError, match="not among"):
        log_score(np.array([[0.5, 0.5]]), np.array([2]))
    with pytest.raises(EngineInputError, match="outcomes"):
        brier_score(np.array([[0.5, 0.5]]), np.array([0, 1]))
    with pytest.raises(EngineInputError, match="draws"):
        continuous_ranked_probability_score(np.zeros((1, 0)), np.zeros(1))
    with pytest.raises(EngineInputError, match="between 0 and 1"):
        calibration_table([1.2], [True])
