# SPDX-License-Identifier: Apache-2.0
"""A second, plain implementation of the posterior: joint enumeration over types and states of all sources."""

from dataclasses import dataclass, replace
from itertools import product
from math import prod

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from pourparler.engines.intentions import Observation, Posterior, posterior, type_prior, weights_of_evidence

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Inquiry:
    """Everything that `posterior` takes: prior [world, type], observations, soundness [world, source, state]."""

    prior: Array
    observations: tuple[Observation, ...]
    soundness: Array

    def solve(self) -> Posterior:
        return posterior(self.prior, self.observations, self.soundness)

    def types(self) -> Array:
        return self.solve().types

    def weights(self) -> Array:
        """Return the weight of every observation for every single type, [observation, world, type]."""
        single = np.eye(self.prior.shape[1], dtype=np.bool_)
        return weights_of_evidence(self.prior, self.observations, self.soundness, single)

    def with_observations(self, *observations: Observation) -> "Inquiry":
        return replace(self, observations=observations)


def _levels(observation: Observation, prior: list[float], world: int) -> list[list[float]]:
    """Return the chance of one observation, [state][type], as the module docstring of the engine has it."""
    types = range(len(prior))
    sound = [[float(table[world, kind]) for kind in types] for table in observation.likelihoods]
    rates = [sum(p * chance for p, chance in zip(prior, table, strict=True)) for table in sound]
    telling = [number for number, table in enumerate(sound) if len(set(table)) > 1] or list(range(len(sound)))
    mean_rate = prod(rates[number] for number in telling) ** (1 / len(telling))
    empty = prod(rates)
    if observation.empty_rate is not None:
        # One level per report; a report on several questions has it rescaled with their rates.
        empty = float(observation.empty_rate[world]) * prod(rates) / mean_rate
    deceptive = [empty for _ in types]
    if observation.anyway is not None:
        # Where nothing is stated the report is at its level: that of a flat factor, else one for all it tells something on.
        stated = range(len(observation.anyway))
        spare = prod(rates[number] for number in range(len(sound)) if number not in telling and number not in stated)
        spare *= mean_rate ** max(0, len(telling) - sum(n in telling or n >= len(sound) for n in stated))
        deceptive = [prod(float(table[world, kind]) for table in observation.anyway) * spare for kind in types]
    return [[prod(table[kind] for table in sound) for kind in types], [empty for _ in types], deceptive]


def joint_enumeration(inquiry: Inquiry) -> list[list[float]]:
    """Return p(type | evidence), [world][type], summed over every joint state of all sources without factorising."""
    sources = inquiry.soundness.shape[1]
    out = []
    for world, row in enumerate(inquiry.prior.tolist()):
        levels = [_levels(observation, row, world) for observation in inquiry.observations]
        weight = [0.0 for _ in row]
        for states in product(range(3), repeat=sources):
            chance = prod(float(inquiry.soundness[world, source, state]) for source, state in enumerate(states))
            for kind in range(len(row)):
                seen = (levels[i][states[o.source]][kind] for i, o in enumerate(inquiry.observations))
                weight[kind] += row[kind] * chance * prod(seen)
        out.append([w / sum(weight) for w in weight])
    return out


def chances(generator: np.random.Generator, *shape: int) -> Array:
    """Return chances well inside 0 to 1, some of them equal, so that flat reports and ties occur."""
    return np.round(generator.uniform(0.02, 0.98, shape), int(generator.integers(1, 9))).clip(0.02, 0.98)


@st.composite
def inquiries(
    draw: st.DrawFn,
    *,
    least_reports: int = 0,
    most_sources: int = 3,
    custom_levels: bool = True,
) -> Inquiry:
    """Inquiries of 1 to 3 questions, up to 3 sources and 5 reports; `custom_levels` adds empty rates and `anyway` tables."""
    hypotheses = draw(st.lists(st.integers(2, 3), min_size=1, max_size=3))
    sources = draw(st.integers(1, most_sources))
    reports = draw(st.lists(st.integers(0, sources - 1), min_size=least_reports, max_size=5))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    worlds = 2
    per_question = [generator.dirichlet(np.ones(count), worlds) for count in hypotheses]
    place = np.indices(hypotheses).reshape(len(hypotheses), -1)

    def tables(questions: NDArray[np.intp]) -> tuple[Array, ...]:
        return tuple(chances(generator, worlds, hypotheses[q])[:, place[q]] for q in questions)

    observations = []
    for source in reports:
        touched = np.flatnonzero(generator.random(len(hypotheses)) < 0.6)
        touched = touched if len(touched) else np.array([0])
        anyway = tables(touched) if custom_levels and generator.random() < 0.4 else None
        if anyway is not None and generator.random() < 0.3:
            anyway += tables(np.flatnonzero(~np.isin(np.arange(len(hypotheses)), touched)))
        rate = chances(generator, worlds) if custom_levels and generator.random() < 0.4 else None
        observations.append(Observation(tables(touched), source, anyway, rate))
    return Inquiry(type_prior(per_question), tuple(observations), generator.dirichlet(np.ones(3), (worlds, sources)))
