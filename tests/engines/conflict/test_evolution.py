# SPDX-License-Identifier: Apache-2.0
"""Paths from where a conflict stands."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.conflict.oracle import Plain, conflicts, reached
from pourparler.engines.conflict import Conflict, evolution, moves_of
from pourparler.errors import EngineInputError


@settings(deadline=None, max_examples=300)
@given(conflicts(), st.booleans(), st.integers(0, 5))
def test_paths_are_legal_and_reach_all_that_can_be_reached(plain: Plain, improving: bool, start: int) -> None:
    start %= len(plain.states)
    arcs = {n: plain.improvements(n) if improving else plain.arcs[n] for n in plain.actors}
    found = evolution(plain.engine(), start, improving)
    assert set(found.paths) == reached(arcs, start) | {start}
    for state, path in found.paths.items():
        here = start
        for step in path:
            assert step.state in arcs[step.actor][here]
            here = step.state
        assert here == state
        assert all(one.actor != other.actor for one, other in pairwise(path))


def test_a_path_is_a_shortest_one() -> None:
    aland = moves_of(3, np.array([0, 0]), np.array([1, 2]))
    borea = moves_of(3, np.array([1]), np.array([2]))
    found = evolution(Conflict((aland, borea), np.zeros((2, 3), dtype=np.int32)), 0, improving=False)
    assert [len(path) for path in found.paths.values()] == [0, 1, 1]
    assert list(evolution(Conflict((aland, borea), np.zeros((2, 3), dtype=np.int32)), 0, improving=True).paths) == [0]


def test_a_start_that_is_no_state() -> None:
    with pytest.raises(EngineInputError):
        evolution(Plain(({0: set()},), ((0,),)).engine(), 1, improving=False)
