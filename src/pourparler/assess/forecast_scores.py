# SPDX-License-Identifier: Apache-2.0
"""One forecast as draws, and its scores: those of a probability, of ordered classes, of a quantity."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.spread import STATED_AT, Spread, spread
from pourparler.case import Forecast
from pourparler.case.book import possibilities
from pourparler.engines.intentions import (
    brier_score,
    continuous_ranked_probability_score,
    log_score,
    pooled,
    ranked_probability_score,
)
from pourparler.errors import EngineInputError
from pourparler.quantity import AMOUNT, PROBABILITY, Domain, Quantity, Rest, Unknown, quantile

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """The scores of one forecast at its average, 0 best; what does not fit its form is None.

    `ranges` holds, by score, what it would be over the range that was stated. The log score is None as well where nothing was
    given to what came: it is then without limit, and `ruled_out` says so.
    """

    brier: float | None
    log_bits: float | None
    rps: float | None
    crps: float | None
    ranges: dict[str, Spread]
    ruled_out: bool

    def of(self, measure: str) -> float | None:
        """Return a score by its name."""
        value: float | None = getattr(self, measure)
        return value


def drawn(entry: Forecast) -> Array | None:
    """Return a forecast at evenly spaced shares of what was stated: [share, possibility], or [share] for a quantity.

    None where nothing was forecast, or a quantity of which nothing is known. Classes are scaled to sum to one; `rest`
    takes what the others leave.
    """
    if entry.quantity is not None:
        return None if isinstance(entry.quantity, Unknown) else _at_shares(entry.quantity, AMOUNT)
    if entry.p is not None:
        chance = _at_shares(entry.p, PROBABILITY)
        return np.stack([chance, 1 - chance], axis=1)
    if not entry.classes:
        return None
    names = possibilities(entry)
    stated = [entry.classes[name] for name in names]
    table = np.stack([np.zeros(STATED_AT) if isinstance(q, Rest) else _at_shares(q, PROBABILITY) for q in stated], axis=1)
    for place, quantity in enumerate(stated):
        if isinstance(quantity, Rest):
            table[:, place] = np.maximum(0, 1 - table.sum(axis=1))
    total = table.sum(axis=1, keepdims=True)
    return np.where(total > 0, table / np.where(total > 0, total, 1), 1 / len(names))


def central(entry: Forecast) -> Array | None:
    """Return the probabilities of a forecast at its average, [possibility]; None for a quantity, or where there is none."""
    values = drawn(entry)
    return None if values is None or values.ndim == 1 else np.asarray(values.mean(axis=0))


def like_cases(entry: Forecast) -> Array | None:
    """Return what like cases would have forecast, in the form of `drawn`: the shares they had, or the values."""
    like = entry.base_rate
    if like is None:
        return None
    if like.values:
        values = [q for q in like.values if not isinstance(q, Unknown)]
        return np.concatenate([_at_shares(q, AMOUNT) for q in values]) if values else None
    if like.counts:
        counts = np.array([[like.counts.get(name, 0) for name in possibilities(entry)]], dtype=np.float64)
        return np.asarray(counts / counts.sum())
    if like.n is None or like.successes is None:
        return None
    share = like.successes / like.n
    return np.array([[share, 1 - share]])


def pool(judges: Sequence[Forecast]) -> Array | None:
    """Return the pool of several forecasts of one question, in the form of `drawn`; None where they exclude one another.

    Probabilities are pooled by the geometric mean of odds, at their averages; of a quantity all draws count alike.
    """
    tables = [values for judge in judges if (values := drawn(judge)) is not None]
    if not tables:
        return None
    if tables[0].ndim == 1:
        return np.concatenate(tables)
    try:
        return pooled(np.stack([table.mean(axis=0) for table in tables]))[None, :]
    except EngineInputError:
        return None


def scored(entry: Forecast, values: Array | None, came: str | None) -> Scored | None:
    """Score values in the form of `drawn` against what came; None where one of the two is missing."""
    if values is None or came is None:
        return None
    if values.ndim == 1:
        crps = continuous_ranked_probability_score(values[None, :], np.array([float(came)]))
        return Scored(None, None, None, float(crps[0]), {}, False)
    names = possibilities(entry)
    average = values.mean(axis=0, keepdims=True)
    place = np.full(len(values), names.index(came), dtype=np.intp)
    measures = {"brier": brier_score, "log_bits": log_score}
    if entry.order:
        measures["rps"] = ranked_probability_score
    at = {name: float(measure(average, place[:1])[0]) for name, measure in measures.items()}
    over = {name: measure(values, place) for name, measure in measures.items()}
    ranges = {name: spread(scores) for name, scores in over.items() if np.ptp(values) > 0 and np.isfinite(scores).all()}
    ranges = {name: held for name, held in ranges.items() if held.high > held.low}
    finite = {name: value for name, value in at.items() if np.isfinite(value)}
    return Scored(finite.get("brier"), finite.get("log_bits"), finite.get("rps"), None, ranges, not np.isfinite(at["log_bits"]))


def _at_shares(quantity: Quantity, domain: Domain) -> Array:
    return quantile(quantity, (np.arange(STATED_AT) + 1 / 2) / STATED_AT, domain)
