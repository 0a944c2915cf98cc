# SPDX-License-Identifier: Apache-2.0
"""A table in a spreadsheet: what is read, round trips to the last digit, and every mistake by its row and column."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.tables import NAMES, tables
from pourparler.case import CaseError, Problem
from pourparler.catalog import template
from pourparler.exchange import Profile, StatedIssue, StatedTable, read_sheet, sheet_bytes, sheet_template
from pourparler.exchange.numbers import read_exact, write_exact

SALE = "issue,option,buyer,seller\nno deal,,40,30\nprice,,3,1\n,low,100,0\n,high,0,100\nterm,,1,1\n,short,100,20\n,long,0,100\n"


def written(tmp_path: Path, text: str, name: str = "sale.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def problems_of(file: Path) -> list[Problem]:
    with pytest.raises(CaseError) as caught:
        read_sheet(file)
    return [problem for problem in caught.value.problems if isinstance(problem, Problem)]


def test_weights_count_by_their_share_of_the_sum(tmp_path: Path) -> None:
    table = read_sheet(written(tmp_path, SALE))
    assert table.title == "sale" and table.scale == 100 and table.parties == ("buyer", "seller")
    assert table.issues == (StatedIssue("price", ("low", "high")), StatedIssue("term", ("short", "long")))
    buyer, seller = table.profiles
    assert buyer == Profile("buyer", ((Fraction(75), Fraction(0)), (Fraction(25), Fraction(0))), Fraction(40))
    assert seller == Profile("seller", ((Fraction(0), Fraction(50)), (Fraction(10), Fraction(50))), Fraction(30))


def test_without_weights_worths_stand_as_they_are(tmp_path: Path) -> None:
    text = "Issue , OPTION,a,b\n# a remark, with commas\n\nno deal,,-1,1/3\nprice,10,1e1,0.5\nprice,20,-3,2/7\n"
    table = read_sheet(written(tmp_path, text))
    assert table.issues[0].numbers == (Fraction(10), Fraction(20))
    assert table.profiles[0].worth == ((Fraction(10), Fraction(-3)),)
    assert table.profiles[1] == Profile("b", ((Fraction(1, 2), Fraction(2, 7)),), Fraction(1, 3))


def test_titles_scales_discounts_combinations_and_what_is_excluded(tmp_path: Path) -> None:
    text = (
        "issue,option,a,b\ntitle,The sale\nscale,1\nno deal,,0.1,0.2\ndiscount,,0.9,1\n"
        "p,x,0.5,0\np,y,0,0.5\nq,x,0.5,0\nq,z,0,0.5\np + q,x + z,0.1,0\np + q,y + x,excluded,Excluded\np,y,excluded,excluded\n"
    )
    table = read_sheet(written(tmp_path, text))
    assert (table.title, table.scale, table.profiles[0].discount) == ("The sale", 1, Fraction(9, 10))
    assert table.profiles[0].together == (({"p": "x", "q": "z"}, Fraction(1, 10)),)
    assert table.profiles[1].together == ()
    assert table.barred == ({"p": "y", "q": "x"}, {"p": "y"})


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@given(table=tables())
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory, ending: str, table: StatedTable) -> None:
    file = tmp_path_factory.mktemp("sheet") / f"table{ending}"
    file.write_bytes(sheet_bytes(table, file))
    back = read_sheet(file)
    assert back.title == table.title and back.profiles == table.profiles and back.barred == table.barred
    assert [(issue.name, issue.options) for issue in back.issues] == [(issue.name, issue.options) for issue in table.issues]
    assert sheet_bytes(table, file) == file.read_bytes() == sheet_bytes(back, file)


@given(number=st.fractions(-(10**11), 10**11))
def test_numbers_read_back_the_same(number: Fraction) -> None:
    assert read_exact(write_exact(number)) == number


@given(names=st.lists(NAMES, min_size=2, max_size=5, unique=True))
def test_no_cell_of_a_csv_file_is_a_formula(names: list[str]) -> None:
    profiles = tuple(Profile(name, (tuple(Fraction(-1) for _ in names),)) for name in names)
    data = sheet_bytes(StatedTable("=1", (StatedIssue("=2", tuple(names)),), profiles), Path("t.csv"))
    for row in csv.reader(data.decode("utf-8").splitlines()):
        for cell in row:
            assert not cell or cell[0] not in "=+-@" or read_exact(cell) is not None


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    import openpyxl

    file = tmp_path / "t.xlsx"
    profiles = (Profile("=A1", ((Fraction(1), Fraction(2)),)), Profile("+b", ((Fraction(1, 3), Fraction(2)),)))
    file.write_bytes(sheet_bytes(StatedTable("t", (StatedIssue("@i", ("=1+1", "-x")),), profiles), file))
    kinds = [cell.data_type for row in openpyxl.load_workbook(file).worksheets[0].iter_rows() for cell in row]
    assert "f" not in kinds and {"s", "n"} == set(kinds)


def test_the_template_is_the_same_table_in_both_forms(tmp_path: Path) -> None:
    files = [tmp_path / "sale.csv", tmp_path / "sale.xlsx"]
    for file in files:
        file.write_bytes(sheet_template(template("small", ".csv"), file))
    assert read_sheet(files[0]) == read_sheet(files[1])


#: A change of the sale, and what is said of it: the place, what was found, what to write.
BAD = {
    "no beginning": (
        "issue,option",
        "issues,choice",
        "row 1, column A (issues)",
        "'issues,choice' instead",
        "begin with the row",
    ),
    "semicolons": (
        SALE,
        SALE.replace(",", ";"),
        "row 1, column A",
        "instead of the two columns",
        "by commas, not by semicolons",
    ),
    "one party": (
        SALE,
        "issue,option,a\nno deal,,1\np,x,1\n",
        "row 1, column C (a)",
        "fewer than two parties",
        "a column for each",
    ),
    "party twice": ("buyer,seller", "buyer,buyer", "row 1, column D (buyer)", "'buyer' a second time", "one column"),
    "no name": ("buyer,seller", "buyer,,seller", "row 1, column D", "a column without a name", "name the party"),
    "no number": ("low,100,0", "low,plenty,0", "row 4, column C (buyer)", "found 'plenty'", "write a number, such as 40"),
    "not a number": ("low,100,0", "low,NaN,0", "row 4, column C (buyer)", "found 'NaN'", "write a number"),
    "infinite": ("low,100,0", "low,inf,0", "row 4, column C (buyer)", "found 'inf'", "write a number"),
    "huge": ("low,100,0", "low,1e99,0", "row 4, column C (buyer)", "found '1e99'", "write a number"),
    "division by zero": ("low,100,0", "low,1/0,0", "row 4, column C (buyer)", "found '1/0'", "write a number"),
    "range": ("no deal,,40", "no deal,,30..40", "row 2, column C (buyer)", "'30..40'", "ranges have their place in a case"),
    "decimal comma": ("low,100,0", 'low,"99,5",0', "row 4, column C (buyer)", "'99,5'", "a point before the decimals"),
    "per cent": ("low,100,0", "low,99%,0", "row 4, column C (buyer)", "'99%'", "without a sign"),
    "empty cell": ("low,100,0", "low,100", "row 4, column D (seller)", "found nothing", "a number for every party"),
    "one cell too many": ("low,100,0", "low,100,0,7", "row 4, column E", "beyond the last party", "name the column"),
    "formula": ("low,100,0", "low,=2*50,0", "row 4, column C (buyer)", "the formula '=2*50'", "nothing in a table is computed"),
    "formula in a name": ("low,100", "@low,100", "row 4, column B (option)", "the formula '@low'", "a ' before it"),
    "negative weight": ("price,,3,1", "price,,-3,1", "row 3, column C (buyer)", "the negative weight '-3'", "write 0 or more"),
    "zero weights": (
        "price,,3,1\n",
        "price,,0,1\n",
        "row 1, column C (buyer)",
        "weights of 'buyer' that are all zero",
        "above 0",
    ),
    "weights of one": (
        "term,,1,1\n,short",
        "term,short",
        "row 6, column A (issue)",
        "no weights for 'term'",
        "add the row term,,…",
    ),
    "weights twice": ("term,,1,1", "price,,1,1\nterm,,1,1", "row 6, column A (issue)", "a second time", "write them once"),
    "beyond the scale": (
        "low,100,0",
        "low,101,0",
        "row 3, column A (issue)",
        "a score of 'low' beyond",
        "leave out the weights",
    ),
    "option twice": (",high,0,100", ",low,0,100", "row 5, column B (option)", "'low' of 'price' a second time", "once"),
    "no option": (
        "term,,1,1\n",
        "rate,,1,1\nterm,,1,1\n",
        "row 6, column A (issue)",
        "'rate' without an option",
        "a row for each",
    ),
    "no issue": (
        "no deal,,40,30",
        "no deal,,40,30\n,x,1,1",
        "row 3, column A (issue)",
        "a row without an issue",
        "name the issue",
    ),
    "no no-deal": ("no deal,,40,30\n", "", "row 1, column A (issue)", "no row 'no deal'", "no deal,,40,30"),
    "no-deal twice": ("price,,3", "no deal,,1,1\nprice,,3", "row 3, column A (issue)", "'no deal' a second time", "once"),
    "bad scale": ("no deal", "scale,7\nno deal", "row 2, column B (option)", "the scale '7'", "write 100 for points"),
    "unknown issue": (",long,0,100", ",long,0,100\nprice + x,low + y,1,1", "row 9", "the unknown issue 'x'", "price, term"),
    "unknown option": (
        ",long,0,100",
        ",long,0,100\nprice + term,low + y,1,1",
        "row 9",
        "unknown option 'y' of 'term'",
        "short, long",
    ),
    "uneven": (
        ",long,0,100",
        ",long,0,100\nprice + term,low,1,1",
        "row 9, column B",
        "2 issues with 1 options",
        "in the same order",
    ),
    "half excluded": (
        ",long,0,100",
        ",long,0,100\nprice,low,excluded,3",
        "row 9, column D",
        "'3' beside excluded",
        "for every party",
    ),
    "nothing": (SALE, "\n\n", "", "an empty table", "begin with the row"),
    "open quotation": ("no deal", '"no deal', "", "never closed", "close it"),
    "hidden": ("price,,3", "pri\u202ece,,3", "", "U+202E", "delete it"),
}


@pytest.mark.parametrize("kind", sorted(BAD))
def test_every_mistake_is_told_with_its_place_and_what_to_write(tmp_path: Path, kind: str) -> None:
    old, new, place, found, write = BAD[kind]
    assert old in SALE
    text = SALE.replace(old, new)
    text = text.replace("term,,1,1", "term,,0,1") if kind == "zero weights" else text
    told = [str(problem) for problem in problems_of(written(tmp_path, text))]
    assert [each for each in told if place in each and found in each and write in each], told
    assert all("sale.csv" in each for each in told)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = SALE.replace("low,100,0", "low,x,y").replace("long,0,100", "long,z,100")
    problems = problems_of(written(tmp_path, text))
    assert [problem.key_path for problem in problems] == [
        "row 4, column C (buyer)",
        "row 4, column D (seller)",
        "row 8, column C (buyer)",
    ]
    assert "    ,low,x,y\n         ^" in str(problems[0])


def test_a_table_that_is_too_large_is_refused(tmp_path: Path) -> None:
    wide = written(tmp_path, "issue,option," + ",".join(f"p{n}" for n in range(25)) + "\n", "wide.csv")
    assert "more than 26 columns" in str(problems_of(wide)[0])
    long = written(tmp_path, SALE + "".join(f"term,o{n},1,1\n" for n in range(5_000)), "long.csv")
    assert "more than 5000 rows" in str(problems_of(long)[0])


@pytest.mark.parametrize("name", ["a + b", " a", "", "# a", "a\nb", "a\x1bb"])
def test_a_name_that_would_not_read_back_is_refused(name: str) -> None:
    profiles = (Profile("a", ((Fraction(1),),)), Profile("b", ((Fraction(1),),)))
    with pytest.raises(CaseError, match="which a spreadsheet cannot hold"):
        sheet_bytes(StatedTable("t", (StatedIssue(name, ("x",)),), profiles), Path("t.csv"))
    with pytest.raises(CaseError, match="which has another meaning"):
        sheet_bytes(StatedTable("t", (StatedIssue("no deal", ("x",)),), profiles), Path("t.xlsx"))
