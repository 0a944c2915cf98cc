# SPDX-License-Identifier: Apache-2.0
"""What is believed and why, as rows: hypotheses, what each item of evidence weighs, how far each source is relied on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.beliefs import Beliefs, in_order, likelihoods_of
from pourparler.assess.intention_alarms import intention_alarms
from pourparler.assess.letters import ahead, reversed_pairs
from pourparler.assess.matters import NOTHING_WEIGHED, Matters, matters_of, weighed_as
from pourparler.assess.sentence import Sentence
from pourparler.assess.sources import STATES, source_states
from pourparler.assess.spread import Spread, spread, stated
from pourparler.assess.standing import standing_of
from pourparler.assess.types import Types
from pourparler.assess.worlds import Worlds
from pourparler.case import Case, Evidence, Question, ReferenceClass, Source, known_classes
from pourparler.engines.intentions import Letter, hypothesis_probabilities, wilson_interval
from pourparler.quantity import PROBABILITY

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Reference:
    """A reference class: its share, and its Wilson 95 % interval. `taken`: the prior is taken from it, not stated beside it.

    Of a class that comes with the program: what it counts, where from, and why to be careful with it.
    """

    name: str
    hypothesis: str
    n: int
    successes: int
    low: float
    high: float
    taken: bool = False
    counts: str | None = None
    source: str | None = None
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatedConfidence:
    """How sound somebody holds the basis of an estimate to be: low, moderate or high, who, when, and what it rests on."""

    level: str
    by: str
    on: str
    because: str


@dataclass(frozen=True)
class HypothesisRow:
    """One hypothesis before and after the evidence, and all classes of like cases that stand beside it, the first alone too.

    `given` says how likely it is before the evidence under each hypothesis of the question that this one depends on;
    `confidence` is that stated of the estimate on its question, None where nobody states one.
    """

    question: str
    hypothesis: str
    prior: Spread
    posterior: Spread
    asked: str | None
    record: str | None
    reference: Reference | None
    references: tuple[Reference, ...] = ()
    given: dict[str, dict[str, Spread]] = field(default_factory=dict)
    confidence: StatedConfidence | None = None


@dataclass(frozen=True)
class EvidenceRow:
    """One item of evidence and what it weighs: `weights` by question and hypothesis, `weight_db` for the one it raises most.

    `same_meaning`, `current`: how likely a disputed word means what we mean by it, and the claim still holds; None where
    nothing is stated. `linchpin` names the questions whose likeliest hypothesis would be another one without it;
    `decides` says whether the advice would be, None where that was not looked at. `letters`, by question and hypothesis, are
    those that the case gives for the matrix of competing hypotheses; `letters_contradict` are pairs of which they put the first
    before the second, and the likelihoods the other way.
    """

    id: str
    text: str
    weight_db: Spread | None
    hypothesis: str | None
    question: str | None
    weights: dict[str, dict[str, Spread]]
    linchpin: tuple[str, ...]
    decides: bool | None
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
    same_meaning: Spread | None
    current: Spread | None
    issue: str | None
    authority: str | None
    causal: bool
    empty_rate: Spread | None
    judged_by: str | None
    judged_on: str | None
    basis: str | None
    letters: dict[str, dict[str, Letter]]
    letters_contradict: dict[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class SourceRow:
    """One source: whose it is, how it hears, and how far it can be relied on before what it says is weighed, and after.

    `sound_now`: how likely it is to be sound given all that was said; it falls where the source contradicts better ones. The
    weight is that of all it said together, as for an item; None where it said nothing that is weighed.
    """

    source: str
    party: str | None
    access: str | None
    hops: int
    interest: str | None
    standpoint: str | None
    sound: Spread
    empty: Spread
    deceptive: Spread
    sound_now: Spread | None
    weight_db: Spread | None
    hypothesis: str | None
    question: str | None
    weights: dict[str, dict[str, Spread]]
    linchpin: tuple[str, ...]


@dataclass(frozen=True)
class Intentions:
    """The rows that explain what is believed, and what the reader must not miss in them."""

    rows: tuple[HypothesisRow, ...]
    evidence: tuple[EvidenceRow, ...]
    sources: tuple[SourceRow, ...]
    alarms: tuple[tuple[str, str, Sentence], ...]


def explain(case: Case, worlds: Worlds, beliefs: Beliefs, decisive: Mapping[str, bool]) -> Intentions:
    """Return the rows that explain what is believed: what each item and each source weighs, and how far it is relied on.

    `decisive` says of some items whether the advice would be another without them.
    """
    rows = hypothesis_rows(case, beliefs)
    found = matters_of(beliefs)
    evidence = tuple(
        replace(_evidence_row(case, worlds, beliefs, found, item), decides=decisive.get(item.id)) for item in in_order(case)
    )
    sources = tuple(_source_row(case, worlds, beliefs, found, name) for name in sorted(case.sources))
    return Intentions(rows, evidence, sources, intention_alarms(beliefs, found, evidence))


def hypothesis_rows(case: Case, beliefs: Beliefs) -> tuple[HypothesisRow, ...]:
    """Return every hypothesis before and after the evidence."""
    types = beliefs.types
    before = hypothesis_probabilities(beliefs.prior, types.membership())
    now = hypothesis_probabilities(beliefs.posterior, types.membership())
    return tuple(
        HypothesisRow(
            question,
            hypothesis,
            spread(before[:, row]),
            spread(now[:, row]),
            case.questions[question].asked,
            case.questions[question].record,
            next(iter(_references(case, question, hypothesis)), None),
            _references(case, question, hypothesis),
            _given(beliefs, question, hypothesis),
            _confidence(case.questions[question]),
        )
        for row, (question, hypothesis) in enumerate(types.rows())
    )


def _confidence(question: Question) -> StatedConfidence | None:
    held = question.confidence
    return None if held is None else StatedConfidence(held.level, held.by, held.on.isoformat(), held.because)


def _references(case: Case, question: str, hypothesis: str) -> tuple[Reference, ...]:
    entry = case.questions[question]
    return tuple(_reference(like, like.name in entry.prior_from) for like in entry.classes if like.hypothesis == hypothesis)


def _reference(like: ReferenceClass, taken: bool) -> Reference:
    successes, n = like.counts
    found = Reference(like.name, like.hypothesis, n, successes, *wilson_interval(successes, n), taken)
    known = known_classes().get(like.name)
    return found if known is None else replace(found, counts=known.counts, source=known.source, caveats=known.caveats)


def _given(beliefs: Beliefs, question: str, hypothesis: str) -> dict[str, dict[str, Spread]]:
    types, place = beliefs.types, beliefs.types.questions.index(question)
    here = types.hypotheses[place].index(hypothesis)
    table = beliefs.priors.tables[place]
    return {
        types.questions[parent]: {
            other: spread(table[:, number, here]) for number, other in enumerate(types.hypotheses[parent])
        }
        for parent in beliefs.priors.depends_on[place]
    }


def _stated_likelihoods(worlds: Worlds, types: Types, item: Evidence) -> dict[str, Array]:
    """Return, per question an item bears on, its likelihoods as they are stated, [world, hypothesis]."""
    questions, found = likelihoods_of(item, types, worlds)
    return {types.questions[place]: table for place, table in zip(questions, found, strict=True)}


def _spreads(types: Types, question: str, likelihood: Array) -> dict[str, Spread]:
    names = types.hypotheses[types.questions.index(question)]
    return {name: spread(likelihood[:, place]) for place, name in enumerate(names)}


def _share(chance: Array | None) -> Spread | None:
    return None if chance is None else spread(chance)


def _hops(source: Source | None) -> int:
    if source is None or source.access != "relayed":
        return 0
    return len(source.links) if source.links else source.chain or 1


def _evidence_row(case: Case, worlds: Worlds, beliefs: Beliefs, found: Matters, item: Evidence) -> EvidenceRow:
    source = case.sources.get(item.source) if item.source else None
    types, copy_of = beliefs.types, beliefs.copies.get(item.id)
    place = next((number for number, used in enumerate(beliefs.used) if used.id == item.id), None)
    weighed = NOTHING_WEIGHED if place is None else weighed_as(types, found.items[place])
    if copy_of is not None:
        weighed = replace(weighed, weight_db=Spread(0.0, 0.0, 0.0))
    judged, standing = item.judged, standing_of(case, worlds, item)
    likelihoods = _stated_likelihoods(worlds, types, item)
    return EvidenceRow(
        id=item.id,
        text=item.text,
        weight_db=weighed.weight_db,
        hypothesis=weighed.hypothesis,
        question=weighed.question,
        weights=weighed.weights,
        linchpin=() if place is None else found.item_linchpins[place],
        decides=None,
        discriminates={q: bool(ahead(table).any()) for q, table in likelihoods.items()},
        likelihood={q: _spreads(types, q, table) for q, table in likelihoods.items()},
        copy_of=copy_of,
        relayed=source is not None and source.access == "relayed",
        hops=_hops(source),
        interest=source.interest if source else None,
        source=item.source,
        source_party=source.party if source else None,
        source_standpoint=source.standpoint if source else None,
        sound=None if place is None or not types.questions else spread(beliefs.of_item[:, place, 0]),
        origin=item.origin,
        kind=item.kind,
        known_at=item.known_at.isoformat(),
        rivals=item.rivals,
        reference=item.reference,
        word=item.word,
        same_meaning=_share(standing.same),
        current=_share(standing.current),
        issue=item.issue,
        authority=standing.authority,
        causal=item.causal,
        empty_rate=stated(item.empty_rate, PROBABILITY),
        judged_by=judged.by if judged else None,
        judged_on=judged.on.isoformat() if judged and judged.on else None,
        basis=judged.basis if judged else None,
        letters={question: _letters(types, item, question) for question in types.questions if question in item.letters},
        letters_contradict=_contradicted(types, item, likelihoods),
    )


def _letters(types: Types, item: Evidence, question: str) -> dict[str, Letter]:
    names = types.hypotheses[types.questions.index(question)]
    return {name: item.letters[question][name] for name in names}


def _contradicted(types: Types, item: Evidence, likelihoods: Mapping[str, Array]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return, by question, where the letters given to an item say the contrary of its own likelihoods."""
    both = [question for question in likelihoods if question in item.letters]
    names = {question: types.hypotheses[types.questions.index(question)] for question in both}
    pairs = {question: reversed_pairs(item.letters[question], names[question], likelihoods[question]) for question in both}
    return {question: found for question, found in pairs.items() if found}


def _source_row(case: Case, worlds: Worlds, beliefs: Beliefs, found: Matters, name: str) -> SourceRow:
    source = case.sources[name]
    states, _ = source_states(case, worlds, name)
    place = beliefs.sources.index(name) if name in beliefs.sources else None
    weighed = NOTHING_WEIGHED if place is None else weighed_as(beliefs.types, found.sources[place])
    sound, empty, deceptive = (spread(states[:, state]) for state in range(len(STATES)))
    return SourceRow(
        source=name,
        party=source.party,
        access=source.access,
        hops=_hops(source),
        interest=source.interest,
        standpoint=source.standpoint,
        sound=sound,
        empty=empty,
        deceptive=deceptive,
        sound_now=None if place is None else spread(found.sound[:, place, 0]),
        weight_db=weighed.weight_db,
        hypothesis=weighed.hypothesis,
        question=weighed.question,
        weights=weighed.weights,
        linchpin=() if place is None else found.source_linchpins[place],
    )
