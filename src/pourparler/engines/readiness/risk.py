# SPDX-License-Identifier: Apache-2.0
"""What risk costs: certainty equivalents under exponential utility, and the loss that a hazard brings within a time."""

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: Chances that sum to one within this do: rounding of long sums.
ROUNDING = 1e-6


def certainty_equivalent(values: Array, tolerance: float, chances: Array | None = None) -> float:
    """Return the sure value worth as much as a gamble over `values`, in their own points.

        CE = -R ln sum p exp(-V / R)

    `chances` p, of the shape of the values, sum to one; without them all values are equally likely. `tolerance` R > 0 is in the
    points of the values: about the stake at which one would still accept even odds of winning it against losing half of it.
    A small tolerance lowers the equivalent towards the worst value that can come about, a very large one raises it to the mean.
    Where values are averages over what may happen, that risk is not in it.

    Raises EngineInputError for a tolerance that is not above zero, for no values, or for chances that do not sum to one.
    Source: Howard (1988), Management Science 34(6), exponential utility; Pratt (1964), Econometrica 32, constant risk aversion.
    """
    if not tolerance > 0:
        raise EngineInputError("a tolerance for risk must lie above zero")
    if not values.size:
        raise EngineInputError("a certainty equivalent needs at least one value")
    odds = np.full(values.shape, 1 / values.size) if chances is None else chances
    if np.any(odds < 0) or abs(float(odds.sum()) - 1) > ROUNDING:
        raise EngineInputError("the chances of a gamble must sum to one")
    # Seen from the worst value no exponential overflows; a tolerance near zero leaves the worst value alone.
    lowest = float(values[odds > 0].min())
    mean = float((odds * np.exp(-np.maximum(values - lowest, 0) / tolerance)).sum())
    return lowest - tolerance * float(np.log(mean))


def chance_within(per_period: Array, periods: Array) -> Array:
    """Return the chance that an event comes within a number of periods, [world], at a constant chance per period (0 to 1).

    Source: geometric waiting time, 1 - (1 - h)^n; model.md "Staged and partial deals" (hazard and loss by date).
    """
    return np.asarray(1 - (1 - per_period) ** periods)
