# SPDX-License-Identifier: Apache-2.0
"""What happened, held against what was assessed: criteria, forecasts, and the gate with both of its errors; then over cases.

The assessment is of the case as it stood. Nothing here says what would have happened otherwise.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pourparler.assess.assessment import NOT_IN_JSON, Assessment
from pourparler.assess.book import Book
from pourparler.assess.gate import FIX_DATE
from pourparler.assess.success import SuccessRow
from pourparler.case import Case, Outcome
from pourparler.engines.intentions import brier_score, wilson_interval
from pourparler.showing import Shown

#: How the meeting came out by our own criteria, the best first.
CAME_OUT = ("succeeded", "in_part", "failed", "open")
#: States of a condition of the gate that do not hold the date.
FREE = ("met", "waived")
#: Actions that lead to the meeting; the others wait.
MEETING = ("fix", "fix_conditionally")


@dataclass(frozen=True)
class CriterionScore:
    """A criterion as it was judged, beside the chance it was given under the action that was taken, and what that scores.

    `brier` is the squared error summed over yes and no (0 best, 2 worst); None for `in_part`, `open`, or without a chance.
    """

    what: str
    party: str | None
    by: str | None
    met: str
    on: str | None
    judged_by: str | None
    note: str | None
    chance: float | None
    brier: float | None


@dataclass(frozen=True)
class GateRecord:
    """The gate's advice beside what was done: `ready` if nothing held the date, `done` if they `met` or `waited`.

    `error`: `met_though_not_ready`, `waited_though_ready`, or None where the two agree or one is not known. `days_between` is
    how long after the day of the case they met: what was prepared in that time is not in the gate. `came_out` is by our own
    criteria, which `own_criteria` counts.
    """

    advised: str
    ready: bool | None
    open: tuple[str, ...]
    taken: str | None
    done: str | None
    met_on: str | None
    days_between: int | None
    error: str | None
    came_out: str
    own_criteria: dict[str, int]


@dataclass(frozen=True)
class OutcomeStudy(Shown):
    """One case and what became of it."""

    title: str
    digest: str
    seat: str
    as_of: str
    gate: GateRecord
    criteria: tuple[CriterionScore, ...]
    forecasts: Book
    lessons: tuple[str, ...]
    labels: dict[str, str] = field(default_factory=dict, metadata={NOT_IN_JSON: True})


@dataclass(frozen=True)
class Cell:
    """Cases of one kind: whether the gate was ready, whether they met, how many, and how these came out.

    `share`, `low`, `high`: how many of those that are judged succeeded, with a 95 % score interval; None where none is judged.
    """

    ready: bool
    done: str
    cases: tuple[str, ...]
    came_out: dict[str, int]
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class OutcomeTally(Shown):
    """Several cases together. `unknown` are those of which it is not known whether they were ready, or whether they met.

    `brier` is the average over `scored` criteria that had a chance.
    """

    cases: tuple[OutcomeStudy, ...]
    cells: tuple[Cell, ...]
    unknown: tuple[str, ...]
    errors: dict[str, int]
    scored: int
    brier: float | None


def study_outcome(case: Case, outcome: Outcome, found: Assessment, forecasts: Book) -> OutcomeStudy:
    """Hold what happened against what was found about a case as it stood."""
    gate = _gate(case, outcome, found)
    chances = {row.what: row for row in found.record.success}
    scored = {score.what: score for score in outcome.success}
    rows = []
    for criterion in case.success:
        score, chance = scored.get(criterion.what), _chance(chances.get(criterion.what), _acted(gate))
        met = score.met if score is not None else "open"
        rows.append(
            CriterionScore(
                criterion.what,
                criterion.party,
                criterion.by.isoformat() if criterion.by is not None else None,
                met,
                score.on.isoformat() if score is not None and score.on is not None else None,
                score.judged_by if score is not None else None,
                score.note if score is not None else None,
                chance,
                _brier(chance, met),
            )
        )
    of = found.case
    labels, told = dict(case.labels), tuple(rows)
    return OutcomeStudy(of.title, of.digest, of.seat, of.as_of, gate, told, forecasts, outcome.lessons, labels)


def tally_outcomes(studies: Sequence[OutcomeStudy]) -> OutcomeTally:
    """Put several cases together by what the gate said and what was done."""
    cells = []
    for ready in (True, False):
        for done in ("met", "waited"):
            held = [study for study in studies if study.gate.ready is ready and study.gate.done == done]
            cells.append(_cell(ready, done, held))
    unknown = tuple(study.title for study in studies if study.gate.ready is None or study.gate.done is None)
    errors = Counter(study.gate.error for study in studies if study.gate.error is not None)
    scores = [row.brier for study in studies for row in study.criteria if row.brier is not None]
    brier = float(np.mean(scores)) if scores else None
    return OutcomeTally(tuple(studies), tuple(cells), unknown, dict(sorted(errors.items())), len(scores), brier)


def _cell(ready: bool, done: str, held: Sequence[OutcomeStudy]) -> Cell:
    came = Counter(study.gate.came_out for study in held)
    judged = sum(came[how] for how in CAME_OUT if how != "open")
    well = came["succeeded"]
    share, ends = (well / judged, wilson_interval(well, judged)) if judged else (None, (None, None))
    return Cell(ready, done, tuple(study.title for study in held), {how: came[how] for how in CAME_OUT}, share, *ends)


def _gate(case: Case, outcome: Outcome, found: Assessment) -> GateRecord:
    asked = [row for row in found.gate if row.step == FIX_DATE]
    unmet = tuple(row.condition for row in asked if row.state not in FREE)
    ready = None if not asked else not unmet
    level = case.meeting.level if case.meeting is not None else None
    days = [e.on for e in outcome.happened if e.step == "travel" or (e.level is not None and e.level == level)]
    met_on = min(days, default=None)
    waited = outcome.taken is not None and outcome.taken not in MEETING
    done = "met" if met_on is not None or outcome.taken in MEETING else "waited" if waited else None
    error = None
    if ready is not None and done is not None and ready != (done == "met"):
        error = "waited_though_ready" if ready else "met_though_not_ready"
    between = (met_on - case.as_of).days if met_on is not None else None
    day = met_on.isoformat() if met_on is not None else None
    met = {score.what: score.met for score in outcome.success}
    judged = [met.get(c.what, "open") for c in case.success if c.party in (None, found.case.seat)]
    counts = {how: judged.count(how) for how in ("yes", "in_part", "no", "open")}
    advised = found.verdict.action
    return GateRecord(advised, ready, unmet, outcome.taken, done, day, between, error, _came_out(judged), counts)


def _came_out(judged: Sequence[str]) -> str:
    """Return how it came out by some criteria as they were judged: open as long as one of them is, or where there is none."""
    if not judged or "open" in judged:
        return "open"
    return "succeeded" if set(judged) == {"yes"} else "failed" if set(judged) == {"no"} else "in_part"


def _acted(gate: GateRecord) -> str | None:
    """Return the action under which the criteria came out: what was taken, else meeting, if they met."""
    return gate.taken or ("fix" if gate.done == "met" else None)


def _chance(row: SuccessRow | None, action: str | None) -> float | None:
    if row is None or action is None:
        return None
    told = row.computed.get(action) or row.forecast.get(action)
    return told.mean if told is not None else None


def _brier(chance: float | None, met: str) -> float | None:
    if chance is None or met not in ("yes", "no"):
        return None
    stated = np.array([[chance, 1 - chance]])
    return float(brier_score(stated, np.array([0 if met == "yes" else 1], dtype=np.intp))[0])
