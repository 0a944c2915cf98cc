# SPDX-License-Identifier: Apache-2.0
"""What knowing more would be worth, gross of cost and delay."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def expected_value_of_perfect_information(weights: Array, values: Array) -> float:
    """Return what knowing the type before acting would be worth, in value points, never below 0.

    `weights` [world, type] are the probabilities of the types in each world; `values` [world, type, choice]. Choices are
    made on averages over worlds, with and without the knowledge, so what is priced is knowledge of the type alone.
    Source: Raiffa & Schlaifer (1961); model.md "Readiness", EVPI.
    """
    by_type = (weights[:, :, None] * values).mean(axis=0)
    # Where knowing changes nothing, two sums of the same numbers in another order may differ by rounding.
    return max(0.0, float(by_type.max(axis=1).sum() - by_type.sum(axis=0).max()))


def partial_perfect_information(values: Array, order: NDArray[np.intp], bins: int) -> float:
    """Return an estimate of what knowing one input would be worth for choosing among actions, in value points.

    `values` is [world, action]; `order` [world] sorts the worlds by the input; worlds are cut into `bins` equal parts and
    the best action is chosen in each. The estimate is biased upwards by about the Monte-Carlo error within a part and is
    meant for comparing inputs, not for pricing them.
    Source: Strong & Oakley (2013), single-parameter EVPPI by ordering and blocking.
    """
    parts = np.array_split(values[order], min(bins, len(order)))
    informed = sum(float(part.mean(axis=0).max()) * len(part) for part in parts) / len(order)
    return informed - float(values.mean(axis=0).max())
