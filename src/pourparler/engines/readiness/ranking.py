# SPDX-License-Identifier: Apache-2.0
"""Ranking by paired worlds: which action is ahead, and in how many worlds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: The share of paired worlds in which an action must be ahead to outrank another (model.md "Ranking").
OUTRANKING_SHARE = 0.95


def outranks(first: Array, second: Array, share: float = OUTRANKING_SHARE) -> bool:
    """Return whether `first` is ahead of `second` in at least `share` of paired worlds; both are [world].

    A world in which they tie counts for neither. Source: model.md "Ranking".
    """
    return bool((first > second).mean() >= share)


def best_shares(values: Sequence[Array]) -> tuple[float, ...]:
    """Return the share of worlds in which each action is best; worlds with ties are divided among the tied.

    `values` holds one array [world] per action. The shares sum to 1 (nothing for no actions).
    Source: model.md "Ranking", paired worlds.
    """
    if not values:
        return ()
    table = np.stack(values)
    best = table == table.max(axis=0)
    return tuple(float(x) for x in (best / best.sum(axis=0)).mean(axis=1))


def regrets(values: Sequence[Array], chosen: Array) -> tuple[float, float]:
    """Return the expected and the worst-case regret of a choice worth `chosen` [world], in value points, never below 0.

    In a world the regret is what the best of the actions, each worth `values` [world], would have been worth more. The worst
    case is the worst of the worlds drawn: more worlds may find a worse one. Read it beside the average, which it repeats for
    the action that is best on average.
    Source: Savage (1951), JASA 46, minimax regret; model.md "Readiness", regret.
    """
    regret = np.maximum.reduce([*values, chosen]) - chosen
    return float(regret.mean()), float(regret.max())
