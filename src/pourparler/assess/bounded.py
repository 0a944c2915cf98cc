# SPDX-License-Identifier: Apache-2.0
"""A case with more states of preparation than are weighed: which steps the plan does without, and what no plan can exceed."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import Actions, actions_of
from pourparler.assess.preparation import only_reveals, program_of
from pourparler.assess.readiness import NOW, NUMBERS_ALONE, ROOT
from pourparler.case import Case
from pourparler.case.limits import MOST_STATES, plan_states
from pourparler.engines.readiness import PlanStep, clairvoyant_value

Array = NDArray[np.float64]

#: What news is worth is compared to so many decimals of a point: what differs by less is rounding of sums.
DECIMALS = 9
#: For the bound above, so many states are visited at most, each in every world: about ten seconds.
MOST_VISITED = 256


def within_limit(actions: Actions, belief: Array) -> Actions:
    """Return the choices of a case with a plan of as many states as are weighed; what the plan does without is named.

    Steps that change something are kept before those that only reveal, and of these the ones whose news is worth most today,
    less what they cost; each with the steps that it needs, as far as there is room. `belief` is [world, type].
    """
    case, program = actions.layout.case, actions.program
    if plan_states(case) <= MOST_STATES:
        return actions
    worth = {step.name: -np.inf for step in program.steps}
    values = actions.leaf(ROOT).chosen(actions.mask(ROOT, NOW, NUMBERS_ALONE))
    now = float(np.einsum("wt,wtk->k", belief, values).max(initial=-np.inf)) / len(belief)
    for step in program.steps:
        each = np.einsum("wot,wtk->ok", belief[:, None, :] * step.plan.outcomes, values) / len(belief)
        gain = float(each.max(axis=1).sum()) - now - float(step.plan.cost.mean()) if values.shape[2] else 0.0
        worth[step.name] = round(gain, DECIMALS) if only_reveals(step) else np.inf
    kept: set[str] = set()
    # Of news that alone would change no choice, the kind that differs most between types.
    tells = {step.name: float(np.ptp(step.plan.outcomes, axis=2).mean(axis=0).sum()) for step in program.steps}
    for name in sorted(worth, key=lambda name: (-worth[name], -tells[name], name)):
        wider = kept | _with_needs(case, name)
        if wider <= set(worth) and plan_states(_with_steps(case, wider)) <= MOST_STATES:
            kept = wider
    return actions_of(actions.layout, program_of(actions.layout, frozenset(worth) - kept))


def _with_needs(case: Case, name: str) -> set[str]:
    needed, waiting = set[str](), [name]
    while waiting:
        step = waiting.pop()
        needed.add(step)
        waiting += [need for need in case.preparation[step].needs if need not in needed]
    return needed


def _with_steps(case: Case, names: set[str]) -> Case:
    return case.model_copy(update={"preparation": {name: step for name, step in case.preparation.items() if name in names}})


def bound_above(actions: Actions, belief: Array) -> float | None:
    """Return what no plan of all steps, those that were left out included, is worth more than; None if that is not known.

    It is what could be had by one who knows type and world beforehand. He needs no step that only reveals, but for the days
    that it takes where time changes something. Of more than 256 states it is not looked for.
    """
    layout = actions.layout
    whole = program_of(layout)
    idle = frozenset(step.name for place, step in enumerate(whole.steps) if place in whole.quiet)
    program = program_of(layout, idle)
    every = actions_of(layout, program)
    steps = [_told(step.plan) if only_reveals(step) else step.plan for step in program.steps]
    if not steps:
        mask = every.mask(ROOT, NOW, NUMBERS_ALONE)
        best = every.leaf(ROOT).chosen(mask).max(axis=2) if mask.any() else None
        return None if best is None else float((belief * best).sum(axis=1).mean())
    found = clairvoyant_value(
        belief,
        steps,
        every.leaf,
        lambda state: every.mask(state, NOW, NUMBERS_ALONE),
        every.lapsed,
        program.forcing,
        most=MOST_VISITED,
        begin_with_step=not idle,
    )
    return found


def _told(step: PlanStep) -> PlanStep:
    """Return a step without its news: its days pass, and nothing comes out."""
    return replace(step, outcomes=np.ones((len(step.outcomes), 1, step.outcomes.shape[2])))
