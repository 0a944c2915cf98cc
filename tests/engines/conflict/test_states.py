# SPDX-License-Identifier: Apache-2.0
"""States and moves from options, looked at pattern by pattern."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.conflict import MOST_OPTIONS, option_moves, option_states, patterns
from pourparler.errors import EngineInputError


def test_the_first_option_changes_fastest() -> None:
    assert patterns(2).tolist() == [[False, False], [True, False], [False, True], [True, True]]


@settings(deadline=None)
@given(st.data())
def test_moves_change_own_options_only(data: st.DataObject) -> None:
    options = data.draw(st.integers(1, 4))
    feasible = np.array(data.draw(st.lists(st.booleans(), min_size=2**options, max_size=2**options)))
    feasible[data.draw(st.integers(0, 2**options - 1))] = True
    some = st.sets(st.integers(0, options - 1))
    own, undone, done = data.draw(some), data.draw(some), data.draw(some)
    same = [patterns(options)[:, 0]] if data.draw(st.booleans()) else []
    states = option_states(feasible, same)
    moves = option_moves(states, sorted(own), sorted(undone), sorted(done))
    taken = patterns(options)
    expected = set()
    for a, b in product(np.flatnonzero(feasible), repeat=2):
        changed = set(np.flatnonzero(taken[a] != taken[b]).tolist())
        locked = {o for o in changed if (o in undone and taken[a, o]) or (o in done and not taken[a, o])}
        if changed <= own and not locked and states.state_of[a] != states.state_of[b]:
            expected.add((int(states.state_of[a]), int(states.state_of[b])))
    assert set(zip(moves.sources.tolist(), moves.targets.tolist(), strict=True)) == expected
    assert len(moves.targets) == len(expected)
    back = moves.reverse
    assert {(t, s) for s, t in zip(back.sources.tolist(), back.targets.tolist(), strict=True)} == expected


def test_patterns_that_are_one_state_come_last() -> None:
    taken = patterns(2)
    states = option_states(np.array([True, True, True, True]), [taken[:, 0]])
    assert states.state_of.tolist() == [0, 2, 1, 2]
    assert states.taken.tolist() == [[False, False], [False, True], [True, False]]
    assert states.open.tolist() == [[False, False], [False, False], [False, True]]


@pytest.mark.parametrize(
    ("feasible", "same"),
    [
        ([False, False], []),
        ([True, True, True], []),
        ([True, True], [[True, True], [True, False]]),
    ],
)
def test_what_makes_no_states(feasible: list[bool], same: list[list[bool]]) -> None:
    with pytest.raises(EngineInputError):
        option_states(np.array(feasible), [np.array(group) for group in same])


def test_too_much_is_refused_unbuilt() -> None:
    with pytest.raises(EngineInputError):
        patterns(MOST_OPTIONS + 1)
    with pytest.raises(EngineInputError):
        option_moves(option_states(np.ones(2**14, dtype=np.bool_)), range(14))
