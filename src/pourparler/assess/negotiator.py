# SPDX-License-Identifier: Apache-2.0
"""The step for the negotiator: candidates valued in every world, a shortlist, a suggested mandate, the mandate's own points."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.ladders import give_rows, ladder_of, ladder_rows, steps_from, trade_rows
from pourparler.assess.negotiating import NegotiatorRow, ProposalRow, SuggestedRow
from pourparler.assess.packages import Averages
from pourparler.assess.prospects import Layout, Outlook
from pourparler.assess.sentence import Sentence, percent, points, sentence
from pourparler.assess.spread import spread
from pourparler.assess.terms import term_rows
from pourparler.assess.values import PartyValues
from pourparler.engines.bargaining import (
    GRID_STEPS_PER_POINT,
    Grid,
    Offers,
    Reason,
    Robustness,
    SuggestedMandate,
    believed,
    best_acceptable,
    efficient_shares,
    left_on_the_table,
    offers,
    package_options,
    rank_acceptability,
    robustness,
    shortlist,
    snap,
    suggested_mandate,
    unanimity,
)
from pourparler.engines.bargaining.packages import package_strides
from pourparler.engines.bargaining.shortlist import LEAST_ACCEPTABLE
from pourparler.engines.bargaining.suggested_mandate import LEAST_BELIEVED
from pourparler.engines.partners import opposes

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: The names of the mandate's own points.
TARGET, FLOOR = "target", "floor"
#: So many packages at most are taken from each of: the average frontier, the frontiers of all worlds, the likely agreements.
MOST_OF_A_KIND = 40
#: "Likely", as the lower end of that word's band (ICD 203: 55 to 80 %).
LIKELY = 0.55
#: A third party is named as opposing a package if it does so in more than half of the worlds.
MORE_LIKELY_THAN_NOT = 0.5


@dataclass(frozen=True)
class Candidates:
    """Packages that are looked at, valued in every world.

    `packages` [package] are indices, `options` [package, issue]; `own` and `other` are [world, type or 1, package] on the
    grid, and `no_deal` the two no-deal values [world, type] on the grid. `efficient` and `agreed` [package] are how often each
    is efficient and acceptable, and how often it is the agreement. `opposed` says per third party how often it opposes each.
    The last places are the mandate's own points and the offers, by name.
    """

    packages: Index
    options: Index
    own: Grid
    other: Grid
    no_deal: tuple[Grid, Grid]
    weight: Array
    robust: Robustness
    offered: Offers
    efficient: Array
    agreed: Array
    opposed: Mapping[str, Array]
    averages: Grid
    left: Grid
    points: tuple[tuple[str, int], ...]


def negotiator_row(
    layout: Layout, outlook: Outlook, weight: Array, agreed: tuple[Index, Array], averages: Averages, decided: bool
) -> NegotiatorRow:
    """Return what a negotiator takes along, under present no-deal values and without moves.

    `agreed` are the packages that can be the agreement and how likely each is; `weight` [world, type] are beliefs.
    """
    steps = steps_from(layout, weight)
    ladder = ladder_of(steps)
    given, asked = ladder_rows(layout, steps, ladder, weight)
    counts = layout.table.template.counts
    likeliest = agreed[0][agreed[1].argmax()] if agreed[1].sum() > 0 else None
    start = None if likeliest is None else tuple(int(o) for o in package_options(np.array(likeliest), counts))
    trades = trade_rows(layout, weight, steps.reference, start)
    terms = term_rows(layout.case, layout.worlds)
    found = _candidates(layout, outlook, weight, agreed, averages, _own_points(layout, steps.reference), decided)
    if found is None:
        why = sentence("no package is left that nothing bars")
        return NegotiatorRow(given, asked, trades, (), None, (), terms, 0, why)
    looked_at = len(found.packages) - len(found.points)
    points_of = tuple(_proposal(layout, found, place, name, _told_point(name)) for name, place in found.points)
    listed = _shortlist(layout, found, looked_at)
    suggested = _suggested(layout, found, looked_at, *give_rows(layout, steps, ladder))
    return NegotiatorRow(given, asked, trades, listed, suggested, points_of, terms, looked_at, None)


def _own_points(layout: Layout, reference: tuple[int, ...]) -> dict[str, int]:
    """Return the mandate's own points as packages, and every offer, by name.

    The mandate's target: every goal at its target, all else as it is today. Its floor: every goal at its floor, and the
    farthest give on every other issue that it would give on.
    """
    mandate, template = layout.case.mandate, layout.table.template
    told: dict[str, list[int]] = {}
    if mandate is not None and mandate.goals:
        target, floor = list(reference), list(reference)
        own = layout.table.own.parts
        for give in mandate.gives:
            issue, option = template.place(give.give)
            if own[issue][:, :, option].mean() < own[issue][:, :, floor[issue]].mean():
                floor[issue] = option
        for goal in mandate.goals:
            for taken, into in ((goal.target, target), (goal.floor or goal.target, floor)):
                if taken is not None and goal.issue in template.issues:
                    issue, option = template.place(f"{goal.issue}.{taken}")
                    into[issue] = option
        told = {TARGET: target, FLOOR: floor}
    for name, offer in sorted(layout.case.offers.items()):
        places = dict(template.place(f"{issue}.{option}") for issue, option in offer.package.items())
        told[f"offers.{name}"] = [places[issue] for issue in range(len(template.issues))]
    strides = package_strides(template.counts)
    return {name: int(np.dot(options, strides)) for name, options in told.items()}


def _candidates(
    layout: Layout,
    outlook: Outlook,
    weight: Array,
    agreed: tuple[Index, Array],
    averages: Averages,
    named: Mapping[str, int],
    decided: bool,
) -> Candidates | None:
    """Return the packages that are looked at, valued in every world; None if none may be agreed on."""
    table, counts = layout.table, layout.table.template.counts
    no_deal = snap(outlook.own_no_deal[:, :, 0]), snap(outlook.other_no_deal[:, :, 0])
    found = table.frontiers((), decided)
    often, shares = efficient_shares(found.whole, found.package_at, *no_deal, weight)
    some = _chosen(averages.frontier, (often, shares), agreed)
    if not len(some):
        return None
    packages = np.concatenate([some, np.array(list(named.values()), dtype=np.intp)])
    options = np.stack(package_options(packages, counts), axis=1)
    own, other = (_values(values, options) for values in (table.own, table.other))
    best = best_acceptable(found.whole, *no_deal)
    passed = _let_pass(layout, options)
    robust = robustness((own, other), no_deal, weight, unanimity(2), best, passed=passed)
    offered = offers(own, other, *no_deal, weight, passed)
    worth, frontier = (averages.worth(of) for of in (packages, averages.frontier))
    return Candidates(
        packages,
        options,
        own,
        other,
        no_deal,
        weight,
        robust,
        offered,
        _looked_up(packages, often, shares),
        _looked_up(packages, *agreed) / max(float(agreed[1].sum()), np.finfo(np.float64).tiny),
        _opposed(layout, options),
        worth,
        left_on_the_table(worth, frontier),
        tuple((name, len(some) + place) for place, name in enumerate(named)),
    )


def _chosen(frontier: Index, often: tuple[Index, Array], agreed: tuple[Index, Array]) -> Index:
    """Return the packages that are looked at, in the order of their index."""
    every = -(-len(frontier) // MOST_OF_A_KIND) if len(frontier) else 1
    likely = [packages[np.argsort(-shares, kind="stable")[:MOST_OF_A_KIND]] for packages, shares in (often, agreed)]
    return np.unique(np.concatenate([frontier[::every], frontier[-1:], *likely])).astype(np.intp)


def _values(values: PartyValues, options: Index) -> Grid:
    """Return the value of packages [package, issue], [world, type, package] on the grid; one type where none differs."""
    found = np.asarray(values.on_grid().of_block(range(options.shape[1]), options))
    if (found == found[:, :1]).all():
        return found[:, :1]
    return found[:, values.variant]


def _let_pass(layout: Layout, options: Index) -> NDArray[np.bool_] | None:
    """Return which packages those let pass whose consent is needed beside that of the two sides; None if nobody's is."""
    asked = layout.table.consents
    if not asked.are_needed:
        return None
    return asked.let_pass([voice.values.on_grid() for voice in asked.voices], options, layout.table.own.variant, None)


def _looked_up(packages: Index, held: Index, shares: Array) -> Array:
    """Return the share of each package, 0 of those that are not held; `held` is in order."""
    if not len(held):
        return np.zeros(len(packages))
    place = np.minimum(np.searchsorted(held, packages), len(held) - 1)
    return np.where(held[place] == packages, shares[place], 0.0)


def _opposed(layout: Layout, options: Index) -> dict[str, Array]:
    """Return how often each third party whose stance can be told opposes each package, [package]."""
    out = {}
    start = layout.start()
    for name in layout.tolerances:
        stated = layout.table.effects.get(name)
        crossed = np.any([lines[options[:, k]] for k, lines in enumerate(layout.red_lines[name])], axis=0)
        shape = (layout.worlds.count, len(options))
        effect = np.zeros(shape) if stated is None else stated.of_block(range(options.shape[1]), options)[:, 0]
        against = opposes(np.broadcast_to(effect, shape), layout.tolerance(name, start), crossed)
        out[name] = against.mean(axis=0)
    return out


def _shortlist(layout: Layout, found: Candidates, count: int) -> tuple[ProposalRow, ...]:
    """Return the shortlist of the first `count` candidates, with the reasons in words."""
    robust, everyone = found.robust, np.ones(count, dtype=np.bool_)
    own, other = (robust.surplus[side, :count] for side in (0, 1))
    ours, theirs = (robust.by_party[side, :count] >= LIKELY for side in (0, 1))
    even = np.minimum(own, other)
    reasons = [
        Reason("likeliest", found.agreed[:count], found.agreed[:count] > 0),
        Reason("robust", robust.acceptable[:count], robust.acceptable[:count] > 0),
        Reason("ours", own, theirs),
        Reason("theirs", other, ours),
        Reason("even", even, even > 0),
        Reason("total", own + other, even > 0),
        Reason("efficient", found.efficient[:count], found.efficient[:count] > 0),
    ]
    if found.opposed:
        against = -np.sum([share[:count] for share in found.opposed.values()], axis=0)
        half = LEAST_ACCEPTABLE * float(robust.acceptable[:count].max())
        reasons.append(Reason("cohesive", against, (robust.acceptable[:count] >= half) & (half > 0)))
    open_to = everyone & (found.efficient[:count] > 0)
    listed = shortlist(found.options[:count], reasons, robust.acceptable[:count], open_to)
    first = _first(found, listed.packages)
    rows = []
    for place, package in enumerate(listed.packages):
        why = _told(listed.reasons[place])
        rows.append(_proposal(layout, found, package, str(place + 1), why, first[place]))
    return tuple(rows)


def _first(found: Candidates, packages: tuple[int, ...]) -> list[tuple[float, float]]:
    """Return how often each of the packages is the best of them for either side."""
    if not packages:
        return []
    cells = (found.weight / len(found.weight)).reshape(-1)
    some = list(packages)
    out = []
    for values in (found.own, found.other):
        table = np.broadcast_to(values[:, :, some], (*found.weight.shape, len(some))).reshape(len(cells), -1)
        out.append(rank_acceptability(table.astype(np.float64), cells)[:, 0])
    return [(float(ours), float(theirs)) for ours, theirs in zip(*out, strict=True)]


def _told(reasons: tuple[str, ...]) -> Sentence:
    """Return the reasons for which a package is on the list, in words."""
    words = {
        "likeliest": sentence("the likeliest agreement"),
        "robust": sentence("the most robust: acceptable to both most often"),
        "ours": sentence("the best for us that they would likely accept"),
        "theirs": sentence("the best for them that we would likely accept"),
        "even": sentence("the most even: the smaller of both gains is greatest"),
        "total": sentence("the most in sum, point for point"),
        "efficient": sentence("the most often on the frontier"),
        "cohesive": sentence("the most cohesive: the least opposed by third parties"),
        "different": sentence("different from the others in most issues, and acceptable about as often"),
    }
    told = words[reasons[0]]
    for more in reasons[1:]:
        told = sentence("{first}; {second}", first=told, second=words[more])
    return told


def _told_point(name: str) -> Sentence:
    if name == TARGET:
        return sentence("every goal at its target, all else as it is today")
    if name == FLOOR:
        return sentence("every goal at its floor, and all given that the mandate would give")
    return sentence("an offer that has a name")


def _proposal(
    layout: Layout, found: Candidates, place: int, name: str, why: Sentence, first: tuple[float, float] | None = None
) -> ProposalRow:
    template, robust = layout.table.template, found.robust
    taken = template.names(int(found.packages[place]))
    spreads = []
    for values in (found.own, found.other):
        spreads.append(spread(believed(values[:, :, place] / GRID_STEPS_PER_POINT, found.weight)))
    regret = robust.regret[:, place] / GRID_STEPS_PER_POINT
    left = found.left[place] / GRID_STEPS_PER_POINT
    options = {f"{issue}.{option}" for issue, option in taken.items()}
    mandate = layout.case.mandate
    lines = {**layout.case.red_lines, "": mandate.red_lines if mandate is not None else ()}
    return ProposalRow(
        name,
        why,
        taken,
        spreads[0],
        spreads[1],
        float(robust.acceptable[place]),
        float(robust.by_party[0, place]),
        float(robust.by_party[1, place]),
        float(found.efficient[place]),
        float(regret.mean()),
        float(regret.max()),
        first[0] if first is not None else None,
        first[1] if first is not None else None,
        float(left[0]),
        float(left[1]),
        tuple(name for name, share in found.opposed.items() if share[place] > MORE_LIKELY_THAN_NOT),
        tuple(sorted({option for drawn in lines.values() for option in drawn if option in options})),
        _below_floor(layout, taken),
    )


def _below_floor(layout: Layout, taken: Mapping[str, str]) -> tuple[str, ...]:
    """Return the issues on which a package is worth less to us, on average, than the mandate's floor."""
    template, own, out = layout.table.template, layout.table.own.parts, []
    for goal in layout.case.mandate.goals if layout.case.mandate is not None else ():
        if goal.floor is not None and goal.issue in template.issues:
            issue, floor = template.place(f"{goal.issue}.{goal.floor}")
            _, option = template.place(f"{goal.issue}.{taken[goal.issue]}")
            if own[issue][:, :, option].mean() < own[issue][:, :, floor].mean():
                out.append(goal.issue)
    return tuple(sorted(out))


def _suggested(layout: Layout, found: Candidates, count: int, gives: tuple[object, ...], gives_why: Sentence) -> SuggestedRow:
    """Return the mandate that the analysis suggests among the first `count` candidates."""
    offered = found.offered
    parts = (offered.accepted, offered.by_type, offered.value, offered.worth, offered.safe)
    some = Offers(*(part[..., :count] for part in parts))
    belief = found.weight.mean(axis=0)
    said = suggested_mandate(some, belief, found.averages[:count, 1].astype(np.float64))
    rows = {
        "opening": [(place, _opening_why(layout, found, belief, place)) for place in said.opening],
        "target": [(place, _target_why(found, place)) for place in said.target],
        "floor": [(place, _floor_why(found, place)) for place in said.floor],
    }
    told = {name: tuple(_proposal(layout, found, p, name, why) for p, why in listed) for name, listed in rows.items()}
    return SuggestedRow(told["opening"], told["target"], told["floor"], _without(said), gives, gives_why)  # type: ignore[arg-type]


def _opening_why(layout: Layout, found: Candidates, belief: Array, place: int) -> Sentence:
    types, chance = layout.types, found.offered.by_type[:, place]
    kind = int(np.argmax(np.where(belief >= LEAST_BELIEVED, chance, -1)))
    who = ", ".join(hs[int(types.index[n, kind])] for n, hs in enumerate(types.hypotheses))
    if not who:
        return sentence(
            "worth most to us of what they would accept with an even chance; here {chance}", chance=percent(chance[kind])
        )
    return sentence(
        "worth most to us of what they would accept with an even chance if some hypothesis is true; here {chance} if {values}",
        chance=percent(float(chance[kind])),
        values=who,
    )


def _target_why(found: Candidates, place: int) -> Sentence:
    value = float(found.offered.value[place]) / GRID_STEPS_PER_POINT
    no_deal = float((found.weight * found.no_deal[0]).sum() / len(found.weight)) / GRID_STEPS_PER_POINT
    return sentence(
        "as an offer to take or leave it brings most: {value} points, against {no_deal} without a deal; accepted in {chance}",
        value=points(value),
        no_deal=points(no_deal),
        chance=percent(float(found.offered.accepted[place])),
    )


def _floor_why(found: Candidates, place: int) -> Sentence:
    return sentence(
        "the farthest that one can go: of what is no worse for us than no deal in 95%, the least; here {chance}",
        chance=percent(float(found.offered.safe[place])),
    )


def _without(said: SuggestedMandate) -> tuple[Sentence, ...]:
    out = []
    if not said.opening:
        out.append(sentence("no opening: nothing would be accepted with an even chance under any hypothesis"))
    if not said.target:
        out.append(sentence("no target: nothing would be accepted at all"))
    if not said.floor:
        out.append(sentence("no floor: no package is worth at least our no-deal value in 95%"))
    return tuple(out)
