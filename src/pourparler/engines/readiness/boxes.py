# SPDX-License-Identifier: Apache-2.0
"""Scenario discovery (PRIM): a box of inputs inside which something holds, by peeling thin slices off and pasting some on.

A box is told by few inputs with their bounds. Its coverage is the share of all cases of interest that it holds, its density the
share of what it holds that is of interest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: The share of a box that is peeled off, or pasted on, at once (Friedman & Fisher 1999, section 9).
PEEL = 0.05
#: A box that holds less than this share of all worlds is not looked at.
LEAST_MASS = 0.02


@dataclass(frozen=True)
class Box:
    """Bounds by input (`low` or `high` None: not bounded on that side), with coverage, density and the share of worlds held."""

    bounds: dict[int, tuple[float | None, float | None]]
    coverage: float
    density: float
    mass: float


def scenario_box(inputs: Array, of_interest: NDArray[np.bool_]) -> Box:
    """Return the box of inputs [world, input] that tells best where something holds [world].

    Of all boxes on the way of the peeling, and after pasting, the one with the highest harmonic mean of coverage and density;
    bounds that do not raise that mean are left out. Read it as a summary of where, never as a cause. Do not trust a box of few
    worlds, or one that bounds inputs whose order says nothing.

    Raises EngineInputError where it holds in no world or in every one.
    Source: Friedman & Fisher (1999), Statistics and Computing 9, sections 5 and 6; Bryant & Lempert (2010), Technological
    Forecasting and Social Change 77, coverage and density.
    """
    if not of_interest.any() or of_interest.all():
        raise EngineInputError("a box needs worlds of interest and others")
    low, high = np.full(inputs.shape[1], -np.inf), np.full(inputs.shape[1], np.inf)
    best, score = (low.copy(), high.copy()), _score(inputs, of_interest, low, high)
    while _peel(inputs, of_interest, low, high):
        here = _score(inputs, of_interest, low, high)
        if here > score:
            best, score = (low.copy(), high.copy()), here
    low, high = best
    while _paste(inputs, of_interest, low, high):
        pass
    while _drop(inputs, of_interest, low, high):
        pass
    return _told(inputs, of_interest, low, high)


def _inside(inputs: Array, low: Array, high: Array) -> NDArray[np.bool_]:
    bounded = np.flatnonzero((low > -np.inf) | (high < np.inf))
    part = inputs[:, bounded]
    return np.asarray(((part >= low[bounded]) & (part <= high[bounded])).all(axis=1))


def _score(inputs: Array, wanted: NDArray[np.bool_], low: Array, high: Array) -> float:
    """Return the harmonic mean of coverage and density."""
    inside = _inside(inputs, low, high)
    return 2 * int((inside & wanted).sum()) / max(1, int(inside.sum()) + int(wanted.sum()))


def _peel(inputs: Array, wanted: NDArray[np.bool_], low: Array, high: Array) -> bool:
    """Take the slice off after which most of what is left is of interest; no slice is left where a box grows too small."""
    inside = _inside(inputs, low, high)
    here, good = inputs[inside], wanted[inside]
    if len(here) * (1 - PEEL) < LEAST_MASS * len(inputs) or good.all():
        return False
    ends = np.quantile(here, [PEEL, 1 - PEEL], axis=0)
    top: tuple[float, int, Array, float] | None = None
    for number in range(inputs.shape[1]):
        column = here[:, number]
        for upper in (False, True):
            kept = column < ends[1, number] if upper else column > ends[0, number]
            if not 0 < kept.sum() < len(kept):
                continue
            bound = float(column[kept].max() if upper else column[kept].min())
            # What is gained for what is given up: an input of few values loses a whole value at once.
            gained = (good[kept].mean() - good.mean()) / (len(kept) - kept.sum())
            if top is None or gained > top[0]:
                top = (float(gained), number, high if upper else low, bound)
    if top is None:
        return False
    _, at, bounds, moved = top
    bounds[at] = moved
    return True


def _paste(inputs: Array, wanted: NDArray[np.bool_], low: Array, high: Array) -> bool:
    """Move one bound outwards, or inwards to the first world of interest, if that tells more."""
    score = _score(inputs, wanted, low, high)
    for number in np.flatnonzero((low > -np.inf) | (high < np.inf)):
        for bounds in (low, high):
            before = bounds[number]
            if not np.isfinite(before):
                continue
            for tried in _tried(inputs, wanted, low, high, int(number), bounds is high):
                bounds[number] = tried
                if _score(inputs, wanted, low, high) > score:
                    return True
            bounds[number] = before
    return False


def _tried(inputs: Array, wanted: NDArray[np.bool_], low: Array, high: Array, number: int, upper: bool) -> list[float]:
    """Return where a bound might move: to hold a slice more, and to the outermost world of interest inside and beyond."""
    sign = -1 if upper else 1
    column, bound = sign * inputs[:, number], sign * (high if upper else low)[number]
    free_low, free_high = low.copy(), high.copy()
    (free_high if upper else free_low)[number] = np.inf if upper else -np.inf
    others = _inside(inputs, free_low, free_high)
    beyond = np.sort(column[others & (column < bound)])[::-1]
    held = column[others & wanted]
    slice_size = max(1, int(PEEL * int((others & (column >= bound)).sum())))
    out = [float(beyond[min(slice_size, len(beyond)) - 1])] if len(beyond) else []
    out += [float(x.min()) for x in (held, held[held >= bound]) if len(x)]
    return [sign * x for x in out]


def _drop(inputs: Array, wanted: NDArray[np.bool_], low: Array, high: Array) -> bool:
    """Free a bound without which the box tells as much; False if every one that is left counts."""
    score = _score(inputs, wanted, low, high)
    for number in np.flatnonzero((low > -np.inf) | (high < np.inf)):
        for bounds, free in ((low, -np.inf), (high, np.inf)):
            before = bounds[number]
            bounds[number] = free
            if before != free and _score(inputs, wanted, low, high) >= score:
                return True
            bounds[number] = before
    return False


def _told(inputs: Array, wanted: NDArray[np.bool_], low: Array, high: Array) -> Box:
    inside = _inside(inputs, low, high)
    held = int((inside & wanted).sum())
    bounds = {
        number: (float(low[number]) if low[number] > -np.inf else None, float(high[number]) if high[number] < np.inf else None)
        for number in range(inputs.shape[1])
        if low[number] > -np.inf or high[number] < np.inf
    }
    return Box(bounds, held / int(wanted.sum()), held / max(1, int(inside.sum())), float(inside.mean()))
