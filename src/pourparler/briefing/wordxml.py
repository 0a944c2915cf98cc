# SPDX-License-Identifier: Apache-2.0
"""Pieces of a Word document as XML: runs, paragraphs, tables, fields, links, bookmarks. All text is data."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pourparler.briefing.marked import begins_right_to_left
from pourparler.case.problem import visible

#: Words measures lengths in twentieths of a point, this many to the centimetre.
TWIPS_PER_CM = 567
#: The sign of a number.
_SIGN = re.compile(r"(?<![\w-])-(?=\d)")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def node(name: str, children: Iterable[Any] = (), /, **attributes: str | int) -> Any:
    """Return an element `w:name`; attributes are of the same namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key.rstrip('_')}"), str(value))
    for child in children:
        made.append(child)
    return made


def run(text: str, *, bold: bool = False, style: str | None = None) -> Any:
    """Return a run of text: what cannot be seen is told by number."""
    looks = [node("rStyle", val=style)] if style else []
    looks += [node("b")] if bold else []
    looks += [node("rtl")] if begins_right_to_left(text) else []
    return node("r", [*([node("rPr", looks)] if looks else []), *_said(visible(text))])


def _said(text: str) -> Iterator[Any]:
    """Yield the text of a run; no line ends between a number and its sign."""
    for place, part in enumerate(_SIGN.split(text)):
        if place:
            yield node("noBreakHyphen")
        said = node("t")
        said.text = part
        said.set(_SPACE, "preserve")
        yield said


def paragraph(runs: Iterable[Any], style: str | None = None, **looks: bool) -> Any:
    """Return a paragraph. Looks: `keepNext` (with what follows), `keepLines`, `pageBreakBefore`, `bidi` (right to left)."""
    runs = list(runs)
    looks["bidi"] = looks.get("bidi", False) or _is_turned(runs)
    about = [node("pStyle", val=style)] if style else []
    about += [node(name) for name in ("keepNext", "keepLines", "pageBreakBefore", "bidi") if looks.get(name)]
    return node("p", [*([node("pPr", about)] if about else []), *runs])


def _is_turned(runs: Iterable[Any]) -> bool:
    """Return whether the first letters of some runs are written from right to left."""
    return begins_right_to_left("".join(said.text or "" for each in runs for said in each.iter(qn("w:t"))))


def field(instruction: str, shown: str) -> Any:
    """Return a field that shows some text until it is brought up to date."""
    return node("fldSimple", [run(shown)], instr=f" {instruction} ")


def bookmark(name: str, number: int, runs: Sequence[Any]) -> list[Any]:
    """Return runs as a place that links lead to."""
    return [node("bookmarkStart", id=number, name=name), *runs, node("bookmarkEnd", id=number)]


def link(to: str, runs: Iterable[Any]) -> Any:
    """Return runs that lead to a bookmark of the same document."""
    return node("hyperlink", runs, anchor=to, history=1)


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[Sequence[Any]]],
    widths: Sequence[int],
    numeric: Sequence[bool],
    about: str,
    together: bool = False,
) -> Any:
    """Return a table whose first row is repeated on every page; `rows` hold the runs of each cell, `widths` are in twips.

    `about` is its alternative text; `together`: all of it stands on one page.
    """
    look = node("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1)
    lines = [node(side, val="single", sz=4, space=0, color=colour) for side, colour in _LINES]
    room = [node(side, w=0 if side == "left" else _BESIDE, type="dxa") for side in ("left", "right")]
    about_all = [
        node("tblW", w=sum(widths), type="dxa"),
        node("tblBorders", lines),
        node("tblLayout", type="fixed"),
        node("tblCellMar", room),
        look,
        node("tblCaption", val=visible(about)),
    ]
    grid = node("tblGrid", [node("gridCol", w=width) for width in widths])
    first = _row([[run(head)] for head in heads], widths, numeric, is_head=True, kept=True)
    body = [_row(cells, widths, numeric, kept=together and cells is not rows[-1]) for cells in rows]
    return node("tbl", [node("tblPr", about_all), grid, first, *body])


#: Lines of a table, by side, from light to dark.
_LINES = (("top", "1C2126"), ("bottom", "C9C5BB"), ("insideH", "DAD7CF"))
#: What a cell leaves free on its right.
_BESIDE = 120


def _row(
    cells: Sequence[Sequence[Any]], widths: Sequence[int], numeric: Sequence[bool], *, is_head: bool = False, kept: bool
) -> Any:
    """Return a row; `kept`: it stands on the page of the one that follows."""
    about = [node("cantSplit"), *([node("tblHeader")] if is_head else [])]
    style = "PourparlerHead" if is_head else "PourparlerCell"
    made = []
    for runs, width, is_number in zip(cells, widths, numeric, strict=True):
        looks = [
            node("pStyle", val=style),
            *([node("keepNext")] if kept else []),
            *([node("bidi")] if _is_turned(runs) else []),
        ]
        looks += [node("jc", val="end")] if is_number else []
        said = node("p", [node("pPr", looks), *runs])
        made.append(node("tc", [node("tcPr", [node("tcW", w=width, type="dxa")]), said]))
    return node("tr", [node("trPr", about), *made])
