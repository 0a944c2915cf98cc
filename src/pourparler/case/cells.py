# SPDX-License-Identifier: Apache-2.0
"""A table of comma-separated values (RFC 4180) as rows of cells that know their place. Nothing in it is ever computed."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from pourparler.case.decode import Page
from pourparler.case.marks import MOST_NODES
from pourparler.case.problem import quoted
from pourparler.case.tree import Mark
from pourparler.errors import CaseError
from pourparler.wording import say

_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_BARE = re.compile(r"[^,\r\n]*+")
_END = re.compile(r",|\r\n|\n|\r|\Z")
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it begins, and its text without the quotation marks around it."""

    mark: Mark
    text: str


def rows_of(page: Page) -> Iterator[list[Cell]]:
    """Yield the rows of a table, blank lines left out.

    Raises `CaseError` for a quotation that is never closed, text after one, a quotation mark inside a bare cell, and for
    more than 200,000 cells.
    """
    place = _Places(page)
    row: list[Cell] = []
    at, count, end = 0, 0, len(page.text)
    while at < end or row:
        cell, at = _cell(page, place, at)
        row.append(cell)
        count += 1
        if count > MOST_NODES:
            _stop(page, cell.mark, say("more than {limit} cells", limit=MOST_NODES), say("keep the table smaller"))
        ending = _END.match(page.text, at)
        if ending is None:
            found = say("{text} after the end of a quotation", text=quoted(page.text[at : at + 20].splitlines()[0]))
            _stop(page, place(at), found, say("put the whole cell in quotation marks, and double those inside it"))
        at = ending.end()
        if ending.group() != ",":
            if len(row) > 1 or row[0].text:
                yield row
            row = []


def _cell(page: Page, place: "_Places", at: int) -> tuple[Cell, int]:
    """Read the cell that begins at an offset; return it and the offset of its end."""
    mark = place(at)
    if page.text.startswith('"', at):
        match = _QUOTED.match(page.text, at)
        if match is None:
            found = say("a quotation that is never closed")
            _stop(page, mark, found, say("close it with the quotation mark that opens it"))
        return Cell(mark, match.group(1).replace('""', '"')), match.end()
    match = _BARE.match(page.text, at)
    assert match is not None
    inside = match.group().find('"')
    if inside >= 0:
        found = say("a quotation mark inside a cell")
        _stop(page, place(at + inside), found, say("put the whole cell in quotation marks, and double those inside it"))
    return Cell(mark, match.group()), match.end()


def _stop(page: Page, mark: Mark, found: str, write: str) -> NoReturn:
    raise CaseError((page.problem(mark.line, mark.column, (), found, write),))


class _Places:
    """From an offset in the text of a page to line and column."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(page.text))]

    def __call__(self, offset: int) -> Mark:
        line = bisect_right(self._starts, offset)
        return Mark(line, offset - self._starts[line - 1] + 1, self._page)
