# SPDX-License-Identifier: Apache-2.0
"""What an archive answers with: plain records, frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pourparler.case.problem import KeyPath


@dataclass(frozen=True, slots=True)
class Held:
    """A case that an archive holds: its id, and its last revision in short. Times are texts in UTC as the clock said."""

    id: str
    title: str
    revision: int
    changed_at: str
    changed_by: str
    withdrawn_at: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state of a case. `author` is a name and `author_id` its person; `head` is the hash of its journal entry."""

    case: str
    number: int
    author: str
    author_id: str
    at: str
    reason: str
    title: str
    head: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A save that was made from another revision than the last one, `head`: nothing was kept."""

    head: Revision


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands for an edit: what an earlier request of the same name brought, the last revision with its files, and
    the files that the edit began from."""

    repeated: Revision | None
    last: Revision
    begun: Mapping[str, bytes]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Change:
    """A field in which a revision differs from the one before it; None stands for what is not written.

    `path` is a key path as messages show it; of a file other than the case it begins with the name of the file and a colon.
    """

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a place of a case, by its key path ("" for the whole)."""

    id: str
    path: str
    author: str
    author_id: str
    at: str
    text: str
    withdrawn_at: str | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a person thought before a computed value was shown; `value` is None where the person declined to say."""

    id: str
    about: str
    author: str
    author_id: str
    at: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What looking through the journal found: `findings` is empty if all is as it was recorded.

    `entries` is how many there are, `head` the hash of the last one, `signers` the public keys of all signatures.
    """

    findings: tuple[str, ...]
    entries: int
    head: str
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """An edit that was kept; `merged` names the fields that others had changed since its base, and that were kept as well."""

    revision: Revision
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contested:
    """A field that others changed since the base of an edit, and the edit changes otherwise. Values are plain data.

    `base` is what both began from; `ABSENT` stands for what is not written.
    """

    path: KeyPath
    base: object
    theirs: object
    yours: object


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit that was not kept, since others changed the same fields meanwhile; `head` is the last revision."""

    head: Revision
    fields: Sequence[Contested]


class _Absent:
    """Stands for what is not written."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()
