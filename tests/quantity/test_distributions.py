# SPDX-License-Identifier: Apache-2.0
"""Quantiles and supports: stated points hold exactly, draws stay inside, wider ones never draw inwards."""

import os
import subprocess
import sys
from math import inf
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats  # type: ignore[import-untyped, unused-ignore]

from pourparler.errors import EngineInputError, QuantityError
from pourparler.quantity import (
    COST,
    DAYS,
    POINTS,
    PROBABILITY,
    SCORE,
    SHARE,
    SIGNED_SHARE,
    Band,
    Beta,
    Domain,
    Grade,
    Interval,
    Normal,
    Point,
    Quantity,
    Rest,
    ThreePoint,
    Unknown,
    parse,
    quantile,
    support,
    unit_draws,
)
from pourparler.quantity.distributions import mass_below_mode
from quantity.strategies import BANDS, DOMAINS, fitting, intervals

GRID = (np.arange(2_000) + 0.5) / 2_000
STATED = np.array([0.05, 0.95])


def split_normal_cdf(x: NDArray[np.float64], mode: float, below: float, above: float) -> NDArray[np.float64]:
    """The distribution function of the split normal, by its own formula, from the density's two halves."""
    share = below / (below + above)
    left = 2 * share * stats.norm.cdf((x - mode) / below)
    right = share + 2 * (1 - share) * (stats.norm.cdf((x - mode) / above) - 0.5)
    result: NDArray[np.float64] = np.where(x < mode, left, right)
    return result


# ---- each form


def test_a_point_is_constant() -> None:
    np.testing.assert_array_equal(quantile(Point(40), GRID, SCORE), np.full(2_000, 40.0))
    assert not np.any(np.signbit(quantile(Point(-0.0), GRID, SCORE)))  # one zero, or bytes would differ


@pytest.mark.parametrize("quantity", [Interval(40, 40), ThreePoint(40, 40, 40)])
def test_a_range_of_one_value_is_constant(quantity: Quantity) -> None:
    np.testing.assert_array_equal(quantile(quantity, GRID, SCORE), np.full(2_000, 40.0))
    assert support(quantity, SCORE) == (40, 40)


def test_an_interval_is_the_normal_distribution_through_its_stated_points() -> None:
    sd = (50 - 35) / (2 * stats.norm.ppf(0.95))
    expected = stats.norm.ppf(GRID, loc=42.5, scale=sd)
    np.testing.assert_allclose(quantile(Interval(35, 50), GRID, POINTS), expected, rtol=1e-13)


def test_stated_points_hold_exactly_even_where_the_domain_clips() -> None:
    for low, high in ((35, 50), (0, 10), (95, 100), (0, 100)):
        np.testing.assert_array_equal(quantile(Interval(low, high), STATED, SCORE), [low, high])


def test_an_interval_is_clipped_into_the_domain() -> None:
    draws = quantile(parse("0..5%", PROBABILITY), GRID, PROBABILITY)
    assert draws.min() == 0
    assert np.mean(draws == 0) == pytest.approx(0.05, abs=1 / 2_000)
    free = quantile(Interval(0, 0.05), GRID, POINTS)
    np.testing.assert_array_equal(draws, np.maximum(free, 0))


@pytest.mark.parametrize("band", BANDS)
def test_a_word_is_the_interval_of_its_band(band: Band) -> None:
    expected = quantile(Interval(band.low, band.high), GRID, PROBABILITY)
    np.testing.assert_array_equal(quantile(band, GRID, PROBABILITY), expected)
    np.testing.assert_array_equal(quantile(band, STATED, PROBABILITY), [band.low, band.high])


@pytest.mark.parametrize(
    ("low", "mode", "high"),
    [(35, 40, 50), (35, 42.5, 50), (35, 49, 50), (35, 35.001, 50), (35, 35, 50), (35, 50, 50), (-3, 0, 1e6)],
)
def test_three_points_give_the_split_normal_with_that_mode_and_those_points(low: float, mode: float, high: float) -> None:
    quantity = ThreePoint(low, mode, high)
    width = high - low
    np.testing.assert_allclose(quantile(quantity, STATED, POINTS), [low, high], rtol=0, atol=1e-12 * width)
    # Recover both standard deviations from quantiles, then check the whole curve against the formula.
    share = mass_below_mode(low, mode, high)
    below = (mode - quantile(quantity, np.array([share / 2]), POINTS)[0]) / -stats.norm.ppf(0.25)
    above = (quantile(quantity, np.array([(1 + share) / 2]), POINTS)[0] - mode) / stats.norm.ppf(0.75)
    assert share == pytest.approx(below / (below + above), abs=1e-9)
    np.testing.assert_allclose(split_normal_cdf(quantile(quantity, GRID, POINTS), mode, below, above), GRID, atol=1e-8)


def test_three_points_with_the_mode_in_the_middle_are_the_plain_interval() -> None:
    np.testing.assert_allclose(
        quantile(ThreePoint(35, 42.5, 50), GRID, SCORE), quantile(Interval(35, 50), GRID, SCORE), rtol=1e-12
    )
    assert mass_below_mode(35, 42.5, 50) == pytest.approx(0.5, abs=1e-15)


def test_the_mode_is_where_draws_are_densest() -> None:
    draws = quantile(ThreePoint(35, 37, 50), (np.arange(200_000) + 0.5) / 200_000, SCORE)
    counts, edges = np.histogram(draws, bins=np.arange(30, 60, 0.5))
    assert edges[np.argmax(counts)] in (36.5, 37.0)


@given(st.floats(-100, 100), st.floats(0, 100), st.floats(0, 100), st.floats(0.01, 100))
def test_three_points_mirror(mode: float, left: float, right: float, scale: float) -> None:
    assume(left + right > 1e-6)
    quantity = ThreePoint(mode - left, mode, mode + right)
    mirrored = ThreePoint(-mode - right, -mode, left - mode)
    u = np.array([0.001, 0.05, 0.3, 0.5, 0.8, 0.95, 0.999])
    np.testing.assert_allclose(
        quantile(quantity, u, POINTS), -quantile(mirrored, 1 - u, POINTS), atol=1e-9 * (1 + left + right)
    )
    scaled = ThreePoint(scale * (mode - left), scale * mode, scale * (mode + right))
    assume(scaled.low < scaled.high)
    np.testing.assert_allclose(quantile(scaled, u, POINTS), scale * quantile(quantity, u, POINTS), rtol=1e-7, atol=1e-7 * scale)


def test_a_normal_is_clipped_and_otherwise_as_scipy_has_it() -> None:
    expected = np.clip(stats.norm.ppf(GRID, 90, 8), 0, 100)
    np.testing.assert_allclose(quantile(Normal(90, 8), GRID, SCORE), expected, rtol=1e-13)
    assert quantile(Normal(90, 8), GRID, SCORE).max() == 100


def test_a_beta_is_as_scipy_has_it() -> None:
    np.testing.assert_allclose(quantile(Beta(2, 5), GRID, SHARE), stats.beta.ppf(GRID, 2, 5), rtol=1e-12)
    assert quantile(Beta(2, 5), GRID, SHARE).mean() == pytest.approx(2 / 7, abs=1e-4)


def test_unknown_is_uniform_over_the_domain() -> None:
    np.testing.assert_allclose(quantile(Unknown(), GRID, SIGNED_SHARE), 2 * GRID - 1, rtol=1e-12)
    np.testing.assert_allclose(quantile(Unknown(), GRID, SCORE), 100 * GRID)


# ---- what cannot be drawn


@pytest.mark.parametrize("domain", [POINTS, COST, DAYS])
def test_unknown_is_refused_where_there_is_no_limit(domain: Domain) -> None:
    with pytest.raises(QuantityError, match="no limit") as caught:
        quantile(Unknown(), GRID, domain)
    assert caught.value.found == "'unknown'"


@pytest.mark.parametrize("quantity", [Grade("A2"), Rest()])
def test_grades_and_rest_are_refused(quantity: Quantity) -> None:
    with pytest.raises(QuantityError, match="before it is drawn"):
        quantile(quantity, GRID, PROBABILITY)
    with pytest.raises(QuantityError, match="before it is drawn"):
        support(quantity, PROBABILITY)


@pytest.mark.parametrize(
    ("quantity", "domain"),
    [
        (Point(2), PROBABILITY),
        (Interval(-1, 4), SCORE),
        (ThreePoint(1, 2, 101), SCORE),
        (Normal(-1, 4), COST),
        (Beta(2, 5), SCORE),
        (BANDS[0], SIGNED_SHARE),
        (Grade("A"), SHARE),
        (Rest(), SCORE),
    ],
)
def test_a_quantity_outside_its_domain_is_refused(quantity: Quantity, domain: Domain) -> None:
    with pytest.raises(QuantityError):
        quantile(quantity, GRID, domain)
    with pytest.raises(QuantityError):
        support(quantity, domain)


@pytest.mark.parametrize("bad", [0.0, 1.0, -0.1, 1.1, float("nan"), inf])
def test_unit_draws_outside_the_open_interval_are_the_callers_mistake(bad: float) -> None:
    with pytest.raises(EngineInputError):
        quantile(Interval(35, 50), np.array([0.5, bad]), SCORE)


def test_a_beta_without_scipy_gives_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.special", None)
    with pytest.raises(QuantityError, match="install it, or write a range"):
        quantile(Beta(2, 5), GRID, SHARE)


def test_only_a_beta_loads_scipy() -> None:
    program = (
        "import sys, numpy; from pourparler.quantity import SCORE, parse, quantile, unit_draws\n"
        "for text in ('40', '35..50', '35..38..50', 'normal(40, 5)', 'unknown'):\n"
        "    quantile(parse(text, SCORE), unit_draws(1, text, 100), SCORE)\n"
        "assert not any(name.partition('.')[0] == 'scipy' for name in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)


# ---- every form


def drawable(pair: tuple[Quantity, Domain]) -> bool:
    quantity, domain = pair
    unlimited = isinstance(quantity, Unknown) and not domain.bounded
    return not isinstance(quantity, Grade | Rest) and not unlimited


@given(fitting().filter(drawable), st.lists(st.floats(1e-300, 1 - 2**-53), min_size=2, max_size=40))
def test_draws_rise_with_the_unit_draw_and_lie_in_the_support(pair: tuple[Quantity, Domain], units: list[float]) -> None:
    quantity, domain = pair
    draws = quantile(quantity, np.sort(np.array(units)), domain)
    low, high = support(quantity, domain)
    assert np.all(np.isfinite(draws))
    assert np.all((draws >= low) & (draws <= high))
    assert domain.low <= low <= high <= domain.high
    slack = 1e-9 * (1 + np.abs(draws).max())  # the inverse functions rise to within their rounding
    assert np.all(np.diff(draws) >= -slack)


@given(intervals(POINTS), st.lists(st.floats(0.05, 0.95), min_size=1))
def test_between_the_stated_shares_an_interval_stays_between_its_ends(interval: Interval, units: list[float]) -> None:
    # A hair inside the stated share, rounding alone would carry many intervals past their end.
    draws = quantile(interval, np.array([*units, np.nextafter(0.95, 0), np.nextafter(0.05, 1)]), POINTS)
    assert np.all((draws >= interval.low) & (draws <= interval.high))


@given(fitting().filter(drawable))
def test_shape_is_kept_and_the_input_left_alone(pair: tuple[Quantity, Domain]) -> None:
    quantity, domain = pair
    flat = np.array([0.1, 0.3, 0.02, 0.5, 0.97, 0.75])
    before = flat.copy()
    table = quantile(quantity, flat.reshape(2, 3), domain)
    assert table.shape == (2, 3)
    assert table.dtype == np.float64
    np.testing.assert_array_equal(table.reshape(-1), quantile(quantity, flat, domain))
    np.testing.assert_array_equal(flat, before)
    assert quantile(quantity, np.array(0.3), domain).shape == ()
    assert quantile(quantity, np.empty((0, 3)), domain).shape == (0, 3)


@pytest.mark.parametrize(
    ("quantity", "domain", "expected"),
    [
        (Point(40), SCORE, (40, 40)),
        (Interval(35, 50), SCORE, (0, 100)),
        (Interval(35, 50), POINTS, (-inf, inf)),
        (Interval(35, 50), DAYS, (0, inf)),
        (ThreePoint(35, 40, 50), SCORE, (0, 100)),
        (Normal(40, 5), COST, (0, inf)),
        (Beta(2, 5), SHARE, (0, 1)),
        (BANDS[4], PROBABILITY, (0, 1)),
        (Unknown(), SIGNED_SHARE, (-1, 1)),
        (Unknown(), POINTS, (-inf, inf)),
    ],
)
def test_support(quantity: Quantity, domain: Domain, expected: tuple[float, float]) -> None:
    assert support(quantity, domain) == expected


# ---- widening

TAILS = np.concatenate([np.logspace(-9, np.log10(0.05), 40), [0.05]])


@given(
    st.sampled_from([POINTS, SCORE, DAYS, SIGNED_SHARE]),
    st.lists(st.floats(0, 1), min_size=4, max_size=4).map(sorted),
    st.floats(1e-3, 1e9),
)
def test_a_wider_interval_never_draws_inwards(domain: Domain, ends: list[float], scale: float) -> None:
    factor = scale if not domain.bounded else domain.high
    low, inner_low, inner_high, high = (end * factor for end in ends)
    wide, narrow = Interval(low, high), Interval(inner_low, inner_high)
    assert np.all(quantile(wide, TAILS, domain) <= quantile(narrow, TAILS, domain))
    assert np.all(quantile(wide, 1 - TAILS[:-1], domain) >= quantile(narrow, 1 - TAILS[:-1], domain))
    upper = np.array([0.95])
    assert np.all(quantile(wide, upper, domain) >= quantile(narrow, upper, domain))


@given(st.floats(-100, 100), st.floats(0, 50), st.floats(0, 50), st.floats(0, 50), st.floats(0, 50))
def test_wider_three_points_never_draw_inwards(
    mode: float, left: float, right: float, more_left: float, more_right: float
) -> None:
    narrow = ThreePoint(mode - left, mode, mode + right)
    wide = ThreePoint(mode - left - more_left, mode, mode + right + more_right)
    slack = 1e-9 * (1 + abs(mode) + left + right + more_left + more_right)
    assert np.all(quantile(wide, TAILS, POINTS) <= quantile(narrow, TAILS, POINTS) + slack)
    assert np.all(quantile(wide, 1 - TAILS, POINTS) >= quantile(narrow, 1 - TAILS, POINTS) - slack)


# ---- together with stratified unit draws


@pytest.mark.parametrize("text", ["35..50", "35..38..50", "normal(40, 5)"])
def test_percentiles_of_stratified_draws_match_the_statement(text: str) -> None:
    quantity: Any = parse(text, SCORE)
    draws = quantile(quantity, unit_draws(7, "no_deal.value", 2_000), SCORE)
    exact = quantile(quantity, np.array([0.05, 0.5, 0.95]), SCORE)
    np.testing.assert_allclose(np.percentile(draws, [5, 50, 95]), exact, atol=0.05)


def test_every_domain_is_covered_by_the_strategies() -> None:
    assert {domain.name for domain in DOMAINS} == {
        "probability",
        "share",
        "signed share",
        "score",
        "points",
        "cost",
        "days",
        "weight",
    }
