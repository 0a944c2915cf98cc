# SPDX-License-Identifier: Apache-2.0
"""The numbers of a decision problem: within which bounds each may be varied, and how another is put in its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness import DecisionProblem, DecisionStep
from pourparler.exchange.decision import StatedDecision

Array = NDArray[np.float64]
Put = Callable[[DecisionProblem, float], DecisionProblem]

#: Pay-offs and costs are varied by this much of all that may be won or lost, to either side.
REACH = 2.0
#: The least chance of a lapse in a day, and the least value of a point a day later, that is looked at.
LEAST = 1e-6


@dataclass(frozen=True)
class Input:
    """A number of a problem: where it stands, its value `today`, bounds, and how to `put` another into a problem.

    `is_straight`: the value of any one plan is a straight line in it. `by_ratio`: it is looked at in equal ratios, not steps.
    """

    path: str
    today: float
    low: float
    high: float
    put: Put
    is_straight: bool = False
    by_ratio: bool = False

    def places(self, count: int) -> Array:
        """Return so many values from bound to bound. Source: definition."""
        if not self.by_ratio:
            return np.linspace(self.low, self.high, count)
        return np.geomspace(max(self.low, LEAST), self.high, count)


def inputs_of(stated: StatedDecision) -> Iterator[Input]:
    """Yield every number of a problem: probabilities, pay-offs, costs; then outcomes, days, and what time does to them.

    Days count only where time does: where it is discounted, where the offer may lapse, or where there is a deadline. Of two
    outcomes the first is varied; the second takes what is left.
    """
    problem = stated.problem
    far = REACH * problem.size
    for kind, name in enumerate(stated.types):
        yield Input(f"prior.{name}", float(problem.prior[kind]), 0.0, 1.0, _prior(kind), is_straight=True)
    for action, called in enumerate(stated.actions):
        for kind, name in enumerate(stated.types):
            now = float(problem.payoff[action, kind])
            put = _payoff(action, kind)
            yield Input(f"payoff.{called}.{name}", now, now - far, now + far, put, is_straight=True)
    alike = {step.of: [n for n, other in enumerate(stated.steps) if other.of == step.of] for step in stated.steps}
    for of, places in alike.items():
        now = problem.steps[places[0]].cost
        yield Input(f"steps.{of}.cost", now, 0.0, now + far, _step(places, _cost), is_straight=True)
    for of, places in alike.items():
        yield from _outcomes(stated, of, places)
    yield from _times(problem, alike)


def _times(problem: DecisionProblem, alike: dict[str, list[int]]) -> Iterator[Input]:
    """Yield what has to do with time, as far as time counts."""
    lapses = problem.hazard > 0 or problem.lasting is not None
    longest = sum(step.days for step in problem.steps)
    if problem.discount < 1 or lapses or problem.deadline is not None:
        most = REACH * max(longest, problem.deadline or 0.0, 1.0)
        for of, places in alike.items():
            yield Input(f"steps.{of}.days", problem.steps[places[0]].days, 0.0, most, _step(places, _days))
    if lapses:
        yield Input("window.lapses_per_day", problem.hazard, 0.0, 1.0, _hazard, by_ratio=True)
    if problem.discount < 1:
        yield Input("discount", problem.discount, LEAST, 1.0, _discount)
    if problem.deadline is not None:
        yield Input("deadline_days", problem.deadline, 0.0, REACH * max(longest, problem.deadline), _deadline)


def _outcomes(stated: StatedDecision, of: str, places: list[int]) -> Iterator[Input]:
    """Yield the chance of each outcome of a step by type, or by answer where it reveals a question."""
    step, made = stated.steps[places[0]], stated.problem.steps[places[0]]
    kinds = [(name, [kind]) for kind, name in enumerate(stated.types)]
    if step.reveals is not None:
        question = stated.questions[step.reveals]
        cells = [np.flatnonzero(question.of_type == place).tolist() for place in range(len(question.answers))]
        kinds = [(name, cell) for name, cell in zip(question.answers, cells, strict=True) if cell]
    count = 1 if made.count == 2 else made.count
    for outcome in range(count if made.count > 1 else 0):
        for name, cell in kinds:
            now = float(made.outcomes[outcome, cell[0]])
            put = _step(places, _chance(outcome, cell))
            yield Input(f"steps.{of}.outcomes.{step.outcomes[outcome]}.{name}", now, 0.0, 1.0, put)


def _prior(kind: int) -> Put:
    def put(problem: DecisionProblem, value: float) -> DecisionProblem:
        others = problem.prior.copy()
        others[kind] = 0
        if not others.sum() > 0:  # where a type is certain the others share what is left equally
            others = np.where(np.arange(problem.types) == kind, 0.0, 1.0)
        prior = (1 - value) * others / (others.sum() or 1.0)
        prior[kind] = value if problem.types > 1 else 1.0
        return replace(problem, prior=prior)

    return put


def _payoff(action: int, kind: int) -> Put:
    def put(problem: DecisionProblem, value: float) -> DecisionProblem:
        payoff = problem.payoff.copy()
        payoff[action, kind] = value
        return replace(problem, payoff=payoff)

    return put


def _step(places: list[int], put_into: Callable[[DecisionStep, float], DecisionStep]) -> Put:
    """Return how something is put into a step, and into its repetitions."""

    def put(problem: DecisionProblem, value: float) -> DecisionProblem:
        steps = tuple(put_into(step, value) if n in places else step for n, step in enumerate(problem.steps))
        return replace(problem, steps=steps)

    return put


def _cost(step: DecisionStep, value: float) -> DecisionStep:
    return replace(step, cost=value)


def _days(step: DecisionStep, value: float) -> DecisionStep:
    return replace(step, days=value)


def _hazard(problem: DecisionProblem, value: float) -> DecisionProblem:
    return replace(problem, hazard=value)


def _discount(problem: DecisionProblem, value: float) -> DecisionProblem:
    return replace(problem, discount=value)


def _deadline(problem: DecisionProblem, value: float) -> DecisionProblem:
    return replace(problem, deadline=value)


def _chance(outcome: int, cell: list[int]) -> Callable[[DecisionStep, float], DecisionStep]:
    def put(step: DecisionStep, value: float) -> DecisionStep:
        table = step.outcomes.copy()
        part = table[:, cell]
        part[outcome] = 0
        total = part.sum(axis=0)
        # Where the outcome was certain the others share what is left equally.
        shares = np.where(total > 0, part / np.where(total > 0, total, 1), 1 / (step.count - 1))
        shares[outcome] = 0
        table[:, cell] = (1 - value) * shares
        table[outcome, cell] = value
        return replace(step, outcomes=table)

    return put
