# SPDX-License-Identifier: Apache-2.0
"""How good forecasts were: proper scores once the outcome is known, and calibration over many."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: Calibration is read in tenths, as is usual (Murphy 1973).
BINS = 10
#: Probabilities that are typed in sum to one up to this.
ROUNDING = 1e-6


def brier_score(forecasts: Array, outcomes: Index) -> Array:
    """Return the Brier score [forecast]: squared errors summed over what could happen, 0 best and 2 worst.

    `forecasts` is [forecast, possibility], rows summing to one; `outcomes` [forecast] the one that came. For yes or no this
    original form is twice the one that looks at "yes" alone. Source: Brier (1950), eq. 2.
    """
    _refuse(forecasts, outcomes)
    return np.asarray(((forecasts - np.eye(forecasts.shape[1])[outcomes]) ** 2).sum(axis=1))


def log_score(forecasts: Array, outcomes: Index) -> Array:
    """Return the logarithmic score [forecast] in bits: minus log2 of what was given to the outcome; infinite if that was 0.

    0 is best. Shapes as in `brier_score`. Source: Good (1952).
    """
    _refuse(forecasts, outcomes)
    given = forecasts[np.arange(len(forecasts)), outcomes]
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log2(given))


def ranked_probability_score(forecasts: Array, outcomes: Index) -> Array:
    """Return the ranked probability score [forecast] of ordered possibilities: 0 best, 1 worst.

    Missing by one class costs less than missing by two. The sum of squared differences of the cumulative probabilities, over
    the number of classes less one. Shapes as in `brier_score`. Source: Epstein (1969); Murphy (1971).
    """
    _refuse(forecasts, outcomes)
    steps = forecasts.shape[1] - 1
    if not steps:
        return np.zeros(len(forecasts))
    came = np.arange(forecasts.shape[1]) >= outcomes[:, None]
    return np.asarray(((forecasts.cumsum(axis=1) - came)[:, :-1] ** 2).sum(axis=1) / steps)


def continuous_ranked_probability_score(draws: Array, outcomes: Array) -> Array:
    """Return the continuous ranked probability score [forecast] of quantities forecast by equally likely draws.

    `draws` is [forecast, draw], `outcomes` [forecast], in the unit of the quantity, which is that of the score: for a single
    draw it is the absolute error. 0 is best. Source: Gneiting & Raftery (2007), eq. 21, summed over sorted draws.
    """
    if draws.ndim != 2 or not draws.shape[1] or outcomes.shape != draws.shape[:1]:
        raise EngineInputError("draws are [forecast, draw], and outcomes [forecast]")
    ordered = np.sort(draws, axis=1)
    count = draws.shape[1]
    error = np.abs(ordered - outcomes[:, None]).mean(axis=1)
    # Half the mean distance between two draws, by the places of the sorted ones.
    weight = 2 * np.arange(1, count + 1) - count - 1
    return np.asarray(error - (ordered * weight).sum(axis=1) / count**2)


@dataclass(frozen=True)
class CalibrationRow:
    """Forecasts of a like probability: ends of the bin, how many, their mean, and how often what they said came true."""

    low: float
    high: float
    count: int
    mean: float
    came: float


def calibration_table(stated: Sequence[float], came: Sequence[bool]) -> tuple[CalibrationRow, ...]:
    """Return, for each tenth that holds any, the mean of the probabilities stated and how often the events came.

    Bins with few forecasts say little: the counts are part of the table. A probability of exactly one stands in the last.
    Raises EngineInputError for probabilities outside 0 to 1. Source: Murphy (1973).
    """
    chances = np.asarray(stated, dtype=np.float64)
    happened = np.asarray(came, dtype=np.bool_)
    if chances.shape != happened.shape or not ((chances >= 0) & (chances <= 1)).all():
        raise EngineInputError("every forecast needs a probability between 0 and 1, and an outcome")
    place = np.minimum((chances * BINS).astype(np.intp), BINS - 1)
    rows = []
    for number in range(BINS):
        here = place == number
        if here.any():
            mean, share = float(chances[here].mean()), float(happened[here].mean())
            rows.append(CalibrationRow(number / BINS, (number + 1) / BINS, int(here.sum()), mean, share))
    return tuple(rows)


def _refuse(forecasts: Array, outcomes: Index) -> None:
    if forecasts.ndim != 2 or outcomes.shape != forecasts.shape[:1] or not forecasts.shape[1]:
        raise EngineInputError("forecasts are [forecast, possibility], and outcomes [forecast]")
    if (forecasts < 0).any() or not np.allclose(forecasts.sum(axis=1), 1, rtol=0, atol=ROUNDING):
        raise EngineInputError("the probabilities of a forecast are not negative and sum to one")
    if len(outcomes) and not (outcomes.min() >= 0 and outcomes.max() < forecasts.shape[1]):
        raise EngineInputError("an outcome that was not among the possibilities")
