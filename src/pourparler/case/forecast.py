# SPDX-License-Identifier: Apache-2.0
"""One entry of the forecast book: what was forecast, by whom and when, how like cases came out, and what came."""

from typing import Annotated

from pydantic import Field

from pourparler.case.fields import Amount, Day, Identifier, Option, Probability, Text
from pourparler.case.part import Part

Count = Annotated[int, Field(strict=True, ge=0)]


class LikeCases(Part):
    """Like cases of the past, the base rate beside a forecast, in its own form.

    For yes or no: of `n` cases `successes` went that way. For classes: how many went into each (`counts`). For a quantity: what
    it was in each (`values`).
    """

    name: Text
    n: Annotated[int, Field(strict=True, ge=1)] | None = None
    successes: Count | None = None
    counts: dict[Identifier, Count] = Field(default_factory=dict)
    values: tuple[Amount, ...] = ()


class Resolution(Part):
    """How a forecast came out: `yes` or `no`, the class, or the number; `void` takes it out of the reckoning."""

    came: Option
    on: Day
    source: Text | None = None


class Forecast(Part):
    """A question with a date on which it will be settled, and what somebody forecast: one of three forms.

    A probability `p` of yes; a probability for each of several `classes`, which `order` puts in order where they have one; or a
    `quantity` in some `unit`. `aided` if a computed estimate was in view. `sealed` is the seal of the entry, by `case.book`.
    """

    question: Text
    p: Probability | None = None
    by: Text | None = None
    on: Day | None = None
    resolves: Day | None = None
    id: Identifier | None = None
    classes: dict[Identifier, Probability] = Field(default_factory=dict)
    order: tuple[Identifier, ...] = ()
    quantity: Amount | None = None
    unit: Text | None = None
    aided: bool = False
    base_rate: LikeCases | None = None
    resolved: Resolution | None = None
    sealed: Text | None = None
