# SPDX-License-Identifier: Apache-2.0
"""How often a step may be taken and what it closes: mistakes, with their places, and what is written back."""

import pytest

from case.samples import FULL, problems_in, spoilt, the_problem
from pourparler.case import read_text

CABINET = "times: 2, closes: {options: [fleet.unchanged], actions: [step_down], moves: [port_fees], steps: [dues]}"


def with_cabinet(written: str) -> str:
    return spoilt(FULL, (CABINET, written))


@pytest.mark.parametrize(
    ("written", "place", "told"),
    [
        ("times: 0", "preparation.cabinet.times", "1"),
        ("times: 16", "preparation.cabinet.times", "15"),
        ("times: 1.5", "preparation.cabinet.times", "whole number"),
        ("times: often", "preparation.cabinet.times", "whole number"),
        ("closes: {steps: [duess]}", "preparation.cabinet.closes.steps[0]", "the unknown preparation step 'duess'"),
        ("closes: {moves: [port_fees, fees]}", "preparation.cabinet.closes.moves[1]", "the unknown move 'fees'"),
        ("closes: {options: [fleet.sunk]}", "preparation.cabinet.closes.options[0]", "the unknown option 'fleet.sunk'"),
        ("closes: {options: [navy.sunk]}", "preparation.cabinet.closes.options[0]", "the unknown issue 'navy'"),
        ("closes: {actions: [hold]}", "preparation.cabinet.closes.actions[0]", "fix"),
        ("closes: {doors: [front]}", "preparation.cabinet.closes.doors", "doors"),
        ("closes: {steps: [cabinet]}", "preparation.cabinet.closes.steps[0]", "the step itself"),
        ("needs: [dues], closes: {steps: [dues]}", "preparation.cabinet.closes.steps[0]", "'dues', which the step needs"),
        (
            "closes: {actions: [fix, step_down, forgo]}",
            "preparation.cabinet.closes.actions",
            "together with the other steps, every action",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(written: str, place: str, told: str) -> None:
    problem = the_problem(with_cabinet(written))
    assert problem.key_path == place
    assert told in f"{problem.found} {problem.write}"


def test_several_steps_may_not_close_everything_together() -> None:
    dues = ("  dues: {shapes: [port_fees], days: 30}", "  dues: {shapes: [port_fees], days: 30, closes: {actions: [forgo]}}")
    few = spoilt(with_cabinet("closes: {actions: [fix]}"), dues)
    assert problems_in(few) == ()
    assert the_problem(spoilt(with_cabinet("closes: {actions: [fix, step_down]}"), dues)).key_path.endswith("closes.actions")
    # What the case does not consider is no way out.
    narrow = spoilt(few, ("actions: [fix, fix_conditionally, step_down, hold, forgo]", "actions: [hold, fix, forgo]"))
    assert the_problem(narrow).found == "together with the other steps, every action"


def test_some_option_of_every_issue_stays_open() -> None:
    options = ", ".join(f"fleet.{option}" for option in ("unchanged", "capped", "halved", "withdrawn"))
    problem = the_problem(with_cabinet(f"closes: {{options: [{options}]}}"))
    assert problem.found == "together with the other steps, every option of 'fleet'"


def test_steps_count_as_often_as_they_may_be_taken() -> None:
    (problem, *_) = problems_in(with_cabinet("times: 13"))
    assert problem.key_path == "preparation"
    assert "16 entries, of which at most 15" in problem.found


def test_what_is_closed_is_read() -> None:
    step = read_text(FULL, "case.yaml").preparation["cabinet"]
    assert step.closes is not None
    assert (step.times, step.closes.options, step.closes.actions) == (2, ("fleet.unchanged",), ("step_down",))
    assert (step.closes.moves, step.closes.steps) == (("port_fees",), ("dues",))
