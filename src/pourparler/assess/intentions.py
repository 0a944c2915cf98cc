# SPDX-License-Identifier: Apache-2.0
"""The step of intentions: sources, evidence and priors of a case become probabilities of types."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.sentence import Sentence, percent, sentence
from pourparler.assess.sources import STATES, source_states, unstated
from pourparler.assess.spread import Spread, spread, stated
from pourparler.assess.types import Types, types_of
from pourparler.assess.worlds import Worlds
from pourparler.case import Case, Evidence, Source
from pourparler.engines.intentions import (
    Observation,
    hypothesis_probabilities,
    posterior,
    type_prior,
    weights_of_evidence,
    wilson_interval,
)
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.quantity import PROBABILITY

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Reference:
    """A reference class beside the prior that was stated: share, and its Wilson 95 % interval."""

    name: str
    hypothesis: str
    n: int
    successes: int
    low: float
    high: float


@dataclass(frozen=True)
class HypothesisRow:
    """One hypothesis before and after the evidence."""

    question: str
    hypothesis: str
    prior: Spread
    posterior: Spread
    asked: str | None
    record: str | None
    reference: Reference | None


@dataclass(frozen=True)
class EvidenceRow:
    """One item of evidence and what it weighs. `weight_db` is for the hypothesis that it raises most."""

    id: str
    text: str
    weight_db: Spread | None
    hypothesis: str | None
    question: str | None
    discriminates: dict[str, bool]
    likelihood: dict[str, dict[str, Spread]]
    copy_of: str | None
    relayed: bool
    hops: int
    interest: str | None
    source: str | None
    source_party: str | None
    source_standpoint: str | None
    sound: Spread | None
    origin: str | None
    kind: str | None
    known_at: str
    rivals: tuple[str, ...]
    reference: str | None
    word: str | None
    empty_rate: Spread | None
    judged_by: str | None
    judged_on: str | None
    basis: str | None


@dataclass(frozen=True)
class SourceRow:
    """One source: whose it is, how it hears, and how far it can be relied on before what it says is weighed."""

    source: str
    party: str | None
    access: str | None
    hops: int
    interest: str | None
    standpoint: str | None
    sound: Spread
    empty: Spread
    deceptive: Spread


@dataclass(frozen=True)
class Intentions:
    """What is believed about the types in every world, and the rows that explain it."""

    types: Types
    prior: Array
    posterior: Array
    rows: tuple[HypothesisRow, ...]
    evidence: tuple[EvidenceRow, ...]
    sources: tuple[SourceRow, ...]
    alarms: tuple[tuple[str, str, Sentence], ...]


def weigh_intentions(case: Case, worlds: Worlds) -> Intentions:
    """Weigh the evidence of a case: exact posterior of every type in every world, and the weight of every item."""
    types = types_of(case)
    prior = np.ones((worlds.count, 1))
    per_question = [
        worlds.shares(("questions", q, "hypotheses"), case.questions[q].hypotheses, hs)
        for q, hs in zip(types.questions, types.hypotheses, strict=True)
    ]
    if per_question:
        prior = type_prior(per_question)
    used, copies = _by_origin(case, worlds)
    soundness, rates = _soundness(case, worlds, used)
    observations = [_observation(item, number, types, worlds, rates[number]) for number, item in enumerate(used)]
    observations = _share_sources(observations, used)
    kept = _one_per_source(soundness, used)
    after = posterior(prior, observations, kept, types.index)
    membership = types.membership()
    weights = weights_of_evidence(prior, observations, kept, membership, types.index, after)
    by_item = {item.id: (weights[i], soundness[:, i, 0]) for i, item in enumerate(used)}
    evidence = tuple(_evidence_row(case, worlds, types, item, by_item, copies) for item in _sorted(case))
    return Intentions(
        types,
        prior,
        after.types,
        _rows(case, types, prior, after.types, membership),
        evidence,
        tuple(_source_row(case, worlds, name) for name in sorted(case.sources)),
        tuple(alarm for row in evidence for alarm in _alarms(row)) + _contradiction(after.contradicted),
    )


def _sorted(case: Case) -> list[Evidence]:
    return sorted(case.evidence, key=lambda item: item.id)


def _by_origin(case: Case, worlds: Worlds) -> tuple[list[Evidence], dict[str, str]]:
    """Return the items that count, one per origin, and which items are copies of which.

    Of several items of one origin the one from the source most likely to be sound stands for all, then the earliest.
    """
    groups: dict[str, list[Evidence]] = {}
    for item in _sorted(case):
        if item.likelihood:
            groups.setdefault(f"origin {item.origin}" if item.origin else f"item {item.id}", []).append(item)
    used, copies = [], {}
    for items in groups.values():
        first = items[0]
        if len(items) > 1:
            ranked = [(-float(_states_of(case, worlds, i)[0][:, 0].mean()), i.known_at, i.id, i) for i in items]
            first = min(ranked, key=lambda entry: entry[:-1])[-1]
        used.append(first)
        copies.update({item.id: first.id for item in items if item is not first})
    return used, copies


def _states_of(case: Case, worlds: Worlds, item: Evidence) -> tuple[Array, Array | None]:
    """Return the states of an item's source; of a source that nobody has described, nothing is known."""
    if item.source is None or item.source not in case.sources:
        return unstated(worlds, ("evidence", item.id, "source")), None
    return source_states(case, worlds, item.source)


def _soundness(case: Case, worlds: Worlds, used: list[Evidence]) -> tuple[Array, list[Array | None]]:
    """Return the states of the source of each item that counts, [world, item, 3], and the empty rates of relays."""
    pairs = [_states_of(case, worlds, item) for item in used]
    states = [states for states, _ in pairs]
    stacked = np.stack(states, axis=1) if states else np.zeros((worlds.count, 0, len(STATES)))
    return stacked, [rate for _, rate in pairs]


def _tables(
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


def _observation(item: Evidence, number: int, types: Types, worlds: Worlds, rate: Array | None) -> Observation:
    path = ("evidence", item.id)
    if item.empty_rate is not None:
        rate = worlds.draw((*path, "empty_rate"), item.empty_rate, PROBABILITY)
    anyway_questions, anyway = None, None
    if item.anyway is not None:
        anyway_questions, anyway = _tables(item.anyway, (*path, "anyway"), types, worlds)
    questions, likelihoods = _tables(item.likelihood, (*path, "likelihood"), types, worlds)
    return Observation(likelihoods, number, anyway, rate, questions, anyway_questions)


def _share_sources(observations: list[Observation], used: list[Evidence]) -> list[Observation]:
    """Let items of one named source share its state; every other item has a source of its own."""
    first = _first_of_source(used)
    places = sorted(set(first.values()))
    return [replace(o, source=places.index(first[item.id])) for o, item in zip(observations, used, strict=True)]


def _first_of_source(used: list[Evidence]) -> dict[str, int]:
    seen: dict[str, int] = {}
    out = {}
    for number, item in enumerate(used):
        name = f"source {item.source}" if item.source else f"item {item.id}"
        out[item.id] = seen.setdefault(name, number)
    return out


def _one_per_source(soundness: Array, used: list[Evidence]) -> Array:
    return soundness[:, sorted(set(_first_of_source(used).values()))]


def _rows(case: Case, types: Types, prior: Array, after: Array, membership: NDArray[np.bool_]) -> tuple[HypothesisRow, ...]:
    before = hypothesis_probabilities(prior, membership)
    now = hypothesis_probabilities(after, membership)
    return tuple(
        HypothesisRow(
            question,
            hypothesis,
            spread(before[:, row]),
            spread(now[:, row]),
            case.questions[question].asked,
            case.questions[question].record,
            _reference(case, question, hypothesis),
        )
        for row, (question, hypothesis) in enumerate(types.rows())
    )


def _reference(case: Case, question: str, hypothesis: str) -> Reference | None:
    given = case.questions[question].reference_class
    if given is None or given.hypothesis != hypothesis:
        return None
    low, high = wilson_interval(given.successes, given.n)
    return Reference(given.name, hypothesis, given.n, given.successes, low, high)


def _stated_likelihoods(worlds: Worlds, types: Types, item: Evidence) -> dict[str, Array]:
    """Return, per question an item bears on, its likelihoods as they are stated, [world, hypothesis]."""
    questions, tables = _tables(item.likelihood, ("evidence", item.id, "likelihood"), types, worlds)
    return {types.questions[place]: table for place, table in zip(questions, tables, strict=True)}


def _ranks_hypotheses(likelihood: Array) -> bool:
    """Return whether an item's own likelihoods rank any two hypotheses in enough paired worlds."""
    ahead = (likelihood[:, :, None] > likelihood[:, None, :]).mean(axis=0)
    return bool((ahead >= OUTRANKING_SHARE).any())


def _spreads(types: Types, question: str, likelihood: Array) -> dict[str, Spread]:
    names = types.hypotheses[types.questions.index(question)]
    return {name: spread(likelihood[:, place]) for place, name in enumerate(names)}


def _hops(source: Source | None) -> int:
    if source is None or source.access != "relayed":
        return 0
    return len(source.links) if source.links else source.chain or 1


def _evidence_row(
    case: Case,
    worlds: Worlds,
    types: Types,
    item: Evidence,
    by_item: dict[str, tuple[Array, Array]],
    copies: dict[str, str],
) -> EvidenceRow:
    source = case.sources.get(item.source) if item.source else None
    weight, hypothesis, question, sound = None, None, None, None
    rows = types.rows()
    if item.id in copies:
        weight = Spread(0.0, 0.0, 0.0)
    elif item.id in by_item and rows:
        weights, soundness = by_item[item.id]
        best = int(weights.mean(axis=0).argmax())
        question, hypothesis = rows[best]
        weight = spread(weights[:, best])
        sound = spread(soundness)
    judged = item.judged
    likelihoods = _stated_likelihoods(worlds, types, item)
    return EvidenceRow(
        id=item.id,
        text=item.text,
        weight_db=weight,
        hypothesis=hypothesis,
        question=question,
        discriminates={q: _ranks_hypotheses(table) for q, table in likelihoods.items()},
        likelihood={q: _spreads(types, q, table) for q, table in likelihoods.items()},
        copy_of=copies.get(item.id),
        relayed=source is not None and source.access == "relayed",
        hops=_hops(source),
        interest=source.interest if source else None,
        source=item.source,
        source_party=source.party if source else None,
        source_standpoint=source.standpoint if source else None,
        sound=sound,
        origin=item.origin,
        kind=item.kind,
        known_at=item.known_at.isoformat(),
        rivals=item.rivals,
        reference=item.reference,
        word=item.word,
        empty_rate=stated(item.empty_rate, PROBABILITY),
        judged_by=judged.by if judged else None,
        judged_on=judged.on.isoformat() if judged and judged.on else None,
        basis=judged.basis if judged else None,
    )


def _source_row(case: Case, worlds: Worlds, name: str) -> SourceRow:
    source = case.sources[name]
    states, _ = source_states(case, worlds, name)
    return SourceRow(
        name,
        source.party,
        source.access,
        _hops(source),
        source.interest,
        source.standpoint,
        *(spread(states[:, place]) for place in range(len(STATES))),
    )


def _contradiction(worlds: NDArray[np.bool_]) -> tuple[tuple[str, str, Sentence], ...]:
    """Return the alarm of evidence that contradicts itself: nothing is left to believe, and the prior was kept."""
    if not worlds.any():
        return ()
    text = sentence(
        "in {share} of worlds the evidence rules out every hypothesis; there the beliefs before it are kept",
        share=percent(float(worlds.mean())),
    )
    return (("contradiction", "O-11", text),)


def _alarms(row: EvidenceRow) -> list[tuple[str, str, Sentence]]:
    """Return the alarms of one item: (id, row of the claims it serves, sentence)."""
    out = []
    if row.relayed:
        template = (
            "{item} is relayed through {hops} hop(s) by {source}, who has an interest of its own ({interest})"
            if row.interest
            else "{item} is relayed through {hops} hop(s) by {source}"
        )
        text = sentence(template, item=row.id, hops=row.hops, source=row.source, interest=row.interest or "")
        out.append((f"relayed.{row.id}", "O-09", text))
    flat = [question for question, tells in row.discriminates.items() if not tells]
    if flat:
        tells = [question for question, yes in row.discriminates.items() if yes]
        template = "{item} does not discriminate on {flat}" + ("; it does on {tells}" if tells else "")
        text = sentence(template, item=row.id, flat=", ".join(flat), tells=", ".join(tells))
        out.append((f"flat.{row.id}", "O-33", text))
    return out
