# SPDX-License-Identifier: Apache-2.0
"""A backup holds everything, is whole or not there, and goes back whole or not at all, on either kind of database."""

import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.cases import CASE, OTHER, OWNER, titled
from archive.conftest import Opening
from archive.test_verifying import filled
from pourparler.archive import Archive, ArchiveError, open_archive, tables
from pourparler.archive import backup as backing
from pourparler.archive.database import reading


def everything(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of an archive but those of computed results, by table."""
    with reading(archive._engine) as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(select(table)))
            for table in tables.metadata.sorted_tables
            if table is not tables.results
        }


def test_what_was_backed_up_is_there_again(opening: Opening, tmp_path: Path) -> None:
    with opening() as archive:
        last = filled(archive)
        archive.keep_result(OWNER, last.case, 1, "key", b"computed")
        file = tmp_path / "backup.db"
        found = archive.backup(file)
        assert (found.findings, found.head) == ((), archive.journal_head(OWNER))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        before = everything(archive)
    with open_archive(str(tmp_path / "other" / "archive.db"), keys=tmp_path / "archive.key") as other:
        assert other.take_in(file).findings == ()
        assert everything(other) == before
        assert other.files(OWNER, last.case, 1) == CASE
        assert isinstance(other.commit(OWNER, last.case, titled("More"), base=2, reason="goes on").number, int)  # type: ignore[union-attr]
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name) == ["backup.db"]


def test_a_backup_goes_back_onto_either_kind_of_database(opening: Opening, tmp_path: Path) -> None:
    """With a key of its own the other archive records that key, and keeps the rest to the letter."""
    with open_archive(str(tmp_path / "first.db")) as first:
        last = filled(first)
        first.backup(tmp_path / "backup.db")
        before = everything(first)
    with opening() as archive:
        found = archive.take_in(tmp_path / "backup.db")
        assert found.findings == archive.verify().findings == ()
        assert len(found.signers) == 2
        after = everything(archive)
        assert {name: rows for name, rows in after.items() if rows != before[name]}.keys() == {
            "journal",
            "checkpoints",
            "signers",
        }
        assert archive.verify(last.head).findings == ()


def test_a_backup_never_replaces_a_file(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "backup.db").write_text("mine")
    with pytest.raises(ArchiveError, match="is there already"):
        archive.backup(tmp_path / "backup.db")
    assert (tmp_path / "backup.db").read_text() == "mine"


def test_an_interrupted_backup_leaves_no_file(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(archive)
    monkeypatch.setattr(backing, "verified", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        archive.backup(tmp_path / "backup.db")
    assert not [path.name for path in tmp_path.iterdir() if "backup" in path.name]


def test_a_backup_goes_into_an_empty_archive_only(archive: Archive, tmp_path: Path) -> None:
    made = archive.make(OTHER, CASE, "first", title="Not to be lost")
    with open_archive(str(tmp_path / "first.db")) as first:
        filled(first)
        first.backup(tmp_path / "backup.db")
    before = everything(archive)
    with pytest.raises(ArchiveError, match="not empty"):
        archive.take_in(tmp_path / "backup.db")
    assert everything(archive) == before
    assert archive.cases(OTHER)[0].id == made.case


def test_an_altered_backup_is_not_restored(archive: Archive, tmp_path: Path) -> None:
    with open_archive(str(tmp_path / "first.db")) as first:
        filled(first)
        first.backup(tmp_path / "backup.db")
    with sqlite3.connect(tmp_path / "backup.db") as connection:
        connection.execute("UPDATE comments SET text = 'Another text'")
    connection.close()
    before = everything(archive)
    with pytest.raises(ArchiveError, match="not as it was recorded"):
        archive.take_in(tmp_path / "backup.db")
    assert everything(archive) == before


def test_a_restore_that_is_interrupted_leaves_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(str(tmp_path / "first.db")) as first:
        filled(first)
        first.backup(tmp_path / "backup.db")
    before = everything(archive)
    monkeypatch.setattr(archive._signer, "sign", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        archive.take_in(tmp_path / "backup.db")
    assert everything(archive) == before


@pytest.mark.parametrize("content", [b"", b"no archive", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_backup_is_refused(archive: Archive, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "strange").write_bytes(content)
    with pytest.raises(ArchiveError):
        archive.take_in(tmp_path / "strange")
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.take_in(tmp_path / "missing")
    assert everything(archive)["journal"] == []
