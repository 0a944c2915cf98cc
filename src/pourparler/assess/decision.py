# SPDX-License-Identifier: Apache-2.0
"""A plain decision problem alone: what deciding now is worth, the best plan, and what knowing more is worth."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pourparler.assess.decision_inputs import Input, inputs_of
from pourparler.assess.decision_maps import maps_of
from pourparler.assess.decision_rows import Bounds, GroupRow, PlannedStepRow, PlanStudy, PolicyNode, ThresholdRow
from pourparler.assess.sentence import Sentence, sentence
from pourparler.engines.readiness import (
    MOST_NODES,
    NONE,
    BoundedPlan,
    Change,
    DecisionProblem,
    DecisionStep,
    Policy,
    bounded_plan,
    changes_along,
    changes_by_cost,
    changes_by_payoff,
    changes_by_prior,
    policy_of,
    solve_plan,
    values_by_first_step,
    values_now,
    worth_of_knowing_the_type,
    worth_of_news,
    worth_of_partition,
)
from pourparler.exchange.decision import StatedDecision, StatedQuestion

#: Differences below this, in value points, are rounding of sums and are reported as none.
ROUNDING_POINTS = 1e-9
#: Thresholds are looked for where states of preparation times inputs are not more than this: within a second or two.
MOST_VARIED = 40_000
#: Those of inputs in which values are no straight lines are looked for in so many places each, so up to fewer.
MOST_ALONG = 10_000
#: So many places of such an input are looked at, from bound to bound.
PLACES_ALONG = 17
#: So many digits of what is said of plans nobody follows are sure.
DIGITS = 9


def study_decision(stated: StatedDecision, most: int = MOST_NODES, pairs: Sequence[tuple[str, str]] = ()) -> PlanStudy:
    """Find the best plan of a decision problem, and what each step and each question is worth.

    The plan is exact up to `most` states of preparation. `pairs` of inputs are mapped against each other; raises CaseError for
    one that is not there.
    """
    problem = stated.problem
    mapped = maps_of(stated, pairs)
    now = values_now(problem)
    found = bounded_plan(problem, most)
    policy = policy_of(found.solved)
    first = _by_first_step(found, len(problem.steps))
    ends = policy.action_chances(problem.actions)
    step, why = int(policy.step[0]), _too_much(stated)
    begins = _begins(stated, step, int(policy.action[0]))
    if step != NONE:
        first[found.kept[step]] = policy.value
    return PlanStudy(
        title=stated.title,
        value_now=float(now.max()),
        action_now=stated.actions[int(now.argmax())],
        value_plan=policy.value,
        hold=max((value for value in first if value is not None), default=None) if step == NONE else policy.value,
        next_step=None if step == NONE else stated.steps[found.kept[step]].name,
        expected_days=policy.expected_days,
        steps=tuple(
            PlannedStepRow(each.name, _settled(worth_of_news(problem, made.outcomes)), made.cost, made.days, value)
            for each, made, value in zip(stated.steps, problem.steps, first, strict=True)
        ),
        policy=_tree(stated, found, policy),
        ends={action: float(chance) for action, chance in zip(stated.actions, ends, strict=True)},
        evpi=_settled(worth_of_knowing_the_type(problem)),
        evppi=tuple(
            GroupRow(name, _settled(worth_of_partition(problem, question.of_type)), 0.0, _in_plan(stated, question, policy))
            for name, question in stated.questions.items()
        ),
        thresholds=() if why is not None else tuple(_thresholds(stated, begins)),
        thresholds_why=why if why is not None else _not_along(stated),
        maps=mapped,
        exact=found.upper is None,
        nodes=problem.nodes,
        bounds=Bounds(policy.value, policy.value if found.upper is None else found.upper),
        left_out=tuple(each.name for n, each in enumerate(stated.steps) if n not in found.kept),
        stated=stated,
    )


def _in_plan(stated: StatedDecision, question: StatedQuestion, policy: Policy) -> float | None:
    """Return what knowing an answer today would add to the plan; None where that is too large to solve."""
    problem = stated.problem
    told = DecisionStep(np.eye(len(question.answers))[question.of_type].T)
    wider = replace(problem, steps=(*problem.steps, told))
    return None if wider.nodes > MOST_NODES else _settled(policy_of(solve_plan(wider)).value - policy.value)


def _too_much(stated: StatedDecision) -> Sentence | None:
    """Say why thresholds are not looked for, if they are not."""
    problem = stated.problem
    inputs = problem.types * (1 + problem.actions) + len(problem.steps)
    if inputs * problem.nodes <= MOST_VARIED:
        return None
    told = "thresholds are looked for up to {most} states of preparation times inputs; here are {n}"
    return sentence(told, most=f"{MOST_VARIED:,}", n=f"{inputs * problem.nodes:,}")


def _not_along(stated: StatedDecision) -> Sentence | None:
    """Say why thresholds of chances of outcomes, and of what has to do with time, are not looked for, if they are not."""
    inputs = sum(not each.is_straight for each in inputs_of(stated))
    if inputs * stated.problem.nodes <= MOST_ALONG:
        return None
    told = "those of outcomes, days and lapses are looked for up to {most} states of preparation times inputs; here are {n}"
    return sentence(told, most=f"{MOST_ALONG:,}", n=f"{inputs * stated.problem.nodes:,}")


def _thresholds(stated: StatedDecision, begins: str) -> Iterator[ThresholdRow]:
    """Yield, input by input, the nearest values at which the plan begins differently."""
    problem = stated.problem

    def rows(path: str, today: float, changes: Sequence[Change]) -> Iterator[ThresholdRow]:
        for change in changes:
            yield ThresholdRow(path, change.at, begins, _begins(stated, change.to.step, change.to.action), today)

    for kind, name in enumerate(stated.types):
        yield from rows(f"prior.{name}", float(problem.prior[kind]), changes_by_prior(problem, kind))
    for action, called in enumerate(stated.actions):
        for kind, name in enumerate(stated.types):
            today = float(problem.payoff[action, kind])
            yield from rows(f"payoff.{called}.{name}", today, changes_by_payoff(problem, action, kind))
    for of in dict.fromkeys(step.of for step in stated.steps):
        alike = [place for place, step in enumerate(stated.steps) if step.of == of]
        yield from rows(f"steps.{of}.cost", problem.steps[alike[0]].cost, changes_by_cost(problem, alike))
    for each in inputs_of(stated) if _not_along(stated) is None else ():
        if not each.is_straight:
            yield from rows(each.path, each.today, _along(problem, each))


def _along(problem: DecisionProblem, each: Input) -> tuple[Change, ...]:
    return changes_along(lambda value: each.put(problem, value), each.today, each.places(PLACES_ALONG))


def _begins(stated: StatedDecision, step: int, action: int) -> str:
    """Return the name of what comes first: a step, or an action at once."""
    return stated.actions[action] if step == NONE else stated.steps[step].name


def _settled(value: float) -> float:
    return value if abs(value) > ROUNDING_POINTS else 0.0


def _by_first_step(found: BoundedPlan, steps: int) -> list[float | None]:
    """Return what the best plan that begins with each step is worth; None where none can, or where it was left out."""
    out: list[float | None] = [None] * steps
    # The engine charges each step a hair on top of its cost: no digit that counts, by the size of what may be won or lost.
    digits = DIGITS - math.ceil(math.log10(found.solved.problem.size or 1))
    for place, value in zip(found.kept, values_by_first_step(found.solved).tolist(), strict=True):
        out[place] = round(value, digits) if math.isfinite(value) else None
    return out


def _tree(stated: StatedDecision, found: BoundedPlan, policy: Policy) -> PolicyNode:
    """Return a policy as a tree; its rows come children last, so it is built from the end."""
    outcomes: list[dict[str, PolicyNode]] = [{} for _ in policy.parent]
    lapsed: list[dict[str, PolicyNode]] = [{} for _ in policy.parent]
    steps = [stated.steps[place] for place in found.kept]
    node = None
    for row in reversed(range(len(policy.parent))):
        step, action = int(policy.step[row]), int(policy.action[row])
        node = PolicyNode(
            None if step == NONE else steps[step].name,
            dict(reversed(outcomes[row].items())),
            dict(reversed(lapsed[row].items())),
            None if action == NONE else stated.actions[action],
            float(policy.chance[row]),
            float(policy.days[row]),
            float(policy.worth[row]),
        )
        parent = int(policy.parent[row])
        if parent != NONE:
            came = steps[int(policy.step[parent])].outcomes[int(policy.outcome[row])]
            (lapsed if policy.lapsed[row] else outcomes)[parent][came] = node
    assert node is not None  # the first row is now
    return node
