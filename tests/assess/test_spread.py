# SPDX-License-Identifier: Apache-2.0
"""Averages and ranges of results, against NumPy's percentiles."""

from typing import Literal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pourparler.assess.spread import spread, spreads


@given(st.lists(st.floats(-1000, 1000, allow_subnormal=False), min_size=1, max_size=60))
def test_ranges_are_percentiles(values: list[float]) -> None:
    array = np.array(values)
    found = spread(array)
    low, high = np.percentile(array, (5, 95))
    np.testing.assert_allclose((found.mean, found.low, found.high), (array.mean(), low, high), rtol=1e-12, atol=1e-9)


@given(st.floats(-1000, 1000, allow_subnormal=False), st.integers(1, 3000))
def test_worlds_that_agree_have_no_range(value: float, worlds: int) -> None:
    """Though the sum of so many equal numbers is rounded."""
    found = spread(np.full(worlds, value))
    assert (found.mean, found.low, found.high) == (value, value, value)


@given(
    arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 60)), elements=st.floats(-100, 100, allow_subnormal=False)),
    st.sampled_from("CF"),
)
def test_many_numbers_are_summarised_as_each_by_itself(values: NDArray[np.float64], order: Literal["C", "F"]) -> None:
    values[0] = values[0, 0]
    found = spreads(np.asarray(values, order=order))
    assert found == tuple(spread(np.array(row)) for row in values)


def test_one_world_is_a_point() -> None:
    found = spread(np.array([7.0]))
    assert (found.mean, found.low, found.high) == (7.0, 7.0, 7.0)
