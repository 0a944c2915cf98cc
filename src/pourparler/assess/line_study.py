# SPDX-License-Identifier: Apache-2.0
"""Actors on a line, or a vote, studied alone: exact numbers in, one answer each out, without worlds."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.line_rows import (
    ActorRow,
    AgreementRow,
    ChallengeRow,
    LeverRow,
    LineStudy,
    ReachRow,
    ReadingRow,
    RoundRow,
    SettledRow,
    VotesStudy,
    VoteStudy,
)
from pourparler.assess.positions import ROUNDS
from pourparler.assess.power import PowerRow, power_row
from pourparler.assess.sentence import Sentence, sentence
from pourparler.engines.partners import (
    Levers,
    challenge_rounds,
    kalai_smorodinsky_on_line,
    levers,
    mean_shares,
    nash_on_line,
    settled_positions,
    shift_needed,
    weighted_mean_position,
    weighted_median_position,
    zone_on_line,
)
from pourparler.errors import EngineInputError
from pourparler.exchange import StatedInfluence, StatedLine, StatedVote, StatedVotes

Array = NDArray[np.float64]

#: Other readings of the challenge model, beside the one that reproduces the published table.
TURNED, LEAST_MOVE = "turned", "least_move"


class Unsettled(EngineInputError):
    """Positions that never settle under the influence that is stated."""


def study_line(
    stated: StatedLine,
    rounds: int = ROUNDS,
    quota: Fraction | None = None,
    vetoes: Sequence[str] = (),
    aim: str | None = None,
    influence: StatedInfluence | None = None,
) -> LineStudy:
    """Return what can be said of actors on a line. `aim` names the actor whose position is aimed at, `quota` and `vetoes` the
    vote.

    Votes count by the column of votes if there is one, else by capability; without a quota more than half of them decide.
    Raises `Unsettled` where positions never settle under `influence`, and `EngineInputError` for a quota out of reach.
    """
    position, capability, salience = (
        np.array([[float(getattr(actor, name)) for actor in stated.actors]]) for name in ("position", "capability", "salience")
    )
    weights = capability * salience
    mean, median = weighted_mean_position(position, weights), weighted_median_position(position, weights)
    power, why = _power_on(stated, quota, vetoes)
    return LineStudy(
        stated.title,
        stated.dimension,
        stated.dimensions,
        tuple(ActorRow(a.name, *map(float, (a.capability, a.position, a.salience))) for a in stated.actors),
        float(mean[0]),
        float(median[0]),
        _challenge(position, capability, salience, rounds),
        power,
        why,
        aim,
        _lever_rows(stated, position, capability, salience, aim),
        _agreement(stated, position, weights),
        None if influence is None else _settled(stated, influence, position, weights),
        stated,
    )


def study_vote(stated: StatedVote, quota: Fraction | None = None, vetoes: Sequence[str] = ()) -> VoteStudy:
    """Return the power of players in a vote; `quota` takes the place of the first rule's. `EngineInputError` as above."""
    rules = [
        (weights, quota if number == 0 and quota is not None else least) for number, (weights, least) in enumerate(stated.rules)
    ]
    found = power_row(stated.players, rules, [*stated.vetoes, *vetoes])
    same = {name: tuple(map(str, shares)) == getattr(found, name) for name, shares in stated.results.items()}
    return VoteStudy(stated.title, found, same)


def study_votes(stated: StatedVotes) -> VotesStudy:
    """Return the power of players in each of several votes. Raises `EngineInputError` that names the vote that is too large."""
    studied = []
    for vote in stated.votes:
        try:
            studied.append(study_vote(vote))
        except EngineInputError as error:
            raise EngineInputError(f"{vote.title}: {error}") from None
    return VotesStudy(stated.title, tuple(studied))


def _challenge(position: Array, capability: Array, salience: Array, rounds: int) -> ChallengeRow:
    found = challenge_rounds(position, capability, salience, rounds)
    told = tuple(
        RoundRow(
            float(found.mean[0, at]),
            float(found.median[0, at]),
            tuple(found.positions[0, at].tolist()),
            tuple(found.exponents[0, at].tolist()),
        )
        for at in range(rounds)
    )
    turned = challenge_rounds(-position, capability, salience, rounds)
    least = challenge_rounds(position, capability, salience, rounds, lowest=False)
    readings = (
        ReadingRow(TURNED, -float(turned.mean[0, -1]), -float(turned.median[0, -1])),
        ReadingRow(LEAST_MOVE, float(least.mean[0, -1]), float(least.median[0, -1])),
    )
    return ChallengeRow(told, readings)


def _power_on(stated: StatedLine, quota: Fraction | None, vetoes: Sequence[str]) -> tuple[PowerRow | None, Sentence | None]:
    """Return the power of actors on a line, or why there is none to tell; what is asked for and cannot be is an error."""
    weights = tuple(actor.capability if actor.votes is None else actor.votes for actor in stated.actors)
    if not sum(weights):
        return None, sentence("nobody has any votes or capability")
    try:
        return power_row([actor.name for actor in stated.actors], [(weights, quota)], vetoes), None
    except EngineInputError as error:
        if quota is not None:
            raise
        return None, sentence("{reason}", reason=error)


def _lever_rows(
    stated: StatedLine, position: Array, capability: Array, salience: Array, aim: str | None
) -> tuple[LeverRow, ...]:
    """Return the levers, those that move the mean most to the aim first; without an aim those that pull it most today."""
    names = [actor.name for actor in stated.actors]
    mean = weighted_mean_position(position, capability * salience)
    target = position[:, names.index(aim)] if aim is not None else mean
    ends = (position.min(axis=1), position.max(axis=1))
    on_mean, on_median = (
        levers(forecast, position, capability, salience, ends, target)
        for forecast in (weighted_mean_position, weighted_median_position)
    )
    shares = mean_shares(capability, salience)[0]
    needed = shift_needed(mean, target, shares[None])[0]
    rows = []
    for place, name in enumerate(names):
        if aim is None:
            gain = float(mean[0] - on_mean.without[0, place])
        else:
            gain = float(abs(target - mean)[0] - abs(target[0] - on_mean.joined[0, place]))
        move = float(needed[place]) if aim is not None and np.isfinite(needed[place]) else None
        both = (_reach(part, place, aim is not None) for part in (on_mean, on_median))
        rows.append(LeverRow(name, float(shares[place]), gain, move, *both))
    return tuple(sorted(rows, key=lambda row: (-(row.gain if aim is not None else abs(row.gain)), row.actor)))


def _reach(found: Levers, place: int, has_aim: bool) -> ReachRow:
    low, high, joined, without, full, doubled = (
        float(getattr(found, name)[0, place]) for name in ("low", "high", "joined", "without", "full", "doubled")
    )
    return ReachRow(low, high, joined if has_aim else None, without, full, doubled)


def _agreement(stated: StatedLine, position: Array, weights: Array) -> AgreementRow | None:
    """Return what bargaining on the line leads to; None unless it is stated what everybody expects without agreement."""
    expected = [actor.no_agreement for actor in stated.actors if actor.no_agreement is not None]
    if len(expected) < len(stated.actors):
        return None
    without = np.array([[float(answer) for answer in expected]])
    zone = zone_on_line(position, without)
    if not zone.exists[0]:
        return AgreementRow(None, None, None)
    nash, fair = nash_on_line(position, without, weights), kalai_smorodinsky_on_line(position, without)
    return AgreementRow((float(zone.low[0]), float(zone.high[0])), float(nash[0]), float(fair[0]))


def _settled(stated: StatedLine, influence: StatedInfluence, position: Array, weights: Array) -> SettledRow:
    names = [actor.name for actor in stated.actors]
    shares = np.array([[[float(influence.shares.get(on, {}).get(by, 0)) for by in names] for on in names]])
    found = settled_positions(position, shares)
    if not found.settles[0]:
        raise Unsettled("positions never settle: actors who keep nothing of their own pass their views round")
    mean, median = (forecast(found.positions, weights) for forecast in (weighted_mean_position, weighted_median_position))
    return SettledRow(tuple(found.positions[0].tolist()), float(mean[0]), float(median[0]))
