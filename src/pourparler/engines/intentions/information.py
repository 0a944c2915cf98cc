# SPDX-License-Identifier: Apache-2.0
"""What a planned inquiry would tell: its expected information, and what would be believed after each of its outcomes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: Probabilities that are typed in sum to one up to this.
ROUNDING = 1e-6


@dataclass(frozen=True)
class Inquiry:
    """What an inquiry would tell about one question.

    `outcomes` [world, outcome] is how likely each outcome is; `after` [world, outcome, hypothesis] what would then be believed
    (today's belief where an outcome cannot come); `bits` [world] the expected information, 0 or more.
    """

    outcomes: Array
    after: Array
    bits: Array


def expected_information(belief: Array, chances: Array) -> Inquiry:
    """Return what an inquiry would tell: the mutual information of its outcome and the hypotheses, in bits.

    `belief` is [world, hypothesis], summing to one; `chances` [world, outcome, hypothesis] the chance of each outcome given
    each hypothesis, summing to one over outcomes. It is never more than the entropy of the belief. Outcomes that are as likely
    under every hypothesis tell exactly nothing. Read bits as how far the answer narrows things down, not as what it is worth:
    that depends on what would be done with it (value of information).

    Raises EngineInputError for shapes that do not fit, and for chances that do not sum to one.
    Source: Lindley (1956); Shannon (1948), sec. 6.
    """
    if belief.ndim != 2 or chances.ndim != belief.ndim + 1 or chances.shape[::2] != belief.shape:
        raise EngineInputError("belief is [world, hypothesis], and chances [world, outcome, hypothesis]")
    if not np.allclose(chances.sum(axis=1), 1, rtol=0, atol=ROUNDING):
        raise EngineInputError("given a hypothesis, the chances of all outcomes sum to one")
    first = chances[:, :, :1]
    # A first value plus differences: for an outcome that tells nothing the chance is then exactly its level.
    outcomes = first[:, :, 0] + (belief[:, None, :] * (chances - first)).sum(axis=2)
    possible = (outcomes > 0)[:, :, None]
    ratio = np.divide(chances, outcomes[:, :, None], out=np.ones_like(chances), where=possible)
    joint = belief[:, None, :] * chances
    bits = (joint * np.log2(ratio, out=np.zeros_like(ratio), where=(joint > 0) & possible)).sum(axis=(1, 2))
    return Inquiry(outcomes, belief[:, None, :] * ratio, np.maximum(bits, 0))


def entropy(belief: Array) -> Array:
    """Return how open a question is, [...] in bits, from probabilities [..., hypothesis]: 0 if settled.

    Source: Shannon (1948), sec. 6.
    """
    logs = np.log2(belief, out=np.zeros_like(belief), where=belief > 0)
    return np.asarray(np.maximum(-(belief * logs).sum(axis=-1), 0))
