# SPDX-License-Identifier: Apache-2.0
"""Tables whose first row names their columns: which is which, and what stands in a cell, with complaints by row and column."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pourparler.case.problem import quoted
from pourparler.errors import CaseError
from pourparler.exchange.cells import LONGEST_NAME, Cell, Sheet
from pourparler.exchange.numbers import read_exact
from pourparler.exchange.sheet import number_advice
from pourparler.wording import say

#: The column that names who a row is about.
ACTOR = "actor"
#: Columns of a table of actors, by what heads them.
COLUMNS = {
    "actor": ACTOR,
    "name": ACTOR,
    "party": ACTOR,
    "stakeholder": ACTOR,
    "capability": "capability",
    "power": "capability",
    "influence": "capability",
    "clout": "capability",
    "position": "position",
    "salience": "salience",
    "votes": "votes",
    "no agreement": "no agreement",
    "description": "description",
}


def places_of(sheet: Sheet, known: Mapping[str, str]) -> dict[str, int]:
    """Return where each known column stands, from 0; what heads no known column, or one twice, is reported.

    Raises `CaseError` where the first row names no known column at all.
    """
    places: dict[str, int] = {}
    names = list(dict.fromkeys(known.values()))
    first = sheet.rows[0]
    if not any(cell.text.casefold().replace("_", " ") in known for cell in first):
        found = say("no column {name}, nor any other that is known", name=quoted(names[0]))
        sheet.report(first[0], found, _header_advice(first, names))
        raise CaseError(tuple(sheet.problems))
    for at, cell in enumerate(first):
        column = known.get(cell.text.casefold().replace("_", " "))
        if column is None:
            found = say("the unknown column {name}", name=quoted(cell.text)) if cell.text else say("a column without a name")
            sheet.report(cell, found, say("delete it; known are: {names}", names=", ".join(names)))
        elif column in places:
            sheet.report(cell, say("the column {name} a second time", name=quoted(column)), say("keep one of them"))
        else:
            places[column] = at
    return places


def _header_advice(first: Sequence[Cell], names: Sequence[str]) -> str:
    """Say what to write in the place of a first row that names no known column."""
    marks = {";": say("semicolons"), "\t": say("tabs"), "|": say("vertical bars")}
    for mark, called in marks.items():
        if len(first) == 1 and mark in first[0].text:
            return say("separate the columns by commas, not by {marks}, with a point before decimals", marks=called)
    return say("begin with a row that names the columns; known are: {names}", names=", ".join(names))


def report_missing(sheet: Sheet, places: Mapping[str, int], needed: Sequence[str], write: str) -> bool:
    """Report which of the needed columns there is none of; return whether one is missing."""
    missing = [name for name in needed if name not in places]
    for name in missing:
        sheet.report(sheet.rows[0][0], say("no column {name}", name=quoted(name)), write)
    return bool(missing)


def cell_in(row: list[Cell], place: int) -> Cell:
    """Return a cell of a row; where the row ends before it, an empty one at its place."""
    return row[place] if place < len(row) else Cell(row[0].row, place + 1, "", (row[0].place[0], row[-1].place[1]))


def name_in(sheet: Sheet, row: list[Cell], place: int) -> str | None:
    """Return the name in a cell; an empty one is reported, and None."""
    cell = cell_in(row, place)
    if len(cell.text) > LONGEST_NAME:
        found = say("a name of {n} characters", n=len(cell.text))
        sheet.report(cell, found, say("write a name of at most {n} characters", n=LONGEST_NAME))
    elif cell.text or cell.problem is not None:
        return cell.text or None
    else:
        sheet.report(cell, say("nothing"), say("write a name, or delete the row"))
    return None


def number_in(
    sheet: Sheet, row: list[Cell], place: int, *, least: Fraction | None = None, most: Fraction | None = None
) -> Fraction | None:
    """Return the number in a cell; what is none, or out of its bounds, is reported, and None."""
    cell = cell_in(row, place)
    number = read_exact(cell.text)
    if number is None:
        if cell.problem is None:
            write = number_advice(cell.text) if cell.text else say("write a number, such as 40, 12.5 or 1/3")
            sheet.report(cell, quoted(cell.text) if cell.text else say("nothing"), write)
        return None
    if least is not None and number < least:
        sheet.report(
            cell, say("{text}, below {least}", text=quoted(cell.text), least=least), say("write {least} or more", least=least)
        )
        return None
    if most is not None and number > most:
        found = say("{text}, above {most}", text=quoted(cell.text), most=most)
        sheet.report(cell, found, say("write at most {most}", most=most))
        return None
    return number
