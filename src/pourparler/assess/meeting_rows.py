# SPDX-License-Identifier: Apache-2.0
"""The meeting itself as rows: its price both ways, what it is worth to either leader at home, the terms of each level."""

from dataclasses import dataclass

from pourparler.assess.spread import Spread


@dataclass(frozen=True)
class MotiveRow:
    """What a party's leader gains or loses at home by meeting at all, in that party's points; None: worth not known."""

    party: str
    what: str
    worth: Spread | None


@dataclass(frozen=True)
class MeetingRow:
    """The price of the meeting itself, both ways, what it must produce, and what it is worth to either leader at home."""

    level: str | None
    agreed: str | None
    must_produce: str | None
    price_own: Spread | None
    price_counterpart: Spread | None
    motives: tuple[MotiveRow, ...]
    at_home: dict[str, Spread]


@dataclass(frozen=True)
class LevelRow:
    """The coefficients of meeting at one level, as the case states them; None is unknown or not stated.

    The price is that of the level, or where it states none, that of the meeting.
    """

    level: str
    reach: Spread | None
    collapse_chance: Spread | None
    collapse_loss: Spread | None
    price_own: Spread | None
    price_counterpart: Spread | None
