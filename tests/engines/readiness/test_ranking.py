# SPDX-License-Identifier: Apache-2.0
"""Ranking by paired worlds, against counts."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pourparler.engines.readiness import OUTRANKING_SHARE, best_shares, outranks, regrets

values = st.integers(1, 12).flatmap(
    lambda worlds: st.lists(st.lists(st.integers(0, 2), min_size=worlds, max_size=worlds), min_size=1, max_size=4)
)


@given(values, st.sampled_from([0.5, 0.75, 0.95, 1.0]))
def test_outranking_is_a_count_of_paired_worlds(table: list[list[int]], share: float) -> None:
    first, second = table[0], table[-1]
    ahead = sum(a > b for a, b in zip(first, second, strict=True)) / len(first)
    assert outranks(np.array(first, dtype=float), np.array(second, dtype=float), share) == (ahead >= share)


def test_nineteen_worlds_of_twenty_are_just_enough() -> None:
    assert OUTRANKING_SHARE == 0.95
    ahead = np.array([1.0] * 19 + [-100.0])
    assert outranks(ahead, np.zeros(20))
    # A tie counts for neither, however large the average lead.
    assert not outranks(np.array([1000.0] * 18 + [0.0, 0.0]), np.zeros(20))
    assert not outranks(np.zeros(20), np.zeros(20))


@given(values)
def test_worlds_are_shared_out_among_the_best(table: list[list[int]]) -> None:
    worlds = len(table[0])
    expected = [Fraction(0)] * len(table)
    for world in range(worlds):
        top = max(row[world] for row in table)
        tied = [action for action, row in enumerate(table) if row[world] == top]
        for action in tied:
            expected[action] += Fraction(1, len(tied) * worlds)
    found = best_shares([np.array(row, dtype=float) for row in table])
    assert found == pytest.approx([float(share) for share in expected], abs=1e-12)
    assert sum(found) == pytest.approx(1)


def test_no_actions_share_nothing() -> None:
    assert best_shares([]) == ()


def test_regret_is_what_the_best_would_have_been_worth_more() -> None:
    first, second = np.array([3.0, 1.0, 5.0]), np.array([1.0, 4.0, 5.0])
    assert regrets([first, second], first) == (1.0, 3.0)
    assert regrets([first, second], second) == pytest.approx((2 / 3, 2.0))
    # A course that is none of the actions is measured against the better of them and itself.
    assert regrets([first, second], np.array([2.0, 9.0, 4.0])) == pytest.approx((2 / 3, 1.0))


@given(arrays(np.float64, (4, 6), elements=st.floats(-100, 100)))
def test_the_best_on_average_has_the_least_expected_regret(values: NDArray[np.float64]) -> None:
    found = [regrets(list(values), row)[0] for row in values]
    means = values.mean(axis=1)
    assert found[int(means.argmax())] == pytest.approx(min(found))
    for i, j in np.ndindex(4, 4):
        assert found[i] - found[j] == pytest.approx(means[j] - means[i], abs=1e-9)
