# SPDX-License-Identifier: Apache-2.0
"""The exact plan that begins with a step of preparation: dynamic programming over results and steps done.

A state is the set of steps done with their outcomes (and, for steps that start something which needs time, what had been
done before). In every state one may stop and choose an action, or take another step. Choices are made on averages over worlds
and then evaluated in every world: choosing inside each world would be clairvoyance. Since a choice depends on averages
alone, those are computed once per state; plans under other rules of what may be chosen then cost next to nothing.

A day may force a choice: where it comes while a step is under way, that step has changed nothing, and a state follows in which
nothing is left but to choose.

The tree is averaged under several weightings of the types at once (today's beliefs, or beliefs given one hypothesis), each
under one of two rules: the offer may lapse as time passes, or it stands.
"""

from collections.abc import Callable, Mapping, Sequence
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
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


Allowed = Callable[[State], NDArray[np.bool_]]

#: The most steps for which the recursion is run in full; what takes time are the states that they reach.
MOST_STEPS = 15
#: Values that differ by less than this share of them are equal: in which order a processor adds decides about the rest.
_ROUNDING = 1e-11


@dataclass(frozen=True)
class Leaf:
    """What may be chosen in a state, [world, type, choice] in value points; `lapsed` likewise if the offer has lapsed.

    Choices may share values: `columns` [choice] then says which column of `values` is meant, and `deducted` is a pair of which
    choices [choice] pay something on top, and what [world]. Fixing a date and then going back differs from never fixing it
    by the cost of reversal alone, and is not held twice.
    """

    values: Array
    lapsed: Array
    columns: NDArray[np.intp] | None = None
    deducted: tuple[NDArray[np.bool_], Array] | None = None

    def of(self, choice: int) -> Array:
        """Return the values of one choice, [world, type]. Source: definition."""
        values = self.values[:, :, choice if self.columns is None else self.columns[choice]]
        if self.deducted is None or not self.deducted[0][choice]:
            return values
        return np.asarray(values - self.deducted[1][:, None])

    def chosen(self, mask: NDArray[np.bool_]) -> Array:
        """Return the values of some choices, [world, type, choice]. Source: definition."""
        at = np.flatnonzero(mask)
        values = self.values[:, :, at if self.columns is None else self.columns[at]]
        if self.deducted is not None and self.deducted[0][at].any():
            values = values - self.deducted[1][:, None, None] * self.deducted[0][at]
        return values

    def means(self, weights: Array) -> Array:
        """Return the average over worlds of the sum over types of weight x value: [..., choice] for [..., world, type].

        Source: model.md "Worlds" (choices are made on averages over worlds).
        """
        by_column = _mean(weights, self.values)
        if self.columns is not None:
            by_column = by_column[..., self.columns]
        if self.deducted is None:
            return by_column
        paid = (weights.sum(axis=-1) * self.deducted[1]).mean(axis=-1)
        return np.asarray(by_column - paid[..., None] * self.deducted[0])


@dataclass(frozen=True)
class Branch:
    """A step that may be taken in a state: average cost and value of the lapse [weighting], and the states that follow.

    Where the day that forces a choice may come first, the last of them is that in which it has come.
    """

    step: int
    cost: Array
    lapse: Array
    children: tuple[State, ...]


@dataclass(frozen=True)
class PlanTree:
    """Every reachable state with the average value of each choice in it, weighted by the chance of getting there.

    `weightings` [weighting, world, type] and `stands` [weighting] are those of `build_plan`; `stop` maps a state to an array
    [weighting, choice].
    """

    weightings: Array
    stands: NDArray[np.bool_]
    steps: tuple[PlanStep, ...]
    stop: Mapping[State, Array]
    branches: Mapping[State, tuple[Branch, ...]]
    forcing: Forcing | None = None


@dataclass(frozen=True)
class Plan:
    """The best plan under one mixture of weightings: its average value, and the choice or the next step in each state."""

    mean: float
    choices: Mapping[State, int]
    next_steps: Mapping[State, int]


@dataclass(frozen=True)
class Followed:
    """A plan carried out: its `value` [world] and, by type, `parts` [world, type] whose sum it is.

    `reached` is the average chance of each state in which one stops.
    """

    value: Array
    reached: Mapping[State, float] = field(default_factory=dict)
    parts: Array = field(default_factory=lambda: np.zeros((0, 0)))


LeafOf = Callable[[State], Leaf]


def _mean(weights: Array, values: Array) -> Array:
    """Return the average over worlds of the sum over types of weight x value: [rule, choice] or [choice]."""
    worlds, types, columns = values.shape
    flat = values.reshape(worlds * types, columns)
    return np.asarray(weights.reshape(*weights.shape[:-2], worlds * types) @ flat / worlds)


def build_plan(
    weightings: Array,
    stands: NDArray[np.bool_],
    steps: Sequence[PlanStep],
    leaf: LeafOf,
    lapsed: Callable[[State], Array] | None = None,
    forcing: Forcing | None = None,
    most_steps: int = MOST_STEPS,
) -> PlanTree:
    """Visit every state that steps can reach and average what may be chosen there.

    `weightings` [weighting, world, type] are probabilities of the types, each row of worlds summing to one over types; `stands`
    [weighting] says under which of them the offer cannot lapse; `leaf(state)` returns the values of the choices there, and
    `lapsed(state)`, if it is given, those after a lapse, which may be had for less than a leaf. The
    number of states is the product over steps of one plus the number of outcomes, and more with dated steps.
    A step that would end after the day of `forcing` in every world cannot be begun; in worlds in which it would, the choice is
    made on that day, in the state of `forced_state`.

    Raises EngineInputError for more than `most_steps`, 15 unless given.
    Source: model.md "Readiness", Hold; Raiffa & Schlaifer (1961), extensive-form analysis.
    """
    if len(steps) > most_steps:
        raise EngineInputError(f"the plan is exact for up to {most_steps} steps; found {len(steps)}")
    gone = lapsed or (lambda state: leaf(state).lapsed)
    stop: dict[State, Array] = {}
    branches: dict[State, tuple[Branch, ...]] = {}

    def visit(state: State, mass: Array) -> None:
        stop[state] = leaf(state).means(mass)
        out = []
        for index in open_steps(state, steps):
            step, course = steps[index], course_of(state, index, steps, stands, forcing)
            if course is None:
                continue
            children = successors(state, index, step)
            for outcome, child in enumerate(children):
                if child not in stop:
                    visit(child, mass * step.outcomes[:, outcome] * course.ends[:, :, None])
            lapse = _lapse(mass * course.lapses[:, :, None], children[0], gone, stands)
            if course.forced is not None and course.gone is not None:
                came = forced_state(state, index)
                visit(came, mass * course.forced[:, :, None])
                lapse = lapse + _lapse(mass * course.gone[:, :, None], came, gone, stands)
                children = (*children, came)
            cost = (mass.sum(axis=-1) * step.cost).mean(axis=-1)
            out.append(Branch(index, cost, lapse, children))
        branches[state] = tuple(out)

    visit(frozenset(), weightings)
    return PlanTree(weightings, stands, tuple(steps), stop, branches, forcing)


def _lapse(gone: Array, child: State, lapsed: Callable[[State], Array], stands: NDArray[np.bool_]) -> Array:
    """Return the average value [weighting] of the branch in which the offer lapses, of which `gone` is the weight.

    What is done then is chosen once, for the first weighting under which the offer may lapse.
    """
    if not gone.any():
        return np.zeros(len(stands))
    values = _mean(gone, lapsed(child))
    return np.asarray(values[:, int(values[int(np.argmin(stands))].argmax())])


def best_plan(
    tree: PlanTree,
    mixture: Array,
    allowed: Allowed,
    *,
    begin_with_step: bool = True,
    first_step: int | None = None,
) -> Plan | None:
    """Return the best plan under a rule of what may be chosen where; None if nothing may be chosen anywhere.

    `mixture` [weighting] says which weighting of the tree counts (or a mixture of several, summing to one);
    `allowed(state)` which choices [choice] may be taken in a state. With `begin_with_step` a step comes before anything else
    (a plan free to stop at once is never worse than stopping and says nothing); `first_step` fixes which. Among equals, to
    rounding, stopping is preferred to going on, and earlier steps to later ones.

    Source: model.md "Readiness", Hold: one policy is chosen on averages over worlds.
    """
    solved: dict[State, tuple[float, int | None, int | None]] = {}

    def solve(state: State, may_stop: bool) -> float:
        if state in solved:
            return solved[state][0]
        top: tuple[float, int | None, int | None] = (-np.inf, None, None)
        if may_stop:
            open_to = np.where(allowed(state), mixture @ tree.stop[state], -np.inf)
            peak = float(open_to.max(initial=-np.inf))
            if np.isfinite(peak):
                best = int((open_to >= peak - _rounding(peak)).argmax())
                top = (float(open_to[best]), best, None)
        for branch in tree.branches[state]:
            if not state and first_step not in (None, branch.step):
                continue
            following = sum(solve(child, True) for child in branch.children)
            value = float(mixture @ (branch.lapse - branch.cost)) + following
            if value > top[0] + _rounding(value):
                top = (value, None, branch.step)
        solved[state] = top
        return top[0]

    mean = solve(frozenset(), not begin_with_step)
    if not np.isfinite(mean):
        return None
    return Plan(
        mean,
        {state: choice for state, (_, choice, _) in solved.items() if choice is not None},
        {state: step for state, (_, _, step) in solved.items() if step is not None},
    )


def _rounding(value: float) -> float:
    return _ROUNDING * max(1.0, abs(value))


def value_of_plan(tree: PlanTree, mixture: Array, plan: Plan) -> float:
    """Return the average value of a given plan under another mixture of weightings: linear in the mixture.

    Source: model.md "Readiness" (for a fixed plan the value is linear in p(theta)).
    """

    def value(state: State) -> float:
        if state not in plan.next_steps:
            return float(mixture @ tree.stop[state][:, plan.choices[state]])
        branch = next(b for b in tree.branches[state] if b.step == plan.next_steps[state])
        return float(mixture @ (branch.lapse - branch.cost)) + sum(value(child) for child in branch.children)

    return value(frozenset())


def follow(
    tree: PlanTree, plan: Plan, leaf: LeafOf, weighting: int, lapsed: Callable[[State], Array] | None = None
) -> Followed:
    """Carry out a plan in every world under one weighting of the tree.

    Its average over worlds equals the plan's value under that weighting; its spread is sensitivity to the inputs.
    Source: model.md "Worlds" (one policy chosen on averages and then evaluated in every world).
    """
    # Beside the weighting asked for, the one for which it was settled what is done if the offer lapses.
    rows = [weighting, int(np.argmin(tree.stands))]
    stands = tree.stands[rows]
    parts = np.zeros(tree.weightings.shape[1:])
    reached: dict[State, float] = {}
    waiting: list[tuple[State, Array]] = [(frozenset(), tree.weightings[rows])]
    while waiting:
        state, mass = waiting.pop()
        if state not in plan.next_steps:
            reached[state] = float(mass[0].sum(axis=1).mean())
            parts += mass[0] * leaf(state).of(plan.choices[state])
            continue
        index = plan.next_steps[state]
        step, course = tree.steps[index], course_of(state, index, tree.steps, stands, tree.forcing)
        assert course is not None  # the plan takes it
        children = successors(state, index, step)
        parts -= mass[0] * step.cost[:, None]
        lapses = [(children[0], course.lapses)]
        waiting.extend((child, mass * step.outcomes[:, o] * course.ends[:, :, None]) for o, child in enumerate(children))
        if course.forced is not None and course.gone is not None:
            came = forced_state(state, index)
            waiting.append((came, mass * course.forced[:, :, None]))
            lapses.append((came, course.gone))
        for child, share in lapses:
            if share[0].any():
                gone = mass * share[:, :, None]
                after = leaf(child).lapsed if lapsed is None else lapsed(child)
                parts += gone[0] * after[:, :, int(_mean(gone[1], after).argmax())]
    return Followed(parts.sum(axis=1), reached, parts)
