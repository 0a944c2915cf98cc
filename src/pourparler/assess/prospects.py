# SPDX-License-Identifier: Apache-2.0
"""What a meeting can lead to from where preparation stands: agreements, breaches, side effects, no-deal values."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.consent import kept_under
from pourparler.assess.moves import MoveSets, NoDeal, Timing, no_deal_of, setup_moves
from pourparler.assess.outcomes import Outcomes, outcomes_of
from pourparler.assess.table import Table, set_table
from pourparler.assess.types import Types
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, Consultation
from pourparler.engines.bargaining import Agreement, package_options, snap
from pourparler.engines.partners import opposes
from pourparler.engines.readiness import Prospects
from pourparler.engines.staging import breach_value
from pourparler.quantity import COST, DAYS, POINTS, PROBABILITY, SHARE, SIGNED_SHARE

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Situation:
    """Where preparation stands, each array [world].

    `days` have passed; `decided` says that the mandate is in force; `reach` and `collapse` are changes of the two
    probabilities, `tolerance` of what third parties can live with; `consulted` names who has been told; `under_way` holds the
    moves already started and for how many days; `closed` holds what cannot be had any more: options at the table, and moves.
    """

    days: Array
    decided: bool
    reach: Array
    collapse: Array
    tolerance: dict[str, Array]
    consulted: frozenset[str]
    under_way: dict[str, Array]
    closed: frozenset[str] = frozenset()


#: How many answers about agreements are kept at once: neighbouring states of a plan share them.
KEPT = 24


@dataclass(frozen=True)
class Outlook:
    """Prospects in one situation under every set of moves: agreements, and what opposes them.

    `own_no_deal` and `other_no_deal` are [world, type, set], in memory set after set; `available` [set] says which sets can be
    had, and `agreements` holds None for the others. `outcomes` says per set what packages bring, `against` what opposition to
    each does to the reach, None if nobody's counts.
    """

    own_no_deal: Array
    other_no_deal: Array
    available: NDArray[np.bool_]
    agreements: tuple[Agreement | None, ...]
    outcomes: tuple[Outcomes | None, ...]
    against: tuple[Array | None, ...]

    def under(self, index: int) -> "Under":
        """Return what can be agreed under one set that can be had."""
        found, brings, against = self.agreements[index], self.outcomes[index], self.against[index]
        assert found is not None  # it can be had
        assert brings is not None
        return Brought(brings.deal, brings.left_over, brings.outside, against).agreed(found, self.own_no_deal[:, :, index])


@dataclass(frozen=True)
class Brought:
    """What packages bring, each [entry] of a frontier, as `Outcomes` has it; `against` is what opposition does to the reach."""

    deal: Array
    left_over: Array
    outside: Array | None
    against: Array | None

    def of(self, entries: NDArray[np.intp]) -> "Brought":
        """Return the same at some entries: those of a part of the frontier."""
        outside, against = (None if part is None else part.take(entries) for part in (self.outside, self.against))
        return Brought(self.deal.take(entries), self.left_over.take(entries), outside, against)

    def agreed(self, found: Agreement, no_deal: Array) -> "Under":
        """Return what an agreement on that frontier brings, beside our no-deal value [world, type]."""
        nothing = np.zeros(no_deal.shape)
        return Under(
            found.exists,
            nothing if self.against is None else found.average_of(self.against),
            found.average_of(self.deal),
            breach_value(found, no_deal, self.left_over),
            nothing if self.outside is None else found.average_of(self.outside),
            no_deal,
        )


@dataclass(frozen=True)
class Under:
    """What can be agreed under one set of moves, each [world, type]; `opposed` is what opposition changes in the reach."""

    zone: NDArray[np.bool_]
    opposed: Array
    deal: Array
    breach: Array
    outside: Array
    no_deal: Array

    def prospects(self, reach: Array) -> Prospects:
        """Return what the engine takes, for a probability of reaching agreement [world] that preparation has brought about."""
        chance = np.where(self.zone, np.clip(reach[:, None] + self.opposed, 0, 1), 0)
        return Prospects(
            chance[:, :, None],
            self.deal[:, :, None],
            self.breach[:, :, None],
            self.outside[:, :, None],
            self.no_deal[:, :, None],
        )


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
    spoiling: dict[str, tuple[Array, Array]] = field(init=False)
    reach_against: dict[str, Array] = field(init=False)
    red_lines: dict[str, tuple[NDArray[np.bool_], ...]] = field(init=False)
    influence: dict[str, dict[str, Array]] = field(init=False)
    _answered: dict[object, tuple[Agreement | None, ...]] = field(default_factory=dict)
    _outcomes: dict[object, Outcomes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        meeting = self.case.meeting
        try:
            self.lead_days = self.worlds.optional(("meeting", "lead_days"), meeting.lead_days if meeting else None, DAYS)
        except Missing:
            if self.time_matters():
                raise
            self.lead_days = np.zeros(self.worlds.count)
        self.tolerances, self.reach_if_opposed, self.spoiling, self.red_lines = {}, {}, {}, {}
        for name in sorted(self.case.parties):
            self._third_party(name)
        self.reach_against = self._reach_against()
        self.influence = {
            name: {to: self.worlds.draw(("influence", name, to), on[to], SHARE) for to in sorted(on)}
            for name, on in self.case.influence.items()
        }

    def _third_party(self, name: str) -> None:
        party = self.case.parties[name]
        lines = self.case.red_lines.get(name, ())
        unknown = self.table.unknown_effects.get(name)
        if name not in self.table.effects and unknown is None and not lines:
            return
        try:
            if unknown is not None:
                raise Missing(unknown)
            self.tolerances[name] = self.worlds.optional(("parties", name, "tolerance"), party.tolerance, COST)
        except Missing as blank:
            # Where it stands cannot be said; it blocks the value of meeting only if its opposition would count.
            if party.opposition is not None or party.spoiling is not None:
                self.table.consequences.missing.setdefault("opposition", blank.path)
            return
        crossed = [np.zeros(count, dtype=np.bool_) for count in self.table.template.counts]
        for option in lines:
            issue, place = self.table.template.place(option)
            crossed[issue][place] = True
        self.red_lines[name] = tuple(crossed)
        if party.opposition is not None:
            path = ("parties", name, "opposition", "reach")
            self.reach_if_opposed[name] = self.worlds.draw(path, party.opposition.reach, SIGNED_SHARE)
        if party.spoiling is not None:
            where = ("parties", name, "spoiling")
            chance = self.worlds.draw((*where, "chance"), party.spoiling.chance, PROBABILITY)
            self.spoiling[name] = (chance, self.worlds.draw((*where, "reach"), party.spoiling.reach, SIGNED_SHARE))

    def _reach_against(self) -> dict[str, Array]:
        """Return what opposition is expected to change in the reach, with the chance that it turns into spoiling, [world]."""
        out = dict(self.reach_if_opposed)
        for name, (chance, change) in self.spoiling.items():
            out[name] = out.get(name, np.zeros(self.worlds.count)) + chance * change
        return dict(sorted(out.items()))

    def tolerance(self, party: str, situation: Situation) -> Array:
        """Return the loss that a third party can live with in a situation, [world]."""
        return np.maximum(0, self.tolerances[party] + situation.tolerance.get(party, np.zeros(self.worlds.count)))

    def stands(self, party: str, packages: NDArray[np.intp], situation: Situation) -> tuple[Array, NDArray[np.bool_]]:
        """Return what packages [world, type, tie] do to a third party in a situation, and which it opposes, likewise."""
        options = package_options(packages, self.table.template.counts)
        worlds, types, _ = packages.shape
        world, kind = np.arange(worlds)[:, None, None], np.arange(types)[:, None]
        stated = self.table.effects.get(party)
        effect = np.zeros(packages.shape) if stated is None else stated.at_options(options, world, kind)
        crossed = np.any([lines[options[issue]] for issue, lines in enumerate(self.red_lines[party])], axis=0)
        flat = effect.reshape(len(effect), -1)
        against = opposes(flat, self.tolerance(party, situation), crossed.reshape(flat.shape))
        return effect, against.reshape(effect.shape)

    def time_matters(self) -> bool:
        """Return whether anything changes with the days that pass."""
        trends = (self.no_deal.own_per_day, self.no_deal.other_per_day, self.moves.lag, np.isfinite(self.moves.ends))
        return any(bool(trend.any()) for trend in trends)

    def start(self) -> Situation:
        """Return where preparation stands on the day of the case."""
        nothing = np.zeros(self.worlds.count)
        return Situation(nothing, mandate_in_force(self.case), nothing, nothing, {}, informed(self.case), {})

    def outlook(self, situation: Situation, in_full: bool = False) -> Outlook:
        """Return the prospects of a meeting decided on in a situation, under every set of moves that can be had.

        With `in_full`, every move that can be valued counts as if it had been had and had bitten: what it could do.
        """
        timing = self.moves.in_full() if in_full else self.timing(situation)
        available = self.moves.usable() if in_full else self.available(situation)
        own, other = self.no_deal_values(situation, timing)
        outcomes = [
            self.outcomes(
                self.table.changing(self.moves, s),
                situation.decided,
                self.table.bitten(timing, self.moves, s),
                self.shut(situation),
            )
            if had
            else None
            for s, had in enumerate(available)
        ]
        key = (situation.days.tobytes(), timing.key(), available.tobytes(), situation.decided, self.shut(situation))
        if key not in self._answered:
            self._answered[key] = self._agreements(own, other, outcomes)
            if len(self._answered) > KEPT:
                self._answered.pop(next(iter(self._answered)))
        tolerances = {party: self.tolerance(party, situation) for party in self.reach_against}
        each = {id(brings): brings for brings in outcomes if brings is not None}
        against = {which: brings.opposition(tolerances, self.reach_against) for which, brings in each.items()}
        by_set = tuple(None if brings is None else against[id(brings)] for brings in outcomes)
        return Outlook(own, other, available, self._answered[key], tuple(outcomes), by_set)

    def _agreements(self, own: Array, other: Array, outcomes: list[Outcomes | None]) -> tuple[Agreement | None, ...]:
        """Return the agreement under every set of moves that can be had; sets that share a frontier are asked about at once."""
        found: dict[int, Agreement] = {}
        for brings in {id(brings): brings for brings in outcomes if brings is not None}.values():
            sets = [s for s, which in enumerate(outcomes) if which is brings]
            points = [snap(np.moveaxis(values, -1, 0)[sets]) for values in (own, other)]
            found.update(zip(sets, brings.agreements(*points), strict=True))
        return tuple(found.get(s) for s in range(len(outcomes)))

    def no_deal_values(self, situation: Situation, timing: Timing | None = None) -> tuple[Array, Array]:
        """Return both no-deal values on the day of a meeting decided on in a situation, [world, type, set]."""
        timing = self.timing(situation) if timing is None else timing
        return self.no_deal.after(situation.days + self.lead_days, timing, self.moves)

    def shut(self, situation: Situation) -> tuple[str, ...]:
        """Return the options at the table that preparation has closed for good."""
        return tuple(sorted(name for name in situation.closed if "." in name))

    def outcomes(
        self, changing: tuple[int, ...], decided: bool, bitten: Array | None = None, shut: tuple[str, ...] = ()
    ) -> Outcomes:
        """Return what packages bring under moves that change values, or (`bitten`) what others let pass.

        `shut` are options at the table that no package may hold any more.
        """
        key = (changing, decided, kept_under(bitten), shut)
        if key not in self._outcomes:
            counted = tuple(self.reach_against)
            self._outcomes[key] = outcomes_of(self.table, changing, decided, self.red_lines, counted, bitten, shut)
        return self._outcomes[key]

    def timing(self, situation: Situation) -> Timing:
        """Return which moves are in effect on the day of the meeting, under every set."""
        running = np.zeros((self.worlds.count, len(self.moves.names)))
        for name, days in situation.under_way.items():
            running[:, self.moves.names.index(name)] = days
        return self.moves.timing(running, self.lead_days)

    def still_open(self, days: Array) -> Array:
        """Return the chance that the offer to meet is still open after some days, [world]."""
        meeting = self.case.meeting
        if meeting is None or meeting.window is None:
            return np.ones(self.worlds.count)
        path = ("meeting", "window", "lapses_per_day")
        hazard = self.worlds.draw(path, meeting.window.lapses_per_day, PROBABILITY)
        return np.asarray((1 - hazard) ** days)

    def available(self, situation: Situation) -> NDArray[np.bool_]:
        """Return which sets can be had: valued, holding what is under way, every partner they need consulted, none closed."""
        sets = self.moves.sets
        ok = self.moves.usable()
        for index, name in enumerate(self.moves.names):
            if name in situation.under_way:
                ok &= sets[:, index]
            elif name in situation.closed or not situation.consulted.issuperset(self.case.moves[name].needs):
                ok &= ~sets[:, index]
        return ok


def layout_of(case: Case, worlds: Worlds, types: Types) -> Layout:
    """Lay out a case; Missing if its table, or what no deal is worth to either side, is not stated."""
    moves, no_deal = setup_moves(case, worlds, types), no_deal_of(case, worlds, types)
    return Layout(case, worlds, types, moves, no_deal, set_table(case, worlds, types, moves, no_deal))


def mandate_in_force(case: Case) -> bool:
    """Return whether every goal of the mandate has been approved, by someone and on a day."""
    goals = case.mandate.goals if case.mandate is not None else ()
    return bool(goals) and all(g.approved is not None and g.approved.is_given and g.approved.on is not None for g in goals)


def informed(case: Case) -> frozenset[str]:
    """Return the parties that the ledger shows to have been told something, on a day."""
    return frozenset(e.party for e in case.consultation if informs(e))


def informs(entry: Consultation) -> bool:
    """Return whether an entry of the ledger shows that a party was told something, on a day."""
    return entry.on is not None and entry.level not in (None, "none")


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
    own, _ = seats(case)
    if stated is not None and own in stated.price:
        price = worlds.draw((*path, "price", own), stated.price[own], POINTS)
    else:
        price = worlds.draw(("meeting", "price", own), case.meeting.price.get(own), POINTS)
    reach = worlds.draw((*path, "reach"), stated.reach if stated else None, PROBABILITY)
    if stated is None or stated.collapse is None:
        nothing = np.zeros(worlds.count)
        return LevelTerms(price, reach, nothing, nothing)
    chance = worlds.draw((*path, "collapse", "chance"), stated.collapse.chance, PROBABILITY)
    loss = worlds.draw((*path, "collapse", "loss"), stated.collapse.loss, COST)
    return LevelTerms(price, reach, chance, loss)
