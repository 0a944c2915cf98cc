# SPDX-License-Identifier: Apache-2.0
"""The migrations make the tables that the program expects."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from archive.cases import CASE, OWNER
from archive.conftest import Opening
from pourparler.archive import ArchiveError
from pourparler.archive.database import connect, reading, url_of
from pourparler.archive.migrating import MIGRATIONS, bring_up_to_date, version_of
from pourparler.archive.tables import VERSION, metadata


def test_migrations_and_tables_agree(url: str) -> None:
    engine = connect(url_of(url))
    bring_up_to_date(engine)
    with reading(engine) as connection:
        assert version_of(connection) == VERSION
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    engine.dispose()


def test_the_version_is_that_of_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == VERSION


def second(folder: Path, what: str) -> Path:
    """Return a folder of migrations with one more, which adds a column and then does something else."""
    migrations = shutil.copytree(MIGRATIONS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (migrations / "versions" / "second.py").write_text(f"""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0003", "0002"
def upgrade():
    with op.batch_alter_table("comments") as batch:
        batch.add_column(sa.Column("more", sa.Text))
    {what}
""")
    return migrations


def test_an_interrupted_migration_leaves_the_tables_as_they_were(opening: Opening, url: str, tmp_path: Path) -> None:
    with opening() as archive:
        made = archive.make(OWNER, CASE, "first", title="A case")
        archive.comment(OWNER, made.case, "", "A remark")
    engine = connect(url_of(url))
    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(engine, "0003", second(tmp_path / "broken", "1 / 0"))
    with pytest.raises(ArchiveError):
        bring_up_to_date(engine, "0003", second(tmp_path / "wrong", "op.execute('NO SUCH WORDS')"))
    with reading(engine) as connection:
        assert version_of(connection) == "0002"
        assert "more" not in {column["name"] for column in inspect(connection).get_columns("comments")}
    with opening() as archive:
        assert [comment.text for comment in archive.comments(OWNER, made.case)] == ["A remark"]
        assert archive.verify().findings == ()
    bring_up_to_date(engine, "0003", second(tmp_path / "whole", "pass"))
    with reading(engine) as connection:
        assert version_of(connection) == "0003"
        assert connection.execute(text("SELECT text, more FROM comments")).one() == ("A remark", None)
    engine.dispose()


def test_an_archive_of_a_newer_version_is_left_alone(opening: Opening, url: str, tmp_path: Path) -> None:
    opening().close()
    engine = connect(url_of(url))
    bring_up_to_date(engine, "0003", second(tmp_path, "pass"))
    with pytest.raises(ArchiveError, match="newer version"):
        opening()
    with reading(engine) as connection:
        assert version_of(connection) == "0003"
    engine.dispose()


def test_programs_that_make_an_archive_at_once_take_turns(opening: Opening) -> None:
    with ThreadPoolExecutor(4) as pool:
        archives = [task.result() for task in [pool.submit(opening) for _ in range(4)]]
    made = [archive.make(OWNER, CASE, "first", title="A case") for archive in archives]
    assert len({revision.case for revision in made}) == len(archives[0].cases(OWNER)) == 4
    found = archives[0].verify()
    assert found.findings == () and len(found.signers) == 1
    for archive in archives:
        archive.close()
