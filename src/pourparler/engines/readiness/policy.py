# SPDX-License-Identifier: Apache-2.0
"""The best plan of a decision problem as a tree: what to do next in every state that it reaches, and how likely each end is."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.decision_problem import DecisionProblem
from pourparler.engines.readiness.exact_plan import SolvedPlan
from pourparler.engines.readiness.node_values import BARRED

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

#: Of two choices whose values differ by less than this share of all that may be won or lost, the earlier in the list is taken:
#: sums in another order differ by less, and a hair (`HAIR`) is more.
TIE = 1e-14
#: In place of a parent, a step, an action, an outcome where there is none.
NONE = -1


@dataclass(frozen=True)
class Policy:
    """A plan, one row for each node that it reaches, parents before children; the first row is now.

    `parent`, and the `outcome` of the parent's step by which one comes here (`lapsed`: the offer lapsed on the way); the
    `step` to take next, or else the `action`: -1 for none. `chance` of coming here; `days` that have passed; `worth` of
    what follows, in value points of the day, earlier costs not counted. `joint` [node, type] is the chance of the type and
    of coming here, `gain` [node, type] what is had or paid there, in points of today. What cannot come up is left out.
    """

    parent: Places
    outcome: Places
    lapsed: Flags
    step: Places
    action: Places
    chance: Array
    days: Array
    worth: Array
    joint: Array
    gain: Array

    @property
    def ends(self) -> Flags:
        """Where one acts, [node]."""
        return np.asarray(self.action != NONE)

    @property
    def expected_days(self) -> float:
        """The days that pass before one acts, on average."""
        return float((self.chance * self.days)[self.ends].sum())

    @property
    def value(self) -> float:
        """What the plan is worth when it is carried out, in value points of today: it knows no type, so neither does this."""
        return float((self.joint * self.gain).sum())

    def action_chances(self, actions: int) -> Array:
        """Return the probability of ending in each action, [action]; they sum to one. Source: definition."""
        return np.asarray(np.bincount(self.action[self.ends], self.chance[self.ends], actions), dtype=np.float64)


@dataclass(frozen=True)
class _Wave:
    """The nodes that as many steps lead to: where they stand in the table, and all that depends on the way there."""

    parent: Places
    outcome: Places
    at: Places
    masses: Array
    stands: Array
    adds: Array
    days: Array
    charged: Array
    taken: Flags
    closed: Flags

    def of(self, rows: Places) -> "_Wave":
        return _Wave(*(getattr(self, field.name)[rows] for field in fields(self)))


def policy_of(solved: SolvedPlan) -> Policy:
    """Return the best plan of a solved problem, in full.

    Among equals, acting is preferred to going on, and what is listed earlier to what is listed later; so a step that changes
    nothing is never taken. Source: model.md "Readiness", Hold (one policy on averages).
    """
    problem, wave = solved.problem, _now(solved)
    parts: list[Policy] = []
    known = 0
    while len(wave.at):
        part = _chosen(solved, wave)
        parts.append(part)
        gone, wave = _following(solved, wave, part.step, known)
        known += len(part.parent)
        if gone is not None:
            parts.append(gone)
            known += len(gone.parent)
            # Children come behind the ends after a lapse, and refer to parents alone.
    found = Policy(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Policy)))
    return replace(found, worth=_worth(problem, found))


def _worth(problem: DecisionProblem, found: Policy) -> Array:
    """Return what follows each node is worth on its day: what is had and paid there and below it, by the chance of it."""
    total = (found.joint * found.gain).sum(axis=1).tolist()
    parents = found.parent.tolist()
    for row in range(len(total) - 1, 0, -1):
        total[parents[row]] += total[row]
    # Where discounting has left nothing of a point that can be told from none, nothing is had.
    today = found.chance * problem.discount**found.days
    return np.asarray(np.divide(total, today, out=np.zeros(len(today)), where=today > 0))


def values_by_first_step(solved: SolvedPlan) -> Array:
    """Return what the best plan that begins with each step is worth, [step], in value points of today; -inf where none can.

    Source: model.md "Readiness", Hold (begins with a step).
    """
    return np.asarray(_going_on(solved, _now(solved), np.ones(1))[0])


def _now(solved: SolvedPlan) -> _Wave:
    """Return the wave of one node, in which nothing has been done."""
    problem, none = solved.problem, np.zeros(1)
    return _Wave(
        np.array([NONE]),
        np.array([NONE]),
        np.array([solved.root]),
        problem.prior[None],
        np.ones(1),
        np.zeros((1, problem.actions, problem.types)),
        none,
        none,
        np.zeros((1, len(problem.steps)), dtype=np.bool_),
        np.zeros((1, problem.actions), dtype=np.bool_),
    )


def _chosen(solved: SolvedPlan, wave: _Wave) -> Policy:
    """Return what is done in each node of a wave."""
    problem = solved.problem
    today = problem.discount**wave.days
    mass = wave.masses.sum(axis=1)
    acting = _acting(problem, wave) * today[:, None]
    going_on = _going_on(solved, wave, today)
    action = _first_best(acting, _tie(problem, mass))
    best = acting[np.arange(len(action)), action]
    step = np.full(len(action), NONE)
    if going_on.shape[1]:
        top = going_on.max(axis=1)
        onward = top > best
        step[onward] = _first_best(going_on, _tie(problem, mass))[onward]
    action = np.where(step == NONE, action, NONE)
    costs = np.array([each.cost for each in problem.steps] or [0.0])
    gain = np.where(
        step[:, None] == NONE,
        (problem.payoff + wave.adds)[np.arange(len(action)), action] * today[:, None],
        -(costs[step] * today)[:, None],
    )
    return _rows(wave, step, action, gain, np.zeros(len(step), dtype=np.bool_), wave.stands)


def _rows(wave: _Wave, step: Places, action: Places, gain: Array, lapsed: Flags, stands: Array) -> Policy:
    """Return the rows of a wave; what follows a step is not yet known, so nor is what it is worth."""
    joint = wave.masses * stands[:, None]
    return Policy(wave.parent, wave.outcome, lapsed, step, action, joint.sum(axis=1), wave.days, joint[:, 0], joint, gain)


def _tie(problem: DecisionProblem, mass: Array) -> Array:
    """Return how far apart two values in nodes of some mass may lie and still be equal."""
    return np.asarray(TIE * problem.size * mass)


def _first_best(values: Array, tie: Array) -> Places:
    """Return the first of the best columns of each row."""
    return np.asarray((values >= (values.max(axis=1) - tie)[:, None]).argmax(axis=1))


def _acting(problem: DecisionProblem, wave: _Wave) -> Array:
    """Return the value of each action in each node, [node, action], in points of the day; -inf where it is closed."""
    values = np.einsum("nt,nat->na", wave.masses, problem.payoff + wave.adds)
    return np.where(wave.closed, -np.inf, values)


def _going_on(solved: SolvedPlan, wave: _Wave, today: Array) -> Array:
    """Return the value of taking each step next, [node, step], in points of today; -inf where it cannot be taken."""
    problem, tables = solved.problem, solved.tables
    mass = wave.masses.sum(axis=1)
    charges = problem.charges()
    out = np.full((len(wave.at), len(problem.steps)), -np.inf)
    for index, step in enumerate(problem.steps):
        open_to = ~wave.taken[:, index] & wave.taken[:, list(step.needs)].all(axis=1)
        open_to &= ~wave.taken[:, [n for n, other in enumerate(problem.steps) if index in other.closes_steps]].any(axis=1)
        # What would end too late is barred in the table.
        at = wave.at[open_to]
        children = [at - (step.count - outcome) * solved.strides[index] for outcome in range(step.count)]
        survives = problem.survives(index)
        value = sum((tables.values[child] for child in children), np.zeros(len(at)))
        if tables.lapsed is not None:
            gone = sum((tables.lapsed[child] for child in children), np.zeros(len(at)))
            value = survives * value + (1 - survives) * gone
        if tables.spent is None:
            # The table has taken off what every step of a node has cost; here only what is still to be paid counts.
            value = value + wave.charged[open_to] * mass[open_to]
        else:
            value = value - charges[index] * mass[open_to] * today[open_to]
        out[open_to, index] = np.where(value > BARRED / 2, value, -np.inf)
    return out


def _following(solved: SolvedPlan, wave: _Wave, steps: Places, known: int) -> tuple[Policy | None, _Wave]:
    """Return the ends after a lapse, and the nodes that follow where the offer stands."""
    problem = solved.problem
    charges = problem.charges()
    waves, survives = [], []
    for index, step in enumerate(problem.steps):
        rows = np.flatnonzero(steps == index)
        for outcome in range(step.count) if len(rows) else ():
            came = wave.of(rows)
            taken, closed = came.taken.copy(), came.closed.copy()
            taken[:, index] = True
            closed[:, list(step.closes_actions)] = True
            masses = came.masses * step.outcomes[outcome]
            child = _Wave(
                known + rows,
                np.full(len(rows), outcome),
                came.at - (step.count - outcome) * solved.strides[index],
                masses,
                came.stands,
                came.adds if step.adds is None else came.adds + step.adds[outcome],
                came.days + step.days,
                came.charged + charges[index],
                taken,
                closed,
            )
            waves.append(child.of(np.flatnonzero(masses.sum(axis=1) > 0)))
            survives.append(np.full(len(waves[-1].at), problem.survives(index)))
    if not waves:
        return None, wave.of(np.zeros(0, dtype=np.intp))
    joined = _Wave(*(np.concatenate([getattr(each, field.name) for each in waves]) for field in fields(_Wave)))
    stays = np.concatenate(survives)
    gone = _after_lapse(problem, joined, stays)
    stood = _Wave(*(joined.stands * stays if f.name == "stands" else getattr(joined, f.name) for f in fields(_Wave)))
    return gone, stood.of(np.flatnonzero(stays > 0))


def _after_lapse(problem: DecisionProblem, wave: _Wave, stays: Array) -> Policy | None:
    """Return what is done in each node if the offer has lapsed on the way there."""
    wave, stays = wave.of(np.flatnonzero(stays < 1)), stays[stays < 1]
    if not len(wave.at):
        return None
    mass = wave.masses.sum(axis=1)
    acting = _acting(problem, wave)
    if problem.lasting is not None:
        acting[:, ~problem.lasting] = -np.inf
    action = _first_best(acting, _tie(problem, mass))
    rows = np.arange(len(action))
    gain = (problem.payoff + wave.adds)[rows, action] * (problem.discount**wave.days)[:, None]
    lapsed = np.ones(len(action), dtype=np.bool_)
    return _rows(wave, np.full(len(action), NONE), action, gain, lapsed, wave.stands * (1 - stays))
