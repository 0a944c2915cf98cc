# SPDX-License-Identifier: Apache-2.0
"""The outcome of a case: checked on request with the case's own words, and opened by no assessment."""

from pathlib import Path

import pytest

from case.samples import FULL
from pourparler import desk
from pourparler.briefing.as_json import as_json
from pourparler.case import CaseError, Problem, read, read_everything, read_outcome

OUTCOME = """\
happened:
  - {what: the leaders met, on: 2031-05-20, step: travel, level: leaders, source: the press}
agreed: {on: 2031-05-21, options: {fleet: halved, money: credit}, kept: open}
success:
  - {what: no incident in the strait, met: in_part, on: 2032-03-01, judged_by: joint commission}
forecasts:
  - {question: agreement signed by June, came_true: "yes", on: 2031-05-21}
questions:
  motive: {hypothesis: prestige, on: 2033-01-01, source: memoirs}
lessons: [ask earlier]
"""


def folder(tmp_path: Path, outcome: str | bytes) -> Path:
    (tmp_path / "case.yaml").write_text(FULL, "utf-8")
    (tmp_path / "outcome.yaml").write_bytes(outcome if isinstance(outcome, bytes) else outcome.encode())
    return tmp_path


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        read_everything(path)
    return tuple(problem for problem in caught.value.problems if isinstance(problem, Problem))


def test_an_outcome_is_read_with_its_case(tmp_path: Path) -> None:
    path = folder(tmp_path, OUTCOME)
    found = read_outcome(path, read(path))
    assert found is not None and found.agreed is not None
    assert found.happened[0].level == "leaders" and found.agreed.options == {"fleet": "halved", "money": "credit"}
    assert found.success[0].met == "in_part" and found.forecasts[0].came_true == "yes"
    assert found.questions["motive"].hypothesis == "prestige" and found.lessons == ("ask earlier",)
    assert read_everything(path) == read(path)
    assert read_outcome(folder(tmp_path, "{}"), read(path)) is not None


def test_there_need_be_none(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(FULL, "utf-8")
    assert read_outcome(tmp_path, read(tmp_path)) is None


WRONG = {
    "an unknown key": ("lessons:", "lesons:", "lesons", "the unknown key 'lesons'"),
    "an event before the case": ("on: 2031-05-20", "on: 2031-03-13", "happened[0].on", "an event of 2031-03-13, before"),
    "another criterion": ("no incident in", "no accident in", "success[0].what", "the criterion 'no accident in the strait'"),
    "another forecast": ("by June", "by July", "forecasts[0].question", "the forecast 'agreement signed by July'"),
    "an unknown issue": ("fleet: halved", "flet: halved", "agreed.options.flet", "the issue 'flet'"),
    "an unknown option": ("halved", "haved", "agreed.options.fleet", "the option 'haved'"),
    "an unknown question": ("motive:", "motiv:", "questions.motiv", "the question 'motiv'"),
    "an unknown hypothesis": ("prestige", "prestig", "questions.motive.hypothesis", "the hypothesis 'prestig'"),
    "another case": ("happened:", "case: Strait\nhappened:", "case", "the outcome of another case, 'Strait'"),
    "another day": ("happened:", "as_of: 2031-01-01\nhappened:", "as_of", "an outcome of the case as of 2031-01-01"),
    "a criterion before its date": (
        "2032-03-01",
        "2032-02-29",
        "success[0].on",
        "a criterion scored on 2032-02-29, before its",
    ),
    "met before its date": (
        "in_part, on: 2032-03-01",
        "'yes', on: 2032-02-29",
        "success[0].on",
        "a criterion scored on 2032-02-29",
    ),
    "a criterion without a day": (", on: 2032-03-01", "", "success[0]", "a criterion scored without the day"),
    "a criterion twice": (
        "success:\n",
        "success:\n  - {what: no incident in the strait, met: open}\n",
        "success[1].what",
        "a criterion scored a second time",
    ),
    "an unknown word": ("in_part", "partly", "success[0].met", "'partly'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_mistakes_are_told_with_their_place(tmp_path: Path, name: str) -> None:
    old, new, key_path, found = WRONG[name]
    assert old in OUTCOME
    (problem,) = problems_of(folder(tmp_path, OUTCOME.replace(old, new, 1)))
    assert problem.file == str(tmp_path / "outcome.yaml") and problem.line > 0
    assert problem.key_path == key_path and problem.found.startswith(found)
    assert problem.write


def test_mistakes_of_the_case_do_not_hide_those_of_the_outcome(tmp_path: Path) -> None:
    path = folder(tmp_path, OUTCOME.replace("in_part", "partly"))
    (path / "case.yaml").write_text(FULL.replace("role: rival", "role: rivl"), "utf-8")
    assert [Path(problem.file).name for problem in problems_of(path)] == ["case.yaml", "outcome.yaml"]


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\x00", b"{" * 100_000, b"title: x\n", b""], ids=["bytes", "deep", "words", "empty"]
)
def test_no_assessment_opens_it(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / "case.yaml").write_text(FULL, "utf-8")
    plain = as_json(desk.run_errand(str(tmp_path), worlds=5))
    path = folder(tmp_path, garbage)
    assert as_json(desk.run_errand(str(path), worlds=5)) == plain
    assert {Path(problem.file).name for problem in problems_of(path)} == {"outcome.yaml"}


def test_an_outcome_that_cannot_be_read_changes_no_assessment(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(FULL, "utf-8")
    (tmp_path / "outcome.yaml").mkdir()
    assert desk.run_errand(str(tmp_path), worlds=5).case.title
    assert [problem.found for problem in problems_of(tmp_path)] == ["something other than a file"]


@pytest.mark.parametrize(("written", "is_late"), [("2031-05-20", False), ("2031-05-21", True)])
def test_a_criterion_written_after_the_meeting_is_refused(tmp_path: Path, written: str, is_late: bool) -> None:
    """The leaders met on the twentieth of May; the ministers, earlier, were not the meeting that the case prepares."""
    earlier = "happened:\n  - {what: the ministers met, on: 2031-04-01, level: ministers}"
    outcome = OUTCOME.replace("happened:", earlier).replace("no incident in the strait", "boats halved and kept so")
    path = folder(tmp_path, outcome)
    (path / "case.yaml").write_text(FULL.replace("written: 2031-03-10", f"written: {written}"), "utf-8")
    if not is_late:
        assert read_everything(path) == read(path)
        return
    (problem,) = problems_of(path)
    assert (problem.key_path, problem.file) == ("success[0].what", str(path / "outcome.yaml"))
    assert "written on 2031-05-21, after the meeting of 2031-05-20" in problem.found


def test_until_its_date_a_criterion_is_open(tmp_path: Path) -> None:
    early = OUTCOME.replace("in_part, on: 2032-03-01", "open, on: 2031-06-01")
    assert read_everything(folder(tmp_path, early)).success[0].by is not None


def test_the_outcome_of_a_single_file_lies_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "strait.yaml"
    file.write_text(FULL, "utf-8")
    assert read_outcome(file, read(file)) is None
    (tmp_path / "strait.outcome.yaml").write_text(OUTCOME.replace("prestige", "prestig"), "utf-8")
    (problem,) = problems_of(file)
    assert problem.file == str(tmp_path / "strait.outcome.yaml") and problem.key_path == "questions.motive.hypothesis"
