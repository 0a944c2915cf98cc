# SPDX-License-Identifier: Apache-2.0
"""The errands of the forecast book: what is written reads back as it was meant, remarks stay, and bad input changes nothing."""

from pathlib import Path
from typing import Any

import pytest

from pourparler import catalog, forecasts
from pourparler.case import CaseError, Problem, read
from pourparler.case.book import seal_of
from pourparler.case.write import fingerprint

SMALL = catalog.template("small")
SAID: dict[str, Any] = {
    "question": "Is the lease signed?",
    "by": "Mara",
    "p": "30..40%",
    "resolves": "2031-06-30",
    "id": "lease",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(SMALL, "utf-8")
    return tmp_path


def problem(action: Any) -> Problem:
    with pytest.raises(CaseError) as caught:
        action()
    (found,) = caught.value.problems
    assert isinstance(found, Problem)
    return found


def test_what_is_added_is_sealed_and_every_remark_stays(case: Path) -> None:
    first = forecasts.add(str(case), SAID)
    second = forecasts.add(str(case), SAID | {"by": "Jon", "p": "0.15", "on": "2031-05-13", "id": None})
    assert first.sealed == seal_of(first, None) and second.sealed == seal_of(second, first.sealed)
    assert first.on == read(case).as_of
    text = (case / "case.yaml").read_text("utf-8")
    added = [line for line in text.splitlines() if line not in SMALL.splitlines()]
    assert [line for line in SMALL.splitlines() if line not in text.splitlines()] == []
    assert "    p: 30..40%" in added and "    p: 0.15" in added and added[0] == "forecasts:"
    assert read(case).forecasts == (first, second)


def test_an_outcome_is_written_for_everybody_who_forecast_and_breaks_no_seal(case: Path) -> None:
    forecasts.add(str(case), SAID)
    forecasts.add(str(case), SAID | {"by": "Jon", "id": None})
    other = {key: value for key, value in SAID.items() if key not in ("p", "id")}
    forecasts.add(str(case), other | {"question": "How many boats?", "quantity": "20..60", "unit": "boats"})
    settled = forecasts.settle(str(case), "lease", "yes", "2031-06-01", "the press")
    assert [entry.by for entry in settled] == ["Mara", "Jon"]
    (boats,) = forecasts.settle(str(case / "case.yaml"), "How many boats?", "44", "2031-06-30")
    assert boats.resolved is not None and boats.resolved.came == "44"
    assert "{came: yes, on: 2031-06-01, source: the press}" in (case / "case.yaml").read_text("utf-8")
    found = forecasts.book(str(case))
    assert found.day == "2031-06-30" and [row.state for row in found.forecasts] == ["resolved"] * 3
    assert [row.state for row in forecasts.book(str(case), day="2031-06-01").forecasts] == ["resolved", "resolved", "open"]


def test_the_outcome_of_a_case_settles_what_the_case_leaves_open(case: Path) -> None:
    forecasts.add(str(case), SAID)
    classes = {"p": None, "id": None, "question": "Which?", "classes": {"none": "40%", "some": "rest"}}
    forecasts.add(str(case), SAID | classes)
    outcome = "forecasts:\n  - {question: 'Is the lease signed?', came_true: yes, on: 2031-06-02}\n"
    outcome += "  - {question: 'Which?', came: some, on: 2031-06-30}\n"
    (case / "outcome.yaml").write_text(outcome, "utf-8")
    lease, which = forecasts.book(str(case)).forecasts
    assert lease.came is not None and (lease.came.came, lease.came.on) == ("yes", "2031-06-02")
    assert which.came is not None and which.came.came == "some" and which.scores is not None
    assert "settled on 2031-06-02: yes" in problem(lambda: forecasts.settle(str(case), "lease", "no", "2031-07-01")).found
    for old, new, said in (
        ("came_true: yes", "came_true: yes, came: yes", "came beside came_true"),
        (", came_true: yes", "", "nothing on how it came out"),
        ("came: some", "came: all", "'all', which was not forecast"),
        ("came_true: yes, on: 2031-06-02", "came_true: no, on: 2031-06-02", "before the forecast is settled"),
    ):
        (case / "outcome.yaml").write_text(outcome.replace(old, new), "utf-8")
        assert said in problem(lambda: forecasts.book(str(case))).found
    (case / "outcome.yaml").write_text(outcome, "utf-8")
    text = (case / "case.yaml").read_text("utf-8")
    settled = text.replace("    p: 30..40%", "    p: 30..40%\n    resolved: {came: no, on: 2031-07-01}")
    (case / "case.yaml").write_text(settled, "utf-8")
    assert "'yes', where the case has 'no'" in problem(lambda: forecasts.book(str(case))).found


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no question": ({"question": " "}, "QUESTION", "no question"),
    "nobody": ({"by": ""}, "--by", "nobody"),
    "nothing forecast": ({"p": None}, "--p", "nothing forecast"),
    "two forms": ({"quantity": "4"}, "--p", "p beside a quantity"),
    "no probability": ({"p": "often"}, "--p", "'often'"),
    "beyond one": ({"p": "130%"}, "--p", "130%"),
    "no day": ({"resolves": "June"}, "--resolves", "'June'"),
    "made on its day": ({"on": "2031-06-30"}, "--on", "on or after the day on which it is settled"),
    "classes beyond one": ({"p": None, "classes": {"a": "80%", "b": "70%"}}, "forecasts", "sum to 150%"),
    "a class that is no name": ({"p": None, "classes": {"a b": "80%", "b": "rest"}}, "--class a b", "the key 'a b'"),
    "like cases of another form": ({"base_rate": {"name": "x", "counts": {"a": 1}}}, "--base-rate", "told by 'counts'"),
    "an id that is none": ({"id": "a b"}, "--id", "'a b'"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_forecast_is_one_problem_and_changes_nothing(case: Path, kind: str) -> None:
    change, where, said = BAD[kind]
    found = problem(lambda: forecasts.add(str(case), SAID | change))
    assert said in found.found and (found.file == where or found.key_path.startswith(where))
    assert (case / "case.yaml").read_text("utf-8") == SMALL and [p.name for p in case.iterdir()] == ["case.yaml"]


def test_nothing_is_forecast_after_the_event_or_out_of_order(case: Path) -> None:
    forecasts.add(str(case), SAID | {"on": "2031-05-20"})
    found = problem(lambda: forecasts.add(str(case), SAID | {"by": "Jon", "id": None, "on": "2031-05-19"}))
    assert found.file == "--on" and "2031-05-19, before the forecast that was sealed last" in found.found
    forecasts.settle(str(case), "lease", "yes", "2031-06-01")
    after = problem(lambda: forecasts.add(str(case), SAID | {"by": "Jon", "id": None, "on": "2031-06-01"}))
    assert after.file == "QUESTION" and after.found == "a question that was settled on 2031-06-01"


@pytest.mark.parametrize(
    ("asked", "came", "on", "where", "said"),
    [
        ("leese", "yes", "2031-06-01", "'leese'", "no such forecast"),
        ("lease", "perhaps", "2031-06-01", "--came", "'perhaps', which was not forecast"),
        ("lease", "no", "2031-06-01", "--on", "before the forecast is settled"),
        ("lease", "yes", "2031-05-12", "--on", "which was no secret"),
        ("lease", "yes", "soon", "--on", "'soon'"),
    ],
)
def test_a_bad_outcome_is_one_problem_and_changes_nothing(
    case: Path, asked: str, came: str, on: str, where: str, said: str
) -> None:
    forecasts.add(str(case), SAID)
    before = fingerprint(case)
    found = problem(lambda: forecasts.settle(str(case), asked, came, on))
    assert found.file == where and said in found.found and fingerprint(case) == before


def test_a_forecast_that_was_changed_afterwards_is_told_by_every_errand(case: Path) -> None:
    forecasts.add(str(case), SAID)
    file = case / "case.yaml"
    file.write_text(file.read_text("utf-8").replace("30..40%", "90%"), "utf-8")
    for action in (
        lambda: forecasts.book(str(case)),
        lambda: forecasts.add(str(case), SAID | {"id": None}),
        lambda: forecasts.settle(str(case), "lease", "yes", "2031-06-01"),
    ):
        assert "a broken seal: forecast 'lease'" in problem(action).found


def test_a_seal_that_was_given_away_tells_a_book_that_was_written_anew(case: Path) -> None:
    entry = forecasts.add(str(case), SAID)
    assert entry.sealed is not None
    assert forecasts.checked_seal(forecasts.opened(str(case)), entry.sealed[:12].upper()) == entry
    (case / "case.yaml").write_text(SMALL, "utf-8")
    forecasts.add(str(case), SAID | {"p": "90%"})
    for seal in (entry.sealed, "", entry.sealed[:4]):
        found = problem(lambda seal=seal: forecasts.checked_seal(forecasts.opened(str(case)), seal))
        assert found.found == "a seal that no forecast of the book has"
