# SPDX-License-Identifier: Apache-2.0
"""Whether a case promises more agreement than private no-deal values usually allow: an orientation beside its own numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import AlarmRow
from pourparler.assess.prospects import Outlook
from pourparler.assess.readiness import ROOT
from pourparler.assess.sentence import percent, sentence
from pourparler.assess.steps import Steps
from pourparler.assess.table import Table
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, Grid, Supports, best_procedure, off_grid, snap
from pourparler.engines.readiness import OUTRANKING_SHARE

Array = NDArray[np.float64]

#: Half the width of a uniform range, in standard deviations: a uniform distribution of width w has a deviation of w / sqrt(12).
HALF_WIDTH = 3**0.5
#: The best procedure never leaves less than what two equal ranges leave (docs/explanation/private-values.md).
LEAST = 9 / 16


@dataclass(frozen=True)
class PrivateZone:
    """What two private no-deal values leave of a zone: both as ranges in our points, and the most that can be agreed.

    `own` is our no-deal value; `granted` what the other side can grant us before it is better off without a deal.
    """

    own: tuple[float, float]
    granted: tuple[float, float]
    most: float


def reach_alarms(steps: Steps) -> list[AlarmRow]:
    """Levels at which more is expected to be agreed on than two such private no-deal values leave (O-04).

    Nothing is overruled. It is raised only where a stated chance lies above the best that any procedure can do, in enough
    worlds; a zone that is certain, or a no-deal value that is known, raises nothing.
    """
    if steps.actions is None or steps.layout is None:
        return []
    stated = {level: terms.reach for level, terms in steps.actions.terms.items() if _above(terms.reach, LEAST)}
    if not stated:  # the frontier is built only where it can matter
        return []
    situation, outlook = steps.actions.outlook(ROOT)
    zone = private_zone(steps.layout.table, outlook, steps.intentions.posterior, situation.decided)
    out = []
    for level, reach in stated.items():
        if zone is not None and _above(reach, zone.most):
            text = sentence(
                "{item}: where a zone exists, agreement is said to be found in {stated} of cases; as uncertain as both no-deal "
                "values are, and each known to its own side alone, about {most} is the best to expect. The zone of full "
                "information promises more than private no-deal values usually allow; an orientation, not a limit",
                item=level,
                stated=percent(float(reach.mean())),
                most=percent(zone.most),
            )
            out.append(AlarmRow(f"reach.{level}", "O-04", text))
    return out


def private_zone(table: Table, outlook: Outlook, belief: Array, decided: bool) -> PrivateZone | None:
    """Return what two private no-deal values leave of the zone today; None where either is known, or there is no zone.

    Our no-deal value, and the most we can have while the other side loses nothing against its own, are each taken as uniform
    with the average and the spread that they have over worlds and types: as if what we do not know of either were exactly
    what the other side of the table does not know.
    """
    own, other = outlook.own_no_deal[:, :, 0], outlook.other_no_deal[:, :, 0]
    granted = _granted(table, snap(other), decided)
    ranges = [_uniform(values, belief) for values in (own, granted)]
    if any(high - low < 1 / GRID_STEPS_PER_POINT for low, high in ranges):
        return None
    within = best_procedure(Supports(*ranges)).within_zone
    return None if within is None else PrivateZone(ranges[0], ranges[1], float(within))


def _above(reach: Array, chance: float) -> bool:
    """Return whether a stated chance [world] lies above another in enough worlds."""
    return bool((reach > chance).mean() >= OUTRANKING_SHARE)


def _granted(table: Table, other: Grid, decided: bool) -> Array:
    """Return the most we can have while the other side has its no-deal value, [world, type]; our worst where nothing is left.

    Unlike the frontier of the agreements this one is not cut at our own no-deal value, on which it does not depend.
    """
    worst = int(table.own.on_grid().lowest().min())
    whole = table.frontier((), decided, floors=(np.full_like(other, worst), other))
    row = whole.rows_of_entries()
    # Along a frontier our value falls and theirs rises: of what leaves them enough, the first place is our best.
    best = np.full(other.size, worst)
    first = row == np.arange(len(row))
    best[whole.cells[row[first]]] = whole.own_at[first]
    return off_grid(best.reshape(other.shape))


def _uniform(values: Array, belief: Array) -> tuple[float, float]:
    """Return the ends of the uniform distribution with the average and deviation of values [world, type]."""
    weight = belief / belief.sum()
    middle = float((weight * values).sum())
    half = HALF_WIDTH * float((weight * (values - middle) ** 2).sum()) ** (1 / 2)
    return middle - half, middle + half
