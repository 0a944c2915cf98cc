# SPDX-License-Identifier: Apache-2.0
"""The readiness gate: the conditions before an irreversible step, asked by the case or by default, and their states."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from pourparler.assess.conditions import (
    APPROVED,
    CONSULTED,
    DAY_AFTER,
    DEFINED,
    DIRECT_CONTACT,
    IMAGINED,
    Shown,
    State,
    shown,
)
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.worlds import seats
from pourparler.case import LEVELS, Case, Preparation, Stakes, Waiver
from pourparler.case.record import Tripwire

ANNOUNCE = "announce"
FIX_DATE = "fix_date"
TRAVEL = "travel"
TRIPWIRE = "tripwire."
#: How far along its scale the novelty of a meeting stands, in the order of the vocabulary.
HOW_NEW = {"routine": 0, "rare": 1, "first_meeting": 2}
#: How far along its scale the difficulty of undoing it stands, likewise.
HOW_HARD_TO_UNDO = {"low": 0, "moderate": 1, "high": 2}
#: So many steps along these scales, of one or of both, ask for a rung more: the end of either scale alone.
STEPS_PER_RUNG = 2
#: What may be settled for a tripwire without standing in the way of a date.
_GOING_ON = ("fix", "fix_conditionally")


@dataclass(frozen=True)
class Condition:
    """One condition of the gate. "Met" without evidence and a date is unknown."""

    step: str
    condition: str
    state: State
    why: Sentence


def default_conditions(case: Case, level: str) -> tuple[str, ...]:
    """Return the conditions asked for before the date is fixed, when the case states none.

    Each rung asks for all that the lower ones ask for. A level stands on its own rung. How new the meeting is and how hard it
    would be to undo add rungs: one for two steps along these scales (a first meeting, a step that is hard to undo, or half of
    each).
    """
    rungs = [[APPROVED], [DIRECT_CONTACT], [*_third_parties(case), DAY_AFTER], [DEFINED], [IMAGINED]]
    return tuple(condition for rung in rungs[: LEVELS.index(level) + 1 + _more_rungs(case.stakes)] for condition in rung)


def _more_rungs(stakes: Stakes | None) -> int:
    if stakes is None:
        return 0
    steps = HOW_NEW.get(stakes.novelty or "", 0) + HOW_HARD_TO_UNDO.get(stakes.irreversibility or "", 0)
    return steps // STEPS_PER_RUNG


def _third_parties(case: Case) -> list[str]:
    return [
        CONSULTED + name
        for name in sorted(case.parties)
        if name not in seats(case) and (case.parties[name].role in ("partner", "rival") or _touched(case, name))
    ]


def _default(case: Case, level: str, step: str) -> tuple[str, ...]:
    """Return what is asked before a step for which the case names no conditions of its own."""
    if step == ANNOUNCE:  # what is announced can no longer be told beforehand
        return tuple(_third_parties(case))
    if step == TRAVEL:
        return (APPROVED, DAY_AFTER)
    return default_conditions(case, level)


def _touched(case: Case, party: str) -> bool:
    return party in case.red_lines or any(party in on for on in case.effects.values())


def gate_of(case: Case) -> tuple[Condition, ...]:
    """Return every condition of every irreversible step: those that the meeting names, in its order, and fixing the date.

    A tripwire that has been sprung, and for which anything but going on was settled, is a condition of every step.
    """
    level = case.meeting.level if case.meeting is not None else LEVELS[-1]
    stated: dict[str, tuple[str, ...]] = dict(case.gate.steps) if case.gate is not None else {}  # type: ignore[arg-type]
    order = dict.fromkeys((*(case.meeting.steps if case.meeting is not None else ()), *stated, FIX_DATE))
    steps = {step: stated[step] if step in stated else _default(case, level, step) for step in order}
    asked = [Condition(step, name, *_judged(case, name)) for step, names in steps.items() for name in names]
    return (*asked, *(condition for step in order for condition in _sprung(case, step)))


def lacking(case: Case) -> tuple[str, ...]:
    """Return what the default asks for before the date is fixed, and a case that states its own conditions does not."""
    if case.gate is None or FIX_DATE not in case.gate.steps:
        return ()
    level = case.meeting.level if case.meeting is not None else LEVELS[-1]
    return tuple(name for name in default_conditions(case, level) if name not in case.gate.steps[FIX_DATE])


def _judged(case: Case, name: str) -> tuple[State, Sentence]:
    """Return the state of a condition on the day of the case, waivers and expiry regarded."""
    waiver = _waiver(case, name)
    if waiver is not None:
        return "waived", _waived(waiver)
    found = shown(case, name)
    expired = _expired(case, name, found) if found.state == "met" else None
    return expired or (found.state, found.why)


def _waiver(case: Case, name: str) -> Waiver | None:
    """Return the waiver of a condition that holds on the day of the case; one dated later has not been seen at all."""
    waived = case.gate.waived if case.gate is not None else ()
    return next((w for w in waived if w.condition == name and (w.until is None or w.until >= case.as_of)), None)


def _waived(waiver: Waiver) -> Sentence:
    template = "waived by {by}" + (" on {on}" if waiver.on else "") + (" until {until}" if waiver.until else "") + ": {reason}"
    return sentence(template, by=waiver.by, on=waiver.on, until=waiver.until, reason=waiver.reason)


def _expired(case: Case, name: str, found: Shown) -> tuple[State, Sentence] | None:
    """Return why a condition that was met no longer counts as met; None if it does."""
    gate = case.gate
    if gate is None:
        return None
    stated = gate.attested.get(name)
    ends = [stated.expires] if stated is not None and stated.expires is not None else []
    if name in gate.valid_days:
        assert found.on is not None  # nothing is met without a day
        ends.append(found.on + timedelta(days=gate.valid_days[name]))
    if not ends or min(ends) >= case.as_of:
        return None
    return "unknown", sentence("it was met, and has expired on {day}: {why}", day=min(ends), why=found.why)


def tripped(case: Case, wire: Tripwire) -> str | None:
    """Return the item of evidence by which a tripwire has been sprung, None if it has not.

    What is dated later than the case has been taken out of it before.
    """
    if wire.indicator is not None:
        indicator = case.indicators.get(wire.indicator)
        return indicator.evidence if indicator is not None else None
    return wire.seen


def _sprung(case: Case, step: str) -> Iterator[Condition]:
    """Yield a condition for every tripwire that has been sprung, and for which a delay or an exit was settled."""
    days = {item.id: item.known_at for item in case.evidence}
    for wire in case.tripwires:
        item, name = tripped(case, wire), TRIPWIRE + wire.name
        if item is None or wire.then in _GOING_ON:
            continue
        waiver = _waiver(case, name)
        if waiver is not None:
            why = _waived(waiver)
        else:
            template = "it came about ({item}, {day}); settled beforehand: {action}" + (", by {owner}" if wire.owner else "")
            why = sentence(template, item=item, day=days[item], action=wire.then, owner=wire.owner or "")
        yield Condition(step, name, "waived" if waiver is not None else "not_met", why)


def met_by(step: Preparation) -> frozenset[str]:
    """Return the conditions that a step of preparation meets when it succeeds."""
    out = set(step.meets)
    if step.reveals is not None:
        out.add(DIRECT_CONTACT)
    if step.aligns is not None:
        out.add(CONSULTED + step.aligns)
    if step.decides is not None:
        out.add(APPROVED if step.decides == "mandate" else DAY_AFTER)
    return frozenset(out)
