# SPDX-License-Identifier: Apache-2.0
"""What is found about a bargaining table alone, as rows. The names of the fields are the keys of the JSON form.

Values are exact fractions on the table's own scale. None stands for what there is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pourparler.assess.assessment import NOT_IN_JSON
from pourparler.assess.case_table import WorldsRow
from pourparler.assess.concessions import GiveRow
from pourparler.assess.distances import OfferRow
from pourparler.assess.divisible import DivisibleRow
from pourparler.exchange import StatedTable
from pourparler.showing import Shown


@dataclass(frozen=True)
class PointRow:
    """A point of the frontier: its values, how many packages attain it, and one of them."""

    values: tuple[Fraction, ...]
    packages: int
    package: Mapping[str, str]


@dataclass(frozen=True)
class SolutionRow:
    """A solution. `values` and `package` are those of the first of all points that solve it equally well.

    `ties` counts these points and `tied` lists them: to pick one of several would favour a seat.
    """

    values: tuple[Fraction, ...]
    package: Mapping[str, str]
    ties: int
    tied: tuple[PointRow, ...]


@dataclass(frozen=True)
class NashRow(SolutionRow):
    """The Nash solution, with the `product` of the gains over no deal."""

    product: Fraction


@dataclass(frozen=True)
class TotalRow(SolutionRow):
    """The utilitarian solution, with the `total` of the values."""

    total: Fraction


@dataclass(frozen=True)
class GridRow:
    """The grid on which values are compared: the size of a step on the table's scale, and whether a value was rounded to it."""

    step: Fraction
    rounded: bool


@dataclass(frozen=True)
class ConsentRow:
    """Whose consent a deal needs: that of everyone in `vetoes`, and of `quota` of all parties. Without a row: everybody's."""

    quota: int
    vetoes: tuple[str, ...]


@dataclass(frozen=True)
class IssueRow:
    """An issue with its options, and what each is worth to each party, [option][party]."""

    issue: str
    options: tuple[str, ...]
    worth: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class FoundRow:
    """A solution of another table: its values `there`, on that table's scale, and what its package is worth `here`."""

    there: tuple[Fraction, ...]
    here: OfferRow


@dataclass(frozen=True)
class AgainstRow:
    """Another table with the same issues, beside the one that is studied."""

    title: str
    scale: int
    parties: tuple[str, ...]
    packages: int
    frontier_points: int
    frontier_packages: int
    rational_frontier_points: int
    rational_frontier_packages: int
    zone_exists: bool
    found: Mapping[str, FoundRow]


@dataclass(frozen=True)
class DrawnRow:
    """A value point of a picture; `agreeable`: worth at least no deal to all whose consent it needs."""

    values: tuple[Fraction, ...]
    efficient: bool
    agreeable: bool


@dataclass(frozen=True)
class TableStudy(Shown):
    """What was found about a table. Solutions are None where no package is worth at least no deal to all whose consent counts.

    `exact` says whether the frontier is complete; if not, no package is worth more than `epsilon` beyond it to everybody.
    Of a case values are averages over worlds where any number is uncertain (then they are rounded to the grid), `worlds` says
    what its uncertainty does; `set_aside` names the number without which a party is not at the table, and `unheard` bodies that
    ratify and count in what the worlds say alone.
    """

    title: str
    scale: int
    parties: tuple[str, ...]
    issues: int
    packages: int
    frontier_points: int
    frontier_packages: int
    rational_frontier_points: int
    rational_frontier_packages: int
    zone_exists: bool
    nash: NashRow | None
    kalai_smorodinsky: SolutionRow | None
    egalitarian: SolutionRow | None
    utilitarian: TotalRow | None
    adjusted_winner: DivisibleRow | None
    grid: GridRow
    exact: bool
    epsilon: Fraction
    no_deal: tuple[Fraction, ...]
    best: tuple[Fraction, ...]
    ladder: Mapping[str, tuple[GiveRow, ...]]
    offers: Mapping[str, OfferRow]
    template: tuple[IssueRow, ...]
    worlds: WorldsRow | None = None
    consent: ConsentRow | None = None
    set_aside: Mapping[str, str] = field(default_factory=dict)
    unheard: tuple[str, ...] = ()
    against: AgainstRow | None = None
    drawn: tuple[DrawnRow, ...] = field(default=(), metadata={NOT_IN_JSON: True})
    labels: Mapping[str, str] | None = field(default=None, metadata={NOT_IN_JSON: True})
    stated: StatedTable | None = field(default=None, metadata={NOT_IN_JSON: True})

    def solutions(self) -> Mapping[str, SolutionRow]:
        """Return the solutions there are, by name."""
        found = {name: getattr(self, name) for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")}
        return {name: row for name, row in found.items() if row is not None}
