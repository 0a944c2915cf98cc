# SPDX-License-Identifier: Apache-2.0
"""Columns on paper: they fit the line, numbers stay whole, and a table without room becomes a list that says the same."""

from hypothesis import given
from hypothesis import strategies as st

from pourparler.briefing.columns import as_list, columns_of, is_name
from pourparler.briefing.document import Table

CELLS = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=60)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    count = draw(st.integers(1, 9))
    row = st.tuples(*[CELLS] * count)
    return Table(draw(row), tuple(draw(st.lists(row, max_size=6))))


@given(tables(), st.integers(40, 130))
def test_columns_fit_the_line(table: Table, room: int) -> None:
    found = columns_of(table, room)
    if found is None:
        return
    assert len(found) == len(table.columns)
    assert sum(column.width for column in found) + 2 * (len(found) - 1) <= room + 1e-6
    for place, column in enumerate(found):
        longest = max(len(cells[place]) for cells in (table.columns, *table.rows))
        assert column.width <= longest + 1e-6
        assert column.is_short == (longest <= column.width)


def test_numbers_with_ranges_stay_on_one_line_where_there_is_room() -> None:
    measure = "46.0 (36.9 to 55.0)"
    table = Table(("n", "what"), ((measure, "words " * 30), (measure, "words")))
    found = columns_of(table, 90)
    assert found is not None and found[0].is_short and found[0].width == len(measure)
    narrow = columns_of(Table(("a",) * 6, ((measure,) * 6,)), 90)
    assert narrow is not None and not narrow[0].is_short


def test_a_long_heading_is_broken_rather_than_the_numbers_below_it() -> None:
    measure = "-16% (-25% to -8%)"
    heads = ("party", "reach if it opposes them", "what", "told")
    found = columns_of(Table(heads, (("China", measure, "words " * 6, "no"), ("Japan", measure, "words " * 4, "yes"))), 60)
    assert found is not None and len(measure) <= found[1].width < len(heads[1])


def test_words_have_room_before_a_long_heading_above_numbers_has() -> None:
    heads = ("after agreeing on", "our value without a deal moves by", "theirs moves by")
    rows = (("nuclear and missile programme: complete dismantlement", "-0.50 (-2.0 to 1.0)", "6.5 (3.0 to 10.0)"),)
    found = columns_of(Table(heads, rows), 80)
    assert found is not None and [round(column.width) for column in found] == [40, 19, 17]


def test_a_column_of_nothing_is_no_column_of_numbers() -> None:
    found = columns_of(Table(("a", "b"), (("x", "–"), ("y", "–"))), 60)
    assert found is not None and not found[1].is_numeric


def test_a_table_without_room_becomes_a_list_that_says_the_same() -> None:
    table = Table(("name", "a", "b", "c"), (("x", "y" * 22, "–", "z" * 22), ("only", "", "", "")))
    assert columns_of(table, 40) is None
    assert as_list(table).items == (f"x: a {'y' * 22}, c {'z' * 22}", "only")


def test_long_first_cells_are_no_names() -> None:
    assert is_name(["a party"]) and not is_name(
        ["a party", "a whole sentence that goes on and on, past more than sixty characters"]
    )


def test_a_range_without_room_beside_its_number_stands_whole_below_it() -> None:
    table = Table(("party", "a", "b", "c", "what"), (("clubs", *(["-57.5 (-63.6 to -51.2)"] * 3), "words " * 3),) * 2)
    found = columns_of(table, 74)
    assert found is not None and [column.has_room for column in found[1:4]] == [True] * 3 and not found[1].is_short
    assert found[1].cell("-57.5 (-63.6 to -51.2), now") == "-57.5 (-63.6\xa0to\xa0-51.2), now"
    narrow = columns_of(Table(("a", "b", "c"), (("1 (2.00 to 3.00)",) * 3,)), 30)
    assert narrow is not None and not narrow[0].has_room and narrow[0].cell("1 (2 to 3)") == "1 (2 to 3)"


def test_a_place_is_broken_only_where_there_is_no_room_for_it() -> None:
    place = "effects.books.audit_and_sharing"
    table = Table(("place", "note"), ((place, "words " * 20),))
    wide, narrow = columns_of(table, 60), columns_of(table, 44)
    assert wide is not None and wide[0].width >= len(place)
    assert narrow is not None and narrow[0].width < len(place)
