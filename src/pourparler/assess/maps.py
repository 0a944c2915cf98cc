# SPDX-License-Identifier: Apache-2.0
"""Two inputs at once: which action is worth most where they stand. Each is a number of the case that varies, or a belief."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.changes_rows import MapRow
from pourparler.assess.spread import RANGE_SHARES
from pourparler.assess.steps import Steps
from pourparler.assess.surface import Surface, lead_of, tree_under, values_on
from pourparler.assess.types import Types
from pourparler.case import CaseError, Problem
from pourparler.engines.readiness import side_by_side
from pourparler.wording import say

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Pair = tuple[str, str]

#: A map of two inputs has so many places each way.
MAP_PLACES = 21
#: So many names are offered in place of one that is not there.
MOST_OFFERED = 3
#: A belief stands at `questions.QUESTION.HYPOTHESIS`.
KEYS_OF_BELIEF = 3


@dataclass(frozen=True)
class Belief:
    """How likely one hypothesis is, after all the evidence; `members` [type] are the types that hold it."""

    question: str
    members: Flags


def belief_at(types: Types, path: str) -> Belief | None:
    """Return the belief that stands at a path, `questions.QUESTION.HYPOTHESIS`; None where a number of the case may stand."""
    keys = tuple(path.split("."))
    if len(keys) != KEYS_OF_BELIEF or keys[0] != "questions":
        return None
    rows = dict(zip(types.rows(), types.membership(), strict=True))
    members = rows.get((keys[1], keys[2]))
    return None if members is None or members.all() or not members.any() else Belief(keys[1], members)


def known_pairs(steps: Steps, pairs: Sequence[Pair]) -> None:
    """Raise CaseError for the first pair of which no map can be drawn, saying why and what to write instead."""
    found = steps.readiness
    if found is None or len(found.valued) < 2:
        return
    types = found.actions.layout.types
    for pair in pairs:
        beliefs = [belief_at(types, path) for path in pair]
        for path, belief in zip(pair, beliefs, strict=True):
            if belief is None and path not in steps.worlds.inputs:
                raise _refused(say("{path}, which is no input that varies", path=path), _instead(steps, types, path))
        if pair[0] == pair[1]:
            raise _refused(say("{path} twice", path=pair[0]), say("give two inputs"))
        first, second = beliefs
        if first is not None and second is not None and first.question == second.question:
            told = say("two hypotheses of one question, {question}", question=first.question)
            raise _refused(told, say("give hypotheses of two questions, or one and another input"))


def _refused(found: str, write: str) -> CaseError:
    return CaseError((Problem("--pair", 0, 0, "", "", found, write),))


def _instead(steps: Steps, types: Types, path: str) -> str:
    known = [*steps.worlds.inputs, *(f"questions.{question}.{hypothesis}" for question, hypothesis in types.rows())]
    close = difflib.get_close_matches(path, known, n=MOST_OFFERED)
    if close:
        return say("write one of {names}", names=", ".join(close))
    return say("write the path of a number that has a range, or questions.QUESTION.HYPOTHESIS for a belief")


def maps_of(steps: Steps, surface: Surface, best: str, pairs: Sequence[Pair]) -> Iterator[MapRow]:
    """Yield a map for every pair of inputs or beliefs."""
    types = surface.found.actions.layout.types
    for pair in pairs:
        if any(belief_at(types, path) is not None for path in pair):
            yield _with_beliefs(steps, surface, best, pair)
        elif all(path in surface.paths for path in pair):
            yield two_way(surface, best, *pair)


def two_way(surface: Surface, best: str, x: str, y: str) -> MapRow:
    """Return which action is worth most where two inputs stand, from the 5 % to the 95 % point of each."""
    xs, ys = (_places(surface, path) for path in (x, y))
    lead, top = lead_of(surface.values([{x: float(a), y: float(b)} for b in ys for a in xs]), best)
    return _row((x, y), xs, ys, lead, top)


def _places(surface: Surface, path: str) -> Array:
    low, high = map(float, surface.spread(path, RANGE_SHARES))
    return np.linspace(low, high, MAP_PLACES)


def _row(pair: Pair, xs: Array, ys: Array, lead: Array, top: NDArray[np.str_]) -> MapRow:
    rows = range(MAP_PLACES)
    return MapRow(
        *pair,
        tuple(map(float, xs)),
        tuple(map(float, ys)),
        tuple(tuple(map(str, top[k * MAP_PLACES : (k + 1) * MAP_PLACES])) for k in rows),
        tuple(tuple(map(float, lead[k * MAP_PLACES : (k + 1) * MAP_PLACES])) for k in rows),
    )


def _with_beliefs(steps: Steps, surface: Surface, best: str, pair: Pair) -> MapRow:
    """Return a map in which one input, or both, are beliefs from 0 to 1, the other hypotheses in proportion.

    For a fixed plan a value is linear in a belief: the trees under a hypothesis and under its opposite stand side by side, and
    are mixed at each place.
    """
    types = surface.found.actions.layout.types
    asked = [belief_at(types, path) for path in pair]
    axes = [
        np.linspace(0, 1, MAP_PLACES) if belief is not None else _places(surface, path)
        for path, belief in zip(pair, asked, strict=True)
    ]
    corners = _corners(steps.intentions.posterior, [belief for belief in asked if belief is not None])
    trees = [[tree_under(surface, steps, weighting, stands) for weighting in corners] for stands in (False, True)]
    stacked = [side_by_side([tree for tree in each if tree is not None]) if each[0] is not None else None for each in trees]
    assert stacked[0] is not None
    columns, weights = _mixed(surface, pair, asked, [(float(a), float(b)) for b in axes[1] for a in axes[0]])
    lead, top = lead_of(values_on(surface.found, stacked[0], stacked[1], columns, weights), best)
    return _row(pair, axes[0], axes[1], lead, top)


def _corners(posterior: Array, beliefs: Sequence[Belief]) -> list[Array]:
    """Return weightings [world, type] under which each belief is certain, true before false, the last one changing fastest."""
    out = []
    for truths in product((True, False), repeat=len(beliefs)):
        inside = np.ones(posterior.shape[1], dtype=np.bool_)
        for belief, is_true in zip(beliefs, truths, strict=True):
            inside &= belief.members if is_true else ~belief.members
        part = posterior * inside
        total = part.sum(axis=1, keepdims=True)
        out.append(np.where(total > 0, part / np.where(total > 0, total, 1), inside / int(inside.sum())))
    return out


def _mixed(
    surface: Surface, pair: Pair, asked: Sequence[Belief | None], points: Sequence[tuple[float, float]]
) -> tuple[NDArray[np.intp], Array]:
    """Return which coefficients of trees that stand side by side count at points, and with what weights, [point, term]."""
    place = {path: number for number, path in enumerate(surface.paths)}
    inputs = [n for n, belief in enumerate(asked) if belief is None]
    columns, weights = surface.response.at([{place[pair[n]]: point[n] for n in inputs} for point in points])
    table = np.array(points)
    shares = np.ones((len(points), 1))
    for n, belief in enumerate(asked):
        if belief is not None:
            both = np.stack([table[:, n], 1 - table[:, n]], axis=1)
            shares = (shares[:, :, None] * both[:, None, :]).reshape(len(points), -1)
    count = 1 + len(surface.response.means)
    offsets = count * np.arange(shares.shape[1])
    mixed = (offsets[None, :, None] + columns[:, None, :]).reshape(len(points), -1)
    return mixed, (shares[:, :, None] * weights[:, None, :]).reshape(len(points), -1)
