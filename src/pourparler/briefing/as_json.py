# SPDX-License-Identifier: Apache-2.0
"""An assessment, or the study of a table, as JSON: the names of its fields are the keys, and its sentences stay in English."""

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from pourparler.assess.assessment import NOT_IN_JSON, Assessment
from pourparler.assess.sentence import Sentence

if TYPE_CHECKING:  # an assessment needs nothing of it
    from pourparler.assess.analogies import RatedQuestions
    from pourparler.assess.book import Book
    from pourparler.assess.case_plan import CasePlan
    from pourparler.assess.classes import Classes
    from pourparler.assess.compared import Comparison
    from pourparler.assess.conflict_rows import ConflictStudy
    from pourparler.assess.decision_rows import PlanStudy
    from pourparler.assess.goals_studied import GoalsStudy
    from pourparler.assess.line_rows import LineStudy, VotesStudy, VoteStudy
    from pourparler.assess.moved import MovesStudy
    from pourparler.assess.outcome_study import OutcomeStudy, OutcomeTally
    from pourparler.assess.staged_study import StagesStudy
    from pourparler.assess.study_rows import TableStudy

#: Floats are rounded to so many significant digits: more than any input has, fewer than sums of them agree on.
SIGNIFICANT_DIGITS = 10


def as_json(
    result: (
        "Assessment | TableStudy | Book | ConflictStudy | GoalsStudy | LineStudy | VoteStudy | VotesStudy | MovesStudy"
        " | PlanStudy | CasePlan | StagesStudy | Comparison | RatedQuestions | Classes"
        " | OutcomeStudy | OutcomeTally"
    ),
) -> str:
    """Return an assessment, two side by side, a study (of a table, moves, goals, …) or a book as JSON text.

    Keys stand in the order of the fields, so the same result gives the same bytes. Unknown is `null`, with the
    reason beside it. Raises `ValueError` for a number that JSON has no word for (not a number, infinite), which is
    always a fault of the program.
    """
    return json.dumps(as_plain(result), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def as_plain(value: object) -> object:
    """Return `value` in terms of JSON: tables, lists, text, numbers, true, false and null.

    Dataclasses become tables, without fields marked as not for JSON (a name that Python keeps for itself ends in `_` there and
    not here); sentences become their English, floats and fractions are rounded to ten significant digits. Raises `TypeError`
    for anything else, and `ValueError` for a float that is not finite.
    """
    if isinstance(value, Sentence):
        return value.english()
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (float, Fraction)):
        return _rounded(float(value))
    if is_dataclass(value) and not isinstance(value, type):
        return {key: as_plain(getattr(value, name)) for key, name in _told(type(value))}
    if isinstance(value, Mapping):
        return {str(key): as_plain(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [as_plain(inner) for inner in value]
    raise TypeError(f"no JSON for {type(value).__name__}")


@cache
def _told(kind: type) -> tuple[tuple[str, str], ...]:
    """Return the fields of a dataclass that are for JSON, each by its key there: objects are many, their kinds few."""
    assert is_dataclass(kind)
    return tuple((each.name.removesuffix("_"), each.name) for each in fields(kind) if NOT_IN_JSON not in each.metadata)


def _rounded(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("a result is not a finite number")
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") + 0.0  # adding zero turns -0.0 into 0.0
