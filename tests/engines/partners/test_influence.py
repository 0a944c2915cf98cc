# SPDX-License-Identifier: Apache-2.0
"""Influence: by hand, beside the process itself run for many rounds, and where it never settles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.partners import settled_positions
from pourparler.errors import EngineInputError

Shares = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=3, max_size=3)


def settled(positions: list[float], influence: list[list[float]]) -> tuple[list[float], bool]:
    found = settled_positions(np.array([positions]), np.array([influence]))
    return found.positions[0].tolist(), bool(found.settles[0])


def test_by_hand() -> None:
    # The first keeps to 0; the second takes half from it and keeps half of its 10; the third takes all from the second.
    places, settles = settled([0, 10, 20], [[0, 0, 0], [0.5, 0, 0], [0, 1, 0]])
    assert settles and places == pytest.approx([0, 5, 5])
    # DeGroot (1974): shares 1/2, 1/2 and 1/4, 3/4 lead both to (1 * 0 + 2 * 9) / 3.
    places, settles = settled([0, 9], [[0.5, 0.5], [0.25, 0.75]])
    assert settles and places == pytest.approx([6, 6])


def test_views_that_are_passed_round_never_settle() -> None:
    assert settled([0, 1], [[0, 1], [1, 0]])[1] is False
    assert settled([0, 1, 2], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])[1] is False
    assert settled([0, 1, 2], [[0, 1, 0], [0, 0, 1], [0.99, 0, 0]])[1] is True


@settings(max_examples=100, deadline=None)
@given(Shares)
def test_beside_the_process_itself(shares: list[list[int]]) -> None:
    influence = np.array(shares, dtype=float) / 12
    start = np.array([3.0, 8.0, 20.0])
    keeps, now = 1 - influence.sum(axis=1), start
    for _ in range(20_000):
        now = influence @ now + keeps * start
    found = settled_positions(start[None], influence[None])
    again = influence @ now + keeps * start
    assert bool(found.settles[0]) == bool(np.allclose(now, again, atol=1e-9))
    if found.settles[0]:
        assert found.positions[0] == pytest.approx(now, abs=1e-6)
        assert found.positions.min() >= 3 - 1e-9 and found.positions.max() <= 20 + 1e-9


def test_mistakes_are_refused() -> None:
    with pytest.raises(EngineInputError, match="every party on every party"):
        settled_positions(np.zeros((1, 2)), np.zeros((1, 3, 3)))
    for wrong in ([[0, 1.5], [0, 0]], [[0, -0.1], [0, 0]]):
        with pytest.raises(EngineInputError, match="more than 1"):
            settled_positions(np.zeros((1, 2)), np.array([wrong]))
