# SPDX-License-Identifier: Apache-2.0
"""A deal in stages as rows: where it may stop, what each stage is and is secured by, courses, and what terms are worth."""

from dataclasses import dataclass

from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread


@dataclass(frozen=True)
class UnderHypothesis:
    """A place where it may stop, given one hypothesis: what stopping is worth to us, going on beyond that, and leverage."""

    question: str
    hypothesis: str
    own: Spread
    own_going_on: Spread | None
    own_leverage: Spread
    counterpart_leverage: Spread


@dataclass(frozen=True)
class StopRow:
    """A place where it may stop: after `stage`, or before the first (None). Value points of each side on its own scale.

    `package` is what is in force of what stages settle. `own` and `counterpart` are worth of stopping there for good,
    `..._gain` of that over no deal, `..._going_on` of going through the rest of the path, `..._talks` of free talks from there.
    `..._over_stopping` is what the rest is worth beyond what is left if talks end here, `..._over_breaking` what doing its
    part of the next stage is worth beyond taking the other's and keeping its own: below zero that side would rather leave, and
    `..._stays` is the share of worlds and types in which it would not. `..._if_broken` is what is left once the other side has
    broken the deal. Leverage is in points of the *other* side. `better_off`: who gains more over no deal if it stops here, in
    95 % of paired worlds; `leads_on`: whether both gain by going on from here rather than stopping.
    """

    stage: str | None
    package: dict[str, str]
    own: Spread
    counterpart: Spread
    own_gain: Spread
    counterpart_gain: Spread
    own_going_on: Spread | None
    counterpart_going_on: Spread | None
    own_talks: Spread | None
    counterpart_talks: Spread | None
    own_over_stopping: Spread | None
    counterpart_over_stopping: Spread | None
    own_over_breaking: Spread | None
    counterpart_over_breaking: Spread | None
    own_stays: float | None
    counterpart_stays: float | None
    own_if_broken: Spread
    counterpart_if_broken: Spread
    own_leverage: Spread
    counterpart_leverage: Spread
    better_off: str | None
    leads_on: bool | None
    by_hypothesis: tuple[UnderHypothesis, ...]


@dataclass(frozen=True)
class StageTermsRow:
    """One stage: who brings what into force, how likely each does, and the share of its part that each could take back.

    `irreversible` names the side, if any, that gives what it can take back less, or later, for what the other can take back;
    `one_sided` the side, if any, whose leverage alone is lower after the stage than before the first.
    """

    stage: str
    what: str | None
    gives: tuple[str, ...]
    gets: tuple[str, ...]
    after: tuple[str, ...]
    days: Spread | None
    own_kept: Spread
    counterpart_kept: Spread
    own_takes_back: Spread | None
    counterpart_takes_back: Spread | None
    own_days_back: Spread | None
    counterpart_days_back: Spread | None
    own_cost: Spread
    counterpart_cost: Spread
    escrow: Spread | None
    snap_back: dict[str, Spread]
    breach_seen: dict[str, Spread]
    irreversible: str | None
    one_sided: str | None


@dataclass(frozen=True)
class CourseRow:
    """One course on the scale of all: no deal, a stop after a stage, the path in stages, or all of it at once.

    `chance` is that of the crisis by the day the case names, `loss` what it is expected to cost us, `net` our value less that,
    and `best` the share of worlds in which that is the most of all courses.
    """

    course: str
    stage: str | None
    own: Spread
    counterpart: Spread
    chance: Spread | None
    loss: Spread | None
    net: Spread | None
    best: float | None


@dataclass(frozen=True)
class HazardRow:
    """The chance of the crisis in a month without a deal above which stopping after `stage` is better than no deal.

    `right` is the share of worlds in which the stated chance, `stated`, lies above it; `by_hypothesis` gives it by hypothesis.
    """

    stage: str
    hazard: Spread
    stated: Spread
    right: float
    by_hypothesis: dict[str, dict[str, float]]


@dataclass(frozen=True)
class WhatIfRow:
    """What a term, in full at every stage, would add for each side to the path as written; and whether that would hold."""

    term: str
    holder: str | None
    own: Spread
    counterpart: Spread
    holds: bool


@dataclass(frozen=True)
class OrderRow:
    """The order of stages that neither side prefers to leave, and what it is worth beside the order that is written.

    `path` may end early, and be empty: what follows, one of them would not go through with. `looked_at` counts steps valued.
    """

    path: tuple[str, ...]
    complete: bool
    own: Spread
    counterpart: Spread
    own_as_written: Spread
    counterpart_as_written: Spread
    looked_at: int


@dataclass(frozen=True)
class StagedDeals:
    """A deal in stages: nothing where the case has none; `why` where it cannot be valued.

    `holds`: on average over worlds neither side would leave the path as it is written; `leaves` names the first stage, and the
    side, at which one would.
    """

    stops: tuple[StopRow, ...] = ()
    stages: tuple[StageTermsRow, ...] = ()
    courses: tuple[CourseRow, ...] = ()
    break_even: tuple[HazardRow, ...] = ()
    what_ifs: tuple[WhatIfRow, ...] = ()
    holds: bool | None = None
    leaves: tuple[str, str] | None = None
    within_days: Spread | None = None
    order: OrderRow | None = None
    why: Sentence | None = None


#: What a case without stages has to say of them.
NO_STAGES = StagedDeals()
