# SPDX-License-Identifier: Apache-2.0
"""A suggested mandate: opening, target and floor, chosen under what is believed and not under what is true."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.packages import Grid
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: An opening must be acceptable to some type at least so often: an even chance, so that it can be defended as meant.
OPENING_CHANCE = 0.5
#: A type counts for the opening only if it is believed at least so far: one that is all but ruled out is nobody to open for.
LEAST_BELIEVED = 0.05
#: The floor is worth at least our no-deal value in so many of the worlds (model.md "Ranking": the share that settles an order).
FLOOR_SHARE = 0.95
#: Values that differ by less tie: beyond that stands the rounding of sums.
TIE_DECIMALS = 9


@dataclass(frozen=True)
class Offers:
    """What offering a package, once and for good, leads to.

    `accepted` [package] is the probability that the other side is not worse off with it than without a deal, `by_type` [type,
    package] the same given each type; `value` [package] what we can expect of the offer: its value to us where it is accepted,
    our no-deal value where it is not. `worth` [package] is our average value of the package, and `safe` [package] the share of
    worlds and beliefs in which that is not less than no deal. Values are in the units in which they were given.
    """

    accepted: Array
    by_type: Array
    value: Array
    worth: Array
    safe: Array


@dataclass(frozen=True)
class SuggestedMandate:
    """Places of candidates: those that tie stand together, and none where no candidate will do, which is a finding."""

    opening: tuple[int, ...]
    target: tuple[int, ...]
    floor: tuple[int, ...]


def offers(
    own: Grid,
    other: Grid,
    own_no_deal: Grid,
    other_no_deal: Grid,
    weight: Array,
    passed: NDArray[np.bool_] | None = None,
) -> Offers:
    """Return what each candidate leads to as an offer that is taken or left.

    Values are [world, type, package], no-deal values and beliefs (`weight`, summing to 1 in every world) [world, type]; own
    values may have one type where they do not vary with it. The offer is the same in every world and to every type, and each
    answers by its own no-deal value: what one learns of the type beforehand is then worth something. One offer that is taken
    or left is the least that bargaining brings; concessions that follow a refusal can only add to it, if the other side does
    not wait for them.

    Where others have to consent, `passed` [world or 1, type or 1, package] says what they let pass; the rest counts as refused.

    Do not trust `accepted` as a forecast: who may refuse in the hope of more, often does.
    Raises EngineInputError where packages differ in number.
    Source: take-it-or-leave-it offers under incomplete information, e.g. Fudenberg & Tirole (1991), ch. 10; model.md
    "Bargaining".
    """
    if own.shape[-1] != other.shape[-1]:
        raise EngineInputError("both parties need values of the same packages")
    shape = (*weight.shape, own.shape[-1])
    takes = np.broadcast_to(other >= other_no_deal[..., None], shape)
    takes = takes if passed is None else takes & passed
    mass = weight.sum(axis=0)
    held = np.einsum("wt,wtp->tp", weight, takes.astype(np.float64))
    by_type = held / np.where(mass > 0, mass, 1)[:, None]
    gain = np.broadcast_to(own - own_no_deal[..., None], shape)
    keeps = np.einsum("wt,wtp->p", weight, (gain >= 0).astype(np.float64)) / len(weight)
    brought = np.einsum("wt,wtp->p", weight, np.where(takes, gain, 0).astype(np.float64)) / len(weight)
    no_deal = float((weight * own_no_deal).sum() / len(weight))
    worth = np.einsum("wt,wtp->p", weight, gain.astype(np.float64)) / len(weight) + no_deal
    return Offers(held.sum(axis=0) / len(weight), by_type, brought + no_deal, worth, keeps)


def suggested_mandate(found: Offers, belief: Array, other_worth: Array) -> SuggestedMandate:
    """Return an opening, a target and a floor among candidates; `belief` [type] is what is believed on average over worlds.

    - Opening: of the packages that some type, believed to 5 % at least, would accept with an even chance, the one worth most
      to us.
    - Target: the package whose offer, taken or left, we can expect most of.
    - Floor: of the packages that are worth no less to us than no deal in 95 % of worlds and beliefs, the one worth least to us
      that is not worth less to us than another such package without being worth more to them: the farthest that one can go.

    `other_worth` [package] is the other side's average value. Of packages that tie the one worth more to the other side is
    taken, and what still ties is returned whole. The three are chosen separately; where the target is worth less to us than
    the floor, the uncertainty about our own no-deal value, and not the other side, is what limits the talks.

    Raises EngineInputError where the lengths do not agree.
    Source: this project's rule; model.md "Bargaining", what we offer.
    """
    if len(belief) != len(found.by_type) or len(other_worth) != len(found.worth):
        raise EngineInputError("beliefs and values must be those of the offers")
    counts = belief >= LEAST_BELIEVED
    most = found.by_type[counts].max(axis=0, initial=0)
    opening = _best(np.where(most >= OPENING_CHANCE, found.worth, -np.inf), other_worth)
    target = _best(np.where(found.accepted > 0, found.value, -np.inf), other_worth)
    safe = found.safe >= FLOOR_SHARE
    floor = _best(np.where(safe & _undominated(found.worth, other_worth, safe), -found.worth, -np.inf), other_worth)
    return SuggestedMandate(opening, target, floor)


def _undominated(own: Array, other: Array, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which packages no package of `among` betters for one side without loss to the other, by averages."""
    own, other = np.round(own, TIE_DECIMALS), np.round(other, TIE_DECIMALS)
    no_less = (own[None, :] >= own[:, None]) & (other[None, :] >= other[:, None])
    more = (own[None, :] > own[:, None]) | (other[None, :] > other[:, None])
    return np.asarray(~(no_less & more & among[None, :]).any(axis=1))


def _best(score: Array, then: Array) -> tuple[int, ...]:
    """Return all with the highest score, of these the highest by `then`; none if no score is finite."""
    if not len(score) or np.isneginf(score.max()):
        return ()
    level = np.round(score, TIE_DECIMALS)
    second = np.where(level == level.max(), np.round(then, TIE_DECIMALS), -np.inf)
    return tuple(int(place) for place in np.flatnonzero(second == second.max()))
