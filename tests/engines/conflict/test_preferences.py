# SPDX-License-Identifier: Apache-2.0
"""Ranks from values, statements and weights."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.engines.conflict import classes_of, ranks_by_statements, ranks_of, scores_by_weights
from pourparler.errors import EngineInputError


@given(st.lists(st.integers(-3, 3) | st.fractions(-1, 1, max_denominator=4)))
def test_ranks_keep_order_and_ties(values: list[int | Fraction]) -> None:
    ranks = ranks_of(values)
    for a, first in zip(ranks, values, strict=True):
        for b, second in zip(ranks, values, strict=True):
            assert (a > b) == (first > second)


def test_ranks_tell_apart_what_a_float_does_not() -> None:
    assert ranks_of([2**53, 2**53 + 1, float(2**53)]).tolist() == [0, 1, 0]
    with pytest.raises(EngineInputError):
        ranks_of([float("nan")])


@given(st.data())
def test_an_earlier_statement_outweighs_all_later_ones(data: st.DataObject) -> None:
    statements, states = data.draw(st.integers(0, 12)), data.draw(st.integers(0, 5))
    row = st.lists(st.booleans(), min_size=states, max_size=states)
    holds = np.array([data.draw(row) for _ in range(statements)], dtype=np.bool_).reshape(statements, states)
    scores = [sum(2 ** (statements - j) for j in range(statements) if holds[j, s]) for s in range(states)]
    assert ranks_by_statements(holds).tolist() == ranks_of(scores).tolist()


def test_a_hundred_statements_are_exact() -> None:
    holds = np.zeros((100, 2), dtype=np.bool_)
    holds[0, 0] = holds[99, 1] = True
    assert ranks_by_statements(holds).tolist() == [1, 0]
    with pytest.raises(EngineInputError):
        ranks_by_statements(np.zeros(3, dtype=np.bool_))


def test_weights_add_up_exactly() -> None:
    taken = np.array([[True, True, False], [False, False, True], [False, False, False]])
    assert scores_by_weights([Fraction(1, 10), Fraction(2, 10), Fraction(3, 10)], taken) == [
        Fraction(3, 10),
        Fraction(3, 10),
        0,
    ]
    with pytest.raises(EngineInputError):
        scores_by_weights([Fraction(1)], taken)


def test_classes_change_at_thresholds() -> None:
    assert classes_of([1, 2, 3, 4], [3, 2]).tolist() == [0, 1, 2, 2]
    assert classes_of([1, 2], []).tolist() == [0, 0]
