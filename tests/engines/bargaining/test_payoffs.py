# SPDX-License-Identifier: Apache-2.0
"""Payoffs are whole numbers that fit, and combinations name options that exist."""

import numpy as np
import pytest
from hypothesis import given, settings

from engines.bargaining.small_payoffs import open_packages, small_payoffs
from pourparler.engines.bargaining import Payoffs, count_packages
from pourparler.errors import EngineInputError

PART = np.array([[1, 2], [3, 4]])


@settings(max_examples=200, deadline=None)
@given(small_payoffs())
def test_values_and_what_is_barred_equal_plain_sums(payoffs: Payoffs) -> None:
    every = np.indices(payoffs.option_counts).reshape(len(payoffs.parts), -1).T
    some = every[payoffs.admits(every)]
    assert dict(open_packages(payoffs)) == {
        tuple(package): tuple(values) for package, values in zip(some.tolist(), payoffs.values_of(some).tolist(), strict=True)
    }
    assert count_packages(payoffs.option_counts, payoffs.barred) == len(some)


def test_some_parties_only() -> None:
    payoffs = Payoffs((PART,), (({0: 1}, np.array([10, 20])),), ({0: 0},))
    other = payoffs.of_parties([1])
    assert other.values_of(np.array([[1]])).tolist() == [[24]]
    assert other.barred == payoffs.barred and other.parties == 1


def test_counting_ties_that_nobody_could_enumerate() -> None:
    # Forty issues of ten options in a chain: the same option twice running is barred.
    barred = [{place: option, place + 1: option} for place in range(39) for option in range(10)]
    assert count_packages([10] * 40, barred) == 10 * 9**39


@pytest.mark.parametrize(
    ("parts", "together", "barred", "why"),
    [
        ((), (), (), "at least one issue"),
        ((np.zeros((0, 2), dtype=np.int64),), (), (), "at least one option"),
        ((np.array([[0.5, 1.0]]),), (), (), "whole steps"),
        ((PART, np.array([[1, 2, 3]])), (), (), "every party"),
        ((PART,), (({0: 1}, np.array([1])),), (), "every party"),
        ((PART,), (({0: 2}, np.array([1, 1])),), (), "not there"),
        ((PART,), (), ({1: 0},), "not there"),
        ((PART,), (({}, np.array([1, 1])),), (), "at least one option"),
        ((PART * 2**51, PART * 2**51), (), (), "too large"),
    ],
)
def test_what_a_caller_gets_wrong(parts: tuple, together: tuple, barred: tuple, why: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(EngineInputError, match=why):
        Payoffs(parts, together, barred)
