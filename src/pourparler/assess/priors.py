# SPDX-License-Identifier: Apache-2.0
"""What is believed before the evidence: pooled, stated, taken from like cases of the past, or given another question."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.analogies import JEFFREYS, shares_by_analogy
from pourparler.assess.analysts import pooled_prior
from pourparler.assess.types import Types
from pourparler.assess.worlds import Worlds
from pourparler.case import Case
from pourparler.engines.intentions import type_prior
from pourparler.quantity import Beta, Quantity

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Priors:
    """What is believed of each question before the evidence: [world, hypothesis], or by hypothesis of the one it depends on.

    `tables` are [world, hypothesis], or [world, hypothesis of the other question, hypothesis] where `depends_on` names one.
    """

    tables: tuple[Array, ...]
    depends_on: tuple[tuple[int, ...], ...]

    def joint(self, worlds: Worlds) -> Array:
        """Return the prior of types, [world, type]."""
        return type_prior(self.tables, self.depends_on) if self.tables else np.ones((worlds.count, 1))


def priors_of(case: Case, worlds: Worlds, types: Types) -> Priors:
    """Return what a case states of its questions."""
    tables: list[Array] = []
    depends_on: list[tuple[int, ...]] = []
    for name, hypotheses in zip(types.questions, types.hypotheses, strict=True):
        given = next(iter(case.questions[name].given), None)
        if given is None:
            tables.append(_plain(case, worlds, name, hypotheses))
            depends_on.append(())
            continue
        parent, rows = types.questions.index(given), case.questions[name].given[given]
        columns = [
            worlds.shares(("questions", name, "given", given, other), rows[other], hypotheses)
            if other in rows
            else _plain(case, worlds, name, hypotheses)
            for other in types.hypotheses[parent]
        ]
        tables.append(np.stack(columns, axis=1))
        depends_on.append((parent,))
    return Priors(tuple(tables), tuple(depends_on))


def _plain(case: Case, worlds: Worlds, name: str, hypotheses: tuple[str, ...]) -> Array:
    """Return the pool of the analysts of a question, else what it states, some of it by like cases, [world, hypothesis]."""
    question = case.questions[name]
    judged = pooled_prior(case, worlds, name, hypotheses)
    if judged is not None:
        return judged
    stated: dict[str, Quantity | None] = dict(question.hypotheses)
    for like in question.classes:
        if like.name in question.prior_from:
            successes, n = like.counts
            stated[like.hypothesis] = Beta(successes + JEFFREYS, n - successes + JEFFREYS)
    stated |= shares_by_analogy(question)
    return worlds.shares(("questions", name, "hypotheses"), stated, hypotheses)
