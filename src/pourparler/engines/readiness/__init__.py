# SPDX-License-Identifier: Apache-2.0
"""Whether to meet: the value of each action, the plan that begins with preparing, break-evens, ranking, what to know."""

from pourparler.engines.readiness.actions import Prospects, agreement_value, forgoing_value, meeting_value
from pourparler.engines.readiness.bounded_plan import BoundedPlan, bounded_plan
from pourparler.engines.readiness.boxes import Box, scenario_box
from pourparler.engines.readiness.break_even import Crossing, crossings
from pourparler.engines.readiness.clairvoyant import clairvoyant_value
from pourparler.engines.readiness.courses import (
    DAYS_ROUNDING,
    FORCED,
    Done,
    Forcing,
    PlanStep,
    State,
    course_of,
    forced_state,
    successors,
)
from pourparler.engines.readiness.decision_problem import PROBABILITY_ROUNDING, DecisionProblem, DecisionStep
from pourparler.engines.readiness.exact_information import (
    values_now,
    worth_of_knowing_the_type,
    worth_of_news,
    worth_of_partition,
)
from pourparler.engines.readiness.exact_plan import MOST_NODES, SolvedPlan, solve_plan
from pourparler.engines.readiness.indices import Indices, first_order, sobol_design, sobol_indices
from pourparler.engines.readiness.information import (
    Estimate,
    expected_value_of_perfect_information,
    partial_perfect_information,
    worth_of_everything,
    worth_of_states,
)
from pourparler.engines.readiness.plan import (
    Followed,
    Leaf,
    Plan,
    PlanTree,
    best_plan,
    build_plan,
    follow,
    value_of_plan,
)
from pourparler.engines.readiness.plan_thresholds import (
    Change,
    changes_along,
    changes_by_cost,
    changes_by_payoff,
    changes_by_prior,
)
from pourparler.engines.readiness.policy import NONE, Policy, policy_of, values_by_first_step
from pourparler.engines.readiness.ranking import OUTRANKING_SHARE, best_shares, outranks, regrets
from pourparler.engines.readiness.regression import Design, Fit, design_of, fit, partial_information, sample_information
from pourparler.engines.readiness.response import Response, best_values, folded_tree, respond, side_by_side
from pourparler.engines.readiness.risk import certainty_equivalent, chance_within
from pourparler.engines.readiness.smooth import by_strength, main_effects

__all__ = [
    "DAYS_ROUNDING",
    "FORCED",
    "MOST_NODES",
    "NONE",
    "OUTRANKING_SHARE",
    "PROBABILITY_ROUNDING",
    "BoundedPlan",
    "Box",
    "Change",
    "Crossing",
    "DecisionProblem",
    "DecisionStep",
    "Design",
    "Done",
    "Estimate",
    "Fit",
    "Followed",
    "Forcing",
    "Indices",
    "Leaf",
    "Plan",
    "PlanStep",
    "PlanTree",
    "Policy",
    "Prospects",
    "Response",
    "SolvedPlan",
    "State",
    "agreement_value",
    "best_plan",
    "best_shares",
    "best_values",
    "bounded_plan",
    "build_plan",
    "by_strength",
    "certainty_equivalent",
    "chance_within",
    "changes_along",
    "changes_by_cost",
    "changes_by_payoff",
    "changes_by_prior",
    "clairvoyant_value",
    "course_of",
    "crossings",
    "design_of",
    "expected_value_of_perfect_information",
    "first_order",
    "fit",
    "folded_tree",
    "follow",
    "forced_state",
    "forgoing_value",
    "main_effects",
    "meeting_value",
    "outranks",
    "partial_information",
    "partial_perfect_information",
    "policy_of",
    "regrets",
    "respond",
    "sample_information",
    "scenario_box",
    "side_by_side",
    "sobol_design",
    "sobol_indices",
    "solve_plan",
    "successors",
    "value_of_plan",
    "values_by_first_step",
    "values_now",
    "worth_of_everything",
    "worth_of_knowing_the_type",
    "worth_of_news",
    "worth_of_partition",
    "worth_of_states",
]
