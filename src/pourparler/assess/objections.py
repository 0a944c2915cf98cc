# SPDX-License-Identifier: Apache-2.0
"""What somebody holds to be infeasible, against the zone: how likely a deal with it is, as things stand and with moves."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import AlarmRow
from pourparler.assess.moved import ObjectionRow
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import percent, sentence
from pourparler.assess.sets_of_moves import points_of_sides
from pourparler.engines.bargaining import Combination, nash_bargaining_solution, snap

Array = NDArray[np.float64]


def objection_rows(layout: Layout, belief: Array, looked_at: Sequence[int]) -> tuple[ObjectionRow, ...]:
    """Return what is held to be infeasible with the probability of a zone in which it is part of the deal.

    `belief` is [world, type]; `looked_at` are sets of moves, by their places, the empty one first. Each counts once it bites.
    """
    mandate = layout.case.mandate
    rows = []
    for voiced in mandate.disagreements if mandate is not None else ():
        if voiced.infeasible is None:
            continue
        chances = [_zone_with(layout, belief, voiced.infeasible, index) for index in looked_at]
        best = max(range(len(chances)), key=lambda place: (chances[place], -place))
        named = layout.moves.named(looked_at[best])
        rows.append(ObjectionRow(voiced.infeasible, voiced.who, voiced.says, chances[0], named, chances[best]))
    return tuple(rows)


def _zone_with(layout: Layout, belief: Array, option: str, index: int) -> float:
    """Return the probability that some package with an option leaves nobody worse off, under one set of moves."""
    table, moves, start = layout.table, layout.moves, layout.start()
    bitten = table.bitten(moves.in_full(), moves, index)
    frontier = table.frontier(table.changing(moves, index), start.decided, bitten, besides=_others(layout, option))
    inside = np.flatnonzero(moves.sets[index])
    own, other = (snap(side.with_moves(inside).base) for side in points_of_sides(layout))
    exists = nash_bargaining_solution(frontier, own, other, table.power).exists
    return float((belief * exists).sum(axis=1).mean())


def _others(layout: Layout, option: str) -> tuple[Combination, ...]:
    """Return every other option of the same issue, as what no package may hold."""
    issue, held = layout.table.template.place(option)
    return tuple({issue: place} for place in range(layout.table.template.counts[issue]) if place != held)


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
