# SPDX-License-Identifier: Apache-2.0
"""Steps of preparation and states of it: which steps may be taken where, and what becomes of one that is begun."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Done(NamedTuple):
    """A step done: its index, its outcome, and, if the step is dated, the steps that had been done before it."""

    step: int
    outcome: int
    before: frozenset[int] = frozenset()


State = frozenset[Done]

#: In place of a step done: the day that forces a choice has come. Its outcome is the step that was under way.
FORCED = -1
#: Days that are summed in another order may differ by this, and still be in time.
DAYS_ROUNDING = 1e-9


@dataclass(frozen=True)
class PlanStep:
    """One step of preparation.

    `outcomes` [world, outcome, type] are the chances of each outcome by type, summing to one over outcomes; `cost` [world]
    in value points; `survives` [world] is the chance that the offer is still open after it; `needs` lists the steps that
    must be done before; `dated` says that what it starts depends on the time since. It takes `days` [world] (None: no time),
    and once it has been taken, however it came out, the steps of `closes` cannot be.
    """

    outcomes: Array
    cost: Array
    survives: Array
    needs: tuple[int, ...] = ()
    dated: bool = False
    days: Array | None = None
    closes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Forcing:
    """The day that forces a choice: so many days from now; `stands` tells how likely the offer stands after days [world]."""

    days: float
    stands: Callable[[Array], Array]


@dataclass(frozen=True)
class Course:
    """What becomes of a step that is begun, each [weighting, world]: chances that sum to one.

    It `ends` and the offer stands, the offer lapses on the way (`lapses`), or the day that forces a choice comes first: with
    an offer that stands (`forced`), or that has lapsed (`gone`); those two are None where that cannot be.
    """

    ends: Array
    lapses: Array
    forced: Array | None = None
    gone: Array | None = None


def successors(state: State, index: int, step: PlanStep) -> tuple[State, ...]:
    """Return the states after a step, one per outcome.

    Source: model.md "Readiness" (start dates are part of the state).
    """
    before = frozenset(done.step for done in state) if step.dated else frozenset[int]()
    return tuple(state | {Done(index, outcome, before)} for outcome in range(step.outcomes.shape[1]))


def forced_state(state: State, index: int) -> State:
    """Return the state in which the day that forces a choice has come while a step was under way. Source: definition."""
    return state | {Done(FORCED, index)}


def course_of(
    state: State, index: int, steps: Sequence[PlanStep], stands: NDArray[np.bool_], forcing: Forcing | None
) -> Course | None:
    """Return what becomes of a step begun in a state; None where it would end in no world by the day that forces a choice.

    `stands` [weighting] says under which weightings the offer cannot lapse.
    Source: model.md "Readiness", Hold (the day that forces).
    """
    step = steps[index]
    ends = np.where(stands[:, None], 1.0, step.survives[None, :])
    if forcing is None:
        return Course(ends, 1 - ends)
    passed = np.zeros(len(step.survives))
    for done in sorted(item.step for item in state):
        taken = steps[done].days
        passed = passed if taken is None else passed + taken
    late = passed + (0 if step.days is None else step.days) > forcing.days + DAYS_ROUNDING
    if not late.any():
        return Course(ends, 1 - ends)
    if late.all():
        return None
    until = np.where(stands[:, None], 1.0, forcing.stands(np.maximum(0, forcing.days - passed))[None, :])
    return Course(ends * ~late, (1 - ends) * ~late, until * late, (1 - until) * late)


def open_steps(state: State, steps: Sequence[PlanStep]) -> list[int]:
    """Return the steps that may be taken in a state: not done, not closed, and all that they need done. Source: definition."""
    done = {item.step for item in state}
    closed = {other for index in done if index != FORCED for other in steps[index].closes}
    if FORCED in done:
        return []
    return [i for i, step in enumerate(steps) if i not in done and i not in closed and done.issuperset(step.needs)]
