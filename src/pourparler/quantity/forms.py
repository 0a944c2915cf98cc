# SPDX-License-Identifier: Apache-2.0
"""The forms in which a case may state a number, as frozen values that carry no domain.

`str` of a form is its canonical text, which `parse` reads back to an equal object in any domain that admits
it. Percentages are stored as shares (`10..30%` is `Interval(0.1, 0.3)`), and a word of a scale under its
standard spelling. A form refuses what would make no sense in any domain, such as a reversed range or NaN,
with `QuantityError`.
"""

import re
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias

from pourparler.errors import QuantityError
from pourparler.quantity.numerals import LARGEST, numeral
from pourparler.quantity.quoting import quoted
from pourparler.quantity.scales import DEFAULT_SCALE, band_for
from pourparler.wording import say

#: Parameters of a beta distribution outside this range are refused: below it nearly all mass sits on 0 and
#: 1, beyond it the distribution is a point to every digit shown, and the inverse is no longer computed
#: reliably.
BETA_PARAMETERS = (0.01, 1e6)

#: Source grades: reliability A to F, optionally followed by credibility 1 to 6 (the Admiralty code).
_GRADE = re.compile(r"[A-F][1-6]?")


def _keep_finite(form: object, **values: float) -> None:
    """Store the values as plain floats without minus zero; refuse NaN, infinities and absurd sizes."""
    for name, value in values.items():
        number = float(value) + 0.0
        if not isfinite(number) or abs(number) > LARGEST:
            raise QuantityError(f"'{numeral(number)}'", say("write a finite number of ordinary size"))
        object.__setattr__(form, name, number)


@dataclass(frozen=True, slots=True)
class Point:
    """A number taken as known: `40`."""

    value: float

    def __post_init__(self) -> None:
        _keep_finite(self, value=self.value)

    def __str__(self) -> str:
        return numeral(self.value)


@dataclass(frozen=True, slots=True)
class Interval:
    """A 90 % interval: `35..50` gives one chance in twenty to less than 35, one to more than 50."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _keep_finite(self, low=self.low, high=self.high)
        if self.low > self.high:
            raise QuantityError(quoted(str(self)), say("a range runs from the smaller number to the larger"))

    def __str__(self) -> str:
        return f"{numeral(self.low)}..{numeral(self.high)}"


@dataclass(frozen=True, slots=True)
class ThreePoint:
    """A most likely value with its 90 % interval: `35..40..50`."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _keep_finite(self, low=self.low, mode=self.mode, high=self.high)
        if not self.low <= self.mode <= self.high:
            raise QuantityError(quoted(str(self)), say("write low..most likely..high, in rising order"))

    def __str__(self) -> str:
        return f"{numeral(self.low)}..{numeral(self.mode)}..{numeral(self.high)}"


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal distribution with its mean and standard deviation: `normal(40, 5)`."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _keep_finite(self, mean=self.mean, sd=self.sd)
        if self.sd <= 0:
            raise QuantityError(quoted(str(self)), say("the standard deviation must be larger than 0"))

    def __str__(self) -> str:
        return f"normal({numeral(self.mean)}, {numeral(self.sd)})"


@dataclass(frozen=True, slots=True)
class Beta:
    """A beta distribution on [0, 1] with mean a / (a + b): `beta(2, 5)`."""

    a: float
    b: float

    def __post_init__(self) -> None:
        _keep_finite(self, a=self.a, b=self.b)
        smallest, largest = BETA_PARAMETERS
        if not (smallest <= self.a <= largest and smallest <= self.b <= largest):
            raise QuantityError(
                quoted(str(self)),
                say(
                    "both numbers of a beta distribution must lie from {low} to {high}",
                    low=numeral(smallest),
                    high=numeral(largest),
                ),
            )

    def __str__(self) -> str:
        return f"beta({numeral(self.a)}, {numeral(self.b)})"


@dataclass(frozen=True, slots=True)
class Band:
    """An estimative word, `likely`: the 90 % interval that a published scale gives it."""

    scale: str
    word: str
    low: float
    high: float

    def __post_init__(self) -> None:
        _keep_finite(self, low=self.low, high=self.high)
        band = band_for(self.scale, self.word)
        if band is None or (self.word, self.low, self.high) != (band.word, band.low, band.high):
            raise QuantityError(quoted(str(self)), say("this is not a band of a published scale of likelihood"))

    def __str__(self) -> str:
        return self.word if self.scale == DEFAULT_SCALE else f"{self.scale}:{self.word}"


@dataclass(frozen=True, slots=True)
class Grade:
    """A source grade, `A2` or `A`; it becomes numbers only through the table that the case holds."""

    code: str

    def __post_init__(self) -> None:
        if _GRADE.fullmatch(self.code) is None:
            raise QuantityError(quoted(self.code), say("write a grade from A to F, such as A or B2"))

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not known: ranges over every admissible value. Never NaN and never zero."""

    def __str__(self) -> str:
        return "unknown"


@dataclass(frozen=True, slots=True)
class Rest:
    """Among probabilities that sum to one: whatever the others leave."""

    def __str__(self) -> str:
        return "rest"


Quantity: TypeAlias = Point | Interval | ThreePoint | Normal | Beta | Band | Grade | Unknown | Rest
