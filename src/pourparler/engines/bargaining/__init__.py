# SPDX-License-Identifier: Apache-2.0
"""What deals there are: packages and their values, no-deal values under moves, the frontier, the agreement."""

from pourparler.engines.bargaining.additive import Additive, Combination, blocks_of, nothing
from pourparler.engines.bargaining.adjusted_winner import AdjustedWinner, adjusted_winner
from pourparler.engines.bargaining.agreement import (
    Agreement,
    contenders,
    nash_bargaining_solution,
    nash_bargaining_solutions,
    solutions_from,
)
from pourparler.engines.bargaining.coalitions import SeparateDeal, coalitions_that_can_deal, separate_deal
from pourparler.engines.bargaining.consent import ConsentRule, all_but, unanimity
from pourparler.engines.bargaining.contingent import ContingentTerm, contingent_term
from pourparler.engines.bargaining.frontier import Frontier
from pourparler.engines.bargaining.ladder import FREE, GET, GIVE, WASTE, Ladder, concession_ladder
from pourparler.engines.bargaining.logrolls import Logroll, believed, logrolls, value_of_change
from pourparler.engines.bargaining.no_deal import move_sets, no_deal_values, sums_over_sets
from pourparler.engines.bargaining.nondominated import nondominated
from pourparler.engines.bargaining.open_terms import count_packages
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
from pourparler.engines.bargaining.pareto import ParetoFrontier, pareto_frontier
from pourparler.engines.bargaining.payoffs import Payoffs
from pourparler.engines.bargaining.power import power_from_patience
from pourparler.engines.bargaining.private_information import (
    LinearOffers,
    Supports,
    Traded,
    best_procedure,
    linear_equilibrium,
)
from pourparler.engines.bargaining.robust import (
    Robustness,
    best_acceptable,
    efficient_shares,
    rank_acceptability,
    robustness,
)
from pourparler.engines.bargaining.shapes import exponential_scores, linear_scores, triangular_scores
from pourparler.engines.bargaining.shortfall import left_on_the_table
from pourparler.engines.bargaining.shortlist import DIFFERENT, Reason, Shortlist, shortlist
from pourparler.engines.bargaining.solutions import (
    egalitarian_solution,
    kalai_smorodinsky_solution,
    nash_solution,
    rational,
    utilitarian_solution,
)
from pourparler.engines.bargaining.suggested_mandate import Offers, SuggestedMandate, offers, suggested_mandate
from pourparler.engines.bargaining.sums import efficient_frontier, frontier_by_sums
from pourparler.engines.bargaining.under_sets import Disagreement, SolvedSets, solutions_under_sets

__all__ = [
    "DIFFERENT",
    "FREE",
    "GET",
    "GIVE",
    "GRID_STEPS_PER_POINT",
    "WASTE",
    "Additive",
    "AdjustedWinner",
    "Agreement",
    "Combination",
    "ConsentRule",
    "ContingentTerm",
    "Disagreement",
    "Frontier",
    "Grid",
    "Ladder",
    "LinearOffers",
    "Logroll",
    "Offers",
    "ParetoFrontier",
    "Payoffs",
    "Reason",
    "Robustness",
    "SeparateDeal",
    "Shortlist",
    "SolvedSets",
    "SuggestedMandate",
    "Supports",
    "Traded",
    "adjusted_winner",
    "admissible_packages",
    "all_but",
    "believed",
    "best_acceptable",
    "best_procedure",
    "blocks_of",
    "coalitions_that_can_deal",
    "concession_ladder",
    "contenders",
    "contingent_term",
    "contributions",
    "count_packages",
    "efficient_frontier",
    "efficient_shares",
    "egalitarian_solution",
    "enumerate_packages",
    "exponential_scores",
    "frontier_by_sums",
    "kalai_smorodinsky_solution",
    "left_on_the_table",
    "linear_equilibrium",
    "linear_scores",
    "logrolls",
    "move_sets",
    "nash_bargaining_solution",
    "nash_bargaining_solutions",
    "nash_solution",
    "no_deal_values",
    "nondominated",
    "nothing",
    "off_grid",
    "offers",
    "package_options",
    "package_sums",
    "pareto_frontier",
    "power_from_patience",
    "rank_acceptability",
    "rational",
    "robustness",
    "separate_deal",
    "shortlist",
    "snap",
    "solutions_from",
    "solutions_under_sets",
    "suggested_mandate",
    "sums_over_sets",
    "triangular_scores",
    "unanimity",
    "utilitarian_solution",
    "value_of_change",
]
