# SPDX-License-Identifier: Apache-2.0
"""Consultation: who was told what, what telling each costs and brings, when, whom to ask first, and the common line."""

from collections.abc import Sequence

from pourparler.assess.assessment import Assessment
from pourparler.assess.consultation_rows import ApproachRow, Consulted, LineRow, SequenceRow, TellingRow
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, percent_with_range, points, points_with_range
from pourparler.briefing.marks import found_from, mark_of
from pourparler.briefing.names import Names
from pourparler.briefing.sections.calendar import counted_day, who_when
from pourparler.briefing.sections.gate import step_name
from pourparler.wording import say


def consultation(assessment: Assessment, names: Names) -> Section | None:
    """Print the ledger, what telling each party costs and brings, the calendar, whom to ask first and the common line."""
    found = assessment.consultation
    blocks: list[Block] = [
        *_ledger(assessment, names),
        *_tellings(found, names),
        *who_when(found, assessment.case.as_of, names),
        *_sequence(assessment, names),
        *_line(assessment, names),
    ]
    if not blocks:
        return None
    rests_on = found_from(assessment, "consultation", "preparation", "coalition", "influence", "common_line")
    return Section(say("Consultation"), tuple(blocks), (), rests_on)


def _ledger(assessment: Assessment, names: Names) -> list[Block]:
    rows = assessment.consultation.ledger
    if not rows:
        return []
    columns = (say("party"), say("told"), say("level"), say("on"), say("answer"))
    told = tuple(
        (
            names.of("parties", row.party),
            row.told or NOTHING,
            row.level or NOTHING,
            say("{day} (after the meeting was agreed)", day=row.on) if row.after_agreed else row.on or NOTHING,
            row.answer or NOTHING,
        )
        for row in rows
    )
    marks = tuple(mark_of(assessment, "consultation", str(number)) for number in range(len(rows)))
    return [Table(columns, told, say("Who has been told what"), marks)]


def _tellings(found: Consulted, names: Names) -> list[Block]:
    if not found.parties:
        return []
    columns = (
        say("party"),
        say("not told before"),
        say("the gate asks"),
        say("telling it first costs"),
        say("told by"),
        say("on"),
        say("worth to fixing"),
        say("its own cost"),
    )
    table = Table(columns, tuple(_telling(row, names) for row in found.parties), say("What telling each costs and brings"))
    note = Paragraph(
        say(
            "What telling a party first costs is the price of its condition in the gate: the best plan without it less the "
            "best plan with it, beside all else that is asked; where it is another number, also if it alone were asked. What "
            "telling is worth is what fixing the date today would gain if the step had succeeded, before its cost and delay: "
            "by reach, by what the party then tolerates, by the moves that become possible."
        )
    )
    return [table, note]


def _telling(row: TellingRow, names: Names) -> tuple[str, ...]:
    return (
        say("{party} (told)", party=names.of("parties", row.party)) if row.informed else names.of("parties", row.party),
        ", ".join(step_name(step) for step in row.uninformed_before) or NOTHING,
        ", ".join(step_name(step) for step in row.asked_before) or NOTHING,
        _price(row),
        names.of("preparation", row.step) if row.step is not None else NOTHING,
        counted_day(row.told_on) if row.told_on is not None else NOTHING,
        points_with_range(row.worth) if row.worth is not None else names.told(row.why) if row.why is not None else NOTHING,
        points_with_range(row.cost) if row.cost is not None else NOTHING,
    )


def _price(row: TellingRow) -> str:
    """Write what telling a party first costs beside all else that is asked, and alone where that is another number."""
    beside, alone = (points(price) if price is not None else NOTHING for price in (row.price, row.price_alone))
    return beside if beside == alone else say("{beside} ({alone} alone)", beside=beside, alone=alone)


def _sequence(assessment: Assessment, names: Names) -> list[Block]:
    found = assessment.consultation.sequence
    if found is None:
        return []
    needed = _parties(found.needed, names)
    lead = [say("Needed in the end: {parties}.", parties=needed)]
    if found.already:
        agreed = (
            names.of("parties", party)
            if chance is None
            else say("{party} (put at {chance})", party=names.of("parties", party), chance=percent_with_range(chance))
            for party, chance in found.already.items()
        )
        lead.append(say("Already agreed to the common line: {parties}.", parties=", ".join(agreed)))
    if found.won is None:
        return [Paragraph(" ".join([*lead, say("Nobody is left to win.")]))]
    order = " → ".join(names.of("parties", party) for party in found.order)
    won = percent_with_range(found.won)
    lead.append(say("Best asked in this order: {order}. The chance that all agree is {won}.", order=order, won=won))
    lead.append(_how_sure(found, names))
    columns = (
        say("party"),
        say("agrees if asked first"),
        say("when its turn comes"),
        say("drawn by"),
        say("driven off by"),
        say("all agree if it is first"),
        say("all later ones agree after its yes"),
        say("after its no"),
    )
    rows = tuple(_approach(row, names, row is found.approaches[-1]) for row in found.approaches)
    marks = tuple(mark_of(assessment, "coalition", "agrees", row.party) for row in found.approaches)
    table = Table(columns, rows, say("Whom to ask first, worked back from the coalition needed"), marks)
    return [Paragraph(" ".join(lead)), table, *_planned(found, names), *_leaders(found, names)]


def _parties(parties: Sequence[str], names: Names) -> str:
    return ", ".join(names.of("parties", party) for party in parties)


def _how_sure(found: SequenceRow, names: Names) -> str:
    """Say of which two parties the order is determined, of which it is open, and of which it makes no difference."""

    def told(template: str, orders: tuple[str, ...]) -> str:
        pairs = [(names.of("parties", p.first), names.of("parties", p.second)) for p in found.pairs if p.order in orders]
        return "; ".join(say(template, first=first, second=second) for first, second in pairs)

    settled = told("{first} before {second}", ("before",))
    open_ = told("{first} or {second} first", ("not_determined", "after"))
    free = told("{first} or {second}", ("either",))
    parts = [
        say("Determined: {pairs}.", pairs=settled) if settled else "",
        say("Not determined: {pairs}.", pairs=open_) if open_ else "",
        say("It makes no difference which of these is first: {pairs}.", pairs=free) if free else "",
    ]
    return " ".join(part for part in parts if part)


def _approach(row: ApproachRow, names: Names, is_last: bool) -> tuple[str, ...]:
    later = (NOTHING, NOTHING) if is_last else (row.rest_if_agreed, row.rest_if_refused)
    return (
        names.of("parties", row.party),
        percent_with_range(row.alone),
        percent_with_range(row.at_turn),
        _parties(row.drawn_by, names) or NOTHING,
        _parties(row.driven_off_by, names) or NOTHING,
        percent_with_range(row.first),
        *(chance if isinstance(chance, str) else percent_with_range(chance) for chance in later),
    )


def _planned(found: SequenceRow, names: Names) -> list[Block]:
    """Return how the order of ledger and calendar compares with the best one."""
    if found.planned_won is None or found.gain is None:
        return []
    planned = " → ".join(names.of("parties", party) for party in found.planned)
    if found.planned == found.order:
        return [Paragraph(say("The ledger and the calendar take them in this order."))]
    told = say(
        "The ledger and the calendar take them in another order, {order}: "
        "the chance that all agree is then {won}; the best order adds {gain}.",
        order=planned,
        won=percent_with_range(found.planned_won),
        gain=percent_with_range(found.gain),
    )
    return [Paragraph(told)]


def _leaders(found: SequenceRow, names: Names) -> list[Block]:
    if len(found.leaders) < 2:
        return []
    lines = [
        say(
            "{order}: as good as any in {share} of the worlds",
            order=" → ".join(names.of("parties", party) for party in leader.order),
            share=percent(leader.share),
        )
        for leader in found.leaders
    ]
    return [BulletList(tuple(lines))]


def _line(assessment: Assessment, names: Names) -> list[Block]:
    """Return the common line in full: its words, who has agreed and who has not, and every point that is open."""
    line = assessment.consultation.line
    if line is None:
        return []
    mark = mark_of(assessment, "common_line")
    agreed = [say("{party} ({day})", party=names.of("parties", party), day=day) for party, day in line.agreed.items()]
    told = [
        say("Agreed: {parties}.", parties=", ".join(agreed)) if agreed else say("Agreed by nobody yet."),
        say("Not agreed: {parties}.", parties=_parties(line.not_agreed, names)) if line.not_agreed else "",
        say("To be seen by: {audience}.", audience=_seen_by(line.release, names)) if line.release is not None else "",
    ]
    blocks: list[Block] = [
        Paragraph(say("Common line: {text}", text=line.text), mark=mark),
        Paragraph(" ".join(part for part in told if part)),
    ]
    return [*blocks, *_open_points(line, names)]


def _seen_by(release: str, names: Names) -> str:
    """Return who may see a line: the labels of parties where it names parties, else its words as they are."""
    return ", ".join(names.of("parties", who) if who.isidentifier() else who for who in release.split(", "))


def _open_points(line: LineRow, names: Names) -> list[Block]:
    if not line.open:
        return []
    columns = (say("open point"), say("with"), say("proposal"))
    rows = tuple(
        (row.point, names.of("parties", row.party) if row.party is not None else NOTHING, row.proposal or NOTHING)
        for row in line.open
    )
    return [Table(columns, rows, say("What is open in the common line"))]
