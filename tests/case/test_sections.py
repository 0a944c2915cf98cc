# SPDX-License-Identifier: Apache-2.0
"""Of a file that is read again only what an edit changed is read anew; that finds what reading all of it finds."""

import random
from typing import Any

import pytest
import yaml

from pourparler.case import CaseError, edited, files_of, marks, read_files
from pourparler.case.decode import Page, page_of
from pourparler.case.differences import differences
from pourparler.case.marks import lines_of, read_again, read_tree
from pourparler.case.memory import InMemory
from pourparler.case.model import Case
from pourparler.case.read import read
from pourparler.case.splice import spliced
from pourparler.case.supposed import settings_of
from pourparler.case.tree import Tree, plain_data
from pourparler.catalog import find

#: Every way in which YAML writes what stands under a key at the top.
TEXT = """\
# What stands before the first key.

plain: some words
  that go on
"quoted": "with \\u00e9 and
  a second line"   # a remark
kept: |+
  a text whose last lines

folded: >-
  folded
  text
at_the_margin:
- one
- {a: 1, b: [2, 3]}   # in brackets
- x: 1
  y: beta(2, 5)
brackets: {a: 1,
  b: [2,
      3]}
blank:
nested: {in: {it: [1, 2]}}
table:
  first: {low: 1}
  second: "it's"
  # a remark on nothing

last: 12
"""
#: What is typed into the middle of it: harmless, or able to change what stands around it.
TYPED = [
    *("x", " ", "\n", "\n  ", "\n- ", "#", " # ", ": ", "'", '"', "|", ">", "{", "}", "[", "]", ",", "&a ", "*a", "!t ", "? "),
    *(
        "\n---\n",
        "\n...\n",
        "\n%YAML 1.2\n",
        "\t",
        "\\",
        "é",
        "beta(2, 5)",
        "<<: ",
        "\nfirst: 1",
        "\n  z: 1\n",
        "\r",
        "\r\n",
        "5)",
    ),
    *("\nplain: 2\n", "\n    deeper: 1", "-", "~", "\u2028"),
]


def anew(page: Page) -> object:
    """Return what reading all of a page finds."""
    try:
        tree = marks._read(page, "pourparler: 2")
    except CaseError as error:
        return error.problems
    return shape(tree)


def shape(tree: Tree) -> object:
    data = plain_data(tree)
    return repr(tree.top), tree.problems, repr(data.plain), sorted(map(repr, data.positions.items())), data.refused


def again(tree: Tree, page: Page, key: str) -> object:
    marks.forget()
    try:
        return shape(read_again(tree, page, key))
    except CaseError as error:
        return error.problems


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_page_of_which_one_section_changed_is_read_as_all_of_it_would_be(line_end: str) -> None:
    text, chance, alone, refused = TEXT.replace("\n", line_end), random.Random(line_end), 0, 0
    page = page_of(text, "x")
    tree = read_tree(page)
    for _ in range(1_500):
        key = chance.choice(list(tree.top.entries))
        lines = lines_of(tree, key)
        assert lines is not None
        start, end = map(page.start_of, lines)
        at = chance.randint(start, end - 1)
        until = min(end - 1, at + chance.choice([0, 0, 1, 3, 9]))
        changed = text[:at] + chance.choice(TYPED) + text[until:]
        try:
            new = page_of(changed, "x")
        except CaseError:
            continue  # it is refused before anything of it is read
        marks.forget()
        alone += marks._section_again(tree, new, key) is not None
        wanted = anew(new)
        refused += isinstance(wanted, tuple) and len(wanted) != 5
        assert again(tree, new, key) == wanted, changed
    assert alone > 300 and refused > 200, (alone, refused)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{\na: 1,\nb: 2}\n", "a"),
        ("? a\n: 1\nb: 2\n", "b"),
        ("a: 1\na: 2\nb: 3\n", "b"),
        ("--- # begun\na: 1\nb: 2\n", "nothing"),
        ("a: 1\n5): x\n", "a"),
        ("  a: 1\n  b: 2\n", "a"),
    ],
)
def test_what_is_no_piece_of_the_text_by_itself_is_not_read_by_itself(text: str, key: str) -> None:
    assert lines_of(read_tree(page_of(text, "x")), key) is None


def test_a_page_that_changed_elsewhere_too_is_read_as_a_whole() -> None:
    tree = read_tree(page_of("a: 1\nb: 2\nc: 3\n", "x"))
    for text in ("a: 2\nb: 3\nc: 3\n", "a: 1\nb: 3\nc: 4\n", "a: 1\nc: 3\n", "b: 2\nc: 3\n"):
        assert again(tree, page_of(text, "x"), "b") == anew(page_of(text, "x"))


def test_what_is_supposed_of_a_case_that_was_edited_is_read_as_of_any_other() -> None:
    files = catalogued("essays/singh2018")
    after = edited(files, {("later", "weight"): "41..49%"})
    read_files(after)
    blank = edited(after, {("later",): None})
    stated = edited(blank, {("later",): {"weight": "40%"}})
    settings = settings_of(["framings=", "risk={tolerance: 50}"])
    asked = [(each, given) for each in (after, blank, stated) for given in (settings[:0], settings)]
    found = [read(InMemory(each), settings=given) for each, given in asked]
    for case, (each, given) in zip(found, asked, strict=True):
        marks.forget()
        assert as_written(case) == as_written(read(InMemory(each), settings=given))
    assert found[2].later is None and found[4].later is not None and not found[1].framings


def test_the_format_of_a_case_counts_for_the_file_of_a_seat_that_was_read_before() -> None:
    files = catalogued("essays/singh2018")
    files = {name: text.replace(b"pourparler: 2", b"pourparler: 1", 1) for name, text in files.items()}
    files["seats/dprk.yaml"] = b"meeting: {price: {own: 1..2}}\n"
    newer = {**files, "case.yaml": files["case.yaml"].replace(b"pourparler: 1", b"pourparler: 2", 1)}
    assert read(InMemory(files), "dprk").meeting is not None
    found = []
    for is_known in (True, False):
        if not is_known:
            marks.forget()
        with pytest.raises(CaseError) as told:
            read(InMemory(newer), "dprk")
        found.append(told.value.problems)
    assert found[0] == found[1]


def test_lines_below_a_longer_section_are_told_where_they_now_stand() -> None:
    tree = read_tree(page_of("a: 1\nb:\n  - x: 1\nc: {d: 1}\n", "x"))
    plain_data(tree)
    longer = read_again(tree, page_of("a: 1\nb:\n  - x: 1\n  - x: 2\nc: {d: 1}\n", "x"), "b")
    assert longer.place(("c", "d"), key=False).line == 5
    assert longer.data.plain["c"] is tree.data.plain["c"] and longer.data.plain["b"] == [{"x": 1}, {"x": 2}]


def test_an_edit_reads_the_section_that_it_changes_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    files = catalogued("essays/singh2018")
    read_files(files)
    parsed = list[str]()
    parse = yaml.parse

    def noted(text: str, **how: Any) -> Any:
        parsed.append(text)
        return parse(text, **how)

    monkeypatch.setattr(yaml, "parse", noted)
    once = edited(files, {("values", "united_states", "weights", "programme"): "31..39"})
    assert len(parsed) == 2, "to find the place, and to read it back"
    assert all(text.startswith("values:") and len(text) < len(files["case.yaml"]) / 4 for text in parsed)
    parsed.clear()
    edited(once, {("values", "united_states", "weights", "programme"): "32..39"})
    assert len(parsed) == 2


@pytest.mark.parametrize("name", ["essays/singh2018", "labour/nhl2005"])
def test_a_case_that_was_edited_is_the_case_that_its_files_say(name: str) -> None:
    """Also in what is written and what is left out; of the other seats as well, and whatever was edited before."""
    states, chance = [catalogued(name)], random.Random(name)
    text = states[0]["case.yaml"].decode()
    sections = [key for key in read_tree(page_of(text, "case.yaml")).top.entries if key not in ("pourparler", "title", "as_of")]
    kept = 0
    for number in range(30):
        plain = plain_data(read_tree(page_of(states[-1]["case.yaml"], "case.yaml"))).plain
        path, value = somewhere(plain, chance.choice(sections), chance, number)
        try:
            states.append(edited(states[-1], {path: value}))
        except CaseError as error:
            marks.forget()
            with pytest.raises(CaseError) as wanted:
                edited(states[-1], {path: value})
            assert error.problems == wanted.value.problems
            continue
        kept += 1
        seats: list[str | None] = [None, *(["dprk"] if name == "essays/singh2018" else [])]
        found = [read(InMemory(states[-1]), seat) for seat in seats]
        changes = differences(read(InMemory(states[-2])), found[0])
        marks.forget()
        page_text = spliced(*before_and_after(states[-2], states[-1]))
        assert page_text == states[-1]["case.yaml"].decode()
        for seat, case in zip(seats, found, strict=True):
            wanted_case = read(InMemory(states[-1]), seat)
            assert case == wanted_case and as_written(case) == as_written(wanted_case)
        marks.forget()
        assert changes == differences(read(InMemory(states[-2])), read(InMemory(states[-1])))
    assert kept > 5


def catalogued(name: str) -> dict[str, bytes]:
    folder = find(name)
    assert folder is not None
    return files_of(folder)


def as_written(case: Case) -> str:
    return repr(case.model_dump(mode="json", exclude_unset=True))


def somewhere(plain: object, key: str, chance: random.Random, number: int) -> tuple[tuple[str | int, ...], object]:
    """Return the path of a value somewhere under a key, and another value for it, which may be wrong there."""
    path: tuple[str | int, ...] = (key,)
    held = plain[key] if isinstance(plain, dict) else None
    while isinstance(held, dict | list) and held:
        inner = chance.choice(list(held)) if isinstance(held, dict) else chance.randrange(len(held))
        path, held = (*path, inner), held[inner]
    is_text = isinstance(held, str) and not held[:1].isdigit()
    return path, f"{held} {number}" if is_text else chance.choice([number, f"{number}..{number + 9}", "unknown", None])


def before_and_after(before: dict[str, bytes], after: dict[str, bytes]) -> tuple[str, dict[str, object], dict[str, object]]:
    """Return what splices the whole of a case file: its text, what it says, and what it is to say."""
    texts = [files["case.yaml"].decode() for files in (before, after)]
    plain = [plain_data(marks._read(page_of(text, "case.yaml"), "")).plain for text in texts]
    return texts[0], plain[0], plain[1]
