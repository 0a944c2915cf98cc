# SPDX-License-Identifier: Apache-2.0
"""The best plan as rows: a tree of steps and outcomes that ends in actions."""

from dataclasses import dataclass

from pourparler.assess.spread import Spread

Way = tuple[str, ...]
"""Outcomes of steps, `step.outcome`, that come about together."""

#: In place of an outcome of a step: the day that forces a choice comes while it is under way. No outcome can have this name.
DATE_COMES = "date comes"


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
    """The plan that the advice rests on; `nodes`: how many states of preparation it was chosen among.

    `days`: how long it takes until something is done, on average over its ends, where the offer does not lapse before. Where
    there are more states than are weighed some steps are `left_out`; the best plan with all of them, by the numbers alone, is
    worth between `lower` and `upper` (None: not known).
    """

    within_gate: bool
    value: float
    tree: PlanNode
    nodes: int | None = None
    days: Spread | None = None
    left_out: tuple[str, ...] = ()
    lower: float | None = None
    upper: float | None = None

    @property
    def exact(self) -> bool:
        """Whether every step of the case was weighed."""
        return not self.left_out


@dataclass(frozen=True)
class ConditionalRow:
    """Fixing the date on conditions: the plan that follows, and on which outcomes the date stands; else it is called off.

    `stands_if` holds a way in each row, of which one must come about; an empty row: it stands whatever comes; no row: it is
    called off whatever comes. `chance`: that it stands.
    """

    tree: PlanNode
    stands_if: tuple[Way, ...]
    chance: float
