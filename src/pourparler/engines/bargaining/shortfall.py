# SPDX-License-Identifier: Apache-2.0
"""How far a package falls short of the frontier: what either side could still gain with nobody else losing."""

import numpy as np

from pourparler.engines.bargaining.packages import Grid
from pourparler.errors import EngineInputError


def left_on_the_table(values: Grid, frontier: Grid) -> Grid:
    """Return the most that each party could still gain while no other loses, [package, party].

    `values` [package, party] are what packages are worth, `frontier` [point, party] the efficient points that may be agreed
    on, both on the grid. A row of zeros is a package on the frontier, or one that no point equals or betters for all (it lies
    beyond what may be agreed on). The gains of two parties are alternatives: they are seldom to be had together.

    Raises EngineInputError for different numbers of parties.
    Source: distance to the Pareto frontier along one party's axis; Raiffa (1982), ch. 11 (value left on the table).
    """
    if values.shape[1] != frontier.shape[1]:
        raise EngineInputError("packages and frontier need values for the same parties")
    out = np.zeros_like(values)
    for place, worth in enumerate(values):
        no_worse = frontier[(frontier >= worth).all(axis=1)]
        if len(no_worse):
            out[place] = no_worse.max(axis=0) - worth
    return np.asarray(out)
