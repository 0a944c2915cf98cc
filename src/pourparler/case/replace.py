# SPDX-License-Identifier: Apache-2.0
"""Replacing a file whole: whoever reads it sees the old one or the new one, and after a crash one of the two is there.

A second file beside it is written out to the disk and then takes its name. Two writers that both saw the same file do not undo
each other: the second one finds it changed.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from pourparler.case.decode import refuse
from pourparler.errors import CaseError
from pourparler.wording import say


def replace_file(file: Path, before: bytes, after: bytes) -> None:
    """Put `after` in the place of a file that holds `before`.

    A symbolic link stays and what it leads to is replaced; permissions stay, and so does the owner where that is allowed.
    Raises `CaseError` if the file does not hold `before` any more or cannot be written, and leaves it as it was.
    """
    try:
        target = file.resolve(strict=True)
        if not os.access(target, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        with _locked(target.parent) as folder:
            draft = _draft(target, after)
            try:
                if target.read_bytes() != before:
                    raise changed_meanwhile(file)
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)
            os.fsync(folder)
    except OSError as error:
        found = say("a file that cannot be written ({reason})", reason=error.strerror or str(error))
        raise refuse(str(file), found, say("check who may write there, and whether there is room")) from error


def changed_meanwhile(file: Path) -> CaseError:
    """Return the error for a file that is not what a change was made for."""
    return refuse(str(file), say("a file that has changed since it was read"), say("look at it again; nothing was written"))


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Hold a folder against other writers of this program, and yield its descriptor."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(ImportError, OSError):  # some file systems know no locks; the comparison remains
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _draft(target: Path, data: bytes) -> Path:
    """Write a second file beside a file, with its permissions, out to the disk; nobody else may read it before."""
    info = target.stat()
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, stat.S_IRUSR | stat.S_IWUSR)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            with contextlib.suppress(PermissionError):
                os.fchown(descriptor, info.st_uid, info.st_gid)
            os.fchmod(descriptor, stat.S_IMODE(info.st_mode))
            os.fsync(descriptor)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft
