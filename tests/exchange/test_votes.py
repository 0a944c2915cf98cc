# SPDX-License-Identifier: Apache-2.0
"""Votes from tables, YAML and JSON, and every mistake with its place."""

from fractions import Fraction
from pathlib import Path

import pytest

from pourparler.case import CaseError, Problem
from pourparler.exchange import StatedVote, is_vote_file, read_actors, read_vote


def written(tmp_path: Path, text: str, name: str = "vote.yaml") -> Path:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def test_weights_as_a_list_as_a_table_and_under_several_rules(tmp_path: Path) -> None:
    weights = (Fraction(4), Fraction(2), Fraction(1, 2))
    plain = read_vote(written(tmp_path, '{"quota": 5, "weights": [4, 2, 0.5]}', "vote.json"))
    assert plain == StatedVote("vote", ("1", "2", "3"), ((weights, Fraction(5)),))
    named = "title: The council\nquota: 5\nweights: {aland: 4, borea: 2, cyrene: 1/2}\nvetoes: [cyrene, cyrene]\n"
    assert read_vote(written(tmp_path, named)) == StatedVote(
        "The council", ("aland", "borea", "cyrene"), ((weights, Fraction(5)),), ("cyrene",)
    )
    several = "players: [aland, borea]\nrules:\n  - {quota: 3, weights: [2, 1]}\n  - {weights: {aland: 1, borea: 1}}\n"
    found = read_vote(written(tmp_path, several))
    assert found.rules == (((Fraction(2), Fraction(1)), Fraction(3)), ((Fraction(1), Fraction(1)), None))


def test_what_is_a_vote_and_what_is_not(tmp_path: Path) -> None:
    assert is_vote_file(written(tmp_path, "quota: 5\nweights: [1, 5]\n"))
    assert not is_vote_file(written(tmp_path, "pourparler: 2\nweights: [1]\n"))
    assert not is_vote_file(written(tmp_path, "issues: []\nweights: []\n"))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("quota: five\nweights: [1, 5]\n", 1, "'five'"),
        ("quota: 5\nweights: [1, -5]\n", 2, "negative"),
        ("quota: 5\nweights: 5\n", 2, "no weights"),
        ("quota: 5\nvetoes: [a]\n", 1, "no weights"),
        ("quota: 5\nweights: [1, 5]\nvetoes: [c]\n", 3, "unknown player 'c'"),
        ("quota: 5\nweights: [1, 5]\nvetoes: c\n", 3, "no list of players"),
        ("quota: 5\nweights: [1, 5]\nqouta: 4\n", 3, "unknown key 'qouta'"),
        ("players: [a, a]\nquota: 5\nweights: [1, 5]\n", 1, "different names"),
        ("players: [a, b, c]\nquota: 5\nweights: [1, 5]\n", 3, "2 weights for 3 players"),
        ("rules: [{quota: 5, weights: {a: 1, b: 5}}, {quota: 2, weights: {b: 1, a: 1}}]\n", 1, "players"),
        ("rules: []\n", 1, "no list of rules"),
        ("rules: [5]\n", 1, "no rule"),
        ("quota: 5\nquota: 6\nweights: [1, 5]\n", 2, ""),
    ],
)
def test_mistakes_stand_with_their_place(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_vote(written(tmp_path, text))
    found = [problem for problem in caught.value.problems if isinstance(problem, Problem)]
    assert any(problem.line == line and says in problem.found for problem in found), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("player,weight\naland,4\naland,2\n", "a second time"),
        ("player,weight\naland,x\n", "'x'"),
        ("player,weight,veto\naland,4,perhaps\n", "'perhaps'"),
        ("player,votes,weight\naland,4,4\n", "a second time"),
        ("player,capability\naland,4\n", "unknown column"),
        ("player,weight\naland,4,4\n", "beyond the last column"),
        ("player,weight\nquota,4\n", "no player"),
    ],
)
def test_mistakes_of_tables(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_actors(written(tmp_path, text, "vote.csv"))
    assert any(says in str(problem) for problem in caught.value.problems)
