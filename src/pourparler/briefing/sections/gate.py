# SPDX-License-Identifier: Apache-2.0
"""The gate: the conditions before each irreversible step, their states, and what it costs to respect them."""

from pourparler.assess.assessment import Assessment, GateRow
from pourparler.assess.gate import FIX_DATE
from pourparler.briefing.document import BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, points
from pourparler.briefing.names import Names
from pourparler.wording import say


def gate(assessment: Assessment, names: Names) -> Section | None:
    """List the conditions by state, with the price of waiting for each."""
    if not assessment.gate:
        return None
    table = Table(
        (say("step"), say("condition"), say("state"), say("waiting costs"), say("because")),
        tuple(_row(row, names) for row in assessment.gate),
    )
    blocks: list[Paragraph | Table] = [table]
    if assessment.gate_price:
        price = points(assessment.gate_price)
        blocks.append(Paragraph(say("Respecting the whole gate costs {price} points against the numbers alone.", price=price)))
    return Section(say("Gate before fixing the date"), tuple(blocks), (_brief(assessment, names),))


def _row(row: GateRow, names: Names) -> tuple[str, ...]:
    price = points(row.shadow_price) if row.shadow_price is not None else NOTHING
    return step_name(row.step), names.condition(row.condition), state_name(row.state), price, names.told(row.why)


def _brief(assessment: Assessment, names: Names) -> BulletList:
    """Return one line per state, for the step of fixing the date; the open conditions first."""
    items = []
    for state in ("not_met", "unknown", "waived", "met"):
        rows = [row for row in assessment.gate if row.step == FIX_DATE and row.state == state]
        if rows:
            items.append(say("{state}: {conditions}", state=state_name(state), conditions="; ".join(_priced(r, names) for r in rows)))
    return BulletList(tuple(items))


def _priced(row: GateRow, names: Names) -> str:
    condition = names.condition(row.condition)
    if row.shadow_price is None or row.state in ("met", "waived"):
        return condition
    return say("{condition} (waiting for it costs {price} points)", condition=condition, price=points(row.shadow_price))


def state_name(state: str) -> str:
    """Return the state of a condition in plain words."""
    known = {"met": say("met"), "not_met": say("not met"), "unknown": say("unknown"), "waived": say("waived")}
    return known.get(state, state)


def step_name(step: str) -> str:
    """Return an irreversible step in plain words."""
    known = {"announce": say("announce"), "fix_date": say("fix the date"), "travel": say("travel")}
    return known.get(step, step)
