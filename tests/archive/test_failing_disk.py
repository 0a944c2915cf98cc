# SPDX-License-Identifier: Apache-2.0
"""A disk that is full or fails: what was acknowledged stays, what was not is told, the archive goes on when the disk does."""

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kills
from archive.cases import CASE, OWNER
from archive.failing_disk import LIBRARY, FailingDisk, failing
from pourparler.archive import ArchiveError, open_archive

#: A save in the scenario of these tests writes fewer times than this.
MOST_WRITES = 80


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an archive that holds a case."""
    folder = tmp_path_factory.mktemp("begun")
    with open_archive(str(folder / "archive.db")) as archive:
        archive.make(OWNER, CASE, "first", title="A case", request="first")
    return folder


def attempt(folder: Path, disk: FailingDisk) -> kills.Tally:
    """Save three times on a disk that fails, again when it is well again, and look at what is there."""
    url = f"sqlite:///{folder}/archive.db"
    acknowledged, refused = set[str](), 0
    with open_archive(url) as archive:
        case = archive.cases(OWNER)[0].id
        with failing(disk):
            for number in range(3):
                try:
                    acknowledged.add(kills.save(archive, case, f"save-{number}"))
                except ArchiveError as error:
                    refused += 1
                    assert "text of" not in str(error) and "INSERT" not in str(error)
            disk.heal()
            for number in range(3):  # whoever was refused tries again, with the same request
                acknowledged.add(kills.save(archive, case, f"save-{number}"))
        assert refused <= disk.failed
        tally = kills.Tally(findings=list(archive.verify().findings))
    kills.check(url, acknowledged, tally)
    return tally


@pytest.mark.skipif(LIBRARY is None, reason="the SQLite of this Python does not let itself be called")
@pytest.mark.parametrize("begin, how_many, error", [(1, 1, errno.EIO), (2, 10_000, errno.ENOSPC)], ids=["once", "full"])
def test_a_write_that_fails_loses_nothing(tmp_path: Path, begun: Path, begin: int, how_many: int, error: int) -> None:
    """The first, the fourth, … of all writes in the scenario, until it ends; on a full disk all that follow, too."""
    hit = 0
    for first in range(begin, MOST_WRITES, 3):
        disk = FailingDisk(first, how_many, error)
        folder = shutil.copytree(begun, tmp_path / f"{first}")
        tally = attempt(folder, disk)
        assert tally.is_clean, (first, tally)
        hit += disk.failed > 0
        if not disk.failed:
            break
    assert not disk.failed, "the scenario writes more often than that"
    assert hit > 5
    print(f"{hit} places of failure, nothing lost")


def test_a_file_that_may_not_grow_loses_nothing(tmp_path: Path) -> None:
    """With a limit of the system on the size of files, in a process of its own; then the limit is lifted."""
    script = f"""
import resource, signal
import kills
from pathlib import Path
from archive.cases import CASE, OWNER
from pourparler.archive import ArchiveError, open_archive
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
url, keys = "sqlite:///{tmp_path}/archive.db", Path("{tmp_path}/archive.key")
told, refused = set(), 0
with open_archive(url, keys=keys) as archive:
    case = archive.make(OWNER, CASE, "first", title="A case", request="first").case
    most = max(file.stat().st_size for file in Path("{tmp_path}").iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (most + 100_000, resource.RLIM_INFINITY))
    for number in range(60):
        try:
            told.add(kills.save(archive, case, f"save-{{number}}"))
        except ArchiveError:
            refused += 1
    assert told and refused, (len(told), refused)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    for number in range(60, 70):
        told.add(kills.save(archive, case, f"save-{{number}}"))
    tally = kills.Tally(findings=list(archive.verify().findings))
kills.check(url, told, tally)
assert tally.is_clean, tally
print(len(told), "kept", refused, "refused")
"""
    tests = Path(__file__).parent.parent
    found = subprocess.run([sys.executable, "-c", script], cwd=tests, capture_output=True, text=True, check=False)
    print(found.stdout)
    assert found.returncode == 0, found.stderr
