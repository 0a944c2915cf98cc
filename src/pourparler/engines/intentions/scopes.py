# SPDX-License-Identifier: Apache-2.0
"""What a report bears on: a few questions out of many, so that tables stay as small as what they tell apart.

A *scope* is a set of questions; its *cells* are the combinations of their hypotheses, the last question fastest. A table over
the types themselves has the scope `(TYPES,)`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Scope = tuple[int, ...]

#: Stands for a question whose hypotheses are the types.
TYPES = -1
#: Tables of up to so many cells are faster turned round than looked through world by world. Measured.
NARROW = 16


def largest(table: Array) -> Array:
    """Return the largest number of every row, [world]. Source: definition."""
    if table.shape[1] <= NARROW:
        return np.asarray(np.ascontiguousarray(table.T).max(axis=0))
    return np.asarray(table.max(axis=1))


@dataclass(frozen=True)
class Scopes:
    """The types of some questions, `index` [question, type], and the prior [world, type]; marginals are kept once computed.

    `grid`: how many hypotheses each question has, if the types are all their combinations, the last question fastest.
    """

    index: Index
    prior: Array
    log_prior: Array = field(init=False)
    grid: tuple[int, ...] | None = field(init=False)
    _counts: tuple[int, ...] = field(init=False)
    _marginals: dict[int, Array] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        counts = tuple(int(row.max()) + 1 for row in self.index)
        is_grid = bool(counts) and prod(counts) == self.types
        is_grid = is_grid and bool((self.index == np.indices(counts).reshape(len(counts), -1)).all())
        with np.errstate(divide="ignore"):
            object.__setattr__(self, "log_prior", np.log(self.prior))
        object.__setattr__(self, "_counts", counts)
        object.__setattr__(self, "grid", counts if is_grid else None)

    @property
    def types(self) -> int:
        """The number of types."""
        return int(self.prior.shape[1])

    def joined(self, questions: Iterable[int]) -> Scope:
        """Return the scope of several tables together. Source: definition."""
        together = tuple(sorted(set(questions)))
        if any(question != TYPES and not 0 <= question < len(self.index) for question in together):
            raise EngineInputError("a report bears on a question that is not there")
        return (TYPES,) if TYPES in together else together

    def hypotheses(self, question: int) -> int:
        """Return how many hypotheses a question has. Source: definition."""
        if question != TYPES and not 0 <= question < len(self.index):
            raise EngineInputError("a report bears on a question that is not there")
        return self.types if question == TYPES else self._counts[question]

    def size(self, scope: Scope) -> int:
        """Return how many cells a scope has. Source: definition."""
        return prod(self.hypotheses(question) for question in scope)

    def cell_of_type(self, scope: Scope) -> Index:
        """Return the cell of every type, [type]. Source: definition."""
        cell = np.zeros(self.types, dtype=np.intp)
        for question in scope:
            here = np.arange(self.types) if question == TYPES else self.index[question]
            cell = cell * self.hypotheses(question) + here
        return cell

    def hypothesis_of_cell(self, scope: Scope, question: int) -> Index:
        """Return the hypothesis of a question in every cell of a scope that holds it, [cell]. Source: definition."""
        if scope == (TYPES,):
            return np.arange(self.types) if question == TYPES else self.index[question]
        after = prod(self.hypotheses(other) for other in scope[scope.index(question) + 1 :])
        return np.arange(self.size(scope)) // after % self.hypotheses(question)

    def over_cells(self, scope: Scope, tables: Mapping[Scope, Array]) -> Array:
        """Return the sum of tables [world, cell] of inner scopes, [world, cell]; [1, 1] of none. Source: definition.

        It is the table itself where there is one only, of the scope itself.
        """
        if len(tables) == 1 and scope in tables:
            return tables[scope]
        out = np.zeros((1, 1))
        if not tables:
            return out
        for question in () if scope == (TYPES,) else reversed(scope):
            # The fastest question first: what is added then lies together in ever longer rows.
            table = tables[question,] if (question,) in tables else np.zeros((1, self.hypotheses(question)))
            sums = table[:, :, None] + out[:, None, :]
            out = sums.reshape(len(sums), -1)
        for inner, table in tables.items():
            if scope == (TYPES,) or len(inner) != 1:
                out = out + table[:, self._inner_cell(scope, inner)]
        return out

    def _inner_cell(self, scope: Scope, inner: Scope) -> Index:
        """Return the cell of a smaller scope in every cell of a larger one, [cell]."""
        cell = np.zeros(self.size(scope), dtype=np.intp)
        for question in inner:
            cell = cell * self.hypotheses(question) + self.hypothesis_of_cell(scope, question)
        return cell

    def over_types(self, by_scope: Mapping[Scope, Array]) -> Array:
        """Return the sum of tables [cell, world] by scope, [world, type]; with worlds last, long rows are added.

        Source: definition.
        """
        total = np.zeros((1, 1))
        if self.grid is not None:
            total = self._over_grid({scope: table for scope, table in by_scope.items() if scope != (TYPES,)})
        for scope in sorted(by_scope):
            if scope == (TYPES,) or self.grid is None:
                total = total + by_scope[scope][self.cell_of_type(scope)]
        return np.ascontiguousarray(total.T)

    def _over_grid(self, by_scope: Mapping[Scope, Array]) -> Array:
        """Return the sum of tables by scope over a grid, [type, world]: small tables meet while they are small.

        Question by question from the last, what does not bear on it is joined with what does, where all else is the same:
        tables are then keyed by the questions before it, and hold all from it on, [cell before, cell from it on, world].
        """
        held = {scope: by_scope[scope][:, None, :] for scope in sorted(by_scope)}
        for question in reversed(range(len(self.index))):
            count = self.hypotheses(question)
            joined: dict[Scope, Array] = {}
            for scope, table in held.items():
                before = tuple(other for other in scope if other != question)
                split = table.reshape(self.size(before), count if question in scope else 1, *table.shape[1:])
                joined[before] = joined[before] + split if before in joined else split
            held = {
                scope: np.broadcast_to(table, (len(table), count, *table.shape[2:])).reshape(len(table), -1, table.shape[-1])
                for scope, table in joined.items()
            }
        return held[()][0] if held else np.zeros((1, 1))

    def cell_sums(self, scope: Scope, types: Array) -> Array:
        """Return a table of types [world, type] summed within every cell of a scope, [world, cell]. Source: definition."""
        if scope == (TYPES,):
            return types
        if self.grid is None:
            return types @ self.one_hot(scope)
        away = tuple(question + 1 for question in range(len(self.grid)) if question not in scope)
        return np.asarray(types.reshape(len(types), *self.grid).sum(axis=away)).reshape(len(types), -1)

    def marginal(self, question: int) -> Array:
        """Return the prior of a question's hypotheses, [world, hypothesis]. Source: marginalisation."""
        if question == TYPES:
            return self.prior
        if question not in self._marginals:
            self._marginals[question] = self.cell_sums((question,), self.prior)
        return self._marginals[question]

    def one_hot(self, scope: Scope) -> Array:
        """Return which type lies in which cell, [type, cell], as numbers to sum by. Source: definition."""
        return np.asarray(self.cell_of_type(scope)[:, None] == np.arange(self.size(scope)), dtype=np.float64)
