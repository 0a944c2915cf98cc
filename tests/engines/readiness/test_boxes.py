# SPDX-License-Identifier: Apache-2.0
"""Boxes: one that was planted is found, bounds that say nothing are left out, and numbers mean what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.readiness import scenario_box
from pourparler.errors import EngineInputError


def test_a_planted_box_is_found() -> None:
    """The same draws as a peer was run on, which found coverage 1 and density 0.963665 with its bound at 0.3952."""
    inputs = np.random.default_rng(0).uniform(size=(5_000, 6))
    found = scenario_box(inputs, (inputs[:, 0] > 0.7) & (inputs[:, 1] < 0.4))
    assert set(found.bounds) == {0, 1}
    assert (found.bounds[0][1], found.bounds[1][0]) == (None, None)
    assert found.bounds[0][0] == pytest.approx(0.7, abs=0.005)
    assert found.bounds[1][1] == pytest.approx(0.4, abs=0.005)
    assert found.coverage >= 0.99
    assert found.density >= 0.963665


def test_a_box_in_noise_is_found_nearby() -> None:
    generator = np.random.default_rng(3)
    inputs = generator.uniform(size=(4_000, 8))
    inside = (inputs[:, 2] > 0.5) & (inputs[:, 5] < 0.6)
    found = scenario_box(inputs, generator.uniform(size=4_000) < np.where(inside, 0.9, 0.05))
    assert {2, 5} <= set(found.bounds)
    assert len(found.bounds) <= 4
    assert found.bounds[2][0] == pytest.approx(0.5, abs=0.06)
    assert found.bounds[5][1] == pytest.approx(0.6, abs=0.06)
    assert found.density > 0.8


def test_an_input_of_two_values_is_cut_between_them() -> None:
    generator = np.random.default_rng(4)
    switch, idle = generator.integers(0, 2, 1_000).astype(float), generator.uniform(size=1_000)
    found = scenario_box(np.stack([idle, switch], axis=1), switch == 1)
    assert found.bounds == {1: (1.0, None)}
    assert (found.coverage, found.density) == (1, 1)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(30, 200), st.integers(1, 4))
def test_coverage_density_and_mass_are_those_of_the_bounds(seed: int, worlds: int, count: int) -> None:
    generator = np.random.default_rng(seed)
    inputs = generator.normal(size=(worlds, count)).round(1)
    wanted = inputs.sum(axis=1) + generator.normal(size=worlds) > 0.5
    if not wanted.any() or wanted.all():
        return
    found = scenario_box(inputs, wanted)
    inside = np.ones(worlds, dtype=bool)
    for number, (low, high) in found.bounds.items():
        inside &= (inputs[:, number] >= (-np.inf if low is None else low)) & (
            inputs[:, number] <= (np.inf if high is None else high)
        )
    assert found.coverage == pytest.approx((inside & wanted).sum() / wanted.sum())
    assert found.density == pytest.approx((inside & wanted).sum() / inside.sum())
    assert found.mass == pytest.approx(inside.mean())
    # No worse than no box at all, by the mean that is looked at, and every bound counts.
    mean = 2 * found.coverage * found.density / (found.coverage + found.density)
    assert mean >= 2 * wanted.mean() / (1 + wanted.mean()) - 1e-12
    for number, ends in found.bounds.items():
        for side in (0, 1):
            if ends[side] is None:
                continue
            freed = {**found.bounds, number: (None, ends[1]) if side == 0 else (ends[0], None)}
            wider = np.ones(worlds, dtype=bool)
            for at, (low, high) in freed.items():
                wider &= inputs[:, at] >= (-np.inf if low is None else low)
                wider &= inputs[:, at] <= (np.inf if high is None else high)
            assert 2 * (wider & wanted).sum() / (wider.sum() + wanted.sum()) < mean


def test_there_has_to_be_something_to_tell_apart() -> None:
    for wanted in (np.zeros(5, dtype=bool), np.ones(5, dtype=bool)):
        with pytest.raises(EngineInputError, match="worlds of interest and others"):
            scenario_box(np.zeros((5, 1)), wanted)
