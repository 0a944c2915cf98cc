# SPDX-License-Identifier: Apache-2.0
"""The power is cut, or a sync fails: every save that was acknowledged is on the disk, and the archive opens without help."""

import errno
import os
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import kills
from archive.cases import CASE, OWNER
from archive.failing_disk import LIBRARY
from archive.power import Disk, powered, put_down
from pourparler.archive import ArchiveError, database, open_archive

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="the SQLite of this Python does not let itself be called")

#: So many saves, of each cut so many things that chance may leave, and more syncs than the saves have.
SAVES, TIMES, MOST_SYNCS = 5, 2, 40

Image = tuple[Mapping[str, bytes], frozenset[str]]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an archive that holds a case."""
    folder = tmp_path_factory.mktemp("begun")
    with open_archive(str(folder / "archive.db")) as archive:
        archive.make(OWNER, CASE, "first", title="A case", request="first")
    return folder


def cut(folder: Path) -> list[Image]:
    """Save a few times, and return what a cut would leave at each sync and after each answer, with what was acknowledged."""
    chance, acknowledged, images = random.Random(3), set[str](), list[Image]()
    disk = Disk(folder)
    disk.sure = disk.now()

    def note(disk: Disk) -> bool:
        images.extend((disk.after_a_cut(chance), frozenset(acknowledged)) for _ in range(TIMES))
        return False

    disk.before_sync = note
    with powered(disk), open_archive(str(folder / "archive.db")) as archive:
        case = archive.cases(OWNER)[0].id
        for number in range(SAVES):
            acknowledged.add(kills.save(archive, case, f"save-{number}"))
            note(disk)
    note(disk)
    return images


def test_a_disk_that_is_played_has_the_files_of_an_archive_where_they_belong(begun: Path, tmp_path: Path) -> None:
    """SQLite reads a file's name again whenever it likes: one that was let go of put files anywhere, for all to share."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    with powered(Disk(tmp_path)), open_archive(str(tmp_path / "archive.db")) as archive:
        assert archive.cases(OWNER)
        assert {"archive.db", "archive.db-wal", "archive.db-shm"} <= {file.name for file in tmp_path.iterdir()}


def lost(images: list[Image], folder: Path, key: Path) -> list[str]:
    """Return what is not whole in an archive that is opened as a cut has left it."""
    found = []
    for number, (files, acknowledged) in enumerate(images):
        url = f"sqlite:///{put_down(files, folder / f'{number}', key)}"
        tally = kills.Tally()
        try:
            with open_archive(url) as archive:
                tally.findings.extend(archive.verify().findings)
            kills.check(url, set(acknowledged), tally)
        except ArchiveError as error:
            tally.unopened.append(str(error))
        found += [] if tally.is_clean else [f"{number}: {tally}"]
    return found


def test_a_cut_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path: Path, begun: Path) -> None:
    folder = shutil.copytree(begun, tmp_path / "live")
    images = cut(folder)
    assert len({len(acknowledged) for _, acknowledged in images}) == SAVES + 1
    assert lost(images, tmp_path, folder / "archive.key") == []
    print(f"{len(images)} cuts, nothing lost")


def test_an_archive_that_does_not_wait_for_the_disk_is_found_out(
    tmp_path: Path, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = database._settle

    def hasty(connection: object, record: object) -> None:
        settle(connection, record)
        connection.execute("PRAGMA synchronous=NORMAL").close()  # type: ignore[attr-defined]

    monkeypatch.setattr(database, "_settle", hasty)
    folder = shutil.copytree(begun, tmp_path / "live")
    assert "lost=['" in "".join(lost(cut(folder), tmp_path, folder / "archive.key"))


def failing(first: int, how_many: int) -> Callable[[Disk], bool]:
    return lambda disk: first <= disk.syncs < first + how_many


@pytest.mark.parametrize("how_many", [1, 10_000], ids=["once", "from then on"])
def test_a_sync_that_fails_refuses_the_save_and_loses_nothing(tmp_path: Path, begun: Path, how_many: int) -> None:
    """The first, the second, … of all syncs in the scenario, until it ends."""
    refusals = 0
    for first in range(1, MOST_SYNCS):
        folder, acknowledged, refused = shutil.copytree(begun, tmp_path / f"{first}"), set[str](), 0
        disk = Disk(folder, before_sync=failing(first, how_many))
        with powered(disk), open_archive(str(folder / "archive.db")) as archive:
            case = archive.cases(OWNER)[0].id
            for number in range(3):
                try:
                    acknowledged.add(kills.save(archive, case, f"save-{number}"))
                except ArchiveError as error:
                    refused += 1
                    assert "FSYNC" in str(error) and "text of" not in str(error)
            is_hit = disk.syncs >= first
            disk.before_sync = lambda disk: False
            for number in range(3):  # whoever was refused tries again, with the same request
                acknowledged.add(kills.save(archive, case, f"save-{number}"))
        refusals += refused
        tally = kills.Tally()
        kills.check(f"sqlite:///{folder}/archive.db", acknowledged, tally)
        assert tally.is_clean, (first, tally)
        if not is_hit:
            break
    assert not is_hit, "the scenario syncs more often than that"
    assert refusals > 3


def test_a_sync_of_a_new_archive_or_of_a_backup_that_fails_is_told_and_leaves_nothing_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first, the second, … of those that the program itself asks for."""
    real, asked, fails = os.fsync, list[int](), 0

    def failing_at(descriptor: int) -> None:
        asked.append(descriptor)
        if len(asked) == fails:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    monkeypatch.setattr("os.fsync", failing_at)
    told = 0
    for fails in range(1, MOST_SYNCS):
        asked.clear()
        folder = tmp_path / f"{fails}"
        for name in ("backup.db", "another.db"):  # the second time the disk is well
            try:
                with open_archive(str(folder / "archive.db")) as archive:
                    case = archive.make(OWNER, CASE, "first", title="A case", request="first").case
                    archive.backup(folder / name)
                break
            except ArchiveError:
                told += 1
                assert len(asked) >= fails
        if name == "backup.db":  # none failed
            break
        with open_archive(str(folder / "archive.db")) as archive:
            assert archive.files(OWNER, case) == CASE and not archive.verify().findings
        with open_archive(str(tmp_path / f"again {fails}" / "archive.db"), keys=folder / "archive.key") as other:
            assert other.take_in(folder / name).entries > 3
    assert name == "backup.db" and told > 2
