# SPDX-License-Identifier: Apache-2.0
"""Whether packages contradict a stated priority: one gains at the cost of somebody put before it, or a bound is passed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def out_of_order(effects: Array, ranks: Sequence[int]) -> Array:
    """Return how likely, by each package, a party that comes later in an order gains while one that comes earlier loses.

    `effects` [world, party, package] in points on each party's own scale, of which only signs count, so that no common scale is
    needed; `ranks` [party] is the place of each in the order (those of one place are not compared). It is the chance of the
    pair for which it is greatest, [package], in paired worlds; 0 where nobody comes before anybody.

    Source: claim O-23 (priorities as dated judgements that offers can contradict); model.md "Ranking" (paired worlds).
    """
    likeliest = np.zeros(effects.shape[2])
    for first, above in enumerate(ranks):
        for second, below in enumerate(ranks):
            if above < below:
                turned = (effects[:, second] > 0) & (effects[:, first] < 0)
                likeliest = np.maximum(likeliest, turned.mean(axis=0))
    return likeliest


def out_of_bounds(effect: Array, at_least: Array | None, at_most: Array | None) -> Array:
    """Return how likely each package does less for a party than `at_least`, or more than `at_most`.

    `effect` [world, package], the bounds [world]; None where there is none. What just reaches a bound keeps to it.
    Source: as `out_of_order`.
    """
    passed = np.zeros(effect.shape, dtype=np.bool_)
    if at_least is not None:
        passed |= effect < at_least[:, None]
    if at_most is not None:
        passed |= effect > at_most[:, None]
    return np.asarray(passed.mean(axis=0))
