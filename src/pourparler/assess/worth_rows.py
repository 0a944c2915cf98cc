# SPDX-License-Identifier: Apache-2.0
"""What it would be worth to know more, as rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WorthRow:
    """What knowing a group of inputs would be worth before choosing, in value points, with its standard error.

    `days` of delay would cost as much; None where waiting costs nothing. `exact`: enumerated, not regressed.
    """

    group: str
    value: float
    se: float
    days: float | None
    exact: bool


@dataclass(frozen=True)
class Worth:
    """What knowing more would be worth. `everything`: all inputs and the types at once; nothing can be worth more."""

    evppi: tuple[WorthRow, ...] = ()
    everything: WorthRow | None = None
