# SPDX-License-Identifier: Apache-2.0
"""Bringing the tables of an archive up to date, in one transaction: after an interruption they are as they were before."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from pourparler.archive.database import reading, telling_failures, writing
from pourparler.archive.tables import VERSION
from pourparler.errors import ArchiveError
from pourparler.wording import say

MIGRATIONS = Path(__file__).parent / "migrations"
"""The folder of Alembic: what led from each version of the tables to the next."""


def bring_up_to_date(engine: Engine, version: str = VERSION, migrations: Path = MIGRATIONS) -> None:
    """Make the tables of an archive, or bring them from an older version to `version`. Programs that do so at once take turns.

    Raises `ArchiveError` if the archive was made by a newer version, or the tables cannot be changed; they are then as before.
    """
    with reading(engine) as connection:
        if version_of(connection) == version:
            return
    with telling_failures(), writing(engine) as connection:
        if version_of(connection) != version:
            _migrate(connection, version, migrations)


def version_of(connection: Connection) -> str | None:
    """Return the version of the tables of an archive, or None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection, version: str, migrations: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    now = version_of(connection)
    if now is not None and now not in {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}:
        raise ArchiveError(say("an archive that a newer version of this program made: install that version"))
    command.upgrade(config, version)
