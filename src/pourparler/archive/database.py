# SPDX-License-Identifier: Apache-2.0
"""Connections to a database that keep what was acknowledged, and see one state of it at a time.

SQLite: a write-ahead log with `synchronous=FULL` (a commit returns when the disk has it), writers begin with `BEGIN IMMEDIATE`.
PostgreSQL: `synchronous_commit` on, writers take one advisory lock, so that the journal is one chain.
"""

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, TimeoutError

from pourparler.errors import ArchiveError
from pourparler.wording import say

#: How long a writer waits for writers of other processes, in milliseconds.
_PATIENCE_MS = 60_000
#: So many threads may read at once; others wait.
_MOST_READERS = 60
#: The advisory lock that writers on a PostgreSQL server take; any number that no other program uses there.
_LOCK = 0x706F757270
#: What the name of the file ends in by which writers on SQLite take turns; it holds nothing.
TURN = "-turn"
_ONE_ARCHIVE = "archive.db"
#: So many pages the write-ahead log of SQLite may hold before a commit itself lays them down: that takes as long as several
#: commits, and is done beside them well before (see `lay_down`).
_MOST_LOGGED = 8_000


def user_folder() -> Path:
    """Return where data of this program belongs on this platform, for this user."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "pourparler"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "pourparler"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "pourparler"


def url_of(stated: str | None) -> URL:
    """Return the address of a database: `sqlite:///FILE`, `postgresql://…`, a path, or by default a file of the user's own.

    Raises `ArchiveError` for any other.
    """
    if stated is None or "://" not in stated:
        return URL.create("sqlite", database=str(Path(stated) if stated is not None else user_folder() / _ONE_ARCHIVE))
    advice = say("give sqlite:///FILE or postgresql://NAME@HOST/DATABASE")
    try:
        url = make_url(stated)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise ArchiveError(say("an address of a database that cannot be read: {advice}", advice=advice)) from error
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not url.database or url.database == ":memory:":
        raise ArchiveError(say("a kind of database that an archive cannot stand on: {advice}", advice=advice))
    return url.set(drivername="sqlite")


def key_file(url: URL) -> Path:
    """Return where the signing key of an archive stands: beside its file, or among the user's own data for one on a server."""
    return (Path(url.database or "") if url.get_backend_name() == "sqlite" else user_folder() / _ONE_ARCHIVE).with_suffix(
        ".key"
    )


def connect(url: URL) -> Engine:
    """Return the engine of a database; a file of SQLite is made, for its owner's eyes only, if there is none.

    Raises `ArchiveError` if the file cannot be made, or the driver of PostgreSQL is not installed.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    try:
        return create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        raise ArchiveError(say("no driver for PostgreSQL: install pourparler[postgres]")) from error


def _sqlite(url: URL) -> Engine:
    file = Path(url.database or "")
    try:
        make_private(file)
    except OSError as error:
        raise ArchiveError(say("{file} cannot be opened ({reason})", file=file, reason=error.strerror)) from error
    settings = {"timeout": _PATIENCE_MS / 1000, "check_same_thread": False}
    engine = create_engine(url, max_overflow=_MOST_READERS, connect_args=settings)
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def make_private(file: Path) -> None:
    """Make an empty file that only its owner may read, with its folder if need be; one that is there is left as it is."""
    if not file.parent.exists():
        file.parent.mkdir(parents=True, mode=0o700)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Have the disk keep which names stand in a folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _settle(connection: Any, record: object) -> None:
    """Set up a connection to SQLite; transactions are begun by `_begin` and not by the driver."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "fullfsync=ON",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        f"wal_autocheckpoint={_MOST_LOGGED}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that is the only writer; what it did is on the disk when the block has ended, or nothing of it is."""
    with _turn(engine), engine.connect().execution_options(is_writing=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL synchronous_commit TO on"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


def lay_down(engine: Engine) -> None:
    """Move what the write-ahead log of SQLite holds into the file itself, as far as nobody looks at older states of it.

    Writers and readers go on meanwhile. Where it fails, the log keeps all, and a later one moves it.
    """
    if engine.dialect.name == "sqlite":
        with contextlib.suppress(sqlite3.Error, DBAPIError, TimeoutError), contextlib.closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").close()


@contextlib.contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Wait in line with the writers of other processes: SQLite itself lets them try again and again, and some for long.

    A process that dies gives its turn up. Where the system has no such locks, SQLite's own are left.
    """
    descriptor = None
    if engine.dialect.name == "sqlite":
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            descriptor = os.open(f"{engine.url.database}{TURN}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees one state of the database, whatever is written meanwhile."""
    with telling_failures(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextlib.contextmanager
def telling_failures() -> Iterator[None]:
    """Raise `ArchiveError` for whatever a database refuses; the message holds no value and no statement."""
    try:
        yield
    except (DBAPIError, TimeoutError) as error:
        raise ArchiveError(say("the archive cannot be used ({reason})", reason=_reason(error))) from error


def _reason(error: DBAPIError | TimeoutError) -> str:
    """Return the kind of a failure: what a database says about it may hold values."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    name = type(cause).__name__
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return f"{name}, {code}" if code else name
