# SPDX-License-Identifier: Apache-2.0
"""Contingent terms: where both sides hold different probabilities of an event, a term that hangs on it helps both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ContingentTerm:
    """A claim of one point that is paid if the event comes, priced half-way between the two beliefs.

    `we_hold` [world] says whether we hold the claim (we think the event likelier than they do) or they do; `price` [world] is
    what its holder gives for it, `each` [world] what each side expects to gain by it, and `joint` [world] both together: in
    points per point staked, on each side's own scale. `ours_higher` is the share of worlds in which we think the event
    likelier, and `theirs_higher` the reverse.
    """

    we_hold: NDArray[np.bool_]
    price: Array
    each: Array
    joint: Array
    ours_higher: float
    theirs_higher: float

    def is_determined(self, share: float) -> bool:
        """Return whether at least `share` of paired worlds settle who holds the claim. Source: model.md "Ranking"."""
        return max(self.ours_higher, self.theirs_higher) >= share


def contingent_term(own: Array, other: Array) -> ContingentTerm:
    """Return the term that two probabilities of one event, [world], allow.

    A claim that pays one point if the event comes is worth p to us and q to them. At any price between p and q, who thinks the
    event likelier gains by holding it and the other by granting it; both together expect |p - q| for every point staked,
    whatever the price, and half of it each at the price in the middle. In terms of a bet, the holder stakes the price and the
    other the rest of the point.

    Read it as a place to look for terms (a step that is due only if something happens, a price that moves with what is seen),
    not as a bet to propose: it asks for an event that both will recognise when it comes and that neither can bring about or
    prevent, and it brings nothing if one side learns what the other knows. Where the beliefs overlap it is not determined who
    should hold it.

    Raises EngineInputError for probabilities outside 0 to 1, or of different shapes.
    Source: Raiffa (1982), ch. 7 and 13 (contingent contracts); Lax & Sebenius (1986), ch. 5 (differences in forecasts).
    """
    if own.shape != other.shape or any(np.any(p < 0) or np.any(p > 1) for p in (own, other)):
        raise EngineInputError("two probabilities from 0 to 1 are needed in every world")
    gap = np.abs(own - other)
    return ContingentTerm(
        own > other, (own + other) / 2, gap / 2, gap, float((own > other).mean()), float((own < other).mean())
    )
