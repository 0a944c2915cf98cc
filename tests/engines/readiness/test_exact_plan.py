# SPDX-License-Identifier: Apache-2.0
"""The exact plan of a decision problem: against plain recursion and published values, and what must hold of every plan."""

import tomllib
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.readiness.decision_problems import Recursion, clairvoyant_value, random_problem
from pourparler.engines.readiness import (
    NONE,
    DecisionProblem,
    DecisionStep,
    exact_plan,
    node_values,
    policy_of,
    solve_plan,
    values_by_first_step,
    values_now,
    worth_of_knowing_the_type,
    worth_of_news,
    worth_of_partition,
)
from pourparler.engines.readiness.bounded_plan import restricted
from pourparler.errors import EngineInputError

seeds = st.integers(0, 2**32)
WILDCATTER = tomllib.loads((Path(__file__).parents[2] / "published" / "raiffa1968" / "oil_wildcatter.toml").read_text("utf-8"))[
    "row"
][0]


def solved_value(problem: DecisionProblem) -> float:
    return policy_of(solve_plan(problem)).value


def wildcatter() -> DecisionProblem:
    given = WILDCATTER["inputs"]
    payoffs = np.array(given["payoffs"], dtype=np.float64)
    return DecisionProblem(np.array(given["prior"]), payoffs, (DecisionStep(np.array(given["test"]), float(given["cost"])),))


def test_the_oil_wildcatter() -> None:
    problem, printed = wildcatter(), WILDCATTER["printed"]
    policy = policy_of(solve_plan(problem))
    assert policy.value == pytest.approx(float(printed["value_with_test"]), abs=1e-12)
    assert values_now(problem).max() == pytest.approx(float(printed["value_without_test"]), abs=1e-12)
    assert worth_of_news(problem, problem.steps[0].outcomes) == pytest.approx(float(printed["sample_information"]), abs=1e-12)
    assert worth_of_knowing_the_type(problem) == pytest.approx(float(printed["perfect_information"]), abs=1e-12)
    assert policy.step[0] == 0
    assert policy.action[1:].tolist() == [0, 0, 1], "drill if closed or open"
    assert policy.action_chances(2) == pytest.approx([0.59, 0.41])


def test_plain_recursion_on_five_hundred_problems() -> None:
    sizes = set()
    for seed in range(520):
        problem = random_problem(seed)
        sizes.add(len(problem.steps))
        assert solved_value(problem) == pytest.approx(Recursion(problem).value(), abs=1e-9), seed
    assert sizes == set(range(1, 9))


def test_many_steps_at_once_against_plain_recursion() -> None:
    """Large enough that the table has rows and columns, and that parts of it are turned."""
    rng = np.random.default_rng(3)
    steps = [DecisionStep(rng.dirichlet(np.ones(2), 2).T, 0.02, 1.0) for _ in range(8)]
    steps[3] = replace(steps[3], needs=(6,), adds=rng.normal(size=(2, 2, 2)))
    steps[6] = replace(steps[6], closes_steps=(0, 7))
    steps[1] = replace(steps[1], closes_steps=(2,), closes_actions=(1,))
    base = DecisionProblem(np.array([0.4, 0.6]), np.array([[1.0, -1.0], [-1.0, 0.5]]), tuple(steps), deadline=7.0)
    for problem in (base, replace(base, discount=0.95, hazard=0.02, lasting=np.array([True, False]))):
        assert solved_value(problem) == pytest.approx(Recursion(problem).value(), abs=1e-12)


def test_how_the_table_is_divided_makes_no_odds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Halves of every size, and so every way of turning parts of the table."""
    problems = [random_problem(seed, 6) for seed in range(200)]
    whole = [solved_value(problem) for problem in problems]
    for most in (1, 3, 10, 40):
        monkeypatch.setattr(node_values, "MOST_IN_SECOND_HALF", most)
        assert [solved_value(problem) for problem in problems] == pytest.approx(whole, abs=1e-10)


def test_how_many_nodes_are_raised_at_a_time_makes_no_odds(monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [random_problem(seed, 6) for seed in range(60)]
    whole = [solved_value(problem) for problem in problems]
    for most, half in ((1, 2_500), (5, 2_500), (5, 10), (40, 10)):
        monkeypatch.setattr(exact_plan, "NODES_AT_A_TIME", most)
        monkeypatch.setattr(node_values, "MOST_IN_SECOND_HALF", half)
        assert [solved_value(problem) for problem in problems] == pytest.approx(whole, abs=1e-10)


def test_one_number_is_held_for_each_node_and_two_where_the_offer_may_lapse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen steps of two outcomes then take 110 MiB, or 219, whatever is discounted. Here all is smaller."""
    monkeypatch.setattr(exact_plan, "NODES_AT_A_TIME", 2_000)
    monkeypatch.setattr(node_values, "MOST_IN_SECOND_HALF", 90)
    draw = np.random.default_rng(1)
    steps = tuple(DecisionStep(draw.dirichlet(np.ones(2), 3).T, 0.5, 1.0) for _ in range(10))
    base = DecisionProblem(draw.dirichlet(np.ones(3)), draw.normal(0, 20, (3, 3)), steps, discount=0.999)
    for problem, tables in ((base, 1), (replace(base, hazard=0.01, lasting=np.array([True, False, True])), 2)):
        tracemalloc.start()
        solve_plan(problem)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < (tables * 8 + 4) * problem.nodes, f"{peak / problem.nodes:.1f} bytes for each node"


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_a_plan_is_worth_what_it_brings_when_it_is_carried_out(seed: int) -> None:
    """Nobody who carries it out knows the type: what is done depends on outcomes alone."""
    problem = random_problem(seed, 5)
    found = solve_plan(problem)
    policy = policy_of(found)
    assert found.value == pytest.approx(policy.value, abs=1e-9)
    assert policy.chance[policy.ends].sum() == pytest.approx(1, abs=1e-12)
    assert policy.joint[policy.ends].sum(axis=0) == pytest.approx(problem.prior, abs=1e-12)
    assert policy.worth[0] == pytest.approx(found.value, abs=1e-9)


def test_a_clairvoyant_is_caught() -> None:
    """A plan of its own for each type promises more than any plan brings."""
    caught = 0
    for seed in range(40):
        problem = random_problem(seed, 3, plain=True)
        claimed = clairvoyant_value(problem, solved_value)
        brought = solved_value(problem)
        assert claimed >= brought - 1e-9
        caught += claimed > brought + 1e-6
    assert caught > 20


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_more_options_never_lower_the_value(seed: int) -> None:
    problem = random_problem(seed, 4)
    value = solved_value(problem)
    fewer = _without_the_last(problem)
    assert solved_value(fewer) <= value + 1e-9
    draw = np.random.default_rng(seed)
    payoff = np.vstack([problem.payoff, draw.uniform(-5, 5, (1, problem.types))])
    wider = replace(problem, payoff=payoff, lasting=None, steps=tuple(_with_action(step) for step in problem.steps))
    assert solved_value(replace(problem, lasting=None)) <= solved_value(wider) + 1e-9
    assert value >= values_now(problem).max() - 1e-9


def _without_the_last(problem: DecisionProblem) -> DecisionProblem:
    """The problem without its last step and all that need it, directly or not; what those close does not count."""
    gone = {len(problem.steps) - 1}
    while any(set(step.needs) & gone and n not in gone for n, step in enumerate(problem.steps)):
        gone |= {n for n, step in enumerate(problem.steps) if set(step.needs) & gone}
    kept = [n for n in range(len(problem.steps)) if n not in gone]
    return restricted(problem, kept)


def _later(step: DecisionStep, by: int) -> DecisionStep:
    """The same step where `by` others stand before those of its problem."""
    return replace(step, needs=tuple(n + by for n in step.needs), closes_steps=tuple(n + by for n in step.closes_steps))


def _with_action(step: DecisionStep) -> DecisionStep:
    if step.adds is None:
        return step
    return replace(step, adds=np.concatenate([step.adds, np.zeros((step.count, 1, step.adds.shape[2]))], axis=1))


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_a_dominated_step_is_never_chosen(seed: int) -> None:
    """Neither one that is dearer than its twin, nor one that tells and changes nothing, free as it may be."""
    problem = random_problem(seed, 3)
    types = problem.types
    idle = DecisionStep(np.full((2, types), 0.5), days=1.0)
    cheap = DecisionStep(np.random.default_rng(seed).dirichlet(np.ones(2), types).T)
    dear = replace(cheap, cost=0.5)
    steps = (idle, dear, *(_later(step, 3) for step in problem.steps), cheap)
    steps = (*steps[:2], steps[-1], *steps[2:-1])
    # A day of waiting is worth something only where losses are discounted.
    found = policy_of(solve_plan(replace(problem, steps=steps, discount=1.0)))
    assert 0 not in found.step
    for row in np.flatnonzero(found.step == 1):
        above = []
        while row > 0:
            row = found.parent[row]
            above.append(found.step[row])
        assert 2 in above, "the cheap twin comes first"


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_the_worth_of_news_lies_between_nothing_and_that_of_knowing(seed: int) -> None:
    draw = np.random.default_rng(seed)
    problem = random_problem(seed, 2)
    cell = draw.integers(0, 2, problem.types)
    by_cell = draw.dirichlet(np.ones(3), 2).T
    sample = worth_of_news(problem, by_cell[:, cell])
    part, whole = worth_of_partition(problem, cell), worth_of_knowing_the_type(problem)
    assert -1e-12 <= sample <= part + 1e-12
    assert part <= whole + 1e-12


def test_hold_begins_with_a_step_even_where_acting_at_once_is_best() -> None:
    problem = replace(wildcatter(), steps=(replace(wildcatter().steps[0], cost=13.0),))
    found = solve_plan(problem)
    assert found.value == pytest.approx(20)
    assert policy_of(found).step.tolist() == [NONE]
    assert values_by_first_step(found) == pytest.approx([19.5])


def test_the_order_in_which_steps_are_listed_changes_nothing() -> None:
    for seed in range(30):
        problem = random_problem(seed, 4, plain=True)
        turned = replace(problem, steps=problem.steps[::-1])
        assert solved_value(turned) == pytest.approx(solved_value(problem), abs=1e-12)


def test_what_a_hazard_a_deadline_and_discounting_do_by_hand() -> None:
    # Two types, equally likely; a step of two days reveals which; the risky action pays 10 or -10, the safe one 1.
    base = DecisionProblem(np.array([0.5, 0.5]), np.array([[10.0, -10.0], [1.0, 1.0]]), (DecisionStep(np.eye(2), 0.5, 2.0),))
    assert solved_value(base) == pytest.approx(0.5 * 10 + 0.5 * 1 - 0.5)
    assert solved_value(replace(base, deadline=1.5)) == pytest.approx(1)
    assert solved_value(replace(base, deadline=2.0)) == pytest.approx(5)
    assert solved_value(replace(base, discount=0.9)) == pytest.approx(0.81 * 5.5 - 0.5)
    lapses = replace(base, hazard=0.1, lasting=np.array([False, True]))
    assert solved_value(lapses) == pytest.approx(0.81 * 5.5 + 0.19 * 1 - 0.5)
    policy = policy_of(solve_plan(lapses))
    assert policy.chance[policy.lapsed].sum() == pytest.approx(0.19)
    assert policy.expected_days == pytest.approx(2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"prior": np.array([0.5, 0.4])}, "sum to one"),
        ({"payoff": np.zeros((2, 3))}, "action, type"),
        ({"payoff": np.array([[np.nan, 0], [0, 0]])}, "finite"),
        ({"discount": 0.0}, "discount"),
        ({"hazard": 1.5}, "hazard"),
        ({"deadline": -1.0}, "deadline"),
        ({"steps": (DecisionStep(np.full((2, 2), 0.6)),)}, "sum to one"),
        ({"steps": (DecisionStep(np.full((2, 2), 0.5), -1.0),)}, "0 or more"),
        ({"steps": (DecisionStep(np.full((2, 2), 0.5), 0.0, -1.0),)}, "0 or more"),
        ({"steps": (DecisionStep(np.full((2, 3), 0.5)),)}, "outcome, type"),
        ({"steps": (DecisionStep(np.full((2, 2), 0.5), adds=np.zeros((2, 2))),)}, "outcome, action, type"),
        ({"steps": (DecisionStep(np.full((2, 2), 0.5), needs=(1,)),)}, "other steps"),
        ({"steps": (DecisionStep(np.full((2, 2), 0.5), needs=(0,)),)}, "circle"),
        ({"steps": (DecisionStep(np.full((2, 2), 0.5), closes_actions=(2,)),)}, "closes actions"),
        ({"steps": (DecisionStep(np.full((2, 2), 0.5), closes_actions=(0, 1)),)}, "stay open"),
        ({"hazard": 0.1, "lasting": np.array([False, False])}, "stay open"),
    ],
)
def test_what_an_engine_refuses(change: dict[str, object], said: str) -> None:
    with pytest.raises(EngineInputError, match=said):
        replace(DecisionProblem(np.array([0.5, 0.5]), np.eye(2)), **change)  # type: ignore[arg-type]


def test_more_nodes_than_can_be_solved_are_refused() -> None:
    steps = tuple(DecisionStep(np.full((2, 2), 0.5)) for _ in range(16))
    with pytest.raises(EngineInputError, match="43,046,721"):
        solve_plan(DecisionProblem(np.array([0.5, 0.5]), np.eye(2), steps))
