# SPDX-License-Identifier: Apache-2.0
"""The plan that the advice rests on as rows, and what has to come out for a date fixed on conditions to stand."""

from dataclasses import replace

import numpy as np

from pourparler.assess.bounded import bound_above
from pourparler.assess.plan_rows import DATE_COMES, ConditionalRow, PlanNode, PlanRow, Way
from pourparler.assess.readiness import Readiness, Valued
from pourparler.assess.spread import Spread, spread
from pourparler.assess.steps import Steps
from pourparler.engines.readiness import Done, State, forced_state

CONDITIONALLY = "fix_conditionally"


def plan_row(steps: Steps) -> PlanRow | None:
    """Return the plan that the advice rests on: that of holding, within the gate where it bites, else by the numbers alone.

    Where the advice is to fix the date on conditions it is the plan that follows the fixing.
    """
    found = steps.readiness
    if found is None or found.tree is None:
        return None
    plan = (found.gated_hold if found.held else None) or found.valued.get("hold")
    within = bool(found.held) and plan is found.gated_hold
    if steps.decision.action == CONDITIONALLY:
        plan = found.valued.get(CONDITIONALLY)
    if plan is None or plan.plan is None:
        return None
    row = PlanRow(within, plan.mean, _node(found, plan), len(found.tree.stop), _days(found, plan))
    left_out, free = found.actions.program.left_out, found.valued.get("hold")
    if not left_out or free is None:
        return row
    upper = bound_above(found.actions, steps.intentions.posterior)
    return replace(row, left_out=tuple(sorted(left_out)), lower=free.mean, upper=upper)


def conditional_row(steps: Steps) -> ConditionalRow | None:
    """Return what follows if the date is fixed on conditions, and on what it stands; None where that cannot be had."""
    found = steps.readiness
    plan = found.valued.get(CONDITIONALLY) if found is not None else None
    if found is None or plan is None:
        return None
    tree = _node(found, plan)
    return ConditionalRow(tree, tuple(sorted(_stands(tree))), _chance_of_fixing(tree))


def _node(found: Readiness, valued: Valued, state: State = frozenset()) -> PlanNode:
    assert valued.plan is not None
    if state not in valued.plan.next_steps:
        choice = found.actions.choices[valued.plan.choices[state]]
        moves = found.actions.layout.moves.named(choice.moves)
        return PlanNode(None, {}, choice.act, choice.level, moves, (valued.reached or {}).get(state))
    index = valued.plan.next_steps[state]
    step = found.actions.program.steps[index]
    before = frozenset(d.step for d in state) if step.plan.dated else frozenset[int]()
    following = {name: _node(found, valued, state | {Done(index, place, before)}) for place, name in enumerate(step.outcomes)}
    came = forced_state(state, index)
    if came in valued.plan.choices:
        following[DATE_COMES] = _node(found, valued, came)
    return PlanNode(step.name, following, None, None, (), None)


def _days(found: Readiness, valued: Valued) -> Spread | None:
    """Return how many days the plan takes until something is done, on average over its ends, where the offer does not lapse."""
    ends = {state: chance for state, chance in (valued.reached or {}).items() if chance > 0}
    if not ends:
        return None
    taken = [chance * found.actions.program.days(state) for state, chance in ends.items()]
    return spread(np.sum(taken, axis=0) / sum(ends.values()))


def _stands(node: PlanNode) -> frozenset[Way]:
    """Return the ways on which the date stands, each as the outcomes that it needs; what makes no difference is left out."""
    if node.step is None:
        return frozenset({()}) if node.action == "fix" else frozenset()
    after = {outcome: _stands(child) for outcome, child in node.outcomes.items()}
    if len(set(after.values())) == 1:
        return next(iter(after.values()))
    return frozenset((f"{node.step}.{outcome}", *way) for outcome, ways in after.items() for way in ways)


def _chance_of_fixing(node: PlanNode) -> float:
    if node.step is None:
        return (node.chance or 0.0) if node.action == "fix" else 0.0
    return sum(_chance_of_fixing(child) for child in node.outcomes.values())
