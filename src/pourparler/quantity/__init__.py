# SPDX-License-Identifier: Apache-2.0
"""Uncertain quantities: how a case states a number it does not know exactly, and how such numbers are drawn.

`parse` reads what the case says into one of nine forms, given the domain of the place where it stands.
`unit_draws` gives one stratified draw per world for that place, and `quantile` turns unit draws into
values:

    draws = quantile(parse("35..50", SCORE), unit_draws(seed, "no_deal.aland.value", worlds), SCORE)

What each form means as a distribution is told in `pourparler.quantity.distributions`.
"""

from typing import TYPE_CHECKING

from pourparler.quantity.distributions import support
from pourparler.quantity.domains import (
    AMOUNT,
    COST,
    DAYS,
    DOMAINS,
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
)
from pourparler.quantity.forms import (
    Band,
    Beta,
    Grade,
    Interval,
    Normal,
    Point,
    Quantity,
    Rest,
    ThreePoint,
    Unknown,
)
from pourparler.quantity.grammar import parse
from pourparler.quantity.orderings import parse_ordering
from pourparler.quantity.scales import LIKELIHOOD_SCALES, word_for

if TYPE_CHECKING:
    from pourparler.quantity.draws import unit_draws
    from pourparler.quantity.ordered_draws import scores_in_order, simplex_in_order
    from pourparler.quantity.quantiles import quantile

__all__ = [
    "AMOUNT",
    "COST",
    "DAYS",
    "DOMAINS",
    "LIKELIHOOD_SCALES",
    "POINTS",
    "POWER",
    "PROBABILITY",
    "SALIENCE",
    "SCORE",
    "SHARE",
    "SIGNED_SHARE",
    "SIMILARITY",
    "WEIGHT",
    "Band",
    "Beta",
    "Domain",
    "Grade",
    "Interval",
    "Normal",
    "Point",
    "Quantity",
    "Rest",
    "ThreePoint",
    "Unknown",
    "parse",
    "parse_ordering",
    "quantile",
    "scores_in_order",
    "simplex_in_order",
    "support",
    "unit_draws",
    "word_for",
]

#: What draws loads arrays, which takes longer than reading a case: it is loaded where something is drawn.
_DRAWING = {
    "unit_draws": "draws",
    "scores_in_order": "ordered_draws",
    "simplex_in_order": "ordered_draws",
    "quantile": "quantiles",
}


def __getattr__(name: str) -> object:
    if name in _DRAWING:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_DRAWING[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
