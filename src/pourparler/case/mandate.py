# SPDX-License-Identifier: Apache-2.0
"""The mandate: what is sought of this meeting and of the whole negotiation, in versions, and what would be given for what."""

from typing import Final

from pydantic import Field

from pourparler.case.fields import Day, Identifier, Option, OptionName, Text
from pourparler.case.part import Part

#: What stands in the place of an approver, or of an option in a version, of which no record is left.
NOT_ON_RECORD: Final = "unknown"


class Approval(Part):
    """Who approved, and when."""

    by: Text | None = None
    on: Day | None = None

    @property
    def is_given(self) -> bool:
        """Whether somebody is named who approved; that nobody is on record is no approval."""
        return self.by is not None and self.by != NOT_ON_RECORD


class Receipt(Part):
    """What was received when goals changed: an option, and the one it took the place of, or something in words.

    Where `instead_of` is not written, it is the option in force today.
    """

    get: OptionName | None = None
    instead_of: Option | None = None
    what: Text | None = None


class Version(Part):
    """A version of the goals, as far as it says something new: what was sought from a day on, why, and who approved it.

    `goals` are targets and `floors` the least that will do, of the whole negotiation; `meeting` and `must_produce` are what the
    meeting itself must yield; `dropped` names issues on which nothing is sought any longer. `by` is whoever wrote it.
    """

    on: Day
    goals: dict[Identifier, Option] = Field(default_factory=dict)
    floors: dict[Identifier, Option] = Field(default_factory=dict)
    meeting: dict[Identifier, Option] = Field(default_factory=dict)
    must_produce: Text | None = None
    dropped: tuple[Identifier, ...] = ()
    by: Text | None = None
    reason: Text | None = None
    approved: Approval | None = None
    received: tuple[Receipt, ...] = ()


class Disagreement(Part):
    """An open disagreement about the mandate on one's own side; perhaps that an option cannot be had at all."""

    who: Text
    says: Text
    on: Day | None = None
    infeasible: OptionName | None = None


class Goal(Part):
    """What is sought on an issue in the whole negotiation, the least that will do, and who approved it.

    `meeting` is what this meeting itself must yield on the issue.
    """

    issue: Identifier
    target: Option | None = None
    floor: Option | None = None
    meeting: Option | None = None
    approved: Approval | None = None


class Exchange(Part):
    """A concession and what is asked in return."""

    give: OptionName
    get: OptionName | None = None


class Mandate(Part):
    """What one's own side seeks, would give for what, and will not cross."""

    goals: tuple[Goal, ...] = ()
    history: tuple[Version, ...] = ()
    gives: tuple[Exchange, ...] = ()
    red_lines: tuple[OptionName, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
