# SPDX-License-Identifier: Apache-2.0
"""PDF: tagged by the rules of PDF/UA-1, the words and numbers of the tree, the same bytes, text of a case as text."""

from collections import Counter

import pypdfium2
import pytest

from briefing.papers import FOOT, HOSTILE, essay, hostile, payload, pdf_text, squeezed, tags
from pourparler.briefing import typesetting
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Briefing, BulletList, Figure, Paragraph, Section, Stamp, Table
from pourparler.briefing.pdf import Paper, pdf

STAMP = Stamp("Aland", "2026-01-05", "the minister", "d" * 64, 1, 200, "9.9")


def small(*blocks: Paragraph | BulletList | Table) -> Briefing:
    return Briefing("A case", (Section("HOLD", ()), Section("Why", blocks)), STAMP)


def test_it_is_tagged_and_every_figure_tells_what_it_shows() -> None:
    document = compose(essay())
    data = pdf(document)
    assert b"pdfuaid" in data and data.startswith(b"%PDF-1.7")
    found = tags(data)
    kinds = Counter(kind for kind, _ in found)
    assert {"H1", "L", "LI", "Table", "TH", "TD", "Figure", "Caption", "TOC", "P"} <= set(kinds)
    figures = {block.alternative for section in document.sections for block in section.blocks if isinstance(block, Figure)}
    assert figures <= {alternative for kind, alternative in found if kind == "Figure"}


def test_it_says_what_the_tree_says() -> None:
    document = compose(essay())
    told = pdf_text(pdf(document))
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                assert all(squeezed(row[0]) in told for row in block.rows), section.heading
            if isinstance(block, BulletList):
                assert all(squeezed(item) in told for item in block.items), section.heading
            if isinstance(block, Paragraph):
                assert squeezed(block.text) in told


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_it_is_on_the_paper_that_is_asked_for(paper: Paper, size: tuple[int, int]) -> None:
    document = pypdfium2.PdfDocument(pdf(small(Paragraph("x")), paper))
    assert tuple(round(side) for side in document[0].get_size()) == size


def test_hostile_text_shows_as_text() -> None:
    data = pdf(compose(hostile()))
    told = pdf_text(data)
    assert all(squeezed(payload(place)) in told for place in range(len(HOSTILE)))
    assert b"/URI" not in data and b"/JavaScript" not in data and b"/Launch" not in data and b"/EmbeddedFile" not in data


def test_what_no_font_shows_is_told_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    own = typesetting._fonts(False)
    monkeypatch.setattr(typesetting, "_fonts", lambda with_those_of_the_system: own)
    data = pdf(small(Paragraph("a\u4e2db \U000f0000 \u05d0\u05d1 \u0416 x\u0301")))
    told = pdf_text(data)
    assert "a<U+4E2D>b" in told and "<U+F0000>" in told and "\u0416" in told


def test_a_long_word_stays_on_the_page() -> None:
    document = pypdfium2.PdfDocument(pdf(small(Paragraph("x" * 400), Table(("a", "b"), (("y" * 300, "z"),)))))
    width = document[0].get_size()[0]
    text = document[0].get_textpage()
    assert text.count_chars() > 700
    assert all(text.get_charbox(place)[2] < width for place in range(text.count_chars()))


def test_the_foot_tells_where_a_loose_sheet_belongs() -> None:
    page = pypdfium2.PdfDocument(pdf(small(Paragraph("x"))))[0]
    told = squeezed(page.get_textpage().get_text_bounded(top=FOOT + 20))
    assert squeezed("Aland · as of 2026-01-05 · case dddddddddddd · seed 1 · 200 worlds · version 9.9") in told


def test_the_file_tells_what_it_is_and_no_time_of_day() -> None:
    about = pypdfium2.PdfDocument(pdf(small(Paragraph("x")))).get_metadata_dict()
    assert about["Title"] == "HOLD" and about["Author"] == "Aland"
    assert about["CreationDate"].startswith("D:20260105")
