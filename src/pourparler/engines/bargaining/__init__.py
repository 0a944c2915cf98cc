# SPDX-License-Identifier: Apache-2.0
"""What deals there are: packages and their values, no-deal values under moves, the frontier, the agreement."""

from pourparler.engines.bargaining.agreement import Agreement, nash_bargaining_solution
from pourparler.engines.bargaining.frontier import Frontier, efficient_frontier, within_reach
from pourparler.engines.bargaining.no_deal import move_sets, no_deal_values, sums_over_sets
from pourparler.engines.bargaining.packages import (
    GRID_STEPS_PER_POINT,
    Grid,
    admissible_packages,
    contributions,
    enumerate_packages,
    off_grid,
    package_sums,
    snap,
)

__all__ = [
    "GRID_STEPS_PER_POINT",
    "Agreement",
    "Frontier",
    "Grid",
    "admissible_packages",
    "contributions",
    "efficient_frontier",
    "enumerate_packages",
    "move_sets",
    "nash_bargaining_solution",
    "no_deal_values",
    "off_grid",
    "package_sums",
    "snap",
    "sums_over_sets",
    "within_reach",
]
