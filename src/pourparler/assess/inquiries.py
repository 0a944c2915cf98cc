# SPDX-License-Identifier: Apache-2.0
"""What would tell: planned soundings and indicators awaited, with what each is expected to tell and what it would leave."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.beliefs import Beliefs
from pourparler.assess.preparation import FAILED, revealed
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.spread import Spread, spread
from pourparler.assess.standing import authority_on
from pourparler.assess.worlds import Missing, Worlds
from pourparler.case import Case, Indicator
from pourparler.engines.intentions import Inquiry, expected_information
from pourparler.engines.partners import rank_by_effect
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.quantity import COST, DAYS, PROBABILITY, Domain, Quantity

Array = NDArray[np.float64]
SEEN, NOT_SEEN = "seen", "not_seen"
#: An indicator is awaited until its day, then overdue; unless it has come.
AWAITED, OVERDUE, COME = "awaited", "overdue", "come"


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome: how likely it is, and how likely each hypothesis would then be."""

    outcome: str
    chance: Spread
    after: dict[str, Spread]


@dataclass(frozen=True)
class InquiryRow:
    """A sounding or an indicator: the information expected of it in bits, by its cost in points, and by the days it takes.

    `state`: planned, awaited, overdue or come. `questions` are those that a sounding puts, as they are written.
    `rank` 1 tells most; None: not determined, or nothing to expect any more.
    """

    id: str
    kind: str
    what: str | None
    question: str
    state: str
    by: str | None
    asks: str | None
    issue: str | None
    authority: str | None
    bits: Spread | None
    by_cost: Spread | None
    by_day: Spread | None
    rank: int | None
    outcomes: tuple[OutcomeRow, ...]
    evidence: str | None
    likelihood: dict[str, Spread]
    questions: tuple[str, ...] = ()


def inquiry_rows(case: Case, worlds: Worlds, beliefs: Beliefs) -> tuple[InquiryRow, ...]:
    """Return every sounding that may reveal something, and every indicator, each by name."""
    rows: list[InquiryRow] = []
    bits: list[Array] = []
    for name in sorted(case.preparation):
        if case.preparation[name].reveals in beliefs.types.questions and case.preparation[name].outcomes:
            row, told = _sounding(case, worlds, beliefs, name)
            rows.append(row)
            bits.append(told)
    open_rows = len(rows)
    for name in sorted(case.indicators):
        if case.indicators[name].question in beliefs.types.questions:
            row, told = _indicator(case, worlds, beliefs, name)
            rows.append(row)
            bits.append(told)
    counted = [n for n, row in enumerate(rows) if n < open_rows or row.state == AWAITED]
    if counted:
        ranks = rank_by_effect(np.stack([bits[n] for n in counted], axis=1), OUTRANKING_SHARE).ranks
        for n, rank in zip(counted, ranks, strict=True):
            rows[n] = replace(rows[n], rank=rank)
    return tuple(rows)


def _sounding(case: Case, worlds: Worlds, beliefs: Beliefs, name: str) -> tuple[InquiryRow, Array]:
    step, path = case.preparation[name], ("preparation", name)
    names, chances = revealed(case, worlds, beliefs.types, name)
    if step.fails is not None:
        fails = worlds.draw((*path, "fails"), step.fails, PROBABILITY)[:, None, None]
        chances = np.concatenate([chances * (1 - fails), np.broadcast_to(fails, (*chances[:, :1].shape,))], axis=1)
        names = (*names, FAILED)
    found = expected_information(beliefs.of(step.reveals or ""), chances)
    row = InquiryRow(
        id=name,
        kind="sounding",
        what=step.what,
        question=step.reveals or "",
        state="planned",
        by=None,
        asks=step.asks,
        issue=step.issue,
        authority=authority_on(case, step.asks, step.issue),
        bits=spread(found.bits),
        by_cost=_per(worlds, (*path, "cost"), step.cost, COST, found.bits),
        by_day=_per(worlds, (*path, "days"), step.days, DAYS, found.bits),
        rank=None,
        outcomes=_outcomes(beliefs, step.reveals or "", names, found),
        evidence=None,
        likelihood={},
        questions=step.questions,
    )
    return row, found.bits


def _indicator(case: Case, worlds: Worlds, beliefs: Beliefs, name: str) -> tuple[InquiryRow, Array]:
    awaited = case.indicators[name]
    place = beliefs.types.questions.index(awaited.question)
    seen = _likelihood(worlds, name, awaited, beliefs.types.hypotheses[place])
    found = expected_information(beliefs.of(awaited.question), np.stack([seen, 1 - seen], axis=1))
    state = _state(case, awaited)
    days = (awaited.by - case.as_of).days if awaited.by is not None else 0
    row = InquiryRow(
        id=name,
        kind="indicator",
        what=awaited.what,
        question=awaited.question,
        state=state,
        by=awaited.by.isoformat() if awaited.by is not None else None,
        asks=None,
        issue=None,
        authority=None,
        bits=spread(found.bits) if state == AWAITED else None,
        by_cost=None,
        by_day=spread(found.bits / days) if state == AWAITED and days > 0 else None,
        rank=None,
        outcomes=() if state == COME else _outcomes(beliefs, awaited.question, (SEEN, NOT_SEEN), found),
        evidence=awaited.evidence if state == COME else None,
        likelihood={h: spread(seen[:, n]) for n, h in enumerate(beliefs.types.hypotheses[place])},
    )
    return row, found.bits


def _likelihood(worlds: Worlds, name: str, awaited: Indicator, hypotheses: tuple[str, ...]) -> Array:
    path, stated = ("indicators", name, "likelihood"), awaited.likelihood
    if isinstance(stated, Mapping):
        return np.stack([worlds.draw((*path, h), stated.get(h), PROBABILITY) for h in hypotheses], axis=1)
    return np.stack([worlds.draw(path, stated, PROBABILITY)] * len(hypotheses), axis=1)


def _state(case: Case, awaited: Indicator) -> str:
    if awaited.evidence is not None and any(item.id == awaited.evidence for item in case.evidence):
        return COME
    return OVERDUE if awaited.by is not None and awaited.by < case.as_of else AWAITED


def _per(worlds: Worlds, path: tuple[str, ...], stated: Quantity | None, domain: Domain, bits: Array) -> Spread | None:
    """Return information by unit of what it takes; None where that is not known, or can be nothing."""
    try:
        takes = worlds.draw(path, stated, domain)
    except Missing:
        return None
    return spread(bits / takes) if (takes > 0).all() else None


def _outcomes(beliefs: Beliefs, question: str, names: tuple[str, ...], found: Inquiry) -> tuple[OutcomeRow, ...]:
    hypotheses = beliefs.types.hypotheses[beliefs.types.questions.index(question)]
    return tuple(
        OutcomeRow(
            outcome,
            spread(found.outcomes[:, number]),
            {name: spread(found.after[:, number, place]) for place, name in enumerate(hypotheses)},
        )
        for number, outcome in enumerate(names)
    )


def inquiry_alarms(rows: tuple[InquiryRow, ...]) -> list[tuple[str, str, Sentence]]:
    """Return the alarms of indicators whose day has passed, and of soundings that cannot tell (O-11, O-08)."""
    out = []
    for row in rows:
        if row.state == OVERDUE:
            template = "{item} was expected by {by} and has not been seen; its absence is evidence, to be written as such"
            out.append((f"overdue.{row.id}", "O-11", sentence(template, item=row.id, by=row.by or "")))
        if row.authority == "none":
            template = "{step} asks {source}, who has no authority on {issues}: it would tell nothing"
            text = sentence(template, step=row.id, source=row.asks or "", issues=row.issue or "")
            out.append((f"unauthorised.{row.id}", "O-08", text))
    return out
