# SPDX-License-Identifier: Apache-2.0
"""A move away from the table as a row."""

from dataclasses import dataclass, field

from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread


@dataclass(frozen=True)
class MoveRow:
    """One move as the case has it, with its escalation, its twin and its days; `joined`: how likely those it needs join.

    `brings` holds the no-deal value of each party that it brings to the table.
    """

    move: str
    kind: str
    what: str | None
    twin: str | None
    needs: tuple[str, ...]
    escalation: str | None
    cost_with_escalation: Spread | None
    why: Sentence | None
    days_to_bite: Spread | None = None
    lasts_days: Spread | None = None
    pauses_days: Spread | None = None
    joined: float | None = None
    opens: tuple[str, ...] = ()
    brings: dict[str, Spread] = field(default_factory=dict)
    takes_out: tuple[str, ...] = ()
