# SPDX-License-Identifier: Apache-2.0
"""Where a third party stands on a package: it gains, it can live with it, or it opposes."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def opposes(effect: Array, tolerance: Array, crosses_red_line: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return whether a third party opposes each package: it crosses a red line, or costs more than the party tolerates.

    `effect` [world, package] in points on the party's scale, `tolerance` [world] the loss it can live with (not negative),
    `crosses_red_line` [package] or [world, package]. What the party is called, friend or rival, plays no part.
    Source: model.md "Partners and rivals" (stance per package).
    """
    return crosses_red_line | (effect < -tolerance[:, None])


def stance_probabilities(effect: Array, opposed: NDArray[np.bool_], weight: Array) -> tuple[float, float, float]:
    """Return the probabilities (supports, lives with, opposes) over worlds and packages.

    `effect` and `opposed` are [world, package]; `weight` [world, package] says how likely each package is the outcome in
    each world and sums to at most 1 over packages. The three are shares of that likelihood; all 0 if it is 0 everywhere.
    Source: model.md "Partners and rivals".
    """
    total = float(weight.sum())
    if total <= 0:
        return (0.0, 0.0, 0.0)
    against = float((weight * opposed).sum()) / total
    gains = float((weight * ((effect > 0) & ~opposed)).sum()) / total
    # Summed by itself: what is left of one would be the rounding of the other two where nothing is lived with.
    lives = float((weight * ((effect <= 0) & ~opposed)).sum()) / total
    return (gains, lives, against)
