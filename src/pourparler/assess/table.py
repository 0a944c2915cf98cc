# SPDX-License-Identifier: Apache-2.0
"""The bargaining table: values, limits and consequences of every package, and the agreements there are."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.moves import DAYS_PER_WEEK, MoveSets, NoDeal
from pourparler.assess.types import Types
from pourparler.assess.values import PartyValues, Template, party_values, template_of, variants_of
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case
from pourparler.engines.bargaining import (
    Frontier,
    Grid,
    admissible_packages,
    efficient_frontier,
    package_sums,
    snap,
    within_reach,
)
from pourparler.engines.staging import exchange_on_breach
from pourparler.quantity import DAYS, POINTS, SHARE

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Consequences:
    """What packages bring beyond the table.

    `left_over` [world, type, package]: after a breach, the change of our no-deal value, plus irreversible gets, minus
    irreversible gives; `shifts`: change of each no-deal value on the grid [world, 1, package], own and other; `later_weight`
    [world]; `outside` [world, package]: effects on third parties in our points. `missing` holds, per part that cannot be
    valued, the number that is unknown.
    """

    left_over: Array
    shifts: tuple[Grid, Grid]
    later_weight: Array
    outside: Array
    missing: dict[str, str]


@dataclass
class Table:
    """Everything about the packages that does not change with time; frontiers are kept once computed."""

    template: Template
    own: PartyValues
    other: PartyValues
    own_points: Array
    other_points: Array
    admissible: NDArray[np.bool_]
    above_floors: NDArray[np.bool_]
    improvements: tuple[Array, Array]
    consequences: Consequences
    effects: dict[str, Array]
    floors: tuple[Grid, Grid]
    _frontiers: dict[tuple[bool, tuple[int, ...]], tuple[Frontier, Grid, Grid]] = field(default_factory=dict)

    def frontier(self, moves: MoveSets, index: int, decided: bool) -> tuple[Frontier, Grid, Grid]:
        """Return the frontier [world, type, place] under a set of moves, and both parties' values on the grid.

        Places that no no-deal value of this case could ever let pass (`floors`) are left out.
        """
        changing = tuple(
            m for m in range(len(moves.names)) if moves.sets[index, m] and any(i[:, :, m].any() for i in self.improvements)
        )
        key = (decided, changing)
        if key not in self._frontiers:
            own, other = (
                snap(values + sum((added[:, None, :, m] for m in changing), np.zeros(1)))
                for values, added in zip((self.own_points, self.other_points), self.improvements, strict=True)
            )
            allowed = self.admissible & self.above_floors if decided else self.admissible
            by_type = self.own.variant
            found = efficient_frontier(own, other, allowed)
            spread_out = Frontier(found.packages[:, by_type], found.own[:, by_type], found.other[:, by_type])
            self._frontiers[key] = (
                within_reach(spread_out, *self.floors),
                np.ascontiguousarray(own[:, by_type]),
                np.ascontiguousarray(other[:, by_type]),
            )
        return self._frontiers[key]


def set_table(case: Case, worlds: Worlds, types: Types, moves: MoveSets, no_deal: NoDeal) -> Table:
    """Return the table of a case; Missing if issues or the values of either party are not stated."""
    template = template_of(case)
    own_party, other_party = seats(case)
    variant, variants = variants_of(case, types, (own_party, other_party))
    own = party_values(case, worlds, template, own_party, variant, variants)
    other = party_values(case, worlds, template, other_party, variant, variants)
    effects, unknown_effect = _effects(case, worlds, template)
    brings = _consequences(case, worlds, template, own, effects)
    if unknown_effect is not None:
        brings.missing.setdefault("outside", unknown_effect)
    lowest = no_deal.lowest(_longest(case, worlds), moves)
    return Table(
        template,
        own,
        other,
        package_sums(own.parts, template.packages),
        package_sums(other.parts, template.packages),
        _admissible(case, template),
        _above_floors(case, template, own),
        _improvements(case, worlds, template, moves),
        brings,
        effects,
        (_floor(lowest[0], brings.shifts[0]), _floor(lowest[1], brings.shifts[1])),
    )


def _longest(case: Case, worlds: Worlds) -> Array:
    """Return the most days [world] that any plan of the case can take, with the week by which delay is priced."""
    total = np.full(worlds.count, float(DAYS_PER_WEEK))
    with suppress(Missing):  # an unknown lead is told where it matters
        total = total + worlds.optional(("meeting", "lead_days"), case.meeting.lead_days if case.meeting else None, DAYS)
    for name in sorted(case.preparation):
        with suppress(Missing):  # a step of unknown length is set aside by the plan
            total = total + worlds.optional(("preparation", name, "days"), case.preparation[name].days, DAYS)
    return total


def _floor(lowest: Array, shift: Grid) -> Grid:
    """Return the lowest no-deal value on the grid [world, type] that any question of the case can ask about."""
    return np.asarray(snap(lowest) + np.minimum(shift.min(axis=-1), 0))


def _admissible(case: Case, template: Template) -> NDArray[np.bool_]:
    """Return which packages neither an exclusion nor a red line of our own mandate, or of one who has to ratify, bars."""
    barred = [dict(template.place(f"{i}.{o}") for i, o in combination.items()) for combination in case.exclude]
    if case.mandate is not None:
        barred += [dict([template.place(option)]) for option in case.mandate.red_lines]
    for ratifier in sorted({r for party in seats(case) for r in case.parties[party].ratifiers}):
        barred += [dict([template.place(option)]) for option in case.red_lines.get(ratifier, ())]
    return admissible_packages(template.packages, barred)


def _above_floors(case: Case, template: Template, own: PartyValues) -> NDArray[np.bool_]:
    """Return which packages [world, variant, package] meet every floor of the mandate by our own scores."""
    ok = np.ones((*own.parts[0].shape[:2], len(template.packages)), dtype=np.bool_)
    for goal in case.mandate.goals if case.mandate is not None else ():
        if goal.floor is not None and goal.issue in template.issues:
            issue, floor = template.place(f"{goal.issue}.{goal.floor}")
            part = snap(own.parts[issue])
            ok &= (part >= part[:, :, [floor]])[:, :, template.packages[:, issue]]
    return ok


def _improvements(case: Case, worlds: Worlds, template: Template, moves: MoveSets) -> tuple[Array, Array]:
    """Return the points that moves add to packages, [world, package, move], for us and for the other side."""
    shape = (worlds.count, len(template.packages), len(moves.names))
    added = np.zeros(shape), np.zeros(shape)
    for index, name in enumerate(moves.names):
        better = case.moves[name].improves
        if better is None or better.party not in seats(case):
            continue
        try:
            by = worlds.draw(("moves", name, "improves", "by"), better.by, POINTS)
            changed = ~template.contains(_today(case, better.issue))
        except Missing as blank:
            moves.missing.setdefault(name, blank.path)
            continue
        added[seats(case).index(better.party)][:, :, index] = by[:, None] * changed[None, :]
    return added


def _today(case: Case, issue: str) -> str:
    """Return the option in force today on an issue, as `issue.option`; Missing if the case does not say."""
    now = case.issues[issue].status_quo if issue in case.issues else None
    if now is None:
        raise Missing(f"issues.{issue}.status_quo")
    return f"{issue}.{now}"


def _effects(case: Case, worlds: Worlds, template: Template) -> tuple[dict[str, Array], str | None]:
    """Return the effect of every package on each third party, [world, package], and the first effect that is unknown."""
    out: dict[str, Array] = {}
    unknown: str | None = None
    for option in sorted(case.effects):
        if template.issues and option.partition(".")[0] not in template.issues:
            continue
        taken = template.contains(option)
        for party in sorted(case.effects[option]):
            try:
                effect = worlds.draw(("effects", option, party), case.effects[option][party], POINTS)
            except Missing as blank:
                unknown = unknown or blank.path
                continue
            nothing = np.zeros((worlds.count, len(template.packages)))
            out[party] = out.get(party, nothing) + effect[:, None] * taken[None, :]
    return out, unknown


def _consequences(case: Case, worlds: Worlds, template: Template, own: PartyValues, effects: dict[str, Array]) -> Consequences:
    missing: dict[str, str] = {}
    zero = np.zeros((worlds.count, len(template.packages)))

    def part(name: str, compute: Callable[[], Array], otherwise: Array) -> Array:
        try:
            return compute()
        except Missing as blank:
            missing[name] = blank.path
            return otherwise

    own_party, other_party = seats(case)
    own_shift = part("shift", lambda: _shift_after(case, worlds, template, own_party), zero)
    other_shift = part("shift", lambda: _shift_after(case, worlds, template, other_party), zero)
    left_over = part("breach", lambda: _left_over(case, worlds, template, own), zero[:, None, :])
    return Consequences(
        np.ascontiguousarray(left_over + own_shift[:, None, :]),
        (snap(own_shift)[:, None, :], snap(other_shift)[:, None, :]),
        part("later", lambda: _later_weight(case, worlds), zero[:, 0]),
        part("outside", lambda: _outside(case, worlds, effects, zero), zero),
        missing,
    )


def _later_weight(case: Case, worlds: Worlds) -> Array:
    if case.later is None:
        return np.zeros(worlds.count)
    return worlds.draw(("later", "weight"), case.later.weight, SHARE)


def _outside(case: Case, worlds: Worlds, effects: dict[str, Array], zero: Array) -> Array:
    """Return what effects on third parties are worth to us: sum of s_j e_j."""
    total = zero
    for party in sorted(effects):
        worth = worlds.draw(("worth_to_us", party), case.worth_to_us.get(party), POINTS)
        total = total + worth[:, None] * effects[party]
    return total


def _stage_of(case: Case, issue: str, option: str) -> str | None:
    """Return the key under which the consequences of an option are stated: its own, or its issue's."""
    name = f"{issue}.{option}"
    return name if name in case.staging else issue if issue in case.staging else None


def _left_over(case: Case, worlds: Worlds, template: Template, own: PartyValues) -> Array:
    """Return irreversible gets minus irreversible gives of every package, [world, type, package]."""
    change, by_them, by_us = [], [], []
    for k, issue in enumerate(template.issues):
        part = own.by_type(k)
        lost, kept = np.zeros((2, worlds.count, 1, part.shape[-1]))
        base = np.zeros_like(part[:, :, :1])
        for o, option in enumerate(template.options[k]):
            key = _stage_of(case, issue, option)
            terms = case.staging[key].reversible if key is not None else None
            if key is None or terms is None:
                continue
            base = part[:, :, [template.place(_today(case, issue))[1]]]
            path = ("staging", key, "reversible")
            lost[:, 0, o] = 1 - worlds.draw((*path, "by_us"), terms.by_us, SHARE)
            kept[:, 0, o] = 1 - worlds.draw((*path, "by_them"), terms.by_them, SHARE)
        change.append(part - base)
        by_them.append(lost)
        by_us.append(kept)
    return package_sums(exchange_on_breach(tuple(change), tuple(by_them), tuple(by_us)), template.packages)


def _shift_after(case: Case, worlds: Worlds, template: Template, party: str) -> Array:
    """Return the change of a party's no-deal value that each package brings about, [world, package]."""
    total = np.zeros((worlds.count, len(template.packages)))
    for _, _, name in template.all_options():
        issue, _, option = name.partition(".")
        key = _stage_of(case, issue, option)
        if key is None or (key == issue and option == case.issues[issue].status_quo):
            continue
        stated = case.staging[key].shifts_after.get(party)
        if stated is not None:
            shift = worlds.draw(("staging", key, "shifts_after", party), stated, POINTS)
            total = total + shift[:, None] * template.contains(name)[None, :]
    return total
