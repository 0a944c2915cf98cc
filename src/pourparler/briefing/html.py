# SPDX-License-Identifier: Apache-2.0
"""A briefing as one page of HTML that needs no network and no script, for the screen and for paper.

The verdict comes first, then all that belongs on one screen, then every section in full. All text is data: it is escaped, and
what cannot be seen is told by number. The same briefing gives the same bytes.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from pourparler.briefing.document import Block, Briefing, BulletList, Figure, Kind, Mark, Paragraph, Section, Table
from pourparler.briefing.figures import is_measure, is_numeric
from pourparler.briefing.marked import explained, kinds, made_from, runs_right_to_left
from pourparler.briefing.markup import Markup, dated, element, joined, void
from pourparler.briefing.svg import picture
from pourparler.wording import plural, say

#: A table under a picture with more rows than this is folded away on the screen; on paper it is printed.
MOST_ROWS_OPEN = 8
#: A cell of more letters than this is read as a sentence.
_WORDS = 60

_SHEET = Path(__file__).with_name("page.css")


def page(briefing: Briefing, language: str = "en") -> str:
    """Return the page of a briefing as HTML text that ends with a line feed."""
    style = _SHEET.read_text("utf-8")
    first, *rest = briefing.sections
    printer = Printer()
    main = element("main", verdict(printer, briefing, first), *_body(printer, briefing, rest), id="main")
    body = element(
        "body",
        element("a", say("Skip to the verdict"), href="#main", class_="skip"),
        _head(briefing),
        main,
        _foot(briefing),
    )
    head = element(
        "head",
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", name="color-scheme", content="light dark"),
        element("title", f"{first.heading} · {briefing.title}"),
        element("style", Markup(style)),
    )
    direction = "rtl" if runs_right_to_left(language) else None
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=language, dir=direction)}\n"


def _policy(style: str) -> str:
    """Return what the page may load: nothing, but for the one style sheet it holds, told by its digest."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _head(briefing: Briefing) -> Markup:
    stamp = briefing.stamp
    if stamp is None:
        return element("header", element("p", briefing.title, class_="case"))
    decider = ((say("For the decision of"), stamp.decider),) if stamp.decider else ()
    whose = _terms(((say("Seat"), stamp.seat), (say("As of"), stamp.as_of), *decider))
    return element("header", element("p", briefing.title, class_="case"), whose)


def _foot(briefing: Briefing) -> Markup:
    """Say whose the brief is once more, and how to get it again."""
    stamp = briefing.stamp
    if stamp is None:
        return element("footer")
    digest = stamp.digest
    made = [(name, element("code", value) if value == digest else value) for name, value in made_from(briefing)]
    note = say("The same case, seed, number of worlds and version give this page again, to the byte.")
    return element("footer", _terms(made), element("p", note))


def _terms(pairs: Iterable[tuple[str, str]]) -> Markup:
    return element("dl", *(element("div", element("dt", name), element("dd", value)) for name, value in pairs))


def verdict(printer: "Printer", briefing: Briefing, section: Section) -> Markup:
    """Set the verdict as the one first heading; what the head of the page says is not said again."""
    inside = (element("h1", section.heading), _rests_on(section.rests_on), *map(printer.block, briefing.opening()))
    return element("section", *inside, class_="verdict")


def _body(printer: "Printer", briefing: Briefing, sections: Sequence[Section]) -> Iterator[Markup]:
    """Yield page one, the contents, and every section in full, by the parts of a book if it has any."""
    numbered = [(f"section-{number}", section) for number, section in enumerate(sections, start=1)]
    places = {section.heading: name for name, section in reversed(numbered)}
    if shown := briefing.page_one():
        brief = (printer.in_brief(places.get(section.heading, ""), section) for section in shown)
        yield element("section", element("h2", say("In brief"), id="brief"), *brief, class_="brief", aria_labelledby="brief")
    if numbered:
        parts = [(part, list(held)) for part, held in groupby(numbered, key=lambda each: each[1].part)]
        links = (_contents(number, part, held) for number, (part, held) in enumerate(parts, start=1))
        yield element("nav", element("h2", say("In full"), id="contents"), *links, aria_labelledby="contents")
        for number, (part, held) in enumerate(parts, start=1):
            inside = [printer.in_full(name, section) for name, section in held]
            yield joined(*inside) if not part else _in_part(f"part-{number}", part, inside)
    if marks := explained(briefing):
        yield _key(marks)


def _contents(number: int, part: str, held: Sequence[tuple[str, Section]]) -> Markup:
    """Return the contents of a part as links, under its name."""
    listed = [(name, section) for name, section in held if not section.opens_its_part()]
    links = element("ol", *(element("li", element("a", section.heading, href=f"#{name}")) for name, section in listed))
    return joined(element("p", element("a", part, href=f"#part-{number}")), links if listed else "") if part else links


def _in_part(name: str, part: str, inside: Sequence[Markup]) -> Markup:
    """Return the sections of a part under its heading."""
    return element("section", element("h2", part, id=name), *inside, class_="of-book", aria_labelledby=name)


@dataclass
class Printer:
    """Prints sections in order; numbers figures and tables as it goes, and draws each figure once."""

    section: str = ""
    heading: str = ""
    tables: int = 0
    figures: dict[str, int] = field(default_factory=dict)

    def in_brief(self, name: str, section: Section) -> Markup:
        """Return a section of page one."""
        self.section, self.heading = name, section.heading
        inside = element("div", *map(self.block, section.blocks))
        return element("div", element("h3", section.heading), inside, class_="part")

    def in_full(self, name: str, section: Section) -> Markup:
        """Return all of a section, and what it rests on."""
        self.section, self.heading = name, section.heading
        inside = (_rests_on(section.rests_on), *map(self.block, (*section.blocks, *section.key)))
        if section.opens_its_part():
            return element("section", *inside, id=name, class_="full")
        return element("section", element("h3" if section.part else "h2", section.heading, id=name), *inside, class_="full")

    def block(self, block: Block) -> Markup:
        """Return one block."""
        match block:
            case Paragraph(text, more, mark, lead):
                link = joined("; ", element("a", more, href=f"#{self.section}") if self.section else more) if more else ""
                name = (element("b", lead), ": ") if lead else ()
                return element("p", *name, text, link, *_marked(mark))
            case BulletList(items, marks):
                return _list(items, marks)
            case Table():
                return self._scrolling(block)
            case Figure():
                return self._figure(block)

    def _figure(self, figure: Figure) -> Markup:
        """Return a picture with its words and its numbers; drawn before, only where it stands."""
        known = self.figures.get(figure.caption)
        if known is not None:
            link = element("a", say("Figure {n}", n=known), href=f"#figure-{known}")
            return element("p", link, ": ", figure.caption, ".", class_="see")
        number = self.figures[figure.caption] = len(self.figures) + 1
        name = f"figure-{number}"
        title = joined(element("b", say("Figure {n}.", n=number)), " ", figure.caption)
        drawn = element(
            "div",
            picture(figure.spec, name, figure.caption, figure.alternative),
            class_="plot",
            role="group",
            tabindex=0,
            aria_labelledby=f"{name}-caption",
        )
        notes = (element("p", note, class_="note") for note in figure.notes)
        caption = element("figcaption", element("p", title, id=f"{name}-caption"), *notes)
        return element("figure", drawn, caption, self._numbers(figure.table, number), id=name)

    def _numbers(self, table: Table, number: int) -> Markup:
        written = self._scrolling(table)
        if len(table.rows) <= MOST_ROWS_OPEN:
            return written
        told = plural(
            "The numbers of figure {figure}: one row",
            "The numbers of figure {figure}: {n} rows",
            len(table.rows),
            figure=number,
        )
        return element("details", element("summary", told), written)

    def _scrolling(self, table: Table) -> Markup:
        """Return a table in a frame of its own, which scrolls where the page is too narrow."""
        self.tables += 1
        name = f"table-{self.tables}"
        written = _table(table, name, table.caption or self.heading)
        return element("div", written, class_="scroll", role="group", tabindex=0, aria_labelledby=name)


def _rests_on(marks: Sequence[Mark]) -> Markup:
    """Say what a section is, and what it was found from."""
    if not marks:
        return Markup()
    first, *rest = marks
    if first.kind != "result":
        return element("p", say("Rests on"), " ", *_marks(marks), class_="rests")
    found = (" ", say("found from"), " ", *_marks(rest)) if rest else ()
    return element("p", _mark(first), *found, class_="rests")


def _list(items: Sequence[str], marks: Sequence[Mark | None]) -> Markup:
    """Return a list; marks stand behind each item where they differ, else once above all."""
    if len(set(marks)) == 1 and len(items) > 1 and marks[0] is not None:
        above = element("p", say("Each of these:"), *_marked(marks[0]), class_="rests")
        return joined(above, element("ul", *(element("li", item) for item in items)))
    each = zip(items, marks or [None] * len(items), strict=True)
    return element("ul", *(element("li", item, *_marked(mark)) for item, mark in each))


def _table(table: Table, name: str, caption: str) -> Markup:
    """Return a table with its caption; marks stand in a last column where they differ, else once below the caption."""
    marks = list(table.marks)
    differ = len(set(marks)) > 1
    said = joined(" ", *_marked(marks[0])) if marks and not differ else ""
    looks = [_look([row[place] for row in table.rows]) for place in range(len(table.columns))]
    heads = [element("th", column, scope="col", class_=look) for column, look in zip(table.columns, looks, strict=True)]
    if differ:
        heads.append(element("th", say("what it is"), scope="col"))
    rows = []
    for place, (first, *cells) in enumerate(table.rows):
        written = [element("th", dated(first), scope="row")]
        written += [element("td", dated(cell), class_=look) for cell, look in zip(cells, looks[1:], strict=True)]
        if differ:
            written.append(element("td", *_marked(marks[place])))
        rows.append(element("tr", *written))
    title = element("caption", element("span", caption, id=name), said)
    return element("table", title, element("thead", element("tr", *heads)), element("tbody", *rows))


def _look(cells: Sequence[str]) -> str | None:
    """Return how a column is set: numbers flush right, those with ranges unbroken, sentences with room, text as it comes."""
    if is_numeric(cells):
        return "number"
    return "measure" if is_measure(cells) else "prose" if any(len(cell) > _WORDS for cell in cells) else None


def _marked(mark: Mark | None) -> tuple[Markup, ...]:
    return (Markup(" "), _mark(mark)) if mark is not None else ()


def _marks(marks: Sequence[Mark]) -> Iterator[Markup]:
    for place, mark in enumerate(marks):
        if place:
            yield Markup(" ")
        yield _mark(mark)


def _mark(mark: Mark) -> Markup:
    """Return what a statement is, with its holder and date."""
    held: list[str] = [mark.by] if mark.by else []
    if mark.on:
        held.append(element("time", mark.on))
    if mark.numbers:
        held.append(plural("one number", "{n} numbers", mark.numbers))
    told = [element("span", kinds()[mark.kind][0], class_="kind")]
    told += [joined(", " if place else " ", part) for place, part in enumerate(held)]
    return element("span", *told, class_=f"mark {mark.kind}")


def _key(marks: Mapping[Kind, tuple[str, str]]) -> Markup:
    """Explain the marks that stand on the page."""
    rows = (element("div", element("dt", _mark(Mark(kind))), element("dd", told)) for kind, (_, told) in marks.items())
    title = element("h2", say("What the marks mean"), id="key")
    return element("section", title, element("dl", *rows), class_="key", aria_labelledby="key")
