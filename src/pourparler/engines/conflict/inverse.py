# SPDX-License-Identifier: Apache-2.0
"""The inverse question: which preferences of one actor would make a state an equilibrium, the others' being what they are.

Whether anybody stays at a state depends on an actor's preferences in two ways only: whether that state is at least as good for
it as another, and whether a move is an improvement of its own and so can serve as a sequential sanction. Both can only help. So
the answer is a list of requirements, each a few such comparisons: preferences make the state an equilibrium if and only if they
meet one of them. No order of the states is ever enumerated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pourparler.engines.conflict.moves import Moves
from pourparler.engines.conflict.reachability import Sanction
from pourparler.engines.conflict.stability import CONCEPTS, Conflict, stabilities
from pourparler.errors import EngineInputError

#: So many alternative requirements are kept while they are combined; with more the question counts as too large to answer.
MOST_ALTERNATIVES = 2_000

#: A set of comparisons: (better, worse, strict), states counted from 0.
Comparisons = frozenset[tuple[int, int, bool]]

_NOTHING: Comparisons = frozenset()


@dataclass(frozen=True)
class Inverse:
    """Which preferences of an actor make a state an equilibrium by one notion.

    `requirements` are alternatives, each a set of comparisons (a, b, strict): the actor prefers a to b, or, where not strict,
    finds it at least as good. None of them: no preferences do. One that is empty: all do. `blocked_by` names the actors that
    would leave the state whatever this one preferred; `too_many` says that there are more alternatives than can be listed.
    """

    requirements: tuple[Comparisons, ...]
    blocked_by: tuple[int, ...] = ()
    too_many: bool = False


class _TooMany(Exception):
    """More alternatives than can be held."""


def inverse(conflict: Conflict, actor: int, state: int, sanction: Sanction = "joint_sequence") -> dict[str, Inverse]:
    """Return, by notion of stability, which preferences of `actor` make `state` an equilibrium.

    The preferences that the actor has now are not looked at; those of the others are, with their ties.
    For conflicts of a few dozen states. Raises EngineInputError for an actor or a state that is not there.
    Source: the question of Kinsara, Kilgour & Hipel (2015), which enumerates rankings; Wang, Hipel, Fang & Dang (2018) find
    conditions instead, as is done here.
    """
    if not 0 <= actor < conflict.actors or not 0 <= state < conflict.states:
        raise EngineInputError("the inverse question is about an actor and a state that are there")
    held = stabilities(conflict, sanction).by_concept()
    found = {}
    for concept in CONCEPTS:
        others = [n for n in range(conflict.actors) if n != actor]
        blocked = tuple(n for n in others if concept != "seq" and not held[concept][n, state])
        found[concept] = Inverse((), blocked)
        if not blocked:
            try:
                found[concept] = _of_concept(conflict, actor, state, concept, sanction)
            except _TooMany:
                found[concept] = Inverse((), too_many=True)
    return found


def _of_concept(conflict: Conflict, actor: int, state: int, concept: str, sanction: Sanction) -> Inverse:
    """Combine what the actor itself needs to stay with what the others need of it to be deterred."""
    needed = [_NOTHING]
    for there in conflict.moves[actor].of(state).tolist():
        needed = _both(needed, _own(conflict, actor, state, there, concept, sanction))
    if concept == "seq":
        for other in range(conflict.actors):
            if other != actor:
                deterred = _deterred(conflict, actor, other, state, sanction)
                if not deterred:
                    return Inverse((), (other,))
                needed = _both(needed, deterred)
    return Inverse(tuple(sorted(filter(_is_consistent, needed), key=lambda some: (len(some), sorted(some)))))


def _own(conflict: Conflict, actor: int, state: int, there: int, concept: str, sanction: Sanction) -> list[Comparisons]:
    """Return what makes an actor forgo one departure: it is no improvement, or it is answered."""
    stays = [_no_better(state, [there])]
    if concept == "nash":
        return stays
    others = [n for n in range(conflict.actors) if n != actor]
    movers = [(conflict.improvements if concept == "seq" else conflict.moves)[n] for n in others]
    for answer in _after(movers, there, sanction):
        escapes = conflict.moves[actor].of(answer).tolist() if concept == "smr" else []
        stays.append(_no_better(state, [answer, *escapes]))
    return _smallest(stays)


def _no_better(state: int, others: Iterable[int]) -> Comparisons:
    return frozenset((state, other, False) for other in others if other != state)


def _after(movers: Sequence[Moves], start: int, sanction: Sanction) -> set[int]:
    """Return what the movers can bring about from a state."""
    seen = {(target, n) for n, mover in enumerate(movers) for target in mover.of(start).tolist()}
    left = list(seen) if sanction == "joint_sequence" else []
    while left:
        here, last = left.pop()
        ahead = {(target, n) for n, mover in enumerate(movers) if n != last for target in mover.of(here).tolist()} - seen
        seen |= ahead
        left.extend(ahead)
    return {state for state, _ in seen}


def _deterred(conflict: Conflict, actor: int, other: int, state: int, sanction: Sanction) -> list[Comparisons]:
    """Return what another actor's sequential stability asks of this one: which of its moves have to be improvements."""
    needed = [_NOTHING]
    for there in conflict.improvements[other].of(state).tolist():
        ways = _sanctions(conflict, actor, other, there, sanction)
        bad = [way for answer, some in ways.items() if conflict.ranks[other, answer] <= conflict.ranks[other, state]
               for way in some]  # fmt: skip
        needed = _both(needed, _smallest(bad))
    return needed


def _sanctions(conflict: Conflict, actor: int, other: int, start: int, sanction: Sanction) -> dict[int, list[Comparisons]]:
    """Return the states that can be brought about against `other`, each with the smallest sets of moves that must improve."""

    def steps(here: int, last: int, used: Comparisons) -> Iterable[tuple[tuple[int, int], Comparisons]]:
        for n in range(conflict.actors):
            if n in (other, last):
                continue
            mover = conflict.moves[n] if n == actor else conflict.improvements[n]
            for target in mover.of(here).tolist():
                yield (target, n), used | {(target, here, True)} if n == actor else used

    ways: dict[tuple[int, int], list[Comparisons]] = {}
    left = list(steps(start, -1, _NOTHING))
    while left:
        place, used = left.pop()
        known = ways.get(place, [])
        if any(some <= used for some in known) or not _is_consistent(used):
            continue
        ways[place] = [some for some in known if not used <= some] + [used]
        if sum(map(len, ways.values())) > MOST_ALTERNATIVES:
            raise _TooMany
        if sanction == "joint_sequence":
            left.extend(steps(*place, used))
    found: dict[int, list[Comparisons]] = {}
    for (target, _), some in ways.items():
        found.setdefault(target, []).extend(some)
    return found


def _both(one: Sequence[Comparisons], other: Sequence[Comparisons]) -> list[Comparisons]:
    """Return the alternatives that meet one of each list."""
    if len(one) * len(other) > MOST_ALTERNATIVES**2:
        raise _TooMany
    found = _smallest({some | more for some in one for more in other})
    if len(found) > MOST_ALTERNATIVES:
        raise _TooMany
    return found


def _smallest(sets: Iterable[Comparisons]) -> list[Comparisons]:
    """Return the sets that hold no other one."""
    kept: list[Comparisons] = []
    for some in sorted(set(sets), key=len):
        if not any(smaller <= some for smaller in kept):
            kept.append(some)
    return kept


def _is_consistent(comparisons: Comparisons) -> bool:
    """Return whether some order of the states, ties allowed, meets all comparisons: no circle of them holds a strict one."""
    below: dict[int, list[int]] = {}
    for better, worse, _ in comparisons:
        below.setdefault(better, []).append(worse)
    return not any(strict and _leads(below, worse, better) for better, worse, strict in comparisons)


def _leads(below: dict[int, list[int]], start: int, end: int) -> bool:
    seen, left = {start}, [start]
    while left:
        here = left.pop()
        if here == end:
            return True
        ahead = [state for state in below.get(here, []) if state not in seen]
        seen.update(ahead)
        left.extend(ahead)
    return False


def meets(ranks: Sequence[int] | np.ndarray, requirement: Comparisons) -> bool:
    """Return whether preferences given as ranks [state] meet a requirement. Source: definition."""
    return all(ranks[a] > ranks[b] if strict else ranks[a] >= ranks[b] for a, b, strict in requirement)
