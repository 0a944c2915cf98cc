# SPDX-License-Identifier: Apache-2.0
"""The exact plan of a plain decision problem: dynamic programming over which steps have been taken and how they came out.

The order in which steps were taken changes neither what is believed nor what is paid, so a state is a node: a digit for
each step. The value of a node is that of acting, or of the best step that may still be taken: a sum over the nodes of its
outcomes. Nodes stand in one table and are raised in place: first those in which a step has been taken, then, at once for
all of them, those in which it has not.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.readiness.decision_problem import DecisionProblem, DecisionStep, order_of
from pourparler.engines.readiness.node_values import BARRED, NodeTables, halves, node_tables
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
#: Values of nodes while the offer stands, after a lapse, and what a point paid in them costs.
Tables = tuple[Array, Array | None, Array | None]

#: The most nodes that are solved exactly: a little more than fifteen steps of two outcomes have, 115 MiB.
MOST_NODES = 15_000_000


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
    values, lapsed, spent = (None if t is None else t.reshape(shape) for t in (tables.values, tables.lapsed, tables.spent))
    assert values is not None
    _Sweep(problem, order, cut).close((values, lapsed, spent), 0, ())
    strides = dict(zip(order, (stride // values.itemsize for stride in values.strides), strict=True))
    flat = NodeTables(*(None if t is None else t.ravel() for t in (tables.values, tables.lapsed, tables.spent)))  # type: ignore[arg-type]
    return SolvedPlan(problem, flat, tuple(strides[n] for n in range(len(order))), float(flat.values[-1]))


class _Sweep:
    """One pass over the table of nodes, step by step in an order in which each comes after those that it needs."""

    def __init__(self, problem: DecisionProblem, order: tuple[int, ...], cut: int) -> None:
        self.problem, self.order, self.cut = problem, order, cut
        # Sums of outcomes are written into one array: fresh memory for each would take longer than the sums.
        self.scratch = np.empty(problem.nodes // 2)
        self.steps = tuple(problem.steps[index] for index in order)
        charges = problem.charges()
        self.charges = tuple(charges[index] for index in order)
        place = {index: n for n, index in enumerate(order)}
        self.needs = tuple(tuple(place[need] for need in step.needs) for step in self.steps)
        self.closers = tuple(tuple(n for n, other in enumerate(self.steps) if index in other.closes_steps) for index in order)

    def close(self, tables: Tables, batch: int, taken: tuple[bool, ...]) -> None:
        """Raise every node of a part of the table to the best that can follow.

        `taken` says of each of the first steps whether it has been taken in this part. The first `batch` axes are outcomes of
        those that have, the next ones the steps that come after; axes behind them are outcomes, too.
        """
        depth = len(taken)
        if depth == len(self.order):
            return
        if depth == self.cut and batch:
            self._turned(tables, batch, taken)
            return
        count = self.steps[depth].count
        ahead = (slice(None),) * batch
        done, undone = (_each(tables, (*ahead, at, ...)) for at in (slice(0, count), count))
        if all(taken[need] for need in self.needs[depth]):
            self.close(done, batch + 1, (*taken, True))
            if not any(taken[closer] for closer in self.closers[depth] if closer < depth):
                self._raise(done, undone, batch, depth)
        self.close(undone, batch, (*taken, False))

    def _raise(self, done: Tables, undone: Tables, batch: int, depth: int) -> None:
        """Raise the nodes in which a step has not been taken to the value of taking it next."""
        step = self.steps[depth]
        ahead: tuple[Any, ...] = (slice(None),) * batch
        following = _sum(done[0], ahead, step, self.scratch)
        survives = self.problem.survives(self.order[depth])
        if done[1] is not None and survives < 1:
            following *= survives
            following += (1 - survives) * _sum(done[1], ahead, step, np.empty_like(following).ravel())
        if undone[2] is not None:
            following -= self.charges[depth] * undone[2]
        for closer in self.closers[depth]:
            if closer > depth:
                axis = (slice(None),) * (batch + closer - depth - 1)
                following[(*axis, slice(0, self.steps[closer].count))] = BARRED
        np.maximum(undone[0], following, out=undone[0])

    def _turned(self, tables: Tables, batch: int, taken: tuple[bool, ...]) -> None:
        """Close a part of the table with the outcomes of the steps taken as its last axis: one long row for each node."""
        ahead = tuple(range(batch))
        behind = tuple(range(batch, tables[0].ndim))
        turned = tuple(
            None if t is None else np.ascontiguousarray(t.transpose(*behind, *ahead)).reshape(*t.shape[batch:], -1)
            for t in tables
        )
        values = turned[0]
        assert values is not None
        self.close((values, turned[1], turned[2]), 0, taken)
        back = values.reshape(*tables[0].shape[batch:], *tables[0].shape[:batch])
        tables[0][...] = back.transpose(*range(len(behind), back.ndim), *range(len(behind)))


def _each(tables: Tables, at: tuple[Any, ...]) -> Tables:
    values, lapsed, spent = tables
    return values[at], None if lapsed is None else lapsed[at], None if spent is None else spent[at]


def _sum(table: Array, ahead: tuple[Any, ...], step: DecisionStep, scratch: Array) -> Array:
    """Return the sum over the outcomes of a step, held in `scratch`."""
    first = table[(*ahead, 0, ...)]
    total = scratch[: first.size].reshape(first.shape)
    if step.count == 1:
        total[...] = first
    else:
        np.add(first, table[(*ahead, 1, ...)], out=total)
    for outcome in range(2, step.count):
        total += table[(*ahead, outcome, ...)]
    return total
