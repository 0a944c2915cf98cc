# SPDX-License-Identifier: Apache-2.0
"""Alarms about what a case records: authority, disputed words, the deadline, tripwires, priorities."""

from pourparler.assess.assessment import AlarmRow
from pourparler.assess.recorded import Recorded
from pourparler.assess.sentence import percent, sentence
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.quantity import POINTS

#: What each settled answer to a tripwire looks like in a plan.
ACTS = {"fix": "fix", "forgo": "forgo", "step_down": "step_down"}


def record_alarms(case: Case, worlds: Worlds, record: Recorded, advice: str) -> list[AlarmRow]:
    """Return every alarm about the record of a case; `advice` is the action of the verdict."""
    return [
        *_authority(case),
        *_words(case),
        *_deadline(record),
        *_tripwires(record, advice),
        *_priorities(case, worlds),
    ]


def _authority(case: Case) -> list[AlarmRow]:
    """Goals on which nobody heard directly can commit the other side (O-08)."""
    heard = {e.source for e in case.evidence}
    direct = [
        case.sources[name]
        for name in sorted(case.sources)
        if name in heard and case.sources[name].access == "direct" and case.sources[name].party == seats(case)[1]
    ]
    stated = [source.authority for source in direct if source.authority]
    if not stated:
        return []
    issues = [goal.issue for goal in case.mandate.goals] if case.mandate is not None else []
    lacking = [i for i in dict.fromkeys(issues) if all(held.get(i, "none") == "none" for held in stated)]
    if not lacking:
        return []
    text = sentence("nobody heard directly has authority on {issues}", issues=", ".join(lacking))
    return [AlarmRow("authority", "O-08", text)]


def _words(case: Case) -> list[AlarmRow]:
    """Words that the parties mean differently: an assurance can be sound and yet not mean what it seems to (O-09)."""
    out = []
    for meaning in sorted(case.interpretation, key=lambda meaning: meaning.word):
        if len(set(meaning.means.values())) > 1:
            used = sorted(item.id for item in case.evidence if item.word == meaning.word)
            template = "“{word}” does not mean the same to everyone" + ("; {items} turns on it" if used else "")
            text = sentence(template, word=meaning.word, items=", ".join(used))
            out.append(AlarmRow(f"word.{meaning.word}", "O-09", text))
    return out


def _deadline(record: Recorded) -> list[AlarmRow]:
    """A day that forces a decision and has passed, or leaves no time for steps, the plan or the meeting (O-28)."""
    left, days = record.days_left, record.plan_days
    if left is None:
        return []
    if left < 0:
        text = sentence("the day that forced a decision has passed, {days} days ago: nothing forces one here", days=-left)
        return [AlarmRow("deadline", "O-28", text)]
    told = []
    if record.no_time:
        told.append(sentence("there is no time for {steps}", steps=", ".join(record.no_time)))
    if record.cut_off is not None and record.cut_off >= 1 - OUTRANKING_SHARE:
        told.append(sentence("it comes before the plan has ended with a chance of {chance}", chance=percent(record.cut_off)))
    if days is not None and days.high > left:
        template = "the plan and the lead of the meeting take {days} days, up to {most}"
        told.append(sentence(template, days=round(days.mean), most=round(days.high)))
    if not told:
        return []
    whole = told[0]
    for more in told[1:]:
        whole = sentence("{first}; {second}", first=whole, second=more)
    return [
        AlarmRow("deadline", "O-28", sentence("days left before a decision is forced: {left}; {what}", left=left, what=whole))
    ]


def _tripwires(record: Recorded, advice: str) -> list[AlarmRow]:
    """Tripwires that nobody watches, that are sprung against the advice, or against which the plan goes (O-05)."""
    out = []
    for row in record.tripwires:
        if row.owner is None:
            text = sentence("nobody is named to act on {outcome}", outcome=row.when)
            out.append(AlarmRow(f"unwatched.{row.when}", "O-05", text))
        if row.sprung_by is not None and row.then != advice:
            template = "{outcome} came about ({item}, {day}), for which it was settled to {then}; the advice is {advice}"
            values = {"outcome": row.when, "item": row.sprung_by, "day": row.sprung_on, "then": row.then, "advice": advice}
            out.append(AlarmRow(f"sprung.{row.when}", "O-05", sentence(template, **values)))
        settled = ACTS.get(row.then)
        differs = row.plan is not None and (row.plan != settled if settled is not None else row.plan in ACTS.values())
        if differs:
            template = "after {outcome} it was settled to {then}; the plan would {plan}"
            text = sentence(template, outcome=row.when, then=row.then, plan=row.plan or "")
            out.append(AlarmRow(f"tripwire.{row.when}", "O-05", text))
    return out


def _priorities(case: Case, worlds: Worlds) -> list[AlarmRow]:
    """Parties whose gain is priced against the principal's own stated priority (O-23)."""
    out = []
    for name in sorted(case.parties):
        weight, worth = case.parties[name].strategic_weight, case.worth_to_us.get(name)
        if weight is None or worth is None:
            continue
        try:
            stated = worlds.draw(("parties", name, "strategic_weight"), weight, POINTS)
            priced = worlds.draw(("worth_to_us", name), worth, POINTS)
        except Missing:
            continue
        if float((stated * priced < 0).mean()) >= OUTRANKING_SHARE:
            template = "{party} is given one sign among the priorities and the other in what its gain is worth to us"
            out.append(AlarmRow(f"priority.{name}", "O-23", sentence(template, party=name)))
    return out
