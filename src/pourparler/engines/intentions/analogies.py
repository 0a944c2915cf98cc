# SPDX-License-Identifier: Apache-2.0
"""Structured analogies (Green & Armstrong 2007): what like cases came to, weighted by their similarity and not.

What the paper leaves open: it derives one forecast for each expert, the outcome of the analogy rated most similar, and says
of probabilities only that similarity may weigh them. Here a case that several experts name counts once, since it came out once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions.reference_class import score_interval
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class AnalogyTally:
    """What rated analogies came to, by outcome: `shares[outcome]` of cases, `weighted` by similarity, `closest` by expert.

    `cases` is how many cases there are, `effective` how many cases of one weight carry as much (Kish 1965), `experts` how many
    rated. `intervals` and `weighted_intervals`, [outcome, end], are 95 % score intervals for so many cases. Experts choose the
    cases they remember: read the intervals as what so few cases leave open at best.
    """

    cases: int
    effective: float
    experts: int
    shares: Array
    intervals: Array
    weighted: Array
    weighted_intervals: Array
    closest: Array


def tally_of_analogies(similarity: Array, came: Places, case: Places, expert: Places, outcomes: int) -> AnalogyTally:
    """Return the tally of ratings: `similarity[rating]` from 0 to 10, and the places of outcome, case and expert of each.

    A case has the average similarity of its ratings; where experts match it to different outcomes, it counts in part for each.
    If every case is rated 0, all weigh the same. Among equally similar analogies an expert's forecast is split.

    Raises EngineInputError without ratings, for similarities outside 0 to 10, and for outcomes out of range.
    Source: Green & Armstrong (2007); the effective number of cases: Kish (1965).
    """
    if not len(similarity):
        raise EngineInputError("a tally needs at least one rating")
    if not (np.isfinite(similarity).all() and (similarity >= 0).all() and (similarity <= MOST_SIMILAR).all()):
        raise EngineInputError("similarities must lie from 0 to 10")
    if came.min() < 0 or came.max() >= outcomes:
        raise EngineInputError("every outcome must be one of those counted")
    cases, row = np.unique(case, return_inverse=True)
    ratings = np.bincount(row).astype(np.float64)
    likeness = np.bincount(row, similarity) / ratings
    matched = np.zeros((len(cases), outcomes))
    np.add.at(matched, (row, came), 1 / ratings[row])
    weights = likeness if likeness.any() else np.ones(len(cases))
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    shares, weighted = matched.mean(axis=0), weights @ matched / weights.sum()
    return AnalogyTally(
        len(cases),
        effective,
        len(np.unique(expert)),
        shares,
        _intervals(shares, len(cases)),
        weighted,
        _intervals(weighted, effective),
        _closest(similarity, came, expert, outcomes),
    )


#: The end of the scale of similarity (Green & Armstrong 2007, questionnaire).
MOST_SIMILAR = 10


def _intervals(shares: Array, n: float) -> Array:
    return np.array([score_interval(float(share), n) for share in np.clip(shares, 0, 1)])


def _closest(similarity: Array, came: Places, expert: Places, outcomes: int) -> Array:
    """Return the share of experts whose most similar analogy came out so, [outcome]."""
    names = np.unique(expert)
    table = np.zeros((len(names), outcomes))
    for number, name in enumerate(names):
        own = expert == name
        top = came[own][similarity[own] == similarity[own].max()]
        np.add.at(table[number], top, 1 / len(top))
    return np.asarray(table.mean(axis=0))
