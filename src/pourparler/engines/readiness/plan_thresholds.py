# SPDX-License-Identifier: Apache-2.0
"""At which value of a single input of a decision problem its best plan begins differently.

The value of any one plan is a straight line in a pay-off, in a cost, and in the probability of a type (the others in
proportion), so that of the best plan is convex and piecewise linear, and its corners can be found exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.decision_problem import DecisionProblem
from pourparler.engines.readiness.exact_plan import solve_plan
from pourparler.engines.readiness.policy import NONE, Policy, policy_of

Array = NDArray[np.float64]

#: At a corner the best plan is worth no more than the two lines that meet, up to this share of what may be won or lost.
FLAT = 1e-10
#: Probabilities are varied between this and one less it: what a plan is worth under a type that is impossible is not known.
EDGE = 1e-6
#: Pay-offs and costs are varied by this much of all that may be won or lost, to either side.
REACH = 2.0
#: Corners are found by halving; two that lie closer than this share of the range are one.
CLOSE = 1e-9


@dataclass(frozen=True)
class Beginning:
    """How a plan begins: with a `step`, or else at once with an `action`; -1 for the other."""

    step: int
    action: int


@dataclass(frozen=True)
class Change:
    """A value of the input from which on, seen from today's, the best plan begins with something else."""

    at: float
    to: Beginning


@dataclass(frozen=True)
class _Line:
    """The best plan at one value of the input: what it is worth there, by how much that changes, and how it begins."""

    at: float
    value: float
    slope: float
    beginning: Beginning

    def reaches(self, at: float) -> float:
        return self.value + self.slope * (at - self.at)


Line = Callable[[float], _Line]


def changes_by_payoff(problem: DecisionProblem, action: int, kind: int) -> tuple[Change, ...]:
    """Return where the best plan begins differently as what an action pays for a type changes: one below today's, one above.

    At most two, the nearest to either side, within twice all that may be won or lost; none if nothing changes there.
    Source: Eisner & Severance (1976), Journal of the ACM 23(4), corners of a piecewise linear convex function.
    """

    def line(at: float) -> _Line:
        payoff = problem.payoff.copy()
        payoff[action, kind] = at
        varied = replace(problem, payoff=payoff)
        policy = policy_of(solve_plan(varied))
        slope = float((policy.joint[:, kind] * problem.discount**policy.days)[policy.action == action].sum())
        return _line(at, policy, slope)

    today, reach = float(problem.payoff[action, kind]), REACH * problem.size
    return _nearest(line, today - reach, today, today + reach, FLAT * problem.size)


def changes_by_cost(problem: DecisionProblem, alike: Sequence[int]) -> tuple[Change, ...]:
    """Return where the best plan begins differently as the cost of a step changes, 0 or more: as `changes_by_payoff`.

    `alike` are its places in the problem: several for one that may be repeated. Source: as `changes_by_payoff`.
    """

    def line(at: float) -> _Line:
        steps = tuple(replace(made, cost=at) if n in alike else made for n, made in enumerate(problem.steps))
        policy = policy_of(solve_plan(replace(problem, steps=steps)))
        slope = -float((policy.chance * problem.discount**policy.days)[np.isin(policy.step, alike)].sum())
        return _line(at, policy, slope)

    today = problem.steps[alike[0]].cost
    return _nearest(line, 0.0, today, today + REACH * problem.size, FLAT * problem.size)


def changes_by_prior(problem: DecisionProblem, kind: int) -> tuple[Change, ...]:
    """Return where the best plan begins differently as a type becomes likelier, the others in proportion.

    As `changes_by_payoff`; nothing where the type is certain. Source: as `changes_by_payoff`.
    """
    today, others = float(problem.prior[kind]), problem.prior.copy()
    others[kind] = 0
    if others.sum() <= 0:
        return ()
    others = others / others.sum()

    def line(at: float) -> _Line:
        prior = (1 - at) * others
        prior[kind] = at
        policy = policy_of(solve_plan(replace(problem, prior=prior)))
        by_type = (policy.joint * policy.gain).sum(axis=0)
        worth = np.divide(by_type, prior, out=np.zeros_like(prior), where=prior > 0)
        return _line(at, policy, float(worth[kind] - others @ worth))

    return _nearest(line, EDGE, min(max(today, EDGE), 1 - EDGE), 1 - EDGE, FLAT * problem.size)


def _line(at: float, policy: Policy, slope: float) -> _Line:
    step, action = int(policy.step[0]), int(policy.action[0])
    return _Line(at, policy.value, slope, Beginning(step, NONE if step != NONE else action))


def _nearest(line: Line, low: float, today: float, high: float, flat: float) -> tuple[Change, ...]:
    """Return the nearest change below today's value, and the nearest above."""
    now = line(today)
    out = []
    for end in (low, high):
        # A plan at a corner may be that of either side: what counts is how the plan of today's side begins.
        corner = None if end == today else _corner(line, now, line(end), now.beginning, flat)
        if corner is not None:
            out.append(corner)
    return tuple(out)


def _corner(line: Line, near: _Line, far: _Line, today: Beginning, flat: float) -> Change | None:
    """Return the corner nearest to `near` beyond which the plan begins otherwise than today; None if there is none."""
    if abs(near.reaches(far.at) - far.value) <= flat and near.beginning == far.beginning:
        return None
    if near.slope == far.slope:
        return Change(near.at, far.beginning) if far.beginning != today else None
    at = near.at + (far.reaches(near.at) - near.value) / (near.slope - far.slope)
    width = abs(far.at - near.at)
    if not CLOSE * width < abs(at - near.at) < (1 - CLOSE) * width or (at > near.at) != (far.at > near.at):
        return Change(at, far.beginning) if far.beginning != today else None
    between = line(at)
    if between.value <= near.reaches(at) + flat:
        return Change(at, far.beginning) if far.beginning != today else None
    found = _corner(line, near, between, today, flat)
    return found if found is not None else _corner(line, between, far, today, flat)


def changes_along(problem_at: Callable[[float], DecisionProblem], today: float, places: Array) -> tuple[Change, ...]:
    """Return the nearest values below and above today's at which the best plan begins differently, looked for by halving.

    For inputs in which the value of a plan is no straight line (days, chances of lapsing, of outcomes). `places`, ascending,
    are where it is looked at; what begins differently only between two neighbouring ones is missed.
    Source: bisection.
    """
    known: dict[float, Beginning] = {}

    def begins(at: float) -> Beginning:
        if at not in known:
            policy = policy_of(solve_plan(problem_at(at)))
            step, action = int(policy.step[0]), int(policy.action[0])
            known[at] = Beginning(step, NONE if step != NONE else action)
        return known[at]

    now, out = begins(today), []
    for side in (places[places < today][::-1], places[places > today]):
        near = today
        for far in side.tolist():
            if begins(far) != now:
                width = CLOSE * max(abs(far - near), abs(far))
                while abs(far - near) > width and (middle := (near + far) / 2) not in (near, far):
                    near, far = (middle, far) if begins(middle) == now else (near, middle)
                out.append(Change(far, begins(far)))
                break
            near = far
    return tuple(out)
