# SPDX-License-Identifier: Apache-2.0
"""Contingent terms: both sides expect to gain at the price, and no other price gives more to both.

No published table exists: the gain of a bet between two beliefs is their difference, by definition.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.bargaining import contingent_term
from pourparler.errors import EngineInputError

chances = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=8)


@settings(max_examples=200, deadline=None)
@given(chances)
def test_both_gain_by_half_of_the_difference(pairs: list[tuple[int, int]]) -> None:
    own, other = (np.array(side) / 10 for side in zip(*pairs, strict=True))
    found = contingent_term(own, other)
    for world, (p, q) in enumerate(zip(own, other, strict=True)):
        price, holds = found.price[world], found.we_hold[world]
        # The holder expects his probability less the price, the other the price less his.
        ours, theirs = (p - price, price - q) if holds else (price - p, q - price)
        assert ours == pytest.approx(found.each[world]) and theirs == pytest.approx(found.each[world])
        assert found.each[world] >= 0 and found.joint[world] == pytest.approx(abs(p - q))
    assert found.ours_higher == pytest.approx(np.mean(own > other))
    assert found.theirs_higher == pytest.approx(np.mean(own < other))
    # From the other seat the same term, held by the other side.
    turned = contingent_term(other, own)
    np.testing.assert_allclose(turned.joint, found.joint)
    assert (turned.ours_higher, turned.theirs_higher) == (found.theirs_higher, found.ours_higher)


def test_overlap_is_not_determined() -> None:
    own, other = np.array([0.7] * 19 + [0.2]), np.full(20, 0.3)
    assert contingent_term(own, other).is_determined(0.95) and not contingent_term(own, other).is_determined(0.96)
    assert contingent_term(other, own).is_determined(0.95)
    assert not contingent_term(other, other).is_determined(0.6)


def test_what_is_no_probability_is_refused() -> None:
    for own, other in ((np.array([1.2]), np.array([0.5])), (np.array([0.5]), np.array([-0.1])), (np.ones(2), np.ones(1))):
        with pytest.raises(EngineInputError):
            contingent_term(own, other)
