# SPDX-License-Identifier: Apache-2.0
"""Moves kept as rows of targets."""

import numpy as np
import pytest

from pourparler.engines.conflict import MOST_MOVES, moves_of
from pourparler.errors import EngineInputError


def test_moves_stand_in_order_and_once() -> None:
    moves = moves_of(4, np.array([2, 0, 2, 2]), np.array([3, 1, 0, 3]))
    assert [moves.of(state).tolist() for state in range(4)] == [[1], [], [0, 3], []]
    assert moves.sources.tolist() == [0, 2, 2]
    assert [moves.reverse.of(state).tolist() for state in range(4)] == [[2], [0], [], [2]]
    kept = moves.kept(np.array([False, True, False]))
    assert [kept.of(state).tolist() for state in range(4)] == [[], [], [0], []]


def test_states_beyond_sixteen_bits() -> None:
    moves = moves_of(70_000, np.array([69_999, 0]), np.array([65_536, 69_999]))
    assert moves.of(69_999).tolist() == [65_536]
    assert moves.reverse.of(65_536).tolist() == [69_999]


@pytest.mark.parametrize(("sources", "targets"), [([0], [2]), ([-1], [0]), ([1], [1]), ([0, 1], [1])])
def test_what_is_no_move(sources: list[int], targets: list[int]) -> None:
    with pytest.raises(EngineInputError):
        moves_of(2, np.array(sources), np.array(targets))


def test_too_many_moves() -> None:
    many = np.broadcast_to(np.int64(0), MOST_MOVES + 1)
    with pytest.raises(EngineInputError):
        moves_of(2, many, many)
