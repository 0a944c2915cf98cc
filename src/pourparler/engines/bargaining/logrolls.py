# SPDX-License-Identifier: Apache-2.0
"""Logrolls: pairs of opposite moves on two issues that help both sides together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining.additive import Additive, Combination
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Step = tuple[int, int]
"""An issue and the option it moves to."""

#: So many are given unless asked otherwise: more than anybody reads, fewer than a table of many issues holds.
MOST_LOGROLLS = 12


@dataclass(frozen=True)
class Logroll:
    """A pair of steps from a reference package: `get` is the one that we gain by and they lose by, `give` the other.

    `own` and `other` [world] are what both steps together are worth to each side in the units of the values, averaged over
    what is believed; `both` is the probability, over worlds and beliefs, that both sides gain.
    """

    get: Step
    give: Step
    own: Array
    other: Array
    both: float


def value_of_change(quantity: Additive, reference: Sequence[int], steps: Sequence[Step]) -> Array:
    """Return what taking some steps together adds to a quantity at a reference package, [world or 1, type or 1].

    `reference` holds an option for every issue. What combinations add counts where the steps complete one, and is lost where
    they break one up. Raises EngineInputError for two steps on one issue.
    Source: additive value model with interactions, Keeney & Raiffa (1976).
    """
    target = dict(enumerate(reference))
    target.update(dict(steps))
    if len(dict(steps)) != len(steps):
        raise EngineInputError("two steps on one issue")
    total: Array = np.zeros((1, 1))
    for issue, option in steps:
        part = quantity.parts[issue]
        total = total + part[..., option] - part[..., reference[issue]]
    for combination, amount in quantity.together:
        now = all(reference[issue] == option for issue, option in combination.items())
        then = all(target[issue] == option for issue, option in combination.items())
        if now != then:
            total = total + amount * (int(then) - int(now))
    return total


def logrolls(
    own: Additive,
    other: Additive,
    reference: Sequence[int],
    weight: Array,
    barred: Sequence[Combination] = (),
    most: int = MOST_LOGROLLS,
) -> tuple[Logroll, ...]:
    """Return the pairs of opposite moves that help both sides on average, best first, at most `most` of them.

    `weight` [world, type] are beliefs, types being those by which the quantities are given, and sums to 1 in every world.
    `reference` is a package as one option per issue: what is in force today, or an agreement in sight. A pair counts if one
    step is, taken alone and on average, a gain to us and a loss to them, the other the reverse, both together a gain to each
    side, and the package they lead to holds nothing that is barred. They are sorted by the product of the two average gains,
    which no change of either scale moves; pairs that tie stand in the order of issues and options.

    Read a logroll as the smallest trade there is; several of them on different issues can be put together where no combination
    ties the issues. From an efficient package there is none.

    Raises EngineInputError for a reference of another number of issues, or an option that is not there.
    Source: logrolling, Froman & Cohen (1970), Behavioral Science 15, 180-183; Raiffa (1982), ch. 11.
    """
    counts = own.option_counts
    if len(reference) != len(counts) or not all(0 <= o < n for o, n in zip(reference, counts, strict=True)):
        raise EngineInputError("a reference needs one option of every issue")
    steps = [(i, o) for i, count in enumerate(counts) for o in range(count) if o != reference[i]]
    alone = {step: [_mean(value_of_change(party, reference, [step]), weight) for party in (own, other)] for step in steps}
    found = []
    for first, second in combinations(steps, 2):
        if first[0] == second[0]:
            continue
        for get, give in ((first, second), (second, first)):
            (gain, loss), (cost, worth) = alone[get], alone[give]
            if gain > 0 > loss and cost < 0 < worth and _is_open(reference, (get, give), barred):
                together = [_mean(value_of_change(party, reference, (get, give)), weight) for party in (own, other)]
                if min(together) > 0:
                    found.append((together[0] * together[1], get, give))
    found.sort(key=lambda pair: -pair[0])
    return tuple(_logroll(own, other, reference, weight, get, give) for _, get, give in found[:most])


def _logroll(own: Additive, other: Additive, reference: Sequence[int], weight: Array, get: Step, give: Step) -> Logroll:
    gains = [np.broadcast_to(value_of_change(party, reference, (get, give)), weight.shape) for party in (own, other)]
    both = float((weight * ((gains[0] > 0) & (gains[1] > 0))).sum(axis=1).mean())
    by_world = [believed(gain, weight) for gain in gains]
    return Logroll(get, give, by_world[0], by_world[1], both)


def believed(values: Array, weight: Array) -> Array:
    """Return the average over beliefs, [world], of values [world or 1, type or 1]; exact where no type differs.

    Source: definition.
    """
    every = np.broadcast_to(values, weight.shape)
    return np.asarray(every[:, 0] if (every == every[:, :1]).all() else (weight * every).sum(axis=1))


def _is_open(reference: Sequence[int], steps: Sequence[Step], barred: Sequence[Combination]) -> bool:
    target = dict(enumerate(reference)) | dict(steps)
    return not any(c and all(target[issue] == option for issue, option in c.items()) for c in barred)


def _mean(change: Array, weight: Array) -> float:
    """Return the average over worlds and beliefs."""
    return float(believed(change, weight).mean())
