# SPDX-License-Identifier: Apache-2.0
"""The step of contingent terms: events that the two sides believe in differently, and who should hold a claim on them."""

from pourparler.assess.negotiating import TermRow
from pourparler.assess.sentence import sentence
from pourparler.assess.spread import Spread, spread
from pourparler.assess.worlds import Worlds, seats
from pourparler.case import Case
from pourparler.engines.bargaining import contingent_term
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.quantity import PROBABILITY


def term_rows(case: Case, worlds: Worlds) -> tuple[TermRow, ...]:
    """Return the terms that differing beliefs allow: those first of which the holder is determined, by their gain."""
    rows = [_row(case, worlds, event) for event in sorted(case.beliefs)]

    def gain(row: TermRow) -> tuple[bool, float]:
        return row.holder is None, -(row.joint_gain.mean if row.joint_gain is not None else 0.0)

    return tuple(sorted(rows, key=gain))


def _row(case: Case, worlds: Worlds, event: str) -> TermRow:
    held, both = case.beliefs[event], seats(case)
    drawn = {p: worlds.draw(("beliefs", event, p), held[p], PROBABILITY) for p in both if p in held}
    told: list[Spread | None] = [spread(drawn[party]) if party in drawn else None for party in both]
    blank = next((party for party in both if party not in drawn), None)
    if blank is not None:
        why = sentence("unknown: {path}", path=f"beliefs.{event}.{blank}")
        return TermRow(event, told[0], told[1], None, None, None, why)
    found = contingent_term(drawn[both[0]], drawn[both[1]])
    holder: str | None = None
    if found.is_determined(OUTRANKING_SHARE):
        holder = both[0] if found.ours_higher > found.theirs_higher else both[1]
    return TermRow(event, told[0], told[1], holder, spread(found.price), spread(found.joint), None)
