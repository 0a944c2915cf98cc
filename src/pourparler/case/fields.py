# SPDX-License-Identifier: Apache-2.0
"""The types of the fields of a case: quantities in their domains, orders, names, days, and what may stand in either shape."""

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag

from pourparler.case.days import read_day
from pourparler.case.numbers import option_in_full, option_text, read_exact, write_exact
from pourparler.case.ordering import Ordering, read_ordering, write_ordering
from pourparler.case.part import Part
from pourparler.case.problem import shown
from pourparler.case.written import Written
from pourparler.errors import QuantityError
from pourparler.quantity import (
    AMOUNT,
    COST,
    DAYS,
    POINTS,
    POWER,
    PROBABILITY,
    SALIENCE,
    SCORE,
    SHARE,
    SIGNED_SHARE,
    SIMILARITY,
    WEIGHT,
    Domain,
    Interval,
    Normal,
    Point,
    Quantity,
    ThreePoint,
    parse,
)
from pourparler.wording import say

FORMAT = 2
"""The version of the case format that this program writes and reads."""


def _of_ordinary_size(raw: object, domain: Domain, most: float) -> Quantity:
    """Read a quantity whose ends lie within `most` of zero: what is far off the scale is a slip, and no engine can use it."""
    quantity = parse(raw, domain)
    match quantity:
        case Point(value):
            ends: tuple[float, ...] = (value,)
        case Interval(low, high) | ThreePoint(low, _, high):
            ends = (low, high)
        case Normal(mean, sd):
            ends = (mean - 2 * sd, mean + 2 * sd)
        case _:
            ends = ()
    if any(abs(end) > most for end in ends):
        unit, most_text = domain.unit, f"{most:,.0f}"
        advice = say("far off the scale: no number here lies beyond {most} {unit} either way", most=most_text, unit=unit)
        raise QuantityError(shown(raw), advice)
    return quantity


#: The largest number of value points, and of days, that a field takes. Values lie between 0 and 100 by definition.
MOST_POINTS, MOST_DAYS = 500, 36_525

Probability = Annotated[Quantity, Written(partial(parse, domain=PROBABILITY)), PROBABILITY]
Share = Annotated[Quantity, Written(partial(parse, domain=SHARE)), SHARE]
SignedShare = Annotated[Quantity, Written(partial(parse, domain=SIGNED_SHARE)), SIGNED_SHARE]
Score = Annotated[Quantity, Written(partial(parse, domain=SCORE)), SCORE]
Points = Annotated[Quantity, Written(partial(_of_ordinary_size, domain=POINTS, most=MOST_POINTS)), POINTS]
Cost = Annotated[Quantity, Written(partial(_of_ordinary_size, domain=COST, most=MOST_POINTS)), COST]
Days = Annotated[Quantity, Written(partial(_of_ordinary_size, domain=DAYS, most=MOST_DAYS)), DAYS]
Weight = Annotated[Quantity, Written(partial(parse, domain=WEIGHT)), WEIGHT]
Salience = Annotated[Quantity, Written(partial(parse, domain=SALIENCE)), SALIENCE]
Amount = Annotated[Quantity, Written(partial(parse, domain=AMOUNT)), AMOUNT]
Power = Annotated[Quantity, Written(partial(parse, domain=POWER)), POWER]
Similarity = Annotated[Quantity, Written(partial(parse, domain=SIMILARITY)), SIMILARITY]
Order = Annotated[Ordering, Written(read_ordering, write_ordering)]
NAME = r"[^\W\d][\w-]*"
"""The pattern of a name."""
OPTION = rf"({NAME}|-?[0-9]+(\.[0-9]+)?)"
"""The pattern of an option: a name, or a number where the issue is a range of numbers."""
Identifier = Annotated[str, Field(pattern=rf"^{NAME}$", max_length=64)]
Exact = Annotated[Decimal, Written(read_exact, write_exact)]
Text = Annotated[str, Field(max_length=4000)]
Day = Annotated[dt.date, BeforeValidator(read_day)]


def _whole_number(raw: Any) -> Any:
    """Refuse what Python takes for equal to a whole number: `true` equals 1."""
    if type(raw) is not int:
        raise ValueError("no whole number")
    return raw


WholeDays = Annotated[int, Field(strict=True, ge=1, le=MOST_DAYS)]
"""A number of days that is no estimate but a rule."""
Format = Annotated[Literal[2], BeforeValidator(_whole_number)]


def blank_is_unknown(raw: Any) -> Any:
    """Take a blank entry of a table of numbers as unknown: it is written, and nobody knows it."""
    if not isinstance(raw, dict):
        return raw
    return {key: "unknown" if value is None else value for key, value in raw.items()}


PointsByParty = Annotated[dict[Identifier, Points], BeforeValidator(blank_is_unknown)]
SharesByParty = Annotated[dict[Identifier, Share], BeforeValidator(blank_is_unknown)]
ProbabilitiesByParty = Annotated[dict[Identifier, Probability], BeforeValidator(blank_is_unknown)]


def _shape(raw: Any) -> str:
    """Tell the shapes of a field apart, so that a mistake is reported against the shape that was meant."""
    if isinstance(raw, (dict, BaseModel)):
        return "table"
    if isinstance(raw, tuple) and raw and isinstance(raw[0], tuple):
        return "order"
    if isinstance(raw, (list, tuple)):
        return "list"
    return "one"


def one_or_table(raw: Any) -> str:
    """Tell a quantity that is one for all from a table."""
    return "table" if _shape(raw) == "table" else "one"


def one_or_list(raw: Any) -> str:
    """Tell a name from a list of names."""
    return "list" if isinstance(raw, (list, tuple)) else "one"


def _order_or_table(raw: Any) -> str:
    """Tell an order from a table."""
    return "table" if _shape(raw) == "table" else "order"


def _order_list_shape_or_table(raw: Any) -> str:
    """Tell an order, a list, a shape and a table apart: `shape` with a word is a shape, with a score an option of that name."""
    if isinstance(raw, ShapedScores):
        return "shape"
    named = raw.get("shape") if isinstance(raw, dict) else None
    if isinstance(named, str) and named != "unknown" and not any(sign.isdigit() for sign in named):
        return "shape"
    return "order" if _shape(raw) == "one" else _shape(raw)


ProbabilityByHypothesis = Annotated[
    Annotated[Probability, Tag("one")] | Annotated[dict[Identifier, dict[Identifier, Probability]], Tag("table")],
    Discriminator(one_or_table),
]
"""One for all types, or one per hypothesis of a single question."""
PointsByHypothesis = Annotated[
    Annotated[Points, Tag("one")] | Annotated[dict[Identifier, dict[Identifier, Points]], Tag("table")],
    Discriminator(one_or_table),
]
"""One for all types, or one per hypothesis of a single question."""
Likelihood = Annotated[
    Annotated[Probability, Tag("one")] | Annotated[dict[Identifier, Probability], Tag("table")],
    Discriminator(one_or_table),
]
Weights = Annotated[
    Annotated[Order, Tag("order")] | Annotated[dict[Identifier, Weight], Tag("table")],
    Discriminator(_order_or_table),
]
Option = Annotated[str, Field(pattern=rf"^{OPTION}$", max_length=64), BeforeValidator(option_text)]
"""An option of an issue, by its own name; a number is named by its one text, `15` or `0.5`."""
OneOrMore = Annotated[
    Annotated[Option, Tag("one")] | Annotated[tuple[Option, ...], Tag("list")],
    Discriminator(one_or_list),
]
"""An option, or a list of options any of which will do."""


class ShapedScores(Part):
    """Scores of an issue that is a range of numbers, by a shape.

    Linear, concave and convex run from 0 points at `worst` to 100 at `best`; concave and convex come to 50 after the share
    `halfway` of the way. Triangular has 100 at `peak` and falls to `at_low` and `at_high` (0 unless stated) at both ends.
    """

    shape: Literal["linear", "concave", "convex", "triangular"]
    worst: Amount | None = None
    best: Amount | None = None
    halfway: Share | None = None
    peak: Amount | None = None
    at_low: Score | None = None
    at_high: Score | None = None


Scores = Annotated[
    Annotated[Order, Tag("order")]
    | Annotated[tuple[Score, ...], Tag("list")]
    | Annotated[ShapedScores, Tag("shape")]
    | Annotated[dict[Option, Score], Tag("table")],
    Discriminator(_order_list_shape_or_table),
]
OptionName = Annotated[str, Field(pattern=rf"^{NAME}\.{OPTION}$"), BeforeValidator(option_in_full)]
"""An option in full: `issue.option`."""
IssueOrOption = Annotated[str, Field(pattern=rf"^{NAME}(\.{OPTION})?$"), BeforeValidator(option_in_full)]

Level = Literal["officials", "ministers", "leaders"]
LEVELS: tuple[Level, ...] = ("officials", "ministers", "leaders")
"""Levels of meeting, lowest first."""
Role = Literal["own", "counterpart", "partner", "rival", "third_party", "mediator"]
IrreversibleStep = Literal["announce", "fix_date", "travel"]
Action = Literal["fix", "fix_conditionally", "step_down", "hold", "forgo"]
Authority = Literal["full", "partial", "none"]
Consistency = Literal["CC", "C", "N", "I", "II"]
"""How consistent an item of evidence is with a hypothesis: very, so, neither, inconsistent, very."""
