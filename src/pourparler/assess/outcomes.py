# SPDX-License-Identifier: Apache-2.0
"""What every package that may be agreed on would bring: read once per frontier, and then looked up for every agreement."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.table import Frontiers, Table
from pourparler.engines.bargaining import Agreement, Grid, nash_bargaining_solutions, package_options
from pourparler.engines.partners import opposes

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Outcomes:
    """What packages bring that agreements can hold, each [entry] of the part of a frontier in which agreements lie.

    `deal` is our value of the deal with what follows it, `left_over` what a breach leaves, `outside` what effects on third
    parties are worth to us; `effects` and `crossed` say per third party whose opposition counts what the package does to it,
    and whether it crosses a red line. `world` is the world of each entry.
    """

    frontiers: Frontiers
    power: Array | None
    world: NDArray[np.intp]
    deal: Array
    left_over: Array
    outside: Array | None
    effects: Mapping[str, Array]
    crossed: Mapping[str, Flags]

    def agreements(self, own_no_deal: Grid, other_no_deal: Grid) -> tuple[Agreement, ...]:
        """Return the agreements under no-deal values [set, world, type] on the grid, within the bounds of the table."""
        part, whole = self.frontiers.part, self.frontiers.whole
        return nash_bargaining_solutions(part, own_no_deal, other_no_deal, self.power, whole)

    def opposition(self, tolerances: Mapping[str, Array], reach: Mapping[str, Array]) -> Array | None:
        """Return what opposition to each package does to the reach, [entry]; None if nobody's opposition counts.

        `tolerances` and `reach` hold per party [world] the loss it can live with, and what its opposition changes.
        """
        total: Array | None = None
        for party, weight in reach.items():
            opposed = opposes(self.effects[party][:, None], tolerances[party][self.world], self.crossed[party][:, None])[:, 0]
            change = weight[self.world] * opposed
            total = change if total is None else total + change
        return total


def outcomes_of(
    table: Table,
    changing: tuple[int, ...],
    decided: bool,
    red_lines: Mapping[str, tuple[Flags, ...]],
    counted: tuple[str, ...],
    bitten: Array | None = None,
    shut: tuple[str, ...] = (),
) -> Outcomes:
    """Return what packages bring under moves that change values, with or without a mandate in force.

    `bitten` [world, move] are moves that have changed what others whose consent is needed have without a deal, if any; `shut`
    are options that no package may hold.
    """
    found = table.frontiers(changing, decided, bitten, shut)
    part, brings = found.part, table.consequences
    world, kind = part.places_in_worlds()
    options = package_options(part.package_at, table.template.counts)
    outside = None if brings.outside.is_zero() else brings.outside.at_options(options, world, kind)
    crossed = {}
    effects = {}
    for party in counted:
        crossed[party] = np.any([lines[options[issue]] for issue, lines in enumerate(red_lines[party])], axis=0)
        stated = table.effects.get(party)
        effects[party] = np.zeros(len(world)) if stated is None else stated.at_options(options, world, kind)
    return Outcomes(
        found,
        table.power,
        world,
        found.deal,
        brings.left_over.at_options(options, world, kind),
        outside,
        effects,
        crossed,
    )
