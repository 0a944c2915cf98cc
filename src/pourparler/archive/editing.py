# SPDX-License-Identifier: Apache-2.0
"""Editing a case that others edit too: fields that only one of them changed are merged, others are put side by side."""

from collections.abc import Mapping

from pourparler.archive.examining import Drafted
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
    for _ in range(_MOST_ATTEMPTS):
        now = archive.standing(actor, case, base, request)
        if now.repeated is not None:
            return Saved(now.repeated)
        drafted = archive.examiner.draft(now.begun, now.files, edits, case)
        if drafted.contested:
            return Conflict(now.last, drafted.contested)
        saved = archive.commit_drafted(actor, case, drafted, base=now.last.number, reason=reason, request=request)
        if isinstance(saved, Revision):
            return Saved(saved, drafted.merged)
    raise ArchiveError(say("others save this case all the time: try again"))


def tried(archive: Archive, actor: Actor, case: str, edits: Mapping[KeyPath, object], *, base: int) -> Drafted:
    """Return what `edit` would keep of the same edits now, or what is contested; nothing is. Raises `CaseError` as it does."""
    now = archive.standing(actor, case, base, None)
    return archive.examiner.draft(now.begun, now.files, edits, case)
