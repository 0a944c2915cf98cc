# SPDX-License-Identifier: Apache-2.0
"""Who has to consent, and which sets of parties could make a deal among themselves."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.engines.bargaining import ConsentRule, all_but, unanimity
from pourparler.errors import EngineInputError


@st.composite
def rules(draw: st.DrawFn) -> ConsentRule:
    parties = draw(st.integers(1, 5))
    vetoes = draw(st.lists(st.integers(0, parties - 1), unique=True))
    return ConsentRule(parties, tuple(vetoes), draw(st.integers(0, parties)))


@given(rules())
def test_the_smallest_coalitions_are_those_of_whom_nobody_can_be_spared(rule: ConsentRule) -> None:
    every = [np.array(yes) for yes in product([False, True], repeat=rule.parties)]
    enough = [yes for yes in every if rule.is_met(yes)]
    for yes in every:
        assert rule.is_met(yes) == (yes.sum() >= rule.quota and all(yes[party] for party in rule.vetoes))
    smallest = {
        tuple(np.flatnonzero(yes).tolist())
        for yes in enough
        if not any((other <= yes).all() and (other != yes).any() for other in enough)
    }
    assert set(rule.smallest_coalitions()) == smallest


def test_rules_by_name() -> None:
    yes = np.array([[True, True, True], [True, False, True], [False, False, True]])
    assert unanimity(3).is_met(yes).tolist() == [True, False, False]
    assert all_but(3).is_met(yes).tolist() == [True, True, False]
    assert all_but(3, vetoes=[1]).is_met(yes).tolist() == [True, False, False]


@pytest.mark.parametrize(("vetoes", "quota"), [((), 4), ((), -1), ((3,), 2), ((1, 1), 2)])
def test_rules_that_cannot_be(vetoes: tuple[int, ...], quota: int) -> None:
    with pytest.raises(EngineInputError):
        ConsentRule(3, vetoes, quota)
