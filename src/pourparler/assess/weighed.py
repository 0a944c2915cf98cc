# SPDX-License-Identifier: Apache-2.0
"""What is believed and why, out of a whole assessment: the rows that `pourparler weigh` prints."""

from dataclasses import dataclass

from pourparler.assess.asking import AskRow
from pourparler.assess.assessment import AlarmRow, Assessment
from pourparler.assess.history import DayRow
from pourparler.assess.intentions import StatedConfidence
from pourparler.assess.matrix import Matrix, matrix_of
from pourparler.assess.spread import Spread
from pourparler.quantity import word_for

#: The claims that intentions serve, by their rows (docs/reference/alarms.md).
ABOUT_INTENTIONS = ("O-08", "O-09", "O-10", "O-11", "O-33", "O-34")


@dataclass(frozen=True)
class WeighedHypothesis:
    """One hypothesis: how likely, in numbers and in a word; apart from that, the confidence stated, None if there is none."""

    hypothesis: str
    prior: Spread
    posterior: Spread
    likelihood_word: str
    confidence: str | None


@dataclass(frozen=True)
class WeighedQuestion:
    """A question with its hypotheses, the likeliest first, and who states which confidence in the estimate, and why."""

    question: str
    hypotheses: tuple[WeighedHypothesis, ...]
    confidence: StatedConfidence | None


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

    `authority` is that of whoever is asked, on the issue; None where the case says nothing of it. `questions` are those
    it puts, as they are written.
    """

    id: str
    information_bits: Spread
    by_cost: Spread | None
    authority: str | None
    questions: tuple[str, ...]


@dataclass(frozen=True)
class WeighedCase:
    """All that `weigh` says of a case."""

    questions: tuple[WeighedQuestion, ...]
    evidence: tuple[WeighedItem, ...]
    sources: tuple[WeighedSource, ...]
    soundings: tuple[WeighedSounding, ...]
    to_ask: tuple[AskRow, ...]
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
        tuple(
            WeighedSounding(row.id, row.bits, row.by_cost, row.authority, row.questions)
            for row in found.inquiries
            if row.bits is not None
        ),
        found.to_ask,
        matrix_of(found),
        alarms_about_intentions(found),
        found.history,
    )


def alarms_about_intentions(found: Assessment) -> tuple[AlarmRow, ...]:
    """Return the alarms of the claims that intentions serve."""
    return tuple(alarm for alarm in found.alarms if alarm.row in ABOUT_INTENTIONS)


def _question(found: Assessment, question: str) -> WeighedQuestion:
    rows = sorted((r for r in found.intentions if r.question == question), key=lambda r: (-r.posterior.mean, r.hypothesis))
    stated = rows[0].confidence
    level = stated.level if stated is not None else None
    told = (WeighedHypothesis(row.hypothesis, row.prior, row.posterior, word_for(row.posterior.mean), level) for row in rows)
    return WeighedQuestion(question, tuple(told), stated)
