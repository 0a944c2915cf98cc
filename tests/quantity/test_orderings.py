# SPDX-License-Identifier: Apache-2.0
"""Orderings: reading them, and the weights and scores they leave open."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats  # type: ignore[import-untyped, unused-ignore]

from pourparler.errors import EngineInputError, QuantityError
from pourparler.quantity import parse_ordering, scores_in_order, simplex_in_order, unit_draws


def units(columns: int, worlds: int = 40_000, seed: int = 1) -> NDArray[np.float64]:
    """Stratified unit draws [world, column] from independent paths."""
    return np.stack([unit_draws(seed, f"item.{column}", worlds) for column in range(columns)], axis=1)


# ---- reading


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("fleet > patrols > money", (("fleet",), ("patrols",), ("money",))),
        ("fleet>patrols>money", (("fleet",), ("patrols",), ("money",))),
        ("a > b = c", (("a",), ("b", "c"))),
        ("a = b > c = d = e", (("a", "b"), ("c", "d", "e"))),
        ("  port_fees >  joint patrols ", (("port_fees",), ("joint patrols",))),
        ("fleet", (("fleet",),)),
    ],
)
def test_orderings(text: str, groups: tuple[tuple[str, ...], ...]) -> None:
    assert parse_ordering(text) == groups


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "a name is missing"),
        ("a >", "a name is missing"),
        ("> a", "a name is missing"),
        ("a > > b", "a name is missing"),
        ("a = > b", "a name is missing"),
        ("a > b > a", "'a' stands here twice"),
        ("a = a", "'a' stands here twice"),
        ("a < b", "only > and = order names"),
        ("a >= b", "only > and = order names"),
        ("a >> b", "only > and = order names"),
        ("a \u2265 b", "only > and = order names"),
        ("a>" * 3_000, "longer than 4000 characters"),
        (None, "such as fleet > patrols = money"),
        (40, "such as fleet > patrols = money"),
        (["a", "b"], "such as fleet > patrols = money"),
    ],
)
def test_what_is_no_ordering(text: object, advice: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_ordering(text)
    assert advice in caught.value.advice
    assert len(caught.value.found) <= 60


@given(st.lists(st.lists(st.text("abc_ ", min_size=1), min_size=1), min_size=1))
def test_orderings_read_back(groups: list[list[str]]) -> None:
    names = [name.strip() for group in groups for name in group]
    text = " > ".join(" = ".join(group) for group in groups)
    if all(names) and len(set(names)) == len(names):
        assert parse_ordering(text) == tuple(tuple(name.strip() for name in group) for group in groups)
    else:
        with pytest.raises(QuantityError):
            parse_ordering(text)


@given(st.text())
def test_no_text_causes_a_traceback(text: str) -> None:
    try:
        parse_ordering(text)
    except QuantityError as error:
        assert error.found


# ---- weights


@pytest.mark.parametrize("items", [1, 2, 3, 5, 8])
def test_expected_weights_are_the_rank_order_centroid(items: int) -> None:
    expected = [sum(1 / j for j in range(rank, items + 1)) / items for rank in range(1, items + 1)]
    weights = simplex_in_order(units(items))
    np.testing.assert_allclose(weights.mean(axis=0), expected, atol=0.003)


@given(st.integers(1, 12), st.integers(0, 1_000))
def test_weights_fall_and_sum_to_one(items: int, seed: int) -> None:
    weights = simplex_in_order(units(items, 50, seed))
    assert weights.shape == (50, items)
    assert np.all(weights > 0)
    assert np.all(np.diff(weights, axis=1) <= 0)
    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-14)


def test_weights_are_distributed_as_sorted_normalised_exponentials() -> None:
    exponentials = stats.expon.ppf(units(4, seed=2))
    shares = exponentials / exponentials.sum(axis=1, keepdims=True)
    reference = np.sort(shares, axis=1)[:, ::-1]
    weights = simplex_in_order(units(4, seed=1))
    for rank in range(4):
        assert stats.ks_2samp(weights[:, rank], reference[:, rank]).statistic < 0.02
    np.testing.assert_allclose(np.cov(weights.T), np.cov(reference.T), atol=5e-4)


def test_two_items_leave_the_upper_half_uniform() -> None:
    weights = simplex_in_order(units(2))
    assert stats.kstest(weights[:, 0], stats.uniform(0.5, 0.5).cdf).statistic < 0.015


def test_tied_items_share_one_weight() -> None:
    sizes = [1, 3, 2]
    weights = simplex_in_order(units(3), sizes)
    np.testing.assert_allclose(weights @ np.array(sizes), 1, rtol=1e-14)
    assert np.all(np.diff(weights, axis=1) <= 0)
    # The centroid of the corners (1,0,0), (1/4,1/4,0), (1/6,1/6,1/6).
    np.testing.assert_allclose(weights.mean(axis=0), [(1 + 1 / 4 + 1 / 6) / 3, (1 / 4 + 1 / 6) / 3, 1 / 18], atol=0.003)
    np.testing.assert_allclose(simplex_in_order(units(1, 10), [4]), 0.25)


@pytest.mark.parametrize(
    ("draws", "sizes"),
    [
        (np.full(3, 0.5), None),
        (np.full((5, 0), 0.5), None),
        (np.array([[0.0, 0.5]]), None),
        (np.array([[0.5, 1.0]]), None),
        (np.array([[0.5, float("nan")]]), None),
        (np.full((5, 2), 0.5), [1]),
        (np.full((5, 2), 0.5), [1, 0]),
    ],
)
def test_bad_weights_input_is_the_callers_mistake(draws: NDArray[np.float64], sizes: list[int] | None) -> None:
    with pytest.raises(EngineInputError):
        simplex_in_order(draws, sizes)


# ---- scores


def test_scores_are_anchored_and_their_middle_is_the_order_statistics() -> None:
    scores = scores_in_order(units(3))
    assert scores.shape == (40_000, 5)
    assert np.all(scores[:, 0] == 100)
    assert np.all(scores[:, -1] == 0)
    assert np.all(np.diff(scores, axis=1) < 0)
    np.testing.assert_allclose(scores.mean(axis=0), [100, 75, 50, 25, 0], atol=0.5)
    assert stats.kstest(scores[:, 1] / 100, stats.beta(3, 1).cdf).statistic < 0.015


def test_two_options_need_no_draws() -> None:
    np.testing.assert_array_equal(scores_in_order(np.empty((3, 0))), np.tile([100.0, 0.0], (3, 1)))


def test_bad_scores_input_is_the_callers_mistake() -> None:
    for bad in (np.full(3, 0.5), np.array([[0.0]]), np.array([[1.0]])):
        with pytest.raises(EngineInputError):
            scores_in_order(bad)
