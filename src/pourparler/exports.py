# SPDX-License-Identifier: Apache-2.0
"""The errand of `export`: what a briefing holds in tables, for other programs to compute with."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pourparler.briefing.document import Briefing, Figure, Table
from pourparler.exchange.sheet_writing import csv_bytes, typed
from pourparler.exchange.workbook import workbook_bytes
from pourparler.wording import say

#: What an export is written as, by the ending of its files.
EXPORTS = ("json", "csv", "xlsx")
#: The longest name of a sheet that spreadsheets take.
_LONGEST_SHEET = 31
#: The longest part of a file name that is made of a heading.
_LONGEST_SLUG = 40


@dataclass(frozen=True)
class Listed:
    """A table of a briefing: under which heading it stands, what it is called, its rows with their column names first."""

    heading: str
    caption: str
    rows: tuple[tuple[str, ...], ...]


def tables_of(briefing: Briefing) -> tuple[Listed, ...]:
    """Return every table of a briefing, those beside its figures included, in the order of reading."""
    return tuple(_tables(briefing))


def _tables(briefing: Briefing) -> Iterator[Listed]:
    for section in briefing.sections:
        for block in section.blocks:
            table = block.table if isinstance(block, Figure) else block
            if isinstance(table, Table):
                yield Listed(section.heading, table.caption, (table.columns, *table.rows))


def as_files(name: str, briefing: Briefing, json: str, formats: tuple[str, ...]) -> dict[str, bytes]:
    """Return what is asked for: `NAME.json`, `NAME.xlsx` with a sheet for each table, a `NAME-NN-HEADING.csv` for each."""
    tables = tables_of(briefing)
    out: dict[str, bytes] = {}
    if "json" in formats:
        out[f"{name}.json"] = json.encode("utf-8")
    if "xlsx" in formats:
        out[f"{name}.xlsx"] = _workbook(briefing.title, tables)
    if "csv" in formats:
        width = len(str(len(tables)))
        for number, table in enumerate(tables, 1):
            out[f"{name}-{number:0{width}}-{_slug(table.heading)}.csv"] = csv_bytes(table.rows)
    return out


def _workbook(title: str, tables: tuple[Listed, ...]) -> bytes:
    """Return a workbook: what there is on the first sheet, then a sheet for each table."""
    names = [_sheet_name(number, table.heading) for number, table in enumerate(tables, 1)]
    listed = [(name, table.heading, table.caption) for name, table in zip(names, tables, strict=True)]
    first = [(say("sheet"), say("section"), say("table")), *listed, ("", title, "")]
    sheets = [(name, [[typed(cell) for cell in row] for row in table.rows]) for name, table in zip(names, tables, strict=True)]
    return workbook_bytes([(say("contents"), first), *sheets])


def _sheet_name(number: int, heading: str) -> str:
    """Return a name that a spreadsheet takes: short, without the characters that it keeps for itself."""
    plain = re.sub(r"[^\w -]", "", heading)
    return f"{number} {plain}"[:_LONGEST_SHEET].strip()


def _slug(heading: str) -> str:
    """Return a heading as a part of a file name: small letters and digits of ASCII."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "table"
