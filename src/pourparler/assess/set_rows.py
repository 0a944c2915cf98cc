# SPDX-License-Identifier: Apache-2.0
"""The rows of every set of moves: thousands of ranges over worlds, a few hundred sets in one pass over arrays."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.moved import StudiedSet
from pourparler.assess.moves import MoveSets, Timing
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.sets_of_moves import Valued, points_of_sides
from pourparler.assess.spread import Spread, spread, spreads
from pourparler.engines.bargaining import sums_over_sets

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: So many numbers, one per set and world, are gone through at once: two megabytes, which a processor's cache holds.
NUMBERS_AT_ONCE = 250_000


@dataclass(frozen=True)
class _Belief:
    """A side's no-deal value by what is believed, [world], and what every move adds to it, [world, move]."""

    base: Array
    shifts: Array

    def under(self, sets: Flags) -> Array:
        """Return it under some sets of moves, [set, world]."""
        return np.asarray((self.base[:, None] + sums_over_sets(self.shifts, sets)).T)


def set_rows(layout: Layout, belief: Array, valued: Valued) -> tuple[StudiedSet, ...]:
    """Return a row for every set of moves, in their order; `belief` is [world, type]. One that cannot be valued says why."""
    moves, now = layout.moves, layout.available(layout.start())
    sides = [
        _Belief((side.base * belief).sum(axis=1), (side.shifts * belief[:, :, None]).sum(axis=1))
        for side in points_of_sides(layout)
    ]
    timing, worst = layout.timing(layout.start()), valued.worst
    meets = [spread(layout.lead_days + pause) for pause in timing.pauses]
    rows: dict[int, StudiedSet] = {}
    for some in _a_few_at_a_time(np.flatnonzero(valued.usable), layout.worlds.count):
        ranges, shares = _ranges(moves, valued, sides, some), _shares(layout, timing, some)
        for place, index in enumerate(some.tolist()):
            names = moves.named(index)
            rows[index] = StudiedSet(
                moves=names,
                p_zone=float(valued.zone[index]),
                p_agreement=float(valued.agreement[index]),
                value=ranges["value"][place],
                worst=float(worst[index]),
                cost=ranges["cost"][place],
                escalation=ranges["escalation"][place],
                partners=ranges["partners"][place],
                joined=shares["joined"][place],
                ready_days=ranges["ready_days"][place],
                meeting_in_days=meets[int(timing.which[index])],
                by_meeting=shares["by_meeting"][place],
                by_forcing_date=shares["by_forcing_date"][place] if "by_forcing_date" in shares else None,
                meets_in_time=shares["meets_in_time"][place] if "meets_in_time" in shares else None,
                own_no_deal=ranges["own_no_deal"][place],
                counterpart_no_deal=ranges["counterpart_no_deal"][place],
                available=bool(now[index]),
                why=_lacking(layout, names),
            )
    return tuple(rows.get(index) or _blank(moves, index) for index in range(len(moves.sets)))


def _a_few_at_a_time(sets: Index, worlds: int) -> list[Index]:
    """Divide sets into groups that are gone through at once."""
    step = max(1, NUMBERS_AT_ONCE // worlds)
    return [sets[start : start + step] for start in range(0, len(sets), step)]


def _ranges(moves: MoveSets, valued: Valued, sides: list[_Belief], some: Index) -> Mapping[str, tuple[Spread, ...]]:
    """Return what some sets come to over the worlds, by the name of the field."""
    sets = moves.sets[some]
    cost, escalation, outside = (column.T[some] for column in (moves.cost, moves.escalation, moves.outside))
    columns = {
        "value": valued.value[some],
        "cost": cost - escalation + outside,
        "escalation": escalation,
        "partners": outside,
        "ready_days": _ready(moves, sets),
        "own_no_deal": sides[0].under(sets),
        "counterpart_no_deal": sides[1].under(sets),
    }
    return {name: spreads(column) for name, column in columns.items()}


def _shares(layout: Layout, timing: Timing, some: Index) -> Mapping[str, list[float]]:
    """Return in how many worlds some sets are in effect in time and joined by all they need, by the name of the field.

    Without a day that forces a decision nothing is said of it.
    """
    moves, forcing = layout.moves, forcing_in_days(layout)
    sets = moves.sets[some]
    ready, over = _ready(moves, sets), _over(moves, sets)
    day = np.stack([layout.lead_days + pause for pause in timing.pauses])[timing.which[some]]
    joined = np.ones(ready.shape, dtype=np.bool_)
    for move in np.flatnonzero(~moves.joined.all(axis=0)):
        joined[sets[:, move]] &= moves.joined[:, move]
    told = {"joined": joined, "by_meeting": (ready <= day) & (day <= over)}
    if forcing is not None:
        told |= {"by_forcing_date": (ready <= forcing) & (forcing <= over), "meets_in_time": day <= forcing}
    return {name: flags.mean(axis=1).tolist() for name, flags in told.items()}


def _ready(moves: MoveSets, sets: Flags) -> Array:
    """Return the days until the last move of a set is in effect, [set, world]."""
    ready = np.zeros((len(sets), len(moves.lag)))
    for move in np.flatnonzero(moves.lag.any(axis=0)):
        ready[sets[:, move]] = np.maximum(ready[sets[:, move]], moves.lag[:, move])
    return ready


def _over(moves: MoveSets, sets: Flags) -> Array:
    """Return the days until the first move of a set is over, [set, world]; infinite if none ever is."""
    over = np.full((len(sets), len(moves.ends)), np.inf)
    for move in np.flatnonzero(np.isfinite(moves.ends).any(axis=0)):
        over[sets[:, move]] = np.minimum(over[sets[:, move]], moves.ends[:, move])
    return over


def forcing_in_days(layout: Layout) -> int | None:
    """Return in how many days from the day of the case a decision is forced; None if on no day."""
    meeting = layout.case.meeting
    date = meeting.window.forcing_date if meeting is not None and meeting.window is not None else None
    return (date - layout.case.as_of).days if date is not None else None


def _blank(moves: MoveSets, index: int) -> StudiedSet:
    names = moves.named(index)
    unknown = next(moves.missing[name] for name in names if name in moves.missing)
    return StudiedSet(names, why=sentence("unknown: {path}", path=unknown))


def _lacking(layout: Layout, names: tuple[str, ...]) -> Sentence | None:
    lacking = sorted({p for n in names for p in layout.case.moves[n].needs} - layout.start().consulted)
    return sentence("needs {who} to be consulted first", who=", ".join(lacking)) if lacking else None
