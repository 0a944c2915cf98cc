# SPDX-License-Identifier: Apache-2.0
"""A plain decision problem: types, actions and their pay-offs, and steps that may be taken before acting."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Probabilities that are typed in sum to one up to this.
PROBABILITY_ROUNDING = 1e-6
#: Days that are summed in another order may differ by this, and still be on time.
DAYS_ROUNDING = 1e-9
#: On top of its cost a step is charged at most so much of all that may be won or lost, half of it by its share in the longest
#: step: of plans that are worth the same, one with fewer and shorter steps is found. It is more than sums differ by rounding.
HAIR = 1e-12


@dataclass(frozen=True)
class DecisionStep:
    """A step that may be taken once, before acting.

    `outcomes` [outcome, type] is the chance of each outcome given a type; `cost` (0 or more, value points) is paid as the step
    begins, `days` (0 or more) pass until its outcome is known. `adds` [outcome, action, type] is what an outcome adds to the
    pay-offs from then on (None: nothing). The steps of `needs` have to be taken before it; once it has been taken, the actions
    of `closes_actions` and the steps of `closes_steps` cannot be.
    """

    outcomes: Array
    cost: float = 0.0
    days: float = 0.0
    adds: Array | None = None
    needs: tuple[int, ...] = ()
    closes_actions: tuple[int, ...] = ()
    closes_steps: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many outcomes it has."""
        return len(self.outcomes)


@dataclass(frozen=True)
class DecisionProblem:
    """What there is to decide.

    `prior` [type] sums to one; `payoff` [action, type] in value points on the day one acts. A value point one day later is
    worth `discount` (above 0, at most 1) of one today. Steps follow one another; none may end after `deadline` days (None:
    no deadline). Each day the offer lapses with the chance `hazard` while a step is under way; the step is finished all the
    same, and then one of the actions of `lasting` [action] (None: all) has to be taken at once.
    """

    prior: Array
    payoff: Array
    steps: tuple[DecisionStep, ...] = ()
    discount: float = 1.0
    deadline: float | None = None
    hazard: float = 0.0
    lasting: Flags | None = None

    def __post_init__(self) -> None:
        types = len(self.prior)
        _hold(self.prior.ndim == 1 and types > 0 and _chances(self.prior), "the probabilities of the types sum to one")
        _hold(self.payoff.ndim == 2 and self.payoff.shape[1] == types and len(self.payoff) > 0, "`payoff` is [action, type]")
        _hold(bool(np.isfinite(self.payoff).all()), "pay-offs are finite")
        _hold(0 < self.discount <= 1, "`discount` is above 0 and at most 1")
        _hold(0 <= self.hazard <= 1, "`hazard` is a probability")
        _hold(self.deadline is None or self.deadline >= 0, "`deadline` is 0 days or more")
        for step in self.steps:
            self._check(step)
        order_of(self.steps)
        closed = {action for step in self.steps for action in step.closes_actions}
        lasting = range(self.actions) if self.lasting is None else np.flatnonzero(self.lasting)
        _hold(bool(set(map(int, lasting)) - closed), "some action has to stay open whatever is done")

    def _check(self, step: DecisionStep) -> None:
        shape = (step.count, self.actions, self.types)
        _hold(step.outcomes.ndim == 2 and step.outcomes.shape[1] == self.types, "the outcomes of a step are [outcome, type]")
        _hold(_chances(step.outcomes), "given a type, the chances of the outcomes of a step sum to one")
        _hold(0 <= step.cost < math.inf and 0 <= step.days < math.inf, "the cost and the days of a step are 0 or more")
        _hold(step.adds is None or step.adds.shape == shape, "what a step adds is [outcome, action, type]")
        _hold(step.adds is None or bool(np.isfinite(step.adds).all()), "what a step adds is finite")
        others = {*step.needs, *step.closes_steps}
        _hold(all(0 <= other < len(self.steps) for other in others), "a step needs and closes other steps of the problem")
        _hold(all(0 <= action < self.actions for action in step.closes_actions), "a step closes actions of the problem")

    @property
    def types(self) -> int:
        """How many types there are."""
        return len(self.prior)

    @property
    def actions(self) -> int:
        """How many actions there are."""
        return len(self.payoff)

    @property
    def nodes(self) -> int:
        """How many states of preparation there are: each step is not taken, or has come out in one of its ways."""
        return math.prod(step.count + 1 for step in self.steps)

    @property
    def size(self) -> float:
        """What may be won or lost at most, about: by this the rounding of sums is measured."""
        added = sum(0.0 if step.adds is None else float(np.abs(step.adds).max()) for step in self.steps)
        return float(np.abs(self.payoff).max()) + added + sum(step.cost for step in self.steps)

    def charges(self) -> tuple[float, ...]:
        """Return what each step is charged where plans are compared: its cost, and a hair."""
        longest = max((step.days for step in self.steps), default=0.0) or 1.0
        hair = HAIR * self.size / 2
        return tuple(step.cost + hair * (1 + step.days / longest) for step in self.steps)

    def survives(self, step: int) -> float:
        """Return the chance that the offer stands after a step, 0 to 1."""
        return float((1 - self.hazard) ** self.steps[step].days)

    def in_time(self, days: Array) -> Flags:
        """Return whether preparation of so many days ends by the deadline."""
        if self.deadline is None:
            return np.ones(days.shape, dtype=np.bool_)
        return np.asarray(days <= self.deadline + DAYS_ROUNDING)


def order_of(steps: Sequence[DecisionStep]) -> tuple[int, ...]:
    """Return the steps in an order in which each comes after those that it needs, else as they stand.

    Raises EngineInputError where steps need one another in a circle.
    Source: Kahn (1962), Communications of the ACM 5(11), topological sorting.
    """
    order: list[int] = []
    while len(order) < len(steps):
        free = [n for n, step in enumerate(steps) if n not in order and set(step.needs) <= set(order)]
        _hold(bool(free), "no steps may need one another in a circle")
        order.append(free[0])
    return tuple(order)


def _hold(is_sound: bool, rule: str) -> None:
    if not is_sound:
        raise EngineInputError(rule)


def _chances(table: Array) -> bool:
    """Return whether the first axis holds probabilities that sum to one."""
    return bool(
        np.isfinite(table).all() and (table >= 0).all() and (np.abs(table.sum(axis=0) - 1) <= PROBABILITY_ROUNDING).all()
    )
