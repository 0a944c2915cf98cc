# SPDX-License-Identifier: Apache-2.0
"""Goals by themselves: from a case to the rows of `pourparler goals`, with "not achievable" held against the zone."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import AlarmRow, CaseRow, RunRow
from pourparler.assess.goal_alarms import give_alarms, goal_alarms
from pourparler.assess.goal_rows import Goals
from pourparler.assess.goals import goals_of
from pourparler.assess.goals_studied import DissentRow, GoalsStudy, ReachRow
from pourparler.assess.ladders import mandate_trades, reference_of
from pourparler.assess.laid_out import lay_out
from pourparler.assess.objections import objection_alarms, objection_rows, reached
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import percent, sentence
from pourparler.assess.worlds import is_turned, seats
from pourparler.case import Case, known_by, without_left_out

Array = NDArray[np.float64]
Progress = Callable[[str], None]


def study_goals(
    case: Case, *, digest: str, version: str, seed: int, worlds: int, progress: Progress = lambda step: None
) -> GoalsStudy:
    """Study the goals of a case: the same case, seed, number of worlds and version give the same rows.

    What is dated later than the case's own day is not seen. Raises `Missing` where the table of the case lacks a number.
    """
    case = without_left_out(known_by(case))
    found = lay_out(case, seed, worlds, progress)
    layout, belief = found.layout, found.intentions.posterior
    progress("goals")
    goals = goals_of(case, layout, found.actions, belief)
    progress("zone")
    looked_at = np.flatnonzero(layout.moves.usable()).tolist()
    reach = tuple(_reach_rows(layout, belief, goals, looked_at))
    objections = objection_rows(layout, belief, looked_at)
    mandate = case.mandate
    alarms = (*goal_alarms(goals), *give_alarms(case), *_given_up_alarms(reach), *objection_alarms(objections))
    return GoalsStudy(
        case=CaseRow(case.title, digest, seats(case)[0], is_turned(case), case.as_of.isoformat(), case.standpoint),
        run=RunRow(seed, worlds, version, None),
        goals=goals,
        gives=mandate_trades(layout, belief, reference_of(layout, belief)),
        red_lines=tuple(mandate.red_lines) if mandate is not None else (),
        reach=reach,
        objections=objections,
        dissents=tuple(
            DissentRow(voiced.who, voiced.says, voiced.on.isoformat() if voiced.on is not None else None, voiced.infeasible)
            for voiced in (mandate.disagreements if mandate is not None else ())
        ),
        alarms=alarms,
        decider=case.decision.by if case.decision is not None else None,
        labels=dict(case.labels),
    )


def _reach_rows(layout: Layout, belief: Array, goals: Goals, looked_at: list[int]) -> Iterator[ReachRow]:
    """Hold against the zone what was given up, every target, all targets together, and every floor."""
    for row in goals.drift:
        said = [step for step in row.path if step.option is not None]
        for option in dict.fromkeys(step.option for step in said):
            if option != row.now:
                last = max(place for place, step in enumerate(row.path) if step.option == option)
                until = row.path[last + 1].on if last + 1 < len(row.path) else None
                yield _reach(layout, belief, "given_up", [f"{row.issue}.{option}"], looked_at, until)
    targets = [f"{row.issue}.{row.target}" for row in goals.rows if row.target is not None]
    floors = [f"{row.issue}.{row.floor}" for row in goals.rows if row.floor not in (None, row.target)]
    for kind, options in (("target", targets), ("floor", floors)):
        for option in options:
            yield _reach(layout, belief, kind, [option], looked_at, None)
    if len(targets) > 1:
        yield _reach(layout, belief, "all_targets", targets, looked_at, None)


def _reach(
    layout: Layout, belief: Array, kind: str, options: list[str], looked_at: list[int], given_up_on: str | None
) -> ReachRow:
    found = reached(layout, belief, options, looked_at)
    return ReachRow(kind, tuple(options), given_up_on, found.p_zone, found.moves, found.p_zone_with_moves)


def _given_up_alarms(rows: tuple[ReachRow, ...]) -> Iterator[AlarmRow]:
    """Goals that were given up, and a deal with them exists, now or with moves (O-19)."""
    for row in rows:
        if row.kind != "given_up" or row.given_up_on is None or not row.p_zone_with_moves:
            continue
        template = "{option} was given up on {day}; a deal with it that leaves nobody worse off exists in {share}"
        if not row.p_zone:
            template = "{option} was given up on {day}; under present alternatives it cannot be had, with {moves} in {share}"
        elif row.p_zone_with_moves > row.p_zone:
            template += ", with {moves} in {more}"
        text = sentence(
            template,
            option=row.options[0],
            day=row.given_up_on,
            share=percent(row.p_zone or row.p_zone_with_moves),
            more=percent(row.p_zone_with_moves),
            moves=", ".join(row.moves),
        )
        yield AlarmRow(f"given_up.{row.options[0]}", "O-19", text)
