# SPDX-License-Identifier: Apache-2.0
"""Issues that are stated as a range of numbers, taken in steps."""

from fractions import Fraction

from pourparler.exchange.numerals import decimal, nearest

#: A range of real numbers is taken in 21 values, evenly spaced, both ends among them: the number of steps of GENIUS.
REAL_VALUES = 21

#: More options of one issue are refused.
MOST_OPTIONS = 10_000

Bounds = tuple[Fraction, Fraction]


def numbers_of(bounds: Bounds, *, whole: bool) -> tuple[Fraction, ...]:
    """Return the numbers that a range is taken in: all of a range of whole numbers, 21 of a range of real ones."""
    lower, upper = bounds
    if whole:
        return tuple(Fraction(number) for number in range(int(lower), int(upper) + 1))
    if lower == upper:
        return (lower,)
    last = REAL_VALUES - 1
    return tuple(lower + (upper - lower) * step / last for step in range(REAL_VALUES))


def label(number: Fraction) -> str:
    """Return the name of an option that is a number."""
    return decimal(number) or nearest(number)
