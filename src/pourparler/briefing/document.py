# SPDX-License-Identifier: Apache-2.0
"""The document tree: what a briefing says and in which order, without a word on how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pourparler.showing import Shown
from pourparler.wording import say

#: What a statement is: found by computing, a fact, somebody's claim, an assumption, a judgement, a rival reading; or what it
#: rests on is held by nobody.
Kind: TypeAlias = Literal["result", "fact", "claim", "assumption", "judgement", "reading", "unheld"]


@dataclass(frozen=True)
class Mark:
    """What a statement is, who holds it and since when; `numbers`: how many numbers of the case this covers, if any."""

    kind: Kind
    by: str | None = None
    on: str | None = None
    numbers: int = 0


@dataclass(frozen=True)
class Paragraph:
    """One or more sentences. `more` says what else there is on the matter, where a face shows only part of the briefing.

    `lead` names what the text is, where that does not show from its place.
    """

    text: str
    more: str = ""
    mark: Mark | None = None
    lead: str = ""

    def leads_over(self) -> bool:
        """Return whether the text ends where something else has to follow, on the same page."""
        return self.mark is None and not self.more and self.text.rstrip().endswith(":")


@dataclass(frozen=True)
class BulletList:
    """Short texts of equal rank; `marks` has one for each of them, or is empty."""

    items: tuple[str, ...]
    marks: tuple[Mark | None, ...] = ()

    def __post_init__(self) -> None:
        if self.marks and len(self.marks) != len(self.items):
            raise ValueError("a list has another number of marks than of items")


@dataclass(frozen=True)
class Table:
    """Rows of cells under column headings; every row has a cell for every column, and a mark if any row has one."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    marks: tuple[Mark | None, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has another number of cells than there are columns")
        if self.marks and len(self.marks) != len(self.rows):
            raise ValueError("a table has another number of marks than of rows")


@dataclass(frozen=True)
class Figure(Shown):
    """A picture of numbers: `spec` is its Vega-Lite specification, `alternative` what it shows in words, `table` its numbers.

    `notes` explain its letters. A face that shows no pictures shows the table. All text of a case in `spec` stands in its data,
    never in its grammar.
    """

    spec: Mapping[str, object]
    caption: str
    alternative: str
    table: Table
    notes: tuple[str, ...] = ()


Block: TypeAlias = Paragraph | BulletList | Table | Figure


@dataclass(frozen=True)
class Section:
    """A heading, all that is said under it, and `brief`: what of it belongs on the one screen (nothing: not shown there).

    `rests_on` marks what the section was found from; `key` explains its words, where there is room for that. `part` is the part
    of a book it stands in; sections of one part follow one another.
    """

    heading: str
    blocks: tuple[Block, ...]
    brief: tuple[Block, ...] = ()
    rests_on: tuple[Mark, ...] = ()
    key: tuple[Block, ...] = ()
    part: str = ""

    def opens_its_part(self) -> bool:
        """Return whether the heading of the part says what its own would say again."""
        return self.heading == self.part


@dataclass(frozen=True)
class Stamp:
    """Whose a briefing is, for whose decision and from what it was made: the same stamp, the same briefing.

    `decider` is empty where it is not to be told. `journal_head` is the head of the journal of judgements, where there is one.
    """

    seat: str
    as_of: str
    decider: str
    digest: str
    seed: int
    worlds: int
    version: str
    journal_head: str | None = None

    def about(self) -> str:
        """Return whose briefing it is, in one line."""
        if not self.decider:
            return say("Seat: {seat} · as of {as_of}", seat=self.seat, as_of=self.as_of)
        line = "Seat: {seat} · as of {as_of} · for the decision of: {decider}"
        return say(line, seat=self.seat, as_of=self.as_of, decider=self.decider)


@dataclass(frozen=True)
class Briefing(Shown):
    """A briefing: its sections in the order of reading, the verdict first.

    `memo` is its page one, below the verdict; empty: what its sections have for the one screen (`Section.brief`).
    `label` says how far it may go on, and stands at the foot of every page.
    """

    title: str
    sections: tuple[Section, ...]
    stamp: Stamp | None = None
    memo: tuple[Section, ...] = ()
    label: str = ""

    def page_one(self) -> tuple[Section, ...]:
        """Return the sections of page one, each with all that it says there as its blocks."""
        if self.memo:
            return self.memo
        return tuple(replace(section, blocks=(*section.brief, *section.key)) for section in self.sections[1:] if section.brief)

    def figures(self) -> tuple[Figure, ...]:
        """Return every figure once, in the order of reading; those of one caption are one figure."""
        held = [*self.sections[:1], *self.page_one(), *self.sections[1:]]
        found = [block for section in held for block in (*section.blocks, *section.key) if isinstance(block, Figure)]
        return tuple({figure.caption: figure for figure in reversed(found)}.values())[::-1]

    def kinds(self) -> frozenset[Kind]:
        """Return every kind of mark that stands somewhere in it."""
        held = [*self.sections, *self.page_one()]
        blocks = [block for section in held for block in (*section.blocks, *section.key)]
        tables = [block.table if isinstance(block, Figure) else block for block in blocks]
        marks = [mark for section in held for mark in section.rests_on]
        marks += [mark for block in tables for mark in ((block.mark,) if isinstance(block, Paragraph) else block.marks) if mark]
        return frozenset(mark.kind for mark in marks)

    def opening(self) -> tuple[Block, ...]:
        """Return what stands under the verdict, without what the head of a page says anyway."""
        said = {self.title, self.stamp.about() if self.stamp is not None else ""}
        return tuple(b for b in self.sections[0].blocks if not (isinstance(b, Paragraph) and b.text in said))
