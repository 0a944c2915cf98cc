# SPDX-License-Identifier: Apache-2.0
"""Stages one after another: what going on is worth at each, against stopping there and against breaking the deal."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, Agreement, Frontier, nash_bargaining_solution, snap
from pourparler.engines.staging.stages import (
    Array,
    Pair,
    Staged,
    disagreement,
    in_force,
    left_after_break,
    stopped,
    withheld,
)
from pourparler.errors import EngineInputError

OURS, THEIRS = 0, 1


@dataclass(frozen=True)
class Step:
    """One stage of a path, seen from where it begins, each a pair (ours, theirs) of [world, type] value points.

    `going_on` is the value of going on from here (before the first stage: of the whole path), `stopping` that of stopping here.
    `over_stopping` is what what follows is worth beyond the disagreement point here, `over_breaking` what doing one's part is
    worth beyond taking the other's and keeping one's own; below zero a side would rather leave. `if_broken` holds what is left
    after a breach of this stage by us and by them.
    """

    stage: int
    before: int
    going_on: Pair
    stopping: Pair
    over_stopping: Pair
    over_breaking: Pair
    if_broken: tuple[Pair, Pair]

    @property
    def done(self) -> int:
        """The stages done once this one is, as bits."""
        return self.before | 1 << self.stage


def talks_that_follow(
    frontier: Frontier, own: Array, other: Array, power: Array | None = None, whole: Frontier | None = None
) -> tuple[Pair, Agreement]:
    """Return both sides' values of free talks from disagreement points [world, type] (value points), and what is agreed.

    Where nothing on the frontier leaves nobody worse off, the disagreement point is the outcome. Values lie on the grid.
    Source: model.md "Staged and partial deals", V2: the next bargaining problem, disagreement u(x1) + shift.
    """
    at = snap(own), snap(other)
    found = nash_bargaining_solution(frontier, at[OURS], at[THEIRS], power, whole)
    values = [
        np.where(found.exists, found.average_of(per_entry), point) / GRID_STEPS_PER_POINT
        for per_entry, point in zip((frontier.own_at, frontier.other_at), at, strict=True)
    ]
    return (values[OURS], values[THEIRS]), found


def followed(staged: Staged, done: int, talks: Pair) -> Pair:
    """Return each side's value of what is in force with free talks after it: (1 - delta) u + delta V2, [world, type].

    Source: model.md "Staged and partial deals", V(stage).
    """
    delta = staged.later_weight[:, None]
    own, other = ((1 - delta) * now + delta * then for now, then in zip(in_force(staged, done), talks, strict=True))
    return own, other


def one_step(staged: Staged, before: int, stage: int, then: Pair) -> Step:
    """Return what a stage is worth from where it begins, if after it each side has `then`, [world, type].

        next   = -cost + c V(then) + sum over sides of P(that side breaks) V_breach
        V      = (1 - delta) u + delta next            before the first stage: next

    c is the chance that both sides do their part. Where both would fail, half of that chance counts as a breach by each.
    Source: model.md "Staged and partial deals"; compliance per stage and type.
    """
    terms, done = staged.stages[stage], before | 1 << stage
    ours, theirs = (kept if kept.ndim == 2 else kept[:, None] for kept in terms.kept)
    # We fail and they do not, plus half of that both do.
    broken = (1 - ours) * (1 + theirs) / 2, (1 - theirs) * (1 + ours) / 2
    left = left_after_break(staged, done, OURS, stage), left_after_break(staged, done, THEIRS, stage)
    following = [
        ours * theirs * then[side]
        + broken[OURS] * left[OURS][side]
        + broken[THEIRS] * left[THEIRS][side]
        - _cost(staged, stage, side)
        for side in (OURS, THEIRS)
    ]
    held, rest, delta = disagreement(staged, before), stopped(staged, before), staged.later_weight[:, None]
    if before:
        now = in_force(staged, before)
        going_on = [(1 - delta) * now[side] + delta * following[side] for side in (OURS, THEIRS)]
    else:
        going_on = following
    return Step(
        stage,
        before,
        (going_on[OURS], going_on[THEIRS]),
        rest,
        (following[OURS] - held[OURS], following[THEIRS] - held[THEIRS]),
        (then[OURS] - withheld(staged, before, stage, OURS), then[THEIRS] - withheld(staged, before, stage, THEIRS)),
        left,
    )


def walk(staged: Staged, path: Sequence[int], end: Pair) -> tuple[Step, ...]:
    """Return every step of a path of stages, first to last, `end` being each side's value once all of them are done.

    A path may leave stages out. What is read off a step rests on the rest of the path being gone through, whatever either
    side would prefer: `over_stopping` and `over_breaking` say where it would not be.

    Raises EngineInputError for a stage twice, for one before what it needs, and for a package that is barred on the way.
    Source: model.md "Staged and partial deals", by recursion from the last stage.
    """
    done = [0]
    for stage in path:
        if done[-1] >> stage & 1 or not staged.is_admissible(done[-1] | 1 << stage):
            raise EngineInputError("a path names each stage once, after all that it needs, and never holds what is barred")
        done.append(done[-1] | 1 << stage)
    steps: list[Step] = []
    for before, stage in zip(reversed(done[:-1]), reversed(path), strict=True):
        steps.insert(0, one_step(staged, before, stage, end))
        end = steps[0].going_on
    return tuple(steps)


def leverage(staged: Staged, left: tuple[Pair, Pair]) -> Pair:
    """Return each side's leverage once some stages are done, [world, type] points of the *other* side.

    `left` is what both sides are left with there if we break off, and if they do: `left_after_break` by 0 and by 1.
    Ours is what they would lose if we broke off now and took back what we can: their value of all stages done, less what they
    would be left with. It falls by what their no-deal value has risen and by what they could keep. Points of two sides are on
    scales of their own: compare a side with itself earlier, not with the other.
    Source: Schelling (1960), The Strategy of Conflict, chapter 2; model.md "Staged and partial deals" (leverage of each side).
    """
    prize = in_force(staged, staged.everything)
    return prize[THEIRS] - left[OURS][THEIRS], prize[OURS] - left[THEIRS][OURS]


def taken_back_by_side(staged: Staged, stage: int) -> tuple[Array | None, Array | None]:
    """Return the share of what each side does in a stage that it could take back, [world]; None for a side that does nothing.

    Acts weigh by what they move for the side that does them, on average over types.
    Source: model.md "Staged and partial deals": reversibility of each give and get, on each side.
    """
    out: list[Array | None] = []
    worlds = len(staged.later_weight)
    for side in (OURS, THEIRS):
        acts = [act for act in staged.acts if act.stage == stage and act.doer == side]
        sizes = [np.broadcast_to(np.abs(act.change[side]).mean(axis=1), worlds) for act in acts]
        total = np.sum(sizes, axis=0) if acts else None
        if total is None:
            out.append(None)
            continue
        even = np.full(worlds, 1 / len(acts))
        share = np.zeros(worlds)
        for act, size in zip(acts, sizes, strict=True):
            share = share + np.where(total > 0, size / np.where(total > 0, total, 1), even) * act.taken_back
        out.append(share)
    return out[OURS], out[THEIRS]


def _cost(staged: Staged, stage: int, side: int) -> NDArray[np.float64]:
    cost = staged.stages[stage].cost[side]
    return cost if cost.ndim == 2 else cost[:, None]
