# SPDX-License-Identifier: Apache-2.0
"""Deals that some of the parties at the table could make: how often there is one, and what it brings to everyone."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import CoalitionRow
from pourparler.assess.consent import Voice
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import sentence
from pourparler.assess.spread import Spread, spread
from pourparler.case import all_exclusions, with_moves
from pourparler.engines.bargaining import (
    GRID_STEPS_PER_POINT,
    Additive,
    Grid,
    admissible_packages,
    coalitions_that_can_deal,
    enumerate_packages,
    separate_deal,
    snap,
)

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Values of packages that are looked at at once: worlds are taken in pieces, so that memory stays small.
VALUES_AT_ONCE = 4_000_000


def coalition_rows(layout: Layout, weight: Array) -> tuple[CoalitionRow, ...]:
    """Return what each smallest coalition could agree on, and each that can deal without us, as things stand and without moves.

    Nothing where only the two sides are at the table: their deal is the zone of agreement. `weight` [world, type] are beliefs.
    """
    asked = layout.table.consents
    if len(asked.parties) <= 2:
        return ()
    found = coalitions_that_can_deal(asked.rule, without=0)
    valued = {place for place, party in enumerate(asked.parties) if party not in asked.unvalued}
    deals = _deals(layout, [members for members in found if valued.issuperset(members)])
    rows = []
    for members in found:
        names = tuple(asked.parties[member] for member in members)
        if members not in deals:
            blank = next(path for name, path in sorted(asked.unvalued.items()) if name in names)
            rows.append(CoalitionRow(names, 0 not in members, None, {}, sentence("unknown: {path}", path=blank)))
            continue
        exists, gains = deals[members]
        chance = float((weight * exists).sum(axis=1).mean())
        told = {asked.parties[p]: _gain(exists, gain, weight) for p, gain in gains.items()} if chance > 0 else {}
        rows.append(CoalitionRow(names, 0 not in members, chance, told, None))
    return tuple(rows)


def _gain(exists: Flags, gain: Array, weight: Array) -> Spread:
    """Return a party's gain, in points, over the worlds in which the deal exists."""
    mass = (weight * exists).sum(axis=1)
    some = mass > 0
    return spread((weight * exists * gain).sum(axis=1)[some] / mass[some] / GRID_STEPS_PER_POINT)


def _deals(layout: Layout, found: list[tuple[int, ...]]) -> dict[tuple[int, ...], tuple[Flags, dict[int, Array]]]:
    """Return per coalition whether it has a deal [world, type], and what that brings each party whose values are known."""
    table, worlds, types = layout.table, layout.worlds.count, layout.types.count
    asked, counts = table.consents, table.template.counts
    combos = enumerate_packages(counts)
    excluded = all_exclusions(with_moves(layout.case))
    combos = combos[admissible_packages(combos, [table.template.combination(each) for each in excluded])]
    own = {voice.party: voice for voice in asked.voices if voice.name == asked.parties[voice.party]}
    known = [0, 1, *sorted(own)]
    grids = [table.own.on_grid(), table.other.on_grid(), *(own[party].values.on_grid() for party in sorted(own))]
    sides = [snap(values[:, :, 0]) for values in layout.no_deal_values(layout.start())]
    no_deal = np.stack([*sides, *(own[party].no_deal_on_grid(None) for party in sorted(own))])
    step = max(1, VALUES_AT_ONCE // max(1, len(known) * types * len(combos)))
    pieces: dict[tuple[int, ...], list[tuple[Flags, Array]]] = {members: [] for members in found}
    for start in range(0, worlds, step):
        some = slice(start, start + step)
        values = np.stack([_values(grid, combos, table.own.variant, some) for grid in grids])
        others = [(voice, _values(voice.values.on_grid(), combos, table.own.variant, some)) for voice in _bodies(layout)]
        everything = np.ones(len(combos), dtype=np.bool_)
        for members in found:
            consents = np.stack([_consents(layout, member, combos, others, some) for member in members])
            deal = separate_deal(values, no_deal[:, some], everything, [known.index(m) for m in members], consents)
            pieces[members].append((deal.exists, deal.gains))
    out = {}
    for members, parts in pieces.items():
        gains = np.concatenate([gain for _, gain in parts], axis=1)
        out[members] = np.concatenate([exists for exists, _ in parts]), dict(zip(known, gains, strict=True))
    return out


def _values(grid: Additive, combos: Index, variant: Index, some: slice) -> Grid:
    """Return what packages are worth in some worlds, [world, type, package]."""
    inside = Additive(tuple(part[some] for part in grid.parts), tuple((c, amount[some]) for c, amount in grid.together))
    return np.asarray(inside.of_block(range(combos.shape[1]), combos)[:, variant])


def _bodies(layout: Layout) -> list[Voice]:
    asked = layout.table.consents
    return [voice for voice in asked.voices if voice.name != asked.parties[voice.party]]


def _consents(layout: Layout, member: int, combos: Index, bodies: Sequence[tuple[Voice, Grid]], some: slice) -> Flags:
    """Return to which packages [world, type, package] a member may consent: no red line of its own crossed, bodies agreeing."""
    case, template = layout.case, layout.table.template
    party = layout.table.consents.parties[member]
    lines = list(case.mandate.red_lines) if member == 0 and case.mandate is not None else []
    for name in (party, *case.parties[party].ratifiers):
        lines += case.red_lines.get(name, ()) if member > 1 or name != party else ()
    within = admissible_packages(combos, [dict([template.place(option)]) for option in lines])
    agreed = np.broadcast_to(within, (len(range(*some.indices(layout.worlds.count))), layout.types.count, len(combos)))
    for voice, values in bodies:
        if voice.party == member:
            agreed = agreed & (values >= voice.no_deal_on_grid(None)[some][:, :, None])
    return np.asarray(agreed)
