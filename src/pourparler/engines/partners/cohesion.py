# SPDX-License-Identifier: Apache-2.0
"""Cohesion: how likely every partner can live with a package, which packages hold partners together, what drives them apart."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]
Combination = Mapping[int, int]

#: The search looks into so many partial packages; beyond that it says how much better a package could be that it has not seen.
MOST_LOOKED_INTO = 2_000


def span(values: Array) -> Array:
    """Return the difference between the greatest and the smallest along the last axis, which is short and not empty.

    Source: definition; taken place by place, which is several times as fast for a few places of many worlds.
    """
    most = least = values[..., 0]
    for place in range(1, values.shape[-1]):
        most, least = np.maximum(most, values[..., place]), np.minimum(least, values[..., place])
    return np.asarray(most - least)


def cohesion(opposed: Flags) -> Array:
    """Return how likely no party opposes each package, [package], from opposition [world, party, package].

    It is a joint probability over paired worlds, not the product of each party's own: what hurts two partners in the same
    worlds hurts cohesion once. Without a party it is 1.

    Source: model.md "Partners and rivals" (cohesion).
    """
    return np.asarray((~opposed.any(axis=1)).mean(axis=0))


@dataclass(frozen=True)
class Reactions:
    """What packages do to some parties, by issue: `effects` [world, party, option], `crossed` [party, option].

    `tolerance` [world, party] is the loss that each can live with (not negative); `crossed` marks its red lines.
    """

    effects: tuple[Array, ...]
    crossed: tuple[Flags, ...]
    tolerance: Array

    def __post_init__(self) -> None:
        """Raise EngineInputError for shapes that do not fit."""
        fits = len(self.effects) == len(self.crossed) and all(
            effect.shape[:2] == self.tolerance.shape and effect.shape[1:] == crossed.shape
            for effect, crossed in zip(self.effects, self.crossed, strict=False)
        )
        if not fits or not self.effects:
            raise EngineInputError("reactions need effects [world, party, option] and red lines [party, option] for each issue")

    def on(self, packages: Index) -> tuple[Array, Flags]:
        """Return effects, and who opposes, both [world, party, package], for packages [package, issue]."""
        effect = sum((e[:, :, packages[:, k]] for k, e in enumerate(self.effects)), np.zeros(()))
        crossed = np.any([c[:, packages[:, k]] for k, c in enumerate(self.crossed)], axis=0)
        return np.asarray(effect), np.asarray((effect < -self.tolerance[:, :, None]) | crossed)


@dataclass(frozen=True)
class Tiebreak:
    """What packages are worth to either side at the table on average: `parts` by issue [side, option], `together` per side.

    `least` [side] is what no deal is worth. Of equally cohesive packages the one is first whose smaller gain is greatest.
    """

    parts: tuple[Array, ...]
    together: tuple[tuple[Combination, Array], ...]
    least: Array

    def gains(self, package: Sequence[int]) -> Array:
        """Return what a package, an option per issue, is worth to either side over no deal, [side]."""
        parts = sum((part[:, option] for part, option in zip(self.parts, package, strict=True)), -self.least)
        held = (amount for c, amount in self.together if all(package[issue] == option for issue, option in c.items()))
        return np.asarray(sum(held, parts))


@dataclass(frozen=True)
class Cohesive:
    """The most cohesive packages, best first: options [package, issue], their cohesion, and the smaller gain at the table.

    `exact`: nothing better was left out. Otherwise no package that is not named is more cohesive than `bound`.
    """

    packages: Index
    cohesion: Array
    even: Array
    exact: bool
    bound: float


def most_cohesive(
    reactions: Reactions,
    tiebreak: Tiebreak,
    barred: Sequence[Combination],
    count: int,
    most: int = MOST_LOOKED_INTO,
    even_at_least: float = -np.inf,
) -> Cohesive:
    """Return the `count` most cohesive packages of all that hold no barred combination, without enumerating them.

    With `even_at_least`, only of those whose smaller gain at the table is no less.

    Best first over partial packages, issue by issue, those on which parties differ most first: no package that completes one
    can be more cohesive than the share of worlds in which every party could live with it if each issue still open went as well
    for each party as any of its options can, and none can be worth more to either side than the best of what is open. Where
    `most` partial packages do not settle it, what was found is returned with the bound that is left. Without a party every
    package is fully cohesive, and the order is that of the smaller gain alone.

    Raises EngineInputError for shapes that do not fit.
    Source: cohesion as in model.md "Partners and rivals"; best-first branch and bound, Land & Doig (1960), Econometrica 28.
    """
    if any(part.shape[1:] != c.shape[1:] for part, c in zip(tiebreak.parts, reactions.crossed, strict=True)):
        raise EngineInputError("the worth of options and their effects speak of different options")
    search = _Search(reactions, tiebreak, tuple(dict(c) for c in barred if c))
    found: list[_Node] = []
    heap = [search.root()]
    looked = 0
    while heap and len(found) < count and looked < most:
        node = heapq.heappop(heap)
        if len(node.taken) == len(search.order):
            found.append(node)
            continue
        looked += 1
        for child in search.below(node):
            if -child.key[1] >= even_at_least:
                heapq.heappush(heap, child)
    exact = len(found) == count or not heap
    bound = -heap[0].key[0] if heap else 0.0
    if not exact:  # complete packages that were seen, though something unseen might be better
        seen = sorted(node for node in heap if len(node.taken) == len(search.order)) or search.first_below(
            heap[0], most, even_at_least
        )
        found += seen[: count - len(found)]
    packages = np.array([search.options(node) for node in found], dtype=np.intp).reshape(len(found), len(search.order))
    values = np.array([[-node.key[0], -node.key[1]] for node in found]).reshape(-1, 2)
    return Cohesive(packages, values[:, 0], values[:, 1], exact, bound)


@dataclass(order=True)
class _Node:
    """A partial package: options of the first issues in the search's order. The key is the negated bound, lowest first."""

    key: tuple[float, float, int, tuple[int, ...]]
    taken: tuple[int, ...] = field(compare=False)
    effect: Array = field(compare=False)
    lives: Flags = field(compare=False)
    worth: Array = field(compare=False)


class _Search:
    """What is computed once: the order of issues, and the best that is still open after each of them."""

    def __init__(self, reactions: Reactions, tiebreak: Tiebreak, barred: tuple[dict[int, int], ...]) -> None:
        worlds = len(reactions.tolerance)
        spans = [
            float(span(e).sum()) + int(c.sum()) * worlds for e, c in zip(reactions.effects, reactions.crossed, strict=True)
        ]
        self.order = sorted(range(len(spans)), key=lambda issue: (-spans[issue], issue))
        # Worlds last: what is summed over is then in one piece, [party, option, world].
        self.effects = [np.ascontiguousarray(reactions.effects[issue].transpose(1, 2, 0)) for issue in self.order]
        self.crossed = [reactions.crossed[issue] for issue in self.order]
        self.parts = [tiebreak.parts[issue] for issue in self.order]
        self.least, self.bearable = tiebreak.least, np.ascontiguousarray(-reactions.tolerance.T)
        place = {issue: depth for depth, issue in enumerate(self.order)}
        self.barred = [{place[issue]: option for issue, option in c.items()} for c in barred]
        self.together = [({place[issue]: o for issue, o in c.items()}, amount) for c, amount in tiebreak.together]
        self.open_effect = [np.zeros(self.bearable.shape)]
        self.open_worth = [np.zeros(len(self.least))]
        for effect, part in zip(reversed(self.effects), reversed(self.parts), strict=True):
            self.open_effect.insert(0, self.open_effect[0] + effect.max(axis=1))
            self.open_worth.insert(0, self.open_worth[0] + part.max(axis=1))

    def root(self) -> _Node:
        """Return the empty package."""
        nothing = np.zeros(self.bearable.shape)
        lives = np.ones(len(self.bearable), dtype=np.bool_)
        return _Node((-1.0, 0.0, 0, ()), (), nothing, lives, np.zeros(len(self.least)))

    def below(self, node: _Node) -> list[_Node]:
        """Return the partial packages with one issue more that hold nothing barred."""
        depth = len(node.taken)
        effect = node.effect[:, None, :] + self.effects[depth]
        lives = node.lives[:, None] & ~self.crossed[depth]
        at_best = effect + self.open_effect[depth + 1][:, None, :]
        cohesive = ((at_best >= self.bearable[:, None, :]) & lives[:, :, None]).all(axis=0).mean(axis=1)
        out = []
        for option in range(effect.shape[1]):
            taken = (*node.taken, option)
            if any(self._holds(taken, combination) for combination in self.barred):
                continue
            worth = node.worth + self.parts[depth][:, option]
            added = [amount for c, amount in self.together if max(c) == depth and self._holds(taken, c)]
            worth = sum(added, worth)
            still = [np.maximum(amount, 0) for c, amount in self.together if max(c) > depth and self._agrees(taken, c)]
            even = float((sum(still, worth + self.open_worth[depth + 1]) - self.least).min())
            key = (-float(cohesive[option]), -even, -len(taken), self._in_place(taken))
            out.append(_Node(key, taken, effect[:, option], lives[:, option], worth))
        return out

    def first_below(self, node: _Node, most: int, even_at_least: float) -> list[_Node]:
        """Return the first complete package met by always going on with the best; none if `most` steps do not lead to one."""
        stack = [node]
        for _ in range(most):
            if not stack or len(stack[-1].taken) == len(self.order):
                break
            below = (child for child in self.below(stack.pop()) if -child.key[1] >= even_at_least)
            stack.extend(sorted(below, reverse=True))
        return stack[-1:] if stack and len(stack[-1].taken) == len(self.order) else []

    def options(self, node: _Node) -> tuple[int, ...]:
        """Return a complete package by issue, in the order of the issues as they were given."""
        return self._in_place(node.taken)

    def _in_place(self, taken: tuple[int, ...]) -> tuple[int, ...]:
        """Return options by issue as given; an issue still open has -1."""
        out = [-1] * len(self.order)
        for depth, option in enumerate(taken):
            out[self.order[depth]] = option
        return tuple(out)

    @staticmethod
    def _holds(taken: tuple[int, ...], combination: dict[int, int]) -> bool:
        return all(depth < len(taken) and taken[depth] == option for depth, option in combination.items())

    @staticmethod
    def _agrees(taken: tuple[int, ...], combination: dict[int, int]) -> bool:
        return all(depth >= len(taken) or taken[depth] == option for depth, option in combination.items())


@dataclass(frozen=True)
class Wedges:
    """How far each issue divides some parties, by one step from a reference on it alone, [issue].

    `gap` [world, issue]: the greatest difference, over options, between what the step does to the party that it does best by
    and to the one that it does worst by, in points. `drop`: by how much such a step can lower cohesion at most. `divided`: the
    greatest chance, over options, that some can live with the step and some cannot. `option`: where the average gap is
    greatest, the first of those that tie.
    """

    gap: Array
    drop: Array
    divided: Array
    option: tuple[int, ...]


def wedges(reactions: Reactions, reference: Sequence[int]) -> Wedges:
    """Return by how much each issue divides the parties: steps from `reference` (an option per issue), one issue at a time.

    An issue on which all gain or lose alike is no wedge, however much it costs them: that divides them from us, not from one
    another. Effects are compared on the scales on which they are stated, so read the gap with care where parties' points are
    not alike; `divided` needs no common scale. With fewer than two parties every gap is 0 and nobody is divided.

    Raises EngineInputError for a reference of another length.
    Source: this project's definition; model.md "Partners and rivals" (wedge issues).
    """
    if len(reference) != len(reactions.effects):
        raise EngineInputError("a reference names an option for every issue")
    base, against = reactions.on(np.array([reference], dtype=np.intp))
    before = float(cohesion(against)[0])
    gaps, drops, divided, options = [], [], [], []
    for issue, effect in enumerate(reactions.effects):
        packages = np.tile(np.array(reference, dtype=np.intp), (effect.shape[2], 1))
        packages[:, issue] = np.arange(effect.shape[2])
        after, opposed = reactions.on(packages)
        change = after - base
        gap = span(change.transpose(0, 2, 1)) if change.shape[1] else np.zeros((len(change), effect.shape[2]))
        gaps.append(gap.max(axis=1))
        drops.append(before - float(cohesion(opposed).min()))
        divided.append(float((opposed.any(axis=1) & ~opposed.all(axis=1)).mean(axis=0).max()))
        options.append(int(gap.mean(axis=0).argmax()))
    return Wedges(np.stack(gaps, axis=1), np.array(drops), np.array(divided), tuple(options))
