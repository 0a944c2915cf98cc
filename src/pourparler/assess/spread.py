# SPDX-License-Identifier: Apache-2.0
"""How a result is reported: its average over worlds with the range that the inputs leave it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pourparler.quantity import Domain, Quantity, Unknown, quantile

#: The ends of the reported range, as shares of the worlds: a 90 % interval (model.md "Worlds").
RANGE_SHARES = (0.05, 0.95)
#: At how many shares a quantity is looked at that nothing is computed from.
STATED_AT = 200


@dataclass(frozen=True)
class Spread:
    """An average over worlds and the 5 % and 95 % points: sensitivity to the inputs, not a credible interval."""

    mean: float
    low: float
    high: float


def spread(values: NDArray[np.float64]) -> Spread:
    """Summarise one number per world.

    Percentiles are interpolated between the two nearest worlds (Hyndman & Fan 1996, definition 7, as `numpy.percentile`, which
    takes several times as long for short arrays; hundreds of them make a report). The average of worlds that agree is what they
    agree on, to the last digit: an average beside its own range would be a puzzle where digits are cut.
    """
    ordered = np.partition(values, _looked_up(len(values)))
    low, high = (_between(ordered, share * (len(ordered) - 1)) for share in RANGE_SHARES)
    mean = values.mean() if ordered[0] < ordered[-1] else ordered[0]
    return Spread(float(mean), float(low), float(high))


def spreads(values: NDArray[np.float64]) -> tuple[Spread, ...]:
    """Summarise many numbers per world, [number, world]: each as `spread` does, thousands of them in a fraction of the time."""
    values = np.ascontiguousarray(values)  # sums run along worlds then, and come to the same digits as one by one
    ordered = np.partition(values, _looked_up(values.shape[1]), axis=1).T
    low, high = (_between(ordered, share * (len(ordered) - 1)) for share in RANGE_SHARES)
    mean = np.where(ordered[0] < ordered[-1], values.mean(axis=1), ordered[0])
    return tuple(map(Spread, mean.tolist(), low.tolist(), high.tolist()))


@lru_cache
def _looked_up(worlds: int) -> tuple[int, ...]:
    """Return the places, counted from 0, of which the values are looked at: the least, the greatest, those beside the ends."""
    below = [int(share * (worlds - 1)) for share in RANGE_SHARES]
    return tuple(sorted({0, worlds - 1, *below, *(min(place + 1, worlds - 1) for place in below)}))


def _between(ordered: NDArray[np.float64], place: float) -> NDArray[np.float64]:
    """Return the values [...] at a place of [world, ...], counted from 0, that may lie between two worlds."""
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return np.asarray(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def stated(quantity: Quantity | None, domain: Domain) -> Spread | None:
    """Summarise a quantity that nothing is computed from, at evenly spaced shares; None if blank or unknown without bounds."""
    if quantity is None or (isinstance(quantity, Unknown) and not domain.bounded):
        return None
    return spread(quantile(quantity, (np.arange(STATED_AT) + 1 / 2) / STATED_AT, domain))
