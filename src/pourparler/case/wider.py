# SPDX-License-Identifier: Apache-2.0
"""What a case says beyond the table: what a third party can spoil, and the principal's own priorities, with holder and day."""

from typing import Literal

from pydantic import Field

from pourparler.case.fields import Day, Identifier, Order, Points, Probability, SignedShare, Text
from pourparler.case.part import Part


class Spoiling(Part):
    """What a third party that opposes a package does beyond opposing: how likely, what that changes in the reach, and how.

    `moved_by` says in words what would move it, `contingency` what is kept ready if it spoils all the same.
    """

    chance: Probability | None = None
    reach: SignedShare | None = None
    how: Text | None = None
    moved_by: tuple[Text, ...] = Field(default=())
    contingency: Text | None = None


class Priority(Part):
    """One of the principal's own priorities, as a dated judgement that a package can be held against.

    Either an order of third parties, of whom later ones are not to gain at the cost of earlier ones, or one `party` that is to
    gain `at_least` or `at_most` so many points on its own scale.
    """

    holder: Text
    on: Day
    confidence: Literal["low", "moderate", "high"] | None = None
    what: Text | None = None
    order: Order | None = None
    party: Identifier | None = None
    at_least: Points | None = None
    at_most: Points | None = None
