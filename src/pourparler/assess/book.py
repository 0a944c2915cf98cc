# SPDX-License-Identifier: Apache-2.0
"""The forecast book of a case: which forecasts are open or overdue, and how good those were that have come out.

Forecasts stand beside the numbers of a case and never enter them. A range is scored at its average, with the range of the score
beside it; a base rate and the pool of unaided forecasts are scored on the same questions, in the same way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pourparler.assess.forecast_scores import Array, Scored, central, drawn, like_cases, pool, scored
from pourparler.assess.spread import Spread, spread
from pourparler.case import Forecast, Resolution
from pourparler.case.book import VOID, last_seal, possibilities
from pourparler.engines.intentions import calibration_table, wilson_interval
from pourparler.showing import Shown

#: A forecast that is settled within so many days is due: a week's notice.
DUE_DAYS = 7
#: What is scored, each with 0 as the best.
MEASURES = ("brier", "log_bits", "rps", "crps")


@dataclass(frozen=True)
class Came:
    """How a forecast came out: what, when, and by which source."""

    came: str
    on: str | None
    source: str | None


@dataclass(frozen=True)
class ForecastRow:
    """One entry: what was forecast, where it stands on the day, and its scores beside those of like cases and of the pool."""

    number: int
    id: str | None
    question: str
    by: str | None
    on: str | None
    resolves: str | None
    state: str
    days: int | None
    forecast: dict[str, Spread]
    is_ordered: bool
    unit: str | None
    aided: bool
    sealed: bool
    came: Came | None
    base_rate: str | None
    scores: Scored | None
    base_rate_scores: Scored | None
    pool_of: tuple[str, ...]
    pool_scores: Scored | None


@dataclass(frozen=True)
class AverageRow:
    """The averages of one holder (or of like cases, or of the pool) over the forecasts that came out, and how many each is of.

    Where something was ruled out that came, the log score has no average, and `ruled_out` counts those. A skill is the share of
    the other's Brier score that the holder was spared, over the forecasts that both have one for (`against_*` counts them).
    """

    by: str
    count: int
    means: dict[str, float | None]
    counts: dict[str, int]
    ruled_out: int
    skill_over_base_rate: float | None
    skill_over_pool: float | None
    against_base_rate: int
    against_pool: int


@dataclass(frozen=True)
class CalibrationPoint:
    """Probabilities stated within a tenth: how many, their average, and how often what they were for came.

    `came_low` and `came_high`: how often it would come in the long run (95% score interval).
    """

    low: float
    high: float
    count: int
    stated: float
    came: float
    came_low: float
    came_high: float


@dataclass(frozen=True)
class Book(Shown):
    """The forecasts of a case on a day. `last_seal` stands for all that is sealed."""

    title: str
    day: str
    last_seal: str | None
    forecasts: tuple[ForecastRow, ...]
    averages: tuple[AverageRow, ...]
    calibration: tuple[CalibrationPoint, ...]


def book_of(title: str, entries: Sequence[Forecast], day: date, by: str | None = None) -> Book:
    """Return the book as it stands on a day: later forecasts and outcomes are not seen; of one holder if `by` is given."""
    seen = [(n, e) for n, e in enumerate(entries) if e.on is None or e.on <= day]
    came = {e.question: e.resolved for _, e in seen if e.resolved is not None and e.resolved.on <= day}
    groups: dict[str, list[Forecast]] = {}
    for _, entry in seen:
        groups.setdefault(entry.question, []).append(entry)
    rows = [
        _row(number, entry, groups[entry.question], came.get(entry.question), day)
        for number, entry in seen
        if by is None or entry.by == by
    ]
    settled = [(row, entries[row.number]) for row in rows if row.scores is not None]
    return Book(
        title, day.isoformat(), last_seal([e for _, e in seen]), tuple(rows), tuple(_averages(settled)), _calibration(settled)
    )


def _row(number: int, entry: Forecast, group: Sequence[Forecast], out: Resolution | None, day: date) -> ForecastRow:
    told = out.came if out is not None and out.came != VOID else None
    judges = _unaided(group)
    values = drawn(entry)
    return ForecastRow(
        number=number,
        id=entry.id,
        question=entry.question,
        by=entry.by,
        on=entry.on.isoformat() if entry.on is not None else None,
        resolves=entry.resolves.isoformat() if entry.resolves is not None else None,
        state=_state(entry, out is not None, told, day),
        days=(entry.resolves - day).days if entry.resolves is not None and out is None else None,
        forecast=_forecast(entry, values),
        is_ordered=bool(entry.order),
        unit=entry.unit,
        aided=entry.aided,
        sealed=entry.sealed is not None,
        came=Came(out.came, out.on.isoformat(), out.source) if out is not None else None,
        base_rate=entry.base_rate.name if entry.base_rate is not None else None,
        scores=scored(entry, values, told),
        base_rate_scores=scored(entry, like_cases(entry), told),
        pool_of=tuple(judge.by or "" for judge in judges) if len(judges) > 1 else (),
        pool_scores=scored(entry, pool(judges), told) if len(judges) > 1 else None,
    )


def _state(entry: Forecast, is_settled: bool, told: str | None, day: date) -> str:
    if is_settled:
        return "resolved" if told is not None else "void"
    if entry.resolves is None or entry.resolves > day + timedelta(days=DUE_DAYS):
        return "open"
    return "due" if entry.resolves >= day else "overdue"


def _unaided(group: Sequence[Forecast]) -> list[Forecast]:
    """Return the last forecast that each named holder made without a computed one in view, in the order of the names."""
    last: dict[str, Forecast] = {}
    for entry in group:
        if entry.by is not None and not entry.aided and drawn(entry) is not None:
            before = last.get(entry.by)
            if before is None or (entry.on or date.min) >= (before.on or date.min):
                last[entry.by] = entry
    return [last[name] for name in sorted(last)]


def _forecast(entry: Forecast, values: Array | None) -> dict[str, Spread]:
    """Return what was forecast: an average with its range for each possibility, or for the quantity itself."""
    if values is None:
        return {}
    if values.ndim == 1:
        return {"quantity": spread(values)}
    return {name: spread(values[:, place]) for place, name in enumerate(possibilities(entry))}


def _averages(settled: Iterable[tuple[ForecastRow, Forecast]]) -> Iterator[AverageRow]:
    """Yield the averages of each holder, and those of all together where there are several."""
    rows = [row for row, _ in settled]
    holders = sorted({row.by or "" for row in rows})
    for holder in holders:
        yield _average(holder, [row for row in rows if (row.by or "") == holder])
    if len(holders) > 1:
        yield _average("", rows)


def _average(by: str, rows: Sequence[ForecastRow]) -> AverageRow:
    own = [row.scores for row in rows if row.scores is not None]
    held = {name: [v for s in own if (v := s.of(name)) is not None] for name in MEASURES}
    ruled_out = sum(scores.ruled_out for scores in own)
    if ruled_out:
        held["log_bits"] = []
    with_base = _pairs((row.scores, row.base_rate_scores) for row in rows)
    with_pool = _pairs((row.scores, row.pool_scores) for row in rows)
    return AverageRow(
        by,
        len(rows),
        {name: float(np.mean(v)) if v else None for name, v in held.items()},
        {name: len(v) for name, v in held.items()},
        ruled_out,
        _skill(with_base),
        _skill(with_pool),
        len(with_base),
        len(with_pool),
    )


def _pairs(scores: Iterable[tuple[Scored | None, Scored | None]]) -> list[tuple[float, float]]:
    """Return the Brier scores of those that both have one."""
    both = ((own.brier, other.brier) for own, other in scores if own is not None and other is not None)
    return [(own, other) for own, other in both if own is not None and other is not None]


def _skill(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return one less the ratio of the sums of the scores: 1 is perfect, 0 no better; None against perfection."""
    total = sum(other for _, other in pairs)
    return 1 - sum(own for own, _ in pairs) / total if total > 0 else None


def _calibration(settled: Iterable[tuple[ForecastRow, Forecast]]) -> tuple[CalibrationPoint, ...]:
    """Return the table over every probability that was stated: of yes, or of each class."""
    stated, came = [], []
    for row, entry in settled:
        chances = central(entry)
        if chances is None or row.came is None:
            continue
        names = possibilities(entry)
        counted = names if entry.classes else names[:1]
        stated += [float(chances[names.index(name)]) for name in counted]
        came += [row.came.came == name for name in counted]
    rows = calibration_table(stated, came) if stated else ()
    return tuple(
        CalibrationPoint(r.low, r.high, r.count, r.mean, r.came, *wilson_interval(round(r.came * r.count), r.count))
        for r in rows
    )
