# SPDX-License-Identifier: Apache-2.0
"""Worked and historical cases that come with the package; the path of a case is its citation (`essays/singh2018`)."""

from dataclasses import dataclass
from pathlib import Path

#: The file that makes a folder of the catalog a case, and the one that makes it a decision problem by itself.
_CASE_FILE, _DECISION_FILE = "case.yaml", "decision.yaml"


def find(name: str) -> Path | None:
    """Return the folder of the case of that name, or None if the catalog has none.

    A name is parts joined by `/`, as `names` gives them. Anything that could lead out of the catalog (`..`, an
    absolute path, a backslash, a drive) is no name and gives None. No case is read.
    """
    return _root() / name if name in names() else None


def names() -> tuple[str, ...]:
    """Return the names of all cases in the catalog, sorted. No case is read."""
    root = _root()
    return tuple(sorted(file.parent.relative_to(root).as_posix() for file in root.rglob(_CASE_FILE)))


def find_decision(name: str) -> Path | None:
    """Return the file of the decision problem of that name, or None if the catalog has none. It is not read."""
    return _root() / name / _DECISION_FILE if name in decisions() else None


def decisions() -> tuple[str, ...]:
    """Return the names of all decision problems in the catalog, sorted: for `pourparler plan`. None is read."""
    root = _root()
    return tuple(sorted(file.parent.relative_to(root).as_posix() for file in root.rglob(_DECISION_FILE)))


@dataclass(frozen=True)
class Listed:
    """A case of the catalog as a list shows it; `seats` are the parties from whose side it can be read, our own first."""

    name: str
    title: str
    seats: tuple[str, ...]
    as_of: str


def listed() -> tuple[Listed, ...]:
    """Return every case of the catalog, sorted by name. Each is read."""
    from pourparler.case import read, seats_of

    out = []
    for name in names():
        case = read(_root() / name)
        out.append(Listed(name, case.title, seats_of(_root() / name), case.as_of.isoformat()))
    return tuple(out)


def listed_decisions() -> tuple[tuple[str, str], ...]:
    """Return the name and the title of every decision problem of the catalog, sorted by name. Each is read."""
    from pourparler.exchange.decision_read import read_decision

    return tuple((name, read_decision(_root() / name / _DECISION_FILE).title) for name in decisions())


def template(name: str, ending: str = ".yaml") -> str:
    """Return the text of a template from which `pourparler new` makes a case, or a spreadsheet (`.csv`)."""
    return (_root() / "templates" / f"{name}{ending}").read_text(encoding="utf-8")


def _root() -> Path:
    """Return the folder this package lies in; its cases are files, as wheels are installed unpacked."""
    return Path(__file__).parent
