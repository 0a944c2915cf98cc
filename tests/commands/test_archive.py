# SPDX-License-Identifier: Apache-2.0
"""`pourparler verify`, `backup` and `restore` at a terminal."""

import sqlite3
from pathlib import Path

from typer.testing import CliRunner, Result

from archive.cases import CASE, OWNER
from pourparler import cli
from pourparler.archive import open_archive


def run(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(cli.app, [str(argument) for argument in arguments])


def test_an_archive_is_looked_through_copied_and_put_back(tmp_path: Path) -> None:
    db, copy = tmp_path / "archive.db", tmp_path / "copy"
    with open_archive(str(db)) as archive:
        made = archive.make(OWNER, CASE, "first", title="A case")
    found = run("verify", "--db", db, "--pinned", made.head[:20])
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith(
        f"4 entries, all as they were recorded\nhead of the journal: {made.head}\nsigned with the key "
    )
    assert run("backup", copy, "--db", db).stdout.startswith(f"wrote {copy}\n4 entries, all")
    assert run("restore", copy, "--db", f"sqlite:///{tmp_path}/other.db").stdout.startswith(f"restored {copy}\n5 entries, all")
    again = run("restore", copy, "--db", db)
    assert (again.exit_code, again.stdout) == (2, "") and "not empty" in again.stderr
    again = run("backup", copy, "--db", db)
    assert (again.exit_code, again.stdout) == (2, "") and "is there already" in again.stderr


def test_what_was_altered_is_listed(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    with open_archive(str(db)) as archive:
        made = archive.make(OWNER, CASE, "first", title="A case")
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE revisions SET reason = 'another'")
    connection.close()
    found = run("verify", "--db", db)
    assert found.exit_code == 1
    assert found.stdout.startswith(f"revisions {made.case}/1 is not what the journal recorded\n1 finding in 4 entries\n")
    found = run("verify", "--db", db, "--pinned", "0123456789abcdef")
    assert found.exit_code == 1 and "does not hold that head" in found.stdout


def test_an_archive_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    for words in (("verify",), ("backup", tmp_path / "copy")):
        found = run(*words, "--db", tmp_path / "none.db")
        assert (found.exit_code, found.stdout) == (2, "") and "no archive at" in found.stderr
    found = run("verify", "--db", "mysql://host/name")
    assert found.exit_code == 2 and "sqlite:///FILE" in found.stderr
    assert list(tmp_path.iterdir()) == []
