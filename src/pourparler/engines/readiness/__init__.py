# SPDX-License-Identifier: Apache-2.0
"""Whether to meet: the value of each action, the plan that begins with preparing, break-evens, ranking, what to know."""

from pourparler.engines.readiness.actions import Prospects, agreement_value, forgoing_value, meeting_value
from pourparler.engines.readiness.break_even import Crossing, crossings
from pourparler.engines.readiness.information import (
    Estimate,
    expected_value_of_perfect_information,
    partial_perfect_information,
    worth_of_everything,
    worth_of_states,
)
from pourparler.engines.readiness.plan import (
    Done,
    Followed,
    Leaf,
    Plan,
    PlanStep,
    PlanTree,
    State,
    best_plan,
    build_plan,
    follow,
    value_of_plan,
)
from pourparler.engines.readiness.ranking import OUTRANKING_SHARE, best_shares, outranks
from pourparler.engines.readiness.regression import Design, Fit, design_of, fit, partial_information, sample_information
from pourparler.engines.readiness.risk import certainty_equivalent, chance_within
from pourparler.engines.readiness.smooth import by_strength, main_effects

__all__ = [
    "OUTRANKING_SHARE",
    "Crossing",
    "Design",
    "Done",
    "Estimate",
    "Fit",
    "Followed",
    "Leaf",
    "Plan",
    "PlanStep",
    "PlanTree",
    "Prospects",
    "State",
    "agreement_value",
    "best_plan",
    "best_shares",
    "build_plan",
    "by_strength",
    "certainty_equivalent",
    "chance_within",
    "crossings",
    "design_of",
    "expected_value_of_perfect_information",
    "fit",
    "follow",
    "forgoing_value",
    "main_effects",
    "meeting_value",
    "outranks",
    "partial_information",
    "partial_perfect_information",
    "sample_information",
    "value_of_plan",
    "worth_of_everything",
    "worth_of_states",
]
