# SPDX-License-Identifier: Apache-2.0
"""How packages stand up to what is not known: who accepts them, what they bring, what is regretted, how often efficient."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.consent import ConsentRule
from pourparler.engines.bargaining.frontier import Frontier
from pourparler.engines.bargaining.packages import Grid
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Robustness:
    """What is found of each candidate package, over all worlds and beliefs.

    `acceptable` [package] is the probability that those whose consent is needed are not worse off than without a deal,
    `by_party` [party, package] that one party is not. `surplus` [party, package] is the average of value less no-deal value,
    in the units of the values, whether or not the package is acceptable. `regret` [world, package] is what one party forgoes
    by standing on the package rather than on the best acceptable one, averaged over beliefs in each world: not negative.
    """

    acceptable: Array
    by_party: Array
    surplus: Array
    regret: Array

    @property
    def worst_regret(self) -> Array:
        """The largest regret in any world, [package]; it grows with the number of worlds that are looked at."""
        return np.asarray(self.regret.max(axis=0))


def robustness(
    values: Sequence[Grid],
    no_deal: Sequence[Grid],
    weight: Array,
    rule: ConsentRule,
    best: Grid | None = None,
    party: int = 0,
    passed: NDArray[np.bool_] | None = None,
) -> Robustness:
    """Return how candidate packages stand in all worlds and under all beliefs.

    `values` holds one array [world, type, package] per party, `no_deal` one array [world, type] per party, in the same units;
    either may have one type or one world where it does not vary. `weight` [world, type] are beliefs and sum to 1 in every
    world. Standing on a package brings its value where it is acceptable, and the no-deal value elsewhere; the best that could
    be had is `best` [world, type], or, where that is not given, the best acceptable candidate; never less than the no-deal
    value.

    Where others have a say who are no party here, `passed` [world or 1, type or 1, package] says which packages they let pass.

    Read `acceptable` as a benchmark under full knowledge of one's own interests, not as a forecast of a signature. Regret
    depends on the candidates unless `best` is given.

    Raises EngineInputError where the numbers of parties differ.
    Source: acceptability, definition (model.md "Bargaining"); regret, Savage (1951), JASA 46,
    55-67.
    """
    if not len(values) == len(no_deal) == rule.parties or not 0 <= party < rule.parties:
        raise EngineInputError("values, no-deal values and the rule need the same number of parties")
    shape = (*weight.shape, values[0].shape[-1])
    chance = (weight / len(weight)).reshape(-1)
    accepts = [np.broadcast_to(v >= d[..., None], shape) for v, d in zip(values, no_deal, strict=True)]
    met = accepts[0] & accepts[1] if rule.parties == rule.quota == 2 else rule.is_met(np.stack(accepts, axis=-1))
    met = met if passed is None else met & passed

    def likely(flags: NDArray[np.bool_]) -> Array:
        return np.asarray(chance @ flags.reshape(-1, shape[-1]))

    surplus = [_average(v, weight) - _average(d[..., None], weight) for v, d in zip(values, no_deal, strict=True)]
    fallback = np.broadcast_to(no_deal[party][..., None], shape)
    brings = np.where(met, values[party], fallback)
    top = brings.max(axis=2) if best is None else np.maximum(best, brings.max(axis=2))
    regret = (weight * top).sum(axis=1)[:, None] - (weight[:, None, :] @ brings.astype(np.float64))[:, 0]
    by_party = np.stack([likely(flags) for flags in accepts])
    return Robustness(likely(met), by_party, np.stack(surplus), np.maximum(regret, 0))


def _average(values: Grid, weight: Array) -> Array:
    """Return the average over worlds and beliefs, [package]; a type or world that does not vary is not spread out."""
    if values.shape[1] == 1:
        return np.asarray(np.broadcast_to(values[:, 0], (len(weight), values.shape[2])).mean(axis=0))
    chance = np.broadcast_to(weight, (len(weight), values.shape[1])) / len(weight)
    return np.asarray(np.einsum("wt,wtp->p", chance, np.broadcast_to(values, (*chance.shape, values.shape[2]))))


def best_acceptable(frontier: Frontier, own_no_deal: Grid, other_no_deal: Grid) -> Grid:
    """Return the most that we can have while the other side is not worse off than without a deal, [world, type] on the grid.

    Our own no-deal value where nothing leaves neither side worse off. No-deal values are [world, type].
    Source: definition; along a frontier own values fall and the other side's rise.
    """
    row = frontier.rows_of_entries()
    cell = frontier.cells[row]
    low = np.broadcast_to(other_no_deal, frontier.shape).reshape(-1)[cell]
    best = np.broadcast_to(own_no_deal, frontier.shape).reshape(-1).copy()
    meets = frontier.other_at >= low
    np.maximum.at(best, cell[meets], frontier.own_at[meets])
    return best.reshape(frontier.shape)


def efficient_shares(
    frontier: Frontier, package_at: NDArray[np.intp], own_no_deal: Grid, other_no_deal: Grid, weight: Array
) -> tuple[NDArray[np.intp], Array]:
    """Return the packages that are efficient and leave neither side worse off somewhere, and how often each is and does.

    `package_at` [entry] names the package of each entry. The shares are over worlds and beliefs (`weight` [world, type]);
    no-deal values are [world, type] on the grid. Packages are in the order of their index.
    Source: definition (model.md "Bargaining", the rational frontier).
    """
    cell = frontier.cells[frontier.rows_of_entries()]
    own, other = (np.broadcast_to(d, frontier.shape).reshape(-1)[cell] for d in (own_no_deal, other_no_deal))
    rational = (frontier.own_at >= own) & (frontier.other_at >= other)
    packages, which = np.unique(package_at[rational], return_inverse=True)
    mass = (weight / len(weight)).reshape(-1)[cell[rational]]
    return packages, np.asarray(np.bincount(which, mass, len(packages)), dtype=np.float64)


def rank_acceptability(values: Array, weight: Array) -> Array:
    """Return how often each package holds each rank for one party, [package, rank], best rank first.

    `values` is [cell, package] and `weight` [cell] sums to 1: cells are worlds, or worlds and types. Where weights of issues
    are stated as an order, worlds are drawn uniformly from the simplex that the order leaves, and the first column is then the
    share of that weight space in which a package is best. Packages that tie share the ranks that they hold together. Rows and
    columns sum to 1.

    Read a high first column as "best under most weights that the ranking allows". Among packages that differ little, shares say
    little about how much is lost by a wrong choice.
    Source: Lahdelma, Hokkanen & Salminen (1998), EJOR 106, 137-143 (acceptability index); Lahdelma
    & Salminen (2001), Operations Research 49, 444-454 (SMAA-2, rank acceptability).
    """
    packages = values.shape[1]
    out = np.zeros((packages, packages + 1))
    for package in range(packages):
        mine = values[:, [package]]
        above = (values > mine).sum(axis=1)
        level = (values == mine).sum(axis=1)
        # Equal shares of the ranks from `above` on, as many as tie: added where they begin, taken off where they end.
        np.add.at(out[package], above, weight / level)
        np.subtract.at(out[package], above + level, weight / level)
    return np.asarray(np.cumsum(out, axis=1)[:, :packages])
