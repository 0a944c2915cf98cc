# SPDX-License-Identifier: Apache-2.0
"""A confidence is stated with level, holder, day and what it rests on; words of likelihood are refused, later ones unseen."""

import datetime as dt
from pathlib import Path

import pytest

from case.samples import FULL, spoilt, the_problem
from case.test_seats import BOREA, folder
from pourparler.case import known_by, read, read_text

STATED = "{level: low, by: desk B, on: 2031-03-11, because: one exchange in three years, basis: judgement}"
PATH = "questions.pressure.confidence"


@pytest.mark.parametrize("word", ["likely", "medium", "60%", "HIGH", "none"])
def test_a_word_that_is_no_level_of_confidence_is_refused(word: str) -> None:
    problem = the_problem(spoilt(FULL, ("{level: low, by", f"{{level: {word}, by")))
    assert problem.key_path == f"{PATH}.level"
    assert problem.write == "write low, moderate or high: how sound the basis of an estimate is, not how likely anything is"


@pytest.mark.parametrize("key", ["level", "by", "on", "because"])
def test_a_confidence_without_level_holder_day_or_grounds_is_refused(key: str) -> None:
    parts = [part for part in STATED.strip("{}").split(", ") if not part.startswith(f"{key}:")]
    problem = the_problem(spoilt(FULL, (STATED, "{" + ", ".join(parts) + "}")))
    assert (problem.key_path, problem.found) == (f"{PATH}.{key}", f"no '{key}'")


def test_a_level_alone_is_refused() -> None:
    problem = the_problem(spoilt(FULL, (STATED, "moderate")))
    assert (problem.key_path, problem.found) == (PATH, "'moderate'")
    assert problem.write == "write a table, such as {level: …}"


def test_what_is_stated_later_is_not_seen() -> None:
    case = read_text(FULL, "case.yaml")
    assert known_by(case).questions["pressure"].confidence == case.questions["pressure"].confidence is not None
    for day, seen in ((dt.date(2031, 3, 11), True), (dt.date(2031, 3, 10), False)):
        earlier = known_by(case.model_copy(update={"as_of": day})).questions["pressure"]
        assert (earlier.confidence is not None) is seen
        assert earlier.hypotheses == case.questions["pressure"].hypotheses


def test_another_seat_does_not_inherit_it(tmp_path: Path) -> None:
    named = BOREA.replace("ours: {", "pressure: {")
    assert named != BOREA
    assert read(folder(tmp_path, borea=named), "borea").questions["pressure"].confidence is None
