# SPDX-License-Identifier: Apache-2.0
"""Robust packages against loops over worlds, types and packages; shares of a weight space against its geometry."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engines.bargaining.issues import Template, templates
from engines.bargaining.oracle import frontier_of
from pourparler.engines.bargaining import (
    ConsentRule,
    all_but,
    best_acceptable,
    efficient_shares,
    frontier_by_sums,
    rank_acceptability,
    robustness,
    unanimity,
)
from pourparler.errors import EngineInputError
from pourparler.quantity import simplex_in_order

Numbers = NDArray[Any]
seeds = st.integers(0, 2**32 - 1)


def drawn(seed: int) -> tuple[list[Numbers], list[Numbers], Numbers, ConsentRule]:
    generator = np.random.default_rng(seed)
    worlds, types, packages, parties = (int(n) for n in generator.integers(1, [5, 4, 6, 5]))
    values = [generator.integers(0, 6, (worlds, int(generator.choice([1, types])), packages)) for _ in range(parties)]
    no_deal = [generator.integers(0, 5, (worlds, types)) for _ in range(parties)]
    weight = generator.random((worlds, types)) * (generator.random((worlds, types)) < 0.8) + 1e-3
    rule = unanimity(parties) if generator.random() < 0.5 else all_but(parties, min(1, parties - 1), (0,))
    return values, no_deal, weight / weight.sum(axis=1, keepdims=True), rule


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_against_loops(seed: int) -> None:
    values, no_deal, weight, rule = drawn(seed)
    party = seed % rule.parties
    found = robustness(values, no_deal, weight, rule, party=party)
    worlds, types = weight.shape
    packages = values[0].shape[-1]

    def worth(i: int, w: int, t: int, p: int) -> int:
        return int(values[i][w, t % values[i].shape[1], p])

    def met(w: int, t: int, p: int) -> bool:
        yes = [worth(i, w, t, p) >= no_deal[i][w, t] for i in range(rule.parties)]
        return sum(yes) >= rule.quota and all(yes[i] for i in rule.vetoes)

    for p in range(packages):
        cells = [(w, t, weight[w, t] / worlds) for w in range(worlds) for t in range(types)]
        assert found.acceptable[p] == pytest.approx(sum(m for w, t, m in cells if met(w, t, p)))
        for i in range(rule.parties):
            likely = sum(m for w, t, m in cells if worth(i, w, t, p) >= no_deal[i][w, t])
            assert found.by_party[i, p] == pytest.approx(likely)
            assert found.surplus[i, p] == pytest.approx(sum(m * (worth(i, w, t, p) - no_deal[i][w, t]) for w, t, m in cells))
        for w in range(worlds):
            regret = 0.0
            for t in range(types):
                fallback = int(no_deal[party][w, t])
                had = [worth(party, w, t, q) if met(w, t, q) else fallback for q in range(packages)]
                regret += weight[w, t] * (max(had) - had[p])
            assert found.regret[w, p] == pytest.approx(regret)
    np.testing.assert_allclose(found.worst_regret, found.regret.max(axis=0))


@settings(max_examples=100, deadline=None)
@given(templates(), seeds)
def test_what_could_be_had_and_how_often_packages_are_efficient(case: Template, seed: int) -> None:
    generator = np.random.default_rng(seed)
    frontier = frontier_by_sums(case.own, case.other, case.barred, case.allowed)
    no_deal = [generator.integers(-2, 12, (case.worlds, case.variants)) for _ in range(2)]
    weight = generator.random((case.worlds, case.variants))
    weight /= weight.sum(axis=1, keepdims=True)
    best = best_acceptable(frontier, *no_deal)
    packages, shares = efficient_shares(frontier, frontier.package_at, no_deal[0], no_deal[1], weight)
    expected: dict[int, float] = {}
    for place in case.places():
        points, floor = case.points(*place), (int(no_deal[0][place]), int(no_deal[1][place]))
        fine = [ok and p[0] >= floor[0] and p[1] >= floor[1] for p, ok in zip(points, case.admissible(*place), strict=True)]
        assert best[place] == max([floor[0], *(p[0] for p, ok in zip(points, fine, strict=True) if ok)])
        for package in frontier_of(points, case.admissible(*place)):
            if fine[package]:
                expected[package] = expected.get(package, 0.0) + weight[place] / case.worlds
    assert packages.tolist() == sorted(expected)
    assert shares.tolist() == pytest.approx([expected[p] for p in sorted(expected)])


def test_regret_is_measured_against_what_could_be_had() -> None:
    values, no_deal = [np.array([[[3, 8]]]), np.array([[[5, 0]]])], [np.array([[2]]), np.array([[1]])]
    found = robustness(values, no_deal, np.ones((1, 1)), unanimity(2), best=np.array([[7]]))
    assert found.regret.tolist() == [[4.0, 5.0]]
    assert found.acceptable.tolist() == [1.0, 0.0]
    barred = robustness(values, no_deal, np.ones((1, 1)), unanimity(2), passed=np.array([[[False, True]]]))
    assert (barred.acceptable.tolist(), barred.regret.tolist()) == ([0.0, 0.0], [[0.0, 0.0]])
    with pytest.raises(EngineInputError):
        robustness(values, no_deal, np.ones((1, 1)), unanimity(3))
    with pytest.raises(EngineInputError):
        robustness(values, no_deal, np.ones((1, 1)), unanimity(2), party=2)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_ranks_against_counting(seed: int) -> None:
    generator = np.random.default_rng(seed)
    cells, packages = int(generator.integers(1, 8)), int(generator.integers(1, 6))
    values, weight = generator.integers(0, 3, (cells, packages)).astype(float), generator.random(cells)
    weight /= weight.sum()
    found = rank_acceptability(values, weight)
    for package in range(packages):
        expected = np.zeros(packages)
        for cell in range(cells):
            above = int((values[cell] > values[cell, package]).sum())
            level = int((values[cell] == values[cell, package]).sum())
            expected[above : above + level] += weight[cell] / level
        np.testing.assert_allclose(found[package], expected, atol=1e-12)
    np.testing.assert_allclose(found.sum(axis=0), 1)
    np.testing.assert_allclose(found.sum(axis=1), 1)


def in_order(issues: int, each: int) -> Numbers:
    """Weights on a fine lattice of the ordered simplex: every point of a lattice of unit draws."""
    grid = (np.indices((each,) * issues).reshape(issues, -1).T + 0.5) / each
    return simplex_in_order(grid)


@pytest.mark.parametrize("worth", [55.0, 70.0, 90.0])
def test_two_issues_in_order_by_geometry(worth: float) -> None:
    # w1 is uniform on (1/2, 1): what gets all of issue one beats a sure `worth` where w1 > worth / 100.
    weights = in_order(2, 700)
    values = weights @ np.array([[100.0, worth], [0.0, worth]])
    cells = np.full(len(weights), 1 / len(weights))
    found = rank_acceptability(values, cells)
    assert found[0, 0] == pytest.approx(2 * (1 - worth / 100), abs=2e-3)
    assert found[1, 0] == pytest.approx(found[0, 1])


@pytest.mark.parametrize("worth", [40.0, 60.0, 80.0])
def test_three_issues_in_order_by_exact_areas(worth: float) -> None:
    # The largest of three shares of a stick passes t with probability 3(1 - t)^2, less 3(1 - 2t)^2 below one half.
    t = worth / 100
    area = 3 * (1 - t) ** 2 - 3 * max(0, 1 - 2 * t) ** 2
    weights = in_order(3, 90)
    values = weights @ np.array([[100.0, worth, 0], [0.0, worth, 0], [0.0, worth, 0]])
    found = rank_acceptability(values, np.full(len(weights), 1 / len(weights)))
    assert found[0, 0] == pytest.approx(area, abs=5e-3)
    assert found[1, 0] == pytest.approx(1 - area, abs=5e-3)
    assert found[2] == pytest.approx([0, 0, 1])
