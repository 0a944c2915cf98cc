# SPDX-License-Identifier: Apache-2.0
"""Bargaining power from patience: who can wait for the next round of talks gets more of what there is to share."""

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


def power_from_patience(own: Array, other: Array) -> Array:
    """Return our bargaining power, 0 to 1, from what a gain is worth to each side one round later, as a share of now, 0 to 1.

        alpha = (1 - d_other) / (1 - d_own d_other)

    It is our share in the alternating-offers game in which we offer first; where both sides lose nothing by waiting, neither
    has an edge. Do not trust it where deadlines or outside options, rather than impatience, decide.

    Raises EngineInputError for shares outside 0 to 1.
    Source: Rubinstein (1982), Econometrica 50(1), 97-109; model.md "Bargaining".
    """
    if any(np.any(share < 0) or np.any(share > 1) for share in (own, other)):
        raise EngineInputError("patience is a share from 0 to 1")
    loss = 1 - own * other
    return np.where(loss > 0, (1 - other) / np.where(loss > 0, loss, 1), 1 / 2)
