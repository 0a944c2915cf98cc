# SPDX-License-Identifier: Apache-2.0
"""A plan for more states than can be solved: the exact one lies between its bounds, and the plan can be carried out."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.readiness.decision_problems import random_problem
from pourparler.engines.readiness import DecisionProblem, DecisionStep, bounded_plan, policy_of, solve_plan, values_now


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 200))
def test_the_exact_plan_lies_between_the_bounds(seed: int, most: int) -> None:
    problem = random_problem(seed, 6)
    found = bounded_plan(problem, most)
    exact = policy_of(solve_plan(problem)).value
    policy = policy_of(found.solved)
    if problem.nodes <= most:
        assert found.upper is None
        assert policy.value == exact
        return
    assert found.upper is not None
    assert policy.value <= exact + 1e-9
    assert exact <= found.upper + 1e-9
    assert values_now(problem).max() <= policy.value + 1e-9
    assert found.solved.problem.nodes <= most or not found.kept
    for place in found.kept:
        assert set(problem.steps[place].needs) <= set(found.kept)


def test_steps_that_change_nothing_cost_no_width() -> None:
    """What is left out is worth nothing, and dear: then the bounds meet."""
    told = DecisionStep(np.array([[0.9, 0.1], [0.1, 0.9]]), 0.1)
    idle = tuple(DecisionStep(np.full((2, 2), 0.5), 50.0) for _ in range(6))
    problem = DecisionProblem(np.array([0.5, 0.5]), np.array([[5.0, -5.0], [0.0, 0.0]]), (*idle, told))
    found = bounded_plan(problem, 30)
    assert 6 in found.kept
    assert found.upper == pytest.approx(policy_of(found.solved).value, abs=1e-9)


def test_losses_that_waiting_makes_smaller_stay_below_the_bound() -> None:
    """All pay-offs are losses: with discounting a long step that tells nothing is worth taking."""
    wait = DecisionStep(np.ones((1, 2)), 0.0, 10.0)
    problem = DecisionProblem(np.array([0.5, 0.5]), np.array([[-10.0, -8.0]]), (wait, replace(wait, days=20.0)), discount=0.95)
    exact = policy_of(solve_plan(problem)).value
    assert exact == pytest.approx(-9 * 0.95**30)
    found = bounded_plan(problem, 1)
    assert found.upper is not None
    assert exact <= found.upper


def test_eighteen_steps_are_bounded() -> None:
    draw = np.random.default_rng(1)
    steps = tuple(DecisionStep(draw.dirichlet(np.ones(2), 3).T, 0.4) for _ in range(18))
    problem = DecisionProblem(draw.dirichlet(np.ones(3)), draw.normal(0, 10, (3, 3)), steps)
    found = bounded_plan(problem, 60_000)
    assert len(found.kept) == 10
    assert found.upper is not None
    assert found.solved.value < found.upper
