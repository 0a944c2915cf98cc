# SPDX-License-Identifier: Apache-2.0
"""Reading a conflict: its actors, its states and the moves between them, with every mistake at once."""

import difflib
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from pourparler.case.problem import KeyPath, quoted, shown
from pourparler.engines.conflict import Conflict, Moves, Sanction, moves_of
from pourparler.exchange.conflict import StatedConflict, StatedOption
from pourparler.exchange.conflict_options import read_options
from pourparler.exchange.conflict_preferences import Preferences, read_preferences
from pourparler.exchange.stated_file import Source, open_source
from pourparler.wording import say

#: More states, actors or moves than these are refused.
MOST_STATES, MOST_ACTORS = 65_536, 12

#: What a file may say.
KEYS = (
    "title", "source", "actors", "states", "options", "infeasible", "same", "irreversible", "arcs", "payoff", "strong",
    "preferences", "sanction", "status_quo",
)  # fmt: skip
#: Results that may stand beside a conflict: they are not read.
RESULTS = (
    "equilibria", "stabilities", "per_dm", "per_actor", "coalition_improvements", "coalition_stabilities", "evolution",
)  # fmt: skip
#: Tables with an entry for each actor, in the order in which actors come up where a file does not list them.
_BY_ACTOR = ("options", "arcs", "payoff", "preferences")
SANCTIONS: tuple[Sanction, ...] = get_args(Sanction)


def read_conflict(path: Path) -> StatedConflict:
    """Read a file of JSON or YAML that states a conflict. Raises `CaseError` with every mistake found, by line and key path."""
    source = open_source(path)
    _known_keys(source)
    actors = _actors(source)
    names: tuple[str, ...] = ()
    options: tuple[StatedOption, ...] = ()
    title = source.text(source.data["title"], ("title",)) if "title" in source.data else path.stem
    sanction = _sanction(source)
    if "options" in source.data:
        for key in ("states", "arcs"):
            if key in source.data:
                found = say("{key} beside options", key=quoted(key))
                source.wrong(
                    (key,), found, say("give options, from which states and moves follow, or states and arcs"), key=True
                )
        form = read_options(source, actors)
        source.settle()
        assert form is not None  # what could not be read has been reported
        count, options, moves = form.states.count, form.options, form.moves
        _within(source, count, ("options",))
        preferences = read_preferences(source, actors, count, _references(count, ()), form)
    else:
        count, names = _states(source)
        form = None
        references = _references(count, names)
        moves = _arcs(source, actors, count, references)
        preferences = read_preferences(source, actors, count, references, None)
    states = None if form is None else form.states
    status_quo = _status_quo(source, _references(count, names), count)
    source.settle()
    assert title is not None  # as above
    return StatedConflict(title, actors, _conflict(moves, preferences), names, options, states, sanction, status_quo)


def _conflict(moves: tuple[Moves, ...], preferences: Preferences) -> Conflict:
    return Conflict(moves, preferences.ranks, preferences.classes)


def _known_keys(source: Source) -> None:
    for key in source.data:
        if key not in KEYS and key not in RESULTS:
            close = difflib.get_close_matches(key, KEYS, n=1)
            write = say("did you mean {name}?", name=close[0]) if close else say("write one of {names}", names=", ".join(KEYS))
            source.wrong((key,), say("{key}, which says nothing here", key=quoted(key)), write, key=True)


def _actors(source: Source) -> tuple[str, ...]:
    """Return the actors: as listed, or else as they come up in what they do and want."""
    if "actors" not in source.data:
        said: dict[str, KeyPath] = {}
        for key in _BY_ACTOR:
            for actor in source.table(key):
                said.setdefault(actor, (key, actor))
        for actor, path in said.items():
            if source.text(actor, path, key=True) is not None:
                _without_plus(source, actor, path)
        found = tuple(said)
        if not found:
            source.wrong(("actors",), say("no actors"), say("write actors: [...]"))
    else:
        items = source.items(source.data["actors"], ("actors",), say("write a list of names"))
        named = [source.text(item, ("actors", place)) for place, item in enumerate(items)]
        for place, name in enumerate(named):
            if name is not None and name in named[:place]:
                source.wrong(("actors", place), say("{name} a second time", name=quoted(name)), say("name each actor once"))
            elif name is not None:
                _without_plus(source, name, ("actors", place))
        found = tuple(dict.fromkeys(name for name in named if name is not None))
        if source.data["actors"] == []:
            source.wrong(("actors",), say("no actors"), say("write actors: [...]"))
        for key in (*_BY_ACTOR, "strong") if found else ():
            source.known(key, source.table(key), found)
    if len(found) > MOST_ACTORS:
        source.wrong(("actors",), say("{n} actors", n=len(found)), say("give at most {n}", n=MOST_ACTORS))
    if not 0 < len(found) <= MOST_ACTORS:
        source.settle()
    return found


def _without_plus(source: Source, name: str, path: KeyPath) -> None:
    """Refuse a name by which a coalition could be taken for another one."""
    if "+" in name:
        found = say("{name} with a +, which joins the members of a coalition", name=quoted(name))
        source.wrong(path, found, say("write another sign"), key=len(path) == 2 and isinstance(path[1], str))


def _states(source: Source) -> tuple[int, tuple[str, ...]]:
    """Return how many states there are and their names, if they have names; without `states`, payoffs say how many."""
    stated = source.data.get("states")
    names: tuple[str, ...] = ()
    if isinstance(stated, list):
        named = [source.text(item, ("states", place)) for place, item in enumerate(stated)]
        seen: set[str] = set()
        for place, name in enumerate(named):
            if name is not None and (name in seen or name.isdecimal()):
                found = say("{name} a second time", name=quoted(name)) if name in seen else quoted(name)
                source.wrong(("states", place), found, say("give each state a name of its own that is not a number"))
            seen.add(name or "")
        names, count = tuple(name or "" for name in named), len(stated)
    elif stated is None:
        lengths = [len(values) for values in source.table("payoff").values() if isinstance(values, list)]
        if not lengths:
            source.wrong((), say("no states"), say("write states: their number, or a list of names"))
        # A payoff that is too short or too long should be the odd one out.
        count = max(lengths, key=lengths.count, default=0)
    else:
        count = stated if type(stated) is int and stated > 0 else 0
        if not count:
            source.wrong(("states",), shown(stated), say("write the number of states, or a list of names"))
    _within(source, count, ("states",))
    return count, names


def _within(source: Source, count: int, path: KeyPath) -> None:
    if not 0 < count <= MOST_STATES:
        source.wrong(path, say("{n} states", n=count), say("give from 1 to {n}", n=f"{MOST_STATES:,}"))
        source.settle()


def _references(count: int, names: tuple[str, ...]) -> Mapping[Any, int]:
    """Return every state by its number and its name."""
    return {**{number + 1: number for number in range(count)}, **{name: place for place, name in enumerate(names)}}


def _arcs(source: Source, actors: tuple[str, ...], count: int, references: Mapping[Any, int]) -> tuple[Moves, ...]:
    if "arcs" not in source.data:
        source.wrong(("arcs",), say("no arcs"), say("write arcs: for each actor a list of pairs [from, to]"))
    table = source.table("arcs")
    moves = []
    for actor in actors:
        path = ("arcs", actor)
        arcs = source.items(table.get(actor), path, say("write a list of pairs [from, to]"))
        pairs = _plainly(arcs, count)
        if pairs is None:
            pairs = _one_by_one(source, arcs, path, references, count)
        moves.append(moves_of(count, pairs[:, 0], pairs[:, 1]))
    return tuple(moves)


def _plainly(arcs: list[Any], count: int) -> NDArray[np.int64] | None:
    """Return the pairs of a list of arcs, from 0; None if anything may be wrong with any of them."""
    if not all(type(arc) is list and len(arc) == 2 for arc in arcs):
        return None
    if not set(map(type, chain.from_iterable(arcs))) <= {int}:
        return None
    try:
        pairs = np.array(arcs, dtype=np.int64).reshape(-1, 2) - 1
    except OverflowError:
        return None
    is_sound = len(pairs) == 0 or (
        pairs.min() >= 0
        and pairs.max() < count
        and not (pairs[:, 0] == pairs[:, 1]).any()
        and (np.diff(np.sort(pairs[:, 0] * count + pairs[:, 1])) > 0).all()
    )
    return pairs if is_sound else None


def _one_by_one(source: Source, arcs: list[Any], path: KeyPath, references: Mapping[Any, int], count: int) -> NDArray[np.int64]:
    """Read arcs one by one, and note what is wrong with each."""
    found: dict[tuple[int, int], None] = {}
    for place, arc in enumerate(arcs):
        here = (*path, place)
        if not isinstance(arc, list) or len(arc) != 2:
            source.wrong(here, shown(arc), say("write a pair [from, to]"))
            continue
        ends = [state_at(source, end, (*here, side), references, count) for side, end in enumerate(arc)]
        if ends[0] is None or ends[1] is None:
            continue
        pair = (ends[0], ends[1])
        if pair[0] == pair[1]:
            source.wrong(here, say("a move from {state} to itself", state=shown(arc[0])), say("delete it: to stay is no move"))
        elif pair in found:
            source.wrong(here, say("the same move a second time"), say("write each move once"))
        else:
            found[pair] = None
    return np.array(list(found), dtype=np.int64).reshape(-1, 2)


def state_at(source: Source, value: Any, path: KeyPath, references: Mapping[Any, int], count: int) -> int | None:
    """Return a state that is referred to by number or name; None, and a mistake, where there is none."""
    if type(value) in (int, str) and value in references:
        return references[value]
    found = say("{what}, which is no state", what=shown(value))
    source.wrong(path, found, say("write a number from 1 to {n}, or the name of a state", n=count))
    return None


def _sanction(source: Source) -> Sanction | None:
    stated = source.data.get("sanction")
    for known in SANCTIONS:
        if stated == known:
            return known
    if stated is not None:
        source.wrong(("sanction",), shown(stated), say("write one of {names}", names=", ".join(SANCTIONS)))
    return None


def _status_quo(source: Source, references: Mapping[Any, int], count: int) -> int | None:
    stated = source.data.get("status_quo")
    return None if stated is None else state_at(source, stated, ("status_quo",), references, count)


__all__ = ["KEYS", "MOST_ACTORS", "MOST_STATES", "RESULTS", "SANCTIONS", "StatedOption", "read_conflict", "state_at"]
