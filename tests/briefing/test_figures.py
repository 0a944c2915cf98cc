# SPDX-License-Identifier: Apache-2.0
"""Numbers as people read them."""

import pytest

from pourparler.assess.spread import Spread
from pourparler.briefing.figures import percent, percent_with_range, points, points_range, points_with_range


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
