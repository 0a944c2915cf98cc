# SPDX-License-Identifier: Apache-2.0
"""Which parties could make a deal among themselves: whether some package beats no deal for all of them, and what each gains.

Packages are enumerated. What a separate deal would do to those who are not part of it is told as well: it is often what moves
them to join.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.consent import ConsentRule
from pourparler.engines.bargaining.packages import Grid
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Two sums of logarithms that differ by less are those of one product: far below what a step of the grid makes of a gain of
#: 1,000 points (1e-9), far above the rounding of a dozen additions.
ROUNDING = 1e-11


@dataclass(frozen=True)
class SeparateDeal:
    """What a coalition could agree on: whether it exists [world, type], and every party's gain [party, world, type] from it.

    Gains are in steps of the grid and 0 where there is no such deal; those of parties outside the coalition can be negative.
    """

    members: tuple[int, ...]
    exists: Flags
    gains: Array


def coalitions_that_can_deal(rule: ConsentRule, without: int) -> tuple[tuple[int, ...], ...]:
    """Return the smallest coalitions whose consent suffices, and every coalition without one party whose consent suffices.

    Source: winning coalitions, Taylor & Zwicker (1999), ch. 1.
    """
    smallest = rule.smallest_coalitions()
    others = [party for party in range(rule.parties) if party != without]
    found = list(smallest)
    for size in range(1, len(others) + 1):
        for some in combinations(others, size):
            consents = np.isin(np.arange(rule.parties), some)
            if some not in smallest and bool(rule.is_met(consents)):
                found.append(some)
    return tuple(found)


def separate_deal(values: Grid, no_deal: Grid, admissible: Flags, members: Sequence[int], consents: Flags) -> SeparateDeal:
    """Return the deal that a coalition could make: the package with the greatest product of its members' gains.

    `values` is [party, world, type, package] on the grid, `no_deal` [party, world, type], `admissible` [package]. `consents`
    broadcasts to [member, world, type, package] and says what else a member asks (a body that ratifies, a red line). A package
    is a deal of the coalition if every member consents and gains; those that tie for the product count in equal shares.

    Read `exists` as what is there to agree on, not as a forecast that it is agreed on.
    Raises EngineInputError for a coalition without members, or shapes that do not fit.
    Source: the core's blocking coalitions, Gillies (1959), without transfers; the product: Nash (1950).
    """
    if not len(members) or values.shape[:-1] != no_deal.shape or values.shape[-1] != len(admissible):
        raise EngineInputError("a coalition needs members, and every party a no-deal value for each of its values")
    gains = values - no_deal[..., None]
    inside = gains[list(members)]
    ok = admissible & ((inside > 0) & consents).all(axis=0)
    # Logarithms keep products of many gains within range. Equal products of whole steps differ by rounding at most.
    score = np.where(ok, np.log(np.maximum(inside, 1)).sum(axis=0), -np.inf)
    best = score.max(axis=-1, keepdims=True, initial=-np.inf)
    chosen = ok & (score >= best - ROUNDING)
    share = chosen / np.maximum(chosen.sum(axis=-1, keepdims=True), 1)
    return SeparateDeal(tuple(members), np.asarray(ok.any(axis=-1)), (gains * share).sum(axis=-1))
