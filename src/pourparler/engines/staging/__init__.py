# SPDX-License-Identifier: Apache-2.0
"""What follows a partial deal: the next bargaining problem, stages one after another, and what a breach leaves."""

from pourparler.engines.staging.crisis import break_even_hazard, chance_along
from pourparler.engines.staging.order import MOST_STAGES, FoundPath, best_path, holds, product_of_gains
from pourparler.engines.staging.partial import breach_value, deal_values, exchange_on_breach
from pourparler.engines.staging.path import (
    OURS,
    THEIRS,
    Step,
    followed,
    leverage,
    one_step,
    taken_back_by_side,
    talks_that_follow,
    walk,
)
from pourparler.engines.staging.stages import (
    Act,
    Joint,
    Pair,
    Stage,
    Staged,
    disagreement,
    in_force,
    left_after_break,
    shifted,
    stopped,
    withheld,
)

__all__ = [
    "MOST_STAGES",
    "OURS",
    "THEIRS",
    "Act",
    "FoundPath",
    "Joint",
    "Pair",
    "Stage",
    "Staged",
    "Step",
    "best_path",
    "breach_value",
    "break_even_hazard",
    "chance_along",
    "deal_values",
    "disagreement",
    "exchange_on_breach",
    "followed",
    "holds",
    "in_force",
    "left_after_break",
    "leverage",
    "one_step",
    "product_of_gains",
    "shifted",
    "stopped",
    "taken_back_by_side",
    "talks_that_follow",
    "walk",
    "withheld",
]
