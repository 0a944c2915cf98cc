# SPDX-License-Identifier: Apache-2.0
"""The efficient frontier against a comparison of every pair in exact integers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engines.bargaining.oracle import Domain, domains, frontier_of
from pourparler.engines.bargaining import Frontier, efficient_frontier
from pourparler.errors import EngineInputError


def assert_is_frontier(domain: Domain, frontier: Frontier) -> None:
    packages, own, other = frontier.by_cell()
    for world, kind in domain.places():
        points = domain.points(world, kind)
        kept = packages[world, kind]
        members = [int(package) for package in kept if package >= 0]
        # What is kept stands in front, best own value first, each package once, with its own values beside it.
        assert (kept[: len(members)] >= 0).all()
        assert len(set(members)) == len(members)
        assert set(members) == frontier_of(points, domain.admissible[world, kind].tolist())
        held = zip(own[world, kind].tolist(), other[world, kind].tolist(), strict=True)
        assert list(held)[: len(members)] == [points[package] for package in members]
        assert [points[p] for p in members] == sorted((points[p] for p in members), key=lambda point: -point[0])


@settings(max_examples=100, deadline=None)
@given(domains())
def test_frontier_matches_the_comparison_of_every_pair(domain: Domain) -> None:
    assert_is_frontier(domain, domain.frontier())


@settings(max_examples=50, deadline=None)
@given(domains(largest=1))
def test_frontier_with_hardly_any_distinct_values(domain: Domain) -> None:
    assert_is_frontier(domain, domain.frontier())


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_frontier_over_the_whole_range_of_the_grid(data: st.DataObject) -> None:
    # Up to the 1,000 points that `snap` admits on either side of zero: the sorting key must not overflow.
    edge = st.sampled_from([-(10**9), -(10**9) + 1, -1, 0, 1, 10**9 - 1, 10**9])
    values = arrays(np.int64, (1, 1, 7), elements=st.one_of(edge, st.integers(-(10**9), 10**9)), fill=st.nothing())
    own, other = data.draw(values), data.draw(values)
    nothing = np.zeros((1, 1), dtype=np.int64)
    domain = Domain(own, other, np.ones(own.shape, dtype=np.bool_), nothing, nothing)
    assert_is_frontier(domain, domain.frontier())


@settings(max_examples=50, deadline=None)
@given(domains())
def test_the_same_packages_whichever_party_comes_first(domain: Domain) -> None:
    first, second = domain.frontier(), domain.swapped().frontier()
    for place in domain.places():
        assert sorted(first.by_cell()[0][place].tolist()) == sorted(second.by_cell()[0][place].tolist())


def test_equal_packages_are_kept_in_an_order_that_depends_on_the_case_alone() -> None:
    # Many equal packages among many worse ones: an unstable sort shuffles them, and not alike on all processors.
    own = np.random.default_rng(1).integers(0, 2, (1, 1, 1000), dtype=np.int64)
    kept = efficient_frontier(own, own, np.ones(own.shape, dtype=np.bool_)).by_cell()[0][0, 0]
    assert kept.tolist() == np.flatnonzero(own[0, 0]).tolist()


def test_admissible_may_be_given_once_for_all_worlds() -> None:
    own = np.array([[[1, 2, 3]], [[3, 2, 1]]], dtype=np.int64)
    frontier = efficient_frontier(own, own, np.array([True, True, False]))
    assert frontier.by_cell()[0].tolist() == [[[1]], [[0]]]


def test_where_nothing_is_admissible_the_frontier_is_empty() -> None:
    own = np.array([[[1, 2]], [[1, 2]]], dtype=np.int64)
    frontier = efficient_frontier(own, own, np.array([[[False, False]], [[True, True]]]))
    assert frontier.by_cell()[0].tolist() == [[[-1]], [[1]]]


def test_values_of_different_shapes_are_refused() -> None:
    with pytest.raises(EngineInputError):
        efficient_frontier(np.zeros((1, 1, 2), dtype=np.int64), np.zeros((1, 1, 3), dtype=np.int64), np.ones(2, dtype=np.bool_))
