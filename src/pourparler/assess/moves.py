# SPDX-License-Identifier: Apache-2.0
"""The step of setup moves: what each set of moves costs and does to no-deal values, and when it bites."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.types import Types
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, Move
from pourparler.engines.bargaining import move_sets, no_deal_values, sums_over_sets
from pourparler.quantity import COST, DAYS, POINTS, PROBABILITY

Array = NDArray[np.float64]

#: Days in an average month (365.25 / 12): trends are stated by the month and time runs in days.
DAYS_PER_MONTH = 30.4375
#: The price of delay is stated by the week.
DAYS_PER_WEEK = 7


@dataclass(frozen=True)
class MoveSets:
    """All sets of moves, and per move what it does.

    `sets` [set, move]; `cost` [world, set] is C(m), cost and expected escalation, and `escalation` that part of it; `own` and
    `other` [world, type, move] are the points by which a move changes each no-deal value once it bites; `lag` [world, move] in
    days; `missing` names, per move that cannot be valued, the number that is unknown.
    """

    names: tuple[str, ...]
    sets: NDArray[np.bool_]
    cost: Array
    escalation: Array
    own: Array
    other: Array
    lag: Array
    missing: dict[str, str]

    def usable(self) -> NDArray[np.bool_]:
        """Return which sets [set] hold no move that cannot be valued."""
        blank = np.array([name in self.missing for name in self.names], dtype=np.bool_)
        return np.asarray(~(self.sets & blank).any(axis=1))

    def named(self, index: int) -> tuple[str, ...]:
        """Return the moves of a set."""
        return tuple(name for name, done in zip(self.names, self.sets[index], strict=True) if done)


@dataclass(frozen=True)
class NoDeal:
    """No-deal values today and their trends: `own` and `other` [world, type], trends in points a day [world]."""

    own: Array
    other: Array
    own_per_day: Array
    other_per_day: Array

    def after(self, days: Array, bites: Array, moves: MoveSets) -> tuple[Array, Array]:
        """Return both no-deal values [world, type, set] after some days, where `bites` [world, move] says which moves have."""
        own = self.own_after(days, bites, moves)
        other = no_deal_values(self.other, self.other_per_day, days, moves.other * bites[:, None, :], moves.sets)
        return own, other

    def own_after(self, days: Array, bites: Array, moves: MoveSets) -> Array:
        """Return our no-deal value alone, [world, type, set]."""
        return no_deal_values(self.own, self.own_per_day, days, moves.own * bites[:, None, :], moves.sets)

    def bounds(self, days: Array, moves: MoveSets) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """Return the pairs (own, other) [world, type] between which no-deal values stay within some days, whatever is done."""
        each = ((self.own, self.own_per_day, moves.own), (self.other, self.other_per_day, moves.other))
        lowest, highest = (
            [base + end(per_day * days, 0)[:, None] + end(shifts, 0).sum(axis=2) for base, per_day, shifts in each]
            for end in (np.minimum, np.maximum)
        )
        return (lowest[0], lowest[1]), (highest[0], highest[1])


def no_deal_of(case: Case, worlds: Worlds, types: Types) -> NoDeal:
    """Return the no-deal values of both parties at the table; Missing while either is blank."""
    drawn = []
    for party in seats(case):
        stated = case.no_deal.get(party)
        path = ("no_deal", party)
        if stated is None:
            raise Missing(".".join((*path, "value")))
        value = types.draw(worlds, (*path, "value"), stated.value, POINTS)
        trend = worlds.optional((*path, "per_month"), stated.per_month, POINTS) / DAYS_PER_MONTH
        drawn.append((value, trend))
    (own, own_trend), (other, other_trend) = drawn
    return NoDeal(own, other, own_trend, other_trend)


def setup_moves(case: Case, worlds: Worlds, types: Types) -> MoveSets:
    """Return the moves of a case in all their combinations."""
    names = tuple(sorted(case.moves))
    sets = move_sets(len(names))
    shape = (worlds.count, types.count, len(names))
    own, other = np.zeros(shape), np.zeros(shape)
    cost, escalation, lag = (np.zeros(shape[::2]) for _ in ("cost", "escalation", "lag"))
    missing: dict[str, str] = {}
    for index, name in enumerate(names):
        move = case.moves[name]
        try:
            escalation[:, index] = _escalation(worlds, name, move)
            cost[:, index] = worlds.draw(("moves", name, "cost"), move.cost, COST) + escalation[:, index]
            lag[:, index] = worlds.optional(("moves", name, "days_to_bite"), move.days_to_bite, DAYS)
            for party, into in zip(seats(case), (own, other), strict=True):
                into[:, :, index] = shift_of(worlds, types, name, move, party)
        except Missing as blank:
            missing[name] = blank.path
    return MoveSets(names, sets, sums_over_sets(cost, sets), sums_over_sets(escalation, sets), own, other, lag, missing)


def _escalation(worlds: Worlds, name: str, move: Move) -> Array:
    """Return what the escalation of a move is expected to cost us, [world]."""
    if move.escalation is None:
        return np.zeros(worlds.count)
    path = ("moves", name, "escalation")
    chance = worlds.draw((*path, "chance"), move.escalation.chance, PROBABILITY)
    return chance * worlds.draw((*path, "loss"), move.escalation.loss, COST)


def shift_of(worlds: Worlds, types: Types, name: str, move: Move, party: str) -> Array:
    """Return what a move, and the answer it may draw, do to one party's no-deal value [world, type]."""
    shift = np.zeros((worlds.count, types.count))
    path = ("moves", name)
    if party in move.shifts:
        shift = shift + types.draw(worlds, (*path, "shifts", party), move.shifts[party], POINTS)
    if move.retaliation is not None and party in move.retaliation.shifts:
        chance = worlds.draw((*path, "retaliation", "chance"), move.retaliation.chance, PROBABILITY)
        place = (*path, "retaliation", "shifts", party)
        answer = types.draw(worlds, place, move.retaliation.shifts[party], POINTS)
        shift = shift + chance[:, None] * answer
    return shift
