# SPDX-License-Identifier: Apache-2.0
"""Plain decimal numbers: read from text without loss, and written so that they read back the same."""

import re

#: Numbers beyond this are refused: larger than any number of points, days or relative weights that means
#: something, and small enough that no width or square of one overflows.
LARGEST = 1e12

#: Up to here a whole number is written out in digits, without an exponent.
_LARGEST_IN_DIGITS = 1e15

_NUMBER = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))(?:[eE]([+-]?[0-9]{1,4}))?")


def numeral(value: float) -> str:
    """Write a finite number in the shortest way that reads back as the same number: `40`, `0.35`, `1e-07`."""
    value = float(value)
    if value.is_integer() and abs(value) < _LARGEST_IN_DIGITS:
        return str(int(value))
    return repr(value)


def percentage(value: float) -> str:
    """Write a share as a percentage for people (`0.35` gives `35%`), to twelve significant digits."""
    return f"{100 * float(value):.12g}%"


def read_number(text: str, *, percent: bool = False) -> float | None:
    """Read one plain decimal number; None if `text` is anything else.

    With `percent` the number is divided by 100 by shifting its exponent, so that `35%` is exactly the
    number that `0.35` is. May return an infinity for a huge exponent; the
    caller checks the size.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    digits, exponent = match.groups(default="0")
    shift = -2 if percent else 0
    return float(f"{digits}e{int(exponent) + shift}")
