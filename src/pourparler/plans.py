# SPDX-License-Identifier: Apache-2.0
"""The errand of a plan: that of a decision problem by itself, in a file or in the catalog, or that of a case."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pourparler.case import CaseError, Problem
from pourparler.case.problem import quoted
from pourparler.catalog import find_decision
from pourparler.conflicts import states_conflict
from pourparler.wording import say

if TYPE_CHECKING:  # the mathematics is loaded where something is studied
    from pourparler.assess.decision_rows import PlanStudy

Pairs = Sequence[tuple[str, str]]


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


def pairs_of(written: Sequence[str]) -> Pairs:
    """Return pairs of paths from `PATH,PATH`. Raises `CaseError` for anything else."""
    out = []
    for text in written:
        paths = [path.strip() for path in text.split(",")]
        if len(paths) != 2 or not all(paths):
            raise CaseError((Problem("--pair", 0, 0, "", "", quoted(text), say("write two paths, as in PATH,PATH")),))
        out.append((paths[0], paths[1]))
    return out


def plan_decision(file: Path, pairs: Pairs = ()) -> "PlanStudy":
    """Read and study a decision problem; `pairs` of inputs are mapped. Raises `CaseError` with every mistake in the file."""
    from pourparler.assess.decision import study_decision
    from pourparler.exchange.decision_read import read_decision

    return study_decision(read_decision(file), pairs=pairs)
