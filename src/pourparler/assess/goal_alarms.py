# SPDX-License-Identifier: Apache-2.0
"""Alarms about goals and their floors: lowered on the sum of all steps, dropped, below the floor, approved by nobody; gives."""

from pourparler.assess.assessment import AlarmRow
from pourparler.assess.goal_rows import DriftRow, Goals, LeastRow
from pourparler.assess.sentence import points, sentence
from pourparler.case import Case


def goal_alarms(goals: Goals) -> list[AlarmRow]:
    """Return every alarm about goals and their versions (O-17, O-18)."""
    return [
        *(alarm for row in goals.drift for alarm in _of_one(row)),
        *_of_all(goals),
        *(alarm for row in goals.least for alarm in _of_least(row, goals)),
        *_without_approver(goals),
    ]


def give_alarms(case: Case) -> list[AlarmRow]:
    """Gives without gets (O-16)."""
    return [
        AlarmRow(f"give.{pair.give}", "O-16", sentence("{give} is offered and nothing is asked for it", give=pair.give))
        for pair in (case.mandate.gives if case.mandate is not None else ())
        if pair.get is None
    ]


def _of_one(row: DriftRow) -> list[AlarmRow]:
    """A goal lowered since it was first set, on the sum of all its steps; one dropped; one below its floor."""
    out = []
    if row.is_lower and row.given_up is not None:
        template = "the goal on {issues} has been lowered since {since}: {given} points given up in all"
        if row.left_to_floor is not None:
            template += ", {left} left to the floor"
        left = points(row.left_to_floor.mean) if row.left_to_floor is not None else ""
        text = sentence(template, issues=row.issue, since=row.since, given=points(row.given_up.mean), left=left)
        out.append(AlarmRow(f"drift.{row.issue}", "O-18", text))
    if row.now is None and row.most is not None and row.why is not None:
        template = "the goal on {issues}, first set on {since}: {why}; at most {most} points given up"
        text = sentence(template, issues=row.issue, since=row.since, why=row.why, most=points(row.most.mean))
        out.append(AlarmRow(f"drift.{row.issue}", "O-18", text))
    if row.is_below_floor and row.left_to_floor is not None:
        template = "what is sought on {issues} lies {below} points below its own floor"
        text = sentence(template, issues=row.issue, below=points(-row.left_to_floor.mean))
        out.append(AlarmRow(f"floor.{row.issue}", "O-18", text))
    return out


def _of_all(goals: Goals) -> list[AlarmRow]:
    """All goals together: the sum counts, also where no single goal is settled to have been lowered."""
    whole = goals.drift_of_all
    if whole is None or not whole.is_lower or whole.given_up is None or len(goals.drift) == 1:
        return []
    template = "all goals together have been lowered since {since}: {given} points given up"
    if not any(row.receipts for row in goals.versions):
        template += ", nothing received in return"
    elif whole.received is not None:
        template += ", {received} received in return"
    if whole.uncounted:
        template += ", and what no number is put on"
    received = points(whole.received.mean) if whole.received is not None else ""
    return [
        AlarmRow("drift", "O-18", sentence(template, since=whole.since, given=points(whole.given_up.mean), received=received))
    ]


def _of_least(row: LeastRow, goals: Goals) -> list[AlarmRow]:
    """A floor, or what the meeting must yield, lowered since it was first set; one no longer stated of what is still sought.

    A floor that gives way is an ambition that does, though what is sought stands as it was: the way to it grows longer.
    """
    is_floor, is_sought = row.part == "floor", any(goal.issue == row.issue and goal.target for goal in goals.rows)
    if row.is_lower and row.given_up is not None:
        template = "what this meeting must yield on {issues} has been lowered since {since}, by {given} points in all"
        if is_floor:
            template = "the floor on {issues} has been lowered since {since}, by {given} points in all"
        text = sentence(template, issues=row.issue, since=row.since, given=points(row.given_up.mean))
    elif row.now is None and row.why is not None and is_sought:
        template = "what this meeting must yield on {issues}, first set on {since}: {why}"
        if is_floor:
            template = "the floor on {issues}, first set on {since}: {why}"
        text = sentence(template, issues=row.issue, since=row.since, why=row.why)
    else:
        return []
    return [AlarmRow(f"least.{row.part}.{row.issue}", "O-18", text)]


def _without_approver(goals: Goals) -> list[AlarmRow]:
    """Goals that changed, and nobody is on record to have approved it."""
    days = [
        row.on for row in goals.versions if row.approved_by is None and any(s.before not in (None, s.after) for s in row.states)
    ]
    if not days:
        return []
    text = sentence("goals changed, and who approved it is on no record: {days}", days=", ".join(dict.fromkeys(days)))
    return [AlarmRow("approver", "O-17", text)]
