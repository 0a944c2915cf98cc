# SPDX-License-Identifier: Apache-2.0
"""`pourparler forecasts` at a terminal: what is printed, as text and as JSON, and exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pourparler import catalog, cli

LEASE = ("Is the lease signed?", "--by", "Mara", "--resolves", "2031-06-30")


@pytest.fixture
def case(tmp_path: Path) -> str:
    (tmp_path / "case.yaml").write_text(catalog.template("small"), "utf-8")
    return str(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(cli.app, ["forecasts", *arguments])


def fill(case: str) -> None:
    like = ("--base-rate", "leases here: 3 of 24")
    assert run("add", case, *LEASE, "--p", "30..40%", "--id", "lease", *like).exit_code == 0
    assert run("add", case, LEASE[0], "--by", "Jon", "--p", "15%", "--resolves", "2031-06-30").exit_code == 0
    classes = ("--class", "none=50%", "--class", "some=30..40%", "--class", "all=rest", "--ordered")
    assert run("add", case, "How much of it?", *LEASE[1:], *classes, "--id", "much").exit_code == 0
    amount = ("--quantity", "20..60", "--unit", "boats", "--id", "boats", "--aided")
    assert run("add", case, "How many boats?", *LEASE[1:], *amount).exit_code == 0


def test_a_book_from_the_first_forecast_to_the_score(case: str) -> None:
    assert "0 forecasts on 2031-05-12" in run("list", case).stdout
    fill(case)
    listed = run("list", case, "--as-of", "2031-07-02").stdout
    assert "Overdue\n" in listed and "Open\n" not in listed
    assert "2031-06-30, 2" in listed and "days ago" in listed  # perhaps on two lines
    assert "Last seal: " in listed and "35% (30% to 40%)" in listed and "Mara (aided)" in listed and "none 50% < some" in listed
    assert (
        run("resolve", case, "lease", "--came", "yes", "--on", "2031-06-01").stdout
        == "settled 2 forecasts: yes on 2031-06-01\n"
    )
    assert run("resolve", case, "boats", "--came", "47.5", "--on", "2031-06-30").exit_code == 0
    assert run("resolve", case, "much", "--came", "all", "--on", "2031-06-30", "--source", "the text").exit_code == 0
    scored = run("score", case)
    assert scored.exit_code == 0 and scored.stderr == ""
    for said in (
        "Brier",
        "log, bits",
        "RPS",
        "CRPS",
        "lease: like cases are leases here",
        "The pool is of Jon, Mara",
        "Calibration",
        "30% to 40%",
    ):
        assert said in " ".join(scored.stdout.split())
    assert "the text" in run("list", case).stdout and "Overdue" not in run("list", case).stdout
    assert "4 forecasts came out" in scored.stdout and "1 forecast came out" in run("score", case, "--by", "Jon").stdout


def test_json_has_stable_keys_and_goes_to_standard_output_alone(case: str) -> None:
    added = run("add", case, *LEASE, "--p", "40%", "--json")
    (entry,) = json.loads(added.stdout)["forecasts"]
    assert entry["p"] == "0.4" and len(entry["sealed"]) == 64 and added.stderr == ""
    settled = run("resolve", case, LEASE[0], "--came", "yes", "--on", "2031-06-01", "--json")
    assert json.loads(settled.stdout)["forecasts"][0]["resolved"] == {"came": "yes", "on": "2031-06-01"}
    for command in ("list", "score"):
        found = json.loads(run(command, case, "--json").stdout)
        assert list(found) == ["title", "day", "last_seal", "forecasts", "averages", "calibration"]
        assert found["forecasts"][0]["scores"]["brier"] == pytest.approx(0.72)
        assert found["last_seal"] == entry["sealed"]


def test_a_seal_is_looked_for(case: str) -> None:
    fill(case)
    seal = json.loads(run("list", case, "--json").stdout)["last_seal"]
    assert run("list", case, "--seal", seal).exit_code == 0
    found = run("list", case, "--seal", "0" * 64)
    assert found.exit_code == cli.BAD_INPUT and "a seal that no forecast of the book has" in found.stderr and not found.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", *LEASE), "nothing forecast; give --p"),
        (("add", *LEASE, "--p", "often"), "--p\n  found 'often'"),
        (("add", *LEASE, "--class", "none"), "--class\n  found 'none'; write a class and its probability"),
        (("add", *LEASE, "--class", "a=1", "--class", "a=2"), "'a' a second time"),
        (("add", *LEASE, "--p", "4%", "--base-rate", "many of few"), "--base-rate\n  found 'many of few'"),
        (("add", *LEASE, "--p", "4%", "--base-rate", "x: 3 of 2"), "3 successes in 2 cases"),
        (("add", *LEASE, "--quantity", "4", "--base-rate", "x: 3 of 4"), "like cases told by"),
        (("resolve", "lease", "--came", "yes", "--on", "2031-06-01"), "the book is empty"),
        (("list", "--as-of", "June"), "--as-of\n  found 'June'"),
    ],
)
def test_bad_input_is_one_clear_message_and_exit_code_2(case: str, arguments: tuple[str, ...], said: str) -> None:
    before = (Path(case) / "case.yaml").read_bytes()
    found = run(arguments[0], case, *arguments[1:])
    assert found.exit_code == cli.BAD_INPUT and found.stdout == ""
    assert said in found.stderr and found.stderr.endswith(f"1 problem in {case}\n")
    assert (Path(case) / "case.yaml").read_bytes() == before


def test_like_cases_are_read_in_three_forms(case: str) -> None:
    assert run("add", case, *LEASE, "--quantity", "40", "--base-rate", "like: 30, -4, 40..50").exit_code == 0
    like = ("--base-rate", "what was: seen: none 9, some 4")
    assert run("add", case, "How?", *LEASE[1:], "--class", "none=50%", "--class", "some=rest", *like).exit_code == 0
    text = (Path(case) / "case.yaml").read_text("utf-8")
    assert "values: [30, -4, 40..50]" in text and "counts: {none: 9, some: 4}" in text and 'name: "what was: seen"' in text


def test_a_case_of_the_catalog_is_scored() -> None:
    found = run("score", "essays/singh2018")
    assert found.exit_code == 0 and "2 forecasts came out" in found.stdout
