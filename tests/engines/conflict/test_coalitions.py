# SPDX-License-Identifier: Apache-2.0
"""Coalitions against their definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.conflict.oracle import Plain, conflicts, reached, stays
from pourparler.engines.conflict import (
    CONCEPTS,
    Sanction,
    coalition_improvements,
    coalition_stabilities,
    coalitions_of,
    jointly_reached,
    stabilities,
)
from pourparler.errors import EngineInputError

SANCTIONS: tuple[Sanction, ...] = ("single_step", "joint_sequence")


@settings(deadline=None, max_examples=1000)
@given(conflicts(most_states=5), st.data())
def test_coalitions_are_what_their_definitions_say(plain: Plain, data: st.DataObject) -> None:
    conflict = plain.engine()
    members = data.draw(st.sampled_from([*coalitions_of(len(plain.actors)), (0,)]))
    own = {member: plain.arcs[member] for member in members}
    improved = {
        (s, t)
        for s in plain.states
        for t in reached(own, s)
        if all(plain.worth[member][t] > plain.worth[member][s] for member in members)
    }
    moves = coalition_improvements(conflict, members)
    assert set(zip(moves.sources.tolist(), moves.targets.tolist(), strict=True)) == improved
    for sanction in SANCTIONS:
        held = coalition_stabilities(conflict, members, sanction)
        for concept in CONCEPTS:
            assert held[concept].tolist() == [stays(plain, members, state, concept, sanction) for state in plain.states]
        assert not (held["nash"] & ~held["seq"]).any()
        assert not (held["seq"] & ~held["gmr"]).any()
        assert not (held["smr"] & ~held["gmr"]).any()


@settings(deadline=None, max_examples=200)
@given(conflicts(), st.sampled_from(SANCTIONS))
def test_a_coalition_of_one_is_the_actor(plain: Plain, sanction: Sanction) -> None:
    conflict = plain.engine()
    held = stabilities(conflict, sanction).by_concept()
    for actor in plain.actors:
        alone = coalition_stabilities(conflict, [actor], sanction)
        assert all((alone[concept] == held[concept][actor]).all() for concept in CONCEPTS)


@settings(deadline=None, max_examples=200)
@given(conflicts(most_states=7))
def test_what_is_reached_together(plain: Plain) -> None:
    bits = jointly_reached(plain.engine().moves)
    arcs = dict(enumerate(plain.arcs))
    for state in plain.states:
        assert {s for s in plain.states if bits[state] >> s & 1} == reached(arcs, state)


def test_coalitions_by_size() -> None:
    assert coalitions_of(3) == ((0, 1), (0, 2), (1, 2), (0, 1, 2))
    assert coalitions_of(1) == ()


@pytest.mark.parametrize("members", [[], [2], [0, 0], [-1]])
def test_what_is_no_coalition(members: list[int]) -> None:
    conflict = Plain(({0: set()}, {0: set()}), ((0,), (0,))).engine()
    with pytest.raises(EngineInputError):
        coalition_stabilities(conflict, members)
    assert np.array_equal(coalition_improvements(conflict, [0, 1]).targets, [])
