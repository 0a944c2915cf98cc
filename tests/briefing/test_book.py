# SPDX-License-Identifier: Apache-2.0
"""The briefing book: page one answers, dissents always print, every section of the brief has its place, numbers are traced."""

import functools
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from briefing.pages import parsed
from briefing.papers import essay, pdf_text, squeezed, word_text
from pourparler.assess import Assessment
from pourparler.assess.compared import InputRow
from pourparler.briefing.book import _with_all, book, memo, part_name
from pourparler.briefing.compose import PARTS, SECTIONS, compose
from pourparler.briefing.document import Block, Briefing, BulletList, Paragraph, Section, Table
from pourparler.briefing.html import page
from pourparler.briefing.markdown import escaped, markdown
from pourparler.briefing.names import names_of
from pourparler.briefing.pdf import Paper, pdf
from pourparler.briefing.sections.account import account
from pourparler.briefing.sections.verdict import verdict
from pourparler.briefing.word import word
from pourparler.briefs import Found, find

HERE = Path(__file__).parent
FULL = str(HERE.parent / "case" / "full.yaml")


@functools.cache
def found(case: str) -> Found:
    return find(case, worlds=60)


def texts(blocks: tuple[Block, ...]) -> list[str]:
    out: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(text, more, _, lead):
                out += [text, more, lead]
            case BulletList(items):
                out += items
            case Table(_, rows):
                out += [cell for row in rows for cell in row]
            case _:
                out += texts((block.table,))
    return [text for text in out if text]


def everything(document: Briefing) -> list[str]:
    return [text for section in document.sections for text in texts((*section.blocks, *section.key))]


def test_every_section_of_the_brief_stands_in_one_part() -> None:
    placed = Counter(section for told in _with_all(PARTS).values() for section in told)
    assert set(placed.values()) == {1} and set(SECTIONS) - set(placed) == {verdict, account}
    short, whole = compose(essay()), book(essay())
    assert {section.heading for section in short.sections} - {section.heading for section in whole.sections} == {"Account"}
    assert set(everything(short)) - set(everything(whole)) <= set(texts(short.sections[-1].blocks))


def test_a_section_that_nobody_placed_follows_the_one_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def stray(assessment: Assessment, names: Any) -> Section:
        return Section("A stray", ())

    monkeypatch.setattr("pourparler.briefing.book.SECTIONS", (*SECTIONS[:2], stray, *SECTIONS[2:]))
    headings = [section.heading for section in book(essay()).sections]
    assert headings[headings.index("A stray") - 1] == "Why"


def test_parts_come_in_the_agreed_order() -> None:
    parts = list(dict.fromkeys(section.part for section in book(essay(), (("a.b", "1"),)).sections[1:]))
    order = ["verdict", "intentions", "table", "mandate", "partners", "moves", "stages", "plan", "risks", "evidence"]
    assert parts == [part_name(part) for part in [*order, "assumptions", "methods"]]


@pytest.mark.parametrize("case", ["essays/singh2018", FULL])
def test_page_one_holds_every_dissent_the_contrary_case_and_a_named_decision(case: str) -> None:
    assessment = found(case).assessment
    framings: Any = assessment.as_written["framings"]
    told = [text for section in memo(assessment).memo for text in texts(section.blocks)]
    assert framings and all(any(row["says"] in text for text in told) for row in framings)
    assert names_of(assessment).told(assessment.verdict.against).split(";")[0] in " ".join(told)
    assert any(assessment.verdict.decider is not None and assessment.verdict.decider in text for text in told)
    for printed in (markdown(memo(assessment)), page(memo(assessment))):
        assert all(escaped(row["says"])[:20] in printed or row["says"][:20] in printed for row in framings)


def test_page_one_tells_words_with_their_ranges_and_confidence_in_sentences_of_its_own() -> None:
    told = [text for section in memo(essay()).memo for text in texts(section.blocks)]
    assert any(text.startswith("Words of likelihood, by ICD 203: ") and "likely 55% to 80%" in text for text in told)
    confidence = [text for text in told if text.startswith("Confidence in the estimate")]
    assert confidence and all("%" not in text for text in confidence)


@pytest.mark.parametrize("case", ["essays/singh2018", "labour/nhl2005", "treaties/canal1977", FULL])
def test_page_one_is_one_page(case: str) -> None:
    papers: tuple[Paper, ...] = ("a4", "letter")
    for paper in papers:
        data = pdf(memo(found(case).assessment), paper)
        assert len(pypdfium2.PdfDocument(data)) == 1
        whole = memo(found(case).assessment)
        assert all(squeezed(text) in pdf_text(data) for section in whole.memo for text in texts(section.blocks))


def test_a_page_one_with_too_much_on_it_goes_on_rather_than_losing_anything() -> None:
    short = memo(essay())
    long = replace(short, memo=(*short.memo, Section("More", (BulletList(tuple(f"item {n}" for n in range(200))),))))
    data = pdf(long)
    assert len(pypdfium2.PdfDocument(data)) > 1
    assert all(f"item{n}" in pdf_text(data) for n in range(200))


def test_every_number_of_the_case_can_be_traced() -> None:
    whole = found(FULL)
    document = book(whole.assessment, whole.numbers)
    rows = {row[0]: row[1] for s in document.sections for b in s.blocks if isinstance(b, Table) for row in b.rows}
    assert len(whole.numbers) > 150
    for path, written in whole.numbers:
        assert rows[path].startswith(written)
    marked = [b for s in document.sections for b in s.blocks if isinstance(b, Table) and b.caption.startswith("Stated under")]
    assert all(mark is not None for table in marked for mark in table.marks)


def test_what_nobody_holds_is_listed_to_the_last() -> None:
    whole = found(FULL).assessment
    told = everything(book(whole))
    assert whole.unknowns.unheld and set(whole.unknowns.unheld) <= set(told)


def test_what_changed_since_the_last_edition(tmp_path: Path) -> None:
    text = Path(FULL).read_text("utf-8")
    older = tmp_path / "older.yaml"
    assert "title: Strait fisheries summit" in text
    text = text.replace("title: Strait fisheries summit", "title: The first edition")
    older.write_text(text.replace("later: {weight: 30..50%", "later: {weight: 20..45%"), "utf-8")
    both = find(FULL, str(older), worlds=30)
    assert both.since is not None and both.since.assessed[1] is both.assessment
    told = [text for text in texts(memo(both.assessment, both.since).memo[0].blocks)]
    assert memo(both.assessment, both.since).memo[0].heading == "Since the last edition"
    assert any(text.startswith("The advice is the same") for text in told)
    assert any("title: The first edition → Strait fisheries summit" in text for text in told)
    assert "later.weight: 20..45% → 30..50%" in told, "as a reader writes a share"
    document = book(both.assessment, both.numbers, both.since)
    assert "20..45%" in [text for section in document.sections[2:] for text in texts(section.blocks)]
    parts = list(dict.fromkeys(section.part for section in document.sections[1:]))
    assert parts[:2] == ["Verdict", "Since the last edition"]
    assert both.assessment == find(FULL, worlds=30).assessment


def test_dissents_are_told_by_their_holders_and_only_what_differs_is_printed() -> None:
    both = find(FULL, FULL, worlds=30)
    assert both.since is not None
    now, before = both.since.assessed[1], both.since.assessed[0]
    framings: Any = now.as_written["framings"]
    fewer = replace(before, as_written={**before.as_written, "framings": [{"holder": "the press", "says": "wait"}]})
    place = InputRow("framings[0].says", "wait", framings[0]["says"])
    since = replace(both.since, assessed=(fewer, now), inputs=(place,))
    told = texts(memo(now, since).memo[0].blocks)
    now_held = f"now held: {framings[0]['holder']}: {framings[0]['says']}"
    assert told[1:] == ["no longer held: the press: wait", now_held]
    part = [s for s in book(now, both.numbers, since).sections if s.part == "Since the last edition"]
    assert part[0].heading == "What is changed" and place.after in texts(part[0].blocks)
    assert not any(row[1] == row[2] for s in part[3:] for b in s.blocks if isinstance(b, Table) for row in b.rows)


def test_a_book_says_the_same_in_every_format() -> None:
    whole = found("essays/singh2018")
    document = book(whole.assessment, whole.numbers)
    told = {
        "html": squeezed("".join(parsed(page(document)).itertext())),
        "pdf": pdf_text(pdf(document)),
        "docx": squeezed(word_text(word(document))),
    }
    for section in (Section(document.sections[0].heading, document.opening()), *document.sections[1:]):
        assert all(squeezed(section.heading) in text for text in told.values())
        for block in section.blocks:
            if isinstance(block, Table):  # a long row may break across pages of the PDF
                assert all(
                    squeezed(cell) in told["html"] and squeezed(cell) in told["docx"] for row in block.rows for cell in row
                )
                assert all(squeezed(row[0]) in told["pdf"] for row in block.rows)
            else:
                assert all(squeezed(item) in text for item in texts((block,)) for text in told.values()), section.heading


def test_headings_of_a_book_never_skip_a_level() -> None:
    root = parsed(page(book(essay())))
    levels = [int(str(node.tag)[1]) for node in root.iter() if str(node.tag) in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))


def test_the_head_of_a_journal_stands_in_the_foot() -> None:
    short = memo(essay())
    assert short.stamp is not None
    kept = replace(short, stamp=replace(short.stamp, journal_head="f" * 64))
    assert "journal ffffffffffff" in pdf_text_with_feet(pdf(kept))
    assert "f" * 64 in page(kept) and "f" * 64 in markdown(kept)
    assert "journal" not in pdf_text_with_feet(pdf(short)) and "journal" not in markdown(short)


def pdf_text_with_feet(data: bytes) -> str:
    return "".join(each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(data))


def test_cases_without_most_of_it_have_a_book_too() -> None:
    small = found(str(HERE.parent / "case" / "small.yaml"))
    document = book(small.assessment, small.numbers)
    assert all(section.blocks for section in document.sections[1:])
    assert pdf(document).startswith(b"%PDF") and word(document).startswith(b"PK")
