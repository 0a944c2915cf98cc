# SPDX-License-Identifier: Apache-2.0
"""Issues tied by combinations, taken one after another: what has to be remembered of a partial package, and no more.

A combination of options that adds or bars something is *open* while some of its issues are decided and others are not. Two
partial packages for which the same open combinations can still come true have the same future, whatever their options. So
partial packages are told apart by what is still alive, not by the options they took: one term on twenty issues makes two
groups, not as many as there are packages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.additive import Combination, blocks_of
from pourparler.engines.bargaining.packages import Grid
from pourparler.engines.bargaining.payoffs import Payoffs
from pourparler.errors import EngineInputError

Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: The most groups, times options, at one step: 256 MiB of flags for 256 open combinations.
MOST_GROUPS = 1_000_000
TOO_TIED = (
    "{terms} combinations tie the issues so closely that more than {most} kinds of partial package would have to be told "
    "apart; allow an epsilon, by which small amounts are left aside while packages are compared, or state fewer combinations"
)


@dataclass(frozen=True)
class Step:
    """One issue taken: `group_after` [group, option], -1 where that is barred; what comes true then, [group, option, party].

    `groups` is how many groups there are then; an issue is free if no combination names it.
    """

    issue: int
    group_after: Index
    adds: Grid | None
    groups: int
    is_free: bool = False


def tied_blocks(payoffs: Payoffs, loose: Sequence[int] = ()) -> tuple[tuple[int, ...], ...]:
    """Return the issues in blocks tied by combinations, those of most issues first; terms numbered in `loose` tie nothing.

    Source: model.md "Bargaining" (issues tied by an interaction or constraint form a block).
    """
    ties = [c for c in payoffs.barred if len(c) > 1]
    ties += [c for number, (c, _) in enumerate(payoffs.together) if number not in loose]
    return tuple(sorted(blocks_of(len(payoffs.parts), ties), key=lambda block: -len(block)))


def steps_of(payoffs: Payoffs, block: Sequence[int], loose: Sequence[int] = ()) -> tuple[Step, ...]:
    """Return the issues of a block one by one, in an order that keeps few combinations open, with the groups they make.

    Raises EngineInputError where too many groups would have to be told apart.
    Source: elimination of variables one at a time, Bertelè & Brioschi (1972), with what is alive as the state.
    """
    inside = set(block)
    barred = [c for c in payoffs.barred if c and set(c) <= inside]
    terms = [(c, a) for n, (c, a) in enumerate(payoffs.together) if n not in loose and set(c) <= inside]
    combinations = [*barred, *(c for c, _ in terms)]
    if not combinations and len(block) == 1:
        return (Step(block[0], np.zeros((1, payoffs.option_counts[block[0]]), dtype=np.intp), None, 1, True),)
    order = _order(block, combinations)
    when = {issue: place for place, issue in enumerate(order)}
    opens = np.array([min(when[i] for i in c) for c in combinations], dtype=np.intp)
    closes = np.array([max(when[i] for i in c) for c in combinations], dtype=np.intp)
    amounts = np.zeros((len(combinations), payoffs.parties), dtype=np.int64)
    for place, (_, amount) in enumerate(terms):
        amounts[len(barred) + place] = amount
    alive = np.ones((1, len(combinations)), dtype=np.bool_)
    out = []
    for place, issue in enumerate(order):
        options = payoffs.option_counts[issue]
        if len(alive) * options > MOST_GROUPS:
            raise EngineInputError(TOO_TIED.format(terms=len(combinations), most=MOST_GROUPS))
        fits = np.array([[c.get(issue, option) == option for c in combinations] for option in range(options)], dtype=np.bool_)
        still = alive[:, None, :] & fits.reshape(1, options, -1)
        closing = closes == place
        true = still[:, :, closing]
        adds = None
        if closing[len(barred) :].any():
            adds = true.astype(np.int64) @ amounts[closing]
        forbidden = still[:, :, : len(barred)][:, :, closing[: len(barred)]].any(axis=2)
        kept, after = _groups(still, opens, closes, place)
        after[forbidden] = -1
        out.append(Step(issue, after, adds, len(kept)))
        alive = kept
    return tuple(out)


def _groups(still: Flags, opens: Index, closes: Index, place: int) -> tuple[Flags, Index]:
    """Return what is alive in each group after a step, and the group of each (group before, option)."""
    groups, options, terms = still.shape
    if not ((opens <= place) & (closes > place)).any():
        return np.ones((1, terms), dtype=np.bool_), np.zeros((groups, options), dtype=np.intp)
    rows = still.reshape(-1, terms) | (opens > place) | (closes <= place)
    packed = np.packbits(rows, axis=1)
    _, first, inverse = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    return rows[first], inverse.reshape(groups, options).astype(np.intp)


def _order(block: Sequence[int], combinations: Sequence[Combination]) -> list[int]:
    """Return the issues of a block so that, at each step, as few combinations as may be are left open."""
    left, done = list(block), set[int]()
    order = []
    while left:

        def open_after(issue: int) -> int:
            taken = done | {issue}  # called at once
            return sum(1 for c in combinations if c.keys() & taken and not c.keys() <= taken)

        issue = min(left, key=open_after)
        order.append(issue)
        left.remove(issue)
        done.add(issue)
    return order


def count_packages(option_counts: Sequence[int], barred: Sequence[Combination]) -> int:
    """Return how many packages hold none of the barred combinations, exactly, also beyond what 64 bits can hold.

    Raises EngineInputError where the combinations tie the issues too closely to be counted.
    Source: definition; packages of independent blocks multiply, and within a block groups are counted, not packages.
    """
    if any(not combination for combination in barred):
        barred = [combination for combination in barred if combination]
    payoffs = Payoffs(tuple(np.zeros((count, 1), dtype=np.int64) for count in option_counts), (), tuple(barred))
    total = 1
    for block in tied_blocks(payoffs):
        counts = [1]
        for step in steps_of(payoffs, block):
            after = [0] * step.groups
            for group, row in enumerate(step.group_after.tolist()):
                for target in row:
                    if target >= 0:
                        after[target] += counts[group]
            counts = after
        total *= sum(counts)
    return total
