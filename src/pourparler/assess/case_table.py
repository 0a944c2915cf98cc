# SPDX-License-Identifier: Apache-2.0
"""The table of a case as a stated table: values averaged over worlds and beliefs, with what the worlds say beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.arrangements import barred_by
from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.consent import rule_of
from pourparler.assess.defaults import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.assess.exactly import exact_profile
from pourparler.assess.packages import average
from pourparler.assess.prospects import layout_of
from pourparler.assess.spread import Spread, spread
from pourparler.assess.types import Types
from pourparler.assess.values import Template, party_values, template_of, variants_of
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, NumericIssue, at_the_table, deciders, known_by, with_moves
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, Additive, ConsentRule, snap
from pourparler.exchange import Profile, StatedIssue, StatedTable
from pourparler.quantity import POINTS

Array = NDArray[np.float64]

#: The value of the best package, in points.
SCALE_OF_POINTS = 100


@dataclass(frozen=True)
class WorldsRow:
    """What the uncertainty of a case does to its table, for the two parties at it.

    `zone_probability` is the share of worlds and beliefs in which a deal exists that all whose consent it needs prefer to no
    deal on the day of the meeting; `agreement` holds what the Nash solution is worth to each where there is one, `no_deal`
    what no deal is. None where the case leaves something open that these need: `open` names it.
    """

    seed: int
    worlds: int
    zone_probability: float | None
    agreement: Mapping[str, Spread]
    no_deal: Mapping[str, Spread]
    open: str | None


@dataclass(frozen=True)
class CaseTable:
    """The table of a case, its worlds, and what its values are.

    `averaged`: some number is uncertain, and values are averages; without that they are exact. `set_aside` names the numbers
    without which a party that others can do without could not be put at the table; `unheard` are bodies that ratify and have
    values of their own, which count in what the worlds say alone.
    """

    stated: StatedTable
    worlds: WorldsRow
    averaged: bool
    rule: ConsentRule
    power: tuple[float, float] | None
    set_aside: Mapping[str, str]
    unheard: tuple[str, ...]


def table_of(case: Case, seed: int = DEFAULT_SEED, worlds: int = DEFAULT_WORLDS) -> CaseTable:
    """Return the table of a case: every party at it, the two sides first.

    Issues, values and no-deal values are enough. Moves and preparation are left out: the table is as things stand.
    Raises Missing for a number that nobody has stated, of those without whom there is no deal.
    """
    # What can be done away from the table does not change how it stands.
    case = with_moves(known_by(case)).model_copy(update={"moves": {}, "preparation": {}})
    drawn = Worlds(case, seed, worlds)
    found = weigh_intentions(case, drawn)
    template, weight = template_of(case), found.posterior
    two = seats(case)
    profiles: list[Profile] = []
    set_aside: dict[str, str] = {}
    parties = at_the_table(case)
    rule = rule_of(case, parties)
    can_do_without_others = bool(rule.is_met(np.isin(parties, two)))
    for party in (*two, *(name for name in parties if name not in two)):
        try:
            profiles.append(_profile(case, drawn, found.types, template, weight, party))
        except Missing as blank:
            if party in two or not can_do_without_others:
                raise
            set_aside[party] = blank.path
    exact = [exact_profile(case, template, profile.party) for profile in profiles]
    known = [profile for profile in exact if profile is not None]
    names = tuple(profile.party for profile in profiles)
    barred = tuple(_named(template, combination) for combination in barred_by(case, template))
    barred += tuple(_red_lines(case, parties, rule, two))
    stated = StatedTable(
        case.title,
        tuple(_issue(case, issue, template.options[k]) for k, issue in enumerate(template.issues)),
        tuple(known) if len(known) == len(profiles) else tuple(profiles),
        SCALE_OF_POINTS,
        barred,
        {**{name: dict(offer.package) for name, offer in case.offers.items()}, **_aims(case, template, profiles[0])},
    )
    ranges, power = _ranges(case, drawn, found.types, weight)
    rule = ConsentRule(len(names), tuple(names.index(parties[veto]) for veto in rule.vetoes), rule.quota)
    unheard = tuple(body for party in names for body in deciders(case, party) if body not in parties)
    return CaseTable(stated, ranges, len(known) < len(profiles), rule, power, set_aside, unheard)


def _issue(case: Case, name: str, options: tuple[str, ...]) -> StatedIssue:
    held = case.issues[name]
    numbers = tuple(map(Fraction, held.numbers)) if isinstance(held, NumericIssue) else None
    return StatedIssue(name, options, numbers)


def _red_lines(case: Case, parties: tuple[str, ...], rule: ConsentRule, two: tuple[str, str]) -> Iterator[dict[str, str]]:
    """Yield the options behind red lines of parties beside the two sides without whose consent there is no deal."""
    for place, party in enumerate(parties):
        if party not in two and not rule.is_met(np.arange(len(parties)) != place):
            for option in case.red_lines.get(party, ()):
                issue, _, name = option.partition(".")
                yield {issue: name}


def _profile(case: Case, worlds: Worlds, types: Types, template: Template, weight: Array, party: str) -> Profile:
    """Return what the table is worth to a party on average, rounded to a millionth of a point."""
    variant, variants = variants_of(case, types, (party,))
    quantity = average(party_values(case, worlds, template, party, variant, variants), weight)
    stated = case.no_deal.get(party)
    if stated is None:
        raise Missing(f"no_deal.{party}.value")
    value = types.draw(worlds, ("no_deal", party, "value"), stated.value, POINTS)
    return Profile(
        party,
        tuple(tuple(_fraction(value) for value in part[0, 0]) for part in quantity.parts),
        _fraction(snap((weight * value).sum(axis=1).mean(keepdims=True))[0]),
        together=_together(template, quantity),
    )


def _together(template: Template, quantity: Additive) -> tuple[tuple[Mapping[str, str], Fraction], ...]:
    return tuple((_named(template, combination), _fraction(amount[0, 0])) for combination, amount in quantity.together)


def _fraction(steps: np.int64) -> Fraction:
    return Fraction(int(steps), GRID_STEPS_PER_POINT)


def _named(template: Template, combination: Mapping[int, int]) -> dict[str, str]:
    return {template.issues[issue]: template.options[issue][option] for issue, option in combination.items()}


def _aims(case: Case, template: Template, own: Profile) -> dict[str, dict[str, str]]:
    """Return the mandate's own points as packages: its targets, all else as it is today; its floors, and what it would give.

    Of several gives on one issue it is the one that is worth least to us. Source: as the step for the negotiator has them.
    """
    mandate = case.mandate
    if mandate is None or not mandate.goals:
        return {}
    today = {issue: case.issues[issue].status_quo for issue in template.issues}
    target, floor = dict(today), dict(today)
    for give in mandate.gives:
        issue, option = template.place(give.give)
        held = floor[template.issues[issue]]
        if held is None or own.worth[issue][option] < own.worth[issue][template.options[issue].index(held)]:
            floor[template.issues[issue]] = template.options[issue][option]
    for goal in mandate.goals:
        for taken, into in ((goal.target, target), (goal.floor or goal.target, floor)):
            if taken is not None and goal.issue in template.issues:
                into[goal.issue] = taken
    named = {"mandate_target": target, "mandate_floor": floor}
    whole = {name: {i: o for i, o in package.items() if o is not None} for name, package in named.items()}
    return {name: package for name, package in whole.items() if len(package) == len(template.issues)}


def _ranges(case: Case, worlds: Worlds, types: Types, weight: Array) -> tuple[WorldsRow, tuple[float, float] | None]:
    """Return what the worlds say about the two at the table, as an assessment of the case has it, and their mean power."""
    two, seed, count = seats(case), worlds.seed, worlds.count
    try:
        layout = layout_of(case, worlds, types)
        outlook = layout.outlook(layout.start())
    except Missing as blank:
        return WorldsRow(seed, count, None, {}, {}, blank.path), None
    agreement = outlook.agreements[0]
    assert agreement is not None  # without moves it can always be asked for
    reached = weight * agreement.exists
    mass = reached.sum(axis=1)
    some = mass > 0
    values = {}
    if some.any():
        for party, per_entry in zip(two, (agreement.frontier.own_at, agreement.frontier.other_at), strict=True):
            at = agreement.average_of(per_entry) / GRID_STEPS_PER_POINT
            values[party] = spread((reached * at).sum(axis=1)[some] / mass[some])
    now = {
        party: spread((weight * points[:, :, 0]).sum(axis=1))
        for party, points in zip(two, (outlook.own_no_deal, outlook.other_no_deal), strict=True)
    }
    power = None if layout.table.power is None else float(layout.table.power.mean())
    row = WorldsRow(seed, count, float(mass.mean()), values, now, None)
    return row, None if power is None else (power, 1 - power)
