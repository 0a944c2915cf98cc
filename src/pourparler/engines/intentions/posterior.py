# SPDX-License-Identifier: Apache-2.0
"""Exact probabilities of the counterpart's types given evidence from sources that may be sound, empty or deceptive.

A type is one hypothesis per question. Within a world the probability of the evidence is

    p(E | type) = prod over sources of  sum over r of P(r) prod over its observations of l(type, r)

because observations of one origin have been collapsed to one before, so that each belongs to exactly one source, and
sources are independent given the type. The sum over the joint states of all sources therefore factorises and the result is
exact. Under *sound*, l is the analyst's likelihood of the report; under *empty* it is one level for all types, by default
the report's prior-predictive rate under sound, so that emptiness itself is no evidence; under *deceptive* it is what the
source would say anyway, by default the empty level.

Sources: Bovens & Hartmann (2003), ch. 3-4 (source dependence); Schum (1994) (cascaded inference); Good (1950), weight of
evidence in decibans.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions.factors import STATES, Factor, chances_by_state, factor_of
from pourparler.engines.intentions.reports import Observation
from pourparler.engines.intentions.scopes import Scope, Scopes
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Posterior:
    """Probabilities of types: `prior` and `types`, [world, type], and what each source tells.

    `contradicted` [world]: the evidence rules out every hypothesis there, and the prior is kept. `by_scope` [cell, world]: what
    the factors of each scope tell together.
    """

    prior: Array
    types: Array
    factors: tuple[Factor, ...]
    contradicted: Flags
    scopes: Scopes
    by_scope: Mapping[Scope, Array]

    @property
    def log_likelihood(self) -> Array:
        """What each source tells, by type, [source, world, type], up to a constant in each world."""
        parts = [factor.log[:, self.scopes.cell_of_type(factor.scope)] for factor in self.factors]
        return np.stack(parts) if parts else np.zeros((0, *self.prior.shape))


def type_prior(questions: Sequence[Array], depends_on: Sequence[tuple[int, ...]] | None = None) -> Array:
    """Return the prior [world, type] of product types from one prior per question.

    Types run through the hypotheses with the last question fastest. A question is [world, hypothesis] and independent of the
    others a priori, or, where `depends_on` names questions for it, [world, hypothesis of each of those in turn, hypothesis].

    Raises EngineInputError where questions depend on one another in a circle, or shapes do not fit.
    Source: product rule; model.md "Intentions".
    """
    given = [()] * len(questions) if depends_on is None else list(depends_on)
    counts = [question.shape[-1] for question in questions]
    _refuse_circles(given)
    index = np.indices(counts).reshape(len(counts), -1)
    prior = np.ones((questions[0].shape[0], index.shape[1]))
    for number, (question, parents) in enumerate(zip(questions, given, strict=True)):
        if question.shape[1:-1] != tuple(counts[parent] for parent in parents):
            raise EngineInputError("a conditional prior needs a row for every hypothesis of what it depends on")
        prior = prior * question[(slice(None), *(index[parent] for parent in parents), index[number])]
    return prior


def _refuse_circles(given: Sequence[tuple[int, ...]]) -> None:
    settled: set[int] = set()
    while len(settled) < len(given):
        ready = {n for n, parents in enumerate(given) if n not in settled and set(parents) <= settled}
        if not ready:
            raise EngineInputError("questions that depend on one another in a circle have no joint prior")
        settled |= ready


def _normalised(log_weight: Array, prior: Array) -> tuple[Array, Flags]:
    """Return probabilities, and the worlds in which nothing is left: there the prior is kept."""
    top = log_weight.max(axis=1, keepdims=True)
    contradicted = np.isneginf(top[:, 0])
    weight = np.exp(log_weight - np.where(contradicted[:, None], 0, top))
    total = weight.sum(axis=1, keepdims=True)
    left = np.where(contradicted[:, None], 1, total)
    return np.where(contradicted[:, None], prior, weight / left), contradicted


def posterior(prior: Array, observations: Sequence[Observation], soundness: Array, index: Index | None = None) -> Posterior:
    """Return the probability of each type given the observations.

    `prior` is [world, type], summing to one; `soundness` is [world, source, 3], P(sound), P(empty), P(deceptive); `index`
    [question, type] gives each type's hypotheses, where observations name the questions they bear on. Read `types` as what is
    believed in each world; its spread over worlds is sensitivity to the inputs, not a credible interval. Do not trust it where
    two sources share more than an origin (a common interest, a common relay).

    Raises EngineInputError for shapes that do not fit.
    Source: Bovens & Hartmann (2003), ch. 3-4; model.md "Intentions".
    """
    if prior.ndim != 2 or soundness.shape[2:] != (STATES,) or soundness.shape[0] != prior.shape[0]:
        raise EngineInputError("prior must be [world, type] and soundness [world, source, state]")
    scopes = Scopes(np.zeros((0, prior.shape[1]), dtype=np.intp) if index is None else index, prior)
    said: list[list[Observation]] = [[] for _ in range(soundness.shape[1])]
    for observation in observations:
        said[observation.source].append(observation)
    return from_factors(scopes, [factor_of(theirs, soundness[:, source], scopes) for source, theirs in enumerate(said)])


def with_source(before: Posterior, source: int, observations: Sequence[Observation], soundness: Array) -> Posterior:
    """Return the posterior where one source says something else, or is relied on differently: the others stay as they are.

    `observations` are all of that source, `soundness` [world, 3]. Source: as `posterior`.
    """
    return with_factor(before, source, factor_of(observations, soundness, before.scopes))


def with_factor(before: Posterior, source: int, factor: Factor) -> Posterior:
    """Return the posterior where one source tells something else; only sums of its own scopes are made anew.

    Source: as `posterior`.
    """
    changed = {before.factors[source].scope, factor.scope}
    factors = [*before.factors[:source], factor, *before.factors[source + 1 :]]
    kept = {scope: total for scope, total in before.by_scope.items() if scope not in changed}
    return _from_sums(before.scopes, factors, kept | _sums([f for f in factors if f.scope in changed]))


def from_factors(scopes: Scopes, factors: Sequence[Factor]) -> Posterior:
    """Return the posterior from what each source tells. Source: as `posterior`."""
    return _from_sums(scopes, factors, _sums(factors))


def _sums(factors: Sequence[Factor]) -> dict[Scope, Array]:
    """Return what the factors of every scope tell together, [cell, world]."""
    out: dict[Scope, Array] = {}
    for factor in factors:
        out[factor.scope] = out[factor.scope] + factor.log if factor.scope in out else factor.log
    return {scope: np.ascontiguousarray(total.T) for scope, total in out.items()}


def _from_sums(scopes: Scopes, factors: Sequence[Factor], by_scope: Mapping[Scope, Array]) -> Posterior:
    types, contradicted = _normalised(scopes.log_prior + scopes.over_types(by_scope), scopes.prior)
    return Posterior(scopes.prior, types, tuple(factors), contradicted, scopes, by_scope)


def hypothesis_probabilities(types: Array, membership: Flags) -> Array:
    """Return the probability [world, hypothesis] of each hypothesis from that of types; `membership` is [hypothesis, type].

    Source: marginalisation.
    """
    return types @ membership.T.astype(np.float64)


def posterior_soundness(found: Posterior) -> Array:
    """Return P(sound), P(empty), P(deceptive) of every source given all the evidence, [world, source, 3].

    A source that contradicts better ones is less likely to be sound afterwards. Where the evidence rules out everything the
    prior is kept. Source: Bayes' rule over the states of one source, Bovens & Hartmann (2003), ch. 3.
    """
    out = np.empty((len(found.prior), len(found.factors), STATES))
    cells: dict[Scope, Array] = {}
    for place, factor in enumerate(found.factors):
        if factor.scope not in cells:
            cells[factor.scope] = found.scopes.cell_sums(factor.scope, found.types)
        states = chances_by_state(factor.whole, factor.scope, factor.soundness, found.scopes)
        chance = states[0] + (states[1] + states[2])
        per_chance = np.divide(cells[factor.scope], chance, out=np.zeros_like(chance), where=chance > 0)
        for state, joint in enumerate(states):
            out[:, place, state] = (per_chance * joint).sum(axis=1)
        out[found.contradicted, place] = factor.soundness[found.contradicted]
    return out
