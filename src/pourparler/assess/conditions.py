# SPDX-License-Identifier: Apache-2.0
"""What the case shows of each condition of the gate: its state, why, and the day of what shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pourparler.assess.prospects import informed, informs, mandate_in_force
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.worlds import seats
from pourparler.case import LEVELS, Case

State = Literal["met", "not_met", "unknown", "waived"]
DIRECT_CONTACT = "intentions.direct_contact"
APPROVED = "mandate.approved"
DAY_AFTER = "day_after.plan"
CONSULTED = "consultation."
DEFINED = "success.defined"
IMAGINED = "premortem.written"


@dataclass(frozen=True)
class Shown:
    """What the case shows of a condition; `on` is the day of what shows it to be met, where there is one."""

    state: State
    why: Sentence
    on: date | None = None


def shown(case: Case, name: str) -> Shown:
    """Return what the case shows of a condition on its own day, waivers and expiry apart."""
    if case.gate is not None and name in case.gate.attested:
        return _attested(case, name)
    if name.startswith(CONSULTED):
        return _consulted(case, name.removeprefix(CONSULTED))
    judge: dict[str, Callable[[Case], Shown]] = {
        DIRECT_CONTACT: _direct_contact,
        APPROVED: _approved,
        DAY_AFTER: _day_after,
        DEFINED: _success_defined,
        IMAGINED: _failure_imagined,
    }
    return judge[name](case) if name in judge else Shown("unknown", sentence("nothing in the case bears on it"))


def _attested(case: Case, name: str) -> Shown:
    stated = case.gate.attested[name] if case.gate is not None else None
    if stated is None or stated.state == "unknown":
        return Shown("unknown", sentence("said to be unknown"))
    if stated.state == "not_met":
        return Shown("not_met", sentence("said not to be met"))
    if stated.evidence is None or stated.on is None:
        return Shown("unknown", sentence("said to be met, without evidence and a date"))
    return Shown("met", sentence("{evidence} ({on})", evidence=stated.evidence, on=stated.on), stated.on)


def _consulted(case: Case, party: str) -> Shown:
    entries = [e for e in case.consultation if e.party == party]
    if party in informed(case):
        heard = [e for e in entries if informs(e)]
        last = max(heard, key=lambda e: (e.on or case.as_of, e.told or ""))
        template = "told on {on}, at level {level}" + (": {answer}" if last.answer else "")
        return Shown("met", sentence(template, on=last.on, level=last.level, answer=last.answer or ""), last.on)
    if any(e.on is None or e.level is None for e in entries):
        return Shown("unknown", sentence("the ledger has {party} without a date or a level", party=party))
    if entries:
        last = max(entries, key=lambda e: (e.on or case.as_of, e.told or ""))
        template = "{party} is uninformed: {told} ({on}) is not consultation"
        return Shown("not_met", sentence(template, party=party, told=last.told or "", on=last.on))
    return Shown("not_met", sentence("{party} has not been informed", party=party))


def _approved(case: Case) -> Shown:
    goals = case.mandate.goals if case.mandate is not None else ()
    if mandate_in_force(case):
        days = [g.approved.on for g in goals if g.approved is not None and g.approved.on is not None]
        return Shown("met", sentence("every goal is approved"), min(days))  # the first of them to grow old
    if not goals:
        return Shown("not_met", sentence("no goal of the mandate is written"))
    open_goals = sorted(g.issue for g in goals if g.approved is None)
    if open_goals:
        return Shown("not_met", sentence("the mandate is not approved: {issues}", issues=", ".join(open_goals)))
    return Shown("unknown", sentence("approved, without a name and a date"))


def _direct_contact(case: Case) -> Shown:
    counterpart = seats(case)[1]
    direct = [e for e in case.evidence if e.source in case.sources and case.sources[e.source].access == "direct"]
    theirs = sorted(e.id for e in direct if e.source and case.sources[e.source].party == counterpart)
    if theirs and all(_without_authority(case, e.source) for e in direct if e.id in theirs):
        template = "heard from {party} directly, but from nobody with authority on any issue: {items}"
        return Shown("not_met", sentence(template, party=counterpart, items=", ".join(theirs)))
    if theirs:
        last = max(e.known_at for e in direct if e.id in theirs and not _without_authority(case, e.source))
        return Shown("met", sentence("heard from {party} directly: {items}", party=counterpart, items=", ".join(theirs)), last)
    if any(e.source and case.sources[e.source].party is None for e in direct):
        return Shown("unknown", sentence("a direct source is listed, but not whose"))
    return Shown("not_met", sentence("nothing has been heard from {party} directly", party=counterpart))


def _without_authority(case: Case, source: str | None) -> bool:
    """Return whether a source is said to have no authority on any issue of which anything is said."""
    authority = case.sources[source].authority if source is not None else {}
    return bool(authority) and all(held == "none" for held in authority.values())


def _success_defined(case: Case) -> Shown:
    if not case.success:
        return Shown("not_met", sentence("no criterion of success is written"))
    days = [criterion.written for criterion in case.success if criterion.written is not None]
    if not days:
        return Shown("unknown", sentence("criteria of success are there, but not on which day they were written"))
    return Shown("met", sentence("criteria of success are written: {count}", count=len(days)), max(days))


def _failure_imagined(case: Case) -> Shown:
    authors = sorted({entry.by for entry in case.premortem if entry.by is not None})
    if not case.premortem:
        return Shown("not_met", sentence("nobody has written down how it could fail"))
    if not authors:
        return Shown("unknown", sentence("how it could fail is written, but not by whom"))
    dated = [(entry.by, entry.on) for entry in case.premortem if entry.by is not None and entry.on is not None]
    if not dated:
        return Shown("unknown", sentence("how it could fail is written, but not on which day"))
    authors = sorted({by for by, _ in dated})
    return Shown("met", sentence("how it could fail is written by {who}", who="; ".join(authors)), max(on for _, on in dated))


def _day_after(case: Case) -> Shown:
    plan, down = case.day_after, steps_down(case)
    if plan is None or not plan.channels or not plan.fallback:
        return Shown("not_met", sentence("no channel with a next step down is written for the day after a failure"))
    if not down:
        listed = ", ".join(plan.fallback)
        return Shown("not_met", sentence("what is written for the day after is no step down: {fallback}", fallback=listed))
    told = sentence(
        "channels: {channels}; next step down: {fallback}" + ("" if plan.wording else "; no wording is agreed"),
        channels=", ".join(plan.channels),
        fallback=", ".join(down),
    )
    if plan.on is None:
        return Shown("unknown", sentence("{plan}; but not on which day that was settled", plan=told))
    return Shown("met", told, plan.on)


def steps_down(case: Case) -> tuple[str, ...]:
    """Return the steps of the plan for the day after that lead down: all but meetings at the same level or a higher one.

    A level is known by its name, and by what the case calls it.
    """
    level = case.meeting.level if case.meeting is not None else LEVELS[-1]
    named = LEVELS[LEVELS.index(level) :]
    upward = {*named, *(case.labels[name].strip().casefold() for name in named if name in case.labels)}
    fallback = case.day_after.fallback if case.day_after is not None else ()
    return tuple(step for step in fallback if step.strip().casefold() not in upward)
