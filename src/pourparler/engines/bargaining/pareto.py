# SPDX-License-Identifier: Apache-2.0
"""The efficient frontier of any number of parties by sum and prune: exact, with every package that attains it, not enumerated.

A partial package that another one beats cannot be part of an efficient package, whatever is agreed on the other issues; so
partial packages are joined with one more issue, and what is beaten is dropped. Issues that combinations tie together form a
block, whose partial packages are compared only with those that have the same future (`open_terms`). What is equal for all
parties is one value point: it keeps a pointer back to each of the partial packages it came from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.chains import Chain, Layer
from pourparler.engines.bargaining.epsilon_grid import thin_out, thin_to
from pourparler.engines.bargaining.nondominated import FEW, efficient_in_groups, nondominated
from pourparler.engines.bargaining.open_terms import Step, steps_of, tied_blocks
from pourparler.engines.bargaining.packages import Grid
from pourparler.engines.bargaining.payoffs import Payoffs
from pourparler.errors import EngineInputError

Index = NDArray[np.intp]

#: Values that are joined at once, over all parties: 64 MiB of them. More are joined piece by piece.
JOINED_AT_ONCE = 8_000_000
#: The most value points that are held.
MOST_POINTS = 3_000_000
#: For four parties and more, the most that are compared pair by pair.
MOST_COMPARED = 60_000
#: Up to so many parties the frontier is exact up to the first of these limits.
ALWAYS_EXACT = 3
TOO_MANY = "more than {most} value points are efficient at once; allow an epsilon, or state fewer issues or coarser scores"


@dataclass(frozen=True)
class ParetoFrontier:
    """The value points that no package improves on for one party without loss to another, and the packages that attain them.

    `values` [point, party] are on the grid of the payoffs, sorted by the first party's value, best first; `packages` holds how
    many packages attain each, as whole numbers of any size. `epsilon` is 0 where the frontier is exact; otherwise no package
    there is gives every party `epsilon` steps more than some point here, points may be missing, and counts are those of the
    packages that were kept. An empty frontier says that every package is barred, or falls short of a floor.
    """

    values: Grid
    packages: tuple[int, ...]
    epsilon: int
    chain: Chain
    nodes: Index

    @property
    def is_exact(self) -> bool:
        """Whether these are all value points of the frontier."""
        return self.epsilon == 0

    def packages_at(self, point: int, most: int) -> Index:
        """Return packages that attain a value point, [package, issue], at most so many. Source: pointers back."""
        return self.chain.packages(int(self.nodes[point]), most)


@dataclass(frozen=True)
class _Partial:
    """Partial packages that may still become efficient: values [node, party], and group [node] if some combination is open."""

    values: Grid
    group: Index | None


def pareto_frontier(
    payoffs: Payoffs, floors: Grid | None = None, *, epsilon: int = 0, most_points: int = MOST_POINTS
) -> ParetoFrontier:
    """Return the frontier of all packages that are not barred and leave no party below its floor [party].

    Packages are never enumerated. With `epsilon`, in steps of the grid, points may be left out of which none is better for
    every party by as much; use it where the exact frontier is refused as too large. For four parties and more, where the
    exact set passes `MOST_COMPARED`, an epsilon is taken unasked and stated in the result.

    Raises EngineInputError where combinations tie the issues too closely, or more points than `most_points` are efficient,
    and neither is met by an `epsilon`.
    Source: Nemhauser & Ullmann (1969) for two criteria, extended to any number and to tied issues; model.md "Bargaining".
    """
    if epsilon < 0:
        raise EngineInputError("an epsilon must not be negative")
    plans, loose, spent = _plans(payoffs, epsilon)
    joins = sum(map(len, plans)) + len(plans)
    limit = _Limit(max(0, epsilon - spent) // joins, most_points)
    bound = _Bound.of(payoffs, floors, loose)
    blocks = _free(payoffs, [plan[0].issue for plan in plans if plan[0].is_free])
    blocks += [_block(payoffs, plan, limit, bound) for plan in plans if not plan[0].is_free]
    # Small frontiers first: what is joined last is joined most.
    blocks.sort(key=lambda block: len(block.values))
    partial, layers = _Partial(np.zeros((1, payoffs.parties), dtype=np.int64), None), list[Layer]()
    for block, after in zip(blocks, _rests([block.values for block in blocks]), strict=True):
        reach = None if floors is None else bound.floors - after
        partial, layer = _joined(partial, _Choices(block.values[None], None, None, 1), limit, reach)
        layers.append(layer if block.options is None else replace(layer, choice=block.options[layer.choice]))
    whole = Chain(tuple(layers), tuple(block.part for block in blocks), len(payoffs.parts))
    return _settled(payoffs, partial, whole, limit.spent + spent, floors, bool(loose))


def _settled(
    payoffs: Payoffs, partial: _Partial, chain: Chain, epsilon: int, floors: Grid | None, revalued: bool
) -> ParetoFrontier:
    """Return the frontier from the last layer; where terms were left aside, its values with them."""
    counts = chain.counts(payoffs.combinations)
    if not revalued:
        nodes = np.arange(len(partial.values))
        return ParetoFrontier(partial.values, tuple(counts), epsilon, chain, nodes)
    some = [chain.packages(node, 1) for node in range(len(partial.values))]
    values = payoffs.values_of(np.concatenate(some)) if some else partial.values
    kept, starts = efficient_in_groups(values)
    kept = kept[starts[:-1]]
    if floors is not None:
        kept = kept[(values[kept] >= floors).all(axis=1)]
    return ParetoFrontier(values[kept], tuple(counts[node] for node in kept.tolist()), epsilon, chain, kept)


def _plans(payoffs: Payoffs, epsilon: int) -> tuple[list[tuple[Step, ...]], tuple[int, ...], int]:
    """Return the steps of every block, the terms that are left aside while packages are compared, and the epsilon that spends.

    None are left aside unless the issues are tied too closely; then the smallest, as many as half of the epsilon pays for.
    """
    try:
        return [steps_of(payoffs, block) for block in tied_blocks(payoffs)], (), 0
    except EngineInputError:
        if not epsilon:
            raise
    sizes = [int(np.abs(amount).max()) for _, amount in payoffs.together]
    loose: list[int] = []
    spent = 0
    for number in sorted(range(len(sizes)), key=lambda n: sizes[n]):
        if 2 * (spent + sizes[number]) > epsilon:
            break
        loose.append(number)
        spent += sizes[number]
    return [steps_of(payoffs, block, loose) for block in tied_blocks(payoffs, loose)], tuple(loose), spent


@dataclass
class _Limit:
    """The epsilon of every join, what joins have spent so far, and how many points may be held."""

    each: int
    most_points: int
    spent: int = 0

    def thinned(self, values: Grid, group: Index | None) -> Index | None:
        """Return which vectors to go on with, None for all, spending epsilon where it is given or must be."""
        if self.each and len(values) > 1:
            self.spent += self.each
            return thin_out(values, group, self.each)
        if values.shape[1] > ALWAYS_EXACT and len(values) > MOST_COMPARED:
            kept, epsilon = thin_to(values, group, MOST_COMPARED)
            self.spent += epsilon
            return kept
        return None


@dataclass(frozen=True)
class _Bound:
    """The floors, and the most that each issue and the terms that are not loose can add for every party, [party]."""

    floors: Grid
    most: tuple[Grid, ...]
    terms: Grid
    is_set: bool

    @staticmethod
    def of(payoffs: Payoffs, floors: Grid | None, loose: Sequence[int]) -> "_Bound":
        amounts = [np.maximum(amount, 0) for _, amount in payoffs.together]
        terms = np.sum([np.zeros(payoffs.parties, dtype=np.int64), *amounts], axis=0)
        held = np.zeros(payoffs.parties, dtype=np.int64) if floors is None else np.asarray(floors, dtype=np.int64)
        if held.shape != (payoffs.parties,):
            raise EngineInputError("every party needs one floor")
        if loose:  # what is left aside may add as much again later
            terms = terms + np.sum([np.abs(payoffs.together[n][1]) for n in loose], axis=0)
        return _Bound(held, tuple(part.max(axis=0) for part in payoffs.parts), terms, floors is not None)

    def without(self, taken: Sequence[int]) -> Grid | None:
        """Return what a partial package that has taken some issues needs at least, [party]; None without floors."""
        if not self.is_set:
            return None
        rest = [most for issue, most in enumerate(self.most) if issue not in taken]
        return np.asarray(self.floors - self.terms - np.sum([np.zeros_like(self.floors), *rest], axis=0))


@dataclass(frozen=True)
class _Choices:
    """What can be joined next: values [1, choice, party]; the group after, -1 where barred, [group, choice]; what that adds."""

    values: Grid
    group_after: Index | None
    adds: Grid | None
    groups: int


class _Joined(NamedTuple):
    """Candidates, one each: values [candidate, party], group (empty where there is one only), and whence: node and choice."""

    values: Grid
    group: Index
    before: Index
    choice: Index

    def at(self, some: Index) -> "_Joined":
        return _Joined(
            self.values[some], self.group[some] if len(self.group) else self.group, self.before[some], self.choice[some]
        )


class _Block(NamedTuple):
    """What a block adds: values [choice, party], and the issue with the options they stand for, or the chain of its issues."""

    values: Grid
    part: int | Chain
    options: Index | None


def _free(payoffs: Payoffs, issues: Sequence[int]) -> list[_Block]:
    """Return issues that no combination names, each cut down to its efficient options; issues of as many options at once."""
    by_size: dict[int, list[int]] = {}
    for issue in issues:
        by_size.setdefault(payoffs.option_counts[issue], []).append(issue)
    out = []
    for size, alike in by_size.items():
        if size > FEW:
            keep = [nondominated(payoffs.parts[issue]) for issue in alike]
        else:
            parts = np.stack([payoffs.parts[issue] for issue in alike])
            as_good = np.asarray((parts[:, :, None, :] >= parts[:, None, :, :]).all(axis=-1))
            keep = list(~np.asarray((as_good & ~as_good.transpose(0, 2, 1)).any(axis=1)))
        for issue, best in zip(alike, keep, strict=True):
            options = np.flatnonzero(best)
            out.append(_Block(payoffs.parts[issue][options], issue, options))
    return out


def _block(payoffs: Payoffs, plan: Sequence[Step], limit: _Limit, bound: _Bound) -> _Block:
    """Return the efficient combinations of one block of tied issues."""
    partial, layers = _Partial(np.zeros((1, payoffs.parties), dtype=np.int64), None), []
    for place, step in enumerate(plan):
        choices = _Choices(payoffs.parts[step.issue][None], step.group_after, step.adds, step.groups)
        partial, layer = _joined(partial, choices, limit, bound.without([s.issue for s in plan[: place + 1]]))
        layers.append(layer)
    return _Block(partial.values, Chain(tuple(layers), tuple(step.issue for step in plan), len(payoffs.parts)), None)


def _rests(blocks: Sequence[Grid]) -> list[Grid]:
    """Return, per block, the most that the blocks after it add for every party, [party]; an empty block adds nothing."""
    most = [values.max(axis=0) if len(values) else np.zeros(values.shape[1], dtype=np.int64) for values in blocks]
    out = [np.zeros_like(most[0])]
    for step in reversed(most[1:]):
        out.append(out[-1] + step)
    return out[::-1]


def _joined(partial: _Partial, choices: _Choices, limit: _Limit, reach: Grid | None) -> tuple[_Partial, Layer]:
    """Return every partial package with every choice that is worth going on with, and where each came from."""
    width, parties = choices.values.shape[1], partial.values.shape[1]
    at_once = max(1, JOINED_AT_ONCE // max(1, len(partial.values) * parties))
    pieces = [
        _pruned(_products(partial, choices, slice(start, start + at_once), reach), limit, at_once >= width)
        for start in range(0, max(1, width), at_once)
    ]
    if len(pieces) == 1:
        (values, group, before, choice), starts = pieces[0]
    else:
        stacked = [np.concatenate(column) for column in zip(*(piece for piece, _ in pieces), strict=True)]
        (values, group, before, choice), starts = _pruned(_Joined(*stacked), limit, True)
    first = starts[:-1]
    if len(first) > limit.most_points:
        raise EngineInputError(TOO_MANY.format(most=limit.most_points))
    kept = _Partial(values[first], group[first] if choices.groups > 1 else None)
    return kept, Layer(starts, before, choice)


def _products(partial: _Partial, choices: _Choices, some: slice, reach: Grid | None) -> _Joined:
    """Return values, groups, and whence: all partial packages with some choices, but for what is barred or falls short."""
    width = choices.values.shape[1]
    offered = np.arange(width)[some]
    before = np.repeat(np.arange(len(partial.values)), len(offered))
    choice = np.tile(offered, len(partial.values))
    values = (partial.values[:, None, :] + choices.values[0, some][None]).reshape(-1, partial.values.shape[1])
    group = np.zeros(0, dtype=np.intp)
    if choices.group_after is not None:
        here = np.zeros(len(partial.values), dtype=np.intp) if partial.group is None else partial.group
        if choices.adds is not None:
            values += choices.adds[here][:, some].reshape(values.shape)
        group = choices.group_after[here][:, some].reshape(-1)
    keep: NDArray[np.bool_] | None = np.asarray(group >= 0) if len(group) else None
    if reach is not None:
        enough = np.asarray((values >= reach).all(axis=1))
        keep = enough if keep is None else keep & enough
    if keep is None or keep.all():
        return _Joined(values, group, before, choice)
    return _Joined(values, group, before, choice).at(np.flatnonzero(keep))


def _pruned(joined: _Joined, limit: _Limit, is_last: bool) -> tuple[_Joined, Index]:
    """Return what is efficient within its group, equal ones side by side, and where each distinct one begins."""
    grouped = joined.group if len(joined.group) else None
    some = limit.thinned(joined.values, grouped) if is_last else None
    if some is not None:
        joined = joined.at(some)
        grouped = joined.group if grouped is not None else None
    kept, starts = efficient_in_groups(joined.values, grouped)
    return joined.at(kept), starts
