# SPDX-License-Identifier: Apache-2.0
"""The step of the big picture: packages beyond the table, cohesion, wedges, what is dear outside, self-harm, the stakes."""

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import BargainingRow
from pourparler.assess.ladders import reference_of, steps_from
from pourparler.assess.listed import Listed, listed_packages, reactions_of
from pourparler.assess.negotiating import NegotiatorRow
from pourparler.assess.packages import Averages
from pourparler.assess.priorities import priority_rows
from pourparler.assess.prospects import Layout, Outlook, informed
from pourparler.assess.spoilers import mover_rows, spoiler_rows
from pourparler.assess.spread import spread
from pourparler.assess.wider import BigPicture, CohesiveRow, DearRow, StakeRow, StanceRow, WedgeRow, WiderPackageRow
from pourparler.case import Case
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT
from pourparler.engines.partners import (
    SelfHarm,
    Stances,
    Tiebreak,
    cohesion,
    dearness,
    determined,
    most_cohesive,
    rank_by_effect,
    self_harm,
    span,
    stances,
    wedges,
)
from pourparler.engines.readiness import OUTRANKING_SHARE

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: The four stances, in the order in which they are told; of equally likely ones the first is named.
STANCES = ("supports", "lives_with", "opposes", "spoils")
#: So many of the most cohesive packages are named.
MOST_NAMED = 5
#: The role of those whose common line is asked about. It enters no stance, no value and no chance.
PARTNER = "partner"


def big_picture(
    layout: Layout, outlook: Outlook, weight: Array, averages: Averages, negotiator: NegotiatorRow, table: BargainingRow
) -> BigPicture:
    """Return what packages do beyond the table, as things stand and without moves.

    `outlook` is that of today's situation, `weight` [world, type] are beliefs, `averages` what packages are worth by them.
    """
    case = layout.case
    found = listed_packages(layout, negotiator, table.drawn, weight, outlook.own_no_deal[:, :, 0])
    partners = tuple(name for name in found.parties if case.parties[name].role == PARTNER)
    cohesive = _most_cohesive(layout, partners, outlook, weight, averages)
    return BigPicture(
        packages=_packages(found, partners),
        partners=partners,
        everyone=found.parties,
        most_cohesive=cohesive[0][0],
        agreeable=cohesive[1][0],
        cohesive_bound=cohesive[0][1],
        agreeable_bound=cohesive[1][1],
        wedges=_wedges(layout, partners, weight),
        dear=_dear(layout, weight),
        priorities=priority_rows(found),
        movers=mover_rows(found),
        spoilers=spoiler_rows(layout),
        stakes=_stakes(found),
        left_out=left_out(case),
        unknown=dict(sorted(layout.table.unknown_effects.items())),
    )


def left_out(case: Case) -> dict[str, str]:
    """Return the third parties that the case leaves out, with the reason for each."""
    return {name: party.left_out for name, party in sorted(case.parties.items()) if party.left_out}


def _packages(found: Listed, partners: tuple[str, ...]) -> tuple[WiderPackageRow, ...]:
    """Return a row for every package that is looked at."""
    effect, opposed = found.stands
    spoiling = np.zeros(effect.shape[:2])
    for place, party in enumerate(found.parties):
        if party in found.layout.spoiling:
            spoiling[:, place] = found.layout.spoiling[party][0]
    probable = stances(effect, opposed, spoiling)
    places = [found.parties.index(name) for name in partners]
    together, everyone = cohesion(opposed[:, places]), cohesion(opposed)
    no_deal = (found.weight * found.no_deal).sum(axis=1)
    gain, outside = found.worth_of(found.options, 0) - no_deal[:, None], found.outside
    harm = self_harm(found.gain, outside, found.weight) if outside is not None else None
    worth, above = gain.mean(axis=0), (found.weight[:, :, None] * (found.gain > 0)).sum(axis=(0, 1)) / len(gain)
    rows = []
    for place, names in enumerate(found.names):
        crosses = _crosses(found, place)
        share = _harm_share(harm, place)
        rows.append(
            WiderPackageRow(
                names,
                found.package(place),
                found.chances[place],
                float(together[place]) if partners else None,
                float(everyone[place]) if found.parties else None,
                crosses,
                bool(worth[place] == worth.max()),
                spread(gain[:, place]),
                spread(outside[:, place]) if outside is not None else None,
                spread(gain[:, place] + outside[:, place]) if outside is not None else None,
                float(above[place]),
                share,
                determined(share, OUTRANKING_SHARE) if share is not None else None,
                _stances(found.parties, probable, effect[:, :, place], place, crosses),
            )
        )
    return tuple(rows)


def _harm_share(harm: SelfHarm | None, place: int) -> float | None:
    """Return how likely the wider loss exceeds the gain where there is one; None where it cannot be said."""
    return float(harm.share()[place]) if harm is not None and harm.gains[place] > 0 else None


def _crosses(found: Listed, place: int) -> dict[str, tuple[str, ...]]:
    """Return the options of a package that cross somebody's red line, by whose it is."""
    taken = {f"{issue}.{option}" for issue, option in found.package(place).items()}
    lines = found.layout.case.red_lines
    crossed = {name: tuple(sorted(taken & set(lines.get(name, ())))) for name in found.parties}
    return {name: options for name, options in crossed.items() if options}


def _stances(
    parties: tuple[str, ...], probable: Stances, effect: Array, place: int, crosses: dict[str, tuple[str, ...]]
) -> tuple[StanceRow, ...]:
    """Return where every party stands on one package; `effect` is [world, party]."""
    ranks = rank_by_effect(effect, OUTRANKING_SHARE).ranks
    four = np.stack([getattr(probable, name)[:, place] for name in STANCES], axis=1)
    rows = []
    for party, name in enumerate(parties):
        gains, loses = float((effect[:, party] > 0).mean()), float((effect[:, party] < 0).mean())
        sign = True if gains >= OUTRANKING_SHARE else False if loses >= OUTRANKING_SHARE else None
        stance = STANCES[int(four[party].argmax())]
        supports, lives_with, against, spoils = map(float, four[party])
        does = spread(effect[:, party])
        rows.append(
            StanceRow(name, stance, supports, lives_with, against, spoils, does, sign, ranks[party], crosses.get(name, ()))
        )
    return tuple(rows)


def _most_cohesive(
    layout: Layout, partners: tuple[str, ...], outlook: Outlook, weight: Array, averages: Averages
) -> tuple[tuple[tuple[CohesiveRow, ...], float | None], tuple[tuple[CohesiveRow, ...], float | None]]:
    """Return the most cohesive of all packages that nothing bars, and of those both sides gain by, each with its bound."""
    if not partners:
        return ((), None), ((), None)
    table = layout.table
    tiebreak = _tiebreak(averages, (outlook.own_no_deal[:, :, 0], outlook.other_no_deal[:, :, 0]), weight)
    reactions = reactions_of(layout, partners)
    out = []
    for least in (-np.inf, 0.0):
        found = most_cohesive(reactions, tiebreak, table.barred, MOST_NAMED, even_at_least=least)
        rows = []
        for package, held in zip(found.packages, found.cohesion, strict=True):
            own, other = tiebreak.gains(package.tolist())
            taken = {issue: table.template.options[k][package[k]] for k, issue in enumerate(table.template.issues)}
            rows.append(CohesiveRow(taken, float(held), float(own), float(other)))
        out.append((tuple(rows), None if found.exact else found.bound))
    return out[0], out[1]


def _tiebreak(averages: Averages, no_deal: tuple[Array, Array], weight: Array) -> Tiebreak:
    """Return what packages are worth to both sides on average, and what no deal is."""
    sides = averages.values
    parts = zip(*(side.parts for side in sides), strict=True)
    together = []
    for place, side in enumerate(sides):
        for combination, amount in side.together:
            added = np.zeros(len(sides))
            added[place] = amount[0, 0] / GRID_STEPS_PER_POINT
            together.append((combination, added))
    least = np.array([float((weight * values).sum() / len(weight)) for values in no_deal])
    by_issue = tuple(np.stack([part[0, 0] for part in each]) / GRID_STEPS_PER_POINT for each in parts)
    return Tiebreak(by_issue, tuple(together), least)


def _wedges(layout: Layout, partners: tuple[str, ...], weight: Array) -> tuple[WedgeRow, ...]:
    """Return by how much each issue divides the partners, what divides most first; nothing for fewer than two partners."""
    if len(partners) <= 1:
        return ()
    template = layout.table.template
    found = wedges(reactions_of(layout, partners), reference_of(layout, weight))
    ranks = rank_by_effect(found.gap, OUTRANKING_SHARE).ranks
    order = sorted(range(len(template.issues)), key=lambda issue: (-float(found.gap[:, issue].mean()), issue))
    return tuple(
        WedgeRow(
            template.issues[issue],
            template.options[issue][found.option[issue]],
            spread(found.gap[:, issue]),
            float(found.divided[issue]),
            float(found.drop[issue]),
            ranks[issue],
        )
        for issue in order
        if found.gap[:, issue].any() or found.divided[issue] > 0
    )


def _dear(layout: Layout, weight: Array) -> tuple[DearRow, ...]:
    """Return the steps from today that may cost us more outside the table than at it, the dearest first."""
    found = steps_from(layout, weight)
    if found.outside is None or not found.steps:
        return ()
    likely = dearness(found.cost, found.outside)
    template = layout.table.template
    rows = []
    for place in np.argsort(found.outside.mean(axis=0), kind="stable").tolist():
        issue, option = found.steps[place]
        free, dear = (determined(float(chance[place]), OUTRANKING_SHARE) for chance in (likely.free, likely.dear))
        if dear is not False and float(found.outside[:, place].mean()) < 0:
            name = f"{template.issues[issue]}.{template.options[issue][option]}"
            cost, outside = spread(found.cost[:, place]), spread(found.outside[:, place])
            rows.append(DearRow(name, cost, outside, free, dear, float(likely.both[place])))
    return tuple(rows)


def _stakes(found: Listed) -> tuple[StakeRow, ...]:
    """Return how much hangs on each third party, and for it."""
    layout, told = found.layout, informed(found.layout.case)
    interest = np.sum([span(effect) for effect in found.reactions.effects], axis=0)
    rows = []
    for place, party in enumerate(found.parties):
        against = layout.reach_against.get(party)
        power = spread(np.abs(against)) if against is not None else None
        rows.append(StakeRow(party, power, spread(interest[:, place]), party in told))
    return tuple(rows)
