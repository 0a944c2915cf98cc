# SPDX-License-Identifier: Apache-2.0
"""The step of spoilers: who may spoil, and what would move a party that opposes a package."""

from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.listed import Listed
from pourparler.assess.prospects import Layout
from pourparler.assess.spread import spread
from pourparler.assess.wider import ChangeRow, MoverRow, SpoilerRow
from pourparler.assess.worlds import Missing
from pourparler.engines.bargaining import admissible_packages
from pourparler.engines.partners import opposition_after_changes, shortfall
from pourparler.quantity import POINTS

Array = NDArray[np.float64]

#: More likely than not: a party is to be moved if it opposes so likely, and is moved by what brings that down to it.
EVEN = 0.5
#: So many changes of one option are named for a party and a package.
MOST_CHANGES = 3


def spoiler_rows(layout: Layout) -> tuple[SpoilerRow, ...]:
    """Return every third party of which the case says that it may spoil, whatever it is called."""
    rows = []
    for name, (chance, reach) in sorted(layout.spoiling.items()):
        stated = layout.case.parties[name].spoiling
        assert stated is not None  # it has a chance of spoiling
        rows.append(SpoilerRow(name, spread(chance), spread(reach), stated.how, stated.moved_by, stated.contingency))
    return tuple(rows)


def mover_rows(found: Listed) -> tuple[MoverRow, ...]:
    """Return what would move each party that opposes a package more likely than not."""
    _, opposed = found.stands
    chance = opposed.mean(axis=0)
    return tuple(
        _row(found, party, place, float(chance[party, place]))
        for party in range(len(found.parties))
        for place in range(len(found.names))
        if chance[party, place] > EVEN
    )


def _row(found: Listed, party: int, place: int, chance: float) -> MoverRow:
    there, package = found.reactions, found.options[place]
    effects, crossed = [e[:, party] for e in there.effects], [c[party] for c in there.crossed]
    tolerance = there.tolerance[:, party]
    after = opposition_after_changes(effects, crossed, package.tolist(), tolerance)
    effect = found.stands[0][:, party, place]
    on_line = any(bool(c[o]) for c, o in zip(crossed, package, strict=True))
    lacks = None if on_line else spread(shortfall(effect, tolerance))
    return MoverRow(
        found.parties[party],
        found.names[place],
        chance,
        _changes(found, place, after),
        _steps(found, found.parties[party], effect, tolerance, on_line),
        lacks,
    )


def _changes(found: Listed, place: int, after: tuple[Array, ...]) -> tuple[ChangeRow, ...]:
    """Return the changes of one option that nothing bars and that move the party, best first."""
    table, package = found.layout.table, found.options[place]
    moved = [
        (issue, option, float(chance))
        for issue, chances in enumerate(after)
        for option, chance in enumerate(chances)
        if option != package[issue] and chance <= EVEN
    ]
    if not moved:
        return ()
    changed = np.tile(package, (len(moved), 1))
    for row, (issue, option, _) in enumerate(moved):
        changed[row, issue] = option
    allowed = admissible_packages(changed, table.barred)
    left = np.flatnonzero(allowed)
    own, other = (found.worth_of(changed[left], side) - found.worth_of(package[None, :], side) for side in (0, 1))
    costs_least = np.argsort(-np.minimum(own.mean(axis=0), other.mean(axis=0)), kind="stable")[:MOST_CHANGES]
    rows = []
    for column in costs_least.tolist():
        issue, option, chance = moved[left[column]]
        name = f"{table.template.issues[issue]}.{table.template.options[issue][option]}"
        rows.append(ChangeRow(name, chance, spread(own[:, column]), spread(other[:, column])))
    return tuple(rows)


def _steps(found: Listed, party: str, effect: Array, tolerance: Array, on_line: bool) -> dict[str, float]:
    """Return how likely the party opposes after each step of preparation that aligns it, or aligns one who moves it."""
    layout = found.layout
    out = {}
    for name in sorted(layout.case.preparation):
        step = layout.case.preparation[name]
        share = 1.0 if step.aligns == party else layout.influence.get(step.aligns or "", {}).get(party)
        if share is None or step.tolerance is None:
            continue
        with suppress(Missing):  # a step with an unknown number is set aside by the plan too
            more = layout.worlds.draw(("preparation", name, "tolerance"), step.tolerance, POINTS)
            out[name] = 1.0 if on_line else float((effect < -np.maximum(0, tolerance + share * more)).mean())
    return out
