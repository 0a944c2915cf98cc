# SPDX-License-Identifier: Apache-2.0
"""The conflict that a case's moves and counter-moves make: does a move hold, or does it pay the other side to answer it?

A state is a set of our moves that are made, with those answers to them that are given. What it is worth to either side is what
the talks would then come to: the agreement, or no deal where there is none, as believed, less what our moves cost us. What is
made is not taken back. An answer is not a matter of chance here, as it is when moves are valued, but of what it brings.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.conflict import study_conflict
from pourparler.assess.conflict_rows import ConflictStudy
from pourparler.assess.hold_rows import HoldRow, MovesOfCase, StartRow
from pourparler.assess.moves import no_deal_of, setup_moves
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.table import set_table
from pourparler.assess.types import Types
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, known_by
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, snap
from pourparler.engines.conflict import Conflict, OptionStates, Sanction, option_moves, option_states, ranks_of
from pourparler.exchange.conflict import StatedConflict, StatedOption
from pourparler.quantity import PROBABILITY, Point

Array = NDArray[np.float64]
#: From a conflict to where it stands, if not where it does today, and the actor and state of the inverse question.
Ask = Callable[[StatedConflict], tuple[int | None, tuple[int, int] | None]]

#: Answers to so many moves are told apart: 324 states for six moves. Those to further moves keep their stated chance.
MOST_ANSWERS = 4
#: Of so many moves all sets are looked at, those that can be answered before others.
MOST_MOVES = 6
#: A brief looks at so many worlds, as `pourparler conflict` does unless told otherwise, so that the two say the same: enough to
#: tell what pays on average, in a third of the time that 2,000 take.
WORLDS_FOR_BRIEF = 500
#: Values that differ by less are equally good: a millionth of a point, the step of the grid on which agreements are found.
STEP = 1e-6


@dataclass(frozen=True)
class _Worth:
    """What each pattern of moves and answers that can be is worth to us and to them, by pattern [world, type]."""

    own: Mapping[int, Array]
    other: Mapping[int, Array]


@dataclass(frozen=True)
class _Game:
    """Our moves, those that can be answered, and the states that follow."""

    moves: tuple[str, ...]
    answered: tuple[str, ...]
    form: OptionStates

    def state(self, moves: tuple[str, ...], answers: tuple[str, ...] = ()) -> int:
        """Return the state in which these moves are made and answered."""
        bits = [self.moves.index(move) for move in moves]
        bits += [len(self.moves) + self.answered.index(move) for move in answers]
        return int(self.form.state_of[sum(1 << bit for bit in bits)])


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
    case, left_out = _chosen(known_by(case))
    if not case.moves:
        raise Missing("moves")
    drawn = Worlds(case, seed, worlds)
    belief = weigh_intentions(case, drawn)
    game, worth, unknown = _valued(case, drawn, belief.types)
    left_out |= {name: sentence("unknown: {path}", path=path) for name, path in unknown.items()}
    stated = _stated(case, game, _ranks(worth, belief.posterior))
    found = study_conflict(stated, sanction, *ask(stated))
    by_type = {
        label: study_conflict(_stated(case, game, _ranks(worth, _only(belief.posterior, kind))), sanction)
        for kind, label in enumerate(_labels(belief.types))
        if belief.types.count > 1
    }
    each = _Found(case, drawn, game, worth, belief.posterior, found, by_type)
    holds = tuple(each.hold(name) for name in game.moves)
    return replace(found, moves=MovesOfCase(holds, _starts(game, found), left_out, drawn.count))


def counter_moves(case: Case, seed: int, worlds: int) -> MovesOfCase | None:
    """Return whether the moves of a case hold, for a brief; None where no move can be answered, or a number is missing."""
    if not any(move.retaliation is not None for move in case.moves.values()):
        return None
    try:
        return study_moves(case, seed, min(worlds, WORLDS_FOR_BRIEF)).moves
    except Missing:
        return None


def _chosen(case: Case) -> tuple[Case, dict[str, Sentence]]:
    """Return a case with as many of its moves as are looked at together, and why the others are not."""
    ordered = sorted(case.moves, key=lambda name: (case.moves[name].retaliation is None, name))
    why = sentence("at most {n} moves are looked at together", n=MOST_MOVES)
    kept = {name: case.moves[name] for name in ordered[:MOST_MOVES]}
    return case.model_copy(update={"moves": kept}), dict.fromkeys(ordered[MOST_MOVES:], why)


def _valued(case: Case, worlds: Worlds, types: Types) -> tuple[_Game, _Worth, Mapping[str, str]]:
    """Return the game and what every state of it is worth; moves that cannot be valued are left out, with what is unknown."""
    answered = tuple(name for name in sorted(case.moves) if case.moves[name].retaliation is not None)[:MOST_ANSWERS]
    layout, answers = _laid_out(case, worlds, types, answered)
    moves, outlook = layout.moves, layout.outlook(layout.start(), in_full=True)
    names = tuple(name for name in moves.names if name not in moves.missing)
    answered = tuple(name for name in answered if name in names)
    asked: dict[int, list[tuple[int, int, frozenset[str]]]] = {}  # by what packages bring: pattern, set, answers
    for index, brings in enumerate(outlook.outcomes):
        done = frozenset(moves.named(index))
        for given in _subsets([name for name in answered if name in done] if brings is not None else None):
            pattern = sum(1 << place for place, name in enumerate(names) if name in done)
            pattern += sum(1 << len(names) + place for place, name in enumerate(answered) if name in given)
            asked.setdefault(id(brings), []).append((pattern, index, given))
    own: dict[int, Array] = {}
    other: dict[int, Array] = {}
    for states in asked.values():
        no_deal = [
            np.stack([base[:, :, index] + sum((side[name] for name in given), np.zeros(())) for _, index, given in states])
            for base, side in zip((outlook.own_no_deal, outlook.other_no_deal), answers, strict=True)
        ]
        brings = outlook.outcomes[states[0][1]]
        assert brings is not None  # that it can be had was asked above
        found = brings.agreements(snap(no_deal[0]), snap(no_deal[1]))
        for place, (pattern, index, _) in enumerate(states):
            each = found[place]
            for into, at, least in ((own, each.frontier.own_at, no_deal[0]), (other, each.frontier.other_at, no_deal[1])):
                into[pattern] = np.where(each.exists, each.average_of(at) / GRID_STEPS_PER_POINT, least[place])
            own[pattern] = own[pattern] - moves.cost[:, index][:, None]
    feasible = np.isin(np.arange(2 ** (len(names) + len(answered))), list(own))
    return _Game(names, answered, option_states(feasible)), _Worth(own, other), moves.missing


def _subsets(names: list[str] | None) -> Iterator[frozenset[str]]:
    """Yield every set of some names; none at all where there are no names to choose from."""
    if names is not None:
        for size in range(len(names) + 1):
            yield from map(frozenset, combinations(names, size))


def _laid_out(
    case: Case, worlds: Worlds, types: Types, answered: tuple[str, ...]
) -> tuple[Layout, tuple[Mapping[str, Array], Mapping[str, Array]]]:
    """Return the case laid out without answers, and what each answer adds to either side's no-deal value [world, type]."""
    quiet, loud = (_certain(case, dict.fromkeys(answered, chance)) for chance in (0.0, 1.0))
    made, with_answers, no_deal = (
        setup_moves(quiet, worlds, types),
        setup_moves(loud, worlds, types),
        no_deal_of(case, worlds, types),
    )
    added = with_answers.own - made.own, with_answers.other - made.other
    # The table is told of answers as of moves, so that no-deal values lie within what it is prepared for.
    wide = replace(made, own=np.concatenate([made.own, added[0]], axis=2), other=np.concatenate([made.other, added[1]], axis=2))
    layout = Layout(quiet, worlds, types, made, no_deal, set_table(quiet, worlds, types, wide, no_deal))
    own, other = ({name: side[:, :, place] for place, name in enumerate(made.names)} for side in added)
    return layout, (own, other)


def _certain(case: Case, answers: Mapping[str, float]) -> Case:
    """Return the case with answers certain or ruled out; the draws of all else stay the same."""
    moves = dict(case.moves)
    for name, chance in answers.items():
        retaliation = moves[name].retaliation
        if retaliation is not None:
            certain = retaliation.model_copy(update={"chance": Point(chance)})
            moves[name] = moves[name].model_copy(update={"retaliation": certain})
    return case.model_copy(update={"moves": moves})


def _only(posterior: Array, kind: int) -> Array:
    """Return beliefs by which the other side is of one type."""
    certain = np.zeros_like(posterior)
    certain[:, kind] = 1
    return certain


def _ranks(worth: _Worth, weight: Array) -> NDArray[np.int32]:
    """Return how each side ranks the states, [side, state], by averages over worlds and beliefs [world, type]."""
    rows = []
    for values in (worth.own, worth.other):
        means = [float((values[pattern] * weight).sum(axis=1).mean()) for pattern in sorted(values)]
        rows.append(ranks_of([round(mean / STEP) for mean in means]))
    return np.array(rows)


def _stated(case: Case, game: _Game, ranks: NDArray[np.int32]) -> StatedConflict:
    actors = seats(case)
    count = len(game.moves)
    options = [StatedOption(actors[0], name) for name in game.moves]
    options += [StatedOption(actors[1], str(sentence("answer to {move}", move=name))) for name in game.answered]
    own, other = range(count), range(count, count + len(game.answered))
    moves = (option_moves(game.form, own, own), option_moves(game.form, other, other))
    start = game.state(())
    return StatedConflict(case.title, actors, Conflict(moves, ranks), (), tuple(options), game.form, None, start)


def _labels(types: Types) -> list[str]:
    return [
        ", ".join(hypotheses[int(place)] for hypotheses, place in zip(types.hypotheses, types.index[:, kind], strict=True))
        for kind in range(types.count)
    ]


@dataclass(frozen=True)
class _Found:
    """What there is to say of each move: the game, what its states are worth, what is believed [world, type], the studies."""

    case: Case
    worlds: Worlds
    game: _Game
    worth: _Worth
    weight: Array
    whole: ConflictStudy
    by_type: Mapping[str, ConflictStudy]

    def hold(self, name: str) -> HoldRow:
        """Return whether one move alone holds."""
        game, own, other = self.game, self.worth.own, self.worth.other
        state = game.state((name,))
        start, made = (_pattern(game, each) for each in (game.state(()), state))
        gain = _mean((own[made] - own[start]) * self.weight)
        if name not in game.answered:
            return HoldRow(name, state + 1, None, "no_answer", gain, None, None, None, {})
        answered = game.state((name,), (name,))
        after = _pattern(game, answered)
        pays = _mean(((other[after] - other[made]) > STEP) * self.weight)
        left = _mean((own[after] - own[start]) * self.weight)
        types = {label: _verdict(each, state, answered) for label, each in self.by_type.items()}
        verdict, stated = _verdict(self.whole, state, answered), _chance(self.case, self.worlds, name)
        return HoldRow(name, state + 1, answered + 1, verdict, gain, left, pays, stated, types)


def _mean(values: Array) -> float:
    return float(values.sum(axis=1).mean())


def _pattern(game: _Game, state: int) -> int:
    return int(np.flatnonzero(game.form.state_of == state)[0])


def _verdict(found: ConflictStudy, state: int, answered: int) -> str:
    """Say whether the other side leaves a state by answering: `holds`, `deterred` or `invites`."""
    conflict = found.stated.conflict
    if conflict.ranks[1, answered] <= conflict.ranks[1, state]:
        return "holds"
    return "deterred" if state + 1 in found.per_actor[found.actors[1]].seq else "invites"


def _chance(case: Case, worlds: Worlds, name: str) -> float | None:
    """Return how likely the case has it that a move is answered, on average; None where it does not say."""
    retaliation = case.moves[name].retaliation
    try:
        assert retaliation is not None  # it can be answered
        return float(worlds.draw(("moves", name, "retaliation", "chance"), retaliation.chance, PROBABILITY).mean())
    except Missing:
        return None


def _starts(game: _Game, found: ConflictStudy) -> tuple[StartRow, ...]:
    """Return the equilibria that improvements lead to from where things stand."""
    reached = [row.state for row in found.evolution if row.by_improvements is not None]
    stable = found.stabilities
    states = [state for state in reached if state in stable.nash] or [state for state in reached if state in stable.seq]
    rows = []
    for state in states:
        taken = game.form.taken[state - 1].tolist()
        made = tuple(name for name, is_made in zip(game.moves, taken, strict=False) if is_made)
        given = tuple(name for name, is_given in zip(game.answered, taken[len(game.moves) :], strict=True) if is_given)
        rows.append(StartRow(state, made, given))
    return tuple(sorted(rows, key=lambda row: (len(row.moves) + len(row.answers), row.state)))
