# SPDX-License-Identifier: Apache-2.0
"""What actors can do together: joint improvements of a coalition, and whether it stays at a state.

A coalition moves by any legal sequence of its members' moves, whatever the definition of sanction; the definition says what the
others can do about it. A coalition of one moves by one step, so its stability is that of the actor alone.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from pourparler.engines.conflict.moves import Flags, Moves, moves_of
from pourparler.engines.conflict.reachability import Sanction, jointly_reached
from pourparler.engines.conflict.stability import CONCEPTS, Conflict
from pourparler.errors import EngineInputError


def coalitions_of(actors: int) -> tuple[tuple[int, ...], ...]:
    """Return every coalition of at least two actors, small ones first, in the order of the actors. Source: definition."""
    return tuple(some for size in range(2, actors + 1) for some in combinations(range(actors), size))


def coalition_improvements(conflict: Conflict, members: Sequence[int]) -> Moves:
    """Return the joint improvements of a coalition: from each state, what it can bring about and every member prefers.

    Source: Kilgour, Hipel, Fang & Peng (2001).
    """
    better = _better(conflict, members)
    reached = jointly_reached([conflict.moves[member] for member in members])
    rows = [_states_in(bits & wanted) for bits, wanted in zip(reached, better, strict=True)]
    sources = np.repeat(np.arange(conflict.states), [len(row) for row in rows])
    return moves_of(conflict.states, sources, np.array([state for row in rows for state in row], dtype=np.int64))


def coalition_stabilities(
    conflict: Conflict, members: Sequence[int], sanction: Sanction = "joint_sequence"
) -> dict[str, Flags]:
    """Return at which states [state] a coalition stays, by notion of stability.

    Nash: it has no joint improvement. gmr: after each, the others can bring about a state that some member does not prefer to
    where they were. smr: and from which the coalition cannot escape to a state that all its members prefer. seq: the others do
    so by moves that improve the mover's lot. A coalition of everybody has nobody to fear: it stays where it has no improvement.

    Read it as what a coalition could break up, or would keep, if it formed; whether it forms is not said.
    Raises EngineInputError for no members or an actor that is not there.
    Source: Kilgour, Hipel, Fang & Peng (2001); Inohara & Hipel (2008a, 2008b), coalition stabilities.
    """
    if not members or not set(members) <= set(range(conflict.actors)) or len(set(members)) != len(members):
        raise EngineInputError("a coalition has members, each of them an actor, and once")
    better = _better(conflict, members)
    others = [n for n in range(conflict.actors) if n not in members]
    own = jointly_reached([conflict.moves[member] for member in members])
    answers = _answered([conflict.moves[n] for n in others], conflict.states, sanction)
    improving = _answered([conflict.improvements[n] for n in others], conflict.states, sanction)
    found = {concept: np.ones(conflict.states, dtype=np.bool_) for concept in CONCEPTS}
    for state, wanted in enumerate(better):
        departures = _states_in(own[state] & wanted)
        held_down = 0  # states from which the coalition cannot get to anything that all prefer to `state`
        for answer in _states_in(_union(answers, departures) & ~wanted):
            if not own[answer] & wanted:
                held_down |= 1 << answer
        found["nash"][state] = not departures
        found["gmr"][state] = all(answers[there] & ~wanted for there in departures)
        found["smr"][state] = all(answers[there] & held_down for there in departures)
        found["seq"][state] = all(improving[there] & ~wanted for there in departures)
    return found


def _better(conflict: Conflict, members: Sequence[int]) -> list[int]:
    """Return the states that every member prefers to each state, as bits."""
    better = [-1] * conflict.states
    for member in members:
        ranks = conflict.ranks[member]
        above: dict[int, int] = {}
        bits = 0
        for rank in sorted(set(ranks.tolist()), reverse=True):
            above[rank] = bits
            for state in np.flatnonzero(ranks == rank).tolist():
                bits |= 1 << state
        better = [held & above[rank] for held, rank in zip(better, ranks.tolist(), strict=True)]
    return better


def _answered(movers: Sequence[Moves], states: int, sanction: Sanction) -> list[int]:
    """Return what the others can bring about from each state, as bits."""
    if not movers:
        return [0] * states
    if sanction == "joint_sequence":
        return jointly_reached(movers)
    steps = [jointly_reached([mover]) for mover in movers]
    return [_union([each[state] for each in steps], range(len(steps))) for state in range(states)]


def _union(sets: Sequence[int], which: Sequence[int]) -> int:
    found = 0
    for place in which:
        found |= sets[place]
    return found


def _states_in(bits: int) -> list[int]:
    """Return the states in a set, in order."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
