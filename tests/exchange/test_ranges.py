# SPDX-License-Identifier: Apache-2.0
"""A range of whole numbers is taken whole, one of real numbers in 21 values with both ends."""

from fractions import Fraction

from exchange.domains import exactly
from pourparler.exchange.ranges import REAL_VALUES, label, numbers_of


def test_whole_numbers_are_all_taken() -> None:
    assert numbers_of((Fraction(-1), Fraction(2)), whole=True) == exactly("-1", "0", "1", "2")


def test_real_numbers_are_taken_in_21_values_with_both_ends() -> None:
    numbers = numbers_of((Fraction(0), Fraction(1)), whole=False)
    assert len(numbers) == REAL_VALUES == 21
    assert (numbers[0], numbers[1], numbers[-1]) == exactly("0", "1/20", "1")
    assert [label(number) for number in numbers[:3]] == ["0", "0.05", "0.1"]


def test_a_range_of_one_number_has_one_option() -> None:
    assert numbers_of((Fraction(3, 2), Fraction(3, 2)), whole=False) == (Fraction(3, 2),)
