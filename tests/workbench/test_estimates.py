# SPDX-License-Identifier: Apache-2.0
"""Own estimates come before computed ones, and before those of others."""

from pourparler.archive import Actor
from pourparler.workbench.estimates import asked_of, is_open, own
from pourparler.workbench.worker import ADVICE
from workbench.conftest import ME, Page


def test_the_estimate_of_somebody_else_neither_opens_what_was_computed_nor_is_shown(canal: Page) -> None:
    other = Actor("local-other", "other")
    given = canal.archive.estimate(ME, canal.case, ADVICE, "hold")
    assert is_open(own([given], ME))
    assert own([given], other) == ()
    assert not is_open(own([given], other))


def test_an_estimate_of_a_hypothesis_alone_opens_nothing(canal: Page) -> None:
    given = canal.archive.estimate(ME, canal.case, "questions.aim.settle", "40%")
    assert not is_open(own([given], ME))


def test_every_question_of_a_case_is_asked_with_all_its_hypotheses_by_their_labels(canal: Page) -> None:
    from pourparler.case import read_files

    asked = {
        question.name: [name for name, _ in question.hypotheses]
        for question in asked_of(read_files(canal.archive.files(ME, canal.case)))
    }
    assert asked == {"aim": ["settle", "hold_out"], "consent": ["winnable", "blocked"]}
