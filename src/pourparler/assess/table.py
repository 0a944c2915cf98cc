# SPDX-License-Identifier: Apache-2.0
"""The bargaining table: values, limits and consequences of every package, and the agreements there are."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.arrangements import Arrangement, arrangements_of
from pourparler.assess.consent import Consents, Voice, frontier_among, kept_under
from pourparler.assess.moves import DAYS_PER_WEEK, MoveSets, NoDeal, Timing
from pourparler.assess.types import Types
from pourparler.assess.values import PartyValues, Template, party_values, template_of, variants_of
from pourparler.assess.worlds import Missing, Worlds, is_turned, seats, taken_back_by
from pourparler.case import Case, FromPatience, at_the_table, deciders
from pourparler.engines.bargaining import (
    Additive,
    Combination,
    Frontier,
    Grid,
    admissible_packages,
    contenders,
    enumerate_packages,
    frontier_by_sums,
    nothing,
    power_from_patience,
    snap,
)
from pourparler.engines.staging import deal_values, exchange_on_breach
from pourparler.quantity import DAYS, POINTS, SHARE

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Consequences:
    """What packages bring beyond the table.

    `left_over`: after a breach, the change of our no-deal value, plus irreversible gets, minus irreversible gives; `shifts`:
    change of each no-deal value on the grid, own and other; `later_weight` [world]; `outside`: effects on third parties in
    our points. `missing` holds, per part that cannot be valued, the number that is unknown.
    """

    left_over: Additive
    shifts: tuple[Additive, Additive]
    later_weight: Array
    outside: Additive
    missing: dict[str, str]


@dataclass(frozen=True)
class Improved:
    """What a move adds to packages on the grid, [world, 1, option]: for whom, and on which issue."""

    party: str
    issue: int
    added: Grid


@dataclass(frozen=True)
class Frontiers:
    """The frontier, the part of it in which agreements can lie, and our value of each of those with what follows it.

    `whole` holds no packages; `package_at` [entry] names them where no move changes values, and is empty elsewhere. `deal` is
    [entry] of the part.
    """

    whole: Frontier
    part: Frontier
    deal: Array
    package_at: NDArray[np.intp]


@dataclass
class Table:
    """Everything about the packages that does not change with time; frontiers are kept once computed.

    `arrangements` says by the moves made what no package may hold, and who consents; `above_floors` says per issue which
    options [world, variant, option] a mandate in force leaves. `lowest` and `highest` bound the no-deal values [world, type] on
    the grid, own and other, that any question of the case can ask about. `unknown_effects` names, per third party of which not
    every effect is known, one that is not; `effects` holds the others.
    """

    template: Template
    sides: tuple[str, str]
    own: PartyValues
    other: PartyValues
    arrangements: dict[tuple[int, ...], Arrangement]
    above_floors: tuple[Flags, ...]
    improvements: dict[int, Improved]
    consequences: Consequences
    effects: dict[str, Additive]
    unknown_effects: dict[str, str]
    lowest: tuple[Grid, Grid]
    highest: tuple[Grid, Grid]
    power: Array | None = None
    _frontiers: dict[object, Frontiers] = field(default_factory=dict)

    def changing(self, moves: MoveSets, index: int) -> tuple[int, ...]:
        """Return the moves of a set that change what packages there are, what they are worth, or who consents to them."""
        rearranging = {move for done in self.arrangements for move in done}
        return tuple(m for m in sorted({*self.improvements, *rearranging}) if moves.sets[index, m])

    def arranged(self, changing: tuple[int, ...] = ()) -> Arrangement:
        """Return what no package may hold, and who consents, with some moves made; by itself, as things stand."""
        rearranging = {move for done in self.arrangements for move in done}
        return self.arrangements[tuple(move for move in changing if move in rearranging)]

    @property
    def barred(self) -> tuple[Combination, ...]:
        """What no package may hold as things stand."""
        return self.arranged().barred

    @property
    def consents(self) -> Consents:
        """Whose consent a deal needs as things stand."""
        return self.arranged().consents

    def voices(self) -> tuple[Voice, ...]:
        """Return everyone beside the two sides who decides, as things stand or once a move has brought them."""
        by_name = {voice.name: voice for held in self.arrangements.values() for voice in held.consents.voices}
        return tuple(by_name.values())

    def floors(self) -> tuple[Grid, Grid]:
        """Return what no disagreement point [world, type] falls below: after a partial deal its shift comes on top."""
        own, other = (
            low + np.minimum(shift.lowest(), 0) for low, shift in zip(self.lowest, self.consequences.shifts, strict=True)
        )
        return own, other

    def bitten(self, timing: Timing, moves: MoveSets, index: int) -> Array | None:
        """Return which moves of a set [world, move] have changed what others whose consent is needed have without a deal."""
        consents = self.arranged(self.changing(moves, index)).consents
        return consents.bitten(timing.bites_under(index), moves.sets[index]) if consents.are_needed else None

    def frontier(
        self,
        changing: tuple[int, ...],
        decided: bool,
        bitten: Array | None = None,
        floors: tuple[Grid, Grid] | None = None,
        besides: tuple[Combination, ...] = (),
    ) -> Frontier:
        """Return the frontier by type under moves that change values, with or without a mandate in force.

        `besides` are further combinations that no package may hold.

        Where the consent of others is needed, only of what they let pass, as moves have left them (`bitten`). Packages below
        `floors`, own and other [world, type], are left out; unless given, those of `floors()`.
        """
        held = self.arranged(changing)
        consents, barred = held.consents, (*held.barred, *besides)
        names = (*self.sides, *(voice.name for voice in consents.voices))
        values = [self.own.on_grid(), self.other.on_grid(), *(voice.values.on_grid() for voice in consents.voices)]
        for change in (self.improvements[move] for move in changing if move in self.improvements):
            for place, name in enumerate(names):
                if name == change.party:
                    values[place] = values[place].plus(change.issue, change.added)
        allowed = self.above_floors if decided else ()
        floors, variant = floors or self.floors(), self.own.variant
        if consents.are_needed:
            return frontier_among(consents, values, barred, allowed, floors, variant, bitten)
        return frontier_by_sums(values[0], values[1], barred, allowed, floors, variant)

    def let_pass(self) -> NDArray[np.intp] | None:
        """Return the packages that others let pass in some world, of some type, as things are; None if no one else is asked."""
        if not self.consents.are_needed:
            return None
        combos = enumerate_packages(self.template.counts)
        left = np.flatnonzero(admissible_packages(combos, self.barred))
        values = [voice.values.on_grid() for voice in self.consents.voices]
        passed = self.consents.let_pass(values, combos[left], self.own.variant, None)
        return np.asarray(left[passed.any(axis=(0, 1))])

    def frontiers(
        self, changing: tuple[int, ...], decided: bool, bitten: Array | None = None, shut: tuple[str, ...] = ()
    ) -> Frontiers:
        """Return the frontier, and what of it can be agreed on with what that brings at the table; kept once computed.

        `shut` are options that no package may hold.
        """
        key = (decided, changing, kept_under(bitten), shut)
        if key not in self._frontiers:
            besides = tuple(dict([self.template.place(option)]) for option in shut)
            whole = self.frontier(changing, decided, bitten, besides=besides)
            part, came = contenders(whole, self.lowest, self.highest, self.power)
            brings = self.consequences
            shifts: tuple[Grid, Grid] | None = None
            if not all(shift.is_zero() for shift in brings.shifts):
                own, other = (shift.at(part.package_at, *part.places_in_worlds()) for shift in brings.shifts)
                shifts = (own, other)
            deal = deal_values(whole, came, shifts, brings.later_weight, self.power)
            self._frontiers[key] = Frontiers(whole.without_packages(), part, deal, whole.package_at[: 0 if changing else None])
        return self._frontiers[key]


def set_table(case: Case, worlds: Worlds, types: Types, moves: MoveSets, no_deal: NoDeal) -> Table:
    """Return the table of a case; Missing if issues or the values of either party are not stated."""
    template = template_of(case)
    own_party, other_party = seats(case)
    everyone = tuple(dict.fromkeys((own_party, other_party, *(d for p in at_the_table(case) for d in deciders(case, p)))))
    variant, variants = variants_of(case, types, everyone)

    def values_of(party: str) -> PartyValues:
        return party_values(case, worlds, template, party, variant, variants)

    own, other = values_of(own_party), values_of(other_party)
    arrangements = arrangements_of(case, worlds, types, template, moves, values_of)
    effects, unknown_effects = _effects(case, worlds, template)
    brings = _consequences(case, worlds, template, own, effects)
    if unknown_effects:
        brings.missing.setdefault("outside", next(iter(unknown_effects.values())))
    lowest, highest = no_deal.bounds(_longest(case, worlds) + moves.pause.sum(axis=1), moves)
    return Table(
        template,
        (own_party, other_party),
        own,
        other,
        arrangements,
        _above_floors(case, template, own),
        _improvements(case, worlds, template, moves, everyone),
        brings,
        effects,
        unknown_effects,
        # A step of the grid to either side: sums of floats depend on their order.
        (snap(lowest[0]) - 1, snap(lowest[1]) - 1),
        (snap(highest[0]) + 1, snap(highest[1]) + 1),
        _power(case, worlds),
    )


def _power(case: Case, worlds: Worlds) -> Array | None:
    """Return our bargaining power [world]; None where the case states none, and both sides have the same."""
    stated = case.bargaining_power
    if stated is None:
        return None
    if isinstance(stated, FromPatience):
        path = ("bargaining_power", "patience")
        first, second = reversed(seats(case)) if is_turned(case) else seats(case)
        own, other = (worlds.draw((*path, party), stated.patience.get(party), SHARE) for party in (first, second))
        power = power_from_patience(own, other)
    else:
        power = worlds.draw(("bargaining_power",), stated, SHARE)
    # It is that of the party whose role is own, from whichever seat the case is read.
    return 1 - power if is_turned(case) else power


def _longest(case: Case, worlds: Worlds) -> Array:
    """Return the most days [world] that any plan of the case can take, with the week by which delay is priced."""
    total = np.full(worlds.count, float(DAYS_PER_WEEK))
    with suppress(Missing):  # an unknown lead is told where it matters
        total = total + worlds.optional(("meeting", "lead_days"), case.meeting.lead_days if case.meeting else None, DAYS)
    for name in sorted(case.preparation):
        with suppress(Missing):  # a step of unknown length is set aside by the plan
            days = worlds.optional(("preparation", name, "days"), case.preparation[name].days, DAYS)
            total = total + days * (case.preparation[name].times or 1)
    return total


def _above_floors(case: Case, template: Template, own: PartyValues) -> tuple[Flags, ...]:
    """Return per issue which options [world, variant, option] meet every floor of the mandate by our own scores."""
    ok = [np.ones_like(part, dtype=np.bool_) for part in own.parts]
    for goal in case.mandate.goals if case.mandate is not None else ():
        if goal.floor is not None and goal.issue in template.issues:
            issue, floor = template.place(f"{goal.issue}.{goal.floor}")
            part = snap(own.parts[issue])
            ok[issue] &= part >= part[:, :, [floor]]
    return tuple(ok)


def _improvements(
    case: Case, worlds: Worlds, template: Template, moves: MoveSets, asked: tuple[str, ...]
) -> dict[int, Improved]:
    """Return what moves add to packages, per move that changes what a package is worth to one of those who are asked."""
    added: dict[int, Improved] = {}
    for index, name in enumerate(moves.names):
        better = case.moves[name].improves
        if better is None or better.party not in asked:
            continue
        try:
            by = worlds.draw(("moves", name, "improves", "by"), better.by, POINTS) * moves.joined[:, index]
            issue, today = template.place(option_today(case, better.issue))
        except Missing as blank:
            moves.missing.setdefault(name, blank.path)
            continue
        changed = np.arange(template.counts[issue]) != today
        if by.any() and changed.any():
            points = snap(by)[:, None, None] * changed
            added[index] = Improved(better.party, issue, points)
    return added


def option_today(case: Case, issue: str) -> str:
    """Return the option in force today on an issue, as `issue.option`; Missing if the case does not say."""
    now = case.issues[issue].status_quo if issue in case.issues else None
    if now is None:
        raise Missing(f"issues.{issue}.status_quo")
    return f"{issue}.{now}"


def _effects(case: Case, worlds: Worlds, template: Template) -> tuple[dict[str, Additive], dict[str, str]]:
    """Return the effect of packages on each third party, and the first effect that is unknown of those that have one."""
    out: dict[str, Additive] = {}
    unknown: dict[str, str] = {}
    for option in sorted(case.effects):
        if template.issues and option.partition(".")[0] not in template.issues:
            continue
        for party in sorted(case.effects[option]):
            try:
                effect = worlds.draw(("effects", option, party), case.effects[option][party], POINTS)
            except Missing as blank:
                unknown.setdefault(party, blank.path)
                continue
            out[party] = out.get(party, nothing(template.counts)).add(template.one(option, effect))
    return {party: effect for party, effect in out.items() if party not in unknown}, unknown


def _consequences(
    case: Case, worlds: Worlds, template: Template, own: PartyValues, effects: dict[str, Additive]
) -> Consequences:
    missing: dict[str, str] = {}

    def part(name: str, compute: Callable[[], Additive]) -> Additive:
        try:
            return compute()
        except Missing as blank:
            missing[name] = blank.path
            return nothing(template.counts)

    shifts = [part("shift", lambda: _shift_after(case, worlds, template, party)) for party in seats(case)]  # noqa: B023
    left_over = part("breach", lambda: _left_over(case, worlds, template, own))
    try:
        later = _later_weight(case, worlds)
    except Missing as blank:
        missing["later"], later = blank.path, np.zeros(worlds.count)
    outside = part("outside", lambda: _outside(case, worlds, template, effects))
    on_grid = [Additive(tuple(map(snap, shift.parts))) for shift in shifts]
    return Consequences(left_over.add(shifts[0]), (on_grid[0], on_grid[1]), later, outside, missing)


def _later_weight(case: Case, worlds: Worlds) -> Array:
    if case.later is None:
        return np.zeros(worlds.count)
    return worlds.draw(("later", "weight"), case.later.weight, SHARE)


def _outside(case: Case, worlds: Worlds, template: Template, effects: dict[str, Additive]) -> Additive:
    """Return what effects on third parties are worth to us: sum of s_j e_j."""
    total = nothing(template.counts)
    for party in sorted(effects):
        worth = worlds.draw(("worth_to_us", party), case.worth_to_us.get(party), POINTS)
        total = total.add(effects[party].times(worth))
    return total


def staging_key(case: Case, issue: str, option: str) -> str | None:
    """Return the key under which the consequences of an option are stated: its own, or its issue's."""
    name = f"{issue}.{option}"
    return name if name in case.staging else issue if issue in case.staging else None


def _left_over(case: Case, worlds: Worlds, template: Template, own: PartyValues) -> Additive:
    """Return irreversible gets minus irreversible gives of packages, by type."""
    change, by_them, by_us = [], [], []
    mine, theirs = taken_back_by(case)
    for k, issue in enumerate(template.issues):
        part = own.by_type(k)
        lost, kept = np.zeros((2, worlds.count, 1, part.shape[-1]))
        base = np.zeros_like(part[:, :, :1])
        for o, option in enumerate(template.options[k]):
            key = staging_key(case, issue, option)
            terms = case.staging[key].reversible if key is not None else None
            if key is None or terms is None:
                continue
            base = part[:, :, [template.place(option_today(case, issue))[1]]]
            path = ("staging", key, "reversible")
            lost[:, 0, o] = 1 - worlds.draw((*path, mine), getattr(terms, mine), SHARE)
            kept[:, 0, o] = 1 - worlds.draw((*path, theirs), getattr(terms, theirs), SHARE)
        change.append(part - base)
        by_them.append(lost)
        by_us.append(kept)
    return Additive(exchange_on_breach(tuple(change), tuple(by_them), tuple(by_us)))


def _shift_after(case: Case, worlds: Worlds, template: Template, party: str) -> Additive:
    """Return the change of a party's no-deal value that packages bring about."""
    total = nothing(template.counts)
    for _, _, name in template.all_options():
        issue, _, option = name.partition(".")
        key = staging_key(case, issue, option)
        if key is None or (key == issue and option == case.issues[issue].status_quo):
            continue
        stated = case.staging[key].shifts_after.get(party)
        if stated is not None:
            shift = worlds.draw(("staging", key, "shifts_after", party), stated, POINTS)
            total = total.add(template.one(name, shift))
    return total
