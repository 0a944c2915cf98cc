# SPDX-License-Identifier: Apache-2.0
"""A briefing as PDF for paper and for archives: tagged, by the rules of PDF/UA-1, set by typst.

All text goes to the typesetter as data (JSON), never as markup; the only source it reads is `book.typ` beside this file. The
fonts are those inside its own package, so the same briefing gives the same bytes on any machine; a character that they lack is
shown from the system's fonts if any has it, else by its number.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pourparler.briefing.columns import as_list, columns_of, has_whole_rows, is_name, stays_together
from pourparler.briefing.document import Block, Briefing, BulletList, Figure, Mark, Paragraph, Section, Table
from pourparler.briefing.marked import (
    Figures,
    again,
    begins_right_to_left,
    explained,
    foot,
    holders,
    kinds,
    made_from,
    once_for_all,
    runs_right_to_left,
)
from pourparler.briefing.slicing import sliced
from pourparler.briefing.svg import drawing
from pourparler.case.problem import visible
from pourparler.errors import PourparlerError
from pourparler.wording import is_right_to_left, say

Paper: TypeAlias = Literal["a4", "letter"]
Node: TypeAlias = dict[str, Any]

#: So many characters of a table fit into one line of either paper.
_ROOM = 112
#: On page one headings have a column of their own, so wide in ems of the text.
_HEADS_ON_PAGE_ONE = 8
_ROOM_ON_PAGE_ONE = 88
#: A longer word is given places at which it may be broken.
_UNBROKEN = 30
_BREAK = "\u200b"
_LONG_WORD = re.compile(rf"\S{{{_UNBROKEN},}}")
#: After so many letters of one at the latest, or after what parts its parts.
_STEP, _PARTS = 14, "./-_,;:"
#: The width of the text on either paper, in pixels of a picture, and how tall a picture may be beside its caption.
_PIXELS, _TALLEST = 640, 800
#: The day of a document that has none.
_NO_DAY = date(1970, 1, 1)

_SOURCE = Path(__file__).with_name("book.typ")


def pdf(briefing: Briefing, paper: Paper = "a4", language: str = "en") -> bytes:
    """Return a briefing as PDF/UA-1; the same briefing, paper and language give the same bytes.

    Raises `PourparlerError` if the typesetter refuses it, which is always a fault of the program.
    """
    from pourparler.briefing.typesetting import typeset

    data = _Writer(paper, language).document(briefing)
    day = _day(briefing)
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        return typeset(_SOURCE.read_bytes(), data, stamp)
    except RuntimeError as error:
        raise PourparlerError(say("the typesetter refuses the document: {why}", why=str(error).splitlines()[0])) from error


def shown(text: str) -> str:
    """Return text as it is set: on one line, what cannot be seen told by number, long words given places to break."""
    return _LONG_WORD.sub(lambda word: _breakable(word.group()), visible(text))


def _breakable(word: str) -> str:
    """Give a long word places to break: no letter is parted from the marks that stand on it."""
    out: list[str] = []
    since = 0
    for letter in word:
        if (since >= _STEP or (out[-1:] and out[-1] in _PARTS)) and not unicodedata.combining(letter):
            out.append(_BREAK)
            since = 0
        out.append(letter)
        since += 1
    return "".join(out)


def _day(briefing: Briefing) -> date:
    try:
        return date.fromisoformat(briefing.stamp.as_of) if briefing.stamp is not None else _NO_DAY
    except ValueError:
        return _NO_DAY


@dataclass
class _Writer:
    """Writes a briefing as plain data for the typesetter; numbers figures as it goes, and draws each once."""

    paper: Paper
    language: str
    room: int = _ROOM
    figures: Figures = field(default_factory=Figures)

    def document(self, briefing: Briefing) -> Node:
        """Return all that `book.typ` reads, but for the fonts."""
        first, *rest = briefing.sections
        day = _day(briefing)
        stamp = briefing.stamp
        opening = {"rests": self.rests(first.rests_on), "blocks": self.blocks(briefing.opening())}
        self.room = _ROOM_ON_PAGE_ONE
        memo = [self.section(each, with_marks=bool(briefing.memo)) for each in briefing.page_one()]
        self.room = _ROOM
        return {
            "headline": shown(first.heading),
            "title": shown(briefing.title),
            "seat": shown(stamp.seat) if stamp is not None else "",
            "about": shown(stamp.about()) if stamp is not None else "",
            "keywords": [shown(stamp.digest)] if stamp is not None else [],
            "date": {"year": day.year, "month": day.month, "day": day.day},
            "language": self.language.split("-")[0],
            "rtl": runs_right_to_left(self.language),
            "paper": {"a4": "a4", "letter": "us-letter"}[self.paper],
            "foot": shown(foot(briefing)),
            "contents": say("Contents"),
            "opening": opening,
            "memo": memo,
            "memo-heads": _HEADS_ON_PAGE_ONE,
            "parts": self.parts(rest),
            "key": {"heading": say("What the marks mean"), "rows": [self.meaning(Mark(kind)) for kind in explained(briefing)]},
            "made-heading": say("How this was made"),
            "made": [[shown(name), visible(value)] for name, value in made_from(briefing)],
            "again": again(),
        }

    def meaning(self, mark: Mark) -> Node:
        """Return a kind of statement with what it means."""
        return {"mark": self.mark(mark), "meaning": kinds()[mark.kind][1]}

    def parts(self, sections: Sequence[Section]) -> list[Node]:
        """Return sections by the part they stand in."""
        out: list[Node] = []
        for section in sections:
            if not out or out[-1]["heading"] != shown(section.part):
                out.append({"heading": shown(section.part), "sections": []})
            out[-1]["sections"].append(self.section(section))
        return out

    def section(self, section: Section, with_marks: bool = True) -> Node:
        """Return a section with all its blocks."""
        return {
            "heading": "" if section.opens_its_part() else shown(section.heading),
            "rests": self.rests(section.rests_on) if with_marks else None,
            "blocks": self.blocks((*section.blocks, *section.key)),
        }

    def rests(self, marks: Sequence[Mark]) -> Node | None:
        """Return what a section is and what it was found from."""
        if not marks:
            return None
        first, *rest = marks
        if first.kind != "result":
            return {"first": None, "said": say("Rests on"), "rest": [self.mark(mark) for mark in marks]}
        return {
            "first": self.mark(first),
            "said": say("found from") if rest else "",
            "rest": [self.mark(mark) for mark in rest],
        }

    def mark(self, mark: Mark | None) -> Node | None:
        """Return a mark by its kind, its name, and who stands behind it."""
        if mark is None:
            return None
        return {"kind": mark.kind, "name": kinds()[mark.kind][0], "held": shown(holders(mark))}

    def blocks(self, blocks: Sequence[Block]) -> list[Node]:
        """Return blocks as nodes."""
        return [self.block(block) for block in blocks]

    def block(self, block: Block) -> Node:
        """Return one block as a node."""
        match block:
            case Paragraph(text, more, mark, lead):
                told = {"lead": shown(lead), "text": shown(text), "more": shown(more), "mark": self.mark(mark)}
                return {"kind": "paragraph", "turned": self.turned(text), "sticky": block.leads_over(), **told}
            case BulletList():
                return self.bullets(block)
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)

    def turned(self, text: str) -> bool:
        """Return whether a text is written in the other direction than the document."""
        return begins_right_to_left(text) != runs_right_to_left(self.language) and is_right_to_left(text)

    def bullets(self, block: BulletList) -> Node:
        """Return a list; a mark that all its items have in common stands once above them."""
        common = once_for_all(block.marks) if len(block.items) > 1 else None
        marks = block.marks if block.marks and common is None else [None] * len(block.items)
        items = [
            {"text": shown(item), "mark": self.mark(mark), "turned": self.turned(item)}
            for item, mark in zip(block.items, marks, strict=True)
        ]
        each = {"said": say("Each of these:"), "mark": self.mark(common)} if common is not None else None
        return {"kind": "list", "items": items, "each": each, "caption": ""}

    def table(self, table: Table) -> Node:
        """Return a table; as a list of its rows where the page has no room for its columns."""
        common = once_for_all(table.marks)
        marks = [] if common is not None else list(table.marks)
        names = [f"{kinds()[mark.kind][0]} {holders(mark)}" if mark is not None else "" for mark in marks]
        columns = columns_of(table, self.room, names)
        if columns is None:
            listed = self.bullets(as_list(table))
            return {**listed, "caption": shown(table.caption)}
        rows: list[list[Any]] = [
            [shown(column.cell(cell)) for column, cell in zip(columns, row, strict=False)] for row in table.rows
        ]
        for row, mark in zip(rows, marks, strict=False):
            row.append(self.mark(mark) or "")
        heads = [shown(name) for name in table.columns] + ([say("what it is")] if marks else [])
        return {
            "kind": "table",
            "caption": shown(table.caption),
            "mark": self.mark(common),
            "columns": heads,
            "rows": rows,
            "widths": [None if column.is_short else round(column.width, 2) for column in columns],
            "bold": is_name([row[0] for row in table.rows]),
            "numeric": [column.is_numeric for column in columns],
            "together": stays_together(table),
            "whole-rows": has_whole_rows(table),
        }

    def figure(self, figure: Figure) -> Node:
        """Return a picture with its words and its numbers; drawn before, only where it stands."""
        number, is_first = self.figures.number(figure.caption)
        node: Node = {"kind": "figure", "name": f"figure-{number}", "title": say("Figure {n}.", n=number)}
        node |= {"caption": shown(figure.caption), "svg": None, "table": None}
        if not is_first:
            return node
        drawn = drawing(figure.spec, figure.caption, figure.alternative)
        pieces = sliced(drawn, _TALLEST * max(1.0, drawn.width / _PIXELS))
        alternatives = [shown(figure.alternative), *(say("Figure {n}, continued", n=number) for _ in pieces[1:])]
        return {
            **node,
            "svg": [{"text": each.text, "alt": alt} for each, alt in zip(pieces, alternatives, strict=True)],
            "width": round(100 * min(1.0, drawn.width / _PIXELS), 2),
            "notes": [shown(note) for note in figure.notes],
            "table": self.table(figure.table),
        }
