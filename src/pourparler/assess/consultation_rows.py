# SPDX-License-Identifier: Apache-2.0
"""Consultation as rows: the ledger, what telling each costs and brings, the calendar, whom to ask first, the common line."""

from dataclasses import dataclass

from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread


@dataclass(frozen=True)
class ToldRow:
    """One entry of the ledger. `informs`: dated, and at a level above none; `after_agreed`: the meeting was agreed before."""

    party: str
    told: str | None
    level: str | None
    on: str | None
    answer: str | None
    informs: bool
    after_agreed: bool | None


@dataclass(frozen=True)
class CountedDay:
    """A day that is found by counting: the likeliest and the 5 % and 95 % points of the worlds, as dates."""

    likely: str
    early: str
    late: str


@dataclass(frozen=True)
class TellingRow:
    """What telling one third party costs and brings.

    `uninformed_before` lists the irreversible steps before which it has not been told; `asked_before` those whose gate asks for
    it. `price` is the shadow price of telling it before the date is fixed, None where it has been told or nothing can be
    valued: the value of the best plan that need not, less that of the best plan that must, every other open condition kept.
    `price_alone` is the same if nothing else were asked: what the others ask anyway costs nothing beside them. `step` is the
    step of preparation that tells it and `told_on` the day on which that ends by the calendar; `worth` is what fixing the date
    today would gain if that step had already succeeded, before its cost and delay.
    """

    party: str
    role: str
    informed: bool
    uninformed_before: tuple[str, ...]
    asked_before: tuple[str, ...]
    price: float | None
    price_alone: float | None
    step: str | None
    told_on: CountedDay | None
    cost: Spread | None
    reach: Spread | None
    tolerance: Spread | None
    worth: Spread | None
    why: Sentence | None


@dataclass(frozen=True)
class PlannedRow:
    """One step of the calendar: whom it tells, and from which to which day, counted from the day of the case."""

    step: str
    tells: tuple[str, ...]
    starts: Spread
    ends: Spread
    starts_on: CountedDay
    ends_on: CountedDay


@dataclass(frozen=True)
class DeadlineRow:
    """A day that the calendar runs against. `by_lead`: it follows from the day of travel and the days of lead before it."""

    what: str
    days: Spread
    on: CountedDay
    by_lead: bool


@dataclass(frozen=True)
class ConflictRow:
    """A step of the calendar that may end after a day it should come before, and how likely that is over the worlds."""

    step: str
    tells: tuple[str, ...]
    before: str
    on: CountedDay
    late: float


@dataclass(frozen=True)
class Calendar:
    """The order in which preparation is taken. `from_plan`: along the likeliest way of the plan; else by needs alone."""

    from_plan: bool
    steps: tuple[PlannedRow, ...]
    left_out: tuple[str, ...]
    deadlines: tuple[DeadlineRow, ...]
    conflicts: tuple[ConflictRow, ...]


@dataclass(frozen=True)
class ApproachRow:
    """One party in the order of asking.

    `alone` is its chance of a yes if it were asked first, `at_turn` that once all before it have agreed; `drawn_by` names those
    before it who draw it along, the strongest first, and `driven_off_by` those whose yes drives it away. `first` is the chance
    that all agree in the best order that begins with it. `rest_if_agreed` and `rest_if_refused` are the chances that all later
    ones agree, after its yes and after its no.
    """

    party: str
    alone: Spread
    at_turn: Spread
    drawn_by: tuple[str, ...]
    driven_off_by: tuple[str, ...]
    first: Spread
    rest_if_agreed: Spread
    rest_if_refused: Spread


@dataclass(frozen=True)
class PairRow:
    """Two parties of the order: `order` says whether the first is best asked first, or that this is not determined."""

    first: str
    second: str
    order: str


@dataclass(frozen=True)
class LeaderRow:
    """An order of asking, and in what share of the worlds it is as good as any."""

    order: tuple[str, ...]
    share: float


@dataclass(frozen=True)
class SequenceRow:
    """Whom to ask first, so that all who are needed agree.

    `already` holds those who have agreed to the common line, with the chance that was stated for them and counts no more. `won`
    is the chance that all agree in `order`, which is best on average; `determined` says that for every two of them
    (`pairs`) paired worlds settle who comes first, or that it makes no difference. `planned` is the order in which ledger and
    calendar take them, `planned_won` the chance there, and `gain` what the best order adds to it.
    """

    needed: tuple[str, ...]
    already: dict[str, Spread | None]
    order: tuple[str, ...]
    won: Spread | None
    determined: bool
    approaches: tuple[ApproachRow, ...]
    pairs: tuple[PairRow, ...]
    leaders: tuple[LeaderRow, ...]
    planned: tuple[str, ...]
    planned_won: Spread | None
    gain: Spread | None


@dataclass(frozen=True)
class OpenRow:
    """A point of the common line that is open, with whom, and what is proposed."""

    point: str
    party: str | None
    proposal: str | None


@dataclass(frozen=True)
class LineRow:
    """The common line: its words, who has agreed and when, who has not, what is open, and who may see it."""

    text: str
    agreed: dict[str, str]
    not_agreed: tuple[str, ...]
    open: tuple[OpenRow, ...]
    release: str | None


@dataclass(frozen=True)
class Consulted:
    """Everything about consultation."""

    ledger: tuple[ToldRow, ...]
    parties: tuple[TellingRow, ...]
    calendar: Calendar
    sequence: SequenceRow | None
    line: LineRow | None
