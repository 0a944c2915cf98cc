# SPDX-License-Identifier: Apache-2.0
"""Editing a case that others edit too: fields that only one of them changed are merged, others are put side by side."""

from collections.abc import Mapping

from pourparler.archive.people import Actor
from pourparler.archive.records import Conflict, Revision, Saved
from pourparler.archive.store import Archive
from pourparler.case.problem import KeyPath
from pourparler.errors import ArchiveError
from pourparler.wording import say

#: So often an edit is carried over to what others saved meanwhile, before the writer is told to try again.
_MOST_ATTEMPTS = 20


def edit(
    archive: Archive,
    actor: Actor,
    case: str,
    edits: Mapping[KeyPath, object],
    *,
    base: int,
    reason: str,
    request: str | None = None,
) -> Saved | Conflict:
    """Put new values at key paths of the last revision of a case, made from revision `base` of it.

    Edits are plain data as `case.edited` takes them. Comments and order of the file stay. Where others changed a field since
    `base` that the edits change otherwise, nothing is kept and all such fields are returned. A repeated request returns what
    the first one brought. Raises `CaseError` with every problem of the case as it would be.
    """
    begun = archive.files(actor, case, base)
    for _ in range(_MOST_ATTEMPTS):
        repeated = archive.requested(actor, request)
        if repeated is not None:
            return Saved(repeated)
        head = archive.head(actor, case)
        last = begun if head.number == base else archive.files(actor, case, head.number)
        drafted = archive.examiner.draft(begun, last, edits)
        if drafted.contested:
            return Conflict(head, drafted.contested)
        saved = archive.commit_drafted(actor, case, drafted, base=head.number, reason=reason, request=request)
        if isinstance(saved, Revision):
            return Saved(saved, drafted.merged)
    raise ArchiveError(say("others save this case all the time: try again"))
