# SPDX-License-Identifier: Apache-2.0
"""Levers on a joint position: how far a shift of one actor's position, salience or capability moves a forecast, exactly."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: A forecast [world] from positions and weights, [world, party] each, such as `weighted_mean_position`.
Forecast = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Levers:
    """What the forecast becomes if one actor alone changes, [world, party] each.

    `low`, `high`: the actor stands at either end of the scale; wherever it stands, the forecast lies between. `joined`: it
    takes the position aimed at. `without`: it stays out. `full`: its salience is 1. `doubled`: its capability is twice as
    large.
    """

    low: Array
    high: Array
    joined: Array
    without: Array
    full: Array
    doubled: Array


def mean_shares(capability: Array, salience: Array) -> Array:
    """Return how far the weighted mean moves when an actor moves by one unit, [world, party]: its share of all weight.

    An actor that moves by z moves the mean M by share·z; one whose weight becomes k times what it was moves it by
    (k−1)·share·(position−M) / (1 + (k−1)·share). With no weight anywhere actors count equally.

    Raises EngineInputError for shapes that differ, no party, or negative numbers.
    Source: the weighted mean, differentiated; model.md "Partners and rivals".
    """
    weights = _weights(capability, salience)
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, weights / np.where(total > 0, total, 1), 1 / weights.shape[1]))


def shift_needed(forecast: Array, target: Array, shares: Array) -> Array:
    """Return how far each actor would have to move for the weighted mean to reach a target, [world, party].

    `forecast` is the weighted mean [world], `target` [world], `shares` as from `mean_shares`. Infinite for an actor without
    weight while the target is not reached: no move of it is enough. What is needed may lie beyond the end of the scale.

    Raises EngineInputError for shares that are not a row for each world.
    Source: the weighted mean is linear in each position; model.md "Partners and rivals".
    """
    if shares.ndim != 2 or len(shares) != len(forecast):
        raise EngineInputError("shares need a row for each world")
    gap = np.broadcast_to((target - forecast)[:, None], shares.shape)
    never = np.where(gap == 0, 0, np.copysign(np.inf, gap))
    return np.asarray(np.where(shares > 0, gap / np.where(shares > 0, shares, 1), never))


def levers(
    forecast: Forecast, positions: Array, capability: Array, salience: Array, scale: tuple[Array, Array], target: Array
) -> Levers:
    """Return what a change of each actor alone makes of a forecast; `positions`, `capability`, `salience` [world, party].

    `scale` are the two ends of the scale and `target` the position aimed at, [world] each. Exact for any forecast that does not
    fall when an actor moves up, as the weighted mean and the weighted median: between `low` and `high` lies then all that
    moving the actor can do. Of the mean it is the closed form of `mean_shares`. An actor that is alone cannot stay out.

    Do not read it as what is feasible: it does not say what moving an actor costs, nor how the others would answer.

    Raises EngineInputError for shapes that differ, no party, or negative numbers.
    Source: model.md "Partners and rivals".
    """
    weights = _weights(capability, salience)
    if positions.shape != weights.shape:
        raise EngineInputError("positions, capability and salience need the same shape")
    parties = range(positions.shape[1])

    def moved(place: Array) -> Array:
        return np.stack([forecast(_with(positions, party, place), weights) for party in parties], axis=1)

    def weighted(weight: Array) -> Array:
        return np.stack([forecast(positions, _with(weights, party, weight[:, party])) for party in parties], axis=1)

    def without(party: int) -> Array:
        if len(parties) == 1:
            return forecast(positions, weights)
        return forecast(np.delete(positions, party, axis=1), np.delete(weights, party, axis=1))

    out = np.stack([without(party) for party in parties], axis=1)
    low, high = (moved(end) for end in scale)
    return Levers(low, high, moved(target), out, weighted(capability), weighted(2 * weights))


def _with(values: Array, party: int, column: Array) -> Array:
    out = values.copy()
    out[:, party] = column
    return out


def _weights(capability: Array, salience: Array) -> Array:
    if capability.shape != salience.shape or capability.ndim != 2 or not capability.shape[1]:
        raise EngineInputError("capability and salience need the same shape, with at least one party")
    if np.any(capability < 0) or np.any(salience < 0):
        raise EngineInputError("capability and salience must not be negative")
    return capability * salience
