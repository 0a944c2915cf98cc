# SPDX-License-Identifier: Apache-2.0
"""The tree of a case file, in which every key and value knows its place; and the plain data that it stands for.

The scalar rules are those of the YAML 1.2 core schema, so that `NO`, `yes`, `on` and `12:30` stay text; octal
and hexadecimal numbers stay text as well, and so do dates.
"""

import re
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from pourparler.case.decode import Page
from pourparler.case.problem import KeyPath, Problem

#: A longer run of digits stays text: no quantity needs it, and converting it costs time.
_LONGEST_NUMBER = 40

_NULL = re.compile("|null|Null|NULL|~")
_TRUE, _FALSE = re.compile("true|True|TRUE"), re.compile("false|False|FALSE")
_INTEGER = re.compile("[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_NAN = re.compile(r"\.(nan|NaN|NAN)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file: line and column, both counted in characters from 1, and the page of the file."""

    line: int
    column: int
    page: Page | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it is written; `plain` is False where it stands in quotes or in a block."""

    mark: Mark
    text: str
    plain: bool

    @property
    def value(self) -> bool | int | float | str | None:
        """The value by the rules of the YAML 1.2 core schema; anything quoted is text."""
        return core(self.text) if self.plain else self.text

    @property
    def blank(self) -> bool:
        """True where nothing at all is written."""
        return self.plain and not self.text


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that cannot be used, and has been reported: an alias, or something with a tag."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    mark: Mark
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """A value in a table, with the place of its key."""

    key_mark: Mark
    node: "Node"


@dataclass(frozen=True, slots=True)
class Table:
    """A table (a YAML mapping); keys are text, in composed form (NFC), in the order of the file."""

    mark: Mark
    entries: dict[str, Entry] = field(default_factory=dict)


Node: TypeAlias = Scalar | Refused | Sequence | Table


def core(text: str) -> bool | int | float | str | None:
    """Read a plain scalar by the YAML 1.2 core schema, without its octal and hexadecimal forms."""
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return text[0] in "tT"
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if match := _INFINITE.fullmatch(text):
        return float(f"{match.group(1)}inf")
    return float("nan") if _NAN.fullmatch(text) else text


@dataclass(frozen=True)
class Tree:
    """What a file holds: the table at its top, and the problems that do not keep it from being read.

    `before` is the tree of the same file before an edit, for as long as anybody keeps it.
    """

    page: Page
    top: Table
    problems: tuple[Problem, ...]
    before: "weakref.ref[Tree] | None" = field(default=None, compare=False, repr=False)

    @cached_property
    def data(self) -> "Data":
        """The plain data of all of it, made once; whoever changes them changes a copy."""
        return _data(self, frozenset())

    @cached_property
    def made(self) -> dict[object, Any]:
        """What was made of all of it, and is kept as long as the tree is: a case, the case that another party sees."""
        return {}

    def again(self, page: Page, top: Table, key: str) -> "Tree":
        """Return the tree of the page after an edit under one key at the top: the plain data of all others are shared."""
        tree, old = Tree(page, top, (), weakref.ref(self)), self.data
        new = _data(Tree(page, Table(top.mark, {key: top.entries[key]}), ()), frozenset())
        positions = {path: kept for path, kept in old.positions.items() if path[0] != key} | dict(new.positions)
        # A cached property is looked up here, and nowhere else.
        tree.__dict__["data"] = Data({**old.plain, **new.plain}, positions, old.refused)
        return tree

    def node(self, path: KeyPath) -> Node | None:
        """Return what stands at a key path, or None if nothing does."""
        here: Node | None = self.top
        for part in path:
            here = _child(here, part)
        return here

    def place(self, path: KeyPath, *, key: bool) -> Mark:
        """Return the place of the value at `path`, or of its key; where nothing stands, of what is above.

        A blank value has no place of its own: its key has.
        """
        mark = self.top.mark
        above: Node = self.top
        for part in path:
            node = _child(above, part)
            if node is None:
                return mark
            entry = above.entries[str(part)] if isinstance(above, Table) else None
            mark = entry.key_mark if entry else node.mark
            above = node
        keyed = key or (isinstance(above, Scalar) and above.blank)
        return mark if keyed else above.mark

    def named(self, path: KeyPath) -> KeyPath:
        """Return a key path in which list items that have an `id` go by it, and not by their position."""
        named: list[str | int] = []
        here: Node | None = self.top
        for part in path:
            here = _child(here, part)
            identity = _child(here, "id") if isinstance(part, int) else None
            named.append(identity.text if isinstance(identity, Scalar) and identity.text else part)
        return tuple(named)


def _child(node: Node | None, part: str | int) -> Node | None:
    """Return the value under a key or at a position."""
    if isinstance(node, Table) and isinstance(part, str) and part in node.entries:
        return node.entries[part].node
    if isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None


@dataclass(frozen=True, slots=True)
class Data:
    """Plain data of a tree, without what was left out.

    `positions` says where each kept list item stood in the file, `refused` where values stood that cannot be used.
    """

    plain: dict[str, Any]
    positions: Mapping[KeyPath, tuple[int, ...]]
    refused: frozenset[KeyPath]

    def in_file(self, path: KeyPath) -> KeyPath:
        """Translate a key path of the plain data into one of the file."""
        here: KeyPath = ()
        for part in path:
            kept = self.positions.get(here)
            there = kept[part] if isinstance(part, int) and kept is not None and part < len(kept) else part
            here = (*here, there)
        return here


def plain_data(tree: Tree, without: frozenset[KeyPath] = frozenset()) -> Data:
    """Return the tree as dicts, lists and scalars, without the key paths in `without` and refused values.

    They are shared by all who ask, and never changed.
    """
    return _data(tree, without) if without else tree.data


def _data(tree: Tree, without: frozenset[KeyPath]) -> Data:
    positions: dict[KeyPath, tuple[int, ...]] = {}
    refused: set[KeyPath] = set()

    def kept(path: KeyPath, node: Node) -> bool:
        if isinstance(node, Refused):
            refused.add(path)
        return path not in without and not isinstance(node, Refused)

    def convert(node: Node, path: KeyPath) -> Any:
        if isinstance(node, Table):
            inner = ((key, (*path, key), entry.node) for key, entry in node.entries.items())
            return {key: convert(value, there) for key, there, value in inner if kept(there, value)}
        if isinstance(node, Sequence):
            items = [(n, item) for n, item in enumerate(node.items) if kept((*path, n), item)]
            positions[path] = tuple(n for n, _ in items)
            return [convert(item, (*path, n)) for n, item in items]
        return node.value if isinstance(node, Scalar) else None

    plain = convert(tree.top, ())
    return Data(plain, positions, frozenset(refused))
