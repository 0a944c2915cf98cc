# SPDX-License-Identifier: Apache-2.0
"""Decimal numerals and fractions stand for one another exactly; what is no finite number is none."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.exchange.numerals import LONGEST_NUMERAL, decimal, exact, nearest


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.1", Fraction(1, 10)),
        ("1.0E-4", Fraction(1, 10_000)),
        ("-.5", Fraction(-1, 2)),
        ("7.", Fraction(7)),
        ("+3e2", Fraction(300)),
    ],
)
def test_numerals_are_read_exactly(text: str, number: Fraction) -> None:
    assert exact(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1/2",
        "0,5",
        "1e999999",
        "1e101",
        "0x10",
        "1_000",
        "١",
        "1 ",
        "9" * (LONGEST_NUMERAL + 1),
    ],
)
def test_what_is_no_finite_decimal_numeral_is_none(text: str) -> None:
    assert exact(text) is None


@settings(deadline=None)
@given(st.integers(-(10**18), 10**18), st.integers(0, 20))
def test_a_decimal_number_comes_back(digits: int, places: int) -> None:
    number = Fraction(digits, 10**places)
    text = decimal(number)
    assert text is not None
    assert "e" not in text.lower()
    assert exact(text) == number


@settings(deadline=None)
@given(st.integers(-(10**18), 10**18), st.integers(1, 10**6))
def test_a_fraction_without_a_numeral_is_none_and_its_nearest_is_near(above: int, below: int) -> None:
    number = Fraction(above, below)
    text = decimal(number)
    close = exact(nearest(number))
    assert close is not None
    assert abs(close - number) <= abs(number) / 10**19
    if text is None:
        rest = number.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        assert rest > 1
    else:
        assert Fraction(text) == number
