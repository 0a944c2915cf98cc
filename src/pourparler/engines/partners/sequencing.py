# SPDX-License-Identifier: Apache-2.0
"""Whom to approach first: the order in which parties that defer to one another are best asked, exact by subsets.

Parties are asked one after another, each once, and all have to agree. One that has been asked before may carry a later one
along: with the chance stated as its *pull* it draws that party to its own answer; with the chance stated as its *push* its yes
draws that party to a no. A party that nobody draws, or that is drawn both ways, decides for itself. Each draws by itself.

The chance of a party depends on the set of those before it and not on their order, so the best order is found by subsets
(dynamic programming), forwards and backwards: forwards the best way to have won a set, backwards the best way on from it. Every
order in which `a` comes before `b` passes by a set that holds `a` and not `b`; the best of them is the largest product of both
over such sets, and no order has to be looked at.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Order = tuple[int, ...]
Precedence = Literal["before", "after", "either", "not_determined"]

#: The most parties whose orders are weighed: sets double with each, and every set is held in every world.
MOST_PARTIES = 12
#: So many orders that lead in some world are told: a reader weighs a few.
MOST_LEADERS = 6
#: Chances closer than this are equal: rounding of products.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Deference:
    """What moves parties, as chances 0-1 in every world.

    `alone` [world, party] is the chance of a yes from a party that nobody draws; `pull` [world, from, to] the chance that a
    party which has answered draws another to its own answer; `push` likewise the chance that its yes draws another to a no.
    Raises EngineInputError for other shapes, chances outside 0-1, no party, or more than 12.
    """

    alone: Array
    pull: Array
    push: Array

    def __post_init__(self) -> None:
        worlds, parties = self.alone.shape
        if not 1 <= parties <= MOST_PARTIES:
            raise EngineInputError(f"an order is weighed for 1 to {MOST_PARTIES} parties; found {parties}")
        for name, values in (("pull", self.pull), ("push", self.push)):
            if values.shape != (worlds, parties, parties):
                raise EngineInputError(f"{name} must be [world, from, to], for the worlds and parties of alone")
        for name, values in (("alone", self.alone), ("pull", self.pull), ("push", self.push)):
            if not np.all((values >= 0) & (values <= 1)):
                raise EngineInputError(f"every chance of {name} must lie between 0 and 1")

    def yes(self, party: int, agreed: Collection[int], refused: Collection[int] = ()) -> Array:
        """Return the chance [world] that a party agrees once some have agreed and some refused. Source: `best_order`."""
        towards, away = np.ones(len(self.alone)), np.ones(len(self.alone))
        for other in agreed:
            towards = towards * (1 - self.pull[:, other, party])
            away = away * (1 - self.push[:, other, party])
        for other in refused:
            away = away * (1 - self.pull[:, other, party])
        return _answer(self.alone[:, party], towards, away)


@dataclass(frozen=True)
class BestOrder:
    """The best order and what it is compared with; arrays are [world] unless said otherwise.

    `order` is best on average; `at_turn` [world, place] is the chance of each of its parties when its turn comes and all before
    it have agreed, `won` the chance that all agree. `best` is that of the best order of each world, `first` [world, party] of
    the best that begins with a party, `before` [world, a, b] of the best with `a` before `b`. `leaders` are the orders
    that are best in most worlds, with the share of worlds in which each is as good as any, the greatest share first.
    `rest_if_agreed` and `rest_if_refused` [world, place] are the chances that all later ones agree after a party's yes, and
    after its no.
    """

    order: Order
    at_turn: Array
    won: Array
    best: Array
    first: Array
    before: Array
    leaders: tuple[tuple[Order, float], ...]
    rest_if_agreed: Array
    rest_if_refused: Array


def best_order(deference: Deference, already: Order = ()) -> BestOrder:
    """Return the order of asking that makes it likeliest that all agree, and how every other order stands to it.

    Those `already` won draw the others and are not asked again; somebody must be left to ask (else EngineInputError).
    The order is chosen once, on averages over worlds: what draws a party is that party's own, so where the inputs of different
    parties are drawn independently the average of a product is the product of averages, and it is exact. The best order of each
    world is found as well; that is what says whether the order is determined (`precedences`).

    Read it as advice on whom to speak to first, given who defers to whom; not as the chance of a coalition, which it is only if
    everybody is asked once, nobody is offered anything for joining, and the stated chances hold. Do not trust it where parties
    talk to each other before they are asked, or where the order itself gives offence.

    Source: Sebenius (1996), Sequencing to build coalitions, in Wise Choices (Zeckhauser, Keeney & Sebenius, eds.): patterns of
    deference, backward mapping; Lax & Sebenius (2006), 3-D Negotiation, ch. 7. That each draws independently is the independent
    cascade of Kempe, Kleinberg & Tardos (2003), here for both answers.
    """
    table, start = _Table(deference), sum(1 << party for party in set(already))
    if start == (1 << table.parties) - 1:
        raise EngineInputError("every party has been won already: nobody is left to ask")
    rest, averages = _backwards(table)
    won = _forwards(table, start)
    through = won * rest
    order = _order_on_average(table, averages, start)
    at_turn = chances_in_order(deference, order, already)
    return BestOrder(
        order,
        at_turn,
        at_turn.prod(axis=1),
        won[-1],
        np.stack([through[start | 1 << party] for party in range(table.parties)], axis=1),
        _best_before(through, table.parties),
        _leaders(deference, table, rest, already),
        *_rests(deference, order, already),
    )


def chances_in_order(deference: Deference, order: Order, already: Order = ()) -> Array:
    """Return the chance [world, place] of each party in an order when its turn comes, all before it having agreed.

    Their product is the chance that all agree. Source: as `best_order`.
    """
    return np.stack([deference.yes(party, (*already, *order[:place])) for place, party in enumerate(order)], axis=1)


def precedences(before: Array, share: float) -> tuple[tuple[Precedence, ...], ...]:
    """Return for every pair of parties whether the first is best asked before the second, after it, or whenever.

    `before` [world, a, b] is that of `best_order`; one order outranks the other if it is ahead in at least `share` of paired
    worlds, and "either" says that it makes no difference in as many. A party beside itself is "either".
    Raises EngineInputError unless 0.5 < share <= 1. Source: model.md "Ranking".
    """
    if not 1 / 2 < share <= 1:
        raise EngineInputError("the share of worlds must lie above one half and not above 1")
    ahead = before - np.swapaxes(before, 1, 2)
    first, equal = (ahead > ROUNDING).mean(axis=0) >= share, (np.abs(ahead) <= ROUNDING).mean(axis=0) >= share

    def told(a: int, b: int) -> Precedence:
        return "before" if first[a, b] else "after" if first[b, a] else "either" if equal[a, b] else "not_determined"

    parties = range(before.shape[1])
    return tuple(tuple(told(a, b) for b in parties) for a in parties)


def _answer(alone: Array, towards: Array, away: Array) -> Array:
    """Return the chance of a yes, given the chances that nobody draws a party to a yes, and that nobody draws it to a no."""
    return np.asarray(alone * (towards * away + (1 - towards) * (1 - away)) + (1 - towards) * away)


class _Table:
    """The chance of every party after every set: sets are numbers, whose bits say who is in them.

    Chances of not being drawn are held for the sets of either half of the parties; one of any set is a product of two.
    """

    def __init__(self, deference: Deference) -> None:
        self.alone = deference.alone.T
        self.worlds, self.parties = deference.alone.shape
        self.half = self.parties // 2
        spared = [np.moveaxis(1 - influence, 0, -1) for influence in (deference.pull, deference.push)]
        bounds = ((0, self.half), (self.half, self.parties))
        self._halves = [[_products(chances, *ends) for ends in bounds] for chances in spared]

    def yes(self, members: int) -> Array:
        """Return the chance [party, world] that each party agrees once the members of a set have."""
        low, high = members & ((1 << self.half) - 1), members >> self.half
        return _answer(self.alone, *(lower[low] * upper[high] for lower, upper in self._halves))

    def yes_in_worlds(self, party: int, members: NDArray[np.intp]) -> Array:
        """Return the chance [world] of one party where each world has a set of its own."""
        low, high, world = members & ((1 << self.half) - 1), members >> self.half, np.arange(self.worlds)
        spared = (lower[low, party, world] * upper[high, party, world] for lower, upper in self._halves)
        return _answer(self.alone[party], *spared)

    def outside(self, members: int) -> list[int]:
        """Return the parties that are not in a set."""
        return [party for party in range(self.parties) if not members >> party & 1]


def _products(chances: Array, start: int, stop: int) -> Array:
    """Return the products [set, to, world] of chances [from, to, world] over the sets of the parties from `start` to `stop`."""
    out = np.ones((1 << (stop - start), *chances.shape[1:]))
    for members in range(1, len(out)):
        last = members.bit_length() - 1
        out[members] = out[members ^ (1 << last)] * chances[start + last]
    return out


def _forwards(table: _Table, start: int) -> Array:
    """Return the chance [set, world] of having won a set, asked in its best order; 0 where it lacks one won already."""
    out = np.zeros((1 << table.parties, table.worlds))
    out[start] = 1
    for members in range(len(out) - 1):
        if members & start == start:
            yes = table.yes(members)
            for party in table.outside(members):
                bigger = members | 1 << party
                np.maximum(out[bigger], out[members] * yes[party], out=out[bigger])
    return out


def _backwards(table: _Table) -> tuple[Array, Array]:
    """Return the chance [set, world] that all others agree too once a set has, asked in their best order.

    Beside it the average chance [set, party] that each party agrees once a set has.
    """
    out, averages = np.zeros((1 << table.parties, table.worlds)), np.zeros((1 << table.parties, table.parties))
    out[-1] = 1
    for members in range(len(out) - 2, -1, -1):
        yes = table.yes(members)
        averages[members] = yes.mean(axis=1)
        for party in table.outside(members):
            np.maximum(out[members], yes[party] * out[members | 1 << party], out=out[members])
    return out, averages


def _order_on_average(table: _Table, averages: Array, start: int) -> Order:
    """Return the order with the greatest product of average chances; among equals, parties in the order given."""
    full = (1 << table.parties) - 1
    value, then = np.full(full + 1, -1.0), np.full(full + 1, -1)
    value[full] = 1
    for members in range(full - 1, start - 1, -1):
        for party in table.outside(members):
            reached = averages[members, party] * value[members | 1 << party]
            if reached > value[members] + ROUNDING:
                value[members], then[members] = reached, party
    order: list[int] = []
    members = start
    while members != full:
        order.append(int(then[members]))
        members |= 1 << order[-1]
    return tuple(order)


def _best_before(through: Array, parties: int) -> Array:
    """Return the chance [world, a, b] of the best order in which `a` comes before `b`."""
    worlds = through.shape[1]
    by_bit = through.reshape(*(2,) * parties, worlds)  # the last party first: its bit is the highest
    out = np.zeros((worlds, parties, parties))
    for a in range(parties):
        for b in range(parties):
            at: list[slice | int] = [slice(None)] * parties
            at[parties - 1 - a] = 1
            if a != b:
                at[parties - 1 - b] = 0
            out[:, a, b] = by_bit[tuple(at)].reshape(-1, worlds).max(axis=0)
    return out


def _leaders(deference: Deference, table: _Table, rest: Array, already: Order) -> tuple[tuple[Order, float], ...]:
    """Return the orders that are best in most worlds, with the share of worlds in which each is as good as any."""
    start = sum(1 << party for party in set(already))
    world, members = np.arange(table.worlds), np.full(table.worlds, start, dtype=np.intp)
    ways = []
    for _ in range(table.parties - start.bit_count()):
        top, chosen = np.full(table.worlds, -1.0), np.zeros(table.worlds, dtype=np.intp)
        for party in range(table.parties):
            reached = table.yes_in_worlds(party, members) * rest[members | 1 << party, world]
            better = ((members >> party & 1) == 0) & (reached > top + ROUNDING)
            top, chosen = np.where(better, reached, top), np.where(better, party, chosen)
        ways.append(chosen)
        members = members | 1 << chosen
    orders, counts = np.unique(np.stack(ways, axis=1), axis=0, return_counts=True)
    told = []
    for row in orders[np.argsort(-counts, kind="stable")[:MOST_LEADERS]]:
        order = tuple(int(party) for party in row)
        won = chances_in_order(deference, order, already).prod(axis=1)
        told.append((order, float((won >= rest[start] - ROUNDING).mean())))
    return tuple(sorted(told, key=lambda leader: (-leader[1], leader[0])))


def _rests(deference: Deference, order: Order, already: Order) -> tuple[Array, Array]:
    """Return the chances [world, place] that all later ones in an order agree, after a yes and after a no of the one there."""
    shape = (len(deference.alone), len(order))
    agreed, refused = np.ones(shape), np.ones(shape)
    for place, party in enumerate(order):
        for later in range(place + 1, len(order)):
            others = [*already, *(other for other in order[:later] if other != party)]
            agreed[:, place] *= deference.yes(order[later], [*others, party])
            refused[:, place] *= deference.yes(order[later], others, [party])
    return agreed, refused
