# SPDX-License-Identifier: Apache-2.0
"""The order that nobody prefers to leave: what looking at every order gives, and the same from either seat."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.staging.staged_problems import swapped
from pourparler.engines.staging import (
    MOST_STAGES,
    Act,
    Joint,
    Pair,
    Stage,
    Staged,
    best_path,
    holds,
    one_step,
    product_of_gains,
    stopped,
)
from pourparler.errors import EngineInputError


def random_deal(seed: int, count: int, worlds: int = 3, kinds: int = 2, needs: bool = True) -> Staged:
    """Stages in which each side does one thing that the other gains by; some need others, some come with a snap-back."""
    rng = np.random.default_rng(seed)
    shape = (worlds, kinds)
    acts = []
    for stage in range(count):
        for doer in (0, 1):
            pain, gain = -rng.uniform(0, 8, shape), rng.uniform(0, 16, shape)
            change = (pain, gain) if doer == 0 else (gain, pain)
            shift = rng.uniform(-2, 2, worlds), rng.uniform(-2, 2, worlds)
            acts.append(Act(stage, doer, change, shift, rng.uniform(0, 1, worlds)))
    stages = tuple(
        Stage(
            kept=(np.ones((1, 1)), rng.uniform(0.7, 1, shape)),
            cost=(rng.uniform(0, 1, worlds), np.zeros(1)),
            shift=(np.zeros(1), np.zeros(1)),
            seen=(np.ones(1), rng.uniform(0.5, 1, worlds)),
            snap_back=(rng.uniform(0, 1, worlds), np.zeros(1)),
            escrow=np.full(1, float(rng.integers(0, 2)) / 2),
            after=int(rng.integers(0, 1 << number)) & int(rng.integers(0, 1 << number)) if needs and number else 0,
        )
        for number in range(count)
    )
    start = rng.uniform(20, 40, shape), rng.uniform(20, 40, shape)
    return Staged(start, start, tuple(acts), stages, rng.uniform(0.3, 1, worlds))


def by_every_order(staged: Staged, end: Pair, weight: np.ndarray, done: int = 0) -> tuple[tuple[int, ...], Pair]:
    """Return the same as `best_path`, by trying every order anew from every place: nothing is remembered."""
    value: Pair = end if done == staged.everything else stopped(staged, done)
    best = -np.inf
    path: tuple[int, ...] = ()
    found = value
    for stage in staged.next_after(done):
        rest, after = by_every_order(staged, end, weight, done | 1 << stage)
        step = one_step(staged, done, stage, after)
        score = product_of_gains(step, weight)
        if all(holds(step, weight)) and score > best + 1e-9:
            best, path, found = score, (stage, *rest), step.going_on
    return path, found


def even(staged: Staged) -> np.ndarray:
    shape = staged.start[0].shape
    return np.full(shape, 1 / shape[1])


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_sets_of_stages_give_what_every_order_gives(seed: int, count: int) -> None:
    staged = random_deal(seed, count)
    end = stopped(staged, staged.everything)
    path, value = by_every_order(staged, end, even(staged))
    found = best_path(staged, end, even(staged))
    assert found.path == path
    for mine, theirs in zip(found.value, value, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-9)
    assert found.looked_at <= count * 2 ** (count - 1)


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_either_seat_finds_the_same_order(seed: int, count: int) -> None:
    staged = random_deal(seed, count)
    end = stopped(staged, staged.everything)
    here, there = best_path(staged, end, even(staged)), best_path(swapped(staged), (end[1], end[0]), even(staged))
    assert here.path == there.path
    np.testing.assert_allclose(here.value[0], there.value[1], atol=1e-9)


def test_no_step_of_the_path_found_is_one_that_a_side_would_leave() -> None:
    found = 0
    for seed in range(20):
        staged = random_deal(seed, 5)
        best = best_path(staged, stopped(staged, staged.everything), even(staged))
        assert all(all(holds(step, even(staged))) for step in best.steps)
        done = 0
        for step in best.steps:
            assert step.before == done
            assert staged.is_admissible(step.done)
            done = step.done
        found += len(best.steps)
    assert found > 10


def test_what_must_not_be_in_force_is_never_passed_through() -> None:
    staged = random_deal(3, 3, needs=False)
    nothing = np.zeros((1, 1))
    # The first stage alone, without the second, is barred: the second has to come first.
    barred = replace(staged, barred=(Joint((0,), (2,), (nothing, nothing)),))
    assert not barred.is_admissible(1)
    assert barred.is_admissible(3)
    for step in best_path(barred, stopped(barred, 7), even(barred)).steps:
        assert step.done not in (1, 5)


def test_more_stages_than_are_searched_are_refused() -> None:
    staged = random_deal(0, MOST_STAGES + 1, 1, 1)
    with pytest.raises(EngineInputError, match="8 stages"):
        best_path(staged, stopped(staged, staged.everything), even(staged))


def test_acts_that_are_nobodys_and_shares_beyond_one_are_refused() -> None:
    staged = random_deal(0, 1)
    for change in ({"doer": 2}, {"stage": 1}, {"taken_back": np.array([1.2])}, {"taken_back": np.array([-0.1])}):
        with pytest.raises(EngineInputError):
            replace(staged, acts=(replace(staged.acts[0], **change),))
