# SPDX-License-Identifier: Apache-2.0
"""How far named offers lie from the frontier: what each party could still gain with nobody else losing."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pourparler.assess.grid import OnGrid, places
from pourparler.engines.bargaining import ParetoFrontier
from pourparler.exchange import StatedTable


@dataclass(frozen=True)
class GainRow:
    """The most that one party could gain beyond an offer with nobody else losing, and a package that gives it."""

    gain: Fraction
    package: Mapping[str, str] | None


@dataclass(frozen=True)
class OfferRow:
    """A package with a name: its values, whether it may be agreed at all, and how far it lies from the frontier.

    `dominated`: some package is better for one party and worse for none. `below` names those who would rather have no deal.
    """

    package: Mapping[str, str]
    values: tuple[Fraction, ...]
    barred: bool
    dominated: bool
    below: tuple[str, ...]
    could_gain: Mapping[str, GainRow]


def offer_rows(stated: StatedTable, grid: OnGrid, frontier: ParetoFrontier) -> dict[str, OfferRow]:
    """Return every named offer of a table. Raises EngineInputError for an option that is not there."""
    return {name: _offer(stated, grid, frontier, package) for name, package in stated.offers.items()}


def _offer(stated: StatedTable, grid: OnGrid, frontier: ParetoFrontier, package: Mapping[str, str]) -> OfferRow:
    taken = places(stated, package)
    options = np.array([[taken[issue] for issue in range(len(stated.issues))]])
    worth = grid.payoffs.values_of(options)[0]
    gains = {}
    for party, name in enumerate(stated.parties):
        others = np.delete(np.arange(len(worth)), party)
        open_to = np.flatnonzero((frontier.values[:, others] >= worth[others]).all(axis=1))
        best = open_to[np.argmax(frontier.values[open_to, party])] if len(open_to) else None
        gain = int(frontier.values[best, party] - worth[party]) if best is not None else 0
        gains[name] = GainRow(
            grid.back(max(0, gain)), _package(stated, frontier, int(best)) if best is not None and gain > 0 else None
        )
    return OfferRow(
        {issue.name: package[issue.name] for issue in stated.issues},
        grid.values(worth),
        not bool(grid.payoffs.admits(options)[0]),
        any(row.gain > 0 for row in gains.values()),
        tuple(name for name, value, least in zip(stated.parties, worth, grid.no_deal, strict=True) if value < least),
        gains,
    )


def _package(stated: StatedTable, frontier: ParetoFrontier, point: int) -> dict[str, str]:
    package = frontier.packages_at(point, 1)[0]
    return {issue.name: issue.options[int(option)] for issue, option in zip(stated.issues, package, strict=True)}
