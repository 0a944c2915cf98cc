# SPDX-License-Identifier: Apache-2.0
"""Concession incidence: who wins most and who loses most, ranked only where paired worlds say so."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Ranks:
    """Ranks by effect, biggest winner first, over parties in the order given.

    A rank is None where some other party is neither ahead nor behind in enough paired worlds: not determined.
    """

    ranks: tuple[int | None, ...]
    share: float


def rank_by_effect(effects: Array, share: float) -> Ranks:
    """Rank parties by the effect a concession has on each: `effects` [world, party], `share` of paired worlds required.

    A party outranks another if it is ahead in at least `share` of the worlds. Marginal intervals that overlap prove
    nothing either way, which is why worlds are paired. Effects are compared on the scale they are stated on.

    Raises EngineInputError unless 0.5 < share <= 1.
    Source: model.md "Ranking".
    """
    if not 1 / 2 < share <= 1:
        raise EngineInputError("the share of worlds must lie above one half and not above 1")
    ahead = (effects[:, :, None] > effects[:, None, :]).mean(axis=0) >= share
    parties = effects.shape[1]
    ranks: list[int | None] = []
    for party in range(parties):
        others = [other for other in range(parties) if other != party]
        if all(ahead[party, other] or ahead[other, party] for other in others):
            ranks.append(1 + sum(bool(ahead[other, party]) for other in others))
        else:
            ranks.append(None)
    return Ranks(tuple(ranks), share)
