# SPDX-License-Identifier: Apache-2.0
"""The page of `pourparler goals`: what is sought, how far it has moved, what would be given for what, and what can be had."""

from pourparler.assess.goals_studied import DissentRow, GoalsStudy, ReachRow
from pourparler.assess.negotiating import TradeRow
from pourparler.briefing.document import Block, Briefing, BulletList, Paragraph, Section, Stamp, Table
from pourparler.briefing.figures import NOTHING, percent, points_with_range
from pourparler.briefing.marks import RESULT
from pourparler.briefing.names import Names
from pourparler.briefing.sections.goals import history_blocks, sought
from pourparler.wording import say


def goals_page(study: GoalsStudy) -> Briefing:
    """Return the page on the goals of a case."""
    names = Names(study.labels)
    sections = [
        (say("What is sought"), sought(study.goals, names)),
        (say("How the goals came about"), history_blocks(study.goals, names)),
        (say("What would be given for what"), _gives(study, names)),
        (say("Not to be crossed"), _red_lines(study, names)),
        (say("Achievable or not"), _reach(study, names)),
        (say("Dissents"), _dissents(study.dissents, names)),
        (say("Alarms"), _alarms(study, names)),
    ]
    told = tuple(Section(heading, tuple(blocks), (), (RESULT,)) for heading, blocks in sections if blocks)
    return Briefing(study.case.title, (_about(study, names), *told), _stamp(study, names))


def _stamp(study: GoalsStudy, names: Names) -> Stamp:
    case, run = study.case, study.run
    decider = study.decider or say("nobody named in the case")
    return Stamp(names.of("parties", case.seat), case.as_of, decider, case.digest, run.seed, run.worlds, run.version)


def _about(study: GoalsStudy, names: Names) -> Section:
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
    none = () if study.goals.rows else (Paragraph(say("The case states no goals (mandate.goals).")),)
    return Section(case.title, (Paragraph(text), *none))


def _gives(study: GoalsStudy, names: Names) -> list[Block]:
    if not study.gives:
        return []
    columns = (say("give"), say("get"), say("to us"), say("to them"), say("both gain in"))
    rows = tuple(_give(row, names) for row in study.gives)
    note = say(
        "Each pair is a change from what is in force today, in each side's own points. A give without a get is told below."
    )
    return [Table(columns, rows, say("Exchanges of the mandate")), Paragraph(note)]


def _give(row: TradeRow, names: Names) -> tuple[str, ...]:
    get = names.value("option", row.get) if row.get is not None else say("nothing")
    ours, theirs = points_with_range(row.own), points_with_range(row.counterpart)
    return names.value("option", row.give), get, ours, theirs, percent(row.both)


def _red_lines(study: GoalsStudy, names: Names) -> list[Block]:
    listed = tuple(names.value("option", option) for option in study.red_lines)
    return [BulletList(listed)] if listed else []


def _reach(study: GoalsStudy, names: Names) -> list[Block]:
    """Hold what was given up, targets, floors and objections against the zone."""
    if not study.reach and not study.objections:
        return []
    columns = (say("option"), say("what it is"), say("a deal with it exists in"), say("with moves"), say("then in"))
    rows = [_reached(row, names) for row in study.reach]
    rows += [
        (
            names.value("option", row.option),
            say("held to be infeasible by {who}", who=row.who),
            percent(row.p_zone),
            names.moves(row.moves) if row.moves else NOTHING,
            percent(row.p_zone_with_moves) if row.moves else NOTHING,
        )
        for row in study.objections
    ]
    note = say(
        "A deal exists where some package with the option leaves neither side worse off than no deal. 0% says: not under "
        "present alternatives, nor under the moves of the case. It does not say impossible."
    )
    return [Table(columns, tuple(rows), say("Goals held against the zone")), Paragraph(note)]


def _reached(row: ReachRow, names: Names) -> tuple[str, ...]:
    kinds = {
        "given_up": say("given up on {day}", day=row.given_up_on) if row.given_up_on is not None else say("no longer stated"),
        "target": say("target"),
        "floor": say("floor"),
        "all_targets": say("all targets together"),
    }
    told = NOTHING if row.kind == "all_targets" else names.value("option", row.options[0])
    better = row.p_zone_with_moves > row.p_zone
    return (
        told,
        kinds[row.kind],
        percent(row.p_zone),
        names.moves(row.moves) if better else NOTHING,
        percent(row.p_zone_with_moves) if better else NOTHING,
    )


def _dissents(rows: tuple[DissentRow, ...], names: Names) -> list[Block]:
    told = []
    for row in rows:
        text = f"{row.who}: {row.says}" + (f" ({row.on})" if row.on else "")
        if row.infeasible is not None:
            text = say("{told}; holds that it cannot be had: {option}", told=text, option=names.value("option", row.infeasible))
        told.append(text)
    return [BulletList(tuple(told))] if told else []


def _alarms(study: GoalsStudy, names: Names) -> list[Block]:
    told = tuple(f"{alarm.row}: {names.told(alarm.text)}" for alarm in study.alarms)
    return [BulletList(told)] if told else []
