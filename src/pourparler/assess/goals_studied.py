# SPDX-License-Identifier: Apache-2.0
"""The rows of `pourparler goals`: the goals of a case, what would be given for what, and what can be had.

Layout names are the keys of the JSON form.
"""

from dataclasses import dataclass, field

from pourparler.assess.assessment import NOT_IN_JSON, AlarmRow, CaseRow, RunRow
from pourparler.assess.goal_rows import Goals
from pourparler.assess.moved import ObjectionRow
from pourparler.assess.negotiating import TradeRow
from pourparler.showing import Shown


@dataclass(frozen=True)
class ReachRow:
    """How likely a deal that holds some options and leaves nobody worse off is, as things stand and under moves.

    `kind` says what they are: `given_up` (on `given_up_on`), `target`, `floor`, or `all_targets` together. `moves` and
    `p_zone_with_moves` are those of the set of moves under which it is likeliest. 0 is no zone under present alternatives, or
    under the moves of the case; it never means impossible.
    """

    kind: str
    options: tuple[str, ...]
    given_up_on: str | None
    p_zone: float
    moves: tuple[str, ...]
    p_zone_with_moves: float


@dataclass(frozen=True)
class DissentRow:
    """An open disagreement on our own side, and what it holds to be infeasible."""

    who: str
    says: str
    on: str | None
    infeasible: str | None


@dataclass(frozen=True)
class GoalsStudy(Shown):
    """All that `goals` says of a case."""

    case: CaseRow
    run: RunRow
    goals: Goals
    gives: tuple[TradeRow, ...]
    red_lines: tuple[str, ...]
    reach: tuple[ReachRow, ...]
    objections: tuple[ObjectionRow, ...]
    dissents: tuple[DissentRow, ...]
    alarms: tuple[AlarmRow, ...]
    decider: str | None = field(default=None, metadata={NOT_IN_JSON: True})
    labels: dict[str, str] = field(default_factory=dict, metadata={NOT_IN_JSON: True})
