# SPDX-License-Identifier: Apache-2.0
"""What each report, and each source, weighs: what leaving it out would change, for all at once.

Leaving out a report of a source multiplies the posterior by a ratio that depends only on the questions the source bears on. So
the posterior is summed once over the cells of each scope, and every weight is a sum over those few cells. Worlds are taken in
blocks, so that the dozen steps from one report to its weight are done in the cache.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions.factors import Factor, chance
from pourparler.engines.intentions.partitions import Partition, odds, partitions_of
from pourparler.engines.intentions.posterior import Posterior, from_factors, posterior
from pourparler.engines.intentions.reports import Observation, all_but
from pourparler.engines.intentions.scopes import Scope, Scopes, largest

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: A deciban is a tenth of a factor of ten in the odds (Good 1950).
DECIBANS_PER_BEL = 10
#: The factor in the odds that a bel is.
BEL = 10.0
#: So many numbers of a table are worked on at a time, half a MiB: fewer cost calls, more leave the cache. Measured.
CELLS_AT_A_TIME = 2**16
#: Odds beyond 10^30 to one count as that: certainty has infinite odds, and a report that settles a question a finite weight.
MOST_LOG_ODDS = 30


def weights_of_evidence(
    prior: Array,
    observations: Sequence[Observation],
    soundness: Array,
    membership: Flags,
    index: NDArray[np.intp] | None = None,
    whole: Posterior | None = None,
) -> Array:
    """Return the weight [observation, world, hypothesis] in decibans of each observation, leaving it out.

    Positive: the observation raises the odds of the hypothesis. It is measured with all other evidence in place, so weights
    of observations that share a source do not add up. Where a hypothesis is certain or impossible without it nothing can move
    it, and its weight is 0; a report that makes it so is held at what odds of 10^30 to one would give. A flat report weighs
    exactly 0. `membership` is [hypothesis, type]; `whole` the posterior of all the evidence, if it is there already.

    Source: Good (1950); leave-one-out as in model.md "Intentions".
    """
    found = posterior(prior, observations, soundness, index) if whole is None else whole
    out = np.zeros((len(observations), prior.shape[0], membership.shape[0]))
    numbers: dict[int, list[int]] = {}
    for number, observation in enumerate(observations):
        numbers.setdefault(observation.source, []).append(number)
    for sources, sums in _by_scope(found, membership):
        for source in sources:
            factor = found.factors[source].in_worlds(sums.worlds)
            now = chance(factor.whole, factor.scope, factor.soundness, found.scopes)
            for place, number in enumerate(numbers[source]):
                rest = all_but(factor.reports, place, factor.whole)
                before = chance(rest, factor.scope, factor.soundness, found.scopes)
                stuck = sums.weigh(now, before, out[number, sums.worlds])
                if stuck is not None:
                    out[number, stuck] = _anew(found, membership, stuck, source, place)
    return out


def weights_of_sources(found: Posterior, membership: Flags) -> Array:
    """Return the weight [source, world, hypothesis] in decibans of all that each source said, leaving it out.

    Where a source makes something certain, its weight is held at what odds of 10^30 to one would give. Worlds in which the
    evidence contradicts itself count as 0. Source: as `weights_of_evidence`.
    """
    out = np.zeros((len(found.factors), len(found.prior), membership.shape[0]))
    for sources, sums in _by_scope(found, membership):
        for source in sources:
            factor = found.factors[source].in_worlds(sums.worlds)
            now = chance(factor.whole, factor.scope, factor.soundness, found.scopes)
            stuck = sums.weigh(now, np.ones_like(now), out[source, sums.worlds])
            if stuck is not None:
                out[source, stuck] = _anew(found, membership, stuck, source, None)
    out[:, found.contradicted] = 0
    return out


def without_each(belief: Array, weights: Array) -> Iterator[Array]:
    """Yield what would be believed, [world, hypothesis], without each of what was weighed, [each, world, hypothesis].

    Exact, since a weight is the difference of log odds; where something is certain, its odds count as 10^30 to one.
    Source: as `weights_of_evidence`, solved for the odds without it.
    """
    odds = _log_odds(belief, 1 - belief)
    for weight in weights:
        yield 1 / (1 + BEL ** (weight / DECIBANS_PER_BEL - odds))


def _by_scope(found: Posterior, membership: Flags) -> Iterator[tuple[list[int], "_Sums"]]:
    """Yield the sources of each scope, and the sums over it in some worlds; those of one scope and block are held at a time."""
    sources: dict[Scope, list[int]] = {}
    for number, factor in enumerate(found.factors):
        if factor.reports:
            sources.setdefault(factor.scope, []).append(number)
    partitions = partitions_of(membership)
    for scope in sorted(sources):
        for worlds in _blocks(len(found.prior), found.scopes.size(scope)):
            yield sources[scope], _Sums(found, partitions, scope, len(membership), worlds)


def _blocks(worlds: int, cells: int) -> Iterator[slice]:
    """Yield slices of worlds, each of a table that fits."""
    step = max(1, CELLS_AT_A_TIME // cells)
    return (slice(start, start + step) for start in range(0, worlds, step))


@dataclass(frozen=True)
class _Joint:
    """The posterior of cells and classes of some partitions, [world, cell, class of all of them in turn]."""

    partitions: tuple[Partition, ...]
    table: Array

    def classes(self, ratio: Array) -> Iterator[tuple[Partition, Array]]:
        held = np.einsum("wck,wc->wk", self.table, ratio)
        start = 0
        for partition in self.partitions:
            yield partition, held[:, start : start + partition.classes]
            start += partition.classes


class _Sums:
    """The posterior of some worlds summed over the cells of a scope, inside and outside each hypothesis."""

    def __init__(self, found: Posterior, partitions: Sequence[Partition], scope: Scope, rows: int, worlds: slice) -> None:
        self.worlds = worlds
        self._contradicted = found.contradicted[worlds]
        self._all = len(found.prior)
        self._rows = rows
        types, scopes = found.types[worlds], found.scopes
        cell, size = scopes.cell_of_type(scope), scopes.size(scope)
        self._cells = scopes.cell_sums(scope, types)
        # What the cell decides is summed over cells alone.
        decided = [(p, p.of_cells(cell, size)) for p in partitions]
        self._inside = [(p, classes) for p, classes in decided if classes is not None]
        others = tuple(p for p, classes in decided if classes is None)
        self._joint = _Joint(others, _joint_table(types, scopes, cell, size, others)) if others else None
        self._odds = self._log_odds(np.ones((len(types), size)))

    def _log_odds(self, ratio: Array) -> Array:
        out = np.empty((len(ratio), self._rows))
        weighed = self._cells * ratio
        held = [(partition, partition.summed(weighed, classes)) for partition, classes in self._inside]
        for partition, sums in (*held, *(self._joint.classes(ratio) if self._joint is not None else ())):
            here = slice(partition.first, partition.first + partition.rows)
            out[:, here] = _logarithm(odds(sums))[:, : partition.rows]
        return out

    def weigh(self, now: Array, before: Array, out: Array) -> Flags | None:
        """Write the weight, [world, hypothesis], of what turns one chance [world, cell] into another, and return where it is
        stuck, of all worlds, or None: something was ruled out there, so that what it was before cannot be told by a ratio.
        """
        stuck = self._contradicted
        if now.min() > 0:
            ratio = before / now
        else:
            lost = now <= 0
            stuck = stuck | (lost & (before > 0)).any(axis=1)
            ratio = np.divide(before, now, out=np.zeros_like(now), where=~lost)
        # Only differences between cells matter; over the top, a flat report leaves exactly one everywhere.
        top = largest(ratio)
        ratio /= np.where(top > 0, top, 1)[:, None]
        np.subtract(self._odds, self._log_odds(ratio), out=out)
        out *= DECIBANS_PER_BEL
        if not stuck.any():
            return None
        everywhere = np.zeros(self._all, dtype=np.bool_)
        everywhere[self.worlds] = stuck
        return everywhere


def _joint_table(types: Array, scopes: Scopes, cell: NDArray[np.intp], size: int, partitions: Sequence[Partition]) -> Array:
    """Return the posterior of cells and classes, [world, cell, class]."""
    classes = np.concatenate([partition.one_hot() for partition in partitions], axis=1)
    each = scopes.types // size
    order = np.argsort(cell, kind="stable")
    if each * size != scopes.types or not (np.bincount(cell, minlength=size) == each).all():  # cells of unequal size
        out = np.stack([types[:, cell == number] @ classes[cell == number] for number in range(size)], axis=1)
        return np.asarray(out)
    by_cell = types[:, order].reshape(len(types), size, each).transpose(1, 0, 2)
    return np.ascontiguousarray((by_cell @ classes[order].reshape(size, each, -1)).transpose(1, 0, 2))


def _anew(found: Posterior, membership: Flags, some: Flags, source: int, place: int | None) -> Array:
    """Return the weights of one report, or of all that a source said, in some worlds, by weighing everything else anew."""
    scopes = Scopes(found.scopes.index, found.prior[some])
    factors: list[Factor] = [factor.in_worlds(some) for factor in found.factors]
    rest = factors[:source] + factors[source + 1 :]
    if place is not None:
        rest.insert(source, factors[source].without(place, scopes))
    before = from_factors(scopes, rest).types
    return (_odds_of(found.types[some], membership) - _odds_of(before, membership)) * DECIBANS_PER_BEL


def _odds_of(types: Array, membership: Flags) -> Array:
    return _log_odds(types @ membership.T.astype(np.float64), types @ (~membership).T.astype(np.float64))


def _log_odds(inside: Array, outside: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return _logarithm(inside / outside)


def _logarithm(own: Array) -> Array:
    """Return the decimal logarithm of odds, in their place."""
    # Nothing is left inside or outside only where the evidence rules out everything; such worlds are weighed anew, or not.
    with np.errstate(divide="ignore"):
        np.log10(own, out=own)
    return np.clip(own, -MOST_LOG_ODDS, MOST_LOG_ODDS, out=own)
