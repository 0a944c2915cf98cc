# SPDX-License-Identifier: Apache-2.0
"""The inverse question against every order of the states, ties included."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.conflict.oracle import Plain, conflicts, orders, stays
from pourparler.engines.conflict import CONCEPTS, Sanction, inverse, meets
from pourparler.engines.conflict import inverse as _inverse_function
from pourparler.errors import EngineInputError

SANCTIONS: tuple[Sanction, ...] = ("single_step", "joint_sequence")


@settings(deadline=None, max_examples=120)
@given(conflicts(most_states=4, most_actors=3), st.sampled_from(SANCTIONS), st.data())
def test_requirements_are_met_by_just_the_orders_that_make_an_equilibrium(
    plain: Plain, sanction: Sanction, data: st.DataObject
) -> None:
    actor = data.draw(st.sampled_from(plain.actors))
    state = data.draw(st.sampled_from(plain.states))
    found = inverse(plain.engine(), actor, state, sanction)
    for ranks in orders(len(plain.states)):
        worth = (*plain.worth[:actor], ranks, *plain.worth[actor + 1 :])
        with_these = replace(plain, worth=worth)
        for concept in CONCEPTS:
            is_one = all(stays(with_these, [n], state, concept, sanction) for n in plain.actors)
            assert is_one == any(meets(ranks, some) for some in found[concept].requirements), (concept, ranks)
    for concept in CONCEPTS:
        some = found[concept].requirements
        assert not any(one < other for one in some for other in some)
        assert all(any(meets(ranks, one) for ranks in orders(len(plain.states))) for one in some)
        for blocker in found[concept].blocked_by:
            assert not some
            assert blocker != actor


def test_comparisons_that_contradict_each_other_are_no_answer() -> None:
    """Borea fears the move from 1 to 2, cyrene that from 2 to 1: aland cannot improve by both."""
    arcs = ({0: set(), 1: {2}, 2: {1}}, {0: {1}, 1: set(), 2: set()}, {0: {2}, 1: set(), 2: set()})
    found = inverse(Plain(arcs, ((0, 0, 0), (1, 2, 0), (1, 0, 2))).engine(), 0, 0)
    assert (found["seq"].requirements, found["seq"].blocked_by, found["seq"].too_many) == ((), (), False)
    assert found["gmr"].requirements == (frozenset(),)


def test_too_many_requirements_are_an_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(sys.modules[_inverse_function.__module__], "MOST_ALTERNATIVES", 1)
    arcs = ({0: {1}, 1: set(), 2: set()}, {0: set(), 1: {2}, 2: set()})
    found = inverse(Plain(arcs, ((0, 1, 0), (0, 0, 1))).engine(), 0, 0)
    assert found["gmr"].too_many
    assert not found["gmr"].requirements
    assert not found["nash"].too_many


@pytest.mark.parametrize(("actor", "state"), [(1, 0), (-1, 0), (0, 1), (0, -1)])
def test_what_cannot_be_asked(actor: int, state: int) -> None:
    with pytest.raises(EngineInputError):
        inverse(Plain(({0: set()},), ((0,),)).engine(), actor, state)
