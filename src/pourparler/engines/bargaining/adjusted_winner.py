# SPDX-License-Identifier: Apache-2.0
"""Adjusted Winner: issues that can be divided go to whom they matter more, and one of them is split until both have as much.

Everything is exact: points in, fractions out. No-deal values play no part: it divides what both have agreed to divide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pourparler.errors import EngineInputError

Points = Sequence[int | Fraction]

#: The share of each side in an issue that is worth nothing to either.
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class AdjustedWinner:
    """The division: `shares` [issue] is what the first side has of each issue, 0 to 1; the second side has the rest.

    `totals` are what the two sides have by their own points, as shares of all their points, 0 to 1; they are equal. `split` is
    the one issue that is divided, None where none needs to be. `tied` are issues that matter to both in the same proportion and
    that both sides have some of: dividing them in another way that leaves the first side the same sum over them is as good.
    `worthless` are the issues worth nothing to either side, which the division leaves at half and half. All other shares are
    the only ones that will do.
    """

    shares: tuple[Fraction, ...]
    totals: tuple[Fraction, Fraction]
    split: int | None
    tied: tuple[int, ...]
    worthless: tuple[int, ...]


def adjusted_winner(first: Points, second: Points) -> AdjustedWinner:
    """Return the division of divisible issues by Adjusted Winner, from what each issue is worth to the two sides.

    Points [issue] are whole numbers or fractions from 0; each side's are taken as shares of their sum, so they need not come to
    100. Issues are ordered by the ratio of the shares. The first side is given the issues that matter most to it
    beside the other, in that order, until both totals are equal; the issue at which that happens is split. An issue worth
    nothing to one side goes whole to the other. Of issues with equal ratios those listed first are given to the first side
    first: an arbitrary choice, which changes no total, and which `tied` makes known.

    The result is equitable (both totals are equal), envy-free (neither is below one half) and efficient (no division is better
    for one side and not worse for the other), if the points are true. Do not trust it where they are not (a side that knows the
    other's points can gain by misstating its own), where issues cannot be divided, or where what one issue is worth
    depends on another.

    Raises EngineInputError unless both sides value the same issues, with points that are whole numbers or fractions, not
    negative, and not all zero.
    Source: Brams & Taylor (1996), Fair Division, ch. 4; equal ratios and zero points: this module.
    """
    ours, theirs = _as_shares(first), _as_shares(second)
    if len(ours) != len(theirs):
        raise EngineInputError("both sides need points for the same issues")
    pairs = list(zip(ours, theirs, strict=True))
    worthless = tuple(issue for issue, (mine, other) in enumerate(pairs) if mine == other == 0)
    # The share of the first side in the sum of both orders issues as the ratio does, and exists where a side has no points.
    leaning = {issue: mine / (mine + other) for issue, (mine, other) in enumerate(pairs) if issue not in worthless}
    shares = [HALF if issue in worthless else Fraction(0) for issue in range(len(pairs))]
    # The first side's total less the second's: -1 while the second has everything, rising as issues change hands.
    ahead, last = Fraction(-1), 0
    for issue in sorted(leaning, key=lambda issue: -leaning[issue]):
        if ahead == 0:
            break
        step = sum(pairs[issue], Fraction(0))
        shares[issue] = min(Fraction(1), -ahead / step)
        ahead, last = ahead + shares[issue] * step, issue
    alike = tuple(issue for issue in leaning if leaning[issue] == leaning[last])
    tied = alike if len(alike) > 1 and any(shares[issue] < 1 for issue in alike) else ()
    held = sum((share * mine for share, mine in zip(shares, ours, strict=True)), Fraction(0))
    left = sum(((1 - share) * other for share, other in zip(shares, theirs, strict=True)), Fraction(0))
    return AdjustedWinner(tuple(shares), (held, left), last if shares[last] < 1 else None, tied, worthless)


def _as_shares(points: Points) -> tuple[Fraction, ...]:
    """Return points as shares of their sum."""
    if any(isinstance(value, bool) or not isinstance(value, int | Fraction) for value in points):
        raise EngineInputError("points are whole numbers or fractions")
    total = sum((Fraction(value) for value in points), Fraction(0))
    if any(value < 0 for value in points) or total == 0:
        raise EngineInputError("points must not be negative and not all zero")
    return tuple(value / total for value in points)
