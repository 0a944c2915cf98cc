# SPDX-License-Identifier: Apache-2.0
"""The document tree: what a briefing says and in which order, without a word on how it looks."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Paragraph:
    """One or more sentences."""

    text: str


@dataclass(frozen=True)
class BulletList:
    """Short texts of equal rank."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells under column headings; every row has a cell for every column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has another number of cells than there are columns")


Block: TypeAlias = Paragraph | BulletList | Table


@dataclass(frozen=True)
class Section:
    """A heading, all that is said under it, and `brief`: what of it belongs on the one screen (nothing: not shown there)."""

    heading: str
    blocks: tuple[Block, ...]
    brief: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """A briefing: its sections in the order of reading, the verdict first."""

    title: str
    sections: tuple[Section, ...]
