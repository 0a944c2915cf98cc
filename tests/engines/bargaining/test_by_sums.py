# SPDX-License-Identifier: Apache-2.0
"""The frontier by sums over blocks, the part of it that can be agreed on, and power, against plain enumeration."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engines.bargaining.issues import Template, templates
from engines.bargaining.oracle import chosen, frontier_of, nash_of
from pourparler.engines.bargaining import (
    Additive,
    Frontier,
    Grid,
    contenders,
    frontier_by_sums,
    nash_bargaining_solution,
    nash_bargaining_solutions,
    power_from_patience,
    snap,
    solutions_from,
)
from pourparler.errors import EngineInputError

seeds = st.integers(0, 2**32 - 1)


def no_deals(case: Template, types: int, seed: int, count: int) -> list[tuple[Grid, Grid]]:
    """Pairs of no-deal values [world, type] within three steps above those that come first."""
    generator = np.random.default_rng(seed)
    low = [generator.integers(-3, 8, (case.worlds, types)) for _ in range(2)]
    above = [[end + generator.integers(0, 4, end.shape) for end in low] for _ in range(count - 1)]
    return [(low[0], low[1]), *((pair[0], pair[1]) for pair in above)]


@settings(max_examples=150, deadline=None)
@given(templates(), seeds)
def test_the_frontier_matches_the_comparison_of_every_pair(case: Template, seed: int) -> None:
    generator = np.random.default_rng(seed)
    variant = generator.integers(0, case.variants, int(generator.integers(1, 5)))
    floors = no_deals(case, len(variant), seed, 1)[0] if generator.random() < 1 / 2 else None
    frontier = frontier_by_sums(case.own, case.other, case.barred, case.allowed, floors, variant)
    packages, own, other = frontier.by_cell()
    for world in range(case.worlds):
        for kind, which in enumerate(variant):
            points = case.points(world, int(which))
            expected = frontier_of(points, case.admissible(world, int(which)))
            if floors is not None:
                low = [int(floor[world, kind]) for floor in floors]
                expected = {p for p in expected if points[p][0] >= low[0] and points[p][1] >= low[1]}
            members = [int(p) for p in packages[world, kind] if p >= 0]
            # Best own value first, equal packages in the order of their index, each with its own values beside it.
            assert members == sorted(expected, key=lambda p: (-points[p][0], p))
            assert frontier.counts[world, kind] == len(members)
            held = zip(own[world, kind].tolist(), other[world, kind].tolist(), strict=True)
            assert list(held)[: len(members)] == [points[p] for p in members]


@settings(max_examples=100, deadline=None)
@given(templates(), seeds)
def test_the_contenders_hold_every_solution_within_the_bounds(case: Template, seed: int) -> None:
    frontier = frontier_by_sums(case.own, case.other, case.barred, case.allowed)
    points = no_deals(case, case.variants, seed, 4)
    low = points[0]
    high = tuple(np.max([pair[side] for pair in points], axis=0) for side in (0, 1))
    part, came = contenders(frontier, low, (high[0], high[1]))
    for flat in ("package_at", "own_at", "other_at"):
        np.testing.assert_array_equal(getattr(frontier, flat)[came], getattr(part, flat))
    stacked = [np.stack([pair[side] for pair in points]) for side in (0, 1)]
    whole = nash_bargaining_solutions(frontier, stacked[0], stacked[1])
    narrow = nash_bargaining_solutions(part, stacked[0], stacked[1], whole=frontier)
    for pair, one, other in zip(points, whole, narrow, strict=True):
        for place in case.places():
            expected = nash_of(case.points(*place), case.admissible(*place), (int(pair[0][place]), int(pair[1][place])))
            assert chosen(one, *place) == chosen(other, *place) == expected


@settings(max_examples=60, deadline=None)
@given(templates(), seeds)
def test_talks_begun_anew_match_enumeration(case: Template, seed: int) -> None:
    frontier = frontier_by_sums(case.own, case.other, case.barred, case.allowed)
    generator = np.random.default_rng(seed)
    entries = generator.permutation(len(frontier.package_at))
    own, other = (at[entries] + generator.integers(-3, 4, len(entries)) for at in (frontier.own_at, frontier.other_at))
    found = solutions_from(frontier, entries, own, other)
    for row, cell in enumerate(frontier.cells_of(entries)):
        place = divmod(int(cell), case.variants)
        expected = nash_of(case.points(*place), case.admissible(*place), (int(own[row]), int(other[row])))
        assert {int(frontier.package_at[e]) for e in found[row] if e >= 0} == expected


@settings(max_examples=40, deadline=None)
@given(templates(), seeds)
def test_talks_begun_anew_with_unequal_power_end_as_talks_from_there_do(case: Template, seed: int) -> None:
    frontier = frontier_by_sums(case.own, case.other, case.barred, case.allowed)
    generator = np.random.default_rng(seed)
    power = generator.choice([0.0, 0.2, 0.5, 0.8, 1.0], case.worlds)
    entries = generator.permutation(len(frontier.package_at))[:20]
    assume(len(entries))
    own, other = (at[entries] + generator.integers(-3, 4, len(entries)) for at in (frontier.own_at, frontier.other_at))
    found = solutions_from(frontier, entries, own, other, power)
    everywhere = [np.broadcast_to(d[:, None, None], (len(d), *frontier.shape)) for d in (own, other)]
    whole = nash_bargaining_solutions(frontier, everywhere[0], everywhere[1], power)
    for row, cell in enumerate(frontier.cells_of(entries)):
        world, kind = divmod(int(cell), case.variants)
        assert {int(frontier.package_at[e]) for e in found[row] if e >= 0} == chosen(whole[row], world, kind)


@settings(max_examples=80, deadline=None)
@given(templates(), seeds)
def test_unequal_power_maximises_the_weighted_product(case: Template, seed: int) -> None:
    frontier = frontier_by_sums(case.own, case.other, case.barred, case.allowed)
    points = no_deals(case, case.variants, seed, 3)
    high = tuple(np.max([pair[side] for pair in points], axis=0) for side in (0, 1))
    power = np.random.default_rng(seed).choice([0.0, 0.2, 0.5, 0.8, 1.0], case.worlds)
    part, _ = contenders(frontier, points[0], (high[0], high[1]), power)
    for pair in points:
        found = nash_bargaining_solution(frontier, *pair, power)
        narrow = nash_bargaining_solution(part, *pair, power, frontier)
        for world, kind in case.places():
            table, ok = case.points(world, kind), case.admissible(world, kind)
            low, alpha = [int(end[world, kind]) for end in pair], power[world]
            gains = {p: (own - low[0], other - low[1]) for p, (own, other) in enumerate(table) if ok[p]}
            worth = {p: float(a) ** alpha * float(b) ** (1 - alpha) for p, (a, b) in gains.items() if min(a, b) >= 0}
            members = chosen(found, world, kind)
            assert members == chosen(narrow, world, kind)
            assert bool(members) == bool(worth)
            assert all(worth[p] == pytest.approx(max(worth.values()), rel=1e-9) for p in members)


def one(values: list[tuple[int, int]]) -> Frontier:
    own, other = (Additive((np.array([[[point[side] for point in values]]]),)) for side in (0, 1))
    return frontier_by_sums(own, other)


def test_power_moves_the_agreement_towards_who_has_it() -> None:
    # Gains 9 and 1, 5 and 5, 1 and 9: products 9, 25, 9; with power a = .9 the first is worth 9^.9 = 7.22, the second 5.
    frontier, nothing = one([(9, 1), (5, 5), (1, 9)]), np.zeros((1, 1), dtype=np.int64)
    for power, expected in ((0.1, 2), (0.5, 1), (0.9, 0)):
        assert chosen(nash_bargaining_solution(frontier, nothing, nothing, np.array([power])), 0, 0) == {expected}


def test_equal_power_is_the_exact_symmetric_solution() -> None:
    frontier, nothing = one([(4, 1), (2, 2), (1, 4)]), np.zeros((1, 1), dtype=np.int64)
    assert chosen(nash_bargaining_solution(frontier, nothing, nothing, np.array([0.5])), 0, 0) == {1}


@pytest.mark.parametrize("power", [-0.1, 1.1])
def test_a_power_that_is_no_share_is_refused(power: float) -> None:
    nothing = np.zeros((1, 1), dtype=np.int64)
    with pytest.raises(EngineInputError):
        nash_bargaining_solution(one([(1, 1)]), nothing, nothing, np.array([power]))


@pytest.mark.parametrize(
    ("own", "other", "expected"), [(0.9, 0.8, 0.7143), (0.8, 0.9, 0.3571), (1, 1, 0.5), (0, 0, 1), (1, 0.5, 1)]
)
def test_power_from_patience(own: float, other: float, expected: float) -> None:
    # (1 - .8) / (1 - .72) = .7143: Rubinstein (1982); who offers first and does not lose by waiting gets all.
    assert float(power_from_patience(np.array([own]), np.array([other]))[0]) == pytest.approx(expected, abs=5e-5)


def test_patience_that_is_no_share_is_refused() -> None:
    with pytest.raises(EngineInputError):
        power_from_patience(np.array([1.2]), np.array([0.5]))


def test_issues_that_nobody_could_enumerate() -> None:
    # Thirty issues of three options; each is worth as much to one side as it costs the other, so all 2^60 and more tie or are
    # efficient, but for the floors: only a gift of everything to us is above ours.
    gift = snap(np.array([[[0.0, 10.0, 20.0]]]))
    own, other = Additive((gift,) * 30), Additive((-gift,) * 30)
    floors = (snap(np.array([[600.0]])), snap(np.array([[-600.0]])))
    frontier = frontier_by_sums(own, other, floors=floors)
    assert frontier.package_at.tolist() == [3**30 - 1]


def test_too_many_packages_of_equal_value_are_refused() -> None:
    indifferent = np.zeros((1, 1, 3), dtype=np.int64)
    with pytest.raises(EngineInputError, match="efficient at once"):
        frontier_by_sums(Additive((indifferent,) * 20), Additive((indifferent,) * 20))


def test_values_off_the_scale_are_refused() -> None:
    far = np.array([[[0, 600_000_000]]])
    with pytest.raises(EngineInputError, match="1,000 points"):
        frontier_by_sums(Additive((far, far)), Additive((far, far)))
