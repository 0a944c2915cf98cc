# SPDX-License-Identifier: Apache-2.0
"""States from options: every pattern of options taken or not, without those that cannot be, and the moves between them.

A pattern is a number whose bit o says whether option o is taken. States are numbered in the order of their patterns, so the
first option changes fastest; patterns that are one and the same state come last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.conflict.moves import MOST_MOVES, Flags, Integers, Moves, moves_of
from pourparler.errors import EngineInputError

#: Options of all actors: 2 ** 20 patterns are looked at, a million.
MOST_OPTIONS = 20


@dataclass(frozen=True)
class OptionStates:
    """The states of a conflict in option form.

    `state_of` [pattern] is the state of each pattern, -1 where it cannot be; `taken` [state, option] says which options are
    taken, and `open` [state, option] where patterns that differ in that option are one state, so that it says nothing.
    """

    state_of: Integers
    taken: Flags
    open: Flags

    @property
    def count(self) -> int:
        """The number of states."""
        return len(self.taken)


def patterns(options: int) -> Flags:
    """Return all patterns [pattern, option]: which options are taken.

    Raises EngineInputError for more than 20 options. Source: the option form, Howard (1971); Fang, Hipel & Kilgour (1993).
    """
    if not 0 < options <= MOST_OPTIONS:
        raise EngineInputError(f"a conflict has from 1 to {MOST_OPTIONS} options")
    codes = np.arange(2**options, dtype=np.int32)
    return (codes[:, None] >> np.arange(options) & 1).astype(np.bool_)


def option_states(feasible: Flags, same: Sequence[Flags] = ()) -> OptionStates:
    """Return the states of a conflict: the patterns that are `feasible` [pattern], those in a set of `same` taken as one.

    Each of `same` is [pattern]; a pattern may stand in one of them only.
    Raises EngineInputError for a number of patterns that is no power of two, for two sets of `same` that overlap, and where no
    state is left. Source: feasible and indistinguishable states, Fang, Hipel & Kilgour (1993), ch. 2.
    """
    options = len(feasible).bit_length() - 1
    taken = patterns(options)
    if len(taken) != len(feasible):
        raise EngineInputError("there are 2 ** options patterns")
    groups = [feasible & group for group in same]
    together = np.sum(groups, axis=0) if groups else np.zeros(len(feasible), dtype=np.int64)
    if (together > 1).any():
        raise EngineInputError("a pattern is the same as two different ones")
    single = np.flatnonzero(feasible & (together == 0))
    state_of = np.full(len(feasible), -1, dtype=np.int32)
    state_of[single] = np.arange(len(single))
    rows, unsaid = [taken[single]], [np.zeros((len(single), options), dtype=np.bool_)]
    for group in groups:
        if group.any():
            members = taken[group]
            state_of[group] = sum(map(len, rows))
            rows.append(members[:1])
            unsaid.append((members != members[0]).any(axis=0)[None])
    if not sum(map(len, rows)):
        raise EngineInputError("no state is left")
    return OptionStates(state_of, np.concatenate(rows), np.concatenate(unsaid))


def option_moves(
    states: OptionStates, own: Sequence[int], never_undone: Sequence[int] = (), never_done: Sequence[int] = ()
) -> Moves:
    """Return the moves of the actor whose options are `own`: it may change any of them at once, the others stay.

    An option of `never_undone`, once taken, stays taken; one of `never_done`, once left, is not taken up.
    Raises EngineInputError for more moves than can be held. Source: Fang, Hipel & Kilgour (1993), ch. 2; irreversible moves
    ibid.
    """
    codes = np.flatnonzero(states.state_of >= 0).astype(np.int32)
    if (2 ** len(own) - 1) * len(codes) > MOST_MOVES:
        raise EngineInputError(f"an actor with {len(own)} options has too many moves between {len(codes)} patterns")
    changes = _subsets(own)[1:]
    on, off = _bits(never_undone), _bits(never_done)
    goes = codes[:, None] ^ changes
    may = states.state_of[goes] >= 0
    may &= (codes[:, None] & changes & on) == 0
    may &= (~codes[:, None] & changes & off) == 0
    sources = states.state_of[codes]
    if np.array_equal(sources, np.arange(states.count)):  # every pattern a state of its own: rows stand in order already
        starts = np.concatenate([[0], np.cumsum(may.sum(axis=1))])
        return Moves(starts.astype(np.int64), states.state_of[goes[may]])
    pairs = np.repeat(sources, may.sum(axis=1)), states.state_of[goes[may]]
    moved = pairs[0] != pairs[1]
    return moves_of(states.count, pairs[0][moved], pairs[1][moved])


def _subsets(options: Sequence[int]) -> NDArray[np.int32]:
    """Return every set of options as a pattern, the empty one first."""
    found = np.zeros(1, dtype=np.int32)
    for option in options:
        found = np.concatenate([found, found | np.int32(1 << option)])
    return found


def _bits(options: Sequence[int]) -> np.int32:
    return np.int32(sum(1 << option for option in set(options)))
