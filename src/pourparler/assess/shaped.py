# SPDX-License-Identifier: Apache-2.0
"""Scores by shape: the levels of a shape drawn in every world, and the score of each number from them."""

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.worlds import Missing, Worlds
from pourparler.case import ShapedScores
from pourparler.case.shapes import HALFWAY, stated_ends
from pourparler.engines.bargaining import exponential_scores, linear_scores, triangular_scores
from pourparler.quantity import AMOUNT, SCORE, SHARE, Domain, Quantity

Array = NDArray[np.float64]


def shaped_scores(worlds: Worlds, path: tuple[str, ...], stated: ShapedScores, numbers: Array) -> Array:
    """Return scores [world, option] of the options that stand for `numbers` [option]; Missing if a level is unknown."""
    low, high = float(numbers.min()), float(numbers.max())
    if stated.shape == "triangular":
        peak = _level(worlds, (*path, "peak"), stated.peak, (low, high))
        ends = [worlds.optional((*path, key), getattr(stated, key), SCORE) for key in ("at_low", "at_high")]
        return triangular_scores(numbers, peak, *ends)
    worst, best = (
        _level(worlds, (*path, key), level, within)
        for key, level, within in zip(("worst", "best"), (stated.worst, stated.best), _apart(stated, low, high), strict=True)
    )
    if stated.shape == "linear":
        return linear_scores(numbers, worst, best)
    within = HALFWAY[stated.shape]
    halfway = worlds.draw((*path, "halfway"), stated.halfway, Domain(SHARE.name, *within, SHARE.unit))
    return exponential_scores(numbers, worst, best, halfway)


def _level(worlds: Worlds, path: tuple[str, ...], stated: Quantity | None, within: tuple[float, float]) -> Array:
    """Return a level [world] within some limits; Missing if it is unknown."""
    if stated is None or stated_ends(stated) is None:
        raise Missing(".".join(path))
    return worlds.draw(path, stated, Domain(AMOUNT.name, *within, AMOUNT.unit))


def _apart(stated: ShapedScores, low: float, high: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return limits of the worst and the best level that keep them apart, however far out they are drawn.

    Half of what lies between them as they are written stays between them.
    """
    worst, best = (stated_ends(level) if level is not None else None for level in (stated.worst, stated.best))
    if worst is None or best is None:
        return (low, high), (low, high)
    rises = worst[1] < best[0]
    below, above = (worst[1], best[0]) if rises else (best[1], worst[0])
    middle, apart = (below + above) / 2, (above - below) / 2 / 2
    near, far = (low, middle - apart), (middle + apart, high)
    return (near, far) if rises else (far, near)
