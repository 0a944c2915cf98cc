# SPDX-License-Identifier: Apache-2.0
"""What conditions, days, red lines and workstreams cost or bring, as rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PriceRow:
    """What something costs, in value points, and how many days of delay cost as much (None where waiting costs nothing).

    `kind` and `name`: a `precondition` of the gate and what waiting for it costs; a `day` of delay before acting (`now`) or
    before preparation begins (`plan`); a `red_line`, as `PARTY.ISSUE.OPTION`, and what keeping it costs; a `workstream` (or
    `together` all steps) and what the plan would lose without its steps. `without` is what would then be worth most.
    """

    kind: str
    name: str
    points: float
    days: float | None
    without: str | None


@dataclass(frozen=True)
class HazardRow:
    """The daily chance that the offer lapses from which an action is worth as much as holding; None: at no chance.

    `stated` is the chance as the case has it, on average over worlds. `value` is what the action is worth, and `holding` what
    holding is still worth if the offer is all but certain to lapse at once: where that is more, no chance is high enough.
    """

    action: str
    per_day: float | None
    stated: float
    value: float
    holding: float


@dataclass(frozen=True)
class Prices:
    """What waiting, conditions, red lines and workstreams cost or bring."""

    rows: tuple[PriceRow, ...] = ()
    hazard: tuple[HazardRow, ...] = ()
