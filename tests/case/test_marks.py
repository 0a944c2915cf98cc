# SPDX-License-Identifier: Apache-2.0
"""What the format leaves out of YAML, the limits, and the parser's own errors in our words, with both parsers."""

from collections.abc import Iterator

import pytest
import yaml

from case.samples import FULL, SMALL, problems_in, spoilt, the_problem
from pourparler.case import decode, digest, marks, read, read_files, read_text
from pourparler.case.decode import CASE_FILE, page_of
from pourparler.case.supposed import settings_of
from pourparler.case.whole import in_memory
from pourparler.case.write import DELETE, edited
from pourparler.catalog import find


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run a test with libyaml and with the parser that stands in where libyaml is missing."""
    if request.param == "pure":
        monkeypatch.setattr(marks, "PARSER", yaml.SafeLoader)
    yield request.param


def test_libyaml_is_used_where_it_is_there() -> None:
    assert yaml.__with_libyaml__ == (marks.PARSER is yaml.CSafeLoader)


def test_both_parsers_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for sample in (SMALL, FULL):
        fast = digest(read_text(sample, "x"))
        with monkeypatch.context() as patch:
            patch.setattr(marks, "PARSER", yaml.SafeLoader)
            assert digest(read_text(sample, "x")) == fast


# A text, the place of its one problem, and what is found and advised.
REFUSED = [
    ("", (1, 1), "an empty file", "write a table of keys and values, beginning with pourparler: 2"),
    ("# only a remark\n", (1, 1), "an empty file", "write a table of keys and values, beginning with pourparler: 2"),
    ("- a\n- b\n", (1, 1), "a list instead of a table", "write a table of keys and values, beginning with pourparler: 2"),
    ("a:b\n", (1, 1), "a single value instead of a table", "write a table of keys and values, beginning with pourparler: 2"),
    ("? [a]\n: b\n", (1, 3), "a list or a table as a key", "write a key as plain text"),
    ("*a : b\n", (1, 1), "an alias as a key", "write the key out"),
    ("*a\n", (1, 1), "an alias, *a", "write the value out"),
    ("a: b: c\n", (1, 5), "a second ': ' in one value, or a line indented too far", "quotation marks"),
    ("a: 1\n b: 2\n", (2, 3), "a second ': ' in one value, or a line indented too far", "quotation marks"),
    ("a:\n  - x\n b: 1\n", (3, 2), "'b: 1' where the next key should stand", "indent the keys of one table alike"),
    ("a: ?\n", (1, 4), "a bare '?'", "write unknown"),
    ("a: @x\n", (1, 4), "the character '@' at the beginning of a value", "put the value in quotation marks"),
    ("a: `x`\n", (1, 4), "the character '`' at the beginning of a value", "put the value in quotation marks"),
    ("a: %x\n", (1, 4), "the character '%' at the beginning of a value", "put the value in quotation marks"),
    ("a:\n\t- b\n", (2, 1), "a tab at the beginning of a line", "indent with spaces"),
    ("a: -\n", (1, 4), "a list item '- ' where none can stand", "begin the list on the next line"),
    ("- a\nb: 1\n", (2, 1), "'b: 1' inside a list", "begin each item of the list with '- '"),
    ("a: [1, 2\n", (1, 4), "a list that is not closed", "close it with ']'"),
    ("a: {b: 1\n\n", (1, 4), "a table that is not closed", "close it with '}'"),
    ("a: {b: 1\nc: 2\nd: 3\n", (1, 4), "a table that is not closed", "close it with '}'"),
    ("a: {b: 1 c: 2}\n", (1, 11), "a second ': ' in one value, or a line indented too far", "quotation marks"),
    ("a: [1 [2]]\n", (1, 7), "'[2]]' inside a bracketed list", "write ',' between the items"),
    ("a: {b: [}\n", (1, 9), "'}' where a value should stand", "write a value"),
    ("a: ]\n", (1, 4), "']' where a value should stand", "write a value"),
    ("a: 'x\nb: 2\n", (1, 4), "a quotation that is never closed", "close it with the quotation mark that opens it"),
    ('a: "\\q"\n', (1, 5), "an escape that YAML does not know, '\\q\"'", "write single quotation marks"),
    ("a: !<tag:x\n", (1, 11), "a broken tag", "delete the tag and write a plain value"),
    ("%FOO\n---\na: 1\n", (1, 5), "a directive ('%' at the beginning of a line)", "delete the line"),
    ("%YAML 3.0\n---\na: 1\n", (1, 1), "a directive ('%' at the beginning of a line)", "delete the line"),
    ("a: |x\n  b\n", (1, 5), "a block of text that is not well begun", "write '|' alone"),
    ("a: &\n", (1, 5), "'&' or '*' at the beginning of a value", "put the value in quotation marks"),
    ("--- {a: 1}\n... b\n", (2, 5), "text after the end of the document", "keep one case in one file; delete it"),
]


@pytest.mark.parametrize(("text", "place", "found", "advice"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_yaml_gives_one_problem_in_our_words(text: str, place: tuple[int, int], found: str, advice: str) -> None:
    problem = the_problem(text)
    assert (problem.line, problem.column) == place
    assert problem.found == found
    assert advice in problem.write


@pytest.mark.parametrize("text", [row[0] for row in REFUSED if "%FOO" not in row[0]])  # it passes over those
def test_the_stand_in_parser_refuses_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "PARSER", yaml.SafeLoader)
    problem = the_problem(text)
    assert problem.line >= 1
    assert problem.found != "something that is not YAML"


# What is put into the small case, the key path of the one problem, and what is found.
LEFT_OUT = [
    ("title: Strait", "title: &a Strait", "title", "an anchor, &a"),
    ("parties:\n", "parties: &all\n", "parties", "an anchor, &all"),
    ("  aland: {role: own}", "  &k aland: {role: own}", "parties", "an anchor, &k"),
    ("[none, credit, grant]", "&o [none, credit, grant]", "issues.money.options", "an anchor, &o"),
    ("[none, credit, grant]", "[none, &o credit, grant]", "issues.money.options[1]", "an anchor, &o"),
    ("title: Strait fisheries summit", "title: *a", "title", "an alias, *a"),
    ("title: Strait", "title: ! Strait", "title", "a tag, '!'"),
    ("parties:\n", "parties: !!map\n", "parties", "a tag, 'tag:yaml.org,2002:map'"),
    ("title: Strait fisheries summit", "title: !!binary aGVsbG8=", "title", "a tag, 'tag:yaml.org,2002:binary'"),
    ("title: Strait fisheries summit", 'title: "Strait\\u202e"', "title", "the character U+202E"),
    ("title: Strait fisheries summit", 'title: "Strait\\e[31m"', "title", "the hidden character U+001B"),
    ("title: Strait", "'': x\ntitle: Strait", "", "a value without a key"),
    ("title: Strait", "title: a\ntitle: Strait", "title", "the key 'title' a second time (first on line 3)"),
    ("pourparler: 2", "pourparler: 2\n'pourparler': 2", "pourparler", "the key 'pourparler' a second time"),
    ("preparation:", "---\npreparation:", "", "a second document"),
]


@pytest.mark.parametrize(("old", "new", "key_path", "found"), LEFT_OUT)
def test_what_the_format_leaves_out_of_yaml(parser: str, old: str, new: str, key_path: str, found: str) -> None:
    first = problems_in(spoilt(SMALL, (old, new)))[0]
    assert first.key_path == key_path
    assert first.found.startswith(found)


def test_several_of_them_are_reported_together_with_what_else_is_wrong() -> None:
    text = spoilt(
        SMALL,
        ("title: Strait", "title: &a Strait"),
        ("cyrene: {role: partner}", "cyrene: {role: partner, role: rival}"),
        ("options: [unchanged, suspended]", "options: !!seq [unchanged, suspended]"),
        ("20..30, money: 10..20}", "20..30, money: *b}"),
        ("days: 14", "dais: 14"),
    )
    assert [problem.found for problem in problems_in(text)] == [
        "an anchor, &a",
        "the key 'role' a second time (first on line 8)",
        "a tag, 'tag:yaml.org,2002:seq'",
        "an alias, *b",
        "the unknown key 'dais'",
    ]


def test_problems_before_a_syntax_error_are_reported_with_it() -> None:
    found = problems_in("a: &x 1\nb: {c: 1, c: 2}\nd: 'open\n")
    assert [problem.line for problem in found] == [1, 2, 3]


def test_a_dropped_key_keeps_its_first_value_and_its_problems_their_place() -> None:
    found = problems_in(spoilt(SMALL, ("title: Strait", "title: first\ntitle: {a: [b, {c: &x d}]}\nstandpoint: Strait")))
    assert [(problem.key_path, problem.line) for problem in found] == [("title", 4), ("title.a[1].c", 4)]


def nested(depth: int) -> str:
    return "a: " + "[" * (depth - 1) + "]" * (depth - 1)


def test_depth_is_limited(parser: str) -> None:
    assert "nested deeper" not in problems_in(nested(marks.DEEPEST))[0].found
    assert the_problem(nested(marks.DEEPEST + 1)).found == "tables and lists nested deeper than 64"


def test_the_number_of_nodes_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST_NODES", 10)
    problem = the_problem("a: [1, 2, 3, 4, 5, 6, 7, 8]\n")
    assert problem.found == "more than 10 keys and values"
    assert problem.key_path == "a[7]"


def test_a_tree_is_shared_by_who_reads_the_same_page_and_nothing_that_reads_a_case_changes_it() -> None:
    folder = find("essays/singh2018")
    assert folder is not None
    files = {CASE_FILE: (folder / CASE_FILE).read_bytes(), "seats/dprk.yaml": (folder / "seats" / "dprk.yaml").read_bytes()}
    trees = {name: marks.read_tree(page_of(text, name)) for name, text in files.items()}
    before = {name: repr(tree) for name, tree in trees.items()}
    read_files(files)
    read(in_memory({CASE_FILE: files[CASE_FILE]}), "counterpart")
    edited(files, {("title",): "Another"})
    read(in_memory(files), settings=settings_of(["title=A third"]))
    edited(files, {("pourparler",): DELETE}, check=lambda after: None)
    assert {name: repr(tree) for name, tree in trees.items()} == before
    assert all(marks.read_tree(page_of(text, name)) is trees[name] for name, text in files.items())


def test_the_tree_of_a_large_file_is_not_kept() -> None:
    page = page_of("a: b\n" + "# \n" * (decode.LONGEST_KEPT // 3), "x")
    assert marks.read_tree(page) is not marks.read_tree(page)
