# SPDX-License-Identifier: Apache-2.0
"""The files of a case in memory, looked at in the way of a folder on disk, so that the same reader reads both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True)
class InMemory:
    """A folder of files by name (`case.yaml`, `seats/harrow.yaml`), or what stands at `at` in it.

    It answers what the reader asks of a `pathlib.Path`, and as that does: there need be nothing at the place that it names.
    """

    files: Mapping[str, bytes]
    at: str = ""

    def __str__(self) -> str:
        return self.at or "."

    def __lt__(self, other: "InMemory") -> bool:
        return self.at < other.at

    def __truediv__(self, name: str) -> "InMemory":
        return InMemory(self.files, f"{self.at}/{name}" if self.at else name)

    @property
    def name(self) -> str:
        """The last part of the name."""
        return self.at.rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The ending of the name, with its dot."""
        return Path(self.name).suffix

    @property
    def stem(self) -> str:
        """The last part of the name without its ending."""
        return Path(self.name).stem

    @property
    def parent(self) -> "InMemory":
        """The folder that it stands in."""
        return InMemory(self.files, self.at.rpartition("/")[0])

    def is_file(self) -> bool:
        """Return whether there is a file of this name."""
        return self.at in self.files

    def is_dir(self) -> bool:
        """Return whether anything stands below this name."""
        return not self.at or any(name.startswith(f"{self.at}/") for name in self.files)

    def exists(self) -> bool:
        """Return whether there is anything of this name."""
        return self.is_file() or self.is_dir()

    def iterdir(self) -> Iterator["InMemory"]:
        """Yield the files that stand directly in this folder. Raises `FileNotFoundError` if it is none."""
        if not self.is_dir():
            raise FileNotFoundError(self.at)
        for name in self.files:
            if name.rpartition("/")[0] == self.at:
                yield InMemory(self.files, name)

    def open(self, mode: str) -> BytesIO:
        """Return the content for reading. Raises `FileNotFoundError` if there is no such file."""
        if not self.is_file():
            raise FileNotFoundError(self.at)
        return BytesIO(self.files[self.at])


Place: TypeAlias = Path | InMemory
"""Where a case or one of its files stands: on disk, or in memory."""
