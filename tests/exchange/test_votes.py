# SPDX-License-Identifier: Apache-2.0
"""Votes from tables, YAML and JSON, and every mistake with its place."""

from fractions import Fraction
from pathlib import Path

import pytest

from pourparler.case import CaseError, Problem
from pourparler.exchange import StatedVote, StatedVotes, is_vote_file, read_actors, read_votes


def written(tmp_path: Path, text: str, name: str = "vote.yaml") -> Path:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def test_weights_as_a_list_as_a_table_and_under_several_rules(tmp_path: Path) -> None:
    weights = (Fraction(4), Fraction(2), Fraction(1, 2))
    plain = read_votes(written(tmp_path, '{"quota": 5, "weights": [4, 2, 0.5]}', "vote.json"))
    assert plain == StatedVote("vote", ("1", "2", "3"), ((weights, Fraction(5)),))
    named = "title: The council\nquota: 5\nweights: {aland: 4, borea: 2, cyrene: 1/2}\nvetoes: [cyrene, cyrene]\n"
    assert read_votes(written(tmp_path, named)) == StatedVote(
        "The council", ("aland", "borea", "cyrene"), ((weights, Fraction(5)),), ("cyrene",)
    )
    several = "players: [aland, borea]\nrules:\n  - {quota: 3, weights: [2, 1]}\n  - {weights: {aland: 1, borea: 1}}\n"
    found = read_votes(written(tmp_path, several))
    assert isinstance(found, StatedVote)
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
        ("weights: [1, 5]\nquota: 7\n", 2, "a quota of 7, while all weights together are 6"),
        ("weights: [1, 5]\nquota: 0\n", 2, "a quota of 0"),
        ("quota: 5\nweights: [0, 0]\n", 2, "all 0"),
        ("quota: .nan\nweights: [1, 5]\n", 1, "'.nan'"),
        ("quota: 5\nweights: [1, .inf]\n", 2, "'.inf'"),
        ("quota: 5\nweights: [1, 1e400]\n", 2, "'1e400'"),
        ("quota: 5\nweights: [1, [5]]\n", 2, "no number"),
        ("rules:\n  - {quota: 5, weights: [1, 5]}\n  - {quota: 9, weights: [1, 5]}\n", 3, "a quota of 9"),
        ("rules:\n  - {quota: 5, weights: [1, 5]}\n  - {quota: 5, weights: [1, 5, 9]}\n", 3, "3 weights for 2 players"),
        ("quota: 5\nweights: [1, 5]\nshapley_shubik: [1]\n", 3, "1 shares for 2 players"),
        ("quota: 5\nweights: [1, 5]\nbanzhaf: [half, 1/2]\n", 3, "'half'"),
        ("one: {quota: 5, weights: [1, 5]}\ntwo: {quota: 9, weights: [1, 5]}\n", 2, "a quota of 9"),
        ("one: {quota: 5, weights: [1, 5]}\ntwo: 5\n", 2, "no vote"),
        ("one: {quota: 5, weights: [1, 5]}\ntwo: {quota: 5}\n", 2, "no weights"),
    ],
)
def test_mistakes_stand_with_their_place(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_votes(written(tmp_path, text))
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
        ("player,weight\naland,4\nquota,5\n", "a quota of 5, while all weights together are 4"),
        ("player,weight\naland,4\nquota,0\n", "a quota of 0"),
        ("player,weight\naland,4\nquota,1\nquota,2\n", "a quota a second time"),
        ("player,weight\naland,0\nborea,0\n", "all 0"),
        ("player,weight\naland,-4\n", "below 0"),
        ("player,weight\naland,inf\n", "'inf'"),
        ("player,weight\naland,nan\n", "'nan'"),
    ],
)
def test_mistakes_of_tables(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_actors(written(tmp_path, text, "vote.csv"))
    assert any(says in str(problem) for problem in caught.value.problems)


SEVERAL = (
    '{"title": "Three", "small": {"quota": 12, "weights": [4, 4, 4, 2, 2, 1], "shapley_shubik": ["7/30", 0.5, 0, 0, 0, 0]},'
    ' "other": {"quota": 3, "players": ["a", "b"], "weights": [2, 1], "vetoes": ["b"], "banzhaf_normalised": ["1/2", "1/2"]}}'
)


def test_several_votes_stand_in_a_table_by_their_names(tmp_path: Path) -> None:
    found = read_votes(written(tmp_path, SEVERAL, "three.json"))
    assert isinstance(found, StatedVotes) and found.title == "Three"
    assert [vote.title for vote in found.votes] == ["small", "other"]
    assert found.votes[0].results == {"shapley_shubik": (Fraction(7, 30), Fraction(1, 2), *[Fraction(0)] * 4)}
    assert found.votes[1] == StatedVote(
        "other",
        ("a", "b"),
        (((Fraction(2), Fraction(1)), Fraction(3)),),
        ("b",),
        {"banzhaf": (Fraction(1, 2), Fraction(1, 2))},
    )
    assert is_vote_file(written(tmp_path, SEVERAL, "three.json"))


def test_the_place_of_a_mistake_in_several_votes_names_the_vote(tmp_path: Path) -> None:
    text = "one: {quota: 5, weights: [1, 5]}\ntwo: {quota: 5, weights: [1, x]}\n"
    with pytest.raises(CaseError) as caught:
        read_votes(written(tmp_path, text))
    (problem,) = caught.value.problems
    assert isinstance(problem, Problem) and (problem.line, problem.key_path) == (2, "two.weights[1]")


def test_too_many_votes_are_refused(tmp_path: Path) -> None:
    text = "".join(f"v{n}: {{quota: 1, weights: [1]}}\n" for n in range(101))
    with pytest.raises(CaseError, match="101 votes"):
        read_votes(written(tmp_path, text))
