# SPDX-License-Identifier: Apache-2.0
"""What is believed and why, out of a whole assessment: the rows that `pourparler weigh` prints, and the matrix as a view."""

from collections.abc import Sequence
from dataclasses import dataclass

from pourparler.assess.assessment import AlarmRow, Assessment
from pourparler.assess.history import DayRow
from pourparler.assess.intentions import EvidenceRow, HypothesisRow
from pourparler.assess.spread import Spread
from pourparler.engines.intentions import Letter, Level, competing_hypotheses, letter_of
from pourparler.quantity import word_for

#: The claims that intentions serve, by their rows (docs/reference/alarms.md).
ABOUT_INTENTIONS = ("O-08", "O-09", "O-10", "O-11", "O-33", "O-34")
#: A source as likely as this to be sound on average is of high credibility in the matrix. Thirds, by convention.
HIGH = 2 / 3
#: As likely as this, of medium credibility; else of low.
MEDIUM = 1 / 3
#: An estimate that the inputs move by no more than this is held with high confidence. By convention: ICD 203 states no numbers.
SURE = 0.15
#: By no more than this, with moderate confidence; else with low.
FAIRLY_SURE = 0.4


@dataclass(frozen=True)
class WeighedHypothesis:
    """One hypothesis: how likely, in numbers and in a word, and apart from that how sure the estimate is."""

    hypothesis: str
    prior: Spread
    posterior: Spread
    likelihood_word: str
    confidence: str


@dataclass(frozen=True)
class WeighedQuestion:
    """A question with its hypotheses, the likeliest first."""

    question: str
    hypotheses: tuple[WeighedHypothesis, ...]


@dataclass(frozen=True)
class WeighedItem:
    """One item of evidence; `weight_db` by question and hypothesis. A linchpin is one without which something else leads.

    Or without which the advice would be another, where that was looked at.
    """

    id: str
    source: str | None
    origin: str | None
    kind: str | None
    weight_db: dict[str, dict[str, Spread]]
    discriminates: dict[str, bool]
    linchpin: bool


@dataclass(frozen=True)
class WeighedSource:
    """How likely a source is to be sound, given all that was said."""

    source: str
    sound: Spread


@dataclass(frozen=True)
class WeighedSounding:
    """A planned sounding, or an indicator awaited: the information expected of it in bits, and by its cost in points.

    `authority` is that of whoever is asked, on the issue; None where the case says nothing of it.
    """

    id: str
    information_bits: Spread
    by_cost: Spread | None
    authority: str | None


@dataclass(frozen=True)
class Cell:
    """How consistent an item is with each hypothesis of a question: very (CC), so (C), neither (N), inconsistent (I, II)."""

    evidence: str
    question: str
    letters: dict[str, Letter]


@dataclass(frozen=True)
class Matrix:
    """The matrix of competing hypotheses: a view, from which nothing is computed. Counts and scores by question."""

    cells: tuple[Cell, ...]
    inconsistency: dict[str, dict[str, int]]
    weighted: dict[str, dict[str, float]]


@dataclass(frozen=True)
class WeighedCase:
    """All that `weigh` says of a case."""

    questions: tuple[WeighedQuestion, ...]
    evidence: tuple[WeighedItem, ...]
    sources: tuple[WeighedSource, ...]
    soundings: tuple[WeighedSounding, ...]
    matrix: Matrix
    alarms: tuple[AlarmRow, ...]
    history: tuple[DayRow, ...]


def weighed_case(found: Assessment) -> WeighedCase:
    """Return what an assessment found about intentions."""
    return WeighedCase(
        tuple(_question(found, question) for question in dict.fromkeys(row.question for row in found.intentions)),
        tuple(
            WeighedItem(
                row.id, row.source, row.origin, row.kind, row.weights, row.discriminates, bool(row.linchpin or row.decides)
            )
            for row in found.evidence
        ),
        tuple(WeighedSource(row.source, row.sound if row.sound_now is None else row.sound_now) for row in found.sources),
        tuple(WeighedSounding(row.id, row.bits, row.by_cost, row.authority) for row in found.inquiries if row.bits is not None),
        matrix_of(found),
        alarms_about_intentions(found),
        found.history,
    )


def alarms_about_intentions(found: Assessment) -> tuple[AlarmRow, ...]:
    """Return the alarms of the claims that intentions serve."""
    return tuple(alarm for alarm in found.alarms if alarm.row in ABOUT_INTENTIONS)


def _question(found: Assessment, question: str) -> WeighedQuestion:
    rows = sorted((r for r in found.intentions if r.question == question), key=lambda r: (-r.posterior.mean, r.hypothesis))
    return WeighedQuestion(
        question,
        tuple(
            WeighedHypothesis(row.hypothesis, row.prior, row.posterior, word_for(row.posterior.mean), confidence_in(found, row))
            for row in rows
        ),
    )


def confidence_in(found: Assessment, row: HypothesisRow) -> str:
    """Return how sure an estimate is: low, moderate or high. It says nothing on how likely the hypothesis is.

    It falls with how far the inputs move the estimate. It is low where no evidence bears on the question, and at most moderate
    where a single item decides which hypothesis leads.
    """
    bearing = [item for item in found.evidence if item.discriminates.get(row.question)]
    width = row.posterior.high - row.posterior.low
    if not bearing or width > FAIRLY_SURE:
        return "low"
    hangs = any(row.question in item.linchpin for item in bearing)
    return "moderate" if hangs or width > SURE else "high"


def matrix_of(found: Assessment) -> Matrix:
    """Return the matrix of competing hypotheses: letters from average likelihoods, credibility from how sound sources are.

    Copies of an origin have no cells. The case states no relevance; it counts as medium throughout.
    """
    cells, inconsistency, weighted = [], {}, {}
    for question in dict.fromkeys(row.question for row in found.intentions):
        hypotheses = [row.hypothesis for row in found.intentions if row.question == question]
        items = [row for row in found.evidence if question in row.likelihood and row.copy_of is None]
        letters = [_letters([row.likelihood[question][name].mean for name in hypotheses]) for row in items]
        levels = [_credibility(row) for row in items]
        view = competing_hypotheses(letters, levels, ["M"] * len(items))
        cells += [
            Cell(row.id, question, dict(zip(hypotheses, row_letters, strict=True)))
            for row, row_letters in zip(items, letters, strict=True)
        ]
        inconsistency[question] = dict(zip(hypotheses, view.inconsistent or (0,) * len(hypotheses), strict=True))
        weighted[question] = dict(zip(hypotheses, view.weighted or (0.0,) * len(hypotheses), strict=True))
    return Matrix(tuple(cells), inconsistency, weighted)


def _letters(likelihoods: Sequence[float]) -> list[Letter]:
    return [letter_of(each, [*likelihoods[:place], *likelihoods[place + 1 :]]) for place, each in enumerate(likelihoods)]


def _credibility(row: EvidenceRow) -> Level:
    if row.sound is None or row.sound.mean < MEDIUM:
        return "L"
    return "H" if row.sound.mean >= HIGH else "M"
