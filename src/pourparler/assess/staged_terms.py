# SPDX-License-Identifier: Apache-2.0
"""What each stage is and is secured by, which side gives what it cannot take back, and what other terms would be worth."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import AlarmRow
from pourparler.assess.sentence import percent, sentence
from pourparler.assess.spread import Spread, spread
from pourparler.assess.staged_rows import StagedDeals, StageTermsRow, WhatIfRow
from pourparler.assess.table import staging_key
from pourparler.assess.worlds import is_turned
from pourparler.case import StagedExchange
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.engines.staging import OURS, THEIRS, Pair, Staged, holds, taken_back_by_side
from pourparler.quantity import DAYS, PROBABILITY, SHARE

if TYPE_CHECKING:
    from pourparler.assess.staged_deals import Path

Array = NDArray[np.float64]
#: Differences below this, in value points or shares, are rounding.
ROUNDING = 1e-9


def term_rows(path: "Path") -> tuple[StageTermsRow, ...]:
    """Return every stage with its terms and its flags."""
    return tuple(_row(path, number) for number in range(len(path.staged.stages)))


def _row(path: "Path", number: int) -> StageTermsRow:
    layout, stated, terms = path.actions.layout, path.actions.layout.case.stages[number], path.staged.stages[number]
    worlds, here = layout.worlds, ("stages", stated.id)
    mine, theirs = (stated.gets, stated.gives) if is_turned(layout.case) else (stated.gives, stated.gets)
    back = taken_back_by_side(path.staged, number)
    days = _days_back(path, number)
    kept = [path.spread(np.broadcast_to(part, path.belief.shape)) for part in terms.kept]

    def by_party(key: str, held: Mapping[str, object], domain: object) -> dict[str, Spread]:
        return {party: spread(worlds.draw((*here, key, party), held[party], domain)) for party in sorted(held)}  # type: ignore[arg-type]

    cost = [spread(np.broadcast_to(part, worlds.count)) for part in terms.cost]
    return StageTermsRow(
        stage=stated.id,
        what=stated.what,
        gives=mine,
        gets=theirs,
        after=stated.after,
        days=spread(worlds.draw((*here, "days"), stated.days, DAYS)) if stated.days is not None else None,
        own_kept=kept[OURS],
        counterpart_kept=kept[THEIRS],
        own_takes_back=_told(back[OURS]),
        counterpart_takes_back=_told(back[THEIRS]),
        own_days_back=_told(days[OURS]),
        counterpart_days_back=_told(days[THEIRS]),
        own_cost=cost[OURS],
        counterpart_cost=cost[THEIRS],
        escrow=spread(worlds.draw((*here, "escrow"), stated.escrow, SHARE)) if stated.escrow is not None else None,
        snap_back=by_party("snap_back", stated.snap_back, SHARE),
        breach_seen=by_party("breach_seen", stated.breach_seen, PROBABILITY),
        irreversible=_irreversible(path, back, days),
        one_sided=_one_sided(path, number + 1),
    )


def _told(values: Array | None) -> Spread | None:
    return None if values is None else spread(values)


def _days_back(path: "Path", number: int) -> tuple[Array | None, Array | None]:
    """Return how long it takes each side to take back what it can of a stage, [world]: the longest of its options."""
    layout = path.actions.layout
    stated: StagedExchange = layout.case.stages[number]
    out: list[Array | None] = []
    for key, options in (("days_by_us", stated.gives), ("days_by_them", stated.gets)):
        longest: Array | None = None
        for option in options:
            issue, _, name = option.partition(".")
            place = staging_key(layout.case, issue, name)
            terms = layout.case.staging[place].reversible if place is not None else None
            days = getattr(terms, key) if terms is not None else None
            if days is not None:
                drawn = layout.worlds.draw(("staging", str(place), "reversible", key), days, DAYS)
                longest = drawn if longest is None else np.maximum(longest, drawn)
        out.append(longest)
    return (out[1], out[0]) if is_turned(layout.case) else (out[0], out[1])


def _irreversible(path: "Path", back: tuple[Array | None, Array | None], days: tuple[Array | None, Array | None]) -> str | None:
    """Return the side that gives what it can take back less, or no more and later, than the other can, in enough worlds."""
    if back[OURS] is None or back[THEIRS] is None:
        return None
    nothing = np.zeros(len(path.belief))
    later = [nothing if part is None else part for part in days]
    for side in (OURS, THEIRS):
        mine, other = back[side], back[1 - side]
        assert mine is not None  # both sides do something
        assert other is not None
        less = mine < other - ROUNDING
        slower = (mine <= other + ROUNDING) & (later[side] > later[1 - side])
        if max(less.mean(), slower.mean()) >= OUTRANKING_SHARE:
            return path.two[side]
    return None


def _one_sided(path: "Path", place: int) -> str | None:
    """Return the side whose leverage alone is lower than before the first stage, in enough worlds."""
    before, after = path.leverage(0), path.leverage(place)
    fell = [path.mean(before[side] - after[side]) > ROUNDING for side in (OURS, THEIRS)]
    for side in (OURS, THEIRS):
        if (fell[side] & ~fell[1 - side]).mean() >= OUTRANKING_SHARE:
            return path.two[side]
    return None


def what_if_rows(path: "Path") -> tuple[WhatIfRow, ...]:
    """Return what a snap-back of either side, escrow, and sight of every breach would be worth if they held in full."""
    nothing, whole = np.zeros(1), np.ones(1)
    own, other = path.two

    def snapping(staged: Staged, side: int) -> Staged:
        pairs = [(whole, s.snap_back[1]) if side == OURS else (s.snap_back[0], whole) for s in staged.stages]
        return staged.with_each(snap_back=pairs)

    changed = [
        ("snap_back", own, snapping(path.staged, OURS)),
        ("snap_back", other, snapping(path.staged, THEIRS)),
        ("escrow", None, path.staged.with_each(escrow=[whole] * len(path.staged.stages))),
        ("breach_seen", None, path.staged.with_each(seen=[(whole, whole)] * len(path.staged.stages))),
    ]
    unsecured = [(nothing, nothing)] * len(path.staged.stages)
    if any(np.any(part) for stage in path.staged.stages for part in (*stage.snap_back, stage.escrow)):
        bare = path.staged.with_each(snap_back=unsecured, escrow=[nothing] * len(path.staged.stages))
        changed.append(("unsecured", None, bare))
    before = path.steps[0].going_on
    return tuple(_what_if(path, term, holder, staged, before) for term, holder, staged in changed)


def _what_if(path: "Path", term: str, holder: str | None, staged: Staged, before: Pair) -> WhatIfRow:
    steps = path.walked(staged)
    own, other = (path.spread(steps[0].going_on[side] - before[side]) for side in (OURS, THEIRS))
    return WhatIfRow(term, holder, own, other, all(all(holds(step, path.belief)) for step in steps))


def staged_alarms(found: StagedDeals) -> list[AlarmRow]:
    """Irreversible gives against reversible gets, and leverage that falls on one side only (O-22)."""
    out = []
    for row in found.stages:
        if row.irreversible is not None and row.own_takes_back is not None and row.counterpart_takes_back is not None:
            text = sentence(
                "in stage {stage} {who} gives what it can hardly take back for what can be taken back: {ours} of our part can, "
                "{theirs} of theirs",
                stage=row.stage,
                who=row.irreversible,
                ours=percent(row.own_takes_back.mean),
                theirs=percent(row.counterpart_takes_back.mean),
            )
            out.append(AlarmRow(f"irreversible.{row.stage}", "O-22", text))
        if row.one_sided is not None:
            text = sentence("after stage {stage} {who} alone has less leverage than before", stage=row.stage, who=row.one_sided)
            out.append(AlarmRow(f"one_sided.{row.stage}", "O-22", text))
    return out
