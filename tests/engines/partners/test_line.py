# SPDX-License-Identifier: Apache-2.0
"""Bargaining on a line: by hand, beside a fine search along the zone, and by properties."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.partners import kalai_smorodinsky_on_line, nash_on_line, zone_on_line
from pourparler.errors import EngineInputError

Rows = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 4)), min_size=1, max_size=5)


def columns(rows: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = np.array(rows, dtype=float)
    return table[None, :, 0], table[None, :, 1], table[None, :, 2]


def test_by_hand() -> None:
    # At 0 and at 10, both facing 12 without agreement: the zone runs from 8 to 12; gains are 12 - y and 2 - |y - 10|.
    positions, without = np.array([[0.0, 10.0]]), np.array([[12.0, 12.0]])
    zone = zone_on_line(positions, without)
    assert (zone.low[0], zone.high[0], bool(zone.exists[0])) == (8, 12, True)
    # (12 - y)(y - 8) is largest at 10, the second one's own position.
    assert nash_on_line(positions, without, np.ones((1, 2)))[0] == pytest.approx(10)
    # Best gains are 4 and 2: (12 - y) / 4 = (y - 8) / 2 at 28 / 3.
    assert kalai_smorodinsky_on_line(positions, without)[0] == pytest.approx(28 / 3)
    # With three times the weight the first gets three quarters of the way: 3 / (12 - y) = 1 / (y - 8) at 9.
    assert nash_on_line(positions, without, np.array([[3.0, 1.0]]))[0] == pytest.approx(9)


def test_where_nobody_has_power_all_count_alike() -> None:
    positions, without = np.array([[0.0, 10.0]]), np.array([[12.0, 12.0]])
    assert nash_on_line(positions, without, np.zeros((1, 2))) == pytest.approx(
        nash_on_line(positions, without, np.ones((1, 2)))
    )


def test_one_answer_alone_is_a_zone() -> None:
    positions, without = np.array([[0.0, 10.0]]), np.array([[5.0, 5.0]])
    zone = zone_on_line(positions, without)
    assert (zone.low[0], zone.high[0], bool(zone.exists[0])) == (5, 5, True)
    assert nash_on_line(positions, without, np.ones((1, 2)))[0] == kalai_smorodinsky_on_line(positions, without)[0] == 5


def test_without_a_zone_nothing_is_agreed() -> None:
    zone = zone_on_line(np.array([[0.0, 10.0]]), np.array([[1.0, 9.0]]))
    assert not zone.exists[0]


@settings(max_examples=150, deadline=None)
@given(Rows)
def test_beside_a_search_along_the_zone(rows: list[tuple[int, int, int]]) -> None:
    positions, without, power = columns(rows)
    zone = zone_on_line(positions, without)
    if not zone.exists[0]:
        return
    own = [place for place in positions[0] if zone.low[0] <= place <= zone.high[0]]
    along = np.concatenate([np.linspace(zone.low[0], zone.high[0], 4001), own])
    gains = np.abs(without - positions) - np.abs(positions - along[:, None])
    assert gains.min() >= -1e-9
    best = gains.max(axis=0)
    able = best > 1e-9
    fair = kalai_smorodinsky_on_line(positions, without)[0]
    step = (zone.high[0] - zone.low[0]) / 4000
    assert zone.low[0] - 1e-9 <= fair <= zone.high[0] + 1e-9
    if able.any():
        reached = (np.abs(without - positions) - np.abs(positions - fair))[0]
        parts = (gains[:, able] / best[able]).min(axis=1)
        assert (reached[able] / best[able]).min() >= parts.max() - 1e-6
    counted = able & (power[0] > 0)
    agreed = nash_on_line(positions, without, power)[0]
    assert zone.low[0] - 1e-9 <= agreed <= zone.high[0] + 1e-9
    if counted.any() and step > 0:
        with np.errstate(divide="ignore"):
            welfare = (power[0, counted] * np.log(np.maximum(gains[:, counted], 0))).sum(axis=1)
        mine = np.abs(without - positions) - np.abs(positions - agreed)
        assert (power[0, counted] * np.log(mine[0, counted])).sum() >= welfare.max() - 1e-6


@settings(max_examples=100, deadline=None)
@given(Rows, st.integers(-3, 3).filter(bool))
def test_neither_direction_nor_unit_of_the_scale_matters(rows: list[tuple[int, int, int]], unit: int) -> None:
    positions, without, power = columns(rows)
    if not zone_on_line(positions, without).exists[0] or not power.any():
        return
    fair = kalai_smorodinsky_on_line(positions, without)
    assert kalai_smorodinsky_on_line(unit * positions, unit * without) == pytest.approx(unit * fair, abs=1e-6)


def test_kalai_and_smorodinsky_exactly() -> None:
    rows = [(Fraction(0), Fraction(7)), (Fraction(5), Fraction(9)), (Fraction(6), Fraction(1))]
    positions, without = (np.array([[float(row[place]) for row in rows]]) for place in (0, 1))
    # Zone 1 to 7; best gains 6, 4 and 5. The first and the third close in on each other: part 6/11, at 7 - 6 * 6/11 = 41/11.
    assert kalai_smorodinsky_on_line(positions, without)[0] == pytest.approx(41 / 11)


def test_mistakes_are_refused() -> None:
    with pytest.raises(EngineInputError, match="same shape"):
        zone_on_line(np.zeros((1, 2)), np.zeros((1, 3)))
    with pytest.raises(EngineInputError, match="negative"):
        nash_on_line(np.zeros((1, 2)), np.zeros((1, 2)), np.array([[1.0, -1.0]]))
