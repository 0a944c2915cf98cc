# SPDX-License-Identifier: Apache-2.0
"""The concession ladder: what each step away from a reference costs us, what it is worth to them, and which to give first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]

#: What a step is: it costs us and helps them; it helps them at no cost; it helps us alone, or nobody; it costs us for nothing.
GIVE: Final = "give"
FREE: Final = "free"
GET: Final = "get"
WASTE: Final = "waste"
#: Angles that differ by less are the same exchange ratio: beyond that stands the rounding of floating-point numbers.
ANGLE_DECIMALS = 12
#: The shares of the worlds between which a ratio is reported: a 90 % interval (model.md "Worlds").
RANGE_SHARES = (0.05, 0.95)


@dataclass(frozen=True)
class Ladder:
    """Steps, each a rung, by what they are worth to the other side per point that they cost us.

    `cost` and `worth` are [world, step] in the points of either side. `kinds` says per step what it is in at least `share` of
    the worlds, None where no kind is: not determined. `order` lists the steps, best exchange first; `ahead` [step, step] is the
    share of paired worlds in which the first step of a pair is the better exchange.
    """

    cost: Array
    worth: Array
    kinds: tuple[str | None, ...]
    order: tuple[int, ...]
    ahead: Array
    share: float

    def is_settled(self, first: int, second: int) -> bool:
        """Return whether one step is the better exchange in enough paired worlds. Source: model.md "Ranking"."""
        return bool(self.ahead[first, second] >= self.share)

    def levels(self, steps: Sequence[int]) -> tuple[tuple[int, ...], ...]:
        """Return the steps of `steps` in levels, best exchange first: all of the order that is determined, and no more.

        No step of a level is settled to be better than another of it, and each step below the first level has one in the
        level above it that is. Within a level steps stand in the order of the ladder, which is then no advice.
        Source: model.md "Ranking"; the levels of a partial order.
        """
        left = [step for step in self.order if step in steps]
        out = []
        while left:
            # That settled pairs run in a circle takes twenty steps or more; those that do share a level.
            top = [step for step in left if not any(self.is_settled(other, step) for other in left)] or left
            out.append(tuple(top))
            left = [step for step in left if step not in top]
        return tuple(out)

    def ratio(self, step: int) -> tuple[float, float, float]:
        """Return their worth per point of our cost: of the averages, and its 5 % and 95 % points over worlds.

        Infinite where the step costs us nothing and helps them; minus infinity where it helps them not and costs us nothing.
        Source: exchange ratio of a concession, definition; points are on two scales, so that only ratios compare.
        """
        every = np.sort(_ratio(self.cost[:, step], self.worth[:, step]))
        low, high = (every[int(share * (len(every) - 1))] for share in RANGE_SHARES)
        mean = _ratio(self.cost[:, [step]].mean(axis=0), self.worth[:, [step]].mean(axis=0))[0]
        return float(mean), float(low), float(high)


def concession_ladder(cost: Array, worth: Array, share: float) -> Ladder:
    """Return the ladder of steps from what each costs us and is worth to them, [world, step] in points, and a share of worlds.

    Both are meant as averages over what is believed of the other side in each world, since one order of giving is chosen for
    all types. In a world a step is a better exchange than another if it is worth more to them per point of our cost; what
    costs nothing comes first, the more so the more it brings us beside what it brings them; what is worth nothing to them
    comes last. Read rungs whose order is not settled as of one height. `order` sorts by how often a step is ahead of the
    others, on average; steps that tie in that stand in the order given.

    With the two arrays exchanged and both signs turned it is the ladder of what to ask: what brings us most per point that it
    costs them. Do not trust ratios where the value of one step hangs on another issue: a step is looked at alone.

    Raises EngineInputError for shapes that differ, no world, or a share that is not above one half and at most 1.
    Source: Raiffa (1982), ch. 11 (trade-offs of different worth to the two sides); model.md "Ranking" for the order.
    """
    if cost.shape != worth.shape or cost.ndim != 2 or not len(cost):
        raise EngineInputError("costs and worths need one shape, worlds by steps, and at least one world")
    if not 1 / 2 < share <= 1:
        raise EngineInputError("the share of worlds must lie above one half and not above 1")
    height = _height(cost, worth)
    steps = cost.shape[1]
    ahead = np.zeros((steps, steps))
    for step in range(steps):
        ahead[step] = (height[:, [step]] > height).mean(axis=0)
    # What is ahead as often as it is behind is neither better nor worse.
    standing = np.round((ahead - ahead.T).sum(axis=1), ANGLE_DECIMALS)
    order = tuple(int(step) for step in np.argsort(-standing, kind="stable"))
    return Ladder(cost, worth, _kinds(cost, worth, share), order, ahead, share)


def _height(cost: Array, worth: Array) -> Array:
    """Return what rises with the exchange ratio: the angle of (cost, worth), lowest for what costs and helps nobody."""
    angle = np.round(np.arctan2(worth, cost), ANGLE_DECIMALS)
    return np.where((cost <= 0) & (worth <= 0), -np.pi, angle)


def _ratio(cost: Array, worth: Array) -> Array:
    free = np.where(worth > 0, np.inf, -np.inf)
    return np.where(cost > 0, worth / np.where(cost > 0, cost, 1), free)


def _kinds(cost: Array, worth: Array, share: float) -> tuple[str | None, ...]:
    costs, helps = cost > 0, worth > 0
    each = {GIVE: costs & helps, FREE: ~costs & helps, GET: ~costs & ~helps, WASTE: costs & ~helps}
    held = {kind: of.mean(axis=0) >= share for kind, of in each.items()}
    return tuple(next((kind for kind in each if held[kind][step]), None) for step in range(cost.shape[1]))
