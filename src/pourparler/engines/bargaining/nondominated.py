# SPDX-License-Identifier: Apache-2.0
"""Which value vectors no other one beats: by a running maximum for two parties, a sweep for three, in blocks for more."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.packages import Grid
from pourparler.errors import EngineInputError

Flags = NDArray[np.bool_]
Index = NDArray[np.intp]
Ranks = NDArray[np.integer[Any]]

#: Of more vectors than so many, a few with the greatest sums are tried first: unless values are opposed they beat most others.
MANY = 4_000
#: How few those are.
SCOUTS = 32
#: Vectors that are compared with one another at once: the flags of a comparison then stay in the processor's cache.
BLOCK = 512
#: So many of the vectors that could beat them are held against a block at a time.
BEATERS = 2048
#: Places within which a sweep compares all pairs: a power of two.
SMALL = 64
#: Up to so many vectors in order all pairs are compared at once, and no fewer than nearby.
PAIRED = 256
#: Which of two places is the earlier one.
EARLIER = np.arange(PAIRED)[:, None] < np.arange(PAIRED)
#: Up to so many that nobody nearby beats are compared in pairs; of more, halving their places again and again tells sooner.
FEW_LEFT = 700
#: Up to so many parties a sweep tells who is beaten.
SWEPT = 3
#: Below so many vectors a comparison of all pairs is as fast as any sweep.
FEW = 48


def nondominated(values: Grid) -> Flags:
    """Return which vectors [vector, party] no other one beats: none is at least as good for all and better for one.

    Equal vectors stand or fall together. Exact: only integers are compared. Time grows as n log n for two parties, n log² n
    for three, and as the square of n for more, where what most would do is found first.

    Raises EngineInputError unless `values` is a table of integers.
    Source: maxima of a set of vectors, Kung, Luccio & Preparata (1975), secs. 3 and 4 for two and three dimensions.
    """
    if values.ndim != 2 or values.dtype.kind != "i":
        raise EngineInputError("vectors must be a table of integers, one row each")
    keep = np.zeros(len(values), dtype=np.bool_)
    keep[efficient_in_groups(values)[0]] = True
    return keep


def distinct(values: Grid, group: Index | None = None) -> tuple[Index, Flags]:
    """Return an order of vectors, by group and then the first party's best first, and where in it each distinct one begins.

    Vectors [vector, party] that are equal keep the order in which they came. Source: definition.
    """
    columns = [values[:, party] for party in range(values.shape[1])]
    if group is None:
        order = np.argsort(-columns[0])
        held = columns[0].take(order)
        if (held[1:] != held[:-1]).all():  # mostly so, and then no other party's value says anything about the order
            return order, np.ones(len(order), dtype=np.bool_)
    key = _packed(columns, group)
    if key is not None:
        order = np.argsort(-key, kind="stable")
        held = key[order]
        return order, np.concatenate([np.ones(min(1, len(key)), dtype=np.bool_), held[1:] != held[:-1]])
    keys = [-column for column in reversed(columns)]
    order = np.lexsort(keys if group is None else [*keys, group])
    rows = values[order]
    new = (rows[1:] != rows[:-1]).any(axis=1)
    if group is not None:
        new |= group[order[1:]] != group[order[:-1]]
    return order, np.concatenate([np.ones(min(1, len(rows)), dtype=np.bool_), new])


def _packed(columns: list[Grid], group: Index | None) -> Grid | None:
    """Return one number per vector that sorts as the vector does, best last, groups from the last to the first; or None."""
    if not len(columns[0]):
        return columns[0]
    parts = [column - column.min() for column in columns]
    if group is not None:
        parts.insert(0, group.max() - group)
    bits = [int(part.max()).bit_length() for part in parts]
    if sum(bits) > np.iinfo(np.int64).bits - 1:
        return None
    key = parts[0]
    for part, width in zip(parts[1:], bits[1:], strict=True):
        key = (key << width) + part
    return np.asarray(key)


def efficient_in_groups(values: Grid, group: Index | None = None) -> tuple[Index, Index]:
    """Return the vectors that no other one of their group beats, equal ones side by side, and where each distinct one begins.

    Vectors are [vector, party], groups [vector]; the second result has one entry more than there are distinct vectors.
    Source: as `nondominated`.
    """
    order, heads = distinct(values, group)
    first = np.flatnonzero(heads)
    rows, ending = values[order[first]], np.append(first, len(values))
    best = _efficient(rows) if group is None else _efficient_by_group(rows, group[order[first]])
    if len(first) == len(values):
        kept = order[best]
        return kept, np.arange(len(kept) + 1)
    lengths = np.diff(ending)
    kept = order[np.repeat(best, lengths)]
    return kept, np.concatenate([[0], np.cumsum(lengths[best])])


def _efficient_by_group(values: Grid, group: Index) -> Flags:
    """Return who is not beaten within its group, where distinct vectors stand by group, and then in the order of `distinct`."""
    if values.shape[1] == 2 and len(values):
        second = values[:, 1] - values[:, 1].min()
        room = int(second.max()) + 1
        if room * (int(group[-1]) + 1) <= np.iinfo(np.int64).max:
            # Each group lies above the one before, so that a running maximum begins anew with it.
            lifted = second + room * group
            return np.asarray(np.concatenate([[True], lifted[1:] > np.maximum.accumulate(lifted)[:-1]]))
    edges = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1], [True]])) if len(values) else np.zeros(1, dtype=int)
    parts = [_efficient(values[start:end]) for start, end in pairwise(edges)]
    return np.concatenate([np.zeros(0, dtype=np.bool_), *parts])


def _efficient(values: Grid) -> Flags:
    """Return which of vectors that are distinct, in the order of `distinct`, no other one beats, [vector]."""
    parties = values.shape[1]
    if parties == 1:
        return np.asarray(np.arange(len(values)) == 0)
    if parties == 2:
        best = np.maximum.accumulate(values[:, 1])
        return np.asarray(np.concatenate([[True], values[1:, 1] > best[:-1]])[: len(values)])
    if len(values) <= MANY:
        return _efficient_of_few(values)
    keep = _not_beaten_by_scouts(values)
    keep[keep] = _efficient_of_few(values[keep])
    return keep


def _efficient_of_few(values: Grid) -> Flags:
    if len(values) <= FEW:
        return ~_beaten(values.T, values.T, strict=True)
    if values.shape[1] > SWEPT:
        return _in_blocks(_ranks(values))
    return _sweep(values[:, 1], values[:, 2])


def _ranks(values: Grid) -> Ranks:
    """Return, per party, where each value stands among all: the same comparisons in half the bits."""
    return np.stack([_rank(values[:, party]) for party in range(values.shape[1])], axis=1)


def _rank(values: Grid) -> Ranks:
    """Return where each value stands among all, the least first, from 1; equal ones have one rank."""
    order = np.argsort(values)
    held = values.take(order)
    out = np.empty(len(values), dtype=np.int32)
    out[order] = np.cumsum(np.concatenate([np.ones(min(1, len(held)), dtype=np.bool_), held[1:] != held[:-1]]))
    return out


def _not_beaten_by_scouts(values: Grid) -> Flags:
    # The sum in floating point orders well enough: whom it sends ahead does not change who is beaten.
    total = values @ (1 / np.maximum(np.ptp(values, axis=0), 1))
    scouts = np.argpartition(-total, SCOUTS)[:SCOUTS]
    keep = ~_beaten(values.T, values[scouts].T)
    keep[scouts] = True  # distinct: a scout equals nobody but itself, and is looked at again
    return keep


def _sweep(second: Grid, third: Grid) -> Flags:
    """Return who is not beaten where vectors stand in order of the first party's value, best first.

    A vector is beaten if one before it is at least as good for the second and for the third party. Those that one nearby beats
    are dropped first: who beats them beats whom they beat.
    """
    if len(second) <= PAIRED:
        return ~_beaten_by_earlier(second, third)
    # Ranks take fewer bits.
    ranks = [_rank(of).astype(np.min_scalar_type(len(second))) for of in (second, third)]
    keep = ~_beaten_nearby(*ranks)
    left = np.flatnonzero(keep)
    ranks = [of.take(left) for of in ranks]
    if len(left) <= FEW_LEFT:
        keep[left] = ~_beaten_by_earlier(*ranks)
    else:
        keep[left] = ~(_beaten_nearby(*ranks) | _beaten_from_afar(*ranks))
    return keep


def _beaten_by_earlier(second: Grid | Ranks, third: Grid | Ranks) -> Flags:
    """Return who is beaten by one before it, by comparing all pairs."""
    beaten = np.zeros(len(second), dtype=np.bool_)
    for start in range(0, len(second), PAIRED):
        here, before = slice(start, start + PAIRED), slice(start + PAIRED)
        over = second[before, None] >= second[None, here]
        over &= third[before, None] >= third[None, here]
        over[start:] &= EARLIER[: len(second) - start, : len(second) - start]
        beaten[here] = over.any(axis=0)
    return beaten


def _beaten_from_afar(second: Ranks, third: Ranks) -> Flags:
    """Return who is beaten by one before it that is not nearby.

    The places are halved again and again, by the bits of their number; within each part they stand by the second value, best
    first, and a running maximum of the third over the earlier half tells who of the later half is beaten.
    """
    count = len(second)
    order = np.argsort(-second.astype(np.int64), kind="stable")
    beaten = np.zeros(count, dtype=np.bool_)
    place = np.arange(count)
    room = int(third.max(initial=0)) + 1
    for level in range((count - 1).bit_length(), SMALL.bit_length() - 1, -1):
        later = (order >> (level - 1)) & 1
        held = third.take(order)
        # Within each block of this level the running maximum begins anew: each lies above the one before.
        block = place >> level
        floor = block * room
        running = np.maximum.accumulate(np.where(later == 0, held, 0) + floor)
        beaten[order] |= (later == 1) & (running - floor >= held)
        # Within each block first the earlier half, then the later, both in the order in which they stand.
        start = block << level
        before = np.concatenate([[0], np.cumsum(later)])
        ones = before[:-1] - before[start]
        target = np.where(later == 1, start + (1 << (level - 1)) + ones, place - ones)
        moved = np.empty_like(order)
        moved[target] = order
        order = moved
    return beaten


def _beaten_nearby(second: Ranks, third: Ranks) -> Flags:
    """Return who is beaten by one before it within the same few places, by comparing all pairs of them."""
    count = len(second)
    blocks = -(-count // SMALL)
    rows = []
    for ranks in (second, third):
        padded = np.zeros(blocks * SMALL, dtype=ranks.dtype)
        padded[:count] = ranks
        rows.append(padded.reshape(blocks, SMALL))
    over = rows[0][:, :, None] >= rows[0][:, None, :]
    over &= rows[1][:, :, None] >= rows[1][:, None, :]
    over &= EARLIER[:SMALL, :SMALL]
    return np.asarray(over.any(axis=1).reshape(-1)[:count])


def _in_blocks(ranks: Ranks) -> Flags:
    """Return who is not beaten, by comparing blocks of vectors with those that could beat them, the greatest sums first."""
    total = ranks.sum(axis=1, dtype=np.int64)
    order = np.argsort(-total, kind="stable")
    # Who beats another has a greater sum of ranks, so it stands before.
    table = np.ascontiguousarray(ranks[order].T.astype(np.min_scalar_type(len(ranks))))
    kept = np.zeros(len(ranks), dtype=np.bool_)
    good = table[:, :0]
    for start in range(0, len(ranks), BLOCK):
        here = table[:, start : start + BLOCK]
        alive = ~_beaten(here, good)
        some = here[:, alive]
        alive[alive] = ~_beaten(some, some, strict=True)
        kept[order[start : start + BLOCK]] = alive
        good = np.concatenate([good, here[:, alive]], axis=1)
    return kept


def _beaten(some: NDArray[np.integer], others: NDArray[np.integer], strict: bool = False) -> Flags:
    """Return which of some distinct vectors [party, vector] one of the others beats; with `strict`, one that is not itself."""
    beaten = np.zeros(some.shape[1], dtype=np.bool_)
    for start in range(0, others.shape[1], BEATERS):
        left = np.flatnonzero(~beaten)
        if not left.size:
            break
        near = others[:, start : start + BEATERS]
        over = near[0][None, :] >= some[0, left][:, None]
        for party in range(1, len(some)):
            over &= near[party][None, :] >= some[party, left][:, None]
        if strict:
            beaten[left] = over.sum(axis=1) > 1
        else:
            beaten[left] = over.any(axis=1)
    return beaten
