# SPDX-License-Identifier: Apache-2.0
"""Which of two options of an issue is worth more to our own side, where its scores leave no doubt."""

from collections.abc import Iterable
from decimal import Decimal

from pourparler.case.completeness import is_ordering
from pourparler.case.fields import ShapedScores
from pourparler.case.model import Case, ValueModel
from pourparler.quantity import Quantity, Unknown
from pourparler.quantity.distributions import stated_numbers


def surely_worth_more(case: Case, issue: str, option: str, than: str) -> bool:
    """Return whether an option of an issue is worth more to our own side than another, by all that its scores state.

    Ranges that overlap, unknown scores, and scores that are restated under a hypothesis leave a doubt, and so does a shape with
    a peak.
    """
    own = next((name for name, party in case.parties.items() if party.role == "own"), None)
    model = case.values.get(own) if own is not None else None
    if model is None or issue not in model.scores or issue not in case.issues or _is_restated(model, issue):
        return False
    scores, names = model.scores[issue], case.issues[issue].names
    if option not in names or than not in names:
        return False
    if isinstance(scores, ShapedScores):
        return _is_further(scores, option, than)
    if is_ordering(scores):
        groups: Iterable[Iterable[str]] = scores  # type: ignore[assignment]
        places = {name: place for place, group in enumerate(groups) for name in group}
        return option in places and than in places and places[option] < places[than]
    table = scores if isinstance(scores, dict) else dict(zip(names, scores, strict=False))
    lower, higher = _stated(table.get(option)), _stated(table.get(than))  # type: ignore[arg-type]
    return bool(lower and higher) and min(lower) > max(higher)


def _is_restated(model: ValueModel, issue: str) -> bool:
    """Return whether scores of an issue are restated under some hypothesis."""
    inner = (restated for by_hypothesis in model.under.values() for restated in by_hypothesis.values())
    return any(issue in restated.scores or _is_restated(restated, issue) for restated in inner)


def _stated(score: Quantity | None) -> tuple[float, ...]:
    return stated_numbers(score) if score is not None and not isinstance(score, Unknown) else ()


def _is_further(scores: ShapedScores, option: str, than: str) -> bool:
    """Return whether a number lies nearer to the best end of a shape that rises or falls all the way."""
    worst, best = (_stated(getattr(scores, end, None)) for end in ("worst", "best"))
    if scores.shape == "triangular" or not worst or not best:
        return False
    first, second = Decimal(option), Decimal(than)
    if min(best) > max(worst):
        return second < first and float(second) < min(best) and float(first) > max(worst)
    return first < second and float(second) > max(best) and float(first) < min(worst)
