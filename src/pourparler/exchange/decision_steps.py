# SPDX-License-Identifier: Apache-2.0
"""Reading the steps of a plain decision problem: what they show, cost, add, need and close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.case.circles import circles
from pourparler.case.problem import KeyPath, quoted, shown
from pourparler.engines.readiness import DecisionStep
from pourparler.exchange.decision import FAILED, StatedQuestion, StatedStep
from pourparler.exchange.decision_source import Reading
from pourparler.wording import say

Array = NDArray[np.float64]

#: More steps, or outcomes of one step, are refused.
MOST_STEPS, MOST_OUTCOMES = 60, 100
#: What a step may say.
STEP_KEYS = ("what", "cost", "days", "outcomes", "reveals", "adds", "needs", "closes", "fails", "times")
#: The outcome of a step that has no outcomes but to be done.
DONE = "done"


@dataclass(frozen=True)
class ReadStep:
    """A step with its names and its numbers."""

    stated: StatedStep
    made: DecisionStep


@dataclass(frozen=True)
class _Draft:
    """A step before it is known which place each step has."""

    stated: StatedStep
    outcomes: Array
    adds: Array | None
    cost: float
    days: float
    needs: tuple[str, ...]
    closes: tuple[str, ...]
    times: int


class StepsReader:
    """Reads the steps of a file; mistakes go to its source."""

    def __init__(
        self, reading: Reading, types: Sequence[str], actions: Sequence[str], questions: Mapping[str, StatedQuestion]
    ) -> None:
        self.reading, self.source = reading, reading.source
        self.types, self.actions, self.questions = types, actions, questions

    def read(self) -> tuple[ReadStep, ...]:
        """Return every step, one that may be taken several times once for each."""
        stated = self.reading.table(self.source.data.get("steps"), ("steps",), say("write a table with an entry for each step"))
        names = [name for name in stated if self.source.text(name, ("steps", name), key=True) is not None]
        for name in names:
            if name in self.actions:
                found = say("{name}, which is an action, too", name=quoted(name))
                self.source.wrong(("steps", name), found, say("give the step a name of its own"), key=True)
        drafts = {name: self._draft(name, stated[name], names) for name in names}
        self._in_no_circle(drafts)
        total = sum(draft.times for draft in drafts.values())
        if total > MOST_STEPS:
            self.source.wrong(("steps",), say("{n} steps", n=total), say("give at most {n}", n=MOST_STEPS))
            self.source.settle()
        return _placed(drafts, self.actions)

    def _draft(self, name: str, value: Any, names: Sequence[str]) -> _Draft:
        path = ("steps", name)
        table = self.reading.table(value, path, say("write a table with {names}", names=", ".join(STEP_KEYS)))
        self.reading.known(table, path, STEP_KEYS)
        what = self.source.text(table["what"], (*path, "what")) if table.get("what") is not None else None
        reveals = self._reveals(table.get("reveals"), (*path, "reveals"))
        # What a step shows of a question that is not there cannot be looked at.
        shown_of = table.get("outcomes") if reveals is not None or table.get("reveals") is None else None
        outcomes, chances = self._outcomes(shown_of, (*path, "outcomes"), reveals)
        gains = None
        if table.get("adds") is not None:
            row = self.reading.by_action(table["adds"], (*path, "adds"), self.types, self.actions, every=False)
            gains = np.repeat(row[None], len(outcomes), axis=0)
        if table.get("fails") is not None:
            fails = self._fails(table["fails"], (*path, "fails"))
            chances = np.concatenate([chances * (1 - fails), fails[None]])
            outcomes = (*outcomes, FAILED)
            gains = None if gains is None else np.concatenate([gains, np.zeros((1, *gains.shape[1:]))])
        numbers = (self.reading.number(table.get(key, 0), (*path, key), 0) for key in ("cost", "days"))
        cost, days = (0.0 if number is None else number for number in numbers)
        needs = self.reading.chosen(table.get("needs"), (*path, "needs"), names)
        closes = self.reading.chosen(table.get("closes"), (*path, "closes"), [*self.actions, *names])
        for key, others in (("needs", needs), ("closes", closes)):
            if name in others:
                self.source.wrong((*path, key), say("the step itself"), say("delete it: a step is taken at most once"))
        shown_as = StatedStep(name, what or "", outcomes, None if reveals is None else reveals.name, name)
        return _Draft(shown_as, chances, gains, cost, days, needs, closes, self._times(table.get("times", 1), (*path, "times")))

    def _times(self, value: Any, path: KeyPath) -> int:
        if type(value) is int and 1 <= value <= MOST_STEPS:
            return value
        self.source.wrong(
            path, shown(value), say("write how often it may be taken: a whole number from 1 to {n}", n=MOST_STEPS)
        )
        return 1

    def _reveals(self, value: Any, path: KeyPath) -> StatedQuestion | None:
        if value is None:
            return None
        if isinstance(value, str) and value in self.questions:
            return self.questions[value]
        found = say("{name}, which is no question", name=quoted(value) if isinstance(value, str) else shown(value))
        known = ", ".join(self.questions)
        self.source.wrong(path, found, say("write one of {names}", names=known) if known else say("state it under questions"))
        return None

    def _fails(self, value: Any, path: KeyPath) -> Array:
        """Return the chance by type that a step fails: one number, or one for each type."""
        if isinstance(value, (list, dict)):
            return self.reading.row(value, path, self.types, 0, 1)
        number = self.reading.number(value, path, 0, 1)
        return np.full(len(self.types), 0.0 if number is None else number)

    def _outcomes(self, value: Any, path: KeyPath, reveals: StatedQuestion | None) -> tuple[tuple[str, ...], Array]:
        """Return the outcomes of a step and the chance of each by type; by answer, where it reveals a question."""
        names: Sequence[str] = self.types if reveals is None else reveals.answers
        table = self.reading.table(value, path, say("write a table with the chances of each outcome"))
        if not 0 < len(table) <= MOST_OUTCOMES:
            if value is not None:
                self.source.wrong(path, say("{n} outcomes", n=len(table)), say("give from 1 to {n}", n=MOST_OUTCOMES))
            return (DONE,), np.ones((1, len(self.types)))
        before = len(self.source.findings)
        for name in table:
            self.source.text(name, (*path, name), key=True)
            if name == FAILED:
                found = say("an outcome called {name}", name=FAILED)
                self.source.wrong((*path, name), found, say("write fails instead, or call it something else"), key=True)
        chances = np.stack([self.reading.row(row, (*path, name), names, 0, 1) for name, row in table.items()])
        is_broken = len(self.source.findings) > before
        for place, kind in enumerate(names):
            write = say("let the chances of all outcomes, given {name}, sum to one", name=quoted(kind))
            chances[:, place] = self.reading.whole(chances[:, place], path, is_broken, write)
        return tuple(table), chances if reveals is None else chances[:, reveals.of_type]

    def _in_no_circle(self, drafts: Mapping[str, _Draft]) -> None:
        """Note every circle of steps that need one another."""
        for circle in circles({name: draft.needs for name, draft in drafts.items()}):
            if len(circle) > 1:
                told = " → ".join([*circle, circle[0]])
                found = say("steps that need one another in a circle: {circle}", circle=told)
                self.source.wrong(("steps", circle[0], "needs"), found, say("let one of them come first"))


def _placed(drafts: Mapping[str, _Draft], actions: Sequence[str]) -> tuple[ReadStep, ...]:
    """Return the steps with the places of those that they need and close; a repeated step needs the time before."""
    first: dict[str, int] = {}
    for name in drafts:
        first[name] = sum(drafts[before].times for before in first)
    out = []
    for name, draft in drafts.items():
        closed_steps = tuple(first[other] + n for other in draft.closes if other in drafts for n in range(drafts[other].times))
        for time in range(draft.times):
            needs = tuple(first[need] for need in draft.needs) if time == 0 else (first[name] + time - 1,)
            made = DecisionStep(
                draft.outcomes,
                draft.cost,
                draft.days,
                draft.adds,
                needs,
                tuple(actions.index(action) for action in draft.closes if action in actions),
                closed_steps,
            )
            called = name if time == 0 else f"{name} ({time + 1})"
            out.append(ReadStep(replace(draft.stated, name=called), made))
    return tuple(out)
