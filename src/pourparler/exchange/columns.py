# SPDX-License-Identifier: Apache-2.0
"""Tables whose first row names their columns: which is which, and what stands in a cell, with complaints by row and column."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pourparler.case.problem import quoted
from pourparler.exchange.cells import Cell, Sheet
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
    """Return where each known column stands, from 0; what heads no known column, or one twice, is reported."""
    places: dict[str, int] = {}
    for at, cell in enumerate(sheet.rows[0]):
        column = known.get(cell.text.casefold().replace("_", " "))
        if column is None:
            found = say("the unknown column {name}", name=quoted(cell.text)) if cell.text else say("a column without a name")
            sheet.report(cell, found, say("delete it; known are: {names}", names=", ".join(dict.fromkeys(known.values()))))
        elif column in places:
            sheet.report(cell, say("the column {name} a second time", name=quoted(column)), say("keep one of them"))
        else:
            places[column] = at
    return places


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
    if cell.text or cell.problem is not None:
        return cell.text or None
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
            sheet.report(cell, quoted(cell.text) if cell.text else say("nothing"), number_advice(cell.text))
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
