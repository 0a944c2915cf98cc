# SPDX-License-Identifier: Apache-2.0
"""Incidence: who wins most and who loses most, as far as paired worlds say so, and whether the wider loss eats the gain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Ranks:
    """Ranks by effect, biggest winner first, over parties in the order given.

    A rank is None where some other party is neither ahead nor behind in enough paired worlds: not determined.
    """

    ranks: tuple[int | None, ...]
    share: float


def rank_by_effect(effects: Array, share: float) -> Ranks:
    """Rank parties by the effect a concession has on each: `effects` [world, party], `share` of paired worlds required.

    A party outranks another if it is ahead in at least `share` of the worlds. Marginal intervals that overlap prove
    nothing either way, which is why worlds are paired. Effects are compared on the scale they are stated on.

    Raises EngineInputError unless 0.5 < share <= 1.
    Source: model.md "Ranking".
    """
    _check(share)
    ahead = (effects[:, :, None] > effects[:, None, :]).mean(axis=0) >= share
    parties = effects.shape[1]
    ranks: list[int | None] = []
    for party in range(parties):
        others = [other for other in range(parties) if other != party]
        if all(ahead[party, other] or ahead[other, party] for other in others):
            ranks.append(1 + sum(bool(ahead[other, party]) for other in others))
        else:
            ranks.append(None)
    return Ranks(tuple(ranks), share)


def determined(chance: float, share: float) -> bool | None:
    """Return whether something holds in at least `share` of the worlds (True), fails in as many (False), or neither (None).

    Raises EngineInputError unless 0.5 < share <= 1. Source: model.md "Ranking".
    """
    _check(share)
    return True if chance >= share else False if chance <= 1 - share else None


def _check(share: float) -> None:
    if not 1 / 2 < share <= 1:
        raise EngineInputError("the share of worlds must lie above one half and not above 1")


@dataclass(frozen=True)
class SelfHarm:
    """For every package [package]: `gains`, how likely it is worth more to us at the table than no deal; `harm`, how likely
    that is so and what it does outside the table nevertheless costs us more than we gain.
    """

    gains: Array
    harm: Array

    def share(self) -> Array:
        """Return how likely the wider loss exceeds the gain where there is a gain, [package]; 0 where there never is one."""
        return np.asarray(np.where(self.gains > 0, self.harm / np.where(self.gains > 0, self.gains, 1), 0.0))


def self_harm(gain: Array, outside: Array, weight: Array) -> SelfHarm:
    """Return how likely each package harms the side that gains by it at the table.

    `gain` [world, type or 1, package] is what it is worth to us over no deal, `outside` [world, package] what its effects on
    others are worth to us (Σ s_j e_j), both in our points; `weight` [world, type] are beliefs. A package that brings nothing at
    the table is no self-harm, merely bad; one whose effects outside are good never is.

    Raises EngineInputError for shapes that do not fit.
    Source: model.md "Partners and rivals" (s_j e_j) and claim O-26 (the wider loss exceeds the gain).
    """
    if gain.shape[0] != len(outside) or gain.shape[2] != outside.shape[1] or gain.shape[1] not in (1, weight.shape[1]):
        raise EngineInputError("gains need [world, type, package] and effects outside [world, package]")
    above = gain > 0
    eaten = above & (gain + outside[:, None, :] < 0)
    count = len(weight)
    return SelfHarm(*((weight[:, :, None] * flags).sum(axis=(0, 1)) / count for flags in (above, eaten)))


@dataclass(frozen=True)
class Dearness:
    """For every step [step], how likely it costs us nothing at the table (`free`), and more outside it than at it (`dear`).

    `both` is how likely it is free at the table and dear outside at once.
    """

    free: Array
    dear: Array
    both: Array


def dearness(cost: Array, outside: Array) -> Dearness:
    """Return how likely steps are free at the table, and dear outside, from [world, step] each.

    `cost` is what a step costs us at the table, `outside` what its effects on others are worth to us. Dear outside means that
    the loss outside is greater than both nothing and the cost at the table. A step may be free and dear only together: that is
    the one that a look at the table alone gets wrong.

    Raises EngineInputError for shapes that differ.
    Source: claim O-24 (a concession free at the table but dear outside is not free).
    """
    if cost.shape != outside.shape:
        raise EngineInputError("costs at the table and effects outside speak of different steps")
    free, dear = cost <= 0, -outside > np.maximum(cost, 0)
    return Dearness(free.mean(axis=0), dear.mean(axis=0), (free & dear).mean(axis=0))
