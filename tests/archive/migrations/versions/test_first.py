# SPDX-License-Identifier: Apache-2.0
"""The first migration makes every table, on an empty database."""

from pathlib import Path

from sqlalchemy import inspect

from pourparler.archive.database import connect, reading, url_of
from pourparler.archive.migrating import bring_up_to_date

FIRST = {
    "cases",
    "changes",
    "checkpoints",
    "comments",
    "contents",
    "estimates",
    "events",
    "files",
    "journal",
    "memberships",
} | {
    "people",
    "results",
    "revisions",
    "signers",
}


def test_the_first_tables(tmp_path: Path) -> None:
    engine = connect(url_of(str(tmp_path / "archive.db")))
    bring_up_to_date(engine, "0001")
    with reading(engine) as connection:
        assert set(inspect(connection).get_table_names()) == {*FIRST, "alembic_version"}
    engine.dispose()
