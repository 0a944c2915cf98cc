# SPDX-License-Identifier: Apache-2.0
"""The goals of a mandate from version to version: what each says, what was in force when, and what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from pourparler.case.mandate import Version
from pourparler.case.model import Case

Kind: TypeAlias = Literal["goals", "floors", "meeting", "must_produce"]
#: The parts of a goal, by the key of a version that speaks of them, and the key of the goal itself.
KEYS: Final[dict[Kind, str]] = {"goals": "target", "floors": "floor", "meeting": "meeting"}
#: What is in force once a goal has been dropped: nothing is sought.
DROPPED: Final = ""

Part: TypeAlias = tuple[Kind, str]
"""A part of the goals that versions speak of: its kind, and its issue (no issue for `must_produce`)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A part that a version, by its place in the history, states otherwise than the one before: from what to what."""

    place: int
    part: Part
    before: str
    after: str


def stated_by(version: Version) -> dict[Part, str]:
    """Return what a version states; of what it drops, every kind."""
    out: dict[Part, str] = {(kind, issue): DROPPED for issue in version.dropped for kind in KEYS}
    for kind in KEYS:
        out.update({(kind, issue): option for issue, option in getattr(version, kind).items()})
    if version.must_produce is not None:
        out["must_produce", ""] = words(version.must_produce)
    return out


def words(text: str) -> str:
    """Return a text by its words alone: how it is broken into lines says nothing."""
    return " ".join(text.split())


def in_force(history: tuple[Version, ...]) -> list[dict[Part, str]]:
    """Return per version what is in force from its day on: what it states, and what it leaves of those before it."""
    out: list[dict[Part, str]] = []
    held: dict[Part, str] = {}
    for version in history:
        held = dict(held)
        for part, value in stated_by(version).items():
            if value != DROPPED or part in held:
                held[part] = value
        out.append(held)
    return out


def changes(history: tuple[Version, ...]) -> Iterator[Change]:
    """Yield what changes from version to version; what a version states for the first time is no change."""
    before: dict[Part, str] = {}
    for place, held in enumerate(in_force(history)):
        for part, value in held.items():
            if part in before and before[part] != value:
                yield Change(place, part, before[part], value)
        before = held


def standing(case: Case) -> dict[Part, str]:
    """Return what the case itself states now, outside the history."""
    out: dict[Part, str] = {}
    for goal in case.mandate.goals if case.mandate is not None else ():
        for kind, key in KEYS.items():
            if (option := getattr(goal, key)) is not None:
                out[kind, goal.issue] = option
    if case.meeting is not None and case.meeting.must_produce is not None:
        out["must_produce", ""] = words(case.meeting.must_produce)
    return out


def last_stating(history: tuple[Version, ...], part: Part) -> Version | None:
    """Return the last version that states a part."""
    return next((version for version in reversed(history) if part in stated_by(version)), None)
