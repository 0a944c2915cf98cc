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

from pourparler.engines.partners import dearness, determined, rank_by_effect, self_harm
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


def test_just_the_share_required_settles_either_way_and_less_does_not() -> None:
    assert [determined(chance, 0.75) for chance in (0.75, 0.74, 0.26, 0.25, 0.0)] == [True, None, None, False, False]
    assert [determined(chance, 0.95) for chance in (0.95, 0.94, 0.05)] == [True, None, False]


def test_one_party_ranks_first() -> None:
    assert rank_by_effect(np.zeros((3, 1)), 0.95).ranks == (1,)


@pytest.mark.parametrize("share", [0.5, 1.01, 0.0, -1.0])
def test_shares_that_could_put_two_parties_ahead_of_each_other_are_refused(share: float) -> None:
    with pytest.raises(EngineInputError):
        rank_by_effect(np.zeros((3, 2)), share)


WORLDS, TYPES, MANY = 4, 2, 3
points = st.integers(-3, 3).map(float)


@settings(max_examples=100, deadline=None)
@given(
    arrays(np.float64, (WORLDS, TYPES, MANY), elements=points),
    arrays(np.float64, (WORLDS, MANY), elements=points),
    arrays(np.float64, WORLDS, elements=st.sampled_from([0.0, 0.25, 0.5, 1.0])),
)
def test_self_harm_matches_a_loop(gain: Array, outside: Array, first: Array) -> None:
    weight = np.stack([first, 1 - first], axis=1)
    found = self_harm(gain, outside, weight)
    for package in range(MANY):
        gains = harm = 0.0
        for world in range(WORLDS):
            for kind in range(TYPES):
                if gain[world, kind, package] > 0:
                    gains += weight[world, kind] / WORLDS
                    if -outside[world, package] > gain[world, kind, package]:
                        harm += weight[world, kind] / WORLDS
        assert (found.gains[package], found.harm[package]) == pytest.approx((gains, harm))
        assert found.share()[package] == pytest.approx(harm / gains if gains else 0)


def test_self_harm_needs_a_gain_that_the_wider_loss_eats_up() -> None:
    """A gain of 5 with 6 lost outside harms; with just 5 lost it does not; a loss at the table is no self-harm."""
    gain, outside = np.array([[[5.0, 5.0, -1.0, 5.0]]]), np.array([[-6.0, -5.0, -9.0, 9.0]])
    found = self_harm(gain, outside, np.ones((1, 1)))
    assert found.harm.tolist() == [1, 0, 0, 0]
    assert found.gains.tolist() == [1, 1, 0, 1]


@settings(max_examples=100, deadline=None)
@given(arrays(np.float64, (WORLDS, MANY), elements=points), arrays(np.float64, (WORLDS, MANY), elements=points))
def test_what_is_free_at_the_table_and_dear_outside_matches_a_loop(cost: Array, outside: Array) -> None:
    found = dearness(cost, outside)
    for step in range(MANY):
        free = [bool(c <= 0) for c in cost[:, step]]
        dear = [bool(-o > 0 and -o > c) for c, o in zip(cost[:, step], outside[:, step], strict=True)]
        both = [f and d for f, d in zip(free, dear, strict=True)]
        expected = [sum(flags) / WORLDS for flags in (free, dear, both)]
        assert [found.free[step], found.dear[step], found.both[step]] == pytest.approx(expected)


def test_half_certain_is_not_determined() -> None:
    assert [determined(chance, 0.95) for chance in (1, 0.95, 0.94, 0.06, 0.05, 0)] == [True, True, None, None, False, False]


@pytest.mark.parametrize("shape", [(2, 1, 4), (3, 1, 3), (2, 3, 3)])
def test_gains_of_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(EngineInputError):
        self_harm(np.zeros(shape), np.zeros((2, 3)), np.ones((2, 2)) / 2)
    with pytest.raises(EngineInputError):
        dearness(np.zeros((2, 2)), np.zeros((2, 3)))
