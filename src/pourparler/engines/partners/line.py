# SPDX-License-Identifier: Apache-2.0
"""Bargaining on a line: which answers nobody likes less than none, and where Nash and Kalai–Smorodinsky put the agreement."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: The zone is cut in half so often: more than a double-precision number can tell apart.
HALVINGS = 60


@dataclass(frozen=True)
class LineZone:
    """From `low` to `high` [world] every actor is at least as near to its position as without agreement, if that `exists`."""

    low: Array
    high: Array
    exists: NDArray[np.bool_]


def zone_on_line(positions: Array, no_agreement: Array) -> LineZone:
    """Return which answers on a line nobody likes less than no agreement; `positions` and `no_agreement` are [world, party].

    An actor likes an answer the better the nearer it lies to its position, whatever the side. `no_agreement` is what each takes
    to be the answer if nothing is agreed; it may differ from actor to actor. Where no zone `exists`, `low` and `high` say
    nothing. Do not trust it where an actor minds one direction more than the other.

    Raises EngineInputError for shapes that differ, or no party.
    Source: Black (1958), ch. 4 (single-peaked preferences); Nash (1950) for the set of agreements.
    """
    reach = _reach(positions, no_agreement)
    low, high = (positions - reach).max(axis=1), (positions + reach).min(axis=1)
    return LineZone(low, high, low <= high)


def nash_on_line(positions: Array, no_agreement: Array, power: Array) -> Array:
    """Return the Nash solution on a line, [world]: it maximises the product of gains, each to the power of its actor's weight.

    `positions` and `no_agreement` as in `zone_on_line`; `power` [world, party] is not negative, and counts by its shares; where
    nobody has any in a world, all count alike. A gain is by how much nearer the answer lies than no agreement. Where there is
    no zone, or only one answer in it, the result is the middle of its ends: ask `zone_on_line`.

    Raises EngineInputError for shapes that differ, no party, or negative power.
    Source: Nash (1950); Harsanyi & Selten (1972) for unequal weights. The slope of the logarithm of the product falls along the
    zone, so that it is found by halving.
    """
    if np.any(power < 0) or power.shape != positions.shape:
        raise EngineInputError("power needs the shape of the positions, and must not be negative")
    reach, zone = _reach(positions, no_agreement), zone_on_line(positions, no_agreement)
    low, high = zone.low, zone.high
    power = np.where(power.any(axis=1, keepdims=True), power, 1)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        gain = reach - np.abs(positions - middle[:, None])
        slope = (power * np.sign(positions - middle[:, None]) / np.where(gain > 0, gain, 1)).sum(axis=1)
        low, high = np.where(slope > 0, middle, low), np.where(slope > 0, high, middle)
    return np.asarray((low + high) / 2)


def kalai_smorodinsky_on_line(positions: Array, no_agreement: Array) -> Array:
    """Return the Kalai–Smorodinsky solution on a line, [world]: the largest part of its best gain that all can have alike.

    Arguments and cases without a zone as in `nash_on_line`. In closed form: an actor is content with part t of the most it
    could gain between two ends that close in as t grows, and the pair of actors whose ends meet first decides.

    Raises EngineInputError for shapes that differ, or no party.
    Source: Kalai & Smorodinsky (1975), Econometrica 43.
    """
    reach, zone = _reach(positions, no_agreement), zone_on_line(positions, no_agreement)
    most = _most(positions, reach, zone)
    room = (positions + reach)[:, :, None] - (positions - reach)[:, None, :]
    closing = most[:, :, None] + most[:, None, :]
    part = np.where(closing > 0, room / np.where(closing > 0, closing, 1), np.inf).min(axis=(1, 2))
    part = np.where(np.isfinite(part), np.clip(part, 0, None), 0)[:, None]
    low, high = (positions - reach + part * most).max(axis=1), (positions + reach - part * most).min(axis=1)
    return np.asarray(np.where(zone.exists, (low + high) / 2, (zone.low + zone.high) / 2))


def _reach(positions: Array, no_agreement: Array) -> Array:
    if positions.shape != no_agreement.shape or positions.ndim != 2 or not positions.shape[1]:
        raise EngineInputError("positions and no-agreement outcomes need the same shape, with at least one party")
    return np.asarray(np.abs(no_agreement - positions))


def _most(positions: Array, reach: Array, zone: LineZone) -> Array:
    """Return the most each actor can gain in the zone, [world, party]; not above 0 where there is none."""
    nearest = np.clip(positions, zone.low[:, None], np.maximum(zone.low, zone.high)[:, None])
    return np.asarray(np.where(zone.exists[:, None], np.maximum(reach - np.abs(positions - nearest), 0), 0))
