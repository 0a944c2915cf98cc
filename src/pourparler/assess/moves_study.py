# SPDX-License-Identifier: Apache-2.0
"""Moves away from the table by themselves: from a case to the rows of `pourparler moves`, without a plan."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import Actions
from pourparler.assess.assessment import AlarmRow, CaseRow, RunRow
from pourparler.assess.bargaining import days_of
from pourparler.assess.laid_out import lay_out
from pourparler.assess.moved import MovesStudy, StudiedMove, TwinRow
from pourparler.assess.moves import shift_of
from pourparler.assess.objections import objection_alarms, objection_rows
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.set_rows import forcing_in_days, set_rows
from pourparler.assess.sets_of_moves import Valued, value_sets
from pourparler.assess.spread import Spread, spread
from pourparler.assess.worlds import is_turned, seats
from pourparler.case import Case, known_by, without_left_out
from pourparler.engines.bargaining import nondominated
from pourparler.quantity import POINTS

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Progress = Callable[[str], None]

#: Value points within which two sets count as equal: what is printed.
SEEN_POINTS = 0.01


#: Up to so many sets, objections are held against each.
MOST_LOOKED_AT = 64


def study_moves(
    case: Case, *, digest: str, version: str, seed: int, worlds: int, progress: Progress = lambda step: None
) -> MovesStudy:
    """Study the moves of a case: the same case, seed, number of worlds and version give the same rows.

    What is dated later than the case's own day is not seen. Raises `Missing` where the table of the case lacks a number.
    """
    case = without_left_out(known_by(case))
    found = lay_out(case, seed, worlds, progress)
    belief = found.intentions.posterior
    progress("moves")
    valued = value_sets(found.actions, belief)
    progress("report")
    return _studied(case, found.actions, belief, valued, digest, version, seed)


def _studied(case: Case, actions: Actions, belief: Array, valued: Valued, digest: str, version: str, seed: int) -> MovesStudy:
    layout = actions.layout
    sets = set_rows(layout, belief, valued)
    efficient = [] if not valued.usable.any() else _efficient(layout, valued)
    smallest = _smallest_for_zone(layout, valued)
    twins = _twins(layout, valued)
    objections = objection_rows(layout, belief, _looked_at(layout, valued, [*efficient, *smallest]))
    meeting = case.meeting
    best = max(values.std() for values in valued.value)
    return MovesStudy(
        case=CaseRow(case.title, digest, seats(case)[0], is_turned(case), case.as_of.isoformat(), case.standpoint),
        run=RunRow(seed, layout.worlds.count, version, float(best / np.sqrt(layout.worlds.count))),
        basis="table" if valued.level is None else "meeting",
        level=valued.level,
        why=_why_by_the_table(actions) if valued.level is None else None,
        lead_days=spread(layout.lead_days) if meeting is not None and meeting.lead_days is not None else None,
        forcing_in_days=forcing_in_days(layout),
        moves=tuple(_move_row(layout, belief, name) for name in layout.moves.names),
        sets=sets,
        efficient=tuple(layout.moves.named(s) for s in efficient),
        smallest_for_zone=tuple(layout.moves.named(s) for s in smallest),
        twins=twins,
        objections=objections,
        alarms=(*_alarms(layout, valued, smallest, twins), *objection_alarms(objections)),
        decider=case.decision.by if case.decision is not None else None,
        labels=dict(case.labels),
    )


def _looked_at(layout: Layout, valued: Valued, notable: list[int]) -> list[int]:
    """Return the sets against which objections are held: all of a few, else none, each move alone, the notable, the largest."""
    usable = np.flatnonzero(valued.usable).tolist()
    if len(usable) <= MOST_LOOKED_AT:
        return usable
    few = set(notable) | {index for index in usable if layout.moves.sets[index].sum() <= 1} | {usable[-1]}
    return sorted(few)


def _why_by_the_table(actions: Actions) -> Sentence:
    blank = actions.missing.get("fix", "meeting")
    return sentence("the terms of a meeting are not known: {path}", path=blank)


def _efficient(layout: Layout, valued: Valued) -> list[int]:
    """Return the sets that no other betters: in value, in expected loss by escalation, and in the worst worlds.

    Differences below what is printed count for nothing; of sets that come to the same the smallest is told.
    """
    held = np.flatnonzero(valued.usable)
    columns = valued.value.mean(axis=1), -layout.moves.escalation.mean(axis=0), valued.worst
    table = np.rint(np.stack(columns, axis=1)[held] / SEEN_POINTS).astype(np.int64)
    _, first = np.unique(table, axis=0, return_index=True)
    kept = np.zeros(len(held), dtype=np.bool_)
    kept[first] = True
    return [int(s) for s in held[kept & nondominated(table)]]


def _smallest_for_zone(layout: Layout, valued: Valued) -> list[int]:
    """Return the sets that open a zone where there is none without moves, and no part of which does; none if there is one."""
    if valued.zone[0] > 0:
        return []
    found: list[int] = []
    sets = layout.moves.sets
    for index in np.flatnonzero(valued.usable & (valued.zone > 0)).tolist():  # by size: what is smaller comes first
        if not any(bool((sets[index] >= sets[smaller]).all()) for smaller in found):
            found.append(index)
    return found


def _twins(layout: Layout, valued: Valued) -> tuple[TwinRow, ...]:
    """Return every coercive move beside its twin, valued each alone on the same draws."""
    rows = []
    single = {layout.moves.named(s)[0]: s for s in np.flatnonzero(layout.moves.sets.sum(axis=1) == 1).tolist()}
    for name in layout.moves.names:
        move = layout.case.moves[name]
        if move.kind == "cooperative":
            continue
        if move.twin is None:
            rows.append(TwinRow(name, None, None, sentence("no cooperative twin is stated")))
            continue
        blank = next((layout.moves.missing[n] for n in (name, move.twin) if n in layout.moves.missing), None)
        if blank is not None:
            rows.append(TwinRow(name, move.twin, None, sentence("unknown: {path}", path=blank)))
            continue
        ahead = float((valued.value[single[name]] > valued.value[single[move.twin]]).mean())
        rows.append(TwinRow(name, move.twin, ahead, None))
    return tuple(rows)


def _move_row(layout: Layout, belief: Array, name: str) -> StudiedMove:
    moves, move = layout.moves, layout.case.moves[name]
    index = moves.names.index(name)
    blank = moves.missing.get(name)
    single = next(s for s in range(len(moves.sets)) if moves.named(s) == (name,))
    shifts: dict[str, Spread] = {}
    if blank is None:
        answered = move.retaliation.shifts if move.retaliation is not None else {}
        two = seats(layout.case)
        for party in sorted({*move.shifts, *answered}, key=lambda name: (name not in two, name != two[0], name)):
            shift = shift_of(layout.worlds, layout.types, name, move, party) * moves.joined[:, [index]]
            shifts[party] = spread((shift * belief).sum(axis=1))
    return StudiedMove(
        move=name,
        kind=move.kind,
        what=move.what,
        shifts={party: found for party, found in shifts.items() if found != Spread(0, 0, 0)},
        cost=None if blank else spread(moves.cost[:, single] - moves.escalation[:, single] + moves.outside[:, single]),
        escalation=None if blank else spread(moves.escalation[:, single]),
        partners=None if blank else spread(moves.outside[:, single]),
        effects={} if blank else _effects(layout, name),
        joined=None if blank else float(moves.joined[:, index].mean()),
        escalation_how=move.escalation.how if move.escalation is not None else None,
        **({} if blank else days_of(layout, name)),
        improves={move.improves.issue: move.improves.party} if move.improves is not None else {},
        opens=tuple(sorted(move.opens)),
        brings=tuple(sorted(move.brings)),
        takes_out=tuple(sorted(move.takes_out)),
        needs=tuple(sorted(move.needs)),
        twin=move.twin,
        why=sentence("unknown: {path}", path=blank) if blank else None,
    )


def _effects(layout: Layout, name: str) -> dict[str, Spread]:
    """Return what a move does to third parties, in points of their own."""
    stated = layout.case.moves[name].effects
    path = ("moves", name, "effects")
    return {party: spread(layout.worlds.draw((*path, party), stated[party], POINTS)) for party in sorted(stated)}


def _alarms(layout: Layout, valued: Valued, smallest: list[int], twins: tuple[TwinRow, ...]) -> list[AlarmRow]:
    """An empty zone with what opens it, and coercion that stands alone (O-19, O-21)."""
    out = []
    if valued.zone[0] == 0:
        template = "no zone of agreement under present alternatives"
        template += "; with {moves} there is one" if smallest else ", nor under any set of the moves in the case"
        named = ", ".join(layout.moves.named(smallest[0])) if smallest else ""
        out.append(AlarmRow("zone", "O-19", sentence(template, moves=named)))
    alone = [row.coercive for row in twins if row.cooperative is None]
    if alone:
        text = sentence("no cooperative twin stands beside {moves}", moves=", ".join(alone))
        out.append(AlarmRow("twin", "O-21", text))
    return out
