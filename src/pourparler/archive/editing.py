# SPDX-License-Identifier: Apache-2.0
"""Editing a case that others edit too: fields that only one of them changed are merged, others are put side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from pourparler.archive.examining import Drafted
from pourparler.archive.people import Actor
from pourparler.archive.records import Conflict, Revision, Saved
from pourparler.archive.store import Archive
from pourparler.case.problem import KeyPath
from pourparler.errors import ArchiveError
from pourparler.wording import say

#: So often an edit is carried over to what others saved meanwhile, before the writer is told to try again.
_MOST_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Tried:
    """What an edit would make of revision `number`, which was the last one: examined, and not kept."""

    number: int
    drafted: Drafted


def edit(
    archive: Archive,
    actor: Actor,
    case: str,
    edits: Mapping[KeyPath, object],
    *,
    base: int,
    reason: str,
    request: str | None = None,
    before: Tried | None = None,
) -> Saved | Conflict:
    """Put new values at key paths of the last revision of a case, made from revision `base` of it.

    Edits are plain data as `case.edited` takes them. Comments and order of the file stay. Where others changed a field since
    `base` that the edits change otherwise, nothing is kept and all such fields are returned. A repeated request returns what
    the first one brought. `before` is what `tried` found of these very edits, made from this `base`: if nobody has saved since,
    it is kept as it is. Raises `CaseError` with every problem of the case as it would be.
    """
    if before is not None and not before.drafted.contested:
        kept = archive.commit_drafted(actor, case, before.drafted, base=before.number, reason=reason, request=request)
        if isinstance(kept, Revision):
            return Saved(kept, before.drafted.merged)
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


def tried(archive: Archive, actor: Actor, case: str, edits: Mapping[KeyPath, object], *, base: int) -> Tried:
    """Return what `edit` would keep of the same edits now, or what is contested; nothing is. Raises `CaseError` as it does."""
    now = archive.standing(actor, case, base, None)
    return Tried(now.last.number, archive.examiner.draft(now.begun, now.files, edits, case))
