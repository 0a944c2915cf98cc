# SPDX-License-Identifier: Apache-2.0
"""The files of a case as one piece of bytes, and back; nothing else is taken for it."""

import gzip
import io
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.case.decode import LARGEST_FILE
from pourparler.case.folder import MOST_SEATS
from pourparler.case.packed import left_out, packed, to_pack, unpacked
from pourparler.errors import CaseError

SMALL = {"case.yaml": b"title: x\n", "seats/borea.yaml": b"", "seats/Åland 2.yaml": b"\x00\xff", "seats/e\u0301.yaml": b"1"}
contents = st.dictionaries(
    st.sampled_from(["evidence.csv", "outcome.yaml", "seats/a.yaml", "seats/é.yaml", "seats/" + "n" * 200 + ".yaml"]),
    st.binary(),
)


@settings(deadline=None)
@given(contents, st.binary())
def test_what_is_packed_is_unpacked_and_the_order_does_not_matter(files: dict[str, bytes], case: bytes) -> None:
    files = {**files, "case.yaml": case}
    data = packed(files)
    assert unpacked(data, "x") == files
    assert packed(dict(reversed(files.items()))) == data


def test_tar_itself_unpacks_it(tmp_path: Path) -> None:
    subprocess.run(["tar", "x"], input=packed(SMALL), cwd=tmp_path, check=True)
    assert {str(file.relative_to(tmp_path)): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == SMALL
    assert {file.stat().st_mode & 0o777 for file in tmp_path.rglob("*.yaml")} == {0o600}


def test_it_holds_no_time_and_no_owner() -> None:
    with tarfile.open(fileobj=io.BytesIO(packed(SMALL))) as made:
        member = made.getmembers()[0]
    assert (member.mtime, member.uid, member.gid, member.uname, member.gname) == (0, 0, 0, "", "")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "case.yml",
        "/case.yaml",
        "./case.yaml",
        "../case.yaml",
        "seats/../case.yaml",
        "seats/a/b.yaml",
        "seats//a.yaml",
        "seats/..yaml",
        "seats/.a.yaml",
        "seats/a.txt",
        "seats/a\n.yaml",
        "seats/a\\b.yaml",
        "seats/a\udcff.yaml",
        "other/a.yaml",
        "case.yaml/a.yaml",
        "seats",
    ],
)
def test_a_name_that_leads_elsewhere_is_none(name: str) -> None:
    with pytest.raises(CaseError):
        packed({name: b""})
    with pytest.raises(CaseError):
        unpacked(archive((name, tarfile.REGTYPE, "", b"x")), "x")


def archive(*more: tuple[str, bytes, str, bytes], **of_case: object) -> bytes:
    """Return a tar archive as a stranger would make one."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as made:
        case = tarfile.TarInfo("case.yaml")
        case.mode = 0o600
        for key, value in of_case.items():
            setattr(case, key, value)
        made.addfile(case)
        for name, kind, target, data in more:
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.size, member.mode = kind, target, len(data), 0o600
            made.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def test_the_archive_of_this_test_would_be_taken_if_it_were_harmless() -> None:
    assert unpacked(archive(), "x") == {"case.yaml": b""}


HOSTILE = {
    "a link out": archive(("evidence.csv", tarfile.SYMTYPE, "/etc/passwd", b"")),
    "a hard link": archive(("evidence.csv", tarfile.LNKTYPE, "case.yaml", b"")),
    "a folder": archive(("seats", tarfile.DIRTYPE, "", b"")),
    "a device": archive(("evidence.csv", tarfile.CHRTYPE, "", b"")),
    "a pipe": archive(("evidence.csv", tarfile.FIFOTYPE, "", b"")),
    "a sparse file": archive(("evidence.csv", tarfile.GNUTYPE_SPARSE, "", b"")),
    "one file twice": archive(("case.yaml", tarfile.REGTYPE, "", b"2")),
    "a time": archive(mtime=1),
    "an owner": archive(uid=1),
    "rights": archive(mode=0o4755),
    "a comment": archive(pax_headers={"comment": "x"}),
    "a size beyond its end": archive(size=2**40),
    "a size below nothing": archive(size=-1),
    "too many files": archive(*((f"seats/{n}.yaml", tarfile.REGTYPE, "", b"") for n in range(MOST_SEATS + 4))),
    "no case": packed({"evidence.csv": b"x"}),
    "nothing": b"",
    "no archive": b"pourparler: 1\n" * 1000,
    "something after its end": packed(SMALL) + b"\0" * 10240,
    "cut short": packed(SMALL)[:-1],
    "a file that is too large": packed({"case.yaml": b" " * (LARGEST_FILE + 1)}),
    "compressed": gzip.compress(packed(SMALL)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_stranger_made_is_refused(name: str) -> None:
    with pytest.raises(CaseError, match="no packed case"):
        unpacked(HOSTILE[name], "x")


@settings(deadline=None)
@given(st.integers(0, len(packed(SMALL)) - 1), st.binary(min_size=1, max_size=12))
def test_whatever_is_changed_is_refused(place: int, written: bytes) -> None:
    data = packed(SMALL)
    changed = data[:place] + written + data[place + len(written) :]
    try:
        files = unpacked(changed, "x")
    except CaseError:
        return
    assert packed(files) == changed


def test_the_files_of_a_folder_and_what_lies_beside_them(tmp_path: Path) -> None:
    for name, data in SMALL.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for beside in ("notes.txt", ".hidden", "case.yaml~", "seats/old.txt", "seats/.b.yaml"):
        (tmp_path / beside).write_text("x")
    assert to_pack(tmp_path) == to_pack(tmp_path / "case.yaml") == SMALL
    assert left_out(tmp_path) == (".hidden", "case.yaml~", "notes.txt", "seats/.b.yaml", "seats/old.txt")
    alone = tmp_path / "alone.yaml"
    alone.write_bytes(b"x")
    assert to_pack(alone) == {"case.yaml": b"x"} and left_out(alone) == ()


def test_a_folder_that_cannot_be_packed_says_why(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="a folder without case"):
        to_pack(tmp_path)
    (tmp_path / "case.yaml").write_bytes(b"x" * (LARGEST_FILE + 1))
    with pytest.raises(CaseError, match="more than 4 MiB"):
        to_pack(tmp_path)
    (tmp_path / "case.yaml").write_bytes(b"x")
    (tmp_path / "evidence.csv").write_bytes(b"x" * (LARGEST_FILE + 1))
    with pytest.raises(CaseError, match="more than 4 MiB"):
        to_pack(tmp_path)
    (tmp_path / "evidence.csv").unlink()
    (tmp_path / "seats").mkdir()
    for number in range(MOST_SEATS + 1):
        (tmp_path / "seats" / f"{number:02}.yaml").touch()
    with pytest.raises(CaseError, match="more than 24 seat files"):
        to_pack(tmp_path)
    (tmp_path / "seats" / "00.yaml").unlink()
    assert len(unpacked(packed(to_pack(tmp_path)), "x")) == 1 + MOST_SEATS
