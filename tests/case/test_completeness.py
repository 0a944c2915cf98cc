# SPDX-License-Identifier: Apache-2.0
"""A weight per issue, a score per option, an entry per hypothesis."""

import pytest

from case.samples import FULL, SMALL, problems_in, spoilt, the_problem

# Old text, new text, key path of the one problem, what was found.
INCOMPLETE = [
    ("20..30, money: 10..20}", "20..30}", "values.aland.weights", "no weight for 'money'"),
    ("20..30, money: 10..20}", "20..30, mony: 1}", "values.aland.weights.mony", "the unknown issue 'mony'"),
    ("weights: fleet > patrols = money", "weights: fleet > patrols", "values.borea.weights", "no weight for 'money'"),
    (
        "weights: fleet > patrols = money",
        "weights: fleet > patrols = monny",
        "values.borea.weights",
        "the unknown issue 'monny'",
    ),
    (
        "weights: fleet > patrols = money",
        "weights: fleet, patrols, money",
        "values.borea.weights",
        "'fleet, patrols, money', which is no order",
    ),
    ("weights: fleet > patrols = money", "weights: 12", "values.borea.weights", "the number 12"),
    ("weights: fleet > patrols = money", "weights: [1, 2]", "values.borea.weights", "a list"),
    ("weights: {fleet: 40, ", "weights: {", "values.borea.under.motive.settle.weights", "no weight for 'fleet'"),
    ("patrols: [100, 60, 20..40]", "patrols: [100, 60]", "values.aland.scores.patrols", "2 scores for 3 options"),
    ("patrols: [100, 60, 20..40]", "patrols: 40", "values.aland.scores.patrols", "the number 40"),
    (", grant: 0}", "}", "values.aland.scores.money", "no score for 'grant'"),
    ("credit: 60, grant: 0}", "kredit: 60, grant: 0}", "values.aland.scores.money.kredit", "the unknown option 'kredit'"),
    (
        "grant > credit > none",
        "grant > credit",
        "values.borea.under.motive.settle.scores.money",
        "no score for 'none'",
    ),
    (
        ", money: {none: 100, credit: 60, grant: 0}",
        "",
        "values.aland.scores",
        "no scores for 'money', which has a weight",
    ),
    ("20..40], money: {none", "20..40], mony: {none", "values.aland.scores.mony", "the unknown issue 'mony'"),
    (
        "motive: {settle: 60%, stall: 60%, prestige: 70%}",
        "motive: {settle: 60%}",
        "evidence.offer.likelihood.motive",
        "nothing for 'stall', 'prestige'",
    ),
    (", unresponsive: C}}", "}}", "evidence.silence.letters.pressure", "nothing for 'unresponsive'"),
    ("stall: 50..65, ", "", "no_deal.borea.value.motive", "nothing for 'stall'"),
    (", unresponsive: -4..-2", "", "moves.port_fees.shifts.borea.pressure", "nothing for 'unresponsive'"),
    (", prestige: 20..45%}}", "}}", "compliance.motive", "nothing for 'prestige'"),
    (
        "prestige: 20..45%}}",
        "prestige: 20..45%}, pressure: {responsive: 1, unresponsive: 1}}",
        "compliance",
        "a table with 2 questions",
    ),
    ("stall: 25%, prestige: 35%}", "stall: 25%}", "preparation.soundings.outcomes.forthcoming", "nothing for 'prestige'"),
]


@pytest.mark.parametrize(("old", "new", "key_path", "found"), INCOMPLETE, ids=[row[3] for row in INCOMPLETE])
def test_what_lacks_an_entry_is_reported(old: str, new: str, key_path: str, found: str) -> None:
    problem = the_problem(spoilt(FULL, (old, new)))
    assert (problem.key_path, problem.found) == (key_path, found)


def test_scores_restated_under_every_hypothesis_need_no_general_ones() -> None:
    assert "no scores for" not in " ".join(problem.found for problem in problems_in(FULL))
    text = spoilt(
        FULL,
        ("    weights: fleet > patrols = money\n", "    weights: fleet > patrols = money\n    scores: {fleet: [1, 2, 3, 4]}\n"),
    )
    assert problems_in(text) == ()
    text = spoilt(text, (", money: [0, 50, 100]}\n", "}\n"))
    assert the_problem(text).found == "no scores for 'money', which has a weight"


def test_without_issues_nothing_is_asked_of_weights() -> None:
    start, end = SMALL.index("issues:\n"), SMALL.index("values:\n")
    assert problems_in(SMALL[:start] + SMALL[end:]) == ()
