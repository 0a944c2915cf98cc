# SPDX-License-Identifier: Apache-2.0
"""Levers: in closed form for the mean, by moving an actor along the scale for the median, and by properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.partners import levers, mean_shares, shift_needed, weighted_mean_position, weighted_median_position
from pourparler.errors import EngineInputError

Table = list[tuple[int, int, int]]
Tables = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9), st.integers(1, 10)), min_size=2, max_size=6)
SCALE = (np.array([0.0]), np.array([20.0]))
AIM = np.array([12.0])


def arrays(table: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = np.array(table, dtype=float)
    return rows[None, :, 0], rows[None, :, 1], rows[None, :, 2] / 10


@settings(max_examples=100, deadline=None)
@given(Tables)
def test_the_mean_moves_as_its_closed_form_says(table: Table) -> None:
    x, c, s = arrays(table)
    share, mean = mean_shares(c, s), weighted_mean_position(x, c * s)[:, None]
    found = levers(weighted_mean_position, x, c, s, SCALE, AIM)

    def reweighted(times: np.ndarray) -> np.ndarray:
        return np.asarray(mean + (times - 1) * share * (x - mean) / (1 + (times - 1) * share))

    assert share.sum() == pytest.approx(1)
    assert found.low == pytest.approx(mean + share * (0 - x)) and found.high == pytest.approx(mean + share * (20 - x))
    assert found.joined == pytest.approx(mean + share * (12 - x))
    assert found.without == pytest.approx(reweighted(np.zeros_like(x)))
    assert found.doubled == pytest.approx(reweighted(np.full_like(x, 2)))
    assert found.full == pytest.approx(reweighted(1 / s))
    needed = shift_needed(mean[:, 0], AIM, share)
    for party in range(len(table)):
        moved = x.copy()
        moved[0, party] += needed[0, party]
        assert weighted_mean_position(moved, c * s) == pytest.approx(AIM)


@settings(max_examples=100, deadline=None)
@given(Tables)
def test_the_median_reaches_all_between_its_ends_and_nothing_else(table: Table) -> None:
    x, c, s = arrays(table)
    found = levers(weighted_median_position, x, c, s, SCALE, AIM)
    for party in range(len(table)):
        places = np.linspace(0, 20, 161)
        moved = np.repeat(x, len(places), axis=0)
        moved[:, party] = places
        medians = weighted_median_position(moved, np.repeat(c * s, len(places), axis=0))
        assert np.all(np.diff(medians) >= -1e-9)
        assert (medians[0], medians[-1]) == (found.low[0, party], found.high[0, party])
        assert found.joined[0, party] == medians[96]  # at 12
        rest = [place for place in range(len(table)) if place != party]
        assert found.without[0, party] == weighted_median_position(x[:, rest], (c * s)[:, rest])[0]


def test_by_hand_and_at_the_edges() -> None:
    # Weights 1 and 1 at 0 and 10: the median is 5 between them; with the first at 20 it is 15.
    x, one = np.array([[0.0, 10.0]]), np.ones((1, 2))
    found = levers(weighted_median_position, x, one, one, SCALE, AIM)
    assert found.low.tolist() == [[5.0, 0.0]] and found.high.tolist() == [[15.0, 10.0]]
    assert found.without.tolist() == [[10.0, 0.0]] and found.doubled.tolist() == [[0.0, 10.0]]
    alone = levers(weighted_mean_position, x[:, :1], one[:, :1], one[:, :1], SCALE, AIM)
    assert alone.without.tolist() == [[0.0]] and alone.high.tolist() == [[20.0]]
    none = np.zeros((1, 2))
    assert mean_shares(none, one).tolist() == [[0.5, 0.5]]
    powerless = shift_needed(np.array([5.0]), AIM, np.array([[0.0, 1.0]]))
    assert powerless.tolist() == [[np.inf, 7.0]]
    assert shift_needed(AIM, AIM, np.array([[0.0, 1.0]])).tolist() == [[0.0, 0.0]]


def test_mistakes_are_refused() -> None:
    one = np.ones((1, 2))
    with pytest.raises(EngineInputError, match="same shape"):
        mean_shares(one, np.ones((1, 3)))
    with pytest.raises(EngineInputError, match="same shape"):
        levers(weighted_mean_position, np.ones((1, 3)), one, one, SCALE, AIM)
    with pytest.raises(EngineInputError, match="negative"):
        mean_shares(-one, one)
    with pytest.raises(EngineInputError, match="row for each world"):
        shift_needed(AIM, AIM, np.ones((2, 2)))
