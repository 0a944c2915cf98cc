# SPDX-License-Identifier: Apache-2.0
"""What private no-deal values cost: where neither side knows how much the other needs a deal, some deals are missed.

One side parts with something for no less than its cost, the other takes it for no more than its value; each knows its own
number, and that the other's is uniform on a range. Everything is exact: numbers in, fractions out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from pourparler.errors import EngineInputError

Number = int | float | Fraction
Range = tuple[Number, Number]

#: Of the greatest surplus there can be, the part that the linear offers leave untraded (Chatterjee & Samuelson 1983).
QUARTER = Fraction(1, 4)
#: The slope of both linear offers (the same source).
SLOPE = Fraction(2, 3)
#: The weight in both linear offers of the best that the other side can offer (the same source).
ANCHOR = Fraction(1, 3)
#: A straight line integrated twice is a third power ...
CUBE = 3
#: ... divided by six.
SIX = 6
#: Halvings of the range in which the threshold of the best procedure is looked for: to 2^-40 of its width.
HALVINGS = 40


@dataclass(frozen=True)
class Supports:
    """The ranges of both private numbers: cost between `low` and `high` of the one side, value of the other.

    Raises EngineInputError unless both are finite and have a width: a number that is known is not private.
    Source: Chatterjee & Samuelson (1983), sec. 2.
    """

    cost: Range
    value: Range

    def __post_init__(self) -> None:
        for low, high in ((float(low), float(high)) for low, high in (self.cost, self.value)):
            if not (isfinite(low) and isfinite(high) and low < high):
                raise EngineInputError("a private number needs a range from low to high")

    @property
    def most(self) -> Fraction:
        """The greatest surplus there can be: the highest value less the lowest cost; negative if nobody can ever gain."""
        return Fraction(self.value[1]) - Fraction(self.cost[0])

    def probability(self, least: Number) -> Fraction:
        """Return how likely the surplus, value less cost, is to be at least so much. Source: area under the density."""
        return self._twice(least, lambda rest: rest * rest / 2)

    def beyond(self, least: Number) -> Fraction:
        """Return the average of what the surplus has beyond so much, counted as 0 below. Source: integral of the above."""
        return self._twice(least, lambda rest: rest**CUBE / SIX)

    def gains(self, least: Number) -> Fraction:
        """Return the average surplus if all with at least so much trade, and nobody else. Source: definition."""
        return self.beyond(least) + Fraction(least) * self.probability(least)

    def _twice(self, least: Number, of: Callable[[Fraction], Fraction]) -> Fraction:
        """Return an integral over both ranges from its values at their corners; what is negative counts as 0."""
        (cost_low, cost_high), (low, high) = ((Fraction(a), Fraction(b)) for a, b in (self.cost, self.value))
        corners = [(high, cost_low, 1), (high, cost_high, -1), (low, cost_low, -1), (low, cost_high, 1)]
        total = sum((sign * of(max(Fraction(0), v - c - Fraction(least))) for v, c, sign in corners), Fraction(0))
        return total / ((cost_high - cost_low) * (high - low))


@dataclass(frozen=True)
class Traded:
    """What comes of it if exactly those trade whose surplus is at least `threshold`.

    `zone_probability` is how likely there is anything to gain, `probability` how likely there is a trade, both 0 to 1;
    `gains` is the average surplus, in the unit of the ranges, where `full_gains` could be had if nothing were private.
    """

    threshold: Fraction
    zone_probability: Fraction
    probability: Fraction
    gains: Fraction
    full_gains: Fraction

    @property
    def within_zone(self) -> Fraction | None:
        """How likely there is a trade where there is something to gain; None if there never is."""
        return self.probability / self.zone_probability if self.zone_probability else None


@dataclass(frozen=True)
class LinearOffers:
    """The linear equilibrium: what each side offers, and what comes of it. A trade takes place at the middle of both offers.

    Offers never go below `lowest` nor above `highest`: beyond the offers of the other side there is nothing to be won.
    """

    supports: Supports
    lowest: Fraction
    highest: Fraction
    outcome: Traded

    def ask(self, cost: Number) -> Fraction:
        """Return what the side that parts with the thing asks for, at its cost. Source: Chatterjee & Samuelson (1983)."""
        return min(max(_asks(self.supports, cost), self.lowest), self.highest)

    def bid(self, value: Number) -> Fraction:
        """Return what the other side offers, at its value. Source: Chatterjee & Samuelson (1983)."""
        return min(max(_bids(self.supports, value), self.lowest), self.highest)


def linear_equilibrium(supports: Supports) -> LinearOffers:
    """Return the linear equilibrium of the sealed offers, for uniform ranges that may differ.

    Both sides make one offer; if the bid is at least the ask they trade half way. With a for the lowest cost and z for the
    highest value, each side's best answer to linear offers of the other is linear:

        ask(c) = 2/3 c + 1/3 best bid,   bid(v) = 2/3 v + 1/3 best ask,   best bid = (3z + a) / 4,   best ask = (z + 3a) / 4

    so that they trade if and only if v - c is at least (z - a) / 4, whatever the other two ends are. Where one range ends
    within the offers of the other side, offers are cut there: a bid above the highest ask, or an ask below the lowest bid, only
    gives something away, and no other offer changes, since each depends on how likely better offers are and not on how
    good they are. Where by this rule all would trade, any price that all accept is an equilibrium; the middle one is returned.

    With both ranges 0 to 1: threshold 1/4, trade with 9/32, 9/16 where there is something to gain, gains 9/64 of 1/6.
    There are other equilibria, with less and, for ranges that differ, also with more trade (`best_procedure`).

    Source: Chatterjee & Samuelson (1983), Operations Research 31(5), 835-851, example 1 with k = 1/2; ranges that differ:
    derived here in the same way.
    """
    lowest, highest = _bids(supports, supports.value[0]), _asks(supports, supports.cost[1])
    if lowest > highest:
        lowest = highest = (Fraction(supports.cost[1]) + Fraction(supports.value[0])) / 2
    return LinearOffers(supports, lowest, highest, _traded(supports, max(Fraction(0), supports.most) * QUARTER))


def best_procedure(supports: Supports) -> Traded:
    """Return the most that any voluntary procedure can bring about without paying the parties, for uniform ranges.

    Neither side can be made to tell the truth unless it gains by it, and what both then gain must come out of the surplus
    alone. That leaves those procedures in which they trade if and only if v - c is at least a threshold t with

        E[(2 (v - c) - (z - a)) ; v - c >= t] >= 0,   z the highest value, a the lowest cost

    and the lowest such t gives the greatest gains, and the most trades. With equal ranges it is that of the linear equilibrium;
    with ranges that do not overlap it is 0, and nothing is missed.

    Source: Myerson & Satterthwaite (1983), Journal of Economic Theory 29(2), 265-281, theorems 1 and 2, for uniform ranges.
    """
    most = max(Fraction(0), supports.most)

    def affordable(threshold: Fraction) -> bool:
        return 2 * supports.gains(threshold) >= most * supports.probability(threshold)

    # What the linear equilibrium does can always be afforded.
    low, high = Fraction(0), most * QUARTER
    if affordable(low):
        return _traded(supports, low)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if affordable(middle) else (middle, high)
    return _traded(supports, high)


def _asks(supports: Supports, cost: Number) -> Fraction:
    best_bid = Fraction(supports.value[1]) - supports.most * QUARTER
    return SLOPE * Fraction(cost) + ANCHOR * best_bid


def _bids(supports: Supports, value: Number) -> Fraction:
    best_ask = Fraction(supports.cost[0]) + supports.most * QUARTER
    return SLOPE * Fraction(value) + ANCHOR * best_ask


def _traded(supports: Supports, threshold: Fraction) -> Traded:
    return Traded(
        threshold, supports.probability(0), supports.probability(threshold), supports.gains(threshold), supports.gains(0)
    )
