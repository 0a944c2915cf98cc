# SPDX-License-Identifier: Apache-2.0
"""What knowing more is worth: never negative, never more than knowing all, and against loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engines.readiness.oracle import Array, average, sounding_problem, values_now
from pourparler.engines.readiness import (
    best_plan,
    expected_value_of_perfect_information,
    partial_perfect_information,
    worth_of_everything,
    worth_of_states,
)

SEEDS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("seed", range(100))
def test_a_sounding_is_worth_something_between_nothing_and_knowing_the_type(seed: int) -> None:
    problem = sounding_problem(seed)
    values = values_now(problem)
    everything = np.ones(problem.choices, dtype=np.bool_)
    plan = best_plan(problem.tree(), np.ones(1), lambda state: everything)
    assert plan is not None
    now = max(average(problem.weights.tolist(), values))
    sample = plan.mean - now
    perfect = expected_value_of_perfect_information(problem.weights, values)
    assert -1e-12 <= sample <= perfect + 1e-12
    # A sounding that tells the type apart without fail is perfect information.
    types = problem.weights.shape[1]
    by_type = [
        average([[m if t == kind else 0 for t, m in enumerate(row)] for row in problem.weights.tolist()], values)
        for kind in range(types)
    ]
    assert perfect == pytest.approx(sum(max(row) for row in by_type) - now, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(1, 40), st.integers(1, 5))
def test_perfect_information_is_never_worth_less_than_nothing(seed: int, types: int, choices: int) -> None:
    generator = np.random.default_rng(seed)
    values = generator.normal(size=(3, types, choices))
    # One choice ahead of all others everywhere: knowing the type changes nothing, and must not cost either.
    values[:, :, 0] += 10
    worth = expected_value_of_perfect_information(generator.dirichlet(np.ones(types), 3), values)
    assert worth >= 0
    assert worth == pytest.approx(0, abs=1e-12)


def test_what_is_priced_is_knowledge_of_the_type_alone() -> None:
    # The best choice differs between worlds and not between types: to know the type is worth nothing.
    values = np.array([[[1.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 1.0]]])
    assert expected_value_of_perfect_information(np.full((2, 2), 1 / 2), values) == 0
    # And the other way round: half of the time one would choose wrongly.
    assert expected_value_of_perfect_information(np.full((2, 2), 1 / 2), values.transpose(1, 0, 2).copy()) == 1 / 2


def by_blocks(values: list[list[float]], order: list[int], bins: int) -> float:
    """The same estimate in loops: equal blocks of worlds in the order of the input, the first ones longer by one."""
    bins = min(bins, len(order))
    size, longer = divmod(len(order), bins)
    actions = range(len(values[0]))
    start, informed = 0, 0.0
    for block in range(bins):
        stop = start + size + (block < longer)
        members = [values[world] for world in order[start:stop]]
        informed += max(sum(row[action] for row in members) for action in actions) / len(order)
        start = stop
    return informed - max(sum(row[action] for row in values) for action in actions) / len(order)


tables = st.tuples(st.integers(1, 12), st.integers(1, 4)).flatmap(lambda s: arrays(np.float64, s, elements=st.floats(-50, 50)))


@settings(max_examples=50, deadline=None)
@given(tables, SEEDS, st.integers(1, 15))
def test_partial_information_matches_loops_and_is_never_negative(values: Array, seed: int, bins: int) -> None:
    order = np.random.default_rng(seed).permutation(len(values))
    found = partial_perfect_information(values, order, bins)
    assert found == pytest.approx(by_blocks(values.tolist(), order.tolist(), bins), abs=1e-9)
    assert found >= -1e-9


@settings(max_examples=50, deadline=None)
@given(tables, SEEDS)
def test_partial_information_needs_parts_and_a_choice(values: Array, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(values))
    assert partial_perfect_information(values, order, 1) == pytest.approx(0, abs=1e-9)
    assert partial_perfect_information(values[:, :1], order, 5) == pytest.approx(0, abs=1e-9)
    # As many parts as worlds: every world is known.
    everything = values.max(axis=1).mean() - values.mean(axis=0).max()
    assert partial_perfect_information(values, order, len(values)) == pytest.approx(everything, abs=1e-9)


def test_the_input_that_decides_is_worth_more_than_the_one_that_does_not() -> None:
    decides, idle = (x.ravel() for x in np.meshgrid(np.arange(10.0), np.arange(10.0), indexing="ij"))
    values = np.stack([np.full(100, 4.5), decides], axis=1)
    worth = [partial_perfect_information(values, np.argsort(x, kind="stable"), 10) for x in (decides, idle)]
    # Above 4.5 take the second: (0.5 + 1.5 + 2.5 + 3.5 + 4.5) / 10.
    assert worth == pytest.approx([1.25, 0])


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.integers(1, 6), st.integers(1, 4), st.integers(1, 4))
def test_knowing_more_finely_is_never_worth_less(seed: int, worlds: int, halves: int, actions: int) -> None:
    """0 <= EVSI <= EVPPI <= EVPI, exactly: an outcome of a sounding is a mixture of answers, an answer a set of types."""
    generator = np.random.default_rng(seed)
    weights = generator.dirichlet(np.ones(2 * halves), worlds)
    by_type = weights[:, :, None] * generator.normal(size=(worlds, 2 * halves, actions))
    by_answer = by_type[:, :halves] + by_type[:, halves:]
    chances = generator.dirichlet(np.ones(3), halves)
    heard = np.einsum("ao,wak->wok", chances, by_answer)
    sample, answer, kind = (worth_of_states(values).value for values in (heard, by_answer, by_type))
    everything = worth_of_everything(by_type).value
    assert 0 <= sample <= answer + 1e-12 <= kind + 2e-12 <= everything + 3e-12
    assert kind == pytest.approx(expected_value_of_perfect_information(weights, by_type / weights[:, :, None]), abs=1e-12)


def test_the_worth_of_states_has_the_error_of_few_worlds() -> None:
    generator = np.random.default_rng(0)
    found = []
    for _ in range(400):
        p = generator.uniform(0.3, 0.7, 200)
        values = np.stack([np.stack([p, 1 - p], axis=1), np.stack([1 - p, p], axis=1) * 0.8], axis=2)
        found.append(worth_of_states(values))
    values_found = [each.value for each in found]
    assert np.mean([each.se for each in found]) == pytest.approx(np.std(values_found), rel=0.15)
