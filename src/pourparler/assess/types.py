# SPDX-License-Identifier: Apache-2.0
"""Types of the counterpart: one hypothesis per question, and quantities that depend on them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.worlds import Missing, Worlds
from pourparler.case import Case
from pourparler.quantity import Domain, Quantity

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Types:
    """Every combination of one hypothesis per question, in the order of `type_prior`: the last question fastest.

    `index` [question, type] holds the index of each type's hypothesis.
    """

    questions: tuple[str, ...]
    hypotheses: tuple[tuple[str, ...], ...]
    index: NDArray[np.intp]

    @property
    def count(self) -> int:
        """The number of types; 1 if the case asks no question."""
        return int(self.index.shape[1])

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return all pairs (question, hypothesis) in order."""
        return tuple((q, h) for q, hs in zip(self.questions, self.hypotheses, strict=True) for h in hs)

    def membership(self) -> NDArray[np.bool_]:
        """Return which types belong to each row, [row, type]."""
        rows = [
            self.index[number] == place for number, hypotheses in enumerate(self.hypotheses) for place in range(len(hypotheses))
        ]
        return np.stack(rows) if rows else np.zeros((0, self.count), dtype=np.bool_)

    def spread_over(self, question: str, per_hypothesis: Array) -> Array:
        """Return [world, type] from [world, hypothesis] of one question."""
        return per_hypothesis[:, self.index[self.questions.index(question)]]

    def draw(self, worlds: Worlds, path: tuple[str, ...], stated: object, domain: Domain) -> Array:
        """Return a quantity [world, type] that may be stated by hypothesis of one question."""
        if not isinstance(stated, Mapping):
            quantity: Quantity | None = stated  # type: ignore[assignment]
            values = worlds.draw(path, quantity, domain)
            return np.broadcast_to(values[:, None], (worlds.count, self.count))
        ((question, table),) = stated.items()
        if question not in self.questions:
            raise Missing(f"questions.{question}")
        names = self.hypotheses[self.questions.index(question)]
        columns = [worlds.draw((*path, question, name), table.get(name), domain) for name in names]
        return self.spread_over(question, np.stack(columns, axis=1))


def types_of(case: Case) -> Types:
    """Return the types a case's questions make, sorted: the order of the file is immaterial."""
    questions = tuple(sorted(case.questions))
    hypotheses = tuple(tuple(sorted(case.questions[q].hypotheses)) for q in questions)
    counts = tuple(len(h) for h in hypotheses)
    index = np.indices(counts).reshape(len(counts), -1) if counts else np.zeros((0, 1), dtype=np.intp)
    return Types(questions, hypotheses, index.astype(np.intp))
