# SPDX-License-Identifier: Apache-2.0
"""The crisis along a path: month by month, and the hazard at which two courses are worth the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.staging import break_even_hazard, chance_along
from pourparler.errors import EngineInputError

HAZARDS = st.floats(0, 0.5)


@given(st.lists(st.tuples(HAZARDS, st.integers(0, 12)), min_size=1, max_size=4), HAZARDS, st.integers(0, 24))
@settings(max_examples=100, deadline=None)
def test_along_states_it_is_what_month_after_month_gives(before: list[tuple[float, int]], last: float, months: int) -> None:
    ends = np.cumsum([length for _, length in before])
    survival = 1.0
    for month in range(months):
        state = next((n for n, end in enumerate(ends) if month < end), len(before))
        survival *= 1 - (before[state][0] if state < len(before) else last)
    hazards = [np.array([h]) for h, _ in before] + [np.array([last])]
    found = chance_along(hazards, [np.array([float(end)]) for end in ends], np.array([float(months)]))
    assert found[0] == pytest.approx(1 - survival)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(1, 90), HAZARDS, st.integers(1, 36))
@settings(max_examples=100, deadline=None)
def test_at_the_break_even_both_courses_are_worth_the_same(
    value: float, instead: float, loss: float, hazard: float, months: int
) -> None:
    chance = 1 - (1 - hazard) ** months
    one = np.ones(1)
    found = break_even_hazard(value * one, chance * one, instead * one, loss * one, months * one)[0]
    at = instead - (1 - (1 - found) ** months) * loss
    here = value - chance * loss
    if 0 < found < 1:
        assert at == pytest.approx(here, abs=1e-6)
    else:  # better at any hazard, or at none
        assert here >= instead - 1e-6 if found == 0 else here <= instead - loss + 1e-6


def test_a_loss_of_nothing_decides_nothing() -> None:
    one = np.ones(1)
    assert break_even_hazard(40 * one, 0.2 * one, 30 * one, 0 * one, 12 * one)[0] == 0
    assert break_even_hazard(30 * one, 0.2 * one, 40 * one, 0 * one, 12 * one)[0] == 1


def test_a_state_without_an_end_is_refused() -> None:
    with pytest.raises(EngineInputError, match="hazard"):
        chance_along([np.ones(1)], [np.ones(1)], np.ones(1))
