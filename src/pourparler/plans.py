# SPDX-License-Identifier: Apache-2.0
"""The errand of a plan: find, read and study a plain decision problem."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the mathematics is loaded where something is studied
    from pourparler.assess.decision_rows import PlanStudy


def plan_decision(file: Path) -> "PlanStudy":
    """Read and study a decision problem. Raises `CaseError`, whose `problems` are every mistake in the file."""
    from pourparler.assess.decision import study_decision
    from pourparler.exchange.decision_read import read_decision

    return study_decision(read_decision(file))
