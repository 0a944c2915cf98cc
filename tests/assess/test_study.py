# SPDX-License-Identifier: Apache-2.0
"""The table alone: equal to looking at every package with exact fractions, ties whole, the printed table of the canal."""

from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.tables import dominates, frontier_of, gains_of, packages_of, product_of, tables
from pourparler.assess import study as study_module
from pourparler.assess.study import study
from pourparler.assess.study_rows import SolutionRow
from pourparler.engines.bargaining import all_but, pareto_frontier
from pourparler.errors import EngineInputError
from pourparler.exchange import Profile, StatedIssue, StatedTable

#: What the two sides divided, and the points of each: Raiffa (1982), ch. 12, as tests/published has it.
CANAL = ((22, 9), (22, 15), (15, 15), (14, 3), (11, 15), (6, 5), (4, 11), (2, 7), (2, 7), (2, 13))


def canal(**changes: Any) -> StatedTable:
    """Return the table of the canal: each of ten things goes to one side."""
    issues = tuple(StatedIssue(f"thing {n}", ("ours", "theirs")) for n in range(len(CANAL)))
    ours = Profile("us", tuple((Fraction(a), Fraction(0)) for a, _ in CANAL))
    theirs = Profile("them", tuple((Fraction(0), Fraction(b)) for _, b in CANAL))
    return replace(StatedTable("the canal", issues, (ours, theirs), 100), **changes)


def whole(*numbers: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, numbers))


def values_of(row: SolutionRow | None) -> set[tuple[Fraction, ...]]:
    return {point.values for point in row.tied} if row is not None else set()


def test_the_canal() -> None:
    found = study(canal())
    assert (found.packages, found.frontier_points, found.frontier_packages) == (1_024, 20, 26)
    assert (found.rational_frontier_points, found.rational_frontier_packages) == (20, 26)
    assert found.nash is not None and found.egalitarian is not None and found.utilitarian is not None
    assert found.nash.values == found.egalitarian.values == whole(64, 68)
    assert found.nash.product == 64 * 68
    assert found.utilitarian.total == 132 and found.utilitarian.ties == 2
    assert values_of(found.utilitarian) == {whole(64, 68), whole(79, 53)}
    assert found.exact and found.grid.step == 1 and not found.grid.rounded and found.epsilon == 0


@given(table=tables())
@settings(max_examples=150, deadline=None)
def test_sizes_and_solutions_are_those_of_enumeration(table: StatedTable) -> None:
    found, every, frontier = study(table), packages_of(table), frontier_of(table)
    assert found.exact and not found.grid.rounded
    assert found.packages == len(every)
    assert found.frontier_points == len(frontier) and found.frontier_packages == sum(frontier.values())
    rational = {values: n for values, n in frontier.items() if min(gains_of(table, values)) >= 0}
    assert found.rational_frontier_points == len(rational)
    assert found.rational_frontier_packages == sum(rational.values())
    assert found.zone_exists == any(min(gains_of(table, values)) >= 0 for values in every.values())
    assert (found.nash is None) == (not rational)
    for row in found.solutions().values():
        for point in row.tied:
            assert rational[point.values] == point.packages
            assert every[tuple(point.package[issue.name] for issue in table.issues)] == point.values
    if rational:
        assert found.nash is not None and found.utilitarian is not None and found.egalitarian is not None
        best = max(product_of(table, values) for values in rational)
        assert found.nash.product == best
        if best:
            assert values_of(found.nash) <= {values for values in rational if product_of(table, values) == best}
        total = max(map(sum, rational))
        assert found.utilitarian.total == total
        if found.utilitarian.ties <= study_module.MOST_TIED:
            assert values_of(found.utilitarian) == {values for values in rational if sum(values) == total}
        ordered = max(sorted(gains_of(table, values)) for values in rational)
        assert all(sorted(gains_of(table, values)) == ordered for values in values_of(found.egalitarian))


@given(table=tables(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_offers_lie_as_far_from_the_frontier_as_enumeration_says(table: StatedTable, data: st.DataObject) -> None:
    package = {issue.name: data.draw(st.sampled_from(issue.options)) for issue in table.issues}
    offer = study(replace(table, offers={"one": package})).offers["one"]
    every = packages_of(table)
    key = tuple(package.values())
    assert offer.barred == (key not in every)
    if not offer.barred:
        assert offer.values == every[key]
    assert offer.dominated == any(dominates(values, offer.values) for values in every.values())
    least = [profile.no_deal for profile in table.profiles]
    assert offer.below == tuple(
        name for name, value, floor in zip(table.parties, offer.values, least, strict=True) if value < floor
    )
    for party, name in enumerate(table.parties):
        others = [place for place in range(len(table.parties)) if place != party]
        open_to = [v for v in every.values() if all(v[other] >= offer.values[other] for other in others)]
        gain = max([v[party] - offer.values[party] for v in open_to] + [Fraction(0)])
        row = offer.could_gain[name]
        assert row.gain == gain and (row.package is None) == (gain == 0)
        if row.package is not None:
            there = every[tuple(row.package[issue.name] for issue in table.issues)]
            assert there in open_to and there[party] - offer.values[party] == gain


@given(table=tables(most_parties=3))
@settings(max_examples=60, deadline=None)
def test_parties_may_be_named_in_any_order(table: StatedTable) -> None:
    turned = replace(table, profiles=table.profiles[::-1])
    one, other = study(table), study(turned)
    for name, row in one.solutions().items():
        if row.ties <= study_module.MOST_TIED:
            assert values_of(row) == {values[::-1] for values in values_of(other.solutions()[name])}
    assert (one.frontier_points, one.frontier_packages) == (other.frontier_points, other.frontier_packages)


def test_without_a_zone_there_are_no_solutions() -> None:
    table = canal()
    first, second = table.profiles
    found = study(replace(table, profiles=(replace(first, no_deal=Fraction(64)), replace(second, no_deal=Fraction(69)))))
    assert not found.zone_exists and found.frontier_points == 20
    assert found.nash is found.kalai_smorodinsky is found.egalitarian is found.utilitarian is None
    assert (found.rational_frontier_points, found.rational_frontier_packages, found.solutions()) == (0, 0, {})
    at_least = study(replace(table, profiles=(replace(first, no_deal=Fraction(64)), replace(second, no_deal=Fraction(68)))))
    assert at_least.nash is not None and at_least.nash.values == whole(64, 68) and at_least.nash.product == 0


def test_every_package_barred_is_a_table_without_packages() -> None:
    found = study(canal(barred=({"thing 0": "ours"}, {"thing 0": "theirs"})))
    assert (found.packages, found.frontier_points, found.zone_exists, found.drawn) == (0, 0, False, ())


def test_packages_are_counted_beyond_what_64_bits_hold() -> None:
    issues = tuple(StatedIssue(f"i{n}", tuple(f"o{k}" for k in range(6))) for n in range(40))
    worth = tuple(tuple(Fraction(k) for k in range(6)) for _ in issues)
    profiles = (Profile("a", worth), Profile("b", tuple(row[::-1] for row in worth)))
    found = study(StatedTable("large", issues, profiles, 100))
    assert found.packages == 6**40 > 2**64 and found.frontier_packages == 6**40
    assert found.frontier_points == 201 and len(found.drawn) == 201


def test_what_does_not_fit_a_grid_is_rounded_and_said() -> None:
    primes = (10007, 10009, 10037, 10039, 10061, 10067)
    issues = tuple(StatedIssue(f"i{p}", ("x", "y")) for p in primes)
    profiles = tuple(
        Profile(name, tuple((Fraction(n + 1, p), Fraction(2 - n, p)) for p in primes), Fraction(1, 3))
        for n, name in enumerate("ab")
    )
    found = study(StatedTable("odd", issues, profiles, 100))
    assert found.grid.rounded and found.grid.step == Fraction(1, 10**6) and found.exact
    assert study(StatedTable("odd", issues, profiles, 1)).grid.step == Fraction(1, 10**8)


def test_thirds_fit_a_grid_and_tie() -> None:
    issues = tuple(StatedIssue(f"i{n}", ("x", "y")) for n in range(3))
    third = Fraction(100, 3)
    profiles = (
        Profile("a", tuple((third, Fraction(0)) for _ in issues)),
        Profile("b", tuple((Fraction(0), third) for _ in issues)),
    )
    found = study(StatedTable("thirds", issues, profiles, 100))
    assert (found.frontier_points, found.frontier_packages, found.grid.step) == (4, 8, Fraction(1, 3))
    assert not found.grid.rounded and found.nash is not None and found.nash.ties == 2


def test_fewer_may_be_asked_to_consent_and_power_may_be_unequal() -> None:
    table = canal()
    profiles = (*table.profiles, Profile("third", tuple((Fraction(0), Fraction(0)) for _ in CANAL), Fraction(1)))
    three = replace(table, profiles=profiles)
    assert not study(three).zone_exists
    assert study(three, all_but(3)).zone_exists
    strong = study(table, power=np.array([0.9, 0.1])).nash
    assert strong is not None and strong.values[0] > 64


def test_a_frontier_that_is_too_large_is_thinned_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = pareto_frontier

    def limited(payoffs: Any, epsilon: int = 0) -> Any:
        return exact(payoffs, epsilon=epsilon, most_points=19)

    monkeypatch.setattr(study_module, "pareto_frontier", limited)
    monkeypatch.setattr(study_module, "EPSILONS_OF_A_SCALE", 2)
    found = study(canal())
    assert not found.exact and 0 < found.epsilon <= 50 and found.frontier_points < 20
    monkeypatch.setattr(study_module, "EPSILONS_OF_A_SCALE", 100)
    with pytest.raises(EngineInputError):
        study(canal())


def test_another_table_is_put_beside_it() -> None:
    table = canal()
    ours, theirs = table.profiles
    stale = replace(table, profiles=(replace(ours, worth=ours.worth[::-1]), theirs))
    other = study(stale)
    found = study(table, against=other).against
    assert found is not None and other.nash is not None
    assert (found.packages, found.frontier_points, found.zone_exists) == (1_024, other.frontier_points, True)
    nash = found.found["nash"]
    assert nash.there == other.nash.values and nash.here.package == other.nash.package
    assert nash.here.values == tuple(
        sum(profile.worth[n][("ours", "theirs").index(option)] for n, option in enumerate(nash.here.package.values()))
        for profile in table.profiles
    )
    assert nash.here.dominated and prod(row.gain for row in nash.here.could_gain.values()) > 0
    assert study(table).against is None
    with pytest.raises(EngineInputError):
        study(canal(offers={"x": {"thing 0": "nobody"}}))
