# SPDX-License-Identifier: Apache-2.0
"""The account: what the result rests on, how to get it again, and what its ranges do and do not mean."""

from pourparler.assess.assessment import Assessment, JudgementRow
from pourparler.briefing.document import Block, BulletList, Mark, Paragraph, Section, Table
from pourparler.briefing.figures import points
from pourparler.briefing.marks import mark_of
from pourparler.briefing.names import Names
from pourparler.wording import plural, say

#: So many characters of a digest tell one case from another on a screen.
_DIGEST_SHOWN = 12
#: So many numbers that nobody holds are named; the rest are counted.
_MOST_NAMED = 20
#: So many numbers that range freely are named on the one screen.
_MOST_ON_SCREEN = 3


def account(assessment: Assessment, names: Names) -> Section:
    """Say what the ranges mean, which numbers nobody knows or holds, and with which seed and version this was found."""
    run = assessment.run
    ranges = Paragraph(say("Ranges (5% to 95%) show sensitivity to the inputs; they are not credible intervals."))
    repeat = Paragraph(
        say(
            "{worlds} worlds, seed {seed}, version {version}, case {digest}.",
            worlds=run.worlds,
            seed=run.seed,
            version=run.version,
            digest=assessment.case.digest[:_DIGEST_SHOWN],
        )
    )
    gaps = _gaps(assessment)
    brief: list[Block] = [*([Paragraph(" ".join(gaps))] if gaps else []), ranges]
    blocks: list[Block] = [ranges, repeat, *([BulletList(tuple(gaps))] if gaps else []), *_details(assessment)]
    if run.monte_carlo_error is not None:
        error = say("Monte-Carlo error of the leading value: {error} points.", error=points(run.monte_carlo_error))
        blocks.insert(2, Paragraph(error))
    return Section(say("Account"), tuple(blocks), tuple(brief))


def _gaps(assessment: Assessment) -> list[str]:
    """Return a sentence on each kind of gap: unknown numbers, and numbers that nobody holds."""
    unknown = assessment.unknowns
    out = []
    if unknown.blocking:
        out.append(say("Unknown and needed: {paths}.", paths=", ".join(unknown.blocking)))
    if unknown.ranging:
        count = len(unknown.ranging)
        told = plural("One number is unknown and ranges freely", "{n} numbers are unknown and range freely", count)
        named = say("{told}: {paths}.", told=told, paths=", ".join(unknown.ranging))
        out.append(named if count <= _MOST_ON_SCREEN else f"{told}.")
    if unknown.unheld:
        count = len(unknown.unheld)
        out.append(plural("One number has no holder.", "{n} numbers have no holder.", count))
    return out


def _details(assessment: Assessment) -> list[Block]:
    unknown = assessment.unknowns
    out: list[Block] = []
    if unknown.ranging:
        out.append(Paragraph(say("Unknown: {paths}", paths=_listed(unknown.ranging))))
    if unknown.unheld:
        out.append(Paragraph(say("Held by nobody: {paths}", paths=_listed(unknown.unheld))))
    if assessment.judgements:
        columns = (say("judgement"), say("held by"), say("numbers"), say("note"))
        marks = tuple(Mark(mark_of(assessment, row.path).kind) for row in assessment.judgements)  # its holder has a column
        rows = tuple(_judgement(row) for row in assessment.judgements)
        out.append(Table(columns, rows, say("Who holds what"), marks))
    return out


def _judgement(row: JudgementRow) -> tuple[str, ...]:
    holder = ", ".join(part for part in (row.by, row.basis, row.on) if part)
    released = say("may be seen by {audience}", audience=row.release) if row.release else None
    return row.path, holder, str(row.covers), "; ".join(part for part in (row.note, row.source, released) if part)


def _listed(paths: tuple[str, ...]) -> str:
    left = len(paths) - _MOST_NAMED
    more = [plural("and one more", "and {n} more", left)] if left > 0 else []
    return ", ".join([*paths[:_MOST_NAMED], *more])
