# SPDX-License-Identifier: Apache-2.0
"""What nobody could do better: the best that can be done by one who knows the type and the world before he begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.courses import (
    Forcing,
    PlanStep,
    State,
    course_of,
    forced_state,
    open_steps,
    successors,
)
from pourparler.engines.readiness.plan import Allowed, LeafOf

Array = NDArray[np.float64]


def clairvoyant_value(
    belief: Array,
    steps: Sequence[PlanStep],
    leaf: LeafOf,
    allowed: Allowed,
    lapsed: Callable[[State], Array],
    forcing: Forcing | None = None,
    *,
    most: int,
    begin_with_step: bool = True,
) -> float | None:
    """Return the average value of the best that can be done if type and world are known before; None if nothing can.

    `belief` [world, type]. With `begin_with_step` a step comes before anything else. How steps come out is not known before. No
    plan is worth more, since every plan is one of those among which is chosen in each world and for each type: what steps tell
    cannot be better than that. More than `most` states are not visited: then, too, None.
    Source: definition (a relaxation of what is known).
    """
    walk = _Walk(belief.shape, steps, leaf, allowed, lapsed, forcing, most)
    try:
        whole = walk.best(frozenset(), not begin_with_step)
    except _TooMany:
        return None
    if whole is None:
        return None
    value = float((belief * np.where(belief > 0, whole, 0)).sum(axis=1).mean())
    return value if np.isfinite(value) else None


class _TooMany(Exception):
    """More states than are to be visited."""


@dataclass
class _Walk:
    """The walk through all states: what is worth most from each, [world, type]; None where nothing can be had."""

    shape: tuple[int, ...]
    steps: Sequence[PlanStep]
    leaf: LeafOf
    allowed: Allowed
    lapsed: Callable[[State], Array]
    forcing: Forcing | None
    most: int
    known: dict[State, Array | None] = field(default_factory=dict)
    visited: set[State] = field(default_factory=set)

    def best(self, state: State, may_stop: bool) -> Array | None:
        if state in self.known:
            return self.known[state]
        if len(self.visited) >= self.most:
            raise _TooMany
        self.visited.add(state)
        top = np.full(self.shape, -np.inf)
        mask = self.allowed(state)
        if may_stop and mask.any():
            top = self.leaf(state).chosen(mask).max(axis=2)
        for index in open_steps(state, self.steps):
            found = self._begun(state, index)
            if found is not None:
                top = np.maximum(top, found)
        self.known[state] = top if np.isfinite(top).any() else None
        return self.known[state]

    def _begun(self, state: State, index: int) -> Array | None:
        """Return what beginning a step is worth; None where it cannot be begun."""
        step, course = self.steps[index], course_of(state, index, self.steps, np.zeros(1, dtype=np.bool_), self.forcing)
        if course is None:
            return None
        children = successors(state, index, step)
        parts = [(child, step.outcomes[:, outcome] * course.ends[0][:, None]) for outcome, child in enumerate(children)]
        gone = [(children[0], course.lapses[0])]
        if course.forced is not None and course.gone is not None:
            came = forced_state(state, index)
            parts.append((came, np.broadcast_to(course.forced[0][:, None], self.shape)))
            gone.append((came, course.gone[0]))
        total = np.broadcast_to(-step.cost[:, None], self.shape)
        for child, chance in parts:
            after = self.best(child, True)
            # What has no chance of coming up counts for nothing, whatever it would be worth.
            total = total + np.where(chance > 0, chance * np.where(chance > 0, -np.inf if after is None else after, 0), 0)
        for child, share in gone:
            if share.any():
                total = total + share[:, None] * self.lapsed(child).max(axis=2)
        return total
