# SPDX-License-Identifier: Apache-2.0
"""A briefing as text for a terminal: one screen, or everything.

On the one screen, headings stand in a column of their own beside what they head. All text is data: nothing in it is
read as markup, and characters that would act on a terminal are shown by their numbers.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from pourparler.briefing.document import Block, Briefing, BulletList, Figure, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, is_numeric
from pourparler.case.problem import visible
from pourparler.wording import END_ISOLATE, ISOLATE, say

#: So many lines make one screen; a page that is shorter is given empty lines between its sections.
ONE_SCREEN = 45
#: Narrower pages have no room for a column of headings.
_TWO_COLUMNS = 64
#: The width of the column of headings on the one screen.
_HEADINGS = 13
#: How far the text under a heading is set in.
_INDENT = 2
#: A column of cells no longer than this keeps each cell on one line.
_SHORT_CELL = 20
#: The gap between columns.
_GAP = 2
#: A column that is broken into lines needs so much room to be read.
_LEAST_COLUMN = 9
#: A table may take so many times the lines of a list of its rows: columns are worth that much.
_MOST_LINES = 2


def render(briefing: Briefing, *, width: int, full: bool = False, color: bool = False) -> str:
    """Return the text of a briefing, `width` columns wide, ending with a line feed.

    `full` prints every section, otherwise only what belongs on the one screen. `color` allows bold and faint type.
    The same briefing, width and choices give the same text.
    """
    sections = briefing.sections
    if full:
        return _printed(_stacked((section.heading, section.blocks) for section in sections), width, color)
    if width < _TWO_COLUMNS:
        return _printed(_stacked((s.heading, s.brief) for s in sections if s.brief), width, color)
    airy = _printed(_one_screen(sections, apart=True), width, color)
    return airy if airy.count("\n") <= ONE_SCREEN else _printed(_one_screen(sections, apart=False), width, color)


def _printed(page: Group, width: int, color: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        force_jupyter=False,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(page)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().rstrip().split("\n"))


def _one_screen(sections: Sequence[Section], apart: bool) -> Group:
    """Set headings in a column of their own, the verdict and sections `apart` by an empty line or not."""
    first, *rest = [section for section in sections if section.brief]
    grid = Grid.grid(padding=(0, 1, 1 if apart else 0, 0), collapse_padding=False)
    grid.add_column(width=_HEADINGS, style="bold")
    grid.add_column(ratio=1)
    for section in rest:
        grid.add_row(_text(section.heading), _blocks(section.brief))
    gap = [Text()] if apart else []
    return Group(_text(first.heading, "bold"), _blocks(first.brief), *gap, grid)


def _stacked(headed: Iterable[tuple[str, Sequence[Block]]]) -> Group:
    """Set each heading above what it heads."""
    parts: list[RenderableType] = []
    for heading, blocks in headed:
        parts += [_text(heading, "bold"), Padding(_blocks(blocks, apart=True), (0, 0, 0, _INDENT)), Text()]
    return Group(*parts[:-1])


def _blocks(blocks: Iterable[Block], apart: bool = False) -> Group:
    parts: list[RenderableType] = []
    for block in blocks:
        if parts and apart:
            parts.append(Text())
        parts.append(_block(block))
    return Group(*parts)


def _block(block: Block) -> RenderableType:
    match block:
        case Paragraph(text, more):
            return _text(say("{text}; {more} (--full)", text=text, more=more) if more else text)
        case BulletList(items):
            return _bullets(items)
        case Table():
            return _Fitting(block)
        case Figure():
            return _Fitting(block.table)


@dataclass(frozen=True)
class _Fitting:
    """A table that is set as a list of its rows where the page is too narrow for its columns, or they would make tall rows."""

    table: Table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Give what fits into the width at hand."""
        columns = _columns(self.table)
        widest = [max(map(cell_len, (name, *cells))) for name, cells in columns]
        least = [
            min(max(_longest_word(name, cells), _LEAST_COLUMN), width)
            for (name, cells), width in zip(columns, widest, strict=True)
        ]
        short = [width <= _SHORT_CELL for width in widest]
        listed = [_row_as_text(self.table.columns, row) for row in self.table.rows]
        most = _MOST_LINES * sum(1 + cell_len(row) // options.max_width for row in listed)
        for unbroken in (short, [*short[:-1], False], [False for _ in widest]):
            widths = [wide if is_unbroken else low for wide, low, is_unbroken in zip(widest, least, unbroken, strict=True)]
            spare = options.max_width - sum(widths) - _GAP * (len(widest) - 1)
            if spare >= 0 and _lines(columns, widths, unbroken, spare) < most:
                yield _grid(self.table, unbroken, _levelled(widths, widest, spare))
                return
        yield _bullets(listed)


def _longest_word(name: str, cells: Sequence[str]) -> int:
    return max(cell_len(word) for cell in (name, *cells) for word in cell.split() or [""])


def _lines(columns: Sequence[tuple[str, list[str]]], widths: Sequence[int], unbroken: Sequence[bool], spare: int) -> int:
    """Return about how many lines a table takes, if what is spare is shared among the columns that are broken into lines."""
    share = spare // max(1, unbroken.count(False))
    room = [width if is_unbroken else width + share for width, is_unbroken in zip(widths, unbroken, strict=True)]
    rows = zip(*((name, *cells) for name, cells in columns), strict=True)
    return sum(max(-(-cell_len(cell) // width) for cell, width in zip(row, room, strict=True)) for row in rows)


def _levelled(widths: Sequence[int], widest: Sequence[int], spare: int) -> list[int]:
    """Share what is spare among columns that could use it: the narrowest first, until all are as wide as one another."""
    out = list(widths)
    while spare > 0 and (wanting := [place for place, width in enumerate(out) if width < widest[place]]):
        out[min(wanting, key=lambda place: (out[place], place))] += 1
        spare -= 1
    return out


def _columns(table: Table) -> list[tuple[str, list[str]]]:
    return [(name, [row[place] for row in table.rows]) for place, name in enumerate(table.columns)]


def _row_as_text(columns: Sequence[str], row: Sequence[str]) -> str:
    """Return a row as `first cell: column cell, column cell`, empty cells left out."""
    rest = [f"{name} {cell}" for name, cell in zip(columns[1:], row[1:], strict=True) if cell not in ("", NOTHING)]
    return f"{row[0]}: {', '.join(rest)}" if rest else row[0]


def _bullets(items: Sequence[str]) -> Grid:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    for item in items:
        grid.add_row(Text("•"), _text(item))
    return grid


def _grid(table: Table, unbroken: Sequence[bool], widths: Sequence[int]) -> Grid:
    """Set a table in columns of some widths; `unbroken` says which of them keep each cell on one line."""
    grid = Grid(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    for (name, cells), is_unbroken, width in zip(_columns(table), unbroken, widths, strict=True):
        side: Literal["left", "right"] = "right" if is_numeric(cells) else "left"
        grid.add_column(_text(name), justify=side, no_wrap=is_unbroken, overflow="fold", width=width)
    for row in table.rows:
        grid.add_row(*(_text(cell) for cell in row))
    return grid


def _text(text: str, style: str = "") -> Text:
    plain = visible(text).replace(ISOLATE, "").replace(END_ISOLATE, "")  # terminals differ; few know isolates
    return Text(plain, style=style, overflow="fold")
