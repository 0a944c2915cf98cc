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
from pourparler.engines.readiness import Done, PlanStep, State
from pourparler.quantity import COST, DAYS, POINTS, PROBABILITY, SIGNED_SHARE, Quantity, Rest

Array = NDArray[np.float64]
DONE, FAILED = "done", "failed"


@dataclass(frozen=True)
class ReadyStep:
    """A step that can be valued: its name, outcomes, days [world], and its changes when it succeeds."""

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

    `quiet` steps change beliefs only: nothing in the case depends on the days they take.
    """

    steps: tuple[ReadyStep, ...]
    missing: dict[str, str]
    quiet: frozenset[int] = frozenset()

    def situation(self, layout: Layout, state: State) -> Situation:
        """Return where preparation stands after the steps of a state."""
        start = layout.start()
        days = start.days
        reach, collapse, tolerance = start.reach, start.collapse, dict(start.tolerance)
        decided, consulted, under_way = start.decided, set(start.consulted), dict(start.under_way)
        for done in sorted(state, key=lambda item: item.step):
            step = self.steps[done.step]
            days = days + step.days
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
                    under_way[move] = np.maximum(under_way.get(move, 0 * days), self._since(state, done))
        return Situation(days, decided, reach, collapse, tolerance, frozenset(consulted), under_way)

    def _since(self, state: State, started: Done) -> Array:
        """Return the days since a step was begun: its own and those of every step taken after it."""
        later = [item.step for item in state if item.step not in started.before]
        return np.asarray(np.sum([self.steps[step].days for step in sorted(later)], axis=0))

    def met(self, state: State) -> frozenset[str]:
        """Return the conditions of the gate that the steps of a state have met."""
        return frozenset(
            c for done in state if self.steps[done.step].succeeded(done.outcome) for c in self.steps[done.step].meets
        )

    def essence(self, state: State) -> frozenset[tuple[int, bool, frozenset[int]]]:
        """Return what of a state changes prospects: which steps succeeded, not what a sounding brought to light."""
        telling = (d for d in state if d.step not in self.quiet)
        return frozenset((d.step, self.steps[d.step].succeeded(d.outcome), d.before) for d in telling)


def _blank(layout: Layout) -> set[int]:
    return {i for i, name in enumerate(layout.moves.names) if name in layout.moves.missing}


def program_of(layout: Layout) -> Program:
    """Return the steps of a case as the plan takes them; steps with an unknown number are set aside and named."""
    case = layout.case
    missing: dict[str, str] = {}
    ready: list[tuple[str, Preparation, tuple[str, ...], Array]] = []
    for name in sorted(case.preparation):
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
    names = [entry[0] for entry in ready]
    steps = tuple(_ready(layout, *entry, names) for entry in ready)
    timeless = not layout.time_matters()
    quiet = frozenset(i for i, step in enumerate(steps) if timeless and _only_reveals(step))
    return Program(steps, missing, quiet)


def _only_reveals(step: ReadyStep) -> bool:
    """Return whether a step changes nothing but beliefs."""
    changes = step.stated.aligns or step.stated.decides or step.stated.shapes
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
    layout: Layout, name: str, stated: Preparation, outcomes: tuple[str, ...], table: Array, names: list[str]
) -> ReadyStep:
    worlds, path = layout.worlds, ("preparation", name)
    days = worlds.draw((*path, "days"), stated.days, DAYS)
    plan = PlanStep(
        outcomes=table,
        cost=worlds.draw((*path, "cost"), stated.cost, COST),
        survives=layout.still_open(days),
        needs=tuple(sorted(names.index(need) for need in stated.needs if need in names)),
        dated=bool(stated.shapes),
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
