# SPDX-License-Identifier: Apache-2.0
"""The zone of possible agreement and the Nash bargaining solution of two parties, in every world at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.additive import Additive
from pourparler.engines.bargaining.frontier import Flags, Frontier, Index, stretch
from pourparler.engines.bargaining.packages import Grid
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
#: Shifts the sign of a 64-bit integer over all its bits.
SIGN = 63
#: Scores below those of every product: what leaves somebody worse off, and a product of zero among logarithms of products.
NOWHERE, NO_PRODUCT = -1, -1 / 2
#: Cells, times cases, that are solved at once.
CELLS_AT_ONCE = 8_000
#: Logarithms of whole numbers are looked up as long as a table of them stays in the processor's cache.
MOST_LOGARITHMS = 2**17


@dataclass(frozen=True)
class Agreement:
    """The agreement two informed parties would reach, per world and type.

    `entries` [world, type, tie] points into the flat arrays of the frontier, -1 where there is none: one entry, or a whole set
    of tied ones, which count in equal shares (picking one by order would favour a seat). That a cell has none is a finding,
    not an error: its zone is empty.
    """

    frontier: Frontier
    entries: NDArray[np.int32]

    @property
    def exists(self) -> NDArray[np.bool_]:
        """Whether the zone of possible agreement is not empty, [world, type]."""
        return np.asarray(self.entries[:, :, 0] >= 0)

    @property
    def packages(self) -> Index:
        """The packages agreed, [world, type, tie]; 0 where there is none, with share 0."""
        return self.at(self.frontier.package_at)

    @property
    def shares(self) -> Array:
        """The share of each package, [world, type, tie]: equal among those that tie, 0 where there is none."""
        held = self.entries >= 0
        return np.asarray(held / np.maximum(held.sum(axis=2, keepdims=True), 1))

    def at(self, per_entry: NDArray[np.int64] | Array) -> NDArray[np.int64]:
        """Return a quantity that is given for every entry of the frontier, [world, type, tie]; 0 where there is none.

        Source: definition.
        """
        if not len(per_entry):
            return np.zeros(self.entries.shape, dtype=per_entry.dtype)
        found = per_entry.take(self.entries, mode="wrap")  # -1 takes the last, which counts for nothing
        np.putmask(found, self.entries < 0, 0)
        return np.asarray(found)

    def average_of(self, per_entry: Array | Grid) -> Array:
        """Return a quantity that is given for every entry of the frontier, at the agreement: [world, type], 0 without one.

        Source: definition; tied packages count in equal shares.
        """
        at = self.at(per_entry)
        if self.entries.shape[2] == 1:
            return at[:, :, 0].astype(np.float64, copy=False)
        return np.asarray((at * self.shares).sum(axis=2))

    def average(self, quantity: Additive) -> Array:
        """Return a quantity of packages at the agreement, [world, type], 0 where there is none.

        Source: definition; tied packages count in equal shares.
        """
        worlds, types, ties = self.entries.shape
        world, kind = np.indices((worlds, types))
        at = [quantity.at(self.packages[:, :, tie], world, kind) for tie in range(ties)]
        return np.asarray((np.stack(at, axis=2) * self.shares).sum(axis=2))


def nash_bargaining_solution(
    frontier: Frontier, own_no_deal: Grid, other_no_deal: Grid, power: Array | None = None, whole: Frontier | None = None
) -> Agreement:
    """Return the package that maximises the product of gains over no deal, among those that leave nobody worse off.

    No-deal values are [world, type] on the grid. A package whose value equals the no-deal value is rational. Ties of the
    product are broken by leximin of the normalised gains; what still ties is returned whole. If nobody can gain jointly, this
    maximises over those who can. With `power` [world], our bargaining power from 0 to 1, the product is g1^a g2^(1-a), and
    equal powers give the exact symmetric solution. `whole` is the frontier by which gains are normalised, if `frontier`
    is only the part of it in which the solution is known to lie (`contenders`).

    Read it as the benchmark of full information, not as a forecast: private no-deal values cost agreement. Do not trust it
    where a party lacks the authority to commit.

    Raises EngineInputError for a power outside 0 to 1.
    Source: Nash (1950); asymmetric: Kalai (1977); model.md "Bargaining", Solutions.
    """
    return nash_bargaining_solutions(frontier, own_no_deal[None], other_no_deal[None], power, whole)[0]


def nash_bargaining_solutions(
    frontier: Frontier, own_no_deal: Grid, other_no_deal: Grid, power: Array | None = None, whole: Frontier | None = None
) -> tuple[Agreement, ...]:
    """Return `nash_bargaining_solution` for several no-deal values, [case, world, type], at once: faster than one by one.

    Source: as there.
    """
    cells, rows = frontier.cells, np.arange(len(frontier.cells))
    cases = len(own_no_deal)
    shape = (cases, *frontier.shape)
    own, other = (np.broadcast_to(d, shape).reshape(cases, -1).take(cells, axis=1) for d in (own_no_deal, other_no_deal))
    powers = _powers(frontier, power)
    entry, tied = _solve(frontier, rows, own, other, powers)
    out = []
    for case in range(cases):
        settled = _with_ties(frontier, rows, entry[case], tied[case], (own[case], other[case]), powers, whole or frontier)
        entries = np.empty_like(settled)
        entries[cells] = settled
        out.append(Agreement(frontier, entries.reshape(*frontier.shape, -1)))
    return tuple(out)


def solutions_from(frontier: Frontier, entries: Index, own: Grid, other: Grid, power: Array | None = None) -> NDArray[np.int32]:
    """Return the solutions of talks that begin anew in the cells of some entries, from disagreement points [entry].

    The result holds entries of the frontier, [entry, tie], -1 where nothing leaves nobody worse off; it is otherwise that of
    `nash_bargaining_solution`. Source: model.md "Staged and partial deals", V2.
    """
    places = frontier.places_of(entries)
    rows = entries - frontier.starts[places]
    powers = _powers(frontier, power)
    given = None if powers is None else powers[rows]
    entry, tied = _solve_around(frontier, (rows, places), own, other, given)
    return _with_ties(frontier, rows, entry, tied, (own, other), given, frontier)


def _solve_around(
    frontier: Frontier, start: tuple[Index, Index], own: Grid, other: Grid, power: Array | None
) -> tuple[NDArray[np.int32], Flags]:
    """Return what `_solve` does, [entry], from disagreement points near some entries, given by `start`: rows and places.

    Along a row own values fall and the other side's rise. From where an entry stands, those with a lower place are looked at as
    long as the other side is not worse off, the rest as long as we are not: mostly few, where a deal shifts little.
    """
    rows, places = start
    score = np.full(len(rows), NOWHERE, dtype=np.int64 if power is None else np.float64)
    entry, tied = np.full(len(rows), -1, dtype=np.int32), np.zeros(len(rows), dtype=np.bool_)
    widths = np.append(frontier.widths, 0)  # no row reaches beyond either end
    for step in (1, -1):
        among, place = np.arange(len(rows)), places if step == 1 else places - 1
        while True:
            there = np.flatnonzero(rows.take(among) < widths.take(place))
            among, place = among.take(there), place.take(there)
            at = frontier.starts.take(place) + rows.take(among)
            gains = frontier.own_at.take(at) - own.take(among), frontier.other_at.take(at) - other.take(among)
            still = np.flatnonzero(gains[0 if step == 1 else 1] >= 0)
            if not still.size:
                break
            among, place, at = among.take(still), place.take(still) + step, at.take(still)
            gains = gains[0].take(still), gains[1].take(still)
            found = _products(*gains) if power is None else _powered(np.stack(gains), _shares(power.take(among)))
            held = score.take(among)
            better = found > held
            tied[among] = np.where(better, False, tied.take(among) | (found == held) & (found > NOWHERE))
            score[among] = np.maximum(found, held)
            entry[among] = np.where(better, at, entry.take(among))
    return entry, tied


def _with_ties(
    frontier: Frontier,
    rows: Index,
    entry: NDArray[np.int32],
    tied: Flags,
    points: tuple[Grid, Grid],
    power: Array | None,
    whole: Frontier,
) -> NDArray[np.int32]:
    """Return solutions [row, tie], -1 beyond the last, from the first of those with the greatest product, [row]."""
    ties = np.flatnonzero(tied)
    if not ties.size:
        return entry[:, None]
    powers = None if power is None else power[ties]
    settled = _settle(frontier, rows[ties], points[0][ties], points[1][ties], powers, whole)
    out = np.full((len(rows), settled.shape[1]), -1, dtype=np.int32)
    out[:, 0] = entry
    out[ties] = settled
    return out


def _powers(frontier: Frontier, power: Array | None) -> Array | None:
    """Return our bargaining power in each row; None where it is even, and products stay integers."""
    if power is None or bool(np.all(power == 1 / 2)):
        return None
    if np.any(power < 0) or np.any(power > 1):
        raise EngineInputError("bargaining power must lie between 0 and 1")
    return np.asarray(power[frontier.cells // frontier.shape[1]])


def _solve(frontier: Frontier, rows: Index, own: Grid, other: Grid, power: Array | None) -> tuple[NDArray[np.int32], Flags]:
    """Return the entry with the greatest product, -1 without a zone, and whether others tie with it, [case, row].

    The disagreement points are [case, row] of some rows, ascending; a row may be asked about again. `power` is [row].
    """
    entry = np.empty(own.shape, dtype=np.int32)
    tied = np.empty(own.shape, dtype=np.bool_)
    # A few rows and one place of the frontier at a time: short arrays stay in the processor's cache, long ones do not.
    step = max(1, CELLS_AT_ONCE // len(own))
    several = int(np.searchsorted(rows, frontier.widths[1])) if len(frontier.widths) > 1 else 0
    logs = None if power is None or not several else _logarithms_up_to(_largest_gain(frontier, own, other))
    for start in range(0, several, step):
        some = slice(start, min(several, start + step))
        powers = None if power is None else power[some]
        entry[:, some], tied[:, some] = _solve_rows(frontier, rows[some], own[:, some], other[:, some], powers, logs)
    entry[:, several:] = _single(frontier, rows[several:], own[:, several:], other[:, several:])
    tied[:, several:] = False
    return entry, tied


def _single(frontier: Frontier, rows: Index, own: Grid, other: Grid) -> NDArray[np.int32]:
    """Return what `_solve` does for rows that have one place or none: that place, if it leaves nobody worse off."""
    entry = np.full(own.shape, -1, dtype=np.int32)
    held = int(np.searchsorted(rows, frontier.starts[1])) if len(frontier.widths) else 0
    at = rows[:held]
    worse_off = (frontier.own_at.take(at) - own[:, :held] | frontier.other_at.take(at) - other[:, :held]) < 0
    entry[:, :held] = np.where(worse_off, -1, at)
    return entry


def _largest_gain(frontier: Frontier, own: Grid, other: Grid) -> int:
    """Return what nobody gains more than, anywhere on a frontier."""
    return int(max(frontier.own_at.max() - own.min(), frontier.other_at.max() - other.min()))


def _solve_rows(
    frontier: Frontier, rows: Index, own: Grid, other: Grid, power: Array | None, logs: Array | None
) -> tuple[NDArray[np.int32], Flags]:
    # Whole numbers where products decide, floating-point numbers where logarithms of products do.
    points = np.stack((own, other))
    shares = None if power is None else _shares(power)[:, None]
    gains, scratch = np.empty_like(points), np.empty(points.shape)
    score = np.full(own.shape, NOWHERE, dtype=np.int64 if power is None else np.float64)
    # As few bits as will do: the last place that did better is the best so far, so a maximum tells it, and no choice is made.
    best = np.zeros(own.shape, dtype=np.min_scalar_type(len(frontier.widths)))
    tied = np.zeros(own.shape, dtype=np.bool_)
    side_by_side = bool((np.diff(rows) == 1).all())
    reach = np.searchsorted(rows, frontier.widths)
    for place, count in enumerate(reach[: np.searchsorted(-reach, 0)]):
        start = frontier.starts[place]
        here = (slice(None), slice(count))
        at = slice(start + rows[0], start + rows[0] + count) if side_by_side else start + rows[:count]
        values = np.stack((frontier.own_at[at], frontier.other_at[at]))
        both = np.subtract(values[:, None], points[:, :, :count], out=gains[:, :, :count])
        found = _products(*both) if shares is None else _powered(both, shares[:, :, :count], logs, scratch[:, :, :count])
        better = found > score[here]
        np.greater(tied[here], better, out=tied[here])  # what is better ends a tie
        tied[here] |= found == score[here]
        np.maximum(best[here], better * best.dtype.type(place), out=best[here])
        np.maximum(score[here], found, out=score[here])
    exists = score > NOWHERE
    return np.where(exists, frontier.starts.take(best) + rows, -1).astype(np.int32), tied & exists


def _products(own_gain: Grid, other_gain: Grid) -> Grid:
    """Return products of gains; -1 where somebody is worse off, by the bits of the signs: several times as fast as a choice."""
    return np.asarray(own_gain * other_gain | (own_gain | other_gain) >> SIGN)


def _shares(power: Array) -> Array:
    """Return the powers to which either gain is raised, [side, ...]."""
    return np.stack((power, 1 - power))


def _logarithms_up_to(most: int) -> Array | None:
    """Return the logarithms of the whole numbers up to `most` or beyond, 0 for that of zero; none where they are too many."""
    return _logarithms(most.bit_length()) if 0 <= most < MOST_LOGARITHMS else None


@lru_cache(maxsize=1)
def _logarithms(bits: int) -> Array:
    found = np.log(np.maximum(np.arange(2**bits), 1))
    found.flags.writeable = False
    return found


def _powered(gains: Grid, shares: Array, logs: Array | None = None, scratch: Array | None = None) -> Array:
    """Return logarithms of g1^a g2^(1-a): gains [side, ...] are whole steps of the grid, so these are not negative.

    A product of zero lies below all others, and below that what leaves somebody worse off. To the power of zero all is one.
    `logs` are those of whole numbers, where they have been found: to look them up takes a tenth of finding them. With `scratch`
    [side, ...] the result stands in it, and no other array is made.
    """
    # Losses count for nothing: they are clipped to zero, of which the logarithm is taken to be that of one.
    raised = np.log(np.maximum(gains, 1), out=scratch) if logs is None else logs.take(gains, mode="clip", out=scratch)
    raised *= shares
    score = np.add(raised[0], raised[1], out=raised[0])
    least = np.minimum(gains[0], gains[1])
    np.putmask(score, least < 0, NOWHERE)
    if (least == 0).any():
        nothing = ((gains == 0) & (shares > 0)).any(axis=0)
        np.putmask(score, nothing & (least >= 0), NO_PRODUCT)
    return np.asarray(score)


def _settle(frontier: Frontier, rows: Index, own: Grid, other: Grid, power: Array | None, whole: Frontier) -> NDArray[np.int32]:
    """Return, in rows with ties, the entries left after leximin of the normalised gains, [row, tie], -1 beyond the last."""
    entries, inside, gains = _gains(frontier, rows, own, other)
    score = _products(*gains) if power is None else _powered(np.stack(gains), _shares(power[:, None]))
    score = np.where(inside, score, NOWHERE)
    chosen = score == score.max(axis=1, keepdims=True)
    row_in_whole = np.empty_like(whole.cells)
    row_in_whole[whole.cells] = np.arange(len(whole.cells))
    _, there, every = _gains(whole, row_in_whole[frontier.cells[rows]], own, other)
    rational = there & ((every[0] | every[1]) >= 0)
    most = [np.where(rational, gain, 0).max(axis=1, keepdims=True) for gain in every]
    normal = [np.where(top > 0, gain / np.maximum(top, 1), 0) for gain, top in zip(gains, most, strict=True)]
    for level in (np.minimum(*normal), np.maximum(*normal)):
        held = np.where(chosen, level, -1)
        chosen = chosen & (held == held.max(axis=1, keepdims=True))
    width = int(chosen.sum(axis=1).max())
    first = np.argsort(~chosen, axis=1, kind="stable")[:, :width]
    return np.where(np.take_along_axis(chosen, first, axis=1), np.take_along_axis(entries, first, axis=1), -1).astype(np.int32)


def _gains(frontier: Frontier, rows: Index, own: Grid, other: Grid) -> tuple[Index, NDArray[np.bool_], tuple[Grid, Grid]]:
    """Return the entries of some rows [row, place], which are real, and both gains over disagreement points [row]."""
    widths = frontier.widths
    inside = rows[:, None] < widths[widths > rows.min()][None, :]
    entries = np.where(inside, frontier.starts[: inside.shape[1]] + rows[:, None], 0)
    return entries, inside, (frontier.own_at[entries] - own[:, None], frontier.other_at[entries] - other[:, None])


def contenders(
    frontier: Frontier, lowest: tuple[Grid, Grid], highest: tuple[Grid, Grid], power: Array | None = None
) -> tuple[Frontier, Index]:
    """Return the part of a frontier that can hold the solution while no-deal values stay within bounds, and whence it came.

    `lowest` and `highest` are pairs (own, other) [world, type] on the grid. As our no-deal value rises and theirs falls, the
    solution moves along the frontier towards us and never back; so it stays between the solutions at two corners.
    The second result is, per entry of the part, its entry in the whole.
    Source: model.md "Bargaining" (what is worth more to us gains on what is worth more to them as our no-deal value rises).
    """
    low, high = (tuple(np.broadcast_to(d, frontier.shape)[None] for d in ends) for ends in (lowest, highest))
    return next(contenders_in_cases(frontier, (low[0], low[1]), (high[0], high[1]), power))


def contenders_in_cases(
    frontier: Frontier, lowest: tuple[Grid, Grid], highest: tuple[Grid, Grid], power: Array | None = None
) -> Iterator[tuple[Frontier, Index]]:
    """Yield `contenders` for several bounds, pairs of [case, world, type], faster than one by one. Source: as there."""
    cells, rows = frontier.cells, np.arange(len(frontier.cells))
    low, high = ([d.reshape(len(d), -1).take(cells, axis=1) for d in ends] for ends in (lowest, highest))
    powers = _powers(frontier, power)
    for_us, _ = _solve(frontier, rows, high[0], low[1], powers)
    for_them, tied = _solve(frontier, rows, low[0], high[1], powers)
    counts = frontier.counts.reshape(-1)[cells]
    for ours, theirs, several in zip(for_us, for_them, tied, strict=True):
        # Where a corner has no zone, or several solutions, it bounds nothing.
        first = np.where(ours >= 0, frontier.places_of(ours), 0)
        ending = np.where((theirs >= 0) & ~several, frontier.places_of(theirs) + 1, counts)
        yield stretch(frontier, first, ending)
