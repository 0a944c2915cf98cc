# SPDX-License-Identifier: Apache-2.0
"""A conflict in option form: which patterns can be, which are one and the same, what cannot be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pourparler.case.problem import KeyPath, quoted, shown
from pourparler.engines.conflict import MOST_OPTIONS, Moves, OptionStates, option_moves, option_states, patterns
from pourparler.errors import EngineInputError
from pourparler.exchange.conflict import StatedOption
from pourparler.exchange.logic import Flags, LogicError, Statement, option_named, read_statement
from pourparler.exchange.stated_file import Source
from pourparler.wording import say


@dataclass(frozen=True)
class OptionForm:
    """The options of a conflict by every name they go by, and the states and moves that follow from them."""

    options: tuple[StatedOption, ...]
    places: Mapping[str, int]
    states: OptionStates
    moves: tuple[Moves, ...]

    def holds(self, statement: Statement) -> Flags:
        """Return at which states [state] a statement holds: where several patterns are one state, in all of them."""
        holds = statement(patterns(len(self.options)))
        everywhere = np.ones(self.states.count, dtype=np.bool_)
        everywhere[self.states.state_of[(self.states.state_of >= 0) & ~holds]] = False
        return everywhere


def read_options(source: Source, actors: Sequence[str]) -> OptionForm | None:
    """Read options with what cannot be, and build states and moves; None, with mistakes, where that cannot be done."""
    options = _options(source, actors)
    if not 0 < len(options) <= MOST_OPTIONS:
        source.wrong(("options",), say("{n} options", n=len(options)), say("give from 1 to {n}", n=MOST_OPTIONS))
        return None
    places = _places(options)
    taken = patterns(len(options))
    feasible = np.ones(len(taken), dtype=np.bool_)
    for path, statement in _statements(source, "infeasible", places):
        barred = statement(taken)
        if not barred.any():
            source.wrong(path, say("a pattern that contradicts itself"), say("write one that options can make, or delete it"))
        feasible &= ~barred
    if not feasible.any():
        source.wrong(("infeasible",), say("patterns that leave no state"), say("bar less, so that some state is left"))
        return None
    same: list[Flags] = []
    for path, statement in _statements(source, "same", places):
        group = statement(taken) & feasible
        if not group.any():
            source.wrong(path, say("a pattern that no state has"), say("write one that options can make, or delete it"))
        elif any((group & other).any() for other in same):
            source.wrong(path, say("a pattern that overlaps an earlier one"), say("let each state be in one of them only"))
        else:
            same.append(group)
    undone, done = _irreversible(source, places)
    states = option_states(feasible, same)
    moves = []
    for actor in actors:
        own = [place for place, option in enumerate(options) if option.actor == actor]
        try:
            moves.append(option_moves(states, own, undone, done))
        except EngineInputError:
            found = say("{n} options of one actor among {m} patterns", n=len(own), m=f"{int(feasible.sum()):,}")
            source.wrong(("options", actor), found, say("give it fewer, or bar more patterns: too many moves follow"))
            return None
    return OptionForm(options, places, states, tuple(moves))


def _options(source: Source, actors: Sequence[str]) -> tuple[StatedOption, ...]:
    found: dict[StatedOption, None] = {}
    table = source.table("options")
    for actor in actors:
        path = ("options", actor)
        for place, item in enumerate(source.items(table.get(actor), path, say("write a list of options"))):
            name = source.text(item, (*path, place))
            if name is None:
                continue
            option = StatedOption(actor, name)
            if option in found:
                source.wrong((*path, place), say("{name} a second time", name=quoted(name)), say("name each option once"))
            found[option] = None
    return tuple(found)


def _places(options: Sequence[StatedOption]) -> dict[str, int]:
    """Return the place of each option by ACTOR.OPTION, and by its name alone where only one actor has it."""
    names = [option.name for option in options]
    places = {option.name: place for place, option in enumerate(options) if names.count(option.name) == 1}
    return places | {f"{option.actor}.{option.name}": place for place, option in enumerate(options)}


def _statements(source: Source, key: str, places: Mapping[str, int]) -> list[tuple[KeyPath, Statement]]:
    write = say("write a list of patterns, such as [not accept and modify] or [Y N - -]")
    items = source.items(source.data.get(key), (key,), write)
    found = [((key, place), statement_at(source, item, (key, place), places)) for place, item in enumerate(items)]
    return [(path, statement) for path, statement in found if statement is not None]


def statement_at(source: Source, item: object, path: KeyPath, places: Mapping[str, int]) -> Statement | None:
    """Return the statement that stands at a place; None, and a mistake, where there is none."""
    if not isinstance(item, str):
        source.wrong(path, shown(item), say("write a statement about options"))
        return None
    try:
        return read_statement(item, places)
    except LogicError as error:
        source.wrong(path, error.found, error.write)
        return None


def _irreversible(source: Source, places: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """Return the options that, once taken, stay taken, and those that, once left, are not taken up (`not OPTION`)."""
    undone: list[int] = []
    done: list[int] = []
    write = say("write a list of options; 'not OPTION' for one that is not taken up any more")
    for place, item in enumerate(source.items(source.data.get("irreversible"), ("irreversible",), write)):
        path = ("irreversible", place)
        name = item if isinstance(item, str) else ""
        is_left = name.startswith("not ")
        try:
            (done if is_left else undone).append(option_named(name.removeprefix("not ").strip(), places))
        except LogicError as error:
            source.wrong(path, error.found if name else shown(item), error.write)
    return undone, done
