# SPDX-License-Identifier: Apache-2.0
"""Files of a briefing: each whole or not there, the same bytes in any process, and clear words where something is wrong."""

import errno
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from briefing.pages import assessment_of
from briefing.papers import payload
from pourparler import briefs
from pourparler.briefs import FORMATS, Found, documents, order, write_files
from pourparler.errors import CaseError

FULL = str(Path(__file__).parent / "case" / "full.yaml")

#: Seconds for the book of a case that is full of hostile text, in four formats.
SOON = 10

DIGESTS = """
import hashlib, json, sys
from pathlib import Path
from pourparler.briefs import documents, find, order
asked = order("book,memo,roles", "html,pdf,docx,md", "a4", None)
result = find(sys.argv[1], worlds=30)
twice = [{name: hashlib.sha256(data).hexdigest() for name, data in documents(result, asked).items()} for _ in range(2)]
assert twice[0] == twice[1]
print(json.dumps(twice[0]))
"""


def test_the_same_bytes_in_two_processes_and_twice_in_each() -> None:
    found = []
    for seed, zone, threads, tongue in (("1", "Pacific/Kiritimati", "1", "C"), ("4242", "America/Anchorage", "2", "C.UTF-8")):
        settings = {"PYTHONHASHSEED": seed, "TZ": zone, "OPENBLAS_NUM_THREADS": threads, "RAYON_NUM_THREADS": threads}
        environment = {**os.environ, **settings, "LC_ALL": tongue, "SOURCE_DATE_EPOCH": seed}
        call = [sys.executable, "-c", DIGESTS, FULL]
        done = subprocess.run(call, env=environment, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout))
    assert found[0] == found[1]
    assert {f"{name}.{ending}" for name in ("book", "memo", "role-1-aland") for ending in FORMATS} <= set(found[0])


def test_files_are_written_and_older_ones_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert write_files(folder, {"x.md": b"1", "y.md": b"2"}) == (folder / "x.md", folder / "y.md")
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "x.md").chmod(0o640)
    write_files(folder, {"x.md": b"3"})
    assert (folder / "x.md").read_bytes() == b"3" and (folder / "x.md").stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in folder.iterdir()) == ["x.md", "y.md"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_bytes(b"1")
    (tmp_path / "book.md").symlink_to("real.md")
    write_files(tmp_path, {"book.md": b"2"})
    assert (tmp_path / "book.md").is_symlink() and (tmp_path / "real.md").read_bytes() == b"2"


class Full:
    """A disk with room for some bytes."""

    def __init__(self, stream: BinaryIO, room: list[int]) -> None:
        self.stream, self.room = stream, room

    def write(self, data: bytes) -> int:
        self.room[0] -= len(data)
        if self.room[0] < 0:
            self.stream.write(data[: self.room[0]])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.stream.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)

    def __enter__(self) -> "Full":
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()


def test_a_full_disk_leaves_every_older_file_and_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"x.md": b"old", "y.md": b"old"})
    opened: Any = Path.open
    room = [6]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", lambda self, *rest: Full(opened(self, *rest), room))
        with pytest.raises(CaseError, match="No space left on device"):
            write_files(tmp_path, {"x.md": b"new", "y.md": b"newer"})
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"x.md": b"old", "y.md": b"old"}


def test_what_is_no_ordinary_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "y.md").mkdir()
    with pytest.raises(CaseError, match="no ordinary file"):
        write_files(tmp_path, {"x.md": b"new", "y.md": b"new"})
    assert [each.name for each in tmp_path.iterdir()] == ["y.md"]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(CaseError, match="no folder"):
        write_files(tmp_path / "out", {"x.md": b"new"})


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc").exists(), reason="needs a place where nobody may write")
def test_a_place_where_nobody_may_write() -> None:
    with pytest.raises(CaseError, match="cannot be written"):
        write_files(Path("/proc/nowhere"), {"x.md": b"new"})


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("novel", "pdf", "a4"), "--document"),
        (("", "pdf", "a4"), "--document"),
        (("book", "pdf,odt", "a4"), "--format"),
        (("book", "", "a4"), "--format"),
        (("book", "pdf", "a5"), "--paper"),
    ],
)
def test_what_is_asked_for_has_to_exist(words: tuple[str, str, str], place: str) -> None:
    with pytest.raises(CaseError, match=f"^{place}"):
        order(*words, None)


def test_a_template_is_looked_into_at_once(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        order("book", "docx", "a4", tmp_path / "none.docx")
    (tmp_path / "text.docx").write_text("no document")
    with pytest.raises(CaseError, match="no Word document"):
        order("book", "docx", "a4", tmp_path / "text.docx")


def test_formats_come_once_each_in_the_order_asked_for() -> None:
    assert order("memo", " MD, pdf,md ", "letter", None) == briefs.Order(("md", "pdf"), ("memo",), "letter", None)


def test_hostile_text_opens_no_connection_and_is_soon_printed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        there = f"127.0.0.1:{listener.getsockname()[1]}"
        found = Found(assessment_of(lambda place: payload(place).replace("127.0.0.1:9", there)))
        begun = time.process_time()
        files = documents(found, order("book", "html,pdf,docx,md", "a4", None))
        assert time.process_time() - begun < SOON
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert len(files) == len(FORMATS) and there.encode() in files["book.md"].replace(b"\\", b"")
