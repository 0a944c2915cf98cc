# SPDX-License-Identifier: Apache-2.0
"""No-deal values under sets of setup moves."""

from math import prod

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: The most moves whose subsets are enumerated (2^12 = 4,096 sets).
MOST_MOVES = 12


def move_sets(count: int) -> NDArray[np.bool_]:
    """Return all subsets of `count` moves, [set, move], the empty set first, then by size and index order.

    Raises EngineInputError for more than 12 moves.
    Source: model.md "Setup moves".
    """
    if count > MOST_MOVES:
        raise EngineInputError(f"all subsets are enumerated for up to {MOST_MOVES} moves; found {count}")
    masks = sorted(range(2**count), key=lambda mask: (mask.bit_count(), [-(mask >> i & 1) for i in range(count)]))
    return np.array([[bool(mask >> i & 1) for i in range(count)] for mask in masks], dtype=np.bool_).reshape(len(masks), count)


def sums_over_sets(per_move: Array, sets: NDArray[np.bool_]) -> Array:
    """Return the sum of a quantity over the moves of each set: [..., move] and [set, move] give [..., set].

    The result lies in memory set after set: sets are valued one at a time.
    Source: model.md "Setup moves" (moves add up; interactions between moves are not modelled).
    """
    places = per_move.shape[:-1]
    columns = np.ascontiguousarray(per_move.reshape(prod(places), per_move.shape[-1]).T)
    out = np.zeros((len(sets), prod(places)))
    # Move by move in their order, from the sum over all but the last where that is known: no product of matrices, which wakes
    # a thread for every processor, and comes to other last digits on other machines.
    known: dict[int, Array] = {}
    for total, code in zip(out, (sets @ (1 << np.arange(sets.shape[1]))).tolist(), strict=True):
        inside = [move for move in range(sets.shape[1]) if code >> move & 1]
        before = known.get(code - (1 << inside[-1])) if inside else None
        if before is not None:
            np.add(before, columns[inside[-1]], out=total)
        else:
            for move in inside:
                total += columns[move]
        known[code] = total
    return np.moveaxis(out.reshape(len(sets), *places), 0, -1)


def no_deal_values(base: Array, trend_per_day: Array, days: Array, shifts: Array, sets: NDArray[np.bool_]) -> Array:
    """Return a party's no-deal value [world, type, set] after `days`, with the moves of each set done.

    `base` is [world, type] in value points, `trend_per_day` and `days` [world], `shifts` [world, type, move] the points by
    which each move changes the value once it bites. Read it as the worth of the course without a deal on that day; the
    trend is a straight line and should not be trusted far beyond the months it was judged for.
    Source: model.md "Bargaining", d_i(theta, m, t; w).
    """
    drift = (trend_per_day * days)[:, None, None]
    return base[:, :, None] + drift + sums_over_sets(shifts, sets)
