# SPDX-License-Identifier: Apache-2.0
"""What a case records around the table, as rows: crisis, success, tripwires, positions, deadline."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.analogies import AnalogiesRow, analogies_of
from pourparler.assess.analysts import PoolRow, pool_rows
from pourparler.assess.carried_out import gamble
from pourparler.assess.gate import tripped
from pourparler.assess.moves import DAYS_PER_MONTH
from pourparler.assess.positions import PositionRow, position_rows
from pourparler.assess.preparation import has_come
from pourparler.assess.readiness import ROOT, Readiness, Valued
from pourparler.assess.spread import Spread, spread
from pourparler.assess.steps import Steps
from pourparler.assess.success import NO_SUMMIT, SuccessRow, TogetherRow, followed, success_of
from pourparler.assess.worlds import Missing, Worlds
from pourparler.case import Case
from pourparler.engines.readiness import OUTRANKING_SHARE, Done, State, certainty_equivalent, chance_within
from pourparler.quantity import COST, DAYS, PROBABILITY

Array = NDArray[np.float64]
COURSES = ("no_deal", "freeze", "full")


@dataclass(frozen=True)
class CrisisRow:
    """The crisis under one course: its chance within the time that the case names, and the loss to be expected from it."""

    course: str
    per_month: Spread | None
    within_days: Spread | None
    chance: Spread | None
    expected_loss: Spread | None


@dataclass(frozen=True)
class TripwireRow:
    """What was settled beforehand for an outcome or an indicator, by whom, and what the plan would do there.

    `sprung_by` names the item of evidence by which it has come about, on the day `sprung_on`.
    """

    when: str
    then: str
    owner: str | None
    plan: str | None
    on: str | None
    sprung_by: str | None
    sprung_on: str | None


@dataclass(frozen=True)
class Recorded:
    """What the record of a case comes to. `days_left` counts from the day of the case to the day that forces a decision.

    There is `no_time` for steps that could end by it in hardly any world, those that they need before them; `cut_off` is the
    chance that it comes while a step of the plan is under way.
    """

    crisis: tuple[CrisisRow, ...]
    success: tuple[SuccessRow, ...]
    success_together: tuple[TogetherRow, ...]
    tripwires: tuple[TripwireRow, ...]
    positions: tuple[PositionRow, ...]
    certainty_equivalents: dict[str, Spread]
    days_left: int | None
    plan_days: Spread | None
    analysts: tuple[PoolRow, ...]
    analogies: tuple[AnalogiesRow, ...]
    no_time: tuple[str, ...] = ()
    cut_off: float | None = None


def recorded_of(case: Case, steps: Steps) -> Recorded:
    """Return what the record of a case comes to; what cannot be valued is left out or None."""
    worlds = steps.worlds
    window = case.meeting.window if case.meeting is not None else None
    forced = window.forcing_date if window is not None else None
    return Recorded(
        _crisis(case, worlds),
        *success_of(case, steps),
        _tripwires(case, steps),
        position_rows(case, worlds),
        _equivalents(case, steps),
        (forced - case.as_of).days if forced is not None else None,
        _plan_days(steps) if forced is not None else None,
        pool_rows(case, worlds, steps.intentions.types),
        analogies_of(case),
        *_against_the_date(steps),
    )


def _drawn(worlds: Worlds, path: tuple[str, ...], stated: object, domain: object) -> Array | None:
    """Return a quantity that is written and known or bounded, else None."""
    if stated is None:
        return None
    try:
        return worlds.draw(path, stated, domain)  # type: ignore[arg-type]
    except Missing:
        return None


def _crisis(case: Case, worlds: Worlds) -> tuple[CrisisRow, ...]:
    crisis = case.later.crisis if case.later is not None else None
    if crisis is None:
        return ()
    path = ("later", "crisis")
    days = _drawn(worlds, (*path, "within"), crisis.within, DAYS)
    loss = _drawn(worlds, (*path, "loss"), crisis.loss, COST)
    rows = []
    for course in COURSES:
        hazard = _drawn(worlds, (*path, course), getattr(crisis, course), PROBABILITY)
        chance = chance_within(hazard, days / DAYS_PER_MONTH) if hazard is not None and days is not None else None
        expected = chance * loss if chance is not None and loss is not None else None
        rows.append(CrisisRow(course, *(None if x is None else spread(x) for x in (hazard, days, chance, expected))))
    return tuple(rows)


def _tripwires(case: Case, steps: Steps) -> tuple[TripwireRow, ...]:
    days = {item.id: item.known_at.isoformat() for item in case.evidence}
    rows = []
    for wire in case.tripwires:
        item = tripped(case, wire)
        plan = _plan_after(steps, wire.when) if wire.when is not None else None
        on = wire.on.isoformat() if wire.on is not None else None
        rows.append(TripwireRow(wire.name, wire.then, wire.owner, plan, on, item, days.get(item) if item is not None else None))
    return tuple(rows)


def _plan_after(steps: Steps, when: str) -> str | None:
    """Return what the plan does next once a step has come out in a way: a step or an action; None if it never comes to that."""
    found = steps.readiness
    hold = _held(found)
    if found is None or hold is None or hold.plan is None:
        return None
    program, plan = found.actions.program, hold.plan
    step, _, outcome = when.partition(".")
    states = [state for state in (*plan.next_steps, *plan.choices) if not has_come(state)]
    for state in sorted(states, key=lambda s: (len(s), sorted(s))):
        last = [d for d in state if program.steps[d.step].name == step and program.steps[d.step].outcomes[d.outcome] == outcome]
        if last and _is_reached(state, plan.next_steps):
            if state in plan.next_steps:
                return program.steps[plan.next_steps[state]].name
            return found.actions.choices[plan.choices[state]].act
    return None


def _is_reached(state: State, next_steps: Mapping[State, int]) -> bool:
    """Return whether a plan comes by a state: from the state without one of its steps, that step being the next there."""
    if not state:
        return True
    return any(
        next_steps.get(before) == done.step and _is_reached(before, next_steps)
        for done in state
        if (before := _without(state, done)) in next_steps
    )


def _without(state: State, done: Done) -> State:
    return frozenset(item for item in state if item != done)


def _equivalents(case: Case, steps: Steps) -> dict[str, Spread]:
    """Return the certainty equivalent of each action at the middle, the low and the high end of the tolerance for risk.

    The gamble is over worlds, types, what the steps bring, and what happens at the meeting. No summit stands beside them.
    """
    stated = case.risk.tolerance if case.risk is not None else None
    tolerance = _drawn(steps.worlds, ("risk", "tolerance"), stated, COST)
    found, belief = steps.readiness, steps.intentions.posterior
    if tolerance is None or found is None or steps.layout is None or not np.all(tolerance > 0):
        return {}
    at = spread(tolerance)
    gambles = {action: gamble(found, valued, belief) for action, valued in followed(found).items()}
    gambles[NO_SUMMIT] = steps.layout.no_deal.own, belief / len(belief)
    return {
        action: Spread(*(certainty_equivalent(values, tolerance, chances) for tolerance in (at.mean, at.low, at.high)))
        for action, (values, chances) in gambles.items()
    }


def _held(found: Readiness | None) -> Valued | None:
    """Return the plan that is followed: within the gate where that bites."""
    return (found.gated_hold or found.valued.get("hold")) if found is not None else None


def _against_the_date(steps: Steps) -> tuple[tuple[str, ...], float | None]:
    """Return the steps for which there is no time, and how likely the day that forces comes before the plan has ended."""
    program = steps.actions.program if steps.actions is not None else None
    if program is None or program.forcing is None:
        return (), None
    in_time = [float(program.in_time(place).mean()) > 1 - OUTRANKING_SHARE for place in range(len(program.steps))]
    # A step that may be taken again may have time for one.
    some = {step.name for step, is_in_time in zip(program.steps, in_time, strict=True) if is_in_time}
    none = tuple(sorted({step.name for step in program.steps} - some))
    hold = _held(steps.readiness)
    ends = (hold.reached or {}).items() if hold is not None else ()
    return none, None if hold is None else sum(chance for state, chance in ends if has_come(state))


def _plan_days(steps: Steps) -> Spread | None:
    """Return how many days the longest way through the plan takes, with the lead of the meeting."""
    found = steps.readiness
    hold = _held(found)
    if found is None or hold is None or steps.layout is None:
        return None
    ends = list(hold.reached or {ROOT: 1.0})
    days = [found.actions.program.days(state) for state in ends if state]
    longest = np.max(days, axis=0) if days else np.zeros(steps.worlds.count)
    return spread(longest + steps.layout.lead_days)
