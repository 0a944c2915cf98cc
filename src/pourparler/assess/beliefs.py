# SPDX-License-Identifier: Apache-2.0
"""The step of intentions: questions, sources and evidence of a case become probabilities of types in every world."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.analysts import pooled_likelihoods
from pourparler.assess.priors import Priors, priors_of
from pourparler.assess.sources import STATES, source_states, unstated
from pourparler.assess.standing import standing_of
from pourparler.assess.types import Types, types_of
from pourparler.assess.worlds import Worlds
from pourparler.case import Case, Evidence
from pourparler.engines.intentions import Observation, Posterior, posterior
from pourparler.quantity import PROBABILITY

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Beliefs:
    """What is believed about the types in every world, and what it was found from.

    `used` are the items that count, one per origin, and `observations` the same for the engine; `copies` names the item that
    stands for each of the others; `sources` the named source, if there
    is one, behind each state. `of_item` [world, item, 3] and `of_source` [world, source, 3] say how far each is relied on.
    """

    types: Types
    priors: Priors
    found: Posterior
    used: tuple[Evidence, ...]
    copies: dict[str, str]
    observations: tuple[Observation, ...]
    sources: tuple[str | None, ...]
    of_item: Array
    of_source: Array

    def of(self, question: str) -> Array:
        """Return what is believed of a question, [world, hypothesis]."""
        place = self.types.questions.index(question)
        return np.asarray(self.posterior @ np.eye(len(self.types.hypotheses[place]))[self.types.index[place]])

    @property
    def prior(self) -> Array:
        """Probabilities of types before the evidence, [world, type]."""
        return self.found.prior

    @property
    def posterior(self) -> Array:
        """Probabilities of types given all the evidence, [world, type]."""
        return self.found.types


def weigh_intentions(case: Case, worlds: Worlds) -> Beliefs:
    """Weigh the evidence of a case: the exact posterior of every type in every world."""
    types = types_of(case)
    used, copies = by_origin(case, lambda item: float(states_of(case, worlds, item)[0][:, 0].mean()))
    soundness, rates = _soundness(case, worlds, used)
    observations = [observation_of(case, worlds, types, item, number, rates[number]) for number, item in enumerate(used)]
    observations = _share_sources(observations, used)
    kept = _one_per_source(soundness, used)
    priors = priors_of(case, worlds, types)
    found = posterior(priors.joint(worlds), observations, kept, types.index)
    return Beliefs(types, priors, found, tuple(used), copies, tuple(observations), _names(used), soundness, kept)


def in_order(case: Case) -> list[Evidence]:
    """Return the evidence of a case by id: the order of the file is immaterial."""
    return sorted(case.evidence, key=lambda item: item.id)


def by_origin(case: Case, sound: Callable[[Evidence], float]) -> tuple[list[Evidence], dict[str, str]]:
    """Return the items that count, one per origin, and which items are copies of which.

    Of several items of one origin the one from the source most likely to be sound stands for all, then the earliest; one with
    letters of consistency and no likelihood only where there is no other, and then it is weighed by nothing. `sound` says how
    likely the source of an item is to be sound, on average.
    """
    groups: dict[str, list[Evidence]] = {}
    by_id = {item.id: item for item in case.evidence}
    for item in in_order(case):
        if item.likelihood or item.letters:
            groups.setdefault(_first_origin(item, by_id), []).append(item)
    used, copies = [], {}
    for items in groups.values():
        able = [item for item in items if item.likelihood] or items
        first = able[0]
        if len(able) > 1:
            ranked = [(-sound(item), item.known_at, item.id, item) for item in able]
            first = min(ranked, key=lambda entry: entry[:-1])[-1]
        if first.likelihood:
            used.append(first)
        copies.update({item.id: first.id for item in items if item is not first})
    return used, copies


def _first_origin(item: Evidence, by_id: Mapping[str, Evidence]) -> str:
    """Return where an item comes from in the end: an origin that is itself an item comes from where that one does."""
    while item.origin and item.origin in by_id and item.origin != item.id:
        item = by_id[item.origin]
    return f"origin {item.origin}" if item.origin and item.origin != item.id else f"item {item.id}"


def states_of(case: Case, worlds: Worlds, item: Evidence) -> tuple[Array, Array | None]:
    """Return the states of an item's source; of a source that nobody has described, nothing is known."""
    if item.source is None or item.source not in case.sources:
        return unstated(worlds, ("evidence", item.id, "source")), None
    return source_states(case, worlds, item.source)


def _soundness(case: Case, worlds: Worlds, used: list[Evidence]) -> tuple[Array, list[Array | None]]:
    """Return the states of the source of each item that counts, [world, item, 3], and the empty rates of relays."""
    pairs = [states_of(case, worlds, item) for item in used]
    states = [states for states, _ in pairs]
    stacked = np.stack(states, axis=1) if states else np.zeros((worlds.count, 0, len(STATES)))
    return stacked, [rate for _, rate in pairs]


def tables(
    stated: Mapping[str, object], path: tuple[str, ...], types: Types, worlds: Worlds
) -> tuple[tuple[int, ...], tuple[Array, ...]]:
    """Return the questions that an item bears on, and a likelihood [world, hypothesis] for each."""
    questions, out = [], []
    for question in sorted(stated):
        if question not in types.questions:
            continue
        place = types.questions.index(question)
        names, table = types.hypotheses[place], stated[question]
        if isinstance(table, Mapping):
            columns = [worlds.draw((*path, question, name), table.get(name), PROBABILITY) for name in names]
        else:
            columns = [worlds.draw((*path, question), table, PROBABILITY)] * len(names)  # type: ignore[arg-type]
        questions.append(place)
        out.append(np.stack(columns, axis=1))
    return tuple(questions), tuple(out)


def likelihoods_of(item: Evidence, types: Types, worlds: Worlds) -> tuple[tuple[int, ...], tuple[Array, ...]]:
    """Return the likelihoods of an item as `tables` does: the pool of its analysts if there are any, else what is stated."""
    questions, stated = tables(item.likelihood, ("evidence", item.id, "likelihood"), types, worlds)
    judged = [pooled_likelihoods(worlds, item, types.questions[place], types.hypotheses[place]) for place in questions]
    return questions, tuple(own if pool is None else pool for own, pool in zip(stated, judged, strict=True))


def observation_of(case: Case, worlds: Worlds, types: Types, item: Evidence, number: int, rate: Array | None) -> Observation:
    """Return an item for the engine: the report of source `number`, whose empty reports come at `rate` if a relay sets one."""
    path = ("evidence", item.id)
    if item.empty_rate is not None:
        rate = worlds.draw((*path, "empty_rate"), item.empty_rate, PROBABILITY)
    anyway_questions, anyway = None, None
    if item.anyway is not None:
        anyway_questions, anyway = tables(item.anyway, (*path, "anyway"), types, worlds)
    questions, likelihoods = likelihoods_of(item, types, worlds)
    holds = standing_of(case, worlds, item).holds
    return Observation(likelihoods, number, anyway, rate, questions, anyway_questions, holds)


def _share_sources(observations: list[Observation], used: list[Evidence]) -> list[Observation]:
    """Let items of one named source share its state; every other item has a source of its own."""
    first = _first_of_source(used)
    places = sorted(set(first.values()))
    return [replace(o, source=places.index(first[item.id])) for o, item in zip(observations, used, strict=True)]


def speaker_of(item: Evidence) -> str:
    """Return whose state an item shares: its named source's, else one of its own."""
    return f"source {item.source}" if item.source else f"item {item.id}"


def _first_of_source(used: list[Evidence]) -> dict[str, int]:
    seen: dict[str, int] = {}
    out = {}
    for number, item in enumerate(used):
        out[item.id] = seen.setdefault(speaker_of(item), number)
    return out


def _one_per_source(soundness: Array, used: list[Evidence]) -> Array:
    return soundness[:, sorted(set(_first_of_source(used).values()))]


def _names(used: list[Evidence]) -> tuple[str | None, ...]:
    return tuple(used[number].source or None for number in sorted(set(_first_of_source(used).values())))
