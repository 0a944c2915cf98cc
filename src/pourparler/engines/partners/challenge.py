# SPDX-License-Identifier: Apache-2.0
"""The expected-utility challenge model of Bueno de Mesquita, as others replicated it: who gives way to whom, round by round.

Methods note. The model is known from Bueno de Mesquita (1994, 1997) and from replications: Scholz, Calbert & Smith (2011, the
equations cited below), Eftekhari & Rahimi (2014). The code of the original was never published, and the papers leave open what
follows; readers who programmed them anew and published that found the same gaps. Chosen is each time what reproduces table 2 of
Scholz et al. (Q = 1): each mean is one of ours cut off or rounded after one decimal, each median one of ours cut off, but for
that of round 2. A public program that says it follows the authors' own code gives the same means to all its decimals.

- *Chance of success.* The support that others give to one of two positions is divided by the support at stake in all pairs of
  positions, not in that pair alone. Chances are then small, and the two of a pair do not sum to one; divided by that pair alone
  nobody ever leaves the middle of the published table.
- *Whose risk.* A voter weighs distances with its own risk exponent; an actor judges its rival's challenge with its own
  exponent, for it does not know the rival's.
- *What the risk exponent compares.* The danger an actor is in is set beside that of the other actors, not beside its danger at
  other positions (Bueno de Mesquita's wording allows both). Exponents are found anew each round, from exponents of 1.
- *Which offer is taken.* The papers say: the one that costs the least move. The table is reproduced only if confrontations go
  before compromises before submissions, and if of several compromises that one is taken whose middle, weighted by the two
  expected utilities, lies lowest on the scale, as in that program. So the published model is not the same when the scale is
  read from its other end; `lowest=False` takes the least move instead, which is.
- *Ties.* Several offers that are equally good are not told apart by the order of the actors: the actor moves to their average.
- *Q and T.* With Q = 1 rivals are taken to stay where they are unless challenged, and T plays no part. Other values of Q are
  not offered: nothing published says what they would be.
- *When it ends.* No rule is published that stops the rounds; their number is an argument.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.partners.positions import weighted_mean_position, weighted_median_position
from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Expected utilities, and costs of offers, are told apart beyond this: sums round.
SAME = 1e-9
#: Actors nearer than this part of the scale stand together: they close in on each other so fast that rounding would decide.
TOGETHER = 1e-6
#: Utilities run from -2 to 2: 2 - 4 times a loss between 0 and 1 (Scholz et al., section 3).
SPAN_OF_UTILITY = 4.0
#: The risk exponent is (1 - R/3) / (1 + R/3), so that it runs from 1/2 to 2 (Scholz et al., section 5).
RISK_DIVISOR = 3.0
#: Worlds are taken in parts of at most so many votes of all actors on all pairs of positions: 64 MiB each.
MOST_VOTES = 8_000_000


@dataclass(frozen=True)
class Challenge:
    """What each round leads to: `positions` and risk `exponents` [world, round, party], `mean` and `median` [world, round].

    The first round stands at index 0: its positions are those after one round of challenges. An exponent above 1 is averse to
    risk, one below 1 accepts it; it is that with which the actor entered the round's challenges.
    """

    positions: Array
    exponents: Array
    mean: Array
    median: Array


def challenge_rounds(positions: Array, capability: Array, salience: Array, rounds: int, *, lowest: bool = True) -> Challenge:
    """Run the challenge model for some rounds on positions, capability and salience, [world, party] each.

    `salience` lies in 0..1: it is the chance that a challenged actor resists. `capability` is not negative, in any unit. With
    `lowest` compromises are chosen as the published table requires, without it by the least move (see the methods note).

    Read the last rounds as one forecast among others: where it was compared, the weighted mean came nearer (docs/explanation).
    Do not trust it where few actors differ, where a small change of a number changes the course of the rounds, or where the
    same scale read from its other end gives another answer.

    Raises EngineInputError for shapes that differ, no party, negative capability, salience outside 0..1, or fewer than 1 round.
    Source: Scholz, Calbert & Smith (2011), sections 2 to 6 and appendix; Bueno de Mesquita (1994), ch. 4.
    """
    _refuse(positions, capability, salience, rounds)
    worlds, parties = positions.shape
    part = max(1, MOST_VOTES // (parties * parties * parties))
    parts = [slice(start, start + part) for start in range(0, worlds, part)]
    runs = [_run(positions[some], capability[some], salience[some], rounds, lowest) for some in parts]
    moved, exponents = (np.concatenate([run[place] for run in runs]) for place in (0, 1))
    weights = capability * salience
    mean, median = (
        np.stack([forecast(moved[:, at], weights) for at in range(rounds)], axis=1)
        for forecast in (weighted_mean_position, weighted_median_position)
    )
    return Challenge(moved, exponents, mean, median)


def _refuse(positions: Array, capability: Array, salience: Array, rounds: int) -> None:
    if positions.ndim != 2 or not positions.shape[1] or len({positions.shape, capability.shape, salience.shape}) > 1:
        raise EngineInputError("positions, capability and salience need the same shape, with at least one party")
    if np.any(capability < 0):
        raise EngineInputError("capability must not be negative")
    if np.any((salience < 0) | (salience > 1)):
        raise EngineInputError("salience must lie between 0 and 1: it is the chance of resisting a challenge")
    if rounds < 1:
        raise EngineInputError("at least one round is needed")


def _run(positions: Array, capability: Array, salience: Array, rounds: int, lowest: bool) -> tuple[Array, Array]:
    """Return positions and exponents after every round, [world, round, party]; inside, the scale is 0 to 1."""
    start = positions.min(axis=1, keepdims=True)
    span = positions.max(axis=1, keepdims=True) - start
    span = np.where(span > 0, span, 1)
    places, weights = (positions - start) / span, capability * salience
    moved, used = [], []
    for _ in range(rounds):
        exponents = _risk_exponents(places, weights, salience)
        own, rival = _expected_utilities(places, weights, salience, exponents)
        places = _after_offers(places, own, rival, lowest)
        moved.append(start + places * span)
        used.append(exponents)
    return np.stack(moved, axis=1), np.stack(used, axis=1)


def _expected_utilities(places: Array, weights: Array, salience: Array, exponents: Array) -> tuple[Array, Array]:
    """Return what i gains by challenging j, and what i believes j gains by challenging i, [world, i, j] each."""
    apart = np.abs(places[:, :, None] - places[:, None, :])
    chance = _chances(apart, weights, exponents)
    power = exponents[:, :, None]
    half = 1 / 2
    success = 2 - SPAN_OF_UTILITY * (half - half * np.minimum(apart, 1)) ** power
    failure = 2 - SPAN_OF_UTILITY * (half + half * np.minimum(apart, 1)) ** power
    stays = 2 - SPAN_OF_UTILITY * half**power

    def gain(wins: Array, resists: Array) -> Array:
        return resists * (wins * success + (1 - wins) * failure) + (1 - resists) * success - stays

    return gain(chance, salience[:, None, :]), gain(chance.transpose(0, 2, 1), salience[:, :, None])


def _chances(apart: Array, weights: Array, exponents: Array) -> Array:
    """Return the chance that i prevails over j, [world, i, j]: support for i in that pair by all support in all pairs."""
    felt = weights[:, :, None] * apart ** exponents[:, :, None]
    support = felt[:, :, None, :] - felt[:, :, :, None]
    behind = np.maximum(support, 0, out=support).sum(axis=1)
    # What is for one of a pair is against the other: all support is that behind either, in every pair both ways.
    at_stake = 2 * behind.sum(axis=(1, 2))[:, None, None]
    return np.asarray(behind / np.where(at_stake > 0, at_stake, 1))


def _risk_exponents(places: Array, weights: Array, salience: Array) -> Array:
    """Return the exponent of each actor: the less the others would gain by challenging it, the more averse to risk it is."""
    own, _ = _expected_utilities(places, weights, salience, np.ones_like(places))
    danger = own.sum(axis=1)  # no actor challenges itself: the diagonal is 0
    most, least = danger.max(axis=1, keepdims=True), danger.min(axis=1, keepdims=True)
    differ = most - least > SAME
    acceptance = np.where(differ, (2 * danger - most - least) / np.where(differ, most - least, 1), 0)
    return (1 - acceptance / RISK_DIVISOR) / (1 + acceptance / RISK_DIVISOR)


def _after_offers(places: Array, own: Array, rival: Array, lowest: bool) -> Array:
    """Return where each actor goes: to the best offer of the first kind of which it gets any, else it stays."""
    here, there = np.broadcast_to(places[:, :, None], own.shape), np.broadcast_to(places[:, None, :], own.shape)
    is_offer = (np.abs(here - there) > TOGETHER) & (rival > SAME)
    concedes = is_offer & (own < -SAME)
    confronted = is_offer & (own > SAME) & (rival > own + SAME)
    compromises, submits = concedes & (rival > -own), concedes & (rival <= -own)
    given = np.abs(own) / np.where(is_offer, rival, 1)
    middle = here + (there - here) * np.minimum(given, 1)
    total = np.abs(own) + np.abs(rival)
    weighted = (np.abs(own) * here + np.abs(rival) * there) / np.where(total > 0, total, 1)
    least_move = np.abs(there - here)
    out, open_ = places, np.ones(places.shape, dtype=np.bool_)
    for kind, target, cost in (
        (confronted, there, least_move),
        (compromises, middle, weighted if lowest else np.abs(middle - here)),
        (submits, there, least_move),
    ):
        chosen = _best(kind, cost)
        count = chosen.sum(axis=2)
        goes = (chosen * target).sum(axis=2) / np.maximum(count, 1)
        out = np.where(open_ & (count > 0), goes, out)
        open_ &= count == 0
    return out


def _best(kind: Mask, cost: Array) -> Mask:
    """Return which offers of a kind cost each actor the least, all of them where several do."""
    known = np.where(kind, cost, np.inf)
    return np.asarray(kind & (known <= known.min(axis=2, keepdims=True) + SAME))
