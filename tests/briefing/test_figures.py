# SPDX-License-Identifier: Apache-2.0
"""Numbers as people read them."""

import pytest

from pourparler.assess.spread import Spread
from pourparler.briefing.figures import (
    as_stated,
    chance_as_stated,
    decibans_with_range,
    is_measure,
    is_numeric,
    meaning_of,
    percent,
    percent_range,
    percent_with_range,
    points,
    points_range,
    points_with_range,
    with_meaning,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.00"), (-0.0, "0.00"), (-0.001, "0.00"), (0.5, "0.50"), (0.999, "1.0"), (35.25, "35.2"), (-12.34, "-12.3")],
)
def test_points(value: float, text: str) -> None:
    assert points(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0%"), (0.001, "<1%"), (0.006, "1%"), (0.35, "35%"), (0.994, "99%"), (0.9951, ">99%"), (1.0, "100%")],
)
def test_only_what_is_exactly_none_or_all_is_written_so(value: float, text: str) -> None:
    assert percent(value) == text


def test_ranges() -> None:
    spread = Spread(0.5, 0.25, 0.75)
    assert points_range(spread) == "0.25 to 0.75"
    assert points_with_range(spread) == "0.50 (0.25 to 0.75)"
    assert percent_with_range(spread) == "50% (25% to 75%)"


def test_a_range_that_cannot_be_seen_is_left_out() -> None:
    assert points_with_range(Spread(35.0, 35.0, 35.0)) == "35.0"
    assert percent_with_range(Spread(0.65, 0.65, 0.65)) == "65%"
    assert percent_with_range(Spread(0.001, 0.0, 0.0)) == "<1%"
    assert points_range(Spread(0.0, 0.0, 0.0)) == "0.00" and percent_range(Spread(1.0, 1.0, 1.0)) == "100%"
    assert decibans_with_range(Spread(2.1, 2.1, 2.1)) == "2.1"


@pytest.mark.parametrize(
    ("written", "number", "chance"),
    [
        ("3..9", "3 to 9", "3 to 9"),
        ("-0.2..0.05", "-0.2 to 0.05", "-0.2 to 0.05"),
        ("0.2..0.55", "0.2 to 0.55", "20% to 55%"),
        ("0.025", "0.025", "2.5%"),
        ("20..35%", "20 to 35%", "20 to 35%"),
        ("1", "1", "100%"),
        ("5", "5", "5"),
        ("likely", "likely", "likely (55% to 80%)"),
        ("0.1..0.3..0.5", "0.1..0.3..0.5", "0.1..0.3..0.5"),
        ("–", "–", "–"),
    ],
)
def test_what_a_case_states_is_told_in_words(written: str, number: str, chance: str) -> None:
    assert (as_stated(written), chance_as_stated(written)) == (number, chance)


def test_a_word_of_likelihood_is_never_without_its_range() -> None:
    assert with_meaning("likely") == "likely (55% to 80%)"
    assert with_meaning("phia:likely") == "phia:likely (55% to 75%)"
    assert meaning_of("almost no chance") == "1% to 5%"
    assert [with_meaning(text) for text in ("20..35%", "unknown", "–", "a:b:likely")] == [
        "20..35%",
        "unknown",
        "–",
        "a:b:likely",
    ]


def test_columns_of_numbers_and_of_numbers_with_ranges() -> None:
    assert is_numeric(["1.0", "–", "-3 to 4", "<1%"]) and not is_numeric(["1.0 (0.5 to 2.0)"])
    assert is_numeric(["0.3..0.6", "-3..-0.5", "0..0.2", "7"]) and not is_numeric(["3..likely"])  # as a case states them
    assert is_measure(["1.0 (0.5 to 2.0)", "–", "3%"]) and not is_measure(["1.0 a month"]) and not is_measure(["(1 to 2)"])
