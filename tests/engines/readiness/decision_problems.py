# SPDX-License-Identifier: Apache-2.0
"""Random decision problems, and a second, plain implementation of the plan: recursion over beliefs, from the definition."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.random import Generator

from pourparler.engines.readiness import DecisionProblem, DecisionStep

Outcomes = tuple[int, ...]
#: In place of an outcome while a step has not been taken.
OPEN = -1


def random_step(draw: Generator, types: int, actions: int, place: int, of: int, *, plain: bool) -> DecisionStep:
    """A step with two or three outcomes (or one that tells nothing); unless `plain`, it may change, need and close things."""
    count = int(draw.integers(1, 4))
    outcomes = draw.dirichlet(np.ones(count), types).T
    cost = float(draw.choice([0, 0, draw.uniform(0, 2)]))
    if plain:
        return DecisionStep(outcomes, cost)
    adds = draw.integers(-3, 4, (count, actions, types)).astype(np.float64) if draw.random() < 0.5 else None
    needs = tuple(n for n in range(place) if draw.random() < 0.25)
    # The first action stays open whatever is done.
    closes = tuple(n for n in range(1, actions) if draw.random() < 0.1)
    barred = tuple(n for n in range(of) if n != place and draw.random() < 0.1)
    return DecisionStep(outcomes, cost, float(draw.integers(0, 4)), adds, needs, closes, barred)


def random_problem(seed: int, most_steps: int = 8, *, plain: bool = False) -> DecisionProblem:
    """A problem of up to eight steps that change pay-offs, need and close one another; hazard, deadline, discounting."""
    draw = np.random.default_rng(seed)
    types, actions = int(draw.integers(2, 4)), int(draw.integers(2, 4))
    # Few of them are large: the oracle goes through every state in loops.
    chances = np.array([1.6**-n for n in range(most_steps)])
    steps = 1 + int(draw.choice(most_steps, p=chances / chances.sum()))
    prior = draw.dirichlet(np.ones(types))
    # Whole points now and then, so that choices tie.
    payoff = draw.integers(-5, 6, (actions, types)).astype(np.float64) + draw.choice([0, 1]) * draw.random((actions, types))
    made = _shuffled(draw, [random_step(draw, types, actions, n, steps, plain=plain) for n in range(steps)])
    if plain:
        return DecisionProblem(prior, payoff, made)
    lasting = np.array([n == 0 or draw.random() < 0.5 for n in range(actions)])
    return DecisionProblem(
        prior,
        payoff,
        made,
        discount=float(draw.choice([1, 1, 0.9])),
        deadline=float(draw.choice([2, 5, 1000])),
        hazard=float(draw.choice([0, 0.1, 1])),
        lasting=lasting if draw.random() < 0.7 else None,
    )


def _shuffled(draw: Generator, steps: list[DecisionStep]) -> tuple[DecisionStep, ...]:
    """The same steps in another order, so that one may need what is listed after it."""
    order = draw.permutation(len(steps))
    place = {int(old): new for new, old in enumerate(order)}
    return tuple(
        replace(
            steps[old],
            needs=tuple(place[n] for n in steps[old].needs),
            closes_steps=tuple(place[n] for n in steps[old].closes_steps),
        )
        for old in order
    )


@dataclass
class Recursion:
    """The value of a problem from the definition: in each state act, or take a step and go on by what it brings."""

    problem: DecisionProblem
    known: dict[Outcomes, float] = field(default_factory=dict)

    def value(self) -> float:
        """What the best plan is worth now."""
        return self.best(tuple(OPEN for _ in self.problem.steps), list(self.problem.prior))

    def best(self, state: Outcomes, belief: list[float]) -> float:
        if state not in self.known:
            acting = self.acting(state, belief, range(self.problem.actions))
            self.known[state] = max([acting, *(self.taking(step, state, belief) for step in self.can(state))])
        return self.known[state]

    def can(self, state: Outcomes) -> list[int]:
        """Which steps can be taken next."""
        problem, out = self.problem, []
        done = [n for n, outcome in enumerate(state) if outcome != OPEN]
        spent = sum(problem.steps[n].days for n in done)
        for index, step in enumerate(problem.steps):
            barred = any(index in problem.steps[n].closes_steps for n in done)
            late = problem.deadline is not None and spent + step.days > problem.deadline
            if index not in done and set(step.needs) <= set(done) and not barred and not late:
                out.append(index)
        return out

    def acting(self, state: Outcomes, belief: list[float], actions: range | list[int]) -> float:
        problem, values = self.problem, []
        done = [(problem.steps[n], outcome) for n, outcome in enumerate(state) if outcome != OPEN]
        for action in actions:
            if any(action in step.closes_actions for step, _ in done):
                continue
            worth = 0.0
            for kind, chance in enumerate(belief):
                added = sum(step.adds[outcome, action, kind] for step, outcome in done if step.adds is not None)
                worth += chance * (problem.payoff[action, kind] + added)
            values.append(worth)
        return max(values)

    def taking(self, index: int, state: Outcomes, belief: list[float]) -> float:
        problem, step = self.problem, self.problem.steps[index]
        stands = (1 - problem.hazard) ** step.days
        left = [n for n in range(problem.actions) if problem.lasting is None or problem.lasting[n]]
        later = 0.0
        for outcome in range(step.count):
            joint = [chance * step.outcomes[outcome, kind] for kind, chance in enumerate(belief)]
            total = sum(joint)
            if total > 0:
                after = (*state[:index], outcome, *state[index + 1 :])
                posterior = [part / total for part in joint]
                later += total * stands * self.best(after, posterior) if stands else 0
                later += total * (1 - stands) * self.acting(after, posterior, left) if stands < 1 else 0
        return float(problem.discount**step.days * later - step.cost)


def clairvoyant_value(problem: DecisionProblem, solve: Callable[[DecisionProblem], float]) -> float:
    """A test double that cheats: a plan of its own for each type, as if the type were known to whoever plans."""
    values = 0.0
    for kind, chance in enumerate(problem.prior):
        alone = np.zeros(problem.types)
        alone[kind] = 1
        known = DecisionProblem(
            alone, problem.payoff, problem.steps, problem.discount, problem.deadline, problem.hazard, problem.lasting
        )
        values += chance * solve(known)
    return values
