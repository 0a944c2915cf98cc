# SPDX-License-Identifier: Apache-2.0
"""What analysts judge is complete, names what there is, and can be pooled; each mistake is told once at its place."""

import pytest

from case.samples import FULL, problems_in, spoilt

WRONG = [
    (
        "settle: 20..30%, stall: 50%",
        "setle: 20..30%, stall: 50%",
        "questions.motive.analysts.desk A.hypotheses.setle",
        "'setle'",
    ),
    (
        "settle: 20..30%, stall: 50%, ",
        "settle: 20..30%, ",
        "questions.motive.analysts.desk A.hypotheses",
        "nothing for 'stall'",
    ),
    ("settle: 20..30%, stall", "settle: 20..130%, stall", "questions.motive.analysts.desk A.hypotheses.settle", "130"),
    (
        "{likelihood: {motive: 50%}",
        "{likelihood: {motive: rest}",
        "evidence.silence.analysts.desk C.likelihood.motive",
        "'rest'",
    ),
    (
        "{likelihood: {motive: 50%}",
        "{likelihood: {pressure: 50%}",
        "evidence.silence.analysts.desk C.likelihood.pressure",
        "on which the item has none",
    ),
    (
        "settle: 60%, stall: 30..50%, prestige: 50%",
        "settle: 60%, stall: 50%",
        "evidence.silence.analysts.desk A.likelihood.motive",
        "nothing",
    ),
    ("extremizing: 1..1.5", "extremizing: 0.5..1.5", "pooling.extremizing", "'0.5..1.5'"),
    ("{information: separate, ", "{information: shared, ", "pooling.extremizing", "information is shared"),
    ("{information: separate, ", "{", "pooling", "without a word"),
    ("information: separate", "information: some", "pooling.information", "'some'"),
]


@pytest.mark.parametrize(("old", "new", "path", "said"), WRONG)
def test_each_mistake_is_told_once_at_its_place(old: str, new: str, path: str, said: str) -> None:
    (problem,) = problems_in(spoilt(FULL, (old, new)))
    assert problem.key_path == path and said in problem.found


def test_analysts_who_exclude_everything_between_them_are_refused() -> None:
    one = ("settle: 20..30%, stall: 50%, prestige: rest", "settle: 100%, stall: 0%, prestige: 0%")
    other = ("settle: 50%, stall: 40%, prestige: 30..40%", "settle: 0%, stall: 50%, prestige: 50%")
    (problem,) = problems_in(spoilt(FULL, one, other))
    assert problem.key_path == "questions.motive.analysts" and "rule out every hypothesis" in problem.found
    sure = ("settle: 60%, stall: 30..50%, prestige: 50%", "settle: 100%, stall: 30..50%, prestige: 50%")
    (problem,) = problems_in(spoilt(FULL, sure, ("{likelihood: {motive: 50%}", "{likelihood: {motive: 0%}")))
    assert problem.key_path == "evidence.silence.analysts" and "'settle'" in problem.found


def test_what_does_not_sum_to_one_is_read() -> None:
    assert not problems_in(spoilt(FULL, ("settle: 50%, stall: 40%", "settle: 90%, stall: 80%")))
    assert not problems_in(
        spoilt(FULL, ("extremizing: 1..1.5", "extremizing: 1"), ("information: separate", "information: shared"))
    )
