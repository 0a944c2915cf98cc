# SPDX-License-Identifier: Apache-2.0
"""The case as it could be known on its own day: what is dated later is not seen, by any step and any section."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, TypeVar

from pourparler.case.analogies import StructuredAnalogies
from pourparler.case.forecast import Forecast
from pourparler.case.mandate import NOT_ON_RECORD, Goal, Mandate, Version
from pourparler.case.model import Case, Meeting
from pourparler.case.part import Part
from pourparler.case.question import Indicator, Question
from pourparler.case.record import DayOrOpen, Tripwire
from pourparler.case.versions import KEYS, in_force, stated_by

Entry = TypeVar("Entry", bound=Part)


def known_by(case: Case) -> Case:
    """Return a case without everything that is dated after its own day: as if it had not been written.

    That is evidence by `known_at`, entries of the ledger, framings, disagreements, versions of the goals, pre-mortem, offers,
    priorities, forecasts, criteria, tripwires, waivers and the plan for the day after by the day they are from, how forecasts
    came out, what analysts judged and how confident somebody was, approvals and attestations by theirs, an agreement to meet
    and one to the common line. Goals are as the versions so far have them. Who else holds a judgement, and when it was written
    down, says nothing about the world and stays.
    """
    day = case.as_of
    changes: dict[str, Any] = {
        "evidence": tuple(_judged(item, day) for item in case.evidence if item.known_at <= day),
        "questions": {name: _question(question, day) for name, question in case.questions.items()},
        "success": tuple(entry for entry in case.success if entry.written is None or entry.written <= day),
    }
    seen = {item.id for item in changes["evidence"]}
    changes["indicators"] = {name: _awaited(indicator, seen) for name, indicator in case.indicators.items()}
    changes["forecasts"] = tuple(_forecast(entry, day) for entry in _dated(case.forecasts, day))
    changes["tripwires"] = tuple(_sprung(entry, seen) for entry in _dated(case.tripwires, day))
    for name in ("consultation", "framings", "premortem"):
        changes[name] = _dated(getattr(case, name), day)
    for name in ("offers", "priorities"):
        changes[name] = {key: entry for key, entry in getattr(case, name).items() if _is_seen(entry.on, day)}
    if case.common_line is not None:
        agreed = {party: _agreed(on, day) for party, on in case.common_line.agreed.items()}
        changes["common_line"] = case.common_line.model_copy(update={"agreed": agreed})
    if case.mandate is not None:
        changes["mandate"] = _mandate(case.mandate, day)
    if case.meeting is not None:
        changes["meeting"] = _meeting(case.meeting, case.mandate, day)
    if case.gate is not None:
        attested = {name: a for name, a in case.gate.attested.items() if a.on is None or a.on <= day}
        changes["gate"] = case.gate.model_copy(update={"attested": attested, "waived": _dated(case.gate.waived, day)})
    if case.day_after is not None and not _is_seen(case.day_after.on, day):
        changes["day_after"] = None
    changes = {name: value for name, value in changes.items() if value != getattr(case, name)}
    return case.model_copy(update=changes) if changes else case


def _dated(entries: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    """Return the entries that are undated or not later than a day."""
    return tuple(entry for entry in entries if _is_seen(getattr(entry, "on", None), day))


def _agreed(on: DayOrOpen, day: date) -> DayOrOpen:
    """Return a party's agreement as it stood on a day."""
    return on if on == "open" or on <= day else "open"


def _is_seen(on: date | None, day: date) -> bool:
    return on is None or on <= day


def _judged(entry: Entry, day: date) -> Entry:
    """Return a question or an item of evidence without what analysts judged later."""
    analysts: dict[str, Any] = getattr(entry, "analysts", {})
    kept = {name: judged for name, judged in analysts.items() if _is_seen(judged.on, day)}
    return entry if len(kept) == len(analysts) else entry.model_copy(update={"analysts": kept})


def _question(question: Question, day: date) -> Question:
    """Return a question without what was judged, rated or tallied later, and how confident somebody was later."""
    kept = _judged(question, day)
    if kept.confidence is not None and kept.confidence.on > day:
        kept = kept.model_copy(update={"confidence": None})
    if kept.analogies is not None and not _is_seen(_last_day(kept.analogies), day):
        tallied = kept.analogies.tallied if kept.analogies.tallied and kept.analogies.tallied.on <= day else None
        rated = {"ratings": _dated(kept.analogies.ratings, day), "tallied": tallied}
        kept = kept.model_copy(update={"analogies": kept.analogies.model_copy(update=rated)})
    return kept


def _last_day(analogies: StructuredAnalogies) -> date | None:
    """Return the last day on which something was rated or tallied."""
    days = [rating.on for rating in analogies.ratings] + ([analogies.tallied.on] if analogies.tallied is not None else [])
    return max(days, default=None)


def _awaited(indicator: Indicator, seen: Collection[str]) -> Indicator:
    """Return an indicator that, if the item by which it came is known later, is still awaited."""
    if indicator.evidence is None or indicator.evidence in seen:
        return indicator
    return indicator.model_copy(update={"evidence": None})


def _sprung(entry: Tripwire, seen: Collection[str]) -> Tripwire:
    """Return a tripwire that, if what reports it is known later, has not been sprung yet."""
    return entry if entry.seen is None or entry.seen in seen else entry.model_copy(update={"seen": None})


def _forecast(entry: Forecast, day: date) -> Forecast:
    """Return a forecast that, if it came out later, has not come out yet."""
    if entry.resolved is None or entry.resolved.on <= day:
        return entry
    return entry.model_copy(update={"resolved": None})


def _mandate(mandate: Mandate, day: date) -> Mandate:
    history = _dated(mandate.history, day)
    goals = mandate.goals if len(history) == len(mandate.history) else _as_then(mandate, history)
    return mandate.model_copy(
        update={
            "goals": tuple(_goal(goal, day) for goal in goals),
            "history": history,
            "disagreements": _dated(mandate.disagreements, day),
        }
    )


def _as_then(mandate: Mandate, history: tuple[Version, ...]) -> tuple[Goal, ...]:
    """Return the goals as the versions known so far have them; of what no version speaks of, as they are written."""
    spoken_of = {part for version in mandate.history for part in stated_by(version)}
    held = in_force(history)[-1] if history else {}
    now = {goal.issue: goal for goal in mandate.goals}
    goals = []
    for issue in dict.fromkeys((*now, *(issue for kind, issue in held if kind in KEYS))):
        goal = now.get(issue, Goal(issue=issue))
        then = {KEYS[kind]: held.get((kind, issue)) or None for kind in KEYS if (kind, issue) in spoken_of}
        then = {key: None if option == NOT_ON_RECORD else option for key, option in then.items()}
        if any(getattr(goal, key) != option for key, option in then.items()):
            goal = goal.model_copy(update={**then, "approved": None})
        if any(getattr(goal, key) is not None for key in KEYS.values()):
            goals.append(goal)
    return tuple(goals)


def _meeting(meeting: Meeting, mandate: Mandate | None, day: date) -> Meeting:
    """Return a meeting without an agreement to it that came later, and with what it had to produce by the versions so far."""
    changes: dict[str, Any] = {}
    if meeting.agreed is not None and meeting.agreed > day:
        changes["agreed"] = None
    history = mandate.history if mandate is not None else ()
    if any(version.must_produce is not None and version.on > day for version in history):
        said = [version.must_produce for version in _dated(history, day) if version.must_produce is not None]
        changes["must_produce"] = said[-1] if said else None
    return meeting.model_copy(update=changes) if changes else meeting


def _goal(goal: Goal, day: date) -> Goal:
    """Return a goal whose approval, if it came later, has not been given yet."""
    if goal.approved is None or _is_seen(goal.approved.on, day):
        return goal
    return goal.model_copy(update={"approved": None})
