# SPDX-License-Identifier: Apache-2.0
"""A case with some places set otherwise, `PATH=VALUE`: what it would say then, without a change to any file.

A path is written as messages show it: keys with dots, places in lists in brackets from 0, items that have an `id` by that.
A value is what would stand in the file, and is read by the same rules; mistakes are told with the setting as their place.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Literal, cast, get_args, get_origin

from pydantic import BaseModel

from pourparler.case.decode import Page, page_of, refuse
from pourparler.case.marks import read_tree
from pourparler.case.model import Case
from pourparler.case.names import Names
from pourparler.case.problem import KeyPath, Problem, path_text, quoted
from pourparler.case.shape import branches, fields, strip
from pourparler.case.tree import Entry, Mark, Node, Refused, Scalar, Table, Tree
from pourparler.case.tree import Sequence as List
from pourparler.case.words import instead, nearest
from pourparler.errors import CaseError
from pourparler.wording import say

#: The names under which messages show what is set, and what is taken away, in the place of a file.
SETTING, TAKING = "--set", "--unset"

#: A value is read as that of a key, so that it may be whatever can stand beside one.
_BEGINS = "_: "
_STEP = re.compile(r'\s*(?:"(?P<quoted>[^"]+)"|\[(?P<place>[0-9]{1,6})\]|(?P<plain>[^.\[\]"]+))\s*(?:\.|(?=\[)|$)')


@dataclass(frozen=True, slots=True)
class Setting:
    """One `PATH=VALUE`: the parts of the path as they were written, and the value as a node whose marks point into it.

    Without a value (`node` None) what stands at the path is taken away.
    """

    page: Page
    parts: tuple[str | int, ...]
    columns: tuple[int, ...]
    node: Node | None
    problems: tuple[Problem, ...] = ()

    def problem(self, path: KeyPath, found: str, write: str, left: int = 0) -> CaseError:
        """Return the error for a path that leads nowhere; `left`: so many of its parts, with the one that is wrong."""
        column = self.columns[-left] if left else 1
        return CaseError((self.page.problem(1, column, path, found, write),))


def settings_of(texts: Iterable[str], taken: Iterable[str] = ()) -> tuple[Setting, ...]:
    """Read settings, `PATH=VALUE`, and paths of what is to be taken away.

    Raises `CaseError` for one that is not of this form, or whose value is not as it could stand in a file.
    """
    pages = (page_of(text, TAKING) for text in taken)
    return (*map(_setting, texts), *(Setting(page, *_parts(page.text, page), None) for page in pages))


def supposed(tree: Tree, settings: Sequence[Setting]) -> Tree:
    """Return a tree with settings carried out one after the other, today's format supposed.

    Keys on the way are made where the vocabulary has them. Raises `CaseError` for a path that leads nowhere, with what is near.
    """
    for setting in settings:
        path = tuple(_resolved(tree, setting))
        if setting.node is None and tree.node(path) is None:
            found = say("nothing at {path} to take away", path=quoted(path_text(path)))
            raise setting.problem(path, found, say("give the path of something that the case states"))
        top = _put(tree.top, path, setting)
        assert isinstance(top, Table)  # a path has at least one part
        tree = replace(tree, top=top, problems=(*tree.problems, *setting.problems))
    return tree


def _setting(text: str) -> Setting:
    page = page_of(text, SETTING)
    where, sign, value = text.partition("=")
    if not sign or not where.strip() or len(page.lines) > 1:
        found = quoted(text) if text else say("an empty setting")
        raise refuse(SETTING, found, say("write PATH=VALUE on one line, such as no_deal.us.value=35..45"))
    parts, columns = _parts(where, page)
    shift = len(where) + 1 - len(_BEGINS)
    try:
        tree = read_tree(page_of(_BEGINS + value, SETTING))
    except CaseError as error:
        raise CaseError(
            tuple(_moved_problem(p, page, shift, parts) for p in error.problems if isinstance(p, Problem))
        ) from None
    problems = tuple(_moved_problem(problem, page, shift, parts) for problem in tree.problems)
    node = tree.node(("_",))
    assert node is not None  # it begins so
    return Setting(page, parts, columns, _moved(node, page, shift), problems)


def _parts(where: str, page: Page) -> tuple[tuple[str | int, ...], tuple[int, ...]]:
    """Return the parts of a written path, keys (in quotation marks where they hold a dot) and places, each with its column."""
    found: list[tuple[str | int, int]] = []
    at = 0
    while at < len(where):
        match = _STEP.match(where, at)
        if match is None:
            write = say("write keys with dots, places in lists in brackets: values.us.scores.price[2]")
            raise CaseError((page.problem(1, at + 1, (), say("the path {path}", path=quoted(where)), write),))
        place = match["place"]
        part = int(place) if place is not None else match["quoted"] or (match["plain"] or "").strip()
        found.append((part, at + 1))
        at = match.end()
    return tuple(part for part, _ in found), tuple(column for _, column in found)


def _moved(node: Node, page: Page, shift: int) -> Node:
    """Return a node with its marks moved onto the page of the setting."""
    mark = Mark(node.mark.line, max(1, node.mark.column + shift), page)
    match node:
        case Table(_, entries):
            moved = {
                key: Entry(
                    Mark(entry.key_mark.line, max(1, entry.key_mark.column + shift), page), _moved(entry.node, page, shift)
                )
                for key, entry in entries.items()
            }
            return Table(mark, moved)
        case List(_, items):
            return List(mark, [_moved(item, page, shift) for item in items])
        case _:
            return replace(node, mark=mark)


def _moved_problem(problem: Problem, page: Page, shift: int, parts: tuple[str | int, ...]) -> Problem:
    column = max(1, problem.column + shift)
    return replace(problem, column=column, key_path=path_text(parts), source_line=page.lines[0])


def _resolved(tree: Tree, setting: Setting) -> Iterator[str | int]:
    """Yield the keys and places that a written path means; a key may hold dots, an item of a list goes by its id too."""
    parts, shape = list(setting.parts), cast(Any, Case)
    node: Node | None = tree.top
    done: list[str | int] = []
    while parts:
        if node is None and isinstance(parts[0], int):
            node = List(tree.top.mark)
        if isinstance(node, List):
            part: str | int = _place(node, parts, setting, (*done,))
        elif isinstance(node, Scalar | Refused) and not (isinstance(node, Scalar) and node.blank) and _holds_none(shape):
            found = say("nothing below {path}, which is a single value", path=quoted(path_text(tuple(done))))
            raise setting.problem(tuple(done), found, say("set that itself"), len(parts))
        else:
            table = node if isinstance(node, Table) else Table(tree.top.mark)
            part = _key(table, shape, parts, setting, (*done,), tree)
        done.append(part)
        yield part
        shape = _inner(shape, part)
        node = _child(node, part)


def _child(node: Node | None, part: str | int) -> Node | None:
    if isinstance(node, Table) and isinstance(part, str):
        entry = node.entries.get(part)
        return entry.node if entry is not None else None
    if isinstance(node, List) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None


def _place(node: List, parts: list[str | int], setting: Setting, above: KeyPath) -> int:
    """Take the place in a list that the next part of a path means: a number, or the id of an item."""
    left, part = len(parts), parts.pop(0)
    ids = {identity.text: n for n, item in enumerate(node.items) if isinstance(identity := _child(item, "id"), Scalar)}
    if isinstance(part, str) and part in ids:
        return ids[part]
    place = int(part) if isinstance(part, int) or part.isdecimal() else None
    if place is not None and place <= len(node.items):
        return place
    found = say("no item {part} in {path}", part=quoted(str(part)), path=quoted(path_text(above)))
    if ids:
        raise setting.problem(above, found, instead(str(part), ids), left)
    write = say("write a place from 0 to {last}; {last} adds an item", last=len(node.items))
    raise setting.problem(above, found, write, left)


def _key(node: Table, shape: Any, parts: list[str | int], setting: Setting, above: KeyPath, tree: Tree) -> str:
    """Take the next key off the parts of a path: the longest that is there, else one that the vocabulary has."""
    words = [str(part) for part in parts]
    joined = {".".join(words[:n]): n for n in range(len(words), 0, -1)}
    known = [*_fields_of(shape)]
    for key, count in joined.items():
        if key in node.entries or key in known:
            del parts[:count]
            return key
    key, inside = words[0], len(words) > 1
    if known:
        raise setting.problem((*above, key), say("the unknown key {key}", key=quoted(key)), instead(key, known), len(words))
    if _is_option(shape) and inside:
        del parts[:2]
        return ".".join(words[:2])
    is_slip = inside or (isinstance(setting.node, Scalar) and nearest(key, node.entries) is not None)
    if is_slip and node.entries and above and key not in _named(tree):
        found = say("no {key} in {path}", key=quoted(key), path=quoted(path_text(above)))
        raise setting.problem((*above, key), found, instead(key, node.entries), len(words))
    del parts[:1]
    return key


def _named(tree: Tree) -> set[str]:
    """Return what the case gives names to, and what may therefore be a key where it is none yet."""
    names = Names(tree)
    questions, issues = names.questions or {}, names.issues or {}
    held = [names.parties or {}, questions, issues, *(names.hypotheses(q) or {} for q in questions)]
    return set(chain.from_iterable([*held, *(names.options(issue) or {} for issue in issues)]))


def _shapes(shape: Any) -> Iterator[Any]:
    """Yield the types that may stand at a place, the branches of a union one by one."""
    bare, notes = strip(shape)
    tagged = branches(bare, notes)
    if tagged is None:
        yield bare
        return
    for branch in tagged.values():
        yield from _shapes(branch)


def _fields_of(shape: Any) -> Iterator[str]:
    """Yield the keys that the vocabulary has at a place; none where keys are names."""
    for bare in _shapes(shape):
        if get_origin(bare) is dict and get_origin(get_args(bare)[0]) is Literal:
            yield from map(str, get_args(get_args(bare)[0]))
        if isinstance(bare, type) and issubclass(bare, BaseModel):
            yield from fields(bare)


def _holds_none(shape: Any) -> bool:
    """Return whether nothing can stand below a place, so that a single value there is no table written in short."""
    return not any(get_origin(bare) is dict for bare in _shapes(shape)) and not any(_fields_of(shape))


def _is_option(shape: Any) -> bool:
    """Return whether the keys of a table are options in full, `issue.option`."""
    for bare in _shapes(shape):
        if get_origin(bare) is dict:
            _, notes = strip(get_args(bare)[0])
            if any(r"\." in str(getattr(note, "pattern", "") or "") for note in _deep(notes)):
                return True
    return False


def _deep(notes: tuple[Any, ...]) -> Iterator[Any]:
    for note in notes:
        yield from chain((note,), getattr(note, "metadata", ()))


def _inner(shape: Any, part: str | int) -> Any:
    """Return the type below a part of a path; `Any` where the vocabulary has nothing, or more than one thing."""
    for bare in _shapes(shape):
        if isinstance(bare, type) and issubclass(bare, BaseModel) and str(part) in fields(bare):
            return fields(bare)[str(part)]
        if get_origin(bare) is dict:
            return get_args(bare)[1]
        if get_origin(bare) is tuple and isinstance(part, int):
            return get_args(bare)[0]
    return Any


def _put(node: Node | None, path: KeyPath, setting: Setting) -> Node | None:
    """Return a node with the value of a setting at a path below it, or without what stands there; tables are made."""
    if not path:
        return setting.node
    part, *rest = path
    mark = node.mark if node is not None else Mark(1, 1, setting.page)
    inner = _put(_child(node, part), tuple(rest), setting)
    if isinstance(part, int):
        items = node.items if isinstance(node, List) else []
        return List(mark, [*items[:part], *([inner] if inner is not None else []), *items[part + 1 :]])
    entries = dict(node.entries) if isinstance(node, Table) else {}
    held = entries.pop(part, None)
    if inner is None:
        return Table(mark, entries)
    if held is not None and isinstance(node, Table):  # what stands there keeps its place among its neighbours
        is_blank = isinstance(inner, Scalar) and inner.blank  # which is told at its key
        return Table(mark, {**node.entries, part: Entry(inner.mark if is_blank else held.key_mark, inner)})
    return Table(mark, {**entries, part: Entry(inner.mark, inner)})
