# SPDX-License-Identifier: Apache-2.0
"""Steps of preparation as the plan takes them: outcomes by type, cost, days, and what each changes when it succeeds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.gate import met_by
from pourparler.assess.priors import priors_of
from pourparler.assess.prospects import Layout, Situation
from pourparler.assess.standing import authority_on, commitment
from pourparler.assess.types import Types
from pourparler.assess.worlds import Missing, Worlds
from pourparler.case import Case, Preparation
from pourparler.engines.readiness import DAYS_ROUNDING, FORCED, Done, Forcing, PlanStep, State
from pourparler.quantity import COST, DAYS, POINTS, PROBABILITY, SIGNED_SHARE, Quantity, Rest

Array = NDArray[np.float64]
DONE, FAILED = "done", "failed"


@dataclass(frozen=True)
class ReadyStep:
    """A step that can be valued: its name, outcomes, days [world], and its changes when it succeeds.

    One that may be taken several times stands there once for each: under one name, each time after the time before.
    """

    name: str
    stated: Preparation
    outcomes: tuple[str, ...]
    plan: PlanStep
    days: Array
    reach: Array
    collapse: Array
    tolerance: Array
    meets: frozenset[str]

    def succeeded(self, outcome: int) -> bool:
        """Return whether an outcome is a success: every one is, but for the failure that a step may state."""
        return self.outcomes[outcome] != FAILED


@dataclass(frozen=True)
class Program:
    """The steps that can be valued, and for those that cannot the number that is unknown.

    In a case that is `timeless` nothing depends on days that pass; `quiet` steps of such a case change beliefs only. `forcing`
    is the day that forces a choice, if there is one. Steps of a case with too many states are `left_out`.
    """

    steps: tuple[ReadyStep, ...]
    missing: dict[str, str]
    quiet: frozenset[int] = frozenset()
    forcing: Forcing | None = None
    timeless: bool = False
    left_out: frozenset[str] = frozenset()

    def situation(self, layout: Layout, state: State) -> Situation:
        """Return where preparation stands after the steps of a state."""
        start = layout.start()
        days = start.days
        reach, collapse, tolerance = start.reach, start.collapse, dict(start.tolerance)
        decided, consulted, under_way = start.decided, set(start.consulted), dict(start.under_way)
        closed = set(start.closed)
        taken = taken_in(state)
        for done in taken:
            days = days + self.steps[done.step].days
        # What is left until the day that forces, once it has come, passes too.
        rest = np.maximum(0, self.forcing.days - days) if self.forcing is not None and has_come(state) else 0 * days
        for done in taken:
            step = self.steps[done.step]
            if step.stated.closes is not None:
                closed |= {*step.stated.closes.options, *step.stated.closes.moves}
            if not step.succeeded(done.outcome):
                continue
            reach, collapse = reach + step.reach, collapse + step.collapse
            decided = decided or step.stated.decides == "mandate"
            partner = step.stated.aligns
            if partner is not None:
                consulted.add(partner)
                moved = {partner: np.ones_like(days), **layout.influence.get(partner, {})}
                for party, share in moved.items():
                    tolerance[party] = tolerance.get(party, np.zeros_like(days)) + share * step.tolerance
            for move in step.stated.shapes:
                if move in layout.moves.names and layout.moves.names.index(move) not in _blank(layout):
                    under_way[move] = np.maximum(under_way.get(move, 0 * days), self._since(taken, done) + rest)
        return Situation(days + rest, decided, reach, collapse, tolerance, frozenset(consulted), under_way, frozenset(closed))

    def days(self, state: State) -> Array:
        """Return the days [world] that have passed in a state: never more than there are until the day that forces."""
        passed = np.sum([self.steps[done.step].days for done in taken_in(state)], axis=0)
        if self.forcing is None:
            return np.asarray(passed)
        if has_come(state):
            return np.full(len(self.steps[0].days), self.forcing.days)
        return np.asarray(np.minimum(passed, self.forcing.days))

    def in_time(self, place: int) -> NDArray[np.bool_]:
        """Return in which worlds a step can end by the day that forces, those before it that it needs."""
        before, waiting = set[int](), [place]
        while waiting:
            step = waiting.pop()
            before.add(step)
            waiting += [need for need in self.steps[step].plan.needs if need not in before]
        days = np.sum([self.steps[step].days for step in sorted(before)], axis=0)
        last = np.inf if self.forcing is None else self.forcing.days + DAYS_ROUNDING
        return np.asarray(days <= last)

    def _since(self, taken: list[Done], started: Done) -> Array:
        """Return the days since a step was begun: its own and those of every step taken after it."""
        later = [item.step for item in taken if item.step not in started.before]
        return np.asarray(np.sum([self.steps[step].days for step in sorted(later)], axis=0))

    def met(self, state: State) -> frozenset[str]:
        """Return the conditions of the gate that the steps of a state have met."""
        well = [self.steps[done.step] for done in taken_in(state) if self.steps[done.step].succeeded(done.outcome)]
        return frozenset(condition for step in well for condition in step.meets)

    def closed_actions(self, state: State) -> frozenset[str]:
        """Return the actions that steps of a state have closed for good."""
        closes = [self.steps[done.step].stated.closes for done in taken_in(state)]
        return frozenset(action for closing in closes if closing is not None for action in closing.actions)

    def essence(self, state: State) -> frozenset[tuple[int, bool, frozenset[int]]]:
        """Return what of a state changes prospects: which steps succeeded, not what a sounding brought to light."""
        telling = (d for d in taken_in(state) if d.step not in self.quiet)
        told = frozenset((d.step, self.steps[d.step].succeeded(d.outcome), d.before) for d in telling)
        return told | {(FORCED, True, frozenset[int]())} if has_come(state) and not self.timeless else told


def taken_in(state: State) -> list[Done]:
    """Return the steps that have been taken in a state, in the order of their places."""
    return sorted((done for done in state if done.step != FORCED), key=lambda done: done.step)


def has_come(state: State) -> bool:
    """Return whether in a state the day that forces a choice has come while a step was under way."""
    return any(done.step == FORCED for done in state)


def _blank(layout: Layout) -> set[int]:
    return {i for i, name in enumerate(layout.moves.names) if name in layout.moves.missing}


def program_of(layout: Layout, left_out: frozenset[str] = frozenset()) -> Program:
    """Return the steps of a case as the plan takes them; steps with an unknown number are set aside and named.

    `left_out` are steps that the plan does without.
    """
    case = layout.case
    missing: dict[str, str] = {}
    ready: list[tuple[str, Preparation, tuple[str, ...], Array]] = []
    for name in sorted(set(case.preparation) - left_out):
        stated = case.preparation[name]
        try:
            outcomes, table = _outcomes(layout, name, stated)
            layout.worlds.draw(("preparation", name, "cost"), stated.cost, COST)
            layout.worlds.draw(("preparation", name, "days"), stated.days, DAYS)
            layout.worlds.optional(("preparation", name, "tolerance"), stated.tolerance, POINTS)
            ready.append((name, stated, outcomes, table))
        except Missing as blank:
            missing[name] = blank.path
    ready, missing = _reachable(ready, missing)
    ready = [entry for entry in ready for _ in range(entry[1].times or 1)]
    names = [entry[0] for entry in ready]
    steps = tuple(_ready(layout, *entry, names, place) for place, entry in enumerate(ready))
    timeless = not layout.time_matters()
    quiet = frozenset(i for i, step in enumerate(steps) if timeless and only_reveals(step))
    return Program(steps, missing, quiet, forcing_of(layout), timeless, left_out)


def days_left(case: Case) -> int | None:
    """Return the days from that of the case to the one that forces a choice; None where none does, or it has passed."""
    window = case.meeting.window if case.meeting is not None else None
    if window is None or window.forcing_date is None or window.forcing_date < case.as_of:
        return None
    return (window.forcing_date - case.as_of).days


def forcing_of(layout: Layout) -> Forcing | None:
    """Return the day that forces a choice."""
    left = days_left(layout.case)
    return None if left is None else Forcing(float(left), layout.still_open)


def only_reveals(step: ReadyStep) -> bool:
    """Return whether a step changes nothing but beliefs."""
    changes = step.stated.aligns or step.stated.decides or step.stated.shapes or step.stated.closes
    return not changes and not any(x.any() for x in (step.reach, step.collapse, step.tolerance))


def _reachable(
    ready: list[tuple[str, Preparation, tuple[str, ...], Array]], missing: dict[str, str]
) -> tuple[list[tuple[str, Preparation, tuple[str, ...], Array]], dict[str, str]]:
    """Set aside steps that need one that has been set aside."""
    while True:
        blocked = {n: missing[need] for n, s, _, _ in ready for need in s.needs if need in missing}
        if not blocked:
            return ready, missing
        missing = {**missing, **blocked}
        ready = [entry for entry in ready if entry[0] not in blocked]


def _ready(
    layout: Layout, name: str, stated: Preparation, outcomes: tuple[str, ...], table: Array, names: list[str], place: int
) -> ReadyStep:
    worlds, path = layout.worlds, ("preparation", name)
    days = worlds.draw((*path, "days"), stated.days, DAYS)
    # The first time that a step is taken opens those that need it; once more is possible after the time before.
    needs = {names.index(need) for need in stated.needs if need in names}
    if names.index(name) < place:
        needs.add(place - 1)
    plan = PlanStep(
        outcomes=table,
        cost=worlds.draw((*path, "cost"), stated.cost, COST),
        survives=layout.still_open(days),
        needs=tuple(sorted(needs)),
        dated=bool(stated.shapes),
        days=days,
        closes=tuple(other for other, step in enumerate(names) if stated.closes is not None and step in stated.closes.steps),
    )
    return ReadyStep(
        name,
        stated,
        outcomes,
        plan,
        days,
        worlds.optional((*path, "reach"), stated.reach, SIGNED_SHARE),
        worlds.optional((*path, "collapse"), stated.collapse, SIGNED_SHARE),
        worlds.optional((*path, "tolerance"), stated.tolerance, POINTS),
        met_by(stated),
    )


def survival(layout: Layout, days: float) -> Array:
    """Return the chance that the offer is still open after a number of days, [world]."""
    return layout.still_open(np.full(layout.worlds.count, days))


def _outcomes(layout: Layout, name: str, stated: Preparation) -> tuple[tuple[str, ...], Array]:
    """Return the outcomes of a step, failure last, and their chances [world, outcome, type]."""
    path = ("preparation", name)
    shape = (layout.worlds.count, layout.types.count)
    names: tuple[str, ...] = (DONE,)
    table = np.ones((layout.worlds.count, 1, layout.types.count))
    if stated.reveals is not None or stated.outcomes:
        names, table = _revealed(layout, name, stated)
    if stated.fails is not None:
        fails = layout.worlds.draw((*path, "fails"), stated.fails, PROBABILITY)[:, None]
        failure = np.broadcast_to(fails, shape)[:, None, :]
        table = np.concatenate([table * (1 - failure), failure], axis=1)
        names = (*names, FAILED)
    return names, table


def _revealed(layout: Layout, name: str, stated: Preparation) -> tuple[tuple[str, ...], Array]:
    """Return what a sounding may bring, and the chance of each outcome by type."""
    if stated.reveals is None:
        raise Missing(f"preparation.{name}.reveals")
    if stated.reveals not in layout.types.questions:
        raise Missing(f"questions.{stated.reveals}")
    if not stated.outcomes:
        raise Missing(f"preparation.{name}.outcomes")
    names, by_hypothesis = revealed(layout.case, layout.worlds, layout.types, name)
    place = layout.types.questions.index(stated.reveals)
    return names, by_hypothesis[:, :, layout.types.index[place]]


def revealed(case: Case, worlds: Worlds, types: Types, name: str) -> tuple[tuple[str, ...], Array]:
    """Return what a sounding that reveals a question may bring, and the chance of each outcome [world, outcome, hypothesis].

    As far as whoever is asked cannot commit on the issue, each outcome is as likely whatever is true.
    """
    stated, path = case.preparation[name], ("preparation", name, "outcomes")
    place = types.questions.index(stated.reveals or "")
    names = tuple(sorted(stated.outcomes))
    columns = []
    for hypothesis in types.hypotheses[place]:
        parts: dict[str, tuple[tuple[str, ...], Quantity]] = {
            o: ((*path, o, hypothesis), table[hypothesis]) if isinstance(table, dict) else ((*path, o), table)
            for o, table in stated.outcomes.items()
        }
        columns.append(_outcome_shares(worlds, parts, names))
    found = np.stack(columns, axis=2)
    authority = authority_on(case, stated.asks, stated.issue)
    if authority is None:
        return names, found
    counts = commitment(worlds, stated.asks or "", stated.issue or "", authority)[:, None, None]
    prior = priors_of(case, worlds, types).joint(worlds) @ np.eye(found.shape[2])[types.index[place]]
    first = found[:, :, :1]
    # A first value plus differences: an answer that tells nothing is then exactly flat.
    level = first + (prior[:, None, :] * (found - first)).sum(axis=2, keepdims=True)
    return names, level + counts * (found - level)


def _outcome_shares(worlds: Worlds, parts: dict[str, tuple[tuple[str, ...], Quantity]], names: tuple[str, ...]) -> Array:
    """Return the chances [world, outcome] of a sounding's outcomes under one hypothesis; one of them may be `rest`."""
    drawn = {o: worlds.draw(path, stated, PROBABILITY) for o, (path, stated) in parts.items() if not isinstance(stated, Rest)}
    total = np.sum(list(drawn.values()), axis=0) if drawn else np.zeros(worlds.count)
    table = np.stack([drawn.get(o, np.maximum(0, 1 - total)) for o in names], axis=1)
    whole = table.sum(axis=1, keepdims=True)
    return np.where(whole > 0, table / np.where(whole > 0, whole, 1), 1 / len(names))
