# SPDX-License-Identifier: Apache-2.0
"""Every set of moves, thousands of them: how likely a zone and an agreement are under each, and what it is worth to us."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import Actions
from pourparler.assess.consent import kept_under
from pourparler.assess.outcomes import Outcomes
from pourparler.assess.prospects import Brought, Layout, Under
from pourparler.engines.bargaining import Disagreement, SolvedSets, solutions_under_sets
from pourparler.engines.readiness import agreement_value, meeting_value

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: The share of the worlds, those with the least value, whose average is printed as the worst: the low end of a 90 % interval.
WORST_SHARE = 0.05


@dataclass(frozen=True)
class Valued:
    """What sets of moves lead to once they bite. Those that cannot be valued hold zeros and are not `usable` [set].

    `zone` and `agreement` [set] are probabilities by what is believed, over all worlds; `value` [set, world] is ours, net of
    cost and escalation. `level` is that of the meeting by whose terms it is valued; None: by the table alone.
    """

    usable: NDArray[np.bool_]
    zone: Array
    agreement: Array
    value: Array
    level: str | None

    @cached_property
    def worst(self) -> Array:
        """The average value over the worst twentieth of the worlds, [set]."""
        count = max(1, round(WORST_SHARE * self.value.shape[1]))
        return np.array([np.partition(values, count - 1)[:count].mean() for values in self.value])


@dataclass(frozen=True)
class Terms:
    """By what sets are valued: the terms of a meeting at the case's level, or the table alone where these are not known."""

    actions: Actions
    level: str | None

    def value(self, under: Under, paid: Array, pause: Array | None) -> tuple[Array, Array]:
        """Return our value and the chance of an agreement, [world, type], under one set that costs `paid` [world].

        It puts the meeting off by `pause` days [world].
        By the table alone an agreement is reached where there is a zone, and kept.
        """
        if self.level is None:
            reached = under.zone.astype(np.float64)
            return np.where(under.zone, under.deal, under.no_deal) - paid[:, None], reached
        terms, compliance = self.actions.terms[self.level], self.actions.compliance
        prospects = under.prospects(terms.reach)
        agreed = agreement_value(prospects, compliance)
        lost = terms.collapse * terms.loss
        met = meeting_value(prospects, compliance, terms.price, paid[:, None], lost, agreed)
        if pause is None:
            return met[:, :, 0], prospects.reach[:, :, 0]
        forgone = under.no_deal - paid[:, None]  # the offer may lapse meanwhile, and then there is no meeting
        kept = self.actions.layout.still_open(pause)[:, None]
        return kept * met[:, :, 0] + (1 - kept) * forgone, kept * prospects.reach[:, :, 0]


def terms_of(actions: Actions) -> Terms:
    """Return the terms of the case's own level of meeting, if they are known."""
    meeting = actions.layout.case.meeting
    level = meeting.level if meeting is not None else None
    return Terms(actions, level if level in actions.terms and "fix" not in actions.missing else None)


def value_sets(actions: Actions, belief: Array) -> Valued:
    """Value every set of a case's moves, as if each had been had and had bitten by the day of a meeting decided on today.

    `belief` is [world, type]. The value of a set is that of meeting with it at the case's level, as `actions` has it.
    """
    layout, terms = actions.layout, terms_of(actions)
    moves, timing = layout.moves, layout.moves.in_full()
    count, worlds = len(moves.sets), layout.worlds.count
    zone, agreement, value = np.zeros(count), np.zeros(count), np.zeros((count, worlds))
    for brought, block in _solved(layout):
        here = brought.of(block.came)
        for place, index in enumerate(block.sets):
            under = here.agreed(block.agreements[place], block.own_no_deal[place])
            worth, reached = terms.value(under, moves.cost[:, index], timing.pause_under(int(index)))
            zone[index] = (belief * under.zone).sum() / worlds
            agreement[index] = (belief * reached).sum() / worlds
            value[index] = (belief * worth).sum(axis=1)
    return Valued(moves.usable(), zone, agreement, value, terms.level)


def _solved(layout: Layout) -> Iterator[tuple[Brought, SolvedSets]]:
    """Yield every set that can be valued with what packages bring on the frontier that it shares."""
    start = layout.start()
    moves, table = layout.moves, layout.table
    full = moves.in_full()
    own, other = points_of_sides(layout)
    groups: dict[object, list[int]] = {}
    for index in np.flatnonzero(moves.usable()).tolist():
        bitten = table.bitten(full, moves, index)
        groups.setdefault((table.changing(moves, index), kept_under(bitten)), []).append(index)
    tolerances = {party: layout.tolerance(party, start) for party in layout.reach_if_opposed}
    for held in groups.values():
        first = held[0]
        found = layout.outcomes(table.changing(moves, first), start.decided, table.bitten(full, moves, first))
        brought = Brought(found.deal, found.left_over, found.outside, found.opposition(tolerances, layout.reach_if_opposed))
        for block in under_sets(found, own, other, moves.sets[held]):
            yield brought, SolvedSets(np.array(held)[block.sets], block.own_no_deal, block.agreements, block.came)


def under_sets(found: Outcomes, own: Disagreement, other: Disagreement, sets: NDArray[np.bool_]) -> Iterator[SolvedSets]:
    """Solve sets [set, move] that share a frontier; moves that all of them or none of them hold divide nothing."""
    always, never = sets.all(axis=0), ~sets.any(axis=0)
    fixed, free = np.flatnonzero(always), np.flatnonzero(~always & ~never)
    points = [Disagreement(side.with_moves(fixed).base, side.shifts[:, :, free]) for side in (own, other)]
    part, whole = found.frontiers.part, found.frontiers.whole
    return solutions_under_sets(part, points[0], points[1], sets[:, free], found.power, whole)


def points_of_sides(layout: Layout, shifts: tuple[Array, Array] | None = None) -> tuple[Disagreement, Disagreement]:
    """Return both no-deal values on the day of a meeting decided on today, and what every move does to them once it bites.

    With `shifts` of either side [world, type, move], it does those, and not what the layout has it do.
    """
    no_deal, moves, days = layout.no_deal, layout.moves, layout.lead_days
    by_move = (moves.own, moves.other) if shifts is None else shifts
    own, other = (
        Disagreement(base + (per_day * days)[:, None], shift + (per_day[:, None] * moves.pause)[:, None, :])
        for base, per_day, shift in zip(
            (no_deal.own, no_deal.other), (no_deal.own_per_day, no_deal.other_per_day), by_move, strict=True
        )
    )
    return own, other
