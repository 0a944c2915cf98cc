# SPDX-License-Identifier: Apache-2.0
"""Wilson's interval: its ends are where the score test just rejects."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.intentions import wilson_interval
from pourparler.errors import EngineInputError

#: The 97.5 % point of the standard normal distribution.
Z = 1.959963984540054


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_score_test_just_rejects_at_either_end(case: tuple[int, int]) -> None:
    successes, n = case
    share = successes / n
    low, high = wilson_interval(successes, n)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    for end in (low, high):
        assert (share - end) ** 2 == pytest.approx(Z * Z * end * (1 - end) / n, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_failures_mirror_successes(case: tuple[int, int]) -> None:
    successes, n = case
    low, high = wilson_interval(successes, n)
    assert wilson_interval(n - successes, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_impossible_counts_are_refused(successes: int, n: int) -> None:
    with pytest.raises(EngineInputError):
        wilson_interval(successes, n)
