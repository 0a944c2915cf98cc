# SPDX-License-Identifier: Apache-2.0
"""A spreadsheet as rows of cells that know their place, whether it comes as comma-separated values or as a workbook."""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from pourparler.case.cells import rows_of
from pourparler.case.decode import Page, load_file
from pourparler.case.problem import HIDDEN, MOST_PROBLEMS, Problem, quoted
from pourparler.errors import CaseError
from pourparler.exchange.numbers import read_exact
from pourparler.wording import say

#: A table has at most so many rows and columns.
MOST_ROWS, MOST_COLUMNS = 5_000, 26
#: A name is no longer than this: nobody reads more, and every page would print it again and again.
LONGEST_NAME = 200
#: Rows whose first cell begins so are remarks.
REMARK = "#"
#: With one of these at its beginning a cell is a formula to some spreadsheet.
FORMULA = re.compile(r"[=+\-@\t\r]")
#: Before such a text stands an apostrophe, as spreadsheets show it; before an apostrophe as well, so that it reads back.
GUARD = "'"


@dataclass(frozen=True)
class Cell:
    """A cell: its row and column counted from 1, its text without outer blanks; `problem` says what is wrong with it, if so."""

    row: int
    column: int
    text: str
    place: tuple[int, int] = (0, 0)
    problem: tuple[str, str] | None = None


@dataclass
class Sheet:
    """The rows of a file that hold anything, remarks left out, and the problems found so far.

    `page` is the text of the file, where it is text: messages then show the line.
    """

    file: str
    rows: list[list[Cell]]
    page: Page | None = None
    names: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, cell: Cell, found: str, write: str) -> None:
        """Collect a problem of a cell; too many end the reading."""
        where = self.where(cell.row, cell.column)
        line, column = cell.place
        source = self.page.lines[line - 1] if self.page is not None and 0 < line <= len(self.page.lines) else ""
        self.problems.append(Problem(self.file, line, column, where, source, found, write))
        if len(self.problems) > MOST_PROBLEMS:
            raise CaseError(tuple(self.problems))

    def where(self, row: int, column: int) -> str:
        """Name a place as a spreadsheet does, with the heading of the column: `row 7, column C (buyer)`."""
        letter = chr(ord("A") + column - 1) if column <= MOST_COLUMNS else str(column)
        name = self.names[column - 1] if column <= len(self.names) else ""
        heading = f" ({name})" if name else ""
        return say("row {row}, column {letter}{heading}", row=row, letter=letter, heading=heading)


def csv_sheet(path: Path, begin: str | None = None) -> Sheet:
    """Read comma-separated values; `begin` says how such a table begins. Raises `CaseError` for what is none, or too large."""
    page = load_file(path)
    rows = [
        [_cell(cell.text, cell.mark.line, number, cell.mark.column) for number, cell in enumerate(row, start=1)]
        for row in rows_of(page)
    ]
    return checked(Sheet(str(path), rows, page), begin)


def _cell(raw: str, line: int, column: int, at: int) -> Cell:
    """Return a cell of text; the guard before what would be a formula is taken away, and what has none is one."""
    text = unicodedata.normalize("NFC", raw.strip())
    if text.startswith(GUARD):
        return Cell(line, column, text.removeprefix(GUARD), (line, at))
    is_formula = FORMULA.match(text) is not None and read_exact(text) is None
    return Cell(line, column, text, (line, at), formula(text) if is_formula else None)


def formula(text: str) -> tuple[str, str]:
    """Say that a cell holds a formula, and what to write instead."""
    found = say("the formula {text}", text=quoted(text))
    return found, say("write the value itself, as nothing in a table is computed; a name that begins so needs a ' before it")


def guarded(text: str) -> str:
    """Return a text as it may stand in a file of comma-separated values: never as a formula."""
    is_formula = FORMULA.match(text) is not None and read_exact(text) is None
    return GUARD + text if is_formula or text.startswith(GUARD) else text


def checked(sheet: Sheet, begin: str | None = None) -> Sheet:
    """Leave out empty rows, remarks and empty ends of rows. Raises `CaseError` for a table that is too large."""
    rows = []
    for row in sheet.rows:
        while row and not row[-1].text and row[-1].problem is None:
            row = row[:-1]
        if row and not row[0].text.startswith(REMARK):
            rows.append(row)
    sheet.rows = rows
    if not rows:
        raise CaseError((Problem(sheet.file, 0, 0, "", "", say("an empty table"), begin or _begin()),))
    sheet.names = [visible_name(cell.text) for cell in rows[0]]
    wide = next((row for row in rows if len(row) > MOST_COLUMNS), None)
    if wide is not None:
        sheet.report(
            wide[MOST_COLUMNS], say("more than {n} columns", n=MOST_COLUMNS), say("delete what is not part of the table")
        )
    if len(rows) > MOST_ROWS:
        sheet.report(rows[MOST_ROWS][0], say("more than {n} rows", n=MOST_ROWS), say("keep the table smaller"))
    if sheet.problems:
        raise CaseError(tuple(sheet.problems))
    for cell in (cell for row in rows for cell in row):
        if cell.problem is not None:
            sheet.report(cell, *cell.problem)
    return sheet


def visible_name(text: str) -> str:
    """Return the heading of a column for a message."""
    return HIDDEN.sub("?", text)


def _begin() -> str:
    return say("begin with the row issue,option,NAME,NAME: a column for each party")
