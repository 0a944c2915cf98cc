# SPDX-License-Identifier: Apache-2.0
"""Orderings in place of numbers: `fleet > patrols > money`, and the weights and scores an order leaves open.

Weights: uniform on the part of the simplex {w >= 0, sum w = 1} with w_1 >= w_2 >= ... . That is the
distribution of sorted, normalised standard exponentials. It is drawn here by Renyi's representation (Renyi
1953): if E_1 ... E_k are independent standard exponentials, w_r is proportional to the sum over j >= r of
E_j / j. No sort is needed, and ties need only a change of the divisors: with groups of n_1, n_2, ... tied
items and N_j = n_1 + ... + n_j, the weight of each item in group g is proportional to the sum over j >= g
of E_j / N_j, which is uniform on the same simplex cut down by the ties. For k items without ties the
expected weight of rank r is (1/k) (1/r + ... + 1/k), the rank-order centroid (Barron & Barrett 1996).

Scores: the best option gets 100 points and the worst 0, the usual local scale of additive value models;
those between are uniform order statistics. The anchors are part of the meaning of an order: it says nothing
about how much the issue matters, which is what weights are for.

When not to trust it: an order says less than most people know. If the first issue matters far more than the
second, write ranges.

Sources: A. Renyi, "On the theory of order statistics", Acta Mathematica Academiae Scientiarum Hungaricae 4
(1953), 191-231. F. H. Barron and B. E. Barrett, "Decision quality using ranked attribute weights",
Management Science 42 (1996), 1515-1523.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError, QuantityError
from pourparler.quantity.domains import SCORE
from pourparler.quantity.quoting import quoted
from pourparler.wording import say

#: Longest text of an ordering, in characters.
LONGEST_ORDERING = 4_000


def parse_ordering(text: Any) -> tuple[tuple[str, ...], ...]:
    """Read `fleet > patrols = money` as groups of tied names, most important first.

    `=` binds more tightly than `>`. Names are what stands between the signs, without the spaces around
    them; one name alone is an ordering of one. Ties keep the order in which they are written. Raises
    `QuantityError` for an empty or repeated name, for other signs of comparison, and for anything that is
    not text.
    """
    example = say("write names in falling order, such as fleet > patrols = money")
    if not issubclass(type(text), str):
        raise QuantityError(quoted(text), example)
    written = str.__str__(text)
    if len(written) > LONGEST_ORDERING:
        raise QuantityError(quoted(written), say("longer than {most} characters", most=LONGEST_ORDERING))
    if any(sign in written for sign in ("<", ">=", "=>", ">>", "==", "\u2265", "\u2264")):
        raise QuantityError(quoted(written), say("only > and = order names: {example}", example=example))
    groups = tuple(tuple(name.strip() for name in group.split("=")) for group in written.split(">"))
    seen: set[str] = set()
    for name in (name for group in groups for name in group):
        if not name:
            raise QuantityError(quoted(written), say("a name is missing: {example}", example=example))
        if name in seen:
            raise QuantityError(quoted(written), say("{name} stands here twice", name=quoted(name)))
        seen.add(name)
    return groups


def simplex_in_order(units: NDArray[np.float64], group_sizes: Sequence[int] | None = None) -> NDArray[np.float64]:
    """Return weights [world, item], falling and summing to 1, uniform on what the order leaves.

    `units` [world, item] are unit draws strictly inside (0, 1), independent from column to column. With
    `group_sizes` (one whole number >= 1 per column) a column stands for a group of that many tied items,
    and the result holds the weight of *each* item of the group: the weights times the sizes sum to 1.
    Raises `EngineInputError` for other shapes, for no column at all, for units outside (0, 1) and for sizes
    below 1.
    """
    _check_units(units)
    items = units.shape[1]
    sizes = np.ones(items) if group_sizes is None else np.asarray(group_sizes, dtype=np.float64)
    if items == 0 or sizes.shape != (items,) or np.any(sizes < 1):
        raise EngineInputError("an order needs at least one item, and one size of at least 1 for each group")
    spacings = -np.log(units)
    shares = spacings / np.cumsum(sizes)
    falling = np.cumsum(shares[:, ::-1], axis=1)[:, ::-1]
    weights: NDArray[np.float64] = falling / np.sum(spacings, axis=1, keepdims=True)
    return weights


def scores_in_order(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores [world, option] in points, from 100 down to 0, for k options, best first.

    `units` [world, k - 2] are unit draws strictly inside (0, 1) for the options between the best and the
    worst; for two options it has no columns. The middle scores are the sorted draws times 100. Tied options
    share one place in the list. Raises `EngineInputError` for other shapes and for units outside (0, 1).
    """
    _check_units(units)
    worlds = units.shape[0]
    best, worst = np.full((worlds, 1), SCORE.high), np.full((worlds, 1), SCORE.low)
    middle = SCORE.low + (SCORE.high - SCORE.low) * np.sort(units, axis=1)[:, ::-1]
    return np.concatenate([best, middle, worst], axis=1)


def _check_units(units: NDArray[np.float64]) -> None:
    if units.ndim != 2 or (units.size and not (units.min() > 0 and units.max() < 1)):
        raise EngineInputError("unit draws must be an array [world, item] strictly between 0 and 1")
