# SPDX-License-Identifier: Apache-2.0
"""What one could have who knew type and world beforehand: no plan is worth more; with one type and world it is the plan."""

import numpy as np
import pytest

from engines.readiness.oracle import Problem, best_by_recursion, dated_problem, random_problem
from pourparler.engines.readiness import best_plan, clairvoyant_value


def clairvoyant(problem: Problem, must_step: bool = True, most: int = 10_000) -> float | None:
    def lapsed(state: frozenset) -> np.ndarray:  # type: ignore[type-arg]
        return problem.leaf(state).lapsed

    return clairvoyant_value(
        problem.weights,
        problem.steps,
        problem.leaf,
        problem.allowed,
        lapsed,
        problem.forcing(),
        most=most,
        begin_with_step=must_step,
    )


@pytest.mark.parametrize("made", [random_problem, dated_problem])
def test_no_plan_is_worth_more_and_with_one_type_and_world_it_is_the_plan(made) -> None:  # type: ignore[no-untyped-def]
    ahead = same = 0
    for seed in range(120):
        problem = made(seed)
        for must_step in (True, False):
            plan = best_plan(problem.tree(), np.ones(1), problem.allowed, begin_with_step=must_step)
            found = clairvoyant(problem, must_step)
            if plan is None:
                continue
            assert found is not None
            assert found >= plan.mean - 1e-9, seed
            ahead += found > plan.mean + 0.01
            worlds, types = problem.weights.shape
            if types == 1 and (worlds == 1 or problem.date is None):
                # Only worlds are not known: each by itself. (A step that is late in one world may be begun for another.)
                alone = [best_by_recursion(problem, must_step, [world]) for world in range(worlds)]
                if np.isfinite(alone).all():
                    assert found == pytest.approx(float(np.mean(alone)), abs=1e-9)
                    same += worlds == 1
    assert ahead > 100
    assert same > 5


def test_more_states_than_are_visited_give_no_bound() -> None:
    problem = random_problem(3)
    states = len(problem.tree().stop)
    assert clairvoyant(problem, most=states) is not None
    assert clairvoyant(problem, most=states - 1) is None
