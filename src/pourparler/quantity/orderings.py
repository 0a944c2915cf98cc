# SPDX-License-Identifier: Apache-2.0
"""Orderings in place of numbers: `fleet > patrols > money`, and the weights and scores an order leaves open.

Weights: uniform on the part of the simplex {w >= 0, sum w = 1} with w_1 >= w_2 >= ... . That is the
distribution of sorted, normalised standard exponentials. It is drawn, in `ordered_draws`, by Renyi's representation (Renyi
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

from typing import Any

from pourparler.errors import QuantityError
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
