# SPDX-License-Identifier: Apache-2.0
"""Whose consent a deal needs, and which of those at the table could make one among themselves."""

from collections.abc import Mapping

from pourparler.assess.assessment import Assessment, CoalitionRow
from pourparler.briefing.document import Block, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.wording import say


def coalitions(assessment: Assessment, names: Names) -> Section | None:
    """Say by which rule those at the table decide; tabulate who could deal with whom, and what it would bring to everyone."""
    row, rule = assessment.bargaining, _rule(assessment, names)
    blocks: list[Block] = [Paragraph(rule)] if rule is not None else []
    found = row.coalitions
    without = [c for c in found if c.without_us and c.probability]
    brief: tuple[Block, ...] = ()
    if without:
        likeliest = max(without, key=lambda c: c.probability or 0.0)
        told = say(
            "Without us, {parties} could make a deal that all of them gain by with probability {chance}.",
            parties=_who(likeliest, names),
            chance=percent(likeliest.probability or 0.0),
        )
        brief = (Paragraph(told),)
        blocks += brief
    if found:
        gains = [say("worth to {party}", party=names.of("parties", party)) for party in row.parties]
        columns = (say("among"), say("a deal exists in"), *gains)
        rows = tuple((_who(c, names), *_cells(c, row.parties, names)) for c in found)
        blocks.append(Table(columns, rows, say("Who could make a deal with whom, and what it brings beside no deal")))
    marks = found_from(assessment, "values", "no_deal", "consent")
    return Section(say("Who decides"), tuple(blocks), brief, marks) if blocks else None


def _who(row: CoalitionRow, names: Names) -> str:
    return " + ".join(names.of("parties", party) for party in row.parties)


def _cells(row: CoalitionRow, parties: tuple[str, ...], names: Names) -> tuple[str, ...]:
    if row.probability is None:
        return (names.told(row.why) if row.why is not None else NOTHING, *(NOTHING for _ in parties))
    gains = (points_with_range(row.gains[p]) if p in row.gains else NOTHING for p in parties)
    return percent(row.probability), *gains


def _rule(assessment: Assessment, names: Names) -> str | None:
    """Return the rule of consent in words; None where only the two sides are at the table and nothing is said."""
    stated, parties = assessment.as_written.get("consent"), assessment.bargaining.parties
    if stated is None and len(parties) <= 2:
        return None
    everyone = ", ".join(names.of("parties", party) for party in parties)
    if stated == "all_but_one":
        return say("At the table: {parties}. A deal needs the consent of all but one of them.", parties=everyone)
    if not isinstance(stated, Mapping):
        return say("At the table: {parties}. A deal needs the consent of all of them.", parties=everyone)
    vetoes = ", ".join(names.of("parties", str(party)) for party in stated.get("vetoes") or ())
    quota = stated.get("quota")
    if quota is None:
        return say("At the table: {parties}. A deal needs the consent of {vetoes}.", parties=everyone, vetoes=vetoes)
    told = say("At the table: {parties}. A deal needs the consent of {n} of them.", parties=everyone, n=quota)
    return say("{told} Among these must be {vetoes}.", told=told, vetoes=vetoes) if vetoes else told
