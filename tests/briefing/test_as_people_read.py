# SPDX-License-Identifier: Apache-2.0
"""What a reader of the book is spared: identifiers instead of names, ranges without width, the notation of files, jargon."""

import re
from collections.abc import Iterator

import pytest

from briefing.test_book import found
from pourparler.briefing.book import book
from pourparler.briefing.document import Block, BulletList, Figure, Paragraph, Table
from pourparler.catalog import names

#: Columns in which identifiers and places of the file are meant, and the list of what is released, which is in paths.
MEANT = {"id", "place", "found from", "judgement"}
RELEASED = " may see: "
#: Parts that tell places of the file.
OF_PLACES = {"Annex: assumptions", "Methods and limits"}
UNREAD = {
    # A place of the file, with dots in it, is how a number that is not known is named.
    "an identifier": re.compile(r"(?<![\w.])[a-z0-9]+(?:_[a-z0-9]+)+(?![\w]|\.\w)"),
    "a range without width": re.compile(r"(?<![\d.<>-])([<>-]?\d[\d.]*%?) to \1(?![\d.%])"),
    "a range in the notation of files": re.compile(r"\d\.\.\d"),
    "a plural left open": re.compile(r"\(s\)"),
    "a per cent sign apart": re.compile(r"\d %"),
    "a word of our own": re.compile(r"\bhops?\b"),
    "nothing where something is told": re.compile(r": –$|: ;|\(\)|, ,"),
}


def told(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text, more, _, lead):
                yield from (text, more, lead)
            case BulletList(items):
                yield from (item for item in items if RELEASED not in item)
            case Table(columns, rows, caption):
                yield caption
                places = [place for place, name in enumerate(columns) if name not in MEANT]
                yield from (cells[place] for cells in (columns, *rows) for place in places)
            case Figure(_, caption, alternative, table, notes):
                yield from (caption, alternative, *notes, *told((table,)))


@pytest.mark.parametrize("case", names())
def test_the_book_is_told_in_words_and_names(case: str) -> None:
    sections = [section for section in book(found(case).assessment).sections if section.part not in OF_PLACES]
    texts = [text for section in sections for text in (section.heading, *told((*section.blocks, *section.key)))]
    faults = [f"{what}: {text}" for text in texts for what, pattern in UNREAD.items() if pattern.search(text)]
    assert len(texts) > 500 and not faults
