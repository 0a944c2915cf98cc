# SPDX-License-Identifier: Apache-2.0
"""Exact numbers in the cells of a spreadsheet: decimals where they end, else a fraction such as 1/3, and back without loss."""

import re
from fractions import Fraction

from pourparler.exchange.numerals import LONGEST_NUMERAL, decimal, exact

#: Numbers beyond this are no values of anything.
LARGEST = 10**12

_FRACTION = re.compile(r"[-+]?[0-9]+/0*[1-9][0-9]*")


def read_exact(text: str) -> Fraction | None:
    """Read a decimal or a fraction without loss; None if `text` is anything else, or no value of ordinary size."""
    number = Fraction(text) if len(text) <= LONGEST_NUMERAL and _FRACTION.fullmatch(text) else exact(text)
    return number if number is not None and abs(number) <= LARGEST else None


def write_exact(number: Fraction) -> str:
    """Write a number so that it reads back the same: `40`, `0.35`, and `1/3` where no decimal ends."""
    written = decimal(number)
    return written if written is not None and len(written) <= LONGEST_NUMERAL else f"{number.numerator}/{number.denominator}"
