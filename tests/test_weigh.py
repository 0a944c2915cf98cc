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
