# SPDX-License-Identifier: Apache-2.0
"""What private no-deal values cost: the linear equilibrium held against every other offer, and the best procedure there is."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.bargaining import Supports, best_procedure, linear_equilibrium
from pourparler.errors import EngineInputError

UNIT = Supports((0, 1), (0, 1))


@st.composite
def supports(draw: st.DrawFn) -> Supports:
    cost_low, value_low = draw(st.integers(-20, 20)), draw(st.integers(-20, 20))
    return Supports(
        (cost_low, cost_low + draw(st.integers(1, 20))),
        (value_low, value_low + draw(st.integers(1, 20))),
    )


def grid(low: Any, high: Any, points: int) -> np.ndarray[Any, Any]:
    """Middles of equal parts of a range."""
    return np.asarray(float(low) + (np.arange(points) + 0.5) / points * (float(high) - float(low)))


def test_by_hand() -> None:
    """On the unit square the trades are the corner triangle v - c >= 1/4, of legs 3/4: area 9/32.

    There the average surplus is a third of the way from 1/4 to 1, which is 1/2, and 9/32 times 1/2 is 9/64. Without secrets
    it is half the square, an average of 1/3, and 1/6 is gained.
    """
    found = linear_equilibrium(UNIT).outcome
    assert found.threshold == Fraction(1, 4)
    assert (found.probability, found.zone_probability, found.within_zone) == (Fraction(9, 32), Fraction(1, 2), Fraction(9, 16))
    assert (found.gains, found.full_gains) == (Fraction(9, 64), Fraction(1, 6))


def test_the_offers_on_the_unit_range() -> None:
    found = linear_equilibrium(UNIT)
    for own in (Fraction(0), Fraction(1, 3), Fraction(3, 4)):
        assert found.ask(own) == Fraction(2, 3) * own + Fraction(1, 4)
    for own in (Fraction(1, 4), Fraction(1, 3), Fraction(1)):
        assert found.bid(own) == Fraction(2, 3) * own + Fraction(1, 12)


@settings(max_examples=50)
@given(supports())
def test_by_integration(where: Supports) -> None:
    points = 400
    cost, value = grid(*where.cost, points)[:, None], grid(*where.value, points)[None, :]
    surplus = value - cost
    scale = float(where.most) if where.most > 0 else 1.0
    for found in (linear_equilibrium(where).outcome, best_procedure(where)):
        trades = surplus >= float(found.threshold)
        assert float(found.probability) == pytest.approx(trades.mean(), abs=2 / points)
        assert float(found.zone_probability) == pytest.approx((surplus >= 0).mean(), abs=2 / points)
        assert float(found.gains) == pytest.approx((trades * surplus).mean(), abs=2 / points * scale)
        assert float(found.full_gains) == pytest.approx((np.maximum(surplus, 0)).mean(), abs=2 / points * scale)


@given(supports(), st.integers(0, 8), st.integers(0, 8))
def test_they_trade_exactly_where_the_bid_reaches_the_ask(where: Supports, first: int, second: int) -> None:
    found = linear_equilibrium(where)
    (cost_low, cost_high), (low, high) = where.cost, where.value
    cost = cost_low + Fraction(first, 8) * Fraction(cost_high - cost_low)
    value = low + Fraction(second, 8) * Fraction(high - low)
    assert (found.bid(value) >= found.ask(cost)) == (value - cost >= where.most / 4)


@settings(max_examples=60, deadline=None)
@given(supports(), st.integers(0, 6))
def test_no_other_offer_is_better_against_the_offers_of_the_other_side(where: Supports, place: int) -> None:
    """The gain of every offer on a fine grid, averaged over a fine grid of what the other side may have."""
    found, fine = linear_equilibrium(where), 2000
    costs, values = grid(*where.cost, fine), grid(*where.value, fine)
    low, high = float(found.lowest), float(found.highest)
    slope, anchor = 2 / 3, 1 / 3
    best_bid = float(where.value[1] - where.most / 4)
    best_ask = float(where.cost[0] + where.most / 4)
    asks = np.clip(slope * costs + anchor * best_bid, low, high)
    bids = np.clip(slope * values + anchor * best_ask, low, high)
    cost = where.cost[0] + Fraction(place, 6) * Fraction(where.cost[1] - where.cost[0])
    value = where.value[0] + Fraction(place, 6) * Fraction(where.value[1] - where.value[0])

    def of_ask(ask: float) -> float:
        return float(((bids >= ask - 1e-12) * ((bids + ask) / 2 - float(cost))).mean())

    def of_bid(bid: float) -> float:
        return float(((asks <= bid + 1e-12) * (float(value) - (asks + bid) / 2)).mean())

    ends = [float(end) for end in (*where.cost, *where.value)]
    others = [*np.linspace(min(ends), max(ends), 101), low, high]
    error = 2 * (max(ends) - min(ends)) / fine
    assert of_ask(float(found.ask(cost))) >= max(map(of_ask, others)) - error
    assert of_bid(float(found.bid(value))) >= max(map(of_bid, others)) - error


@given(supports())
def test_the_best_procedure_misses_no_more_and_can_be_afforded(where: Supports) -> None:
    linear, best = linear_equilibrium(where).outcome, best_procedure(where)
    assert 0 <= best.threshold <= linear.threshold
    assert linear.gains <= best.gains <= best.full_gains
    assert linear.probability <= best.probability <= best.zone_probability
    assert best.within_zone is None or best.within_zone >= Fraction(9, 16) - Fraction(1, 10**9)
    assert 2 * where.gains(best.threshold) >= max(where.most, Fraction(0)) * best.probability


@given(supports())
def test_nothing_is_missed_where_the_ranges_do_not_overlap_and_something_where_they_do(where: Supports) -> None:
    best = best_procedure(where)
    apart = where.value[0] >= where.cost[1]
    assert (best.threshold == 0) == (apart or where.most <= 0)
    if apart:
        assert best.within_zone == 1


@given(st.integers(-9, 9), st.integers(1, 30))
def test_with_equal_ranges_the_linear_equilibrium_is_the_best_procedure(low: int, width: int) -> None:
    where = Supports((low, low + width), (low, low + width))
    linear, best = linear_equilibrium(where).outcome, best_procedure(where)
    assert float(best.threshold) == pytest.approx(float(linear.threshold), rel=1e-9)
    assert linear.within_zone == Fraction(9, 16)


@given(supports(), st.integers(1, 5), st.integers(-5, 5))
def test_the_unit_and_the_origin_do_not_matter(where: Supports, by: int, shift: int) -> None:
    moved = Supports(*((low * by + shift, high * by + shift) for low, high in (where.cost, where.value)))
    assert linear_equilibrium(moved).outcome.probability == linear_equilibrium(where).outcome.probability
    assert linear_equilibrium(moved).outcome.gains == by * linear_equilibrium(where).outcome.gains


@given(supports())
def test_changing_seats_changes_nothing(where: Supports) -> None:
    """Who gives becomes who takes when every number changes its sign."""
    turned = Supports(*((-high, -low) for low, high in (where.value, where.cost)))
    assert linear_equilibrium(turned).outcome == linear_equilibrium(where).outcome
    assert best_procedure(turned) == best_procedure(where)
    assert linear_equilibrium(turned).ask(-where.value[1]) == -linear_equilibrium(where).bid(where.value[1])


def test_where_nobody_can_gain_there_is_no_trade() -> None:
    found = linear_equilibrium(Supports((5, 6), (1, 2)))
    assert found.outcome.zone_probability == found.outcome.probability == 0
    assert found.outcome.within_zone is None
    assert found.bid(2) < found.ask(5)


@pytest.mark.parametrize("known", [(1, 1), (2, 1), (0, float("inf")), (float("nan"), 1)])
def test_a_number_that_is_known_is_not_private(known: Any) -> None:
    for pair in ((known, (0, 1)), ((0, 1), known)):
        with pytest.raises(EngineInputError, match="from low to high"):
            Supports(*pair)
