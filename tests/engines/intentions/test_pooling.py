# SPDX-License-Identifier: Apache-2.0
"""Judgements are repaired to the nearest coherent ones, and pooled by their odds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pourparler.engines.intentions import nearest_coherent, pooled
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


@st.composite
def tables(draw: st.DrawFn) -> Array:
    judges, hypotheses = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return generator.dirichlet(np.ones(hypotheses), judges)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_nothing_coherent_lies_nearer(stated: list[float], seed: int) -> None:
    found = nearest_coherent(np.array(stated))
    assert found.probabilities.min() >= 0
    assert found.probabilities.sum() == pytest.approx(1, abs=1e-12)
    others = np.random.default_rng(seed).dirichlet(np.ones(len(stated)), 200)
    others = np.concatenate([others, np.eye(len(stated)), (others + 9 * found.probabilities) / 10])
    assert (np.sqrt(((others - stated) ** 2).sum(axis=1)) >= found.distance - 1e-12).all()


def test_coherent_ones_stay_and_a_shared_excess_is_shared() -> None:
    kept = nearest_coherent(np.array([0.2, 0.3, 0.5]))
    assert kept.probabilities.tolist() == [0.2, 0.3, 0.5] and kept.distance == 0
    moved = nearest_coherent(np.array([[0.6, 0.6], [0.9, 0.0]]))
    np.testing.assert_allclose(moved.probabilities, [[0.5, 0.5], [0.95, 0.05]], atol=1e-15)
    np.testing.assert_allclose(moved.distance, [np.sqrt(0.02), np.sqrt(0.005)], atol=1e-15)


@settings(max_examples=200, deadline=None)
@given(tables())
def test_what_is_coherent_up_to_rounding_stays_to_the_last_digit(judgements: Array) -> None:
    kept = nearest_coherent(judgements)
    assert (kept.probabilities == judgements).all()
    assert not kept.distance.any()


@settings(max_examples=200, deadline=None)
@given(tables(), st.floats(1, 4))
def test_the_odds_of_any_two_are_the_geometric_mean_of_their_odds(judgements: Array, extremizing: float) -> None:
    found = pooled(judgements, extremizing)
    odds = (judgements[:, 0] / judgements[:, 1]).prod() ** (extremizing / len(judgements))
    assert found[0] / found[1] == pytest.approx(odds, rel=1e-9)
    assert found.sum() == pytest.approx(1, abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(tables(), st.integers(0, 1000))
def test_neither_the_order_of_judges_nor_that_of_hypotheses_matters_and_agreement_stays(judgements: Array, seed: int) -> None:
    generator = np.random.default_rng(seed)
    judges, hypotheses = (generator.permutation(size) for size in judgements.shape)
    np.testing.assert_allclose(pooled(judgements[judges][:, hypotheses]), pooled(judgements)[hypotheses], atol=1e-12)
    same = np.repeat(judgements[:1], 3, axis=0)
    np.testing.assert_allclose(pooled(same), judgements[0], atol=1e-12)
    weights = np.zeros(len(judgements))
    weights[seed % len(judgements)] = 2.0
    np.testing.assert_allclose(pooled(judgements, weights=weights), judgements[seed % len(judgements)], atol=1e-12)


@pytest.mark.parametrize(
    ("judgements", "extremizing", "weights", "why"),
    [
        ([[0.5, 0.6]], 1.0, None, "repair"),
        ([[-0.5, 1.5]], 1.0, None, "probabilities"),
        ([[0.5, 0.5]], 0.5, None, "1 or more"),
        ([[0.5, 0.5]], 1.0, [0.0], "weight"),
        ([[1.0, 0.0], [0.0, 1.0]], 1.0, None, "rule out"),
    ],
)
def test_what_a_caller_gets_wrong(
    judgements: list[list[float]], extremizing: float, weights: list[float] | None, why: str
) -> None:
    with pytest.raises(EngineInputError, match=why):
        pooled(np.array(judgements), extremizing, None if weights is None else np.array(weights))
    with pytest.raises(EngineInputError, match="between 0 and 1"):
        nearest_coherent(np.array([0.5, np.nan]))
