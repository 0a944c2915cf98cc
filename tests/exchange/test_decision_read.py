# SPDX-License-Identifier: Apache-2.0
"""Reading a decision problem: JSON and YAML, names and numbers; every mistake at its line and key path, all at once."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exchange.test_conflict_read import written
from pourparler.case import CaseError, Problem
from pourparler.exchange.decision import StatedDecision
from pourparler.exchange.decision_read import read_decision

WELL: dict[str, Any] = {
    "types": ["dry", "wet", "soak"],
    "prior": [0.5, 0.3, 0.2],
    "actions": ["drill", "leave"],
    "payoff": {"drill": [-70, 50, 200], "leave": [0, 0, 0]},
    "steps": {"test": {"cost": 10, "outcomes": {"flat": [0.7, 0.3, 0.1], "dome": [0.3, 0.7, 0.9]}}},
}
FULL = """
title: Everything that can be said
types: [a, b, c]
prior: {c: 0.2, a: 0.5, b: 0.3}
actions: [meet, wait, drop]
payoff: {meet: [5, -5, 0], wait: {b: 1, a: 0, c: 0}, drop: [0, 0, 0]}
questions: {sincere: {yes: [a, c], no: [b]}}
discount: 0.99
deadline_days: 30
window: {lapses_per_day: 0.01, closes: [meet]}
steps:
  ask: {what: Ask them., cost: 0.5, days: 3, reveals: sincere, outcomes: {open: [0.8, 0.1], closed: [0.2, 0.9]}, times: 2}
  agree: {days: 7, adds: {meet: [1, 1, 1]}, needs: [ask], fails: 0.25}
  announce: {closes: [wait, agree]}
"""


def read(folder: Path, content: Any, name: str = "problem.json") -> StatedDecision:
    return read_decision(written(folder, content, name))


def problems(folder: Path, content: Any, name: str = "problem.json") -> list[Problem]:
    with pytest.raises(CaseError) as caught:
        read(folder, content, name)
    return [problem for problem in caught.value.problems if isinstance(problem, Problem)]


def test_json_and_yaml_say_the_same(tmp_path: Path) -> None:
    one, other = read(tmp_path, WELL), read(tmp_path, json.dumps(WELL), "problem.yaml")
    for found in (one, other):
        assert (found.title, found.types, found.actions) == ("problem", ("dry", "wet", "soak"), ("drill", "leave"))
        assert found.problem.prior.tolist() == [0.5, 0.3, 0.2]
        assert found.problem.payoff.tolist() == [[-70, 50, 200], [0, 0, 0]]
        assert [step.name for step in found.steps] == ["test"]
        step = found.problem.steps[0]
        assert (step.cost, step.days, step.needs, step.adds) == (10, 0, (), None)
        assert step.outcomes.tolist() == [[0.7, 0.3, 0.1], [0.3, 0.7, 0.9]]
        assert (found.problem.discount, found.problem.deadline, found.problem.hazard) == (1, None, 0)


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    found = read(tmp_path, FULL, "full.yaml")
    problem = found.problem
    assert found.title == "Everything that can be said"
    assert problem.prior.tolist() == [0.5, 0.3, 0.2]
    assert problem.payoff.tolist() == [[5, -5, 0], [0, 1, 0], [0, 0, 0]]
    assert (problem.discount, problem.deadline, problem.hazard) == (0.99, 30, 0.01)
    assert problem.lasting is not None
    assert problem.lasting.tolist() == [False, True, True]
    assert found.questions["sincere"].answers == ("yes", "no")
    assert found.questions["sincere"].of_type.tolist() == [0, 1, 0]
    assert [step.name for step in found.steps] == ["ask", "ask (2)", "agree", "announce"]
    ask, again, agree, announce = problem.steps
    assert found.steps[0].what == "Ask them."
    assert found.steps[0].reveals == "sincere"
    assert ask.outcomes == pytest.approx(np.array([[0.8, 0.1, 0.8], [0.2, 0.9, 0.2]]))
    assert (again.needs, agree.needs, announce.needs) == ((0,), (0,), ())
    assert found.steps[2].outcomes == ("done", "failed")
    assert agree.outcomes.tolist() == [[0.75] * 3, [0.25] * 3]
    assert agree.adds is not None
    assert agree.adds[:, 0].tolist() == [[1, 1, 1], [0, 0, 0]], "what has failed adds nothing"
    assert (announce.closes_actions, announce.closes_steps) == ((1,), (2,))


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in WELL.items() if name != key}


def steps(**stated: Any) -> dict[str, Any]:
    return WELL | {"steps": {"test": WELL["steps"]["test"] | stated}}


@pytest.mark.parametrize(
    ("content", "path", "said"),
    [
        (without("types"), "", "0 types"),
        (without("prior"), "", "nothing; write a list with a number for each of dry, wet, soak"),
        (without("payoff"), "", "no payoff"),
        (WELL | {"prior": [0.5, 0.3, 0.3]}, "prior", "sum to 1.1"),
        (WELL | {"prior": [0.5, 0.5]}, "prior", "2 numbers for 3 names"),
        (WELL | {"prior": [1.5, -0.5, 0]}, "prior[0]", "the number 1.5; write a number from 0 to 1"),
        (WELL | {"prior": {"dry": 0.5, "wet": 0.5}}, "prior", "nothing for 'soak'"),
        (WELL | {"payoff": {"drill": [1, 2, 3]}}, "payoff", "nothing for 'leave'"),
        (WELL | {"payoff": {"drill": [1, 2, 3], "leave": [0, 0, "x"]}}, "payoff.leave[2]", "'x'; write a number"),
        (WELL | {"payoff": {"drill": [1, 2, 3], "leave": [0, 0, 1e13]}}, "payoff.leave[2]", "write a number"),
        (WELL | {"payof": {}}, "payof", "did you mean payoff?"),
        (WELL | {"types": ["dry", "wet", "dry"]}, "types[2]", "'dry' a second time"),
        (WELL | {"discount": 0}, "discount", "above 0"),
        (WELL | {"discount": 1.1}, "discount", "from 0 to 1"),
        (WELL | {"deadline_days": -1}, "deadline_days", "0 or more"),
        (WELL | {"window": {"lapses_per_day": 2, "closes": ["drill"]}}, "window.lapses_per_day", "from 0 to 1"),
        (WELL | {"window": {"lapses_per_day": 0.1, "closes": ["drill", "leave"]}}, "window", "close every action"),
        (WELL | {"questions": {"oil": {"yes": ["wet"], "no": ["dry"]}}}, "questions.oil", "no answer for 'soak'"),
        (WELL | {"questions": {"oil": {"yes": ["wet", "soak"], "no": ["dry", "wet"]}}}, "questions.oil.no", "second answer"),
        (steps(days=-3), "steps.test.days", "the number -3; write a number that is 0 or more"),
        (steps(cost=-1), "steps.test.cost", "0 or more"),
        (steps(outcomes={"flat": [0.7, 0.3, 0.1], "dome": [0.3, 0.7, 0.8]}), "steps.test.outcomes", "given 'soak'"),
        (steps(outcomes={"flat": [1, 1], "dome": [0, 0, 0]}), "steps.test.outcomes.flat", "2 numbers for 3 names"),
        (steps(outcomes={"failed": [1, 1, 1]}), "steps.test.outcomes.failed", "write fails instead"),
        (steps(reveals="oil"), "steps.test.reveals", "'oil', which is no question"),
        (steps(adds={"dril": [1, 1, 1]}), "steps.test.adds.dril", "did you mean drill?"),
        (steps(needs=["tests"]), "steps.test.needs[0]", "did you mean test?"),
        (steps(needs=["test"]), "steps.test.needs", "the step itself"),
        (steps(closes=["drill", "leave"]), "steps", "close every action"),
        (steps(times=0), "steps.test.times", "a whole number from 1"),
        (steps(times=61), "steps.test.times", "a whole number from 1"),
        (steps(fails=1.5), "steps.test.fails", "from 0 to 1"),
        (WELL | {"steps": {"drill": {}}}, "steps.drill", "which is an action, too"),
        (WELL | {"steps": {"a": {"needs": ["b"]}, "b": {"needs": ["c"]}, "c": {"needs": ["a"]}}}, "steps.a.needs",
         "in a circle: a → b → c → a"),
        ([1, 2], "", "begin with {\"types\""),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_places(tmp_path: Path, content: Any, path: str, said: str) -> None:
    found = problems(tmp_path, content)
    assert any(problem.key_path == path and said in str(problem) for problem in found), [str(problem) for problem in found]


def test_many_mistakes_are_told_at_once_by_line(tmp_path: Path) -> None:
    text = FULL.replace("days: 3,", "days: -3,").replace("prior: {c: 0.2", "prior: {c: 0.4").replace("[ask]", "[task]")
    found = problems(tmp_path, text, "bad.yaml")
    assert [(problem.line, problem.key_path) for problem in found] == [
        (4, "prior"),
        (12, "steps.ask.days"),
        (13, "steps.agree.needs[0]"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        {"types": {"a": 1}, "actions": 3},
        {"types": [[], {}, None], "actions": [True]},
        WELL | {"steps": [1]},
        WELL | {"steps": {"": {"outcomes": {"": []}}}},
        WELL | {"steps": {"a": 3, "b": None, "c": []}},
        WELL | {"questions": {"q": {"x": {"y": 1}}}},
        WELL | {"window": 0.1},
        WELL | {"payoff": [[1, 2, 3], [0, 0, 0]]},
        WELL | {"types": [f"t{n}" for n in range(500)]},
        WELL | {"steps": {f"s{n}": {"times": 60} for n in range(40)}},
        steps(outcomes={str(n): [0.1, 0.1, 0.1] for n in range(300)}),
        steps(fails=[0, 0]),
        steps(outcomes=[]),
        steps(what=["no"]),
        steps(times=True),
        steps(reveals=["oil"]),
    ],
)
def test_nonsense_is_refused_and_never_breaks_the_reader(tmp_path: Path, content: Any) -> None:
    assert problems(tmp_path, content)
