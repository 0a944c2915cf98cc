# SPDX-License-Identifier: Apache-2.0
"""What a case is: the vocabulary of the case file, as immutable objects that compute nothing.

Two rules say what a gap means. What is *not written* (a move, an effect, a party) is not in the model. What
is *written but left blank* (the cost of a move that is listed) is unknown: it is never taken as zero, and
what depends on it says so.
"""

from typing import Annotated, Literal

from pydantic import Field

from pourparler.case.analysts import AnalystLikelihood, Pooling
from pourparler.case.closing import Closing, Times
from pourparler.case.fields import (
    Action,
    Authority,
    Consistency,
    Cost,
    Day,
    Days,
    Format,
    Identifier,
    IrreversibleStep,
    IssueOrOption,
    Level,
    Likelihood,
    Option,
    OptionName,
    Points,
    PointsByHypothesis,
    PointsByParty,
    ProbabilitiesByParty,
    Probability,
    ProbabilityByHypothesis,
    Role,
    Scores,
    Share,
    SignedShare,
    Text,
    Weights,
)
from pourparler.case.forecast import Forecast
from pourparler.case.gate import Gate
from pourparler.case.mandate import Mandate
from pourparler.case.part import Part
from pourparler.case.question import Indicator, Question
from pourparler.case.record import (
    Analogy,
    Coalition,
    CommonLine,
    Crisis,
    Criterion,
    DayAfter,
    Framing,
    Imagined,
    Meaning,
    Positions,
    Risk,
    Stakes,
    Tripwire,
)
from pourparler.case.release import Release
from pourparler.case.staged import Stage, StagedExchange
from pourparler.case.table import AnyIssue, BargainingPower, ConsentNeeded, Implication, Interaction, Offer
from pourparler.case.wider import Priority, Spoiling


class Judged(Part):
    """Who holds a judgement, since when, on what basis, and who may see it."""

    by: Text
    on: Day | None = None
    basis: Literal["fact", "claim", "assumption", "judgement"] | None = None
    source: Text | None = None
    note: Text | None = None
    release: Text | None = None


class Collapse(Part):
    """What a meeting that ends without agreement risks: a chance, and a loss in our value points."""

    chance: Probability | None = None
    loss: Cost | None = None


class MeetingLevel(Part):
    """The coefficients of the value of meeting at one level. `price` restates that of the meeting."""

    reach: Probability | None = None
    collapse: Collapse | None = None
    price: PointsByParty = Field(default_factory=dict)


class Window(Part):
    """How long the offer stays open, the day on which a decision is forced, and for when irreversible steps are planned."""

    lapses_per_day: Probability | None = None
    forcing_date: Day | None = None
    planned: dict[IrreversibleStep, Day] = Field(default_factory=dict)


class Motive(Part):
    """What meeting at all is worth to a party's leader at home, in that party's points (negative: it costs), and why."""

    party: Identifier
    what: Text
    worth: Points | None = None


class Meeting(Part):
    """The meeting that is being prepared.

    `price` is the value that each side hands over by meeting at all, in its own value points (negative: it gains).
    """

    level: Level = "leaders"
    agreed: Day | None = None
    reversal_cost: Cost | None = None
    lead_days: Days | None = None
    window: Window | None = None
    price: PointsByParty = Field(default_factory=dict)
    must_produce: Text | None = None
    steps: tuple[IrreversibleStep, ...] = ()
    levels: dict[Level, MeetingLevel] = Field(default_factory=dict)
    motives: tuple[Motive, ...] = ()


class Later(Part):
    """What comes after a partial deal: the weight of the next bargaining problem, 0 (none) to 1 (all), and the crisis.

    `horizon_days`: the time for which a deal counts; what takes long to take back is lost for so much of it.
    """

    weight: Share | None = None
    crisis: Crisis | None = None
    horizon_days: Days | None = None


class Opposition(Part):
    """What a third party's opposition to a package does."""

    reach: SignedShare | None = None


class Party(Part):
    """An actor with interests in the outcome. Roles and names decide nothing by themselves; numbers do."""

    role: Role
    tolerance: Cost | None = None
    opposition: Opposition | None = None
    ratifiers: tuple[Identifier, ...] = ()
    strategic_weight: Points | None = None
    held_by: Text | None = None
    confidence: Literal["low", "moderate", "high"] | None = None
    spoiling: Spoiling | None = None
    left_out: Text | None = None


class Soundness(Part):
    """How far a source can be relied on: sound (reports track the facts), empty (unrelated), or deceptive."""

    sound: Probability | None = None
    empty: Probability | None = None
    deceptive: Probability | None = None


class Link(Part):
    """One link of a relay: a hit rate and a false-alarm rate, or a grade; never both."""

    hit: Probability | None = None
    false_alarm: Probability | None = None
    grade: Identifier | None = None


class Source(Soundness):
    """Where a piece of evidence comes from."""

    party: Identifier | None = None
    access: Literal["direct", "observed", "relayed"] | None = None
    grade: Identifier | None = None
    chain: Annotated[int, Field(strict=True, ge=1, le=20)] | None = None
    links: tuple[Link, ...] | None = None
    interest: Text | None = None
    standpoint: Text | None = None
    half_life_days: Days | None = None
    authority: dict[Identifier, Authority] = Field(default_factory=dict)


class Evidence(Part):
    """One item of evidence. Items of one origin never count twice; what is known later is not seen.

    `issue`: what it commits on, for the authority of who says it; `causal`: it reads one thing as the cause of another;
    `letters`: how consistent it is with each hypothesis of a question, for the matrix of competing hypotheses alone.
    """

    id: Identifier
    text: Text
    known_at: Day
    source: Identifier | None = None
    origin: Identifier | None = None
    kind: Literal["observation", "statement", "relayed_assurance", "absence"] | None = None
    likelihood: dict[Identifier, Likelihood] = Field(default_factory=dict)
    anyway: dict[Identifier, Likelihood] | None = None
    empty_rate: Probability | None = None
    rivals: tuple[Text, ...] = ()
    word: Text | None = None
    issue: Identifier | None = None
    half_life_days: Days | None = None
    causal: bool = False
    reference: Text | None = None
    judged: Judged | None = None
    analysts: dict[Text, AnalystLikelihood] = Field(default_factory=dict)
    letters: dict[Identifier, dict[Identifier, Consistency]] = Field(default_factory=dict)


class ValueModel(Part):
    """A party's weights over issues and scores (0-100) over options; parts may be restated by hypothesis."""

    weights: Weights | None = None
    scores: dict[Identifier, Scores] = Field(default_factory=dict)
    together: tuple[Interaction, ...] | None = None
    under: dict[Identifier, dict[Identifier, "ValueModel"]] = Field(default_factory=dict)


class NoDeal(Part):
    """The worth of the course without a deal, on the party's own scale, and how it changes with time."""

    value: PointsByHypothesis | None = None
    per_month: Points | None = None
    batna: Text | None = None
    watna: Text | None = None


class Escalation(Part):
    """How a move can go wrong."""

    chance: Probability | None = None
    loss: Cost | None = None
    how: Text | None = None


class Retaliation(Part):
    """How the other side may answer a move."""

    chance: Probability | None = None
    shifts: dict[Identifier, PointsByHypothesis] = Field(default_factory=dict)


class Improvement(Part):
    """A lasting change of what a party gains on an issue: points for every option but the one in force."""

    issue: Identifier
    party: Identifier
    by: Points | None = None


class Move(Part):
    """An act away from the table that changes no-deal values, or what a deal is worth; or talks are suspended for some days."""

    kind: Literal["coercive", "cooperative", "suspension"]
    what: Text | None = None
    shifts: dict[Identifier, PointsByHypothesis] = Field(default_factory=dict)
    improves: Improvement | None = None
    days_to_bite: Days | None = None
    cost: Cost | None = None
    escalation: Escalation | None = None
    retaliation: Retaliation | None = None
    needs: tuple[Identifier, ...] = ()
    twin: Identifier | None = None
    lasts_days: Days | None = None
    pauses_days: Days | None = None
    effects: PointsByParty = Field(default_factory=dict)
    opens: tuple[OptionName, ...] = ()
    brings: tuple[Identifier, ...] = ()
    takes_out: tuple[Identifier, ...] = ()


class Consultation(Part):
    """One entry of the ledger: who was told what, when, at which level, and what they answered."""

    party: Identifier
    told: Text | None = None
    level: Literal["none", "outline", "full"] | None = None
    on: Day | None = None
    answer: Text | None = None


class Preparation(Part):
    """A step of preparation. It reveals, aligns, decides or shapes; it takes time and may fail.

    `asks` names the source that a sounding is put to, `issue` what it is about: for the authority of who answers;
    `questions` are those that it puts, in words. It may be taken so many `times` (once), and what it `closes` cannot be had
    any more once it has been.
    """

    what: Text | None = None
    reveals: Identifier | None = None
    asks: Identifier | None = None
    issue: Identifier | None = None
    outcomes: dict[Identifier, Likelihood] = Field(default_factory=dict)
    aligns: Identifier | None = None
    tolerance: Points | None = None
    decides: Literal["mandate", "day_after"] | None = None
    shapes: tuple[Identifier, ...] = ()
    reach: SignedShare | None = None
    collapse: SignedShare | None = None
    fails: Probability | None = None
    cost: Cost | None = None
    days: Days | None = None
    needs: tuple[Identifier, ...] = ()
    times: Times | None = None
    closes: Closing | None = None
    meets: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()


class Decision(Part):
    """The person who decides."""

    by: Text


class Case(Part):
    """A negotiation being prepared, as one seat sees it on one day."""

    pourparler: Format
    title: Text
    as_of: Day
    parties: dict[Identifier, Party]
    seat: Identifier = "own"
    standpoint: Text | None = None
    meeting: Meeting | None = None
    later: Later | None = None
    bargaining_power: BargainingPower | None = None
    stakes: Stakes | None = None
    risk: Risk | None = None
    actions: tuple[Action, ...] = ()
    questions: dict[Identifier, Question] = Field(default_factory=dict)
    pooling: Pooling | None = None
    grades: dict[Identifier, Soundness] = Field(default_factory=dict)
    sources: dict[Identifier, Source] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    indicators: dict[Identifier, Indicator] = Field(default_factory=dict)
    issues: dict[Identifier, AnyIssue] = Field(default_factory=dict)
    exclude: tuple[dict[Identifier, Option], ...] = ()
    implies: tuple[Implication, ...] = ()
    values: dict[Identifier, ValueModel] = Field(default_factory=dict)
    no_deal: dict[Identifier, NoDeal] = Field(default_factory=dict)
    consent: ConsentNeeded | None = None
    offers: dict[Identifier, Offer] = Field(default_factory=dict)
    beliefs: dict[Identifier, ProbabilitiesByParty] = Field(default_factory=dict)
    moves: dict[Identifier, Move] = Field(default_factory=dict)
    staging: dict[IssueOrOption, Stage] = Field(default_factory=dict)
    stages: tuple[StagedExchange, ...] = ()
    compliance: ProbabilityByHypothesis | None = None
    effects: dict[OptionName, dict[Identifier, Points]] = Field(default_factory=dict)
    worth_to_us: dict[Identifier, Points] = Field(default_factory=dict)
    red_lines: dict[Identifier, tuple[OptionName, ...]] = Field(default_factory=dict)
    consultation: tuple[Consultation, ...] = ()
    influence: dict[Identifier, dict[Identifier, Share]] = Field(default_factory=dict)
    coalition: Coalition | None = None
    common_line: CommonLine | None = None
    priorities: dict[Identifier, Priority] = Field(default_factory=dict)
    interpretation: tuple[Meaning, ...] = ()
    positions: dict[Identifier, Positions] = Field(default_factory=dict)
    mandate: Mandate | None = None
    success: tuple[Criterion, ...] = ()
    gate: Gate | None = None
    preparation: dict[Identifier, Preparation] = Field(default_factory=dict)
    tripwires: tuple[Tripwire, ...] = ()
    day_after: DayAfter | None = None
    premortem: tuple[Imagined, ...] = ()
    framings: tuple[Framing, ...] = ()
    analogies: tuple[Analogy, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    release: Release | None = None
    decision: Decision | None = None
    judgements: dict[Text, Judged] = Field(default_factory=dict)
    labels: dict[Text, Text] = Field(default_factory=dict)
