# SPDX-License-Identifier: Apache-2.0
"""The mandate, and what counts as success."""

from collections.abc import Mapping

from pourparler.assess.assessment import Assessment
from pourparler.assess.success import SuccessRow, TogetherRow
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent_with_range
from pourparler.briefing.marks import found_from, marks_under
from pourparler.briefing.names import Names
from pourparler.briefing.sections.goals import sought
from pourparler.briefing.sections.verdict import action_name
from pourparler.wording import plural, say

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
            listed = ", ".join(_option(option, names) for option in drawn) or NOTHING
            out.append(
                say("{body} ({party}): {options}", body=names.of(body), party=names.of("parties", party), options=listed)
            )
    return out


def success(assessment: Assessment, names: Names) -> Section | None:
    """Print what counts as success, and the chance of it by action."""
    found = assessment.record.success
    if not found:
        return None
    columns = (say("what counts as success"), say("by"), say("judged by"), say("for"), say("chance by action"))
    table = Table(columns, tuple(_criterion(row, names) for row in found), say("What success is, and its chance by action"))
    note = Paragraph(
        say(
            "A chance is read off the likely agreement where the criterion is a test on it (whether an agreement is reached, "
            "holds what is asked and, where asked, is kept); otherwise it is somebody's forecast."
        )
    )
    blocks: list[Block] = [table, note]
    together = [_together(row, names) for row in assessment.record.success_together]
    if together:
        heads = (say("all of"), say("by"), say("for"), say("chance by action"))
        blocks.append(Table(heads, tuple(together), say("Criteria of one day and party, met together")))
    return Section(say("Success"), tuple(blocks), (), found_from(assessment, "success"))


def _together(row: TogetherRow, names: Names) -> tuple[str, ...]:
    chances = "; ".join(f"{action_name(action)} {percent_with_range(chance)}" for action, chance in row.computed.items())
    party = names.of("parties", row.party) if row.party is not None else NOTHING
    return plural("{n} test", "{n} tests", row.criteria), row.by or NOTHING, party, chances


def _criterion(row: SuccessRow, names: Names) -> tuple[str, ...]:
    chances = [f"{action_name(a)} {percent_with_range(p)}" for a, p in row.computed.items()]
    chances += [
        say("{action} {chance} (forecast)", action=action_name(action), chance=percent_with_range(chance))
        for action, chance in row.forecast.items()
    ]
    what = row.what if row.written is None else say("{what} (written {on})", what=row.what, on=row.written)
    party = names.of("parties", row.party) if row.party is not None else NOTHING
    return what, row.by or NOTHING, row.judged_by or NOTHING, party, "; ".join(chances) or NOTHING
