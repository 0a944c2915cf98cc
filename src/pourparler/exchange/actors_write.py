# SPDX-License-Identifier: Apache-2.0
"""Actors on a line as a plain spreadsheet or in the form of KTAB, so that reading the file gives the same actors again."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pourparler.case.problem import HIDDEN, Problem, quoted, visible
from pourparler.errors import CaseError
from pourparler.exchange.actors import StatedLine
from pourparler.exchange.actors_read import PERCENT
from pourparler.exchange.cells import REMARK, guarded
from pourparler.exchange.numbers import write_exact
from pourparler.exchange.sheet_writing import Row, bytes_of_rows
from pourparler.wording import say


def actors_bytes(stated: StatedLine, path: Path) -> bytes:
    """Return actors as the file that the ending of `path` names, .csv or .xlsx: a column for each number, saliences from 0 to
    1.

    The same actors give the same bytes. Raises `CaseError` for names that a spreadsheet cannot hold.
    """
    _refuse_names(stated, path)
    return bytes_of_rows(list(_rows(stated)), path)


def ktab_bytes(stated: StatedLine, path: Path) -> tuple[bytes, tuple[str, ...]]:
    """Return actors in the form of KTAB, one dimension, saliences from 0 to 100, and what that form cannot hold, as sentences.

    Raises `CaseError` for names that a spreadsheet cannot hold.
    """
    _refuse_names(stated, path)
    rows: list[Row] = [[stated.title, stated.title, str(len(stated.actors)), "1"]]
    rows.append(["Actor", "Description", "Power", "Position", "Salience"])
    for actor in stated.actors:
        numbers = (actor.capability, actor.position, actor.salience * PERCENT)
        rows.append([actor.name, actor.description or actor.name, *map(write_exact, numbers)])
    notes = []
    if any(actor.votes is not None for actor in stated.actors):
        notes.append(say("KTAB knows no votes apart from power: they are left out"))
    if any(actor.no_agreement is not None for actor in stated.actors):
        notes.append(say("KTAB knows no answer without agreement: it is left out"))
    if any("/" in cell for row in rows[2:] for cell in row[2:]):
        notes.append(say("numbers that no decimal holds are written as fractions, which KTAB does not read"))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[guarded(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8"), tuple(notes)


def _rows(stated: StatedLine) -> Iterator[Row]:
    actors = stated.actors
    extra = {
        "votes": [actor.votes for actor in actors],
        "no agreement": [actor.no_agreement for actor in actors],
    }
    shown = {name: column for name, column in extra.items() if all(number is not None for number in column)}
    told = ["description"] if any(actor.description for actor in actors) else []
    yield ["actor", "capability", "position", "salience", *shown, *told]
    for place, actor in enumerate(actors):
        numbers = [actor.capability, actor.position, actor.salience, *(column[place] for column in shown.values())]
        yield [
            actor.name,
            *(write_exact(number) for number in numbers if number is not None),
            *([actor.description] if told else []),
        ]


def _refuse_names(stated: StatedLine, path: Path) -> None:
    problems = []
    for name in (actor.name for actor in stated.actors):
        if name != name.strip() or not name or HIDDEN.search(name) or "\n" in name or "\r" in name or name.startswith(REMARK):
            found = say("the name {name}, which a spreadsheet cannot hold", name=quoted(name))
            problems.append(Problem(str(path), 0, 0, visible(name), "", found, say("rename it")))
    if problems:
        raise CaseError(tuple(problems))
