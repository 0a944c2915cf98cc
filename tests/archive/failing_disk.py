# SPDX-License-Identifier: Apache-2.0
"""A disk that fails: SQLite's own hook for system calls lets some of its writes come back with an error of the machine.

SQLite is the library that Python itself uses, in this process, with the real files; only `write` and its like are replaced.
"""

import ctypes
import errno
import re
import sqlite3  # so that the library is there to be found
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_WRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, use_errno=True)
_PWRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64, use_errno=True)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int64, use_errno=True)
_CALLS = {"write": _WRITE, "pwrite": _PWRITE, "pwrite64": _PWRITE, "ftruncate": _TRUNCATE}

assert sqlite3.sqlite_version


class Vfs(ctypes.Structure):
    """The beginning of `sqlite3_vfs` and its function pointers (sqlite3.h, version 3 of the structure)."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("size", ctypes.c_int),
        ("longest", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("first", ctypes.c_void_p * 13),
        ("set_system_call", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
    )


class FailingDisk:
    """Counts the writes of SQLite, and fails those from number `first` on, `how_many` of them, with `error`."""

    def __init__(self, first: int, how_many: int, error: int = errno.EIO) -> None:
        self.first, self.how_many, self.error = first, how_many, error
        self.seen = self.failed = 0

    def fails(self) -> bool:
        """Count one more write, and return whether it fails."""
        self.seen += 1
        is_hit = self.first <= self.seen < self.first + self.how_many
        self.failed += is_hit
        return is_hit

    def heal(self) -> None:
        """Fail no more."""
        self.how_many = 0


def _library() -> ctypes.CDLL | None:
    """Return the SQLite that this process uses, if it lets itself be called."""
    for file in sorted(set(re.findall(r"\S*sqlite3\S*\.so\S*", Path("/proc/self/maps").read_text())), key=len):
        library = ctypes.CDLL(file)
        if hasattr(library, "sqlite3_vfs_find"):
            return library
    return None


LIBRARY = _library()


@contextmanager
def failing(disk: FailingDisk) -> Iterator[FailingDisk]:
    """Let the writes of SQLite in this process go through `disk`."""
    assert LIBRARY is not None
    LIBRARY.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
    vfs = LIBRARY.sqlite3_vfs_find(None)
    system = ctypes.CDLL(None, use_errno=True)
    replaced = {name: kind(_through(disk, kind((name, system)))) for name, kind in _CALLS.items()}
    for name, call in replaced.items():
        vfs.contents.set_system_call(vfs, name.encode(), ctypes.cast(call, ctypes.c_void_p))
    try:
        yield disk
    finally:
        for name in replaced:
            vfs.contents.set_system_call(vfs, name.encode(), None)


def _through(disk: FailingDisk, real: Any) -> Any:
    def call(*arguments: int) -> int:
        if disk.fails():
            ctypes.set_errno(disk.error)
            return -1
        done: int = real(*arguments)
        return done

    return call
