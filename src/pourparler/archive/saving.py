# SPDX-License-Identifier: Apache-2.0
"""What is written into an archive: functions of a connection that is the only writer, each with its entries in the journal."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from pourparler.archive import tables
from pourparler.archive.journal import record
from pourparler.archive.parsed import FieldChange, digest_of
from pourparler.archive.people import Actor
from pourparler.archive.queries import (
    comment_by,
    estimates_in,
    head_of,
    is_withdrawn,
    name_of,
    not_found,
    of_another_case,
    repeated_in,
    require_member,
    revision_by_request,
)
from pourparler.archive.records import Comment, Estimate, Revision, Stale
from pourparler.case.problem import HIDDEN
from pourparler.errors import ArchiveError
from pourparler.wording import say

#: A random name of 128 bits can be told to nobody by guessing.
_ID_BYTES = 16

#: So many results of a case are kept, those of older revisions dropped first.
_MOST_RESULTS = 24

_KNOWN = select(tables.contents.c.digest).where(
    tables.contents.c.case_id == bindparam("case"), tables.contents.c.digest.in_(bindparam("digests", expanding=True))
)
_CONTENTS, _FILES, _CHANGES = insert(tables.contents), insert(tables.files), insert(tables.changes)
"""Statements of every save, which are made once."""

CASE_WITHDRAWN, CASE_RESTORED, COMMENT_WITHDRAWN = "case withdrawn", "case restored", "comment withdrawn"


@dataclass(frozen=True, slots=True)
class Draft:
    """A revision as it is to be kept: files by name, what they change, and what is said about it."""

    files: Mapping[str, bytes]
    changes: tuple[FieldChange, ...]
    reason: str
    request: str | None
    title: str | None


def new_id() -> str:
    """Return a name that nobody can guess."""
    return secrets.token_urlsafe(_ID_BYTES)


def clean(text: str, most: int, what: str, *, is_needed: bool = True) -> str:
    """Return a text as it is kept. Raises `ArchiveError` if it is too long, empty though needed, or holds hidden characters."""
    if len(text) > most:
        raise ArchiveError(say("{what} of more than {n} characters: shorten it", what=what, n=most))
    if HIDDEN.search(text) is not None:
        raise ArchiveError(say("{what} with hidden characters: type it anew", what=what))
    if is_needed and not re.search(r"\S", text):
        raise ArchiveError(say("{what} without a word: write it", what=what))
    return text


def know(connection: Connection, actor: Actor, at: str) -> str:
    """Record a person who has not written here before, and return what they are called."""
    called = name_of(connection, actor.id)
    if called is None:
        record(connection, tables.people, {"id": actor.id, "name": actor.name, "at": at}, actor.id, at)
    return called if called is not None else actor.name


def take_name(connection: Connection, actor: Actor, name: str, at: str) -> None:
    """Keep another name of the actor's; the name that they have already is nothing new."""
    if know(connection, actor, at) != name:
        row = {"id": new_id(), "person_id": actor.id, "name": name, "at": at, "author": actor.id}
        record(connection, tables.names, row, actor.id, at)


def make_case(connection: Connection, actor: Actor, draft: Draft, at: str) -> Revision:
    """Keep a new case, whose first member is the actor; a repeated request returns what the first one made."""
    repeated = revision_by_request(connection, actor, draft.request)
    if repeated is not None:
        return repeated
    author = know(connection, actor, at)
    case = new_id()
    connection.execute(insert(tables.cases), {"id": case, "withdrawn_at": None})
    member = {"case_id": case, "person_id": actor.id, "role": "owner", "at": at, "actor": actor.id}
    record(connection, tables.memberships, member, actor.id, at)
    return _keep(connection, actor, author, case, 1, draft, draft.title or "", at)


def commit_case(connection: Connection, actor: Actor, case: str, base: int, draft: Draft, at: str) -> Revision | Stale:
    """Keep the next revision if `base` is the last one; a repeated request returns what the first one brought."""
    require_member(connection, actor, case)
    repeated = repeated_in(connection, actor, case, draft.request)
    if repeated is not None:
        return repeated
    require_present(connection, case)
    head = head_of(connection, case)
    if head.number != base:
        return Stale(head)
    author = know(connection, actor, at)
    return _keep(connection, actor, author, case, base + 1, draft, draft.title or head.title, at)


def _keep(
    connection: Connection, actor: Actor, author: str, case: str, number: int, draft: Draft, title: str, at: str
) -> Revision:
    row = {"case_id": case, "number": number, "author": actor.id, "at": at, "title": title, "reason": draft.reason}
    digests = {name: digest_of(content) for name, content in draft.files.items()}
    also = {"files": digests, "changes": [list(change) for change in draft.changes]}
    head = record(connection, tables.revisions, {**row, "request": draft.request}, actor.id, at, also)
    _keep_contents(connection, case, {digests[name]: content for name, content in draft.files.items()})
    at_number = {"case_id": case, "number": number}
    connection.execute(_FILES, [{**at_number, "name": name, "digest": held} for name, held in digests.items()])
    told = [
        {**at_number, "place": place, "path": path, "before": before, "after": after}
        for place, (path, before, after) in enumerate(draft.changes)
    ]
    if told:
        connection.execute(_CHANGES, told)
    return Revision(case, number, author, actor.id, at, draft.reason, title, head)


def _keep_contents(connection: Connection, case: str, contents: Mapping[str, bytes]) -> None:
    known = connection.execute(_KNOWN, {"case": case, "digests": list(contents)})
    missing = contents.keys() - set(known.scalars())
    if missing:
        rows = [{"case_id": case, "digest": digest, "content": contents[digest]} for digest in sorted(missing)]
        connection.execute(_CONTENTS, rows)


def require_present(connection: Connection, case: str) -> None:
    """Raise `ArchiveError` if a case that is there is withdrawn."""
    if is_withdrawn(connection, case):
        raise ArchiveError(say("this case is withdrawn: take it back in first"))


def withdraw_case(connection: Connection, actor: Actor, case: str, reason: str, at: str, *, restore: bool) -> None:
    """Withdraw a case, or take it back in; if it is so already, nothing is done."""
    require_member(connection, actor, case)
    if is_withdrawn(connection, case) != restore:
        return
    _happened(connection, actor, case, CASE_RESTORED if restore else CASE_WITHDRAWN, case, reason, at)
    connection.execute(update(tables.cases).where(tables.cases.c.id == case).values(withdrawn_at=None if restore else at))


def _happened(connection: Connection, actor: Actor, case: str, kind: str, about: str, reason: str, at: str) -> None:
    know(connection, actor, at)
    row = {"id": new_id(), "case_id": case, "kind": kind, "about": about, "author": actor.id, "at": at, "reason": reason}
    record(connection, tables.events, row, actor.id, at)


def add_comment(connection: Connection, actor: Actor, case: str, path: str, text: str, request: str | None, at: str) -> Comment:
    """Keep a comment; a repeated request returns the first one."""
    require_member(connection, actor, case)
    repeated = comment_by(connection, author=actor.id, request=request) if request is not None else None
    if repeated is not None:
        if comment_by(connection, id=repeated.id, case_id=case) is None:
            raise of_another_case()
        return repeated
    know(connection, actor, at)
    row = {"id": new_id(), "case_id": case, "path": path, "author": actor.id, "at": at, "text": text, "request": request}
    record(connection, tables.comments, row, actor.id, at)
    kept = comment_by(connection, id=row["id"] or "")
    assert kept is not None
    return kept


def take_comment_away(connection: Connection, actor: Actor, case: str, comment: str, reason: str, at: str) -> None:
    """Withdraw a comment of the actor's own; if it is so already, nothing is done."""
    require_member(connection, actor, case)
    held = comment_by(connection, id=comment, case_id=case)
    if held is None or held.author_id != actor.id:
        raise not_found()
    if held.withdrawn_at is None:
        _happened(connection, actor, case, COMMENT_WITHDRAWN, comment, reason, at)
        connection.execute(update(tables.comments).where(tables.comments.c.id == comment).values(withdrawn_at=at))


def add_estimate(
    connection: Connection, actor: Actor, case: str, about: str, value: str | None, request: str | None, at: str
) -> Estimate:
    """Keep what a person thought, or that they declined to say; a repeated request returns the first one."""
    require_member(connection, actor, case)
    repeated = estimates_in(connection, author=actor.id, request=request) if request is not None else ()
    if repeated:
        if not estimates_in(connection, id=repeated[0].id, case_id=case):
            raise of_another_case()
        return repeated[0]
    know(connection, actor, at)
    row = {"id": new_id(), "case_id": case, "author": actor.id, "about": about, "value": value, "at": at, "request": request}
    record(connection, tables.estimates, row, actor.id, at)
    return estimates_in(connection, id=row["id"] or "")[0]


def put_result(connection: Connection, actor: Actor, case: str, number: int, key: str, body: bytes, at: str) -> None:
    """Keep a computed result in the place of one of the same key, and drop the oldest beyond a few."""
    require_member(connection, actor, case)
    columns = tables.results.c
    connection.execute(delete(tables.results).where(columns.case_id == case, columns.key == key))
    row = {"case_id": case, "key": key, "number": number, "at": at, "body": body}
    connection.execute(insert(tables.results), row)
    ordered = select(columns.key).where(columns.case_id == case).order_by(columns.number.desc(), columns.at.desc())
    too_many: Iterable[str] = connection.execute(ordered.offset(_MOST_RESULTS)).scalars().all()
    connection.execute(delete(tables.results).where(columns.case_id == case, columns.key.in_(too_many)))
