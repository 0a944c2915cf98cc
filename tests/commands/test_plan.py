# SPDX-License-Identifier: Apache-2.0
"""`pourparler plan`: a published problem to the last digit, JSON, pages, bad input."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from exchange.test_conflict_read import written
from exchange.test_decision_read import FULL, WELL
from pourparler.assess.decision import study_decision
from pourparler.assess.decision_inputs import inputs_of
from pourparler.briefing.compose_decision import compose_decision
from pourparler.briefing.terminal import render
from pourparler.catalog import template
from pourparler.engines.readiness import NONE, policy_of, solve_plan
from pourparler.exchange.decision_read import read_decision
from test_cli import run

WILDCATTER = tomllib.loads(
    (Path(__file__).parent.parent / "published" / "raiffa1968" / "oil_wildcatter.toml").read_text("utf-8")
)["row"][0]
KEYS = [
    "value_now", "value_plan", "next_step", "steps", "policy", "ends", "evpi", "evppi", "thresholds", "exact", "nodes",
]  # fmt: skip


def wildcatter(folder: Path) -> str:
    given = WILDCATTER["inputs"]
    seismic = {"cost": given["cost"], "outcomes": dict(zip(given["outcomes"], given["test"], strict=True))}
    payoff = dict(zip(given["choices"], given["payoffs"], strict=True))
    stated = {"types": given["types"], "prior": given["prior"], "actions": given["choices"], "payoff": payoff}
    return str(written(folder, stated | {"steps": {"seismic": seismic}}))


def as_json(*arguments: str) -> dict[str, Any]:
    found = run("plan", *arguments, "--json")
    assert found.exit_code == 0, found.stderr
    plain: dict[str, Any] = json.loads(found.stdout)
    return plain


def test_a_published_problem(tmp_path: Path) -> None:
    found, printed = as_json(wildcatter(tmp_path)), WILDCATTER["printed"]
    assert [key for key in found if key in KEYS] == KEYS
    assert found["value_now"] == float(printed["value_without_test"])
    assert found["value_plan"] == float(printed["value_with_test"])
    assert found["evpi"] == float(printed["perfect_information"])
    assert found["steps"] == [
        {"step": "seismic", "evsi": float(printed["sample_information"]), "cost": 10, "days": 0, "first": 22.5}
    ]
    assert (found["next_step"], found["exact"], found["nodes"]) == ("seismic", True, 4)
    assert found["ends"] == {"drill": 0.59, "leave": 0.41}
    policy = found["policy"]
    assert policy["step"] == "seismic"
    assert {name: node["action"] for name, node in policy["outcomes"].items()} == printed["after"]
    assert sum(node["chance"] for node in policy["outcomes"].values()) == pytest.approx(1)


def test_the_screen_and_the_page(tmp_path: Path) -> None:
    path = written(tmp_path, FULL, "full.yaml")
    page = tmp_path / "page.html"
    found = run("plan", str(path), "--full", "--html", str(page))
    assert found.exit_code == 0, found.stderr
    for part in ("FIRST: ask", "ask: open", "the offer lapses", "sincere"):
        assert part in found.stdout
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "Everything that can be said" in text


def test_deciding_at_once_where_no_step_is_worth_it(tmp_path: Path) -> None:
    dear = WELL | {"steps": {"test": WELL["steps"]["test"] | {"cost": 30}}}
    found = as_json(str(written(tmp_path, dear)))
    assert found["next_step"] is None
    assert found["value_plan"] == found["value_now"] == 20
    assert found["hold"] < 20
    assert found["policy"]["action"] == "drill"
    told = run("plan", str(written(tmp_path, dear)))
    assert "DECIDE NOW: drill" in told.stdout
    alone = {key: value for key, value in WELL.items() if key != "steps"}
    assert as_json(str(written(tmp_path, alone)))["hold"] is None


def test_a_lapse_and_a_failure_stand_in_the_policy(tmp_path: Path) -> None:
    found = as_json(str(written(tmp_path, FULL, "full.yaml")))
    first = found["policy"]
    assert set(first["lapsed"]) == {"open", "closed"}
    assert all(node["action"] == "wait" for node in first["lapsed"].values())
    chances = [node["chance"] for kind in ("outcomes", "lapsed") for node in first[kind].values()]
    assert sum(chances) == pytest.approx(1)
    assert sum(found["ends"].values()) == pytest.approx(1)
    assert found["evppi"][0]["group"] == "sincere"


def test_mistakes_are_told_all_at_once(tmp_path: Path) -> None:
    path = str(written(tmp_path, WELL | {"prior": [0.5, 0.3, 0.3], "deadline_days": -1}))
    found = run("plan", path)
    assert found.exit_code == 2
    assert not found.stdout
    assert "2 problems in" in found.stderr


def test_a_file_that_is_not_there() -> None:
    found = run("plan", "nowhere.json")
    assert found.exit_code == 2
    assert "nowhere.json" in found.stderr


def test_the_plan_of_a_case_says_what_its_brief_says(tmp_path: Path) -> None:
    case = str(written(tmp_path, template("small"), "new.yaml"))
    found = as_json(case, "--worlds", "200", "--quiet")
    assert [key for key in found if key in KEYS] == KEYS
    whole = json.loads(run("assess", case, "--worlds", "200", "--quiet", "--json").stdout)
    assert found["policy"] == whole["plan"]["tree"]
    assert found["value_plan"] == whole["plan"]["value"]
    assert found["next_step"] == whole["plan"]["tree"]["step"]
    assert found["evpi"] == whole["information"]["evpi"]
    deep = json.loads(run("assess", case, "--worlds", "200", "--quiet", "--json", "--deep").stdout)["changes"]["thresholds"]
    assert [list(row.values()) for row in found["thresholds"]] == [
        [row["input"], row["value"], row["before"], row["after"], row["today"]] for row in deep
    ]
    assert {tuple(row) for row in found["thresholds"]} == {("input", "value", "from", "to", "today")}
    now = [row["value"]["mean"] for row in whole["actions"] if row["action"] in ("fix", "step_down", "forgo") and row["value"]]
    assert found["value_now"] == max(now)
    assert sum(found["ends"].values()) == pytest.approx(1)
    assert {row["step"] for row in found["steps"]} == {row["step"] for row in whole["preparation"]}
    assert (found["exact"], found["nodes"] > 1) == (True, True)
    told = run("plan", case, "--worlds", "200", "--quiet")
    assert "First: " in told.stdout
    assert "Seat: " in told.stdout


def test_where_the_offer_lapses_first_one_forgoes() -> None:
    found = as_json("essays/singh2018", "--worlds", "20", "--quiet")
    assert sum(found["ends"].values()) == pytest.approx(1)
    assert found["ends"]["forgo"] > 0


def test_a_case_without_steps_has_no_plan() -> None:
    path = str(Path(__file__).parent.parent / "case" / "small.yaml")
    found = as_json(path, "--worlds", "50", "--quiet")
    assert (found["value_plan"], found["policy"], found["next_step"], found["ends"]) == (None, None, None, {})
    assert "no steps of preparation" in run("plan", path, "--worlds", "50", "--quiet").stdout


def test_more_states_than_can_be_solved_come_with_both_bounds(tmp_path: Path) -> None:
    step = {"cost": 0.5, "outcomes": {"a": [0.7, 0.4, 0.5], "b": [0.3, 0.6, 0.5]}}
    many = WELL | {"steps": {f"step {n}": step for n in range(9)}}
    study = study_decision(read_decision(written(tmp_path, many)), 3**8)
    assert (study.exact, study.nodes, len(study.left_out)) == (False, 3**9, 1)
    assert study.bounds.lower == study.value_plan < study.bounds.upper
    told = render(compose_decision(study), width=100, full=True, color=False)
    assert "The plan is not exact" in told
    assert "Not looked for: thresholds are looked for up to" in told


def test_thresholds_stand_with_what_comes_first_beyond_them(tmp_path: Path) -> None:
    rows = {row["input"]: row for row in as_json(wildcatter(tmp_path))["thresholds"]}
    cost = rows["steps.seismic.cost"]
    assert cost == {"input": "steps.seismic.cost", "value": 12.5, "from": "seismic", "to": "drill", "today": 10}


def test_outcomes_days_and_lapses_have_thresholds_too(tmp_path: Path) -> None:
    rows = as_json(str(written(tmp_path, FULL, "full.yaml")))["thresholds"]
    problem = read_decision(tmp_path / "full.yaml")
    known = {each.path: each for each in inputs_of(problem)}
    along = [row for row in rows if not known[row["input"]].is_straight]
    assert along
    for row in rows:
        each = known[row["input"]]
        assert row["today"] == pytest.approx(each.today)
        tick = 1e-6 * max(1, abs(row["value"])) * (1 if row["value"] > each.today else -1)
        for at, first in ((row["value"] - tick, row["from"]), (row["value"] + tick, row["to"])):
            if each.low <= at <= each.high:
                policy = policy_of(solve_plan(each.put(problem.problem, at)))
                step, action = int(policy.step[0]), int(policy.action[0])
                assert (problem.actions[action] if step == NONE else problem.steps[step].name) == first, row


def test_a_pair_is_mapped(tmp_path: Path) -> None:
    path = wildcatter(tmp_path)
    (row,) = as_json(path, "--pair", "prior.soak, steps.seismic.cost")["maps"]
    assert (row["x"], row["y"], len(row["xs"]), len(row["ys"])) == ("prior.soak", "steps.seismic.cost", 21, 21)
    assert row["begins"][0][4] == "seismic"
    assert row["begins"][-1][-1] == "drill"
    assert row["begins"][-1][0] == "leave"
    told = run("plan", path, "--pair", "prior.soak,payoff.drill.dry")
    assert "prior.soak" in told.stdout
    for pair, said in (
        ("prior.soak", "write two paths"),
        ("prior.soak,prior.dry", "share one sum"),
        ("prior.soak,steps.seismic.price", "steps.seismic.cost"),
    ):
        found = run("plan", path, "--pair", pair)
        assert (found.exit_code, found.stdout) == (2, "")
        assert said in found.stderr


def test_a_pair_of_a_case_is_mapped(tmp_path: Path) -> None:
    case = str(written(tmp_path, template("small"), "new.yaml"))
    pair = "questions.motive.renew,meeting.levels.leaders.reach"
    found = as_json(case, "--worlds", "60", "--quiet", "--pair", pair)
    assert (found["maps"][0]["x"], found["maps"][0]["y"]) == tuple(pair.split(","))
    assert {"tornado", "flip", "prices", "hazard", "delay_per_week"} <= set(found)
    refused = run("plan", case, "--worlds", "60", "--quiet", "--pair", "nothing,meeting.price.own")
    assert refused.exit_code == 2
    assert "--pair" in refused.stderr
