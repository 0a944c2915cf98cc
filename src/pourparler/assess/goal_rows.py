# SPDX-License-Identifier: Apache-2.0
"""The rows of the goals of a case: what is sought of the meeting and of the whole, from version to version, and the drift.

Layout names are the keys of the JSON form. None stands for unknown, and something beside it says why.
"""

from dataclasses import dataclass

from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread


@dataclass(frozen=True)
class GoalRow:
    """A goal of the whole negotiation, and what this meeting itself must yield on its issue.

    `to_floor` is what the target is worth to us above the floor, `left_for_later` what it is worth above what the meeting must
    yield; `meets_meeting` how likely a meeting agreed to now ends in an agreement that yields that or more. `since` is the day
    of the version by which the target stands.
    """

    issue: str
    target: str | None
    floor: str | None
    meeting: str | None
    since: str | None
    approved_by: str | None
    approved_on: str | None
    to_floor: Spread | None
    left_for_later: Spread | None
    meets_meeting: Spread | None


@dataclass(frozen=True)
class ReceiptRow:
    """What came in return with a version: an option in the place of another, or something in words; worth to us in points."""

    get: str | None
    instead_of: str | None
    what: str | None
    worth: Spread | None
    why: Sentence | None


@dataclass(frozen=True)
class ChangeRow:
    """What a version states of one part of the goals: target, floor, meeting or must_produce, before and after.

    `before` is None where nothing was stated, `after` where the goal is dropped.
    """

    part: str
    issue: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True)
class VersionRow:
    """A version of the goals: what it states, why, by whom and approved by whom, and what came in return.

    `given_up` is what all targets are worth less to us than in the first version, `to_floor` what is left above all floors,
    `received` what has come in return so far, each at the time of this version; `uncounted` receipts so far have no number and
    are not in it.
    """

    on: str
    by: str | None
    reason: str | None
    approved_by: str | None
    approved_on: str | None
    states: tuple[ChangeRow, ...]
    receipts: tuple[ReceiptRow, ...]
    given_up: Spread | None
    to_floor: Spread | None
    received: Spread | None
    uncounted: int

    @property
    def changes(self) -> bool:
        """Whether it states something otherwise than the version before it."""
        return any(part.before not in (None, part.after) for part in self.states)


@dataclass(frozen=True)
class StepRow:
    """A goal in one of its versions: the option sought, and what it is worth less to us than the first."""

    on: str
    option: str | None
    given_up: Spread | None


@dataclass(frozen=True)
class DriftRow:
    """How far a goal has moved: from what was sought first to what is sought now, in our points, and how far the floor is.

    `now` is None where nothing is sought any longer, or what is sought is not known: then `given_up` is unknown and `most` says
    what it comes to at most. `lowered` is the share of the worlds in which the goal is worth less to us than at first;
    `is_lower` whether that is settled (95 % of worlds), None if not.
    """

    issue: str
    first: str | None
    since: str
    now: str | None
    versions: int
    path: tuple[StepRow, ...]
    given_up: Spread | None
    left_to_floor: Spread | None
    lowered: float | None
    is_lower: bool | None
    is_below_floor: bool | None
    most: Spread | None
    why: Sentence | None


@dataclass(frozen=True)
class LeastRow:
    """How far the least that will do on an issue has moved: from the first that a version states to what the case states now.

    `part` is `floor`, of the whole negotiation, or `meeting`, what this meeting itself must yield. `given_up` is what it is
    worth less to us than at first, `lowered` in which share of the worlds it is, `is_lower` whether that is settled (95 % of
    worlds), None if not. `first` or `now` is None where it is on no record, dropped or not stated: `given_up` is then unknown.
    """

    part: str
    issue: str
    first: str | None
    since: str
    now: str | None
    versions: int
    given_up: Spread | None
    lowered: float | None
    is_lower: bool | None
    why: Sentence | None


@dataclass(frozen=True)
class DriftOfAll:
    """The same of all goals together, with what combinations of options add: the sum counts, not the step.

    `together` is what combinations add to the sum of the goals alone; `received` what came in return, `net` what was given up
    beyond it. `uncounted` receipts have no number: they are not in `received`, and `net` is unknown.
    """

    since: str
    given_up: Spread | None
    together: Spread | None
    left_to_floor: Spread | None
    received: Spread | None
    uncounted: int
    net: Spread | None
    lowered: float | None
    is_lower: bool | None
    why: Sentence | None


@dataclass(frozen=True)
class Goals:
    """What is sought, how it came to that, and how far it has moved.

    `meeting_yields` is how likely a meeting agreed to now yields all that it must. `drift` is of what is sought, the targets,
    and `least` of what is held to be the least, which versions speak of too; a floor that none speaks of stands in neither.
    """

    must_produce: str | None
    meeting_yields: Spread | None
    rows: tuple[GoalRow, ...]
    versions: tuple[VersionRow, ...]
    drift: tuple[DriftRow, ...]
    drift_of_all: DriftOfAll | None
    least: tuple[LeastRow, ...]
    why: Sentence | None


#: The goals of a case that has none.
NO_GOALS = Goals(None, None, (), (), (), None, (), None)
