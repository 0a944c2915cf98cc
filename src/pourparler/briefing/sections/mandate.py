# SPDX-License-Identifier: Apache-2.0
"""The mandate: what is sought and what would be given for it."""

from collections.abc import Mapping

from pourparler.assess.assessment import Assessment
from pourparler.briefing.document import Block, BulletList, Paragraph, Section
from pourparler.briefing.figures import NOTHING
from pourparler.briefing.marks import marks_under
from pourparler.briefing.names import Names
from pourparler.briefing.sections.goals import sought
from pourparler.wording import say

Row = Mapping[str, object]


def rows_of(assessment: Assessment, part: str) -> list[Row]:
    """Return a list of what the case says in words, as tables by key; empty where nothing is written."""
    found = assessment.as_written.get(part)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def text(row: Row, key: str, otherwise: str = NOTHING) -> str:
    """Return one text of a row."""
    value = row.get(key)
    return otherwise if value is None else str(value)


def mandate(assessment: Assessment, names: Names) -> Section | None:
    """Print what is sought of the meeting and of the whole, exchanges, red lines and open disagreements."""
    found = assessment.as_written.get("mandate")
    if not isinstance(found, Mapping):
        return None
    blocks: list[Block] = sought(assessment.goals, names)
    gives = [
        say("{give} for {get}", give=_option(row["give"], names), get=_option(row["get"], names))
        if row["get"]
        else say("{give} for nothing", give=_option(row["give"], names))
        for row in found.get("gives", ())
    ]
    blocks += _listed(say("What would be given for what:"), gives)
    blocks += _listed(say("Not to be crossed:"), [_option(option, names) for option in found.get("red_lines", ())])
    open_ones = [_disagreement(row, names) for row in found.get("disagreements", ())]
    blocks += _listed(say("Open disagreements on our own side:"), open_ones)
    blocks += _listed(say("Bodies that have to ratify, and what they would not:"), _ratifiers(assessment, names))
    return Section(say("Mandate"), tuple(blocks), (), marks_under(assessment, "mandate", "red_lines")) if blocks else None


def _option(option: object, names: Names) -> str:
    issue, _, name = str(option).partition(".")
    return f"{names.of('issues', issue)}: {names.of(issue, name)}"


def _said(who: object, what: object, on: object) -> str:
    return f"{who}: {what}" + (f" ({on})" if on else "")


def _disagreement(row: Row, names: Names) -> str:
    told = _said(row["who"], row["says"], row["on"])
    held = row.get("infeasible")
    return say("{told}; holds that it cannot be had: {option}", told=told, option=_option(held, names)) if held else told


def _listed(lead: str, items: list[str]) -> list[Block]:
    return [Paragraph(lead), BulletList(tuple(items))] if items else []


def _ratifiers(assessment: Assessment, names: Names) -> list[str]:
    held, lines = assessment.as_written.get("ratifiers"), assessment.as_written.get("red_lines")
    out = []
    for party, bodies in held.items() if isinstance(held, Mapping) else ():
        for body in bodies:
            drawn = lines.get(body, ()) if isinstance(lines, Mapping) else ()
            listed = ", ".join(_option(option, names) for option in drawn) or say("nothing on record")
            out.append(
                say("{body} ({party}): {options}", body=names.of(body), party=names.of("parties", party), options=listed)
            )
    return out
