# SPDX-License-Identifier: Apache-2.0
"""What is asked about the other side: questions, like cases of the past, and what would be seen if one answer were true."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from pourparler.case.analogies import StructuredAnalogies
from pourparler.case.analysts import AnalystPrior
from pourparler.case.fields import Day, Identifier, Likelihood, Probability, Text
from pourparler.case.part import Part
from pourparler.case.reference_classes import known_classes


class ReferenceClass(Part):
    """Like cases of the past: how many there were (`n`), and how many went the way of the hypothesis named (`successes`).

    A class that comes with the program (`pourparler catalog classes`) is taken by its name alone.
    """

    name: Text
    hypothesis: Identifier
    n: Annotated[int, Field(strict=True, ge=1)] | None = None
    successes: Annotated[int, Field(strict=True, ge=0)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _counted(cls, raw: Any) -> Any:
        """Put the counts beside the name of a class that comes with the program, where neither is written."""
        if not isinstance(raw, dict) or raw.get("n") is not None or raw.get("successes") is not None:
            return raw
        name = raw.get("name")
        known = known_classes().get(name) if isinstance(name, str) else None
        return raw if known is None else {**raw, "n": known.n, "successes": known.successes}

    @property
    def counts(self) -> tuple[int, int]:
        """How many went that way, and of how many; a case that was read has both."""
        return self.successes or 0, self.n or 1


class Confidence(Part):
    """How sound somebody holds the basis of the estimate on a question to be (ICD 203). It is stated, never computed.

    `because` names what it rests on; `basis` says what kind of statement it is, as for any other judgement.
    """

    level: Literal["low", "moderate", "high"]
    by: Text
    on: Day
    because: Text
    basis: Literal["fact", "claim", "assumption", "judgement"] | None = None


class Question(Part):
    """A question about the counterpart's intentions, with exclusive and exhaustive hypotheses.

    `prior_from` names reference classes from which the probability of their hypothesis is taken, or `structured analogies`
    for the tally of `analogies`; `given` restates the probabilities under hypotheses of one other question.
    """

    hypotheses: dict[Identifier, Probability]
    asked: Text | None = None
    record: Text | None = None
    reference_class: ReferenceClass | None = None
    analysts: dict[Text, AnalystPrior] = Field(default_factory=dict)
    reference_classes: tuple[ReferenceClass, ...] = ()
    analogies: StructuredAnalogies | None = None
    prior_from: tuple[Text, ...] = ()
    given: dict[Identifier, dict[Identifier, dict[Identifier, Probability]]] = Field(default_factory=dict)
    confidence: Confidence | None = None

    @property
    def classes(self) -> tuple[ReferenceClass, ...]:
        """Every reference class, whichever key holds it."""
        return (*((self.reference_class,) if self.reference_class is not None else ()), *self.reference_classes)


class Indicator(Part):
    """Something that is awaited: how likely it is to be seen by a day, under each hypothesis of a question.

    `evidence` names the item that reports it, once it has been seen.
    """

    what: Text | None = None
    question: Identifier
    likelihood: Likelihood | None = None
    by: Day | None = None
    evidence: Identifier | None = None
