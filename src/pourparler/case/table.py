# SPDX-License-Identifier: Apache-2.0
"""What a case can say about the bargaining table beyond weights and scores: combinations of options, bargaining power."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from pourparler.case.fields import (
    Day,
    Exact,
    Identifier,
    OneOrMore,
    Option,
    Points,
    Share,
    SharesByParty,
    Text,
    one_or_table,
)
from pourparler.case.numbers import Numbers
from pourparler.case.part import Part


class Issue(Part):
    """Something to be settled, with its possible resolutions and the one in force today."""

    options: tuple[Identifier, ...] = Field(min_length=1)
    status_quo: Option | None = None

    @property
    def names(self) -> Mapping[str, None]:
        """The options by name, each once."""
        return dict.fromkeys(self.options)


class NumericIssue(Part):
    """An issue whose options are the numbers from `low` to `high` by a step; each goes by its number."""

    low: Exact
    high: Exact
    step: Exact
    status_quo: Option | None = None

    @property
    def names(self) -> Numbers:
        """The options by name, counted and looked up without being made."""
        return Numbers(self.low, self.high, self.step)

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The numbers, smallest first; none if the step does not lead from one end to the other."""
        return self.names.values_in_order()

    @property
    def options(self) -> tuple[str, ...]:
        """The options by name, smallest first."""
        return tuple(self.names)


def _options_or_numbers(raw: Any) -> str:
    """Tell an issue whose options are listed from one that is a range of numbers."""
    if isinstance(raw, dict):
        return "numbers" if "options" not in raw and raw.keys() & {"low", "high", "step"} else "options"
    return "numbers" if isinstance(raw, NumericIssue) else "options"


AnyIssue = Annotated[
    Annotated[Issue, Tag("options")] | Annotated[NumericIssue, Tag("numbers")],
    Discriminator(_options_or_numbers),
]
"""An issue with its options listed, or as a range of numbers."""


class Interaction(Part):
    """What a combination of options is worth to a party beyond the sum of its parts."""

    when: dict[Identifier, Option]
    add: Points | None = None

    @property
    def key(self) -> str:
        """The combination as one word, whatever its place in the list: `issue.option+issue.option`, sorted."""
        return "+".join(f"{issue}.{option}" for issue, option in sorted(self.when.items()))


class Implication(Part):
    """A package that holds every option of `when` holds, on each issue of `then`, the option named or one of those listed."""

    when: dict[Identifier, Option]
    then: dict[Identifier, OneOrMore]

    def left_by(self, issue: str) -> tuple[str, ...]:
        """Return the options that it leaves on one of the issues of `then`."""
        named = self.then[issue]
        return (named,) if isinstance(named, str) else tuple(named)


class Offer(Part):
    """A package that has a name: who put it forward, or would, and since when it is on the table."""

    package: dict[Identifier, Option]
    by: Identifier | None = None
    on: Day | None = None
    note: Text | None = None


class Consent(Part):
    """Whose consent a deal needs: that of everyone in `vetoes`, and of at least `quota` of all parties at the table."""

    quota: Annotated[int, Field(strict=True, ge=1)] | None = None
    vetoes: tuple[Identifier, ...] = ()


class FromPatience(Part):
    """Bargaining power that follows from the patience of both sides at the table.

    `patience` is what the gains of each are worth if they come one round of talks later, as a share of what they are worth now.
    """

    patience: SharesByParty


BargainingPower = Annotated[
    Annotated[Share, Tag("one")] | Annotated[FromPatience, Tag("table")],
    Discriminator(one_or_table),
]
"""The bargaining power of the party whose role is own, as a share, or what it follows from."""
ConsentNeeded = Annotated[
    Annotated[Literal["all", "all_but_one"], Tag("one")] | Annotated[Consent, Tag("table")],
    Discriminator(one_or_table),
]
"""The consent that a deal needs: everyone's, that of all but one, or what a table says."""
