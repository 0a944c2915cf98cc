# SPDX-License-Identifier: Apache-2.0
"""The worth of a partial deal: what it gives now, the bargaining problem that follows, and what a breach leaves."""

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining import (
    GRID_STEPS_PER_POINT,
    Agreement,
    Frontier,
    Grid,
    solutions_from,
)

Array = NDArray[np.float64]


def deal_values(
    frontier: Frontier,
    entries: NDArray[np.intp],
    shifts: tuple[Grid, Grid] | None,
    later_weight: Array,
    power: Array | None = None,
) -> Array:
    """Return our value of the packages at some entries of a frontier with what follows them, [entry], in value points.

        V = (1 - delta) u(x1) + delta V2(x1)

    V2 is our value in the next bargaining problem, whose disagreement point is u(x1) plus the shift in each side's no-deal
    value that the partial deal brings about: leverage spent or gained. If nothing better for both is found there, the
    disagreement point itself is the outcome. `shifts` is the pair (own, other) [entry] on the grid, or None if no package moves
    either; `later_weight` (delta) is [world], 0 to 1; `power` is that of `nash_bargaining_solution`.

    Read the difference from u(x1) as the price of what the deal does to later talks. Do not trust it for more than one
    further stage.
    Source: model.md "Staged and partial deals", V(stage).
    """
    at = frontier.own_at[entries]
    now = at / GRID_STEPS_PER_POINT
    if shifts is None or not np.any(later_weight) or not len(entries):
        return now
    next_own, next_other = at + shifts[0], frontier.other_at[entries] + shifts[1]
    following = solutions_from(frontier, entries, next_own, next_other, power)
    held = following >= 0
    reached = (np.where(held, frontier.own_at[following], 0) / np.maximum(held.sum(axis=1, keepdims=True), 1)).sum(axis=1)
    after = np.where(held[:, 0], reached, next_own) / GRID_STEPS_PER_POINT
    delta = later_weight[frontier.worlds_of(entries)]
    return np.asarray((1 - delta) * now + delta * after)


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

    `no_deal` is [world, type]; `left_over` [entry of the agreement's frontier] is what each package leaves: the change of our
    no-deal value that it brings about, less irreversible gives, plus irreversible gets.
    Source: model.md "Staged and partial deals", V_breach = d + shift - irreversible own gives + irreversible gets.
    """
    return np.where(agreement.exists, no_deal + agreement.average_of(left_over), 0)
