# SPDX-License-Identifier: Apache-2.0
"""The mandate, how far its goals have moved, and what counts as success."""

from collections.abc import Mapping

from pourparler.assess.assessment import Assessment
from pourparler.assess.recorded import SuccessRow
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent_with_range, points_with_range
from pourparler.briefing.marks import found_from, marks_under
from pourparler.briefing.names import Names
from pourparler.briefing.sections.verdict import action_name
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
    """Print goals, exchanges, red lines and open disagreements, and how far each goal has moved."""
    found = assessment.as_written.get("mandate")
    if not isinstance(found, Mapping):
        return None
    blocks: list[Block] = []
    goals = [row for row in found.get("goals", ()) if isinstance(row, Mapping)]
    if goals:
        columns = (say("issue"), say("target"), say("floor"), say("approved"))
        blocks.append(
            Table(columns, tuple(_goal(row, names) for row in goals), say("What is sought, and the least that will do"))
        )
    blocks += _versions(assessment, found, names)
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


def _goal(row: Row, names: Names) -> tuple[str, ...]:
    issue = str(row["issue"])
    options = [names.of(issue, str(row[key])) if row.get(key) else NOTHING for key in ("target", "floor")]
    return names.of("issues", issue), *options, _approval(row.get("approved"))


def _approval(approved: object) -> str:
    parts = [str(approved[key]) for key in ("by", "on") if approved.get(key)] if isinstance(approved, Mapping) else []
    return ", ".join(parts) or say("by nobody")


def _versions(assessment: Assessment, found: Row, names: Names) -> list[Block]:
    """Return earlier versions of the goals, and how many points have been given up since the first."""
    history = found.get("history")
    if not isinstance(history, list) or not history:
        return []
    columns = (say("from"), say("what was sought"), say("because"), say("approved"))
    told = tuple(
        (
            text(row, "on"),
            ", ".join(_option(f"{issue}.{option}", names) for issue, option in row["goals"].items()) or NOTHING,
            text(row, "reason"),
            _approval(row.get("approved")),
        )
        for row in sorted(history, key=lambda row: str(row["on"]))
    )
    blocks: list[Block] = [Table(columns, told, say("Earlier versions of the goals"))]
    if assessment.record.drift:
        moved = tuple(
            (
                names.of("issues", row.issue),
                f"{names.of(row.issue, row.first)} → {names.of(row.issue, row.now)}",
                str(row.versions),
                points_with_range(row.given_up),
                points_with_range(row.left_to_floor) if row.left_to_floor is not None else NOTHING,
            )
            for row in assessment.record.drift
        )
        drifted = (say("goal"), say("first and now"), say("versions before"), say("points given up"), say("left to the floor"))
        blocks.append(Table(drifted, moved, say("How far each goal has moved")))
    return blocks


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
    return Section(say("Success"), (table, note), (), found_from(assessment, "success"))


def _criterion(row: SuccessRow, names: Names) -> tuple[str, ...]:
    chances = [f"{action_name(a)} {percent_with_range(p)}" for a, p in row.computed.items()]
    chances += [
        say("{action} {chance} (forecast)", action=action_name(action), chance=percent_with_range(chance))
        for action, chance in row.forecast.items()
    ]
    what = row.what if row.written is None else say("{what} (written {on})", what=row.what, on=row.written)
    party = names.of("parties", row.party) if row.party is not None else NOTHING
    return what, row.by or NOTHING, row.judged_by or NOTHING, party, "; ".join(chances) or NOTHING
