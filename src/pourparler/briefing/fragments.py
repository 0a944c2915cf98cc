# SPDX-License-Identifier: Apache-2.0
"""A briefing in pieces of HTML: page one and each part by itself, for a face that has a frame of its own for them.

Each piece is whole: its figures and tables are numbered by themselves, and its links lead nowhere outside it. The words are
those of the page that `html.page` prints.
"""

from collections.abc import Iterable, Mapping

from pourparler.briefing.document import Briefing, Figure, Section
from pourparler.briefing.html import Printer, verdict
from pourparler.briefing.markup import element, joined


def headline(briefing: Briefing) -> str:
    """Return the verdict, under the one first heading."""
    return verdict(Printer(), briefing, briefing.sections[0])


def page_one(briefing: Briefing) -> str:
    """Return what page one says below the verdict, without a heading of its own: the face has one."""
    printer = Printer()
    return joined(*(printer.in_brief("", section) for section in briefing.page_one()))


def in_full(sections: Iterable[Section]) -> str:
    """Return sections one after the other, each under its heading."""
    printer = Printer()
    pieces = [printer.in_full(f"section-{number}", section) for number, section in enumerate(sections, start=1)]
    return element("div", *pieces, class_="found")


def figures_in(sections: Iterable[Section]) -> dict[str, Mapping[str, object]]:
    """Return the specification of every picture that `in_full` draws of these sections, by the id of its figure."""
    found: dict[str, Mapping[str, object]] = {}
    for section in sections:
        for block in (*section.blocks, *section.key):
            if isinstance(block, Figure):
                found.setdefault(block.caption, block.spec)
    return {f"figure-{number}": spec for number, spec in enumerate(found.values(), start=1)}
