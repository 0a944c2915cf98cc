# SPDX-License-Identifier: Apache-2.0
"""Numbers as people read them: value points, probabilities, ranges."""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pourparler.assess.spread import Spread
from pourparler.quantity.scales import DEFAULT_SCALE, LikelihoodBand, band_for
from pourparler.wording import say

#: Shown where there is no number.
NOTHING = "–"
#: Below this many points two decimals are shown, else one.
_SMALL = 0.995
#: A share that rounds to 0 % or 100 % without being it is shown as below or above these.
_LEAST, _MOST = 0.005, 0.995
#: Values on a scale of 0 to 1 are told to so many decimals.
_DECIMALS_OF_SHARES = 3
#: Positions are told to so many significant digits; whole ones from this on with a comma between thousands.
_DIGITS_ON_A_LINE, _UNTIL = 4, 10_000
#: A range so narrow that it would need more decimals is none to see.
_MOST_DECIMALS = 6
#: A range, and a share, as a case states them.
_STATED_RANGE = re.compile(r"(-?\d+(?:\.\d+)?%?)\.\.(-?\d+(?:\.\d+)?%?)")
_SHARE = re.compile(r"[01]|0?\.\d+|1\.0+")
#: What a cell of numbers looks like; a column of such cells is set flush right.
_NUMBERS = re.compile(r"[-+<>]?\d[\d.,%]*((?: to |\.\.)-?\d[\d.,%]*)?|–")


def points(value: float) -> str:
    """Write value points: two decimals below one, one above; never minus zero."""
    digits = 2 if abs(value) < _SMALL else 1
    return f"{round(value, digits) + 0.0:.{digits}f}"


def worth(value: Fraction, scale: int) -> str:
    """Write what a table says exactly: whole points as they are, else to the tenth; on a scale of 0 to 1, to the thousandth."""
    if scale == 1:
        return f"{float(value):.{_DECIMALS_OF_SHARES}f}"
    return str(value) if value.denominator == 1 else points(float(value))


def on_line(value: float) -> str:
    """Write a position on a line, in whatever unit: four significant digits, without an exponent for ordinary numbers."""
    rounded = float(f"{value:.{_DIGITS_ON_A_LINE}g}") + 0.0
    return f"{rounded:,.0f}" if rounded.is_integer() and abs(rounded) >= _UNTIL else f"{rounded:g}"


def coarsely_on_line(value: float) -> str:
    """Write an average position on a line in three significant digits, where its range is not told."""
    return on_line(float(f"{value:.{_DIGITS_ON_A_LINE - 1}g}"))


def on_line_with_range(spread: Spread) -> str:
    """Write a position with its range in brackets, as finely as two digits of the range ask; without one as `on_line`."""
    width = spread.high - spread.low
    decimals = max(0, 1 - math.floor(math.log10(width))) if width > 0 else 0
    if width <= 0 or decimals > _MOST_DECIMALS:
        return on_line(spread.mean)
    middle, low, high = (f"{round(value, decimals) + 0.0:.{decimals}f}" for value in (spread.mean, spread.low, spread.high))
    return say("{mean} ({low} to {high})", mean=middle, low=low, high=high)


def percent(value: float) -> str:
    """Write a share as a percentage; only what is exactly 0 or 1 is written 0% or 100%."""
    if 0 < value < _LEAST:
        return "<1%"
    if _MOST < value < 1:
        return ">99%"
    return f"{value:.0%}"


def points_range(spread: Spread) -> str:
    """Write the range of a number of points; one number where there is no range to see."""
    low, high = points(spread.low), points(spread.high)
    return low if low == high else say("{low} to {high}", low=low, high=high)


def percent_range(spread: Spread) -> str:
    """Write the range of a probability; one number where there is no range to see."""
    low, high = percent(spread.low), percent(spread.high)
    return low if low == high else say("{low} to {high}", low=low, high=high)


def points_with_range(spread: Spread) -> str:
    """Write points with their range in brackets; the range is left out where there is none to see."""
    middle, low, high = points(spread.mean), points(spread.low), points(spread.high)
    return middle if low == high else say("{mean} ({low} to {high})", mean=middle, low=low, high=high)


def percent_with_range(spread: Spread) -> str:
    """Write a probability with its range in brackets; the range is left out where there is none to see."""
    middle, low, high = percent(spread.mean), percent(spread.low), percent(spread.high)
    return middle if low == high else say("{mean} ({low} to {high})", mean=middle, low=low, high=high)


def decibans_with_range(spread: Spread) -> str:
    """Write a weight of evidence with its range in brackets; the range is left out where there is none to see."""
    mean, low, high = (f"{round(value, 1) + 0.0:.1f}" for value in (spread.mean, spread.low, spread.high))
    return mean if low == high == mean else say("{mean} ({low} to {high})", mean=mean, low=low, high=high)


def as_stated(written: str) -> str:
    """Return a number as a case states it, a range in words: `3..9` as `3 to 9`."""
    range_ = _STATED_RANGE.fullmatch(written)
    return say("{low} to {high}", low=range_[1], high=range_[2]) if range_ is not None else written


def chance_as_stated(written: str) -> str:
    """Return a probability as a case states it, as a percentage; a word of likelihood with the range it stands for."""
    range_ = _STATED_RANGE.fullmatch(written)
    if range_ is not None and _SHARE.fullmatch(range_[1]) and _SHARE.fullmatch(range_[2]):
        return say("{low} to {high}", low=_as_percentage(range_[1]), high=_as_percentage(range_[2]))
    return _as_percentage(written) if _SHARE.fullmatch(written) else with_meaning(as_stated(written))


def _as_percentage(share: str) -> str:
    """Return a share as a percentage with all its digits: `0.025` as `2.5%`."""
    return f"{Decimal(share).scaleb(2).normalize():f}%"


#: The same with a range in brackets: such a cell is not broken into lines.
_MEASURE = re.compile(_NUMBERS.pattern.replace("|–", r"( \([^()]*\))?|–"))


def meaning_of(word: str) -> str:
    """Return the range that a word of likelihood stands for, on ICD 203 unless it names another scale (`phia:likely`)."""
    band = _band(word)
    return say("{low} to {high}", low=percent(band.low), high=percent(band.high)) if band is not None else ""


def with_meaning(written: str) -> str:
    """Return a probability as it was written; a word of likelihood never without the range it stands for."""
    meaning = meaning_of(written)
    return say("{word} ({meaning})", word=written, meaning=meaning) if meaning else written


def _band(word: str) -> LikelihoodBand | None:
    scale, _, spelling = word.rpartition(":")
    return band_for(scale or DEFAULT_SCALE, spelling)


def is_measure(cells: Sequence[str]) -> bool:
    """Return whether a column holds nothing but numbers with or without their ranges."""
    return all(_MEASURE.fullmatch(cell) for cell in cells)


def is_numeric(cells: Sequence[str]) -> bool:
    """Return whether a column holds nothing but numbers, and is set flush right."""
    return all(_NUMBERS.fullmatch(cell) for cell in cells) and any(cell != NOTHING for cell in cells)
