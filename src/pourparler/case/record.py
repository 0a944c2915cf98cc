# SPDX-License-Identifier: Apache-2.0
"""What a case records around its numbers: success, risks, dissent, meanings of words, who may see what."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from pourparler.case.fields import (
    Action,
    Amount,
    Cost,
    Day,
    Days,
    Identifier,
    OptionName,
    ProbabilitiesByParty,
    Probability,
    Salience,
    Share,
    Similarity,
    Text,
    Weight,
)
from pourparler.case.part import Part


class Crisis(Part):
    """The crisis that the talks are meant to end: its chance in a month under each course, and the loss if it comes."""

    no_deal: Probability | None = None
    freeze: Probability | None = None
    full: Probability | None = None
    loss: Cost | None = None
    within: Days | None = None


class Risk(Part):
    """How much risk one's own side bears: a tolerance in value points, or `none` where averages alone count."""

    tolerance: Cost | None = None

    @model_validator(mode="before")
    @classmethod
    def _averages_alone(cls, raw: Any) -> Any:
        """Take `none` for what it says: nothing but averages counts, as where no tolerance is written."""
        if isinstance(raw, dict) and raw.get("tolerance") == "none":
            return {key: value for key, value in raw.items() if key != "tolerance"}
        return raw


class Stakes(Part):
    """How new the meeting is and how hard it would be to undo: both call for more preparation."""

    novelty: Literal["routine", "rare", "first_meeting"] | None = None
    irreversibility: Literal["low", "moderate", "high"] | None = None


class Criterion(Part):
    """What counts as success, written beforehand: by when, judged by whom, for which party.

    It is a test on the agreement (`requires`: options that it must hold, one of them per issue named; `kept`: and that it
    must be kept), or a forecast for each action.
    """

    what: Text
    by: Day | None = None
    judged_by: Text | None = None
    party: Identifier | None = None
    written: Day | None = None
    requires: tuple[OptionName, ...] = ()
    kept: bool = False
    forecast: dict[Action, Probability] = Field(default_factory=dict)


class Tripwire(Part):
    """What is done, and by whom, if something comes about: settled beforehand, on a day.

    It is a step of preparation that comes out in a certain way (`when`; `seen` names the item of evidence that reports it, once
    it has), or an indicator that comes in.
    """

    when: OptionName | None = None
    indicator: Identifier | None = None
    then: Action
    owner: Text | None = None
    on: Day | None = None
    seen: Identifier | None = None

    @property
    def name(self) -> str:
        """What it is called: what has to come about."""
        return self.when or f"indicators.{self.indicator}"


class Imagined(Part):
    """One entry of the pre-mortem: how it failed, as somebody imagined before the discussion; what would be seen first."""

    story: Text
    by: Text | None = None
    on: Day | None = None
    signpost: Text | None = None
    owner: Text | None = None


class Analogy(Part):
    """A like case of the past: how like it is (0 to 10), and how it came out."""

    case: Text
    similarity: Similarity | None = None
    outcome: Text | None = None
    by: Text | None = None
    source: Text | None = None


class Meaning(Part):
    """A disputed word, what each party means by it, and how likely who uses it means by it what we do."""

    word: Text
    means: dict[Identifier, Text] = Field(default_factory=dict)
    same: Probability | None = None


class Position(Part):
    """Where a party stands on a one-dimensional question, how much it cares, and what weight it carries."""

    position: Amount | None = None
    salience: Salience | None = None
    capability: Weight | None = None


class Vote(Part):
    """A vote on the question: who has how many votes, how many are needed, and who can block it."""

    quota: Annotated[int, Field(strict=True, ge=1)]
    votes: dict[Identifier, Annotated[int, Field(strict=True, ge=0)]]
    vetoes: tuple[Identifier, ...] = ()


class Positions(Part):
    """A question whose answers lie on a line, from the first to the second end of `scale`.

    `no_agreement` is the answer that comes about if nothing is agreed.
    """

    asked: Text | None = None
    scale: Annotated[tuple[Amount, ...], Field(min_length=2, max_length=2)] | None = None
    of: dict[Identifier, Position]
    no_agreement: Amount | None = None
    vote: Vote | None = None


class Coalition(Part):
    """Who has to be with us in the end, how likely each agrees if it is asked alone, and whose yes drives another away.

    Who draws whom along is `influence`. Where `needed` is not written, those are needed of whom `agrees` speaks.
    """

    needed: tuple[Identifier, ...] = ()
    agrees: ProbabilitiesByParty = Field(default_factory=dict)
    repels: dict[Identifier, dict[Identifier, Share]] = Field(default_factory=dict)

    @property
    def members(self) -> tuple[str, ...]:
        """Return who has to be with us."""
        return self.needed or tuple(self.agrees)


def _day_or_open(raw: Any) -> str:
    return "open" if raw == "open" else "day"


DayOrOpen = Annotated[
    Annotated[Day, Tag("day")] | Annotated[Literal["open"], Tag("open")],
    Discriminator(_day_or_open),
]
"""The day on which a party agreed, or `open`."""


class OpenPoint(Part):
    """A point of the common line on which one party does not agree yet, and what is proposed to it."""

    point: Text
    party: Identifier | None = None
    proposal: Text | None = None


class CommonLine(Part):
    """The line that partners hold together: its words, who has agreed to them and when, what is open, and who may see it."""

    text: Text
    agreed: dict[Identifier, DayOrOpen] = Field(default_factory=dict)
    open: tuple[OpenPoint, ...] = ()
    release: Text | None = None


class DayAfter(Part):
    """What is left if the meeting fails: channels, the ladder of next steps down, agreed wording; who wrote it, and when."""

    channels: tuple[Text, ...] = ()
    fallback: tuple[Text, ...] = ()
    wording: Text | None = None
    by: Text | None = None
    on: Day | None = None


class Framing(Part):
    """A rival reading of the situation, or a dissent, printed beside the others and never averaged."""

    holder: Text
    says: Text
    on: Day | None = None
