# SPDX-License-Identifier: Apache-2.0
"""What is believed and why, out of a whole assessment: the rows that `pourparler weigh` prints."""

from dataclasses import dataclass

from pourparler.assess.assessment import AlarmRow, Assessment
from pourparler.assess.history import DayRow
from pourparler.assess.intentions import HypothesisRow
from pourparler.assess.matrix import Matrix, matrix_of
from pourparler.assess.spread import Spread
from pourparler.quantity import word_for

#: The claims that intentions serve, by their rows (docs/reference/alarms.md).
ABOUT_INTENTIONS = ("O-08", "O-09", "O-10", "O-11", "O-33", "O-34")
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
