# SPDX-License-Identifier: Apache-2.0
"""The efficient frontier of two parties, in every world at once, by sums over blocks of issues.

A partial package that another one beats for both parties cannot be part of an efficient package, whatever is agreed on the
other issues. So the frontier grows block by block: every partial package on it is joined with every combination of the next
block, and what is dominated is dropped. Packages are never enumerated beyond a block.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.additive import Additive, Combination, blocks_of
from pourparler.engines.bargaining.frontier import BELOW_ALL, Flags, Frontier, Index, stairs
from pourparler.engines.bargaining.packages import (
    GRID_STEPS_PER_POINT,
    LARGEST_POINTS,
    Grid,
    admissible_packages,
    enumerate_packages,
    package_strides,
)
from pourparler.errors import EngineInputError

#: Bits of the other party's value in a sorting key: room for twice any grid value on either side of zero, and read by a cast.
OTHER_BITS = 32
#: Half of that room.
HALF = 2**31
#: The sorting key of what is barred: last, also when turned round.
BLANK = -(2**63 - 1)
TOO_MANY = "too many packages are efficient at once; bar some that are worth the same, or use fewer issues"
#: A bound beyond all values.
FAR = 2**31 - 1
#: The largest absolute value of a package.
MOST_STEPS = LARGEST_POINTS * GRID_STEPS_PER_POINT
#: Rows that are worked on at once.
ROWS_AT_ONCE = 1_000
#: Rows of like length that are sorted at once.
ROWS_SORTED_AT_ONCE = 200
#: The most places that are held at once; more come about only where very many packages are worth the same.
MOST_PLACES = 4_000_000


def efficient_frontier(own: Grid, other: Grid, admissible: Flags) -> Frontier:
    """Return the frontier among packages that are enumerated.

    `own` and `other` are [world, type, package] on the grid; `admissible` broadcasts to the same shape. A world in which
    nothing is admissible has an empty frontier. Equal value points are all kept. For more than a few hundred packages
    `frontier_by_sums` gives the same sooner.

    Raises EngineInputError if the shapes differ.
    Source: model.md "Bargaining": two parties, sort and running maximum.
    """
    if own.shape != other.shape:
        raise EngineInputError("both parties need values of the same shape")
    shape, width = (own.shape[0], own.shape[1]), own.shape[-1]
    allowed = np.broadcast_to(admissible, own.shape).reshape(-1, width)
    keys = _key(own, other).reshape(-1, width)
    every = _Block(keys, np.arange(width), None if allowed.all() else allowed)
    return _by_type(_grown([every], None), shape, np.arange(shape[1]), None)


def frontier_by_sums(
    own: Additive,
    other: Additive,
    barred: Sequence[Combination] = (),
    allowed: Sequence[Flags] = (),
    floors: tuple[Grid, Grid] | None = None,
    variant: Index | None = None,
) -> Frontier:
    """Return the frontier of two additive quantities on the grid, without enumerating packages.

    `barred` lists combinations that no package may hold: a red line is one of one option. `allowed` says per issue which
    options may be taken, [world or 1, variant or 1, option]. Where `variant` [type] is given, types share the values of their
    variant, and the result is by type. Packages below a floor of either party, [world, type] on the grid, are left out:
    where no-deal values never fall below the floors, agreements are the same. An index is that of `enumerate_packages`.

    Raises EngineInputError for values beyond 1,000 points, and where more packages of equal value tie than can be held.
    Source: model.md "Bargaining": block by block, sum, prune dominated; bounds by the best completion.
    """
    counts = own.option_counts
    ties = [c for c in barred if len(c) > 1] + [c for party in (own, other) for c, _ in party.together]
    shape = _cells(own, other, allowed)
    types = np.arange(shape[1]) if variant is None else variant
    least = None if floors is None else (_least(floors[0], types, shape), _least(floors[1], types, shape))
    blocks = [_block(issues, own, other, barred, allowed, shape) for issues in blocks_of(len(counts), ties)]
    blocks.sort(key=lambda block: -block.keys.shape[1])
    _refuse_overflow(own, other)
    return _by_type(_grown(blocks, least), shape, types, floors)


@dataclass(frozen=True)
class _Block:
    """Combinations of the options of one block: keys [row, combo], indices [combo], and which count if not all do."""

    keys: Grid
    package: Index
    valid: Flags | None


@dataclass(frozen=True)
class _Partial:
    """Partial packages, flat, those of a row side by side: keys, indices so far, rows; where each row starts, and how many."""

    keys: Grid
    package: Index
    row: Index
    starts: Index
    counts: Index


def _key(own: Grid, other: Grid) -> Grid:
    """Return both values in one number that sorts by own value and then by the other; keys of sums are sums of keys."""
    return np.asarray((own << OTHER_BITS) + other)


def _first(key: Grid) -> Grid:
    """Return the own value from a key."""
    return np.asarray(key + HALF >> OTHER_BITS)


def _second(key: Grid) -> NDArray[np.int32]:
    """Return the other party's value from a key: its lower half, as a whole number with a sign."""
    return key.astype(np.int32)


def _start(rows: int) -> _Partial:
    """Return one empty partial package in every row."""
    every, nothing = np.arange(rows), np.zeros(rows, dtype=np.int64)
    return _Partial(nothing, nothing, every, every, np.ones(rows, dtype=np.intp))


def _cells(own: Additive, other: Additive, allowed: Sequence[Flags]) -> tuple[int, int]:
    """Return the numbers of worlds and of variants."""
    arrays = [*own.parts, *other.parts, *allowed]
    shapes = [array.shape[:2] for array in arrays] + [a.shape for party in (own, other) for _, a in party.together]
    worlds, variants = np.broadcast_shapes(*shapes)
    return worlds, variants


def _least(floor: Grid, types: Index, shape: tuple[int, int]) -> Grid:
    """Return the lowest floor among the types of each variant, [row]."""
    low = np.full((shape[1], shape[0]), FAR)
    np.minimum.at(low, types, np.broadcast_to(floor, (shape[0], len(types))).T)
    return np.ascontiguousarray(low.T).reshape(-1)


def _block(
    issues: tuple[int, ...],
    own: Additive,
    other: Additive,
    barred: Sequence[Combination],
    allowed: Sequence[Flags],
    shape: tuple[int, int],
) -> _Block:
    """Return every admissible combination of the options of one block."""
    counts = own.option_counts
    inside = [{issues.index(i): o for i, o in c.items()} for c in barred if c and set(c) <= set(issues)]
    combos = enumerate_packages([counts[issue] for issue in issues])
    combos = combos[admissible_packages(combos, inside)]
    strides = package_strides(counts)
    index = combos @ np.array([strides[issue] for issue in issues])
    spread = (*shape, len(combos))
    keys = np.broadcast_to(_key(own.of_block(issues, combos), other.of_block(issues, combos)), spread)
    keys = keys.reshape(shape[0] * shape[1], len(combos))
    ok = np.ones(spread, dtype=np.bool_)
    for place, issue in enumerate(issues if allowed else ()):
        ok &= allowed[issue][..., combos[:, place]]
    return _Block(keys, index, None if ok.all() else ok.reshape(keys.shape))


def _refuse_overflow(*parties: Additive) -> None:
    """Refuse values of which products of gains would not fit the grid."""
    for party in parties:
        if sum(_largest(values) for values in (*party.parts, *(a for _, a in party.together))) <= MOST_STEPS:
            continue  # even if all the largest stood in one world and of one type
        for sign in (1, -1):
            ends = [np.maximum(sign * part, 0).max(axis=-1) for part in party.parts]
            ends += [np.maximum(sign * amount, 0) for _, amount in party.together]
            total = ends[0]
            for end in ends[1:]:
                total = total + end
            if total.max(initial=0) > MOST_STEPS:
                raise EngineInputError("a value lies beyond 1,000 points; values are meant on a scale of 0 to 100")


def _largest(values: Grid) -> int:
    """Return the largest absolute value."""
    return max(int(values.max(initial=0)), -int(values.min(initial=0)))


def _best_completions(blocks: Sequence[_Block]) -> list[tuple[Grid, Grid]]:
    """Return, per block, the most that the blocks after it can still add for each party, [row]."""
    rows = len(blocks[0].keys)
    out = [(np.zeros(rows, dtype=np.int64),) * 2]
    for block in reversed(blocks[1:]):
        ends = []
        for values in (_first(block.keys), _second(block.keys)):
            open_to = values if block.valid is None else np.where(block.valid, values, BELOW_ALL)
            ends.append(open_to.max(axis=1, initial=BELOW_ALL))
        out.append((out[-1][0] + ends[0], out[-1][1] + ends[1]))
    return out[::-1]


def _joined(partial: _Partial, block: _Block, least: tuple[Grid, Grid] | None) -> tuple[Grid, Index, Index]:
    """Return every partial package with every combination of one more block: keys, indices, and how many in each row.

    What cannot come to the `least` of either party [row] is left out. The rows stay in the order in which they stand.
    """
    width = block.keys.shape[1]
    if partial.keys.size * width > MOST_PLACES:
        raise EngineInputError(TOO_MANY)
    keys = partial.keys[:, None] + block.keys.take(partial.row, axis=0)
    ok = np.ones(keys.shape, dtype=np.bool_) if block.valid is None else block.valid.take(partial.row, axis=0)
    if least is not None:
        own_least, other_least = (np.clip(floor, -FAR, FAR) for floor in least)
        ok = ok & (keys >= ((own_least << OTHER_BITS) - HALF).take(partial.row)[:, None])
        ok &= _second(keys) >= other_least.astype(np.int32).take(partial.row)[:, None]
    at = np.flatnonzero(ok)
    whose = at // max(1, width)
    package = partial.package.take(whose) + block.package.take(at - whose * width)
    return keys.reshape(-1).take(at), package, partial.row.take(whose)


def _grown(blocks: Sequence[_Block], least: tuple[Grid, Grid] | None) -> _Partial:
    """Return what is efficient and can reach the `least` of both parties [row], block after block."""
    best = _best_completions(blocks)
    rows, width = blocks[0].keys.shape
    # A few rows from start to end: what is at work then stays in the processor's cache.
    step = max(1, min(ROWS_AT_ONCE, MOST_PLACES // max(1, width)))
    grown = []
    for some in (slice(start, start + step) for start in range(0, rows, step)):
        here = [_Block(b.keys[some], b.package, None if b.valid is None else b.valid[some]) for b in blocks]
        bounds = [None if least is None else (least[0][some] - most[0][some], least[1][some] - most[1][some]) for most in best]
        partial = _start(len(here[0].keys))
        for block, bound in zip(here, bounds, strict=True):
            partial = _efficient(*_joined(partial, block, bound), len(block.keys))
        grown.append(partial)
        if sum(len(piece.keys) for piece in grown) > MOST_PLACES:
            raise EngineInputError(TOO_MANY)
    return _together(grown)


def _together(pieces: Sequence[_Partial]) -> _Partial:
    """Return the partial packages of all rows from those of consecutive rows."""
    rows = np.cumsum([0, *(len(piece.counts) for piece in pieces)])
    entries = np.cumsum([0, *(len(piece.keys) for piece in pieces)])
    return _Partial(
        np.concatenate([piece.keys for piece in pieces]),
        np.concatenate([piece.package for piece in pieces]),
        np.concatenate([piece.row + row for piece, row in zip(pieces, rows, strict=False)]),
        np.concatenate([piece.starts + entry for piece, entry in zip(pieces, entries, strict=False)]),
        np.concatenate([piece.counts for piece in pieces]),
    )


def _efficient(keys: Grid, package: Index, row: Index, rows: int) -> _Partial:
    """Return what no other partial package of its row beats, best own value first, with all that is equal."""
    counts = np.bincount(row, minlength=rows)
    # Those of a row stand side by side, but the rows need not be in order.
    begins = np.zeros(rows, dtype=np.intp)
    if len(row):
        heads = np.flatnonzero(np.concatenate([[True], row[1:] != row[:-1]]))
        begins[row[heads]] = heads
    # Rows of like length together, so that little is sorted in vain, and few at once, so that they stay in the cache.
    order = np.argsort(counts, kind="stable")
    order = order[np.searchsorted(counts[order], 1) :]
    pieces = [_efficient_rows(keys, package, begins[some], counts[some], some) for some in _pieces(order)]
    nothing = (keys[:0], package[:0], row[:0])
    new_keys, new_package, new_row = (np.concatenate(parts) for parts in zip(nothing, *pieces, strict=True))
    kept = np.bincount(new_row, minlength=rows)
    starts = np.zeros(rows, dtype=np.intp)
    starts[order] = np.cumsum(kept[order]) - kept[order]
    return _Partial(new_keys, new_package, new_row, starts, kept)


def _pieces(order: Index) -> list[Index]:
    return np.array_split(order, -(-len(order) // ROWS_SORTED_AT_ONCE)) if len(order) else []


def _efficient_rows(keys: Grid, package: Index, begins: Index, counts: Index, rows: Index) -> tuple[Grid, Index, Index]:
    """Return keys, indices and rows of what is efficient in some rows, given where each begins and how many it has."""
    place = np.arange(int(counts.max()))
    real = place < counts[:, None]
    key = keys.take(begins[:, None] + place, mode="clip")
    np.putmask(key, ~real, BLANK)
    order = np.argsort(-key, axis=-1)
    key = key.reshape(-1).take(order + np.arange(len(key))[:, None] * key.shape[1])
    # What is not real stands at the end, and so beats nothing.
    other = _second(key)
    best = np.maximum.accumulate(other, axis=-1)
    keep = real.copy()
    keep[:, 1:] &= other[:, 1:] > best[:, :-1]
    same = (key[:, 1:] == key[:, :-1]) & real[:, 1:]
    for column in np.flatnonzero(same.any(axis=0)) + 1:
        keep[:, column] |= keep[:, column - 1] & same[:, column - 1]
    kept = np.flatnonzero(keep)
    at = kept // key.shape[1]
    key, row = key.reshape(-1).take(kept), rows.take(at)
    index = package.take(begins.take(at) + order.reshape(-1).take(kept))
    if (same & keep[:, 1:]).any():
        # How a fast sort orders equal keys depends on the processor; equal packages go in the order of their index.
        by_index = np.lexsort((index, -key, at))
        key, index, row = key[by_index], index[by_index], row[by_index]
    return key, index, row


def _by_type(partial: _Partial, shape: tuple[int, int], types: Index, floors: tuple[Grid, Grid] | None) -> Frontier:
    """Return the frontier of every type, without what lies below its own floors."""
    rows_held = shape[0] * shape[1]
    rows = np.arange(rows_held).reshape(shape)[:, types]
    first, ending = np.zeros_like(rows), partial.counts[rows]
    own, other = _first(partial.keys), _second(partial.keys)
    if floors is not None:
        low = [np.broadcast_to(floor, rows.shape) for floor in floors]
        sharing = [np.flatnonzero(types == variant) for variant in range(shape[1])]
        # One type of every variant at a time. Along a frontier own values fall and the other side's rise: what a floor bars
        # stands at one end.
        for turn in range(max(map(len, sharing))):
            kinds = np.array([among[min(turn, len(among) - 1)] if len(among) else 0 for among in sharing])
            own_floor, other_floor = (floor.take(kinds, axis=1).reshape(-1).take(partial.row) for floor in low)
            short, reached = (partial.row.take(np.flatnonzero(some)) for some in (other < other_floor, own >= own_floor))
            starting, stopping = (np.bincount(some, minlength=rows_held).reshape(shape) for some in (short, reached))
            for variant, kind in enumerate(kinds):
                if types[kind] == variant:
                    first[:, kind], ending[:, kind] = starting[:, variant], stopping[:, variant]
    cells, starts, cell, place = stairs(first.reshape(-1), ending.reshape(-1))
    came = partial.starts.take(rows.reshape(-1).take(cell)) + place
    values = own.take(came), other.take(came).astype(np.int64)
    return Frontier((shape[0], len(types)), cells, starts, partial.package.take(came), *values)
