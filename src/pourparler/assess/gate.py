# SPDX-License-Identifier: Apache-2.0
"""The readiness gate: the conditions before an irreversible step, and what the case shows of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pourparler.assess.prospects import informed, mandate_in_force
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.worlds import seats
from pourparler.case import LEVELS, Case, Preparation

State = Literal["met", "not_met", "unknown", "waived"]
DIRECT_CONTACT = "intentions.direct_contact"
APPROVED = "mandate.approved"
DAY_AFTER = "day_after.plan"
CONSULTED = "consultation."
DEFINED = "success.defined"
IMAGINED = "premortem.written"
ANNOUNCE = "announce"
FIX_DATE = "fix_date"
TRAVEL = "travel"


@dataclass(frozen=True)
class Condition:
    """One condition of the gate. "Met" without evidence and a date is unknown."""

    step: str
    condition: str
    state: State
    why: Sentence


def default_conditions(case: Case, level: str) -> tuple[str, ...]:
    """Return the conditions asked for before the date is fixed, when the case states none.

    Each rung asks for all that the lower ones ask for. A level stands on its own rung; a first meeting, and a step that is
    hard to undo, each count as one rung more.
    """
    rungs = [[APPROVED], [DIRECT_CONTACT], [*_third_parties(case), DAY_AFTER], [DEFINED], [IMAGINED]]
    stakes = case.stakes
    more = stakes is not None and (stakes.novelty == "first_meeting") + (stakes.irreversibility == "high")
    return tuple(condition for rung in rungs[: LEVELS.index(level) + 1 + more] for condition in rung)


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
    """Return every condition of every irreversible step: those that the meeting names, in its order, and fixing the date."""
    level = case.meeting.level if case.meeting is not None else LEVELS[-1]
    stated: dict[str, tuple[str, ...]] = dict(case.gate.steps) if case.gate is not None else {}  # type: ignore[arg-type]
    order = dict.fromkeys((*(case.meeting.steps if case.meeting is not None else ()), *stated, FIX_DATE))
    steps = {step: stated[step] if step in stated else _default(case, level, step) for step in order}
    return tuple(_judge(case, step, name) for step, names in steps.items() for name in names)


def _judge(case: Case, step: str, name: str) -> Condition:
    for waiver in case.gate.waived if case.gate is not None else ():
        if waiver.condition == name:
            why = sentence("waived by {by}: {reason}", by=waiver.by, reason=waiver.reason)
            return Condition(step, name, "waived", why)
    if case.gate is not None and name in case.gate.attested:
        return Condition(step, name, *_attested(case, name))
    if name.startswith(CONSULTED):
        return Condition(step, name, *_consulted(case, name.removeprefix(CONSULTED)))
    judge: dict[str, Callable[[Case], tuple[State, Sentence]]] = {
        DIRECT_CONTACT: _direct_contact,
        APPROVED: _approved,
        DAY_AFTER: _day_after,
        DEFINED: _success_defined,
        IMAGINED: _failure_imagined,
    }
    if name in judge:
        return Condition(step, name, *judge[name](case))
    return Condition(step, name, "unknown", sentence("nothing in the case bears on it"))


def _attested(case: Case, name: str) -> tuple[State, Sentence]:
    stated = case.gate.attested[name] if case.gate is not None else None
    if stated is None or stated.state == "unknown":
        return "unknown", sentence("said to be unknown")
    if stated.state == "not_met":
        return "not_met", sentence("said not to be met")
    if stated.evidence is None or stated.on is None:
        return "unknown", sentence("said to be met, without evidence and a date")
    return "met", sentence("{evidence} ({on})", evidence=stated.evidence, on=stated.on)


def _consulted(case: Case, party: str) -> tuple[State, Sentence]:
    entries = [e for e in case.consultation if e.party == party]
    if party in informed(case):
        heard = [e for e in entries if e.on is not None and e.level not in (None, "none")]
        last = max(heard, key=lambda e: (e.on or case.as_of, e.told or ""))
        template = "told on {on}, at level {level}" + (": {answer}" if last.answer else "")
        return "met", sentence(template, on=last.on, level=last.level, answer=last.answer or "")
    if any(e.on is None or e.level is None for e in entries):
        return "unknown", sentence("the ledger has {party} without a date or a level", party=party)
    if entries:
        last = max(entries, key=lambda e: (e.on or case.as_of, e.told or ""))
        template = "{party} is uninformed: {told} ({on}) is not consultation"
        return "not_met", sentence(template, party=party, told=last.told or "", on=last.on)
    return "not_met", sentence("{party} has not been informed", party=party)


def _approved(case: Case) -> tuple[State, Sentence]:
    goals = case.mandate.goals if case.mandate is not None else ()
    if mandate_in_force(case):
        return "met", sentence("every goal is approved")
    if not goals:
        return "not_met", sentence("no goal of the mandate is written")
    open_goals = sorted(g.issue for g in goals if g.approved is None)
    if open_goals:
        return "not_met", sentence("the mandate is not approved: {issues}", issues=", ".join(open_goals))
    return "unknown", sentence("approved, without a name and a date")


def _direct_contact(case: Case) -> tuple[State, Sentence]:
    counterpart = seats(case)[1]
    direct = [e for e in case.evidence if e.source in case.sources and case.sources[e.source].access == "direct"]
    theirs = sorted(e.id for e in direct if e.source and case.sources[e.source].party == counterpart)
    if theirs and all(_without_authority(case, e.source) for e in direct if e.id in theirs):
        template = "heard from {party} directly, but from nobody with authority on any issue: {items}"
        return "not_met", sentence(template, party=counterpart, items=", ".join(theirs))
    if theirs:
        return "met", sentence("heard from {party} directly: {items}", party=counterpart, items=", ".join(theirs))
    if any(e.source and case.sources[e.source].party is None for e in direct):
        return "unknown", sentence("a direct source is listed, but not whose")
    return "not_met", sentence("nothing has been heard from {party} directly", party=counterpart)


def _without_authority(case: Case, source: str | None) -> bool:
    """Return whether a source is said to have no authority on any issue of which anything is said."""
    authority = case.sources[source].authority if source is not None else {}
    return bool(authority) and all(held == "none" for held in authority.values())


def _success_defined(case: Case) -> tuple[State, Sentence]:
    if not case.success:
        return "not_met", sentence("no criterion of success is written")
    return "met", sentence("criteria of success are written: {count}", count=len(case.success))


def _failure_imagined(case: Case) -> tuple[State, Sentence]:
    authors = sorted({entry.by for entry in case.premortem if entry.by is not None})
    if not case.premortem:
        return "not_met", sentence("nobody has written down how it could fail")
    if not authors:
        return "unknown", sentence("how it could fail is written, but not by whom")
    return "met", sentence("how it could fail is written by {who}", who=", ".join(authors))


def _day_after(case: Case) -> tuple[State, Sentence]:
    plan = case.day_after
    if plan is not None and plan.channels and plan.fallback:
        return "met", sentence(
            "channels: {channels}; next step down: {fallback}",
            channels=", ".join(plan.channels),
            fallback=", ".join(plan.fallback),
        )
    return "not_met", sentence("no channel with a next step down is written for the day after a failure")


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
