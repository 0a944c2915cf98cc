# SPDX-License-Identifier: Apache-2.0
"""Workbooks (.xlsx): the first sheet read as cells, within limits and never computed; and rows written as one sheet."""

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from pourparler.case.decode import LARGEST_FILE as LARGEST_PACKED
from pourparler.case.decode import bytes_of, refuse
from pourparler.case.problem import HIDDEN
from pourparler.errors import CaseError
from pourparler.exchange.cells import MOST_COLUMNS, MOST_ROWS, Cell, Sheet, checked, formula
from pourparler.wording import say

#: A workbook that unpacks to more than this, or to more files, is refused before it is unpacked.
LARGEST_UNPACKED, MOST_FILES = 4 * 1024 * 1024, 500
#: The declarations by which one piece of XML can grow into any amount, or reach for another file.
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
#: The day that stands in every file that is written: no clock is read, so that the same table gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


#: No column is made wider, in characters.
_WIDEST = 40

Rows: TypeAlias = Sequence[Sequence[str | int | float]]
"""Rows of cells: text and numbers."""


def xlsx_sheet(path: Path, begin: str | None = None) -> Sheet:
    """Read the first sheet of a workbook; `begin` as in `csv_sheet`. `CaseError` for what is none, or unpacks to too much."""
    data = bytes_of(path)
    if len(data) > LARGEST_PACKED:
        raise refuse(str(path), say("a file of more than {n} MiB", n=LARGEST_PACKED // 1024**2), say("keep it smaller"))
    _look_inside(data, str(path))
    return checked(Sheet(str(path), list(_rows(data, str(path)))), begin)


def _look_inside(data: bytes, file: str) -> None:
    """Refuse what is no archive, unpacks to too much, or holds declarations."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST_UNPACKED:
                found = say("a workbook that unpacks to more than {n} MiB", n=LARGEST_UNPACKED // 1024**2)
                raise refuse(file, found, say("keep the table alone in a workbook of its own"))
            for member in members:
                # What is unpacked is no longer than what was declared: that is checked as it is read.
                if member.filename.endswith((".xml", ".rels")) and _declares(archive.read(member)):
                    found = say("a declaration in {member}", member=member.filename)
                    raise refuse(file, found, say("save the workbook anew; no program for spreadsheets writes declarations"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _no_workbook(file) from error


def _declares(text: bytes) -> bool:
    """Return whether XML declares anything, in whatever encoding: wide ones hold a zero beside every character."""
    return _DECLARATION.search(text) is not None or _DECLARATION.search(text.replace(b"\0", b"")) is not None


def _no_workbook(file: str) -> CaseError:
    return refuse(file, say("no workbook that can be read"), say("save it as .xlsx without a password, or as .csv"))


def _rows(data: bytes, file: str) -> Iterator[list[Cell]]:
    """Yield the rows of the first sheet. Numbers are taken by their shortest decimal."""
    import openpyxl  # takes long, and only workbooks need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, which are not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says about its own size need not be so
            every = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
            for number, row in enumerate(every, start=1):
                yield [_cell(cell, number, place) for place, cell in enumerate(row, start=1)]
    except CaseError:
        raise
    except Exception as error:  # a damaged workbook can fail anywhere in the library, with any error
        raise _no_workbook(file) from error


def _cell(cell: Any, row: int, column: int) -> Cell:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind == "f":
        return Cell(row, column, "", problem=formula(str(value)))
    if isinstance(value, (datetime, date, time, timedelta)):
        write = say("write the number or the name as text; a program for spreadsheets may take 1/3 for a day")
        return Cell(row, column, "", problem=(say("a date"), write))
    if isinstance(value, bool):
        return Cell(row, column, str(value).upper())
    if isinstance(value, float):
        return Cell(row, column, str(int(value)) if value.is_integer() else repr(value))
    text = "" if value is None else unicodedata.normalize("NFC", str(value).strip())
    if HIDDEN.search(text):
        return Cell(row, column, "", problem=(say("a hidden character"), say("type the cell anew")))
    return Cell(row, column, text)


def xlsx_bytes(rows: Rows, title: str) -> bytes:
    """Return a workbook with one sheet. Text stays text, whatever it begins with; the same rows give the same bytes."""
    return workbook_bytes([(title, rows)], "C2")


def workbook_bytes(sheets: Sequence[tuple[str, Rows]], below: str = "A2") -> bytes:
    """Return a workbook with these sheets, each with its title; its first row and what is left of `below` stay in sight.

    Text stays text, whatever it begins with; the same sheets give the same bytes.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        _fill(sheet, rows)
        sheet.freeze_panes = below
    out = io.BytesIO()
    book.save(out)
    return _without_times(out.getvalue())


def _fill(sheet: Any, rows: Rows) -> None:
    """Write rows into a sheet, the first of them bold, and make its columns wide enough."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if value == "":
                continue
            cell = sheet.cell(number, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
            if number == 1:
                cell.font = Font(bold=True)
    for place in range(1, max(map(len, rows)) + 1):
        widest = max(len(str(row[place - 1])) for row in rows if len(row) >= place and not str(row[0]).startswith("#"))
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, widest + 3)


def _without_times(data: bytes) -> bytes:
    """Return an archive with one time in all its places."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            held = old.read(member)
            if member.filename == "docProps/core.xml":
                held = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", held)
            entry = zipfile.ZipInfo(member.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, held)
    return out.getvalue()
