# SPDX-License-Identifier: Apache-2.0
"""A briefing as Markdown (CommonMark with tables): for a repository, a wiki, or another program's typesetting.

All text is data: whatever could be read as markup is written with a backslash before it, what cannot be seen is told by number.
A figure is told in words and by its numbers. The same briefing gives the same text.
"""

import re
from collections.abc import Iterator, Sequence

from pourparler.briefing.document import Block, Briefing, BulletList, Figure, Mark, Paragraph, Table
from pourparler.briefing.figures import is_numeric
from pourparler.briefing.marked import Figures, again, explained, made_from, once_for_all, rests_on, told
from pourparler.case.problem import visible
from pourparler.wording import say

#: What may mean something inside a line: emphasis, code, links, images, markup, tables, mathematics, templates.
_INSIDE = re.compile(r"[\\`*_{}\[\]<>&|~$^]")
#: What makes an address, which some programs turn into a link.
_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?i:(?<=www))\.|@")
#: What means something at the beginning of a line: headings, lists, rules, quotations.
_BEGINNING = re.compile(r"^([#+=>-]|\d+(?=[.)]))")


def markdown(briefing: Briefing) -> str:
    """Return a briefing as Markdown text that ends with a line feed."""
    return "\n\n".join(_parts(briefing)) + "\n"


def escaped(text: str) -> str:
    """Return text as Markdown that shows it, on one line."""
    plain = " ".join(visible(text).split())
    inside = _ADDRESS.sub(lambda match: f"\\{match.group()}", _INSIDE.sub(lambda match: f"\\{match.group()}", plain))
    first = _BEGINNING.match(inside)
    if first is None:
        return inside
    return f"\\{inside}" if not first.group().isdigit() else f"{first.group()}\\{inside[first.end() :]}"


def _parts(briefing: Briefing) -> Iterator[str]:
    """Yield the paragraphs, lists and tables of a briefing."""
    first, *rest = briefing.sections
    figures = Figures()
    yield f"# {escaped(first.heading)}"
    yield f"**{escaped(briefing.title)}**"
    if briefing.stamp is not None:
        yield escaped(briefing.stamp.about())
    yield from _section(first.rests_on, briefing.opening(), figures)
    if shown := briefing.page_one():
        yield f"## {escaped(say('In brief'))}"
        for section in shown:
            yield f"### {escaped(section.heading)}"
            yield from _section(section.rests_on if briefing.memo else (), section.blocks, figures)
    part = ""
    for section in rest:
        if section.part != part:
            part = section.part
            yield f"## {escaped(part)}"
        if not section.opens_its_part():
            yield f"{'###' if part else '##'} {escaped(section.heading)}"
        yield from _section(section.rests_on, (*section.blocks, *section.key), figures)
    yield from _end(briefing)


def _end(briefing: Briefing) -> Iterator[str]:
    """Yield what the marks mean and what the briefing was made from."""
    if marks := explained(briefing):
        yield f"## {escaped(say('What the marks mean'))}"
        yield "\n".join(f"- **{escaped(name)}**: {escaped(meaning)}" for name, meaning in marks.values())
    if made := made_from(briefing):
        yield "---"
        yield "\n".join(f"- {escaped(name)}: {escaped(value)}" for name, value in made)
        yield escaped(again())


def _section(marks: Sequence[Mark], blocks: Sequence[Block], figures: Figures) -> Iterator[str]:
    if marks:
        yield _note(rests_on(marks))
    for block in blocks:
        yield from _block(block, figures)


def _block(block: Block, figures: Figures) -> Iterator[str]:
    match block:
        case Paragraph(text, more, mark, lead):
            head = f"**{escaped(lead)}**: " if lead else ""
            tail = f"; {escaped(more)}" if more else ""
            yield f"{head}{escaped(text)}{tail}{_marked(mark)}"
        case BulletList(items, marks):
            yield from _list(items, marks)
        case Table():
            yield from _table(block, block.caption)
        case Figure():
            yield from _figure(block, figures)


def _list(items: Sequence[str], marks: Sequence[Mark | None]) -> Iterator[str]:
    common = once_for_all(marks) if len(items) > 1 else None
    if common is not None:
        yield f"{escaped(say('Each of these:'))}{_marked(common)}"
    each = marks if marks and common is None else [None] * len(items)
    yield "\n".join(f"- {escaped(item)}{_marked(mark)}" for item, mark in zip(items, each, strict=True))


def _figure(figure: Figure, figures: Figures) -> Iterator[str]:
    number, is_first = figures.number(figure.caption)
    name = escaped(say("Figure {n}.", n=number))
    if not is_first:
        yield f"**{name}** {escaped(figure.caption)}"
        return
    yield f"**{name}** {escaped(figure.caption)}"
    yield _note(figure.alternative)
    for note in figure.notes:
        yield escaped(note)
    yield from _table(figure.table, figure.table.caption)


def _table(table: Table, caption: str) -> Iterator[str]:
    """Yield the caption and the table; marks stand in a last column where they differ, else once with the caption."""
    common = once_for_all(table.marks)
    if caption or common is not None:
        head = f"**{escaped(caption)}**" if caption else ""
        yield f"{head}{_marked(common)}".strip()
    marks = [told(mark) if mark is not None else "" for mark in table.marks] if common is None else []
    columns = [*table.columns, *([say("what it is")] if marks else [])]
    rows = [[*row, marks[place]] if marks else list(row) for place, row in enumerate(table.rows)]
    sides = ["---:" if is_numeric([row[place] for row in rows]) else "---" for place in range(len(columns))]
    yield "\n".join((_row(columns), f"| {' | '.join(sides)} |", *map(_row, rows)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |"


def _marked(mark: Mark | None) -> str:
    return f" {_note(f'({told(mark)})')}" if mark is not None else ""


def _note(text: str) -> str:
    return f"*{escaped(text)}*"
