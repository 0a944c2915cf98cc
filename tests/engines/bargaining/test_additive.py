# SPDX-License-Identifier: Apache-2.0
"""Additive quantities against sums in exact integers, blocks against chains of ties, counts against enumeration."""

import numpy as np
import pytest
from hypothesis import given, settings

from engines.bargaining.issues import Template, templates
from pourparler.engines.bargaining import Additive, blocks_of, count_packages, nothing, package_options
from pourparler.errors import EngineInputError


@settings(max_examples=80, deadline=None)
@given(templates())
def test_a_quantity_at_packages_matches_a_loop(case: Template) -> None:
    packages = np.arange(len(case.rows))
    for quantity in (case.own, case.other):
        for world, kind in case.places():
            at = quantity.at(packages, np.full_like(packages, world), np.full_like(packages, kind))
            assert at.tolist() == case.values_of(quantity, world, kind)
            lowest = np.broadcast_to(quantity.lowest(), (case.worlds, case.variants))[world, kind]
            assert lowest <= min(case.values_of(quantity, world, kind))


@settings(max_examples=40, deadline=None)
@given(templates())
def test_sums_and_multiples_match_a_loop(case: Template) -> None:
    packages = np.arange(len(case.rows))
    factor = np.arange(case.worlds, dtype=np.float64) - 1
    total, double = case.own.add(case.other), case.own.times(factor)
    for world, kind in case.places():
        where = (packages, np.full_like(packages, world), np.full_like(packages, kind))
        mine, theirs = (case.values_of(party, world, kind) for party in (case.own, case.other))
        assert total.at(*where).tolist() == [a + b for a, b in zip(mine, theirs, strict=True)]
        assert double.at(*where).tolist() == [factor[world] * a for a in mine]
    assert nothing(case.counts).is_zero()
    arrays = [*case.own.parts, *(amount for _, amount in case.own.together)]
    assert case.own.is_zero() == (not any(array.any() for array in arrays))


def test_options_are_read_off_an_index_that_nobody_could_enumerate() -> None:
    counts = [5] * 25
    index = sum(option * 5**place for place, option in enumerate(reversed([0, 1, 2, 3, 4] * 5)))
    assert [int(option) for option in package_options(np.array(index), counts)] == [0, 1, 2, 3, 4] * 5
    with pytest.raises(EngineInputError):
        package_options(np.array(0), [5] * 27)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ([], ((0,), (1,), (2,), (3,))),
        ([{1, 3}], ((0,), (1, 3), (2,))),
        ([{3, 2}, {1, 2}], ((0,), (1, 2, 3))),
        ([{0, 1}, {2, 3}], ((0, 1), (2, 3))),
        ([{2}, set()], ((0,), (1,), (2,), (3,))),
    ],
)
def test_blocks_by_hand(ties: list[set[int]], expected: tuple[tuple[int, ...], ...]) -> None:
    assert blocks_of(4, ties) == expected


def test_a_tie_on_an_issue_that_is_not_there_is_refused() -> None:
    with pytest.raises(EngineInputError):
        blocks_of(2, [{1, 2}])


@settings(max_examples=60, deadline=None)
@given(templates())
def test_packages_are_counted_as_enumeration_counts_them(case: Template) -> None:
    assert count_packages(case.counts, case.barred) == sum(case.open_to_all())


def test_quantities_without_types_serve_all() -> None:
    quantity = Additive((np.array([[[1, 2]]]),))
    assert quantity.at(np.array([0, 1]), np.array([7, 8]), np.array([3, 4])).tolist() == [1, 2]
