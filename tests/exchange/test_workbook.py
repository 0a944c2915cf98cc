# SPDX-License-Identifier: Apache-2.0
"""Workbooks from strangers: nothing is computed, nothing unpacks to any size, and each refusal is one clear message."""

import datetime
import io
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pourparler.case import CaseError
from pourparler.exchange import read_sheet
from pourparler.exchange.workbook import xlsx_bytes

ROWS: list[list[Any]] = [
    ["issue", "option", "buyer", "seller"],
    ["no deal", None, 40, 30.5],
    ["price", "low", 100, 0],
    [None, "high", 0, 100],
]
#: The slowest refusal, in seconds of processor time.
AT_MOST = 5.0


def book(tmp_path: Path, rows: list[list[Any]], name: str = "sale.xlsx") -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(tmp_path / name)
    return tmp_path / name


def refusal(file: Path) -> str:
    begun = time.process_time()
    with pytest.raises(CaseError) as caught:
        read_sheet(file)
    assert time.process_time() - begun < AT_MOST
    assert str(file) in str(caught.value)
    return str(caught.value)


def repacked(file: Path, changes: dict[str, bytes], more: dict[str, bytes] | None = None) -> Path:
    """Put other members in the place of some of a workbook, and add more."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, changes.get(member.filename, old.read(member)))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    file.write_bytes(out.getvalue())
    return file


def member(file: Path, name: str) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read(name)


def test_what_a_person_typed_is_read(tmp_path: Path) -> None:
    table = read_sheet(book(tmp_path, [*ROWS, [], ["# a remark", 1, 2], ["term", 7, 0.1, 5]]))
    assert table.parties == ("buyer", "seller") and str(table.profiles[1].no_deal) == "61/2"
    assert [issue.options for issue in table.issues] == [("low", "high"), ("7",)]
    assert str(table.profiles[0].worth[1][0]) == "1/10"


@pytest.mark.parametrize(
    ("cell", "found", "write"),
    [
        ("=2*50", "the formula '=2*50'", "nothing in a table is computed"),
        (datetime.datetime(2031, 3, 1), "a date", "write the number or the name as text"),
        (datetime.time(3), "a date", "as text"),
        (True, "found 'TRUE'", "write a number"),
        ("a\u202eb", "a hidden character", "type the cell anew"),
        ("#DIV/0!", "'#DIV/0!'", "write a number"),
    ],
)
def test_a_cell_that_is_no_value_is_told_by_its_place(tmp_path: Path, cell: object, found: str, write: str) -> None:
    said = refusal(book(tmp_path, [*ROWS[:2], ["price", "low", 100, cell], ROWS[3]]))
    assert "row 3, column D (seller)" in said and found in said and write in said


def test_a_formula_in_a_name_is_refused_and_a_text_that_looks_like_one_is_a_name(tmp_path: Path) -> None:
    assert "row 3, column B (option)" in refusal(book(tmp_path, [*ROWS[:2], ["price", "=A1", 100, 0]]))
    file = tmp_path / "text.xlsx"
    file.write_bytes(xlsx_bytes([["issue", "option", "=a", "b"], ["no deal", "", 1, 2], ["p", "=A1", 3, 4]], "t"))
    table = read_sheet(file)
    assert table.parties == ("=a", "b") and table.issues[0].options == ("=A1",)


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    for name, data in {
        "text": b"issue,option\n",
        "empty": b"",
        "zip": zipped({"a.txt": b"x"}),
        "cut": book(tmp_path, ROWS).read_bytes()[:2000],
        "broken": zipped({"[Content_Types].xml": b"<Types", "xl/workbook.xml": b"<"}),
    }.items():
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(data)
        assert "no workbook that can be read; save it as .xlsx" in refusal(file), name
    assert "something other than a file" in refusal(tmp_path / "nowhere.xlsx")


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_what_unpacks_to_any_size_is_refused_unread(tmp_path: Path) -> None:
    file = repacked(book(tmp_path, ROWS), {}, {"xl/media/a.xml": b" " * 40_000_000})
    assert len(file.read_bytes()) < 1_000_000
    assert "unpacks to more than 4 MiB" in refusal(file)
    many = repacked(book(tmp_path, ROWS, "many.xlsx"), {}, {f"xl/{n}.bin": b"" for n in range(600)})
    assert "unpacks to more than" in refusal(many)


def test_a_size_that_is_not_the_declared_one_does_not_help(tmp_path: Path) -> None:
    file = repacked(book(tmp_path, ROWS), {}, {"xl/media/a.xml": b" " * 40_000_000})
    data = bytearray(file.read_bytes())
    # The size stands in the directory at the end of the archive; say that the great member is small.
    for place in range(len(data) - 4):
        if data[place : place + 4] == (40_000_000).to_bytes(4, "little"):
            data[place : place + 4] = (100).to_bytes(4, "little")
    file.write_bytes(bytes(data))
    assert "no workbook that can be read" in refusal(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_declarations_are_refused(tmp_path: Path, declared: str, encoding: str) -> None:
    file = book(tmp_path, ROWS)
    name = "xl/worksheets/sheet1.xml"
    text = member(file, name).decode("utf-8")
    text = text.split("?>", 1)[-1]
    spoilt = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{text}'.encode(encoding)
    assert "a declaration in xl/worksheets/sheet1.xml" in refusal(repacked(file, {name: spoilt}))


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for row in ROWS:
        made.worksheets[0].append(row)
    made.worksheets[0].cell(1_000_000, 3).value = 5
    made.save(tmp_path / "far.xlsx")
    begun = time.process_time()
    assert read_sheet(tmp_path / "far.xlsx").parties == ("buyer", "seller")
    assert time.process_time() - begun < AT_MOST
    wide = book(tmp_path, [[*ROWS[0], *[f"p{n}" for n in range(400)]]], "wide.xlsx")
    assert "more than 26 columns" in refusal(wide)


def test_the_same_rows_give_the_same_bytes() -> None:
    rows: list[list[str | int | float]] = [["issue", "option", "a"], ["p", "x", 1.5]]
    first = xlsx_bytes(rows, "t")
    time.sleep(1.1)  # times in workbooks go by the second
    assert xlsx_bytes(rows, "t") == first
