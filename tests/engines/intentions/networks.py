# SPDX-License-Identifier: Apache-2.0
"""An independent oracle: random stories told as exact Bayesian networks, and the same stories told to the engine.

The network knows nothing of factors, scopes or chained rates. Every question, every link of a source, everything that was heard
and said on at every hop of a relay, and every copy of a report is a node of its own.
"""

import warnings
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions import (
    Observation,
    Posterior,
    chained_soundness,
    posterior,
    relay_rates,
    relay_soundness,
    type_prior,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the wrapper that it is built with warns of itself
    import pyagrum

gum: Any = pyagrum  # only some of it has types
Array = NDArray[np.float64]
SOUND, EMPTY, DECEPTIVE = range(3)
YES = 1


@dataclass(frozen=True)
class Report:
    """What a source said, and how often it was copied: chances by question, the level of an empty source, whether it holds."""

    source: int
    likelihoods: dict[int, Array]
    anyway: dict[int, Array] | None = None
    rate: float | None = None
    holds: float | None = None
    copies: int = 0


@dataclass(frozen=True)
class Story:
    """Questions with what they depend on, sources by their links, and reports.

    `priors` are [hypothesis of each parent, hypothesis]. A link is P(sound, empty, deceptive), or a hit and a false-alarm rate.
    """

    priors: tuple[Array, ...]
    parents: tuple[tuple[int, ...], ...]
    sources: tuple[tuple[tuple[float, ...], ...], ...]
    reports: tuple[Report, ...]

    def is_relay(self, source: int) -> bool:
        """Whether a source is a chain of hit and false-alarm rates only, so that what it heard can be told hop by hop."""
        return all(len(link) == 2 for link in self.sources[source])

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many hypotheses each question has."""
        return tuple(prior.shape[-1] for prior in self.priors)


def states_of_link(link: tuple[float, ...]) -> Array:
    """Return P(sound, empty, deceptive) of a link; one with two rates deceives nobody on purpose."""
    return np.array(link if len(link) == 3 else (link[0] - link[1], 1 - link[0] + link[1], 0.0))


@dataclass(frozen=True)
class Told:
    """What `posterior` takes, in one world: prior, reports, soundness [world, source, state], and the hypotheses of types."""

    prior: Array
    reports: list[Observation]
    soundness: Array
    index: NDArray[np.intp]


def told_to_the_engine(story: Story, *, by_type: bool = False) -> Told:
    """Return a story as the engine takes it, its tables by question or by type."""
    index = np.indices(story.counts).reshape(len(story.counts), -1)
    soundness, rates = [], []
    for number, links in enumerate(story.sources):
        rate = None
        if story.is_relay(number):
            sound, rate = relay_soundness(*relay_rates([(np.array([h]), np.array([f])) for h, f in links]))
            soundness.append(np.stack([sound, 1 - sound, 0 * sound], axis=1))
        else:
            soundness.append(chained_soundness([states_of_link(link)[None] for link in links]))
        rates.append(rate)

    def told(tables: dict[int, Array]) -> tuple[Array, ...]:
        return tuple(table[index[q]][None] if by_type else table[None] for q, table in tables.items())

    def observation(report: Report) -> Observation:
        rate = rates[report.source] if report.rate is None else np.array([report.rate])
        anyway = None if report.anyway is None else told(report.anyway)
        where = None if by_type else tuple(report.likelihoods)
        anyway_where = None if by_type or report.anyway is None else tuple(report.anyway)
        holds = None if report.holds is None else np.array([report.holds])
        return Observation(told(report.likelihoods), report.source, anyway, rate, where, anyway_where, holds)

    prior = type_prior([table[None] for table in story.priors], story.parents)
    return Told(prior, [observation(report) for report in story.reports], np.stack(soundness, axis=1), index)


def weighed(story: Story, *, by_type: bool = False) -> Posterior:
    """Weigh a story by the engine, in one world."""
    told = told_to_the_engine(story, by_type=by_type)
    return posterior(told.prior, told.reports, told.soundness, told.index)


@dataclass(frozen=True)
class Answer:
    """What the network says: P(types), last question fastest; P(states) of each source, None for a relay told by hops."""

    types: Array
    soundness: tuple[Array | None, ...]


class Network:
    """A story as an exact Bayesian network."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._net = gum.BayesNet()
        self._seen: dict[str, int] = {}
        self._questions = [f"question {number}" for number in range(len(story.priors))]
        for name, count in zip(self._questions, story.counts, strict=True):
            self._net.add(gum.LabelizedVariable(name, "", count))
        for name, parents, table in zip(self._questions, story.parents, story.priors, strict=True):
            self._fill(name, [self._questions[parent] for parent in parents], table)
        self._before = self._marginals()
        self._sources = [None if story.is_relay(n) else self._source(n) for n in range(len(story.sources))]
        for number, report in enumerate(story.reports):
            self._report(f"report {number}", report)

    def answer(self) -> Answer:
        """Return the exact beliefs given everything that was said; what is asked for is always named."""
        inference = gum.LazyPropagation(self._net)
        inference.addJointTarget(set(self._questions))
        for name in filter(None, self._sources):
            inference.addTarget(name)
        inference.setEvidence(self._seen)
        inference.makeInference()
        joint = inference.jointPosterior(set(self._questions))
        types = joint.toarray().transpose([joint.names[::-1].index(name) for name in self._questions])
        states = (None if name is None else inference.posterior(name).toarray() for name in self._sources)
        return Answer(types.reshape(-1), tuple(states))

    def _add(self, name: str, states: int, parents: list[str], table: Array) -> str:
        self._net.add(gum.LabelizedVariable(name, "", states))
        self._fill(name, parents, table)
        return name

    def _fill(self, name: str, parents: list[str], table: Array) -> None:
        """Fill a table given as [state of each parent, state]; the array of the network has its axes the other way round."""
        for parent in parents:
            self._net.addArc(parent, name)
        axes = [*parents, name]
        order = [axes.index(axis) for axis in reversed(self._net.cpt(name).names)]
        self._net.cpt(name)[:] = np.ascontiguousarray(table.transpose(order))

    def _marginals(self) -> list[Array]:
        inference = gum.LazyPropagation(self._net)
        for name in self._questions:
            inference.addTarget(name)
        inference.makeInference()
        return [inference.posterior(name).toarray() for name in self._questions]

    def _source(self, number: int) -> str:
        """Add the links of a source, and what they come to: any deceptive, else all sound, else empty."""
        links = [states_of_link(link) for link in self._story.sources[number]]
        names = [self._add(f"source {number} link {n}", 3, [], states) for n, states in enumerate(links)]
        table = np.zeros((*(3,) * len(links), 3))
        for states in np.ndindex(*table.shape[:-1]):
            table[(*states, DECEPTIVE if DECEPTIVE in states else EMPTY if EMPTY in states else SOUND)] = 1
        return self._add(f"source {number}", 3, names, table)

    def _report(self, name: str, report: Report) -> None:
        source = self._sources[report.source]
        if source is None:
            said = self._passed_on(name, report)
        else:
            questions = sorted({*report.likelihoods, *(report.anyway or {})})
            chance = self._chances(report, questions)
            parents = [source, *(self._questions[question] for question in questions)]
            said = self._add(name, 2, parents, np.stack([1 - chance, chance], axis=-1))
        self._seen[said] = YES
        for number in range(report.copies):
            said = self._add(f"{name} copy {number}", 2, [said], np.eye(2))
            self._seen[said] = YES

    def _passed_on(self, name: str, report: Report) -> str:
        """Add the event at the origin, and what was said at every hop by one who heard what was said at the hop before."""
        ((question, table),) = report.likelihoods.items()
        said = self._add(f"{name} origin", 2, [self._questions[question]], np.stack([1 - table, table], axis=-1))
        for number, (hit, false_alarm) in enumerate(self._story.sources[report.source]):
            hop = np.array([[1 - false_alarm, false_alarm], [1 - hit, hit]])
            said = self._add(f"{name} hop {number}", 2, [said], hop)
        return said

    def _chances(self, report: Report, questions: list[int]) -> Array:
        """Return the chance of a report, [state of its source, hypothesis of each question].

        On one question they are as stated. On several, a stated rate is one level per question that it tells something about,
        and is rescaled with how likely the report is beforehand. What is said anyway is the product of what is stated; where
        nothing is stated on a question of the likelihoods, that factor is at the level of the report there.
        """
        rates = {question: float(self._before[question] @ table) for question, table in report.likelihoods.items()}
        telling = {question for question, table in report.likelihoods.items() if len(set(table.tolist())) > 1} or set(rates)
        level = prod(rates[question] for question in telling) ** (1 / len(telling))
        empty = prod(rates.values()) if report.rate is None else report.rate * prod(rates.values()) / level
        out = np.full((3, *(self._story.counts[question] for question in questions)), empty)
        for hypotheses in np.ndindex(*out.shape[1:]):
            at = dict(zip(questions, hypotheses, strict=True))
            holds = 1.0 if report.holds is None else report.holds
            as_stated = prod(float(table[at[q]]) for q, table in report.likelihoods.items())
            out[(SOUND, *hypotheses)] = holds * as_stated + (1 - holds) * prod(rates.values())
            if report.anyway is not None:
                said = prod(float(table[at[q]]) for q, table in report.anyway.items())
                flat = rates.keys() - telling
                said *= prod(rates[question] for question in flat - report.anyway.keys())
                unsaid = len(telling) - len(report.anyway.keys() - flat)
                out[(DECEPTIVE, *hypotheses)] = said * level ** max(0, unsaid)
        assert out.max() <= 1
        return out


def random_story(seed: int, *, depends: bool = True, doubtful: bool = True) -> Story:
    """Return a story of 1 to 3 questions, which may depend on one another, up to 5 sources of all kinds, and up to 9 reports.

    `doubtful`: some reports may not mean what they seem to mean.
    """
    generator = np.random.default_rng(seed)
    counts = [int(generator.integers(2, 4)) for _ in range(generator.integers(1, 4))]
    parents = tuple(tuple(q for q in range(n) if depends and generator.random() < 0.5) for n in range(len(counts)))
    priors = tuple(
        generator.dirichlet(np.ones(count), [counts[q] for q in given]) for count, given in zip(counts, parents, strict=True)
    )
    sources = tuple(_random_links(generator) for _ in range(generator.integers(1, 6)))
    reports = []
    for source, links in enumerate(sources):
        is_relay = all(len(link) == 2 for link in links)
        # What relays pass on is garbled anew for every report, where a source stays what it is: one report makes no difference.
        for _ in range(1 if is_relay else generator.integers(0, 4)):
            reports.append(_random_report(generator, source, counts, is_relay, doubtful))
    order = generator.permutation(len(reports))[:9]
    return Story(priors, parents, sources, tuple(reports[place] for place in order))


def _random_links(generator: np.random.Generator) -> tuple[tuple[float, ...], ...]:
    kind = generator.choice(["stated", "graded", "relay", "mixed"], p=[0.4, 0.15, 0.3, 0.15])

    def graded() -> tuple[float, ...]:
        return tuple(generator.dirichlet(np.ones(3)).tolist())

    def relayed() -> tuple[float, ...]:
        return tuple(sorted(chances(generator, 2).tolist(), reverse=True))

    if kind == "stated":
        return (graded(),)
    length = int(generator.integers(1, 5))
    if kind == "graded":
        return (graded(),) * length
    if kind == "relay":
        return tuple(relayed() for _ in range(length))
    return (graded(), *(relayed() if generator.random() < 0.5 else graded() for _ in range(length)))


def _random_report(generator: np.random.Generator, source: int, counts: list[int], is_relay: bool, doubtful: bool) -> Report:
    touched = [int(q) for q in np.flatnonzero(generator.random(len(counts)) < 0.5)] or [0]
    touched = touched[:1] if is_relay else touched
    tables = {q: chances(generator, counts[q]) for q in touched}
    if generator.random() < (0.15 if len(touched) == 1 else 0.4):  # flat on one of them
        tables[touched[-1]] = np.full(counts[touched[-1]], 0.4)
    anyway, rate = None, None
    if not is_relay and generator.random() < 0.4:
        anyway = {q: chances(generator, counts[q]) for q in touched[: int(generator.integers(1, len(touched) + 1))]}
        if len(anyway) == len(touched) and generator.random() < 0.8:  # and on what a sound source says nothing about
            anyway |= {q: chances(generator, count) for q, count in enumerate(counts) if q not in touched}
    if not is_relay and generator.random() < 0.3:
        rate = float(chances(generator, 1)[0])
    holds = float(chances(generator, 1)[0]) if doubtful and not is_relay and generator.random() < 0.3 else None
    return Report(source, tables, anyway, rate, holds, int(generator.choice([0, 1, 2], p=[0.7, 0.2, 0.1])))


def chances(generator: np.random.Generator, count: int) -> Array:
    """Return chances inside 0 to 1, some of them equal and some far apart."""
    return np.round(generator.uniform(0.001, 0.999, count), int(generator.integers(1, 6))).clip(0.001, 0.999)


def names_of(story: Story) -> list[list[str]]:
    """Return names of hypotheses by question, in the order in which a case sorts them."""
    return [[f"h{number}" for number in range(count)] for count in story.counts]


def as_case(story: Story) -> dict[str, Any]:
    """Return a story whose questions are independent as the data of a case file."""
    names = names_of(story)

    def by_name(question: int, table: Array) -> dict[str, float]:
        return dict(zip(names[question], table.tolist(), strict=True))

    def tables(given: dict[int, Array]) -> dict[str, Any]:
        return {f"q{question}": by_name(question, table) for question, table in given.items()}

    grades: dict[tuple[float, ...], str] = {}
    for link in {link: None for links in story.sources for link in links if len(link) == 3}:
        grades[link] = f"g{len(grades)}"

    def stated(link: tuple[float, ...]) -> dict[str, float]:
        return dict(zip(("sound", "empty", "deceptive"), link, strict=True))

    sources: dict[str, Any] = {}
    for number, links in enumerate(story.sources):
        if len(set(links)) == 1 and len(links[0]) == 3:
            sources[f"s{number}"] = stated(links[0]) if len(links) == 1 else {"grade": grades[links[0]], "chain": len(links)}
        else:
            listed = [{"grade": grades[k]} if len(k) == 3 else {"hit": k[0], "false_alarm": k[1]} for k in links]
            sources[f"s{number}"] = {"links": listed}
    evidence = []
    for number, report in enumerate(story.reports):
        item: dict[str, Any] = {"id": f"r{number}", "text": "-", "known_at": "2031-03-01", "source": f"s{report.source}"}
        item["likelihood"] = tables(report.likelihoods)
        item |= {} if report.anyway is None else {"anyway": tables(report.anyway)}
        item |= {} if report.rate is None else {"empty_rate": report.rate}
        item |= {"origin": f"o{number}"} if report.copies else {}
        evidence.append(item)
        for copy in range(report.copies):  # by those who know less than whom they repeat, and put it more strongly
            sources[f"s{report.source}repeated"] = {"sound": 0.0}
            strong = {f"q{q}": by_name(q, table**2) for q, table in report.likelihoods.items()}
            again = {"id": f"r{number}c{copy}", "source": f"s{report.source}repeated", "known_at": "2031-03-02"}
            evidence.append({**item, **again, "likelihood": strong})
    return {
        "pourparler": 2,
        "title": "a story",
        "as_of": "2031-03-14",
        "parties": {"a": {"role": "own"}, "b": {"role": "counterpart"}},
        "questions": {f"q{number}": {"hypotheses": by_name(number, table)} for number, table in enumerate(story.priors)},
        "grades": {name: stated(link) for link, name in grades.items()},
        "sources": sources,
        "evidence": evidence,
    }
