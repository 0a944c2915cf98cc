# SPDX-License-Identifier: Apache-2.0
"""What each actor of a conflict prefers: payoffs, an order, statements in order of importance, or weights of options."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.case.problem import KeyPath, quoted, shown
from pourparler.engines.conflict import classes_of, ranks_by_statements, ranks_of, scores_by_weights
from pourparler.exchange.conflict_options import OptionForm, statement_at
from pourparler.exchange.logic import LogicError, option_named
from pourparler.exchange.stated_file import Source, is_number
from pourparler.wording import say

Ranks = NDArray[np.int32]
Number = int | float | Fraction

#: Statements of one actor, and thresholds of its strong preferences.
MOST_STATEMENTS, MOST_THRESHOLDS = 200, 20
#: So many states that are left out of an order are named.
MOST_NAMED = 5

_SIGN = re.compile(r"(>>|>|~)")


@dataclass(frozen=True)
class Preferences:
    """Ranks [actor, state], and classes where any actor's preference is strong."""

    ranks: Ranks
    classes: Ranks | None


@dataclass(frozen=True)
class _Own:
    """What one actor prefers: a rank for each state; `scores` where they are numbers, `classes` where an order gives them."""

    ranks: Ranks
    scores: Sequence[Number] | None = None
    classes: Ranks | None = None


def read_preferences(
    source: Source, actors: Sequence[str], count: int, references: Mapping[Any, int], form: OptionForm | None
) -> Preferences:
    """Read what every actor prefers. Where that cannot be read mistakes are noted, and the ranks are no use."""
    payoff, stated, strong = source.table("payoff"), source.table("preferences"), source.table("strong")
    ranks, classes = np.zeros((len(actors), count), dtype=np.int32), np.zeros((len(actors), count), dtype=np.int32)
    is_strong = False
    for place, actor in enumerate(actors):
        if actor in payoff and actor in stated:
            found = say("preferences beside a payoff of {actor}", actor=quoted(actor))
            source.wrong(("preferences", actor), found, say("give one of them"), key=True)
            continue
        if actor in payoff:
            own = _payoff(source, payoff[actor], ("payoff", actor), count)
        elif actor in stated:
            own = _stated(source, stated[actor], ("preferences", actor), count, references, form)
        else:
            source.wrong((), say("nothing that {actor} prefers", actor=quoted(actor)), say("write its payoff or preferences"))
            continue
        if own is None:
            continue
        ranks[place] = own.ranks
        split = own.classes
        if actor in strong:
            split = _classes(source, strong[actor], ("strong", actor), own)
        if split is not None:
            classes[place], is_strong = split, True
    return Preferences(ranks, classes if is_strong else None)


def _payoff(source: Source, values: Any, path: KeyPath, count: int) -> _Own | None:
    if not isinstance(values, list):
        source.wrong(path, shown(values), say("write a list with a number for each state, higher is better"))
        return None
    if len(values) != count:
        found = say("{n} numbers for {m} states", n=len(values), m=count)
        source.wrong(path, found, say("write a number for each state, in the order of the states"))
    before = len(source.findings)
    for place, value in enumerate(values):
        if not is_number(value):
            source.wrong((*path, place), shown(value), say("write a number"))
    return _Own(ranks_of(values), values) if len(source.findings) == before and len(values) == count else None


def _stated(
    source: Source, value: Any, path: KeyPath, count: int, references: Mapping[Any, int], form: OptionForm | None
) -> _Own | None:
    """Read preferences that are not payoffs: a table with one of three keys."""
    ways = ("order", "statements", "weights")
    keys = list(value) if isinstance(value, dict) else []
    if len(keys) != 1 or keys[0] not in ways:
        found = shown(value) if not keys else say("the keys {keys}", keys=", ".join(quoted(str(key)) for key in keys))
        source.wrong(path, found, say("write one of {names}", names=", ".join(ways)))
        return None
    way, inner, here = keys[0], value[keys[0]], (*path, keys[0])
    if way == "order":
        return _order(source, inner, here, count, references)
    if form is None:
        source.wrong(
            here, say("{way} without options", way=quoted(way)), say("give options, or an order of the states"), key=True
        )
        return None
    return _statements(source, inner, here, form) if way == "statements" else _weights(source, inner, here, form)


def _order(source: Source, value: Any, path: KeyPath, count: int, references: Mapping[Any, int]) -> _Own | None:
    """Read an order such as `3 > 1 ~ 2 >> 4`, the best state first; `>>` is strong preference."""
    advice = say("write every state once, the best first, such as 3 > 1 ~ 2 >> 4")
    if not isinstance(value, str):
        source.wrong(path, shown(value), advice)
        return None
    parts = _SIGN.split(value)
    level, kind = 0, 0
    levels: dict[int, tuple[int, int]] = {}
    before = len(source.findings)
    for place, part in enumerate(parts):
        name = " ".join(part.split())
        if place % 2:
            level += name != "~"
            kind += name == ">>"
            continue
        state = references.get(int(name) if name.isdecimal() and len(name) < len(str(count)) + 2 else name)
        if state is None:
            source.wrong(path, say("{name}, which is no state", name=quoted(name)), advice)
        elif state in levels:
            source.wrong(path, say("{name} a second time", name=quoted(name)), advice)
        else:
            levels[state] = (level, kind)
    missing = [str(state + 1) for state in range(count) if state not in levels]
    if missing and len(source.findings) == before:
        told = ", ".join(missing[:MOST_NAMED]) + (", …" if len(missing) > MOST_NAMED else "")
        source.wrong(path, say("an order without {states}", states=told), advice)
    if len(source.findings) > before:
        return None
    ranks = np.array([level - levels[state][0] for state in range(count)], dtype=np.int32)
    return _Own(ranks, None, np.array([kind - levels[s][1] for s in range(count)], dtype=np.int32) if kind else None)


def _statements(source: Source, value: Any, path: KeyPath, form: OptionForm) -> _Own | None:
    write = say("write a list of statements, the most important first, such as [not abandon, accept if modify]")
    items = source.items(value, path, write)
    if not 0 < len(items) <= MOST_STATEMENTS:
        source.wrong(path, say("{n} statements", n=len(items)), say("give from 1 to {n}", n=MOST_STATEMENTS))
        return None
    found = [statement_at(source, item, (*path, place), form.places) for place, item in enumerate(items)]
    holds = [form.holds(statement) for statement in found if statement is not None]
    return _Own(ranks_by_statements(np.array(holds))) if len(holds) == len(found) else None


def _weights(source: Source, value: Any, path: KeyPath, form: OptionForm) -> _Own | None:
    if not isinstance(value, dict) or not value:
        source.wrong(path, shown(value), say("write a table with a weight for each option that matters"))
        return None
    weights = [Fraction(0)] * len(form.options)
    before = len(source.findings)
    for name, weight in value.items():
        here = (*path, name)
        if not is_number(weight):
            source.wrong(here, shown(weight), say("write a number; a negative one counts against a state"))
            continue
        try:
            weights[option_named(str(name), form.places)] = Fraction(str(weight))
        except LogicError as error:
            source.wrong(here, error.found, error.write, key=True)
    scores = scores_by_weights(weights, form.states.taken & ~form.states.open)
    return _Own(ranks_of(scores), scores) if len(source.findings) == before else None


def _classes(source: Source, value: Any, path: KeyPath, own: _Own) -> Ranks | None:
    """Read the thresholds at which preference is strong."""
    if own.scores is None:
        source.wrong(path, say("thresholds of preferences that are no numbers"), say("write >> in an order instead"), key=True)
        return None
    items = source.items(value, path, say("write a list of values: reaching one is strongly preferred to not reaching it"))
    bad = [place for place, item in enumerate(items) if not is_number(item)]
    for place in bad:
        source.wrong((*path, place), shown(items[place]), say("write a number"))
    if len(items) > MOST_THRESHOLDS:
        source.wrong(path, say("{n} thresholds", n=len(items)), say("give at most {n}", n=MOST_THRESHOLDS))
    elif not bad:
        thresholds = [Fraction(str(item)) if isinstance(own.scores[0], Fraction) else item for item in items]
        return classes_of(own.scores, thresholds)
    return None
