# SPDX-License-Identifier: Apache-2.0
"""Whom to ask first: the coalition that is needed in the end, worked back to the first approach, from who influences whom."""

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.consultation_rows import ApproachRow, Calendar, LeaderRow, PairRow, SequenceRow
from pourparler.assess.prospects import informed
from pourparler.assess.spread import spread, stated
from pourparler.assess.worlds import Worlds
from pourparler.case import Case, Coalition
from pourparler.engines.partners import BestOrder, Deference, best_order, chances_in_order, precedences
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.quantity import PROBABILITY, SHARE

Array = NDArray[np.float64]


def sequence_of(case: Case, worlds: Worlds, calendar: Calendar) -> SequenceRow | None:
    """Return in which order to ask those who are needed; None where the case states no coalition."""
    if case.coalition is None:
        return None
    members, way = case.coalition.members, _planned(case, calendar)
    # Among orders that are equally good, the one in which they are told anyway.
    names = (*(n for n in way if n in members), *sorted(n for n in members if n not in way))
    line = case.common_line
    stated_for = case.coalition.agrees
    already = {
        n: stated(stated_for.get(n), PROBABILITY) for n in names if line is not None and line.agreed.get(n, "open") != "open"
    }
    if len(already) == len(names):
        return SequenceRow(members, already, (), None, True, (), (), (), (), None, None)
    deference = _deference(case, case.coalition, worlds, names, frozenset(already))
    won = tuple(names.index(n) for n in already)
    found = best_order(deference, won)
    planned = tuple(names.index(n) for n in way if n in names and n not in already)
    if len(planned) < len(found.order):
        planned = ()
    planned_won = chances_in_order(deference, planned, won).prod(axis=1) if planned else None
    pairs = _pairs(found, names)
    return SequenceRow(
        members,
        already,
        tuple(names[i] for i in found.order),
        spread(found.won),
        all(pair.order in ("before", "either") for pair in pairs),
        tuple(_approach(found, deference, names, won, place) for place in range(len(found.order))),
        pairs,
        tuple(LeaderRow(tuple(names[i] for i in order), share) for order, share in found.leaders),
        tuple(names[i] for i in planned),
        None if planned_won is None else spread(planned_won),
        None if planned_won is None else spread(found.won - planned_won),
    )


def _deference(case: Case, coalition: Coalition, worlds: Worlds, names: tuple[str, ...], already: frozenset[str]) -> Deference:
    """Return what moves those who are needed; a chance not written may be any, an influence not written is none."""
    path = ("coalition", "agrees")
    sure = np.ones(worlds.count)
    alone = [sure if n in already else worlds.draw((*path, n), coalition.agrees.get(n), PROBABILITY) for n in names]
    pull, push = (np.zeros((worlds.count, len(names), len(names))) for _ in range(2))
    for above, table, shares in ((("influence",), pull, case.influence), (("coalition", "repels"), push, coalition.repels)):
        for i, giver in enumerate(names):
            for j, to in enumerate(names):
                share = shares.get(giver, {}).get(to)
                if share is not None:
                    table[:, i, j] = worlds.draw((*above, giver, to), share, SHARE)
    return Deference(np.stack(alone, axis=1), pull, push)


def _planned(case: Case, calendar: Calendar) -> list[str]:
    """Return parties in the order in which they are told: those of the ledger by day, then those of the calendar by step."""
    earlier = sorted({(e.on, e.party) for e in case.consultation if e.on is not None and e.party in informed(case)})
    later = [party for row in calendar.steps for party in row.tells]
    return list(dict.fromkeys([*(party for _, party in earlier), *later]))


def _pairs(found: BestOrder, names: tuple[str, ...]) -> tuple[PairRow, ...]:
    """Return every two parties in the order advised, and whether that is determined between them."""
    settled = precedences(found.before, OUTRANKING_SHARE)
    return tuple(
        PairRow(names[a], names[b], settled[a][b]) for place, a in enumerate(found.order) for b in found.order[place + 1 :]
    )


def _approach(
    found: BestOrder, deference: Deference, names: tuple[str, ...], already: tuple[int, ...], place: int
) -> ApproachRow:
    party = found.order[place]
    before = (*already, *found.order[:place])
    return ApproachRow(
        names[party],
        spread(deference.yes(party, already)),
        spread(found.at_turn[:, place]),
        _strongest(deference.pull[:, before, party].mean(axis=0), [names[i] for i in before]),
        _strongest(deference.push[:, before, party].mean(axis=0), [names[i] for i in before]),
        spread(found.first[:, party]),
        spread(found.rest_if_agreed[:, place]),
        spread(found.rest_if_refused[:, place]),
    )


def _strongest(means: Array, names: list[str]) -> tuple[str, ...]:
    """Return those whose influence is not nothing, the strongest first."""
    return tuple(name for mean, name in sorted(zip(-means, names, strict=True)) if mean < 0)
