# SPDX-License-Identifier: Apache-2.0
"""Values that a case file held, as a reader would write them: shares in percent, as a new case has them."""

import re
from functools import lru_cache
from typing import Any, get_args, get_origin

from pourparler.case.folder import OUTCOME_FILE
from pourparler.case.model import Case
from pourparler.case.outcome import Outcome
from pourparler.case.part import Part
from pourparler.case.shape import branches, fields, strip
from pourparler.errors import QuantityError
from pourparler.quantity import Domain, Interval, Normal, Point, Quantity, ThreePoint, parse
from pourparler.quantity.numerals import percentage

#: A place in a list, or a key.
_STEP = re.compile(r"\[\d+\]|[^.\[\]]+")
#: So many paths are remembered with what is measured there.
_KEPT = 4096


def as_written(path: str, text: str | None) -> str | None:
    """Return what stood at a path, in percent where that has a meaning; `path` is one that `path_text` wrote.

    The path may begin with the file that it is in, as in the history ("seats/borea.yaml: …").
    """
    domain = _domain_at(path)
    if text is None or domain is None or not domain.takes_percent:
        return text
    try:
        return _in_percent(parse(text, domain))
    except QuantityError:  # a word that another branch of the vocabulary has there
        return text


def _in_percent(quantity: Quantity) -> str:
    match quantity:
        case Point(value):
            return percentage(value)
        case Interval(low, high):
            return f"{_bare(low)}..{percentage(high)}"
        case ThreePoint(low, mode, high):
            return f"{_bare(low)}..{_bare(mode)}..{percentage(high)}"
        case Normal(mean, sd):
            return f"normal({percentage(mean)}, {percentage(sd)})"
        case _:
            return str(quantity)


def _bare(value: float) -> str:
    return percentage(value).removesuffix("%")


@lru_cache(maxsize=_KEPT)
def _domain_at(path: str) -> Domain | None:
    """Return what a number at a path measures; None where none can stand."""
    file, _, inside = path.rpartition(": ")
    return _domain(Outcome if file == OUTCOME_FILE else Case, tuple(_STEP.findall(inside)))


def _domain(annotation: Any, steps: tuple[str, ...]) -> Domain | None:
    """Follow the vocabulary; where a path does not tell by which branch, the first that leads to a number."""
    bare, notes = strip(annotation)
    tagged = branches(bare, notes)
    if tagged is not None:
        return next((found for branch in tagged.values() if (found := _domain(branch, steps)) is not None), None)
    if not steps:
        return next((note for note in notes if isinstance(note, Domain)), None)
    if isinstance(bare, type) and issubclass(bare, Part):
        return _domain(fields(bare).get(steps[0]), steps[1:])
    if get_origin(bare) not in (dict, tuple):
        return None
    inner = get_args(bare)[1 if get_origin(bare) is dict else 0]
    # A name may hold dots, such as that of an option with its issue.
    rests = (steps[length:] for length in range(1, len(steps) + 1))
    return next((found for rest in rests if (found := _domain(inner, rest)) is not None), None)
