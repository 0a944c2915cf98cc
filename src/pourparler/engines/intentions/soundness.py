# SPDX-License-Identifier: Apache-2.0
"""How a report loses weight on its way: relays as hit and false-alarm rates, and chains of graded links."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]


def relay_rates(links: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """Return the hit and false-alarm rate of a whole chain of relays.

    `links` runs from the origin to the reader; each link is (hit, false alarm): the chance that it reports "yes" when it
    was told "yes", and when it was told "no"; arrays [world], 0 to 1. Composition: h = h2 h1 + f2 (1 - h1) and
    f = h2 f1 + f2 (1 - f1). A chain is never better than its worst link. Do not use it where a relay adds knowledge of
    its own, or where links share an interest: they are taken as independent given what they were told.

    Raises EngineInputError for an empty chain.
    Source: Schum (1994), cascaded inference; two-stage hearsay.
    """
    if not links:
        raise EngineInputError("a chain of relays needs at least one link")
    hit, false_alarm = links[0]
    for next_hit, next_false in links[1:]:
        # The same as in the docstring, written so that rounding never puts a false-alarm rate above its hit rate.
        gap = next_hit - next_false
        hit, false_alarm = next_false + gap * hit, next_false + gap * false_alarm
    return hit, false_alarm


def relay_soundness(hit: Array, false_alarm: Array) -> tuple[Array, Array]:
    """Restate a relay as a source that is sound or empty: P(sound) = h - f, empty rate f / (1 - h + f).

    Arrays [world], with f <= h. Where the relay is perfect (h - f = 1) the empty rate has no meaning and is 0. The pair
    gives the same likelihoods as the relay: (h - f) l + f for a report whose sound likelihood is l.

    Raises EngineInputError where f > h: such a relay inverts what it is told, which the two states cannot express.
    Source: Schum (1994); algebra in docs/reference/notation.md.
    """
    if np.any(false_alarm > hit):
        raise EngineInputError("a relay whose false-alarm rate exceeds its hit rate inverts its reports")
    sound = hit - false_alarm
    # Not 1 - sound, which loses the digits of a small rate: the quotient must stay a probability.
    unsound = (1 - hit) + false_alarm
    rate = np.divide(false_alarm, unsound, out=np.zeros_like(false_alarm), where=unsound > 0)
    return sound, rate


def fading(age: float, half_life: Array) -> Array:
    """Return how likely it is that a claim of some age still holds, [world]: it halves with every half-life.

    A half-life of 0 leaves nothing of a claim that is older than today. Do not use it unasked: that nothing has been heard
    since is no evidence against a claim unless somebody says how long such claims last.

    Source: exponential decay; that claims decay so is an assumption of the case.
    """
    if age <= 0:
        return np.ones_like(half_life)
    halvings = np.divide(age, half_life, out=np.full_like(half_life, np.inf), where=half_life > 0)
    return np.asarray(np.exp2(-halvings))


def chained_soundness(links: Sequence[Array]) -> Array:
    """Return P(sound, empty, deceptive) of a chain of graded links, an array [world, 3].

    Each link is an array [world, 3] that sums to one over its last axis. The chain is sound only if every link is; it is
    deceptive if any link that the report passes deceives; otherwise it is empty. A second link never adds weight.

    Raises EngineInputError for an empty chain.
    Source: this project; the sound branch is the product rule of independent links (Schum 1994).
    """
    if not links:
        raise EngineInputError("a chain of links needs at least one link")
    sound = np.prod([link[:, 0] for link in links], axis=0)
    honest = np.prod([1 - link[:, 2] for link in links], axis=0)
    # Where no link is empty the difference is nought, and rounding must not make it a negative probability.
    return np.stack([sound, np.maximum(0, honest - sound), 1 - honest], axis=1)
