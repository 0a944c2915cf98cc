# SPDX-License-Identifier: Apache-2.0
"""The drift of a goal: ten small steps are one large one to the last bit; by hand; against loops over worlds and variants.

No table of such distances has been published: the measure is this project's own, and is held against itself and against loops.
"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pourparler.engines.goals import drift_of
from pourparler.errors import EngineInputError

Grid = NDArray[np.int64]
#: A hundred points of the usual grid: values of packages are whole steps of a millionth of a point.
LARGEST = 10**8


@st.composite
def paths(draw: st.DrawFn) -> tuple[Grid, NDArray[np.float64]]:
    """Worth [version, world, variant] of up to twelve versions, and beliefs [world, variant] that sum to one."""
    shape = draw(st.tuples(st.integers(2, 12), st.integers(1, 4), st.integers(1, 3)))
    worth = draw(arrays(np.int64, shape, elements=st.integers(-LARGEST, LARGEST)))
    weight = draw(arrays(np.float64, shape[1:], elements=st.floats(0.01, 1)))
    return worth, weight / weight.sum(axis=1, keepdims=True)


@settings(max_examples=200, deadline=None)
@given(paths())
def test_many_small_steps_are_one_large_one_to_the_last_bit(path: tuple[Grid, NDArray[np.float64]]) -> None:
    worth, belief = path
    many, one = drift_of(worth, belief), drift_of(worth[[0, -1]], belief)
    assert many.given_up[-1].tobytes() == one.given_up[-1].tobytes()
    assert many.lowered() == one.lowered()
    back = drift_of(worth[::-1], belief).given_up[-1]
    assert (back == -many.given_up[-1]).all()


@settings(max_examples=200, deadline=None)
@given(paths(), st.randoms(use_true_random=False))
def test_the_order_of_versions_between_the_first_and_the_last_changes_steps_and_no_sum(
    path: tuple[Grid, NDArray[np.float64]], chance: object
) -> None:
    worth, belief = path
    middle = list(range(1, len(worth) - 1))
    chance.shuffle(middle)  # type: ignore[attr-defined]
    mixed = drift_of(worth[[0, *middle, len(worth) - 1]], belief)
    assert mixed.given_up[-1].tobytes() == drift_of(worth, belief).given_up[-1].tobytes()


@settings(max_examples=100, deadline=None)
@given(paths(), st.data())
def test_against_loops(path: tuple[Grid, NDArray[np.float64]], data: st.DataObject) -> None:
    worth, belief = path
    received = data.draw(arrays(np.int64, worth.shape, elements=st.integers(-LARGEST, LARGEST)))
    floor = data.draw(arrays(np.int64, belief.shape, elements=st.integers(-LARGEST, LARGEST)))
    found = drift_of(worth, belief, floor, received)
    assert found.to_floor is not None
    for world in range(belief.shape[0]):
        given_up = came = 0.0
        for version, (before, after) in enumerate(pairwise(worth[:, world]), start=1):
            given_up += sum(p * int(a - b) for p, a, b in zip(belief[world], before, after, strict=True))
            came = sum(p * int(received[: version + 1, world, v].sum()) for v, p in enumerate(belief[world]))
            assert found.given_up[version, world] == pytest.approx(given_up, abs=1e-3)
            assert found.received[version, world] == pytest.approx(came, abs=1e-3)
            assert found.net[version, world] == pytest.approx(given_up - came, abs=1e-3)
        left = sum(p * int(worth[-1, world, v] - floor[world, v]) for v, p in enumerate(belief[world]))
        assert found.to_floor[-1, world] == pytest.approx(left, abs=1e-3)


def test_by_hand() -> None:
    # Two worlds of one variant: 100, 90, 70 and 100, 90, 110, with a floor at 60; 5 comes with the second version, 2 later.
    worth = np.array([[[100], [100]], [[90], [90]], [[70], [110]]])
    received = np.array([[[0], [0]], [[5], [5]], [[2], [2]]])
    found = drift_of(worth, np.ones((2, 1)), np.full((2, 1), 60), received)
    assert found.given_up.tolist() == [[0, 0], [10, 10], [30, -10]]
    assert found.to_floor is not None and found.to_floor[-1].tolist() == [10, 50]
    assert found.received.tolist() == [[0, 0], [5, 5], [7, 7]]
    assert found.net[-1].tolist() == [23, -17]
    assert (found.lowered(), found.below_floor()) == (0.5, 0.0)


def test_below_the_floor_and_without_one() -> None:
    worth, belief = np.array([[[100], [100]], [[50], [60]]]), np.ones((2, 1))
    assert drift_of(worth, belief, np.full((2, 1), 60)).below_floor() == 0.5
    assert drift_of(worth, belief).below_floor() == 0 and drift_of(worth, belief).to_floor is None


@pytest.mark.parametrize(
    "wrong",
    [
        (np.zeros((0, 2, 1), np.int64), np.ones((2, 1)), None),
        (np.zeros((2, 2, 1), np.int64), np.ones((3, 1)), None),
        (np.zeros((2, 2), np.int64), np.ones((2, 2)), None),
        (np.zeros((2, 2, 1), np.int64), np.ones((2, 1)), np.zeros((3, 2, 1), np.int64)),
    ],
)
def test_shapes_that_do_not_fit_are_refused(wrong: tuple[Grid, NDArray[np.float64], Grid | None]) -> None:
    worth, belief, received = wrong
    with pytest.raises(EngineInputError):
        drift_of(worth, belief, received=received)
