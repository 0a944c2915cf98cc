# SPDX-License-Identifier: Apache-2.0
"""The value of meeting and of not meeting, by world, type and set of moves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Prospects:
    """What a meeting can lead to, each [world, type, set] in value points on our scale.

    `reach` is the probability of an agreement (0 where no zone exists); `deal` our value of it if kept, `breach` if broken;
    `outside` what its effects on third parties are worth to us; `no_deal` our value without it.
    """

    reach: Array
    deal: Array
    breach: Array
    outside: Array
    no_deal: Array


def agreement_value(prospects: Prospects, compliance: Array) -> Array:
    """Return what reaching agreement is worth, [world, type, set], in value points.

        c V(x) + (1 - c) V_breach(x) + sum_j s_j e_j(x)

    `compliance` c is [world, type], 0 to 1. It is the same at every level of meeting.
    Source: model.md "Readiness", V(fix | theta).
    """
    kept = compliance[:, :, None]
    return kept * prospects.deal + (1 - kept) * prospects.breach + prospects.outside


def meeting_value(
    prospects: Prospects,
    compliance: Array,
    price: Array,
    move_cost: Array,
    collapse_loss: Array,
    agreed: Array | None = None,
) -> Array:
    """Return the value of meeting at one level, [world, type, set], in value points.

        V = -price - C(m) + g [c V(x) + (1 - c) V_breach(x) + sum_j s_j e_j(x)] + (1 - g) [d_own - P_collapse L]

    `compliance` c is [world, type], 0 to 1; `price` and `collapse_loss` (chance times loss) are [world]; `move_cost` C(m)
    [world, set] is counted once. For a fixed action and offer V is linear in the probabilities of the types.
    `agreed` is `agreement_value`, if it has been found already. Read it beside the value of forgoing, never alone.
    Source: model.md "Readiness", V(fix | theta).
    """
    if agreed is None:
        agreed = agreement_value(prospects, compliance)
    failed = prospects.no_deal - collapse_loss[:, None, None]
    upfront = price[:, None, None] + move_cost[:, None, :]
    return prospects.reach * agreed + (1 - prospects.reach) * failed - upfront


def forgoing_value(no_deal: Array, move_cost: Array, reversal_cost: Array) -> Array:
    """Return the value of not meeting, [world, type, set]: d_own - C(m) - reversal cost.

    `no_deal` is [world, type, set], `move_cost` [world, set], `reversal_cost` [world], all in value points.
    Source: model.md "Readiness", V(forgo | theta).
    """
    return no_deal - move_cost[:, None, :] - reversal_cost[:, None, None]
