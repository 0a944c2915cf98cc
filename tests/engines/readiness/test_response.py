# SPDX-License-Identifier: Apache-2.0
"""Responses to inputs: trees averaged under coefficients answer as the plan does, and curves are the ones that were drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.readiness.oracle import Array, random_problem
from pourparler.engines.readiness import (
    PlanTree,
    State,
    best_plan,
    best_values,
    build_plan,
    folded_tree,
    respond,
    side_by_side,
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_a_folded_tree_answers_as_the_plan_does_at_every_point(seed: int, stands: bool, must_step: bool) -> None:
    problem = random_problem(seed)
    generator = np.random.default_rng(seed)
    tilt = generator.uniform(-1, 1, len(problem.weights))
    tilted = np.stack([problem.weights, problem.weights * tilt[:, None]])
    plain = build_plan(tilted, np.full(2, stands), problem.steps, problem.leaf)

    def fold(values: Array) -> Array:
        return np.stack([values.mean(axis=0), (values * tilt[:, None]).mean(axis=0)])

    folded = folded_tree(problem.weights, stands, problem.steps, problem.leaf, lambda s: problem.leaf(s).lapsed, fold)
    places = np.linspace(-1, 1, 5)
    weights = np.stack([np.ones(5), places], axis=1)
    columns = np.tile(np.array([0, 1]), (5, 1))
    found = best_values(folded, columns, weights, problem.allowed, begin_with_step=must_step)
    for z, value in zip(places, found, strict=True):
        plan = best_plan(plain, np.array([1.0, z]), problem.allowed, begin_with_step=must_step)
        assert value == (-np.inf if plan is None else pytest.approx(plan.mean, abs=1e-9))


@pytest.mark.parametrize("seed", range(0, 40, 2))
@pytest.mark.parametrize("stands", [False, True])
def test_trees_under_two_beliefs_side_by_side_answer_for_every_mixture(seed: int, stands: bool) -> None:
    problem = random_problem(seed)
    other = np.random.default_rng(seed).dirichlet(np.ones(problem.weights.shape[1]), len(problem.weights))

    def folded(weights: Array, today: Array) -> PlanTree:
        def lapsed(state: State) -> Array:
            return problem.leaf(state).lapsed

        return folded_tree(weights, stands, problem.steps, problem.leaf, lapsed, lambda x: x.mean(axis=0)[None], today)

    mixed = 0.3 * problem.weights + 0.7 * other
    both = side_by_side([folded(problem.weights, mixed), folded(other, mixed)])
    one, zero = np.ones((1, 1)), np.zeros((1, 1), dtype=np.intp)
    whole = best_values(folded(mixed, mixed), zero, one, problem.allowed)
    found = best_values(both, np.array([[0, 1]]), np.array([[0.3, 0.7]]), problem.allowed)
    assert found == pytest.approx(whole, abs=1e-12)


def test_a_response_is_the_average_over_all_other_inputs() -> None:
    generator = np.random.default_rng(2)
    x, y, idle = generator.uniform(0, 2, 20_000), generator.normal(3, 1, 20_000), generator.normal(size=20_000)
    response = respond(np.stack([x, y, idle], axis=1), [(0, 1)])
    folded = response.fold((2 * x + x**2 - y + x * y + generator.normal(size=20_000))[:, None])[:, 0]

    def at(point: dict[int, float]) -> float:
        columns, weights = response.at([point])
        return float((weights * folded[columns]).sum())

    assert at({}) == pytest.approx(float(np.mean(2 * x + x**2 - y + x * y)), abs=0.02)
    # E[y] = 3: 2x + x^2 - 3 + 3x; both: 2x + x^2 - y + x y; E[x] = 1, E[x^2] = 4/3.
    for a in (0.2, 1.0, 1.9):
        assert at({0: a}) == pytest.approx(5 * a + a**2 - 3, abs=0.05)
        assert at({0: a, 1: 4.0}) == pytest.approx(6 * a + a**2 - 4, abs=0.05)
    assert at({1: 4.0}) == pytest.approx(2 + 4 / 3 - 4 + 4, abs=0.05)
    assert at({2: 2.0}) == pytest.approx(at({}), abs=0.05)


def test_the_variance_of_a_point_is_that_of_repeated_draws() -> None:
    generator = np.random.default_rng(7)
    x = generator.uniform(size=(60, 2))
    response = respond(x)
    points: list[dict[int, float]] = [{}, {0: 0.9}, {0: 0.1, 1: 0.5}]
    columns, weights = response.at(points)
    noise = generator.normal(size=(60, 4_000))
    values = np.einsum("pm,pmk->pk", weights, response.fold(noise)[columns])
    assert response.variance(columns, weights) == pytest.approx(values.var(axis=1), rel=0.1)
