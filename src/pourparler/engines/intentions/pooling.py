# SPDX-License-Identifier: Apache-2.0
"""Several analysts: incoherent probabilities repaired, independent ones pooled, and how far they are from one another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: Probabilities that are typed in sum to one up to this.
ROUNDING = 1e-6


@dataclass(frozen=True)
class Repaired:
    """The nearest coherent probabilities, [..., hypothesis], and how far the stated ones lay from them, [...]."""

    probabilities: Array
    distance: Array


def nearest_coherent(stated: Array) -> Repaired:
    """Return the probabilities nearest to those stated that are not negative and sum to one.

    `stated` is [..., hypothesis], each 0 to 1, of exclusive and exhaustive hypotheses. Nearest by the square root of the sum of
    squares, which is the distance returned; coherent statements stay as they are, at distance 0. A large distance says that the
    judge should be asked again: repair cures arithmetic, not doubt.

    Raises EngineInputError for numbers outside 0 to 1 or for no hypothesis.
    Source: coherence approximation, Osherson & Vardi (2006); projection onto the simplex, Held, Wolfe & Crowder (1974), sec. 2.
    """
    if stated.ndim < 1 or not stated.shape[-1] or not ((stated >= 0) & (stated <= 1)).all():
        raise EngineInputError("probabilities lie between 0 and 1, one for each hypothesis")
    count = stated.shape[-1]
    ordered = -np.sort(-stated, axis=-1)
    over = (np.cumsum(ordered, axis=-1) - 1) / np.arange(1, count + 1)
    # The last place at which the value still exceeds what all before it must give up.
    last = (ordered > over).sum(axis=-1, keepdims=True) - 1
    taken = np.take_along_axis(over, last, axis=-1)
    nearest = np.maximum(stated - taken, 0)
    is_coherent = np.abs(stated.sum(axis=-1, keepdims=True) - 1) <= count * np.finfo(np.float64).eps
    nearest = np.where(is_coherent, stated, nearest)
    return Repaired(nearest, np.sqrt(((nearest - stated) ** 2).sum(axis=-1)))


def pooled(judgements: Array, extremizing: float | Array = 1.0, weights: Array | None = None) -> Array:
    """Return the geometric mean of the odds of several judges, as probabilities of exclusive and exhaustive hypotheses.

    `judgements` is [..., judge, hypothesis], each row summing to one; the result [..., hypothesis]. For two hypotheses it is
    the geometric mean of the odds; for more, the normalised geometric mean of the probabilities, which pools the odds of any
    two. `extremizing` above 1, one for all or one for each pool [...], raises the pooled odds to that power: it mends that
    each judge holds only part of what is known, so leave it at 1 where they share it. `weights` [judge], not negative, by
    default equal.

    A judge who is certain that a hypothesis is false rules it out for all. If judges rule out every hypothesis between them,
    pooling has no answer, and equal probabilities are *not* returned.

    Raises EngineInputError for rows that do not sum to one, an extremizing below 1, or judges who exclude everything.
    Source: logarithmic pool, Genest & Zidek (1986); extremizing, Satopaa et al. (2014), eq. 3; Baron et al. (2014).
    """
    if judgements.ndim < 2 or not judgements.shape[-2] or (judgements < 0).any():
        raise EngineInputError("judgements are probabilities, [judge, hypothesis]")
    if not np.allclose(judgements.sum(axis=-1), 1, rtol=0, atol=ROUNDING):
        raise EngineInputError("the probabilities of a judge sum to one; repair them first")
    power = np.asarray(extremizing, dtype=np.float64)
    if not (power >= 1).all():
        raise EngineInputError("extremizing makes a pool more extreme: it is 1 or more")
    each = np.ones(judgements.shape[-2]) if weights is None else weights
    if each.shape != judgements.shape[-2:-1] or (each < 0).any() or not each.any():
        raise EngineInputError("every judge needs a weight that is not negative, and somebody one above 0")
    counted = judgements[..., each > 0, :]
    with np.errstate(divide="ignore"):
        logs = (np.log(counted) * (each[each > 0] / each.sum())[:, None]).sum(axis=-2) * power[..., None]
    top = logs.max(axis=-1, keepdims=True)
    if np.isneginf(top).any():
        raise EngineInputError("between them the judges rule out every hypothesis")
    odds = np.exp(logs - top)
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))
