# SPDX-License-Identifier: Apache-2.0
"""A stated table on one integer grid for all parties: without rounding where its fractions allow, else a millionth of a point.

On a grid that every number fits, a tie is a true tie. Where the least common denominator is too large for that, each number is
rounded to the nearest step, and the table says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, Grid, Payoffs
from pourparler.engines.bargaining.payoffs import LARGEST_VALUE
from pourparler.errors import EngineInputError
from pourparler.exchange import StatedTable

#: Value points from the worst to the best package, whatever scale a table is stated on.
POINTS_OF_A_SCALE = 100


@dataclass(frozen=True)
class OnGrid:
    """A table in whole steps: `payoffs`, `no_deal` [party], the size of a `step` on the scale of the table.

    `rounded` says whether any number had to be moved to the grid.
    """

    payoffs: Payoffs
    no_deal: Grid
    step: Fraction
    rounded: bool

    def back(self, steps: int) -> Fraction:
        """Return a number of steps on the scale of the table."""
        return int(steps) * self.step

    def values(self, row: Grid) -> tuple[Fraction, ...]:
        """Return the values of one point, [party], on the scale of the table."""
        return tuple(self.back(value) for value in row)


def on_grid(stated: StatedTable) -> OnGrid:
    """Return a table on the coarsest grid that holds all its numbers, or on the grid of a millionth of a value point.

    Raises EngineInputError for a table without issues, for values beyond the grid, and for names that are not there.
    """
    steps = _common_denominator(stated)
    is_exact = steps is not None
    step = Fraction(1, steps) if steps is not None else Fraction(stated.scale, POINTS_OF_A_SCALE * GRID_STEPS_PER_POINT)
    parts = tuple(
        np.array([[_steps(profile.worth[k][o], step) for profile in stated.profiles] for o in range(len(issue.options))])
        for k, issue in enumerate(stated.issues)
    )
    no_deal = np.array([_steps(profile.no_deal, step) for profile in stated.profiles])
    barred = tuple(places(stated, combination) for combination in stated.barred if combination)
    return OnGrid(Payoffs(parts, _together(stated, step), barred), no_deal, step, not is_exact)


def places(stated: StatedTable, combination: Mapping[str, str]) -> dict[int, int]:
    """Return issue -> option as indices. Raises EngineInputError for a name that is not there."""
    names = [issue.name for issue in stated.issues]
    try:
        out = {names.index(issue): option for issue, option in combination.items()}
        return {place: stated.issues[place].options.index(option) for place, option in sorted(out.items())}
    except ValueError as error:
        raise EngineInputError("a combination names an issue or an option that is not there") from error


def _together(stated: StatedTable, step: Fraction) -> tuple[tuple[dict[int, int], Grid], ...]:
    """Return what combinations add, [party], a combination of several parties once."""
    added: dict[tuple[tuple[int, int], ...], Grid] = {}
    for party, profile in enumerate(stated.profiles):
        for combination, amount in profile.together:
            key = tuple(places(stated, combination).items())
            row = added.setdefault(key, np.zeros(len(stated.profiles), dtype=np.int64))
            row[party] += _steps(amount, step)
    return tuple((dict(key), row) for key, row in added.items())


def _common_denominator(stated: StatedTable) -> int | None:
    """Return how many steps make 1 if every number is to be a whole number of them; None if values would be too large then."""
    steps = 1
    largest = _largest(stated)
    for number in _numbers(stated):
        steps = lcm(steps, number.denominator)
        if steps * largest > LARGEST_VALUE:
            return None
    return steps


def _numbers(stated: StatedTable) -> Iterator[Fraction]:
    for profile in stated.profiles:
        yield profile.no_deal
        for worth in profile.worth:
            yield from worth
        yield from (amount for _, amount in profile.together)


def _largest(stated: StatedTable) -> Fraction:
    """Return what no value of a package is beyond, as the engine bounds it, or 1."""
    every = [max(abs(value) for p in stated.profiles for value in p.worth[place]) for place in range(len(stated.issues))]
    every += [abs(amount) for profile in stated.profiles for _, amount in profile.together]
    return max(sum(every, Fraction(0)), *(abs(profile.no_deal) for profile in stated.profiles), Fraction(1))


def _steps(number: Fraction, step: Fraction) -> int:
    """Return a number in steps, rounded to the nearest."""
    found = round(number / step)
    if abs(found) > np.iinfo(np.int64).max:
        raise EngineInputError("a value is too large for the grid")
    return found
