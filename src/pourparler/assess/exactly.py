# SPDX-License-Identifier: Apache-2.0
"""What a party's values are to the last digit, where every number of them is written as a single number."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pourparler.assess.values import Template
from pourparler.case import Case
from pourparler.exchange import Profile
from pourparler.quantity import Point


def exact_profile(case: Case, template: Template, party: str) -> Profile | None:
    """Return the values of a party as exact fractions of the decimals in the case; None if any of them is uncertain."""
    model, stated = case.values.get(party), case.no_deal.get(party)
    if model is None or model.under or stated is None:
        return None
    no_deal, weights = _number(stated.value), _by_name(model.weights, template.issues)
    if no_deal is None or weights is None or not sum(weights):
        return None
    worth = []
    for place, issue in enumerate(template.issues):
        scores = _scores(model.scores.get(issue), template.options[place], case.issues[issue].options)
        if scores is None:
            return None
        worth.append(tuple(weights[place] / sum(weights) * score for score in scores))
    terms = [(dict(term.when), _number(term.add)) for term in model.together or ()]
    together = tuple((when, add) for when, add in terms if add is not None)
    return Profile(party, tuple(worth), no_deal, together=together) if len(together) == len(terms) else None


def _scores(stated: object, options: Sequence[str], listed: Sequence[str]) -> tuple[Fraction, ...] | None:
    """Return the scores of options, stated by name or as a list that follows the order of the file."""
    if isinstance(stated, tuple) and len(stated) == len(listed) and not any(isinstance(entry, tuple) for entry in stated):
        stated = dict(zip(listed, stated, strict=True))
    return _by_name(stated, options)


def _by_name(stated: object, names: Sequence[str]) -> tuple[Fraction, ...] | None:
    if not isinstance(stated, Mapping):
        return None
    numbers = [_number(stated.get(name)) for name in names]
    known = tuple(number for number in numbers if number is not None)
    return known if len(known) == len(numbers) else None


def _number(stated: object) -> Fraction | None:
    """Return a single number as the fraction of its decimal, which is what was written."""
    return Fraction(repr(stated.value)) if isinstance(stated, Point) else None
