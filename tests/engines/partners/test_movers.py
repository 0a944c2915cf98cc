# SPDX-License-Identifier: Apache-2.0
"""What would move a party, and what contradicts a priority, against plain loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.partners.small_reactions import Small, small
from pourparler.engines.partners import opposition_after_changes, out_of_bounds, out_of_order, shortfall
from pourparler.errors import EngineInputError


@settings(max_examples=150, deadline=None)
@given(small(parties=1), st.data())
def test_every_change_of_one_option_is_tried(drawn: Small, data: st.DataObject) -> None:
    package = tuple(data.draw(st.integers(0, len(parts[0]) - 1)) for parts in drawn.worth)
    there = drawn.reactions
    effects, crossed = [e[:, 0] for e in there.effects], [c[0] for c in there.crossed]
    found = opposition_after_changes(effects, crossed, package, there.tolerance[:, 0])
    for issue, chances in enumerate(found):
        for option, chance in enumerate(chances):
            changed = (*package[:issue], option, *package[issue + 1 :])
            worlds = range(len(drawn.tolerance))
            assert chance == pytest.approx(sum(drawn.opposes(w, 0, changed) for w in worlds) / len(worlds))


def test_what_is_lacking_is_what_lies_beyond_the_tolerance() -> None:
    assert shortfall(np.array([-7.0, -3.0, 2.0, -2.0]), np.array([3.0, 3.0, 0.0, 1.0])).tolist() == [4.0, 0.0, 0.0, 1.0]


@settings(max_examples=100, deadline=None)
@given(small(), st.data())
def test_an_order_is_contradicted_where_somebody_gains_at_the_cost_of_one_who_comes_first(
    drawn: Small, data: st.DataObject
) -> None:
    parties = range(len(drawn.tolerance[0]))
    ranks = [data.draw(st.integers(0, 2)) for _ in parties]
    effect, _ = drawn.reactions.on(np.array(drawn.packages))
    found = out_of_order(effect, ranks)
    for place, package in enumerate(drawn.packages):
        worlds = range(len(drawn.tolerance))
        pairs = [(a, b) for a in parties for b in parties if ranks[a] < ranks[b]]
        turned = [
            sum(drawn.effect(world, a, package) < 0 < drawn.effect(world, b, package) for world in worlds) for a, b in pairs
        ]
        assert found[place] == pytest.approx(max(turned, default=0) / len(worlds))


def test_a_bound_that_is_just_reached_is_kept() -> None:
    effect = np.array([[-3.0, 4.0], [-2.0, 5.0]])
    least, most = np.array([-2.0, -2.0]), np.array([4.0, 4.0])
    assert out_of_bounds(effect, least, None).tolist() == [0.5, 0.0]
    assert out_of_bounds(effect, None, most).tolist() == [0.0, 0.5]
    assert out_of_bounds(effect, least, most).tolist() == [0.5, 0.5]
    assert out_of_bounds(effect, None, None).tolist() == [0.0, 0.0]


def test_a_package_of_other_issues_is_refused() -> None:
    with pytest.raises(EngineInputError):
        opposition_after_changes([np.zeros((1, 2))], [np.zeros(2, dtype=bool)], (0, 0), np.zeros(1))
