# SPDX-License-Identifier: Apache-2.0
"""How a problem is shown."""

import dataclasses

import pytest

from case.samples import SMALL, problems_in
from pourparler.case import Problem
from pourparler.case.problem import MOST_PROBLEMS, in_file_order, path_text, quoted, shown, visible


def problem(line: str, column: int, **others: str) -> Problem:
    texts = {"file": "case.yaml", "key_path": "a.b", "found": "this", "write": "write that"} | others
    return Problem(line=3, column=column, source_line=line, **texts)


def caret(shown: Problem) -> tuple[str, int]:
    """Return the line as it is shown, and where the caret stands below it."""
    _, line, mark, _ = str(shown).split("\n")
    return line, mark.index("^")


def test_the_four_lines() -> None:
    assert str(problem("  b: 1", 3)).split("\n") == [
        "case.yaml:3:3: a.b",
        "      b: 1",
        "      ^",
        "  found this; write that",
    ]


def test_without_a_line_there_is_no_excerpt() -> None:
    assert str(Problem("case.yaml", 0, 0, "", "", "no such file", "look")) == "case.yaml\n  found no such file; look"
    assert str(problem("   ", 1)).split("\n") == ["case.yaml:3:1: a.b", "  found this; write that"]


@pytest.mark.parametrize("line", ["日本: x", "e\u0301: x", "a\tb: x", "🚢: x", "é: x"])
def test_the_caret_stands_below_the_character(line: str) -> None:
    column = line.index("x") + 1
    text, mark = caret(problem(line, column))
    # Wide characters take two columns and combining ones none.
    columns = sum(2 if c in "日本🚢" else 0 if c == "\u0301" else 1 for c in text[: text.index("x")])
    assert mark == columns


def test_a_long_line_is_shown_around_the_place() -> None:
    line = "a" * 500 + "X" + "b" * 500
    text, mark = caret(problem(line, 501))
    assert text[mark] == "X"
    assert len(text) < 130
    assert text.strip().startswith("…")
    assert text.endswith("…")
    text, mark = caret(problem(line, 1))
    assert (text[mark], text.endswith("…")) == ("a", True)
    text, mark = caret(problem(line, 5000))
    assert text.endswith("b")


def test_nothing_shown_can_act_on_a_terminal() -> None:
    nasty = "\x1b[31mred\u202e\x07\u2028"
    text = str(problem(nasty, 1, key_path=f"a.{nasty}", file=f"{nasty}.yaml"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "<U+001B>[31mred<U+202E>" in text
    assert visible("a\r\nb") == "a  b"


def test_problems_are_frozen_and_compare_by_value() -> None:
    one = problem("a", 1)
    assert one == problem("a", 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.line = 5  # type: ignore[misc]


def test_quotations_are_cut() -> None:
    assert quoted("abc") == "'abc'"
    assert quoted("x" * 60) == f"'{'x' * 60}'"
    assert quoted("x" * 61) == f"'{'x' * 60}…'"
    assert len(quoted("x" * 10**7)) == 63


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "nothing"),
        (True, "the truth value true"),
        (3, "the number 3"),
        (2.5, "the number 2.5"),
        ("a", "'a'"),
        ([], "a list"),
        ({}, "a table"),
    ],
)
def test_what_was_found_in_words(raw: object, words: str) -> None:
    assert shown(raw) == words


def test_key_paths() -> None:
    assert path_text(("values", "aland", "scores", "fleet", 2)) == "values.aland.scores.fleet[2]"
    assert path_text(("a", 0, "b")) == "a[0].b"
    assert path_text(()) == ""


def test_order_repetitions_and_the_limit() -> None:
    one, two = problem("a", 1), problem("a", 2)
    assert in_file_order([two, one, two]) == (one, two)
    assert in_file_order([]) == ()
    many = in_file_order(problem("a", n) for n in range(1, MOST_PROBLEMS + 50))
    assert len(many) == MOST_PROBLEMS + 1
    assert str(many[-1]) == "case.yaml\n  found more problems; mend those above first"


def test_a_file_with_very_many_problems_shows_the_first_ones() -> None:
    found = problems_in(SMALL + "".join(f"unknown_{n}: 1\n" for n in range(1000)))
    assert len(found) == MOST_PROBLEMS + 1
    assert [problem.line for problem in found[:3]] == [36, 37, 38]
