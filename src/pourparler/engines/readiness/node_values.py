# SPDX-License-Identifier: Apache-2.0
"""What acting is worth in every state of preparation of a decision problem, all at once.

A state (a node) says of each step that it has not been taken, or how it came out. Which types are how likely in a node is a
product over steps, as is what discounting leaves of a point, and pay-offs are sums over steps. So the values of all nodes
are a few matrix products of two halves: the nodes of the steps that come first, and those of the others.

Values are unnormalised: weighted by the chance of what has been seen. Nothing is divided, and outcomes add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.decision_problem import DecisionProblem

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: The value of what cannot be done: less than anything that can, and finite, so that a sum of several is one, too.
BARRED = -1e300
#: The second half has at most so many nodes: some of its rows fit into the fast memory of a processor together.
MOST_IN_SECOND_HALF = 2_500
#: So many nodes of the first half are valued at a time: with all of the second half they fit into the cache of a processor.
ROWS = 32


@dataclass(frozen=True)
class NodeTables:
    """Tables over nodes, [first half, second half], unnormalised, in value points of today.

    `values` is what acting is worth while the offer stands, `lapsed` after a lapse (None: it cannot lapse). What all steps of a
    node are charged has been taken off both, unless costs are discounted: then what a point paid in a node costs is the product
    of the two halves of `spent`, [first half, type] and [second half, type]. As a table it would take as much room as `values`.
    """

    values: Array
    lapsed: Array | None
    spent: tuple[Array, Array] | None


@dataclass(frozen=True)
class _Half:
    """The nodes of some of the steps: their chance by type, what is added, days, cost, and which actions are closed."""

    masses: Array
    adds: Array
    days: Array
    charged: Array
    closed: Flags


def halves(problem: DecisionProblem, order: Sequence[int]) -> int:
    """Return how many steps of an order make the first half; the others are the second. Source: definition."""
    nodes = 1
    for place in reversed(range(len(order))):
        nodes *= problem.steps[order[place]].count + 1
        if nodes > MOST_IN_SECOND_HALF:
            return place + 1
    return 0


def node_tables(problem: DecisionProblem, order: Sequence[int], cut: int) -> NodeTables:
    """Return what acting is worth in every node; the digits of a node are the steps of `order`, the last changing fastest.

    The digit of a step is its outcome, or one more than the last outcome while it has not been taken. The first `cut` steps are
    the rows. Nodes past the deadline are barred.
    Source: Raiffa & Schlaifer (1961), extensive-form analysis: terminal values, by joint probabilities.
    """
    paid_later = problem.discount < 1 and any(step.cost > 0 for step in problem.steps)
    first, second = (_half(problem, part) for part in (order[:cut], order[cut:]))
    if not paid_later:
        first, second = _less_charges(first), _less_charges(second)
    values = _best(problem, first, second, range(problem.actions))
    lapsed = None
    if problem.hazard > 0:
        lasting = range(problem.actions) if problem.lasting is None else np.flatnonzero(problem.lasting).tolist()
        lapsed = _best(problem, first, second, lasting)
    spent = (first.masses * problem.prior * _worth(problem, first), second.masses * _worth(problem, second))
    return NodeTables(values, lapsed, spent if paid_later else None)


def _half(problem: DecisionProblem, steps: Sequence[int]) -> _Half:
    masses, adds = np.ones((1, problem.types)), np.zeros((1, problem.actions, problem.types))
    days, charged, closed = np.zeros(1), np.zeros(1), np.zeros((1, problem.actions), dtype=np.bool_)
    charges = problem.charges()
    for index in steps:
        step = problem.steps[index]
        taken = np.append(np.ones(step.count), 0)
        chances = np.concatenate([step.outcomes, np.ones((1, problem.types))])
        gains = np.zeros((step.count + 1, *adds.shape[1:]))
        if step.adds is not None:
            gains[:-1] = step.adds
        shut = np.zeros((step.count + 1, problem.actions), dtype=np.bool_)
        shut[:-1, list(step.closes_actions)] = True
        masses = (masses[:, None] * chances).reshape(-1, problem.types)
        adds = (adds[:, None] + gains).reshape(-1, *adds.shape[1:])
        days = (days[:, None] + step.days * taken).ravel()
        charged = (charged[:, None] + charges[index] * taken).ravel()
        closed = (closed[:, None] | shut).reshape(-1, problem.actions)
    return _Half(masses, adds, days, charged, closed)


def _less_charges(half: _Half) -> _Half:
    """Return a half in which every pay-off is less what its steps are charged."""
    return replace(half, adds=half.adds - half.charged[:, None, None])


def _worth(problem: DecisionProblem, half: _Half) -> Array:
    """Return what a point in a node is worth today as far as this half goes, [node, 1]."""
    return np.asarray(problem.discount**half.days)[:, None]


def _best(problem: DecisionProblem, first: _Half, second: _Half, actions: Sequence[int]) -> Array:
    """Return the value of the best of some actions in every node: sums over types of mass x (pay-off + both halves' part)."""
    out = np.empty((len(first.masses), len(second.masses)))
    weight = first.masses * problem.prior * _worth(problem, first)
    other = second.masses * _worth(problem, second)
    others = {action: np.hstack([other, other * second.adds[:, action]]).T for action in actions}
    scratch = np.empty((min(ROWS, len(out)), out.shape[1]))
    for start in range(0, len(out), ROWS):
        rows = slice(start, start + ROWS)
        best = out[rows]
        for place, action in enumerate(actions):
            left = np.hstack([weight[rows] * (problem.payoff[action] + first.adds[rows, action]), weight[rows]])
            found = np.matmul(left, others[action], out=scratch[: len(left)] if place else best)
            found[first.closed[rows, action]] = BARRED
            found[:, second.closed[:, action]] = BARRED
            if place:
                np.maximum(best, found, out=best)
        if problem.deadline is not None:
            best[~problem.in_time(first.days[rows, None] + second.days)] = BARRED
    return out
