# SPDX-License-Identifier: Apache-2.0
"""What `pourparler moves` tells, a function for each section: the moves, sets of them, gain against risk, twins, alarms."""

from collections.abc import Callable
from itertools import chain

from pourparler.assess.moved import MovesStudy, StudiedMove, StudiedSet, TwinRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points, points_with_range
from pourparler.briefing.marks import RESULT
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.gain_risk import gain_risk_figure, name_of
from pourparler.briefing.pictures.no_deal import Moved, no_deal_figure
from pourparler.briefing.sections.moves import calendar, days, needed, rearranged
from pourparler.wording import plural, say

#: More sets than this are left to the JSON form.
MOST_TOLD = 30


def each(study: MovesStudy, names: Names) -> Section | None:
    """Tabulate every move: what it does to whom, what it costs and risks, when it bites, whom it needs."""
    if not study.moves:
        return None
    columns = (
        say("move"), say("kind"), say("changes"), say("cost"), say("escalation"), say("to third parties"),
        say("when, in days"), say("needs"), say("in words"),
    )  # fmt: skip
    table = Table(columns, tuple(_move(row, names) for row in study.moves), say("Every move, made alone"))
    return Section(say("Moves"), (table,), (), (RESULT,))


def _move(row: StudiedMove, names: Names) -> tuple[str, ...]:
    told = row.escalation_how or ""
    escalation = _or_nothing(row.escalation, points_with_range)
    return (
        names.of("moves", row.move),
        names.of(row.kind),
        _does(row, names) or (names.told(row.why) if row.why is not None else NOTHING),
        _or_nothing(row.cost, points_with_range),
        f"{escalation}: {told}" if told else escalation,
        _partners(row, names),
        calendar(row),
        needed(row, names),
        row.what or "",
    )


def _does(row: StudiedMove, names: Names) -> str:
    """Say what a move does: to no-deal values, to what an issue is worth, to options, and to who is at the table."""
    told = [
        say("no deal of {party} by {points}", party=names.of("parties", party), points=points_with_range(found))
        for party, found in row.shifts.items()
    ]
    told += [
        say("{issue} worth more to {party}", issue=names.of("issues", issue), party=names.of("parties", party))
        for issue, party in row.improves.items()
    ]
    return ", ".join(told + rearranged(row, names))


def _partners(row: StudiedMove, names: Names) -> str:
    """Say what a move does to third parties, and what that is worth to us."""
    if not row.effects or row.partners is None:
        return NOTHING
    told = ", ".join(f"{names.of('parties', party)} {points_with_range(found)}" for party, found in row.effects.items())
    return say("{effects}: {worth} to us", effects=told, worth=points_with_range(row.partners))


def _or_nothing(found: Spread | None, write: Callable[[Spread], str]) -> str:
    return NOTHING if found is None else write(found)


def _middle(found: Spread) -> str:
    return points(found.mean)


def sets(study: MovesStudy, names: Names) -> Section | None:
    """Tabulate the sets worth a look: none, each move alone, those no other betters, the smallest that open a zone."""
    told = _told(study)
    if not told:
        return None
    dated = study.forcing_in_days is not None
    columns = [
        say("moves"), say("a zone exists in"), say("agreement"), say("our value"), say("worst 5%"), say("cost"),
        say("escalation"), say("ready in days"), say("by the meeting"),
    ]  # fmt: skip
    if dated:
        columns.append(say("by the forcing date"))
    rows = tuple(_set(row, names)[: None if dated else -1] for row in told)
    table = Table(tuple(columns), rows, say("Sets of moves, once they bite"))
    drawn = [
        Moved(row.moves, row.own_no_deal, row.counterpart_no_deal, row.p_zone)
        for row in told
        if row.own_no_deal is not None and row.counterpart_no_deal is not None and row.p_zone is not None
    ]
    columns_of_picture = (say("moves"), say("no deal, us"), say("no deal, them"), say("a zone exists in"))
    no_deal = Table(columns_of_picture, tuple(_moved(row, names) for row in drawn), say("Both no-deal values, and the zone"))
    picture = no_deal_figure(drawn, names, no_deal)
    left = len(study.sets) - len(told)
    more = plural("One more set stands in the JSON form.", "{n} more sets stand in the JSON form.", left)
    blocks: list[Block] = [table, *([picture] if picture is not None else []), *([Paragraph(more)] if left else [])]
    return Section(say("Sets of moves"), tuple(blocks), (), (RESULT,))


def _moved(row: Moved, names: Names) -> tuple[str, ...]:
    name = names.moves(row.moves) if row.moves else say("no moves")
    return name, points_with_range(row.own), points_with_range(row.counterpart), percent(row.zone)


def _told(study: MovesStudy) -> list[StudiedSet]:
    """Return the sets that are told, by size: at most so many."""
    chosen = set(chain(study.efficient, study.smallest_for_zone))
    rows = [row for row in study.sets if len(row.moves) <= 1 or row.moves in chosen]
    return rows[:MOST_TOLD] if study.moves else []


def _set(row: StudiedSet, names: Names) -> tuple[str, ...]:
    name = name_of(row, names)
    if row.why is not None:
        name = say("{moves} ({why})", moves=name, why=names.told(row.why))
    return (
        name,
        _share(row.p_zone),
        _share(row.p_agreement),
        _or_nothing(row.value, points_with_range),
        points(row.worst) if row.worst is not None else NOTHING,
        _or_nothing(row.cost, _middle),
        _or_nothing(row.escalation, _middle),
        _or_nothing(row.ready_days, days),
        _share(row.by_meeting),
        _share(row.by_forcing_date),
    )


def _share(value: float | None) -> str:
    return percent(value) if value is not None else NOTHING


def gain_and_risk(study: MovesStudy, names: Names) -> Section | None:
    """Number the sets that no other betters, and draw all by gain and risk."""
    if not study.moves or not study.efficient:
        return None
    best = sorted((study.row(moves) for moves in study.efficient), key=lambda row: -row.value.mean if row.value else 0.0)
    columns = (say("no."), say("moves"), say("our value"), say("over no moves"), say("escalation"), say("worst 5%"))
    nothing = study.row(()).value
    rows = tuple(
        (
            str(place + 1),
            name_of(row, names),
            _or_nothing(row.value, points_with_range),
            points(row.value.mean - nothing.mean) if row.value is not None and nothing is not None else NOTHING,
            _or_nothing(row.escalation, _middle),
            points(row.worst) if row.worst is not None else NOTHING,
        )
        for place, row in enumerate(best[:MOST_TOLD])
    )
    table = Table(columns, rows, say("Sets that no other betters in value, escalation and the worst worlds"))
    picture = gain_risk_figure(study.sets, [row.moves for row in best[:MOST_TOLD]], names, table)
    return Section(say("Gain against risk"), (picture or table,), (), (RESULT,))


def twins(study: MovesStudy, names: Names) -> Section | None:
    """Set every coercive move beside its cooperative twin, with both numbers."""
    if not study.twins:
        return None
    columns = (
        say("coercive"), say("our value"), say("zone"), say("escalation"), say("twin"), say("our value of it"),
        say("zone with it"), say("coercive worth more in"),
    )  # fmt: skip
    table = Table(columns, tuple(_twin(study, row, names) for row in study.twins), say("Coercive moves beside their twins"))
    return Section(say("Coercive moves and their twins"), (table,), (), (RESULT,))


def _twin(study: MovesStudy, row: TwinRow, names: Names) -> tuple[str, ...]:
    hard = study.row((row.coercive,))
    soft = study.row((row.cooperative,)) if row.cooperative is not None else None
    return (
        names.of("moves", row.coercive),
        _or_nothing(hard.value, points_with_range),
        _share(hard.p_zone),
        _or_nothing(hard.escalation, _middle),
        names.of("moves", row.cooperative) if row.cooperative is not None else say("none stated"),
        _or_nothing(soft.value, points_with_range) if soft is not None else NOTHING,
        _share(soft.p_zone) if soft is not None else NOTHING,
        say("{share} of worlds", share=percent(row.ahead)) if row.ahead is not None else NOTHING,
    )


def opening(study: MovesStudy, names: Names) -> Section | None:
    """Where there is no zone as things stand, list the smallest sets that open one."""
    if not study.moves or (study.row(()).p_zone or 0.0) > 0:
        return None
    if not study.smallest_for_zone:
        text = say("No zone of agreement under present alternatives, nor under any set of the moves in the case.")
        return Section(say("What would open a zone"), (Paragraph(text),), (), (RESULT,))
    lead = Paragraph(
        say("No zone of agreement under present alternatives. The smallest sets of moves under which there is one:")
    )
    rows = [study.row(moves) for moves in study.smallest_for_zone[:MOST_TOLD]]
    listed = BulletList(tuple(say("{moves}: in {zone}", moves=name_of(row, names), zone=_share(row.p_zone)) for row in rows))
    return Section(say("What would open a zone"), (lead, listed), (), (RESULT,))


def objections(study: MovesStudy, names: Names) -> Section | None:
    """Set what somebody holds to be infeasible against how likely a deal with it is."""
    if not study.objections:
        return None
    columns = (say("held to be infeasible"), say("by"), say("a deal with it exists in"), say("with moves"), say("then in"))
    rows = tuple(
        (
            names.value("option", row.option),
            f"{row.who}: {row.says}",
            percent(row.p_zone),
            names.moves(row.moves) if row.moves else NOTHING,
            percent(row.p_zone_with_moves) if row.moves else NOTHING,
        )
        for row in study.objections
    )
    table = Table(columns, rows, say("What is held to be infeasible, against the zone"))
    note = Paragraph(say("0% means: under present alternatives, and under the sets of moves looked at, there is no such deal."))
    return Section(say("Held to be infeasible"), (table, note), (), (RESULT,))


def alarms(study: MovesStudy, names: Names) -> Section | None:
    """List the alarms about moves."""
    if not study.alarms:
        return None
    told = BulletList(tuple(f"{alarm.row}: {names.told(alarm.text)}" for alarm in study.alarms))
    return Section(say("Alarms"), (told,), (), (RESULT,))
