# SPDX-License-Identifier: Apache-2.0
"""A disk on which only what was synced is sure to be there after a power cut, and on which a sync may fail.

The way into SQLite is `xSync` of its files, in this process, with the real files: what a file holds when a sync of it has
succeeded is what the disk has for sure. Of each block that was written since, a cut leaves the old or the new one, as chance
has it. That the system and the device themselves do what a sync promises is not tried.
"""

import ctypes
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.failing_disk import LIBRARY, Vfs

#: A device writes a sector whole or not at all.
SECTOR = 512
#: What SQLite is told of a sync that failed (sqlite3.h: SQLITE_IOERR_FSYNC).
_FAILED = 10 | (4 << 8)
#: Where `xSync` stands among the methods of a file, and how many methods version 3 has.
_SYNC, _METHODS = 4, 18

_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_void_p
)
_SYNCED = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Methods(ctypes.Structure):
    _fields_ = (("version", ctypes.c_int), ("calls", ctypes.c_void_p * _METHODS))


@dataclass
class Disk:
    """What the files of a folder hold for sure; `before_sync` is called at every sync, and fails it by returning True."""

    folder: Path
    sure: dict[str, bytes] = field(default_factory=dict)
    syncs: int = 0
    before_sync: Callable[["Disk"], bool] = lambda disk: False

    def now(self) -> dict[str, bytes]:
        """Return what the files hold while the power is on."""
        return {file.name: file.read_bytes() for file in sorted(self.folder.glob("archive.db*")) if file.suffix != ".db-shm"}

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return what the files may hold when the power comes back."""
        return {name: _torn(self.sure.get(name, b""), held, chance) for name, held in self.now().items()}

    def sync(self, name: str) -> bool:
        """Note that a file is synced; return whether that fails."""
        self.syncs += 1
        if self.before_sync(self):
            return True
        self.sure[name] = (self.folder / name).read_bytes()
        return False


def _torn(sure: bytes, held: bytes, chance: random.Random) -> bytes:
    """Return a file of which each sector written since the last sync is there or not."""
    length = len(held) if len(held) <= len(sure) else chance.choice((len(sure), len(held)))
    sectors = []
    for at in range(0, length, SECTOR):
        old, new = sure[at : at + SECTOR].ljust(SECTOR, b"\0"), held[at : at + SECTOR].ljust(SECTOR, b"\0")
        sectors.append(new if old == new else chance.choice((old, new)))
    return b"".join(sectors)[:length]


@contextmanager
def powered(disk: Disk) -> Iterator[Disk]:
    """Let every file that SQLite opens in the folder of `disk` be synced by way of it."""
    assert LIBRARY is not None
    LIBRARY.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
    vfs = LIBRARY.sqlite3_vfs_find(None).contents
    real = vfs.first[0]
    kept: list[Any] = []
    methods: dict[tuple[int, str], _Methods] = {}

    def opened(own: int, name: int | None, file: Any, flags: int, out: int) -> int:
        done: int = ctypes.cast(real, _OPEN)(own, name, file, flags, out)  # SQLite keeps the name's very address
        path = Path(ctypes.string_at(name).decode()) if name is not None else Path()
        if done == 0 and path.parent == disk.folder:
            file[0] = ctypes.addressof(through(file[0], path.name))
        return done

    def through(at: int, name: str) -> _Methods:
        """Return the methods of a file, of which one is ours; those of a name are made once."""
        if (at, name) not in methods:
            own = _Methods.from_buffer_copy(_Methods.from_address(at))
            sync = ctypes.cast(own.calls[_SYNC], _SYNCED)
            ours = _SYNCED(lambda file, flags: _FAILED if disk.sync(name) else sync(file, flags))
            kept.append(ours)
            own.calls[_SYNC] = ctypes.cast(ours, ctypes.c_void_p).value
            methods[at, name] = own
        return methods[at, name]

    call = _OPEN(opened)
    vfs.first[0] = ctypes.cast(call, ctypes.c_void_p).value
    try:
        yield disk
    finally:
        vfs.first[0] = real
        _FOR_EVER.extend([call, *kept, *methods.values()])  # a file that is still open calls them


_FOR_EVER: list[Any] = []


def put_down(files: Mapping[str, bytes], folder: Path, key: Path) -> Path:
    """Write the files of an archive as a cut left them, with its key; return where the archive is."""
    folder.mkdir()
    for name, held in files.items():
        (folder / name).write_bytes(held)
    (folder / "archive.key").write_bytes(key.read_bytes())
    return folder / "archive.db"
