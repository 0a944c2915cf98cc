# SPDX-License-Identifier: Apache-2.0
"""Weights and scores drawn in an order; what an order means as a distribution is told in `orderings`."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError
from pourparler.quantity.domains import SCORE


def simplex_in_order(units: NDArray[np.float64], group_sizes: Sequence[int] | None = None) -> NDArray[np.float64]:
    """Return weights [world, item], falling and summing to 1, uniform on what the order leaves.

    `units` [world, item] are unit draws strictly inside (0, 1), independent from column to column. With
    `group_sizes` (one whole number >= 1 per column) a column stands for a group of that many tied items,
    and the result holds the weight of *each* item of the group: the weights times the sizes sum to 1.
    Raises `EngineInputError` for other shapes, for no column at all, for units outside (0, 1) and for sizes
    below 1.
    """
    _check_units(units)
    items = units.shape[1]
    sizes = np.ones(items) if group_sizes is None else np.asarray(group_sizes, dtype=np.float64)
    if items == 0 or sizes.shape != (items,) or np.any(sizes < 1):
        raise EngineInputError("an order needs at least one item, and one size of at least 1 for each group")
    spacings = -np.log(units)
    shares = spacings / np.cumsum(sizes)
    falling = np.cumsum(shares[:, ::-1], axis=1)[:, ::-1]
    weights: NDArray[np.float64] = falling / np.sum(spacings, axis=1, keepdims=True)
    return weights


def scores_in_order(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores [world, option] in points, from 100 down to 0, for k options, best first.

    `units` [world, k - 2] are unit draws strictly inside (0, 1) for the options between the best and the
    worst; for two options it has no columns. The middle scores are the sorted draws times 100. Tied options
    share one place in the list. Raises `EngineInputError` for other shapes and for units outside (0, 1).
    """
    _check_units(units)
    worlds = units.shape[0]
    best, worst = np.full((worlds, 1), SCORE.high), np.full((worlds, 1), SCORE.low)
    middle = SCORE.low + (SCORE.high - SCORE.low) * np.sort(units, axis=1)[:, ::-1]
    return np.concatenate([best, middle, worst], axis=1)


def _check_units(units: NDArray[np.float64]) -> None:
    if units.ndim != 2 or (units.size and not (units.min() > 0 and units.max() < 1)):
        raise EngineInputError("unit draws must be an array [world, item] strictly between 0 and 1")
