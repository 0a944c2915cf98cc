# SPDX-License-Identifier: Apache-2.0
"""The drift of a goal: what has been given up since its first version, summed over all steps, against its floor and receipts.

Worth is counted in whole steps of the grid on which packages are compared, so that a sum of steps is exactly the step from the
first version to the last, however many lie between: that is what makes ten small steps weigh as one large one.

No table of such distances has been published; the tests hold the sum against the single step, and against a count by hand.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Grid = NDArray[np.int64]


@dataclass(frozen=True)
class Drift:
    """How far a goal has moved, each [version, world], in steps of the grid, by what is believed.

    `given_up` is what the goal of a version is worth less to us than that of the first (negative: it was raised; 0 in the
    first); `to_floor` what could still be given up before the floor (negative: it lies below the floor), None without a floor;
    `received` what has come in return so far.
    """

    given_up: Array
    to_floor: Array | None
    received: Array

    @property
    def net(self) -> Array:
        """What has been given up beyond what came in return, [version, world]."""
        return self.given_up - self.received

    def lowered(self) -> float:
        """Return the share of the worlds in which the last version is worth less to us than the first."""
        return float((self.given_up[-1] > 0).mean())

    def below_floor(self) -> float:
        """Return the share of the worlds in which the last version is worth less to us than the floor; 0 without a floor."""
        return 0.0 if self.to_floor is None else float((self.to_floor[-1] < 0).mean())


def drift_of(worth: Grid, belief: Array, floor: Grid | None = None, received: Grid | None = None) -> Drift:
    """Return how far a goal has moved since its first version.

    `worth` [version, world, variant] is what each version is worth to us, in whole steps of a grid; `belief` [world, variant]
    the probability of each variant of our values; `floor` [world, variant] the worth of the least that will do; `received`
    [version, world, variant] what came in return with each version. Differences are taken in whole steps, before beliefs weigh
    them: versions between the first and the last change nothing in the sum, to the last bit.

    Read a positive `given_up` as points given up since the first version. Do not read it as a loss: a goal that could never be
    had is worth nothing, and giving it up costs nothing. Whether it could is a question to the zone of agreement.
    Raises `EngineInputError` if there is no version, or if the shapes do not fit.
    Source: model.md "Goals that erode", drift(n).
    """
    if worth.ndim != belief.ndim + 1 or not len(worth) or worth.shape[1:] != belief.shape:
        raise EngineInputError("worth is [version, world, variant] and beliefs [world, variant]; there is at least one version")
    given_up = _weighed(worth[:1] - worth, belief)
    to_floor = None if floor is None else _weighed(worth - floor, belief)
    back = np.zeros_like(worth) if received is None else np.cumsum(received, axis=0)
    if back.shape != worth.shape:
        raise EngineInputError("what was received is [version, world, variant], as is what the versions are worth")
    return Drift(given_up, to_floor, _weighed(back, belief))


def _weighed(steps: Grid, belief: Array) -> Array:
    """Return the average over variants by what is believed, [version, world]."""
    weighed = steps * belief
    return np.asarray(weighed[..., 0] if belief.shape[-1] == 1 else weighed.sum(axis=-1))
