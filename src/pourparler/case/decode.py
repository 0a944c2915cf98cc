# SPDX-License-Identifier: Apache-2.0
"""From a place on disk to clean text: size, encoding and hidden characters are checked first."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from pourparler.case.memory import Place
from pourparler.case.problem import HIDDEN, KeyPath, Problem, path_text
from pourparler.errors import CaseError
from pourparler.wording import say

CASE_FILE = "case.yaml"
"""The file that a folder must hold to be a case."""

#: A larger file is refused unread (4 MiB; a case of 400 lines has about 40 KiB).
LARGEST_FILE = 4 * 1024 * 1024

#: So many pages, trees and what else is made of a page are kept for who reads the same page again, as every save does several
#: times; none of a page of more characters, so that no hostile file is kept.
KEPT, LONGEST_KEPT = 64, 256 * 1024

_LINE_END = re.compile("\r\n|\n|\r")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
BYTE_ORDER_MARK = "\ufeff"

#: The controls that change the direction of writing, and so can make a line read as what it does not say.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a case file with its name and its lines (counted from 1 in messages)."""

    file: str
    text: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, file: str, text: str) -> "Page":
        """Cut `text` into lines at line feeds, carriage returns, or both."""
        return cls(file, text, tuple(_LINE_END.split(text)))

    def start_of(self, line: int) -> int:
        """Return how many characters stand before a line, counted from 1; before the one after the last: all."""
        if line <= 1 or line > len(self.lines):
            return 0 if line <= 1 else len(self.text)
        return next(islice(_LINE_END.finditer(self.text), line - 2, None)).end()

    def problem(self, line: int, column: int, path: KeyPath, found: str, write: str) -> Problem:
        """Return a problem at a place of this page; both counts are from 1."""
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Problem(self.file, line, column, path_text(path), source, found, write)


def refuse(file: str, found: str, write: str) -> CaseError:
    """Return the error for a file that is wrong as a whole."""
    return CaseError((Problem(file, 0, 0, "", "", found, write),))


def load(path: Place) -> Page:
    """Read a case file, or the `case.yaml` of a folder, into clean text.

    Raises `CaseError` if there is no such file, it cannot be opened, is no ordinary file, is larger than 4
    MiB, or its text is refused by `page_of`.
    """
    try:
        file = path / CASE_FILE if path.is_dir() else path
        if not file.exists():
            raise _missing(path, file)
    except (OSError, ValueError) as error:
        raise _unopened(path, error) from error
    return load_file(file)


def load_file(file: Place) -> Page:
    """Read one file of a case into clean text. Raises `CaseError` as `load` does."""
    return page_of(bytes_of(file), str(file))


def bytes_of(file: Place, largest: int = LARGEST_FILE) -> bytes:
    """Return the bytes of a file, or one more than it may have. Raises `CaseError` if it cannot be read."""
    try:
        if not file.is_file():
            raise refuse(str(file), say("something other than a file"), say("give the path of a case file"))
        with file.open("rb") as stream:
            return stream.read(largest + 1)
    except (OSError, ValueError) as error:
        raise _unopened(file, error) from error


def _unopened(file: Place, error: Exception) -> CaseError:
    reason = getattr(error, "strerror", None) or say("its name is not a valid path")
    found = say("a file that cannot be opened ({reason})", reason=reason)
    return refuse(str(file), found, say("check its name and who may read it"))


def _missing(path: Place, file: Place) -> CaseError:
    """Say what is not there: the file, or the case inside the folder."""
    if file != path:
        found = say("a folder without {name}", name=CASE_FILE)
        return refuse(str(path), found, say("give a folder that holds {name}, or a case file", name=CASE_FILE))
    advice = say("give the path of a case file, or of a folder that holds {name}", name=CASE_FILE)
    return refuse(str(path), say("no such file"), advice)


def page_of(text: bytes | str, file: str, largest: int = LARGEST_FILE) -> Page:
    """Check the size, the encoding (UTF-8 only) and hidden characters, and return the page.

    Raises `CaseError`; a byte-order mark at the very start is dropped. A page may be shared by all who ask for the same one.
    """
    return (_shared if len(text) <= LONGEST_KEPT else _page)(text, file, largest)


def _page(text: bytes | str, file: str, largest: int) -> Page:
    if len(text) > largest:
        found = say("a file of more than {limit} MiB", limit=largest // 1024**2)
        raise refuse(file, found, say("keep it smaller; bulk evidence belongs in a table of its own, evidence.csv"))
    page = Page.of(file, (_decoded(text, file) if isinstance(text, bytes) else text).removeprefix(BYTE_ORDER_MARK))
    hidden = _hidden(page)
    if hidden:
        raise CaseError(hidden)
    return page


_shared = lru_cache(maxsize=KEPT)(_page)


def _decoded(data: bytes, file: str) -> str:
    """Decode strict UTF-8, or say which byte on which line is not."""
    advice = say("save the file as UTF-8")
    if data.startswith(_WIDE_MARKS):
        raise refuse(file, say("text in UTF-16"), advice)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = Page.of(file, data[: error.start].decode("utf-8"))
        page = Page.of(file, data.decode("utf-8", errors="replace"))
        byte = f"0x{data[error.start]:02X}"
        found = say("the byte {byte} at offset {offset}, which is not UTF-8", byte=byte, offset=error.start)
        place = page.problem(len(before.lines), len(before.lines[-1]) + 1, (), found, advice)
        raise CaseError((place,)) from error


def _hidden(page: Page) -> tuple[Problem, ...]:
    """Report each kind of hidden character once, where it first stands."""
    if HIDDEN.search(page.text) is None:
        return ()
    first: dict[str, Problem] = {}
    for number, line in enumerate(page.lines, start=1):
        for match in HIDDEN.finditer(line):
            character = match.group()
            if character not in first:
                found = hidden_words(character)
                first[character] = page.problem(number, match.start() + 1, (), found, say("delete it"))
    return tuple(first.values())


def hidden_words(character: str) -> str:
    """Name a hidden character in a message."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    shown = f"{code} {name}".rstrip()
    if _DIRECTION.match(character):
        return say("the character {shown}, which can make text read as what it does not say", shown=shown)
    return say("the hidden character {shown}", shown=shown)
