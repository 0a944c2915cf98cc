# SPDX-License-Identifier: Apache-2.0
"""Levels of meeting and steps of preparation as rows: what the case states of each, whether or not it decides anything."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import StepRow
from pourparler.assess.gate import met_by
from pourparler.assess.meeting_rows import LevelRow, MeetingRow, MotiveRow
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.spread import Spread, spread
from pourparler.assess.steps import Steps
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, Closing, Level
from pourparler.quantity import COST, DAYS, POINTS, PROBABILITY, SIGNED_SHARE, Domain, Quantity

Array = NDArray[np.float64]


def stated(worlds: Worlds, path: tuple[str, ...], quantity: Quantity | None, domain: Domain) -> Spread | None:
    """Return a quantity as it was stated; None where it is blank or unknown without bounds."""
    if quantity is None:
        return None
    try:
        return spread(worlds.draw(path, quantity, domain))
    except Missing:
        return None


def level_rows(case: Case, worlds: Worlds) -> tuple[LevelRow, ...]:
    """Return the coefficients of every level that the case describes."""
    rows = []
    for level, terms in case.meeting.levels.items() if case.meeting is not None else ():
        path = ("meeting", "levels", level)
        fall = terms.collapse
        rows.append(
            LevelRow(
                level,
                stated(worlds, (*path, "reach"), terms.reach, PROBABILITY),
                stated(worlds, (*path, "collapse", "chance"), fall.chance if fall else None, PROBABILITY),
                stated(worlds, (*path, "collapse", "loss"), fall.loss if fall else None, COST),
                *(_price(case, worlds, level, party) for party in seats(case)),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.level))


def meeting_row(case: Case, worlds: Worlds) -> MeetingRow:
    """Return the meeting: its price both ways at its level, what it must produce, and what it is worth at home."""
    meeting = case.meeting
    if meeting is None:
        return MeetingRow(None, None, None, None, None, (), {})
    worths = [stated(worlds, ("meeting", "motives", str(n), "worth"), m.worth, POINTS) for n, m in enumerate(meeting.motives)]
    motives = tuple(MotiveRow(m.party, m.what, worth) for m, worth in zip(meeting.motives, worths, strict=True))
    ours, theirs = (_price(case, worlds, meeting.level, party) for party in seats(case))
    agreed = meeting.agreed.isoformat() if meeting.agreed else None
    return MeetingRow(meeting.level, agreed, meeting.must_produce, ours, theirs, motives, _at_home(case, worlds))


def _price(case: Case, worlds: Worlds, level: Level, party: str) -> Spread | None:
    """Return the price of meeting at a level to a party: that of the level, else that of the meeting; None if unknown."""
    assert case.meeting is not None  # only a meeting has levels
    terms = case.meeting.levels.get(level)
    if terms is not None and party in terms.price:
        return stated(worlds, ("meeting", "levels", level, "price", party), terms.price[party], POINTS)
    return stated(worlds, ("meeting", "price", party), case.meeting.price.get(party), POINTS)


def _at_home(case: Case, worlds: Worlds) -> dict[str, Spread]:
    """Return by party what all motives of its leader come to; nothing for one of which a motive is not known."""
    totals: dict[str, Array] = {}
    blank = set()
    for number, motive in enumerate(case.meeting.motives if case.meeting is not None else ()):
        try:
            worth = worlds.draw(("meeting", "motives", str(number), "worth"), motive.worth, POINTS)
        except Missing:
            blank.add(motive.party)
            continue
        totals[motive.party] = totals.get(motive.party, np.zeros(worlds.count)) + worth
    return {party: spread(total) for party, total in sorted(totals.items()) if party not in blank}


def step_rows(case: Case, steps: Steps) -> tuple[StepRow, ...]:
    """Return every step of preparation; one that cannot be valued says which number is unknown."""
    missing = steps.actions.program.missing if steps.actions is not None else {}
    left_out = steps.actions.program.left_out if steps.actions is not None else frozenset[str]()
    worth = steps.readiness.evsi if steps.readiness is not None else {}
    rows = []
    for name in sorted(case.preparation):
        step, path = case.preparation[name], ("preparation", name)
        kinds = {"reveals": step.reveals, "aligns": step.aligns, "decides": step.decides, "shapes": step.shapes}
        rows.append(
            StepRow(
                name,
                step.what,
                " ".join(f"{kind} {_names(target)}" for kind, target in kinds.items() if target),
                stated(steps.worlds, (*path, "cost"), step.cost, COST),
                stated(steps.worlds, (*path, "days"), step.days, DAYS),
                stated(steps.worlds, (*path, "reach"), step.reach, SIGNED_SHARE),
                stated(steps.worlds, (*path, "collapse"), step.collapse, SIGNED_SHARE),
                stated(steps.worlds, (*path, "tolerance"), step.tolerance, POINTS),
                stated(steps.worlds, (*path, "fails"), step.fails, PROBABILITY),
                tuple(sorted(step.needs)),
                tuple(sorted(met_by(step))),
                worth.get(name),
                _why_not(name, missing, left_out),
                step.times or 1,
                _closed(step.closes),
            )
        )
    return tuple(rows)


def _why_not(name: str, missing: Mapping[str, str], left_out: frozenset[str]) -> Sentence | None:
    """Return why a step is not in the plan."""
    if name in missing:
        return sentence("unknown: {path}", path=missing[name])
    return sentence("the plan does without it: there are more states than are weighed") if name in left_out else None


def _closed(closes: Closing | None) -> tuple[str, ...]:
    if closes is None:
        return ()
    return (*closes.options, *closes.actions, *closes.moves, *closes.steps)


def _names(target: str | tuple[str, ...]) -> str:
    return target if isinstance(target, str) else ", ".join(target)
