# SPDX-License-Identifier: Apache-2.0
"""Bulk evidence: the rows of `evidence.csv` as items of evidence, each with the place of its cells.

A column is the key path inside an item: `known_at`, `likelihood.motive.settle`, `judged.by`. Which columns there may be follows
from the vocabulary and from the questions of the case, and so do the checks: a cell is read as the same value in `case.yaml`
would be. An empty cell is not written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from pourparler.case.cells import Cell, rows_of
from pourparler.case.decode import Page
from pourparler.case.limits import MOST_EVIDENCE
from pourparler.case.model import Evidence
from pourparler.case.names import Names
from pourparler.case.problem import MOST_PROBLEMS, Problem, quoted
from pourparler.case.shape import branches, fields, strip
from pourparler.case.tree import Entry, Mark, Node, Refused, Scalar, Sequence, Table, Tree
from pourparler.case.words import instead, without_meant
from pourparler.errors import CaseError
from pourparler.quantity import Domain
from pourparler.wording import say

_SEPARATOR = ";"

#: With one of these at its beginning a cell is a formula to a spreadsheet.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\s*\.?\d")

#: The kind of a column that is not known: its cells are not used, and what misses them is no mistake of its own.
_REFUSED = "refused"

#: More columns than this are no table of evidence.
_MOST_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key path inside an item, where it stands, and how its cells are read."""

    path: tuple[str, ...]
    mark: Mark
    kind: str


def with_bulk(tree: Tree, page: Page) -> Tree:
    """Return the tree of a case with the rows of its table of evidence after the evidence of the file itself.

    Rows stand in the order of their ids, so that their order in the table changes nothing. Raises `CaseError` where the text
    is no table; other problems are added to those of the tree.
    """
    table = _TableOfEvidence(page, Names(tree))
    held = tree.top.entries.get("evidence")
    is_blank = held is not None and isinstance(held.node, Scalar) and held.node.blank
    problems = (*tree.problems, *table.problems)
    if held is None or is_blank:
        mark = Mark(1, 1, page)
        merged = Entry(held.key_mark if held else mark, Sequence(mark, list(table.items)))
    elif isinstance(held.node, Sequence):
        merged = replace(held, node=Sequence(held.node.mark, [*held.node.items, *table.items]))
    else:
        return replace(tree, problems=problems)
    return replace(tree, top=Table(tree.top.mark, {**tree.top.entries, "evidence": merged}), problems=problems)


class _TableOfEvidence:
    """Reads the rows of a page into `items`; what is wrong with the table itself is collected in `problems`."""

    def __init__(self, page: Page, names: Names) -> None:
        self.page = page
        self.problems: list[Problem] = []
        rows = rows_of(page)
        self._names = names
        self._columns = self._header(next(rows, []))
        self.items: list[Node] = []
        for row in rows:
            if len(self.items) >= MOST_EVIDENCE:
                self._report(
                    row[0].mark, (), say("more than {n} rows", n=MOST_EVIDENCE), say("leave out those that matter least")
                )
                break
            item = self._item(row)
            self.items += [item] if item is not None else []
        self.items.sort(key=_identity)

    def _report(self, mark: Mark, path: tuple[str, ...], found: str, write: str) -> None:
        self.problems.append(self.page.problem(mark.line, mark.column, path, found, write))
        if len(self.problems) > MOST_PROBLEMS:
            raise CaseError(tuple(self.problems))

    def _header(self, cells: list[Cell]) -> list[Column]:
        """Read the names of the columns."""
        if not cells:
            self._report(Mark(1, 1), (), say("an empty table"), say("write the names of the columns: id,text,known_at,…"))
        if len(cells) > _MOST_COLUMNS:
            found = say("{n} columns", n=len(cells))
            self._report(cells[0].mark, (), found, say("write at most {most}", most=_MOST_COLUMNS))
            return [Column((), cell.mark, _REFUSED) for cell in cells]
        columns: list[Column] = []
        seen: set[str] = set()
        for cell in cells:
            name = cell.text.strip()
            column = self._column(name, cell.mark)
            if name in seen and column.kind != _REFUSED:
                found = say("the column {name} a second time", name=quoted(name))
                self._report(cell.mark, (name,), found, say("write each column once"))
                column = Column((), cell.mark, _REFUSED)
            seen.add(name)
            columns.append(column)
        required = (name for name, field in Evidence.model_fields.items() if field.is_required() and name not in seen)
        unknown = [cell.text.strip() for cell, column in zip(cells, columns, strict=True) if column.kind == _REFUSED]
        if cells and not any(_SEPARATOR in name for name in unknown):
            for name in without_meant(required, unknown):
                found = say("no column {name}", name=quoted(name))
                self._report(cells[0].mark, (name,), found, say("add a column named {name}", name=name))
        return columns

    def _column(self, name: str, mark: Mark) -> Column:
        path = tuple(name.split("."))
        kind = _kind(path)
        if kind is not None and self._is_named(path):
            return Column(path, mark, kind)
        if _SEPARATOR in name:
            write = say("separate the columns by commas, not by semicolons")
        elif not name:
            write = say("name the column, or delete it")
        else:
            write = instead(name, self._admissible())
        self._report(mark, (name,), say("the unknown column {name}", name=quoted(name)), write)
        questions = self._names.questions
        is_unknown = path[0] in _BY_QUESTION and questions is not None and path[1:] and path[1] not in questions
        return Column(path[:_FOR_ALL] if is_unknown else path, mark, _REFUSED)

    def _is_named(self, path: tuple[str, ...]) -> bool:
        """Return whether the question and hypothesis in a column are those of the case."""
        if path[0] not in _BY_QUESTION:
            return True
        questions = self._names.questions
        if questions is not None and path[1] not in questions:
            return False
        hypotheses = self._names.hypotheses(path[1])
        return len(path) == _FOR_ALL or hypotheses is None or path[2] in hypotheses

    def _admissible(self) -> Iterator[str]:
        """Yield the names that columns may have: those for the case's own questions first."""
        for key in _BY_QUESTION:
            for question in self._names.questions or ():
                if key in _ONE_FOR_ALL:
                    yield f"{key}.{question}"
                yield from (f"{key}.{question}.{hypothesis}" for hypothesis in self._names.hypotheses(question) or ())
        yield from _fixed_columns(Evidence)

    def _item(self, row: list[Cell]) -> Table | None:
        """Return one row as an item of evidence; None if it has more or fewer cells than there are columns."""
        if len(row) != len(self._columns):
            found = say("{n} cells under {m} columns", n=len(row), m=len(self._columns))
            write = say("write one cell for each column, empty where there is nothing; quote a cell that holds a comma")
            self._report(row[0].mark, (), found, write)
            return None
        item = Table(row[0].mark)
        for cell, column in zip(row, self._columns, strict=True):
            if column.path and cell.text.strip():
                self._put(item, cell, column)
        return item if item.entries else None

    def _put(self, item: Table, cell: Cell, column: Column) -> None:
        """Put the value of a cell where its column says."""
        *above, last = column.path
        place = item
        for key in above:
            entry = place.entries.setdefault(key, Entry(cell.mark, Table(cell.mark)))
            if not isinstance(entry.node, Table):
                break
            place = entry.node
        else:
            if last not in place.entries:
                place.entries[last] = Entry(cell.mark, self._value(cell, column))
                return
        found = say("a cell for {name} beside one for a part of it or the whole of it", name=quoted(".".join(column.path)))
        self._report(cell.mark, ("evidence", *column.path), found, say("fill one of the two columns"))

    def _value(self, cell: Cell, column: Column) -> Node:
        text = cell.text.strip()
        if column.kind == _REFUSED:
            return Refused(cell.mark)
        if column.kind == "list":
            parts = (part.strip() for part in text.split(_SEPARATOR))
            return Sequence(cell.mark, [Scalar(cell.mark, part, False) for part in parts if part])
        if column.kind == "quantity":
            if _FORMULA.match(cell.text) and not _NUMBER.match(text):
                found = say("the formula {text}", text=quoted(text))
                write = say("write the number itself; nothing in a table is computed")
                self._report(cell.mark, ("evidence", *column.path), found, write)
                return Refused(cell.mark)
            return Scalar(cell.mark, text, True)
        return Scalar(cell.mark, text, column.kind != "text")


#: The keys of an item that hold a table by question; of them those that take one number for all hypotheses, by a path so long.
_BY_QUESTION = ("likelihood", "anyway", "letters")
_ONE_FOR_ALL = ("likelihood", "anyway")
_FOR_ALL = 2


def _identity(item: Node) -> str:
    """Return the id of an item, by which rows are sorted; an empty text if it has none."""
    entry = item.entries.get("id") if isinstance(item, Table) else None
    return entry.node.text if entry is not None and isinstance(entry.node, Scalar) else ""


def _kind(path: tuple[str, ...]) -> str | None:
    """Return how a cell under a key path is read, by the vocabulary: quantity, number, text or list; None: no such column."""
    kinds = _kinds(Evidence, (), path)
    return next(kinds, None)


def _kinds(annotation: Any, notes: tuple[Any, ...], path: tuple[str, ...]) -> Iterator[str]:
    """Yield the kinds of values that stand under a key path of a type."""
    bare, around = strip(annotation)
    notes = (*notes, *around)
    tagged = branches(bare, notes)
    if tagged is not None:
        for branch in tagged.values():
            yield from _kinds(branch, (), path)
        return
    origin = get_origin(bare)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        if path and path[0] in fields(bare):
            yield from _kinds(fields(bare)[path[0]], (), path[1:])
    elif origin is dict:
        if path and path[0]:
            yield from _kinds(get_args(bare)[1], (), path[1:])
    elif not path:
        yield _leaf(bare, notes, origin)


def _leaf(bare: Any, notes: tuple[Any, ...], origin: Any) -> str:
    if origin is tuple:
        return "list"
    if any(isinstance(note, Domain) for note in notes):
        return "quantity"
    return "number" if bare in (int, bool) else "text"


def _fixed_columns(part: type[BaseModel], *above: str) -> Iterator[str]:
    """Yield the columns whose names do not depend on the case."""
    for name, annotation in fields(part).items():
        bare, _ = strip(annotation)
        if isinstance(bare, type) and issubclass(bare, BaseModel):
            yield from _fixed_columns(bare, *above, name)
        elif name not in _BY_QUESTION:
            yield ".".join((*above, name))
