# SPDX-License-Identifier: Apache-2.0
"""The crisis while stages last: its chance by a day, and the hazard at which stopping at a freeze is right."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


def chance_along(hazards: Sequence[Array], ends: Sequence[Array], months: Array) -> Array:
    """Return the chance [world] that a crisis comes within some `months` [world] while one state follows another.

    `hazards` holds the chance in a month in each state, `ends` the month in which each but the last ends, [world] each, rising.
    What ends after `months` counts until then.

    Raises EngineInputError unless there is one hazard more than there are ends.
    Source: product of survivals, 1 - prod (1 - h)^n; model.md "Staged and partial deals" (hazard and loss by date).
    """
    if len(hazards) != len(ends) + 1:
        raise EngineInputError("a hazard is needed for each state, and an end for each but the last")
    survives, begun = np.ones_like(months), np.zeros_like(months)
    for hazard, end in zip(hazards, (*ends, months), strict=True):
        until = np.clip(end, begun, months)
        survives = survives * (1 - hazard) ** (until - begun)
        begun = until
    return np.asarray(1 - survives)


def break_even_hazard(value: Array, chance: Array, instead: Array, loss: Array, months: Array) -> Array:
    """Return the monthly hazard of the other course at which both are worth the same, [world].

        value - chance L = instead - (1 - (1 - h)^n) L

    `value` and `chance` are those of the course that is asked about (a freeze), `instead` the value of the other one without
    its crisis. Above the hazard that is returned the first course is right. 0: it is right at any hazard; 1: at none that is
    possible, a loss of 0 included.

    Source: solved from the geometric waiting time; model.md "Staged and partial deals".
    """
    needed = np.where(loss > 0, chance + (instead - value) / np.where(loss > 0, loss, 1), np.where(instead > value, 1.0, 0.0))
    inside = np.clip(needed, 0, 1)
    return np.asarray(1 - (1 - inside) ** (1 / np.maximum(months, np.finfo(np.float64).tiny)))
