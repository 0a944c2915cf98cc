# SPDX-License-Identifier: Apache-2.0
"""The file of a conflict, or of a decision problem, as plain data, and its mistakes by key path, shown with their places."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from pourparler.case.decode import Page, bytes_of, load_file, page_of
from pourparler.case.marks import read_tree
from pourparler.case.problem import HIDDEN, MOST_PROBLEMS, Finding, KeyPath, Problem, in_file_order, quoted, shown
from pourparler.case.tree import plain_data
from pourparler.errors import CaseError
from pourparler.exchange.json_places import Place, places, read_json
from pourparler.wording import say

#: A file of JSON may have 24 MiB: a million moves. One of YAML has the limits of a case.
LARGEST_JSON = 24 * 1024 * 1024
#: A longer name of an actor, a state or an option is refused.
LONGEST_NAME = 200

Places = Callable[[set[Place]], Mapping[Place, tuple[int, int]]]


@dataclass
class Source:
    """What a file holds, and the mistakes found in it so far."""

    page: Page
    data: dict[str, Any]
    places: Places
    problems: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, path: KeyPath, found: str, write: str, *, key: bool = False) -> None:
        """Note a mistake at a key path. Raises `CaseError` when there are too many."""
        self.findings.append(Finding(path, found, write, "key" if key else "value"))
        if len(self.findings) > MOST_PROBLEMS:
            self.settle()

    def settle(self) -> None:
        """Raise `CaseError` with what was noted, if anything was."""
        wanted = {(finding.path, finding.mark == "key") for finding in self.findings if finding.path}
        at = self.places(wanted) if wanted else {}
        placed = [
            self.page.problem(*at.get((each.path, each.mark == "key"), (0, 0)), each.path, each.found, each.write)
            for each in self.findings
        ]
        if placed or self.problems:
            raise CaseError(in_file_order([*self.problems, *placed]))

    def text(self, value: Any, path: KeyPath, *, key: bool = False) -> str | None:
        """Return a name in composed form; None, and a mistake, where there is none that can be shown."""
        name = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
        if not name or len(name) > LONGEST_NAME or HIDDEN.search(name):
            kind = say("a name that is empty, too long or cannot be shown") if isinstance(value, str) else shown(value)
            self.wrong(path, kind, say("write a name of at most {n} characters", n=LONGEST_NAME), key=key)
            return None
        return name

    def table(self, key: str) -> dict[str, Any]:
        """Return the table under a key of the file, its keys in composed form; empty where there is none."""
        value = self.data.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.wrong((key,), shown(value), say("write a table with an entry for each actor"))
            return {}
        return {unicodedata.normalize("NFC", str(name)).strip(): inner for name, inner in value.items()}

    def items(self, value: Any, path: KeyPath, write: str) -> list[Any]:
        """Return the items of a list; none, and a mistake, where something else stands."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(path, shown(value), write)
            return []
        return value

    def known(self, key: str, names: Iterable[str], allowed: Iterable[str]) -> None:
        """Note every actor of a table that is none of those allowed."""
        known = tuple(allowed)
        for name in names:
            if name not in known:
                found = say("{name}, which is no actor", name=quoted(name))
                self.wrong((key, name), found, say("write one of {names}", names=", ".join(known)), key=True)


def is_number(value: Any) -> bool:
    """Return whether a value of a file is a number: a whole one of any size, or a finite one with decimals."""
    return type(value) is int or (type(value) is float and isfinite(value))


def open_source(path: Path, begins: str = "actors") -> Source:
    """Read a file of JSON (`.json`) or YAML into plain data; `begins` is the key that a list at its head should have.

    Raises `CaseError` for what cannot be read at all.
    """
    if path.suffix.lower() == ".json":
        page = page_of(bytes_of(path, LARGEST_JSON), str(path), LARGEST_JSON)
        data = read_json(page)
        if not isinstance(data, dict):
            found = say("{what} instead of a table", what=shown(data))
            raise CaseError((page.problem(1, 1, (), found, say('begin with {{"{key}": [...], ...}}', key=begins)),))
        return Source(page, data, lambda wanted: places(page, wanted))
    page = load_file(path)
    tree = read_tree(page, f"{begins}: [...]")
    held = plain_data(tree)

    def find(wanted: set[Place]) -> dict[Place, tuple[int, int]]:
        marks = {place: tree.place(held.in_file(place[0]), key=place[1]) for place in wanted}
        return {place: (mark.line, mark.column) for place, mark in marks.items()}

    return Source(page, held.plain, find, list(tree.problems))
