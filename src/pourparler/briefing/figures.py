# SPDX-License-Identifier: Apache-2.0
"""Numbers as people read them: value points, probabilities, ranges."""

from pourparler.assess.spread import Spread
from pourparler.wording import say

#: Shown where there is no number.
NOTHING = "–"
#: Below this many points two decimals are shown, else one.
_SMALL = 0.995
#: A share that rounds to 0 % or 100 % without being it is shown as below or above these.
_LEAST, _MOST = 0.005, 0.995


def points(value: float) -> str:
    """Write value points: two decimals below one, one above; never minus zero."""
    digits = 2 if abs(value) < _SMALL else 1
    return f"{round(value, digits) + 0.0:.{digits}f}"


def percent(value: float) -> str:
    """Write a share as a percentage; only what is exactly 0 or 1 is written 0% or 100%."""
    if 0 < value < _LEAST:
        return "<1%"
    if _MOST < value < 1:
        return ">99%"
    return f"{value:.0%}"


def points_range(spread: Spread) -> str:
    """Write the range of a number of points."""
    return say("{low} to {high}", low=points(spread.low), high=points(spread.high))


def percent_range(spread: Spread) -> str:
    """Write the range of a probability."""
    return say("{low} to {high}", low=percent(spread.low), high=percent(spread.high))


def points_with_range(spread: Spread) -> str:
    """Write points with their range in brackets; the range is left out where there is none to see."""
    middle, low, high = points(spread.mean), points(spread.low), points(spread.high)
    return middle if low == high == middle else say("{mean} ({low} to {high})", mean=middle, low=low, high=high)


def percent_with_range(spread: Spread) -> str:
    """Write a probability with its range in brackets; the range is left out where there is none to see."""
    middle, low, high = percent(spread.mean), percent(spread.low), percent(spread.high)
    return middle if low == high == middle else say("{mean} ({low} to {high})", mean=middle, low=low, high=high)
