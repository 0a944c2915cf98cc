# SPDX-License-Identifier: Apache-2.0
"""Exact probabilities of the counterpart's types given evidence from sources that may be sound, empty or deceptive.

A type is one hypothesis per question. Within a world the probability of the evidence is

    p(E | type) = prod over sources of  sum over r of P(r) prod over its observations of l(type, r)

because observations of one origin have been collapsed to one before, so that each belongs to exactly one source, and
sources are independent given the type. The sum over the joint states of all sources therefore factorises and the result is
exact. Under *sound*, l is the analyst's likelihood of the report; under *empty* it is one level for all types, by default
the report's prior-predictive rate under sound, so that emptiness itself is no evidence; under *deceptive* it is what the
source would say anyway, by default the empty level.

Likelihoods are held relative to their prior-predictive rate. This changes nothing in the result and makes a flat
report exactly 1 in every state, so that it weighs exactly zero whatever its level.

Sources: Bovens & Hartmann (2003), ch. 3-4 (source dependence); Schum (1994) (cascaded inference); Good (1950), weight of
evidence in decibans.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions.scopes import TYPES, Scope, Scopes
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Observation:
    """One report, or several of one origin collapsed to one.

    `likelihoods` holds, per question that the report bears on, the chance of the report from a sound source; `source` is the
    index of its source; `anyway` the same per question from a deceptive source, or None for the empty level; `empty_rate` the
    chance [world] of the report from an empty source, or None for the prior-predictive rate.

    Tables are [world, hypothesis] of the question that stands at the same place in `questions` or `anyway_questions`; where
    those are not given they are [world, type].
    """

    likelihoods: tuple[Array, ...]
    source: int
    anyway: tuple[Array, ...] | None = None
    empty_rate: Array | None = None
    questions: tuple[int, ...] | None = None
    anyway_questions: tuple[int, ...] | None = None

    def bears_on(self) -> tuple[int, ...]:
        """Return the question of each likelihood, TYPES where it is stated by type."""
        return (TYPES,) * len(self.likelihoods) if self.questions is None else self.questions

    def said_anyway_on(self) -> tuple[int, ...]:
        """Return the question of each table of what is said anyway, TYPES where it is stated by type."""
        if self.anyway is None:
            return ()
        return (TYPES,) * len(self.anyway) if self.anyway_questions is None else self.anyway_questions

    def in_worlds(self, some: Flags) -> "Observation":
        """Return the report in some worlds only."""
        return Observation(
            tuple(table[some] for table in self.likelihoods),
            self.source,
            None if self.anyway is None else tuple(table[some] for table in self.anyway),
            None if self.empty_rate is None else self.empty_rate[some],
            self.questions,
            self.anyway_questions,
        )


#: A source is sound, empty or deceptive.
STATES = 3
States = tuple[Array, Array, Array]
"""The chance of what a source said if it is sound, empty, deceptive: [world, cell or 1] each, relative to its rate."""


@dataclass(frozen=True)
class Factor:
    """What one source tells: its scope, its states of each report and of all together, and its log likelihood [world, cell].

    `chance` is the likelihood itself, before its top is taken off, and `soundness` [world, 3] that of the source.
    """

    scope: Scope
    soundness: Array
    reports: tuple[States, ...]
    together: States
    chance: Array
    log: Array


@dataclass(frozen=True)
class Posterior:
    """Probabilities of types: `prior` and `types`, [world, type], and what each source tells.

    `contradicted` [world]: the evidence rules out every hypothesis there, and the prior is kept.
    """

    prior: Array
    types: Array
    factors: tuple[Factor, ...]
    contradicted: Flags
    scopes: Scopes

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


def _relative(likelihood: Array, prior: Array) -> tuple[Array, Array]:
    """Return a likelihood relative to its prior-predictive rate, and that rate [world]."""
    first = likelihood[:, 0]
    # Written as a first value plus differences: for a flat report the rate is then exactly its level.
    rate = first + (prior * (likelihood - first[:, None])).sum(axis=1)
    # A report with no chance under anything held possible cannot tell what is possible apart: it is taken as flat.
    possible = rate > 0
    rate = np.where(possible, rate, 1)
    return np.where(possible[:, None], likelihood / rate[:, None], 1), rate


def _states(observation: Observation, scope: Scope, scopes: Scopes) -> States:
    """Return the chance of one observation in each state of its source, relative to its rate."""
    questions = observation.bears_on()
    for question, table in zip(questions, observation.likelihoods, strict=True):
        if table.shape[1] != scopes.hypotheses(question):
            raise EngineInputError("a likelihood needs a chance for every hypothesis of its question")
    parts = [_relative(table, scopes.marginal(q)) for q, table in zip(questions, observation.likelihoods, strict=True)]
    worlds = scopes.prior.shape[0]
    sound = np.ones((worlds, scopes.size(scope)))
    for question, (relative, _) in zip(questions, parts, strict=True):
        sound = sound * relative[:, scopes.hypothesis_of_cell(scope, question)]
    scale = _level(observation.likelihoods, [rate for _, rate in parts], worlds)
    empty = np.ones((worlds, 1)) if observation.empty_rate is None else (observation.empty_rate / scale)[:, None]
    deceptive = empty
    if observation.anyway is not None:
        deceptive = np.ones_like(sound)
        for question, table in zip(observation.said_anyway_on(), observation.anyway, strict=True):
            deceptive = deceptive * table[:, scopes.hypothesis_of_cell(scope, question)]
        deceptive = deceptive / (scale ** len(observation.anyway))[:, None]
    return sound, empty, deceptive


def _level(likelihoods: Sequence[Array], rates: Sequence[Array], worlds: int) -> Array:
    """Return the level [world] to which an empty rate, or what is said anyway, is compared.

    For one question that is its prior-predictive rate, without the rounding of a logarithm: a report as likely in every state
    stays exactly so. For several it is the geometric mean over the questions that the report tells something about, so that
    a flat factor on a further question changes nothing.
    """
    if len(rates) == 1:
        return rates[0]
    if not rates:
        return np.ones(worlds)
    logs = np.log(np.stack(rates))
    telling = np.stack([np.ptp(likelihood, axis=1) > 0 for likelihood in likelihoods])
    counted = np.where(telling.any(axis=0), telling, True)
    return np.asarray(np.exp((logs * counted).sum(axis=0) / counted.sum(axis=0)))


def joint_chance(soundness: Array, states: States) -> Array:
    """Return the chance [world, cell] of what a source said, over its states [world, 3]. Source: total probability."""
    sound, empty, deceptive = (soundness[:, [state]] * chance for state, chance in enumerate(states))
    return sound + empty + deceptive


def times(first: States, second: States) -> States:
    """Return the states of two reports of one source together. Source: independence given type and state."""
    return first[0] * second[0], first[1] * second[1], first[2] * second[2]


def _factor(observations: Sequence[Observation], soundness: Array, scopes: Scopes) -> Factor:
    """Return what one source tells by all that it said."""
    touched = [q for o in observations for q in (*o.bears_on(), *o.said_anyway_on())]
    scope = scopes.joined(touched)
    reports = tuple(_states(observation, scope, scopes) for observation in observations)
    blank = np.ones((len(soundness), 1))
    together = (np.ones((len(soundness), scopes.size(scope))), blank, blank)
    for report in reports:
        together = times(together, report)
    chance = joint_chance(soundness, together)
    if not reports:  # who said nothing tells nothing, whatever its states sum to
        return Factor(scope, soundness, reports, together, chance, np.zeros_like(chance))
    with np.errstate(divide="ignore"):
        log = np.log(chance)
    # Only differences between types matter; taken off the top, a flat source adds exactly nothing.
    top = log.max(axis=1, keepdims=True)
    return Factor(scope, soundness, reports, together, chance, log - np.where(np.isneginf(top), 0, top))


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
    return from_factors(scopes, [_factor(theirs, soundness[:, source], scopes) for source, theirs in enumerate(said)])


def with_source(before: Posterior, source: int, observations: Sequence[Observation], soundness: Array) -> Posterior:
    """Return the posterior where one source says something else, or is relied on differently: the others stay as they are.

    `observations` are all of that source, `soundness` [world, 3]. Source: as `posterior`.
    """
    factors = list(before.factors)
    factors[source] = _factor(observations, soundness, before.scopes)
    return from_factors(before.scopes, factors)


def from_factors(scopes: Scopes, factors: Sequence[Factor]) -> Posterior:
    """Return the posterior from what each source tells. Source: as `posterior`."""
    by_scope: dict[Scope, Array] = {}
    for factor in factors:
        by_scope[factor.scope] = by_scope[factor.scope] + factor.log if factor.scope in by_scope else factor.log
    with np.errstate(divide="ignore"):
        log_weight = np.log(scopes.prior)
    for scope in sorted(by_scope):
        log_weight = log_weight + by_scope[scope][:, scopes.cell_of_type(scope)]
    types, contradicted = _normalised(log_weight, scopes.prior)
    return Posterior(scopes.prior, types, tuple(factors), contradicted, scopes)


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
            cells[factor.scope] = found.types @ found.scopes.one_hot(factor.scope)
        per_chance = np.divide(cells[factor.scope], factor.chance, out=np.zeros_like(factor.chance), where=factor.chance > 0)
        for state, chance in enumerate(factor.together):
            out[:, place, state] = factor.soundness[:, state] * (per_chance * chance).sum(axis=1)
        out[found.contradicted, place] = factor.soundness[found.contradicted]
    return out
