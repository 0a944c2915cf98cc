# SPDX-License-Identifier: Apache-2.0
"""The conflict that a case's moves and counter-moves make: does a move hold, or does it pay the other side to answer it?

Either side ranks the states by what they come to on average over worlds, as believed. What is made is not taken back. An answer
is not a matter of chance here, as it is when moves are valued, but of what it brings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.conflict import DEFAULT_SANCTION, study_conflict
from pourparler.assess.conflict_rows import ConflictStudy
from pourparler.assess.hold_rows import HoldRow, MovesOfCase, StartRow
from pourparler.assess.move_states import Game, Worth, states_of
from pourparler.assess.prospects import Layout, layout_of
from pourparler.assess.sentence import sentence
from pourparler.assess.types import Types
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, known_by, without_left_out
from pourparler.engines.conflict import Conflict, Sanction, Stabilities, evolution, ranks_of, stabilities
from pourparler.exchange.conflict import StatedConflict, StatedOption
from pourparler.quantity import PROBABILITY

Array = NDArray[np.float64]
#: From a conflict to where it stands, if not where it does today, and the actor and state of the inverse question.
Ask = Callable[[StatedConflict], tuple[int | None, tuple[int, int] | None]]

#: Values that differ by less are equally good: a millionth of a point, the step of the grid on which agreements are found.
STEP = 1e-6


def study_moves(
    case: Case,
    seed: int,
    worlds: int,
    sanction: Sanction | None = None,
    ask: Ask = lambda stated: (None, None),
) -> ConflictStudy:
    """Study the conflict that the moves of a case make; `ask` is told it, and returns a status quo and the inverse question.

    Raises Missing for a number without which no state can be valued (`moves` where there is none), and EngineInputError as
    `study_conflict` does.
    """
    case = without_left_out(known_by(case))
    if not case.moves:
        raise Missing("moves")
    drawn = Worlds(case, seed, worlds)
    belief = weigh_intentions(case, drawn)
    played = _play(layout_of(case, drawn, belief.types), belief.posterior)
    stated = _stated(case, played)
    return replace(study_conflict(stated, sanction, *ask(stated)), moves=played.told(sanction), labels=dict(case.labels))


def counter_moves(layout: Layout, belief: Array) -> MovesOfCase | None:
    """Return whether the moves of a case that is laid out hold, as believed [world, type]; None if no move can be answered."""
    if not any(move.retaliation is not None for move in layout.case.moves.values()):
        return None
    return _play(layout, belief).told()


def _play(layout: Layout, weight: Array) -> "_Played":
    """Return the states of a case's moves with who stays at which, as believed and under each combination of hypotheses."""
    game, worth = states_of(layout)
    steps = game.steps()
    believed = [np.einsum("swt,wt->s", side, weight) / len(weight) for side in (worth.own, worth.other)]
    by_type = [side.mean(axis=1) for side in (worth.own, worth.other)]  # [state, type]
    conflict = Conflict(steps, _ranks(believed))
    each = {
        label: Conflict(steps, _ranks([side[:, kind] for side in by_type])) for kind, label in enumerate(_labels(layout.types))
    }
    return _Played(layout, game, worth, weight, _Stays.of(conflict), {label: _Stays.of(one) for label, one in each.items()})


def _ranks(sides: list[Array]) -> NDArray[np.int32]:
    """Return how each side ranks the states, [side, state], from what they come to for it, [state]."""
    return np.array([ranks_of([round(value / STEP) for value in side.tolist()]) for side in sides])


def _labels(types: Types) -> list[str]:
    """Return the names of the combinations of hypotheses; none where there is one alone."""
    if types.count == 1:
        return []
    return [
        ", ".join(hypotheses[int(place)] for hypotheses, place in zip(types.hypotheses, types.index[:, kind], strict=True))
        for kind in range(types.count)
    ]


@dataclass(frozen=True)
class _Stays:
    """A conflict, and who stays at which of its states."""

    conflict: Conflict
    held: Stabilities

    @classmethod
    def of(cls, conflict: Conflict) -> "_Stays":
        # Two actors: both definitions of a sanction come to the same.
        return cls(conflict, stabilities(conflict, DEFAULT_SANCTION))

    def verdict(self, state: int, answered: int) -> str:
        """Say whether the other side leaves a state by answering: `holds`, `deterred` or `invites`."""
        if self.conflict.ranks[1, answered] <= self.conflict.ranks[1, state]:
            return "holds"
        return "deterred" if self.held.seq[1, state] else "invites"


@dataclass(frozen=True)
class _Played:
    """All there is to say of the moves: the states, what they are worth, what is believed [world, type], who stays where."""

    layout: Layout
    game: Game
    worth: Worth
    weight: Array
    whole: _Stays
    by_type: Mapping[str, _Stays]

    def told(self, sanction: Sanction | None = None) -> MovesOfCase:
        """Return the rows of the moves. Between two actors either definition of a sanction finds the same; it is named."""
        holds = tuple(self.hold(name) for name in self.game.moves)
        by = sanction or DEFAULT_SANCTION
        return MovesOfCase(holds, self.starts(), self.game.left_out, self.layout.worlds.count, by)

    def hold(self, name: str) -> HoldRow:
        """Return whether one move alone holds."""
        game, own, other = self.game, self.worth.own, self.worth.other
        start, made = game.state(()), game.state((name,))
        gain = self.mean(own[made] - own[start])
        if name not in game.answered:
            return HoldRow(name, made + 1, None, "no_answer", gain, None, None, None, {})
        after = game.state((name,), (name,))
        pays = self.mean(((other[after] - other[made]) > STEP).astype(np.float64))
        left = self.mean(own[after] - own[start])
        types = {label: each.verdict(made, after) for label, each in self.by_type.items()}
        verdict, stated = self.whole.verdict(made, after), self.chance(name)
        return HoldRow(name, made + 1, after + 1, verdict, gain, left, pays, stated, types)

    def mean(self, values: Array) -> float:
        """Return the average over worlds and beliefs of what is [world, type]."""
        return float((values * self.weight).sum(axis=1).mean())

    def chance(self, name: str) -> float | None:
        """Return how likely the case has it that a move is answered, on average; None where it does not say."""
        retaliation = self.layout.case.moves[name].retaliation
        assert retaliation is not None  # it can be answered
        try:
            drawn = self.layout.worlds.draw(("moves", name, "retaliation", "chance"), retaliation.chance, PROBABILITY)
        except Missing:
            return None
        return float(drawn.mean())

    def starts(self) -> tuple[StartRow, ...]:
        """Return the equilibria that improvements lead to from where things stand."""
        reached = evolution(self.whole.conflict, self.game.state(()), improving=True).paths
        stable = self.whole.held.equilibria()
        states = [s for s in reached if stable["nash"][s]] or [s for s in reached if stable["seq"][s]]
        rows = [StartRow(state + 1, *self.game.taken(state)) for state in states]
        return tuple(sorted(rows, key=lambda row: (len(row.moves) + len(row.answers), row.state)))


def _stated(case: Case, played: _Played) -> StatedConflict:
    """Return the conflict as one that a file could state."""
    actors, game = seats(case), played.game
    options = [StatedOption(actors[0], name) for name in game.moves]
    options += [StatedOption(actors[1], str(sentence("answer to {move}", move=name))) for name in game.answered]
    return StatedConflict(case.title, actors, played.whole.conflict, (), tuple(options), game.form, None, game.state(()))
