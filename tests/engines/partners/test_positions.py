# SPDX-License-Identifier: Apache-2.0
"""Joint positions: by hand, and by properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.engines.partners import weighted_mean_position, weighted_median_position
from pourparler.errors import EngineInputError

Rows = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 8)), min_size=1, max_size=7)


def both(positions: list[float], weights: list[float]) -> tuple[float, float]:
    rows = np.array([positions], dtype=float), np.array([weights], dtype=float)
    return float(weighted_mean_position(*rows)[0]), float(weighted_median_position(*rows)[0])


def test_by_hand() -> None:
    # Weights 1, 1, 2: mean (0 + 10 + 2 x 20) / 4 = 12.5; half of the weight is reached exactly at 10, so (10 + 20) / 2.
    assert both([0, 10, 20], [1, 1, 2]) == (12.5, 15.0)
    assert both([0, 10, 20], [1, 1, 3]) == (14.0, 20.0)
    assert both([7, 7], [0, 0]) == (7.0, 7.0)


@given(Rows)
def test_the_median_splits_the_weight(rows: list[tuple[int, int]]) -> None:
    positions, weights = [float(r[0]) for r in rows], [float(r[1]) for r in rows]
    if not sum(weights):
        weights = [1.0] * len(weights)
    mean, median = both(positions, weights)
    below = sum(w for p, w in zip(positions, weights, strict=True) if p < median)
    above = sum(w for p, w in zip(positions, weights, strict=True) if p > median)
    assert below <= sum(weights) / 2 and above <= sum(weights) / 2
    assert min(positions) - 1e-9 <= mean <= max(positions) + 1e-9
    mirrored = both([-p for p in positions], weights)
    assert mirrored == pytest.approx((-mean, -median))


def test_mistakes_are_refused() -> None:
    with pytest.raises(EngineInputError, match="same shape"):
        weighted_mean_position(np.zeros((1, 2)), np.zeros((1, 3)))
    with pytest.raises(EngineInputError, match="negative"):
        weighted_median_position(np.zeros((1, 2)), np.array([[1.0, -1.0]]))
