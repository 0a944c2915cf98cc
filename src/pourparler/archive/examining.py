# SPDX-License-Identifier: Apache-2.0
"""Who examines the files of a case before an archive keeps them: checks, compares, and puts edits into them.

That takes the processor some time, and changes nothing. A program that answers others meanwhile has it done by a process of its
own, and gives the archive an examiner that asks there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pourparler.archive.merging import Edits, carried_over, changed_since, plain_of
from pourparler.archive.parsed import FieldChange, changes_between, checked
from pourparler.archive.records import Contested
from pourparler.case.write import edited

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A revision as it would be: its files, found to be a case without mistakes, and what they say otherwise than the last one.

    `merged` names the fields that others had changed meanwhile. Where fields are `contested`, there are neither.
    """

    files: Files
    changes: tuple[FieldChange, ...]
    merged: tuple[str, ...] = ()
    contested: tuple[Contested, ...] = ()


class Examiner(Protocol):
    """Examines files of a case; the same files are always found to be the same, and nothing is kept or changed.

    `case` names the case that they are of, so that whoever has read it before can be asked again; it changes no answer.
    """

    def check(self, files: Files) -> None:
        """Raise `CaseError` with every problem in the files of a case."""

    def compare(self, before: Files, after: Files, case: str = "") -> tuple[FieldChange, ...]:
        """Return what changed, as `parsed.changes_between` does; raises `CaseError` for mistakes in `after`."""

    def draft(self, begun: Files, last: Files, edits: Edits, case: str = "") -> Drafted:
        """Put edits that were made on the files `begun` into the files `last`, as `draft` does. Raises `CaseError`."""


class Here:
    """An examiner that does the work itself."""

    def check(self, files: Files) -> None:
        """Raise `CaseError` with every problem in the files of a case."""
        checked(files)

    def compare(self, before: Files, after: Files, case: str = "") -> tuple[FieldChange, ...]:
        """Return what changed; see `parsed.changes_between`."""
        return changes_between(before, after)

    def draft(self, begun: Files, last: Files, edits: Edits, case: str = "") -> Drafted:
        """Put edits into files; see `draft`."""
        return draft(begun, last, edits)


def draft(begun: Files, last: Files, edits: Edits) -> Drafted:
    """Put edits that were made on the files `begun` into the files `last`, which others may have changed meanwhile.

    Fields that only the others changed are merged; fields that both changed are contested. Raises `CaseError` with every
    problem of the case as it would be.
    """
    moved, merged = dict(edits), tuple[str, ...]()
    if begun != last:
        was, now = plain_of(begun), plain_of(last)
        moved, contested = carried_over(edits, was, now)
        if contested:
            return Drafted({}, (), (), contested)
        merged = changed_since(was, now)
    files = edited(last, moved, check=checked)
    return Drafted(files, changes_between(last, files), merged)
