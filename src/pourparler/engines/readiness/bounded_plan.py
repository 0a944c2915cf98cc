# SPDX-License-Identifier: Apache-2.0
"""A plan for more nodes than can be solved: the best that some of the steps allow, and what no plan can exceed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.decision_problem import DecisionProblem, DecisionStep, order_of
from pourparler.engines.readiness.exact_plan import MOST_NODES, SolvedPlan, solve_plan

Array = NDArray[np.float64]


@dataclass(frozen=True)
class BoundedPlan:
    """A plan with the steps `kept` (their places in the problem), solved exactly, and what no plan with all of them exceeds.

    `solved` is the problem of the kept steps alone, in that order; its value is the lower bound, and `upper` the other one
    (None: all steps were kept, and the plan is exact).
    """

    solved: SolvedPlan
    kept: tuple[int, ...]
    upper: float | None


def bounded_plan(problem: DecisionProblem, most: int = MOST_NODES) -> BoundedPlan:
    """Return the exact plan if there are at most `most` nodes, and else a plan with both bounds of the best one's value.

    Below: the steps that are worth most by themselves are kept as far as `most` allows, and solved exactly; the plan can be
    carried out. Above: one step stands for all that are left out; it reveals the type, is as cheap and quick as the
    cheapest and quickest of them, adds whatever any of them can add, and needs and closes nothing. Read a wide gap as "not
    known", never the middle as an estimate.
    Source: Brown, Smith & Sun (2010), Operations Research 58(4), information relaxations (the bound above).
    """
    if problem.nodes <= most:
        solved = solve_plan(problem)
        return BoundedPlan(solved, tuple(range(len(problem.steps))), None)
    ranked = _ranked(problem, most)
    kept = _as_many(problem, ranked, most)
    solved = solve_plan(restricted(problem, kept))
    beside = _as_many(problem, ranked, most // (problem.types + 1))
    left = [step for n, step in enumerate(problem.steps) if n not in beside]
    whole = restricted(_hopeful(problem), beside)
    hopeful = replace(whole, steps=(*whole.steps, _stand_in(problem, left)))
    charged = sum(hopeful.charges()) - sum(step.cost for step in hopeful.steps)
    return BoundedPlan(solved, kept, solve_plan(hopeful).value + charged)


def restricted(problem: DecisionProblem, kept: Sequence[int]) -> DecisionProblem:
    """Return the problem with some of its steps; those that they need have to be among them. Source: definition."""
    place = {index: n for n, index in enumerate(kept)}
    steps = []
    for index in kept:
        step = problem.steps[index]
        closed = tuple(place[other] for other in step.closes_steps if other in place)
        steps.append(replace(step, needs=tuple(place[need] for need in step.needs), closes_steps=closed))
    return replace(problem, steps=tuple(steps))


def _ranked(problem: DecisionProblem, most: int) -> list[tuple[int, ...]]:
    """Return every step with all that it needs, in the order of need; the sets that are worth most by themselves first."""
    sets: dict[int, tuple[int, ...]] = {}
    for index in order_of(problem.steps):
        needed = {index}.union(*(sets[need] for need in problem.steps[index].needs))
        sets[index] = tuple(sorted(needed))
    worth = {}
    for index, chosen in sets.items():
        alone = restricted(problem, chosen)
        worth[index] = solve_plan(alone).value if alone.nodes <= most else -np.inf
    return [sets[index] for index in sorted(sets, key=lambda n: (-worth[n], n))]


def _as_many(problem: DecisionProblem, ranked: Sequence[tuple[int, ...]], most: int) -> tuple[int, ...]:
    """Return the steps of the first sets, each as far as it fits."""
    kept: set[int] = set()
    for chosen in ranked:
        wider = kept | set(chosen)
        if restricted(problem, sorted(wider)).nodes <= most:
            kept = wider
    return tuple(sorted(kept))


def _hopeful(problem: DecisionProblem) -> DecisionProblem:
    """Return the problem with losses and costs as small as waiting could make them: never worse, whenever they fall due."""
    late = problem.discount ** sum(step.days for step in problem.steps)
    if late == 1:
        return problem
    steps = tuple(
        replace(step, cost=step.cost * late, adds=None if step.adds is None else np.maximum(step.adds, step.adds * late))
        for step in problem.steps
    )
    return replace(problem, payoff=np.maximum(problem.payoff, problem.payoff * late), steps=steps)


def _stand_in(problem: DecisionProblem, left: Sequence[DecisionStep]) -> DecisionStep:
    """Return a step that is never worse than any plan made of the steps that are left out."""
    late = problem.discount ** sum(step.days for step in problem.steps)
    added = np.zeros(problem.payoff.shape)
    for step in left:
        if step.adds is not None:
            added += np.maximum(0, step.adds.max(axis=0))
    adds = np.repeat(added[None], problem.types, axis=0)
    return DecisionStep(np.eye(problem.types), late * min(s.cost for s in left), min(s.days for s in left), adds)
