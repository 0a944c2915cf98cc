# SPDX-License-Identifier: Apache-2.0
"""The step of consultation: who was told what, who is uninformed before which step, what telling each costs and brings."""

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import Actions
from pourparler.assess.calendar import calendar_of, tells
from pourparler.assess.conditions import CONSULTED
from pourparler.assess.consultation_rows import Calendar, Consulted, CountedDay, LineRow, OpenRow, TellingRow, ToldRow
from pourparler.assess.described import stated
from pourparler.assess.gate import FIX_DATE, Condition
from pourparler.assess.plan_rows import PlanRow
from pourparler.assess.prospects import informed, informs
from pourparler.assess.readiness import NUMBERS_ALONE, Readiness, best_under
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.sequence import sequence_of
from pourparler.assess.spread import Spread, spread
from pourparler.assess.steps import Steps
from pourparler.assess.worlds import seats
from pourparler.case import Case, CommonLine, Consultation
from pourparler.engines.readiness import Done, meeting_value
from pourparler.quantity import COST, POINTS, SIGNED_SHARE

Array = NDArray[np.float64]


def consulted_of(case: Case, steps: Steps, plan: PlanRow | None) -> Consulted:
    """Return the ledger, what telling each party costs and brings, the calendar, whom to ask first, and the common line."""
    calendar, worths = calendar_of(case, steps.worlds, plan), _worths(steps)
    agreed = case.meeting.agreed if case.meeting is not None else None
    return Consulted(
        tuple(_told(entry, agreed) for entry in case.consultation),
        tuple(_telling(case, steps, calendar, worths, name) for name in sorted(set(case.parties) - set(seats(case)))),
        calendar,
        sequence_of(case, steps.worlds, calendar),
        None if case.common_line is None else _line(case.common_line),
    )


def _told(entry: Consultation, agreed: date | None) -> ToldRow:
    return ToldRow(
        entry.party,
        entry.told,
        entry.level,
        entry.on.isoformat() if entry.on is not None else None,
        entry.answer,
        informs(entry),
        entry.on > agreed if entry.on is not None and agreed is not None else None,
    )


def _telling(case: Case, steps: Steps, calendar: Calendar, worths: dict[str, Spread], name: str) -> TellingRow:
    known = name in informed(case)
    step, ends = _step_that_tells(case, calendar, name)
    path = ("preparation", step or "")
    prepared = case.preparation[step] if step is not None else None
    price, alone = (None, None) if known else _prices(steps.actions, steps.readiness, name)
    return TellingRow(
        name,
        case.parties[name].role,
        known,
        tuple(s for s in _irreversible(case, steps.gate) if not _told_before(case, name, s)),
        tuple(c.step for c in steps.gate if c.condition == CONSULTED + name),
        price,
        alone,
        step,
        ends,
        stated(steps.worlds, (*path, "cost"), prepared.cost, COST) if prepared else None,
        stated(steps.worlds, (*path, "reach"), prepared.reach, SIGNED_SHARE) if prepared else None,
        stated(steps.worlds, (*path, "tolerance"), prepared.tolerance, POINTS) if prepared else None,
        worths.get(step) if step is not None else None,
        None if step in worths or (known and step is None) else _why_worthless(steps, step),
    )


def _step_that_tells(case: Case, calendar: Calendar, party: str) -> tuple[str | None, CountedDay | None]:
    """Return the step that tells a party, with the day on which it ends: the first of the calendar, else any."""
    for row in calendar.steps:
        if party in row.tells:
            return row.step, row.ends_on
    others = [name for name in sorted(case.preparation) if party in tells(case.preparation[name])]
    return (others[0], None) if others else (None, None)


def _irreversible(case: Case, gate: tuple[Condition, ...]) -> tuple[str, ...]:
    """Return the irreversible steps: those that the meeting names, in its order, those of the gate, those that are planned."""
    named = case.meeting.steps if case.meeting is not None else ()
    window = case.meeting.window if case.meeting is not None else None
    planned = sorted(window.planned) if window is not None else ()
    return tuple(dict.fromkeys((*named, *(c.step for c in gate), FIX_DATE, *planned)))


def _told_before(case: Case, party: str, step: str) -> bool:
    """Return whether a party had been told before an irreversible step that is past, or has been before one that is to come."""
    window = case.meeting.window if case.meeting is not None else None
    day = window.planned.get(step) if window is not None else None  # type: ignore[call-overload]
    entries = [e for e in case.consultation if e.party == party and informs(e)]
    if day is None or day > case.as_of:
        return bool(entries)
    return any(e.on is not None and e.on <= day for e in entries)


def _why_worthless(steps: Steps, step: str | None) -> Sentence:
    """Say why what telling a party is worth cannot be said."""
    if step is None:
        return sentence("no step of preparation tells it")
    if steps.actions is None:
        return sentence("unknown: {path}", path=steps.blocked_by)
    blank = steps.actions.program.missing.get(step) or steps.actions.missing.get("fix")
    return sentence("fixing the date cannot be valued") if blank is None else sentence("unknown: {path}", path=blank)


def _prices(actions: Actions | None, found: Readiness | None, party: str) -> tuple[float | None, float | None]:
    """Return the shadow price of telling a party before the date is fixed, beside what else is asked, and if it alone were.

    The first is the gate's, whether or not the gate asks for the party.
    """
    if actions is None or found is None:
        return None, None
    condition = CONSULTED + party

    def price(without: frozenset[str]) -> float | None:
        must, need_not = (best_under(actions, found.tree, found, held) for held in (without | {condition}, without))
        return need_not - must if np.isfinite(must) else None

    asked = found.shadow_prices.get(condition)
    return price(found.held - {condition}) if asked is None else asked, price(NUMBERS_ALONE)


def _worths(steps: Steps) -> dict[str, Spread]:
    """Return what fixing the date today would gain if a step that tells somebody had succeeded, before its cost and delay."""
    if steps.actions is None or steps.readiness is None or "fix" not in steps.readiness.valued:
        return {}
    now, out = steps.readiness.valued["fix"].value, {}
    for index, step in enumerate(steps.actions.program.steps):
        if tells(step.stated):
            then = _fixing_after(steps.actions, steps.intentions.posterior, index)
            if then is not None:
                out[step.name] = spread(then - now)
    return out


def _fixing_after(actions: Actions, posterior: Array, index: int) -> Array | None:
    """Return the value [world] of fixing the date with the best moves, as if a step had succeeded and taken no day."""
    layout, state = actions.layout, frozenset({Done(index, 0)})
    situation = replace(actions.program.situation(layout, state), days=layout.start().days)
    outlook = layout.outlook(situation)
    values = []
    for choice in np.array(actions.choices, dtype=object)[actions.mask(state, ("fix",), NUMBERS_ALONE)]:
        terms = actions.terms[choice.level]
        collapse = np.clip(terms.collapse + situation.collapse, 0, 1) * terms.loss
        prospects = actions.prospects(situation, outlook, choice.level, choice.moves)
        cost = layout.moves.cost[:, [choice.moves]]
        met = meeting_value(prospects, actions.compliance, terms.price, cost, collapse)
        values.append((posterior * met[:, :, 0]).sum(axis=1))
    return max(values, key=lambda value: float(value.mean()), default=None)


def _line(line: CommonLine) -> LineRow:
    return LineRow(
        line.text,
        {party: on.isoformat() for party, on in line.agreed.items() if on != "open"},
        tuple(party for party, on in line.agreed.items() if on == "open"),
        tuple(OpenRow(point.point, point.party, point.proposal) for point in line.open),
        line.release,
    )
