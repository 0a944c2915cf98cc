# SPDX-License-Identifier: Apache-2.0
"""Several analysts: each judgement drawn and made coherent, all of them pooled in every world, their spread and their dissents.

Where analysts have judged a question, or an item of evidence, what is computed rests on their pool; what the case itself states
stands beside it. Only priors are extremized, and only where the analysts know different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.spread import Spread, spread
from pourparler.assess.types import Types
from pourparler.assess.worlds import Worlds
from pourparler.case import AnalystPrior, Case, Evidence
from pourparler.case.chances import stated as ends_of
from pourparler.engines.intentions import nearest_coherent, pooled
from pourparler.quantity import POWER, PROBABILITY, Quantity, Rest

Array = NDArray[np.float64]

#: A sum may miss one by this much: the rounding of a few additions of decimal fractions.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class AnalystRow:
    """What one analyst says. If it does not sum to one: its sum (`sums_to`), and how far the nearest lies that does.

    `leads` is what he holds likeliest; `dissents` says that it is not what the pool holds likeliest.
    """

    by: str
    on: str | None
    note: str | None
    says: dict[str, Spread]
    sums_to: Spread | None
    repaired_by: Spread | None
    leads: str
    dissents: bool


@dataclass(frozen=True)
class PoolRow:
    """What several analysts say on a question, or (`evidence`) on how likely an item is under each of its hypotheses.

    `pool` is what is computed with, `stated` what the case itself says; `apart` how far the lowest average is from the highest.
    """

    question: str
    evidence: str | None
    pool: dict[str, Spread]
    stated: dict[str, Spread]
    apart: dict[str, float]
    extremizing: Spread | None
    information: str | None
    analysts: tuple[AnalystRow, ...]


def pooled_prior(case: Case, worlds: Worlds, question: str, names: tuple[str, ...]) -> Array | None:
    """Return the pool of what analysts say on a question, [world, hypothesis]; None where nobody judged it."""
    own = case.questions[question].analysts
    if not own:
        return None
    tables = [_coherent(worlds, question, name, own[name], names)[0] for name in sorted(own)]
    return _pool(np.stack(tables, axis=1), _extremizing(case, worlds))


def pooled_likelihoods(worlds: Worlds, item: Evidence, question: str, names: tuple[str, ...]) -> Array | None:
    """Return the pool of the likelihoods that analysts give an item, [world, hypothesis]; None where nobody judged it.

    Each is pooled as the chance that the item comes or does not, by the geometric mean of its odds.
    """
    tables = [
        _likelihoods(worlds, item, name, question, names)
        for name in sorted(item.analysts)
        if question in item.analysts[name].likelihood
    ]
    if not tables:
        return None
    stacked = np.stack(tables, axis=-1)
    return _pool(np.stack([stacked, 1 - stacked], axis=-1), None)[..., 0]


def pool_rows(case: Case, worlds: Worlds, types: Types) -> tuple[PoolRow, ...]:
    """Return what analysts say, question by question, and then item by item."""
    rows = []
    for question, names in zip(types.questions, types.hypotheses, strict=True):
        found = pooled_prior(case, worlds, question, names)
        if found is not None:
            rows.append(_of_question(case, worlds, question, names, found))
    for item in sorted(case.evidence, key=lambda item: item.id):
        for question, names in zip(types.questions, types.hypotheses, strict=True):
            found = pooled_likelihoods(worlds, item, question, names)
            if found is not None:
                rows.append(_of_item(worlds, item, question, names, found))
    return tuple(rows)


def _coherent(
    worlds: Worlds, question: str, name: str, own: AnalystPrior, names: tuple[str, ...]
) -> tuple[Array, Array | None, Array]:
    """Return one analyst's probabilities [world, hypothesis], how far they were repaired [world] if so, and their sum [world].

    Ranges that admit a sum of one are drawn as those of the case are; any other statement is taken to the nearest that sums to
    one, in every world.
    """
    path = ("questions", question, "analysts", name, "hypotheses")
    has_rest = any(isinstance(own.hypotheses.get(h), Rest) for h in names)
    ends = [ends_of(own.hypotheses.get(h)) for h in names if not isinstance(own.hypotheses.get(h), Rest)]
    low, high = sum(end[0] for end in ends), sum(end[1] for end in ends)
    if low <= 1 + _ROUNDING and (has_rest or high >= 1 - _ROUNDING):
        table = worlds.shares(path, own.hypotheses, names)
        return table, None, table.sum(axis=1)
    columns = [_chance(worlds, (*path, h), own.hypotheses.get(h)) for h in names]
    said = np.stack(columns, axis=1)
    repaired = nearest_coherent(said)
    return repaired.probabilities, repaired.distance, said.sum(axis=1)


def _chance(worlds: Worlds, path: tuple[str, ...], chance: Quantity | None) -> Array:
    """Return a stated probability in every world; `rest` is nothing where the others leave nothing."""
    return np.zeros(worlds.count) if isinstance(chance, Rest) else worlds.draw(path, chance, PROBABILITY)


def _likelihoods(worlds: Worlds, item: Evidence, name: str, question: str, names: tuple[str, ...]) -> Array:
    path = ("evidence", item.id, "analysts", name, "likelihood", question)
    table = item.analysts[name].likelihood[question]
    if isinstance(table, Mapping):
        return np.stack([worlds.draw((*path, h), table.get(h), PROBABILITY) for h in names], axis=1)
    return np.stack([worlds.draw(path, table, PROBABILITY)] * len(names), axis=1)


def _extremizing(case: Case, worlds: Worlds) -> Array | None:
    """Return the power of the pool [world]; None where none is stated, or where information is not separate."""
    pooling = case.pooling
    if pooling is None or pooling.extremizing is None or pooling.information != "separate":
        return None
    return worlds.draw(("pooling", "extremizing"), pooling.extremizing, POWER)


def _pool(judgements: Array, power: Array | None) -> Array:
    """Pool [..., judge, possibility]; where judges rule out everything between them, in some world, their average stands."""
    lost = (judgements == 0).any(axis=-2).all(axis=-1)
    average = judgements.mean(axis=-2, keepdims=True)
    return pooled(np.where(lost[..., None, None], average, judgements), 1.0 if power is None else power)


def _of_question(case: Case, worlds: Worlds, question: str, names: tuple[str, ...], found: Array) -> PoolRow:
    entry = case.questions[question]
    leads = names[int(found.mean(axis=0).argmax())]
    rows = []
    for name in sorted(entry.analysts):
        own = entry.analysts[name]
        table, distance, total = _coherent(worlds, question, name, own, names)
        likeliest = names[int(table.mean(axis=0).argmax())]
        rows.append(
            AnalystRow(
                name,
                own.on.isoformat() if own.on is not None else None,
                own.note,
                _spreads(names, table),
                spread(total) if distance is not None else None,
                spread(distance) if distance is not None else None,
                likeliest,
                likeliest != leads,
            )
        )
    power = _extremizing(case, worlds)
    return PoolRow(
        question,
        None,
        _spreads(names, found),
        _spreads(names, worlds.shares(("questions", question, "hypotheses"), entry.hypotheses, names)),
        _apart(names, rows),
        spread(power) if power is not None else None,
        case.pooling.information if case.pooling is not None else None,
        tuple(rows),
    )


def _of_item(worlds: Worlds, item: Evidence, question: str, names: tuple[str, ...], found: Array) -> PoolRow:
    stated, path = item.likelihood[question], ("evidence", item.id, "likelihood", question)
    own = [
        worlds.draw((*path, h), stated.get(h), PROBABILITY)
        if isinstance(stated, Mapping)
        else worlds.draw(path, stated, PROBABILITY)
        for h in names
    ]
    leads = names[int(found.mean(axis=0).argmax())]
    rows = []
    for name in sorted(item.analysts):
        judged = item.analysts[name]
        if question in judged.likelihood:
            table = _likelihoods(worlds, item, name, question, names)
            favours = names[int(table.mean(axis=0).argmax())]
            on = judged.on.isoformat() if judged.on is not None else None
            rows.append(AnalystRow(name, on, judged.note, _spreads(names, table), None, None, favours, favours != leads))
    stacked = np.stack(own, axis=1)
    return PoolRow(
        question, item.id, _spreads(names, found), _spreads(names, stacked), _apart(names, rows), None, None, tuple(rows)
    )


def _spreads(names: tuple[str, ...], table: Array) -> dict[str, Spread]:
    return {name: spread(table[:, place]) for place, name in enumerate(names)}


def _apart(names: tuple[str, ...], rows: list[AnalystRow]) -> dict[str, float]:
    """Return how far the lowest of the analysts' averages is from the highest, by hypothesis."""
    means = {name: [row.says[name].mean for row in rows] for name in names}
    return {name: max(held) - min(held) for name, held in means.items()}
