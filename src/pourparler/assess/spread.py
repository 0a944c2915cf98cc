# SPDX-License-Identifier: Apache-2.0
"""How a result is reported: its average over worlds with the range that the inputs leave it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: The ends of the reported range, in percent of worlds: a 90 % interval (model.md "Worlds").
RANGE_PERCENTILES = (5, 95)


@dataclass(frozen=True)
class Spread:
    """An average over worlds and the 5 % and 95 % points: sensitivity to the inputs, not a credible interval."""

    mean: float
    low: float
    high: float


def spread(values: NDArray[np.float64]) -> Spread:
    """Summarise one number per world."""
    low, high = np.percentile(values, RANGE_PERCENTILES)
    return Spread(float(values.mean()), float(low), float(high))
