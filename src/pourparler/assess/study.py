# SPDX-License-Identifier: Apache-2.0
"""The bargaining table alone: sizes, zone, frontier, solutions, ladder and offers of a table with a value for every option.

Values are compared on an integer grid, and told as exact fractions on the scale of the table.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import prod

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.case_table import table_of
from pourparler.assess.concessions import ladder
from pourparler.assess.defaults import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.assess.distances import offer_rows
from pourparler.assess.divisible import divided
from pourparler.assess.grid import OnGrid, on_grid
from pourparler.assess.study_rows import (
    AgainstRow,
    ConsentRow,
    DrawnRow,
    FoundRow,
    GridRow,
    IssueRow,
    NashRow,
    PointRow,
    SolutionRow,
    TableStudy,
    TotalRow,
)
from pourparler.case import Case
from pourparler.engines.bargaining import (
    ConsentRule,
    ParetoFrontier,
    count_packages,
    egalitarian_solution,
    enumerate_packages,
    kalai_smorodinsky_solution,
    nash_solution,
    pareto_frontier,
    rational,
    unanimity,
    utilitarian_solution,
)
from pourparler.errors import EngineInputError
from pourparler.exchange import StatedTable

Index = NDArray[np.intp]

#: Of so many packages all are drawn in a picture; of more, the frontier alone, thinned to as many.
MOST_DRAWN = 2_000
#: Where the exact frontier is too large, one is taken that may leave out what is better by no more than the scale over this.
EPSILONS_OF_A_SCALE = 1_000
#: So many points that solve a problem equally well are listed; all are counted.
MOST_TIED = 12


def study(
    stated: StatedTable,
    rule: ConsentRule | None = None,
    power: NDArray[np.float64] | None = None,
    against: TableStudy | None = None,
) -> TableStudy:
    """Study a table: everything that follows from issues, values and no-deal values alone.

    `rule` says whose consent a deal needs (everybody's where it is None), `power` [party] the bargaining power of each.
    What was found `against` another table with the same issues is put beside it.
    Raises EngineInputError for a table that no grid or engine can hold, and for a package of the other that is none here.
    """
    grid = on_grid(stated)
    frontier = _frontier(grid, stated.scale)
    values = frontier.values
    held = rational(values, grid.no_deal, rule)
    packages = np.array(frontier.packages, dtype=object)
    return TableStudy(
        title=stated.title,
        scale=stated.scale,
        parties=stated.parties,
        issues=len(stated.issues),
        packages=count_packages(grid.payoffs.option_counts, grid.payoffs.barred),
        frontier_points=len(values),
        frontier_packages=int(packages.sum()) if len(packages) else 0,
        rational_frontier_points=int(held.sum()),
        rational_frontier_packages=int(packages[held].sum()) if held.any() else 0,
        zone_exists=bool(held.any()),
        nash=_nash(stated, grid, frontier, nash_solution(values, grid.no_deal, rule, power)),
        kalai_smorodinsky=_solution(stated, grid, frontier, kalai_smorodinsky_solution(values, grid.no_deal, rule)),
        egalitarian=_solution(stated, grid, frontier, egalitarian_solution(values, grid.no_deal, rule)),
        utilitarian=_utilitarian(stated, grid, frontier, utilitarian_solution(values, grid.no_deal, rule)),
        adjusted_winner=divided(stated),
        grid=GridRow(grid.step, grid.rounded),
        exact=not frontier.epsilon,
        epsilon=grid.back(frontier.epsilon),
        no_deal=grid.values(grid.no_deal),
        best=grid.values(values.max(axis=0)) if len(values) else grid.values(grid.no_deal),
        ladder={profile.party: ladder(stated, place) for place, profile in enumerate(stated.profiles)},
        offers=offer_rows(stated, grid, frontier),
        template=_template(stated),
        consent=None if rule is None else ConsentRow(rule.quota, tuple(stated.parties[veto] for veto in rule.vetoes)),
        against=None if against is None else _against(stated, grid, frontier, against),
        drawn=_drawn(grid, frontier, rule),
        stated=stated,
    )


def _frontier(grid: OnGrid, scale: int) -> ParetoFrontier:
    """Return the exact frontier, or one with a stated epsilon where the exact one is too large."""
    try:
        return pareto_frontier(grid.payoffs)
    except EngineInputError:
        return pareto_frontier(grid.payoffs, epsilon=int(scale / EPSILONS_OF_A_SCALE / grid.step) or 1)


def study_case(
    case: Case,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    offers: Mapping[str, Mapping[str, str]] | None = None,
    against: TableStudy | None = None,
) -> TableStudy:
    """Study the table of a case: every party whose values are stated, as things stand, without moves or preparation.

    `offers` are packages beside those that the case names. Raises Missing for a number of the two at the table that nobody
    has stated, and EngineInputError as `study` does.
    """
    found = table_of(case, seed, worlds)
    power = None
    if found.power is not None and len(found.stated.parties) == len(found.power):
        power = np.array(found.power)
    stated = replace(found.stated, offers={**found.stated.offers, **(offers or {})})
    studied = study(stated, None if found.rule == unanimity(found.rule.parties) else found.rule, power, against)
    grid = replace(studied.grid, rounded=studied.grid.rounded or found.averaged)
    aside, unheard = found.set_aside, found.unheard
    return replace(studied, grid=grid, worlds=found.worlds, set_aside=aside, unheard=unheard, labels=case.labels)


def _nash(stated: StatedTable, grid: OnGrid, frontier: ParetoFrontier, points: Index) -> NashRow | None:
    row = _solution(stated, grid, frontier, points)
    if row is None:
        return None
    gains = [value - least for value, least in zip(row.values, grid.values(grid.no_deal), strict=True)]
    return NashRow(row.values, row.package, row.ties, row.tied, prod(gains, start=Fraction(1)))


def _utilitarian(stated: StatedTable, grid: OnGrid, frontier: ParetoFrontier, points: Index) -> TotalRow | None:
    # A sum does not say who gets it. The most even of its points comes first: to take the first of a list would favour a seat.
    even = kalai_smorodinsky_solution(frontier.values[points], grid.no_deal, ConsentRule(len(stated.parties), (), 0))
    row = _solution(stated, grid, frontier, np.concatenate([points[even], np.delete(points, even)]))
    return None if row is None else TotalRow(row.values, row.package, row.ties, row.tied, sum(row.values, Fraction(0)))


def _solution(stated: StatedTable, grid: OnGrid, frontier: ParetoFrontier, points: Index) -> SolutionRow | None:
    if not len(points):
        return None
    tied = tuple(_point(stated, grid, frontier, int(point)) for point in points[:MOST_TIED])
    return SolutionRow(tied[0].values, tied[0].package, len(points), tied)


def _point(stated: StatedTable, grid: OnGrid, frontier: ParetoFrontier, point: int) -> PointRow:
    package = frontier.packages_at(point, 1)[0]
    named = {issue.name: issue.options[int(option)] for issue, option in zip(stated.issues, package, strict=True)}
    return PointRow(grid.values(frontier.values[point]), int(frontier.packages[point]), named)


def _against(stated: StatedTable, grid: OnGrid, frontier: ParetoFrontier, other: TableStudy) -> AgainstRow:
    """Return the sizes of another table, and what its solutions are worth by the numbers of this one."""
    found = other.solutions()
    here = offer_rows(replace(stated, offers={name: row.package for name, row in found.items()}), grid, frontier)
    return AgainstRow(
        other.title,
        other.scale,
        other.parties,
        other.packages,
        other.frontier_points,
        other.frontier_packages,
        other.rational_frontier_points,
        other.rational_frontier_packages,
        other.zone_exists,
        {name: FoundRow(row.values, here[name]) for name, row in found.items()},
    )


def _template(stated: StatedTable) -> tuple[IssueRow, ...]:
    return tuple(
        IssueRow(
            issue.name,
            issue.options,
            tuple(tuple(profile.worth[place][option] for profile in stated.profiles) for option in range(len(issue.options))),
        )
        for place, issue in enumerate(stated.issues)
    )


def _drawn(grid: OnGrid, frontier: ParetoFrontier, rule: ConsentRule | None) -> tuple[DrawnRow, ...]:
    """Return the distinct points of a picture: all where packages are few, else the frontier, thinned."""
    values, efficient = frontier.values, np.ones(len(frontier.values), dtype=np.bool_)
    if grid.payoffs.combinations <= MOST_DRAWN:
        packages = enumerate_packages(grid.payoffs.option_counts)
        every = np.unique(grid.payoffs.values_of(packages[grid.payoffs.admits(packages)]), axis=0)
        best = {tuple(row) for row in values.tolist()}
        values, efficient = every, np.array([tuple(row) in best for row in every.tolist()], dtype=np.bool_)
    step = -(-len(values) // MOST_DRAWN) or 1
    values, efficient = values[::step], efficient[::step]
    agreed = rational(values, grid.no_deal, rule)
    return tuple(
        DrawnRow(grid.values(row), bool(is_best), bool(is_agreed))
        for row, is_best, is_agreed in zip(values, efficient, agreed, strict=True)
    )
