# SPDX-License-Identifier: Apache-2.0
"""The order of stages that neither side prefers to leave, found over sets of stages instead of their orders.

From any set of stages done, what can follow and what it is worth depends on that set alone, and nobody is bound to the rest of
an order that would be left: so the best continuation of each set is found once (n 2^n steps instead of n! orders). For a rule
that judged whole orders by their weakest step, that would not be valid: a rest that is weaker in itself could make an earlier
step stronger by being worth more.
"""

from dataclasses import dataclass

import numpy as np

from pourparler.engines.staging.path import OURS, THEIRS, Step, one_step
from pourparler.engines.staging.stages import Array, Pair, Staged, stopped
from pourparler.errors import EngineInputError

#: The most stages whose sets are looked at (2^8 = 256).
MOST_STAGES = 8
#: Averages nearer than this, in value points, are equal: sums of floats depend on their order.
ROUNDING_POINTS = 1e-9


@dataclass(frozen=True)
class FoundPath:
    """The path that nobody prefers to leave, step by step; `looked_at` counts the steps valued. Empty: no first step holds."""

    steps: tuple[Step, ...]
    value: Pair
    looked_at: int

    @property
    def path(self) -> tuple[int, ...]:
        """The stages in their order."""
        return tuple(step.stage for step in self.steps)


def holds(step: Step, weight: Array) -> tuple[bool, bool]:
    """Return whether each side, on average over worlds and by belief `weight` [world, type], would rather take a step than stop
    before it or break it.

    Source: one policy is chosen on averages over worlds, model.md "Worlds"; subgame perfection, Selten (1965).
    """
    ours, theirs = (
        min(_average(part[side], weight) for part in (step.over_stopping, step.over_breaking)) for side in (OURS, THEIRS)
    )
    return ours >= -ROUNDING_POINTS, theirs >= -ROUNDING_POINTS


def best_path(staged: Staged, end: Pair, weight: Array) -> FoundPath:
    """Return the order of stages that neither side prefers to leave, by backward induction over sets of stages.

    `end` is each side's value [world, type] once all are done, `weight` [world, type] what is believed. In every set of stages
    done, the next one is that whose step holds (`holds`), given what would follow it, with the largest product of both sides'
    average gains over stopping; where none holds, it stops there. Ties go to the stage that comes first.

    The answer is for averages over worlds: evaluate its steps in every world before trusting it.
    Raises EngineInputError for more than 8 stages.
    Source: Bellman (1957), over sets as in Held and Karp (1962); product of gains: Nash (1950).
    """
    if len(staged.stages) > MOST_STAGES:
        raise EngineInputError(f"orders are searched for up to {MOST_STAGES} stages; found {len(staged.stages)}")
    value: dict[int, Pair] = {}
    chosen: dict[int, Step] = {}
    looked_at = 0
    reached = _reachable(staged)
    for done in sorted(reached, key=lambda mask: (-mask.bit_count(), mask)):
        value[done] = end if done == staged.everything else stopped(staged, done)
        best = -np.inf
        for stage in staged.next_after(done):
            step = one_step(staged, done, stage, value[done | 1 << stage])
            looked_at += 1
            if all(holds(step, weight)):
                score = product_of_gains(step, weight)
                if score > best + ROUNDING_POINTS:
                    best, chosen[done] = score, step
        if done in chosen:
            value[done] = chosen[done].going_on
    steps: list[Step] = []
    done = 0
    while done in chosen:
        steps.append(chosen[done])
        done = steps[-1].done
    return FoundPath(tuple(steps), value[0], looked_at)


def product_of_gains(step: Step, weight: Array) -> float:
    """Return the product of both sides' average gains by going on over stopping, each at least 0.

    Source: Nash (1950), on averages.
    """
    ours, theirs = (
        max(0.0, _average(step.going_on[side], weight) - _average(step.stopping[side], weight)) for side in (OURS, THEIRS)
    )
    return ours * theirs


def _average(values: Array, weight: Array) -> float:
    """Return the average over worlds of what is believed, of values [world, type]."""
    return float(np.einsum("wt,wt->", weight, values)) / len(weight)


def _reachable(staged: Staged) -> set[int]:
    """Return the sets of stages that can be done one after another, nothing included."""
    found, waiting = {0}, [0]
    while waiting:
        done = waiting.pop()
        for stage in staged.next_after(done):
            if done | 1 << stage not in found:
                found.add(done | 1 << stage)
                waiting.append(done | 1 << stage)
    return found
