# SPDX-License-Identifier: Apache-2.0
"""What is read of an archive: functions of a connection and an actor, who sees what is theirs and nothing else."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, select

from pourparler.archive import tables
from pourparler.archive.people import Actor
from pourparler.archive.records import Change, Comment, Estimate, Held, Revision
from pourparler.errors import ArchiveError, NotFound
from pourparler.wording import say

_REVISIONS = tables.revisions.c

#: What a person is called now: the name taken last, or the one that they first wrote under.
_NAME = func.coalesce(
    select(tables.names.c.name)
    .where(tables.names.c.person_id == tables.people.c.id)
    .order_by(tables.names.c.entry.desc())
    .limit(1)
    .correlate(tables.people)
    .scalar_subquery(),
    tables.people.c.name,
).label("name")


def not_found() -> NotFound:
    """Return the one answer for what is not there and for what is not for the actor."""
    return NotFound(say("no such thing here"))


def names_of(connection: Connection, person: str) -> tuple[tuple[str, str], ...]:
    """Return the names that a person has had, each with the time since when, the present one last; none for a stranger."""
    people, names = tables.people.c, tables.names.c
    first = connection.execute(select(people.name, people.at).where(people.id == person)).first()
    later = connection.execute(select(names.name, names.at).where(names.person_id == person).order_by(names.entry))
    return () if first is None else ((first.name, first.at), *((row.name, row.at) for row in later))


def require_member(connection: Connection, actor: Actor, case: str) -> None:
    """Raise `NotFound` unless the case is there and the actor is one of its people."""
    if connection.execute(_MEMBERSHIP, {"case": case, "person": actor.id}).first() is None:
        raise not_found()


def name_of(connection: Connection, person: str) -> str | None:
    """Return what a person is called now, or None for a stranger."""
    found: str | None = connection.execute(_PERSON, {"person": person}).scalar()
    return found


def is_withdrawn(connection: Connection, case: str) -> bool:
    """Return whether a case that is there is withdrawn."""
    return connection.execute(_WITHDRAWN, {"case": case}).scalar() is not None


def held_cases(connection: Connection, actor: Actor, withdrawn: bool) -> tuple[Held, ...]:
    """Return the cases of an actor, those changed last at the top."""
    last = select(_REVISIONS.case_id, func.max(_REVISIONS.number).label("number")).group_by(_REVISIONS.case_id).subquery()
    columns = tables.cases.c
    found = (
        select(columns.id, columns.withdrawn_at, _REVISIONS.title, _REVISIONS.number, _REVISIONS.at, _NAME)
        .join(tables.memberships, tables.memberships.c.case_id == columns.id)
        .join(last, last.c.case_id == columns.id)
        .join(tables.revisions, and_(_REVISIONS.case_id == columns.id, _REVISIONS.number == last.c.number))
        .join(tables.people, tables.people.c.id == _REVISIONS.author)
        .where(tables.memberships.c.person_id == actor.id)
        .where(columns.withdrawn_at.is_not(None) if withdrawn else columns.withdrawn_at.is_(None))
        .order_by(_REVISIONS.entry.desc())
    )
    rows = connection.execute(found)
    return tuple(Held(row.id, row.title, row.number, row.at, row.name, row.withdrawn_at) for row in rows)


def _revisions() -> Select[Any]:
    return (
        select(tables.revisions, _NAME, tables.journal.c.hash)
        .join(tables.people, tables.people.c.id == _REVISIONS.author)
        .join(tables.journal, tables.journal.c.number == _REVISIONS.entry)
    )


_MEMBERSHIP = select(tables.memberships.c.role).where(
    tables.memberships.c.case_id == bindparam("case"), tables.memberships.c.person_id == bindparam("person")
)
_PERSON = select(_NAME).where(tables.people.c.id == bindparam("person"))
_WITHDRAWN = select(tables.cases.c.withdrawn_at).where(tables.cases.c.id == bindparam("case"))
_HEAD = _revisions().where(_REVISIONS.case_id == bindparam("case")).order_by(_REVISIONS.number.desc()).limit(1)
_BY_REQUEST = _revisions().where(_REVISIONS.author == bindparam("author"), _REVISIONS.request == bindparam("request"))
_FILES = (
    select(tables.files.c.name, tables.contents.c.content)
    .join(
        tables.contents,
        and_(tables.contents.c.case_id == tables.files.c.case_id, tables.contents.c.digest == tables.files.c.digest),
    )
    .where(tables.files.c.case_id == bindparam("case"), tables.files.c.number == bindparam("number"))
    .order_by(tables.files.c.name)
)
_COMMENTS = (
    select(tables.comments, _NAME)
    .join(tables.people, tables.people.c.id == tables.comments.c.author)
    .where(tables.comments.c.case_id == bindparam("case"), tables.comments.c.withdrawn_at.is_(None))
    .order_by(tables.comments.c.entry)
)
"""What every page and every save asks for: statements that are made once."""


def _revision(row: Row[Any]) -> Revision:
    return Revision(row.case_id, row.number, row.name, row.author, row.at, row.reason, row.title, row.hash)


def head_of(connection: Connection, case: str) -> Revision:
    """Return the last revision of a case that is there."""
    return _revision(connection.execute(_HEAD, {"case": case}).one())


def revision_by_request(connection: Connection, actor: Actor, request: str | None) -> Revision | None:
    """Return what an earlier request of the same name brought, if there was one."""
    if request is None:
        return None
    row = connection.execute(_BY_REQUEST, {"author": actor.id, "request": request}).first()
    return None if row is None else _revision(row)


def repeated_in(connection: Connection, actor: Actor, case: str, request: str | None) -> Revision | None:
    """Return what an earlier request of this name brought. Raises `ArchiveError` if that was made for another case."""
    found = revision_by_request(connection, actor, request)
    if found is not None and found.case != case:
        raise of_another_case()
    return found


def of_another_case() -> ArchiveError:
    """Return the answer to a request that was made for another case before."""
    return ArchiveError(say("a request that was made for another case: begin anew"))


def history_of(connection: Connection, case: str, last: int | None = None, most: int | None = None) -> tuple[Revision, ...]:
    """Return the revisions of a case, newest first: all, or so many at most from the number `last` on downwards."""
    found = _revisions().where(_REVISIONS.case_id == case).order_by(_REVISIONS.number.desc()).limit(most)
    if last is not None:
        found = found.where(_REVISIONS.number <= last)
    return tuple(map(_revision, connection.execute(found)))


def files_of_revision(connection: Connection, case: str, number: int | None) -> dict[str, bytes]:
    """Return the files of a revision, the last one by default, by name. Raises `NotFound` if there is no such revision."""
    if number is None:
        number = connection.execute(select(func.max(_REVISIONS.number)).where(_REVISIONS.case_id == case)).scalar()
    content = {row.name: bytes(row.content) for row in connection.execute(_FILES, {"case": case, "number": number})}
    if not content:
        raise not_found()
    return content


def changes_of(connection: Connection, case: str, number: int) -> tuple[Change, ...]:
    """Return what a revision changed, field by field. Raises `NotFound` if there is no such revision."""
    known = select(_REVISIONS.number).where(_REVISIONS.case_id == case, _REVISIONS.number == number)
    if connection.execute(known).first() is None:
        raise not_found()
    columns = tables.changes.c
    found = select(tables.changes).where(columns.case_id == case, columns.number == number).order_by(columns.place)
    return tuple(Change(row.path, row.before, row.after) for row in connection.execute(found))


def changes_by_number(connection: Connection, case: str, numbers: Collection[int]) -> dict[int, tuple[Change, ...]]:
    """Return what revisions changed, field by field, by their numbers."""
    columns = tables.changes.c
    found = select(tables.changes).where(columns.case_id == case, columns.number.in_(numbers))
    changes: dict[int, list[Change]] = {}
    for row in connection.execute(found.order_by(columns.number, columns.place)):
        changes.setdefault(row.number, []).append(Change(row.path, row.before, row.after))
    return {number: tuple(held) for number, held in changes.items()}


def comments_on(connection: Connection, case: str) -> tuple[Comment, ...]:
    """Return the comments on a case that are not withdrawn, oldest first."""
    return tuple(comment_in(row) for row in connection.execute(_COMMENTS, {"case": case}))


def comment_in(row: Row[Any]) -> Comment:
    """Return the comment in a row."""
    return Comment(row.id, row.path, row.name, row.author, row.at, row.text, row.withdrawn_at)


def comment_by(connection: Connection, **where: str) -> Comment | None:
    """Return the comment with these values, if there is one."""
    found = select(tables.comments, _NAME).join(tables.people, tables.people.c.id == tables.comments.c.author)
    for key, value in where.items():
        found = found.where(tables.comments.c[key] == value)
    row = connection.execute(found).first()
    return None if row is None else comment_in(row)


def estimates_in(connection: Connection, **where: str) -> tuple[Estimate, ...]:
    """Return the estimates with these values, oldest first."""
    columns = tables.estimates.c
    found = select(tables.estimates, _NAME).join(tables.people, tables.people.c.id == columns.author)
    for key, value in where.items():
        found = found.where(columns[key] == value)
    rows = connection.execute(found.order_by(columns.entry))
    return tuple(Estimate(row.id, row.about, row.name, row.author, row.at, row.value) for row in rows)
