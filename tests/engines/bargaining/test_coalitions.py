# SPDX-License-Identifier: Apache-2.0
"""Separate deals, against brute force over coalitions and packages with exact integers; and by hand."""

from fractions import Fraction
from itertools import chain, combinations
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.engines.bargaining import ConsentRule, all_but, coalitions_that_can_deal, separate_deal, unanimity
from pourparler.errors import EngineInputError

# No table of published numbers is used: blocking coalitions without transfers are a definition, and brute force is the oracle.

#: Every member consents to every package.
ANY = np.ones(1, dtype=np.bool_)


def subsets(parties: int) -> list[tuple[int, ...]]:
    return list(chain.from_iterable(combinations(range(parties), size) for size in range(1, parties + 1)))


@st.composite
def rules(draw: st.DrawFn) -> ConsentRule:
    parties = draw(st.integers(1, 6))
    vetoes = draw(st.sets(st.integers(0, parties - 1)))
    return ConsentRule(parties, tuple(sorted(vetoes)), draw(st.integers(0, parties)))


@given(rules(), st.data())
def test_the_coalitions_are_the_smallest_and_all_without_one_party(rule: ConsentRule, data: st.DataObject) -> None:
    without = data.draw(st.integers(0, rule.parties - 1))

    def wins(some: tuple[int, ...]) -> bool:
        return len(some) >= rule.quota and set(rule.vetoes) <= set(some)

    winning = [some for some in subsets(rule.parties) if wins(some)]
    smallest = [some for some in winning if not any(set(other) < set(some) for other in winning)]
    expected = set(smallest) | {some for some in winning if without not in some}
    found = coalitions_that_can_deal(rule, without)
    if rule.quota == 0 and not rule.vetoes:
        found = tuple(some for some in found if some)  # where nobody is needed, nobody is the smallest coalition
        smallest, expected = [], {some for some in winning if without not in some}
    assert set(found) == expected and len(found) == len(set(found))


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return values [party, world, type, package], no-deal values and admissible packages, small so that much ties."""
    parties, worlds, types, packages = (draw(st.integers(low, high)) for low, high in ((1, 4), (1, 2), (1, 2), (1, 7)))
    numbers = st.integers(-4, 6)
    values = [draw(numbers) for _ in range(parties * worlds * types * packages)]
    no_deal = [draw(numbers) for _ in range(parties * worlds * types)]
    admissible = [draw(st.booleans()) for _ in range(packages)]
    return (
        np.array(values, dtype=np.int64).reshape(parties, worlds, types, packages),
        np.array(no_deal, dtype=np.int64).reshape(parties, worlds, types),
        np.array(admissible),
    )


@given(tables(), st.data())
def test_a_separate_deal_is_what_brute_force_finds(
    table: tuple[np.ndarray, np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    values, no_deal, admissible = table
    parties, worlds, types, packages = values.shape
    members = data.draw(st.sampled_from(subsets(parties)))
    refused = data.draw(st.sets(st.tuples(st.sampled_from(members), st.integers(0, packages - 1))))
    consents = np.ones((len(members), 1, 1, packages), dtype=np.bool_)
    for member, package in refused:
        consents[members.index(member), 0, 0, package] = False
    found = separate_deal(values, no_deal, admissible, members, consents)
    for w in range(worlds):
        for t in range(types):
            gains = [[int(values[p, w, t, x] - no_deal[p, w, t]) for p in range(parties)] for x in range(packages)]
            deals = [
                x for x in range(packages) if admissible[x] and all(gains[x][p] > 0 and (p, x) not in refused for p in members)
            ]
            assert bool(found.exists[w, t]) == bool(deals)
            most = max((prod(gains[x][p] for p in members) for x in deals), default=0)
            best = [x for x in deals if prod(gains[x][p] for p in members) == most]
            for p in range(parties):
                expected = Fraction(sum(gains[x][p] for x in best), len(best)) if best else Fraction(0)
                assert found.gains[p, w, t] == pytest.approx(float(expected))


def test_two_of_three_share_a_pie_and_the_third_is_left_out() -> None:
    """A pie of 10 in whole pieces, no deal is worth 0: by majority each pair can halve it, and the third gets nothing."""
    shares = np.array([(a, b, 10 - a - b) for a in range(11) for b in range(11 - a)], dtype=np.int64)
    values, no_deal = shares.T[:, None, None, :], np.zeros((3, 1, 1), dtype=np.int64)
    admissible = np.ones(len(shares), dtype=np.bool_)
    rule = all_but(3)
    assert coalitions_that_can_deal(rule, without=0) == ((0, 1), (0, 2), (1, 2))
    deal = separate_deal(values, no_deal, admissible, (1, 2), ANY)
    assert deal.exists.all()
    assert deal.gains[:, 0, 0].tolist() == [0, 5, 5]
    assert coalitions_that_can_deal(unanimity(3), without=0) == ((0, 1, 2),)


def test_a_gain_of_nothing_is_no_gain() -> None:
    values, no_deal = np.array([[[[3]]], [[[5]]]], dtype=np.int64), np.array([[[3]], [[1]]], dtype=np.int64)
    assert not separate_deal(values, no_deal, np.array([True]), (0, 1), ANY).exists.any()
    assert separate_deal(values, no_deal, np.array([True]), (1,), ANY).exists.all()


def test_what_does_not_fit_is_refused() -> None:
    values, no_deal = np.zeros((2, 1, 1, 3), dtype=np.int64), np.zeros((2, 1, 1), dtype=np.int64)
    three, two = np.ones(3, dtype=np.bool_), np.ones(2, dtype=np.bool_)
    for points, admissible, members in ((no_deal, three, ()), (no_deal[:, :, :0], three, (0,)), (no_deal, two, (0,))):
        with pytest.raises(EngineInputError):
            separate_deal(values, points, admissible, members, ANY)
