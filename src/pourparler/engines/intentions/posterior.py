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

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: A deciban is a tenth of a factor of ten in the odds (Good 1950).
DECIBANS_PER_BEL = 10
#: Odds beyond 10^30 to one count as that: certainty has infinite odds, and a report that settles a question a finite weight.
MOST_LOG_ODDS = 30


@dataclass(frozen=True)
class Observation:
    """One report, or several of one origin collapsed to one.

    `likelihoods` holds, per question that the report bears on, the chance [world, type] of the report from a sound source;
    `source` is the index of its source; `anyway` the same per question from a deceptive source, or None for the empty
    level; `empty_rate` the chance [world] of the report from an empty source, or None for the prior-predictive rate.
    """

    likelihoods: tuple[Array, ...]
    source: int
    anyway: tuple[Array, ...] | None = None
    empty_rate: Array | None = None


@dataclass(frozen=True)
class Posterior:
    """Probabilities of types: `prior` and `types`, [world, type]; `log_likelihood`, [source, world, type], up to a constant.

    `contradicted` [world]: the evidence rules out every hypothesis there, and the prior is kept.
    """

    prior: Array
    types: Array
    log_likelihood: Array
    contradicted: NDArray[np.bool_]


def type_prior(questions: Sequence[Array]) -> Array:
    """Return the prior [world, type] of product types from one prior [world, hypothesis] per question.

    Types run through the hypotheses with the last question fastest. Questions are taken as independent a priori.
    Source: model.md "Intentions"; product rule.
    """
    worlds = questions[0].shape[0]
    prior = np.ones((worlds, 1))
    for question in questions:
        prior = (prior[:, :, None] * question[:, None, :]).reshape(worlds, -1)
    return prior


def _relative(likelihood: Array, prior: Array) -> tuple[Array, Array]:
    """Return a likelihood relative to its prior-predictive rate, and that rate [world]."""
    first = likelihood[:, 0]
    # Written as a first value plus differences: for a flat report the rate is then exactly its level.
    rate = first + (prior * (likelihood - first[:, None])).sum(axis=1)
    # A report with no chance under anything held possible cannot tell what is possible apart: it is taken as flat.
    possible = rate > 0
    rate = np.where(possible, rate, 1)
    return np.where(possible[:, None], likelihood / rate[:, None], 1), rate


def _states(observation: Observation, prior: Array) -> Array:
    """Return the chance of one observation in each state of its source, [state, world, type], relative to its rate."""
    parts = [_relative(likelihood, prior) for likelihood in observation.likelihoods]
    sound = np.ones_like(prior)
    for relative, _ in parts:
        sound = sound * relative
    scale = _level(observation.likelihoods, [rate for _, rate in parts], prior.shape[0])
    if observation.empty_rate is None:
        empty = np.ones_like(prior)
    else:
        empty = np.broadcast_to((observation.empty_rate / scale)[:, None], prior.shape)
    deceptive = empty
    if observation.anyway is not None:
        deceptive = np.ones_like(prior)
        for likelihood in observation.anyway:
            deceptive = deceptive * likelihood
        deceptive = deceptive / (scale ** len(observation.anyway))[:, None]
    return np.stack([sound, empty, deceptive])


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


def _source_log_likelihood(states: Sequence[Array], soundness: Array, shape: tuple[int, int]) -> Array:
    """Return log sum over r of P(r) times the product of one source's observations, [world, type]."""
    if not states:
        return np.zeros(shape)
    product = states[0]
    for more in states[1:]:
        product = product * more
    joint = np.einsum("wr,rwt->wt", soundness, product)
    with np.errstate(divide="ignore"):
        log = np.log(joint)
    # Only differences between types matter; taken off the top, a flat source adds exactly nothing.
    top = log.max(axis=1, keepdims=True)
    return np.asarray(log - np.where(np.isneginf(top), 0, top))


def _normalised(log_weight: Array, prior: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return probabilities, and the worlds in which nothing is left: there the prior is kept."""
    top = log_weight.max(axis=1, keepdims=True)
    contradicted = np.isneginf(top[:, 0])
    weight = np.exp(log_weight - np.where(contradicted[:, None], 0, top))
    total = weight.sum(axis=1, keepdims=True)
    left = np.where(contradicted[:, None], 1, total)
    return np.where(contradicted[:, None], prior, weight / left), contradicted


def posterior(prior: Array, observations: Sequence[Observation], soundness: Array) -> Posterior:
    """Return the probability of each type given the observations.

    `prior` is [world, type], summing to one; `soundness` is [world, source, 3], P(sound), P(empty), P(deceptive). Read
    `types` as what is believed in each world; its spread over worlds is sensitivity to the inputs, not a credible
    interval. Do not trust it where two sources share more than an origin (a common interest, a common relay).

    Raises EngineInputError for shapes that do not fit.
    Source: Bovens & Hartmann (2003), ch. 3-4; model.md "Intentions".
    """
    if prior.ndim != 2 or soundness.ndim != 2 + 1 or soundness.shape[0] != prior.shape[0]:
        raise EngineInputError("prior must be [world, type] and soundness [world, source, state]")
    states = [_states(observation, prior) for observation in observations]
    shape = (prior.shape[0], prior.shape[1])
    per_source = [
        _source_log_likelihood(
            [s for s, o in zip(states, observations, strict=True) if o.source == source],
            soundness[:, source],
            shape,
        )
        for source in range(soundness.shape[1])
    ]
    log_likelihood = np.stack(per_source) if per_source else np.zeros((0, *shape))
    with np.errstate(divide="ignore"):
        log_prior = np.log(prior)
    types, contradicted = _normalised(log_prior + log_likelihood.sum(axis=0), prior)
    return Posterior(prior, types, log_likelihood, contradicted)


def hypothesis_probabilities(types: Array, membership: NDArray[np.bool_]) -> Array:
    """Return the probability [world, hypothesis] of each hypothesis from that of types; `membership` is [hypothesis, type].

    Source: marginalisation.
    """
    return types @ membership.T.astype(np.float64)


def weights_of_evidence(
    prior: Array,
    observations: Sequence[Observation],
    soundness: Array,
    membership: NDArray[np.bool_],
) -> Array:
    """Return the weight [observation, world, hypothesis] in decibans of each observation, leaving it out.

    Positive: the observation raises the odds of the hypothesis. It is measured with all other evidence in place, so weights
    of observations that share a source do not add up. Where a hypothesis is certain or impossible without it nothing can move
    it, and its weight is 0; a report that makes it so is held at what odds of 10^30 to one would give. A flat report weighs
    exactly 0.

    Source: Good (1950); leave-one-out as in model.md "Intentions".
    """
    whole = posterior(prior, observations, soundness)
    with_all = _log_odds(whole.types, membership)
    out = np.zeros((len(observations), prior.shape[0], membership.shape[0]))
    for index in range(len(observations)):
        rest = [o for other, o in enumerate(observations) if other != index]
        without = _log_odds(posterior(prior, rest, soundness).types, membership)
        out[index] = (with_all - without) * DECIBANS_PER_BEL
    return out


def _log_odds(types: Array, membership: NDArray[np.bool_]) -> Array:
    inside = types @ membership.T.astype(np.float64)
    outside = types @ (~membership).T.astype(np.float64)
    with np.errstate(divide="ignore"):
        odds = np.log10(inside) - np.log10(outside)
    return np.asarray(np.clip(odds, -MOST_LOG_ODDS, MOST_LOG_ODDS))
