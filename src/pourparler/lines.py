# SPDX-License-Identifier: Apache-2.0
"""The errand of `partners`: which file it is given, actors on a line or a vote studied alone, and both written again."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pourparler.case import CaseError, Problem
from pourparler.case.decode import load_file
from pourparler.case.problem import quoted
from pourparler.desk import resolve, write_new_file
from pourparler.exchange import (
    SHEETS,
    StatedVote,
    StatedVotes,
    actors_bytes,
    is_vote_file,
    ktab_bytes,
    read_actors,
    read_influence,
    read_votes,
)
from pourparler.exchange.numbers import read_exact, write_exact
from pourparler.exchange.sheet import short_list
from pourparler.wording import say

if TYPE_CHECKING:  # the mathematics is loaded where something is studied
    from pourparler.assess.line_rows import LineStudy, VotesStudy, VoteStudy

#: Files of text that may state a vote; a case may have such an ending, too.
_TREES = (".yaml", ".yml", ".json")
#: Tables in a form that is not read.
_OTHER_TABLES = (".tsv", ".tab", ".ods", ".xls", ".numbers")


@dataclass(frozen=True)
class Asked:
    """What is asked of a table beyond what it states: options of the command, as they were typed."""

    rounds: int | None = None
    quota: str | None = None
    vetoes: tuple[str, ...] = ()
    aim: str | None = None
    influence: Path | None = None
    dimension: int | None = None

    def given(self) -> tuple[str, ...]:
        """Return the names of the options that were given."""
        options = {
            "--rounds": self.rounds,
            "--quota": self.quota,
            "--veto": self.vetoes or None,
            "--for": self.aim,
            "--influence": self.influence,
            "--dimension": self.dimension,
        }
        return tuple(name for name, value in options.items() if value is not None)


def is_case(path: str) -> bool:
    """Return whether a path is that of a case, or a name of the catalog, and not a table of actors or players.

    Raises `CaseError` where there is neither file nor case, and for what can be told to be neither.
    """
    found = resolve(path)
    ending = found.suffix.lower()
    if ending in SHEETS:
        return False
    if found.is_dir():
        return True
    if ending in _OTHER_TABLES:
        raise _refused(path, say("a table in a form that is not read"), say("save it as .csv, with commas, or as .xlsx"))
    if ending not in _TREES:
        return True
    if is_vote_file(found):
        return False
    if ending == ".json" and '"pourparler"' not in load_file(found).text:
        told = say("neither a case nor a vote: no 'pourparler', and no 'weights' or 'rules'")
        raise _refused(path, told, say("give actors as .csv or .xlsx, with the columns actor,capability,position,salience"))
    return True


def study_stated(path: str, asked: Asked) -> "LineStudy | VoteStudy | VotesStudy":
    """Read and study actors on a line, a vote, or several. Raises `CaseError` with every mistake of the file read first."""
    from pourparler.assess.line_study import Unsettled, study_line, study_vote, study_votes
    from pourparler.assess.positions import ROUNDS

    found = resolve(path)
    stated = read_actors(found, asked.dimension) if found.suffix.lower() in SHEETS else read_votes(found)
    if isinstance(stated, StatedVotes):
        if asked.given():
            write = say("leave it out, and write quota and vetoes in the file")
            raise _refused(asked.given()[0], say("an option for one table or vote, while the file holds several"), write)
        return study_votes(stated)
    if isinstance(stated, StatedVote):
        _refuse_others(asked)
        _look_up("--veto", asked.vetoes, stated.players)
        return study_vote(stated, _quota(asked.quota, stated.rules[0][0]), asked.vetoes)
    names = [actor.name for actor in stated.actors]
    _look_up("--veto", asked.vetoes, names)
    _look_up("--for", () if asked.aim is None else (asked.aim,), names)
    if asked.influence is not None and not asked.influence.exists():
        raise _refused(str(asked.influence), say("no such file"), say("give the path of a file that is there"))
    heard = None if asked.influence is None else read_influence(asked.influence, names)
    quota = _quota(asked.quota, [actor.capability if actor.votes is None else actor.votes for actor in stated.actors])
    try:
        return study_line(stated, asked.rounds or ROUNDS, quota, asked.vetoes, asked.aim, heard)
    except Unsettled:
        write = say("let somebody among them keep part of its own position: shares that sum to less than 1")
        told = say("influence under which positions never settle: some keep nothing of their own and pass their views round")
        raise _refused(str(asked.influence), told, write) from None


def refuse_for_case(asked: Asked, *files: Path | None) -> None:
    """Raise `CaseError` for options that say nothing about a case, and for files that are written of tables alone."""
    given = [*asked.given(), *(name for name, file in zip(("--write", "--write-ktab"), files, strict=True) if file is not None)]
    if given:
        raise _refused(given[0], say("an option for a table, while this is a case"), say("leave it out"))


def write_actors(file: Path, studied: "LineStudy | VoteStudy | VotesStudy", *, as_ktab: bool = False) -> tuple[str, ...]:
    """Write actors as a new spreadsheet, plain or as KTAB has it; return what could not be kept. Raises `CaseError`."""
    from pourparler.assess.line_rows import VotesStudy, VoteStudy

    if isinstance(studied, (VoteStudy, VotesStudy)):
        raise _refused(str(file), say("a vote, which is not written"), say("leave the option out"))
    if as_ktab and file.suffix.lower() != ".csv":
        raise _refused(str(file), say("no file of comma-separated values"), say("give KTAB a file that ends in .csv"))
    if file.suffix.lower() not in SHEETS:
        raise _refused(str(file), say("no spreadsheet"), say("give a file that ends in .csv or .xlsx"))
    data, notes = ktab_bytes(studied.stated, file) if as_ktab else (actors_bytes(studied.stated, file), ())
    write_new_file(file, data)
    return notes


def _refuse_others(asked: Asked) -> None:
    """Refuse options that say nothing about a vote."""
    for name in asked.given():
        if name not in ("--quota", "--veto"):
            raise _refused(name, say("an option for actors on a line, while this is a vote"), say("leave it out"))


def _look_up(option: str, asked: Sequence[str], known: Sequence[str]) -> None:
    for name in asked:
        if name not in known:
            raise _refused(
                option, say("the unknown {name}", name=quoted(name)), say("known are: {names}", names=short_list(known))
            )


def _quota(text: str | None, weights: Sequence[Fraction]) -> Fraction | None:
    """Read a quota: a number in the unit of the weights, or a share of all of them (66%)."""
    if text is None:
        return None
    total = sum(weights, Fraction(0))
    number = read_exact(text.removesuffix("%").strip())
    if number is not None and text.endswith("%"):
        number = number / 100 * total
    if number is None:
        raise _refused("--quota", quoted(text), say("write a number in the unit of the weights, or a share such as 66%"))
    if not 0 < number <= total:
        found = say("{text}, while all weights together are {total}", text=quoted(text), total=write_exact(total))
        raise _refused("--quota", found, say("write a quota above 0 that all of them together reach"))
    return number


def _refused(file: str, found: str, write: str) -> CaseError:
    return CaseError((Problem(file, 0, 0, "", "", found, write),))
