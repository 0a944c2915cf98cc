# SPDX-License-Identifier: Apache-2.0
"""A second, plain implementation of the plan: recursion over ordered histories, in loops, without memory of states."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness import Forcing, Leaf, PlanStep, PlanTree, State, build_plan

Array = NDArray[np.float64]
#: Steps in the order they were taken, with their outcomes.
History = tuple[tuple[int, int], ...]
#: What of a history matters: per step its outcome and, if it is dated, the steps taken before it.
Key = tuple[tuple[int, int, tuple[int, ...]], ...]
Mass = list[list[float]]
#: In a history, in place of a step: the day that forces has come, while the step that stands in place of an outcome was begun.
DATE = -1


def key_of_state(state: State) -> Key:
    return tuple(sorted((done.step, done.outcome, tuple(sorted(done.before))) for done in state))


@dataclass(frozen=True)
class Situation:
    """What may be chosen somewhere: values [world, type, choice], which choices are open, values if the offer has lapsed."""

    values: Array
    open_to: NDArray[np.bool_]
    lapsed: Array


@dataclass(frozen=True)
class Problem:
    """A small planning problem whose leaves are drawn from its seed and the history's key."""

    weights: Array
    steps: tuple[PlanStep, ...]
    seed: int
    choices: int
    closed_share: float = 0.0
    leaf_by_history: bool = True
    date: float | None = None
    hazard: float = 0.0
    _known: dict[Key, Situation] = field(default_factory=dict, compare=False)

    def situation(self, key: Key) -> Situation:
        if key not in self._known:
            mark = key if self.leaf_by_history else ()
            generator = np.random.default_rng([self.seed, *(part + 1 for s, o, b in mark for part in (s, o, *b, 97))])
            worlds, types = self.weights.shape
            # Whole points now and then, so that choices tie.
            values = generator.integers(-5, 6, (worlds, types, self.choices)).astype(np.float64)
            if generator.random() < 0.5:
                values += generator.random(values.shape)
            open_to = generator.random(self.choices) >= self.closed_share
            steps_done = [part for s, _, b in mark for part in (s + 1, *(x + 1 for x in b), 97)]
            lapsed = np.random.default_rng([self.seed, 7, *steps_done]).uniform(-6, 3, (worlds, types, 2))
            self._known[key] = Situation(values, open_to, lapsed)
        return self._known[key]

    def leaf(self, state: State) -> Leaf:
        found = self.situation(key_of_state(state))
        return Leaf(found.values, found.lapsed)

    def allowed(self, state: State) -> NDArray[np.bool_]:
        return self.situation(key_of_state(state)).open_to

    def tree(self, stands: bool = False) -> PlanTree:
        return build_plan(self.weights[None], np.array([stands]), self.steps, self.leaf, None, self.forcing())

    def forcing(self) -> Forcing | None:
        return None if self.date is None else Forcing(self.date, lambda days: (1 - self.hazard) ** days)

    def standing(self) -> "Problem":
        """The same problem with an offer that cannot lapse."""
        steps = tuple(replace(step, survives=np.ones_like(step.survives)) for step in self.steps)
        return replace(self, steps=steps, hazard=0.0)

    def key(self, history: History) -> Key:
        out = []
        for place, (step, outcome) in enumerate(history):
            before = tuple(sorted(s for s, _ in history[:place])) if step != DATE and self.steps[step].dated else ()
            out.append((step, outcome, before))
        return tuple(sorted(out))


def average(mass: Mass, values: Array) -> list[float]:
    """Return, per choice, the average over worlds of mass x value summed over types."""
    worlds, types, choices = values.shape
    table = values.tolist()
    return [sum(mass[w][t] * table[w][t][k] for w in range(worlds) for t in range(types)) / worlds for k in range(choices)]


def best_by_recursion(problem: Problem, must_step: bool, worlds: list[int] | None = None) -> float:
    """Return the value of the best plan, choosing on averages over `worlds` (all by default); -inf if none can be had."""
    rows = list(range(len(problem.weights))) if worlds is None else worlds
    start = [[float(x) for x in problem.weights[w]] for w in rows]
    return _best(problem, (), start, rows, must_step)


def _best(problem: Problem, history: History, mass: Mass, rows: list[int], must_step: bool) -> float:
    here = problem.situation(problem.key(history))
    done = {step for step, _ in history}
    shut = {other for step in done if step != DATE for other in problem.steps[step].closes}
    worth = [-np.inf]
    if not must_step:
        worth += [value for value, ok in zip(average(mass, here.values[rows]), here.open_to, strict=True) if ok]
    for index, step in enumerate(problem.steps):
        if DATE not in done and index not in done | shut and all(need in done for need in step.needs):
            worth.append(_with_step(problem, history, mass, rows, index))
    return max(worth)


def _with_step(problem: Problem, history: History, mass: Mass, rows: list[int], index: int) -> float:
    step = problem.steps[index]
    outcomes, stays = step.outcomes[rows].tolist(), step.survives[rows].tolist()
    total = -sum(sum(row) * float(step.cost[w]) for row, w in zip(mass, rows, strict=True)) / len(rows)
    left = [_days_left(problem, history, w) for w in rows]
    in_time = [float(_days(step, w) <= days + 1e-9) for w, days in zip(rows, left, strict=True)]
    if not any(in_time):
        return -np.inf
    if min(stays) < 1:
        # The offer may go while the step is taken; nothing has been heard by then.
        gone = [[m * (1 - stays[w]) * in_time[w] for m in row] for w, row in enumerate(mass)]
        total += max(average(gone, problem.situation(problem.key((*history, (index, 0)))).lapsed[rows]))
    if not all(in_time):
        # The day comes first: one chooses then, and knows whether the offer has lapsed, and that the step has not ended.
        there = (*history, (DATE, index))
        open_still = [(1 - problem.hazard) ** max(0.0, days) * (1 - soon) for days, soon in zip(left, in_time, strict=True)]
        total += _best(problem, there, [[m * open_still[w] for m in row] for w, row in enumerate(mass)], rows, False)
        late = [[m * (1 - in_time[w] - open_still[w]) for m in row] for w, row in enumerate(mass)]
        if problem.hazard > 0:
            total += max(average(late, problem.situation(problem.key(there)).lapsed[rows]))
    for outcome in range(step.outcomes.shape[1]):
        after = [[m * outcomes[w][outcome][t] * stays[w] * in_time[w] for t, m in enumerate(row)] for w, row in enumerate(mass)]
        total += _best(problem, (*history, (index, outcome)), after, rows, False)
    return total


def _days(step: PlanStep, world: int) -> float:
    return 0.0 if step.days is None else float(step.days[world])


def _days_left(problem: Problem, history: History, world: int) -> float:
    """Return the days to the date after a history, in one world."""
    if problem.date is None:
        return np.inf
    return problem.date - sum(_days(problem.steps[step], world) for step, _ in history)


def random_problem(seed: int, *, most_steps: int = 4, lapses: bool = True, closed: bool = True) -> Problem:
    """Return a problem of 1 to 4 steps with 2 to 3 outcomes, some dated, some needing others, some risking the offer."""
    generator = np.random.default_rng(seed)
    worlds, types = (int(x) for x in generator.integers(1, 4, 2))
    count = min(most_steps, int(generator.choice([1, 2, 2, 3, 3, 3, 4])))
    # Needs follow a hidden order, so that no step waits for itself.
    turn = generator.permutation(count)
    steps = []
    for index in range(count):
        outcomes = int(generator.integers(2, 4)) if count < 4 else 2
        table = generator.dirichlet(np.ones(outcomes), (worlds, types)).transpose(0, 2, 1)
        risky = lapses and generator.random() < 0.4
        steps.append(
            PlanStep(
                outcomes=np.ascontiguousarray(table),
                cost=generator.uniform(0, 0.4, worlds),
                survives=generator.uniform(0.6, 1, worlds) if risky else np.ones(worlds),
                needs=tuple(need for need in range(count) if turn[need] < turn[index] and generator.random() < 0.3),
                dated=bool(generator.random() < 0.3),
            )
        )
    weights = generator.dirichlet(np.ones(types), worlds)
    return Problem(weights, tuple(steps), seed, 3, float(generator.choice([0, 0, 0.3, 0.7])) if closed else 0.0)


def dated_problem(seed: int) -> Problem:
    """Return a problem whose steps take days that differ from world to world, with a day that forces and steps that close."""
    problem, generator = random_problem(seed), np.random.default_rng([seed, 3])
    worlds = len(problem.weights)
    steps = []
    for index, step in enumerate(problem.steps):
        days = np.round(generator.uniform(0, 8, worlds), 1) if generator.random() < 0.8 else None
        others = [other for other in range(len(problem.steps)) if other != index and generator.random() < 0.3]
        steps.append(replace(step, days=days, closes=tuple(others)))
    hazard = float(generator.choice([0.0, 0.05]))
    return replace(problem, steps=tuple(steps), date=float(np.round(generator.uniform(0, 14), 1)), hazard=hazard)


def sounding_problem(seed: int) -> Problem:
    """Return a problem of one free step that only informs on the type, alike in every world; values do not change."""
    generator = np.random.default_rng(seed)
    worlds, types, outcomes = (int(x) for x in generator.integers(1, 4, 3))
    table = generator.dirichlet(np.ones(outcomes), types).T
    step = PlanStep(np.broadcast_to(table, (worlds, outcomes, types)).copy(), np.zeros(worlds), np.ones(worlds))
    weights = generator.dirichlet(np.ones(types), worlds)
    return Problem(weights, (step,), seed, 3, leaf_by_history=False)


def values_now(problem: Problem) -> Array:
    return problem.situation(()).values
