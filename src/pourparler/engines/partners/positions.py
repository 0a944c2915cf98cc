# SPDX-License-Identifier: Apache-2.0
"""Joint positions on one-dimensional questions, as forecasts: the weighted mean and the weighted median."""

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: Shares of weight closer to one half than this are exactly half: rounding of sums.
ROUNDING = 1e-12


def weighted_mean_position(positions: Array, weights: Array) -> Array:
    """Return the mean of positions [world, party] weighted by [world, party], in the unit of the positions, [world].

    The weight of a party is its capability times its salience. Where all weights of a world are zero, parties count equally.
    Read it as the compromise forecast, which in comparisons did about as well as elaborate models; do not trust it where
    the question has no middle, or where one party can decide alone.

    Raises EngineInputError for shapes that differ, no party, or negative weights.
    Source: Van den Bos (1991), compromise model; model.md "Partners and rivals".
    """
    shares = _shares(positions, weights)
    return np.asarray((positions * shares).sum(axis=1))


def weighted_median_position(positions: Array, weights: Array) -> Array:
    """Return the weighted median of positions [world, party], [world]: the first at which half of all weight is reached.

    Where exactly half of the weight lies on either side, it is the middle of the two positions next to the gap. Read it as the
    forecast of majority decision with single-peaked preferences; do not trust it where one more question is traded against it.

    Raises EngineInputError as `weighted_mean_position` does.
    Source: Black (1958), The Theory of Committees and Elections, ch. 4; model.md "Partners and rivals".
    """
    shares = _shares(positions, weights)
    order = np.argsort(positions, axis=1, kind="stable")
    sorted_positions = np.take_along_axis(positions, order, axis=1)
    reached = np.take_along_axis(shares, order, axis=1).cumsum(axis=1)
    half, slack = 1 / 2, ROUNDING
    first = np.argmax(reached >= half - slack, axis=1)
    after = np.argmax(reached > half + slack, axis=1)
    rows = np.arange(len(positions))
    return np.asarray((sorted_positions[rows, first] + sorted_positions[rows, after]) / 2)


def _shares(positions: Array, weights: Array) -> Array:
    """Return weights as shares of their sum."""
    if positions.shape != weights.shape or not positions.shape[-1]:
        raise EngineInputError("positions and weights need the same shape, with at least one party")
    if np.any(weights < 0):
        raise EngineInputError("weights must not be negative")
    total = weights.sum(axis=1, keepdims=True)
    return np.where(total > 0, weights / np.where(total > 0, total, 1), 1 / positions.shape[1])
