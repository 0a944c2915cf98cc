# SPDX-License-Identifier: Apache-2.0
"""The best plan as rows: a tree of steps and outcomes that ends in actions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlanNode:
    """A plan as a tree: take `step`, then go on by its outcome; or stop and take `action`."""

    step: str | None
    outcomes: dict[str, "PlanNode"]
    action: str | None
    level: str | None
    moves: tuple[str, ...]
    chance: float | None


@dataclass(frozen=True)
class PlanRow:
    """The best plan that begins with preparing; `nodes`: how many states of preparation it was chosen among."""

    within_gate: bool
    value: float
    tree: PlanNode
    nodes: int | None = None
