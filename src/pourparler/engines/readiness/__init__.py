# SPDX-License-Identifier: Apache-2.0
"""Whether to meet: the value of each action, the plan that begins with preparing, break-evens, ranking."""

from pourparler.engines.readiness.actions import Prospects, agreement_value, forgoing_value, meeting_value
from pourparler.engines.readiness.break_even import Crossing, crossings
from pourparler.engines.readiness.information import (
    expected_value_of_perfect_information,
    partial_perfect_information,
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
from pourparler.engines.readiness.risk import certainty_equivalent, chance_within

__all__ = [
    "OUTRANKING_SHARE",
    "Crossing",
    "Done",
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
    "certainty_equivalent",
    "chance_within",
    "crossings",
    "expected_value_of_perfect_information",
    "follow",
    "forgoing_value",
    "meeting_value",
    "outranks",
    "partial_perfect_information",
    "value_of_plan",
]
