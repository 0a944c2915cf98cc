# SPDX-License-Identifier: Apache-2.0
"""The worth of a partial deal: what it gives now, the bargaining problem that follows, and what a breach leaves."""

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining import (
    GRID_STEPS_PER_POINT,
    Agreement,
    Frontier,
    Grid,
    nash_bargaining_solution,
)

Array = NDArray[np.float64]


def deal_value(
    frontier: Frontier,
    agreement: Agreement,
    own: Grid,
    other: Grid,
    shifts: tuple[Grid, Grid] | None,
    later_weight: Array,
) -> Array:
    """Return our value of the agreement with what follows it, [world, type], in value points; 0 where there is none.

        V = (1 - delta) u(x1) + delta V2(x1)

    V2 is our value in the next bargaining problem, whose disagreement point is u(x1) plus the shift in each side's no-deal
    value that the partial deal brings about: leverage spent or gained. If nothing better for both is found there, the
    disagreement point itself is the outcome. `own` and `other` are package values [world, type, package] on the grid,
    `shifts` the pair (own, other) [world, type or 1, package], or None if no package moves either; `later_weight` (delta) is
    [world], 0 to 1.

    Read the difference from u(x1) as the price of what the deal does to later talks. Do not trust it for more than one
    further stage.
    Source: model.md "Staged and partial deals", V(stage).
    """
    at = agreement.average(own)
    now = at / GRID_STEPS_PER_POINT
    if shifts is None or not np.any(later_weight):
        return now
    next_own = np.rint(at + agreement.average(shifts[0])).astype(np.int64)
    next_other = np.rint(agreement.average(other) + agreement.average(shifts[1])).astype(np.int64)
    following = nash_bargaining_solution(frontier, next_own, next_other)
    after = np.where(following.exists, following.average(own), next_own) / GRID_STEPS_PER_POINT
    delta = later_weight[:, None]
    return np.where(agreement.exists, (1 - delta) * now + delta * after, 0)


def exchange_on_breach(
    change: tuple[Array, ...], kept_by_them: tuple[Array, ...], kept_by_us: tuple[Array, ...]
) -> tuple[Array, ...]:
    """Return, per issue, what each option leaves us with after a breach, [..., option], in value points.

    `change` holds our gain or loss [..., option] against the option in force today. A loss is a give: the share of it that
    we cannot take back (`kept_by_them`, 0 to 1) stays lost. A gain is a get: the share that they cannot take back
    (`kept_by_us`) stays ours.

    Source: model.md "Staged and partial deals", V_breach.
    """
    return tuple(
        np.where(delta < 0, delta * give, delta * get)
        for delta, give, get in zip(change, kept_by_them, kept_by_us, strict=True)
    )


def breach_value(agreement: Agreement, no_deal: Array, left_over: Array) -> Array:
    """Return our value if the deal is reached and then broken, [world, type]; 0 where there is no agreement.

    `no_deal` is [world, type]; `left_over` [world, type, package] is what each package leaves: the change of our no-deal value
    that it brings about, less irreversible gives, plus irreversible gets.
    Source: model.md "Staged and partial deals", V_breach = d + shift - irreversible own gives + irreversible gets.
    """
    return np.where(agreement.exists, no_deal + agreement.average(left_over), 0)
