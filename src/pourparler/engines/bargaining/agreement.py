# SPDX-License-Identifier: Apache-2.0
"""The zone of possible agreement and the Nash bargaining solution of two parties, in every world at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.frontier import Frontier
from pourparler.engines.bargaining.packages import Grid

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Agreement:
    """The agreement two informed parties would reach, per world and type.

    `exists` [world, type] says whether the zone is non-empty: its absence is a finding, not an error. `packages`
    [world, type, tie] and `shares` of the same shape hold the solution: one package with share 1, or a whole set of tied
    ones with equal shares (picking one by order would favour a seat); where there is no zone all shares are 0.
    """

    exists: NDArray[np.bool_]
    packages: NDArray[np.intp]
    shares: Array

    def average(self, per_package: Array | Grid) -> Array:
        """Return a quantity at the agreement, [world, type], 0 where there is none.

        `per_package` broadcasts to [world, type, package].
        Source: definition; tied packages count in equal shares.
        """
        worlds, types, ties = self.packages.shape
        values: NDArray[Any] = per_package
        if per_package.ndim != 2 + 1 or per_package.shape[0] != worlds or per_package.shape[1] not in (1, types):
            values = np.broadcast_to(per_package, (worlds, types, per_package.shape[-1]))
        # One flat gather is several times faster than indexing by three arrays; a row that serves all types is not spread out.
        rows, width = values.shape[1:]
        starts = np.arange(worlds * rows).reshape(worlds, rows, 1) * width
        at = values.reshape(-1).take(starts + self.packages)
        weighed = np.asarray(at * self.shares, dtype=np.float64)
        return weighed[:, :, 0] if ties == 1 else np.asarray(weighed.sum(axis=2))


def nash_bargaining_solution(frontier: Frontier, own_no_deal: Grid, other_no_deal: Grid) -> Agreement:
    """Return the package that maximises the product of gains over no deal, among those that leave nobody worse off.

    The frontier is [world, type, place] (its variants already spread over types); no-deal values are [world, type] on the
    grid. A package whose value equals the no-deal value is rational. Ties of the product are broken by leximin of the
    normalised gains; what still ties is returned whole. If nobody can gain jointly, this maximises over those who can.

    Read it as the benchmark of full information, not as a forecast: private no-deal values cost agreement. Do not trust it
    where a party lacks the authority to commit.
    Source: Nash (1950); model.md "Bargaining", Solutions.
    """
    shape = np.broadcast_shapes(frontier.own.shape[:-1], own_no_deal.shape)
    best = np.full(shape, -1, dtype=np.int64)
    index = np.zeros(shape, dtype=np.intp)
    tied = np.zeros(shape, dtype=np.bool_)
    # One place of the frontier at a time: short arrays stay in the processor's cache, long axes of few places do not.
    for place in range(frontier.own.shape[-1]):
        own_gain = frontier.own[..., place] - own_no_deal
        other_gain = frontier.other[..., place] - other_no_deal
        # Places beyond the end of a frontier hold values far below any no-deal value, so they are never rational.
        product = np.where(np.minimum(own_gain, other_gain) >= 0, own_gain * other_gain, -1)
        better = product > best
        tied = (tied & ~better) | (product == best)
        index[better] = place
        np.maximum(best, product, out=best)
    exists = best >= 0
    places = np.broadcast_to(np.moveaxis(frontier.packages, -1, 0), (frontier.packages.shape[-1], *shape))
    packages = places.reshape(-1).take(index * best.size + np.arange(best.size).reshape(shape))[..., None]
    shares = exists[..., None].astype(np.float64)
    cells = np.nonzero(tied & exists)
    if cells[0].size:
        packages, shares = _with_ties(frontier, own_no_deal, other_no_deal, cells, packages, shares)
    return Agreement(exists, np.maximum(packages, 0), shares)


def _with_ties(
    frontier: Frontier,
    own_no_deal: Grid,
    other_no_deal: Grid,
    cells: tuple[NDArray[np.intp], ...],
    packages: NDArray[np.intp],
    shares: Array,
) -> tuple[NDArray[np.intp], Array]:
    """Return the solution with, in the cells named, leximin of the normalised gains, and what still ties in equal shares."""
    own_gain = frontier.own[cells] - own_no_deal[cells][:, None]
    other_gain = frontier.other[cells] - other_no_deal[cells][:, None]
    rational = np.minimum(own_gain, other_gain) >= 0
    product = np.where(rational, own_gain * other_gain, -1)
    chosen = product == product.max(axis=-1, keepdims=True)
    for level in _normalised_gains(rational, own_gain, other_gain):
        held = np.where(chosen, level, -1)
        chosen = chosen & (held == held.max(axis=-1, keepdims=True))
    found, parts = _spread(frontier.packages[cells], chosen)
    width = found.shape[-1]
    wide_packages = np.zeros((*packages.shape[:-1], width), dtype=np.intp)
    wide_shares = np.zeros((*shares.shape[:-1], width))
    wide_packages[..., 0], wide_shares[..., 0] = packages[..., 0], shares[..., 0]
    wide_packages[cells], wide_shares[cells] = found, parts
    return wide_packages, wide_shares


def _normalised_gains(rational: NDArray[np.bool_], own_gain: Grid, other_gain: Grid) -> tuple[Array, Array]:
    """Return the smaller and the larger of both parties' gains as shares of the most each could gain."""
    shares = []
    for gain in (own_gain, other_gain):
        most = np.where(rational, gain, 0).max(axis=-1, keepdims=True)
        shares.append(np.where(most > 0, gain / np.maximum(most, 1), 0))
    return np.minimum(*shares), np.maximum(*shares)


def _spread(packages: NDArray[np.intp], chosen: NDArray[np.bool_]) -> tuple[NDArray[np.intp], Array]:
    """Return the chosen packages moved to the front, and their equal shares."""
    count = chosen.sum(axis=-1, keepdims=True)
    places = np.argsort(~chosen, axis=-1, kind="stable")[..., : max(1, int(count.max()))]
    kept = np.take_along_axis(chosen, places, axis=-1)
    shares = np.where(kept, 1 / np.maximum(count, 1), 0)
    return np.where(kept, np.take_along_axis(packages, places, axis=-1), 0), shares
