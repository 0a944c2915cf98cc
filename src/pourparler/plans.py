# SPDX-License-Identifier: Apache-2.0
"""The errand of a plan: that of a decision problem by itself, in a file or in the catalog, or that of a case."""

from pathlib import Path
from typing import TYPE_CHECKING

from pourparler.catalog import find_decision
from pourparler.conflicts import states_conflict

if TYPE_CHECKING:  # the mathematics is loaded where something is studied
    from pourparler.assess.decision_rows import PlanStudy


def decision_file(path: str) -> Path | None:
    """Return the file of the decision problem that is meant; None where a case is.

    A file of JSON, or of YAML that does not begin as a case does; else a folder that holds one, or a name of the catalog.
    """
    # What says by its first line that it is no case states a conflict or a decision: the reader tells them apart.
    if states_conflict(path):
        return Path(path)
    inside = Path(path) / "decision.yaml"
    try:
        if path and inside.is_file():
            return inside
        is_there = bool(path) and Path(path).exists()
    except (OSError, ValueError):
        return None
    return None if is_there else find_decision(path.strip("/"))


def plan_decision(file: Path) -> "PlanStudy":
    """Read and study a decision problem. Raises `CaseError`, whose `problems` are every mistake in the file."""
    from pourparler.assess.decision import study_decision
    from pourparler.exchange.decision_read import read_decision

    return study_decision(read_decision(file))
