# SPDX-License-Identifier: Apache-2.0
"""Stability against its definitions, on a thousand conflicts and on those that everybody knows."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.conflict.oracle import Plain, conflicts, stays, stays_strongly
from pourparler.engines.conflict import CONCEPTS, Conflict, Sanction, moves_of, stabilities, strong_stabilities
from pourparler.errors import EngineInputError

SANCTIONS: tuple[Sanction, ...] = ("single_step", "joint_sequence")


def two_by_two(row: list[int], column: list[int]) -> Conflict:
    """Two actors with two acts each; states 0..3 are (0, 0), (1, 0), (0, 1), (1, 1), the first actor's act first."""
    first = moves_of(4, np.array([0, 1, 2, 3]), np.array([1, 0, 3, 2]))
    second = moves_of(4, np.array([0, 2, 1, 3]), np.array([2, 0, 3, 1]))
    return Conflict((first, second), np.array([row, column], dtype=np.int32))


def found(conflict: Conflict, sanction: Sanction) -> dict[str, list[int]]:
    return {name: np.flatnonzero(flags).tolist() for name, flags in stabilities(conflict, sanction).equilibria().items()}


@pytest.mark.parametrize("sanction", SANCTIONS)
def test_chicken(sanction: Sanction) -> None:
    # Act 0 gives way. Best: the other alone gives way; then both; then one alone; worst: neither.
    chicken = two_by_two([2, 3, 1, 0], [2, 1, 3, 0])
    assert found(chicken, sanction) == {"nash": [1, 2], "gmr": [0, 1, 2], "smr": [0, 1, 2], "seq": [1, 2]}


@pytest.mark.parametrize("sanction", SANCTIONS)
def test_the_prisoners_dilemma(sanction: Sanction) -> None:
    dilemma = two_by_two([2, 3, 0, 1], [2, 0, 3, 1])
    assert found(dilemma, sanction) == {"nash": [3], "gmr": [0, 3], "smr": [0, 3], "seq": [0, 3]}


@settings(deadline=None, max_examples=1000)
@given(conflicts())
def test_stability_is_what_its_definitions_say(plain: Plain) -> None:
    conflict = plain.engine()
    for sanction in SANCTIONS:
        held = stabilities(conflict, sanction)
        assert held.sanction == sanction
        for concept, flags in held.by_concept().items():
            assert flags.tolist() == [
                [stays(plain, [actor], state, concept, sanction) for state in plain.states] for actor in plain.actors
            ]


@settings(deadline=None, max_examples=300)
@given(conflicts(strong=True), st.sampled_from(SANCTIONS))
def test_strong_stability_is_what_its_definition_says(plain: Plain, sanction: Sanction) -> None:
    conflict = plain.engine()
    strong, held = strong_stabilities(conflict, sanction), stabilities(conflict, sanction)
    for concept in CONCEPTS[1:]:
        flags = getattr(strong, concept)
        assert flags.tolist() == [
            [stays_strongly(plain, actor, state, concept, sanction) for state in plain.states] for actor in plain.actors
        ]
        assert not (flags & ~getattr(held, concept)).any()


@settings(deadline=None, max_examples=200)
@given(conflicts(most_states=9), st.sampled_from(SANCTIONS))
def test_one_notion_within_another(plain: Plain, sanction: Sanction) -> None:
    held = stabilities(plain.engine(), sanction)
    for narrow, wide in ((held.nash, held.seq), (held.seq, held.gmr), (held.smr, held.gmr), (held.nash, held.smr)):
        assert not (narrow & ~wide).any()


@settings(deadline=None, max_examples=200)
@given(conflicts(), st.integers(0, 5))
def test_names_of_states_and_seats_do_not_matter(plain: Plain, turn: int) -> None:
    count, actors = len(plain.states), len(plain.actors)
    to = [(state + turn) % count for state in plain.states]
    turned = Plain(
        tuple({to[s]: {to[t] for t in ends} for s, ends in arcs.items()} for arcs in plain.arcs[::-1]),
        tuple(tuple(worth[to.index(state)] for state in plain.states) for worth in plain.worth[::-1]),
    )
    before, after = (stabilities(each.engine()).by_concept() for each in (plain, turned))
    for concept in CONCEPTS:
        assert (before[concept] == after[concept][::-1][:, to]).all()
    assert actors == len(turned.actors)


def test_only_the_order_of_ranks_counts() -> None:
    low, high = two_by_two([2, 3, 1, 0], [2, 1, 3, 0]), two_by_two([20, 30, 1, 0], [2, 1, 300, 0])
    assert all((a == b).all() for a, b in zip(*(stabilities(c).by_concept().values() for c in (low, high)), strict=True))


def test_the_two_definitions_of_sanction_differ_where_it_takes_two_opponents() -> None:
    # Worked by hand in docs/explanation/conflict.md: aland 0 -> 1, borea 1 -> 2, cyrene 2 -> 3.
    moves = tuple(moves_of(4, np.array([n]), np.array([n + 1])) for n in range(3))
    conflict = Conflict(moves, np.array([[1, 3, 2, 0], [0, 1, 2, 3], [0, 1, 2, 3]], dtype=np.int32))
    alone, together = (stabilities(conflict, sanction) for sanction in SANCTIONS)
    for concept in CONCEPTS[1:]:
        assert not getattr(alone, concept)[0, 0]
        assert getattr(together, concept)[0, 0]


def test_nobody_moves_twice_running() -> None:
    # borea could reach what aland fears only by two moves of its own in a row; cyrene cannot move.
    aland, borea = moves_of(4, np.array([0]), np.array([1])), moves_of(4, np.array([1, 2]), np.array([2, 3]))
    cyrene = moves_of(4, np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    ranks = np.array([[1, 3, 2, 0], [0, 1, 2, 3], [0, 0, 0, 0]], dtype=np.int32)
    assert not stabilities(Conflict((aland, borea, cyrene), ranks)).gmr[0, 0]


def of_shape(**change: Any) -> Conflict:
    moves = (moves_of(2, np.array([0]), np.array([1])),)
    whole: dict[str, Any] = {"moves": moves, "ranks": np.zeros((1, 2), dtype=np.int32)}
    return Conflict(**(whole | change))


@pytest.mark.parametrize(
    "change",
    [
        {"moves": ()},
        {"ranks": np.zeros((2, 2), dtype=np.int32)},
        {"ranks": np.zeros((1, 3), dtype=np.int32)},
        {"classes": np.zeros((1, 3), dtype=np.int32)},
        {"classes": np.array([[0, 1]], dtype=np.int32)},
        {"ranks": np.array([[0, 1]], dtype=np.int32), "classes": np.array([[1, 0]], dtype=np.int32)},
        {"moves": (moves_of(3, np.array([0]), np.array([1])),)},
    ],
)
def test_what_is_no_conflict(change: dict[str, Any]) -> None:
    with pytest.raises(EngineInputError):
        of_shape(**change)


def test_strong_stability_needs_strength() -> None:
    with pytest.raises(EngineInputError):
        strong_stabilities(of_shape())
