# SPDX-License-Identifier: Apache-2.0
"""A plain decision problem alone: what deciding now is worth, the best plan, and what knowing more is worth."""

import math

from pourparler.assess.decision_rows import Bounds, GroupRow, PlannedStepRow, PlanStudy, PolicyNode
from pourparler.engines.readiness import (
    NONE,
    BoundedPlan,
    Policy,
    bounded_plan,
    policy_of,
    values_by_first_step,
    values_now,
    worth_of_knowing_the_type,
    worth_of_news,
    worth_of_partition,
)
from pourparler.exchange.decision import StatedDecision

#: Differences below this, in value points, are rounding of sums and are reported as none.
ROUNDING_POINTS = 1e-9
#: So many digits of what is said of plans nobody follows are sure.
DIGITS = 9


def study_decision(stated: StatedDecision) -> PlanStudy:
    """Find the best plan of a decision problem, and what each step and each question is worth."""
    problem = stated.problem
    now = values_now(problem)
    found = bounded_plan(problem)
    policy = policy_of(found.solved)
    first = _by_first_step(found, len(problem.steps))
    ends = policy.action_chances(problem.actions)
    step = int(policy.step[0])
    return PlanStudy(
        title=stated.title,
        value_now=float(now.max()),
        action_now=stated.actions[int(now.argmax())],
        value_plan=policy.value,
        hold=max((value for value in first if value is not None), default=None),
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
            GroupRow(name, _settled(worth_of_partition(problem, question.of_type)), 0.0, None)
            for name, question in stated.questions.items()
        ),
        thresholds=(),
        thresholds_why=None,
        exact=found.upper is None,
        nodes=problem.nodes,
        bounds=Bounds(policy.value, policy.value if found.upper is None else found.upper),
        left_out=tuple(each.name for n, each in enumerate(stated.steps) if n not in found.kept),
        stated=stated,
    )


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
