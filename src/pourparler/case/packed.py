# SPDX-License-Identifier: Apache-2.0
"""All files of a case as one piece of bytes, and back: a plain tar archive, the same bytes for the same files."""

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

from pourparler.case.decode import CASE_FILE, LARGEST_FILE, refuse
from pourparler.case.folder import EVIDENCE_FILE, MOST_SEATS, OUTCOME_FILE, SEATS_FOLDER, folder_of, seat_files
from pourparler.case.whole import files_of, in_memory
from pourparler.errors import CaseError
from pourparler.wording import say

#: The files of a case that have a name of their own, beside those of the seats.
_NAMED = (CASE_FILE, EVIDENCE_FILE, OUTCOME_FILE)
_MOST_FILES = len(_NAMED) + MOST_SEATS
#: So many bytes all files of a case may have together with what a tar archive puts around them: some KiB a file, 10 at the end.
LARGEST_PACK = _MOST_FILES * (LARGEST_FILE + 4 * 1024) + 16 * 1024
#: A file of a case is for its owner alone.
_MODE = 0o600


def to_pack(path: Path) -> dict[str, bytes]:
    """Return the files of a case by their names in its folder, whole, as `whole.files_of` does.

    Raises `CaseError` as that does, and for what would not come back: a file of more than 4 MiB, more than 24 seats.
    """
    files = files_of(path)
    for name, data in files.items():
        if len(data) > LARGEST_FILE:
            found = say("a file of more than {limit} MiB", limit=LARGEST_FILE // 1024**2)
            raise refuse(name, found, say("keep it smaller; bulk evidence belongs in a table of its own, evidence.csv"))
    if len(seat_files(path)) > MOST_SEATS:
        raise refuse(str(path), say("more than {n} seat files", n=MOST_SEATS), say("keep the seats that matter most"))
    return files


def left_out(path: Path) -> tuple[str, ...]:
    """Return the names of what lies in the folder of a case and is no file of it, in order; none for a file by itself."""
    folder = folder_of(path)
    if folder is None:
        return ()
    known = {*_NAMED, SEATS_FOLDER, *(f"{SEATS_FOLDER}/{file.name}" for file in seat_files(path).values())}
    try:
        there = [file.name for file in folder.iterdir()]
        if (folder / SEATS_FOLDER).is_dir():
            there += [f"{SEATS_FOLDER}/{file.name}" for file in (folder / SEATS_FOLDER).iterdir()]
    except OSError:
        return ()
    return tuple(sorted(set(there) - known))


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as a tar archive without times, owners or order of its own. Raises `CaseError` for a name of no file."""
    _named(files)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8") as archive:
        for name in sorted(files):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(files[name]), _MODE
            archive.addfile(member, io.BytesIO(files[name]))
    return stream.getvalue()


def unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """Return the files in what `packed` made, by their names; `name` stands for it in messages.

    Whoever made it may be a stranger. Raises `CaseError` if it is not, to the byte, what `packed` makes of the files in it.
    """
    strange = refuse(name, say("something that is no packed case"), say("give a file that `pourparler seal` wrote"))
    files: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:", encoding="utf-8", errors="strict") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isreg() and not member.issparse() else None
                if content is None or member.name in files or len(files) == _MOST_FILES:
                    raise strange
                files[member.name] = content.read(LARGEST_FILE + 1)
        _named(files)
    except (tarfile.TarError, ValueError, OverflowError, EOFError, CaseError) as error:  # broken headers raise any of these
        raise strange from error
    if CASE_FILE not in files or any(len(content) > LARGEST_FILE for content in files.values()) or packed(files) != data:
        raise strange
    return files


def _named(files: Mapping[str, bytes]) -> None:
    """Raise `CaseError` for a name that no file of a case can have, or that is no text."""
    in_memory(files)
    for name in files:
        try:
            name.encode("utf-8")
        except UnicodeEncodeError:
            raise refuse(name, say("a name that is no text"), say("give the file another name")) from None
