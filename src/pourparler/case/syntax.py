# SPDX-License-Identifier: Apache-2.0
"""The YAML parser's complaints in our own words, at the place that a reader has to mend."""

from collections.abc import Callable

import yaml

from pourparler.case.decode import Page
from pourparler.case.problem import Problem, quoted
from pourparler.wording import say

Words = tuple[str, str]


def problem_of(error: yaml.YAMLError, page: Page) -> Problem:
    """Return the one problem that a parser's error stands for.

    Something left open (a quotation, a bracket) is shown where it opens, everything else where the parser
    stopped.
    """
    complaint = str(getattr(error, "problem", None) or "")
    context = str(getattr(error, "context", None) or "")
    at, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    line, column = (at.line + 1, at.column + 1) if at else (1, 1)
    ended = "end of stream" in complaint or line > len(page.lines) or _after_the_end(page, line, column)
    bracket = "flow sequence" in context or "flow mapping" in context
    if opened is not None and ((bracket and (ended or opened.line + 1 < line)) or ("quoted" in context and ended)):
        line, column = opened.line + 1, opened.column + 1
        found, write = _left_open(context)
    else:
        found, write = _words(complaint, context, page, line, column)
    return page.problem(line, column, (), found, write)


def _after_the_end(page: Page, line: int, column: int) -> bool:
    """True if nothing but blanks follows the place."""
    return not any(text.strip() for text in (page.lines[line - 1][column - 1 :], *page.lines[line:]))


def _left_open(context: str) -> Words:
    """Say what is never closed."""
    if "quoted scalar" in context:
        return say("a quotation that is never closed"), say("close it with the quotation mark that opens it")
    if "flow sequence" in context:
        return say("a list that is not closed"), say("close it with ']', and write ',' between its items")
    return say("a table that is not closed"), say("close it with '}}', and write ',' between its entries")


def _words(complaint: str, context: str, page: Page, line: int, column: int) -> Words:
    """Find our words for a complaint of the parser; both parsers' English is matched loosely."""
    rest = page.lines[line - 1][column - 1 :] if line <= len(page.lines) else ""
    for key, words in _COMPLAINTS:
        if key in complaint or key in context:
            return words(rest)
    return say("something that is not YAML"), say("write 'key: value' lines, indented by spaces")


def _character(rest: str) -> Words:
    if rest.startswith("\t"):
        return say("a tab at the beginning of a line"), say("indent with spaces")
    found = say("the character {sign} at the beginning of a value", sign=quoted(rest[:1]))
    return found, say("put the value in quotation marks")


def _colon(_: str) -> Words:
    found = say("a second ': ' in one value, or a line indented too far")
    return found, say("put text that holds ': ' in quotation marks, or indent the line like its neighbours")


def _key(rest: str) -> Words:
    found = say("{text} where the next key should stand", text=quoted(rest.strip()))
    return found, say("indent the keys of one table alike, as 'key: value'")


def _dash(rest: str) -> Words:
    found = say("{text} inside a list", text=quoted(rest.strip()))
    return found, say("begin each item of the list with '- ', indented alike")


def _misplaced_dash(_: str) -> Words:
    return say("a list item '- ' where none can stand"), say("begin the list on the next line, or write [a, b]")


def _comma(rest: str) -> Words:
    if rest.startswith(":"):
        return _colon(rest)
    found = say("{text} inside a bracketed list", text=quoted(rest.strip()))
    return found, say("write ',' between the items and ']' at the end")


def _brace(rest: str) -> Words:
    if rest.startswith(":"):
        return _colon(rest)
    found = say("{text} inside a table in braces", text=quoted(rest.strip()))
    return found, say("write ',' between the entries and '}}' at the end")


def _node(rest: str) -> Words:
    if rest.startswith("?"):
        return say("a bare '?'"), say("write unknown")
    return say("{text} where a value should stand", text=quoted(rest.strip())), say("write a value")


def _question_mark(_: str) -> Words:
    return say("a bare '?'"), say("write unknown")


def _escape(rest: str) -> Words:
    found = say("an escape that YAML does not know, {text}", text=quoted(rest[:6]))
    return found, say("write single quotation marks, in which a backslash is only a backslash")


def _tag(_: str) -> Words:
    return say("a broken tag"), say("delete the tag and write a plain value")


def _anchor(_: str) -> Words:
    return say("'&' or '*' at the beginning of a value"), say("put the value in quotation marks")


def _directive(_: str) -> Words:
    return say("a directive ('%' at the beginning of a line)"), say("delete the line")


def _document(_: str) -> Words:
    return say("text after the end of the document"), say("keep one case in one file; delete it")


def _no_colon(rest: str) -> Words:
    return say("a key without a colon, near {text}", text=quoted(rest.strip())), say("write 'key: value'")


def _block(_: str) -> Words:
    found = say("a block of text that is not well begun")
    return found, say("write '|' alone, and indent the text below it")


#: Parts of the parsers' messages, and our words. The order matters: the first that fits is taken.
_COMPLAINTS: tuple[tuple[str, Callable[[str], Words]], ...] = (
    ("mapping values are not allowed", _colon),
    ("mapping keys are not allowed", _question_mark),
    ("tab character", _character),
    ("cannot start any token", _character),
    ("block sequence entries are not allowed", _misplaced_dash),
    ("sequence entries are not allowed", _misplaced_dash),
    ("',' or ']'", _comma),
    ("',' or '}'", _brace),
    ("expected '-' indicator", _dash),
    ("<block end>, but found '-'", _misplaced_dash),
    ("could not find expected ':'", _no_colon),
    ("expected key", _key),
    ("expected <block end>", _key),
    ("node content", _node),
    ("unknown escape", _escape),
    ("hexdecimal", _escape),
    ("hexadecimal", _escape),
    ("escape", _escape),
    ("Unicode", _escape),
    ("scanning a tag", _tag),
    ("parsing a tag", _tag),
    ("tag handle", _tag),
    ("scanning an anchor", _anchor),
    ("scanning an alias", _anchor),
    ("block scalar", _block),
    ("directive", _directive),
    ("incompatible YAML", _directive),
    ("document start", _document),
)
