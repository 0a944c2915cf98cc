# SPDX-License-Identifier: Apache-2.0
"""Scores of options that are numbers, by the shape of a value function: linear, bent one way, or with a peak.

A bent shape has one parameter, the share of the way from the worst to the best level after which half of the worth is had: that
is what can be asked of somebody (which level lies half way between the two for you?). Below one half the function is concave,
above it convex, at one half linear. Its exponential form is the one that keeps the trade-off between two levels when both are
moved by the same amount.
"""

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: The largest score, in value points.
MOST = 100
#: Bisections of the bracket of the rate: more than a float can tell apart.
HALVINGS = 64
#: Closer to one half than this, a shape is linear to the last digit of a float.
STRAIGHT = 1e-9


def linear_scores(numbers: Array, worst: Array, best: Array) -> Array:
    """Return scores [world, option] that rise evenly from 0 at the worst level [world] to 100 at the best; level beyond either.

    `numbers` [option] are what the options stand for; the best level may be the smaller. Raises EngineInputError where worst
    and best are the same. Source: additive value model, Keeney & Raiffa (1976), ch. 3.
    """
    return MOST * _share_of_the_way(numbers, worst, best)


def exponential_scores(numbers: Array, worst: Array, best: Array, halfway: Array) -> Array:
    """Return scores [world, option]: 0 at the worst level, 100 at the best, 50 after the share `halfway` [world] of the way.

    In between (1 - exp(-k t)) / (1 - exp(-k)) of 100, t the share of the way; the rate k follows from `halfway`. Level beyond
    either end. Do not trust it for worth that is the same over a stretch and then jumps: score the options one by one.
    Raises EngineInputError where worst and best are the same, or `halfway` lies outside (0, 1).
    Source: the exponential single dimensional value function, Kirkwood (1997), ch. 4, with its midvalue in place of the
    exponential constant.
    """
    if halfway.size and not (halfway.min() > 0 and halfway.max() < 1):
        raise EngineInputError("half of the worth is had after a share of the way between 0 and 1")
    way = _share_of_the_way(numbers, worst, best)
    rate = exponential_rate(halfway)[:, None]
    is_straight = rate == 0
    some = np.where(is_straight, 1, rate)
    return MOST * np.where(is_straight, way, np.expm1(-some * way) / np.expm1(-some))


def exponential_rate(halfway: Array) -> Array:
    """Return the rate k [world] for which half of the worth is had after the share `halfway` of the way; 0 if that is linear.

    It is positive where the function is concave, and that of 1 - `halfway` is its opposite.
    Source: Kirkwood (1997), ch. 4: the midvalue fixes the exponential constant, here found by bisection.
    """
    early = np.minimum(halfway, 1 - halfway)
    # exp(-k h) = (1 + exp(-k)) / 2 lies above one half, so that k h lies below ln 2.
    low, high = np.zeros_like(early), np.log(2) / early
    for _ in range(HALVINGS):
        rate = (low + high) / 2
        is_too_high = np.expm1(-rate * early) * 2 < np.expm1(-rate)
        low, high = np.where(is_too_high, low, rate), np.where(is_too_high, rate, high)
    rate = np.where(1 / 2 - early < STRAIGHT, 0, (low + high) / 2)
    return np.where(halfway <= 1 / 2, rate, -rate)


def triangular_scores(numbers: Array, peak: Array, at_low: Array, at_high: Array) -> Array:
    """Return scores [world, option] of 100 at the peak [world] that fall evenly to both ends of the numbers.

    `at_low` and `at_high` [world] are the scores of the smallest and of the largest number. Raises EngineInputError for a peak
    outside the numbers. Source: the additive value model with an ideal point inside, Keeney & Raiffa (1976), ch. 3.
    """
    low, high = numbers.min(), numbers.max()
    if peak.size and not (low <= peak.min() and peak.max() <= high):
        raise EngineInputError("the peak lies outside the numbers")
    top = peak[:, None]
    below = (top - numbers) / np.where(top > low, top - low, 1)
    above = (numbers - top) / np.where(top < high, high - top, 1)
    falls = np.where(numbers < top, below * (MOST - at_low[:, None]), above * (MOST - at_high[:, None]))
    return np.asarray(MOST - falls)


def _share_of_the_way(numbers: Array, worst: Array, best: Array) -> Array:
    """Return how far each option [world, option] lies from the worst level to the best, 0 to 1."""
    if np.any(worst == best):
        raise EngineInputError("the worst and the best level are the same")
    return np.asarray(np.clip((numbers - worst[:, None]) / (best - worst)[:, None], 0, 1))
