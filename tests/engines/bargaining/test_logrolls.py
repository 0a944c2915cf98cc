# SPDX-License-Identifier: Apache-2.0
"""Logrolls against every pair of steps, valued as whole packages in plain Python.

No published table exists: what is found is a list of packages, each worth what the additive model says.
"""

from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engines.bargaining.issues import Template, templates
from pourparler.engines.bargaining import Additive, logrolls, value_of_change
from pourparler.errors import EngineInputError


def beliefs(case: Template, seed: int) -> NDArray[np.float64]:
    raw = np.random.default_rng(seed).random((case.worlds, case.variants))
    return np.asarray(raw / raw.sum(axis=1, keepdims=True))


@settings(max_examples=150, deadline=None)
@given(templates(), st.integers(0, 2**32 - 1))
def test_every_pair_that_helps_both_is_found(case: Template, seed: int) -> None:
    weight = beliefs(case, seed)
    rows = case.rows
    reference = rows[seed % len(rows)]
    values = {
        side: {place: dict(zip(rows, case.values_of(q, *place), strict=True)) for place in case.places()}
        for side, q in (("own", case.own), ("other", case.other))
    }
    allowed = dict(zip(rows, case.open_to_all(), strict=True))

    def gain(side: str, steps: dict[int, int]) -> float:
        to = tuple(steps.get(i, o) for i, o in enumerate(reference))
        each = [weight[p] * (values[side][p][to] - values[side][p][reference]) for p in case.places()]
        return float(sum(each)) / case.worlds

    expected = {}
    steps = [(i, o) for i, count in enumerate(case.counts) for o in range(count) if o != reference[i]]
    for get, give in product(steps, steps):
        both = dict([get, give])
        if get[0] == give[0] or not allowed[tuple(both.get(i, o) for i, o in enumerate(reference))]:
            continue
        alone = [gain(side, dict([step])) for side in ("own", "other") for step in (get, give)]
        together = gain("own", both), gain("other", both)
        close = [abs(x) < 1e-9 for x in (*alone, *together)]
        if any(close):
            return  # what is zero but for rounding falls on either side
        if alone[0] > 0 > alone[1] and alone[2] < 0 < alone[3] and min(together) > 0:
            expected[get, give] = together
    found = logrolls(case.own, case.other, reference, weight, case.barred, most=10_000)
    assert {(roll.get, roll.give) for roll in found} == set(expected)
    products = [np.prod(expected[roll.get, roll.give]) for roll in found]
    assert all(a >= b - 1e-9 for a, b in pairwise(products))
    for roll in found:
        own, other = expected[roll.get, roll.give]
        assert (roll.own.mean(), roll.other.mean()) == pytest.approx((own, other))
        to = tuple(dict([roll.get, roll.give]).get(i, o) for i, o in enumerate(reference))
        both = sum(
            weight[p] * all(values[side][p][to] > values[side][p][reference] for side in ("own", "other"))
            for p in case.places()
        )
        assert roll.both == pytest.approx(float(both) / case.worlds)
    first = logrolls(case.own, case.other, reference, weight, case.barred, most=1)
    assert [(roll.get, roll.give) for roll in first] == [(roll.get, roll.give) for roll in found[:1]]


@settings(max_examples=100, deadline=None)
@given(templates(), st.integers(0, 2**32 - 1))
def test_a_change_is_the_difference_of_packages(case: Template, seed: int) -> None:
    generator = np.random.default_rng(seed)
    reference, to = (tuple(int(generator.integers(0, n)) for n in case.counts) for _ in range(2))
    steps = [(i, o) for i, o in enumerate(to) if o != reference[i]]
    change = np.broadcast_to(value_of_change(case.own, reference, steps), (case.worlds, case.variants))
    for place in case.places():
        by_package = dict(zip(case.rows, case.values_of(case.own, *place), strict=True))
        assert change[place] == by_package[to] - by_package[reference]


def table(*parts: list[int]) -> Additive:
    return Additive(tuple(np.array(part)[None, None, :] for part in parts))


def test_two_issues_by_hand() -> None:
    own, other = table([0, 5], [0, -2]), table([0, -3], [0, 7])
    (roll,) = logrolls(own, other, (0, 0), np.ones((1, 1)))
    assert (roll.get, roll.give) == ((0, 1), (1, 1))
    assert (roll.own.tolist(), roll.other.tolist(), roll.both) == ([3.0], [4.0], 1.0)
    # A type to whom the pair is worth nothing does not gain by it.
    one_of_two = Additive((np.array([[[0, -3], [0, -7]]]), np.array([[[0, 7], [0, 7]]])))
    (some,) = logrolls(own, one_of_two, (0, 0), np.array([[0.25, 0.75]]))
    assert (some.both, some.other.tolist()) == (0.25, [1.0])
    # The other seat finds the same pair, with give and get exchanged.
    (mirror,) = logrolls(other, own, (0, 0), np.ones((1, 1)))
    assert (mirror.get, mirror.give) == (roll.give, roll.get)
    # What the pair costs together can undo it, and a bar on the package forbids it.
    spoiled = Additive(own.parts, (({0: 1, 1: 1}, np.array([[-4]])),))
    assert not logrolls(spoiled, other, (0, 0), np.ones((1, 1)))
    assert not logrolls(own, other, (0, 0), np.ones((1, 1)), [{0: 1, 1: 1}])


def test_there_is_none_from_an_efficient_package() -> None:
    generator = np.random.default_rng(3)
    parts = [[list(generator.integers(0, 9, 3)) for _ in range(3)] for _ in range(2)]
    own, other = (table(*side) for side in parts)
    packages = list(product(range(3), repeat=3))
    worth = {p: tuple(sum(side[i][o] for i, o in enumerate(p)) for side in parts) for p in packages}
    dominated = {a for a, b in combinations(packages, 2) if all(x >= y for x, y in zip(worth[b], worth[a], strict=True))}
    dominated |= {b for a, b in combinations(packages, 2) if all(x >= y for x, y in zip(worth[a], worth[b], strict=True))}
    efficient = [p for p in packages if p not in dominated]
    assert efficient
    for package in efficient:
        assert not logrolls(own, other, package, np.ones((1, 1)))
    assert any(logrolls(own, other, package, np.ones((1, 1))) for package in dominated)


def test_bad_references_are_refused() -> None:
    own = table([0, 1], [0, 1])
    for reference in ((0,), (0, 2)):
        with pytest.raises(EngineInputError):
            logrolls(own, own, reference, np.ones((1, 1)))
    with pytest.raises(EngineInputError):
        value_of_change(own, (0, 0), [(0, 1), (0, 0)])
