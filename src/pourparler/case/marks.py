# SPDX-License-Identifier: Apache-2.0
"""From clean text to a tree in which every key and value knows its line and column.

The tree is built from the parser's event stream, never by a YAML loader: loaders recurse, expand aliases and
run tags. What the format leaves out of YAML (anchors, aliases, tags, merge keys, further documents) is
reported here.
"""

import re
import threading
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import NoReturn, TypeVar

import yaml

from pourparler.case.decode import KEPT, LONGEST_KEPT, Page, hidden_words
from pourparler.case.problem import HIDDEN, MOST_PROBLEMS, KeyPath, Problem, in_file_order, quoted
from pourparler.case.syntax import problem_of
from pourparler.case.tree import Entry, Mark, Node, Refused, Scalar, Sequence, Table, Tree
from pourparler.errors import CaseError
from pourparler.wording import say

#: Tables and lists inside one another; a case needs about ten. Keeps every later walk far from Python's own
#: limit.
DEEPEST = 64

#: Keys, values, tables and lists in one file; a case of 400 lines has about 2,000.
MOST_NODES = 200_000

#: What begins or ends a document wherever it stands at the beginning of a line.
_MARKERS = ("---", "...")

#: The first half of a distribution that a comma has cut in two.
_CUT_CALL = re.compile(r"(normal|beta)\s*\([^)]*")

#: Where the events come from; of a loader only its parser is used. Without libyaml it is slower, with the same events.
PARSER: type[yaml.SafeLoader | yaml.CSafeLoader] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_AnyNode = TypeVar("_AnyNode", Scalar, Refused, Sequence, Table, Table | Sequence)


@dataclass(slots=True)
class _Open:
    """A table or list whose end has not come yet; `key` is the key that waits for its value."""

    node: Table | Sequence
    key: str | None = None
    key_mark: Mark | None = None
    dropped: bool = False


def read_tree(page: Page, begins: str = "pourparler: 2") -> Tree:
    """Build the tree of a page; `begins` is how such a file may begin, for advice.

    Raises `CaseError` where the text is not YAML, is no table, is nested deeper than 64, or has more than
    200,000 keys and values. Duplicate keys, anchors, aliases, tags, merge keys and further documents are
    collected as problems. A tree may be shared by all who read the same page: nothing in it is ever changed.
    """
    if len(page.text) > LONGEST_KEPT:
        return _read(page, begins)
    found = _TREES.find(page)
    return found if found is not None else _TREES.keep(page, _read(page, begins))


def _read(page: Page, begins: str) -> Tree:
    builder = _Builder(page)
    try:
        for event in yaml.parse(page.text, Loader=PARSER):
            if not builder.take(event):
                break
    except yaml.YAMLError as error:
        raise CaseError(in_file_order((*builder.problems, problem_of(error, page)))) from error
    if not isinstance(builder.top, Table):
        builder.refuse_top(begins)
    return Tree(page, builder.top, tuple(builder.problems))


def read_again(tree: Tree, page: Page, key: str) -> Tree:
    """Return the tree of a page that says the same as that of `tree` but under one key at the top, whose lines alone are read.

    Where that cannot be told from those lines, all of the page is read. Raises `CaseError` as `read_tree` does.
    """
    if len(page.text) > LONGEST_KEPT:
        return read_tree(page)
    entry = _section_again(tree, page, key)
    if entry is None:
        return read_tree(page)
    added, old = len(page.lines) - len(tree.page.lines), tree.top.entries
    place = old[key].key_mark.line
    entries = {
        name: entry if name == key else _moved(held, added) if added and held.key_mark.line > place else held
        for name, held in old.items()
    }
    return _TREES.keep(page, tree.again(page, Table(tree.top.mark, entries), key))


def lines_of(tree: Tree, key: str) -> tuple[int, int] | None:
    """Return from which line to before which one a section stands: what is written under a key at the top of a file.

    None where a section is no piece of the text by itself: in a table in brackets, or where something is wrong.
    """
    marks = [entry.key_mark for entry in tree.top.entries.values()]
    is_plain = not tree.problems and key in tree.top.entries and marks[0] == tree.top.mark
    # A word in front of the first key, or two keys on a line, is no block; a bracket may close what a comma has cut.
    if not is_plain or any(mark.column != 1 for mark in marks) or any(name.endswith(")") for name in tree.top.entries):
        return None
    first = tree.top.entries[key].key_mark.line
    return first, min((mark.line for mark in marks if mark.line > first), default=len(tree.page.lines) + 1)


def _section_again(tree: Tree, page: Page, key: str) -> Entry | None:
    """Return what now stands under a key, read from its lines alone; None if they could mean something else by themselves."""
    lines = lines_of(tree, key)
    if lines is None:
        return None
    old, (first, end) = tree.page, lines
    after = end + len(page.lines) - len(old.lines)
    if old.lines[: first - 1] != page.lines[: first - 1] or old.lines[end - 1 :] != page.lines[after - 1 :]:
        return None
    if any(line.startswith(_MARKERS) for line in page.lines[first - 1 : after - 1]):
        return None
    builder = _Builder(page, first - 1)
    try:
        for event in yaml.parse(page.text[page.start_of(first) : page.start_of(after)], Loader=PARSER):
            builder.take(event)
    except (yaml.YAMLError, CaseError):
        return None
    top, mark = builder.top, tree.top.entries[key].key_mark
    if not isinstance(top, Table) or builder.problems or list(top.entries) != [key]:
        return None
    return top.entries[key] if mark == top.mark == top.entries[key].key_mark else None


def _moved(entry: Entry, by: int) -> Entry:
    """Return an entry so many lines further down."""

    def below(mark: Mark) -> Mark:
        return replace(mark, line=mark.line + by)

    def moved(node: Node) -> Node:
        match node:
            case Table(mark, entries):
                return Table(below(mark), {key: _moved(entry, by) for key, entry in entries.items()})
            case Sequence(mark, items):
                return Sequence(below(mark), [moved(item) for item in items])
            case Scalar(mark, text, plain):
                return Scalar(below(mark), text, plain)
        return Refused(below(node.mark))

    return Entry(below(entry.key_mark), moved(entry.node))


class _Trees:
    """The trees of the pages that were read last; any number of threads may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[Page, Tree] = OrderedDict()

    def find(self, page: Page) -> Tree | None:
        with self._lock:
            if page in self._held:
                self._held.move_to_end(page)
            return self._held.get(page)

    def keep(self, page: Page, tree: Tree) -> Tree:
        with self._lock:
            self._held[page] = tree
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return tree

    def forget(self) -> None:
        with self._lock:
            self._held.clear()


_TREES = _Trees()


def forget() -> None:
    """Forget every tree that was read: the next reader of a page reads it anew."""
    _TREES.forget()


class _Builder:
    """Takes the parser's events one by one; what is open is a list, so no nesting exhausts the stack.

    So many lines of the page stand `above` what is parsed.
    """

    def __init__(self, page: Page, above: int = 0) -> None:
        self.page, self._above = page, above
        self.top: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False if the rest of the file is not to be read."""
        if isinstance(event, yaml.NodeEvent):  # most are
            mark = self._mark(event)
            self._count(mark)
            if self._waits_for_key():
                self._take_key(event, mark)
            else:
                self._take_value(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._settle()
        elif isinstance(event, yaml.DocumentStartEvent):
            return self._document(self._mark(event))
        return True

    def _mark(self, event: yaml.Event) -> Mark:
        """Return the place where an event begins, counted from 1."""
        start = event.start_mark
        return Mark(1, 1, self.page) if start is None else Mark(start.line + 1 + self._above, start.column + 1, self.page)

    def report(self, mark: Mark, found: str, write: str, path: KeyPath | None = None) -> None:
        """Collect a problem; too many end the reading."""
        where = self._path() if path is None else path
        self.problems.append(self.page.problem(mark.line, mark.column, where, found, write))
        if len(self.problems) > MOST_PROBLEMS:
            raise CaseError(in_file_order(self.problems))

    def refuse_top(self, begins: str) -> NoReturn:
        """Report that the file is not a table, and end the reading."""
        wanted = say("write a table of keys and values, beginning with {begins}", begins=begins)
        mark = Mark(1, 1, self.page) if self.top is None else self.top.mark
        found = say("an empty file") if self.top is None else say("{kind} instead of a table", kind=_kind(self.top))
        if not isinstance(self.top, Refused):
            self.report(mark, found, wanted, ())
        raise CaseError(in_file_order(self.problems))

    def _document(self, mark: Mark) -> bool:
        self._documents += 1
        if self._documents > 1:
            self.report(mark, say("a second document"), say("keep one case in one file; delete it"), ())
        return self._documents == 1

    def _count(self, mark: Mark) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            found = say("more than {limit} keys and values", limit=MOST_NODES)
            self._stop(mark, found, say("keep it smaller; bulk evidence belongs in a table of its own, evidence.csv"))

    def _stop(self, mark: Mark, found: str, write: str) -> NoReturn:
        """Report a problem after which nothing sensible can be read."""
        self.report(mark, found, write)
        raise CaseError(in_file_order(self.problems))

    def _waits_for_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].node, Table) and self._open[-1].key is None

    def _take_key(self, event: yaml.NodeEvent, mark: Mark) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._stop(mark, say("an alias as a key"), say("write the key out"))
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(mark, say("a list or a table as a key"), say("write a key as plain text"))
        self._check(event, mark)
        inside = self._open[-1]
        if self._rejoin(event.value):
            inside.key, inside.key_mark, inside.dropped = event.value, mark, True
            return
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
        if isinstance(event, yaml.ScalarEvent) and self._rejoin(event.value):
            return
        if refused or not isinstance(event, yaml.ScalarEvent):
            self._place(Refused(mark))
        else:
            self._place(Scalar(mark, unicodedata.normalize("NFC", event.value), not event.style))
        self._settle()

    def _check(self, event: yaml.NodeEvent, mark: Mark) -> bool:
        """Report what the format leaves out of YAML; True if the value itself is then unusable."""
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None and event.style != '"':
            return False  # nearly every key and value
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

    def _rejoin(self, text: str) -> bool:
        """Report a value such as beta(2, 5) whose comma has ended it; True if `text` is its second half."""
        if not text.endswith(")") or not self._open:
            return False
        inside = self._open[-1]
        last: Node | None = None
        if isinstance(inside.node, Sequence):
            last = inside.node.items[-1] if inside.node.items else None
        elif inside.key is None and inside.node.entries:
            last = inside.node.entries[next(reversed(inside.node.entries))].node
        if not isinstance(last, Scalar) or not last.plain or not _CUT_CALL.fullmatch(last.text):
            return False
        path = self._path()
        if isinstance(inside.node, Sequence):
            path = (*path[:-1], len(inside.node.items) - 1)
            inside.node.items[-1] = Refused(last.mark)
        else:
            key = next(reversed(inside.node.entries))
            path = (*path, key)
            inside.node.entries[key] = Entry(inside.node.entries[key].key_mark, Refused(last.mark))
        advice = say("put it in quotation marks, since a comma ends a value in brackets")
        self.report(last.mark, quoted(f"{last.text}, {text}"), advice, path)
        return True

    def _place(self, node: _AnyNode) -> _AnyNode:
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
        for depth, inside in enumerate(self._open, start=1):
            if isinstance(inside.node, Sequence):
                # A list or table that is still open has been put into the list around it already.
                path.append(len(inside.node.items) - (depth < len(self._open)))
            elif inside.key is not None:
                path.append(inside.key)
        return tuple(path)


def visible_name(anchor: str | None) -> str:
    """Return the name of an anchor, cut to a size fit for a message."""
    return quoted(anchor or "")[1:-1]


def _kind(node: Node) -> str:
    """Name the kind of a node that is no table."""
    return say("a list") if isinstance(node, Sequence) else say("a single value")
