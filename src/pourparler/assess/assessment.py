# SPDX-License-Identifier: Apache-2.0
"""The assessment: everything that was found about a case, as values that faces print and nothing recomputes.

Layout names are the keys of the JSON form. None stands for unknown, and something beside it says why.
"""

from dataclasses import dataclass, field
from typing import Final

from pourparler.assess.asking import AskRow
from pourparler.assess.changes_rows import Changes
from pourparler.assess.consultation_rows import Consulted
from pourparler.assess.goal_rows import Goals
from pourparler.assess.history import DayRow
from pourparler.assess.hold_rows import MovesOfCase
from pourparler.assess.inquiries import InquiryRow
from pourparler.assess.intentions import EvidenceRow, HypothesisRow, SourceRow
from pourparler.assess.meeting_rows import LevelRow, MeetingRow
from pourparler.assess.move_rows import MoveRow as MoveRow  # where the rest of an assessment is found
from pourparler.assess.negotiating import NegotiatorRow
from pourparler.assess.plan_rows import ConditionalRow, PlanRow
from pourparler.assess.prices_rows import Prices
from pourparler.assess.recorded import Recorded
from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread
from pourparler.assess.staged_rows import StagedDeals
from pourparler.assess.wider import BigPicture
from pourparler.assess.worth_rows import Worth
from pourparler.showing import Shown

#: The mark of a field that the JSON form leaves out.
NOT_IN_JSON: Final = "not_in_json"


@dataclass(frozen=True)
class CaseRow:
    """Which case was assessed, from which seat, as of when.

    `turned`: the case file is the other side's, read from across the table; its judgements are not those of this seat.
    """

    title: str
    digest: str
    seat: str
    turned: bool
    as_of: str
    standpoint: str | None


@dataclass(frozen=True)
class RunRow:
    """What makes the result repeatable, with the Monte-Carlo error of the leading action's value in points."""

    seed: int
    worlds: int
    version: str
    monte_carlo_error: float | None


@dataclass(frozen=True)
class VerdictRow:
    """The advice. `basis` says what it rests on: the gate, the numbers, or both; `settle` the input that would settle most.

    `wrong_where`: in which worlds the strongest rival is ahead, and which inputs are otherwise there.
    """

    action: str
    determined: bool
    basis: str
    reasons: tuple[Sentence, ...]
    would_change: tuple[Sentence, ...]
    against: Sentence
    wrong_where: tuple[Sentence, ...]
    decider: str | None
    between: tuple[str, ...]
    settle: str | None
    conditions: tuple[str, ...]
    numbers_favour: str | None


@dataclass(frozen=True)
class GateRow:
    """One condition of the gate, and what it costs to respect it while it is not met."""

    step: str
    condition: str
    state: str
    why: Sentence
    shadow_price: float | None


@dataclass(frozen=True)
class ActionRow:
    """One action: its value by the numbers alone and, where the gate bites, within it; by type, weighted as the type is likely.

    Regret is what the best of all actions would have been worth more in a world: expected, and in the worst world drawn.
    """

    action: str
    value: Spread | None
    best_share: float | None
    level: str | None
    moves: tuple[str, ...] | None
    within_gate: Spread | None
    why: Sentence | None
    expected_regret: float | None
    worst_regret: float | None
    by_type: dict[str, float]


@dataclass(frozen=True)
class ChoiceRow:
    """An action that can be taken at once, with one set of moves; what it is worth on average, and by type."""

    action: str
    level: str | None
    moves: tuple[str, ...]
    value: Spread
    by_type: dict[str, float]


@dataclass(frozen=True)
class BreakEvenRow:
    """A probability at which fixing with these moves is worth as much as the alternative; None where there is none."""

    question: str
    hypothesis: str
    moves: tuple[str, ...]
    against: str
    probability: float | None
    why: Sentence | None
    line_reaches: float | None


@dataclass(frozen=True)
class AgreementRow:
    """The likeliest agreement, and what agreements are worth to both parties where there are any."""

    package: dict[str, str]
    share: float
    values: dict[str, Spread]


@dataclass(frozen=True)
class OptionRow:
    """One option: how often it is part of the agreement, and what it adds to the value of either side and of all `others`."""

    issue: str
    option: str
    share: float | None
    own: Spread
    counterpart: Spread
    others: dict[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True)
class PackageRow:
    """One package that may be agreed on: its value to either party, on average over worlds and by what is believed.

    `efficient` says that no other package is better for one party and no worse for the other, by these averages; `share` how
    often the package is the agreement, of all worlds that have one.
    """

    package: dict[str, str]
    own: float
    counterpart: float
    efficient: bool
    share: float | None


@dataclass(frozen=True)
class CoalitionRow:
    """Parties who could make a deal among themselves by the rule of consent, and how often all of them gain by one.

    `gains` says what the best such deal (by the product of their gains) brings everyone at the table beside no deal, where
    there is one; a party outside the coalition may lose. `without_us`: our own side is no part of it.
    """

    parties: tuple[str, ...]
    without_us: bool
    probability: float | None
    gains: dict[str, Spread]
    why: Sentence | None


@dataclass(frozen=True)
class BargainingRow:
    """The table as it stands: present no-deal values, no moves. `drawn` is every package, to be drawn as a point.

    `parties` are those at the table, ours first; `coalitions` what some of them could agree on, if they are more than two.
    """

    packages: int | None
    zone_probability: float | None
    frontier_points: float | None
    agreement: AgreementRow | None
    by_type: tuple[dict[str, object], ...]
    options: tuple[OptionRow, ...]
    why: Sentence | None
    parties: tuple[str, ...] = ()
    coalitions: tuple[CoalitionRow, ...] = ()
    drawn: tuple[PackageRow, ...] = field(default=(), metadata={NOT_IN_JSON: True})


@dataclass(frozen=True)
class MovesRow:
    """One set of moves, once they bite: what zone and agreement they lead to, and at what cost."""

    moves: tuple[str, ...]
    zone_probability: float | None
    agreement: AgreementRow | None
    own_no_deal: Spread | None
    counterpart_no_deal: Spread | None
    cost: Spread | None
    bites: float | None
    available: bool
    why: Sentence | None


@dataclass(frozen=True)
class PartnerRow:
    """One third party: where it stands on the likely agreement (`opposes` without spoiling), and whether it has been told."""

    party: str
    role: str
    stance: str
    supports: float | None
    lives_with: float | None
    opposes: float | None
    effect: Spread | None
    red_lines_crossed: tuple[str, ...]
    informed: bool
    tolerance: Spread | None
    reach_if_opposed: Spread | None
    strategic_weight: Spread | None
    influence: dict[str, Spread]
    spoils: float | None = None


@dataclass(frozen=True)
class IncidenceRow:
    """The effect of a concession on a party. `rank` 1 gains most; None: not determined, or on a scale of its own."""

    concession: str
    party: str
    effect: Spread
    rank: int | None
    worth_to_us: Spread | None


@dataclass(frozen=True)
class StageRow:
    """What agreeing to an option does to both no-deal values afterwards, and what each side could take back."""

    stage: str
    own_shift: Spread
    counterpart_shift: Spread
    spends_leverage: bool | None
    reversible_by_us: Spread | None
    reversible_by_them: Spread | None


@dataclass(frozen=True)
class AlarmRow:
    """Something the reader must not miss; `row` names the claim it serves (docs/reference/alarms.md)."""

    id: str
    row: str
    text: Sentence


@dataclass(frozen=True)
class InformationRow:
    """What knowing more would be worth now, in value points, gross of cost and delay."""

    evpi: float | None
    evsi: dict[str, float]


@dataclass(frozen=True)
class NoSummitRow:
    """The row of no meeting: both no-deal values on the day, and what a month changes."""

    own: Spread | None
    counterpart: Spread | None
    own_per_month: Spread | None
    counterpart_per_month: Spread | None
    loses_more_by_waiting: str | None
    expected_regret: float | None
    worst_regret: float | None
    why: Sentence | None


@dataclass(frozen=True)
class StepRow:
    """One step of preparation: what it is, what it takes, and what it changes when it succeeds.

    It may be taken so many `times`; what it `closes` cannot be had after it, however it came out.
    """

    step: str
    what: str | None
    kind: str
    cost: Spread | None
    days: Spread | None
    reach: Spread | None
    collapse: Spread | None
    tolerance: Spread | None
    fails: Spread | None
    needs: tuple[str, ...]
    meets: tuple[str, ...]
    evsi: float | None
    why: Sentence | None
    times: int = 1
    closes: tuple[str, ...] = ()


@dataclass(frozen=True)
class JudgementRow:
    """Who holds a judgement, and how many numbers of the case it covers."""

    path: str
    by: str
    on: str | None
    basis: str | None
    source: str | None
    note: str | None
    release: str | None
    covers: int


@dataclass(frozen=True)
class Unknowns:
    """What is not known: numbers that block a result, numbers that range over all they may be, steps set aside."""

    blocking: tuple[str, ...]
    ranging: tuple[str, ...]
    steps: tuple[str, ...]
    moves: tuple[str, ...]
    unheld: tuple[str, ...]


@dataclass(frozen=True)
class Assessment(Shown):
    """What was found about a case."""

    case: CaseRow
    run: RunRow
    verdict: VerdictRow
    gate: tuple[GateRow, ...]
    gate_price: float | None
    actions: tuple[ActionRow, ...]
    choices: tuple[ChoiceRow, ...]
    break_even: tuple[BreakEvenRow, ...]
    plan: PlanRow | None
    on_conditions: ConditionalRow | None
    information: InformationRow
    worth: Worth
    delay_per_week: Spread | None
    no_summit: NoSummitRow
    meeting: MeetingRow
    levels: tuple[LevelRow, ...]
    preparation: tuple[StepRow, ...]
    intentions: tuple[HypothesisRow, ...]
    evidence: tuple[EvidenceRow, ...]
    sources: tuple[SourceRow, ...]
    history: tuple[DayRow, ...]
    inquiries: tuple[InquiryRow, ...]
    to_ask: tuple[AskRow, ...]
    bargaining: BargainingRow
    negotiator: NegotiatorRow
    moves: tuple[MovesRow, ...]
    move_list: tuple[MoveRow, ...]
    counter_moves: MovesOfCase | None
    partners: tuple[PartnerRow, ...]
    consultation: Consulted
    incidence: tuple[IncidenceRow, ...]
    stages: tuple[StageRow, ...]
    staged: StagedDeals
    alarms: tuple[AlarmRow, ...]
    unknowns: Unknowns
    judgements: tuple[JudgementRow, ...]
    as_written: dict[str, object]
    record: Recorded
    big_picture: BigPicture
    goals: Goals
    changes: Changes = field(default_factory=Changes)
    prices: Prices = field(default_factory=Prices)
