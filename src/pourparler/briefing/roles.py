# SPDX-License-Identifier: Apache-2.0
"""Role sheets: what somebody needs who plays a party in a rehearsal, each on a sheet of its own.

People who play the parties foresee decisions better than people who only think about them (Green & Armstrong 2011). A sheet
holds what all at the table may know and what our side holds about that one party; nothing of what another wants or can bear.
"""

from collections.abc import Iterator, Mapping

from pourparler.assess.assessment import Assessment, OptionRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, Briefing, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent_with_range, points_range, points_with_range
from pourparler.briefing.marks import RESULT, mark_of, marks_under
from pourparler.briefing.names import Names, names_of
from pourparler.briefing.sections.mandate import mandate
from pourparler.briefing.sections.verdict import stamp_of
from pourparler.wording import say


def roles(assessment: Assessment) -> dict[str, Briefing]:
    """Return a sheet for every party of the case, by its identifier."""
    names = names_of(assessment)
    return {party: _sheet(assessment, party, role, names) for party, role in _parties(assessment).items()}


def _parties(assessment: Assessment) -> Mapping[str, str]:
    found = assessment.as_written.get("parties")
    return {str(party): str(role) for party, role in found.items()} if isinstance(found, Mapping) else {}


def _sheet(assessment: Assessment, party: str, role: str, names: Names) -> Briefing:
    name = names.of("parties", party)
    ours = say("Played from what our own side holds: it tells what we believe of {party}. Not for anybody outside.", party=name)
    head = Section(say("Role sheet: {party} ({role})", party=name, role=names.of(role)), (Paragraph(ours),))
    told = (
        _setting(assessment, names),
        _wants(assessment, party, role, names),
        _without(assessment, party, role, names),
        _types(assessment, role, names),
        _limits(assessment, party, names),
        _told(assessment, party, names),
        mandate(assessment, names) if role == "own" else None,
        _play(name),
    )
    sections = tuple(section for section in told if section is not None)
    return Briefing(assessment.case.title, (head,), stamp_of(assessment, names), sections)


def _setting(assessment: Assessment, names: Names) -> Section:
    """Say what everybody at the table knows: who is there, what is open, whether a meeting is agreed."""
    listed = [f"{names.of('parties', party)} ({names.of(role)})" for party, role in _parties(assessment).items()]
    blocks: list[Block] = [Paragraph(say("Parties: {parties}.", parties=", ".join(listed)))]
    if assessment.meeting.agreed is not None:
        blocks.append(Paragraph(say("A meeting was agreed on {day}.", day=assessment.meeting.agreed)))
    issues: dict[str, list[str]] = {}
    for row in assessment.bargaining.options:
        issues.setdefault(row.issue, []).append(names.of(row.issue, row.option))
    if issues:
        rows = tuple((names.of("issues", issue), "; ".join(options)) for issue, options in issues.items())
        blocks.append(Table((say("issue"), say("what could be agreed")), rows, say("What is on the table")))
    return Section(say("The setting"), tuple(blocks))


def _wants(assessment: Assessment, party: str, role: str, names: Names) -> Section | None:
    """Tabulate what each option is worth to the party, issue by issue, the best first."""
    found = [(row, worth) for row in assessment.bargaining.options if (worth := _worth(row, party, role)) is not None]
    if found:
        ranked = sorted(found, key=lambda pair: (pair[0].issue, -pair[1].mean, pair[0].option))
        rows = tuple((names.of("issues", r.issue), names.of(r.issue, r.option), points_range(worth)) for r, worth in ranked)
        table = Table((say("issue"), say("option"), say("worth to you")), rows, say("What each option adds, in points"))
        return Section(say("What you want"), (table,), rests_on=marks_under(assessment, f"values.{party}"))
    felt = [row for row in assessment.incidence if row.party == party]
    if not felt:
        return None
    effects = tuple((names.of(*row.concession.split(".")), points_with_range(row.effect)) for row in felt)
    table = Table((say("if this is conceded"), say("effect on you")), effects, say("What it does to you, on your own scale"))
    return Section(say("What is at stake for you"), (table,), rests_on=marks_under(assessment, "effects"))


def _worth(row: OptionRow, party: str, role: str) -> Spread | None:
    """Return what an option adds to the value of a party at the table."""
    at_table = {"own": row.own, "counterpart": row.counterpart}
    return at_table.get(role) if role in at_table else row.others.get(party)


def _without(assessment: Assessment, party: str, role: str, names: Names) -> Section | None:
    """Say what the party has if there is no deal."""
    blocks: list[Block] = []
    stated = assessment.as_written.get("no_deal")
    course = stated.get(party) if isinstance(stated, Mapping) else None
    if isinstance(course, Mapping):
        ends = ((say("At best"), course.get("batna")), (say("At worst"), course.get("watna")))
        blocks += [Paragraph(str(text), lead=lead) for lead, text in ends if text]
    worth = {"own": assessment.no_summit.own, "counterpart": assessment.no_summit.counterpart}.get(role)
    if worth is not None:
        blocks.append(Paragraph(say("No deal is worth {points} points to you.", points=points_with_range(worth)), mark=RESULT))
    rests_on = marks_under(assessment, f"no_deal.{party}")
    return Section(say("Without a deal"), tuple(blocks), rests_on=rests_on) if blocks else None


def _types(assessment: Assessment, role: str, names: Names) -> Section | None:
    """For the other side: which intention to play, each as likely as it is held to be."""
    if role != "counterpart" or not assessment.intentions:
        return None
    blocks: list[Block] = [Paragraph(say("Choose one answer to each question before you begin, and tell nobody."))]
    for question in dict.fromkeys(row.question for row in assessment.intentions):
        rows = [row for row in assessment.intentions if row.question == question]
        asked = rows[0].asked or names.of("questions", question)
        ranked = sorted(rows, key=lambda row: (-row.posterior.mean, row.hypothesis))
        told = tuple(f"{names.of(question, row.hypothesis)}: {percent_with_range(row.posterior)}" for row in ranked)
        blocks += [Paragraph(asked), BulletList(told)]
    return Section(say("What you intend"), tuple(blocks), rests_on=(RESULT,))


def _limits(assessment: Assessment, party: str, names: Names) -> Section | None:
    """List what the party will not have, and who has to ratify for it."""
    lines, bodies = assessment.as_written.get("red_lines"), assessment.as_written.get("ratifiers")
    drawn = lines.get(party) if isinstance(lines, Mapping) else None
    blocks: list[Block] = []
    if isinstance(drawn, list) and drawn:
        blocks += [Paragraph(say("You will not have:")), BulletList(tuple(names.of(*str(each).split(".")) for each in drawn))]
    held = bodies.get(party) if isinstance(bodies, Mapping) else None
    if isinstance(held, list) and held:
        ratify = ", ".join(names.of(str(body)) for body in held)
        blocks.append(Paragraph(say("What you sign has to be ratified by: {bodies}.", bodies=ratify)))
    tolerance = next((row.tolerance for row in assessment.partners if row.party == party), None)
    if tolerance is not None:
        mark = mark_of(assessment, "parties", party, "tolerance")
        lived = say("You live with a loss of up to {points} points.", points=points_with_range(tolerance))
        blocks.append(Paragraph(lived, mark=mark))
    return Section(say("Your limits"), tuple(blocks)) if blocks else None


def _told(assessment: Assessment, party: str, names: Names) -> Section | None:
    """Tabulate what the party has been told, and what it answered."""
    rows = [row for row in assessment.consultation.ledger if row.party == party]
    if not rows:
        return None
    told = tuple((row.on or NOTHING, row.told or NOTHING, row.answer or NOTHING) for row in rows)
    table = Table((say("on"), say("told"), say("answered")), told, say("What you have been told"))
    return Section(say("What you know"), (table,), rests_on=marks_under(assessment, "consultation"))


def _play(name: str) -> Section:
    return Section(say("How to play"), (BulletList(tuple(_advice(name))),))


def _advice(name: str) -> Iterator[str]:
    yield say("Decide as {party} would, not as you would. Where the sheet is silent, contradict nothing on it.", party=name)
    yield say("Do not show your numbers to the others: they have to find out.")
    yield say("Afterwards write down what was decided and what surprised you: it belongs in the case, with its source.")
