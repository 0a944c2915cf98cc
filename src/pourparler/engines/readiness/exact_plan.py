# SPDX-License-Identifier: Apache-2.0
"""The exact plan of a plain decision problem: dynamic programming over which steps have been taken and how they came out.

The order in which steps were taken changes neither what is believed nor what is paid, so a state is a node: a digit for
each step. The value of a node is that of acting, or of the best step that may still be taken: a sum over the nodes of its
outcomes. Nodes stand in one table and are raised in place: first those in which a step has been taken, then, at once for
all of them, those in which it has not.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.decision_problem import DecisionProblem, DecisionStep, order_of
from pourparler.engines.readiness.node_values import BARRED, NodeTables, halves, node_tables
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
#: The most nodes that are solved exactly: a little more than fifteen steps of two outcomes have, 115 MiB.
MOST_NODES = 15_000_000
#: So many nodes are raised at a time, 1 MiB: what is at work beside the table takes next to no room, and fits into a cache.
NODES_AT_A_TIME = 131_072


@dataclass(frozen=True)
class SolvedPlan:
    """A decision problem with the value of every node.

    `tables` are flat over nodes, each with the best that can follow; `strides` [step] is how far apart in them two neighbouring
    outcomes of a step lie. `value` is the average value of the best plan, in value points of today, less what its steps
    are charged: their costs, and a hair each.
    """

    problem: DecisionProblem
    tables: NodeTables
    strides: tuple[int, ...]
    value: float

    @property
    def root(self) -> int:
        """The node in which nothing has been done: the last one."""
        return len(self.tables.values) - 1


def solve_plan(problem: DecisionProblem) -> SolvedPlan:
    """Return the exact solution of a decision problem: what the best plan is worth, from every node.

    A plan may act at once. One policy is chosen without knowing the type. With discounting, costs count on the day on which
    a step begins, pay-offs on the day on which one acts.

    Raises EngineInputError for more than 15,000,000 nodes (fifteen steps of two outcomes have 14,348,907): see `bounded_plan`.
    Source: Raiffa & Schlaifer (1961), extensive-form analysis; Bellman (1957); model.md "Readiness", Hold.
    """
    if problem.nodes > MOST_NODES:
        raise EngineInputError(f"a plan is exact for up to {MOST_NODES:,} nodes; found {problem.nodes:,}")
    order = order_of(problem.steps)
    cut = halves(problem, order)
    tables = node_tables(problem, order, cut)
    shape = tuple(problem.steps[index].count + 1 for index in order)
    values = tables.values.reshape(shape)
    first = None if tables.spent is None else tables.spent[0].reshape(*shape[:cut], problem.types)
    sweep = _Sweep(problem, order, cut, None if tables.spent is None else tables.spent[1])
    sweep.close(_Part(values, None if tables.lapsed is None else tables.lapsed.reshape(shape), first), 0, ())
    strides = dict(zip(order, (stride // values.itemsize for stride in values.strides), strict=True))
    flat = NodeTables(values.ravel(), None if tables.lapsed is None else tables.lapsed.ravel(), tables.spent)
    return SolvedPlan(problem, flat, tuple(strides[n] for n in range(len(order))), float(flat.values[-1]))


@dataclass(frozen=True)
class _Part:
    """A part of the table: values of nodes while the offer stands, after a lapse, and what a point paid in them costs.

    As long as steps of the first half are closed, what a point costs is held for that half alone, by type along a last axis.
    """

    values: Array
    lapsed: Array | None
    spent: Array | None

    def at(self, where: tuple[Any, ...]) -> "_Part":
        """Return what stands at some places of the first axes."""
        lapsed, spent = self.lapsed, self.spent
        return _Part(self.values[where], None if lapsed is None else lapsed[where], None if spent is None else spent[where])


class _Sweep:
    """One pass over the table of nodes, step by step in an order in which each comes after those that it needs."""

    def __init__(self, problem: DecisionProblem, order: tuple[int, ...], cut: int, second: Array | None) -> None:
        self.problem, self.order, self.cut, self.second = problem, order, cut, second
        # Sums of outcomes are written into these: fresh memory for each would take longer than the sums.
        self.scratch = np.empty((2, min(NODES_AT_A_TIME, problem.nodes)))
        self.steps = tuple(problem.steps[index] for index in order)
        charges = problem.charges()
        self.charges = tuple(charges[index] for index in order)
        place = {index: n for n, index in enumerate(order)}
        self.needs = tuple(tuple(place[need] for need in step.needs) for step in self.steps)
        self.closers = tuple(tuple(n for n, other in enumerate(self.steps) if index in other.closes_steps) for index in order)

    def close(self, part: _Part, batch: int, taken: tuple[bool, ...]) -> None:
        """Raise every node of a part of the table to the best that can follow.

        `taken` says of each of the first steps whether it has been taken in this part. The first `batch` axes are outcomes of
        those that have, the next ones the steps that come after; axes behind them are outcomes, too.
        """
        depth = len(taken)
        if depth == len(self.order):
            return
        if depth == self.cut and (batch or (part.spent is not None and part.spent.ndim == 1)):
            self._turned(part, batch, taken)
            return
        self._step(part, batch, taken)

    def _step(self, part: _Part, batch: int, taken: tuple[bool, ...]) -> None:
        """Close what follows once the next step has been taken, raise to that what goes before it, and close the rest."""
        depth = len(taken)
        count = self.steps[depth].count
        ahead = (slice(None),) * batch
        done, undone = (part.at((*ahead, at, ...)) for at in (slice(0, count), count))
        if all(taken[need] for need in self.needs[depth]):
            self.close(done, batch + 1, (*taken, True))
            if not any(taken[closer] for closer in self.closers[depth] if closer < depth):
                self._raise(done, undone, batch, depth)
        self.close(undone, batch, (*taken, False))

    def _raise(self, done: _Part, undone: _Part, batch: int, depth: int) -> None:
        """Raise the nodes in which a step has not been taken to the value of taking it next, some of them at a time."""
        lead = self._lead(undone.values.shape, batch, depth) if undone.values.size > NODES_AT_A_TIME else 0
        closers = [(batch + n - depth - 1, self.steps[n].count) for n in self.closers[depth] if n > depth]
        for where in np.ndindex(undone.values.shape[:lead]) if lead else ((),):
            if any(axis < lead and where[axis] < count for axis, count in closers):
                continue
            following = self._following(done, undone.spent, batch, depth, where)
            for axis, count in closers:
                if axis >= lead:
                    following[(*(slice(None),) * (axis - lead), slice(0, count))] = BARRED
            raised = undone.values[(*where, ...)] if lead else undone.values
            np.maximum(raised, following, out=raised)

    def _lead(self, shape: tuple[int, ...], batch: int, depth: int) -> int:
        """Return how many of the first axes are gone through place by place, so that few nodes are raised at a time."""
        # While what a point costs is held by halves, the second half stays whole.
        most = batch + self.cut - depth - 1 if depth < self.cut else len(shape)
        lead = 0
        while lead < most and math.prod(shape[lead:]) > NODES_AT_A_TIME:
            lead += 1
        return lead

    def _following(self, done: _Part, spent: Array | None, batch: int, depth: int, where: tuple[Any, ...]) -> Array:
        """Return the value of taking a step next, in the nodes at some place of the first axes."""
        step = self.steps[depth]
        following = _sum(done.values, batch, step, where, self.scratch[0])
        survives = self.problem.survives(self.order[depth])
        if done.lapsed is not None and survives < 1:
            following *= survives
            gone = _sum(done.lapsed, batch, step, where, self.scratch[1])
            gone *= 1 - survives
            following += gone
        if spent is not None:
            each = spent[(*where, ...)]
            if depth < self.cut:
                assert self.second is not None
                each = (each.reshape(-1, self.problem.types) @ self.second.T).reshape(following.shape)
            following -= self.charges[depth] * each
        return following

    def _turned(self, part: _Part, batch: int, taken: tuple[bool, ...]) -> None:
        """Close a part of the table with the outcomes of the steps taken as its last axis: one long row for each node."""
        ahead = tuple(range(batch))
        behind = tuple(range(batch, part.values.ndim))
        digits = part.values.shape[batch:]
        values, lapsed = (
            None if t is None else np.ascontiguousarray(t.transpose(*behind, *ahead)).reshape(*digits, -1)
            for t in (part.values, part.lapsed)
        )
        assert values is not None
        spent = None
        if part.spent is not None:
            assert self.second is not None
            spent = (self.second @ part.spent.reshape(-1, self.problem.types).T).reshape(*digits, -1)
        self._step(_Part(values, lapsed, spent), 0, taken)
        back = values.reshape(*digits, *part.values.shape[:batch])
        part.values[...] = back.transpose(*range(len(behind), back.ndim), *range(len(behind)))


def _sum(table: Array, batch: int, step: DecisionStep, where: tuple[Any, ...], scratch: Array) -> Array:
    """Return the sum over the outcomes of a step, which stand along the axis after the first `batch`, held in `scratch`."""
    free = max(0, batch - len(where))
    ahead, behind = (*where[:batch], *(slice(None),) * free), where[batch:]
    first = table[(*ahead, 0, *behind, ...)]
    total = (scratch[: first.size] if first.size <= len(scratch) else np.empty(first.size)).reshape(first.shape)
    if step.count == 1:
        total[...] = first
    else:
        np.add(first, table[(*ahead, 1, *behind, ...)], out=total)
    for outcome in range(2, step.count):
        total += table[(*ahead, outcome, *behind, ...)]
    return total
