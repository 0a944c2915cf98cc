# SPDX-License-Identifier: Apache-2.0
"""Who is not beaten, by sweep and in blocks, equals a comparison of every pair."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pourparler.engines.bargaining import nondominated
from pourparler.engines.bargaining.nondominated import distinct, efficient_in_groups
from pourparler.errors import EngineInputError


def by_pairs(values: np.ndarray) -> np.ndarray:
    better = (values[:, None, :] >= values[None]).all(axis=2) & (values[:, None, :] > values[None]).any(axis=2)
    return np.asarray(~better.any(axis=0))


@st.composite
def vectors(draw: st.DrawFn) -> np.ndarray:
    spread = draw(st.sampled_from([1, 3, 30, 2**50]))
    shape = draw(st.tuples(st.integers(0, 90), st.integers(1, 6)))
    return draw(arrays(np.int64, shape, elements=st.integers(-spread, spread)))


@settings(max_examples=600, deadline=None)
@given(vectors())
def test_it_equals_a_comparison_of_every_pair(values: np.ndarray) -> None:
    np.testing.assert_array_equal(nondominated(values), by_pairs(values))


@pytest.mark.parametrize("parties", range(1, 7))
@pytest.mark.parametrize("opposed", [False, True])
def test_many_vectors(parties: int, opposed: bool) -> None:
    draw = np.random.default_rng(parties)
    values = draw.integers(0, 400, (1_500, parties))
    if opposed:  # next to nobody is beaten, and the sweep and the blocks have all the work
        values[:, -1] = draw.integers(0, 9, len(values)) - values[:, :-1].sum(axis=1)
    np.testing.assert_array_equal(nondominated(values), by_pairs(values))


@pytest.mark.parametrize("count", [64, 65, 256, 257, 1_700, 3_900])
@pytest.mark.parametrize("spread", [12, 10**7])
@pytest.mark.parametrize("opposed", [False, True])
def test_three_parties_whether_all_pairs_are_compared_or_only_those_nearby(count: int, spread: int, opposed: bool) -> None:
    draw = np.random.default_rng(count)
    values = draw.integers(0, spread, (count, 3))
    if opposed:
        values[:, -1] = draw.integers(0, 9, len(values)) - values[:, :-1].sum(axis=1)
    np.testing.assert_array_equal(nondominated(values), by_pairs(values))


@settings(max_examples=300, deadline=None)
@given(vectors(), st.data())
def test_groups_stand_for_themselves(values: np.ndarray, data: st.DataObject) -> None:
    group = data.draw(arrays(np.intp, len(values), elements=st.integers(0, 3)))
    kept, starts = efficient_in_groups(values, group)
    expected = np.zeros(len(values), dtype=bool)
    for number in range(4):
        expected[group == number] = by_pairs(values[group == number])
    assert sorted(kept.tolist()) == np.flatnonzero(expected).tolist()
    assert starts[0] == 0 and starts[-1] == len(kept)
    for start, end in pairwise(starts):
        same = {(int(group[n]), *values[n].tolist()) for n in kept[start:end]}
        assert len(same) == 1
    assert len(starts) - 1 == len({(int(group[n]), *values[n].tolist()) for n in kept})


def test_equal_vectors_keep_the_order_in_which_they_came() -> None:
    values = np.array([[1, 1], [2, 0], [1, 1], [2, 0]])
    order, heads = distinct(values)
    assert order.tolist() == [1, 3, 0, 2]
    assert heads.tolist() == [True, False, True, False]


def test_only_whole_numbers_are_compared() -> None:
    with pytest.raises(EngineInputError, match="integers"):
        nondominated(np.array([[0.1, 0.2]]))
