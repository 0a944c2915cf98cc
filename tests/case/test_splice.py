# SPDX-License-Identifier: Apache-2.0
"""Changing a value in a text: it says the new thing, and every line that has nothing to do with it is as it was."""

import copy
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case.samples import FULL, SMALL
from pourparler import catalog
from pourparler.case import splice
from pourparler.case.decode import page_of
from pourparler.case.marks import read_tree
from pourparler.case.spans import spans_of
from pourparler.case.splice import CannotSplice, same, spliced
from pourparler.case.tree import plain_data

ESSAY = catalog.find("essays/singh2018")
assert ESSAY is not None
TEXTS = [SMALL, FULL, catalog.template("small"), (ESSAY / "case.yaml").read_text("utf-8")]


def plain(text: str) -> dict[str, Any]:
    tree = read_tree(page_of(text, "case.yaml"))
    assert not tree.problems, tree.problems
    return copy.deepcopy(plain_data(tree).plain)


def changed_lines(old: str, new: str) -> int:
    """Return how many lines differ between two texts of as many lines."""
    return sum(one != other for one, other in zip(old.splitlines(), new.splitlines(), strict=True))


def put(text: str, *path: str | int, value: Any) -> str:
    old = plain(text)
    new = copy.deepcopy(old)
    place: Any = new
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    out = spliced(text, old, new)
    assert same(plain(out), new)
    return out


def cut(text: str, *path: str | int) -> str:
    old = plain(text)
    new = copy.deepcopy(old)
    place: Any = new
    for part in path[:-1]:
        place = place[part]
    del place[path[-1]]
    out = spliced(text, old, new)
    assert same(plain(out), new)
    return out


#: Text, path, new value, what the text is then.
PUTS = {
    "a number": ("a: 1  # why\nb: 2\n", ("a",), 35, "a: 35  # why\nb: 2\n"),
    "in brackets": ("a: {b: 1, c: 2} # why\n", ("a", "c"), "3..4", "a: {b: 1, c: 3..4} # why\n"),
    "single quotes stay": ("a: 'x'\n", ("a",), "it's", "a: 'it''s'\n"),
    "double quotes stay": ('a: "x"\n', ("a",), "it's", 'a: "it\'s"\n'),
    "quotes where needed": ("a: {b: x}\n", ("a", "b"), "y, z", 'a: {b: "y, z"}\n'),
    "a number that is text": ("a: x\n", ("a",), "12", 'a: "12"\n'),
    "a blank": ("a:\nb: 2\n", ("a",), 1, "a: 1\nb: 2\n"),
    "a blank with a remark": ("a:  # why\nb: 2\n", ("a",), 1, "a: 1  # why\nb: 2\n"),
    "to blank": ("a: 1 # why\n", ("a",), None, "a: null # why\n"),
    "a new key": ("a: 1  # why\n\n# end\n", ("b",), [1, 2], "a: 1  # why\nb: [1, 2]\n\n# end\n"),
    "a new key at an end without a line end": ("a: 1", ("b",), 2, "a: 1\nb: 2"),
    "a new key in brackets": ("a: {b: 1}  # why\n", ("a", "c"), "x", "a: {b: 1, c: x}  # why\n"),
    "a new key in empty brackets": ("a: {}  # why\n", ("a", "c"), "x", "a: {c: x}  # why\n"),
    "a new key in a list item": ("a:\n  - b: 1\n  - b: 2\n", ("a", 0, "c"), 3, "a:\n  - b: 1\n    c: 3\n  - b: 2\n"),
    "a block becomes a number": ("a:\n  b: 1\nc: 2\n", ("a",), 3, "a: 3\nc: 2\n"),
    "a block with a remark above": ("a:  # why\n  b: 1\nc: 2\n", ("a",), 3, "a:  # why\n  3\nc: 2\n"),
    "a list level with its key": ("a:  # why\n- b\nc: 2\n", ("a",), {"d": 3}, "a:  # why\n  {d: 3}\nc: 2\n"),
    "folded text": ("a: >-\n  x y\n  z\nb: 2\n", ("a",), "p q", "a: >-\n  p q\nb: 2\n"),
    "literal text": ("a: |\n  x\n  y\nb: 2\n", ("a",), "p\nq\n", 'a: "p\\nq\\n"\nb: 2\n'),
    "a remark beside a block of text": ("a: >-  # why\n  x\nb: 2\n", ("a",), True, "a: true  # why\nb: 2\n"),
    "other line ends": ("a: 1\r\nb: {c: 2}\r\n", ("d",), 4, "a: 1\r\nb: {c: 2}\r\nd: 4\r\n"),
    "letters beyond ASCII": ("é: {ü: ä}  # ß\nz: 1\n", ("é", "ü"), "ö", "é: {ü: ö}  # ß\nz: 1\n"),
    "a distribution in brackets": ("a: {b: 1}\n", ("a", "b"), "beta(2, 5)", 'a: {b: "beta(2, 5)"}\n'),
}


@pytest.mark.parametrize("name", PUTS)
def test_a_value_is_put_where_it_belongs(name: str) -> None:
    text, path, value, expected = PUTS[name]
    assert put(text, *path, value=value) == expected


CUTS = {
    "a line": ("a: 1  # why\n# of b\nb: 2\n", ("a",), "# of b\nb: 2\n"),
    "the last line": ("a: 1\nb: 2", ("b",), "a: 1"),
    "a block": ("a:\n  b: 1\n  # of c\n  c: 2\n\n# of d\nd: 3\n", ("a",), "\n# of d\nd: 3\n"),
    "the first in brackets": ("a: {b: 1, c: 2}\n", ("a", "b"), "a: {c: 2}\n"),
    "the last in brackets": ("a: {b: 1, c: 2 }\n", ("a", "c"), "a: {b: 1 }\n"),
    "the only one": ("a: {b: 1}  # why\n", ("a", "b"), "a: {}  # why\n"),
    "the only one of a block": ("a:\n  b: 1\nc: 2\n", ("a", "b"), "a: {}\nc: 2\n"),
    "an item": ("a:\n  - x  # why\n  - y\n", ("a", 0), "a:\n  - y\n"),
    "an item in brackets": ("a: [x, y, z]\n", ("a", 1), "a: [x, z]\n"),
    "beside a dash": ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), "a:\n  - c: 2\n"),
    "a text block": ("a: |\n  x\n  # no remark\nb: 2\n", ("a",), "b: 2\n"),
}


@pytest.mark.parametrize("name", CUTS)
def test_what_is_gone_takes_its_lines_with_it_and_no_other_remark(name: str) -> None:
    text, path, expected = CUTS[name]
    assert cut(text, *path) == expected


def test_something_new_stands_where_the_end_of_a_block_was_cut_away() -> None:
    text = "a:\n  b: 1\n  c: 2\nd: 3\n"
    old = plain(text)
    assert spliced(text, old, {"a": {"b": 1}, "e": [4], "d": 3}) == "a:\n  b: 1\ne: [4]\nd: 3\n"
    mixed = text.replace("  c: 2\n", "  c: 2\r\n")
    assert same(plain(spliced(mixed, old, {"a": {"b": 1}, "e": [4], "d": 3})), {"a": {"b": 1}, "e": [4], "d": 3})


def test_items_are_matched_by_id() -> None:
    text = "e:\n  - {id: a, x: 1}  # of a\n  - {id: b, x: 2}  # of b\n  - {id: c, x: 3}  # of c\n"
    out = put(text, "e", value=[{"id": "n", "x": 0}, {"id": "a", "x": 1}, {"id": "c", "x": 4}, {"id": "d", "x": 5}])
    assert out == "e:\n  - {id: n, x: 0}\n  - {id: a, x: 1}  # of a\n  - {id: c, x: 4}  # of c\n  - {id: d, x: 5}\n"


def test_what_does_not_fit_into_brackets_becomes_a_block() -> None:
    long = {"one": "x" * 60, "two": ["y" * 60, {"three": "z" * 130, "four": 4}]}
    out = put("a: 1\nb: 2\n", "a", value=long)
    assert out.splitlines()[:3] == ["a:", "  one: " + "x" * 60, "  two:"] and out.endswith("\nb: 2\n")
    assert put("a:  # why\n  b: 1\nc: 2\n", "a", value=[long]).startswith("a:  # why\n  - one: ")


def test_what_stands_in_another_file_is_written_down_only_where_it_differs() -> None:
    old = {"a": 1, "b": {"c": {"d": 1, "e": 2}, "f": 3}}
    new = {"a": 1, "b": {"c": {"d": 1, "e": 5}, "f": 3}}
    assert spliced("a: 1\n", old, new) == "a: 1\nb: {c: {e: 5}}\n"
    with pytest.raises(CannotSplice):
        spliced("a: 1\n", old, {"a": 1, "b": {"c": {"d": 1}, "f": 3}})
    with pytest.raises(CannotSplice):
        spliced("a: 1\n", old, {"a": 1})


@pytest.mark.parametrize("text", TEXTS, ids=["small", "full", "template", "essay"])
def test_saving_what_is_there_changes_no_byte_and_each_number_only_its_line(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spans = spans_of(text)  # found once for all places: they depend on the text alone, and must not change
    monkeypatch.setattr(splice, "spans_of", {text: spans}.__getitem__)
    old = plain(text)
    assert spliced(text, old, copy.deepcopy(old)) == text
    for path in list(leaves(old))[:: 1 + len(text) // 20_000]:
        new = copy.deepcopy(old)
        place: Any = new
        for part in path[:-1]:
            place = place[part]
        if isinstance(place[path[-1]], str) and len(place[path[-1]]) > 60:
            continue
        place[path[-1]] = "41..43"
        out = spliced(text, old, new)
        assert changed_lines(text, out) == 1, path
    assert spans == spans_of(text)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if pairs is None:
        yield path
        return
    for key, inner in pairs:
        yield from leaves(inner, (*path, key))


# fmt: off
ODD = [
    "", " ", "null", "~", "12", "-1..4", "a: b", "a #b", "#a", "- a", "-", "?", ": ", "a:", "[x]", "{", "}", ",", "&a", "*a",
    "!t", "|", ">", "'", '"', "%", "@", "`", "true", "x, y", "beta(2, 5)", "beta(2", "5)", "a > b", "---", "...", "<<", "=1",
    "two\nlines", "tab\there", "ends\n", ":9", "?x",
    "é", "e\u0301", "x" * 200, "two  spaces", "  led", "a\\b", "1e3", ".5", ".inf",
]
# fmt: on
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=20) | st.sampled_from(
    ODD
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False), WORDS
)
NAMES = st.one_of(st.sampled_from(["id", "a", "b", "c", "values.x", "x y", "12", "null", "- a", "a, b"]), WORDS.filter(bool))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Draw a text and what it should say after a few changes, each at some place of it."""
    text = draw(st.sampled_from(TEXTS[:3]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    new = plain(text)
    for _ in range(draw(st.integers(1, 4))):
        place: Any = new
        while True:
            keys: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = draw(st.sampled_from(keys)) if keys else None
            inner = place[key] if key is not None else None
            if isinstance(inner, dict | list) and inner and draw(st.integers(0, 4)):
                place = inner
                continue
            break
        match draw(st.sampled_from(["put", "put", "cut", "add"])):
            case "put" if key is not None:
                place[key] = draw(VALUES)
            case "cut" if key is not None and (place is not new or len(new) > 1):
                del place[key]
            case _ if isinstance(place, list):
                place.insert(draw(st.integers(0, len(place))), draw(VALUES))
            case _:
                place[draw(NAMES)] = draw(VALUES)
    return text, normal(new)


def normal(value: Any) -> Any:
    """Return a value as a file can say it: keys and texts in composed form."""
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): normal(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [normal(inner) for inner in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


@settings(max_examples=100, deadline=None)
@given(edits())
def test_whatever_is_changed_is_read_back(drawn: tuple[str, dict[str, Any]]) -> None:
    text, new = drawn
    old = plain(text)
    out = spliced(text, old, new)
    assert same(plain(out), new)
    untouched = [key for key in old if key in new and same(old[key], new[key])]
    for key in untouched:
        assert lines_of(text, key) == lines_of(out, key), key
    assert spliced(out, new, new) == out


def lines_of(text: str, key: str) -> list[str]:
    """Return the lines of a section, from its key to the end of its value, as they stand."""
    top = spans_of(text)
    begin, end = top.keys[key], top.entries[key].end
    return text[begin : text.find("\n", end) if "\n" in text[end:] else len(text)].splitlines()
