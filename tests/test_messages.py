# SPDX-License-Identifier: Apache-2.0
"""The translation seam: every sentence stands in the template, and every printed one passes through it, values and all."""

import functools
import gettext
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from string import Formatter

import pytest

from briefing.pages import assessment_of, full_case, texts_of
from messages import messages, template
from pourparler.briefing.book import book
from pourparler.briefing.document import Figure, Stamp
from pourparler.briefing.html import page
from pourparler.wording import speaking

#: Where sentences that were read elsewhere are passed on: the seam itself.
PASSED_ON = {"assess/sentence.py", "briefing/names.py"}
#: Sections of a case file that this case has not.
SECTIONS = {"preparation", "timing"}
#: What every sentence stands in.
OPEN, SHUT = "⟦", "⟧"
#: A word, or a part of an identifier.
LETTERS = re.compile(r"[^\W\d_]{2,}")


class Pseudo(gettext.NullTranslations):
    """A language in which every sentence stands in brackets; it keeps what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return f"{OPEN}{message}{SHUT}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked |= {msgid1, msgid2}
        return f"{OPEN}{msgid1 if n == 1 else msgid2}{SHUT}"


@functools.cache
def spoken() -> tuple[tuple[str, ...], str, frozenset[str], frozenset[str]]:
    """Return every text of the book of the full case in that language, its page, what was asked for, and ids of alarms."""
    language, found = Pseudo(), assessment_of(lambda place: f"Freetext {place}")
    with speaking(language):
        made = book(found)
        printed = page(made)
    return tuple(_texts(made)), printed, frozenset(language.asked), frozenset(alarm.id for alarm in found.alarms)


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _texts(each)
    elif is_dataclass(node) and not isinstance(node, Stamp):
        for each in fields(node):
            if not (isinstance(node, Figure) and each.name == "spec") and each.name != "kind":
                yield from _texts(getattr(node, each.name))


def outside(text: str) -> str:
    """Return what of a text stands in no brackets: it did not pass through the seam."""
    while OPEN in text:
        shorter = re.sub(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}", " ", text)
        if shorter == text:
            break
        text = shorter
    return text


def test_every_sentence_of_the_source_is_read() -> None:
    found, unread = messages()
    assert {place.partition(":")[0] for place in unread} <= PASSED_ON
    assert len({message.one for message in found}) > 3000
    names = [sorted(filter(None, (field for _, field, _, _ in Formatter().parse(message.one)))) for message in found]
    assert all(name.isidentifier() for each in names for name in each)


def test_every_sentence_that_is_printed_stands_in_the_template() -> None:
    known = {sentence for message in messages()[0] for sentence in (message.one, message.many)}
    assert not spoken()[2] - known


def test_every_sentence_of_the_book_passes_through_the_seam() -> None:
    """What stands outside is a word of the case, an id of an alarm, or a section of the case file."""
    written = [str(part) for path, text in texts_of(full_case()) for part in (*path, text)]
    words = {word for text in written for word in LETTERS.findall(text)} | SECTIONS | {"Freetext"}
    texts, _, _, ids = spoken()
    strange = {text for text in texts if text not in ids and set(LETTERS.findall(outside(text))) - words}
    assert not {text for text in strange if not re.fullmatch("[0-9a-f]{12,64}", text)}  # digests


def test_a_sentence_beside_the_seam_is_seen() -> None:
    assert LETTERS.findall(outside(f"{OPEN}{OPEN}a{SHUT} said{SHUT}: not said")) == ["not", "said"]


def test_values_survive_and_no_name_of_one_is_left() -> None:
    texts, printed, _, _ = spoken()
    assert not [text for text in texts if re.search(r"\{[a-z_]+\}", text)]
    assert len(set(re.findall(r"Freetext \d+", printed))) > 100


def test_the_template_is_gettext(tmp_path: Path) -> None:
    text = template(messages()[0])
    assert text.count("msgid ") == text.count("\nmsgstr ") + text.count("msgid_plural ")
    check = shutil.which("msgfmt")
    if check is None:
        pytest.skip("needs gettext")
    file = tmp_path / "pourparler.pot"
    file.write_text(text, "utf-8")
    subprocess.run([check, "--check-format", "-o", str(tmp_path / "out.mo"), str(file)], check=True, capture_output=True)
