# SPDX-License-Identifier: Apache-2.0
"""Days in a case file: calendar days as text, `YYYY-MM-DD`, and nothing else."""

import datetime as dt
import re

from pourparler.case.problem import quoted, shown
from pourparler.errors import PourparlerError
from pourparler.wording import say

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?", re.DOTALL)


class DayError(PourparlerError, ValueError):
    """A day is not written as `YYYY-MM-DD`, or no calendar has it; `found` and `advice` as elsewhere."""

    def __init__(self, found: str, advice: str) -> None:
        super().__init__(found, advice)
        self.found = found
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.found}: {self.advice}"


def read_day(raw: object) -> dt.date:
    """Return the day that `raw` states: a date, or text `YYYY-MM-DD`.

    Raises `DayError` for everything else, among it numbers, times of day and days that no calendar has.
    """
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw
    if not isinstance(raw, str):
        raise DayError(shown(raw), say("write a day as YYYY-MM-DD"))
    match = _DAY.fullmatch(raw)
    if match is None:
        raise DayError(quoted(raw), _nearest(raw))
    day = _day(*match.groups())
    if day is None:
        raise DayError(say("no such day: {day}", day=raw), say("write a day of the calendar as YYYY-MM-DD"))
    return day


def _day(year: str, month: str, day: str) -> dt.date | None:
    """Return the day, or None if there is none of that number."""
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _nearest(raw: str) -> str:
    """Advise the day that was probably meant, if year, month and day can be told apart."""
    match = _LOOSE.fullmatch(raw.strip()[:60])
    day = _day(*match.groups()) if match else None
    return say("write {day}", day=day.isoformat()) if day else say("write a day as YYYY-MM-DD")
