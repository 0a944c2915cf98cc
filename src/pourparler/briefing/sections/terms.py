# SPDX-License-Identifier: Apache-2.0
"""The terms of the table: what no package may hold, what has to go with what, and which offers there are."""

from collections.abc import Mapping

from pourparler.assess.assessment import Assessment
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING
from pourparler.briefing.marks import marks_under
from pourparler.briefing.names import Names
from pourparler.briefing.sections.mandate import Row, rows_of, text
from pourparler.wording import say


def terms(assessment: Assessment, names: Names) -> Section | None:
    """Print what is excluded and implied, and every offer."""
    blocks: list[Block] = []
    barred = [_options(row, names) for row in rows_of(assessment, "exclude")]
    barred += [_implied(row, names) for row in rows_of(assessment, "implies")]
    if barred:
        blocks += [Paragraph(say("What a package cannot be:")), BulletList(tuple(barred))]
    blocks += _offers(assessment, names)
    marks = marks_under(assessment, "exclude", "implies", "offers")
    return Section(say("Terms of the table"), tuple(blocks), (), marks) if blocks else None


def _offers(assessment: Assessment, names: Names) -> list[Block]:
    """Return the offers, each with who made it and when."""
    found = assessment.as_written.get("offers")
    if not isinstance(found, Mapping) or not found:
        return []
    columns = (say("offer"), say("by"), say("on"), say("package"), say("note"))
    rows = tuple(
        (
            names.of("offers", name),
            names.of("parties", str(row["by"])) if row["by"] is not None else NOTHING,
            text(row, "on"),
            _options(row["package"], names),
            text(row, "note"),
        )
        for name, row in found.items()
    )
    return [Table(columns, rows, say("Offers, in the order in which they are written"))]


def _option(issue: str, option: str, names: Names) -> str:
    return f"{names.of('issues', issue)}: {names.of(issue, option)}"


def _options(row: object, names: Names) -> str:
    """Return options that stand together."""
    stated = row.items() if isinstance(row, Mapping) else ()
    return " + ".join(_option(str(issue), str(option), names) for issue, option in stated)


def _implied(row: Row, names: Names) -> str:
    """Return an implication as what a condition leaves on each issue."""
    then = row.get("then")
    left = []
    for issue, options in then.items() if isinstance(then, Mapping) else ():
        left.append(say("{options} only", options=" / ".join(_option(issue, option, names) for option in options)))
    return say("{options}, unless with {left}", options=_options(row.get("when"), names), left=", ".join(left))
