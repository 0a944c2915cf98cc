# SPDX-License-Identifier: Apache-2.0
"""What matters: the weight of each item and each source, leaving it out, and what would lead without it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.beliefs import Beliefs
from pourparler.assess.spread import Spread, spread
from pourparler.assess.types import Types
from pourparler.engines.intentions import (
    hypothesis_probabilities,
    posterior_soundness,
    weights_of_evidence,
    weights_of_sources,
    with_source,
    without_each,
)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Matters:
    """Weights of items and of sources, [each, world, row] in decibans; `sound` [world, source, 3] is what is left of reliance.

    `item_means` and `source_means` [each, row] say what would be believed on average without each; linchpins name the questions
    whose likeliest hypothesis would then be another one.
    """

    items: Array
    sources: Array
    sound: Array
    means: Array
    item_means: Array
    source_means: Array
    item_linchpins: tuple[tuple[str, ...], ...]
    source_linchpins: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Weighed:
    """A weight as it is told: for every hypothesis, and for the one that is raised most."""

    weight_db: Spread | None
    question: str | None
    hypothesis: str | None
    weights: dict[str, dict[str, Spread]]


NOTHING_WEIGHED = Weighed(None, None, None, {})


def matters_of(beliefs: Beliefs) -> Matters:
    """Leave out each item and each source in turn."""
    membership, types = beliefs.types.membership(), beliefs.types
    now = hypothesis_probabilities(beliefs.posterior, membership)
    items = weights_of_evidence(beliefs.prior, beliefs.observations, beliefs.of_source, membership, types.index, beliefs.found)
    sources = weights_of_sources(beliefs.found, membership)
    means = now.mean(axis=0)
    item_means = np.stack([without.mean(axis=0) for without in without_each(now, items)]) if len(items) else items[:, 0]
    source_means = np.stack([without.mean(axis=0) for without in without_each(now, sources)]) if len(sources) else sources[:, 0]
    leaders = _leaders(types, means)
    return Matters(
        items,
        sources,
        posterior_soundness(beliefs.found),
        means,
        item_means,
        source_means,
        tuple(_changed(types, leaders, without) for without in item_means),
        tuple(_changed(types, leaders, without) for without in source_means),
    )


def heaviest(beliefs: Beliefs, most: int) -> list[int]:
    """Return the places of the items that weigh most for any hypothesis, on average over worlds, the heaviest first."""
    membership, types = beliefs.types.membership(), beliefs.types
    if not len(membership) or not beliefs.used:
        return []
    weights = weights_of_evidence(
        beliefs.prior, beliefs.observations, beliefs.of_source, membership, types.index, beliefs.found
    )
    weight = np.abs(weights.mean(axis=1)).max(axis=1)
    ranked = sorted(range(len(weight)), key=lambda place: (-weight[place], beliefs.used[place].id))
    return [place for place in ranked if weight[place] > SAME_CHANCE][:most]


def without_item(beliefs: Beliefs, place: int) -> Array:
    """Return the probabilities of types without one item, [world, type]."""
    source = beliefs.observations[place].source
    rest = [o for n, o in enumerate(beliefs.observations) if o.source == source and n != place]
    return with_source(beliefs.found, source, rest, beliefs.of_source[:, source]).types


def _leaders(types: Types, means: Array) -> dict[str, str]:
    """Return the likeliest hypothesis of each question; of two as likely, to the last digits, the first by name."""
    out: dict[str, tuple[float, str]] = {}
    for (question, hypothesis), mean in zip(types.rows(), means, strict=True):
        if question not in out or mean > out[question][0] + SAME_CHANCE:
            out[question] = (float(mean), hypothesis)
    return {question: hypothesis for question, (_, hypothesis) in out.items()}


#: Chances closer than this are the same chance: rounding of sums, not a difference.
SAME_CHANCE = 1e-12


def _changed(types: Types, leaders: dict[str, str], without: Array) -> tuple[str, ...]:
    others = _leaders(types, without)
    return tuple(question for question in types.questions if others[question] != leaders[question])


def weighed_as(types: Types, weights: Array) -> Weighed:
    """Tell a weight [world, row]; a case that asks no question weighs nothing."""
    rows = types.rows()
    if not rows:
        return NOTHING_WEIGHED
    best = int(weights.mean(axis=0).argmax())
    told: dict[str, dict[str, Spread]] = {}
    for place, (question, hypothesis) in enumerate(rows):
        told.setdefault(question, {})[hypothesis] = spread(weights[:, place])
    question, hypothesis = rows[best]
    return Weighed(told[question][hypothesis], question, hypothesis, told)
