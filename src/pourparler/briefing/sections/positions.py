# SPDX-License-Identifier: Apache-2.0
"""Joint positions of a case: forecasts with their published errors, a map of who stands where, levers, and power in a vote."""

from collections.abc import Iterator
from dataclasses import replace

from pourparler.assess.assessment import Assessment
from pourparler.assess.line_rows import CHALLENGE_ERROR, MEAN_ERROR
from pourparler.assess.positions import PositionRow, StandRow
from pourparler.briefing.document import Block, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, coarsely_on_line, on_line, on_line_with_range, percent, percent_with_range
from pourparler.briefing.marks import found_from, mark_of
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.stakeholders import Stakeholder, stakeholder_figure
from pourparler.briefing.sections.line import errors_told, power
from pourparler.wording import say


def positions(assessment: Assessment, names: Names) -> Section | None:
    """Tell, question by question, where the parties would meet and who could move that."""
    rows = assessment.record.positions
    if not rows:
        return None
    blocks: list[Block] = []
    for row in rows:
        blocks += _question(assessment, row, names)
    blocks.append(Paragraph(errors_told()))
    return Section(say("Where the parties would meet"), tuple(blocks), (), found_from(assessment, "positions"))


def _question(assessment: Assessment, row: PositionRow, names: Names) -> Iterator[Block]:
    asked = row.asked or names.of("positions", row.question)
    scale = f"{on_line(row.scale[0])}–{on_line(row.scale[1])}" if row.scale is not None else NOTHING
    opened = row.challenge
    told = (
        (say("weighted mean"), on_line_with_range(row.mean), f"{MEAN_ERROR:.1f}"),
        (say("weighted median"), on_line_with_range(row.median), NOTHING),
        (say("challenge model, median"), on_line_with_range(opened.median), f"{CHALLENGE_ERROR:.1f}"),
        (say("the same by the least move"), on_line_with_range(opened.least_move_median), NOTHING),
    )
    yield Paragraph(say("{question} Scale: {scale}.", question=asked, scale=scale))
    yield Table((say("forecast"), say("position"), say("published error, of 100")), told, say("Where the parties would meet"))
    yield _stands(assessment, row, names)
    yield Paragraph(_on_median(row, names))
    if row.agreement is not None:
        yield Paragraph(_agreement(row))
    if row.power is not None:
        called = replace(row.power, players=tuple(names.of("parties", p) for p in row.power.players),
                         vetoes=tuple(names.of("parties", p) for p in row.power.vetoes))  # fmt: skip
        yield from power(called, is_brief=False).blocks


def _stands(assessment: Assessment, row: PositionRow, names: Names) -> Block:
    columns = (
        say("party"),
        say("position"),
        say("salience"),
        say("capability"),
        say("mean per unit"),
        say("mean nearer to us, if it joins"),
        say("mean without it"),
        say("at full salience"),
    )
    told = tuple(_stand(each, names) for each in row.parties)
    marks = tuple(mark_of(assessment, "positions", row.question, "of", each.party) for each in row.parties)
    table = Table(columns, told, say("Who stands where, and what a shift of one party alone would do"), marks)
    drawn = [
        Stakeholder(names.of("parties", each.party), each.position.mean, each.salience.mean, each.capability.mean)
        for each in row.parties
    ]
    return stakeholder_figure(drawn, row.mean.mean, row.median.mean, table) or table


def _stand(row: StandRow, names: Names) -> tuple[str, ...]:
    return (
        names.of("parties", row.party),
        on_line_with_range(row.position),
        percent_with_range(row.salience),
        on_line_with_range(row.capability),
        on_line_with_range(row.share),
        on_line_with_range(row.gain) if row.gain is not None else NOTHING,
        on_line_with_range(row.without),
        on_line_with_range(row.full_salience),
    )


def _on_median(row: PositionRow, names: Names) -> str:
    """Say between what ends each party alone could move the median, those first who could move it most."""
    order = sorted(row.parties, key=lambda each: each.median.low.mean - each.median.high.mean)
    ends = {
        names.of("parties", each.party): tuple(coarsely_on_line(end.mean) for end in (each.median.low, each.median.high))
        for each in order
    }
    told = [
        say("{party} {low} to {high}", party=party, low=low, high=high) for party, (low, high) in ends.items() if low != high
    ]
    idle = [party for party, (low, high) in ends.items() if low == high]
    lead = say("Where each party alone could move the median, from one end of all positions to the other:")
    still = say("Moved by none of these alone: {parties}.", parties=", ".join(idle)) if idle else ""
    return " ".join(part for part in (f"{lead} {'; '.join(told)}." if told else "", still) if part)


def _agreement(row: PositionRow) -> str:
    found = row.agreement
    assert found is not None  # asked by the caller
    if found.nash is None or found.kalai_smorodinsky is None:
        return say("In no world is there an answer that everybody prefers to what comes without agreement.")
    return say(
        "An answer that everybody prefers to what comes without agreement exists with probability {p}. "
        "There Nash, by weight, is {nash}, and Kalai–Smorodinsky {fair}.",
        p=percent(found.zone_probability),
        nash=on_line_with_range(found.nash),
        fair=on_line_with_range(found.kalai_smorodinsky),
    )
