# SPDX-License-Identifier: Apache-2.0
"""The forms as values: frozen, compared by content, and refusing what makes no sense in any domain."""

import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given

from pourparler.errors import QuantityError
from pourparler.quantity import (
    POINTS,
    PROBABILITY,
    Band,
    Beta,
    Domain,
    Grade,
    Interval,
    Normal,
    Point,
    Quantity,
    ThreePoint,
)
from quantity.strategies import fitting


@pytest.mark.parametrize(
    "make",
    [
        lambda: Point(float("nan")),
        lambda: Point(float("inf")),
        lambda: Point(1e13),
        lambda: Interval(50, 35),
        lambda: Interval(float("nan"), 35),
        lambda: ThreePoint(35, 60, 50),
        lambda: Normal(40, 0),
        lambda: Normal(40, -1),
        lambda: Beta(0, 1),
        lambda: Beta(1, 1e7),
        lambda: Band("icd203", "likely", 0.5, 0.8),
        lambda: Band("icd203", "probable", 0.55, 0.8),
        lambda: Band("kent", "likely", 0.55, 0.8),
        lambda: Grade("G2"),
        lambda: Grade("A7"),
        lambda: Grade("a2"),
        lambda: Grade("A2\n"),
    ],
)
def test_senseless_forms_are_refused(make: Callable[[], Quantity]) -> None:
    with pytest.raises(QuantityError):
        make()


@pytest.mark.parametrize(
    "make", [lambda: Point(1e300), lambda: ThreePoint(-1.2345678901e-300, -2.3456789012e-300, -3.4567890123e-300)]
)
def test_refusals_quote_briefly(make: Callable[[], Quantity]) -> None:
    with pytest.raises(QuantityError) as caught:
        make()
    assert len(caught.value.found) <= 60


def test_forms_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Point(40).value = 41  # type: ignore[misc]


def test_whole_numbers_become_floats() -> None:
    assert isinstance(Interval(35, 50).low, float)
    assert Interval(35, 50) == Interval(35.0, 50.0)


@given(fitting())
def test_forms_survive_pickling_and_hash_by_content(pair: tuple[Quantity, Domain]) -> None:
    quantity, _ = pair
    again = pickle.loads(pickle.dumps(quantity))
    assert again == quantity
    assert hash(again) == hash(quantity)


# ---- domains


def test_domains() -> None:
    assert PROBABILITY.bounded
    assert not POINTS.bounded
    assert PROBABILITY.admits(0)
    assert PROBABILITY.admits(1)
    assert not PROBABILITY.admits(1.01)
    assert not POINTS.admits(float("nan"))
    assert Domain("debt", float("-inf"), 0, "points").range_text == "0 or less (points)"
    for low, high in ((1, 1), (2, 1), (float("nan"), 1)):
        with pytest.raises(ValueError, match="low < high"):
            Domain("bad", low, high, "points")
