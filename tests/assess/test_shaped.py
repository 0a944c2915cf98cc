# SPDX-License-Identifier: Apache-2.0
"""Issues that are ranges of numbers in the assessment: scores by shape by hand, from either seat, and nothing is forgotten."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from assess.layouts import laid_out
from assess.test_every_input import numeric_paths, other_quantities
from assess.variations import assessed, case_of, changed, plain
from case.test_numbers import NUMERIC
from pourparler.briefing.compose import compose
from pourparler.briefing.terminal import render
from pourparler.case import CaseError, NumericIssue, read_text

WORLDS = 16


@cache
def numeric() -> dict[str, Any]:
    return plain(read_text(NUMERIC, "numeric.yaml"))


def worth(data: dict[str, Any], side: str, issue: str, kind: int = 0) -> list[float]:
    """Return what each number adds for a side in one world, smallest first, as a share of the weight of the issue."""
    layout = laid_out(data)
    values = layout.table.own if side == "own" else layout.table.other
    place = layout.table.template.issues.index(issue)
    part = values.by_type(place)[0, kind]
    return [float(value) for value in part]


POINTS = {
    "values/aland/scores/price": {"shape": "linear", "worst": 50, "best": 20},
    "values/aland/scores/share": {"shape": "triangular", "peak": 0.25, "at_low": 20, "at_high": 70},
    "values/borea/scores/price": {"shape": "convex", "worst": 10, "best": 50, "halfway": "75%"},
}


def test_numbers_stand_from_the_smallest_up_and_are_scored_by_their_shape() -> None:
    """A price of 50 or less: two thirds at 30. A peak a quarter up: 20 at the foot, 20 + 80 * 2/3 at zero, 70 at the top."""
    data = changed(numeric(), POINTS)
    assert laid_out(data).table.template.options == (("late", "soon"), ("10", "20", "30", "40", "50"), ("-0.5", "0", "0.5"))
    assert worth(data, "own", "price") == pytest.approx([50, 50, 50 * 2 / 3, 50 / 3, 0])
    assert worth(data, "own", "share") == pytest.approx([6, 0.3 * (20 + 80 * 2 / 3), 21])


def test_half_of_the_worth_is_had_where_it_is_said() -> None:
    """Three quarters of the way from 10 to 50 is 40, which is worth half of 60 points."""
    settle, stall = (worth(changed(numeric(), POINTS), "other", "price", kind) for kind in (0, 1))
    assert settle[0] == 0 and settle[4] == pytest.approx(60)
    assert settle[3] == pytest.approx(30)
    assert np.all(np.diff(np.diff(settle)) > 0)
    assert stall[0] == stall[1] == 0, "restated under the other hypothesis, where nothing is worth having up to 20 or more"


def test_levels_that_reach_far_out_never_meet() -> None:
    data = changed(numeric(), {"values/aland/scores/price": {"shape": "linear", "worst": "29..50", "best": "10..28"}})
    table = laid_out(data, worlds=2_000).table
    price = table.own.parts[table.template.issues.index("price")][:, 0]
    assert np.all(np.diff(price, axis=1) <= 0) and np.isfinite(price).all()
    assert price.min() == 0 and price.max() == pytest.approx(50)


def test_an_unknown_level_is_named_and_an_unknown_bend_ranges_over_all_that_it_may_be() -> None:
    blank = assessed(changed(numeric(), {"values/aland/scores/price": {"shape": "linear", "worst": "unknown", "best": 10}}))
    assert "values.aland.scores.price.worst" in blank.unknowns.blocking
    bend = {"shape": "concave", "worst": 10, "best": 50, "halfway": "unknown"}
    ranging = assessed(changed(numeric(), {"values/borea/scores/price": bend}), worlds=50)
    assert "values.borea.scores.price.halfway" in ranging.unknowns.ranging
    assert ranging.bargaining.zone_probability is not None


def test_a_range_is_the_same_as_its_numbers_scored_one_by_one() -> None:
    listed = {
        "values/aland/scores/price": [100, 100, 100 * 2 / 3, 100 / 3, 0],
        "values/aland/scores/share": {"-0.5": 20, "0": 20 + 80 * 2 / 3, "0.5": 70},
    }
    shaped, scored = (assessed(changed(numeric(), POINTS | change)) for change in ({}, listed))
    for one, other in zip(shaped.bargaining.options, scored.bargaining.options, strict=True):
        assert (one.issue, one.option, one.share) == (other.issue, other.option, other.share)
        assert one.own.mean == pytest.approx(other.own.mean, abs=1e-5)


def test_from_the_other_seat_both_sides_have_changed_places() -> None:
    ours, theirs = (assessed({**changed(numeric(), POINTS), "seat": seat}).bargaining for seat in ("own", "counterpart"))
    mine = {(r.issue, r.option): (r.own.mean, r.counterpart.mean) for r in ours.options}
    assert mine == {(r.issue, r.option): (r.counterpart.mean, r.own.mean) for r in theirs.options}


def test_what_is_excluded_and_implied_of_numbers_is_left_out() -> None:
    """30 packages; 50 with a half in two, 10 without a share below zero in two, and of the rest eight cross a red line."""
    assert assessed(numeric()).bargaining.packages == 30 - 2 - 2 - 8


def brief(data: dict[str, Any]) -> str:
    return render(compose(assessed(data, worlds=WORLDS)), width=20_000, full=True)


@cache
def brief_of_all() -> str:
    return brief(numeric())


def test_numbers_and_their_labels_are_printed() -> None:
    told = brief_of_all()
    assert "price: ten a head" in told and "share: one half" in told and "price: 20" in told and "share: -0.5" in told


NUMBERS = numeric_paths(case_of(numeric()))


@pytest.mark.parametrize("path", [path for path in NUMBERS if path.startswith("values") and "+" not in path])
def test_every_number_of_a_shape_moves_the_brief(path: str) -> None:
    for value in (*other_quantities(NUMBERS[path]), "25%", "75%", 30):
        try:
            if brief(changed(numeric(), {path: value})) != brief_of_all():
                return
        except CaseError:
            continue
    pytest.fail(f"{path} moves nothing")


def test_an_issue_is_a_range_from_end_to_end() -> None:
    price = case_of(numeric()).issues["price"]
    assert isinstance(price, NumericIssue) and [float(number) for number in price.numbers] == [10, 20, 30, 40, 50]
