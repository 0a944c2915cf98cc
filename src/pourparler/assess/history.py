# SPDX-License-Identifier: Apache-2.0
"""How what is believed came about: the estimate on every day on which evidence arrived or somebody judged, on the same worlds.

What is told of a day equals what an assessment as of that day would find, which sees nothing that was known later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.beliefs import Beliefs, by_origin, observation_of, speaker_of, states_of
from pourparler.assess.priors import priors_of
from pourparler.assess.spread import Spread, spread
from pourparler.assess.standing import half_life_of
from pourparler.assess.worlds import Worlds
from pourparler.case import Case, Evidence, known_by
from pourparler.engines.intentions import (
    Factor,
    Posterior,
    Scopes,
    Told,
    factor_of_reports,
    from_factors,
    hypothesis_probabilities,
    told,
)

Array = NDArray[np.float64]

#: So many days are told; more are neither read nor drawn. Of more, evenly spaced ones are.
MOST_DAYS = 30
#: So many types and items are looked at in all worlds of all days, so that a large case has fewer days: one to three seconds.
MOST_CELLS = 20_000_000
#: Days that are told in any case: the first on which something came, and that of the case.
LEAST_DAYS = 2


@dataclass(frozen=True)
class Judgement:
    """Who judged a question, or (`evidence`) how likely an item is."""

    by: str
    question: str | None
    evidence: str | None


@dataclass(frozen=True)
class DayRow:
    """What was believed on a day, with the items that arrived since the row before, and what analysts judged since.

    `day` None: before anything arrived. The last row is the day of the case. `days`: on how many days that came, more than one
    where there are too many to tell each.
    """

    day: str | None
    days: int
    arrived: tuple[str, ...]
    judged: tuple[Judgement, ...]
    posterior: dict[str, dict[str, Spread]]


@dataclass(frozen=True)
class _News:
    """What came on one day."""

    day: date
    arrived: tuple[str, ...]
    judged: tuple[Judgement, ...]


def history_of(case: Case, worlds: Worlds, beliefs: Beliefs) -> tuple[DayRow, ...]:
    """Return what was believed before the evidence and on every day with news, up to the day of the case; nothing without news.

    `beliefs` are those of the day of the case, which holds nothing dated later. Nothing that is drawn for an earlier day alone
    counts as an input of the case.
    """
    news = _news(case)
    if not news or not beliefs.types.questions:
        return ()
    if news[-1].day != case.as_of:
        news.append(_News(case.as_of, (), ()))
    most = min(MOST_DAYS, MOST_CELLS // (worlds.count * (beliefs.types.count + len(case.evidence))))
    replay = _Replay(case, worlds.aside(), beliefs)
    rows = [DayRow(None, 0, (), (), _told(beliefs, replay.before(news[0].day)))]
    for together in _thinned(news, max(LEAST_DAYS, most)):
        day = together[-1].day
        found = beliefs.found if day == case.as_of else replay.on(day)
        arrived = tuple(item for each in together for item in each.arrived)
        judged = tuple(judgement for each in together for judgement in each.judged)
        days = sum(bool(each.arrived or each.judged) for each in together)
        rows.append(DayRow(day.isoformat(), days, arrived, judged, _told(beliefs, found)))
    return tuple(rows)


def _news(case: Case) -> list[_News]:
    """Return what came on each day on which anything did, in their order."""
    arrived: dict[date, list[str]] = {}
    judged: dict[date, list[Judgement]] = {}
    for item in sorted(case.evidence, key=lambda item: item.id):
        arrived.setdefault(item.known_at, []).append(item.id)
        for name in sorted(item.analysts):
            on = item.analysts[name].on
            if on is not None and on > item.known_at:
                judged.setdefault(on, []).append(Judgement(name, None, item.id))
    for question in sorted(case.questions):
        for name, own in sorted(case.questions[question].analysts.items()):
            if own.on is not None:
                judged.setdefault(own.on, []).append(Judgement(name, question, None))
    days = sorted({*arrived, *judged})
    return [_News(day, tuple(arrived.get(day, ())), tuple(judged.get(day, ()))) for day in days]


def _thinned(news: list[_News], most: int) -> Iterator[list[_News]]:
    """Yield the days in groups of which the last is told: each alone if there are not too many, the first alone in any case."""
    last = len(news) - 1
    kept = range(len(news)) if len(news) <= most else sorted({round(place * last / (most - 1)) for place in range(most)})
    start = 0
    for end in kept:
        yield news[start : end + 1]
        start = end + 1


def _told(beliefs: Beliefs, found: Posterior) -> dict[str, dict[str, Spread]]:
    held = hypothesis_probabilities(found.types, beliefs.types.membership())
    out: dict[str, dict[str, Spread]] = {}
    for row, (question, hypothesis) in enumerate(beliefs.types.rows()):
        out.setdefault(question, {})[hypothesis] = spread(held[:, row])
    return out


_Key = tuple[object, ...]


class _Replay:
    """Weighs what was known on one day after another; reports and sources that are as on the day of the case stay as weighed.

    Reports are held relative to what was believed before them, and so apply only under the same priors.
    """

    def __init__(self, case: Case, worlds: Worlds, beliefs: Beliefs) -> None:
        self._case, self._worlds, self._types = case, worlds, beliefs.types
        self._states: dict[str, tuple[Array, Array | None]] = {}
        self._scopes: dict[_Key, Scopes] = {_judges(case): beliefs.found.scopes}
        self._factors: dict[_Key, Factor] = {}
        self._last: dict[_Key, Factor] = {}
        self._reports: dict[_Key, Told] = {}
        for items, factor in zip(_by_speaker(beliefs.used), beliefs.found.factors, strict=True):
            keys = [(_judges(case), *_as_seen(case, item)) for item in items]
            self._factors[tuple(keys)] = factor
            self._reports.update(zip(keys, factor.reports, strict=True))

    def before(self, first: date) -> Posterior:
        """Return what was believed before anything arrived, by whatever was judged before that day."""
        eve = first - timedelta(days=1) if first > date.min else first
        return self._weigh(known_by(self._case.model_copy(update={"as_of": eve, "evidence": ()})))

    def on(self, day: date) -> Posterior:
        """Return what was believed on a day."""
        return self._weigh(known_by(self._case.model_copy(update={"as_of": day})))

    def _weigh(self, seen: Case) -> Posterior:
        priors = _judges(seen)
        if priors not in self._scopes:
            self._scopes[priors] = Scopes(self._types.index, priors_of(seen, self._worlds, self._types).joint(self._worlds))
        used, _ = by_origin(seen, self._sound)
        factors: dict[_Key, Factor] = {}
        for items in _by_speaker(used):
            keys = tuple((priors, *_as_seen(seen, item)) for item in items)
            held = self._factors.get(keys) or self._last.get(keys)
            factors[keys] = held if held is not None else self._factor(seen, priors, dict(zip(keys, items, strict=True)))
        self._last = factors
        return from_factors(self._scopes[priors], list(factors.values()))

    def _factor(self, seen: Case, priors: _Key, said: Mapping[_Key, Evidence]) -> Factor:
        """Return what one source had told by then, by all these items."""
        states, rate = self._states_of(next(iter(said.values())))
        reports = []
        for key, item in said.items():
            report = self._reports.get(key)
            if report is None:
                observation = observation_of(seen, self._worlds, self._types, item, 0, rate)
                report = told(observation, self._scopes[priors])
            reports.append(report)
        return factor_of_reports(tuple(reports), states, self._scopes[priors])

    def _states_of(self, item: Evidence) -> tuple[Array, Array | None]:
        speaker = speaker_of(item)
        if speaker not in self._states:
            self._states[speaker] = states_of(self._case, self._worlds, item)
        return self._states[speaker]

    def _sound(self, item: Evidence) -> float:
        return float(self._states_of(item)[0][:, 0].mean())


def _judges(seen: Case) -> _Key:
    """Return what the priors depend on of all that has a date: who had judged which question."""
    return tuple((question, tuple(sorted(entry.analysts))) for question, entry in sorted(seen.questions.items()))


def _as_seen(seen: Case, item: Evidence) -> _Key:
    """Return what a report depends on of all that has a date: who had judged the item, and its age if it fades."""
    age = None if half_life_of(seen, item)[1] is None else (seen.as_of - item.known_at).days
    return (item.id, tuple(sorted(item.analysts)), age)


def _by_speaker(used: Iterable[Evidence]) -> list[list[Evidence]]:
    """Return the items that count in groups that share a source, in the order of its first."""
    said: dict[str, list[Evidence]] = {}
    for item in used:
        said.setdefault(speaker_of(item), []).append(item)
    return list(said.values())
