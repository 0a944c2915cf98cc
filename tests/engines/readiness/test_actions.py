# SPDX-License-Identifier: Apache-2.0
"""The value of meeting and of not meeting: the worked example by hand, loops, and linearity in beliefs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pourparler.engines.readiness import Prospects, forgoing_value, meeting_value

Array = NDArray[np.float64]
#: [world, type, set]: one world; settle, stall; without pressure, with it.
WORKED = Prospects(
    reach=np.full((1, 2, 2), 0.6),
    deal=np.array([[[42.0, 70.0], [42.0, 60.0]]]),
    breach=np.array([[[5.0, 4.0], [5.0, 22.0]]]),
    outside=np.zeros((1, 2, 2)),
    no_deal=np.array([[[35.0, 34.0], [35.0, 34.0]]]),
)
MOVE_COST = np.array([[0.0, 3.5]])


def test_meeting_and_forgoing_in_the_worked_example() -> None:
    found = meeting_value(WORKED, np.array([[0.85, 0.30]]), np.array([5.0]), MOVE_COST, np.array([3.0]))
    np.testing.assert_allclose(found, [[[29.67, 39.96], [17.46, 23.94]]], rtol=0, atol=1e-9)
    # At the probability 0.35 of settle.
    np.testing.assert_allclose(np.array([0.35, 0.65]) @ found[0], [21.7335, 29.5470], rtol=0, atol=1e-9)
    forgone = forgoing_value(WORKED.no_deal, MOVE_COST, np.zeros(1))
    np.testing.assert_allclose(forgone, [[[35, 30.5], [35, 30.5]]], rtol=0, atol=1e-12)


@given(st.integers(0, 2**32 - 1))
def test_values_match_a_loop(seed: int) -> None:
    generator = np.random.default_rng(seed)
    worlds, types, sets = shape = (2, 3, 2)
    reach = generator.random(shape)
    deal, breach, outside, no_deal = generator.uniform(-100, 100, (4, *shape))
    compliance = generator.random((worlds, types))
    price, collapse, reversal = generator.uniform(0, 20, (3, worlds))
    cost = generator.uniform(0, 20, (worlds, sets))
    met = meeting_value(Prospects(reach, deal, breach, outside, no_deal), compliance, price, cost, collapse)
    forgone = forgoing_value(no_deal, cost, reversal)
    for place in np.ndindex(shape):
        world, kind, moves = place
        kept = compliance[world, kind]
        agreed = kept * deal[place] + (1 - kept) * breach[place] + outside[place]
        failed = no_deal[place] - collapse[world]
        expected = -price[world] - cost[world, moves] + reach[place] * agreed + (1 - reach[place]) * failed
        assert met[place] == pytest.approx(expected, abs=1e-9)
        assert forgone[place] == pytest.approx(no_deal[place] - cost[world, moves] - reversal[world], abs=1e-9)


def test_where_nothing_can_be_agreed_meeting_is_no_deal_less_its_price() -> None:
    anything = np.full((1, 1, 1), 99.0)
    nowhere = Prospects(np.zeros((1, 1, 1)), anything, anything, anything, np.full((1, 1, 1), 35.0))
    found = meeting_value(nowhere, np.ones((1, 1)), np.array([5.0]), np.zeros((1, 1)), np.array([3.0]))
    assert found.tolist() == [[[27]]]
