# SPDX-License-Identifier: Apache-2.0
"""What is left on the table against every package that leaves nobody worse off.

No published table exists beyond the definition.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.bargaining import left_on_the_table
from pourparler.errors import EngineInputError


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_against_every_package(seed: int, parties: int) -> None:
    values = np.random.default_rng(seed).integers(0, 6, (12, parties))
    efficient = [v for v in values if not any((o >= v).all() and (o > v).any() for o in values)]
    left = left_on_the_table(values, np.array(efficient))
    for worth, gains in zip(values, left, strict=True):
        no_worse = [other for other in values if (other >= worth).all()]
        assert gains.tolist() == [max(int(o[i]) for o in no_worse) - int(worth[i]) for i in range(parties)]
    dominated = [any((o >= v).all() and (o > v).any() for o in values) for v in values]
    assert (left > 0).any(axis=1).tolist() == dominated


def test_beyond_the_frontier_nothing_is_left() -> None:
    assert left_on_the_table(np.array([[9, 9]]), np.array([[5, 2], [2, 5]])).tolist() == [[0, 0]]
    assert left_on_the_table(np.array([[1, 1]]), np.array([[5, 2], [2, 5]])).tolist() == [[4, 4]]
    with pytest.raises(EngineInputError):
        left_on_the_table(np.array([[1, 1]]), np.array([[5, 2, 1]]))
