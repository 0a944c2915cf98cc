# SPDX-License-Identifier: Apache-2.0
"""Sobol indices: of functions whose indices are known in closed form, by a design and from worlds alone."""

import numpy as np
import pytest

from engines.readiness.oracle import Array
from pourparler.engines.readiness import first_order, sobol_design, sobol_indices
from pourparler.errors import EngineInputError

#: Ishigami & Homma (1990) with a = 7, b = 0.1: the closed form.
FIRST, TOTAL = (0.313905, 0.442411, 0), (0.557589, 0.442411, 0.243684)
#: Several times the largest error over five hundred seeds.
CLOSE = 0.02


def ishigami(units: Array) -> Array:
    x = np.pi * (2 * units - 1)
    return np.asarray(np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0]))


def test_a_design_finds_the_indices_of_ishigami() -> None:
    # A sequence as even as can be in six dimensions: powers of the root of x^7 = x + 1, modulo one.
    root = max(np.roots([1, 0, 0, 0, 0, 0, -1, -1]).real)
    units = np.outer(np.arange(1, 2**15), root ** -np.arange(1.0, 7)) % 1
    found = sobol_indices(ishigami(sobol_design(units[:, :3], units[:, 3:])))
    assert found.first == pytest.approx(FIRST, abs=CLOSE)
    assert found.total == pytest.approx(TOTAL, abs=CLOSE)


def test_worlds_alone_find_the_first_order_of_ishigami() -> None:
    units = np.random.default_rng(1).uniform(size=(10_000, 3))
    first, se = first_order(ishigami(units), units)
    assert first == pytest.approx(FIRST, abs=CLOSE)
    assert (se < 0.01).all()


def test_errors_of_both_ways_are_honest() -> None:
    """Of a sum of independent inputs: 1/5 and 4/5, whole and alone, and an input that does nothing."""
    exact = np.array([1 / 5, 4 / 5, 0])
    worlds, designs = [], []
    for seed in range(200):
        generator = np.random.default_rng(seed)
        a, b = generator.normal(size=(2, 500, 3))
        first, se = first_order(a[:, 0] + 2 * a[:, 1], a)
        worlds.append(np.abs(first - exact) <= 2 * se + 1e-3)
        points = sobol_design(a, b)
        found = sobol_indices(points[..., 0] + 2 * points[..., 1])
        designs.append(np.abs(found.total - exact) <= 2.5 * found.total_se + 1e-12)
    assert np.mean(worlds, axis=0) == pytest.approx([0.95] * 3, abs=0.06)
    assert (np.mean(designs, axis=0) >= 0.9).all()


def test_what_never_varies_has_no_index() -> None:
    assert first_order(np.arange(100.0), np.stack([np.ones(100), np.arange(100.0)], axis=1))[0] == pytest.approx([0, 1])
    with pytest.raises(EngineInputError, match="vary"):
        first_order(np.ones(10), np.zeros((10, 1)))
    with pytest.raises(EngineInputError, match="vary"):
        sobol_indices(np.ones((4, 10)))
    with pytest.raises(EngineInputError, match="same draws"):
        sobol_design(np.zeros((3, 2)), np.zeros((4, 2)))
