# SPDX-License-Identifier: Apache-2.0
"""What counts as success, by party and day, and the chance of it by action beside that of no summit."""

from collections.abc import Mapping

from pourparler.assess.actions import ACTIONS
from pourparler.assess.assessment import Assessment
from pourparler.assess.spread import Spread
from pourparler.assess.success import NO_SUMMIT, SuccessRow, TogetherRow
from pourparler.briefing.document import Block, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, percent_with_range
from pourparler.briefing.marks import RESULT, found_from
from pourparler.briefing.names import Names
from pourparler.briefing.sections.verdict import action_name
from pourparler.wording import plural, say

#: Of more actions than this the one screen tells the chance of the likeliest to succeed and of the advised.
FEW = 4


def success(assessment: Assessment, names: Names) -> Section | None:
    """Print what counts as success by party and day, then the chance of each by action."""
    rows = _ordered(assessment)
    if not rows:
        return None
    heads = (say("no."), say("what counts as success"), say("for"), say("by"), say("judged by"), say("written"))
    criteria = tuple(
        (str(n), row.what, *_whose(row, names), row.judged_by or NOTHING, row.written or NOTHING) for n, row in rows
    )
    blocks: list[Block] = [Table(heads, criteria, say("What success is, by party and day"))]
    taken = [
        action for action in (*ACTIONS, NO_SUMMIT) if any(action in row.computed or action in row.forecast for _, row in rows)
    ]
    chances = [(_label(n, row, names), row.computed or row.forecast) for n, row in rows]
    for row in assessment.record.success_together:
        whose = ", ".join(part for part in _whose(row, names) if part != NOTHING)
        chances.append((say("all {count} together: {whose}", count=row.criteria, whose=whose), row.computed))
    if taken:
        columns = (say("chance of"), *(action_name(action) for action in taken))
        cells = tuple((label, *(_chance(held, action) for action in taken)) for label, held in chances)
        blocks.append(Table(columns, cells, say("The chance of success by action")))
    note = say(
        "A chance is read off the likely agreement where the criterion is a test on it (whether an agreement is reached, "
        "holds what is asked and, where asked, is kept); otherwise it is somebody's forecast."
    )
    blocks.append(Paragraph(note))
    return Section(say("Success"), tuple(blocks), _brief(assessment, rows, taken), found_from(assessment, "success"))


def _ordered(assessment: Assessment) -> list[tuple[int, SuccessRow]]:
    """Return the criteria with a number each: our own side's first, then by party, and each party's by day."""
    own = assessment.case.seat
    rows = sorted(assessment.record.success, key=lambda row: (row.party not in (own, None), row.party or "", row.by or "9999"))
    return list(enumerate(rows, start=1))


def _whose(row: SuccessRow | TogetherRow, names: Names) -> tuple[str, str]:
    return names.of("parties", row.party) if row.party is not None else NOTHING, row.by or NOTHING


def _label(number: int, row: SuccessRow, names: Names) -> str:
    whose = ", ".join(part for part in _whose(row, names) if part != NOTHING)
    return f"{number}: {whose}" if row.computed else say("{number}: {whose} (forecast)", number=number, whose=whose)


def _chance(chances: Mapping[str, Spread], action: str) -> str:
    return percent_with_range(chances[action]) if action in chances else NOTHING


def _brief(assessment: Assessment, rows: list[tuple[int, SuccessRow]], taken: list[str]) -> tuple[Paragraph, ...]:
    """Tell the chance of our own first criterion that is a test on the agreement, by action.

    Of more than a few actions only those are told that matter to the choice; all are in the table.
    """
    first = next((row for _, row in rows if row.computed and row.party in (assessment.case.seat, None)), None)
    if first is None:
        return ()
    told = [action for action in taken if action in first.computed]
    if len(told) > FEW:
        likeliest = max(told, key=lambda action: first.computed[action].mean)
        told = [action for action in told if action in (likeliest, assessment.verdict.action)]
    values = [f"{action_name(action)} {percent(first.computed[action].mean)}" for action in told]
    what = first.what.rstrip(".")
    day = say(" (by {day})", day=first.by) if first.by is not None else ""
    more = len(rows) - 1
    rest = plural("one more criterion is written", "{n} more criteria are written", more) if more else ""
    text = say("{what}{day}: {values}", what=what, day=day, values=", ".join(values))
    return (Paragraph(text, rest, mark=RESULT),)
