# SPDX-License-Identifier: Apache-2.0
"""The calendar of preparation: which step from when to when, who is told by it, and which days it runs against."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.conditions import CONSULTED
from pourparler.assess.consultation_rows import Calendar, ConflictRow, CountedDay, DeadlineRow, PlannedRow
from pourparler.assess.gate import FIX_DATE, TRAVEL, met_by
from pourparler.assess.plan_rows import PlanNode, PlanRow
from pourparler.assess.spread import spread
from pourparler.assess.worlds import Missing, Worlds
from pourparler.case import Case, Preparation
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.quantity import DAYS

Array = NDArray[np.float64]
FORCED = "forcing_date"


def tells(step: Preparation) -> frozenset[str]:
    """Return whom a step of preparation tells: those whose consultation it meets."""
    return frozenset(name.removeprefix(CONSULTED) for name in met_by(step) if name.startswith(CONSULTED))


def calendar_of(case: Case, worlds: Worlds, plan: PlanRow | None) -> Calendar:
    """Return the calendar: the likeliest way of the plan, one step after another; without a plan, steps by their needs."""
    way = _likeliest_way(plan.tree) if plan is not None else _by_needs(case)
    rows, ends, passed = [], {}, np.zeros(worlds.count)
    for name in way:
        try:
            days = worlds.draw(("preparation", name, "days"), case.preparation[name].days, DAYS)
        except Missing:
            break  # nothing after it has a day
        starts, passed = passed, passed + days
        ends[name] = passed
        told = tuple(sorted(tells(case.preparation[name])))
        dates = (day_row(case.as_of, days) for days in (starts, passed))
        rows.append(PlannedRow(name, told, spread(starts), spread(passed), *dates))
    deadlines = _deadlines(case, worlds)
    shown = [DeadlineRow(what, spread(days), day_row(case.as_of, days), by_lead) for what, days, by_lead in deadlines]
    left_out = tuple(sorted(set(case.preparation) - set(ends)))
    return Calendar(plan is not None, tuple(rows), left_out, tuple(shown), _conflicts(rows, ends, deadlines, shown))


def day_row(start: date, days: Array) -> CountedDay:
    """Return the dates some days after a day: for the average and the 5 % and 95 % points; a day begun counts."""
    at = spread(days)
    return CountedDay(*(_after(start, count) for count in (at.mean, at.low, at.high)))


def _after(start: date, days: float) -> str:
    room = (date.max - start).days
    return (start + timedelta(days=min(int(np.ceil(days)), room))).isoformat()


def _likeliest_way(node: PlanNode) -> list[str]:
    """Return the steps of a plan, going on each time by the outcome that is likeliest."""
    way = []
    while node.step is not None:
        way.append(node.step)
        node = max(node.outcomes.values(), key=_chance)
    return way


def _chance(node: PlanNode) -> float:
    if node.step is None:
        return node.chance or 0.0
    return sum(_chance(after) for after in node.outcomes.values())


def _by_needs(case: Case) -> list[str]:
    """Return every step after those that it needs, otherwise by name."""
    way: list[str] = []
    left = sorted(case.preparation)
    while left:
        ready = [name for name in left if not set(case.preparation[name].needs) & set(left)]
        way.append(ready[0])
        left.remove(ready[0])
    return way


def _deadlines(case: Case, worlds: Worlds) -> list[tuple[str, Array, bool]]:
    """Return the days [world] that preparation runs against, and whether each follows from the days of lead.

    The earliest come first: the days for which irreversible steps are planned, the day that forces a decision, and, where only
    the day of travel is planned, the last one on which the date can be fixed.
    """
    meeting = case.meeting
    window = meeting.window if meeting is not None else None
    if meeting is None or window is None:
        return []

    def until(day: date) -> Array:
        return np.full(worlds.count, float((day - case.as_of).days))

    out: list[tuple[str, Array, bool]] = []
    out += [(step, until(day), False) for step, day in sorted(window.planned.items())]
    if TRAVEL in window.planned and FIX_DATE not in window.planned and meeting.lead_days is not None:
        try:
            lead = worlds.draw(("meeting", "lead_days"), meeting.lead_days, DAYS)
            out.append((FIX_DATE, until(window.planned[TRAVEL]) - lead, True))
        except Missing:
            pass
    if window.forcing_date is not None:
        out.append((FORCED, until(window.forcing_date), False))
    return sorted(out, key=lambda deadline: float(deadline[1].mean()))


def _conflicts(
    rows: Iterable[PlannedRow],
    ends: dict[str, Array],
    deadlines: list[tuple[str, Array, bool]],
    shown: list[DeadlineRow],
) -> tuple[ConflictRow, ...]:
    """Return the steps that tell somebody and end after a day to come in more worlds than rounding would."""
    out = []
    for row in rows:
        for (what, days, by_lead), deadline in zip(deadlines, shown, strict=True):
            late = float((ends[row.step] > days).mean())
            passed = not by_lead and bool((days <= 0).all())
            if row.tells and late > 1 - OUTRANKING_SHARE and not passed:
                out.append(ConflictRow(row.step, row.tells, what, deadline.on, late))
    return tuple(out)
