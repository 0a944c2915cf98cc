# SPDX-License-Identifier: Apache-2.0
"""The step of setup moves: what each set of moves costs and does to no-deal values, and when it bites."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.types import Types
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case, Move
from pourparler.engines.bargaining import move_sets, no_deal_values, sums_over_sets
from pourparler.engines.partners import opposes
from pourparler.quantity import COST, DAYS, POINTS, PROBABILITY

Array = NDArray[np.float64]

#: Days in an average month (365.25 / 12): trends are stated by the month and time runs in days.
DAYS_PER_MONTH = 30.4375
#: The price of delay is stated by the week.
DAYS_PER_WEEK = 7


@dataclass(frozen=True)
class MoveSets:
    """All sets of moves, and per move what it does.

    `sets` [set, move]; `cost` [world, set] is C(m): own cost and expected `escalation`, less what effects on third parties are
    worth to us (`outside`). `joined` [world, move] says where no partner that a move needs opposes it: elsewhere it falls away,
    with all that it does and costs. `own` and `other` [world, type, move] are the points by which a move changes each no-deal
    value while it is in effect: from `lag` to `ends` [world, move], in days since it was made, the answer that it may draw
    counted with its chance. `alone` and `answers` hold for either side, likewise, what the move does without an answer, and
    what the answer adds where it comes. `pause` [world, move] are days for which a move suspends the talks. `missing` names,
    per move that cannot be valued, the number that is unknown.
    """

    names: tuple[str, ...]
    sets: NDArray[np.bool_]
    cost: Array
    escalation: Array
    outside: Array
    joined: NDArray[np.bool_]
    own: Array
    other: Array
    alone: tuple[Array, Array]
    answers: tuple[Array, Array]
    lag: Array
    ends: Array
    pause: Array
    missing: dict[str, str]

    def usable(self) -> NDArray[np.bool_]:
        """Return which sets [set] hold no move that cannot be valued."""
        blank = np.array([name in self.missing for name in self.names], dtype=np.bool_)
        return np.asarray(~(self.sets & blank).any(axis=1))

    def named(self, index: int) -> tuple[str, ...]:
        """Return the moves of a set."""
        return tuple(name for name, done in zip(self.names, self.sets[index], strict=True) if done)

    def timing(self, running: Array, lead: Array) -> "Timing":
        """Return what is in effect on the day of a meeting `lead` days [world] away.

        `running` [world, move] is for how many days moves have been made already. A suspension puts the day off by what is left
        of its pause.
        """
        left = np.maximum(0, self.pause - running)
        patterns, which = self._suspensions()
        bites, pauses = [], []
        for pattern in patterns:
            pause = left[:, pattern].sum(axis=1)
            day = running + (lead + pause)[:, None]
            bites.append(((self.lag <= day) & (day <= self.ends)).astype(np.float64))
            pauses.append(pause)
        return Timing(tuple(bites), tuple(pauses), which)

    def in_full(self) -> "Timing":
        """Return the same with every move in effect, as if the meeting waited for it."""
        patterns, which = self._suspensions()
        pauses = tuple(self.pause[:, pattern].sum(axis=1) for pattern in patterns)
        return Timing((np.ones_like(self.lag),) * len(patterns), pauses, which)

    def _suspensions(self) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """Return the combinations of suspensions [pattern, move] that sets hold, and which of them each holds, [set]."""
        held = self.sets & self.pause.any(axis=0)
        patterns, which = np.unique(held, axis=0, return_inverse=True)
        return patterns, which.reshape(-1)


@dataclass(frozen=True)
class Timing:
    """Which moves are in effect on the day of a meeting, and by how long that day is put off: by the suspensions of a set.

    `bites` [world, move] and `pauses` [world] hold one array per combination of suspensions, `which` [set] that of each set.
    """

    bites: tuple[Array, ...]
    pauses: tuple[Array, ...]
    which: NDArray[np.intp]

    def bites_under(self, index: int) -> Array:
        """Return which moves [world, move] are in effect if a set is made."""
        return self.bites[int(self.which[index])]

    def pause_under(self, index: int) -> Array | None:
        """Return the days [world] by which a set puts the meeting off; None if by none."""
        pause = self.pauses[int(self.which[index])]
        return pause if pause.any() else None

    def key(self) -> tuple[bytes, ...]:
        """Return what tells this timing from others."""
        return tuple(part.tobytes() for part in (*self.bites, *self.pauses))


@dataclass(frozen=True)
class NoDeal:
    """No-deal values today and their trends: `own` and `other` [world, type], trends in points a day [world]."""

    own: Array
    other: Array
    own_per_day: Array
    other_per_day: Array

    def after(self, days: Array, timing: Timing, moves: MoveSets) -> tuple[Array, Array]:
        """Return both no-deal values [world, type, set] on the day of a meeting `days` [world] away, or put off from then."""
        return self.own_after(days, timing, moves), _after(self.other, self.other_per_day, days, timing, moves.other, moves)

    def own_after(self, days: Array, timing: Timing, moves: MoveSets) -> Array:
        """Return our no-deal value alone, [world, type, set]."""
        return _after(self.own, self.own_per_day, days, timing, moves.own, moves)

    def bounds(self, days: Array, moves: MoveSets) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """Return the pairs (own, other) [world, type] between which no-deal values stay within some days, whatever is done.

        That is whatever moves are made, and whether they are answered or not.
        """
        each = zip((self.own, self.other), (self.own_per_day, self.other_per_day), moves.alone, moves.answers, strict=True)
        sides = [(base, per_day * days, alone, alone + answers) for base, per_day, alone, answers in each]
        lowest, highest = (
            [base + end(drift, 0)[:, None] + end(end(alone, answered), 0).sum(axis=2) for base, drift, alone, answered in sides]
            for end in (np.minimum, np.maximum)
        )
        return (lowest[0], lowest[1]), (highest[0], highest[1])


def _after(base: Array, per_day: Array, days: Array, timing: Timing, shifts: Array, moves: MoveSets) -> Array:
    """Return one side's no-deal value [world, type, set], in memory set after set."""
    parts = [
        no_deal_values(base, per_day, days + pause, shifts * bites[:, None, :], moves.sets[timing.which == number])
        for number, (bites, pause) in enumerate(zip(timing.bites, timing.pauses, strict=True))
    ]
    if len(parts) == 1:
        return parts[0]
    out = np.empty((len(moves.sets), *base.shape))
    for number, part in enumerate(parts):
        out[timing.which == number] = np.moveaxis(part, -1, 0)
    return np.moveaxis(out, 0, -1)


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
    shape = (worlds.count, types.count, len(names))
    shifts, alone, answers = (tuple(np.zeros(shape) for _ in seats(case)) for _ in ("shifts", "alone", "answers"))
    cost, escalation, outside, lag, pause = (np.zeros(shape[::2]) for _ in ("cost", "escalation", "outside", "lag", "pause"))
    ends, joined = np.full_like(lag, np.inf), np.ones(shape[::2], dtype=np.bool_)
    missing: dict[str, str] = {}
    for index, name in enumerate(names):
        move, path = case.moves[name], ("moves", name)
        try:
            joined[:, index] = _joined(case, worlds, name, move)
            escalation[:, index] = _escalation(worlds, name, move)
            outside[:, index] = _outside(case, worlds, name, move)
            cost[:, index] = worlds.draw((*path, "cost"), move.cost, COST) + escalation[:, index] - outside[:, index]
            lag[:, index] = worlds.optional((*path, "days_to_bite"), move.days_to_bite, DAYS)
            if move.lasts_days is not None:
                ends[:, index] = lag[:, index] + worlds.draw((*path, "lasts_days"), move.lasts_days, DAYS)
            pause[:, index] = worlds.optional((*path, "pauses_days"), move.pauses_days, DAYS)
            for side, party in enumerate(seats(case)):
                alone[side][:, :, index] = _alone(worlds, types, name, move, party)
                chance, answer = _answer(worlds, types, name, move, party)
                answers[side][:, :, index] = answer
                shifts[side][:, :, index] = alone[side][:, :, index] + chance[:, None] * answer
        except Missing as blank:
            missing[name] = blank.path
    sets = move_sets(len(names))
    total, of_escalation, of_outside = (sums_over_sets(each * joined, sets) for each in (cost, escalation, outside))
    (own, other), alone, answers = (tuple(each * joined[:, None, :] for each in both) for both in (shifts, alone, answers))
    by_answer = (alone[0], alone[1]), (answers[0], answers[1])
    timed = lag, ends, pause * joined
    return MoveSets(names, sets, total, of_escalation, of_outside, joined, own, other, *by_answer, *timed, missing)


def _joined(case: Case, worlds: Worlds, name: str, move: Move) -> NDArray[np.bool_]:
    """Return where no partner that a move needs loses more by it than it can live with, as things stand today, [world]."""
    joined = np.ones(worlds.count, dtype=np.bool_)
    for party in sorted(set(move.needs) & set(move.effects)):
        effect = worlds.draw(("moves", name, "effects", party), move.effects[party], POINTS)
        tolerance = worlds.optional(("parties", party, "tolerance"), case.parties[party].tolerance, COST)
        joined &= ~opposes(effect[:, None], tolerance, np.zeros(1, dtype=np.bool_))[:, 0]
    return joined


def _outside(case: Case, worlds: Worlds, name: str, move: Move) -> Array:
    """Return what the effects of a move on third parties are worth to us, [world]."""
    total = np.zeros(worlds.count)
    for party in sorted(move.effects):
        effect = worlds.draw(("moves", name, "effects", party), move.effects[party], POINTS)
        total = total + effect * worlds.draw(("worth_to_us", party), case.worth_to_us.get(party), POINTS)
    return total


def _escalation(worlds: Worlds, name: str, move: Move) -> Array:
    """Return what the escalation of a move is expected to cost us, [world]."""
    if move.escalation is None:
        return np.zeros(worlds.count)
    path = ("moves", name, "escalation")
    chance = worlds.draw((*path, "chance"), move.escalation.chance, PROBABILITY)
    return chance * worlds.draw((*path, "loss"), move.escalation.loss, COST)


def shift_of(worlds: Worlds, types: Types, name: str, move: Move, party: str) -> Array:
    """Return what a move, and the answer it may draw, do to one party's no-deal value [world, type]."""
    alone = _alone(worlds, types, name, move, party)
    chance, answer = _answer(worlds, types, name, move, party)
    return alone + chance[:, None] * answer


def _alone(worlds: Worlds, types: Types, name: str, move: Move, party: str) -> Array:
    """Return what a move does to one party's no-deal value if it is not answered, [world, type]."""
    if party not in move.shifts:
        return np.zeros((worlds.count, types.count))
    return types.draw(worlds, ("moves", name, "shifts", party), move.shifts[party], POINTS)


def _answer(worlds: Worlds, types: Types, name: str, move: Move, party: str) -> tuple[Array, Array]:
    """Return how likely a move is answered, [world], and what the answer does to a party's no-deal value [world, type]."""
    if move.retaliation is None or party not in move.retaliation.shifts:
        return np.zeros(worlds.count), np.zeros((worlds.count, types.count))
    path = ("moves", name, "retaliation")
    chance = worlds.draw((*path, "chance"), move.retaliation.chance, PROBABILITY)
    return chance, types.draw(worlds, (*path, "shifts", party), move.retaliation.shifts[party], POINTS)
