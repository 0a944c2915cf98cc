# SPDX-License-Identifier: Apache-2.0
"""Partial deals and breaches, by hand and against loops.

No published table exists: that a partial deal moves the disagreement point of the next problem is standard, the discounted
sum of the two stages is this project's own formula.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from engines.bargaining.oracle import Domain, chosen, domains, nash_of
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, Additive, Grid, off_grid, snap
from pourparler.engines.staging import breach_value, deal_values, exchange_on_breach

Array = NDArray[np.float64]
#: The worked example, counterpart of type *settle*: agreement on package 5, worth 42 to us and 84 to them.
OWN = np.array([[[30.0, 18, 0, 72, 60, 42, 100, 88, 70]]])
OTHER = np.array([[[40.0, 70, 100, 24, 54, 84, 0, 30, 60]]])
AGREED = 5


def worked_example(own_no_deal: float = 35.0) -> Domain:
    own, other = snap(OWN), snap(OTHER)
    return Domain(own, other, np.ones(own.shape, dtype=np.bool_), snap(np.array([[own_no_deal]])), snap(np.array([[58.0]])))


def shift(points: float) -> Grid:
    """A shift in a no-deal value that the agreed package brings about, and no other package."""
    out = np.zeros((1, 1, 9))
    out[0, 0, AGREED] = points
    return snap(out)


def at_agreement(domain: Domain, shifts: tuple[Grid, Grid] | None, later_weight: Array) -> Array:
    """The value of agreements with what follows them, [world, type]; `shifts` are [world, type or 1, package]."""
    frontier, agreement = domain.frontier(), domain.solve()
    entries = np.arange(len(frontier.package_at))
    world, kind = np.divmod(frontier.cells_of(entries), frontier.shape[1])
    moved = None
    if shifts is not None:
        own, other = (Additive((part,)).at(frontier.package_at, world, kind) for part in shifts)
        moved = (own, other)
    return agreement.average_of(deal_values(frontier, entries, moved, later_weight))


def per_entry(domain: Domain, per_package: Array) -> Array:
    """A quantity of packages, [package] or [world, type or 1, package], at every entry of the frontier."""
    frontier = domain.frontier()
    world, kind = np.divmod(frontier.cells_of(np.arange(len(frontier.package_at))), frontier.shape[1])
    quantity = Additive((per_package.reshape((1,) * (3 - per_package.ndim) + per_package.shape),))
    return np.asarray(quantity.at(frontier.package_at, world, kind), dtype=np.float64)


def value(domain: Domain, own_shift: float, other_shift: float, later_weight: float) -> float:
    return float(at_agreement(domain, (shift(own_shift), shift(other_shift)), np.array([later_weight]))[0, 0])


@pytest.mark.parametrize(
    ("own_shift", "other_shift", "expected"),
    [
        # Next disagreement point (52, 54): withdrawn and grant, 70 and 60, with product 18 x 6; 0.75 x 42 + 0.25 x 70.
        (10, -30, 49.0),
        # (37, 64): only the same deal again, 42 and 84; nothing changes.
        (-5, -20, 42.0),
        # (72, 94): nothing is better for both, so the disagreement point itself follows; 0.75 x 42 + 0.25 x 72.
        (30, 10, 49.5),
        # (22, 104): leverage spent, and nothing follows; 0.75 x 42 + 0.25 x 22.
        (-20, 20, 37.0),
        # No leverage moves: no price.
        (0, 0, 42.0),
    ],
)
def test_a_partial_deal_by_hand(own_shift: float, other_shift: float, expected: float) -> None:
    domain = worked_example()
    assert chosen(domain.solve(), 0, 0) == {AGREED}
    assert value(domain, own_shift, other_shift, 0.25) == pytest.approx(expected, abs=1e-9)
    assert value(domain, own_shift, other_shift, 0.0) == pytest.approx(42, abs=1e-9)


def test_no_package_that_moves_leverage_may_be_said_in_one_word() -> None:
    domain = worked_example()
    assert at_agreement(domain, None, np.array([0.25])).tolist() == [[42]]


def test_without_a_zone_a_deal_is_worth_nothing() -> None:
    assert value(worked_example(own_no_deal=90.0), 10, -30, 0.25) == 0
    assert value(worked_example(own_no_deal=90.0), 0, 0, 0.25) == 0


@settings(max_examples=60, deadline=None)
@given(domains(), st.integers(0, 2**32 - 1))
def test_deal_values_match_a_loop(small: Domain, seed: int) -> None:
    points = GRID_STEPS_PER_POINT
    scaled = [points * x for x in (small.own, small.other, small.own_no_deal, small.other_no_deal)]
    domain = Domain(scaled[0], scaled[1], small.admissible, scaled[2], scaled[3])
    generator = np.random.default_rng(seed)
    worlds, _, packages = small.own.shape
    widest = int(generator.choice([0, 3, 3, 3]))
    shifts = [points * generator.integers(-widest, widest + 1, (worlds, 1, packages)) for _ in range(2)]
    delta = generator.choice([0.0, 0.3, 1.0], len(small.own))
    agreement = domain.solve()
    found = at_agreement(domain, (shifts[0], shifts[1]), delta)
    for world, kind in domain.places():
        members = sorted(chosen(agreement, world, kind))
        if not members:
            assert found[world, kind] == 0
            continue
        table = domain.points(world, kind)
        # Each of several tied packages may be what is agreed, and is then what the next talks begin from.
        worth = []
        for p in members:
            after = (table[p][0] + int(shifts[0][world, 0, p]), table[p][1] + int(shifts[1][world, 0, p]))
            following = nash_of(table, domain.admissible[world, kind].tolist(), after)
            later = sum(table[q][0] for q in following) / len(following) if following else after[0]
            worth.append((1 - delta[world]) * table[p][0] + delta[world] * later)
        assert found[world, kind] == pytest.approx(sum(worth) / len(members) / points, abs=1e-9)
    if not (shifts[0].any() or shifts[1].any()):
        unmoved = at_agreement(domain, None, delta)
        np.testing.assert_allclose(found, unmoved, rtol=0, atol=1e-9)


shares = arrays(np.float64, (2, 3), elements=st.floats(0, 1))
changes = arrays(np.float64, (2, 3), elements=st.floats(-50, 50))


@settings(max_examples=50, deadline=None)
@given(st.tuples(changes, changes), st.tuples(shares, shares), st.tuples(shares, shares))
def test_what_a_breach_leaves_matches_a_loop(
    change: tuple[Array, Array], kept_by_them: tuple[Array, Array], kept_by_us: tuple[Array, Array]
) -> None:
    found = exchange_on_breach(change, kept_by_them, kept_by_us)
    assert len(found) == 2
    for issue in (0, 1):
        for place, delta in np.ndenumerate(change[issue]):
            kept = kept_by_them[issue][place] if delta < 0 else kept_by_us[issue][place]
            assert found[issue][place] == pytest.approx(delta * kept)


def test_issues_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        exchange_on_breach((np.zeros(2), np.zeros(2)), (np.zeros(2),), (np.zeros(2), np.zeros(2)))


def test_the_breach_of_the_worked_example() -> None:
    domain = worked_example()
    # A grant of 30 points is given for good; the fleet can be sent back. 35 - 30 = 5.
    gives = np.array([-30.0 if package % 3 == 2 else -12.0 if package % 3 == 1 else 0.0 for package in range(9)])
    assert breach_value(domain.solve(), np.array([[35.0]]), per_entry(domain, gives)).tolist() == [[5]]
    # The same with a no-deal value that every deal has moved by 4 points.
    assert breach_value(domain.solve(), np.array([[35.0]]), per_entry(domain, gives + 4)).tolist() == [[9]]


@settings(max_examples=60, deadline=None)
@given(domains(), st.integers(0, 2**32 - 1))
def test_breach_values_match_a_loop(domain: Domain, seed: int) -> None:
    generator = np.random.default_rng(seed)
    worlds, types, packages = domain.own.shape
    left_over = generator.uniform(-9, 9, (worlds, int(generator.choice([1, types])), packages))
    no_deal = off_grid(domain.own_no_deal)
    agreement = domain.solve()
    found = breach_value(agreement, no_deal, per_entry(domain, left_over))
    assert found.shape == (worlds, types)
    for world, kind in domain.places():
        members = sorted(chosen(agreement, world, kind))
        here = np.broadcast_to(left_over, domain.own.shape)[world, kind]
        mean = sum(float(here[p]) for p in members) / max(1, len(members))
        assert found[world, kind] == pytest.approx(no_deal[world, kind] + mean if members else 0, abs=1e-9)
