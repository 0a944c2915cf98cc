# SPDX-License-Identifier: Apache-2.0
"""Worked and historical cases that come with the package; the path of a case is its citation (`essays/singh2018`)."""

from dataclasses import dataclass
from pathlib import Path

#: The file that makes a folder of the catalog a case.
_CASE_FILE = "case.yaml"


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


def template(name: str, ending: str = ".yaml") -> str:
    """Return the text of a template from which `pourparler new` makes a case, or a spreadsheet (`.csv`)."""
    return (_root() / "templates" / f"{name}{ending}").read_text(encoding="utf-8")


def _root() -> Path:
    """Return the folder this package lies in; its cases are files, as wheels are installed unpacked."""
    return Path(__file__).parent
