# SPDX-License-Identifier: Apache-2.0
"""The gate: the conditions before each irreversible step, their states, and what it costs to respect them."""

from pourparler.assess.assessment import Assessment, GateRow
from pourparler.assess.conditions import CONSULTED
from pourparler.assess.gate import FIX_DATE
from pourparler.briefing.document import BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, points
from pourparler.briefing.marks import marks_under
from pourparler.briefing.names import Names
from pourparler.wording import say

#: A price below this many points is printed as nothing.
_SEEN = 0.005


def gate(assessment: Assessment, names: Names) -> Section | None:
    """List the conditions by state, with the price of waiting for each."""
    if not assessment.gate:
        return None
    table = Table(
        (say("step"), say("condition"), say("state"), say("waiting costs"), say("because")),
        tuple(_row(row, names) for row in assessment.gate),
        say("Conditions before each irreversible step"),
    )
    blocks: list[Paragraph | Table] = [table]
    if assessment.gate_price:
        price = points(assessment.gate_price)
        blocks.append(Paragraph(say("Respecting the whole gate costs {price} points against the numbers alone.", price=price)))
    held = marks_under(assessment, "gate", "consultation", "mandate", "day_after", "evidence")
    return Section(say("Before fixing the date"), tuple(blocks), (_brief(assessment, names),), held)


def _row(row: GateRow, names: Names) -> tuple[str, ...]:
    price = points(row.shadow_price) if row.shadow_price is not None else NOTHING
    return step_name(row.step), names.condition(row.condition), state_name(row.state), price, names.told(row.why)


def _brief(assessment: Assessment, names: Names) -> BulletList:
    """Return one line per state, for the step of fixing the date; the open conditions first."""
    items = []
    for state in ("not_met", "unknown", "waived", "met"):
        rows = [row for row in assessment.gate if row.step == FIX_DATE and row.state == state]
        if rows:
            free = assessment.gate_price is not None and abs(assessment.gate_price) < _SEEN
            told = "; ".join(_conditions(rows, names, free))
            items.append(say("{state}: {conditions}", state=state_name(state), conditions=told))
    return BulletList(tuple(items))


def _conditions(rows: list[GateRow], names: Names, free: bool) -> list[str]:
    """Name conditions of one state, those whose waiting costs something first and with the price.

    `free` says that respecting the whole gate costs nothing; only then does waiting cost nothing where several are open.
    """
    dear = sorted((row for row in rows if _is_dear(row)), key=lambda row: -(row.shadow_price or 0.0))
    out = [
        say(
            "{condition} (waiting for it costs {price} points)",
            condition=names.condition(r.condition),
            price=points(r.shadow_price or 0.0),
        )
        for r in dear
    ]
    cheap = [row for row in rows if not _is_dear(row)]
    if cheap:
        listed = ", ".join(_merged([row.condition for row in cheap], names))
        priced = free and all(row.shadow_price is not None for row in cheap) and cheap[0].state not in ("met", "waived")
        out.append(say("{conditions} (waiting costs nothing)", conditions=listed) if priced else listed)
    return out


def _is_dear(row: GateRow) -> bool:
    """Return whether waiting for an open condition costs anything that is seen when it is printed."""
    return row.state not in ("met", "waived") and row.shadow_price is not None and abs(row.shadow_price) >= _SEEN


def _merged(conditions: list[str], names: Names) -> list[str]:
    """Name conditions, all consultations in one phrase."""
    told = [name for name in conditions if name.startswith(CONSULTED)]
    parties = ", ".join(names.of("parties", name.removeprefix(CONSULTED)) for name in told)
    rest = [names.condition(name) for name in conditions if name not in told]
    return [*rest, *([say("consultation with {party}", party=parties)] if told else [])]


def state_name(state: str) -> str:
    """Return the state of a condition in plain words."""
    known = {"met": say("met"), "not_met": say("not met"), "unknown": say("unknown"), "waived": say("waived")}
    return known.get(state, state)


def step_name(step: str) -> str:
    """Return an irreversible step in plain words."""
    known = {"announce": say("announce"), "fix_date": say("fix the date"), "travel": say("travel")}
    return known.get(step, step)
