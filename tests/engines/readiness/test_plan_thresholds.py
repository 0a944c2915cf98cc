# SPDX-License-Identifier: Apache-2.0
"""Thresholds of a plan: where it begins with something else, by hand and on random problems."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.readiness.decision_problems import random_problem
from engines.readiness.test_exact_plan import wildcatter
from pourparler.engines.readiness import (
    Change,
    DecisionProblem,
    DecisionStep,
    changes_along,
    changes_by_cost,
    changes_by_payoff,
    changes_by_prior,
    policy_of,
    solve_plan,
)

Varied = Callable[[float], DecisionProblem]


def test_the_oil_wildcatter_by_hand() -> None:
    problem = wildcatter()
    # The test is worth 12.5: dearer, and one drills without it.
    (dear,) = changes_by_cost(problem, [0])
    assert dear.at == pytest.approx(12.5)
    assert (dear.to.step, dear.to.action) == (-1, 0)
    # Soak likelier at q, dry and wet as 5 to 3: drill at once pays 200q - 25(1-q), with the test 99q*... see the lines below.
    low, high = changes_by_prior(problem, 2)
    for change in (low, high):
        q = change.at
        prior = np.array([(1 - q) * 0.625, (1 - q) * 0.375, q])
        tested = prior @ np.array([0.4 * -70, 0.7 * 50, 0.9 * 200]) - 10
        at_once = prior @ np.array([-70, 50, 200])
        assert tested == pytest.approx(0 if change is low else at_once)
    assert (low.to.action, high.to.action) == (1, 0)


def begins(problem: DecisionProblem) -> tuple[int, int]:
    policy = policy_of(solve_plan(problem))
    return int(policy.step[0]), int(policy.action[0]) if policy.step[0] == -1 else -1


def hold(changes: tuple[Change, ...], varied: Varied, today: float, low: float, high: float) -> None:
    """Between the changes the plan begins as today; just beyond each it begins as said; both are worth the same at it."""
    now, tick = begins(varied(today)), 1e-5 * (high - low)
    inner = [max([low, *(c.at for c in changes if c.at < today)]), min([high, *(c.at for c in changes if c.at >= today)])]
    for at in np.linspace(inner[0] + tick, inner[1] - tick, 7):
        assert begins(varied(float(at))) == now, at
    for change in changes:
        beyond = change.at + (tick if change.at >= today else -tick)
        if low <= beyond <= high:
            assert begins(varied(beyond)) == (change.to.step, change.to.action)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_the_plan_begins_as_today_between_thresholds(seed: int) -> None:
    draw = np.random.default_rng(seed)
    problem = random_problem(seed, 3)
    # No ties: every pay-off and cost is a number of its own.
    payoff = draw.uniform(-5, 5, problem.payoff.shape)
    steps = tuple(replace(step, cost=float(draw.uniform(0, 2))) for step in problem.steps)
    problem = replace(problem, payoff=payoff, steps=steps)
    action, kind, size = int(draw.integers(problem.actions)), int(draw.integers(problem.types)), problem.size

    def by_payoff(at: float) -> DecisionProblem:
        varied = payoff.copy()
        varied[action, kind] = at
        return replace(problem, payoff=varied)

    def by_prior(at: float) -> DecisionProblem:
        others = problem.prior.copy()
        others[kind] = 0
        prior = others / others.sum() * (1 - at)
        prior[kind] = at
        return replace(problem, prior=prior)

    def by_cost(at: float) -> DecisionProblem:
        return replace(problem, steps=(replace(steps[0], cost=at), *steps[1:]))

    today = float(payoff[action, kind])
    hold(changes_by_payoff(problem, action, kind), by_payoff, today, today - 2 * size, today + 2 * size)
    hold(changes_by_prior(problem, kind), by_prior, float(problem.prior[kind]), 1e-6, 1 - 1e-6)
    hold(changes_by_cost(problem, [0]), by_cost, steps[0].cost, 0.0, steps[0].cost + 2 * size)


def test_a_type_that_is_certain_cannot_become_likelier() -> None:
    certain = DecisionProblem(np.array([1.0, 0.0]), np.eye(2))
    assert changes_by_prior(certain, 0) == ()
    (change,) = changes_by_prior(certain, 1)
    assert change.at == pytest.approx(0.5)


def test_the_hazard_at_which_one_acts_at_once_by_hand() -> None:
    """Two days of asking, worth 5.5 after cost if the offer stands and 1 if it lapses, against 1 now: (1 - h)^2 = 1/9."""
    problem = DecisionProblem(
        np.array([0.5, 0.5]),
        np.array([[10.0, -10.0], [1.0, 1.0]]),
        (DecisionStep(np.eye(2), 0.5, 2.0),),
        hazard=0.1,
        lasting=np.array([False, True]),
    )

    def at(hazard: float) -> DecisionProblem:
        return replace(problem, hazard=hazard)

    (change,) = changes_along(at, 0.1, np.geomspace(1e-6, 1, 33))
    assert change.at == pytest.approx(2 / 3, abs=1e-8)
    assert (change.to.step, change.to.action) == (-1, 1)
    assert changes_along(at, 0.9, np.linspace(0, 1, 9))[0].to.step == 0
