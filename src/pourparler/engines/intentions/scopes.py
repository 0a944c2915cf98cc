# SPDX-License-Identifier: Apache-2.0
"""What a report bears on: a few questions out of many, so that tables stay as small as what they tell apart.

A *scope* is a set of questions; its *cells* are the combinations of their hypotheses, the last question fastest. A table over
the types themselves has the scope `(TYPES,)`.
"""

from collections.abc import Iterable
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


@dataclass(frozen=True)
class Scopes:
    """The types of some questions, `index` [question, type], and the prior [world, type]; marginals are kept once computed."""

    index: Index
    prior: Array
    _marginals: dict[int, Array] = field(default_factory=dict)

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
        return self.types if question == TYPES else int(self.index[question].max()) + 1

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

    def marginal(self, question: int) -> Array:
        """Return the prior of a question's hypotheses, [world, hypothesis]. Source: marginalisation."""
        if question == TYPES:
            return self.prior
        if question not in self._marginals:
            self._marginals[question] = self.prior @ self.one_hot((question,))
        return self._marginals[question]

    def one_hot(self, scope: Scope) -> Array:
        """Return which type lies in which cell, [type, cell], as numbers to sum by. Source: definition."""
        return np.asarray(self.cell_of_type(scope)[:, None] == np.arange(self.size(scope)), dtype=np.float64)
