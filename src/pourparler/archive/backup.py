# SPDX-License-Identifier: Apache-2.0
"""Backup and restore. A backup is one file, itself a small archive on SQLite, whatever the archive stands on.

It holds every record and the journal with its signatures; computed results and the signing key are not in it. Whoever can read
it can read all cases.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, func, insert, select

from pourparler.archive import tables
from pourparler.archive.database import TURN, connect, make_private, reading, sync_folder, telling_failures, writing
from pourparler.archive.migrating import bring_up_to_date
from pourparler.archive.records import Verified
from pourparler.archive.verifying import verified
from pourparler.errors import ArchiveError
from pourparler.wording import say

#: So many rows are in memory at a time; a row may hold a file of 4 MiB.
_AT_ONCE = 20

#: The first bytes of every file of SQLite.
_SQLITE = b"SQLite format 3\x00"


def back_up(engine: Engine, file: Path) -> Verified:
    """Write an archive, as it is at one moment, into a new file, and return what looking through that file found.

    The file appears whole or not at all, for its owner's eyes only; one that is there is left as it is. Findings do not keep it
    from being written: a copy of a damaged archive is better than none. Raises `ArchiveError` if it cannot be written.
    """
    if file.exists():
        raise ArchiveError(say("{file} is there already: give another name", file=file))
    with _draft_beside(file) as draft:
        with _opened(draft) as copy, writing(copy) as into:
            with reading(engine) as out:
                _copy(out, into)
            found = verified(into, None)
        try:
            os.link(draft, file)  # unlike a renaming, this never replaces what somebody else put there meanwhile
        except FileExistsError:
            raise ArchiveError(say("{file} is there already: give another name", file=file)) from None
        sync_folder(file.parent)
    return found


def put_back(engine: Engine, file: Path, before: Callable[[Connection], None], after: Callable[[Connection], None]) -> Verified:
    """Put what a backup holds into an archive, and return what looking through it found.

    All of it is put there in one transaction, or nothing; `before` and `after` are carried out in it when the journal is there.
    Raises `ArchiveError` if the archive is not empty, the file is no backup, or what it holds is not as it was recorded.
    """
    with _draft_beside(Path(engine.url.database or file.name) if engine.dialect.name == "sqlite" else file) as draft:
        try:
            with file.open("rb") as stream:
                if stream.read(len(_SQLITE)) != _SQLITE:
                    raise ArchiveError(say("{file} is no backup of an archive", file=file))
            shutil.copyfile(file, draft)
        except OSError as error:
            raise ArchiveError(say("{file} cannot be read ({reason})", file=file, reason=error.strerror)) from error
        with _opened(draft) as copy, reading(copy) as out:
            found = verified(out, None)
            if found.findings:
                told = "\n".join(found.findings)
                raise ArchiveError(say("{file} is not as it was recorded; nothing was restored:\n{told}", file=file, told=told))
            with telling_failures(), writing(engine) as into:
                if into.execute(select(func.count()).select_from(tables.journal)).scalar_one():
                    raise ArchiveError(say("this archive is not empty: restore into another, and look at that"))
                _copy(out, into)
                before(into)
                after(into)
                return verified(into, None)


def _copy(out: Connection, into: Connection) -> None:
    """Copy every row but computed results, tables in an order in which each refers only to those before it."""
    for table in tables.metadata.sorted_tables:
        if table is not tables.results:
            rows = out.execute(select(table).execution_options(yield_per=_AT_ONCE))
            for together in rows.mappings().partitions():
                into.execute(insert(table), [dict(row) for row in together])


@contextlib.contextmanager
def _draft_beside(file: Path) -> Iterator[Path]:
    """Yield a private file beside one, which is gone afterwards with all that SQLite put beside it."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}.new")
    try:
        make_private(draft)
        yield draft
    except OSError as error:
        raise ArchiveError(say("{file} cannot be written ({reason})", file=file, reason=error.strerror)) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal", TURN):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[Engine]:
    """Yield the engine of a file with today's tables, which is one file on the disk when the block has ended."""
    with telling_failures():
        engine = connect(URL.create("sqlite", database=str(file)))
        try:
            bring_up_to_date(engine)
            yield engine
            with contextlib.closing(engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA journal_mode=DELETE")
        finally:
            engine.dispose()
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
