# SPDX-License-Identifier: Apache-2.0
"""Splitting a pie step by step: the closed forms that docs/explanation/staging.md works out, and how small steps have to be.

Each side holds half of a pie that is worth more to the other: giving all of it costs its holder `COST`, and brings the other
`GAIN`. It is handed over in steps, nothing can be taken back, and nothing enforces the exchange.
"""

import numpy as np
import pytest

from pourparler.engines.staging import OURS, THEIRS, Act, Joint, Stage, Staged, Step, holds, walk

COST, GAIN = 20.0, 50.0
ONE = np.ones((1, 1))
NOTHING = (np.zeros(1), np.zeros(1))


def pie(shares: list[float], delta: float, closing: float = 0.0, taken_back: float = 0.0) -> Staged:
    """Return the exchange in which step n hands over `shares[n]` of each half; `closing` is what completing it adds to both."""
    acts = []
    for stage, share in enumerate(shares):
        acts.append(Act(stage, OURS, (-COST * share * ONE, GAIN * share * ONE), NOTHING, np.full(1, taken_back)))
        acts.append(Act(stage, THEIRS, (GAIN * share * ONE, -COST * share * ONE), NOTHING, np.full(1, taken_back)))
    stage_terms = Stage((ONE, ONE), NOTHING, NOTHING, (np.ones(1), np.ones(1)), NOTHING, np.zeros(1))
    stages = tuple(
        Stage((ONE, ONE), NOTHING, NOTHING, stage_terms.seen, NOTHING, np.zeros(1), (1 << n) - 1) for n in range(len(shares))
    )
    bonus = (Joint(tuple(range(2 * len(shares))), (), (closing * ONE, closing * ONE)),)
    return Staged((0 * ONE, 0 * ONE), (0 * ONE, 0 * ONE), tuple(acts), stages, np.full(1, delta), bonus)


def steps_of(staged: Staged, end: float) -> tuple[Step, ...]:
    return walk(staged, range(len(staged.stages)), (end * ONE, end * ONE))


def sustained(steps: tuple[Step, ...]) -> bool:
    return all(all(holds(step, ONE)) for step in steps)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("delta", [0.3, 0.9, 1.0])
def test_equal_steps_are_worth_the_closed_form(count: int, delta: float) -> None:
    """V before step k+1 is k(b-c)/n + sum over the steps to come of delta^m (b-c)/n + delta^(n-k) M."""
    closing = 6.0
    staged = pie([1 / count] * count, delta, closing)
    steps = steps_of(staged, GAIN - COST + closing)
    surplus = (GAIN - COST) / count
    for k, step in enumerate(steps):
        rest = sum(delta**m for m in range(1, count - k + 1)) * surplus + delta ** (count - k) * closing
        expected = k * surplus + rest if k else rest / delta  # before the first step nothing lies in between
        assert step.going_on[OURS][0, 0] == pytest.approx(expected)
        assert step.going_on[THEIRS][0, 0] == pytest.approx(expected)


def test_the_worked_example_of_the_documentation() -> None:
    """Two halves, delta 0.8, closing 12: 22.5 + 9.6 to come after the first step; 12 beyond keeping one's last part of 10."""
    first, last = steps_of(pie([0.5, 0.5], 0.8, 12.0), 42.0)
    assert last.going_on[OURS][0, 0] == pytest.approx(0.2 * 15 + 0.8 * 42)
    assert last.going_on[OURS][0, 0] == pytest.approx(36.6)
    assert first.going_on[OURS][0, 0] == pytest.approx(36.6)
    assert first.over_breaking[OURS][0, 0] == pytest.approx(36.6 - 25)
    assert last.over_breaking[OURS][0, 0] == pytest.approx(42 - (50 - 10))
    assert sustained((first, last))
    assert not sustained(steps_of(pie([1.0], 0.8, 12.0), 42.0))  # at once: 42 against 50 for who keeps its half


@pytest.mark.parametrize("closing", [3.0, 5.0, 12.0])
@pytest.mark.parametrize("delta", [0.6, 0.8, 0.95])
def test_an_exchange_holds_only_in_small_enough_steps(closing: float, delta: float) -> None:
    """Nothing reversible or enforced: n equal steps hold if and only if c/n is at most M, and what is lost, at every step."""
    for count in range(1, 9):
        surplus, cost = (GAIN - COST) / count, COST / count
        to_come = [
            sum(delta**m for m in range(1, count - k + 1)) * surplus + delta ** (count - k) * closing for k in range(1, count)
        ]
        expected = cost <= closing and all(cost <= lost for lost in to_come)
        assert sustained(steps_of(pie([1 / count] * count, delta, closing), GAIN - COST + closing)) is expected
    assert not sustained(steps_of(pie([1.0], delta, closing), GAIN - COST + closing))
    assert sustained(steps_of(pie([1 / 8] * 8, delta, closing), GAIN - COST + closing)) is (closing >= COST / 8)


def test_without_anything_at_the_end_it_unravels_however_small_the_steps() -> None:
    for count in range(1, 9):
        steps = steps_of(pie([1 / count] * count, 0.95), GAIN - COST)
        assert not any(holds(steps[-1], ONE))


@pytest.mark.parametrize("delta", [0.6, 0.8, 0.95])
def test_without_an_end_steps_may_hand_over_a_share_of_what_is_left_and_no_more(delta: float) -> None:
    """Each step hands over the share x of what is left, for ever: it holds if and only if x <= 1 - c/(delta b)."""
    largest = 1 - COST / (delta * GAIN)
    for share in (largest - 0.02, largest + 0.02):
        shares = [share * (1 - share) ** n for n in range(8)]
        left = (1 - share) ** 8
        # What comes after the steps that are walked is the same again on what is left.
        rest = (GAIN - COST) * share * left * delta / (1 - delta * (1 - share))
        steps = steps_of(pie(shares, delta), (GAIN - COST) * (1 - left) + rest)
        assert sustained(steps) is (share < largest)
        assert all(all(holds(step, ONE)) is (share < largest) for step in steps)


def test_what_can_be_taken_back_holds_in_one_step() -> None:
    """If both sides could take back all they gave, nothing is gained by keeping one's part, and one step will do."""
    assert sustained(steps_of(pie([1.0], 0.8, 0.0, taken_back=1.0), GAIN - COST))
