# SPDX-License-Identifier: Apache-2.0
"""What a meeting can lead to from where preparation stands: agreements, breaches, side effects, no-deal values."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.moves import MoveSets, NoDeal
from pourparler.assess.table import Table
from pourparler.assess.types import Types
from pourparler.assess.worlds import Missing, Worlds, sides
from pourparler.case import Case
from pourparler.engines.bargaining import Agreement, nash_bargaining_solution, snap
from pourparler.engines.partners import opposes
from pourparler.engines.readiness import Prospects
from pourparler.engines.staging import breach_value, deal_value
from pourparler.quantity import COST, DAYS, POINTS, PROBABILITY, SHARE, SIGNED_SHARE

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Situation:
    """Where preparation stands, each array [world].

    `days` have passed; `decided` says that the mandate is in force; `reach` and `collapse` are changes of the two
    probabilities, `tolerance` of what third parties can live with; `consulted` names who has been told; `under_way` holds the
    moves already started and for how many days.
    """

    days: Array
    decided: bool
    reach: Array
    collapse: Array
    tolerance: dict[str, Array]
    consulted: frozenset[str]
    under_way: dict[str, Array]


@dataclass(frozen=True)
class Deals:
    """What can be agreed on some day, each [world, type, set] and, in memory, set after set.

    `agreements` per set: None, and 0 in the first four, where the set cannot be had.
    """

    zone: Array
    deal: Array
    breach: Array
    outside: Array
    own_no_deal: Array
    other_no_deal: Array
    agreements: tuple[Agreement | None, ...]


#: Zone, deal, breach and outside are filled set by set; no-deal values come whole.
PARTS_OF_A_DEAL = 4
#: How many answers about deals are kept at once: they are large, and neighbouring states of a plan share them.
KEPT = 24


@dataclass(frozen=True)
class Outlook:
    """Prospects in one situation: what meeting leads to, who opposes it, and which sets of moves can be had.

    `opposition` [world, type, set] is the change of the reach that opposing third parties bring; `available` [set].
    """

    deals: Deals
    opposition: Array
    available: NDArray[np.bool_]

    @property
    def agreements(self) -> tuple[Agreement | None, ...]:
        """The agreement under each set of moves, None where the set cannot be had."""
        return self.deals.agreements

    @property
    def own_no_deal(self) -> Array:
        """Our no-deal value, [world, type, set]."""
        return self.deals.own_no_deal

    @property
    def other_no_deal(self) -> Array:
        """The other side's no-deal value, [world, type, set]."""
        return self.deals.other_no_deal

    def prospects(self, reach: Array) -> Prospects:
        """Return what the engine takes, for a probability of reaching agreement [world] that preparation has brought about."""
        deals = self.deals
        chance = np.clip(reach[:, None, None] + self.opposition, 0, 1)
        return Prospects(deals.zone * chance, deals.deal, deals.breach, deals.outside, deals.own_no_deal)


@dataclass
class Layout:
    """The case laid out for valuing: types, moves, no-deal values and table, with the coefficients shared by all levels."""

    case: Case
    worlds: Worlds
    types: Types
    moves: MoveSets
    no_deal: NoDeal
    table: Table
    lead_days: Array = field(init=False)
    tolerances: dict[str, Array] = field(init=False)
    reach_if_opposed: dict[str, Array] = field(init=False)
    red_lines: dict[str, NDArray[np.bool_]] = field(init=False)
    influence: dict[str, dict[str, Array]] = field(init=False)
    _answered: dict[tuple[bytes, bytes, bytes, bool], Deals] = field(default_factory=dict)

    def __post_init__(self) -> None:
        meeting = self.case.meeting
        try:
            self.lead_days = self.worlds.optional(("meeting", "lead_days"), meeting.lead_days if meeting else None, DAYS)
        except Missing:
            if self.time_matters():
                raise
            self.lead_days = np.zeros(self.worlds.count)
        self.tolerances, self.reach_if_opposed, self.red_lines = {}, {}, {}
        for name in sorted(self.case.parties):
            self._third_party(name)
        self.influence = {
            name: {to: self.worlds.draw(("influence", name, to), on[to], SHARE) for to in sorted(on)}
            for name, on in self.case.influence.items()
        }

    def _third_party(self, name: str) -> None:
        party = self.case.parties[name]
        lines = self.case.red_lines.get(name, ())
        if name not in self.table.effects and not lines:
            return
        try:
            self.tolerances[name] = self.worlds.optional(("parties", name, "tolerance"), party.tolerance, COST)
        except Missing as blank:
            # Where it stands cannot be said; it blocks the value of meeting only if its opposition would count.
            if party.opposition is not None:
                self.table.consequences.missing.setdefault("opposition", blank.path)
            return
        crossed = np.zeros(len(self.table.template.packages), dtype=np.bool_)
        for option in lines:
            crossed |= self.table.template.contains(option)
        self.red_lines[name] = crossed
        if party.opposition is not None:
            path = ("parties", name, "opposition", "reach")
            self.reach_if_opposed[name] = self.worlds.draw(path, party.opposition.reach, SIGNED_SHARE)

    def effect(self, party: str) -> Array:
        """Return the effect of every package on a third party, [world, package]; 0 where none is stated."""
        blank = np.zeros((self.worlds.count, len(self.table.template.packages)))
        return self.table.effects.get(party, blank)

    def opposed(self, party: str, situation: Situation) -> NDArray[np.bool_]:
        """Return which packages a third party opposes, [world, package]."""
        shift = situation.tolerance.get(party, np.zeros(self.worlds.count))
        tolerance = np.maximum(0, self.tolerances[party] + shift)
        return opposes(self.effect(party), tolerance, self.red_lines[party])

    def time_matters(self) -> bool:
        """Return whether anything changes with the days that pass."""
        trends = (self.no_deal.own_per_day, self.no_deal.other_per_day, self.moves.lag)
        return any(bool(trend.any()) for trend in trends)

    def start(self) -> Situation:
        """Return where preparation stands on the day of the case."""
        nothing = np.zeros(self.worlds.count)
        return Situation(nothing, mandate_in_force(self.case), nothing, nothing, {}, informed(self.case), {})

    def outlook(self, situation: Situation, in_full: bool = False) -> Outlook:
        """Return the prospects of a meeting decided on in a situation, under every set of moves that can be had.

        With `in_full`, every move that can be valued counts as if it had been had and had bitten: what it could do.
        """
        bites = np.ones_like(self.moves.lag) if in_full else self.bites(situation)
        available = self.moves.usable() if in_full else self.available(situation)
        deals = self._deals(situation.days + self.lead_days, bites, available, situation.decided)
        opposition = np.zeros_like(deals.zone)
        against = self._opposition(situation)
        if against is not None:
            for index, found in enumerate(deals.agreements):
                if found is not None:
                    opposition[:, :, index] = found.average(against)
        return Outlook(deals, opposition, available)

    def _opposition(self, situation: Situation) -> Array | None:
        """Return what opposition to each package does to the reach, [world, 1, package]; None if nobody's opposition counts."""
        total: Array | None = None
        for party, weight in self.reach_if_opposed.items():
            change = weight[:, None] * self.opposed(party, situation)
            total = change if total is None else total + change
        return None if total is None else total[:, None, :]

    def _deals(self, days: Array, bites: Array, available: NDArray[np.bool_], decided: bool) -> Deals:
        """Return what can be agreed on some day under every set of moves to be had; the same question is answered once."""
        key = (days.tobytes(), bites.tobytes(), available.tobytes(), decided)
        if key not in self._answered:
            self._answered[key] = self._new_deals(days, bites, available, decided)
            if len(self._answered) > KEPT:
                self._answered.pop(next(iter(self._answered)))
        return self._answered[key]

    def _new_deals(self, days: Array, bites: Array, available: NDArray[np.bool_], decided: bool) -> Deals:
        own, other = self.no_deal.after(days, bites, self.moves)
        brings = self.table.consequences
        shifts = brings.shifts if any(shift.any() for shift in brings.shifts) else None
        outside_counts = bool(brings.outside.any())
        zone, deal, breach, outside = (np.zeros_like(own) for _ in range(PARTS_OF_A_DEAL))
        agreements: list[Agreement | None] = []
        for index in range(own.shape[-1]):
            if not available[index]:
                agreements.append(None)
                continue
            frontier, own_values, other_values = self.table.frontier(self.moves, index, decided)
            found = nash_bargaining_solution(frontier, snap(own[:, :, index]), snap(other[:, :, index]))
            agreements.append(found)
            zone[:, :, index] = found.exists
            deal[:, :, index] = deal_value(frontier, found, own_values, other_values, shifts, brings.later_weight)
            breach[:, :, index] = breach_value(found, own[:, :, index], brings.left_over)
            if outside_counts:
                outside[:, :, index] = found.average(brings.outside[:, None, :])
        return Deals(zone, deal, breach, outside, own, other, tuple(agreements))

    def bites(self, situation: Situation) -> Array:
        """Return which moves [world, move] have taken effect by the day of the meeting."""
        running = np.zeros((self.worlds.count, len(self.moves.names)))
        for name, days in situation.under_way.items():
            running[:, self.moves.names.index(name)] = days
        return (self.moves.lag <= running + self.lead_days[:, None]).astype(np.float64)

    def available(self, situation: Situation) -> NDArray[np.bool_]:
        """Return which sets can be had: valued, holding what is under way, and with every partner they need consulted."""
        sets = self.moves.sets
        ok = self.moves.usable()
        for index, name in enumerate(self.moves.names):
            if name in situation.under_way:
                ok &= sets[:, index]
            elif not situation.consulted.issuperset(self.case.moves[name].needs):
                ok &= ~sets[:, index]
        return ok


def mandate_in_force(case: Case) -> bool:
    """Return whether every goal of the mandate has been approved, by someone and on a day not after the case's."""
    goals = case.mandate.goals if case.mandate is not None else ()
    return bool(goals) and all(
        g.approved is not None and g.approved.by is not None and g.approved.on is not None and g.approved.on <= case.as_of
        for g in goals
    )


def informed(case: Case) -> frozenset[str]:
    """Return the parties that the ledger shows to have been told something by the day of the case."""
    return frozenset(
        entry.party
        for entry in case.consultation
        if entry.on is not None and entry.on <= case.as_of and entry.level not in (None, "none")
    )


@dataclass(frozen=True)
class LevelTerms:
    """Coefficients of meeting at one level, each [world]: `price`, `reach`, `collapse` chance and `loss`."""

    price: Array
    reach: Array
    collapse: Array
    loss: Array


def level_terms(case: Case, worlds: Worlds, level: str) -> LevelTerms:
    """Return the coefficients of a level; Missing if its price, or the loss of a collapse, is unknown."""
    if case.meeting is None:
        raise Missing("meeting")
    stated = case.meeting.levels.get(level)  # type: ignore[call-overload]
    path = ("meeting", "levels", level)
    side = sides(case)[0]
    at_level = getattr(stated.price, side) if stated is not None and stated.price is not None else None
    if at_level is not None:
        price = worlds.draw((*path, "price", side), at_level, POINTS)
    else:
        general = getattr(case.meeting.price, side) if case.meeting.price is not None else None
        price = worlds.draw(("meeting", "price", side), general, POINTS)
    reach = worlds.draw((*path, "reach"), stated.reach if stated else None, PROBABILITY)
    if stated is None or stated.collapse is None:
        nothing = np.zeros(worlds.count)
        return LevelTerms(price, reach, nothing, nothing)
    chance = worlds.draw((*path, "collapse", "chance"), stated.collapse.chance, PROBABILITY)
    loss = worlds.draw((*path, "collapse", "loss"), stated.collapse.loss, COST)
    return LevelTerms(price, reach, chance, loss)
