# SPDX-License-Identifier: Apache-2.0
"""What knowing more would be worth, gross of cost and delay."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """An estimate with its standard error, in the units of the values; about 95 % of estimates lie within two of them."""

    value: float
    se: float


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


def worth_of_states(values: Array) -> Estimate:
    """Return what knowing a state before acting would be worth, exactly as the worlds have it, never below 0.

    `values` [world, state, action] already carry the probability of the state in each world, so that their sum over states is
    what an action is worth there. Choices are made on averages over worlds. A state may be the answer to a question (EVPPI:
    knowing it for certain) or the outcome of a sounding (EVSI); a coarser state is never worth more than a finer one. An
    outcome whose chances differ between worlds also tells of the world, and may be worth more than the answer alone. The error
    is that of finitely many worlds. Source: Raiffa & Schlaifer (1961); model.md "Readiness".
    """
    means = values.mean(axis=0)
    best, now = means.argmax(axis=1), int(means.sum(axis=0).argmax())
    gain = np.take_along_axis(values, best[None, :, None], axis=2)[:, :, 0].sum(axis=1) - values[:, :, now].sum(axis=1)
    worth = float(means.max(axis=1).sum() - means.sum(axis=0).max())
    # Where knowing changes nothing, two sums of the same numbers in another order may differ by rounding.
    return Estimate(max(0.0, worth), float(gain.std()) / math.sqrt(len(values)))


def worth_of_everything(values: Array) -> Estimate:
    """Return what knowing every input, and the state as well, would be worth: the EVPI of it all, never below 0.

    `values` is [world, state, action] as in `worth_of_states`. Nothing that is worth knowing can be worth more.
    Source: Raiffa & Schlaifer (1961), the expected value of perfect information.
    """
    now = int(values.sum(axis=1).mean(axis=0).argmax())
    gain = (values.max(axis=2) - values[:, :, now]).sum(axis=1)
    return Estimate(float(gain.mean()), float(gain.std()) / math.sqrt(len(values)))
