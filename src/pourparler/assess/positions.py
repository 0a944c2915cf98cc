# SPDX-License-Identifier: Apache-2.0
"""Joint positions of a case as rows: forecasts over worlds, who could move them, agreement on the line, power in a vote."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.power import PowerRow, power_row
from pourparler.assess.spread import Spread, spread, stated
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, Positions
from pourparler.engines.partners import (
    challenge_rounds,
    kalai_smorodinsky_on_line,
    levers,
    mean_shares,
    nash_on_line,
    weighted_mean_position,
    weighted_median_position,
    zone_on_line,
)
from pourparler.quantity import AMOUNT, SALIENCE, WEIGHT

Array = NDArray[np.float64]

#: So many rounds of challenges are run unless somebody asks for another number: two more than the published table has.
ROUNDS = 10
#: The challenge model is run in so many of the worlds that in a round this many votes, of every party on every pair of parties,
#: are counted: all of 2,000 worlds for up to seven parties. A second opinion is to cost little, under a second.
CHALLENGED_VOTES = 1_000_000
#: A zone narrower than this part of the numbers it lies among is a point: sums round.
ROUNDING = 1e-9


@dataclass(frozen=True)
class MedianRow:
    """What the median becomes with a party at the `low` and the `high` end of all positions, `joined` to us, and `without` it.

    Wherever the party stands, the median lies between the first two. `joined` is None where our side has no position here.
    """

    low: Spread
    high: Spread
    joined: Spread | None
    without: Spread


@dataclass(frozen=True)
class StandRow:
    """A party on the line, and what the mean does per unit of its move (`share`), if it joins us, stays out, or cares fully.

    `gain` is by how much the mean comes nearer to our position if the party takes it; None where our side has no position here.
    `median` is what its moves do to the median.
    """

    party: str
    position: Spread
    salience: Spread
    capability: Spread
    share: Spread
    gain: Spread | None
    without: Spread
    full_salience: Spread
    median: MedianRow


@dataclass(frozen=True)
class OpenRow:
    """The challenge model after its last round: as the published table has it, and if everybody takes the least move."""

    rounds: int
    worlds: int
    mean: Spread
    median: Spread
    least_move_mean: Spread
    least_move_median: Spread


@dataclass(frozen=True)
class MeetingRow:
    """Bargaining on the line: how likely an answer is that all prefer to no agreement, and two solutions where there is one."""

    zone_probability: float
    nash: Spread | None
    kalai_smorodinsky: Spread | None


@dataclass(frozen=True)
class PositionRow:
    """Forecasts of a joint position on a one-dimensional question, who could move them, and who has power in a vote on it."""

    question: str
    asked: str | None
    scale: tuple[float, float] | None
    mean: Spread
    median: Spread
    challenge: OpenRow
    parties: tuple[StandRow, ...]
    agreement: MeetingRow | None
    power: PowerRow | None


@dataclass(frozen=True)
class _Line:
    """What is drawn of a question, [world, party] each; salience from 0 to 1."""

    parties: tuple[str, ...]
    position: Array
    capability: Array
    salience: Array


def position_rows(case: Case, worlds: Worlds) -> tuple[PositionRow, ...]:
    """Return a row for every question on which somebody's position, salience and capability are known."""
    rows = []
    for question in sorted(case.positions):
        asked = case.positions[question]
        line = _drawn(asked, worlds, question)
        if line is not None:
            rows.append(_row(case, worlds, question, asked, line))
    return tuple(rows)


def _drawn(asked: Positions, worlds: Worlds, question: str) -> _Line | None:
    columns: dict[str, tuple[Array, Array, Array]] = {}
    for party in sorted(asked.of):
        at, path = asked.of[party], ("positions", question, "of", party)
        try:
            columns[party] = (
                worlds.draw((*path, "position"), at.position, AMOUNT),
                worlds.draw((*path, "capability"), at.capability, WEIGHT),
                worlds.draw((*path, "salience"), at.salience, SALIENCE),
            )
        except Missing:
            continue
    if not columns:
        return None
    position, capability, salience = (np.stack(part, axis=1) for part in zip(*columns.values(), strict=True))
    # All of them shares of one, by the upper ends of their ranges, or all of them out of a hundred.
    whole = 1.0 if all(spread(column).high <= 1 for column in salience.T) else SALIENCE.high
    return _Line(tuple(columns), position, capability, np.minimum(salience / whole, 1))


def _row(case: Case, worlds: Worlds, question: str, asked: Positions, line: _Line) -> PositionRow:
    weights = line.capability * line.salience
    low, high = (stated(end, AMOUNT) for end in asked.scale or (None, None))
    return PositionRow(
        question,
        asked.asked,
        (low.mean, high.mean) if low is not None and high is not None else None,
        spread(weighted_mean_position(line.position, weights)),
        spread(weighted_median_position(line.position, weights)),
        _challenge(line),
        _stands(case, line),
        _meeting(worlds, question, asked, line, weights),
        _vote(asked),
    )


def _challenge(line: _Line) -> OpenRow:
    parties = len(line.parties)
    some = slice(0, max(1, CHALLENGED_VOTES // (parties * parties * parties)))
    parts = line.position[some], line.capability[some], line.salience[some]
    found, least = (challenge_rounds(*parts, ROUNDS, lowest=lowest) for lowest in (True, False))
    ends = (spread(each[:, -1]) for each in (found.mean, found.median, least.mean, least.median))
    return OpenRow(ROUNDS, len(parts[0]), *ends)


def _stands(case: Case, line: _Line) -> tuple[StandRow, ...]:
    """Return what each party would do to the mean, those first whose joining us would bring it nearest."""
    own = next((at for at, party in enumerate(line.parties) if party == seats(case)[0]), None)
    mean = weighted_mean_position(line.position, line.capability * line.salience)
    target = mean if own is None else line.position[:, own]
    ends = (line.position.min(axis=1), line.position.max(axis=1))
    found, median = (
        levers(forecast, line.position, line.capability, line.salience, ends, target)
        for forecast in (weighted_mean_position, weighted_median_position)
    )
    shares = mean_shares(line.capability, line.salience)
    nearer = np.abs(target - mean)[:, None] - np.abs(target[:, None] - found.joined)
    rows = [
        StandRow(
            party,
            spread(line.position[:, at]),
            spread(line.salience[:, at]),
            spread(line.capability[:, at]),
            spread(shares[:, at]),
            None if own is None else spread(nearer[:, at]),
            spread(found.without[:, at]),
            spread(found.full[:, at]),
            MedianRow(
                spread(median.low[:, at]),
                spread(median.high[:, at]),
                None if own is None else spread(median.joined[:, at]),
                spread(median.without[:, at]),
            ),
        )
        for at, party in enumerate(line.parties)
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.gain.mean if row.gain is not None else row.share.mean), row.party)))


def _meeting(worlds: Worlds, question: str, asked: Positions, line: _Line, weights: Array) -> MeetingRow | None:
    """Return what bargaining leads to, given the answer that is expected without agreement; None where none is stated."""
    if asked.no_agreement is None:
        return None
    try:
        answer = worlds.draw(("positions", question, "no_agreement"), asked.no_agreement, AMOUNT)
    except Missing:
        return None
    without = np.broadcast_to(answer[:, None], line.position.shape)
    zone = zone_on_line(line.position, without)
    # What comes about anyway is always in the zone: that alone is nothing to agree on.
    there = zone.high - zone.low > ROUNDING * (1 + np.abs(answer))
    if not there.any():
        return MeetingRow(0.0, None, None)
    places, expected = line.position[there], without[there]
    nash, fair = nash_on_line(places, expected, weights[there]), kalai_smorodinsky_on_line(places, expected)
    return MeetingRow(float(there.mean()), spread(nash), spread(fair))


def _vote(asked: Positions) -> PowerRow | None:
    if asked.vote is None:
        return None
    votes: Mapping[str, int] = asked.vote.votes
    weights = tuple(Fraction(votes[party]) for party in votes)
    return power_row(tuple(votes), [(weights, Fraction(asked.vote.quota))], asked.vote.vetoes)
