# SPDX-License-Identifier: Apache-2.0
"""Size, encoding and hidden characters, before anything else is looked at."""

import pytest

from case.samples import SMALL, problems_in, spoilt, the_problem
from pourparler.case import decode, read_text


def test_a_byte_that_is_not_utf_8_is_named_with_its_line_and_offset() -> None:
    data = SMALL.replace("Strait", "Détroit").encode("latin-1")
    problem = the_problem(data)
    offset = data.index(b"\xe9")
    assert (problem.line, problem.column) == (3, 9)
    assert problem.found == f"the byte 0xE9 at offset {offset}, which is not UTF-8"
    assert problem.write == "save the file as UTF-8"
    assert problem.source_line == "title: D\ufffdtroit fisheries summit"


@pytest.mark.parametrize("data", [b"a: \xed\xa0\x80", b"a: \xc0\xaf", b"a: \xf4\x90\x80\x80", b"a: \xe2\x82"])
def test_utf_8_is_strict(data: bytes) -> None:
    assert the_problem(data).found.endswith("which is not UTF-8")


def test_utf_16_is_named() -> None:
    assert the_problem(SMALL.encode("utf-16")).found == "text in UTF-16"


def test_a_byte_order_mark_at_the_start_is_dropped() -> None:
    assert read_text(b"\xef\xbb\xbf" + SMALL.encode(), "x") == read_text(SMALL, "x")
    inside = the_problem(spoilt(SMALL, ("Strait", "\ufeffStrait")))
    assert inside.found == "the hidden character U+FEFF ZERO WIDTH NO-BREAK SPACE"


HIDDEN = [0x0, 0x7, 0x8, 0xB, 0xC, 0x1B, 0x1F, 0x7F, 0x85, 0x9B, 0x61C, 0x200E, 0x200F, 0x2028, 0x2029]
HIDDEN += [0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF, 0xFFFE, 0xFFFF, 0xD800, 0xDFFF]


@pytest.mark.parametrize("code", HIDDEN, ids=lambda code: f"U+{code:04X}")
def test_hidden_characters_are_refused_with_their_place(code: int) -> None:
    problem = the_problem(spoilt(SMALL, ("Strait fisheries", f"Strait{chr(code)} fisheries")))
    assert (problem.line, problem.column) == (3, 14)
    assert f"U+{code:04X}" in problem.found
    assert problem.write == "delete it"
    assert chr(code) not in str(problem)


def test_each_hidden_character_is_reported_once() -> None:
    text = spoilt(SMALL, ("Strait", "\0\0\u202e"), ("money: 10", "\0money: 10"))
    assert [(problem.line, problem.column) for problem in problems_in(text)] == [(3, 8), (3, 10)]


@pytest.mark.parametrize("text", ["Ελλάδα", "日本", "العربية", "می\u200cخواهم", "🕊️", "a\u00a0b", "naïve — “yes”"])
def test_any_script_is_welcome(text: str) -> None:
    assert read_text(spoilt(SMALL, ("Strait fisheries summit", text)), "x").title == text


def test_a_file_over_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems_in(b"#" * (decode.LARGEST_FILE + 1))[0].found == "a file of more than 4 MiB"
    assert problems_in(b"#" * decode.LARGEST_FILE)[0].found == "an empty file"
