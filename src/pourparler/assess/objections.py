# SPDX-License-Identifier: Apache-2.0
"""What somebody holds to be infeasible, against the zone: how likely a deal with it is, as things stand and with moves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import AlarmRow
from pourparler.assess.consent import kept_under
from pourparler.assess.moved import ObjectionRow
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import percent, sentence
from pourparler.assess.sets_of_moves import points_of_sides
from pourparler.engines.bargaining import Combination, Frontier, nash_bargaining_solution, snap

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Reached:
    """How likely a deal with some options is: as things stand, and under the moves looked at under which it is likeliest."""

    p_zone: float
    moves: tuple[str, ...]
    p_zone_with_moves: float


def objection_rows(layout: Layout, belief: Array, looked_at: Sequence[int]) -> tuple[ObjectionRow, ...]:
    """Return what is held to be infeasible with the probability of a zone in which it is part of the deal.

    `belief` is [world, type]; `looked_at` are sets of moves, by their places, the empty one first. Each counts once it bites.
    """
    mandate = layout.case.mandate
    rows = []
    for voiced in mandate.disagreements if mandate is not None else ():
        if voiced.infeasible is not None:
            found = reached(layout, belief, [voiced.infeasible], looked_at)
            held = voiced.infeasible, voiced.who, voiced.says
            rows.append(ObjectionRow(*held, found.p_zone, found.moves, found.p_zone_with_moves))
    return tuple(rows)


def reached(layout: Layout, belief: Array, options: Sequence[str], looked_at: Sequence[int]) -> Reached:
    """Return the probability that some package with all of some options leaves nobody worse off, now and with moves.

    `belief` is [world, type]; `looked_at` are sets of moves by their places, the empty one first, each counted once it bites.
    """
    chances = _zones_with(layout, belief, options, looked_at)
    best = max(range(len(chances)), key=lambda place: (chances[place], -place))
    return Reached(chances[0], layout.moves.named(looked_at[best]), chances[best])


def _zones_with(layout: Layout, belief: Array, options: Sequence[str], looked_at: Sequence[int]) -> list[float]:
    """Return that probability under each of some sets of moves; those that leave packages as they are share a frontier."""
    table, moves, start = layout.table, layout.moves, layout.start()
    barred, sides = _others(layout, options), points_of_sides(layout)
    frontiers: dict[tuple[tuple[int, ...], bytes], Frontier] = {}
    out = []
    for index in looked_at:
        changing, bitten = table.changing(moves, index), table.bitten(moves.in_full(), moves, index)
        key = changing, kept_under(bitten)
        if key not in frontiers:
            frontiers[key] = table.frontier(changing, start.decided, bitten, besides=barred)
        inside = np.flatnonzero(moves.sets[index])
        own, other = (snap(side.with_moves(inside).base) for side in sides)
        exists = nash_bargaining_solution(frontiers[key], own, other, table.power).exists
        out.append(float((belief * exists).sum(axis=1).mean()))
    return out


def _others(layout: Layout, options: Sequence[str]) -> tuple[Combination, ...]:
    """Return every other option of the issues that some options are of, as what no package may hold."""
    held = dict(layout.table.template.place(option) for option in options)
    counts = layout.table.template.counts
    return tuple({issue: place} for issue, taken in held.items() for place in range(counts[issue]) if place != taken)


def objection_alarms(rows: Sequence[ObjectionRow]) -> list[AlarmRow]:
    """Contradict what is held to be infeasible where there is a zone with it (O-19)."""
    out = []
    for row in rows:
        if row.p_zone > 0:
            template = (
                "{holder} holds that {option} cannot be had; a deal with it that leaves nobody worse off exists in {share}"
            )
        elif row.p_zone_with_moves > 0:
            template = (
                "{holder} holds that {option} cannot be had; under present alternatives it cannot, with {moves} in {share}"
            )
        else:
            continue
        share, moves = percent(row.p_zone or row.p_zone_with_moves), ", ".join(row.moves)
        text = sentence(template, holder=row.who, option=row.option, share=share, moves=moves)
        out.append(AlarmRow(f"infeasible.{row.option}", "O-19", text))
    return out
