# SPDX-License-Identifier: Apache-2.0
"""The book on a day: what is open, due and overdue; scores worked out by hand, beside like cases and the pool."""

from datetime import date
from math import log2
from typing import Any

import pytest

from pourparler.assess.book import Book, book_of
from pourparler.case import Forecast

YES: dict[str, Any] = {"question": "signed?", "p": "20%", "by": "Mara", "on": "2031-03-01", "resolves": "2031-06-30"}
CAME = {"came": "yes", "on": "2031-06-01", "source": "the press"}
LATE = date(2031, 12, 31)


def book(*entries: dict[str, Any], day: date = LATE, by: str | None = None) -> Book:
    return book_of("a case", [Forecast.model_validate(entry) for entry in entries], day, by)


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [
        (date(2031, 6, 22), "open", 8),
        (date(2031, 6, 23), "due", 7),
        (date(2031, 6, 30), "due", 0),
        (date(2031, 7, 1), "overdue", -1),
    ],
)
def test_what_is_open_due_and_overdue(day: date, state: str, left: int) -> None:
    (row,) = book(YES, day=day).forecasts
    assert (row.state, row.days) == (state, left)


def test_what_is_later_than_the_day_is_not_seen() -> None:
    assert book(YES, day=date(2031, 2, 28)).forecasts == ()
    (row,) = book(YES | {"resolved": CAME}, day=date(2031, 5, 31)).forecasts
    assert row.state == "open" and row.came is None and row.scores is None
    (row,) = book(YES | {"resolved": CAME}, day=date(2031, 6, 1)).forecasts
    assert row.state == "resolved" and row.came is not None and row.came.source == "the press" and row.days is None


def test_scores_of_yes_and_no_by_hand() -> None:
    (row,) = book(YES | {"resolved": CAME, "base_rate": {"name": "like", "n": 10, "successes": 4}}).forecasts
    assert row.scores is not None and row.base_rate_scores is not None
    assert row.scores.brier == pytest.approx(2 * 0.8**2) and row.scores.log_bits == pytest.approx(-log2(0.2))
    assert row.scores.rps is None and row.scores.crps is None and row.scores.ranges == {}
    assert row.base_rate_scores.brier == pytest.approx(2 * 0.6**2)


def test_a_range_is_scored_at_its_average_with_the_range_of_the_score() -> None:
    (row,) = book(YES | {"p": "20..40%", "resolved": CAME}).forecasts
    assert row.scores is not None and row.scores.brier == pytest.approx(2 * 0.7**2)
    over = row.scores.ranges["brier"]
    assert 2 * 0.6**2 < over.low < 2 * 0.7**2 < over.high < 2 * 0.8**2


def test_ordered_classes_have_a_ranked_score_and_others_not() -> None:
    classes = {"classes": {"none": "50%", "some": "30%", "all": "rest"}, "resolved": CAME | {"came": "all", "on": "2031-07-01"}}
    asked = {key: value for key, value in YES.items() if key != "p"} | classes
    (row,) = book(asked).forecasts
    assert row.scores is not None and row.scores.rps is None
    assert row.scores.brier == pytest.approx(0.25 + 0.09 + 0.64)
    (row,) = book(asked | {"order": ["none", "some", "all"]}).forecasts
    assert row.scores is not None and row.scores.rps == pytest.approx((0.5**2 + 0.8**2) / 2)
    assert [name for name in row.forecast] == ["none", "some", "all"]
    counts = {"name": "like", "counts": {"none": 1, "some": 1, "all": 2}}
    (row,) = book(asked | {"order": ["none", "some", "all"], "base_rate": counts}).forecasts
    assert row.base_rate_scores is not None and row.base_rate_scores.rps == pytest.approx((0.25**2 + 0.5**2) / 2)


def test_a_quantity_is_scored_in_its_unit() -> None:
    asked = {key: value for key, value in YES.items() if key != "p"} | {"quantity": 40, "unit": "boats"}
    settled = asked | {"resolved": {"came": "47.5", "on": "2031-07-01"}}
    (row,) = book(settled | {"base_rate": {"name": "like", "values": [40, 60]}}).forecasts
    assert row.scores is not None and row.scores.crps == pytest.approx(7.5) and row.scores.brier is None
    assert row.base_rate_scores is not None and row.base_rate_scores.crps == pytest.approx(10 - 5)
    assert row.forecast["quantity"].mean == 40 and row.unit == "boats"
    (row,) = book(asked | {"quantity": "unknown", "resolved": {"came": "47.5", "on": "2031-07-01"}}).forecasts
    assert row.scores is None and row.forecast == {}


def test_the_pool_is_of_the_last_unaided_forecast_of_each_person() -> None:
    entries = (
        YES | {"p": "50%"},
        YES | {"by": "Jon", "p": "80%", "on": "2031-03-02"},
        YES | {"on": "2031-03-03", "p": "20%"},
        YES | {"by": "Eve", "p": "99%", "aided": True},
    )
    found = book(*(entry | {"resolved": CAME} for entry in entries))
    assert {row.pool_of for row in found.forecasts} == {("Jon", "Mara")}
    pooled = (0.8 * 0.2) ** 0.5 / ((0.8 * 0.2) ** 0.5 + (0.2 * 0.8) ** 0.5)
    for row in found.forecasts:
        assert row.pool_scores is not None and row.pool_scores.brier == pytest.approx(2 * (1 - pooled) ** 2)
    assert all(row.pool_of == () and row.pool_scores is None for row in book(entries[0], entries[3]).forecasts)
    certain = book(YES | {"p": "100%", "resolved": CAME}, YES | {"by": "Jon", "p": "0%", "resolved": CAME})
    assert [row.pool_scores for row in certain.forecasts] == [None, None]


def test_averages_and_skill_by_holder() -> None:
    like = {"base_rate": {"name": "like", "n": 10, "successes": 4}}
    found = book(
        YES | {"resolved": CAME} | like,
        YES | {"question": "kept?", "p": "90%", "resolved": CAME},
        YES | {"question": "read?", "p": "100%", "by": "Jon", "resolved": CAME | {"came": "no", "on": "2031-07-01"}},
    )
    jon, mara, everybody = found.averages
    assert (jon.by, mara.by, everybody.by) == ("Jon", "Mara", "") and (mara.count, everybody.count) == (2, 3)
    assert mara.means["brier"] == pytest.approx((2 * 0.8**2 + 2 * 0.1**2) / 2)
    assert mara.skill_over_base_rate == pytest.approx(1 - 0.8**2 / 0.6**2) and mara.against_base_rate == 1
    assert mara.skill_over_pool is None and mara.against_pool == 0
    assert jon.ruled_out == 1 and jon.means["log_bits"] is None and everybody.means["log_bits"] is None
    assert [row.by for row in book(YES, YES | {"by": "Jon"}, by="Jon").forecasts] == ["Jon"]


def test_calibration_counts_yes_once_and_each_class_once() -> None:
    classes = {"question": "how?", "classes": {"none": "55%", "some": "rest"}}
    asked = {key: value for key, value in YES.items() if key != "p"}
    found = book(
        YES | {"resolved": CAME},
        YES | {"by": "Jon", "p": "25%", "resolved": CAME},
        asked | classes | {"resolved": CAME | {"came": "some", "on": "2031-07-01"}},
        YES | {"question": "void?", "resolved": CAME | {"came": "void"}},
    )
    told = [(row.low, row.count, round(row.stated, 6), row.came) for row in found.calibration]
    assert told == [(0.2, 2, 0.225, 1.0), (0.4, 1, 0.45, 1.0), (0.5, 1, 0.55, 0.0)]
    assert found.forecasts[-1].state == "void" and found.forecasts[-1].scores is None
