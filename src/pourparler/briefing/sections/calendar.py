# SPDX-License-Identifier: Apache-2.0
"""Preparation in time: which step from when to when, who is told by it, and which days it runs against."""

from pourparler.assess.assessment import Assessment
from pourparler.assess.consultation_rows import Calendar, Consulted, CountedDay
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.calendar import calendar_figure, day_name, steps_figure
from pourparler.wording import say


def steps_when(assessment: Assessment, names: Names) -> Section | None:
    """Return the calendar of the plan, a row for each step: for a face that shows it beside the tree of the plan.

    A brief has it by who is told, in its section on consultation.
    """
    calendar = assessment.consultation.calendar
    if not calendar.steps:
        return None
    table = _table(calendar, names)
    drawn = steps_figure(calendar, assessment.case.as_of, names, table) or table
    rests_on = found_from(assessment, "preparation", "meeting")
    return Section(say("In time"), (drawn, *_conflicts(calendar, names)), (), rests_on)


def who_when(found: Consulted, as_of: str, names: Names) -> list[Block]:
    """Return the calendar of consultation: a row for each party, and for what else is prepared."""
    calendar = found.calendar
    if not (calendar.steps or calendar.deadlines):
        return []
    table = _table(calendar, names)
    told = [row.party for row in sorted(found.ledger, key=lambda row: row.on or "")] + [
        p for s in calendar.steps for p in s.tells
    ]
    known = {row.party for row in found.parties}
    order = [party for party in dict.fromkeys((*told, *(row.party for row in found.parties))) if party in known]
    return [calendar_figure(found, as_of, order, names, table) or table, *_conflicts(calendar, names)]


def _conflicts(calendar: Calendar, names: Names) -> list[Block]:
    taken = (
        say("Steps are taken one after another, as the plan takes them along its likeliest way.")
        if calendar.from_plan
        else say("There is no plan to follow: steps are taken one after another by what they need.")
    )
    if calendar.left_out:
        left = ", ".join(names.of("preparation", step) for step in calendar.left_out)
        taken += " " + say("Not in it: {steps}.", steps=left)
    late = [
        say(
            "{step} ({parties}) ends after {day} ({what}) in {share} of the worlds",
            step=names.of("preparation", row.step),
            parties=", ".join(names.of("parties", party) for party in row.tells),
            day=row.on.likely,
            what=day_name(row.before, names),
            share=percent(row.late),
        )
        for row in calendar.conflicts
    ]
    if not late:
        return [Paragraph(taken)]
    return [Paragraph(taken), Paragraph(say("Too late, or at risk of it:")), BulletList(tuple(late))]


def _table(calendar: Calendar, names: Names) -> Table:
    """Return the steps with whom each tells, from when to when, and below them the days that they run against."""
    columns = (say("what"), say("tells"), say("from"), say("to"))
    steps = [
        (
            names.of("preparation", row.step),
            ", ".join(names.of("parties", party) for party in row.tells) or NOTHING,
            counted_day(row.starts_on),
            counted_day(row.ends_on),
        )
        for row in calendar.steps
    ]
    days = [(day_name(row.what, names), NOTHING, NOTHING, counted_day(row.on)) for row in calendar.deadlines]
    return Table(columns, (*steps, *days), say("The calendar"))


def counted_day(row: CountedDay) -> str:
    """Write a day that was counted, with its range in brackets."""
    if row.early == row.late == row.likely:
        return row.likely
    return say("{day} ({early} to {late})", day=row.likely, early=row.early, late=row.late)
