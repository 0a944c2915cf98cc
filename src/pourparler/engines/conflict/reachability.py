# SPDX-License-Identifier: Apache-2.0
"""What several actors can bring about from a state: by one step of any of them, or by any legal sequence of their moves.

A sequence is legal if no actor moves twice running. So what can follow depends on who moved last, and everything here walks
through pairs of a state and its last mover. A state belongs to what is reached from itself only if a sequence leads back to it.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from pourparler.engines.conflict.moves import Integers, Moves

#: By what opponents sanction: `single_step`, one move by one of them; `joint_sequence`, any legal sequence of their moves.
Sanction: TypeAlias = Literal["single_step", "joint_sequence"]

#: Above every rank: nothing can be reached.
NEVER = np.iinfo(np.int32).max


def least_reached(values: Integers, movers: Sequence[Moves], sanction: Sanction) -> Integers:
    """Return the least value [state] that the movers can bring about from each state, NEVER where they cannot move.

    `values` [state] are whole numbers below NEVER. Time grows with the number of moves times that of movers less one.
    Source: reachable lists of a coalition, Fang, Hipel & Kilgour (1993), ch. 3, by last movers; what opponents can bring about
    at worst is all that the stability of a state depends on.
    """
    alone = sanction == "single_step" or len(movers) < 2
    after = [values] * len(movers) if alone else _least_after(values, movers)
    least = np.full(len(values), NEVER, dtype=np.int32)
    for mover, from_there in zip(movers, after, strict=True):
        np.minimum(least, over_rows(np.minimum, from_there, mover, NEVER), out=least)
    return least


def over_rows(combine: np.ufunc, values: Integers, moves: Moves, nothing: int) -> Integers:
    """Return what `combine` makes of the values of all targets of a state's moves, [state]; `nothing` where it has none.

    Source: definition.
    """
    found = np.full(moves.states, nothing, dtype=np.int32)
    filled = np.flatnonzero(np.diff(moves.starts))
    if len(filled):
        found[filled] = combine.reduceat(values[moves.targets], moves.starts[filled])
    return found


def _least_after(values: Integers, movers: Sequence[Moves]) -> list[Integers]:
    """Return per mover the least value [state] at a state to which it has just moved, or that the others make of it then.

    States are looked at from the least value up, and backwards along the moves: the first value that comes to a pair of state
    and last mover is its least, so that each pair is entered once.
    """
    least = [np.full(len(values), NEVER, dtype=np.int32) for _ in movers]
    labels = [each.data for each in least]
    starts = [mover.reverse.starts.data for mover in movers]
    origins = [mover.reverse.targets.data for mover in movers]
    others = [[(n, label) for n, label in enumerate(labels) if n != last] for last in range(len(movers))]
    for state in np.argsort(values, kind="stable").tolist():
        value = int(values[state])
        entered = []
        for last, label in enumerate(labels):
            if label[state] == NEVER:
                label[state] = value
                entered.append((last, state))
        while entered:
            last, here = entered.pop()
            for origin in origins[last][starts[last][here] : starts[last][here + 1]]:
                for before, label in others[last]:
                    if label[origin] == NEVER:
                        label[origin] = value
                        entered.append((before, origin))
    return least


def jointly_reached(movers: Sequence[Moves]) -> list[int]:
    """Return what the movers can bring about together from each state: a set of states as bits, bit s for state s.

    For a few hundred states. Source: Fang, Hipel & Kilgour (1993), ch. 3.
    """
    count = movers[0].states
    targets = [[mover.of(state).tolist() for state in range(count)] for mover in movers]
    after = [[1 << state for state in range(count)] for _ in movers]
    changed = len(movers) > 1
    while changed:
        changed = False
        for last, held in enumerate(after):
            for state in range(count):
                reached = held[state]
                for mover, rows in enumerate(targets):
                    if mover != last:
                        for target in rows[state]:
                            reached |= after[mover][target]
                changed |= reached != held[state]
                held[state] = reached
    found = [0] * count
    for mover, rows in enumerate(targets):
        for state, row in enumerate(rows):
            for target in row:
                found[state] |= after[mover][target]
    return found
