# SPDX-License-Identifier: Apache-2.0
"""The matrix of competing hypotheses, as a view: how consistent each item is with each hypothesis, and what speaks against it.

It computes nothing that is believed. It has not been shown to improve judgement (Mandel, Karvetski & Dhami 2018); it is
here for those who are used to reading it, and says less than the posterior beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Letter = Literal["CC", "C", "N", "I", "II"]
Level = Literal["L", "M", "H"]

#: Inconsistency of a letter, in units of "inconsistent"; what is consistent counts as nothing (Heuer 1999, ch. 8).
INCONSISTENCY: dict[Letter, int] = {"CC": 0, "C": 0, "N": 0, "I": 1, "II": 2}
#: Weights of low, medium and high credibility or relevance, in the software of PARC.
PARC_WEIGHTS: dict[Level, float] = {"L": 1 / sqrt(2), "M": 1.0, "H": sqrt(2)}
#: A likelihood at least so many times that of another hypothesis speaks strongly, by convention of this project.
STRONG = 4.0
#: And so many times, somewhat.
SOME = 1.5


@dataclass(frozen=True)
class Competing:
    """Letters [item][hypothesis], and per hypothesis the count of inconsistent items and the weighted score, 0 or less."""

    letters: tuple[tuple[Letter, ...], ...]
    inconsistent: tuple[int, ...]
    weighted: tuple[float, ...]


def letter_of(likelihood: float, others: Sequence[float]) -> Letter:
    """Return how consistent an item is with a hypothesis, from its chance there and under the rival that explains it best.

    It is consistent where no rival makes it much likelier, and inconsistent where one does: by a factor of 1.5, or 4.
    Source: this project; letters as in Heuer (1999), ch. 8.
    """
    best, least = max(others, default=likelihood), min(others, default=likelihood)
    if likelihood * STRONG <= best:
        return "II"
    if likelihood * SOME <= best:
        return "I"
    if likelihood >= least * STRONG:
        return "CC"
    return "C" if likelihood >= least * SOME else "N"


def competing_hypotheses(
    letters: Sequence[Sequence[Letter]], credibility: Sequence[Level], relevance: Sequence[Level]
) -> Competing:
    """Return what speaks against each hypothesis: how many items, and PARC's weighted inconsistency score.

    `letters` is [item][hypothesis]; `credibility` and `relevance` one level per item. An inconsistent item takes off the
    product of its two weights, a very inconsistent one twice that. The hypothesis with least against it comes first in
    the method; ties and near ties mean nothing.

    Raises EngineInputError for rows of different length.
    Source: PARC ACH software as documented by Heuer & Pherson (2010), ch. 7.3; weights in docs/reference/notation.md.
    """
    if len({len(row) for row in letters}) > 1 or not len(letters) == len(credibility) == len(relevance):
        raise EngineInputError("every item needs a letter for every hypothesis, and two levels")
    width = len(letters[0]) if letters else 0
    counts = [sum(INCONSISTENCY[row[h]] > 0 for row in letters) for h in range(width)]
    weights = [PARC_WEIGHTS[c] * PARC_WEIGHTS[r] for c, r in zip(credibility, relevance, strict=True)]
    scores = [0.0 - sum(w * INCONSISTENCY[row[h]] for w, row in zip(weights, letters, strict=True)) for h in range(width)]
    return Competing(tuple(tuple(row) for row in letters), tuple(counts), tuple(scores))
