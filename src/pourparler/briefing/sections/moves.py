# SPDX-License-Identifier: Apache-2.0
"""Moves away from the table: what each set of moves opens, and what each move costs and risks."""

from pourparler.assess.assessment import Assessment, MoveRow, MovesRow
from pourparler.assess.moved import StudiedMove
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points_with_range
from pourparler.briefing.marks import found_from, mark_of
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.no_deal import moved_of, no_deal_figure
from pourparler.wording import say


def moves(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate every set of moves once it bites, then every move with its cost and how it can go wrong."""
    if not assessment.move_list:
        return None
    sets = Table(
        (
            say("moves"),
            say("a zone exists in"),
            say("no deal, us"),
            say("no deal, them"),
            say("cost"),
            say("likeliest agreement"),
        ),
        tuple(_set_row(row, names) for row in assessment.moves),
        say("Every set of moves, once it bites"),
    )
    each = Table(
        (
            say("move"),
            say("kind"),
            say("cost with escalation"),
            say("can go wrong by"),
            say("days"),
            say("needs"),
            say("twin"),
            say("what"),
        ),
        tuple(_move_row(row, names) for row in assessment.move_list),
        say("Every move, with what it costs and risks"),
        tuple(mark_of(assessment, "moves", row.move) for row in assessment.move_list),
    )
    blocks: tuple[Block, ...] = (no_deal_figure(moved_of(assessment.moves), names, sets) or sets, each)
    return Section(say("Moves"), blocks, (), found_from(assessment, "moves", "no_deal", "values"))


def _set_row(row: MovesRow, names: Names) -> tuple[str, ...]:
    name = names.moves(row.moves) if row.moves else say("none")
    if row.zone_probability is None:
        return name, NOTHING, NOTHING, NOTHING, NOTHING, names.told(row.why) if row.why is not None else NOTHING
    if not row.available:  # what it could do is told all the same
        why = names.told(row.why) if row.why is not None else say("not open to us today")
        name = say("{moves} ({why})", moves=name, why=why)
    spreads = (row.own_no_deal, row.counterpart_no_deal, row.cost)
    return (
        name,
        percent(row.zone_probability),
        *(points_with_range(spread) if spread is not None else NOTHING for spread in spreads),
        names.agreement(row.agreement.package) if row.agreement is not None else say("none"),
    )


def _move_row(row: MoveRow, names: Names) -> tuple[str, ...]:
    cost = points_with_range(row.cost_with_escalation) if row.cost_with_escalation is not None else NOTHING
    return (
        names.of("moves", row.move),
        names.of(row.kind),
        cost,
        row.escalation or (names.told(row.why) if row.why is not None else NOTHING),
        calendar(row),
        needed(row, names),
        names.of("moves", row.twin) if row.twin else NOTHING,
        "; ".join(part for part in (row.what or "", *rearranged(row, names)) if part),
    )


def rearranged(row: MoveRow | StudiedMove, names: Names) -> list[str]:
    """Say which options a move opens, whom it brings to the table, and whom it takes out."""
    told = [say("opens {option}", option=names.value("option", option)) for option in row.opens]
    brought = row.brings if isinstance(row.brings, dict) else dict.fromkeys(row.brings)
    for party, no_deal in brought.items():
        told.append(say("brings {party} to the table", party=names.of("parties", party)))
        if no_deal is not None:
            told[-1] = say("{told} (no deal is worth {points} to it)", told=told[-1], points=points_with_range(no_deal))
    return told + [say("takes {party} out", party=names.of("parties", party)) for party in row.takes_out]


def needed(row: MoveRow | StudiedMove, names: Names) -> str:
    """Say whom a move needs, and how likely all of them join."""
    if not row.needs:
        return NOTHING
    told = ", ".join(names.of("parties", party) for party in row.needs)
    return told if row.joined in (None, 1) else say("{who} (join in {share})", who=told, share=percent(row.joined or 0.0))


def calendar(row: MoveRow | StudiedMove) -> str:
    """Say when a move bites, for how long, and for how long it suspends the talks."""
    told = []
    if row.days_to_bite is not None:
        told.append(
            say("bites after {days}", days=days(row.days_to_bite)) if row.days_to_bite.high > 0 else say("bites at once")
        )
    if row.lasts_days is not None:
        told.append(say("for {days}", days=days(row.lasts_days)))
    if row.pauses_days is not None:
        told.append(say("talks rest for {days}", days=days(row.pauses_days)))
    return ", ".join(told) or NOTHING


def days(found: Spread) -> str:
    """Write a number of days with its range in brackets; the range is left out where there is none to see."""
    middle, low, high = (f"{value:.0f}" for value in (found.mean, found.low, found.high))
    return middle if low == middle == high else say("{mean} ({low} to {high})", mean=middle, low=low, high=high)
