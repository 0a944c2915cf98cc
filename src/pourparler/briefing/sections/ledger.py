# SPDX-License-Identifier: Apache-2.0
"""The annex of assumptions: who holds what, by what it is; what nobody knows or holds; every number as the case states it."""

from collections.abc import Sequence
from itertools import groupby

from pourparler.assess.assessment import Assessment, JudgementRow
from pourparler.briefing.document import Block, BulletList, Kind, Mark, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, with_meaning
from pourparler.briefing.marked import kinds
from pourparler.briefing.marks import RESULT, mark_of, marks_under
from pourparler.briefing.names import Names
from pourparler.wording import plural, say

#: In this order the kinds of statement are listed: what is least firm first.
_ORDER: tuple[Kind, ...] = ("assumption", "judgement", "claim", "fact")

#: A number of a case, as it is stated: where it stands, what is written there.
Stated = tuple[str, str]


def ledger(assessment: Assessment, names: Names) -> Section | None:
    """List every assumption, judgement, claim and fact with its holder, and how many numbers hang on it."""
    if not assessment.judgements:
        return None
    blocks: list[Block] = []
    for kind in _ORDER:
        rows = [row for row in assessment.judgements if mark_of(assessment, row.path).kind == kind]
        if rows:
            columns = (say("place"), say("held by"), say("since"), say("numbers"), say("note"))
            told = tuple(_row(row, names) for row in rows)
            blocks.append(Table(columns, told, kinds()[kind][1].capitalize(), (Mark(kind),) * len(rows)))
    return Section(say("Who holds what"), tuple(blocks), (), marks_under(assessment))


def _row(row: JudgementRow, names: Names) -> tuple[str, ...]:
    released = say("may be seen by {audience}", audience=names.of("parties", row.release)) if row.release else None
    notes = "; ".join(part for part in (row.note, row.source, released) if part)
    return row.path, row.by, row.on or NOTHING, str(row.covers), notes or NOTHING


def gaps(assessment: Assessment, names: Names) -> Section | None:
    """List every number that is not known, and every number that nobody holds."""
    unknown = assessment.unknowns
    blocks: list[Block] = []
    if unknown.blocking:
        blocks += [Paragraph(say("Unknown, and needed:")), BulletList(unknown.blocking)]
    if unknown.ranging:
        blocks += [Paragraph(say("Unknown, and left to range over all they may be:")), BulletList(unknown.ranging)]
    left = [names.of("preparation", step) for step in unknown.steps] + [names.of("moves", move) for move in unknown.moves]
    if left:
        blocks += [Paragraph(say("Set aside for want of a number:")), BulletList(tuple(left))]
    if unknown.unheld:
        blocks += [Paragraph(say("Held by nobody:")), BulletList(unknown.unheld)]
    return Section(say("What nobody knows or holds"), tuple(blocks)) if blocks else None


def stated(assessment: Assessment, numbers: Sequence[Stated]) -> Section | None:
    """Tabulate every number as the case states it, part by part, each with who holds it: what results are traced back to."""
    if not numbers:
        return None
    blocks: list[Block] = [
        Paragraph(say("A word of likelihood stands with its range. What is found is found from these and nothing else."))
    ]
    for part, found in groupby(numbers, key=lambda row: row[0].partition(".")[0]):
        rows = [(path, with_meaning(written)) for path, written in found]
        marks = tuple(mark_of(assessment, *path.split(".")) for path, _ in rows)
        count = plural("one number", "{n} numbers", len(rows))
        caption = say("Stated under {part}: {count}", part=part, count=count)
        blocks.append(Table((say("place"), say("as the case states it")), tuple(rows), caption, marks))
    return Section(say("Every number of the case"), tuple(blocks))


def trace(assessment: Assessment) -> Section:
    """Say which parts of a case each part of the book is found from, and by what."""
    columns = (say("part"), say("found from"), say("by"))
    rows = (
        (say("Verdict"), "gate, meeting, moves, preparation", say("the value of each action in every world, within the gate")),
        (
            say("Intentions"),
            "questions, evidence, sources, grades",
            say("Bayes over the joint states of the sources; copies count once"),
        ),
        (
            say("At the table"),
            "issues, values, no_deal, exclude, implies",
            say("the exact frontier; the Nash solution for each type"),
        ),
        (
            say("Partners"),
            "parties, effects, red_lines, consultation",
            say("effects summed over the agreement, against red lines and tolerance"),
        ),
        (say("Moves"), "moves", say("no-deal values under every set of moves, on the same frontier")),
        (
            say("Partial deals"),
            "staging, later",
            say("the state that a stage leaves: what is agreed, leverage, what can be undone"),
        ),
        (say("Plan"), "preparation, timing", say("dynamic programming over the results of every step")),
    )
    note = Paragraph(
        say("A place is the path of a field in the case file: moves.pressure.cost is the cost of the move called pressure.")
    )
    return Section(say("How to trace a number"), (Table(columns, rows, say("What is found from what")), note), (), (RESULT,))
