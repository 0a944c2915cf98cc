# SPDX-License-Identifier: Apache-2.0
"""The Nash solution: exact oracle, axioms, and what happens when a no-deal value moves."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from engines.bargaining.oracle import Domain, chosen, domains, frontier_of, nash_of
from pourparler.engines.bargaining import (
    Additive,
    Grid,
    agreement,
    contributions,
    enumerate_packages,
    package_sums,
    snap,
)

#: A change of one party's scale: a factor and a constant.
scales = st.tuples(st.integers(1, 7), st.integers(-9, 9))


def assert_is_nash(domain: Domain) -> None:
    agreement = domain.solve()
    for world, kind in domain.places():
        no_deal = (int(domain.own_no_deal[world, kind]), int(domain.other_no_deal[world, kind]))
        expected = nash_of(domain.points(world, kind), domain.admissible[world, kind].tolist(), no_deal)
        assert chosen(agreement, world, kind) == expected


@settings(max_examples=120, deadline=None)
@given(domains())
def test_the_solution_matches_exact_enumeration(domain: Domain) -> None:
    assert_is_nash(domain)


def test_two_thousand_domains_in_one_call() -> None:
    # As `assess` calls it: many worlds at once, with frontiers of very different length.
    generator = np.random.default_rng(1950)
    shape = (1000, 2, 8)
    own, other = generator.integers(0, 7, shape), generator.integers(0, 7, shape)
    admissible = generator.random(shape) < generator.choice([0.0, 0.7, 1.0], (*shape[:2], 1))
    assert_is_nash(Domain(own, other, admissible, *generator.integers(-1, 4, (2, *shape[:2]))))


@settings(max_examples=50, deadline=None)
@given(domains(largest=2))
def test_the_solution_where_almost_everything_ties(domain: Domain) -> None:
    assert_is_nash(domain)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([-2 * 10**9, -(10**9), 0, 2 * 10**9]))
def test_products_do_not_overflow(seed: int, no_deal: int) -> None:
    # Values up to 1,000 points either way; after a partial deal the disagreement point may lie a shift of as much further out.
    # Worlds differ in the length of their frontiers: what fills the shorter ones must never look rational.
    generator = np.random.default_rng(seed)
    shape = (4, 1, 5)
    own, other = (
        np.where(
            generator.random(shape) < 1 / 2,
            generator.choice([-(10**9), -(10**9) + 1, 0, 10**9 - 1, 10**9], shape),
            generator.integers(-(10**9), 10**9, shape),
        )
        for _ in range(2)
    )
    admissible = generator.random(shape) < generator.choice([0.2, 0.6, 1.0], (4, 1, 1))
    assert_is_nash(Domain(own, other, admissible, *(np.full((4, 1), no_deal, dtype=np.int64) for _ in range(2))))


@settings(max_examples=50, deadline=None)
@given(domains(largest=3))
def test_no_seat_is_favoured(domain: Domain) -> None:
    first, second = domain.solve(), domain.swapped().solve()
    for place in domain.places():
        assert chosen(first, *place) == chosen(second, *place)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        # One product of 4 for all; the one in the middle is best for the one who gains less.
        ([1, 2, 4], [4, 2, 1], {1}),
        # A product of 6 for both; the most that each could gain, 6 and 3, makes it 1/3 and 1 against 1/2 and 2/3.
        ([2, 3, 6], [3, 2, 0], {1}),
        # The same for both sides alike: nothing is left to tell them apart.
        ([2, 3, 6, 0], [3, 2, 0, 6], {0, 1}),
        # Nobody can gain jointly: either party's gain alone, and none that is less than it could be.
        ([5, 0, 0], [0, 5, 3], {0, 1}),
    ],
)
def test_ties_of_the_product_are_cut_by_leximin(own: list[int], other: list[int], expected: set[int]) -> None:
    nothing = np.zeros((1, 1), dtype=np.int64)
    values = [np.array([[side]], dtype=np.int64) for side in (own, other)]
    domain = Domain(values[0], values[1], np.ones((1, 1, len(own)), dtype=np.bool_), nothing, nothing)
    assert chosen(domain.solve(), 0, 0) == expected


def test_a_symmetric_tie_is_returned_whole() -> None:
    own = np.array([[[1, 3, 0]]], dtype=np.int64)
    other = np.array([[[3, 1, 0]]], dtype=np.int64)
    nothing = np.zeros((1, 1), dtype=np.int64)
    agreement = Domain(own, other, np.ones(own.shape, dtype=np.bool_), nothing, nothing).solve()
    assert chosen(agreement, 0, 0) == {0, 1}
    assert agreement.average(Additive((np.array([[[10.0, 20.0, 99.0]]]),))).tolist() == [[15.0]]


@settings(max_examples=50, deadline=None)
@given(domains(), st.tuples(st.integers(1, 7), st.integers(-9, 9)), st.tuples(st.integers(1, 7), st.integers(-9, 9)))
def test_scales_and_origins_of_either_party_do_not_matter(
    domain: Domain, ours: tuple[int, int], theirs: tuple[int, int]
) -> None:
    moved = Domain(
        ours[0] * domain.own + ours[1],
        theirs[0] * domain.other + theirs[1],
        domain.admissible,
        ours[0] * domain.own_no_deal + ours[1],
        theirs[0] * domain.other_no_deal + theirs[1],
    )
    first, second = domain.solve(), moved.solve()
    for place in domain.places():
        assert chosen(first, *place) == chosen(second, *place)


@settings(max_examples=50, deadline=None)
@given(domains())
def test_the_solution_is_efficient_and_leaves_nobody_worse_off(domain: Domain) -> None:
    agreement = domain.solve()
    for place in domain.places():
        points = domain.points(*place)
        rational = [
            domain.admissible[place][i] and own >= domain.own_no_deal[place] and other >= domain.other_no_deal[place]
            for i, (own, other) in enumerate(points)
        ]
        assert agreement.exists[place] == any(rational)
        for package in chosen(agreement, *place):
            assert rational[package]
            assert package in frontier_of(points, domain.admissible[place].tolist())


@settings(max_examples=50, deadline=None)
@given(domains(), st.data())
def test_alternatives_not_chosen_do_not_matter(domain: Domain, data: st.DataObject) -> None:
    before = domain.solve()
    drop = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1))).random(domain.own.shape) < 1 / 2
    for place in domain.places():
        drop[place][list(chosen(before, *place))] = False
    after = replace(domain, admissible=domain.admissible & ~drop).solve()
    for place in domain.places():
        own = domain.own[place] - domain.own_no_deal[place]
        other = domain.other[place] - domain.other_no_deal[place]
        points = domain.points(*place)
        top, left = chosen(before, *place), chosen(after, *place)
        assert {int(own[p] * other[p]) for p in top} == {int(own[p] * other[p]) for p in left}
        rational = domain.admissible[place] & (own >= 0) & (other >= 0)
        tied = {points[p] for p in np.flatnonzero(rational) if top and own[p] * other[p] == max(own[q] * other[q] for q in top)}
        # Normalised gains break ties of the product, and what is normal depends on the alternatives.
        if len(tied) == 1:
            assert left == top


@settings(max_examples=80, deadline=None)
@given(domains(), st.data())
def test_a_worse_no_deal_for_them_never_shrinks_the_zone_and_never_costs_us(domain: Domain, data: st.DataObject) -> None:
    fall = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1))).integers(0, 6, domain.other_no_deal.shape)
    lower = replace(domain, other_no_deal=domain.other_no_deal - fall)
    before, after = domain.solve(), lower.solve()
    assert (after.exists >= before.exists).all()
    for place in domain.places():
        if before.exists[place]:
            ours = domain.own[place]
            if fall[place]:
                assert min(ours[p] for p in chosen(after, *place)) >= max(ours[p] for p in chosen(before, *place))
            else:
                assert chosen(after, *place) == chosen(before, *place)
        in_zone = zone(domain, place)
        assert in_zone <= zone(lower, place)


def zone(domain: Domain, place: tuple[int, int]) -> set[int]:
    """The zone of possible agreement, packages that leave nobody worse off."""
    rational = (domain.own[place] >= domain.own_no_deal[place]) & (domain.other[place] >= domain.other_no_deal[place])
    return set(np.flatnonzero(rational & domain.admissible[place]).tolist())


@settings(max_examples=50, deadline=None)
@given(domains(), st.data())
def test_averages_match_a_loop(domain: Domain, data: st.DataObject) -> None:
    worlds, types, packages = domain.own.shape
    shape = data.draw(st.sampled_from([(packages,), (worlds, 1, packages), (worlds, types, packages)]))
    quantity = data.draw(arrays(np.float64, shape, elements=st.floats(-9, 9)))
    agreement = domain.solve()
    found = agreement.average(Additive((quantity.reshape((1,) * (3 - quantity.ndim) + shape),)))
    assert found.shape == (worlds, types)
    for place in domain.places():
        mine = np.broadcast_to(quantity, domain.own.shape)[place]
        members = sorted(chosen(agreement, *place))
        expected = sum(float(mine[p]) for p in members) / len(members) if members else 0.0
        assert found[place] == pytest.approx(expected, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(domains())
def test_without_an_agreement_every_quantity_is_nothing(domain: Domain) -> None:
    agreement = domain.solve()
    per_entry = np.arange(1, len(agreement.frontier.package_at) + 1)
    found = agreement.at(per_entry)
    assert found[agreement.entries < 0].tolist() == [0] * int((agreement.entries < 0).sum())
    assert (found[agreement.entries >= 0] == agreement.entries[agreement.entries >= 0] + 1).all()


@settings(max_examples=25, deadline=None)
@given(domains())
def test_one_world_at_a_time_gives_the_same(domain: Domain) -> None:
    assume(domain.own.shape[0] > 1)
    whole = domain.solve()
    for world in range(domain.own.shape[0]):
        part: list[Grid] = [a[[world]] for a in (domain.own, domain.other, domain.own_no_deal, domain.other_no_deal)]
        alone = Domain(part[0], part[1], domain.admissible[[world]], part[2], part[3]).solve()
        for kind in range(domain.own.shape[1]):
            assert chosen(alone, 0, kind) == chosen(whole, world, kind)


def test_the_four_agreements_of_the_worked_example() -> None:
    packages = enumerate_packages([3, 3])
    ours = [np.array([0.0, 60, 100]), np.array([100.0, 60, 0])]
    theirs = [np.array([100.0, 60, 0]), np.array([0.0, 50, 100])]
    own = snap(package_sums(contributions(np.array([70.0, 30]), ours), packages))
    other = snap(package_sums(contributions(np.array([[[40.0, 60], [85, 15]]]), theirs), packages))
    spread = np.broadcast_to(own, other.shape).copy()
    everything = np.ones(other.shape, dtype=np.bool_)
    for no_deals, expected in [((35.0, 58.0), [5, 5]), ((34.0, 48.0), [8, 4])]:
        points = [snap(np.full((1, 2), value)) for value in no_deals]
        agreement = Domain(spread, other, everything, *points).solve()
        assert [chosen(agreement, 0, kind) for kind in (0, 1)] == [{package} for package in expected]


@given(arrays(np.int64, (2, 5, 3), elements=st.integers(-40, 90)), arrays(np.float64, 3, elements=st.sampled_from([0, 0.3, 1])))
def test_logarithms_that_are_looked_up_are_those_that_are_found(gains: Grid, power: NDArray[np.float64]) -> None:
    logs, shares = agreement._logarithms_up_to(90), agreement._shares(power)[:, None]
    assert logs is not None
    found = agreement._powered(gains, shares, logs, np.empty(gains.shape))
    assert found.tolist() == agreement._powered(gains, shares).tolist()


def test_of_too_many_numbers_no_logarithms_are_kept() -> None:
    assert agreement._logarithms_up_to(agreement.MOST_LOGARITHMS) is None
    assert agreement._logarithms_up_to(-3) is None
