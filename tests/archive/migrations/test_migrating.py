# SPDX-License-Identifier: Apache-2.0
"""The migrations make the tables that the program expects."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pourparler.archive.database import connect, reading, url_of
from pourparler.archive.migrating import MIGRATIONS, bring_up_to_date, version_of
from pourparler.archive.tables import VERSION, metadata


def test_migrations_and_tables_agree(tmp_path: Path) -> None:
    engine = connect(url_of(str(tmp_path / "archive.db")))
    bring_up_to_date(engine)
    with reading(engine) as connection:
        assert version_of(connection) == VERSION
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    engine.dispose()


def test_the_version_is_that_of_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == VERSION
