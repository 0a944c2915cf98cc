# SPDX-License-Identifier: Apache-2.0
"""Structured analogies of a case: for the engine, and as rows beside its reference classes.

Before a tally was shown, only counts of what was rated are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pourparler.assess.spread import STATED_AT
from pourparler.case import BY_ANALOGY, Case, Question, RatedAnalogy
from pourparler.case.analogies import last_rating_seal
from pourparler.engines.intentions import AnalogyTally, tally_of_analogies, wilson_interval
from pourparler.quantity import SIMILARITY, Beta, Quantity, quantile

#: Counted on top of successes and failures, so that few cases leave a wide range (Jeffreys; Brown, Cai & DasGupta 2001).
JEFFREYS = 0.5


@dataclass(frozen=True)
class RatingRow:
    """One rating as it was given; `similarity` is its average if it was given as a range."""

    case: str
    by: str
    similarity: float
    came: str
    on: str
    because: str | None
    source: str | None


@dataclass(frozen=True)
class BesideRow:
    """A reference class beside the tally: its share with its 95 % interval, and whether the tally's interval `overlaps` it.

    Else the tally lies `above` or `below`. The two are never multiplied into one another.
    """

    name: str
    n: int
    share: float
    low: float
    high: float
    lies: str


@dataclass(frozen=True)
class AnalogyRow:
    """What like cases say of one hypothesis: its share of them, the share weighted by similarity, and the experts' closest.

    `low` and `high`, `weighted_low` and `weighted_high` are 95 % score intervals.
    """

    hypothesis: str
    share: float
    low: float
    high: float
    weighted: float
    weighted_low: float
    weighted_high: float
    closest: float
    beside: tuple[BesideRow, ...]


@dataclass(frozen=True)
class AnalogiesRow:
    """The structured analogies of one question. Until the tally was shown only counts are told: `tallied_on` is None then.

    `effective` is how many cases of one weight the weighted ones carry as much as; `taken`: the prior is taken from them.
    """

    question: str
    ratings: int
    experts: int
    cases: int
    last_seal: str | None
    tallied_on: str | None
    effective: float | None
    taken: bool
    rated: tuple[RatingRow, ...]
    rows: tuple[AnalogyRow, ...]


@dataclass(frozen=True)
class RatedQuestions:
    """The structured analogies of a case alone, by question."""

    title: str
    analogies: tuple[AnalogiesRow, ...]
    labels: dict[str, str] = field(default_factory=dict, metadata={"not_in_json": True})


def rated_questions(case: Case, question: str | None = None) -> RatedQuestions:
    """Return the structured analogies of a case, or of one of its questions."""
    rows = tuple(row for row in analogies_of(case) if question in (None, row.question))
    return RatedQuestions(case.title, rows, dict(case.labels))


def analogies_of(case: Case) -> tuple[AnalogiesRow, ...]:
    """Return the structured analogies of every question that has some."""
    return tuple(
        _row(name, question) for name, question in case.questions.items() if question.analogies and question.analogies.ratings
    )


def tally_of(question: Question) -> AnalogyTally | None:
    """Return the tally of a question once it was shown; None before, and without ratings."""
    held = question.analogies
    if held is None or held.tallied is None or not held.ratings:
        return None
    hypotheses, ratings = list(question.hypotheses), held.ratings
    return tally_of_analogies(
        np.array([similarity_of(rating) for rating in ratings]),
        np.array([hypotheses.index(rating.came) for rating in ratings], dtype=np.intp),
        _places([rating.case for rating in ratings]),
        _places([rating.by for rating in ratings]),
        len(hypotheses),
    )


def shares_by_analogy(question: Question) -> dict[str, Quantity]:
    """Return the probability of every hypothesis by its tally, if the case takes that by name; nothing before it was shown.

    It is the weighted share, as wide as so many effective cases leave it.
    """
    tally = tally_of(question) if BY_ANALOGY in question.prior_from else None
    if tally is None:
        return {}
    return {
        hypothesis: Beta(share * tally.effective + JEFFREYS, (1 - share) * tally.effective + JEFFREYS)
        for hypothesis, share in zip(question.hypotheses, tally.weighted.tolist(), strict=True)
    }


def similarity_of(rating: RatedAnalogy) -> float:
    """Return how like a case is rated, from 0 to 10: the average of what is stated."""
    shares = (np.arange(STATED_AT) + 1 / 2) / STATED_AT
    return float(np.mean(quantile(rating.similarity, shares, SIMILARITY)))


def _places(names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    known = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return np.array([known[name] for name in names], dtype=np.intp)


def _row(name: str, question: Question) -> AnalogiesRow:
    held, tally = question.analogies, tally_of(question)
    ratings = held.ratings if held is not None else ()
    day = held.tallied.on.isoformat() if held is not None and held.tallied is not None else None
    return AnalogiesRow(
        question=name,
        ratings=len(ratings),
        experts=len({rating.by for rating in ratings}),
        cases=len({rating.case for rating in ratings}),
        last_seal=last_rating_seal(ratings),
        tallied_on=day,
        effective=tally.effective if tally is not None else None,
        taken=tally is not None and BY_ANALOGY in question.prior_from,
        rated=tuple(map(_rated, ratings)) if tally is not None else (),
        rows=_rows(question, tally) if tally is not None else (),
    )


def _rated(rating: RatedAnalogy) -> RatingRow:
    similarity = similarity_of(rating)
    day = rating.on.isoformat()
    return RatingRow(rating.case, rating.by, similarity, rating.came, day, rating.because, rating.source)


def _rows(question: Question, tally: AnalogyTally) -> tuple[AnalogyRow, ...]:
    return tuple(
        AnalogyRow(
            hypothesis,
            float(tally.shares[place]),
            float(tally.intervals[place, 0]),
            float(tally.intervals[place, 1]),
            float(tally.weighted[place]),
            float(tally.weighted_intervals[place, 0]),
            float(tally.weighted_intervals[place, 1]),
            float(tally.closest[place]),
            _beside(question, hypothesis, float(tally.weighted_intervals[place, 0]), float(tally.weighted_intervals[place, 1])),
        )
        for place, hypothesis in enumerate(question.hypotheses)
    )


def _beside(question: Question, hypothesis: str, low: float, high: float) -> tuple[BesideRow, ...]:
    out = []
    for like in question.classes:
        if like.hypothesis == hypothesis:
            successes, n = like.counts
            ends = wilson_interval(successes, n)
            lies = "above" if low > ends[1] else "below" if high < ends[0] else "overlaps"
            out.append(BesideRow(like.name, n, successes / n, *ends, lies))
    return tuple(out)
