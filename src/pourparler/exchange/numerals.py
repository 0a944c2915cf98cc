# SPDX-License-Identifier: Apache-2.0
"""Numbers of other people's files as they are written: decimal numerals in, fractions between, decimal numerals out."""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

#: A longer numeral is refused: no value needs it, and converting it costs time. Programs write at most 25 characters.
LONGEST_NUMERAL = 60

#: An exponent beyond this is refused: the fraction would have thousands of digits.
LARGEST_EXPONENT = 100

#: Digits of a number that no decimal numeral holds exactly, such as 1/3: more than a double-precision number has.
NEAREST_DIGITS = 20

_NUMERAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE]([-+]?[0-9]{1,4}))?")
_NEAREST = Context(prec=NEAREST_DIGITS, rounding=ROUND_HALF_EVEN)
_HUGE = Context(prec=4 * LARGEST_EXPONENT)


def exact(text: str) -> Fraction | None:
    """Return the number that a decimal numeral stands for, exactly; None for anything else, NaN and infinity among it."""
    match = _NUMERAL.fullmatch(text) if len(text) <= LONGEST_NUMERAL else None
    if match is None or abs(int(match.group(4) or 0)) > LARGEST_EXPONENT:
        return None
    return Fraction(text)


def decimal(number: Fraction) -> str | None:
    """Return the decimal numeral of a number, without an exponent; None if none holds it exactly."""
    rest, places = number.denominator, 0
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    while rest % 5 == 0:
        rest, places = rest // 5, places + 1
    places = max(places, twos)
    if rest != 1 or places > 2 * LARGEST_EXPONENT:
        return None
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if number < 0 else text


def nearest(number: Fraction) -> str:
    """Return the numeral of 20 digits that is nearest to a number."""
    quotient = _NEAREST.divide(Decimal(number.numerator), Decimal(number.denominator))
    return f"{_HUGE.create_decimal(quotient):f}"
