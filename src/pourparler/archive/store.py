# SPDX-License-Identifier: Apache-2.0
"""The archive: cases with all their revisions, comments and estimates. Nothing is ever deleted, only withdrawn.

Every question and every write names its actor; what is not there and what is not for the actor give the same `NotFound`. What
a write returned is on the disk. Texts are refused by `ArchiveError` if they are empty, too long, or hold hidden characters.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from sqlalchemy import Connection, select

from pourparler.archive import queries, saving, tables
from pourparler.archive.backup import back_up, put_back
from pourparler.archive.checkpoints import Signer
from pourparler.archive.database import connect, key_file, reading, url_of
from pourparler.archive.examining import Drafted, Examiner, Here
from pourparler.archive.journal import head
from pourparler.archive.migrating import bring_up_to_date
from pourparler.archive.parsed import FieldChange
from pourparler.archive.people import Actor
from pourparler.archive.records import Change, Comment, Estimate, Held, Revision, Stale, Standing, Verified
from pourparler.archive.saving import Draft, clean
from pourparler.archive.verifying import verified
from pourparler.archive.writer import Writer
from pourparler.errors import ArchiveError
from pourparler.wording import say

#: How long texts may be, in characters.
LONGEST_TITLE, LONGEST_REASON, LONGEST_COMMENT, LONGEST_PATH, LONGEST_VALUE = 300, 2_000, 10_000, 1_000, 2_000
LONGEST_NAME = 120


def clock() -> str:
    """Return the time in UTC as this machine has it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


def open_archive(
    url: str | None = None,
    *,
    keys: Path | None = None,
    now: Callable[[], str] = clock,
    make: bool = True,
    examiner: Examiner | None = None,
) -> "Archive":
    """Open an archive: `sqlite:///FILE`, `postgresql://…`, a path, or by default a file of the user's own.

    Unless `make` is False it is made if there is none. An archive of an older version is brought up to date, whole or not at
    all. `keys` is the file of the signing key, by default beside the file of the archive; `now` tells the time in UTC.
    Files are checked and compared by `examiner`, by default in this process.
    Raises `ArchiveError` if it cannot be opened, or was made by a newer version.
    """
    where = url_of(url)
    if not make and where.get_backend_name() == "sqlite" and not Path(where.database or "").is_file():
        raise ArchiveError(say("no archive at {file}: check the address", file=where.database))
    return Archive(url, keys=keys, now=now, examiner=examiner)


class Archive:
    """An archive that is open; any number of threads may use it, and other processes have it open as well."""

    def __init__(
        self,
        url: str | None,
        *,
        keys: Path | None = None,
        now: Callable[[], str] = clock,
        examiner: Examiner | None = None,
    ) -> None:
        where = url_of(url)
        self.examiner = examiner or Here()
        self._now = now
        self._engine = connect(where)
        try:
            bring_up_to_date(self._engine)
            self._signer = Signer(keys or key_file(where))
        except BaseException:
            self._engine.dispose()
            raise
        self._writer = Writer(self._engine, self._introduce, self._sign)

    def close(self) -> None:
        """Finish what is being written, and let go of the database."""
        self._writer.close()
        self._engine.dispose()

    def take_in(self, file: Path) -> Verified:
        """Put what a backup holds into this archive, which must be empty: all of it, or nothing. See `backup.put_back`."""
        return put_back(self._engine, file, self._introduce, self._sign)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def cases(self, actor: Actor, *, withdrawn: bool = False) -> tuple[Held, ...]:
        """Return the actor's cases, those changed last at the top; or else those that are withdrawn."""
        with reading(self._engine) as connection:
            return queries.held_cases(connection, actor, withdrawn)

    def make(
        self, actor: Actor, files: Mapping[str, bytes], reason: str, *, title: str, request: str | None = None
    ) -> Revision:
        """Keep a new case and return its first revision; a repeated request returns what the first one made.

        Raises `CaseError` with every problem in the files.
        """
        self.examiner.check(files)
        draft = _draft(files, (), reason, request, clean(title, LONGEST_TITLE, say("a title")))
        return self._writer.do(lambda connection: saving.make_case(connection, actor, draft, self._now()))

    def head(self, actor: Actor, case: str) -> Revision:
        """Return the last revision of a case."""
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            return queries.head_of(connection, case)

    def files(self, actor: Actor, case: str, number: int | None = None) -> Mapping[str, bytes]:
        """Return the files of a revision, by default the last one, byte for byte as they came, by name."""
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            return queries.files_of_revision(connection, case, number)

    def history(self, actor: Actor, case: str, *, last: int | None = None, most: int | None = None) -> tuple[Revision, ...]:
        """Return the revisions of a case, newest first: all, or only `most` of them from revision `last` on downwards."""
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            return queries.history_of(connection, case, last, most)

    def changes(self, actor: Actor, case: str, number: int) -> tuple[Change, ...]:
        """Return what a revision says otherwise than the one before it, field by field; nothing for the first one."""
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            return queries.changes_of(connection, case, number)

    def changes_of(self, actor: Actor, case: str, numbers: Collection[int]) -> Mapping[int, tuple[Change, ...]]:
        """Return what revisions changed, as `changes` does, by their numbers; nothing for a number that there is not."""
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            return queries.changes_by_number(connection, case, numbers)

    def commit(
        self,
        actor: Actor,
        case: str,
        files: Mapping[str, bytes],
        *,
        base: int,
        reason: str,
        request: str | None = None,
        title: str | None = None,
    ) -> Revision | Stale:
        """Keep the next revision of a case if `base` is the last one; else keep nothing and return `Stale`.

        A repeated request returns what the first one brought. Raises `CaseError` with every problem in the files.
        """
        new = None if title is None else clean(title, LONGEST_TITLE, say("a title"))
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            last = queries.head_of(connection, case)
            repeated = queries.repeated_in(connection, actor, case, request)
            before = queries.files_of_revision(connection, case, base) if last.number == base else None
        if before is None and repeated is None:
            return Stale(last)
        changes = self.examiner.compare(before, files, case) if before is not None else ()
        draft = _draft(files, changes, reason, request, new)
        return self._writer.do(lambda connection: saving.commit_case(connection, actor, case, base, draft, self._now()))

    def commit_drafted(
        self, actor: Actor, case: str, drafted: Drafted, *, base: int, reason: str, request: str | None = None
    ) -> Revision | Stale:
        """Keep as the next revision what the examiner drafted from revision `base`; answers as `commit` does."""
        draft = _draft(drafted.files, drafted.changes, reason, request, None)
        return self._writer.do(lambda connection: saving.commit_case(connection, actor, case, base, draft, self._now()))

    def standing(self, actor: Actor, case: str, base: int, request: str | None) -> Standing:
        """Return how a case stands for an edit that is made from revision `base`, all of it at one moment."""
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            repeated = queries.repeated_in(connection, actor, case, request)
            last = queries.head_of(connection, case)
            begun = queries.files_of_revision(connection, case, base)
            files = begun if last.number == base else queries.files_of_revision(connection, case, last.number)
            return Standing(repeated, last, begun, files)

    def withdraw(self, actor: Actor, case: str, reason: str) -> None:
        """Withdraw a case: it stays with all that belongs to it, and takes no more revisions."""
        why = clean(reason, LONGEST_REASON, say("a reason"))
        self._do(lambda connection, at: saving.withdraw_case(connection, actor, case, why, at, restore=False))

    def restore_case(self, actor: Actor, case: str, reason: str) -> None:
        """Take a case back in that was withdrawn."""
        why = clean(reason, LONGEST_REASON, say("a reason"))
        self._do(lambda connection, at: saving.withdraw_case(connection, actor, case, why, at, restore=True))

    def comment(self, actor: Actor, case: str, path: str, text: str, request: str | None = None) -> Comment:
        """Keep a comment on a place of a case; a repeated request returns the first one."""
        place = clean(path, LONGEST_PATH, say("a place"), is_needed=False)
        words = clean(text, LONGEST_COMMENT, say("a comment"))
        return self._writer.do(lambda c: saving.add_comment(c, actor, case, place, words, _token(request), self._now()))

    def comments(self, actor: Actor, case: str) -> tuple[Comment, ...]:
        """Return the comments on a case that are not withdrawn, oldest first."""
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            return queries.comments_on(connection, case)

    def withdraw_comment(self, actor: Actor, case: str, comment: str, reason: str = "") -> None:
        """Withdraw a comment of one's own."""
        why = clean(reason, LONGEST_REASON, say("a reason"), is_needed=False)
        self._do(lambda connection, at: saving.take_comment_away(connection, actor, case, comment, why, at))

    def estimate(self, actor: Actor, case: str, about: str, value: str | None, request: str | None = None) -> Estimate:
        """Keep what the actor thinks about something, or (None) that they declined to say."""
        what = clean(about, LONGEST_PATH, say("a place"))
        said = None if value is None else clean(value, LONGEST_VALUE, say("an estimate"))
        return self._writer.do(lambda c: saving.add_estimate(c, actor, case, what, said, _token(request), self._now()))

    def estimates(self, actor: Actor, case: str) -> tuple[Estimate, ...]:
        """Return the estimates about a case, everybody's, oldest first."""
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            return queries.estimates_in(connection, case_id=case)

    def take_name(self, actor: Actor, name: str) -> None:
        """Be called otherwise from now on, everywhere; the names before stay in the journal."""
        called = clean(name.strip(), LONGEST_NAME, say("a name"))
        self._do(lambda connection, at: saving.take_name(connection, actor, called, at))

    def names(self, actor: Actor) -> tuple[tuple[str, str], ...]:
        """Return the names that the actor has had, each with the time since when, the present one last; none for a stranger."""
        with reading(self._engine) as connection:
            return queries.names_of(connection, actor.id)

    def keep_result(self, actor: Actor, case: str, number: int, key: str, body: bytes) -> None:
        """Keep a computed result of a revision to be looked up by its key; only the last few are kept."""
        self._do(lambda connection, at: saving.put_result(connection, actor, case, number, key, body, at))

    def result(self, actor: Actor, case: str, key: str) -> bytes | None:
        """Return a result that was kept, or None."""
        columns = tables.results.c
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            found = connection.execute(select(columns.body).where(columns.case_id == case, columns.key == key)).scalar()
            return None if found is None else bytes(found)

    def latest_result(self, actor: Actor, case: str) -> tuple[int, str] | None:
        """Return the newest revision that has a result, by its number, and the key of that result; None without any."""
        columns = tables.results.c
        newest = select(columns.number, columns.key).where(columns.case_id == case).order_by(columns.number.desc()).limit(1)
        with reading(self._engine) as connection:
            queries.require_member(connection, actor, case)
            found = connection.execute(newest).first()
            return None if found is None else (found.number, found.key)

    def journal_head(self, actor: Actor) -> str:
        """Return the hash of the last entry of the journal, to be written down elsewhere; 64 zeros if there is none."""
        with reading(self._engine) as connection:
            return head(connection)

    def verify(self, pinned: str | None = None) -> Verified:
        """Look through the journal and hold every record against it; with `pinned`, the journal has to hold that head."""
        with reading(self._engine) as connection:
            return verified(connection, self._signer.public, pinned)

    def backup(self, file: Path) -> Verified:
        """Write all but computed results into one new file, as it is at one moment; others go on. See `backup.back_up`."""
        return back_up(self._engine, file)

    def _do(self, write: Callable[[Connection, str], None]) -> None:
        self._writer.do(lambda connection: write(connection, self._now()))

    def _introduce(self, connection: Connection) -> None:
        self._signer.introduce(connection, self._now())

    def _sign(self, connection: Connection) -> None:
        self._signer.sign(connection, self._now())


def _draft(
    files: Mapping[str, bytes], changes: tuple[FieldChange, ...], reason: str, request: str | None, title: str | None
) -> Draft:
    return Draft(dict(files), changes, clean(reason, LONGEST_REASON, say("a reason")), _token(request), title)


def _token(request: str | None) -> str | None:
    if request is not None and not (0 < len(request) <= LONGEST_TITLE and request.isascii() and request.isprintable()):
        raise ArchiveError(say("a request whose name cannot be kept: begin anew"))
    return request
