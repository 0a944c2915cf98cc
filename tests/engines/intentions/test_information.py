# SPDX-License-Identifier: Apache-2.0
"""What an inquiry would tell equals plain sums, never exceeds what is open, and is nothing where outcomes do not differ."""

from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.intentions import entropy, expected_information
from pourparler.errors import EngineInputError


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_it_equals_plain_sums(hypotheses: int, outcomes: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    belief = generator.dirichlet(np.ones(hypotheses), 2) * (generator.random((2, hypotheses)) < 0.8)
    belief = np.where(belief.sum(axis=1, keepdims=True) > 0, belief, 1)
    belief /= belief.sum(axis=1, keepdims=True)
    chances = generator.dirichlet(np.ones(outcomes), (2, hypotheses)).transpose(0, 2, 1)
    found = expected_information(belief, chances)
    for world in range(2):
        p, table = belief[world].tolist(), chances[world].tolist()
        rate = [sum(a * b for a, b in zip(p, row, strict=True)) for row in table]
        bits = sum(
            p[h] * row[h] * log2(row[h] / rate[o])
            for o, row in enumerate(table)
            for h in range(hypotheses)
            if p[h] * row[h] > 0
        )
        assert found.bits[world] == pytest.approx(bits, abs=1e-12)
        assert found.outcomes[world].tolist() == pytest.approx(rate, abs=1e-12)
        for o, row in enumerate(table):
            assert found.after[world, o].tolist() == pytest.approx(
                [p[h] * row[h] / rate[o] for h in range(hypotheses)], abs=1e-9
            )
    assert (found.bits <= entropy(belief) + 1e-12).all()


def test_an_inquiry_that_settles_the_question_tells_all_that_is_open() -> None:
    belief = np.array([[0.5, 0.25, 0.25]])
    assert entropy(belief).tolist() == [1.5]
    assert expected_information(belief, np.eye(3)[None]).bits.tolist() == pytest.approx([1.5])


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_outcomes_as_likely_everywhere_tell_exactly_nothing(hypotheses: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    belief = generator.dirichlet(np.ones(hypotheses), 3)
    level = generator.dirichlet(np.ones(3), 3)
    found = expected_information(belief, np.repeat(level[:, :, None], hypotheses, axis=2))
    assert (found.bits == 0).all()
    assert (found.after == belief[:, None, :]).all()


def test_what_a_caller_gets_wrong() -> None:
    with pytest.raises(EngineInputError, match="sum to one"):
        expected_information(np.array([[1.0]]), np.array([[[0.5]]]))
    with pytest.raises(EngineInputError, match="hypothesis"):
        expected_information(np.array([[0.5, 0.5]]), np.array([[[1.0]]]))
