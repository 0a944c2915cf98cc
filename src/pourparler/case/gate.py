# SPDX-License-Identifier: Apache-2.0
"""What a case says of the gate: which conditions, who attests or waives one, and how long what shows it counts."""

from typing import Literal

from pydantic import Field

from pourparler.case.fields import Day, IrreversibleStep, Text, WholeDays
from pourparler.case.part import Part


class Attested(Part):
    """A condition of one's own devising. "Met" without evidence and a date, or after the day it expires, is unknown."""

    state: Literal["met", "not_met", "unknown"]
    evidence: Text | None = None
    on: Day | None = None
    expires: Day | None = None


class Waiver(Part):
    """A condition set aside by a named person, with a reason, from a day and until another if these are written."""

    condition: Text
    by: Text
    reason: Text
    on: Day | None = None
    until: Day | None = None


class Gate(Part):
    """The conditions before each irreversible step; `valid_days`: for how many days what shows one to be met counts."""

    steps: dict[IrreversibleStep, tuple[Text, ...]] = Field(default_factory=dict)
    attested: dict[Text, Attested] = Field(default_factory=dict)
    waived: tuple[Waiver, ...] = ()
    valid_days: dict[Text, WholeDays] = Field(default_factory=dict)
