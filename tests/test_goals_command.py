# SPDX-License-Identifier: Apache-2.0
"""`pourparler goals` in a terminal: streams, JSON keys, the page with its figure, and what is refused."""

import json
from pathlib import Path

import pytest

from case.samples import FULL, spoilt
from test_cli import run

LABOUR = "labour/nhl2005"
FEW = ("--worlds", "30", "--quiet")


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def test_the_page_goes_to_standard_output_alone() -> None:
    page = run("goals", LABOUR, *FEW)
    assert (page.exit_code, page.stderr) == (0, "")
    headings = ("What is sought", "How the goals came about", "What would be given for what", "Achievable or not", "Dissents")
    for heading in (*headings, "Not to be crossed", "Alarms"):
        assert f"\n{heading}\n" in page.stdout


def test_the_keys_of_the_json() -> None:
    plain = json.loads(run("goals", LABOUR, "--json", *FEW).stdout)
    assert plain.keys() == {"case", "run", "goals", "gives", "red_lines", "reach", "objections", "dissents", "alarms"}
    goals = plain["goals"]
    assert {"must_produce", "meeting_yields", "rows", "versions", "drift", "drift_of_all"} <= goals.keys()
    assert [row["on"] for row in goals["versions"]] == ["2004-09-09", "2004-12-09", "2005-02-14", "2005-02-15"]
    assert {row["kind"] for row in plain["reach"]} == {"given_up", "target", "floor", "all_targets"}
    assert goals["drift_of_all"]["given_up"]["mean"] > goals["drift_of_all"]["received"]["mean"] > 0


def test_the_figure_stands_on_the_page_of_html(tmp_path: Path) -> None:
    file = tmp_path / "goals.html"
    assert run("goals", LABOUR, *FEW, "--html", str(file)).exit_code == 0
    text = file.read_text("utf-8")
    assert text.count("<svg") == 1 and "How far the goals have moved" in text


def test_the_other_seat_has_goals_of_its_own() -> None:
    theirs = json.loads(run("goals", LABOUR, "--seat", "nhl", "--json", *FEW).stdout)
    assert [row["target"] for row in theirs["goals"]["rows"]] == ["c42_5"]


def test_a_goal_changed_without_an_approver_is_refused_with_its_place(tmp_path: Path) -> None:
    silent = spoilt(FULL, (", approved: {by: cabinet, on: 2031-02-11}", ""))
    (tmp_path / "case.yaml").write_text(silent, "utf-8")
    found = run("goals", str(tmp_path), *FEW)
    assert found.exit_code == 2
    assert "case.yaml:163:" in found.stderr and "mandate.history[1]" in found.stderr and "approved by nobody" in found.stderr


def test_a_case_without_values_is_told_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "pourparler: 2\ntitle: t\nas_of: 2031-03-14\nparties: {a: {role: own}, b: {role: counterpart}}\n", "utf-8"
    )
    found = run("goals", str(tmp_path), *FEW)
    assert found.exit_code == 2
    assert "nothing that says no_deal" in found.stderr
