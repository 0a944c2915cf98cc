# SPDX-License-Identifier: Apache-2.0
"""Paths of stages: equal to enumeration over worlds and packages, the same from either seat, no worse for a snap-back."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.staging.staged_problems import Problem, path_by_enumeration, swapped
from pourparler.engines.staging import (
    OURS,
    THEIRS,
    Step,
    deal_values,
    disagreement,
    followed,
    in_force,
    left_after_break,
    leverage,
    stopped,
    talks_that_follow,
    walk,
)
from pourparler.errors import EngineInputError


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Two stages on two or three issues of two or three options, in one or two worlds and types; quarters of a point."""
    issues, options = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    worlds, kinds = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def quarters(low: int, high: int, *shape: int) -> np.ndarray:
        return rng.integers(4 * low, 4 * high + 1, shape) / 4

    # The second stage goes on with the issues of the first, or settles others.
    if options == 3 and draw(st.booleans()):
        gives, gets = ((0, 1), (0, 2)), ((1, 1), (1, 2))
    elif issues == 3:
        gives, gets = ((0, 1), (0, options - 1)) if options == 3 else ((0, 1), (0, 0)), ((1, 1), (2, 1))
        gives = gives if options == 3 else ((0, 1), (0, 1))
    else:
        gives, gets = ((0, 1), (0, options - 1)), ((1, 1), (1, options - 1))
    if len({*gives}) < 2 or len({*gets}) < 2:
        gives, gets, options = ((0, 1), (0, 2)), ((1, 1), (1, 2)), 3
    return Problem(
        worth=quarters(0, 50, 2, worlds, kinds, issues, options),
        no_deal=quarters(10, 70, 2, worlds, kinds),
        bonus=quarters(-5, 10, 2, worlds, kinds),
        shift=quarters(-8, 8, 2, 2, 2, worlds),
        taken_back=rng.integers(0, 5, (2, 2, worlds)) / 4,
        kept=rng.integers(0, 5, (2, 2, worlds, kinds)) / 4,
        cost=quarters(0, 2, 2, 2, worlds),
        delta=rng.integers(0, 5, worlds) / 4,
        gives=gives,
        gets=gets,
    )


def steps_of(problem: Problem) -> tuple[Step, ...]:
    staged = problem.staged()
    own, other = disagreement(staged, staged.everything)
    talks, _ = talks_that_follow(problem.frontier(), own, other)
    return walk(staged, (0, 1), followed(staged, staged.everything, talks))


@given(problems())
@settings(max_examples=600, deadline=None)
def test_two_stages_are_worth_what_enumeration_says(problem: Problem) -> None:
    found = steps_of(problem)[0].going_on
    for world in range(problem.shape[0]):
        for kind in range(problem.shape[1]):
            expected = path_by_enumeration(problem, world, kind)
            got = found[OURS][world, kind], found[THEIRS][world, kind]
            assert got == pytest.approx(expected, abs=1e-6)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_both_seats_see_the_same(problem: Problem) -> None:
    staged = problem.staged()
    turned = swapped(staged)
    end = stopped(staged, staged.everything)
    here, there = walk(staged, (0, 1), end), walk(turned, (0, 1), (end[1], end[0]))
    for mine, other in zip(here, there, strict=True):
        for name in ("going_on", "stopping", "over_stopping", "over_breaking"):
            for side in (OURS, THEIRS):
                np.testing.assert_allclose(getattr(mine, name)[side], getattr(other, name)[1 - side], atol=1e-9)
    for done in range(4 if len(staged.acts) else 1):
        left, mirrored = ((left_after_break(s, done, OURS), left_after_break(s, done, THEIRS)) for s in (staged, turned))
        mine_, theirs_ = leverage(staged, left), leverage(turned, mirrored)
        np.testing.assert_allclose(mine_[OURS], theirs_[THEIRS], atol=1e-9)


@given(problems(), st.integers(0, 4), st.integers(0, 1))
@settings(max_examples=150, deadline=None)
def test_a_snap_back_never_lowers_the_value_of_who_holds_it(problem: Problem, quarters: int, holder: int) -> None:
    staged = problem.staged()
    end = stopped(staged, staged.everything)
    share, nothing = np.full(1, quarters / 4), np.zeros(1)
    pair = (share, nothing) if holder == OURS else (nothing, share)
    for held in ([pair, pair], [pair, (nothing, nothing)], [(nothing, nothing), pair]):
        before, after = walk(staged, (0, 1), end), walk(staged.with_each(snap_back=held), (0, 1), end)
        assert np.all(after[0].going_on[holder] >= before[0].going_on[holder] - 1e-9)


def test_one_stage_is_worth_what_a_deal_is_worth_with_what_follows_it() -> None:
    """The same number as `deal_values` for a package on the frontier, kept for certain."""
    problem = Problem(
        worth=np.array([[[[[40.0, 10.0], [0.0, 45.0]]]], [[[[0.0, 30.0], [35.0, 20.0]]]]]),
        no_deal=np.array([[[35.0]], [[30.0]]]),
        bonus=np.zeros((2, 1, 1)),
        shift=np.array([[[[2.0], [4.0]], [[0.0], [0.0]]]]),
        taken_back=np.zeros((1, 2, 1)),
        kept=np.ones((1, 2, 1, 1)),
        cost=np.zeros((1, 2, 1)),
        delta=np.array([0.5]),
        gives=((0, 1),),
        gets=((1, 1),),
    )
    staged, frontier = problem.staged(), problem.frontier()
    talks, _ = talks_that_follow(frontier, *disagreement(staged, 1))
    (step,) = walk(staged, (0,), followed(staged, 1, talks))
    entry = np.flatnonzero(frontier.own_at == 55_000_000)
    shifts = np.array([2_000_000]), np.array([4_000_000])
    assert deal_values(frontier, entry, shifts, problem.delta)[0] == pytest.approx(step.going_on[OURS][0, 0])


def test_what_a_path_cannot_be_is_refused() -> None:
    staged = problem_of_two().staged()
    end = stopped(staged, staged.everything)
    for path in ((1, 0), (0, 0), (1,)):
        with pytest.raises(EngineInputError, match="path"):
            walk(staged, path, end)


def problem_of_two() -> Problem:
    """Two stages on two issues, with round numbers."""
    return Problem(
        worth=np.array([[[[[50.0, 45.0, 40.0], [0.0, 20.0, 40.0]]]], [[[[0.0, 20.0, 40.0], [50.0, 45.0, 40.0]]]]]),
        no_deal=np.full((2, 1, 1), 50.0),
        bonus=np.zeros((2, 1, 1)),
        shift=np.zeros((2, 2, 2, 1)),
        taken_back=np.full((2, 2, 1), 0.5),
        kept=np.ones((2, 2, 1, 1)),
        cost=np.zeros((2, 2, 1)),
        delta=np.array([0.5]),
        gives=((0, 1), (0, 2)),
        gets=((1, 1), (1, 2)),
    )


def test_escrow_returns_both_parts_of_the_stage_that_is_broken_and_no_other() -> None:
    staged = problem_of_two().staged()
    whole = staged.with_each(escrow=[np.ones(1), np.ones(1)])
    assert left_after_break(whole, 3, THEIRS, 1)[OURS][0, 0] == pytest.approx(50)
    assert left_after_break(staged, 3, THEIRS, 1)[OURS][0, 0] == pytest.approx(50 - 5 + 20)
    assert left_after_break(whole, 3, THEIRS)[OURS][0, 0] == pytest.approx(50 - 5 + 20)


def test_a_breach_that_is_not_seen_leaves_the_wronged_side_without_its_gives() -> None:
    staged = problem_of_two().staged()
    unseen = staged.with_each(seen=[(np.zeros(1), np.zeros(1))] * 2)
    assert left_after_break(unseen, 3, THEIRS, 1)[OURS][0, 0] == pytest.approx(50 - 10 + 20)
    assert left_after_break(unseen, 3, OURS, 1)[OURS][0, 0] == pytest.approx(50 - 5 + 40)


def test_an_act_that_is_replaced_counts_no_more() -> None:
    staged = problem_of_two().staged()
    assert in_force(staged, 3)[OURS][0, 0] == 80
    moved = replace(staged, acts=tuple(replace(a, shift=(np.array([1.0]), np.array([a.stage + 2.0]))) for a in staged.acts))
    assert disagreement(moved, 1)[THEIRS][0, 0] == 65 + 2 * 2
    assert disagreement(moved, 3)[THEIRS][0, 0] == 80 + 2 * 3  # those of the first stage are gone


def test_a_snap_back_pays_where_the_other_side_breaks_and_not_where_its_holder_does() -> None:
    """They keep their part in half the cases: of 5 given, half comes back anyway, the other half by the snap-back."""
    problem = replace(problem_of_two(), kept=np.stack([np.stack([np.ones((1, 1)), np.full((1, 1), 0.5)])] * 2))
    staged = problem.staged()
    end = stopped(staged, 1)
    nothing, whole = np.zeros(1), np.ones(1)
    for holder, gained in ((OURS, 0.5 * 2.5), (THEIRS, 0.0)):
        pair = (whole, nothing) if holder == OURS else (nothing, whole)
        before, after = (walk(s, (0,), end)[0].going_on for s in (staged, staged.with_each(snap_back=[pair, pair])))
        assert after[holder][0, 0] - before[holder][0, 0] == pytest.approx(gained)
    assert walk(staged, (0,), end)[0].going_on[OURS][0, 0] == pytest.approx(0.5 * 65 + 0.5 * (50 - 2.5 + 10))
