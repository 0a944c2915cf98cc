# SPDX-License-Identifier: Apache-2.0
"""The efficient frontier of two parties, in every world at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.packages import Grid
from pourparler.errors import EngineInputError

#: Puts own values above other values in one sorting key: larger than twice any grid value, and still within 63 bits.
OWN_FIRST = 2**31
#: Fills places beyond the end of a frontier: twice below the lowest grid value, so that no product of gains overflows.
BELOW_ALL = -(2**31)


@dataclass(frozen=True)
class Frontier:
    """Packages that no other package improves for one party without loss to the other.

    `packages` [world, variant, place] holds package indices, -1 where a frontier is shorter than the longest; `own` and
    `other` hold their values on the grid, and there a value below all others. Packages of equal value stand side by side.
    """

    packages: NDArray[np.intp]
    own: Grid
    other: Grid


def efficient_frontier(own: Grid, other: Grid, admissible: NDArray[np.bool_]) -> Frontier:
    """Return the frontier among admissible packages.

    `own` and `other` are [world, variant, package] on the grid; `admissible` broadcasts to the same shape. A world in which
    nothing is admissible has an empty frontier. Equal value points are all kept.

    Raises EngineInputError if the shapes differ.
    Source: model.md "Bargaining": two parties, sort and running maximum.
    """
    if own.shape != other.shape:
        raise EngineInputError("both parties need values of the same shape")
    lowest, highest = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    allowed = np.broadcast_to(admissible, own.shape)
    # Best own value first, and among equals best other value first, in one integer key. The sort is stable: how an
    # unstable one orders equal packages depends on the processor.
    key = np.where(allowed, -(own * OWN_FIRST + other), highest)
    order = np.argsort(key, axis=-1, kind="stable")
    own_sorted = np.take_along_axis(own, order, axis=-1)
    other_sorted = np.where(np.take_along_axis(allowed, order, axis=-1), np.take_along_axis(other, order, axis=-1), lowest)
    best = np.maximum.accumulate(other_sorted, axis=-1)
    before = np.concatenate([np.full((*own.shape[:-1], 1), lowest), best[..., :-1]], axis=-1)
    keep = other_sorted > before
    same = (own_sorted[..., 1:] == own_sorted[..., :-1]) & (other_sorted[..., 1:] == other_sorted[..., :-1])
    keep = _with_equals(keep, same & (other_sorted[..., 1:] > lowest))
    return _packed(order, own_sorted, other_sorted, keep)


def within_reach(frontier: Frontier, own_floor: Grid, other_floor: Grid) -> Frontier:
    """Return a frontier without the places that lie below a floor of either party, [world, type] on the grid.

    Where no-deal values never fall below the floors, agreements over the shorter frontier are the same.
    Source: model.md "Bargaining" (a package below a no-deal value is not in the zone).
    """
    keep = (frontier.own >= own_floor[..., None]) & (frontier.other >= other_floor[..., None])
    return _packed(frontier.packages, frontier.own, frontier.other, keep)


def _with_equals(keep: NDArray[np.bool_], same_as_previous: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Carry a kept place on to the places of equal value that follow it."""
    if not same_as_previous.any():
        return keep
    out = keep.copy()
    for place in range(1, keep.shape[-1]):
        out[..., place] |= out[..., place - 1] & same_as_previous[..., place - 1]
    return out


def _packed(packages: NDArray[np.intp], own: Grid, other: Grid, keep: NDArray[np.bool_]) -> Frontier:
    """Move kept places to the front and cut the rest.

    The result lies in memory place after place: solutions are sought one place at a time.
    """
    rows = keep.reshape(-1, keep.shape[-1])
    counts = rows.sum(axis=1)
    longest = max(1, int(counts.max(initial=0)))
    row = np.repeat(np.arange(len(rows)), counts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)

    def packed(part: Grid, blank: int) -> Grid:
        out = np.full((longest, len(rows)), blank, dtype=part.dtype)
        out[place, row] = part[keep]
        return np.moveaxis(out.reshape(longest, *keep.shape[:-1]), 0, -1)

    return Frontier(packed(packages, -1), packed(own, BELOW_ALL), packed(other, BELOW_ALL))
