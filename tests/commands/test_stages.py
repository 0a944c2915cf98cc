# SPDX-License-Identifier: Apache-2.0
"""`pourparler stages` at a terminal: its page, its JSON, what it refuses, and the two cases of the catalog."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pourparler import cli

ESSAY, LABOUR = "essays/singh2018", "labour/nhl2005"
FEW = ("--worlds", "200", "--quiet")


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "140"}).invoke(cli.app, ["stages", *arguments])


def as_json(case: str, *arguments: str) -> dict[str, Any]:
    found = run(case, *FEW, "--json", *arguments)
    assert (found.exit_code, found.stderr) == (0, "")
    plain: dict[str, Any] = json.loads(found.stdout)
    return plain


@pytest.fixture(scope="module")
def essay() -> dict[str, Any]:
    return as_json(ESSAY)


def test_freeze_partial_and_complete_stand_side_by_side_with_leverage_by_hypothesis(essay: dict[str, Any]) -> None:
    stops = essay["staged"]["stops"]
    assert [stop["package"].get("programme") for stop in stops] == [None, "freeze", "partial", "complete"]
    for stop in stops:
        given = {(row["question"], row["hypothesis"]): row for row in stop["by_hypothesis"]}
        assert len(given) == 5
        assert all(row["own_leverage"]["low"] <= row["own_leverage"]["mean"] for row in given.values())
    # Who would settle loses by a break what who buys time does not.
    first = {row["hypothesis"]: row["own_leverage"]["mean"] for row in stops[0]["by_hypothesis"]}
    assert first["settle"] > first["buy_time"]
    # A freeze spends our leverage and leaves theirs: the essay's claim, by the case's own shifts.
    assert stops[1]["own_leverage"]["mean"] < stops[0]["own_leverage"]["mean"] - 3
    assert stops[1]["counterpart_leverage"]["mean"] > stops[0]["counterpart_leverage"]["mean"] - 3


def test_the_freeze_is_right_above_a_hazard_that_is_told_by_hypothesis(essay: dict[str, Any]) -> None:
    rows = {row["stage"]: row for row in essay["staged"]["break_even"]}
    freeze = rows["first_step"]
    assert 0 <= freeze["hazard"]["low"] <= freeze["hazard"]["mean"] < freeze["stated"]["mean"]
    assert freeze["right"] > 0.9
    assert set(freeze["by_hypothesis"]) == {"motive", "pressure"}
    # Where pressure moves them no deal is worth more to us, so that more danger is needed to make a freeze right.
    assert freeze["by_hypothesis"]["pressure"]["responsive"] > freeze["by_hypothesis"]["pressure"]["unresponsive"]
    courses = {(row["course"], row["stage"]): row for row in essay["staged"]["courses"]}
    assert set(courses) == {
        ("no_deal", None), ("stop", "first_step"), ("stop", "second_step"), ("path", None), ("at_once", None)
    }  # fmt: skip
    assert courses["no_deal", None]["chance"]["mean"] > courses["stop", "first_step"]["chance"]["mean"]
    assert sum(row["best"] for row in courses.values()) == pytest.approx(1)


def test_the_irreversible_give_of_the_first_stage_is_flagged_for_the_same_side_from_either_seat(essay: dict[str, Any]) -> None:
    assert [row["irreversible"] for row in essay["staged"]["stages"]] == ["united_states", None, None]
    assert [alarm["id"] for alarm in essay["alarms"]] == ["irreversible.first_step"]


def test_the_page_says_who_would_leave_and_which_order_holds() -> None:
    found = run(ESSAY, *FEW)
    assert found.exit_code == 0
    for words in ("would not go through with step one", "all stages, as", "There is no first stage"):
        assert words in " ".join(found.stdout.split())


def test_the_labour_case_has_stages_and_no_crisis() -> None:
    staged = as_json(LABOUR)["staged"]
    assert [row["stage"] for row in staged["stages"]] == ["books_first", "season_saved"]
    assert staged["break_even"] == []
    assert all(row["net"] is None for row in staged["courses"])
    assert staged["stages"][1]["irreversible"] == "nhlpa"  # what players are not paid cannot be taken back


def test_a_page_of_html_holds_the_figures(tmp_path: Path) -> None:
    file = tmp_path / "stages.html"
    assert run(LABOUR, *FEW, "--html", str(file)).exit_code == 0
    text = file.read_text("utf-8")
    assert text.count("<figure") == 3
    assert "Leverage from stage to stage" in text


def test_a_case_without_stages_says_so_and_one_without_a_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    assert "The case has no stages." in run("treaties/canal1977", *FEW).stdout
    bare = "pourparler: 2\ntitle: t\nas_of: 2031-01-01\nparties: {a: {role: own}, b: {role: counterpart}}\n"
    file.write_text(bare, "utf-8")
    found = run(str(file), *FEW)
    assert found.exit_code == cli.BAD_INPUT
    assert "nothing that says" in found.stderr
