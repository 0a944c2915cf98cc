# SPDX-License-Identifier: Apache-2.0
"""Actors on a line: plain tables and KTAB's form, read and written without loss, and every mistake by its row and column."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.tables import NAMES
from pourparler.case import CaseError, Problem
from pourparler.exchange import StatedActor, StatedLine, StatedVote, actors_bytes, ktab_bytes, read_actors, read_influence

PLAIN = "actor,capability,position,salience\naland,0.5,4,0.8\nborea,0.25,7,0.4\n"
KTAB = (
    'Quota of 2031 ,"A form to read, with a comma",2,3,\nActor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,Pstn3,Sal3,\n'
    "aland, The first, 100, 75.5, 49.5, 6, 5, 70, 28,\nborea, , 53, 82, 30.25, 73, 21, 64, 24,\n"
)


def written(tmp_path: Path, text: str, name: str = "quota.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def line(tmp_path: Path, text: str, dimension: int | None = None) -> StatedLine:
    found = read_actors(written(tmp_path, text), dimension)
    assert isinstance(found, StatedLine)
    return found


def complaints(tmp_path: Path, text: str, dimension: int | None = None) -> list[Problem]:
    with pytest.raises(CaseError) as caught:
        read_actors(written(tmp_path, text), dimension)
    return [problem for problem in caught.value.problems if isinstance(problem, Problem)]


def test_a_plain_table_in_any_order_of_columns(tmp_path: Path) -> None:
    found = line(tmp_path, PLAIN)
    assert found == StatedLine(
        "quota",
        (
            StatedActor("aland", Fraction(1, 2), Fraction(4), Fraction(4, 5)),
            StatedActor("borea", Fraction(1, 4), Fraction(7), Fraction(2, 5)),
        ),
    )
    other = "# a remark\nSalience,Power,Name,Position,Votes,No agreement\n80,1/2,aland,4,3,-1\n40,0.25,borea,7,2,9\n"
    second = line(tmp_path, other)
    assert [actor.salience for actor in second.actors] == [Fraction(4, 5), Fraction(2, 5)]
    assert [(actor.votes, actor.no_agreement) for actor in second.actors] == [
        (Fraction(3), Fraction(-1)),
        (Fraction(2), Fraction(9)),
    ]


def test_ktab_with_the_dimension_asked_for(tmp_path: Path) -> None:
    found = line(tmp_path, KTAB)
    assert (found.title, found.dimension, found.dimensions) == ("Quota of 2031", 1, 3)
    assert found.actors[0] == StatedActor("aland", Fraction(100), Fraction(151, 2), Fraction(99, 200), description="The first")
    third = line(tmp_path, KTAB, 3)
    assert [actor.position for actor in third.actors] == [70, 64] and third.dimension == 3
    assert line(tmp_path, KTAB.replace(",\n", "\n")) == found


@pytest.mark.parametrize(
    "text",
    [
        "Quota,All of it,2,1,0,,,,,,\nActor,Description,Influence,Dim0 Position,Dim0 Salience\n"
        "aland,First,100,75.5,49.5\nborea,,53,82,30.25\n",
        "Quota; scen 2,Scenario-0002; How much?, 2, 1, \nActor,Description,Influence,Quota Position,Quota Salience, \n"
        "aland,First - of all (senior),   100.0,75.5,49.5, \nborea,Second,                  53,82,30.25, \n",
        "Quota,  An issue,  2,  1,  \nActor,  Description,  Influence,  Position,  Salience\n"
        "aland,  D-1,  100,  75.5,  49.5\nborea,  D-2,  53,  82,  30.25\n",
    ],
)
def test_the_ways_in_which_published_files_of_ktab_are_written(tmp_path: Path, text: str) -> None:
    """A fifth cell in the first row, commas and blanks at the ends, columns padded; names are invented."""
    found = line(tmp_path, text)
    assert [(actor.name, actor.capability, actor.position, actor.salience) for actor in found.actors] == [
        ("aland", Fraction(100), Fraction(151, 2), Fraction(99, 200)),
        ("borea", Fraction(53), Fraction(82), Fraction(121, 400)),
    ]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (PLAIN.replace("0.8", "1.4"), "row 2, column D (salience)", "outside 0 to 1"),
        (PLAIN.replace("0.8", "-0.1"), "row 2, column D (salience)", "below 0"),
        (PLAIN.replace("0.8", "80").replace("0.4", "140"), "row 3, column D (salience)", "outside 0 to 100"),
        (PLAIN.replace("0.8", "1.5").replace("0.4", "1"), "row 2, column D (salience)", "outside 0 to 1"),
        (PLAIN.replace(",0.4", ""), "row 3, column D (salience)", "nothing"),
        (PLAIN.replace("0.4", "0.4,9"), "row 3, column E", "beyond the last column"),
        (PLAIN.replace("0.25", "-1"), "row 3, column B (capability)", "below 0"),
        (PLAIN.replace("7", "seven"), "row 3, column C (position)", "'seven'"),
        (PLAIN.replace("7", "5..9"), "row 3, column C (position)", "'5..9'"),
        (PLAIN.replace("borea", "aland"), "row 3, column A (actor)", "a second time"),
        (PLAIN.replace("borea", ""), "row 3, column A (actor)", "nothing"),
        (PLAIN.replace("borea", "b" * 201), "row 3, column A (actor)", "a name of 201 characters"),
        (PLAIN.replace("0.25", "nan"), "row 3, column B (capability)", "'nan'"),
        (PLAIN.replace("7", "inf"), "row 3, column C (position)", "'inf'"),
        (PLAIN.replace("7", "-inf"), "row 3, column C (position)", "formula '-inf'"),
        (PLAIN.replace("7", "1e999"), "row 3, column C (position)", "'1e999'"),
        (PLAIN.replace(",", ";"), "row 1, column A (actor;capability;position;salience)", "no column 'actor'"),
        (PLAIN.replace("salience", "weight"), "row 1, column D (weight)", "unknown column 'weight'"),
        (PLAIN.replace("salience", "power"), "row 1, column D (power)", "a second time"),
        (PLAIN.split("aland")[0], "row 1, column A (actor)", "no actor"),
        ("price,term\n1,2\n", "row 1, column A (price)", "no column 'actor'"),
        (PLAIN.replace("aland", "=1+2"), "row 2, column A (actor)", "formula"),
        (KTAB.replace(",2,3,", ",7,3,"), "row 1, column C (Power)", "'7', while 2 actors follow"),
        (KTAB.replace("49.5", "105.9"), "row 3, column E (Sal1)", "outside 0 to 100"),
        (KTAB.replace(",Sal3", ""), "row 2, column H (Pstn3)", "8 columns"),
        (KTAB.replace(", 24", ""), "", ""),
    ],
)
def test_mistakes_stand_with_their_place(tmp_path: Path, text: str, place: str, says: str) -> None:
    if not place:
        assert any("nothing" in problem.found for problem in complaints(tmp_path, text, 3))
        return
    found = complaints(tmp_path, text)
    assert any(problem.key_path == place and says in problem.found for problem in found), [str(problem) for problem in found]


def test_a_dimension_that_is_not_there(tmp_path: Path) -> None:
    assert "no number 4" in complaints(tmp_path, KTAB, 4)[0].found
    assert "one question" in complaints(tmp_path, PLAIN, 2)[0].found


def test_nothing_and_too_much(tmp_path: Path) -> None:
    (empty,) = complaints(tmp_path, "\n\n")
    assert "empty" in empty.found and "actor,capability" in empty.write
    rows = "".join(f"a{n},1,{n},1\n" for n in range(201))
    assert "more than 200 actors" in complaints(tmp_path, "actor,capability,position,salience\n" + rows)[0].found


Number = st.fractions(-100, 100, max_denominator=40)
Weight = st.fractions(0, 100, max_denominator=40)
Actors = st.lists(
    st.tuples(NAMES, Weight, Number, st.fractions(0, 1, max_denominator=16)), min_size=1, max_size=5, unique_by=lambda r: r[0]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=Actors, has_votes=st.booleans(), ending=st.sampled_from([".csv", ".xlsx"]))
def test_written_and_read_again(
    tmp_path: Path, rows: list[tuple[str, Fraction, Fraction, Fraction]], has_votes: bool, ending: str
) -> None:
    stated = StatedLine("again", tuple(StatedActor(*row, votes=Fraction(2) if has_votes else None) for row in rows))
    file = tmp_path / f"again{ending}"
    file.write_bytes(actors_bytes(stated, file))
    assert read_actors(file) == stated


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=Actors)
def test_ktab_written_and_read_again(tmp_path: Path, rows: list[tuple[str, Fraction, Fraction, Fraction]]) -> None:
    stated = StatedLine("again", tuple(StatedActor(*row, description="told") for row in rows))
    file = tmp_path / "again.csv"
    file.write_bytes(ktab_bytes(stated, file)[0])
    assert read_actors(file) == stated


def test_what_ktab_cannot_hold_is_said(tmp_path: Path) -> None:
    actor = StatedActor("a", Fraction(1), Fraction(1, 3), Fraction(1), Fraction(2), Fraction(3))
    _, notes = ktab_bytes(StatedLine("t", (actor,)), tmp_path / "t.csv")
    assert [word for word in ("votes", "without agreement", "fractions") if any(word in note for note in notes)] == [
        "votes",
        "without agreement",
        "fractions",
    ]
    with pytest.raises(CaseError, match="cannot hold"):
        actors_bytes(StatedLine("t", (StatedActor("a\nb", Fraction(1), Fraction(1), Fraction(1)),)), tmp_path / "t.csv")


def test_players_are_told_from_actors_by_their_first_column(tmp_path: Path) -> None:
    found = read_actors(written(tmp_path, "player,weight,veto\naland,4,yes\nborea,2,\nquota,5\n"))
    assert found == StatedVote("quota", ("aland", "borea"), (((Fraction(4), Fraction(2)), Fraction(5)),), ("aland",))


def test_who_listens_to_whom(tmp_path: Path) -> None:
    head = "actor,listens to,share\n"
    found = read_influence(written(tmp_path, head + "aland,borea,0.25\naland,cyrene,1/4\n"), ["aland", "borea", "cyrene"])
    assert found.shares == {"aland": {"borea": Fraction(1, 4), "cyrene": Fraction(1, 4)}}
    for rows, says in (
        ("aland,borea,0.6\naland,cyrene,0.6\n", "more than 1"),
        ("aland,borea,-0.1\n", "below 0"),
        ("aland,borea,0.1\naland,borea,0.1\n", "a second time"),
        ("aland,delos,0.1\n", "unknown actor 'delos'"),
    ):
        with pytest.raises(CaseError) as caught:
            read_influence(written(tmp_path, head + rows), ["aland", "borea", "cyrene"])
        assert says in str(caught.value.problems[0])
    with pytest.raises(CaseError, match="listens to"):
        read_influence(written(tmp_path, "from,to,share\n"), ["aland"])
