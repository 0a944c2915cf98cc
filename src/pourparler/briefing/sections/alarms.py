# SPDX-License-Identifier: Apache-2.0
"""Alarms: what the reader must not miss."""

from pourparler.assess.assessment import AlarmRow, Assessment
from pourparler.assess.conditions import APPROVED
from pourparler.briefing.document import BulletList, Section, Table
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.wording import say

#: The order of reading: what closes the way first, what weighs on the evidence last. An alarm's family is its id up to the dot.
_FAMILIES = (
    "gate",
    "no_deal",
    "zone",
    "day_after",
    "uninformed",
    "red_line",
    "incidence",
    "leverage",
    "give",
    "price",
    "mirror",
    "relayed",
    "flat",
)


#: Families that share one line of the one screen.
_TOGETHER = {"spoiler": "beyond", "contradicts": "beyond", "irreversible": "leverage", "one_sided": "leverage"}


def alarms(assessment: Assessment, names: Names) -> Section | None:
    """List every alarm with the claim it serves; on the one screen, alarms of one family share a line."""
    rows = _ranked(assessment)
    if not rows:
        return None
    cells = tuple((a.row, names.told(a.text), a.id) for a in rows)
    table = Table((say("claim"), say("alarm"), say("id")), cells, say("Every alarm, and which claim of the method it serves"))
    lines = tuple(f"{_claims(of_one)}: {_line(of_one, names)}" for of_one in _by_family(assessment))
    return Section(say("Alarms"), (table,), (BulletList(lines),), found_from(assessment))


def alarm_lines(assessment: Assessment, names: Names) -> tuple[str, ...]:
    """Return a line for the alarms of each family, without the claims they serve, which mean nothing in five minutes."""
    return tuple(_line(of_one, names) for of_one in _by_family(assessment))


def _ranked(assessment: Assessment) -> list[AlarmRow]:
    return sorted(assessment.alarms, key=lambda alarm: (_place(alarm), alarm.id))


def _by_family(assessment: Assessment) -> list[list[AlarmRow]]:
    """Return the alarms that share a line, but for what the gate says already."""
    rows = _ranked(assessment)
    if any(row.condition == APPROVED and row.state != "met" for row in assessment.gate):
        rows = [alarm for alarm in rows if alarm.id != "approver"]
    families = dict.fromkeys(_family(alarm) for alarm in rows)
    return [[alarm for alarm in rows if _family(alarm) == family] for family in families]


def _claims(alarms: list[AlarmRow]) -> str:
    return ", ".join(dict.fromkeys(alarm.row for alarm in alarms))


def _family(alarm: AlarmRow) -> str:
    family = alarm.id.partition(".")[0]
    return _TOGETHER.get(family, family)


def _place(alarm: AlarmRow) -> int:
    family = _family(alarm)
    return _FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES)


def _line(alarms: list[AlarmRow], names: Names) -> str:
    """Return one line for the alarms of a family: what they are about, or each in full where no short form is known."""
    items = "; ".join(dict.fromkeys(_about(alarm, names) for alarm in alarms))
    short = {
        "day_after": say("no next step is written for a meeting that fails"),
        "red_line": say("the likely agreement can cross red lines of {items}", items=items),
        "incidence": say("our loss, another's gain: {items}", items=items),
        "leverage": "; ".join(_leverage(alarms, names)),
        "give": say("offered, and nothing is asked for it: {items}", items=items),
        "relayed": say("heard only through others: {items}", items=items),
        "beyond": "; ".join(dict.fromkeys(_beyond(alarm, names) for alarm in alarms)),
        "flat": say("does not discriminate: {items}", items=items),
    }
    return short.get(_family(alarms[0])) or "; ".join(names.told(alarm.text) for alarm in alarms)


def _leverage(alarms: list[AlarmRow], names: Names) -> list[str]:
    """Return what spends leverage, and in which stages what is given is hard to take back, or one side alone loses leverage."""
    about = {
        family: "; ".join(_about(alarm, names) for alarm in alarms if alarm.id.startswith(f"{family}."))
        for family in ("leverage", "irreversible", "one_sided")
    }
    told = {
        "leverage": say("leverage spent by {items}", items=about["leverage"]),
        "irreversible": say("hard to undo: {items}", items=about["irreversible"]),
        "one_sided": say("one side's leverage falls: {items}", items=about["one_sided"]),
    }
    return [told[family] for family, items in about.items() if items]


def _beyond(alarm: AlarmRow, names: Names) -> str:
    subject = names.of(*alarm.id.split(".")[1:])
    if alarm.id.startswith("spoiler."):
        return say("{party} may spoil", party=subject)
    return say("an offer against the priority “{priority}”", priority=subject)


def _about(alarm: AlarmRow, names: Names) -> str:
    """Return what an alarm is about, with the detail that the short form needs."""
    values = {name: names.value(name, value) for name, value in alarm.text.values.items()}
    subject = names.of(*alarm.id.split(".")[1:])
    if _family(alarm) == "flat":
        return say("{item} (on {questions})", item=subject, questions=values.get("flat", ""))
    if _family(alarm) == "incidence":
        return say(
            "{option} ({winner} gains; loss to {losers})",
            option=subject,
            **{k: values.get(k, "") for k in ("winner", "losers")},
        )
    return subject
