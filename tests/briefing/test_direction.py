# SPDX-License-Identifier: Apache-2.0
"""Writing from right to left: values keep their direction inside sentences, and pages and documents know theirs."""

import io
import re
import zipfile
from gettext import NullTranslations

import pytest

from briefing.pages import parsed
from briefing.papers import W, pdf_text, word_body
from pourparler.briefing.document import Briefing, BulletList, Paragraph, Section, Table
from pourparler.briefing.html import page
from pourparler.briefing.markdown import markdown
from pourparler.briefing.marked import begins_right_to_left, runs_right_to_left
from pourparler.briefing.pdf import pdf
from pourparler.briefing.terminal import render
from pourparler.briefing.word import word
from pourparler.case.problem import visible
from pourparler.wording import plural, say, speaking

HEBREW, ARABIC = "\u05e9\u05dc\u05d5\u05dd", "\u0633\u0644\u0627\u0645"


def briefing() -> Briefing:
    told = say("{who}: {what} (5 to 7)", who=HEBREW, what="a word")
    blocks = (Paragraph(told), BulletList((f"{ARABIC} 12", "plain")), Table(("party", "n"), ((HEBREW, "1"),), "Counts"))
    return Briefing(HEBREW, (Section("HOLD", ()), Section(f"Why {HEBREW}", blocks)))


def test_a_value_of_the_other_direction_is_set_apart() -> None:
    assert say("{a} and {b}", a=HEBREW, b="x") == f"\u2068{HEBREW}\u2069 and x"
    assert plural("one {a}", "{n} {a}", 2, a=ARABIC) == f"2 \u2068{ARABIC}\u2069"
    assert say("{a}", a=say("{b}", b=HEBREW)) == f"\u2068\u2068{HEBREW}\u2069\u2069"
    assert say("{a} {n:,}", a="\u00e9t\u00e9 \u0416", n=1000) == "\u00e9t\u00e9 \u0416 1,000"


class Hebrew(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"{HEBREW}: {{who}}" if "{who}" in message else HEBREW


def test_in_a_language_of_that_direction_it_is_the_latin_that_is_set_apart() -> None:
    with speaking(Hebrew()):
        assert say("of {who}", who="Borea") == f"{HEBREW}: \u2068Borea\u2069"
        assert say("of {who}", who=ARABIC) == f"{HEBREW}: {ARABIC}"
        assert say("of {who}", who="5%") == f"{HEBREW}: 5%"


@pytest.mark.parametrize("text", ["\u2068", "\u2069", "a\u2069\u2068b", "\u2068\u2068a\u2069", "\u202e\u2067"])
def test_what_has_no_end_is_told_by_number(text: str) -> None:
    assert not re.search("[\u2066-\u2069\u202a-\u202e]", visible(text)) and "<U+20" in visible(text)


def test_a_balanced_isolate_stays_and_an_override_in_it_does_not() -> None:
    assert visible(f"\u2068{HEBREW}\u202e\u2069") == f"\u2068{HEBREW}<U+202E>\u2069"


def test_every_printer_takes_both_directions() -> None:
    root = parsed(page(briefing()))
    turned = {node.tag for node in root.iter() if node.get("dir") == "auto"}
    assert {"p", "li", "th", "h2"} <= turned
    assert not any(node.get("dir") for node in root.iter() if node.text == "plain")
    assert "\u2068" in markdown(briefing()) and "\u2068" not in render(briefing(), width=80, full=True)
    assert HEBREW[::-1] in pdf_text(pdf(briefing())) or HEBREW in pdf_text(pdf(briefing()))
    body = word_body(word(briefing()))
    turned_over = [p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}bidi") is not None]
    assert len(turned_over) >= 3 and body.find(f".//{W}rPr/{W}rtl") is not None


def test_a_page_in_such_a_language_says_so() -> None:
    assert parsed(page(briefing(), "he")).get("dir") == "rtl" and parsed(page(briefing())).get("dir") is None
    assert runs_right_to_left("fa-IR") and not runs_right_to_left("fr")
    assert pdf(briefing(), language="ar") != pdf(briefing(), language="en")
    with zipfile.ZipFile(io.BytesIO(word(briefing(), language="ar"))) as archive:
        assert b'w:val="ar"' in archive.read("word/styles.xml")


def test_the_first_letter_decides_which_way_a_paragraph_begins() -> None:
    assert (
        begins_right_to_left(f"12 {HEBREW} a") and not begins_right_to_left(f"12 a {HEBREW}") and not begins_right_to_left("12")
    )
