# SPDX-License-Identifier: Apache-2.0
"""The page of `pourparler stages`: a deal in stages by itself."""

from pourparler.assess.staged_rows import WhatIfRow
from pourparler.assess.staged_study import StagesStudy
from pourparler.briefing.document import Block, Briefing, BulletList, Paragraph, Section, Stamp, Table
from pourparler.briefing.figures import percent_with_range, points_with_range
from pourparler.briefing.marks import RESULT
from pourparler.briefing.names import Names
from pourparler.briefing.sections.staged import by_hypothesis, courses, hazards, holding, stops, terms
from pourparler.wording import plural, say


def staging(study: StagesStudy) -> Briefing:
    """Return the page on the stages of a case."""
    names = Names(study.labels)
    found = study.staged
    sections = [_about(study, names)]
    if found.why is None and found.stops:
        sections += [
            _section(say("Stages"), terms(found, names)),
            _section(say("Where it may stop"), [*holding(found, names), *stops(found, names)]),
            _section(say("By hypothesis"), by_hypothesis(found, names)),
            _section(say("Courses"), [*courses(found, names), *hazards(found, names)]),
            _section(say("Order"), _order(study, names)),
            _section(say("What would secure it"), _what_ifs(study, names)),
        ]
    if study.alarms:
        told = tuple(names.told(alarm.text) for alarm in study.alarms)
        sections.append(_section(say("Alarms"), [BulletList(told)]))
    case, run = study.case, study.run
    decider = study.decider or say("nobody named in the case")
    stamp = Stamp(names.of("parties", case.seat), case.as_of, decider, case.digest, run.seed, run.worlds, run.version)
    return Briefing(case.title, tuple(section for section in sections if section.blocks), stamp)


def _section(heading: str, blocks: list[Block]) -> Section:
    return Section(heading, tuple(blocks), (), (RESULT,))


def _about(study: StagesStudy, names: Names) -> Section:
    case, run = study.case, study.run
    text = say(
        "Seat: {seat} · as of {as_of} · case {digest} · seed {seed} · {worlds} worlds · version {version}",
        seat=names.of("parties", case.seat),
        as_of=case.as_of,
        digest=case.digest,
        seed=run.seed,
        worlds=run.worlds,
        version=run.version,
    )
    if study.staged.why is not None:
        return Section(case.title, (Paragraph(text), Paragraph(names.told(study.staged.why))))
    if not study.staged.stops:
        return Section(case.title, (Paragraph(text), Paragraph(say("The case has no stages."))))
    weight = say("What follows a stage weighs {weight} of its worth.", weight=percent_with_range(study.weight))
    return Section(case.title, (Paragraph(text), Paragraph(weight)))


def _order(study: StagesStudy, names: Names) -> list[Block]:
    """Say in which order of stages, as far as they go, neither side would leave."""
    row = study.staged.order
    if row is None:
        return []
    value = [points_with_range(each) for each in (row.own, row.counterpart, row.own_as_written, row.counterpart_as_written)]
    if not row.path:
        lead = say("There is no first stage that neither side would leave, on average over worlds.")
    else:
        told = say(", then ").join(names.of("stages", stage) for stage in row.path)
        lead = say("Neither side would leave, on average over worlds: {told}.", told=told)
        if not row.complete:
            lead += " " + say("What follows, one of them would not go through with.")
    template = "That is worth {ours} to us and {theirs} to them; as written, {mine} and {other}."
    worth = say(template, ours=value[0], theirs=value[1], mine=value[2], other=value[3])
    looked = plural("One step was valued.", "{n} steps were valued.", row.looked_at)
    return [Paragraph(f"{lead} {worth} {looked}")]


def _what_ifs(study: StagesStudy, names: Names) -> list[Block]:
    columns = (say("if it held in full at every stage"), say("worth to us"), say("to them"), say("neither side would leave"))
    rows = tuple(
        (
            what_if_name(row, names),
            points_with_range(row.own),
            points_with_range(row.counterpart),
            say("yes") if row.holds else say("no"),
        )
        for row in study.staged.what_ifs
    )
    note = say(
        "Each is what the stages as written would be worth with it, less what they are worth: the most it could be worth."
    )
    return [Table(columns, rows, say("Terms that are not written, or only in part")), Paragraph(note)]


def what_if_name(row: WhatIfRow, names: Names) -> str:
    """Return the name of a term that might be added."""
    if row.holder is not None:
        return say("snap-back for {party}", party=names.of("parties", row.holder))
    told = {
        "escrow": say("escrow of both parts until a stage is through"),
        "breach_seen": say("every breach seen in time"),
        "unsecured": say("neither snap-back nor escrow, where some is written"),
    }
    return told[row.term]
