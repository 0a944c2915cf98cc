# SPDX-License-Identifier: Apache-2.0
"""The scalar rules of YAML 1.2, places, and plain data."""

import math

import pytest

from pourparler.case.decode import page_of
from pourparler.case.marks import read_tree
from pourparler.case.tree import Mark, Scalar, Table, plain_data

# What is written, and what it is.
SCALARS: list[tuple[str, object]] = [
    ("NO", "NO"),
    ("no", "no"),
    ("yes", "yes"),
    ("on", "on"),
    ("Off", "Off"),
    ("y", "y"),
    ("12:30", "12:30"),
    ("190:20:30", "190:20:30"),
    ("2031-03-14", "2031-03-14"),
    ("2031-03-14T10:00:00Z", "2031-03-14T10:00:00Z"),
    ("1_000", "1_000"),
    ("0x1F", "0x1F"),
    ("0o17", "0o17"),
    ("0b1", "0b1"),
    ("010", 10),
    ("+12", 12),
    ("-3", -3),
    ("1.5", 1.5),
    (".5", 0.5),
    ("5.", 5.0),
    ("1e3", 1000.0),
    ("-.inf", -math.inf),
    (".INF", math.inf),
    ("1.2.3", "1.2.3"),
    ("true", True),
    ("True", True),
    ("tRUE", "tRUE"),
    ("FALSE", False),
    ("null", None),
    ("Null", None),
    ("~", None),
    ("", None),
    ("none", "none"),
    ("nan", "nan"),
    ("'12'", "12"),
    ('"true"', "true"),
    ("''", ""),
    ("<<", "<<"),
    ("=", "="),
    ("10..30%", "10..30%"),
    ("1" * 5000, "1" * 5000),
    ("1" * 40, int("1" * 40)),
]


def data(text: str) -> dict[str, object]:
    return plain_data(read_tree(page_of(text, "x"))).plain


@pytest.mark.parametrize(("written", "value"), SCALARS, ids=[row[0][:20] for row in SCALARS])
def test_scalars_follow_the_core_schema_of_yaml_1_2(written: str, value: object) -> None:
    read = data(f"a: {written}\n")["a"]
    assert read == value
    assert type(read) is type(value)


def test_not_a_number() -> None:
    read = data("a: .nan\n")["a"]
    assert isinstance(read, float)
    assert math.isnan(read)


def test_block_and_folded_text() -> None:
    assert data("a: |\n  12\n  b\nc: >\n  d\n  e\n") == {"a": "12\nb\n", "c": "d e\n"}


def test_keys_are_text() -> None:
    assert data("60: a\n1.50: b\ntrue: c\nnull: d\n~: e\n2031-01-01: f\n") == {
        "60": "a",
        "1.50": "b",
        "true": "c",
        "null": "d",
        "~": "e",
        "2031-01-01": "f",
    }


def test_text_is_composed() -> None:
    assert data("e\u0301: e\u0301\n") == {"\u00e9": "\u00e9"}


TEXT = "a: 1\nb:\n  - x\n  - {c: 'd', e: }\n  -   - f\nü: y\n"


@pytest.mark.parametrize(
    ("path", "of_value", "of_key"),
    [
        (("a",), (1, 4), (1, 1)),
        (("b",), (3, 3), (2, 1)),
        (("b", 0), (3, 5), (3, 5)),
        (("b", 1, "c"), (4, 9), (4, 6)),
        (("b", 1, "e"), (4, 14), (4, 14)),
        (("b", 2, 0), (5, 9), (5, 9)),
        (("ü",), (6, 4), (6, 1)),
        (("b", 1, "absent"), (4, 5), (4, 5)),
        (("absent", "x"), (1, 1), (1, 1)),
        (("b", 9), (2, 1), (2, 1)),
    ],
)
def test_places(path: tuple[str | int, ...], of_value: tuple[int, int], of_key: tuple[int, int]) -> None:
    tree = read_tree(page_of(TEXT, "x"))
    assert tree.place(path, key=False) == Mark(*of_value)
    assert tree.place(path, key=True) == Mark(*of_key)


def test_columns_count_characters_and_lines_every_kind_of_line_end() -> None:
    tree = read_tree(page_of("\U0001f6a2é: 1\r\nb: 2\rc: 3\nd: 4", "x"))
    assert [tree.place((key,), key=False) for key in ("\U0001f6a2é", "b", "c", "d")] == [
        Mark(1, 5),
        Mark(2, 4),
        Mark(3, 4),
        Mark(4, 4),
    ]
    assert tree.page.lines == ("\U0001f6a2é: 1", "b: 2", "c: 3", "d: 4")


def test_plain_data_leaves_out_what_it_is_told_to_and_remembers_positions() -> None:
    tree = read_tree(page_of("a: [x, [u, v], z]\nb: {c: 1, d: 2}\n", "x"))
    left = plain_data(tree, frozenset({("a", 0), ("a", 1, 0), ("b", "c")}))
    assert left.plain == {"a": [["v"], "z"], "b": {"d": 2}}
    assert left.in_file(("a", 0, 0)) == ("a", 1, 1)
    assert left.in_file(("a", 1)) == ("a", 2)
    assert left.in_file(("b", "d")) == ("b", "d")
    assert left.in_file(("a", 7)) == ("a", 7)


def test_a_list_item_with_an_id_goes_by_it() -> None:
    tree = read_tree(page_of("a: [{id: x, b: [1]}, {c: 2}]\n", "x"))
    assert tree.named(("a", 0, "b", 0)) == ("a", "x", "b", 0)
    assert tree.named(("a", 1, "c")) == ("a", 1, "c")


def test_nodes() -> None:
    tree = read_tree(page_of("a: {b: x}\n", "x"))
    assert isinstance(tree.node(("a",)), Table)
    assert tree.node(("a", "b")) == Scalar(Mark(1, 8), "x", True)
    assert tree.node(("a", "b", "c")) is None
    assert tree.node(()) is tree.top
