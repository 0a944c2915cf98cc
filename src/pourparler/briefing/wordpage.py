# SPDX-License-Identifier: Apache-2.0
"""Page one of a Word document, set as large as fits one page.

A document is laid out only where it is opened, so that the height is estimated here: by the mean width of a letter in the font
of the text, which other fonts of text seldom exceed by much. What is too long for one page at the least size goes on.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml.ns import qn

from pourparler.briefing.wordxml import node

#: The sizes that are tried, in points, from the largest.
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
#: The mean width of a letter in ems: 0.405 in Carlito over the page one of the catalog's cases, and a little more.
_LETTER, _WIDE_LETTER = 0.42, 1.0
#: A line is so many ems high, as in Carlito; on page one lines stand so much closer; at the end so many letters are lost.
_LINE, _CLOSER, _LOST = 1.22, 0.9, 4
#: So much of the page is filled at most: another program breaks lines elsewhere.
_FILLED = 0.97
#: The list sign stands so far to the left of its text, in points.
_INDENT = 18.0
#: Relative size, space before and after in ems of the text, by style; of any other paragraph below.
_LOOKS = {
    "Heading1": (1.9, 0.0, 0.25),
    "Heading2": (1.1, 0.4, 0.05),
    "Caption": (0.95, 0.15, 0.1),
    "PourparlerHead": (0.9, 0.05, 0.05),
    "PourparlerCell": (0.9, 0.05, 0.05),
    "PourparlerNote": (0.82, 0.0, 0.1),
}
_PLAIN = (1.0, 0.0, 0.08)
#: How Word counts lengths: so many of either to the point.
_TWIPS, _EMU_PER_POINT = 20, 12_700
#: How Word counts the distance of lines: so many are single.
_SINGLE = 240


def on_one_page(pieces: Sequence[Any], width: int, height: int) -> float:
    """Set paragraphs and tables as large as fits a page of that width and height in twips; return the size in points."""
    room = _FILLED * height / _TWIPS
    size = next((each for each in SIZES if sum(_height(p, each, width / _TWIPS) for p in pieces) <= room), SIZES[-1])
    for piece in pieces:
        for paragraph in _paragraphs(piece):
            _set(paragraph, size)
    return size


def _paragraphs(piece: Any) -> Iterable[Any]:
    return [piece] if piece.tag == qn("w:p") else piece.iter(qn("w:p"))


def _look(paragraph: Any) -> tuple[float, float, float]:
    return _LOOKS.get(_style(paragraph), _PLAIN)


def _style(paragraph: Any) -> str:
    about = paragraph.pPr
    return str(about.style) if about is not None and about.style else ""


def _height(piece: Any, size: float, width: float) -> float:
    """Return about how high a paragraph or a table is, in points."""
    if piece.tag == qn("w:p"):
        relative, before, after = _look(piece)
        drawn = sum(int(each.get("cy")) for each in piece.iter(qn("wp:extent"))) / _EMU_PER_POINT
        room = width - (_INDENT if _style(piece) == "ListBullet" else 0.0)
        return _lines(_text(piece), relative * size, room) * relative * size * _LINE * _CLOSER + (before + after) * size + drawn
    widths = [int(column.get(qn("w:w"))) / _TWIPS for column in piece.iter(qn("w:gridCol"))]
    return sum(
        max(
            sum(_height(p, size, room) for p in _paragraphs(cell))
            for cell, room in zip(row.iter(qn("w:tc")), widths, strict=True)
        )
        for row in piece.iter(qn("w:tr"))
    )


def _text(paragraph: Any) -> str:
    return "".join(said.text or "" for said in paragraph.iter(qn("w:t")))


def _lines(text: str, size: float, width: float) -> int:
    """Return about how many lines a text takes."""
    wide = sum(_WIDE_LETTER if unicodedata.east_asian_width(letter) in "WF" else _LETTER for letter in text)
    return max(1, math.ceil(wide * size / max(width - (_LOST * _LETTER * size if wide * size > width else 0.0), size)))


def _set(paragraph: Any, size: float) -> None:
    """Set the size of the text of a paragraph, and the space around it; its style stays."""
    relative, before, after = _look(paragraph)
    about = paragraph.get_or_add_pPr()
    about.append(node("rPr", [node("sz", val=round(2 * size * relative))]))  # of its end, and of an empty one
    spacing = about.get_or_add_spacing()
    for key, value in (("before", before), ("after", after)):
        spacing.set(qn(f"w:{key}"), str(round(value * size * _TWIPS)))
    spacing.set(qn("w:line"), str(round(_SINGLE * _CLOSER)))
    spacing.set(qn("w:lineRule"), "auto")
    for run in paragraph.iter(qn("w:r")):
        looks = run.get_or_add_rPr()
        marked = looks.style is not None
        looks.get_or_add_sz().set(qn("w:val"), str(round(2 * size * (_LOOKS["PourparlerNote"][0] if marked else relative))))
