# SPDX-License-Identifier: Apache-2.0
"""What risk costs: certainty equivalents under exponential utility, and the loss that a hazard brings within a time."""

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


def certainty_equivalent(values: Array, tolerance: float) -> float:
    """Return the sure value worth as much as a gamble over equally likely `values` [world], in their own points.

        CE = -R ln mean(exp(-V / R))

    `tolerance` R > 0 is in the same points: about the stake at which one would still accept even odds of winning it against
    losing half of it. A small tolerance lowers the equivalent towards the worst value, a very large one raises it to the mean.
    Do not read it as risk within a world: each value may itself be an average.

    Raises EngineInputError for a tolerance that is not above zero, or for no values.
    Source: Howard (1988), Management Science 34(6), exponential utility; Pratt (1964), Econometrica 32, constant risk aversion.
    """
    if not tolerance > 0:
        raise EngineInputError("a tolerance for risk must lie above zero")
    if not values.size:
        raise EngineInputError("a certainty equivalent needs at least one value")
    # Seen from the worst value no exponential overflows; a tolerance near zero leaves the worst value alone.
    lowest = float(values.min())
    mean = float(np.exp(-(values - lowest) / tolerance).mean())
    return lowest - tolerance * float(np.log(mean))


def chance_within(per_period: Array, periods: Array) -> Array:
    """Return the chance that an event comes within a number of periods, [world], at a constant chance per period (0 to 1).

    Source: geometric waiting time, 1 - (1 - h)^n; model.md "Staged and partial deals" (hazard and loss by date).
    """
    return np.asarray(1 - (1 - per_period) ** periods)
