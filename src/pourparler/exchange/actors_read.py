# SPDX-License-Identifier: Apache-2.0
"""Actors on a line from a spreadsheet: `actor, capability, position, salience`, or the form of KTAB; and who listens to whom.

KTAB (its Spatial Model of Politics) writes a first row with the name of the scenario, a description, how many actors and how
many dimensions there are; a second one with the names of columns; then a row for each actor: name, description, power, and a
position and a salience (0 to 100) for each dimension. Rows may end in a comma.
"""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from pourparler.case.problem import in_file_order, quoted
from pourparler.errors import CaseError
from pourparler.exchange.actors import StatedActor, StatedInfluence, StatedLine, StatedVote
from pourparler.exchange.cells import Cell, Sheet, csv_sheet
from pourparler.exchange.columns import ACTOR, COLUMNS, name_in, number_in, places_of, report_missing
from pourparler.exchange.sheet import short_list
from pourparler.exchange.votes import is_vote, vote_in
from pourparler.exchange.workbook import xlsx_sheet
from pourparler.wording import say

#: More actors are refused: the challenge model looks at every pair through everybody's eyes.
MOST_ACTORS = 200
#: A table without shares of 1 states saliences out of 100, as KTAB does; both ends of either form.
PERCENT, WHOLE = Fraction(100), Fraction(1)
#: Columns of KTAB before those of the dimensions, and of each dimension.
_BEFORE, _EACH = 3, 2


def read_actors(path: Path, dimension: int | None = None) -> StatedLine | StatedVote:
    """Read actors on a line, or players with weights, from a spreadsheet, by its columns; `dimension` of several, from 1.

    Raises `CaseError` with every problem, each by its row and column.
    """
    sheet = _sheet(path)
    stated: StatedLine | StatedVote | None
    if _is_ktab(sheet):
        stated = _from_ktab(sheet, dimension)
    elif is_vote(sheet):
        stated = vote_in(sheet, path.stem)
    else:
        stated = _from_columns(sheet, path.stem)
        if stated is not None and dimension not in (None, 1):
            sheet.report(
                sheet.rows[0][0], say("one question, and not number {n}", n=dimension or 0), say("leave out --dimension")
            )
    if sheet.problems or stated is None:
        raise CaseError(in_file_order(sheet.problems))
    return stated


def read_influence(path: Path, actors: Sequence[str]) -> StatedInfluence:
    """Read who listens to whom: the columns `actor, listens to, share`, a row for each pair. Raises `CaseError` with every
    problem.

    A share lies between 0 and 1; those of one actor sum to at most 1, and what is left keeps to its own position.
    """
    sheet = _sheet(path)
    head = [cell.text.casefold() for cell in sheet.rows[0]]
    if head != [ACTOR, "listens to", "share"]:
        write = say("begin with the row actor,listens to,share: who takes what share of its view from whom, from 0 to 1")
        sheet.report(sheet.rows[0][0], quoted(",".join(head)), write)
        raise CaseError(tuple(sheet.problems))
    shares: dict[str, dict[str, Fraction]] = {}
    for row in sheet.rows[1:]:
        on, by = (_known(sheet, row, place, actors) for place in (0, 1))
        share = number_in(sheet, row, 2, least=Fraction(0), most=WHOLE)
        if on is None or by is None or share is None:
            continue
        if by in shares.setdefault(on, {}):
            sheet.report(row[1], say("the same pair a second time"), say("write each pair once"))
        shares[on][by] = share
        if sum(shares[on].values()) > 1:
            found = say("shares of {actor} that sum to more than 1", actor=quoted(on))
            sheet.report(row[2], found, say("lower them: what is left of 1 keeps to its own position"))
    if sheet.problems:
        raise CaseError(in_file_order(sheet.problems))
    return StatedInfluence(shares)


def _sheet(path: Path) -> Sheet:
    begin = say("begin with the row actor,capability,position,salience, or player,weight")
    return xlsx_sheet(path, begin) if path.suffix.lower() == ".xlsx" else csv_sheet(path, begin)


def _known(sheet: Sheet, row: list[Cell], place: int, actors: Sequence[str]) -> str | None:
    name = name_in(sheet, row, place)
    if name is not None and name not in actors:
        sheet.report(
            row[place], say("the unknown actor {name}", name=quoted(name)), say("known are: {names}", names=short_list(actors))
        )
        return None
    return name


def _from_columns(sheet: Sheet, title: str) -> StatedLine | None:
    """Read a table whose first row names its columns, in any order."""
    places = places_of(sheet, COLUMNS)
    needed = (ACTOR, "capability", "position", "salience")
    if report_missing(sheet, places, needed, say("give a table of actors the columns actor,capability,position,salience")):
        return None
    read = [_actor(sheet, row, places) for row in sheet.rows[1:]]
    return _line(sheet, title, [actor for actor in read if actor is not None], places["salience"])


def _actor(sheet: Sheet, row: list[Cell], places: dict[str, int]) -> tuple[StatedActor, list[Cell]] | None:
    """Read a row; a salience still stands as it is written."""
    zero = Fraction(0)
    name = name_in(sheet, row, places[ACTOR])
    capability, salience = (number_in(sheet, row, places[key], least=zero) for key in ("capability", "salience"))
    position = number_in(sheet, row, places["position"])
    votes = number_in(sheet, row, places["votes"], least=zero) if "votes" in places else None
    without = number_in(sheet, row, places["no agreement"]) if "no agreement" in places else None
    at = places.get("description")
    told = row[at].text if at is not None and at < len(row) else ""
    _nothing_beyond(sheet, row, len(sheet.rows[0]))
    if name is None or capability is None or position is None or salience is None:
        return None
    return StatedActor(name, capability, position, salience, votes, without, told), row


def _from_ktab(sheet: Sheet, dimension: int | None) -> StatedLine | None:
    """Read the form of KTAB, and of its dimensions one."""
    first, head = sheet.rows[0], sheet.rows[1]
    sheet.names = [cell.text for cell in head]
    dimensions = (len(head) - _BEFORE) // _EACH
    if dimensions < 1 or (len(head) - _BEFORE) % _EACH:
        write = say("give every dimension two columns, position and salience, after name, description and power")
        sheet.report(head[-1], say("{n} columns", n=len(head)), write)
        return None
    wanted = 1 if dimension is None else dimension
    if wanted > dimensions:
        found = say("{n} dimensions, and no number {wanted}", n=dimensions, wanted=wanted)
        sheet.report(head[-1], found, say("give a --dimension from 1 to {n}", n=dimensions))
        return None
    at = _BEFORE + _EACH * (wanted - 1)
    places = {ACTOR: 0, "description": 1, "capability": 2, "position": at, "salience": at + 1}
    body = sheet.rows[2:]
    for cell, counted, what in zip(first[2:4], (len(body), dimensions), (say("actors"), say("dimensions")), strict=False):
        if cell.text != str(counted):
            found = say("{text}, while {n} {what} follow", text=quoted(cell.text), n=counted, what=what)
            sheet.report(cell, found, say("write how many there are, or complete the file"))
    read = [_ktab_actor(sheet, row, places, len(head)) for row in body]
    return _line(sheet, first[0].text, [actor for actor in read if actor is not None], at + 1, (wanted, dimensions), PERCENT)


def _ktab_actor(sheet: Sheet, row: list[Cell], places: dict[str, int], width: int) -> tuple[StatedActor, list[Cell]] | None:
    _nothing_beyond(sheet, row, width)
    name = name_in(sheet, row, 0)
    capability, salience = (number_in(sheet, row, places[key], least=Fraction(0)) for key in ("capability", "salience"))
    position = number_in(sheet, row, places["position"])
    told = row[1].text if len(row) > 1 else ""
    if name is None or capability is None or position is None or salience is None:
        return None
    return StatedActor(name, capability, position, salience, description=told), row


def _line(
    sheet: Sheet,
    title: str,
    read: list[tuple[StatedActor, list[Cell]]],
    at: int,
    which: tuple[int, int] = (1, 1),
    out_of: Fraction | None = None,
) -> StatedLine | None:
    """Put actors together: names once, saliences on one scale."""
    seen: set[str] = set()
    for actor, row in read:
        if actor.name in seen:
            sheet.report(
                row[0], say("the actor {name} a second time", name=quoted(actor.name)), say("give every actor one row")
            )
        seen.add(actor.name)
    if len(sheet.rows) - 1 > MOST_ACTORS:
        sheet.report(sheet.rows[MOST_ACTORS][0], say("more than {n} actors", n=MOST_ACTORS), say("join the smallest ones"))
    if not read and not sheet.problems:
        sheet.report(sheet.rows[-1][0], say("no actor"), say("add a row for each actor"))
    whole = out_of or _whole(sheet, read, at)
    for actor, row in read:
        if actor.salience > whole:
            found = say("a salience of {text}, outside 0 to {most}", text=quoted(row[at].text), most=whole)
            sheet.report(row[at], found, say("write how much the actor cares, from 0 to {most}", most=whole))
    if sheet.problems:
        return None
    actors = tuple(
        StatedActor(a.name, a.capability, a.position, a.salience / whole, a.votes, a.no_agreement, a.description)
        for a, _ in read
    )
    return StatedLine(title, actors, *which)


def _whole(sheet: Sheet, read: list[tuple[StatedActor, list[Cell]]], at: int) -> Fraction:
    """Return what a full salience is: 1 if all are shares of one, else 100. A mixture of both is reported."""
    above = [(actor, row) for actor, row in read if actor.salience > WHOLE]
    if not above:
        return WHOLE
    if any(0 < actor.salience < WHOLE for actor, _ in read) or max(actor.salience for actor, _ in above) < 2:
        for _, row in above:
            found = say("a salience of {text}, outside 0 to 1, while others are shares of 1", text=quoted(row[at].text))
            sheet.report(row[at], found, say("write all saliences from 0 to 1, or all from 0 to 100"))
        return max(actor.salience for actor, _ in above)
    return PERCENT


def _is_ktab(sheet: Sheet) -> bool:
    """Return whether the names of columns stand in the second row, after the numbers of actors and dimensions."""
    rows = sheet.rows
    return len(rows) > 1 and len(rows[1]) > _BEFORE and [cell.text.casefold() for cell in rows[1][:2]] == [ACTOR, "description"]


def _nothing_beyond(sheet: Sheet, row: list[Cell], width: int) -> None:
    for cell in row[width:]:
        if cell.text:
            sheet.report(cell, say("a cell beyond the last column"), say("name the column, or empty the cell"))
