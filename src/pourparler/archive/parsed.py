# SPDX-License-Identifier: Apache-2.0
"""Files of a case as cases: checked before they are kept, and compared field by field."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pourparler.case.differences import differences
from pourparler.case.model import Case
from pourparler.case.outcome import Outcome
from pourparler.case.whole import in_memory, read_parts
from pourparler.errors import CaseError

Files = tuple[tuple[str, bytes], ...]
"""Files in the order of their names, to be looked up."""

FieldChange = tuple[str, str | None, str | None]
"""A field by its path, with what it said and what it says; None stands for what is not written."""

Parts = Mapping[str, Case | Outcome]
"""What the files of a case say, by file: the case itself under the empty name."""

#: So many sets of files are kept as read: those that are being worked on.
_KEPT = 24


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file, in 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def checked(files: Mapping[str, bytes]) -> Parts:
    """Return what the files of a case say. Raises `CaseError` with every problem in them."""
    return _checked(tuple(sorted(files.items())))


@lru_cache(maxsize=_KEPT)
def _checked(files: Files) -> Parts:
    return read_parts(in_memory(dict(files)))


def changes_between(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FieldChange, ...]:
    """Return (path, before, after) for every field in which two sets of files differ.

    Raises `CaseError` for mistakes in the second set. A file that is new or gone is one change. Files that an older version of
    this program kept, and this one can no longer read, give no fields.
    """
    return _changes(tuple(sorted(before.items())), tuple(sorted(after.items())))


@lru_cache(maxsize=_KEPT)
def _changes(before: Files, after: Files) -> tuple[FieldChange, ...]:
    new = _checked(after)
    try:
        old = _checked(before)
    except CaseError:
        return ()
    return tuple(_fields(old, new))


def _fields(old: Parts, new: Parts) -> Iterator[FieldChange]:
    of_case = differences(old[""], new[""])
    yield from of_case
    for name in sorted({*old, *new} - {""}):
        if name not in old or name not in new:
            yield name, *(("yes", None) if name in old else (None, "yes"))
        else:  # what the file of a seat takes from the case has been told
            own = (change for change in differences(old[name], new[name]) if change not in of_case)
            yield from ((f"{name}: {path}", was, now) for path, was, now in own)
