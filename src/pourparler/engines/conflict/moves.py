# SPDX-License-Identifier: Apache-2.0
"""Who can move from which state to which, kept as rows of targets: for many states, where no table of all pairs would fit."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Integers = NDArray[np.int32]
Flags = NDArray[np.bool_]

#: Moves of one actor that are held, 2 ** 25: 256 MiB in both directions.
MOST_MOVES = 33_554_432
#: States numbered by 16 bits are sorted by counting, in a tenth of the time.
SHORT = 65_536


@dataclass(frozen=True)
class Moves:
    """The moves of one actor: row s of `targets`, from `starts[s]` to `starts[s + 1]`, holds the states that it can move to.

    `starts` is [state + 1], `targets` [move]; states count from 0. Build it with `moves_of`.
    """

    starts: NDArray[np.int64]
    targets: Integers

    @property
    def states(self) -> int:
        """The number of states."""
        return len(self.starts) - 1

    def of(self, state: int) -> Integers:
        """Return the states to which the actor can move in one step."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    @cached_property
    def sources(self) -> Integers:
        """The state that each move leaves, [move]."""
        return np.repeat(np.arange(self.states, dtype=np.int32), np.diff(self.starts))

    def kept(self, which: Flags) -> "Moves":
        """Return the moves for which `which` [move] is true."""
        ends = np.concatenate([[0], np.cumsum(which)])
        return Moves(ends[self.starts], self.targets[which])

    @cached_property
    def reverse(self) -> "Moves":
        """The moves the other way round: row s holds the states from which the actor can move to s."""
        keys = self.targets.astype(np.uint16) if self.states <= SHORT else self.targets
        order = np.argsort(keys, kind="stable")
        counts = np.bincount(self.targets, minlength=self.states)
        return Moves(np.concatenate([[0], np.cumsum(counts)]), self.sources[order])


def moves_of(states: int, sources: NDArray[np.integer], targets: NDArray[np.integer]) -> Moves:
    """Return the moves from `sources` [move] to `targets` [move], both counted from 0; the same move twice counts once.

    Raises EngineInputError for a state that is not there, for a move that stays where it is, and for more than 2 ** 25 moves.
    Source: the arcs of Fang, Hipel & Kilgour (1993), ch. 2: a directed graph without loops for each actor.
    """
    if len(sources) != len(targets) or len(targets) > MOST_MOVES:
        raise EngineInputError(f"a move has a source and a target, and there are at most {MOST_MOVES}")
    if len(sources) and (min(sources.min(), targets.min()) < 0 or max(sources.max(), targets.max()) >= states):
        raise EngineInputError("a move from or to a state that is not there")
    if (sources == targets).any():
        raise EngineInputError("a move that stays where it is")
    keys = np.sort(sources.astype(np.int64) * states + targets)
    keys = keys[np.diff(keys, prepend=-1) > 0]
    starts = np.searchsorted(keys, np.arange(states + 1, dtype=np.int64) * states)
    return Moves(starts.astype(np.int64), (keys % max(states, 1)).astype(np.int32))
