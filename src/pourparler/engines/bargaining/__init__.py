# SPDX-License-Identifier: Apache-2.0
"""What deals there are: packages and their values, no-deal values under moves, the frontier, the agreement."""

from pourparler.engines.bargaining.additive import Additive, Combination, blocks_of, count_packages, nothing
from pourparler.engines.bargaining.agreement import (
    Agreement,
    contenders,
    nash_bargaining_solution,
    nash_bargaining_solutions,
    solutions_from,
)
from pourparler.engines.bargaining.frontier import Frontier, within_reach
from pourparler.engines.bargaining.no_deal import move_sets, no_deal_values, sums_over_sets
from pourparler.engines.bargaining.packages import (
    GRID_STEPS_PER_POINT,
    Grid,
    admissible_packages,
    contributions,
    enumerate_packages,
    off_grid,
    package_options,
    package_sums,
    snap,
)
from pourparler.engines.bargaining.payoffs import Payoffs
from pourparler.engines.bargaining.power import power_from_patience
from pourparler.engines.bargaining.sums import efficient_frontier, frontier_by_sums

__all__ = [
    "GRID_STEPS_PER_POINT",
    "Additive",
    "Agreement",
    "Combination",
    "Frontier",
    "Grid",
    "Payoffs",
    "admissible_packages",
    "blocks_of",
    "contenders",
    "contributions",
    "count_packages",
    "efficient_frontier",
    "enumerate_packages",
    "frontier_by_sums",
    "move_sets",
    "nash_bargaining_solution",
    "nash_bargaining_solutions",
    "no_deal_values",
    "nothing",
    "off_grid",
    "package_options",
    "package_sums",
    "power_from_patience",
    "snap",
    "solutions_from",
    "sums_over_sets",
    "within_reach",
]
