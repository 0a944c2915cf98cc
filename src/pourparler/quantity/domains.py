# SPDX-License-Identifier: Apache-2.0
"""What a number in a case measures: the admissible range and the unit.

A quantity carries no domain of its own; the place in the case file where it stands does, and hands it to
`parse`, `support` and `quantile`.
"""

from dataclasses import dataclass
from math import inf, isfinite

from pourparler.quantity.numerals import numeral, percentage
from pourparler.wording import say


@dataclass(frozen=True, slots=True)
class Domain:
    """An admissible range [low, high] with its unit; an infinite end means no limit on that side.

    `low` must be smaller than `high` (`ValueError` otherwise). `name` is used in messages, `unit` is a noun.
    """

    name: str
    low: float
    high: float
    unit: str

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"the domain {self.name!r} needs low < high")

    @property
    def bounded(self) -> bool:
        """True if both ends are finite, so that `unknown` can be drawn."""
        return isfinite(self.low) and isfinite(self.high)

    @property
    def takes_percent(self) -> bool:
        """True if `60%` has a meaning: every admissible value lies between -1 and 1."""
        return self.low >= -1 and self.high <= 1

    @property
    def takes_words(self) -> bool:
        """True if the range is [0, 1], so that estimative words, `beta` and `rest` have a meaning."""
        return self.low == 0 and self.high == 1

    @property
    def takes_grades(self) -> bool:
        """True for a probability only: a source grade is translated into probabilities."""
        return self.name == "probability"

    def admits(self, value: float) -> bool:
        """True if `value` lies in the range, ends included; False for NaN."""
        return self.low <= value <= self.high

    @property
    def range_text(self) -> str:
        """The admissible range in words with its unit, as shown in error messages."""
        write = percentage if self.takes_percent else numeral
        if self.bounded:
            return say("{low} to {high} ({unit})", low=write(self.low), high=write(self.high), unit=self.unit)
        if isfinite(self.low):
            return say("{low} or more ({unit})", low=write(self.low), unit=self.unit)
        if isfinite(self.high):
            return say("{high} or less ({unit})", high=write(self.high), unit=self.unit)
        return say("any number ({unit})", unit=self.unit)


PROBABILITY = Domain("probability", 0.0, 1.0, "probability")
SHARE = Domain("share", 0.0, 1.0, "share of a whole")
SIGNED_SHARE = Domain("signed share", -1.0, 1.0, "change of a probability or share")
SCORE = Domain("score", 0.0, 100.0, "points")
POINTS = Domain("points", -inf, inf, "points")
COST = Domain("cost", 0.0, inf, "points")
DAYS = Domain("days", 0.0, inf, "days")
WEIGHT = Domain("weight", 0.0, inf, "relative weight")
SALIENCE = Domain("salience", 0.0, 100.0, "of 100")
AMOUNT = Domain("amount", -inf, inf, "in the unit of its scale")
SIMILARITY = Domain("similarity", 0.0, 10.0, "of 10")
# By convention: a power of 4 makes 84 % of a pool of 60 %, and no judges deserve more.
POWER = Domain("power", 1.0, 4.0, "power of the odds")

DOMAINS = {
    each.name: each
    for each in (PROBABILITY, SHARE, SIGNED_SHARE, SCORE, POINTS, COST, DAYS, WEIGHT, SALIENCE, AMOUNT, SIMILARITY, POWER)
}
"""Every domain that a case file knows, by its name."""
