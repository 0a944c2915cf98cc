# SPDX-License-Identifier: Apache-2.0
"""The bargaining table of any number of parties as integers: what each option, and each combination of options, adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.additive import Combination
from pourparler.engines.bargaining.packages import Grid
from pourparler.errors import EngineInputError

#: The largest value of a package, in steps of the grid: floating-point numbers still tell all values apart.
LARGEST_VALUE = 2**52


@dataclass(frozen=True)
class Payoffs:
    """What every package is worth to every party, in whole steps of one grid.

    `parts` holds per issue an array [option, party]; `together` pairs (issue index -> option index, amount [party]), added
    where a package holds every option of the combination; `barred` lists combinations that no package may hold: a red line
    is one of one option. Values are integers, so that a tie is a tie however the parts are summed.

    Raises EngineInputError for values that are not whole, that differ in their number of parties or overflow, and for
    combinations of options that are not there.
    Source: additive value model with interactions, Keeney & Raiffa (1976); model.md "Bargaining".
    """

    parts: tuple[Grid, ...]
    together: tuple[tuple[Combination, Grid], ...] = ()
    barred: tuple[Combination, ...] = ()

    def __post_init__(self) -> None:
        if not self.parts or any(part.ndim != 2 or not len(part) for part in self.parts):
            raise EngineInputError("a table needs at least one issue, and every issue at least one option")
        amounts = [amount for _, amount in self.together]
        if any(values.dtype.kind != "i" for values in (*self.parts, *amounts)):
            raise EngineInputError("values must be whole steps of a grid")
        if len({part.shape[1] for part in self.parts} | {len(amount) for amount in amounts}) != 1:
            raise EngineInputError("every part needs a value for every party")
        if any(not combination for combination, _ in self.together):
            raise EngineInputError("a combination that adds something needs at least one option")
        counts = self.option_counts
        for combination in (*(c for c, _ in self.together), *self.barred):
            if not all(0 <= issue < len(counts) and 0 <= option < counts[issue] for issue, option in combination.items()):
                raise EngineInputError("a combination names an option that is not there")
        # Python's integers do not overflow.
        most = sum(_largest(part) for part in self.parts) + sum(_largest(amount) for amount in amounts)
        if most > LARGEST_VALUE:
            raise EngineInputError("values are too large for the grid; state them on a smaller scale, or on a coarser grid")

    @property
    def option_counts(self) -> tuple[int, ...]:
        """The number of options of each issue."""
        return tuple(len(part) for part in self.parts)

    @property
    def parties(self) -> int:
        """The number of parties."""
        return int(self.parts[0].shape[1])

    @property
    def combinations(self) -> int:
        """The number of packages if none were barred: the product of the numbers of options, exactly."""
        return prod(self.option_counts)

    def values_of(self, packages: NDArray[np.intp]) -> Grid:
        """Return what packages [package, issue] are worth, [package, party]. Source: additive value model."""
        total = self.parts[0][packages[:, 0]].astype(np.int64)
        for issue in range(1, len(self.parts)):
            total += self.parts[issue][packages[:, issue]]
        for combination, amount in self.together:
            total += holds(packages, combination)[:, None] * amount
        return np.asarray(total)

    def admits(self, packages: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return which packages [package, issue] hold none of the barred combinations."""
        keep = np.ones(len(packages), dtype=np.bool_)
        for combination in self.barred:
            if combination:
                keep &= ~holds(packages, combination)
        return keep

    def of_parties(self, parties: Sequence[int]) -> "Payoffs":
        """Return the table with only some parties, in the order given."""
        some = list(parties)
        together = tuple((combination, amount[some]) for combination, amount in self.together)
        return Payoffs(tuple(part[:, some] for part in self.parts), together, self.barred)


def holds(packages: NDArray[np.intp], combination: Combination) -> NDArray[np.bool_]:
    """Return which packages [package, issue] hold every option of a combination. Source: definition."""
    return np.asarray(np.all([packages[:, issue] == option for issue, option in combination.items()], axis=0))


def _largest(values: Grid) -> int:
    return max(-int(values.min(initial=0)), int(values.max(initial=0)))
