# SPDX-License-Identifier: Apache-2.0
"""`pourparler moves` in a terminal: streams, JSON keys, the page with its figures, and a case with too many moves."""

import json
from pathlib import Path

import pytest

from test_cli import run

ESSAY = "essays/singh2018"
FEW = ("--worlds", "30", "--quiet")


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def test_the_page_goes_to_standard_output_alone() -> None:
    page = run("moves", ESSAY, *FEW)
    assert (page.exit_code, page.stderr) == (0, "")
    for heading in ("Moves", "Sets of moves", "Gain against risk", "Coercive moves and their twins"):
        assert f"\n{heading}\n" in page.stdout


def test_the_keys_of_the_json() -> None:
    plain = json.loads(run("moves", ESSAY, "--json", *FEW).stdout)
    assert {"moves", "sets", "efficient", "smallest_for_zone", "twins"} <= plain.keys()
    assert len(plain["sets"]) == 16
    first = plain["sets"][0]
    assert first["moves"] == [] and first["value"].keys() == {"mean", "low", "high"}
    assert {"p_zone", "p_agreement", "cost", "escalation", "ready_days"} <= first.keys()
    assert {row["coercive"] for row in plain["twins"]} == {"pressure", "allied_planning", "suspend_talks"}


def test_the_same_case_gives_the_same_bytes() -> None:
    assert run("moves", ESSAY, "--json", *FEW).stdout == run("moves", ESSAY, "--json", *FEW).stdout


def test_the_figures_stand_on_the_page_of_html(tmp_path: Path) -> None:
    file = tmp_path / "moves.html"
    assert run("moves", ESSAY, *FEW, "--html", str(file)).exit_code == 0
    text = file.read_text("utf-8")
    assert text.count("<svg") == 2
    assert "Gain against risk" in text


def test_a_case_without_values_is_told_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "pourparler: 2\ntitle: t\nas_of: 2031-03-14\nparties: {a: {role: own}, b: {role: counterpart}}\n", "utf-8"
    )
    found = run("moves", str(tmp_path), *FEW)
    assert found.exit_code == 2
    assert "nothing that says no_deal" in found.stderr
