# SPDX-License-Identifier: Apache-2.0
"""From clean text to a tree in which every key and value knows its line and column.

The tree is built from the parser's event stream, never by a YAML loader: loaders recurse, expand aliases and
run tags. The scalar rules are those of the YAML 1.2 core schema, so that `NO`, `yes`, `on` and `12:30` stay
text; octal and hexadecimal numbers stay text as well, and so do dates.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from pourparler.case.decode import Page, hidden_words
from pourparler.case.problem import HIDDEN, MOST_PROBLEMS, KeyPath, Problem, quoted
from pourparler.case.syntax import problem_of
from pourparler.errors import CaseError
from pourparler.wording import say

#: Tables and lists inside one another; a case needs about ten. Keeps every later walk far from Python's own
#: limit.
DEEPEST = 64

#: Keys, values, tables and lists in one file; a case of 400 lines has about 2,000.
MOST_NODES = 200_000

#: A longer run of digits stays text: no quantity needs it, and converting it costs time.
_LONGEST_NUMBER = 40

_NULL = re.compile("|null|Null|NULL|~")
_TRUE, _FALSE = re.compile("true|True|TRUE"), re.compile("false|False|FALSE")
_INTEGER = re.compile("[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_NAN = re.compile(r"\.(nan|NaN|NAN)")

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # PyYAML without libyaml: slower, the same events
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file: line and column, both counted in characters from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it is written; `plain` is False where it stands in quotes or in a block."""

    mark: Mark
    text: str
    plain: bool

    @property
    def value(self) -> bool | int | float | str | None:
        """The value by the rules of the YAML 1.2 core schema; anything quoted is text."""
        return _core(self.text) if self.plain else self.text

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


def _core(text: str) -> bool | int | float | str | None:
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


@dataclass(frozen=True, slots=True)
class Tree:
    """What a file holds: the table at its top, and the problems that do not keep it from being read."""

    page: Page
    top: Table
    problems: tuple[Problem, ...]

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
        mark, here = self.top.mark, self.top
        above: Node = here
        for part in path:
            node = _child(above, part)
            if node is None:
                return mark
            entry = above.entries[str(part)] if isinstance(above, Table) else None
            mark = entry.key_mark if entry else node.mark
            above = node
        keyed = key or (isinstance(above, Scalar) and above.blank)
        return mark if keyed else above.mark


def _child(node: Node | None, part: str | int) -> Node | None:
    """Return the value under a key or at a position."""
    if isinstance(node, Table) and isinstance(part, str) and part in node.entries:
        return node.entries[part].node
    if isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None


@dataclass(slots=True)
class _Open:
    """A table or list whose end has not come yet; `key` is the key that waits for its value."""

    node: Table | Sequence
    key: str | None = None
    key_mark: Mark | None = None
    dropped: bool = False


def read_tree(page: Page) -> Tree:
    """Build the tree of a page.

    Raises `CaseError` where the text is not YAML, is no table, is nested deeper than 64, or has more than
    200,000 keys and values. Duplicate keys, anchors, aliases, tags, merge keys and further documents are
    collected as problems.
    """
    builder = _Builder(page)
    try:
        for event in yaml.parse(page.text, Loader=_Parser):  # type: ignore[arg-type]
            if not builder.take(event):
                break
    except yaml.YAMLError as error:
        raise CaseError((*builder.problems, problem_of(error, page))) from error
    if not isinstance(builder.top, Table):
        builder.refuse_top()
    assert isinstance(builder.top, Table)
    return Tree(page, builder.top, tuple(builder.problems))


class _Builder:
    """Takes the parser's events one by one; what is open is a list, so no nesting exhausts the stack."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.top: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False if the rest of the file is not to be read."""
        mark = _mark(event)
        if isinstance(event, yaml.DocumentStartEvent):
            return self._document(mark)
        if isinstance(event, yaml.NodeEvent):
            self._count(mark)
            if self._waits_for_key():
                self._take_key(event, mark)
            else:
                self._take_value(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._settle()
        return True

    def report(self, mark: Mark, found: str, write: str, path: KeyPath | None = None) -> None:
        """Collect a problem; too many end the reading."""
        where = self._path() if path is None else path
        self.problems.append(self.page.problem(mark.line, mark.column, where, found, write))
        if len(self.problems) > MOST_PROBLEMS:
            raise CaseError(tuple(self.problems))

    def refuse_top(self) -> None:
        """Report that the file is not a table, and end the reading."""
        wanted = say("write a table of keys and values, beginning with pourparler: 1")
        mark = Mark(1, 1) if self.top is None else self.top.mark
        found = say("an empty file") if self.top is None else say("{kind} instead of a table", kind=_kind(self.top))
        if not isinstance(self.top, Refused):
            self.report(mark, found, wanted, ())
        raise CaseError(tuple(self.problems))

    def _document(self, mark: Mark) -> bool:
        self._documents += 1
        if self._documents > 1:
            self.report(mark, say("a second document"), say("keep one case in one file; delete it"), ())
        return self._documents == 1

    def _count(self, mark: Mark) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            found = say("more than {limit} keys and values", limit=MOST_NODES)
            self._stop(mark, found, say("keep a case small; bulk tables belong in files beside it"))

    def _stop(self, mark: Mark, found: str, write: str) -> None:
        """Report a problem after which nothing sensible can be read."""
        self.report(mark, found, write)
        raise CaseError(tuple(self.problems))

    def _waits_for_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].node, Table) and self._open[-1].key is None

    def _take_key(self, event: yaml.NodeEvent, mark: Mark) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._stop(mark, say("an alias as a key"), say("write the key out"))
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(mark, say("a list or a table as a key"), say("write a key as plain text"))
            return
        self._check(event, mark)
        inside = self._open[-1]
        inside.key, inside.key_mark = unicodedata.normalize("NFC", event.value), mark
        assert isinstance(inside.node, Table)
        known = inside.node.entries.get(inside.key)
        plain = not event.style
        inside.dropped = known is not None or not inside.key or (plain and inside.key == "<<")
        if known is not None:
            found = say(
                "the key {key} a second time (first on line {n})",
                key=quoted(inside.key),
                n=known.key_mark.line,
            )
            self.report(mark, found, say("write each key once"))
        elif not inside.key:
            self.report(mark, say("a value without a key"), say("write a key before the colon"))
        elif inside.dropped:
            self.report(mark, say("a merge key '<<'"), say("write the merged keys out"))

    def _take_value(self, event: yaml.NodeEvent, mark: Mark) -> None:
        refused = self._check(event, mark)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) >= DEEPEST:
                found = say("tables and lists nested deeper than {limit}", limit=DEEPEST)
                self._stop(mark, found, say("write a flatter case"))
            table = isinstance(event, yaml.MappingStartEvent)
            self._open.append(_Open(self._place(Table(mark) if table else Sequence(mark))))
            return
        if refused or not isinstance(event, yaml.ScalarEvent):
            self._place(Refused(mark))
        else:
            self._place(Scalar(mark, unicodedata.normalize("NFC", event.value), not event.style))
        self._settle()

    def _check(self, event: yaml.NodeEvent, mark: Mark) -> bool:
        """Report what the format leaves out of YAML; True if the value itself is then unusable."""
        if isinstance(event, yaml.AliasEvent):
            self.report(mark, say("an alias, *{name}", name=visible_name(event.anchor)), say("write the value out"))
            return True
        if event.anchor is not None:
            found = say("an anchor, &{name}", name=visible_name(event.anchor))
            self.report(mark, found, say("delete it, and write the value out where it is needed again"))
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.report(mark, say("a tag, {tag}", tag=quoted(tag)), say("delete the tag and write a plain value"))
        if isinstance(event, yaml.ScalarEvent) and event.style == '"' and (match := HIDDEN.search(event.value)):
            self.report(mark, hidden_words(match.group()), say("delete the escape"))
            return True
        return tag is not None

    def _place(self, node: Any) -> Any:
        """Put a finished or newly opened value where it belongs."""
        if not self._open:
            self.top = node
            return node
        inside = self._open[-1]
        if isinstance(inside.node, Sequence):
            inside.node.items.append(node)
        elif not inside.dropped and inside.key is not None and inside.key_mark is not None:
            inside.node.entries[inside.key] = Entry(inside.key_mark, node)
        return node

    def _settle(self) -> None:
        """After a whole value: the table around it, if any, waits for its next key."""
        if self._open:
            self._open[-1].key = None

    def _path(self) -> KeyPath:
        """Return the key path of what is being read."""
        path: list[str | int] = []
        for inside in self._open:
            if isinstance(inside.node, Sequence):
                path.append(len(inside.node.items))
            elif inside.key is not None:
                path.append(inside.key)
        return tuple(path)


def visible_name(anchor: str | None) -> str:
    """Return the name of an anchor, cut to a size fit for a message."""
    return quoted(anchor or "")[1:-1]


def _mark(event: yaml.Event) -> Mark:
    """Return the place where an event begins, counted from 1."""
    start = event.start_mark
    return Mark(1, 1) if start is None else Mark(start.line + 1, start.column + 1)


def _kind(node: Node) -> str:
    """Name the kind of a node that is no table."""
    return say("a list") if isinstance(node, Sequence) else say("a single value")


@dataclass(frozen=True, slots=True)
class Data:
    """Plain data of a tree, without what was left out, and where each kept list item stood in the file."""

    plain: dict[str, Any]
    positions: Mapping[KeyPath, tuple[int, ...]]

    def in_file(self, path: KeyPath) -> KeyPath:
        """Translate a key path of the plain data into one of the file."""
        here: KeyPath = ()
        for part in path:
            kept = self.positions.get(here)
            there = kept[part] if isinstance(part, int) and kept is not None and part < len(kept) else part
            here = (*here, there)
        return here


def plain_data(tree: Tree, without: frozenset[KeyPath] = frozenset()) -> Data:
    """Return the tree as dicts, lists and scalars, without the key paths in `without` and refused values."""
    positions: dict[KeyPath, tuple[int, ...]] = {}

    def convert(node: Node, path: KeyPath) -> Any:
        if isinstance(node, Scalar):
            return node.value
        if isinstance(node, Table):
            return {key: convert(entry.node, (*path, key)) for key, entry in kept(enumerate_table(node), path)}
        assert isinstance(node, Sequence)
        items = list(kept(((n, item) for n, item in enumerate(node.items)), path))
        positions[path] = tuple(n for n, _ in items)
        return [convert(item, (*path, n)) for n, item in items]

    def enumerate_table(node: Table) -> Iterator[tuple[str, Entry]]:
        return iter(node.entries.items())

    def kept(pairs: Iterator[tuple[Any, Any]], path: KeyPath) -> Iterator[tuple[Any, Any]]:
        for part, value in pairs:
            node = value.node if isinstance(value, Entry) else value
            if (*path, part) not in without and not isinstance(node, Refused):
                yield part, value

    return Data(convert(tree.top, ()), positions)
