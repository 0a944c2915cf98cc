# SPDX-License-Identifier: Apache-2.0
"""Where a third party stands on a package: it gains, it can live with it, it opposes, or it opposes and spoils."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def opposes(effect: Array, tolerance: Array, crosses_red_line: Flags) -> Flags:
    """Return whether a third party opposes each package: it crosses a red line, or costs more than the party tolerates.

    `effect` [world, package] in points on the party's scale, `tolerance` [world] the loss it can live with (not negative),
    `crosses_red_line` [package] or [world, package]. What the party is called, friend or rival, plays no part.
    Source: model.md "Partners and rivals" (stance per package).
    """
    return crosses_red_line | (effect < -tolerance[:, None])


@dataclass(frozen=True)
class Stances:
    """How likely each stance is, [party, package]: the four exclude one another and sum to 1.

    `opposes` is opposition without spoiling; where spoiling is not stated `spoils` is 0.
    """

    supports: Array
    lives_with: Array
    opposes: Array
    spoils: Array


def stances(effect: Array, opposed: Flags, spoiling: Array) -> Stances:
    """Return the probability of each stance of every party on every package, over worlds.

    `effect` and `opposed` are [world, party, package], `spoiling` [world, party] is the chance (0 to 1) that a party which
    opposes has the means and the will to spoil, as the case states it; nothing else decides it, and least of all whether it is
    called partner or rival. A party that is not hurt never spoils, however able. Do not read the chance as one of malice: it
    says what is to be prepared for.

    Raises EngineInputError for shapes that do not fit, and for chances outside 0 to 1.
    Source: model.md "Partners and rivals" (stance per package with probability; spoilers).
    """
    if effect.shape != opposed.shape or effect.shape[:-1] != spoiling.shape:
        raise EngineInputError("stances need effects and opposition [world, party, package], and spoiling [world, party]")
    if np.any(spoiling < 0) or np.any(spoiling > 1):
        raise EngineInputError("the chance of spoiling lies between 0 and 1")
    spoils = (opposed * spoiling[:, :, None]).mean(axis=0)
    against = (opposed * (1 - spoiling[:, :, None])).mean(axis=0)
    gains = effect > 0
    return Stances((gains & ~opposed).mean(axis=0), (~gains & ~opposed).mean(axis=0), against, spoils)


def stance_probabilities(effect: Array, opposed: Flags, weight: Array, spoiling: Array) -> tuple[float, float, float, float]:
    """Return the probabilities (supports, lives with, opposes, spoils) of one party over worlds and packages.

    `effect` and `opposed` are [world, package]; `weight` [world, package] says how likely each package is the outcome in
    each world and sums to at most 1 over packages; `spoiling` [world] as in `stances`. The four are shares of that likelihood;
    all 0 if it is 0 everywhere.
    Source: model.md "Partners and rivals".
    """
    total = float(weight.sum())
    if total <= 0:
        return (0.0, 0.0, 0.0, 0.0)
    against = weight * opposed
    spoils = float((against * spoiling[:, None]).sum()) / total
    opposed_only = float((against * (1 - spoiling[:, None])).sum()) / total
    gains = float((weight * ((effect > 0) & ~opposed)).sum()) / total
    # Summed by itself: what is left of one would be the rounding of the other two where nothing is lived with.
    lives = float((weight * ((effect <= 0) & ~opposed)).sum()) / total
    return (gains, lives, opposed_only, spoils)
