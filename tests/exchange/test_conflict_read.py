# SPDX-License-Identifier: Apache-2.0
"""Reading a conflict: as JSON and YAML, from arcs and from options; every mistake at its line and key path, all at once."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.case import CaseError, Problem
from pourparler.case.decode import Page
from pourparler.engines.conflict import stabilities
from pourparler.exchange import stated_file
from pourparler.exchange.conflict import StatedConflict
from pourparler.exchange.conflict_read import read_conflict
from pourparler.exchange.json_places import places

DILEMMA = {
    "actors": ["aland", "borea"],
    "states": 4,
    "arcs": {"aland": [[1, 2], [2, 1], [3, 4], [4, 3]], "borea": [[1, 3], [3, 1], [2, 4], [4, 2]]},
    "payoff": {"aland": [3, 4, 1, 2], "borea": [3, 1, 4, 2]},
}
RIVER = """
title: A river, by options
actors: [ministry, company, town]
options: {ministry: [modify], company: [delay, accept, abandon], town: [insist]}
infeasible: [delay and accept, delay and abandon, "- - Y Y -", not (delay or accept or abandon)]
same: [abandon]
irreversible: [modify, not delay, abandon]
status_quo: 1
payoff:
  ministry: [4, 3, 8, 7, 5, 2, 9, 6, 1]
  company: [9, 2, 4, 8, 6, 1, 3, 7, 5]
  town: [6, 2, 8, 3, 7, 4, 9, 5, 1]
"""


def written(folder: Path, content: Any, name: str = "conflict.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def read(folder: Path, content: Any, name: str = "conflict.json") -> StatedConflict:
    return read_conflict(written(folder, content, name))


def problems(folder: Path, content: Any, name: str = "conflict.json") -> list[Problem]:
    with pytest.raises(CaseError) as caught:
        read(folder, content, name)
    return [problem for problem in caught.value.problems if isinstance(problem, Problem)]


def arcs_of(stated: StatedConflict, actor: int) -> set[tuple[int, int]]:
    moves = stated.conflict.moves[actor]
    return set(zip((moves.sources + 1).tolist(), (moves.targets + 1).tolist(), strict=True))


def test_json_and_yaml_say_the_same(tmp_path: Path) -> None:
    one = read(tmp_path, DILEMMA)
    other = read(tmp_path, json.dumps(DILEMMA), "conflict.yaml")
    assert one.actors == other.actors == ("aland", "borea")
    assert all(arcs_of(one, n) == arcs_of(other, n) for n in range(2))
    assert (one.conflict.ranks == other.conflict.ranks).all()
    assert one.conflict.ranks.tolist() == [[2, 3, 0, 1], [2, 0, 3, 1]]
    assert arcs_of(one, 1) == {(1, 3), (3, 1), (2, 4), (4, 2)}
    assert (one.title, one.sanction, one.status_quo) == ("conflict", None, None)


def test_what_need_not_be_said(tmp_path: Path) -> None:
    """Actors come up in arcs, payoffs say how many states there are; published results beside a conflict are not read."""
    some = {key: DILEMMA[key] for key in ("arcs", "payoff")} | {"source": "somebody", "equilibria": {"Nash": [9]}}
    stated = read(tmp_path, some)
    assert stated.actors == ("aland", "borea")
    assert stated.conflict.states == 4


def test_states_by_name(tmp_path: Path) -> None:
    named = {
        "states": ["calm", "open war"],
        "arcs": {"aland": [["calm", "open war"], ["open war", 1]], "borea": []},
        "preferences": {"aland": {"order": "calm >> 2"}, "borea": {"order": "open war ~ calm"}},
        "sanction": "single_step",
        "status_quo": "open war",
    }
    stated = read(tmp_path, named)
    assert arcs_of(stated, 0) == {(1, 2), (2, 1)}
    assert stated.conflict.ranks.tolist()[1] == [0, 0]
    assert stated.conflict.classes is not None
    assert stated.conflict.classes.tolist() == [[1, 0], [0, 0]]
    assert (stated.sanction, stated.status_quo, stated.called(1)) == ("single_step", 1, "open war")


def test_options_make_the_states_and_moves_of_a_published_conflict(tmp_path: Path) -> None:
    stated = read(tmp_path, RIVER, "river.yaml")
    assert stated.title == "A river, by options"
    assert [stated.pattern(state) for state in (0, 3, 8)] == ["NYNNN", "YNYNN", "-NNY-"]
    assert [stated.called(state) for state in (0, 3, 8)] == ["delay", "modify, accept", "abandon"]
    assert arcs_of(stated, 0) == {(1, 2), (3, 4), (5, 6), (7, 8)}
    nine = {(n, 9) for n in range(1, 9)}
    assert arcs_of(stated, 1) == nine | {(1, 3), (2, 4), (5, 7), (6, 8)}
    assert arcs_of(stated, 2) == {(n, n + 4) for n in range(1, 5)} | {(n + 4, n) for n in range(1, 5)}
    found = stabilities(stated.conflict).equilibria()
    assert (np.flatnonzero(found["seq"]) + 1).tolist() == [5, 8, 9]


def test_statements_and_weights(tmp_path: Path) -> None:
    text = """
options: {aland: [press, call off], borea: [give way]}
preferences:
  aland: {statements: [give way, press iff not give way, not call off if press]}
  borea: {weights: {give way: -2, press: -1, aland.call off: 0.5}}
strong: {borea: [-1]}
"""
    stated = read(tmp_path, text, "c.yaml")
    # States: NNN, YNN, NYN, YYN, NNY, YNY, NYY, YYY.
    holds = [(0, 0, 1), (0, 1, 1), (0, 0, 1), (0, 1, 0), (1, 1, 1), (1, 0, 1), (1, 1, 1), (1, 0, 0)]
    assert np.argsort(stated.conflict.ranks[0], kind="stable").tolist() == sorted(range(8), key=lambda s: holds[s])
    scores = [0, -1, 0.5, -0.5, -2, -3, -1.5, -2.5]
    assert stated.conflict.ranks[1].tolist() == [sorted(scores).index(score) for score in scores]
    assert stated.conflict.classes is not None
    assert stated.conflict.classes[1].tolist() == [1, 1, 1, 1, 0, 0, 0, 0]


def test_a_statement_holds_in_a_state_of_several_patterns_if_it_does_in_all(tmp_path: Path) -> None:
    text = "options: {aland: [a, b]}\nsame: [a]\npreferences: {aland: {statements: [b]}}\n"
    assert read(tmp_path, text, "c.yaml").conflict.ranks.tolist() == [[0, 1, 0]]


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"payoff": {"aland": [1, 2, 3], "borea": [3, 1, 4, 2]}}, "payoff.aland", "3 numbers for 4 states"),
    ({"payoff": {"aland": [3, "x", 1, 2], "borea": [3, 1, True, 2]}}, "payoff.aland[1] payoff.borea[2]", "'x'"),
    ({"payoff": {"aland": [3, float("nan"), 1, 2], "borea": [3, 1, 4, 2]}}, "payoff.aland[1]", "nan"),
    ({"payoff": {"aland": 3, "borea": [3, 1, 4, 2]}}, "payoff.aland", "the number 3"),
    ({"payoff": {"aland": [3, 4, 1, 2]}}, "", "nothing that 'borea' prefers"),
    ({"arcs": {"aland": [[1, 5]]}}, "arcs.aland[0][1]", "the number 5, which is no state"),
    ({"arcs": {"aland": [[0, 1]]}}, "arcs.aland[0][0]", "the number 0, which is no state"),
    ({"arcs": {"aland": [[1, 2], [3, 3]]}}, "arcs.aland[1]", "to itself"),
    ({"arcs": {"aland": [[1, 2], [1, 2]]}}, "arcs.aland[1]", "a second time"),
    (
        {"arcs": {"aland": [[1, 2, 3], 4, [True, 2], [1.0, 2]]}},
        "arcs.aland[0] arcs.aland[1] arcs.aland[2][0] arcs.aland[3][0]",
        "",
    ),
    ({"arcs": {"aland": [[1, 10**30]]}}, "arcs.aland[0][1]", "no state"),
    ({"arcs": {"delos": []}}, "arcs.delos", "'delos', which is no actor"),
    ({"arcs": {"aland": "all"}}, "arcs.aland", "'all'"),
    ({"arcs": []}, "arcs", "a list"),
    ({"actors": ["aland", "borea", "aland"]}, "actors[2]", "a second time"),
    ({"actors": "aland"}, "actors", "'aland'"),
    ({"actors": []}, "actors", "no actors"),
    ({"states": 0}, "states states", ""),
    ({"states": ["a", "b", "b", "4"]}, "states[2] states[3]", ""),
    ({"states": 70_000}, "states", "70000 states"),
    ({"sanction": "both"}, "sanction", "'both'"),
    ({"status_quo": 5}, "status_quo", "no state"),
    ({"sanctoin": 1}, "sanctoin", "'sanctoin', which says nothing here"),
    ({"preferences": {"aland": {"order": "1 > 2 > 3 > 4"}}}, "preferences.aland", "beside a payoff"),
    ({"strong": {"aland": ["x"], "borea": 3}}, "strong.aland[0] strong.borea", ""),
    ({"title": ""}, "title", "empty"),
    ({"title": "a\u202eb"}, "title", ""),
]


@pytest.mark.parametrize(("change", "where", "said"), BAD)
def test_every_mistake_has_its_place(tmp_path: Path, change: dict[str, Any], where: str, said: str) -> None:
    for name in ("conflict.json", "conflict.yaml"):
        text = json.dumps(DILEMMA | change, indent=1).replace("NaN", "NaN" if name.endswith("json") else ".nan")
        found = problems(tmp_path, text, name)
        assert " ".join(sorted(problem.key_path for problem in found)) == where
        assert any(said in problem.found for problem in found)
        lines = text.split("\n")
        for problem in found:
            assert problem.file.endswith(name)
            assert problem.write
            if where:
                assert lines[problem.line - 1] == problem.source_line


NAMELESS = [
    ("\x1b[31mred", "arcs.\x1b[31mred", "cannot be shown"),
    ("", "arcs.", "empty"),
    ("x" * 201, f"arcs.{'x' * 200}…", "too long"),
    ("aland+borea", "arcs.aland+borea", "joins the members of a coalition"),
]


@pytest.mark.parametrize(("name", "where", "said"), NAMELESS)
@pytest.mark.parametrize("listed", [True, False])
def test_names_of_actors_that_cannot_stand(tmp_path: Path, name: str, where: str, said: str, listed: bool) -> None:
    """Whether they are listed or come up in what follows."""
    conflict = {"states": 2, "arcs": {name: [[1, 2]], "cyrene": []}, "payoff": {name: [1, 2], "cyrene": [2, 1]}}
    found = problems(tmp_path, ({"actors": [name, "cyrene"]} if listed else {}) | conflict)[0]
    assert (found.key_path, said in found.found) == ("actors[0]" if listed else where, True)
    assert "\x1b" not in str(found)
    assert found.line == 1


def test_whole_numbers_of_any_size_are_compared_exactly(tmp_path: Path) -> None:
    stated = read(tmp_path, DILEMMA | {"payoff": {"aland": [10**400, 10**400 + 1, 0.5, -(10**400)], "borea": [1, 1, 1, 1]}})
    assert stated.conflict.ranks[0].tolist() == [2, 3, 1, 0]


ORDERS = [
    ("1 > 2 > 3", "an order without 4"),
    ("1 > 2 > 3 > 4 > 1", "'1' a second time"),
    ("1 > 2 > 3 > five", "'five', which is no state"),
    (["1"], "a list"),
]


@pytest.mark.parametrize(("order", "said"), ORDERS)
def test_orders_that_are_none(tmp_path: Path, order: Any, said: str) -> None:
    change = {"payoff": {"borea": [3, 1, 4, 2]}, "preferences": {"aland": {"order": order}}}
    (found,) = problems(tmp_path, DILEMMA | change)
    assert (found.key_path, found.found) == ("preferences.aland.order", said)


BAD_OPTIONS = [
    ("options: {aland: [a, a]}", "options.aland[1]", "'a' a second time"),
    ("options: {aland: []}", "options", "0 options"),
    ("options: {aland: [a]}\nstates: 3", "states", "beside options"),
    ("options: {aland: [a]}\narcs: {}", "arcs", "beside options"),
    ("options: {aland: [a]}\ninfeasible: [a and not a]", "infeasible[0]", "contradicts itself"),
    ("options: {aland: [a]}\ninfeasible: [a, not a]", "infeasible", "leave no state"),
    ("options: {aland: [a]}\ninfeasible: [Y N]", "infeasible[0]", "2 signs for 1 options"),
    ("options: {aland: [a]}\ninfeasible: [b]", "infeasible[0]", "'b', which is no option"),
    ("options: {aland: [a]}\ninfeasible: [3]", "infeasible[0]", "the number 3"),
    ("options: {aland: [a]}\ninfeasible: [not]", "infeasible[0]", "the end of the statement"),
    ("options: {aland: [a]}\ninfeasible: [(a]", "infeasible[0]", "not closed"),
    ("options: {aland: [a]}\ninfeasible: [a)]", "infeasible[0]", "should end"),
    ("options: {aland: [a]}\nsame: [a, a]", "same[1]", "overlaps"),
    ("options: {aland: [a]}\ninfeasible: [a]\nsame: [a]", "same[0]", "no state has"),
    ("options: {aland: [a]}\nirreversible: [b, not a]", "irreversible[0]", "'b', which is no option"),
    ("options: {aland: [a], borea: [a]}\nirreversible: [a]", "irreversible[0]", "'a', which is no option"),
    ("options: {aland: [a]}\npreferences: {aland: {weights: {b: 1}}}", "preferences.aland.weights.b", "no option"),
    ("options: {aland: [a]}\npreferences: {aland: {weights: {a: x}}}", "preferences.aland.weights.a", "'x'"),
    ("options: {aland: [a]}\npreferences: {aland: {statements: []}}", "preferences.aland.statements", "0 statements"),
    ("options: {aland: [a]}\npreferences: {aland: {statements: [a, 3]}}", "preferences.aland.statements[1]", "the number 3"),
    ("options: {aland: [a]}\npreferences: {aland: {likes: 3}}", "preferences.aland", "'likes'"),
    ("options: {aland: [a]}\npreferences: {aland: {order: 1 > 2}}\nstrong: {aland: [1]}", "strong.aland", "no numbers"),
    ("states: 2\narcs: {}\npreferences: {aland: {statements: [a]}}", "preferences.aland.statements", "without options"),
    (f"options: {{aland: [{', '.join(f'o{n}' for n in range(21))}]}}", "options", "21 options"),
    (f"options: {{aland: [{', '.join(f'o{n}' for n in range(14))}]}}", "options.aland", "14 options"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "said"), BAD_OPTIONS)
def test_options_that_contradict_themselves(tmp_path: Path, text: str, where: str, said: str) -> None:
    found = problems(tmp_path, text if "preferences" in text else f"{text}\npayoff: {{aland: [1, 2]}}\n", "c.yaml")
    assert (where, True) in [(problem.key_path, said in problem.found) for problem in found]
    assert all(problem.line for problem in found if problem.key_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[1]", "a list instead of a table"),
        ('{"a": 1, "a": 2}', "the key 'a' a second time"),
        ("[" * 100_000, "nested too deeply"),
        ("[" + "[]," * 2_000_001, "more than 2000000 lists"),
        ('{"states": ' + "9" * 5_000 + "}", "thousands of digits"),
        ("\x00", "hidden character"),
    ],
)
def test_hostile_json(tmp_path: Path, text: str, said: str) -> None:
    assert said in problems(tmp_path, text)[0].found


def test_a_file_that_is_too_large_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stated_file, "LARGEST_JSON", 1024)
    assert "a file of more than" in problems(tmp_path, "[" + " " * 2_000)[0].found
    with pytest.raises(CaseError):
        read_conflict(tmp_path / "nowhere.json")
    with pytest.raises(CaseError):
        read_conflict(tmp_path / "nowhere.yaml")


def test_more_mistakes_than_anybody_reads(tmp_path: Path) -> None:
    found = problems(tmp_path, DILEMMA | {"arcs": {"aland": [[1, 1]] * 10_000}})
    assert len(found) == 201


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=3), values, max_size=3), st.sampled_from([None, 1]))
def test_places_are_those_of_the_text(data: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    wanted: dict[tuple[tuple[str | int, ...], bool], Any] = {}

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        wanted[path, False] = value
        if isinstance(value, dict):
            for key, inner in value.items():
                wanted[(*path, key), True] = key
                walk(inner, (*path, key))
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                walk(inner, (*path, place))

    walk(data, ())
    lines = text.split("\n")
    page = Page.of("x.json", text)
    found = places(page, set(wanted))
    assert set(found) == set(wanted)
    for place, (line, column) in found.items():
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == wanted[place]
