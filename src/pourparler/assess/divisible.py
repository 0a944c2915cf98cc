# SPDX-License-Identifier: Apache-2.0
"""What two parties could have if every issue could be divided between the option that one likes best and that of the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pourparler.engines.bargaining import adjusted_winner
from pourparler.exchange import Profile, StatedTable


@dataclass(frozen=True)
class DivisibleRow:
    """The division by Adjusted Winner: both have the same share of what each could win, and one issue at most is split.

    `shares` says, per issue on which the two want different options, how much of it goes the way of the first party, 0 to 1;
    on all other issues both have what they like best. `values` are what each then has, on the scale of the table.
    """

    shares: Mapping[str, Fraction]
    values: tuple[Fraction, Fraction]
    split: str | None


def divided(stated: StatedTable) -> DivisibleRow | None:
    """Return the division of a table, None where it does not apply.

    It applies to two parties whose values are sums over issues, where every option may go with every other, and where each
    party wins something by its own options. No-deal values play no part.
    """
    if len(stated.profiles) != 2 or stated.barred or any(profile.together for profile in stated.profiles):
        return None
    first, second = stated.profiles
    points = [_points(first, second), _points(second, first)]
    if not all(any(mine) for mine in points):
        return None
    found = adjusted_winner(*points)
    floors = [_floor(first, second), _floor(second, first)]
    values = [floor + total * sum(mine, Fraction(0)) for floor, total, mine in zip(floors, found.totals, points, strict=True)]
    names = [issue.name for issue in stated.issues]
    shares = {names[k]: share for k, share in enumerate(found.shares) if k not in found.worthless}
    return DivisibleRow(shares, (values[0], values[1]), None if found.split is None else names[found.split])


def _points(party: Profile, other: Profile) -> list[Fraction]:
    """Return what a party wins on each issue if its own best option is taken and not that which the other likes best."""
    return [max(mine) - mine[_best(mine, theirs)] for mine, theirs in zip(party.worth, other.worth, strict=True)]


def _floor(party: Profile, other: Profile) -> Fraction:
    """Return what a party has if the other has its way on every issue."""
    ways = zip(party.worth, other.worth, strict=True)
    return sum((mine[_best(mine, theirs)] for mine, theirs in ways), Fraction(0))


def _best(mine: tuple[Fraction, ...], theirs: tuple[Fraction, ...]) -> int:
    """Return the option that the other likes best; of several, the one among them that is best for the party itself."""
    return max(range(len(theirs)), key=lambda option: (theirs[option], mine[option]))
