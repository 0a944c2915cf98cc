# SPDX-License-Identifier: Apache-2.0
"""Days are calendar days written as YYYY-MM-DD."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.case.days import DayError, read_day


@given(st.dates())
def test_every_day_reads_back(day: dt.date) -> None:
    assert read_day(day.isoformat()) == read_day(day) == day


@pytest.mark.parametrize(
    ("raw", "found", "advice"),
    [
        ("2018-02-30", "no such day: 2018-02-30", "write a day of the calendar as YYYY-MM-DD"),
        ("2031-13-01", "no such day: 2031-13-01", "write a day of the calendar as YYYY-MM-DD"),
        ("0000-01-01", "no such day: 0000-01-01", "write a day of the calendar as YYYY-MM-DD"),
        ("2031-3-4", "'2031-3-4'", "write 2031-03-04"),
        ("2031/03/04", "'2031/03/04'", "write 2031-03-04"),
        ("2031-03-04T10:00:00Z", "'2031-03-04T10:00:00Z'", "write 2031-03-04"),
        ("2031-2-30", "'2031-2-30'", "write a day as YYYY-MM-DD"),
        ("4.3.2031", "'4.3.2031'", "write a day as YYYY-MM-DD"),
        ("March 2031", "'March 2031'", "write a day as YYYY-MM-DD"),
        ("", "''", "write a day as YYYY-MM-DD"),
        (20310304, "the number 20310304", "write a day as YYYY-MM-DD"),
        (1.5, "the number 1.5", "write a day as YYYY-MM-DD"),
        (True, "the truth value true", "write a day as YYYY-MM-DD"),
        (None, "nothing", "write a day as YYYY-MM-DD"),
        ([], "a list", "write a day as YYYY-MM-DD"),
        ("２０３１-03-04", "'２０３１-03-04'", "write a day as YYYY-MM-DD"),
        ("2031-03-04\n", "'2031-03-04 '", "write 2031-03-04"),
    ],
)
def test_everything_else_is_refused_with_advice(raw: object, found: str, advice: str) -> None:
    with pytest.raises(DayError) as caught:
        read_day(raw)
    assert (caught.value.found, caught.value.advice) == (found, advice)
    assert str(caught.value) == f"{found}: {advice}"


def test_a_time_of_day_is_no_day() -> None:
    with pytest.raises(DayError):
        read_day(dt.datetime(2031, 3, 4, 10, 0))
