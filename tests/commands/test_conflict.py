# SPDX-License-Identifier: Apache-2.0
"""`pourparler conflict`: a published conflict to the last state, JSON, pages, questions beside the file, bad input."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from exchange.test_conflict_read import DILEMMA, written
from test_cli import run

ELMIRA = tomllib.loads((Path(__file__).parent.parent / "published/fang1993/elmira.toml").read_text("utf-8"))["row"][0]
KEYS = ["states", "actors", "sanction", "stabilities", "per_actor", "coalition_improvements"]


def elmira(tmp_path: Path) -> str:
    return str(written(tmp_path, {key: ELMIRA["inputs"][key] for key in ("arcs", "payoff")}))


def as_json(*arguments: str) -> dict[str, Any]:
    found = run("conflict", *arguments, "--json")
    assert found.exit_code == 0, found.stderr
    plain: dict[str, Any] = json.loads(found.stdout)
    return plain


@pytest.mark.parametrize("sanction", ["joint_sequence", "single_step", None])
def test_a_published_conflict(tmp_path: Path, sanction: str | None) -> None:
    found = as_json(elmira(tmp_path), *([] if sanction is None else ["--sanction", sanction]))
    assert [key for key in found if key in KEYS] == KEYS
    assert (found["states"], found["actors"]) == (9, ["MoE", "UR", "LG"])
    assert found["sanction"] == (sanction or "joint_sequence")
    printed = ELMIRA["printed"]
    assert found["stabilities"] == printed["equilibria"]
    assert found["per_actor"] == printed["per_actor"]
    assert found["coalition_improvements"] == printed["coalition_improvements"]


def test_the_file_says_which_sanction_unless_the_command_does(tmp_path: Path) -> None:
    path = str(written(tmp_path, DILEMMA | {"sanction": "single_step"}))
    assert as_json(path)["sanction"] == "single_step"
    assert as_json(path, "--sanction", "joint_sequence")["sanction"] == "joint_sequence"


def test_questions_beside_the_file(tmp_path: Path) -> None:
    found = as_json(elmira(tmp_path), "--status-quo", "1", "--actor", "LG", "--state", "1")
    assert found["status_quo"] == 1
    assert {row["state"]: row["by_improvements"] for row in found["evolution"]}[5] == [{"actor": "LG", "state": 5}]
    assert found["inverse"]["answers"]["nash"] == {
        "holds": False,
        "requirements": [[{"state": 1, "over": 5, "strict": False}]],
        "blocked_by": [],
        "too_many": False,
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--actor", "delos", "--state", "1"], "'delos', which is no actor"),
        (["--actor", "LG", "--state", "10"], "'10', which is no state"),
        (["--actor", "LG"], "one half of a question"),
        (["--state", "1"], "one half of a question"),
        (["--status-quo", "calm"], "'calm', which is no state"),
    ],
)
def test_what_cannot_be_asked(tmp_path: Path, arguments: list[str], said: str) -> None:
    found = run("conflict", elmira(tmp_path), *arguments)
    assert found.exit_code == 2
    assert said in found.stderr


def test_mistakes_are_told_all_at_once(tmp_path: Path) -> None:
    bad = {"arcs": {"aland": [[1, 1], [1, 9]], "borea": []}, "payoff": {"aland": [1], "borea": [3, 1, 4, 2]}}
    path = str(written(tmp_path, DILEMMA | bad))
    found = run("conflict", path)
    assert found.exit_code == 2
    assert not found.stdout
    for where in (f"{path}:1:", "arcs.aland[0]", "arcs.aland[1][1]", "payoff.aland", "3 problems in"):
        assert where in found.stderr
    assert run("conflict", str(tmp_path / "nowhere.json")).exit_code == 2


def test_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    found = run("conflict", elmira(tmp_path), "--html", str(page), "--full")
    assert found.exit_code == 0
    assert "EQUILIBRIA — nobody gains by leaving states 5, 8, 9" in found.stdout
    text = page.read_text("utf-8")
    assert "<svg" in text
    assert "MoE+UR" in text


def test_a_case(tmp_path: Path) -> None:
    found = as_json("treaties/canal1977")
    assert {row["move"]: row["verdict"] for row in found["moves"]["holds"]} == {
        "brief_neighbours": "no_answer",
        "reinforce": "invites",
    }
    assert found["moves"]["start"] == [{"state": 2, "moves": ["brief_neighbours"], "answers": []}]
    assert found["sanction"] == "joint_sequence"
    text = run("conflict", "treaties/canal1977", "--actor", "panama", "--state", "3").stdout
    assert "invites the answer" in text
    assert "The talks would start from: brief the neighbours." in text
    assert "Which" in text
    turned = as_json("treaties/canal1977", "--worlds", "50", "--seat", "panama")
    assert turned["moves"]["worlds"] == 50
    assert turned["actors"] == found["actors"][::-1]


def test_the_brief_says_the_same() -> None:
    brief = json.loads(run("assess", "treaties/canal1977", "--json", "--quiet").stdout)
    assert brief["counter_moves"] == as_json("treaties/canal1977")["moves"]


def test_a_case_without_moves_and_one_that_is_not_there(tmp_path: Path) -> None:
    bare = tmp_path / "case.yaml"
    bare.write_text(
        "pourparler: 2\ntitle: t\nas_of: 2031-03-14\nparties: {aland: {role: own}, borea: {role: counterpart}}\n", "utf-8"
    )
    found = run("conflict", str(bare))
    assert found.exit_code == 2
    assert "nothing that says moves" in found.stderr
    found = run("conflict", "essays/nowhere")
    assert found.exit_code == 2
    assert "no such case in the catalog" in found.stderr
