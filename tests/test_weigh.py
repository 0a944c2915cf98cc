# SPDX-License-Identifier: Apache-2.0
"""`pourparler weigh` in a terminal: streams, exit codes, and looking at a case on an earlier day."""

import json
from pathlib import Path

import pytest

from test_cli import run

ESSAY = "essays/singh2018"
FEW = ("--worlds", "20", "--quiet")


def test_weigh_prints_a_page_or_json_to_standard_output_alone() -> None:
    page = run("weigh", ESSAY, *FEW)
    assert (page.exit_code, page.stderr) == (0, "")
    assert "What matters\n" in page.stdout
    plain = json.loads(run("weigh", ESSAY, "--json", *FEW).stdout)
    assert {question["question"] for question in plain["questions"]} == {"motive", "pressure"}


def test_an_earlier_day_sees_what_was_known_then() -> None:
    plain = json.loads(run("weigh", ESSAY, "--json", "--as-of", "2018-03-08", *FEW).stdout)
    told = {item["id"] for item in plain["evidence"]}
    assert "offer" in told
    assert "stockholm" not in told


@pytest.mark.parametrize(("day", "says"), [("soon", "which is no day"), ("2018-03-17", "later than the day of the case")])
def test_a_day_that_cannot_be_is_refused(day: str, says: str) -> None:
    found = run("weigh", ESSAY, "--as-of", day, *FEW)
    assert found.exit_code == 2
    assert says in found.stderr
    assert "2018-03-16" in found.stderr


def test_questions_and_evidence_are_enough(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "pourparler: 2\ntitle: t\nas_of: 2031-03-14\nparties: {a: {role: own}, b: {role: counterpart}}\n"
        "questions: {q: {hypotheses: {yes: 50%, no: 50%}}}\n"
        "evidence: [{id: e, text: '-', known_at: 2031-03-01, likelihood: {q: {yes: 90%, no: 30%}}}]\n",
        "utf-8",
    )
    found = run("weigh", str(tmp_path), *FEW)
    assert (found.exit_code, found.stderr) == (0, "")
    assert "likely" in found.stdout


LATER = (
    "pourparler: 2\ntitle: t\nas_of: 2031-03-14\nparties: {a: {role: own}, b: {role: counterpart}}\n"
    "questions: {q: {hypotheses: {yes: 50%, no: 50%}}}\n"
    "sources: {one: {sound: 1}}\n"
    "evidence:\n"
    "  - {id: e, text: '-', source: one, known_at: 2031-03-01, likelihood: {q: {yes: 90%, no: 30%}}}\n"
    "  - {id: f, text: '-', source: one, known_at: 2031-03-15, likelihood: {q: {yes: 90%, no: 30%}}}\n"
)


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Return a case that holds an item, and a row, that are dated after it."""
    (tmp_path / "case.yaml").write_text(LATER, "utf-8")
    (tmp_path / "evidence.csv").write_text("id,text,known_at,source\ng,-,2031-03-20,one\n", "utf-8")
    return tmp_path


def test_evidence_dated_after_the_case_is_refused_with_its_place(later: Path) -> None:
    found = run("weigh", str(later), *FEW)
    assert (found.exit_code, found.stdout) == (2, "")
    assert f"{later / 'case.yaml'}:9:47: evidence.f.known_at" in found.stderr
    assert f"{later / 'evidence.csv'}:2:5: evidence.g.known_at" in found.stderr
    assert "found 2031-03-15, later than the day of the case, 2031-03-14; move as_of to 2031-03-15 or later" in found.stderr
    assert "2 problems" in found.stderr


def test_with_a_day_it_is_not_seen_as_it_is_not_in_an_assessment(later: Path) -> None:
    found = run("weigh", str(later), "--as-of", "2031-03-14", "--json", *FEW)
    assert (found.exit_code, found.stderr) == (0, "")
    plain = json.loads(found.stdout)
    assert [item["id"] for item in plain["evidence"]] == ["e"]
    assert plain["questions"][0]["hypotheses"][0]["posterior"]["mean"] == 0.75
    assert [row["arrived"] for row in plain["history"]] == [[], ["e"], []]
    assessed = run("assess", str(later), "--json", *FEW)
    assert assessed.exit_code == 0
    assert json.loads(assessed.stdout)["history"] == plain["history"]


def test_check_notes_what_is_not_seen_and_finds_no_mistake(later: Path) -> None:
    found = run("check", str(later))
    assert (found.exit_code, found.stderr) == (0, "")
    notes = [line for line in found.stdout.splitlines() if line.startswith("not seen: ")]
    assert [note.split(": ")[1:3] for note in notes] == [
        [f"{later / 'case.yaml'}:9:47", "evidence.f.known_at"],
        [f"{later / 'evidence.csv'}:2:5", "evidence.g.known_at"],
    ]
    assert "no mistakes" in found.stdout and "move as_of to 2031-03-20 or later" in notes[1]


def test_nobody_is_asked_for_an_estimate_before_that_is_settled(later: Path) -> None:
    before = (later / "case.yaml").read_bytes()
    found = run("weigh", str(later), "--elicit", *FEW)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "Whose estimate" not in found.stderr and "evidence.f.known_at" in found.stderr
    assert (later / "case.yaml").read_bytes() == before
