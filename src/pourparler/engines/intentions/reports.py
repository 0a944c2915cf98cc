# SPDX-License-Identifier: Apache-2.0
"""What a report says in each state of its source, as logarithms by question: those of one source add up, one is taken off.

Likelihoods are held relative to their prior-predictive rate. This changes nothing in the result and makes a flat
report exactly 0 in every state, so that it weighs exactly zero whatever its level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions.scopes import TYPES, Scope, Scopes
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Observation:
    """One report, or several of one origin collapsed to one.

    `likelihoods` holds, per question that the report bears on, the chance of the report from a sound source; `source` is the
    index of its source; `anyway` the same per question from a deceptive source, or None for the empty level; `empty_rate` the
    chance [world] of the report from an empty source, or None for the prior-predictive rate; `holds` the chance [world] that
    what a sound source says means what it seems to mean, and still does, or None if that is certain: else it tells nothing.

    Tables are [world, hypothesis] of the question that stands at the same place in `questions` or `anyway_questions`; where
    those are not given they are [world, type].
    """

    likelihoods: tuple[Array, ...]
    source: int
    anyway: tuple[Array, ...] | None = None
    empty_rate: Array | None = None
    questions: tuple[int, ...] | None = None
    anyway_questions: tuple[int, ...] | None = None
    holds: Array | None = None

    def bears_on(self) -> tuple[int, ...]:
        """Return the question of each likelihood, TYPES where it is stated by type."""
        return (TYPES,) * len(self.likelihoods) if self.questions is None else self.questions

    def said_anyway_on(self) -> tuple[int, ...]:
        """Return the question of each table of what is said anyway, TYPES where it is stated by type."""
        if self.anyway is None:
            return ()
        return (TYPES,) * len(self.anyway) if self.anyway_questions is None else self.anyway_questions


Tables = dict[Scope, Array]
"""Logarithms [world, cell] by the questions that they bear on, mostly one; what is not named is 0."""


@dataclass(frozen=True)
class Told:
    """The log chance of one report, or of several together, relative to its rate: from a sound source by question, from an
    empty one [world], and from a deceptive one by question, plus `level` [world] for reports of which nothing more is known."""

    sound: Tables
    empty: Array
    anyway: Tables
    level: Array

    def in_worlds(self, some: Flags | slice) -> "Told":
        """Return the same in some worlds only."""
        sound, anyway = ({scope: table[some] for scope, table in tables.items()} for tables in (self.sound, self.anyway))
        return Told(sound, self.empty[some], anyway, self.level[some])

    def questions(self) -> Iterable[int]:
        """Return the questions that anything is told of, some twice."""
        return (question for scope in (*self.sound, *self.anyway) for question in scope)


def told(observation: Observation, scopes: Scopes) -> Told:
    """Return what one report tells in each state of its source.

    Raises EngineInputError where a table does not fit its question. Source: model.md "Intentions".
    """
    where = observation.bears_on()
    stated = (*observation.likelihoods, *(observation.anyway or ()))
    for question, table in zip((*where, *observation.said_anyway_on()), stated, strict=True):
        if table.shape[1] != scopes.hypotheses(question):
            raise EngineInputError("a likelihood needs a chance for every hypothesis of its question")
    parts = [_relative(table, scopes.marginal(q)) for q, table in zip(where, observation.likelihoods, strict=True)]
    worlds = len(scopes.prior)
    rates = [rate for _, rate in parts]
    counted = _counted(observation.likelihoods, worlds)
    scale = _level(rates, counted)
    with np.errstate(divide="ignore"):
        sound = _sound(observation, [relative for relative, _ in parts], scopes)
        empty = np.zeros(worlds)
        if observation.empty_rate is not None:
            empty = np.log(observation.empty_rate) - np.log(scale)
        if observation.anyway is None:
            return Told(sound, empty, {}, empty)
        levels, left = _levels_of_anyway(observation, rates, counted, scale)
        # Every table is taken against a level of the report: one that equals it is then exactly 0.
        tables = (np.log(table) - np.log(level)[:, None] for table, level in zip(observation.anyway, levels, strict=True))
        said = _added(((question,), table) for question, table in zip(observation.said_anyway_on(), tables, strict=True))
        return Told(sound, empty, said, left * np.log(scale))


def _sound(observation: Observation, relative: Sequence[Array], scopes: Scopes) -> Tables:
    """Return what a report tells from a sound source: by question, unless it may not hold, and then by all of them at once."""
    where = observation.bears_on()
    if observation.holds is None:
        return _added(((question,), np.log(table, out=table)) for question, table in zip(where, relative, strict=True))
    scope = scopes.joined(where)
    joint = np.ones((1, 1))
    for question, table in zip(where, relative, strict=True):
        joint = joint * table[:, scopes.hypothesis_of_cell(scope, question)]
    # Relative to its rate a report that tells nothing is exactly 1, and so stays what is flat.
    return {scope: np.log(1 + observation.holds[:, None] * (joint - 1))}


def together(reports: Sequence[Told], worlds: int) -> Told:
    """Return several reports of one source together. Source: independence given type and state."""
    nothing = np.zeros(worlds)
    return Told(
        _added(item for report in reports for item in report.sound.items()),
        sum((report.empty for report in reports), nothing),
        _added(item for report in reports for item in report.anyway.items()),
        sum((report.level for report in reports), nothing),
    )


def all_but(reports: Sequence[Told], place: int, whole: Told) -> Told:
    """Return what all reports but one tell, from that of all. Source: as `together`."""
    one, others = reports[place], [report for number, report in enumerate(reports) if number != place]

    def tables(kept: Tables, off: Tables, rest: Sequence[Tables]) -> Tables:
        return kept | {s: _less(kept[s], table, [held[s] for held in rest if s in held]) for s, table in off.items()}

    return Told(
        tables(whole.sound, one.sound, [report.sound for report in others]),
        _less(whole.empty, one.empty, [report.empty for report in others]),
        tables(whole.anyway, one.anyway, [report.anyway for report in others]),
        _less(whole.level, one.level, [report.level for report in others]),
    )


def _less(whole: Array, one: Array, others: Sequence[Array]) -> Array:
    """Return a sum less one of its terms; where that made all impossible, the sum of the others."""
    if one.min() > -np.inf:
        return whole - one
    lost = np.isneginf(one)
    rest: Array = sum(others, np.zeros_like(whole))
    return np.where(lost, rest, whole - np.where(lost, 0, one))


def _added(items: Iterable[tuple[Scope, Array]]) -> Tables:
    out: Tables = {}
    made: set[Scope] = set()
    for scope, table in items:
        if scope in made:
            out[scope] += table
        elif scope in out:
            out[scope] = out[scope] + table
            made.add(scope)
        else:
            out[scope] = table
    return out


def _relative(likelihood: Array, prior: Array) -> tuple[Array, Array]:
    """Return a likelihood relative to its prior-predictive rate, in an array of its own, and that rate [world]."""
    first = likelihood[:, 0]
    # Written as a first value plus differences: for a flat report the rate is then exactly its level.
    rate = first + np.einsum("wh,wh->w", prior, likelihood - first[:, None])
    possible = rate > 0
    if possible.all():
        return likelihood / rate[:, None], rate
    # A report with no chance under anything held possible cannot tell what is possible apart: it is taken as flat.
    rate = np.where(possible, rate, 1)
    return np.where(possible[:, None], likelihood / rate[:, None], 1), rate


def _counted(likelihoods: Sequence[Array], worlds: int) -> Flags:
    """Return on which of its questions a report tells something, [likelihood, world]; all, where it tells nothing on any."""
    if len(likelihoods) < 2:
        return np.ones((len(likelihoods), worlds), dtype=np.bool_)
    telling = np.stack([np.ptp(likelihood, axis=1) > 0 for likelihood in likelihoods])
    return np.asarray(np.where(telling.any(axis=0), telling, True))


def _level(rates: Sequence[Array], counted: Flags) -> Array:
    """Return the level [world] to which an empty rate, or what is said anyway, is compared.

    For one question that is its prior-predictive rate, without the rounding of a logarithm: a report as likely in every state
    stays exactly so. For several it is the geometric mean over the questions that the report tells something about, so that
    a flat factor on a further question changes nothing.
    """
    if len(rates) == 1:
        return rates[0]
    if not rates:
        return np.ones(counted.shape[1])
    return np.asarray(np.exp((np.log(np.stack(rates)) * counted).sum(axis=0) / counted.sum(axis=0)))


def _levels_of_anyway(
    observation: Observation, rates: Sequence[Array], counted: Flags, scale: Array
) -> tuple[list[Array], Array]:
    """Return the level [world] that each table of what is said anyway is taken against, and how many are then left over.

    The chance of a deceptive report is the product of what is stated of it; a question of the likelihood on which nothing is
    stated stands at the level of the report. Relative to its rates, what is stated on a question on which the report is flat
    is taken against that rate, all else against the level, at most as often as there are questions that it tells something on:
    the level counts again for those left over [world]. Tables by type are told apart by their place.
    """
    own, said = observation.bears_on(), observation.said_anyway_on()
    levels, others = [], np.zeros(len(scale))
    for place, question in enumerate(said):
        same = place if question == TYPES else own.index(question) if question in own else len(own)
        if same < len(own) and own[same] == question:
            others = others + counted[same]
            levels.append(np.where(counted[same], scale, rates[same]))
        else:
            others = others + 1
            levels.append(scale)
    return levels, np.maximum(others - counted.sum(axis=0), 0)
