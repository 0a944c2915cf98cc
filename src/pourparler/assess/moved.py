# SPDX-License-Identifier: Apache-2.0
"""The rows of `pourparler moves`: what each move does, what each set of them leads to, and which are worth a second look.

Layout names are the keys of the JSON form. None stands for unknown, and something beside it says why.
"""

from dataclasses import dataclass, field

from pourparler.assess.assessment import NOT_IN_JSON, AlarmRow, CaseRow, RunRow
from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread
from pourparler.showing import Shown


@dataclass(frozen=True)
class StudiedMove:
    """One move: what it does to the no-deal value of whom, its price, how it can go wrong, and when it bites.

    `shifts` holds per party the change of its no-deal value by what is believed, with the answer it may draw; `effects` what
    the move does to third parties, in points of their own, and `partners` what that is worth to us. `joined` says in how many
    worlds no partner that it needs opposes it. `improves` says on which issue it is worth more to whom, `opens` which options
    are there with it alone, `brings` and `takes_out` whom it brings to the table or takes out.
    """

    move: str
    kind: str
    what: str | None
    shifts: dict[str, Spread]
    cost: Spread | None
    escalation: Spread | None
    escalation_how: str | None
    partners: Spread | None
    effects: dict[str, Spread]
    joined: float | None
    improves: dict[str, str]
    opens: tuple[str, ...]
    brings: tuple[str, ...]
    takes_out: tuple[str, ...]
    needs: tuple[str, ...]
    twin: str | None
    why: Sentence | None
    days_to_bite: Spread | None = None
    lasts_days: Spread | None = None
    pauses_days: Spread | None = None


@dataclass(frozen=True)
class StudiedSet:
    """One set of moves, once they bite: probabilities of a zone and of an agreement, our value net of cost and escalation.

    `worst` is the average value over the worst twentieth of the worlds; `ready_days` how long from today until the last of the
    moves bites; `meeting_in_days` the day of a meeting decided on today, put off by what suspends the talks. `by_meeting` and
    `by_forcing_date` say how likely all moves are in effect on that day and on the one that forces a decision, `meets_in_time`
    how likely the meeting is no later than that. `partners` is what the moves do to third parties, in our points, and `joined`
    how likely every partner they need joins. `available`: open to us today.
    """

    moves: tuple[str, ...]
    p_zone: float | None = None
    p_agreement: float | None = None
    value: Spread | None = None
    worst: float | None = None
    cost: Spread | None = None
    escalation: Spread | None = None
    partners: Spread | None = None
    joined: float | None = None
    ready_days: Spread | None = None
    meeting_in_days: Spread | None = None
    by_meeting: float | None = None
    by_forcing_date: float | None = None
    meets_in_time: float | None = None
    own_no_deal: Spread | None = None
    counterpart_no_deal: Spread | None = None
    available: bool = False
    why: Sentence | None = None


@dataclass(frozen=True)
class TwinRow:
    """A coercive move beside its cooperative twin, each made alone.

    `ahead` says in how many paired worlds the coercive is worth more; None without a twin, or without a value of one of them.
    """

    coercive: str
    cooperative: str | None
    ahead: float | None
    why: Sentence | None


@dataclass(frozen=True)
class ObjectionRow:
    """Somebody holds that an option cannot be had: how likely a zone with it is as things stand, and under which moves most.

    `moves` and `p_zone_with_moves` are those of the set, of those looked at, under which it is likeliest.
    """

    option: str
    who: str
    says: str
    p_zone: float
    moves: tuple[str, ...]
    p_zone_with_moves: float


@dataclass(frozen=True)
class MovesStudy(Shown):
    """All that `moves` says of a case.

    `basis` says by what sets are valued: `meeting` (at `level`, by its terms) or `table` (an agreement wherever there is a
    zone, kept, for nothing), with `why` the terms are not known. Sets stand by size; `efficient` names those that no other
    betters in value, escalation and the worst worlds; `smallest_for_zone` the smallest that open a zone where there is none.
    """

    case: CaseRow
    run: RunRow
    basis: str
    level: str | None
    why: Sentence | None
    lead_days: Spread | None
    forcing_in_days: int | None
    moves: tuple[StudiedMove, ...]
    sets: tuple[StudiedSet, ...]
    efficient: tuple[tuple[str, ...], ...]
    smallest_for_zone: tuple[tuple[str, ...], ...]
    twins: tuple[TwinRow, ...]
    objections: tuple[ObjectionRow, ...]
    alarms: tuple[AlarmRow, ...]
    decider: str | None = field(default=None, metadata={NOT_IN_JSON: True})
    labels: dict[str, str] = field(default_factory=dict, metadata={NOT_IN_JSON: True})

    def row(self, moves: tuple[str, ...]) -> StudiedSet:
        """Return the row of a set of moves."""
        return next(row for row in self.sets if row.moves == moves)
