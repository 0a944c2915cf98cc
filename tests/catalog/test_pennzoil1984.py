# SPDX-License-Identifier: Apache-2.0
"""decisions/pennzoil1984: what the book prints, from the file of the catalog by way of the command."""

import json
import tomllib
from pathlib import Path

import pytest

from pourparler import catalog
from test_cli import run

NAME = "decisions/pennzoil1984"
BOOK = tomllib.loads((Path(__file__).parent.parent / "published" / "clemen1996" / "texaco_pennzoil.toml").read_text("utf-8"))[
    "row"
][0]


def test_it_comes_out_as_in_the_book() -> None:
    found = json.loads(run("plan", NAME, "--json").stdout)
    printed = BOOK["printed"]
    assert found["value_plan"] == pytest.approx(float(printed["value"]), abs=5e-5)
    assert found["value_now"] == BOOK["inputs"]["accept_now"]
    assert (found["next_step"], found["exact"]) == ("counteroffer", True)
    after = found["policy"]["outcomes"]
    assert {name: node["action"] for name, node in after.items()} == printed["after"]
    for reaction in BOOK["inputs"]["court_after"]:
        assert after[reaction]["worth"] == pytest.approx(float(printed["court"]), abs=5e-5)
    worth = {row["group"]: row["in_plan"] for row in found["evppi"]}
    assert worth["verdict"] == pytest.approx(float(printed["perfect_information"]), abs=5e-5)
    assert worth["reaction"] == 0, "one learns it anyway"


def test_it_is_listed_found_and_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert NAME in catalog.decisions()
    assert NAME not in catalog.names()
    assert catalog.find_decision("../decisions") is None
    assert any(line.startswith(f"{NAME}  Texaco") for line in run("catalog", "list").stdout.splitlines())
    monkeypatch.chdir(tmp_path)
    assert run("catalog", "copy", NAME).stdout == "wrote pennzoil1984; next: pourparler plan pennzoil1984\n"
    assert {path.name for path in (tmp_path / "pennzoil1984").iterdir()} == {"README.md", "decision.yaml"}
    assert run("plan", "pennzoil1984").stdout == run("plan", NAME).stdout
    assert run("plan", "pennzoil1984/decision.yaml").stdout == run("plan", NAME).stdout
