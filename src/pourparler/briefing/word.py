# SPDX-License-Identifier: Apache-2.0
"""A briefing as a Word document (DOCX), for those who go on writing in it: real headings, captions, tables and links.

All text is data. Pictures are drawn from the same specifications as elsewhere. The same briefing and template give the same
bytes.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pourparler.briefing import drawn
from pourparler.briefing.columns import as_list, columns_of, is_name, stays_together
from pourparler.briefing.document import Block, Briefing, BulletList, Figure, Mark, Paragraph, Section, Table
from pourparler.briefing.marked import Figures, again, explained, made_from, once_for_all, rests_on, told
from pourparler.briefing.package import settled, template
from pourparler.briefing.slicing import sliced
from pourparler.briefing.svg import Drawing, drawing
from pourparler.briefing.wordpage import on_one_page
from pourparler.briefing.wordxml import bookmark, link, paragraph, run, table
from pourparler.briefing.wordxml import field as field_of
from pourparler.case.problem import visible
from pourparler.wording import say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shared import Length

#: So many characters of a table fit into one line.
_ROOM = 105
#: Columns are given so much more room than they need, as long as there is: another font may be wider than ours.
_AIR = 1.25
#: Between two columns so many characters find no room.
_GAP = 2
#: Pictures are drawn so many times finer than they are shown.
_FINER = 2
#: A pixel of a picture is so many points. A taller picture is cut, so that each piece fits a page beside its caption.
_POINTS, _TALLEST = 0.75, 840


def word(briefing: Briefing, paper: str = "a4", language: str = "en", form: tuple[bytes, str] | None = None) -> bytes:
    """Return a briefing as DOCX. `form` is a template of the user's own, its bytes and its name: its styles and page stand.

    Raises `CaseError` if that is no Word document.
    """
    from pourparler.briefing.wordform import blank, finish, opened, text_height, text_width

    document = blank(paper) if form is None else opened(template(*form), form[1])
    _Writer(document, text_width(document), text_height(document)).write(briefing)
    finish(document, briefing, language)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue())


@dataclass
class _Writer:
    """Writes a briefing into a document; numbers figures, places and pictures as it goes, and draws each figure once."""

    document: "Document"
    width: int
    height: int
    pieces: dict[str, tuple[Drawing, ...]] = field(default_factory=dict)  # of each picture, by its caption
    places: int = 0  # headings so far: links lead to them by their number
    marks: int = 0  # bookmarks so far
    said: str = ""  # the last heading: what a table without a caption is called
    figures: Figures = field(default_factory=Figures)

    def write(self, briefing: Briefing) -> None:
        """Write all of a briefing: page one, the contents, every section, what the marks mean, what it was made from."""
        first, *rest = briefing.sections
        begun = len(self.document.element.body) - 1
        self.draw(briefing.figures())
        self.heading(first.heading, 1)
        self.line(run(briefing.title, bold=True))
        if briefing.stamp is not None:
            self.line(run(briefing.stamp.about()))
        self.section(first.rests_on, briefing.opening())
        shown = briefing.page_one()
        for section in shown:
            self.heading(section.heading, 2)
            self.section(section.rests_on if briefing.memo else (), section.blocks)
        if shown:
            on_one_page(self.document.element.body[begun:-1], self.width, self.height)
        if rest:  # page one alone ends here: its foot says what it was made from
            if shown:  # a document without it, such as an edition for others, is short and begins at once
                self.contents(rest)
            self.sections(rest, after_page_one=bool(shown))
            self.end(briefing)

    def contents(self, sections: Sequence[Section]) -> None:
        """Write the contents as links."""
        self.heading(say("Contents"), 1, new_page=True)
        place = self.places
        for name, held in groupby(sections, key=lambda section: section.part):
            if name:
                place += 1
                self.line(link(_name(place), [run(name, bold=True)]))
            runs: list[Any] = []
            for section in held:
                if section.opens_its_part():
                    continue
                place += 1
                runs += [*([run(" · ")] if runs and name else []), link(_name(place), [run(section.heading)])]
                if not name:
                    self.line(runs.pop())
            if runs:
                self.line(*runs)

    def sections(self, sections: Sequence[Section], after_page_one: bool) -> None:
        """Write every section in full, by parts; the first begins a new page where there is a page one."""
        part = ""
        for number, section in enumerate(sections):
            if section.part != part:
                part = section.part
                self.heading(part, 1, new_page=after_page_one and number == 0)
            if not section.opens_its_part():
                self.heading(section.heading, 2 if part else 1, new_page=after_page_one and number == 0 and not part)
            self.section(section.rests_on, (*section.blocks, *section.key))

    def end(self, briefing: Briefing) -> None:
        """Write what the marks mean and what the briefing was made from."""
        if marks := explained(briefing):
            self.heading(say("What the marks mean"), 1)
            for name, meaning in marks.values():
                self.line(run(name, bold=True), run(f": {meaning}"))
        if made := made_from(briefing):
            self.heading(say("How this was made"), 1)
            for name, value in made:
                self.line(run(f"{name}: {value}"))
            self.line(run(again()))

    def add(self, piece: Any) -> None:
        """Add a paragraph or a table before what ends the document, the description of its page."""
        self.document.element.body[-1].addprevious(piece)

    def line(self, *runs: Any, style: str | None = None, keep: bool = False) -> None:
        """Add a paragraph; `keep`: on the page of what follows."""
        self.add(paragraph(runs, style, keepNext=keep))

    def heading(self, text: str, level: int, new_page: bool = False) -> None:
        """Add a heading that links lead to."""
        self.places += 1
        self.said = text
        self.add(paragraph(self.place(_name(self.places), [run(text)]), f"Heading{level}", pageBreakBefore=new_page))

    def place(self, name: str, runs: Sequence[Any]) -> list[Any]:
        """Return runs as a place that links lead to."""
        self.marks += 1
        return bookmark(name, self.marks, runs)

    def section(self, marks: Sequence[Mark], blocks: Sequence[Block]) -> None:
        """Add what a section rests on, and its blocks."""
        if marks:
            self.add(paragraph([run(rests_on(marks))], "PourparlerNote", keepNext=True))
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """Add one block."""
        match block:
            case Paragraph(text, more, mark, lead):
                head = [run(f"{lead}: ", bold=True)] if lead else []
                self.line(*head, run(f"{text}; {more}" if more else text), *_marked(mark), keep=block.leads_over())
            case BulletList(items, marks):
                self.bullets(items, marks)
            case Table():
                self.table(block)
            case Figure():
                self.figure(block)

    def bullets(self, items: Sequence[str], marks: Sequence[Mark | None]) -> None:
        """Add a list; a mark that all its items have in common stands once above them."""
        common = once_for_all(marks) if len(items) > 1 else None
        if common is not None:
            self.line(run(say("Each of these:")), *_marked(common), keep=True)
        each = marks if marks and common is None else [None] * len(items)
        for item, mark in zip(items, each, strict=True):
            self.line(run(item), *_marked(mark), style="ListBullet")

    def table(self, table_: Table) -> None:
        """Add a table with its caption; as a list of its rows where there is no room for its columns."""
        common = once_for_all(table_.marks)
        marks = [] if common is not None else [told(mark) if mark is not None else "" for mark in table_.marks]
        columns = columns_of(table_, _ROOM, marks)
        if table_.caption or common is not None:
            self.add(paragraph([run(table_.caption), *_marked(common)], "Caption", keepNext=True))
        if columns is None:
            listed = as_list(table_)
            self.bullets(listed.items, listed.marks)
            return
        bold = is_name([row[0] for row in table_.rows])
        cells = [[column.cell(cell) for column, cell in zip(columns, row, strict=False)] for row in table_.rows]
        rows = [[[run(cell, bold=bold and place == 0)] for place, cell in enumerate(row)] for row in cells]
        for row, mark in zip(rows, marks, strict=False):
            row.append([run(mark, style="PourparlerMark")])
        heads = [*table_.columns, *([say("what it is")] if marks else [])]
        wide = [column.width + _GAP for column in columns]
        share = min(self.width / sum(wide), _AIR * self.width / _ROOM)
        widths = [round(each * share) for each in wide]
        numeric, about = [column.is_numeric for column in columns], table_.caption or self.said
        self.add(table(heads, rows, widths, numeric, about, stays_together(table_)))
        self.line(style="PourparlerNote")

    def figure(self, figure: Figure) -> None:
        """Add a picture with its caption, its words and its numbers; drawn before, only where it stands."""
        number, is_first = self.figures.number(figure.caption)
        if not is_first:
            self.line(link(f"figure{number}", [run(say("Figure {n}.", n=number))]), run(f" {figure.caption}"))
            return
        self.picture(figure)
        runs = [run(say("Figure") + " "), field_of("SEQ Figure \\* ARABIC", str(number)), run(". ")]
        self.add(paragraph([*self.place(f"figure{number}", runs), run(figure.caption)], "Caption"))
        for note in figure.notes:
            self.line(run(note), style="PourparlerNote")
        self.table(figure.table)

    def draw(self, figures: Sequence[Figure]) -> None:
        """Cut the pictures into pieces that fit a page, and say that each will be wanted."""
        from docx.shared import Pt

        for figure in figures:
            whole = _on_white(drawing(figure.spec, figure.caption, figure.alternative))
            tallest = _TALLEST * Pt(whole.width * _POINTS) / self.shown_width(whole)
            self.pieces[figure.caption] = sliced(whole, tallest)
            drawn.soon(drawn.of_svg(piece.text, _FINER) for piece in self.pieces[figure.caption])

    def shown_width(self, picture: Drawing) -> "Length":
        """Return how wide a picture is shown: no wider than the text."""
        from docx.shared import Pt, Twips

        return min(Pt(picture.width * _POINTS), Twips(self.width))

    def picture(self, figure: Figure) -> None:
        """Add the picture itself, with what it shows in words for those who do not see it."""
        number = len(self.figures.numbers)
        for place, piece in enumerate(self.pieces[figure.caption]):
            image = drawn.png_of(piece.text, _FINER)
            about = self.document.add_picture(io.BytesIO(image), width=self.shown_width(piece))._inline.docPr
            about.set("name", say("Figure {n}", n=number))
            about.set("title", visible(figure.caption))
            about.set("descr", say("Figure {n}, continued", n=number) if place else visible(figure.alternative))
        self.document.element.body[-2].get_or_add_pPr().get_or_add_keepNext()


def _on_white(picture: Drawing) -> Drawing:
    """Return a picture on white: where its ground is clear, some programs that scale it draw grey around lines and letters."""
    head, end, rest = picture.text.partition(">")
    white = f'<rect width="{picture.width:g}" height="{picture.height:g}" fill="#ffffff"/>'
    return replace(picture, text=f"{head}{end}{white}{rest}")


def _name(place: int) -> str:
    return f"place{place}"


def _marked(mark: Mark | None) -> Iterator[Any]:
    if mark is not None:
        yield run(f" [{told(mark)}]", style="PourparlerMark")
