# SPDX-License-Identifier: Apache-2.0
"""Reading a plain decision problem: types, actions, pay-offs, steps, with every mistake at once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pourparler.case.problem import KeyPath, quoted, shown
from pourparler.engines.readiness import DecisionProblem
from pourparler.exchange.decision import StatedDecision, StatedQuestion
from pourparler.exchange.decision_source import LARGEST, Reading
from pourparler.exchange.decision_steps import StepsReader
from pourparler.exchange.stated_file import open_source
from pourparler.wording import say

#: More types or actions than these are refused.
MOST_TYPES, MOST_ACTIONS = 200, 200

#: What a file may say.
KEYS = (
    "title", "source", "types", "prior", "actions", "payoff", "steps", "questions", "discount", "deadline_days", "window",
)  # fmt: skip
WINDOW_KEYS = ("lapses_per_day", "closes")


def read_decision(path: Path) -> StatedDecision:
    """Read a file of JSON or YAML that states a decision problem.

    Raises `CaseError` with every mistake found, by line and key path.
    """
    source = open_source(path, "types")
    reading = Reading(source)
    reading.known(source.data, (), KEYS)
    title = source.text(source.data["title"], ("title",)) if "title" in source.data else path.stem
    types = reading.names("types", MOST_TYPES)
    actions = reading.names("actions", MOST_ACTIONS)
    if not types or not actions:
        source.settle()
    prior = reading.prior(types)
    payoff = reading.by_action(source.data.get("payoff"), ("payoff",), types, actions, every=True)
    questions = _questions(reading, types)
    steps = StepsReader(reading, types, actions, questions).read()
    discount = reading.number(source.data.get("discount", 1), ("discount",), 0, 1)
    if discount == 0:
        source.wrong(("discount",), shown(0), say("write what a point one day later is worth now, above 0 and at most 1"))
    deadline = reading.optional(source.data, ("deadline_days",), 0, LARGEST)
    hazard, lasting = _window(reading, actions, {a for step in steps for a in step.made.closes_actions})
    source.settle()
    assert title is not None and discount is not None  # what could not be read has been reported
    problem = DecisionProblem(prior, payoff, tuple(step.made for step in steps), discount, deadline, hazard, lasting)
    return StatedDecision(title, types, actions, tuple(step.stated for step in steps), questions, problem)


def _questions(reading: Reading, types: Sequence[str]) -> dict[str, StatedQuestion]:
    """Return the questions about the type: each type gives one answer to each."""
    write = say("write for each answer the list of its types")
    out = {}
    for name, stated in reading.table(reading.source.data.get("questions"), ("questions",), write).items():
        path = ("questions", name)
        reading.source.text(name, path, key=True)
        answers = reading.table(stated, path, write)
        of_type = np.full(len(types), -1, dtype=np.intp)
        for place, (answer, listed) in enumerate(answers.items()):
            reading.source.text(answer, (*path, answer), key=True)
            for kind in reading.chosen(listed, (*path, answer), types):
                if of_type[types.index(kind)] >= 0:
                    found = say("{name} under a second answer", name=quoted(kind))
                    reading.source.wrong((*path, answer), found, say("let each type give one answer"))
                of_type[types.index(kind)] = place
        missing = [kind for kind, answer in zip(types, of_type, strict=True) if answer < 0]
        if missing:
            found = say("no answer for {names}", names=", ".join(quoted(kind) for kind in missing))
            reading.source.wrong(path, found, write)
        out[name] = StatedQuestion(name, tuple(answers), np.maximum(of_type, 0))
    return out


def _window(reading: Reading, actions: Sequence[str], closed: set[int]) -> tuple[float, NDArray[np.bool_] | None]:
    """Return the chance that the offer lapses in a day, and which actions are left after it."""
    write = say("write a table with {names}", names=", ".join(WINDOW_KEYS))
    table = reading.table(reading.source.data.get("window"), ("window",), write)
    reading.known(table, ("window",), WINDOW_KEYS)
    if not table:
        _some_open(reading, set(range(len(actions))) - closed, ("steps",))
        return 0.0, None
    hazard = reading.number(table.get("lapses_per_day"), ("window", "lapses_per_day"), 0, 1)
    gone = reading.chosen(table.get("closes"), ("window", "closes"), actions)
    lasting = np.array([action not in gone for action in actions])
    _some_open(reading, set(np.flatnonzero(lasting).tolist()) - closed, ("window",))
    return hazard or 0.0, lasting


def _some_open(reading: Reading, left: set[int], path: KeyPath) -> None:
    if not left:
        write = say("leave one action open whatever is done, if only that of doing nothing")
        reading.source.wrong(path, say("steps and window that together close every action"), write)
