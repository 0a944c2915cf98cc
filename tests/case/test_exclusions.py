# SPDX-License-Identifier: Apache-2.0
"""What no package may hold: implications come to exclusions, and what says nothing or leaves nothing is told."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.variations import case_of, changed, worked_example
from case.samples import FULL, problems_in, spoilt, the_problem
from pourparler.case import Case, all_exclusions
from pourparler.case.exclusions import count_exclusions

IMPLIES = "implies: [{when: {fleet: withdrawn}, then: {money: [credit, grant]}}]"

# What is written in the place of IMPLIES, the key path of the one problem, what was found.
MISTAKES = [
    ("implies: [{when: {}, then: {money: none}}]", "implies[0].when", "an implication with nothing in 'when'"),
    ("implies: [{when: {fleet: halved}, then: {}}]", "implies[0].then", "an implication with nothing in 'then'"),
    ("implies: [{then: {money: none}}]", "implies[0].when", "no 'when'"),
    (
        "implies: [{when: {fleet: halved}, then: {money: []}}]",
        "implies[0].then.money",
        "an implication that leaves no option of 'money'",
    ),
    (
        "implies: [{when: {fleet: halved}, then: {fleet: capped}}]",
        "implies[0].then.fleet",
        "an implication from 'fleet' to itself",
    ),
    ("implies: [{when: {fleets: halved}, then: {money: none}}]", "implies[0].when.fleets", "the unknown issue 'fleets'"),
    ("implies: [{when: {fleet: halve}, then: {money: none}}]", "implies[0].when.fleet", "the unknown option 'halve'"),
    ("implies: [{when: {fleet: halved}, then: {mony: none}}]", "implies[0].then.mony", "the unknown issue 'mony'"),
    ("implies: [{when: {fleet: halved}, then: {money: loan}}]", "implies[0].then.money", "the unknown option 'loan'"),
    (
        "implies: [{when: {fleet: halved}, then: {money: [none, loan]}}]",
        "implies[0].then.money[1]",
        "the unknown option 'loan'",
    ),
    (
        "implies: [{when: {fleet: halved}, then: {money: none}}, {when: {fleet: halved}, then: {money: [credit, grant]}}]",
        "implies[0]",
        "an implication of fleet.halved, which no package can hold",
    ),
]


@pytest.mark.parametrize(("new", "key_path", "found"), MISTAKES, ids=[row[2] for row in MISTAKES])
def test_a_mistake_in_an_implication_is_reported(new: str, key_path: str, found: str) -> None:
    problem = problems_in(spoilt(FULL, (IMPLIES, new)))[0]
    assert (problem.key_path, problem.found) == (key_path, found)
    assert problem.write


def test_implications_that_leave_nothing_are_told_where_they_stand() -> None:
    every = ", ".join(
        f"{{when: {{fleet: {f}}}, then: {{patrols: {p}}}}}"
        for f in ("unchanged", "capped", "halved", "withdrawn")
        for p in ("joint", "suspended")
    )
    text = spoilt(FULL, (IMPLIES, f"implies: [{every}]"), ("exclude: [{fleet: unchanged, money: grant}]\n", ""))
    problem = the_problem(text)
    assert (problem.key_path, problem.found) == ("implies", "exclusions that leave no package at all")


def test_each_combination_counts_once() -> None:
    twice = {"when": {"money": "none"}, "then": {"fleet": ["halved", "withdrawn"]}}
    case = case_of(changed(worked_example(), {"implies": [twice, twice], "exclude": [{"money": "none", "fleet": "unchanged"}]}))
    assert all_exclusions(case) == ({"money": "none", "fleet": "unchanged"},)
    assert count_exclusions(case) == 3


ISSUES = {"a": ["x", "y", "z"], "b": ["x", "y"], "c": ["u", "v", "w"]}


@st.composite
def implications(draw: st.DrawFn) -> dict[str, Any]:
    """Return an implication among three issues."""
    conditions = draw(st.sets(st.sampled_from(sorted(ISSUES)), min_size=1, max_size=2))
    others = sorted(set(ISSUES) - conditions)
    consequences = draw(st.sets(st.sampled_from(others), min_size=1))
    when = {issue: draw(st.sampled_from(ISSUES[issue])) for issue in sorted(conditions)}
    then = {
        issue: draw(st.sampled_from(ISSUES[issue]) | st.lists(st.sampled_from(ISSUES[issue]), min_size=1))
        for issue in sorted(consequences)
    }
    return {"when": when, "then": then}


def holds(package: dict[str, str], implied: dict[str, Any]) -> bool:
    """Return whether a package keeps to an implication, from its meaning."""
    if any(package[issue] != option for issue, option in implied["when"].items()):
        return True
    return all(package[i] == left or (isinstance(left, list) and package[i] in left) for i, left in implied["then"].items())


@given(st.lists(implications(), max_size=4))
def test_what_is_left_is_what_keeps_to_every_implication(stated: list[dict[str, Any]]) -> None:
    issues = {name: {"options": options} for name, options in ISSUES.items()}
    case = Case.model_validate(
        {"pourparler": 2, "title": "t", "as_of": "2031-03-14", "parties": {}, "issues": issues, "implies": stated}
    )
    barred = all_exclusions(case)
    for options in product(*ISSUES.values()):
        package = dict(zip(ISSUES, options, strict=True))
        is_barred = any(excluded.items() <= package.items() for excluded in barred)
        assert is_barred != all(holds(package, implied) for implied in stated)
