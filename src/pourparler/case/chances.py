# SPDX-License-Identifier: Apache-2.0
"""Probabilities that belong together can sum to one, and `rest` and grades stand where they may."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pourparler.case.analogies import BY_ANALOGY
from pourparler.case.model import Case, Soundness, ValueModel
from pourparler.case.names import Names
from pourparler.case.part import Part
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.question import Question
from pourparler.quantity import (
    PROBABILITY,
    WEIGHT,
    Band,
    Grade,
    Interval,
    Quantity,
    Rest,
    ThreePoint,
    support,
)
from pourparler.wording import say

#: A sum may miss one by this much: the rounding of a few additions of decimal fractions.
_ROUNDING = 1e-9

#: The ends of estimative words are approximate, and one scale leaves gaps of this width between its words.
_WORD_SLACK = 0.05

#: Hypotheses listed in one message.
_MOST_NAMED = 20

#: What most values are, and none of these is looked into.
_OFTEN = frozenset({str, float, int, bool, Interval, dt.date})

_SOUNDNESS = ("sound", "empty", "deceptive")


def chance_findings(case: Case, names: Names) -> Iterator[Finding]:
    """Report sums that cannot be one, weights that are all zero, and misplaced `rest` and grades."""
    for question, entry in case.questions.items():
        yield from _can_sum_to_one(_without_classes(entry), ("questions", question, "hypotheses"))
        for other, rows in entry.given.items():
            for hypothesis, row in rows.items():
                if row.keys() >= entry.hypotheses.keys():  # what is missing is told by itself
                    yield from _can_sum_to_one(row.values(), ("questions", question, "given", other, hypothesis))
    for section, table in (("grades", case.grades), ("sources", case.sources)):
        for name, soundness in table.items():
            yield from _of_soundness(soundness, (section, name))
    for number, forecast in enumerate(case.forecasts):
        if forecast.classes:
            yield from _can_sum_to_one(forecast.classes.values(), ("forecasts", number, "classes"))
    yield from _of_outcomes(case, names)
    for party, model in case.values.items():
        yield from _some_weight(model, ("values", party))
    for path, quantity in _quantities(case, ()):
        yield from _misplaced(path, quantity)


def stated(quantity: Quantity | None) -> tuple[float, float]:
    """Return the ends of a probability as its writer means them: of a range, not of its tails."""
    match quantity:
        case None | Rest() | Grade():
            return PROBABILITY.low, PROBABILITY.high
        case Interval(low, high) | ThreePoint(low, _, high):
            return low, high
        case Band(_, _, low, high):
            return max(low - _WORD_SLACK, PROBABILITY.low), min(high + _WORD_SLACK, PROBABILITY.high)
        case _:
            return support(quantity, PROBABILITY)


def _fault(chances: Iterable[Quantity | None]) -> tuple[str, str] | None:
    """Return what is wrong with a vector of probabilities, and what to write; None if it can sum to one.

    An entry that is `None` is one that is not known. A vector without entries is the matter of others.
    """
    vector = list(chances)
    rests = sum(isinstance(chance, Rest) for chance in vector)
    ends = [stated(chance) for chance in vector if not isinstance(chance, Rest)]
    low, high = sum(end[0] for end in ends), sum(end[1] for end in ends)
    if rests > 1:
        return say("'rest' {n} times", n=rests), say("write it once at most")
    if not vector or (low <= 1 + _ROUNDING and (rests or high >= 1 - _ROUNDING)):
        return None
    advice = say("write probabilities that can sum to 100%, or rest for one of them")
    if low == high:
        return say("probabilities that sum to {sum}", sum=_percent(low)), advice
    if low > 1:
        return say("probabilities that sum to {low} or more", low=_percent(low)), advice
    return say("probabilities that sum to {high} or less", high=_percent(high)), advice


def _can_sum_to_one(chances: Iterable[Quantity | None], path: KeyPath) -> Iterator[Finding]:
    fault = _fault(chances)
    if fault is not None:
        yield Finding(path, *fault, whole=True)


def _without_classes(question: Question) -> Iterator[Quantity | None]:
    """Yield the probabilities that a question states; one taken from a reference class is open here."""
    taken = {like.hypothesis for like in question.classes if like.name in question.prior_from}
    taken |= set(question.hypotheses if BY_ANALOGY in question.prior_from else ())
    for hypothesis, chance in question.hypotheses.items():
        yield None if hypothesis in taken else chance


def _percent(share: float) -> str:
    return f"{100 * share:.6g}%"


def _of_soundness(held: Soundness, path: KeyPath) -> Iterator[Finding]:
    given = [held.sound, held.empty, held.deceptive]
    stated_ones = [chance for chance in given if chance is not None]
    if stated_ones and all(isinstance(chance, Rest) for chance in stated_ones):
        name = next(key for key in _SOUNDNESS if isinstance(getattr(held, key), Rest))
        advice = say("write a probability such as 60%, or state the others")
        yield Finding((*path, name), say("'rest' with nothing to be the rest of"), advice)
        return
    if any(chance is not None for chance in given):
        yield from _can_sum_to_one(given, path)


def _of_outcomes(case: Case, names: Names) -> Iterator[Finding]:
    """What a step can reveal: for each hypothesis the chances of its outcomes sum to one."""
    for name, step in case.preparation.items():
        path = ("preparation", name, "outcomes")
        tables = [entry for entry in step.outcomes.values() if isinstance(entry, dict)]
        known = names.hypotheses(step.reveals)
        if known is None:
            known = dict.fromkeys(key for table in tables for key in table)
        if not tables:
            yield from _can_sum_to_one((e for e in step.outcomes.values() if not isinstance(e, dict)), path)
        faults: dict[tuple[str, str], list[str]] = {}
        for hypothesis in known:
            if tables and all(hypothesis in table for table in tables):
                vector = (e[hypothesis] if isinstance(e, dict) else e for e in step.outcomes.values())
                if (fault := _fault(vector)) is not None:
                    faults.setdefault(fault, []).append(quoted(hypothesis))
        for (found, write), given in faults.items():
            about = say("{fault}, given {hypotheses}", fault=found, hypotheses=", ".join(given[:_MOST_NAMED]))
            yield Finding(path, about, write, whole=True)


def _some_weight(model: ValueModel, path: KeyPath) -> Iterator[Finding]:
    weights = model.weights
    if weights and isinstance(weights, dict) and all(support(w, WEIGHT)[1] <= 0 for w in weights.values()):
        found = say("weights that are all zero")
        yield Finding((*path, "weights"), found, say("write at least one weight above 0"), whole=True)
    for question, by_hypothesis in model.under.items():
        for hypothesis, restated in by_hypothesis.items():
            yield from _some_weight(restated, (*path, "under", question, hypothesis))


def _quantities(held: Any, path: KeyPath) -> list[tuple[KeyPath, Rest | Grade]]:
    """Find every `rest` and every grade that is read as a number."""
    inside: Iterable[tuple[str | int, Any]]
    if isinstance(held, Part):
        inside = ((name, getattr(held, name)) for name in _names(type(held)))
    else:
        inside = held.items() if isinstance(held, dict) else enumerate(held)
    found = []
    for name, value in inside:
        if not value or type(value) in _OFTEN:
            continue
        if isinstance(value, Rest | Grade):
            found.append(((*path, name), value))
        elif isinstance(value, Part | dict | tuple):
            found += _quantities(value, (*path, name))
    return found


@cache
def _names(part: type[Part]) -> tuple[str, ...]:
    return tuple(part.model_fields)


def _misplaced(path: KeyPath, quantity: Rest | Grade) -> Iterator[Finding]:
    if isinstance(quantity, Grade):
        found = say("the grade {grade} instead of a probability", grade=quoted(str(quantity)))
        yield Finding(path, found, say("write a probability such as 60%, or give the grade to a source"))
    elif not _may_be_rest(path):
        advice = say("write a probability such as 60%; 'rest' is for shares that sum to one")
        yield Finding(path, say("'rest' where nothing is shared out"), advice)


def _may_be_rest(path: KeyPath) -> bool:
    match path:
        case ("questions", _, "hypotheses", _) | ("preparation", _, "outcomes", *_) | ("forecasts", _, "classes", _):
            return True
        case ("questions", _, "analysts", _, "hypotheses", _) | ("questions", _, "given", _, _, _):
            return True
        case ("sources" | "grades", _, key):
            return key in _SOUNDNESS
        case _:
            return False
