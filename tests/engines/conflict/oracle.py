# SPDX-License-Identifier: Apache-2.0
"""The graph model told again straight from its definitions: sets of states, no arrays, nothing shared with the engine.

States and actors count from 0. A conflict is a dict for each actor, from a state to the set of states that it can move to, and
for each a list of numbers, one for each state: higher is better.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from hypothesis import strategies as st

from pourparler.engines.conflict import Conflict, moves_of

Arcs = dict[int, set[int]]


@dataclass(frozen=True)
class Plain:
    """A conflict in plain sets and lists; `strong` gives classes, where preference across them is strong."""

    arcs: tuple[Arcs, ...]
    worth: tuple[tuple[int, ...], ...]
    strong: tuple[tuple[int, ...], ...] | None = None

    @property
    def states(self) -> range:
        return range(len(self.worth[0]))

    @property
    def actors(self) -> range:
        return range(len(self.arcs))

    def improvements(self, actor: int) -> Arcs:
        worth = self.worth[actor]
        return {s: {t for t in ends if worth[t] > worth[s]} for s, ends in self.arcs[actor].items()}

    def engine(self) -> Conflict:
        """Return what the engine takes."""
        moves = []
        for arcs in self.arcs:
            pairs = np.array([(s, t) for s, ends in arcs.items() for t in ends], dtype=np.int64).reshape(-1, 2)
            moves.append(moves_of(len(self.states), pairs[:, 0], pairs[:, 1]))
        classes = None if self.strong is None else np.array(self.strong, dtype=np.int32)
        return Conflict(tuple(moves), np.array(self.worth, dtype=np.int32), classes)


def reached(arcs: dict[int, Arcs], start: int) -> set[int]:
    """The reachable list of a coalition by the inductive definition, with the set of last movers of each state."""
    last: dict[int, set[int]] = {}
    for actor, own in arcs.items():
        for state in own[start]:
            last.setdefault(state, set()).add(actor)
    grown = True
    while grown:
        grown = False
        for state, movers in list(last.items()):
            for actor, own in arcs.items():
                if movers != {actor}:
                    for target in own[state]:
                        if actor not in last.setdefault(target, set()):
                            last[target].add(actor)
                            grown = True
    return set(last)


def answers(arcs: dict[int, Arcs], start: int, sanction: str) -> set[int]:
    if sanction == "joint_sequence":
        return reached(arcs, start)
    return {state for own in arcs.values() for state in own[start]}


def stays(plain: Plain, members: Sequence[int], state: int, concept: str, sanction: str) -> bool:
    """Whether a coalition stays at a state; a coalition of one is an actor."""
    others = [n for n in plain.actors if n not in members]
    movers = {n: plain.improvements(n) if concept == "seq" else plain.arcs[n] for n in others}
    own = {n: plain.arcs[n] for n in members}

    def all_prefer(there: int) -> bool:
        return all(plain.worth[n][there] > plain.worth[n][state] for n in members)

    departures = [there for there in reached(own, state) if all_prefer(there)]
    if concept == "nash":
        return not departures
    return all(
        any(
            not all_prefer(answer) and (concept != "smr" or not any(all_prefer(end) for end in reached(own, answer)))
            for answer in answers(movers, there, sanction)
        )
        for there in departures
    )


def stays_strongly(plain: Plain, actor: int, state: int, concept: str, sanction: str) -> bool:
    """Whether an actor stays because it would end in a state to which it strongly prefers where it is."""
    assert plain.strong is not None
    strong, others = plain.strong[actor], [n for n in plain.actors if n != actor]
    movers = {n: plain.improvements(n) if concept == "seq" else plain.arcs[n] for n in others}

    def far_worse(there: int) -> bool:
        return strong[there] < strong[state]

    return all(
        any(
            far_worse(answer) and (concept != "smr" or all(far_worse(end) for end in plain.arcs[actor][answer]))
            for answer in answers(movers, there, sanction)
        )
        for there in plain.improvements(actor)[state]
    )


def orders(states: int) -> Iterable[tuple[int, ...]]:
    """Every order of the states with ties, as ranks."""
    return (ranks for ranks in product(range(states), repeat=states) if set(ranks) == set(range(max(ranks) + 1)))


@st.composite
def conflicts(draw: st.DrawFn, most_states: int = 6, most_actors: int = 4, strong: bool = False) -> Plain:
    """Draw a conflict with any moves at all, and preferences with ties."""
    count = draw(st.integers(1, most_states))
    actors = draw(st.integers(1, most_actors))
    pairs = [(s, t) for s in range(count) for t in range(count) if s != t]
    arcs = []
    for _ in range(actors):
        bits, more = (draw(st.integers(0, 2 ** len(pairs) - 1)) for _ in range(2))
        chosen = {pair for place, pair in enumerate(pairs) if (bits & more) >> place & 1}
        arcs.append({s: {t for a, t in chosen if a == s} for s in range(count)})
    level: Callable[[], st.SearchStrategy[tuple[int, ...]]] = lambda: st.tuples(*[st.integers(0, count - 1)] * count)  # noqa: E731
    worth = tuple(draw(level()) for _ in range(actors))
    classes = None
    if strong:
        cuts = [draw(st.sets(st.integers(0, count), max_size=2)) for _ in range(actors)]
        classes = tuple(
            tuple(sum(value >= cut for cut in some) for value in own) for own, some in zip(worth, cuts, strict=True)
        )
    return Plain(tuple(arcs), worth, classes)
