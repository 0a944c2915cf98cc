# SPDX-License-Identifier: Apache-2.0
"""What is found about a plan, as rows. The names of the fields are the keys of the JSON form of `pourparler plan`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pourparler.assess.assessment import NOT_IN_JSON
from pourparler.assess.sentence import Sentence
from pourparler.exchange.decision import StatedDecision
from pourparler.showing import Shown


@dataclass(frozen=True)
class PolicyNode:
    """A plan as a tree: take `step`, then go on by its outcome (`lapsed`: if the offer lapses on the way); or take `action`.

    `chance` of coming here, `days` that have passed, `worth` of what follows in value points of the day, earlier costs not
    counted. Outcomes that cannot come up are left out.
    """

    step: str | None
    outcomes: Mapping[str, "PolicyNode"]
    lapsed: Mapping[str, "PolicyNode"]
    action: str | None
    chance: float
    days: float
    worth: float


@dataclass(frozen=True)
class PlannedStepRow:
    """A step: what its news is worth before cost and delay, what it takes, and what the best plan beginning with it is worth.

    `first` is None where no plan can begin with it.
    """

    step: str
    evsi: float
    cost: float
    days: float
    first: float | None


@dataclass(frozen=True)
class GroupRow:
    """What knowing the answer to one question is worth against deciding now, with its standard error, and to the plan."""

    group: str
    value: float
    se: float
    in_plan: float | None


@dataclass(frozen=True)
class ThresholdRow:
    """An input, the value at which the first decision changes, and from which to which; `today` is what the input is now."""

    input: str
    value: float
    from_: str
    to: str
    today: float


@dataclass(frozen=True)
class PlanMapRow:
    """How the best plan begins where two inputs stand, [y][x]: with a step or an action; and what it is worth there."""

    x: str
    y: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    begins: tuple[tuple[str, ...], ...]
    value: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Bounds:
    """Between which values the best plan lies; the two are equal where it is exact."""

    lower: float
    upper: float


@dataclass(frozen=True)
class PlanStudy(Shown):
    """What was found about a decision problem. `hold` is the best plan that begins with a step; None: none can be taken.

    `left_out` are the steps that a plan which is not exact does without.
    """

    title: str
    value_now: float
    action_now: str
    value_plan: float
    hold: float | None
    next_step: str | None
    expected_days: float
    steps: tuple[PlannedStepRow, ...]
    policy: PolicyNode
    ends: Mapping[str, float]
    evpi: float
    evppi: tuple[GroupRow, ...]
    thresholds: tuple[ThresholdRow, ...]
    thresholds_why: Sentence | None
    maps: tuple[PlanMapRow, ...]
    exact: bool
    nodes: int
    bounds: Bounds
    left_out: tuple[str, ...]
    stated: StatedDecision = field(kw_only=True, metadata={NOT_IN_JSON: True})
