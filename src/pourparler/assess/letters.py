# SPDX-License-Identifier: Apache-2.0
"""Letters of consistency that a case gives to an item of evidence, held against what the item's own likelihoods say."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions import INCONSISTENCY, Letter
from pourparler.engines.readiness import OUTRANKING_SHARE

Array = NDArray[np.float64]

#: Letters from the most consistent to the least.
_ORDER: tuple[Letter, ...] = tuple(INCONSISTENCY)


def ahead(likelihood: Array) -> NDArray[np.bool_]:
    """Return which hypotheses [ahead, behind] an item [world, hypothesis] is likelier under, in enough paired worlds."""
    shares = (likelihood[:, :, None] > likelihood[:, None, :]).mean(axis=0)
    return np.asarray(shares >= OUTRANKING_SHARE)


def reversed_pairs(letters: Mapping[str, Letter], hypotheses: Sequence[str], likelihood: Array) -> tuple[tuple[str, str], ...]:
    """Return pairs of hypotheses of which the letters put the first before the second, and the likelihoods the other way.

    The pair on which the likelihoods are furthest apart comes first.
    """
    leads, means = ahead(likelihood), likelihood.mean(axis=0)
    pairs = [
        (means[second] - means[first], hypotheses[first], hypotheses[second])
        for second, first in np.argwhere(leads).tolist()
        if _ORDER.index(letters[hypotheses[first]]) < _ORDER.index(letters[hypotheses[second]])
    ]
    return tuple((first, second) for _, first, second in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])))
