# SPDX-License-Identifier: Apache-2.0
"""Courses beside one another: no deal, a stop after each stage, the path in stages, all at once; each with its crisis."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.moves import DAYS_PER_MONTH
from pourparler.assess.spread import Spread, spread
from pourparler.assess.staged_rows import CourseRow, HazardRow
from pourparler.assess.worlds import Missing
from pourparler.engines.readiness import best_shares, chance_within
from pourparler.engines.staging import OURS, THEIRS, Pair, break_even_hazard, chance_along, left_after_break
from pourparler.quantity import COST, DAYS, PROBABILITY

if TYPE_CHECKING:
    from pourparler.assess.staged_deals import Path

Array = NDArray[np.float64]


def course_rows(path: "Path") -> tuple[tuple[CourseRow, ...], Spread | None]:
    """Return every course on one scale, and within how many days its crisis is counted, if the case says."""
    stages, last = path.actions.layout.case.stages, len(path.done) - 1
    courses: list[tuple[str, str | None, Pair, Array | None]] = [("no_deal", None, path.staged.no_deal, _chance(path, 0))]
    for place, stage in enumerate(stages[:-1], 1):  # after the last all is done: that is the path
        courses.append(("stop", stage.id, path.up_to(place), _chance(path, place)))
    courses.append(("path", None, path.steps[0].going_on, _chance(path, last)))
    courses.append(("at_once", None, _at_once(path), _chance_at_once(path)))
    loss, months = _loss(path), _months(path)
    nets = [
        path.mean(values[OURS]) - chance * loss if chance is not None and loss is not None else None
        for _, _, values, chance in courses
    ]
    known = [net for net in nets if net is not None]
    shares = best_shares(known) if len(known) == len(nets) else (None,) * len(nets)
    rows = []
    for (course, name, values, chance), net, best in zip(courses, nets, shares, strict=True):
        own, other = (path.spread(values[side]) for side in (OURS, THEIRS))
        lost = None if chance is None or loss is None else spread(chance * loss)
        told = None if chance is None else spread(chance)
        rows.append(CourseRow(course, name, own, other, told, lost, None if net is None else spread(net), best))
    return tuple(rows), None if months is None else spread(months * DAYS_PER_MONTH)


def _at_once(path: "Path") -> Pair:
    """Return both sides' values of everything agreed and exchanged at once, kept as the case's compliance has it."""
    kept, by = path.actions.compliance, THEIRS
    if path.actions.layout.case.parties[path.two[THEIRS]].role == "own":
        by = OURS  # it is the other side of whoever wrote the case that may not comply
    left = left_after_break(path.staged, path.staged.everything, by)
    own, other = (kept * path.end[side] + (1 - kept) * left[side] for side in (OURS, THEIRS))
    return own, other


def _crisis(path: "Path", key: str, domain: object) -> Array | None:
    case, worlds = path.actions.layout.case, path.actions.layout.worlds
    crisis = case.later.crisis if case.later is not None else None
    stated = getattr(crisis, key) if crisis is not None else None
    if stated is None:
        return None
    try:
        return worlds.draw(("later", "crisis", key), stated, domain)  # type: ignore[arg-type]
    except Missing:
        return None


def _loss(path: "Path") -> Array | None:
    return _crisis(path, "loss", COST)


def _months(path: "Path") -> Array | None:
    days = _crisis(path, "within", DAYS)
    return None if days is None else days / DAYS_PER_MONTH


def _hazard(path: "Path", place: int) -> Array | None:
    """Return the chance of the crisis in a month after so many stages, [world]: the stage's own, else that of its course."""
    stages, worlds = path.actions.layout.case.stages, path.actions.layout.worlds
    if place and stages[place - 1].crisis is not None:
        return worlds.draw(("stages", stages[place - 1].id, "crisis"), stages[place - 1].crisis, PROBABILITY)
    return _crisis(path, "no_deal" if not place else "full" if place == len(stages) else "freeze", PROBABILITY)


def _chance(path: "Path", place: int) -> Array | None:
    """Return the chance of the crisis, [world] by belief, if so many stages are gone through one after another, and no more.

    Each begins when the one before it is through; if one is broken, the hazard from its end on is that of no deal.
    """
    months = _months(path)
    hazards = [_hazard(path, number) for number in range(place + 1)]
    known = [hazard for hazard in hazards if hazard is not None]
    ends = _ends(path, place)
    if months is None or len(known) < len(hazards) or ends is None:
        return None
    total = np.zeros(len(path.belief))
    so_far = path.belief  # that it came so far, with what is believed
    for number in range(place):
        kept = path.kept(number)
        broken = path.mean_by(so_far * (1 - kept))
        total = total + broken * chance_along([*known[: number + 1], known[0]], ends[: number + 1], months)
        so_far = so_far * kept
    return np.asarray(total + path.mean_by(so_far) * chance_along(known, ends, months))


def _chance_at_once(path: "Path") -> Array | None:
    """Return the same if all is agreed and exchanged at once."""
    none, full, months = _hazard(path, 0), _hazard(path, len(path.done) - 1), _months(path)
    if none is None or full is None or months is None:
        return None
    kept = path.mean(np.broadcast_to(path.actions.compliance, path.belief.shape))
    return kept * chance_within(full, months) + (1 - kept) * chance_within(none, months)


def _ends(path: "Path", place: int) -> list[Array] | None:
    """Return the month in which each of the first stages is through, [world]; None where one takes unknown time."""
    worlds, ends = path.actions.layout.worlds, list[Array]()
    at = np.zeros(worlds.count)
    try:
        for stage in path.actions.layout.case.stages[:place]:
            at = at + worlds.optional(("stages", stage.id, "days"), stage.days, DAYS) / DAYS_PER_MONTH
            ends.append(at)
    except Missing:
        return None
    return ends


def hazard_rows(path: "Path") -> tuple[HazardRow, ...]:
    """Return, per stage, the hazard without a deal above which stopping there is better than no deal."""
    loss, months, stated = _loss(path), _months(path), _hazard(path, 0)
    types, rows = path.actions.layout.types.rows(), []
    for place, stage in enumerate(path.actions.layout.case.stages, 1):
        chance = _chance(path, place)
        if loss is None or months is None or stated is None or chance is None:
            continue
        better = path.up_to(place)[OURS] - path.staged.no_deal[OURS]
        nothing = np.zeros(1)
        hazard = break_even_hazard(path.mean(better), chance, nothing, loss, months)
        given = break_even_hazard(path.given(better), chance, nothing, loss, months).mean(axis=1)
        by_hypothesis: dict[str, dict[str, float]] = {}
        for (question, hypothesis), found in zip(types, given, strict=True):
            by_hypothesis.setdefault(question, {})[hypothesis] = float(found)
        told = spread(hazard), spread(stated), float((stated >= hazard).mean())
        rows.append(HazardRow(stage.id, *told, by_hypothesis))
    return tuple(rows)
