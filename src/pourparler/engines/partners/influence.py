# SPDX-License-Identifier: Apache-2.0
"""Where positions settle among actors who listen to each other, if they settle at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: The process is squared so often: 2^40 rounds.
SQUARINGS = 40
#: Shares sum to one, and a limit is one, within this: sums round.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Settled:
    """Positions in the end [world, party], and whether they settle [world]; where they do not, the positions say nothing."""

    positions: Array
    settles: NDArray[np.bool_]


def settled_positions(positions: Array, influence: Array) -> Settled:
    """Return where positions [world, party] settle under `influence` [world, on, by]: the share of its view each takes from
    whom.

    Shares are not negative, and those on one actor sum to at most 1; what is left of 1 keeps to the position it came with. With
    something left for everybody this is the model of Friedkin and Johnsen, with nothing left that of DeGroot. Positions may
    fail to settle only among actors who keep nothing of their own: then they pass them round for ever.

    Read it as a forecast of what talking does before anything is decided; do not trust it where actors hide their positions,
    or move away from those they dislike.

    Raises EngineInputError for shapes that do not fit, negative shares, or shares on an actor that sum to more than 1.
    Source: DeGroot (1974), JASA 69; Friedkin & Johnsen (1990), J. Math. Sociology 15, eq. 1.
    """
    worlds, parties = positions.shape
    if influence.shape != (worlds, parties, parties):
        raise EngineInputError("influence needs a share of every party on every party, in every world")
    taken = influence.sum(axis=2)
    if np.any(influence < 0) or np.any(taken > 1 + ROUNDING):
        raise EngineInputError("shares of influence must not be negative, nor sum to more than 1 on any party")
    # The parties, and beside them what each came with, which never moves: a chain whose powers are looked at.
    chain = np.zeros((worlds, 2 * parties, 2 * parties))
    own = np.arange(parties)
    chain[:, :parties, :parties] = influence
    chain[:, own, own + parties] = np.maximum(0, 1 - taken)
    chain[:, own + parties, own + parties] = 1
    chain /= chain.sum(axis=2, keepdims=True)
    limit = chain
    for _ in range(SQUARINGS):
        limit = limit @ limit
        limit /= limit.sum(axis=2, keepdims=True)  # rounding would grow with every power
    settles = np.abs(chain @ limit - limit).max(axis=(1, 2)) <= ROUNDING
    start = np.concatenate([positions, positions], axis=1)
    return Settled(np.einsum("wij,wj->wi", limit, start)[:, :parties], settles)
