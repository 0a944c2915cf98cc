# SPDX-License-Identifier: Apache-2.0
"""Who wins and who loses, ranked against a count of pairs in plain loops.

No published table exists: ranking by a required share of paired worlds is this project's own rule.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pourparler.engines.partners import rank_by_effect
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
shapes = st.tuples(st.integers(1, 8), st.integers(1, 5))
#: Few distinct values, so that ties within a world are common.
effects = shapes.flatmap(lambda shape: arrays(np.float64, shape, elements=st.integers(-2, 2).map(float)))


def ranks_by_counting(effects: list[list[float]], share: float) -> list[int | None]:
    parties = range(len(effects[0]))

    def ahead(first: int, second: int) -> bool:
        return sum(world[first] > world[second] for world in effects) / len(effects) >= share

    out: list[int | None] = []
    for party in parties:
        others = [other for other in parties if other != party]
        settled = all(ahead(party, other) or ahead(other, party) for other in others)
        out.append(1 + sum(ahead(other, party) for other in others) if settled else None)
    return out


@settings(max_examples=50, deadline=None)
@given(effects, st.sampled_from([0.51, 0.6, 0.75, 0.95, 1.0]))
def test_ranks_match_a_count_of_pairs(effects: Array, share: float) -> None:
    found = rank_by_effect(effects, share)
    assert list(found.ranks) == ranks_by_counting(effects.tolist(), share)
    assert found.share == share


@settings(max_examples=50, deadline=None)
@given(effects, st.sampled_from([0.6, 0.95]), st.data())
def test_ranks_do_not_depend_on_the_order_of_parties_or_worlds(effects: Array, share: float, data: st.DataObject) -> None:
    parties = data.draw(st.permutations(range(effects.shape[1])))
    worlds = data.draw(st.permutations(range(effects.shape[0])))
    moved = rank_by_effect(effects[worlds][:, parties], share)
    assert list(moved.ranks) == [rank_by_effect(effects, share).ranks[party] for party in parties]


@settings(max_examples=50, deadline=None)
@given(effects)
def test_winners_and_losers_change_places_when_every_effect_changes_sign(effects: Array) -> None:
    ranks, mirrored = rank_by_effect(effects, 0.95).ranks, rank_by_effect(-effects, 0.95).ranks
    # A determined rank counts those ahead; all others are behind.
    assert [None if rank is None else effects.shape[1] + 1 - rank for rank in ranks] == list(mirrored)


def test_paired_worlds_settle_what_overlapping_intervals_do_not() -> None:
    together = np.array([[value + 0.1, value] for value in range(100)])
    assert rank_by_effect(together, 0.95).ranks == (1, 2)
    # The same two columns out of step: in half of the worlds the order is the other way round.
    assert rank_by_effect(np.stack([together[:, 0], together[::-1, 1]], axis=1), 0.95).ranks == (None, None)


def test_the_share_is_reached_at_exactly_nineteen_worlds_of_twenty() -> None:
    effects = np.zeros((20, 2))
    effects[:19, 0] = 1
    assert rank_by_effect(effects, 0.95).ranks == (1, 2)
    effects[18, 0] = 0
    assert rank_by_effect(effects, 0.95).ranks == (None, None)


def test_one_party_ranks_first() -> None:
    assert rank_by_effect(np.zeros((3, 1)), 0.95).ranks == (1,)


@pytest.mark.parametrize("share", [0.5, 1.01, 0.0, -1.0])
def test_shares_that_could_put_two_parties_ahead_of_each_other_are_refused(share: float) -> None:
    with pytest.raises(EngineInputError):
        rank_by_effect(np.zeros((3, 2)), share)
