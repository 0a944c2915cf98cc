# SPDX-License-Identifier: Apache-2.0
"""What each report, and each source, weighs: what leaving it out would change, for all at once.

Leaving out a report of a source multiplies the posterior by a ratio that depends only on the questions the source bears on. So
the posterior is summed once over the cells of each scope, and every weight is a sum over those few cells.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions.posterior import Factor, Observation, Posterior, States, joint_chance, posterior, times
from pourparler.engines.intentions.scopes import Scope, Scopes

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: A deciban is a tenth of a factor of ten in the odds (Good 1950).
DECIBANS_PER_BEL = 10
#: The factor in the odds that a bel is.
BEL = 10.0
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
    sums = _Sums(found, membership)
    for source, factor in enumerate(found.factors):
        mine = [number for number, o in enumerate(observations) if o.source == source]
        for number, rest in zip(mine, _without_each(factor), strict=True):
            out[number] = sums.weight(factor, joint_chance(factor.soundness, rest))
    stuck = sums.stuck()
    if stuck.any():
        out[:, stuck] = _one_by_one(prior, observations, soundness, membership, index, stuck)
    return out


def weights_of_sources(found: Posterior, membership: Flags) -> Array:
    """Return the weight [source, world, hypothesis] in decibans of all that each source said, leaving it out.

    Where a source makes something certain, its weight is held at what odds of 10^30 to one would give. Worlds in which the
    evidence contradicts itself count as 0. Source: as `weights_of_evidence`.
    """
    out = np.zeros((len(found.factors), len(found.prior), membership.shape[0]))
    sums = _Sums(found, membership)
    for source, factor in enumerate(found.factors):
        out[source] = sums.weight(factor, np.ones_like(factor.chance))
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


class _Sums:
    """The posterior summed over cells, inside and outside each hypothesis; and where nothing can be told from it."""

    def __init__(self, found: Posterior, membership: Flags) -> None:
        self._found = found
        self._both = np.concatenate([membership, ~membership])
        self._sums: dict[Scope, tuple[Array, Array]] = {}
        self._stuck = found.contradicted.copy()

    def of(self, scope: Scope) -> tuple[Array, Array]:
        """Return the posterior in each cell inside and then outside each hypothesis, [world, row, cell], and the odds."""
        if scope not in self._sums:
            scopes: Scopes = self._found.scopes
            cells = scopes.one_hot(scope)
            table = (self._both[:, :, None] * cells[None]).transpose(1, 0, 2).reshape(scopes.types, -1)
            held = (self._found.types @ table).reshape(len(self._found.types), len(self._both), cells.shape[1])
            self._sums[scope] = (held, self._log_odds(held, np.ones((len(held), cells.shape[1]))))
        return self._sums[scope]

    def _log_odds(self, held: Array, ratio: Array) -> Array:
        both = np.einsum("whc,wc->wh", held, ratio)
        half = both.shape[1] // 2
        return _log_odds(both[:, :half], both[:, half:])

    def weight(self, factor: Factor, without: Array) -> Array:
        """Return the weight of what turns the chance `without` [world, cell] into that of the factor, [world, hypothesis]."""
        lost = factor.chance <= 0
        if lost.any():
            self._stuck |= (lost & (without > 0)).any(axis=1)
            ratio = np.divide(without, factor.chance, out=np.zeros_like(factor.chance), where=~lost)
        else:
            ratio = without / factor.chance
        # Only differences between cells matter; over the top, a flat report leaves exactly one everywhere.
        top = ratio.max(axis=1, keepdims=True)
        ratio = ratio / np.where(top > 0, top, 1)
        held, odds = self.of(factor.scope)
        return (odds - self._log_odds(held, ratio)) * DECIBANS_PER_BEL

    def stuck(self) -> Flags:
        """Return the worlds in which something was ruled out, so that what it was before cannot be told by a ratio, [world]."""
        return self._stuck


def _without_each(factor: Factor) -> list[States]:
    """Return the states of a source without each of its reports in turn, by products from both ends."""
    worlds = len(factor.soundness)
    one = np.ones((worlds, 1))
    blank: States = (np.ones_like(factor.chance), one, one)
    before, after = [blank], [blank]
    for report in factor.reports[:-1]:
        before.append(times(before[-1], report))
    for report in factor.reports[:0:-1]:
        after.append(times(report, after[-1]))
    return [times(first, last) for first, last in zip(before, reversed(after), strict=True)] if factor.reports else []


def _one_by_one(
    prior: Array,
    observations: Sequence[Observation],
    soundness: Array,
    membership: Flags,
    index: NDArray[np.intp] | None,
    some: Flags,
) -> Array:
    """Return the weights in some worlds by weighing everything anew without each report."""
    prior, soundness = prior[some], soundness[some]
    reports = [observation.in_worlds(some) for observation in observations]
    with_all = _odds_of(posterior(prior, reports, soundness, index).types, membership)
    out = np.zeros((len(reports), len(prior), membership.shape[0]))
    for left_out in range(len(reports)):
        rest = [report for number, report in enumerate(reports) if number != left_out]
        out[left_out] = (with_all - _odds_of(posterior(prior, rest, soundness, index).types, membership)) * DECIBANS_PER_BEL
    return out


def _odds_of(types: Array, membership: Flags) -> Array:
    return _log_odds(types @ membership.T.astype(np.float64), types @ (~membership).T.astype(np.float64))


def _log_odds(inside: Array, outside: Array) -> Array:
    # Nothing is left inside or outside only where the evidence rules out everything; such worlds are weighed anew, or not.
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log10(inside / outside)
    return np.asarray(np.clip(odds, -MOST_LOG_ODDS, MOST_LOG_ODDS))
