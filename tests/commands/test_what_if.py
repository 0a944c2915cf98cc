# SPDX-License-Identifier: Apache-2.0
"""`pourparler what-if` and `pourparler compare` at a terminal: streams, JSON, pages, mistakes, and files left as they are."""

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pourparler import cli

WORKED = Path(__file__).parent.parent / "assess" / "worked_example"
FEW = ("--worlds", "20", "--quiet")


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(cli.app, [*arguments])


def test_a_change_of_one_number_changes_the_advice() -> None:
    """Above 0.3973 the sounding costs more than it is worth: holding gives way to forgoing (the worked example)."""
    found = run("what-if", str(WORKED), "--set", "preparation.sounding.cost=0.41", *FEW)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("The advice differs: HOLD → FORGO\n")
    assert "preparation.sounding.cost" in found.stdout and "by more than the Monte-Carlo error" in found.stdout
    same = run("what-if", str(WORKED), "--set", "preparation.sounding.cost=0.39", *FEW)
    assert same.stdout.startswith("The advice is the same: HOLD")


def test_shares_are_told_in_percent_on_the_one_screen_and_in_full_and_as_they_stand_in_the_json() -> None:
    place = "questions.motive.hypotheses.settle"
    sets = (f"{place}=0.3..0.45", "questions.motive.hypotheses.stall=rest", "no_deal.aland.value=0.3..0.45")
    change = ("what-if", str(WORKED), *(part for each in sets for part in ("--set", each)), *FEW)
    for more in ((), ("--full",)):
        told = " ".join(run(*change, *more).stdout.split())
        assert f"{place}: 25% → 30..45%" in told or f"{place} 25% 30..45%" in told, told
        assert "35 → 0.3..0.45" in told or "no_deal.aland.value 35 0.3..0.45" in told, "points are no shares"
    rows = {row["path"]: row for row in json.loads(run(*change, "--json").stdout)["inputs"]}
    assert rows[place]["after"] == "0.3..0.45"


def test_nothing_is_written() -> None:
    file = WORKED / "case.yaml"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    run("what-if", str(WORKED), "--set", "preparation.sounding.cost=9", "--unset", "moves", *FEW)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before


def test_the_keys_of_the_json() -> None:
    found = run("what-if", str(WORKED), "--set", "no_deal.aland.value=30..40", "--unset", "moves.pressure", "--json", *FEW)
    plain = json.loads(found.stdout)
    assert list(plain) == [
        "before",
        "after",
        "run",
        "inputs",
        "advice_differs",
        "numbers",
        "reasons",
        "would_change",
        "gate",
        "alarms",
    ]
    assert plain["before"].keys() == plain["after"].keys() == {"case", "verdict", "stands_if"}
    assert {row["path"].split(".")[0] for row in plain["inputs"]} == {"no_deal", "moves"}
    assert plain["numbers"][0].keys() == {"of", "before", "after", "difference", "error", "beyond_error"}
    again = run("what-if", str(WORKED), "--set", "no_deal.aland.value=30..40", "--unset", "moves.pressure", "--json", *FEW)
    assert again.stdout == found.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "no_dael.aland.value=3"), "did you mean 'no_deal'?"),
        (("--set", "no_deal.aland.value"), "write PATH=VALUE"),
        (("--unset", "moves.presure"), "nothing at"),
        ((), "give at least one --set"),
    ],
)
def test_mistakes_end_with_code_two(arguments: tuple[str, ...], said: str) -> None:
    found = run("what-if", str(WORKED), *arguments, *FEW)
    assert found.exit_code == 2 and not found.stdout
    assert said in " ".join(found.stderr.split())


def test_two_versions_of_a_case(tmp_path: Path) -> None:
    text = (WORKED / "case.yaml").read_text("utf-8")
    other = tmp_path / "later.yaml"
    other.write_text(text.replace("aland: {value: 35}", "aland: {value: 40}"), "utf-8")
    found = run("compare", str(WORKED), str(other), "--full", *FEW)
    assert (found.exit_code, found.stderr) == (0, "")
    assert "no_deal.aland.value" in found.stdout and "as before:" in found.stdout
    plain = json.loads(run("compare", str(WORKED), str(other), "--json", *FEW).stdout)
    assert plain["inputs"] == [{"path": "no_deal.aland.value", "before": "35", "after": "40"}]
    bad = run("compare", str(WORKED), str(tmp_path / "none.yaml"), *FEW)
    assert bad.exit_code == 2 and "none.yaml" in bad.stderr


def test_a_page_of_html_has_both(tmp_path: Path) -> None:
    file = tmp_path / "both.html"
    run("what-if", str(WORKED), "--set", "title=Another title", *FEW, "--html", str(file))
    text = file.read_text("utf-8")
    assert "The advice is the same" in text and "Another title" in text


def test_cases_that_say_the_same_say_so(tmp_path: Path) -> None:
    found = run("compare", str(WORKED), str(WORKED / "case.yaml"), *FEW)
    assert "Nothing: both say the same." in found.stdout
