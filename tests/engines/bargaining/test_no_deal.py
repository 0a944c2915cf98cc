# SPDX-License-Identifier: Apache-2.0
"""No-deal values under sets of moves, against loops; linearity in every input."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pourparler.engines.bargaining import move_sets, no_deal_values, sums_over_sets
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


def numbers(*shape: int) -> st.SearchStrategy[Array]:
    return arrays(np.float64, shape, elements=st.floats(-50, 50))


#: Base values, trends and shifts for two worlds, two types and two moves.
inputs = st.tuples(numbers(2, 2), numbers(2), numbers(2, 2, 2))


@pytest.mark.parametrize("count", range(7))
def test_sets_are_all_combinations_by_size_and_then_in_index_order(count: int) -> None:
    sets = move_sets(count)
    assert sets.shape == (2**count, count)
    members = [tuple(np.flatnonzero(row).tolist()) for row in sets]
    assert members == [chosen for size in range(count + 1) for chosen in combinations(range(count), size)]


def test_thirteen_moves_are_too_many() -> None:
    with pytest.raises(EngineInputError):
        move_sets(13)


@settings(max_examples=50, deadline=None)
@given(numbers(2, 3))
def test_sums_over_sets_match_a_loop(per_move: Array) -> None:
    sets = move_sets(3)
    found = sums_over_sets(per_move, sets)
    assert found.shape == (2, 8)
    for world in range(2):
        for place, members in enumerate(sets):
            expected = sum(float(per_move[world, move]) for move in range(3) if members[move])
            assert found[world, place] == pytest.approx(expected, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(numbers(2, 4), st.lists(st.integers(0, 15), max_size=8))
def test_sums_over_sets_in_any_order_and_said_twice(per_move: Array, codes: list[int]) -> None:
    sets = np.array([[bool(code >> move & 1) for move in range(4)] for code in codes], dtype=np.bool_).reshape(-1, 4)
    found = sums_over_sets(per_move, sets)
    assert found.shape == (2, len(codes))
    for place, row in enumerate(sets):
        np.testing.assert_allclose(found[:, place], per_move[:, row].sum(axis=1), atol=1e-9)


@settings(max_examples=50, deadline=None)
@given(numbers(2, 3), numbers(2), arrays(np.float64, 2, elements=st.floats(0, 400)), numbers(2, 3, 2))
def test_no_deal_values_match_a_loop(base: Array, trend: Array, days: Array, shifts: Array) -> None:
    sets = move_sets(2)
    found = no_deal_values(base, trend, days, shifts, sets)
    assert found.shape == (2, 3, 4)
    for world in range(2):
        for kind in range(3):
            for place, members in enumerate(sets):
                moved = sum(float(shifts[world, kind, move]) for move in range(2) if members[move])
                expected = base[world, kind] + trend[world] * days[world] + moved
                assert found[world, kind, place] == pytest.approx(expected, abs=1e-8)


@settings(max_examples=50, deadline=None)
@given(
    st.tuples(numbers(2, 2), numbers(2), numbers(2, 2, 2)), st.tuples(numbers(2, 2), numbers(2), numbers(2, 2, 2)), numbers(2)
)
def test_no_deal_values_add_up(first: tuple[Array, ...], second: tuple[Array, ...], days: Array) -> None:
    sets = move_sets(2)

    def value(base: Array, trend: Array, shifts: Array) -> Array:
        return no_deal_values(base, trend, days, shifts, sets)

    together = value(*(a + 2 * b for a, b in zip(first, second, strict=True)))
    np.testing.assert_allclose(together, value(*first) + 2 * value(*second), atol=1e-8)


def test_pressure_in_the_worked_example() -> None:
    sets = move_sets(1)
    nothing = np.zeros(1)
    own = no_deal_values(np.array([[35.0]]), nothing, nothing, np.array([[[-1.0]]]), sets)
    other = no_deal_values(np.array([[58.0]]), nothing, nothing, np.array([[[-10.0]]]), sets)
    assert own.tolist() == [[[35, 34]]]
    assert other.tolist() == [[[58, 48]]]
