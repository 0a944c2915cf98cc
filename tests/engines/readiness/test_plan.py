# SPDX-License-Identifier: Apache-2.0
"""The plan against plain recursion over ordered histories; one policy for all worlds; what it may and may not do."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from engines.readiness.oracle import (
    Problem,
    average,
    best_by_recursion,
    dated_problem,
    key_of_state,
    random_problem,
    values_now,
)
from pourparler.engines.readiness import (
    FORCED,
    Done,
    Forcing,
    Leaf,
    Plan,
    PlanStep,
    State,
    best_plan,
    build_plan,
    expected_value_of_perfect_information,
    follow,
    value_of_plan,
)
from pourparler.errors import EngineInputError

ONE = np.ones(1)
SEEDS = range(210)
FEWER = range(0, 210, 5)
ROOT: State = frozenset()


def solved(problem: Problem, **kwargs: bool | int) -> Plan | None:
    return best_plan(problem.tree(), ONE, problem.allowed, **kwargs)  # type: ignore[arg-type]


def mean(plan: Plan | None) -> float:
    return -np.inf if plan is None else plan.mean


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_matches_plain_recursion(seed: int) -> None:
    problem = random_problem(seed)
    tree = problem.tree()
    for must_step in (True, False):
        plan = best_plan(tree, ONE, problem.allowed, begin_with_step=must_step)
        assert mean(plan) == pytest.approx(best_by_recursion(problem, must_step), abs=1e-9)
        if plan is None:
            continue
        # Carried out in every world it is worth on average what it promised; so is its value read off the tree.
        done = follow(tree, plan, problem.leaf, 0)
        assert done.value.shape == (len(problem.weights),)
        assert done.value.mean() == pytest.approx(plan.mean, abs=1e-9)
        assert value_of_plan(tree, ONE, plan) == pytest.approx(plan.mean, abs=1e-9)
        # It stops somewhere, only where that is allowed, and nowhere both stops and goes on.
        assert not set(plan.choices) & set(plan.next_steps)
        assert all(problem.allowed(state)[plan.choices[state]] for state in done.reached)
        assert sum(done.reached.values()) <= 1 + 1e-9


def test_a_plan_against_a_date_with_steps_that_close_others_matches_plain_recursion() -> None:
    cut_off = barred = 0
    for seed in range(300):
        problem = dated_problem(seed)
        for stands in (False, True):
            alike = problem.standing() if stands else problem
            tree = problem.tree(stands)
            for must_step in (True, False):
                plan = best_plan(tree, ONE, problem.allowed, begin_with_step=must_step)
                assert mean(plan) == pytest.approx(best_by_recursion(alike, must_step), abs=1e-9), seed
                if plan is not None:
                    done = follow(tree, plan, problem.leaf, 0)
                    assert done.value.mean() == pytest.approx(plan.mean, abs=1e-9)
                    assert value_of_plan(tree, ONE, plan) == pytest.approx(plan.mean, abs=1e-9)
                    assert all(problem.allowed(state)[plan.choices[state]] for state in done.reached)
                    assert not stands or sum(done.reached.values()) == pytest.approx(1)
                    cut_off += any(item.step == FORCED for state in done.reached for item in state)
            barred += len(tree.stop) < len(replace(problem, date=None).tree(stands).stop)
    # The date cuts a step off in some plans, and keeps steps from being begun in others.
    assert cut_off > 100
    assert barred > 100


def test_a_step_that_ends_on_the_day_is_in_time_and_one_that_ends_later_cannot_be_begun() -> None:
    leaf = Leaf(np.array([[[0.0, 1.0]]]), np.zeros((1, 1, 1)))
    steps = [replace(free_step(), days=np.array([0.1])), replace(free_step(), days=np.array([0.2]))]

    def reached(date: float) -> set[frozenset[int]]:
        forcing = Forcing(date, np.ones_like)
        tree = build_plan(np.ones((1, 1, 1)), np.array([False]), steps, lambda state: leaf, None, forcing)
        return {frozenset(item.step for item in state) for state in tree.stop}

    # 0.1 + 0.2 is a hair more than 0.3 as a computer sums it.
    assert reached(0.3) == {frozenset(), frozenset({0}), frozenset({1}), frozenset({0, 1})}
    assert reached(0.29) == {frozenset(), frozenset({0}), frozenset({1})}
    assert reached(0.1) == {frozenset(), frozenset({0})}
    assert reached(0.05) == {frozenset()}


@pytest.mark.parametrize("seed", FEWER)
def test_an_offer_that_stands_makes_lapsing_of_no_account(seed: int) -> None:
    problem = random_problem(seed, closed=False)
    tree = problem.tree(stands=True)
    plan = best_plan(tree, ONE, problem.allowed)
    assert plan is not None
    assert plan.mean == pytest.approx(best_by_recursion(problem.standing(), True), abs=1e-9)
    done = follow(tree, plan, problem.leaf, 0)
    assert done.value.mean() == pytest.approx(plan.mean, abs=1e-9)
    assert sum(done.reached.values()) == pytest.approx(1, abs=1e-9)


def test_choosing_inside_each_world_would_be_clairvoyance() -> None:
    ahead = []
    for seed in FEWER:
        problem = random_problem(seed, closed=False)
        worlds = range(len(problem.weights))
        clairvoyant = float(np.mean([best_by_recursion(problem, True, [world]) for world in worlds]))
        plan = solved(problem)
        assert plan is not None
        assert clairvoyant >= plan.mean - 1e-9
        ahead.append(clairvoyant - plan.mean)
    # The double is a different thing: a plan that chose inside worlds would be caught above.
    assert sum(gain > 0.01 for gain in ahead) > len(ahead) / 4


@pytest.mark.parametrize("seed", FEWER)
def test_more_options_never_lower_the_value(seed: int) -> None:
    problem = random_problem(seed)
    tree = problem.tree()

    def everything(state: State) -> NDArray[np.bool_]:
        return np.ones(problem.choices, dtype=np.bool_)

    for must_step in (True, False):
        few = best_plan(tree, ONE, problem.allowed, begin_with_step=must_step)
        many = best_plan(tree, ONE, everything, begin_with_step=must_step)
        assert mean(many) >= mean(few) - 1e-12
    # To be free to stop at once is an option too.
    now = average(problem.weights.tolist(), values_now(problem))
    beginning = mean(best_plan(tree, ONE, everything))
    assert mean(best_plan(tree, ONE, everything, begin_with_step=False)) == pytest.approx(max(*now, beginning), abs=1e-9)


@pytest.mark.parametrize("seed", FEWER)
def test_another_step_never_lowers_the_value_and_an_unreachable_one_changes_nothing(seed: int) -> None:
    problem = random_problem(seed, most_steps=2)
    worlds, types = problem.weights.shape
    more = PlanStep(np.full((worlds, 2, types), 1 / 2), np.full(worlds, 0.1), np.ones(worlds))
    without = mean(solved(problem, begin_with_step=False))
    assert mean(solved(replace(problem, steps=(*problem.steps, more)), begin_with_step=False)) >= without - 1e-12
    circular = replace(more, needs=(len(problem.steps),))
    assert mean(solved(replace(problem, steps=(*problem.steps, circular)), begin_with_step=False)) == without


@pytest.mark.parametrize("seed", FEWER)
def test_the_best_first_step_is_the_one_the_plan_takes(seed: int) -> None:
    problem = random_problem(seed)
    tree = problem.tree()
    plan = best_plan(tree, ONE, problem.allowed)
    by_first = [best_plan(tree, ONE, problem.allowed, first_step=index) for index in range(len(problem.steps))]
    assert max(mean(candidate) for candidate in by_first) == mean(plan)
    for index, candidate in enumerate(by_first):
        assert candidate is None or candidate.next_steps[ROOT] == index
    if plan is not None:
        assert mean(by_first[plan.next_steps[ROOT]]) == plan.mean
        assert value_of_plan(tree, ONE, plan) == pytest.approx(plan.mean, abs=1e-9)


@pytest.mark.parametrize("seed", FEWER)
def test_weightings_stand_side_by_side_and_mix_linearly(seed: int) -> None:
    problem = random_problem(seed, most_steps=3, closed=False)
    other = np.random.default_rng(seed).dirichlet(np.ones(problem.weights.shape[1]), len(problem.weights))
    weightings = np.stack([problem.weights, problem.weights, other])
    tree = build_plan(weightings, np.array([False, True, False]), problem.steps, problem.leaf)
    alone = [solved(problem), solved(problem.standing())]
    for row, expected in enumerate(alone):
        plan = best_plan(tree, np.eye(3)[row], problem.allowed)
        assert plan is not None
        assert mean(plan) == pytest.approx(mean(expected), abs=1e-12)
        # One plan, read under every weighting: linear in the mixture, and what carrying it out gives.
        values = [value_of_plan(tree, mixture, plan) for mixture in np.eye(3)]
        assert value_of_plan(tree, np.array([0.5, 0.2, 0.3]), plan) == pytest.approx(np.dot([0.5, 0.2, 0.3], values), abs=1e-9)
        for weighting, value in enumerate(values):
            assert follow(tree, plan, problem.leaf, weighting).value.mean() == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("seed", FEWER)
def test_a_mixture_of_beliefs_is_a_belief(seed: int) -> None:
    problem = random_problem(seed, most_steps=2, lapses=False, closed=False)
    other = np.random.default_rng(seed).dirichlet(np.ones(problem.weights.shape[1]), len(problem.weights))
    tree = build_plan(np.stack([problem.weights, other]), np.zeros(2, dtype=np.bool_), problem.steps, problem.leaf)
    values = []
    for share in (0.0, 0.3, 0.5, 1.0):
        mixed = replace(problem, weights=(1 - share) * problem.weights + share * other)
        plan = best_plan(tree, np.array([1 - share, share]), problem.allowed)
        assert mean(plan) == pytest.approx(best_by_recursion(mixed, True), abs=1e-9)
        values.append(mean(plan))
    # The best of several lines is convex in the mixture.
    assert values[2] <= (values[0] + values[3]) / 2 + 1e-9


def two_choices(first: float, second: float) -> Leaf:
    return Leaf(np.array([[[first, second]]]), np.zeros((1, 1, 1)))


def free_step(**kwargs: tuple[int, ...] | bool) -> PlanStep:
    return PlanStep(np.ones((1, 1, 1)), np.zeros(1), np.ones(1), **kwargs)  # type: ignore[arg-type]


def everything_open(state: State) -> NDArray[np.bool_]:
    return np.ones(2, dtype=np.bool_)


@pytest.mark.parametrize("rounding", [0.0, 4e-15])
def test_among_equals_it_stops_and_takes_the_first(rounding: float) -> None:
    """What a processor's order of adding leaves of a tie decides nothing, or the same case would give two plans."""

    def leaf(state: State) -> Leaf:
        return two_choices(3 + rounding * (len(state) + sum(done.step for done in state)), 3 + 9 * rounding)

    tree = build_plan(np.ones((1, 1, 1)), np.array([False]), [free_step(), free_step()], leaf)
    plan = best_plan(tree, ONE, everything_open)
    assert plan is not None
    assert plan.next_steps[ROOT] == 0
    after = frozenset({Done(0, 0)})
    assert plan.choices[after] == 0
    assert after not in plan.next_steps
    free = best_plan(tree, ONE, everything_open, begin_with_step=False)
    assert free is not None
    assert free.choices == {ROOT: 0, **plan.choices}
    assert ROOT not in free.next_steps


def test_steps_wait_for_what_they_need() -> None:
    tree = build_plan(np.ones((1, 1, 1)), np.array([False]), [free_step(needs=(1,)), free_step()], lambda s: two_choices(0, 0))
    assert [branch.step for branch in tree.branches[ROOT]] == [1]
    assert [branch.step for branch in tree.branches[frozenset({Done(1, 0)})]] == [0]
    assert set(tree.stop) == {ROOT, frozenset({Done(1, 0)}), frozenset({Done(0, 0), Done(1, 0)})}


def test_a_dated_step_remembers_what_came_before_it() -> None:
    steps = [free_step(dated=True), free_step()]
    early, late = Done(0, 0), Done(0, 0, frozenset({1}))
    tree = build_plan(np.ones((1, 1, 1)), np.array([False]), steps, lambda s: two_choices(float(late in s), 0))
    assert {frozenset({early, Done(1, 0)}), frozenset({late, Done(1, 0)})} <= set(tree.stop)
    plan = best_plan(tree, ONE, everything_open)
    assert plan is not None
    assert plan.mean == 1
    assert plan.next_steps[ROOT] == 1
    assert {key_of_state(state) for state in plan.choices} >= {((0, 0, (1,)), (1, 0, ()))}


def test_nothing_to_choose_is_no_plan() -> None:
    tree = build_plan(np.ones((1, 1, 1)), np.array([False]), [free_step()], lambda state: two_choices(1, 2))
    assert best_plan(tree, ONE, lambda state: np.zeros(2, dtype=np.bool_)) is None
    without_steps = build_plan(np.ones((1, 1, 1)), np.array([False]), [], lambda state: two_choices(1, 2))
    assert best_plan(without_steps, ONE, everything_open) is None
    at_once = best_plan(without_steps, ONE, everything_open, begin_with_step=False)
    assert at_once is not None
    assert (at_once.mean, at_once.choices) == (2, {ROOT: 1})


def test_sixteen_steps_are_too_many() -> None:
    with pytest.raises(EngineInputError):
        build_plan(np.ones((1, 1, 1)), np.array([False]), [free_step()] * 16, lambda state: two_choices(0, 0))


def test_a_lapse_by_hand() -> None:
    # Half of the time the offer is gone after the step; then the better of 2 and 1 is done, at a cost of 1 before.
    step = PlanStep(np.ones((1, 1, 1)), np.ones(1), np.full(1, 1 / 2))
    leaf = Leaf(np.array([[[10.0]]]), np.array([[[1.0, 2.0]]]))
    tree = build_plan(np.ones((1, 1, 1)), np.array([False]), [step], lambda state: leaf)
    plan = best_plan(tree, ONE, lambda state: np.array([True]))
    assert plan is not None
    assert plan.mean == 10 / 2 + 2 / 2 - 1
    assert follow(tree, plan, lambda state: leaf, 0).reached == {frozenset({Done(0, 0)}): 0.5}


def test_the_sounding_of_the_worked_example() -> None:
    # Fix, fix with pressure, forgo; for settle and stall.
    values = np.array([[[29.67, 39.96, 35.0], [17.46, 23.94, 35.0]]])
    beliefs = np.array([[0.35, 0.65]])
    sounding = PlanStep(np.array([[[0.85, 0.15], [0.15, 0.85]]]), np.array([0.2]), np.ones(1))
    tree = build_plan(beliefs[None], np.array([False]), [sounding], lambda state: Leaf(values, values))
    plan = best_plan(tree, ONE, lambda state: np.ones(3, dtype=np.bool_))
    assert plan is not None
    # 0.35 x 0.85 x 39.96 + 0.65 x 0.15 x 23.94 + 0.605 x 35 - 0.2, printed there as 35.1973; gross of cost 0.39725 over 35.
    assert plan.mean == pytest.approx(35.19725, abs=1e-9)
    assert plan.choices == {frozenset({Done(0, 0)}): 1, frozenset({Done(0, 1)}): 2}
    assert follow(tree, plan, lambda state: Leaf(values, values), 0).reached[frozenset({Done(0, 0)})] == pytest.approx(0.395)
    assert expected_value_of_perfect_information(beliefs, values) == pytest.approx(1.7360, abs=0.00005)


def test_every_order_of_eight_steps_leads_to_the_same_state() -> None:
    leaf = two_choices(1, 0)
    tree = build_plan(np.ones((1, 1, 1)), np.array([False]), [free_step()] * 8, lambda state: leaf)
    assert len(tree.stop) == 2**8
