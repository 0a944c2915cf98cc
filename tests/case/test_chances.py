# SPDX-License-Identifier: Apache-2.0
"""Probabilities that belong together can sum to one; `rest` and grades stand where they have a meaning."""

import pytest

from case.samples import FULL, SMALL, problems_in, spoilt, the_problem

HYPOTHESES = "{settle: 10..25%, stall: rest}"

# What stands for the hypotheses of a question, and what is found; None where nothing is wrong.
VECTORS = [
    ("{settle: 40%, stall: 60%}", None),
    ("{settle: 0.1, stall: 0.2, a: 0.7}", None),
    ("{settle: 30..50%, stall: 30..50%}", None),
    ("{settle: 30..49.9%, stall: 30..50%}", "probabilities that sum to 99.9% or less"),
    ("{settle: 50.1..60%, stall: 50..60%}", "probabilities that sum to 100.1% or more"),
    ("{settle: 50%, stall: 60%}", "probabilities that sum to 110%"),
    ("{settle: 100%, stall: rest}", None),
    ("{settle: 60%, stall: rest, a: 50%}", "probabilities that sum to 110%"),
    ("{settle: rest, stall: rest}", "'rest' 2 times"),
    ("{settle: unknown, stall: 10%}", None),
    ("{settle: unknown, stall: 60%, a: 50%}", "probabilities that sum to 110% or more"),
    ("{settle: 'beta(2, 5)', stall: 10%}", None),
    ("{settle: 'normal(20%, 1%)', stall: 10%}", None),
    ("{settle: likely, stall: unlikely}", None),
    ("{settle: phia:highly likely, stall: phia:remote chance}", None),
    ("{settle: likely, stall: likely, a: likely}", "probabilities that sum to 150% or more"),
    ("{settle: very unlikely, stall: very unlikely}", "probabilities that sum to 50% or less"),
    ("{settle: 10..20..50%, stall: 60%}", None),
    ("{settle: 10..20..30%, stall: 60%}", "probabilities that sum to 90% or less"),
    ("{settle: 100%, stall: 0%}", None),
    ("{settle: rest, stall: 0%}", None),
    ("{settle: 100%}", "a question with one hypothesis, which no evidence could move"),
    ("{settle: rest}", "a question with one hypothesis, which no evidence could move"),
    ("{}", "a question without hypotheses"),
]


@pytest.mark.parametrize(("vector", "found"), VECTORS, ids=[row[0] for row in VECTORS])
def test_hypotheses_can_sum_to_one(vector: str, found: str | None) -> None:
    text = "\n".join(line for line in SMALL.split("\n") if "outcomes" not in line and "reveals" not in line)
    text = spoilt(text, (HYPOTHESES, vector))
    if found is None:
        assert problems_in(text) == ()
    else:
        problem = the_problem(text)
        assert (problem.key_path, problem.found) == ("questions.motive.hypotheses", found)


# Old text, new text, key path of the one problem, what was found.
IMPOSSIBLE = [
    ("deceptive: 10%, stand", "deceptive: 20%, stand", "sources.clerk", "probabilities that sum to 110%"),
    ("empty: 30%, deceptive: 10%", "deceptive: rest, empty: rest", "sources.clerk", "'rest' 2 times"),
    ("empty: 30%, deceptive: 10%", "deceptive: 50%", "sources.clerk", "probabilities that sum to 110% or more"),
    (
        "B2: {sound: 70..80%, empty: 10..20%, deceptive: rest}",
        "B2: {sound: 70..80%, empty: 1..2%, deceptive: 1..2%}",
        "grades.B2",
        "probabilities that sum to 84% or less",
    ),
    (
        "evasive: rest",
        "evasive: {settle: 30%, stall: 75%, prestige: 70%}",
        "preparation.soundings.outcomes",
        "probabilities that sum to 105%, given 'prestige'",
    ),
    (
        "evasive: rest",
        "evasive: {settle: rest, stall: 70%, prestige: rest}",
        "preparation.soundings.outcomes",
        "probabilities that sum to 95%, given 'stall'",
    ),
    (
        "evasive: rest",
        "evasive: rest, silent: rest",
        "preparation.soundings.outcomes",
        "'rest' 2 times, given 'settle', 'stall', 'prestige'",
    ),
    (
        "{fleet: 50..60, patrols: 20..30, money: 10..20}",
        "{fleet: 0, patrols: 0, money: 0}",
        "values.aland.weights",
        "weights that are all zero",
    ),
    (
        "{fleet: 40, patrols: 20, money: 40}",
        "{fleet: 0, patrols: 0, money: 0}",
        "values.borea.under.motive.settle.weights",
        "weights that are all zero",
    ),
    ("lapses_per_day: 0.2..1%", "lapses_per_day: rest", "meeting.window.lapses_per_day", "'rest' where nothing is shared out"),
    ("later: {weight: 30..50%,", "later: {weight: rest,", "later.weight", "'rest' where nothing is shared out"),
    ("sound: 60%, empty: 30%, deceptive: 10%", "sound: rest", "sources.clerk.sound", "'rest' with nothing to be the rest of"),
    ("{motive: 40..60%}", "{motive: rest}", "evidence.silence.likelihood.motive", "'rest' where nothing is shared out"),
    ("hit: 80..90%", "hit: B2", "sources.relay.links[0].hit", "the grade 'B2' instead of a probability"),
    (
        "settle: 10..25%, stall: 40",
        "settle: A, stall: 40",
        "questions.motive.hypotheses.settle",
        "the grade 'A' instead of a probability",
    ),
]


@pytest.mark.parametrize(("old", "new", "key_path", "found"), IMPOSSIBLE, ids=[row[2] for row in IMPOSSIBLE])
def test_what_cannot_be_is_reported(old: str, new: str, key_path: str, found: str) -> None:
    text = spoilt(FULL, (old, new))
    problem = the_problem(text)
    assert (problem.key_path, problem.found) == (key_path, found)


def test_outcomes_that_are_the_same_for_every_hypothesis() -> None:
    old = "{forthcoming: {settle: 70%, stall: 25%}, evasive: rest}"
    assert problems_in(spoilt(SMALL, (old, "{forthcoming: 60%, evasive: rest}"))) == ()
    found = the_problem(spoilt(SMALL, (old, "{forthcoming: 60%, evasive: 60%}"))).found
    assert found == "probabilities that sum to 120%"


@pytest.mark.parametrize("call", ["beta(2, 5)", "normal(20%, 1%)"])
def test_a_distribution_inside_braces_needs_quotation_marks(call: str) -> None:
    problem = the_problem(spoilt(SMALL, ("{settle: 10..25%, stall: rest}", f"{{settle: {call}, stall: rest}}")))
    assert (problem.line, problem.column, problem.found) == (11, 26, f"'{call}'")
    assert problem.key_path == "questions.motive.hypotheses.settle"
    assert problem.write == "put it in quotation marks, since a comma ends a value in brackets"
    problem = the_problem(spoilt(SMALL, ("[0, 30..50, 100]", f"[0, {call.replace('%', '')}, 100]")))
    assert (problem.line, problem.column, problem.key_path) == (19, 25, "values.aland.scores.fleet[1]")


def test_a_weight_that_may_be_above_zero_is_enough() -> None:
    assert (
        problems_in(spoilt(FULL, ("{fleet: 50..60, patrols: 20..30, money: 10..20}", "{fleet: 0, patrols: 0, money: unknown}")))
        == ()
    )
