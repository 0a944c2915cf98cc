# SPDX-License-Identifier: Apache-2.0
"""Where a case stands at a glance: what holds the gate in each workstream, what that costs, and the next best step.

Run by a worker, which has the assessment; pages get plain data.
"""

from pourparler.assess.assessment import Assessment, GateRow
from pourparler.assess.conditions import CONSULTED
from pourparler.assess.gate import FIX_DATE
from pourparler.briefing.figures import points
from pourparler.briefing.names import Names, names_of
from pourparler.wording import say

#: The page of what the gate asks beside the three workstreams: the day after, what could go wrong, what would be a warning.
RISKS = "risks"
#: The workstreams, and that; each is the page that is about it, with how its conditions begin.
_STREAMS = {
    "intentions": ("intentions.",),
    "mandate": ("mandate.", "success."),
    "partners": (CONSULTED,),
    RISKS: ("day_after.", "premortem.", "tripwire."),
}
#: The states in which a condition holds nothing.
_SETTLED = ("met", "waived")
#: A price below this many points is told as nothing.
_SEEN = 0.005


def glance(assessment: Assessment) -> dict[str, object]:
    """Return `streams` (the three workstreams), `risks` (what else the gate asks, or nothing) and `next`, the first step."""
    names = names_of(assessment)
    rows = [row for row in assessment.gate if row.step == FIX_DATE]
    known = tuple(prefix for prefixes in _STREAMS.values() for prefix in prefixes)
    found = {stream: [row for row in rows if row.condition.startswith(prefixes)] for stream, prefixes in _STREAMS.items()}
    found[RISKS] += [row for row in rows if not row.condition.startswith(known)]
    told = {stream: _stream(stream, held, names) for stream, held in found.items()}
    risks = told.pop(RISKS)
    return {"streams": list(told.values()), "risks": risks if found[RISKS] else None, "next": _next(assessment, names)}


def _stream(stream: str, rows: list[GateRow], names: Names) -> dict[str, object]:
    """Return what a workstream still lacks, with the price of waiting for it, and what it has.

    `free`: waiting for any of it alone costs nothing.
    """
    waiting = [row for row in rows if row.state not in _SETTLED]
    return {
        "area": stream,
        "open": [_told(row, names) for row in waiting],
        "free": bool(waiting) and all(row.shadow_price is not None and _is_nothing(row.shadow_price) for row in waiting),
        "settled": [names.condition(row.condition) for row in rows if row.state in _SETTLED],
    }


def _told(row: GateRow, names: Names) -> str:
    condition = names.condition(row.condition)
    if row.shadow_price is None or _is_nothing(row.shadow_price):
        return condition
    return say("{condition} (waiting for it costs {price} points)", condition=condition, price=points(row.shadow_price))


def _is_nothing(price: float) -> bool:
    return abs(price) < _SEEN


def _next(assessment: Assessment, names: Names) -> str:
    """Name the first step of the best plan, if it begins with one."""
    if assessment.plan is None or assessment.plan.tree.step is None:
        return ""
    return names.of("preparation", assessment.plan.tree.step)
