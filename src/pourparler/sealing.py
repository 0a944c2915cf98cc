# SPDX-License-Identifier: Apache-2.0
"""The errands of a sealed case: encrypted with age, whole, in memory; opened whole or not at all.

The format is age's (https://age-encryption.org/v1) around a tar archive, so that `age -d FILE | tar x` opens it without this
program. age hides what is inside from all but its recipients and shows whether it was changed; it does not say who sealed it.
The name, size and time of the sealed file, and how many recipients it has, are for all to see.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import TypeAlias

import pyrage
from pyrage import passphrase, ssh, x25519

from pourparler.briefs import write_files
from pourparler.case.decode import CASE_FILE, refuse
from pourparler.case.packed import LARGEST_PACK, left_out, packed, to_pack, unpacked
from pourparler.case.problem import quoted
from pourparler.desk import resolve, write_new_file
from pourparler.errors import CaseError
from pourparler.wording import say

Recipient: TypeAlias = x25519.Recipient | ssh.Recipient
Identity: TypeAlias = x25519.Identity | ssh.Identity
Ask: TypeAlias = Callable[[str], str]
"""Asks a person for a passphrase, and says for what; nothing of it is shown."""

ENDING = ".age"
_TO = "--to"
#: age adds a header of some hundred bytes for each recipient, and 16 to every 64 KiB.
_LARGEST_SEALED = LARGEST_PACK + LARGEST_PACK // 1024 + 1024 * 1024
#: Files of keys are short.
_LARGEST_KEYS = 64 * 1024
_AGE, _ARMOR = b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----"
_SECRET = "AGE-SECRET-KEY-"
_SSH_KEY = re.compile(rb"-----BEGIN (OPENSSH|RSA) PRIVATE KEY-----")
#: What others may do with a file that only its owner should read.
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Sealed:
    """A case that was sealed: the file, the names of what is in it and of what lies beside it, and for how many recipients."""

    file: Path
    names: tuple[str, ...]
    left_out: tuple[str, ...]
    recipients: int


def seal(case: str, to: Sequence[str], out: Path | None = None, *, replaces: bool = False) -> Sealed:
    """Encrypt every file of a case to recipients, and write the sealed file: `out`, or the name of the case with `.age`.

    `to` holds recipients (`age1…`, `ssh-ed25519 …`, `ssh-rsa …`), and files that list some. The case itself stays as it is,
    and may have mistakes, as long as it is text. Nothing of it is written but the sealed file, which appears whole or not at
    all; one that is there already is replaced only if `replaces`.

    Raises `CaseError` for a case that cannot be read, what is no recipient, none at all, or a file that cannot be written.
    """
    found = recipients(to)
    path = resolve(case)
    files = to_pack(path)
    file = out if out is not None else Path(f"{_name_of(path)}{ENDING}")
    data = pyrage.encrypt(packed(files), found)
    if replaces:
        write_files(file.parent, {file.name: data})
    else:
        write_new_file(file, data)
    return Sealed(file, tuple(sorted(files)), left_out(path), len(found))


def _name_of(path: Path) -> str:
    """Return what a case is called: its folder, or its file."""
    whole = path.resolve()
    return whole.parent.name if whole.name == CASE_FILE else whole.name if whole.is_dir() else whole.stem


def unseal(file: Path, keys: Sequence[Path], ask: Ask, out: Path | None = None) -> tuple[Path, tuple[str, ...]]:
    """Decrypt a sealed case into a new folder, and return it with the names of its files: `out`, or the name without `.age`.

    The folder is its owner's alone. It is written under its name with `.part`, and takes its own when all is there. Raises
    `CaseError` if there is something of that name, the file cannot be opened with these keys, or the folder cannot be written.
    """
    folder = out if out is not None else Path(file.name.removesuffix(ENDING))
    if os.path.lexists(folder):
        advice = say("give another folder with --out; nothing was written")
        raise refuse(str(folder), say("something that is there already"), advice)
    files = unsealed(file, keys, ask)
    part = _part_of(folder)
    if os.path.lexists(part):
        found = say("something that is there already, perhaps left by an opening that was cut short")
        raise refuse(str(part), found, say("look at it, and delete it; nothing was written"))
    try:
        try:
            for name, data in files.items():
                _write(part, part / name, data)
            _synced(part)
            part.rename(folder)
        finally:
            rmtree(part, ignore_errors=True)
        _synced(folder.parent)
    except (OSError, ValueError) as error:
        raise _unwritten(folder, say("a folder that cannot be written ({reason})", reason=_why(error))) from error
    return folder, tuple(sorted(files))


def _part_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.part")


def unsealed(file: Path, keys: Sequence[Path], ask: Ask) -> dict[str, bytes]:
    """Return the files of a sealed case by their names, in memory alone. Raises `CaseError` if it cannot be opened."""
    advice = say("give a file that `pourparler seal` wrote")
    data = _read(file, _LARGEST_SEALED, advice)
    if not data.startswith((_AGE, _ARMOR)):
        raise refuse(str(file), say("a file that is not sealed"), advice)
    known = [identity for each in keys for identity in identities(each, ask)]
    try:
        plain = pyrage.decrypt(data, known)
    except pyrage.DecryptError as error:
        if "matching" in str(error):  # the one word by which it tells a stranger's file from a broken one
            advice = say("give the identity of one whom it was sealed for")
            raise refuse(str(file), say("a case that is sealed for others"), advice) from None
        advice = say("take another copy of it; nothing was opened")
        raise refuse(str(file), say("a sealed file that is damaged, or was changed"), advice) from None
    return unpacked(plain, str(file))


def recipients(to: Sequence[str]) -> list[Recipient]:
    """Return the recipients that words name, or the files that list them, each once. Raises `CaseError` for anything else."""
    found: dict[str, Recipient] = {}
    for word in to:
        is_file = not word.startswith(("age1", "ssh-", _SECRET))
        for place, text in _lines(Path(word)) if is_file else [(_TO, word.strip())]:
            found[text] = _recipient(place, text)
    if not found:
        raise refuse(
            "--to", say("nobody whom it could be sealed for"), say("give a recipient, such as age1… or a file of them")
        )
    return list(found.values())


def _recipient(place: str, text: str) -> Recipient:
    # What was given is never shown: it could be the wrong half of a key.
    if text.startswith(_SECRET):
        advice = say("give the public one, age1…; a secret that was typed here may stand in the history of the terminal")
        raise refuse(place, say("a secret key"), advice)
    try:
        return ssh.Recipient.from_str(text) if text.startswith("ssh-") else x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise refuse(place, say("something that is no recipient"), _whom()) from None


def _whom() -> str:
    return say("give age1…, ssh-ed25519 …, ssh-rsa …, or the name of a file that lists such")


def identities(file: Path, ask: Ask) -> list[Identity]:
    """Return the identities in a file of age, in one that age protects with a passphrase, or in an ssh key without one.

    Raises `CaseError` if others may read the file, it holds anything else, or the passphrase is wrong.
    """
    data = _read(file, _LARGEST_KEYS, _which(), is_secret=True)
    try:
        if _SSH_KEY.match(data):
            return [ssh.Identity.from_buffer(data)]
        if data.startswith((_AGE, _ARMOR)):
            data = passphrase.decrypt(data, ask(say("passphrase of {file}: ", file=file.name)))
        found: list[Identity] = [x25519.Identity.from_str(text) for text in _stated(data.decode("ascii"))]
    except pyrage.DecryptError:
        raise refuse(str(file), say("an identity that this passphrase does not open"), say("try it once more")) from None
    except pyrage.IdentityError as error:
        if "decrypted" in str(error):
            advice = say("use an identity of age in its place: `pourparler identity FILE` makes one")
            raise refuse(str(file), say("an ssh key with a passphrase"), advice) from None
        raise _no_identity(file) from None
    except UnicodeDecodeError:
        raise _no_identity(file) from None
    if not found:
        raise _no_identity(file)
    return found


def _no_identity(file: Path) -> CaseError:
    return refuse(str(file), say("something that is no identity"), _which())


def _which() -> str:
    return say("give a file of age (AGE-SECRET-KEY-…) or an ssh key")


def new_identity(file: Path, protected_by: str | None = None) -> str:
    """Write a new identity of age, protected by a passphrase if there is one, and return the recipient that belongs to it.

    Only its owner may read the file. Raises `CaseError` if there is one already, or if it cannot be written.
    """
    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    text = f"# public key: {recipient}\n{identity}\n".encode()
    data = text if protected_by is None else passphrase.encrypt(text, protected_by)
    try:
        _write(file.parent, file, data)
    except FileExistsError:
        advice = say("give another path; nothing was written")
        raise refuse(str(file), say("a file that is there already"), advice) from None
    except (OSError, ValueError) as error:
        raise _unwritten(file, say("a file that cannot be written ({reason})", reason=_why(error))) from error
    return recipient


def _unwritten(place: Path, found: str) -> CaseError:
    return refuse(str(place), found, say("check who may write there, and whether there is room"))


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the lines of a file that say something, with their places."""
    try:
        text = _read(file, _LARGEST_KEYS, _whom()).decode("utf-8")
    except UnicodeDecodeError:
        raise refuse(str(file), say("something that is no text"), _whom()) from None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield f"{file}:{number}", line.strip()


def _stated(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _read(file: Path, largest: int, advice: str, *, is_secret: bool = False) -> bytes:
    """Return a file that is not larger than it may be and, if it is secret, that nobody but its owner may do anything with."""
    try:
        if not file.is_file():
            raise refuse(str(file), say("something that is no file") if file.exists() else say("no such file"), advice)
        with file.open("rb") as stream:
            mode, data = os.fstat(stream.fileno()).st_mode, stream.read(largest + 1)
    except (OSError, ValueError) as error:
        raise refuse(str(file), say("a file that cannot be opened ({reason})", reason=_why(error)), advice) from error
    if is_secret and os.name == "posix" and mode & _FOR_OTHERS:
        private = say("write: chmod 600 {file}", file=quoted(str(file)))
        raise refuse(str(file), say("an identity that others may read"), private)
    if len(data) > largest:
        raise refuse(str(file), say("a file of more than {limit} KiB", limit=largest // 1024), advice)
    return data


def _write(root: Path, file: Path, data: bytes) -> None:
    """Write a file and the folders from `root` to it, for their owner alone, out to the disk."""
    root.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
    file.parent.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(descriptor)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    _synced(file.parent)


def _synced(folder: Path) -> None:
    """Write the names in a folder out to the disk, where the system can."""
    with suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
