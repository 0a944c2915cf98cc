# SPDX-License-Identifier: Apache-2.0
"""The inverse normal distribution function against two independent implementations."""

from statistics import NormalDist

import numpy as np
import pytest
from scipy.special import ndtri  # type: ignore[import-untyped, unused-ignore]

from pourparler.quantity.normal import normal_quantile

#: Both tails down to the smallest shares a stratified draw can have and far beyond, and the middle.
TAIL_SHARES = np.logspace(-300, -1, 2_000)
UNITS = np.concatenate([TAIL_SHARES, np.linspace(0.001, 0.999, 4_001), 1 - np.logspace(-15.9, -1, 500)])


def test_agrees_with_scipy() -> None:
    np.testing.assert_allclose(normal_quantile(UNITS), ndtri(UNITS), rtol=1e-13, atol=1e-16)


def test_agrees_with_the_standard_library() -> None:
    expected = np.array([NormalDist().inv_cdf(float(u)) for u in UNITS])
    np.testing.assert_allclose(normal_quantile(UNITS), expected, rtol=1e-13, atol=1e-16)


@pytest.mark.parametrize(
    ("u", "z"),
    # Printed with algorithm AS 241 as its test values.
    [(0.25, -0.6744897501960817), (0.001, -3.090232306167814), (1e-20, -9.262340089798408)],
)
def test_values_printed_with_the_algorithm(u: float, z: float) -> None:
    assert normal_quantile(np.array([u]))[0] == pytest.approx(z, rel=1e-15)


def test_is_odd_about_one_half() -> None:
    u = np.arange(1, 1024) / 1024  # so that 1 - u is exact
    np.testing.assert_array_equal(normal_quantile(u), -normal_quantile(1 - u))


def test_rises_across_the_borders_of_its_regions() -> None:
    for border in (0.075, 0.925, float(np.exp(-25.0))):
        u = border * (1 + np.linspace(-1e-6, 1e-6, 2_001))
        assert np.all(np.diff(normal_quantile(u)) > 0)


def test_leaves_its_input_alone_and_keeps_the_shape() -> None:
    u = np.full((3, 4), 0.3)
    assert normal_quantile(u).shape == (3, 4)
    assert np.all(u == 0.3)
