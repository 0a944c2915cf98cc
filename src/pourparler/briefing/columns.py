# SPDX-License-Identifier: Apache-2.0
"""How wide the columns of a table are on paper, by what they hold; a table that has no room becomes a list of its rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pourparler.briefing.document import BulletList, Table
from pourparler.briefing.figures import NOTHING, is_measure, is_numeric
from pourparler.wording import say

#: A column whose cells are no longer than this keeps each cell on one line.
_SHORT = 14
#: The gap between columns, in characters.
_GAP = 2
#: A word longer than this is broken where a column ends: the first where there is room for it, as for places of the case.
_LONGEST_WORDS = (34, 22)
#: A name of a row is no longer than this.
_NAME = 60
#: A table whose rows would be so many lines tall in the mean is read more easily as a list.
_TALLEST = 7
#: Numbers with their ranges on one line are worth rows that are so many lines taller.
_WORTH_OF_WHOLE_MEASURES = 1.0
#: Where there is no room for that, ranges that are whole below their number are worth so much.
_WORTH_OF_WHOLE_RANGES = 1.0
#: A range in brackets, as it stands behind a number.
_RANGE = re.compile(r"\([-<>]?\d[^()]{0,20}\)")
_NO_BREAK = "\N{NO-BREAK SPACE}"

#: A table of so few rows and letters is kept on one page; a row whose cells are no longer than this is never cut.
_FEW_ROWS, _FEW_LETTERS, _ROW_OF_A_PAGE = 10, 1000, 900


@dataclass(frozen=True)
class Column:
    """How a column is set: `width` is its share of the width of the page, `is_short` keeps its cells on one line.

    `has_room` says that a range in brackets finds room on a line.
    """

    width: float
    is_short: bool
    is_numeric: bool
    has_room: bool

    def cell(self, text: str) -> str:
        """Return a cell as it is set: a range in brackets is not broken into lines where there is room for it."""
        return with_whole_ranges(text) if self.has_room else text


def columns_of(table: Table, room: int, marks: Sequence[str] = ()) -> tuple[Column, ...] | None:
    """Return how the columns of a table are set where a line has room for so many characters; None: as a list, rather.

    `marks` are the texts of a last column, if there is one.
    """
    cells = [[name, *(row[place] for row in table.rows)] for place, name in enumerate(table.columns)]
    if marks:
        cells.append([say("what it is"), *marks])
    natural = [max(map(len, column)) for column in cells]
    widths = next((found for longest in _LONGEST_WORDS if (found := _best_widths(cells, natural, room, longest))), None)
    if widths is None:
        return None
    numeric = [is_numeric(column[1:]) for column in cells]
    ranges = [max((len(each) for cell in column for each in _RANGE.findall(cell)), default=0) for column in cells]
    each = zip(widths, natural, numeric, ranges, strict=True)
    return tuple(Column(width, wide <= width, number, longest <= width) for width, wide, number, longest in each)


def _best_widths(cells: Sequence[Sequence[str]], natural: Sequence[int], room: int, longest: int) -> list[float] | None:
    """Return a width for each column by which rows are low and numbers whole; None where there is no room."""
    with_ranges = [[with_whole_ranges(cell) for cell in column] for column in cells]
    tried = []
    for shown, unbroken, worth in (
        (cells, _holds_measures, _WORTH_OF_WHOLE_MEASURES),
        (with_ranges, _is_short, _WORTH_OF_WHOLE_RANGES),
        (cells, _is_short, 0.0),
    ):
        is_whole = [unbroken(column) for column in cells]
        least = [_whole(c) if whole else _longest_word(c, longest) for c, whole in zip(shown, is_whole, strict=True)]
        widths = _widths(least, natural, is_whole, room)
        if widths is not None and (height := _mean_height(cells, widths)) <= _TALLEST:
            tried.append((height - worth, widths))
    return min(tried)[1] if tried else None


def with_whole_ranges(text: str) -> str:
    """Return a text in which no range in brackets is broken into lines."""
    return _RANGE.sub(lambda found: found[0].replace(" ", _NO_BREAK), text)


def _widths(least: Sequence[int], natural: Sequence[int], unbroken: Sequence[bool], room: int) -> list[float] | None:
    """Return a width for each column, none less than its `least`; None where there is no room."""
    spare: float = room - _GAP * (len(least) - 1) - sum(least)
    if spare < 0:
        return None
    wants = [wide - low for wide, low in zip(natural, least, strict=True)]
    widths = [float(low) for low in least]
    for is_heading in (False, True):  # words have room first, then long headings above whole cells
        asked = [want if whole == is_heading else 0 for want, whole in zip(wants, unbroken, strict=True)]
        share = min(1.0, spare / sum(asked)) if sum(asked) else 0.0
        widths = [width + want * share for width, want in zip(widths, asked, strict=True)]
        spare -= share * sum(asked)
    return widths


def stays_together(table: Table) -> bool:
    """Return whether a table is so small that it stands on one page."""
    letters = sum(len(cell) for row in table.rows for cell in row)
    return len(table.rows) <= _FEW_ROWS and letters <= _FEW_LETTERS


def has_whole_rows(table: Table) -> bool:
    """Return whether every row of a table finds room on a page, even in a narrow column, so that none need be cut."""
    return all(len(cell) <= _ROW_OF_A_PAGE for row in table.rows for cell in row)


def as_list(table: Table) -> BulletList:
    """Return a table as a list of its rows: `first cell: column cell, column cell`, empty cells left out."""
    return BulletList(tuple(_row(table.columns, row) for row in table.rows), table.marks)


def _row(columns: Sequence[str], row: Sequence[str]) -> str:
    rest = [f"{name} {cell}" for name, cell in zip(columns[1:], row[1:], strict=True) if cell not in ("", NOTHING)]
    return f"{row[0]}: {', '.join(rest)}" if rest else row[0]


def _is_short(cells: Sequence[str]) -> bool:
    return max(map(len, cells)) <= _SHORT


def _holds_measures(cells: Sequence[str]) -> bool:
    """Return whether a column is short or holds numbers with their ranges, which are better read on one line."""
    return _is_short(cells) or is_measure(cells[1:])


def _whole(cells: Sequence[str]) -> int:
    """Return how wide a column is whose cells are not broken; its heading may be, where that is longer than a short cell."""
    head = len(cells[0]) if len(cells[0]) <= _SHORT else _longest_word(cells[:1], _LONGEST_WORDS[-1])
    return max(head, *map(len, cells[1:]), 0)


def _longest_word(cells: Sequence[str], longest: int) -> int:
    return min(longest, max(len(word) for cell in cells for word in cell.split(" ")))


def is_name(cells: Sequence[str]) -> bool:
    """Return whether a first column holds names, which are set in bold, and not whole sentences."""
    return all(len(cell) <= _NAME for cell in cells)


def _mean_height(cells: Sequence[Sequence[str]], widths: Sequence[float]) -> float:
    """Return about how many lines a row takes in the mean."""
    rows = list(zip(*cells, strict=True))[1:]
    tall = [max(len(cell) / max(width, 1) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return sum(tall) / len(tall) if tall else 0.0
