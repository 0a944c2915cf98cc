# SPDX-License-Identifier: Apache-2.0
"""The states that a case's moves and the answers to them make, and what the talks would come to for either side in each.

A state is a set of our moves that are made, with those answers to them that are given. It is worth what the talks then come
to: the agreement, or no deal where there is none, less what our moves cost us. All is looked up where the case is laid out: the
same worlds, the same table, the same frontiers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.outcomes import Outcomes
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.sets_of_moves import points_of_sides, under_sets
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, Disagreement
from pourparler.engines.conflict import Moves, OptionStates, option_moves, option_states

Array = NDArray[np.float64]

#: Answers to so many moves are told apart: 324 states for six moves. Those to further moves keep their stated chance.
MOST_ANSWERS = 4
#: Of so many moves all sets are looked at, those that can be answered before others.
MOST_MOVES = 6


@dataclass(frozen=True)
class Game:
    """Our moves, those that can be answered, and the states that follow; `left_out` says why a move is not looked at."""

    moves: tuple[str, ...]
    answered: tuple[str, ...]
    form: OptionStates
    left_out: Mapping[str, Sentence]

    def state(self, moves: tuple[str, ...], answers: tuple[str, ...] = ()) -> int:
        """Return the state in which these moves are made and answered."""
        return int(self.form.state_of[_pattern(self.moves, self.answered, moves, answers)])

    def taken(self, state: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the moves that are made in a state, and those that are answered."""
        held = self.form.taken[state].tolist()
        made = tuple(name for name, is_made in zip(self.moves, held, strict=False) if is_made)
        return made, tuple(name for name, is_given in zip(self.answered, held[len(self.moves) :], strict=True) if is_given)

    def steps(self) -> tuple[Moves, Moves]:
        """Return our moves and their answers between states; what is made is not taken back."""
        count = len(self.moves)
        own, other = range(count), range(count, count + len(self.answered))
        return option_moves(self.form, own, own), option_moves(self.form, other, other)


@dataclass(frozen=True)
class Worth:
    """What every state comes to for us and for them, each [state, world, type] in points."""

    own: Array
    other: Array


@dataclass(frozen=True)
class _State:
    """A state by its pattern, the set of moves that are made, by its place among all sets, and the answers given."""

    pattern: int
    made: int
    given: tuple[str, ...]


def states_of(layout: Layout) -> tuple[Game, Worth]:
    """Return the states that the moves of a case make, and what each is worth.

    What an answer does to others whose consent a deal needs stays as likely as it is stated.
    """
    moves, left_out = layout.moves, _left_out(layout)
    names = tuple(name for name in moves.names if name not in left_out)
    can_be = [name for name in names if layout.case.moves[name].retaliation is not None]
    answered = tuple(can_be[:MOST_ANSWERS])
    states = []
    for made in _sets_of(layout, names):
        done = moves.named(made)
        for given in _subsets([name for name in answered if name in done]):
            states.append(_State(_pattern(names, answered, done, given), made, given))
    states.sort(key=lambda state: state.pattern)  # the order in which states are numbered
    feasible = np.zeros(2 ** (len(names) + len(answered)), dtype=np.bool_)
    feasible[[state.pattern for state in states]] = True
    game = Game(names, answered, option_states(feasible), left_out)
    return game, _worth(layout, game, states)


def _left_out(layout: Layout) -> dict[str, Sentence]:
    """Return why moves are not looked at: there are too many, or a number is unknown."""
    case, missing = layout.case, layout.moves.missing
    ordered = sorted(case.moves, key=lambda name: (case.moves[name].retaliation is None, name))
    too_many = sentence("at most {n} moves are looked at together", n=MOST_MOVES)
    unknown = {name: sentence("unknown: {path}", path=path) for name, path in missing.items()}
    return dict.fromkeys(ordered[MOST_MOVES:], too_many) | unknown


def _sets_of(layout: Layout, names: tuple[str, ...]) -> list[int]:
    """Return the sets that hold no other moves than these, by their places among all sets."""
    others = np.array([name not in names for name in layout.moves.names], dtype=np.bool_)
    return [int(index) for index in np.flatnonzero(~(layout.moves.sets & others).any(axis=1))]


def _subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(names, size)


def _pattern(moves: tuple[str, ...], answered: tuple[str, ...], made: tuple[str, ...], given: tuple[str, ...]) -> int:
    """Return which options are taken as the bits of a number: moves first, then answers."""
    bits = [moves.index(name) for name in made] + [len(moves) + answered.index(name) for name in given]
    return sum(1 << bit for bit in bits)


def _worth(layout: Layout, game: Game, states: list[_State]) -> Worth:
    """Return what states are worth; those that share a frontier are solved at once."""
    moves, table, start = layout.moves, layout.table, layout.start()
    full, points = moves.in_full(), _points(layout, game)
    frontiers: dict[int, tuple[Outcomes, list[int]]] = {}
    for place, state in enumerate(states):
        bitten = table.bitten(full, moves, state.made)
        brings = layout.outcomes(table.changing(moves, state.made), start.decided, bitten)
        frontiers.setdefault(id(brings), (brings, []))[1].append(place)
    taken = game.form.taken
    own, other = (point.under(np.arange(taken.shape[1]), taken) for point in points)
    for brings, places in frontiers.values():
        for block in under_sets(brings, *points, taken[places]):
            for number, each in zip(block.sets.tolist(), block.agreements, strict=True):
                for into, at in ((own, each.frontier.own_at), (other, each.frontier.other_at)):
                    np.copyto(into[places[number]], each.average_of(at) / GRID_STEPS_PER_POINT, where=each.exists)
    own -= moves.cost.T[[state.made for state in states]][:, :, None]
    return Worth(own, other)


def _points(layout: Layout, game: Game) -> tuple[Disagreement, Disagreement]:
    """Return both no-deal values without moves, and what every move does to them, and then every answer."""
    made, given = ([layout.moves.names.index(name) for name in names] for names in (game.moves, game.answered))
    sides = points_of_sides(layout, layout.moves.alone)
    own, other = (
        Disagreement(side.base, np.concatenate([side.shifts[:, :, made], answers[:, :, given]], axis=2))
        for side, answers in zip(sides, layout.moves.answers, strict=True)
    )
    return own, other
