# SPDX-License-Identifier: Apache-2.0
"""A briefing as text for a terminal: one screen, or everything.

On the one screen, headings stand in a column of their own beside what they head. All text is data: nothing in it is
read as markup, and characters that would act on a terminal are shown by their numbers.
"""

import io
import re
from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from pourparler.briefing.document import Block, Briefing, BulletList, Paragraph, Section, Table
from pourparler.case.problem import visible

#: The width of the column of headings on the one screen.
_HEADINGS = 13
#: How far the text under a heading is set in.
_INDENT = 2
#: What a cell of numbers looks like; a column of such cells is set flush right.
_NUMBERS = re.compile(r"[-+<>]?\d[\d.,%]*( to -?\d[\d.,%]*)?|–")


def render(briefing: Briefing, *, width: int, full: bool = False, color: bool = False) -> str:
    """Return the text of a briefing, `width` columns wide, ending with a line feed.

    `full` prints every section, otherwise only what belongs on the one screen. `color` allows bold and faint type.
    The same briefing, width and choices give the same text.
    """
    page = _full(briefing.sections) if full else _one_screen(briefing.sections)
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
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _one_screen(sections: Sequence[Section]) -> Group:
    first, *rest = sections
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(width=_HEADINGS, style="bold")
    grid.add_column(ratio=1)
    for section in rest:
        if section.brief:
            grid.add_row(_text(section.heading), _blocks(section.brief))
    return Group(_text(first.heading, "bold"), _blocks(first.brief), Text(), grid)


def _full(sections: Sequence[Section]) -> Group:
    parts: list[RenderableType] = []
    for section in sections:
        parts += [_text(section.heading, "bold"), Padding(_blocks(section.blocks, apart=True), (0, 0, 0, _INDENT)), Text()]
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
        case Paragraph(text):
            return _text(text)
        case BulletList(items):
            return _bullets(items)
        case Table():
            return _table(block)


def _bullets(items: Sequence[str]) -> Grid:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    for item in items:
        grid.add_row(Text("•"), _text(item))
    return grid


def _table(table: Table) -> Grid:
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", collapse_padding=False)
    for place, name in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        is_numeric = all(_NUMBERS.fullmatch(cell) for cell in cells)
        grid.add_column(_text(name), justify="right" if is_numeric else "left", no_wrap=is_numeric, overflow="fold")
    for row in table.rows:
        grid.add_row(*(_text(cell) for cell in row))
    return grid


def _text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style, overflow="fold")
