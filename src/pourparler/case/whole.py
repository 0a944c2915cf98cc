# SPDX-License-Identifier: Apache-2.0
"""A case with every file that lies beside it: the evidence, each seat, the outcome, and the problems of all of them at once."""

import re
from collections.abc import Iterator, Mapping

from pourparler.case.decode import CASE_FILE, bytes_of, load, refuse
from pourparler.case.folder import (
    EVIDENCE_FILE,
    MOST_SEATS,
    OUTCOME_FILE,
    SEATS_FOLDER,
    case_file,
    evidence_file,
    outcome_file,
    seat_files,
)
from pourparler.case.marks import read_tree
from pourparler.case.memory import InMemory, Place
from pourparler.case.model import Case
from pourparler.case.outcome import Outcome, read_outcome
from pourparler.case.problem import MOST_PROBLEMS, Problem, in_file_order
from pourparler.case.read import Note, read
from pourparler.errors import CaseError
from pourparler.wording import say

#: The names that the files of a case can have: what is no part of a case is neither kept nor written anywhere.
_PART = re.compile(r"case\.yaml|evidence\.csv|outcome\.yaml|seats/[^/\\\x00-\x1f\x7f.][^/\\\x00-\x1f\x7f]{0,199}\.yaml")


def read_everything(path: Place, note: Note = lambda problem: None) -> Case:
    """Read a case and every file that lies beside it, and return the case; `note` is told as by `read`, of every file.

    Raises `CaseError` with the problems of all files. A case file that is no YAML keeps the others from being looked at; more
    than 200 problems end the reading.
    """
    case = read_parts(path, note)[""]
    assert isinstance(case, Case)
    return case


def read_parts(path: Place, note: Note = lambda problem: None) -> dict[str, Case | Outcome]:
    """Read a case as `read_everything` does, and return what each file says by its name; the case itself has the empty name."""
    read_tree(load(path))
    problems: list[Problem] = []
    parts: dict[str, Case | Outcome] = {}
    case = None
    try:
        parts[""] = case = read(path, note=note)
    except CaseError as error:
        problems.extend(_of(error))
    seats = seat_files(path)
    for seat, file in list(seats.items())[:MOST_SEATS]:
        if len(problems) <= MOST_PROBLEMS:
            try:
                parts[f"{SEATS_FOLDER}/{file.name}"] = read(path, seat, note=note)
            except CaseError as error:
                problems.extend(_of(error))
    try:
        outcome = read_outcome(path, case)
        parts |= {} if outcome is None else {OUTCOME_FILE: outcome}
    except CaseError as error:
        problems.extend(_of(error))
    if len(seats) > MOST_SEATS:
        too_many = say("more than {n} seat files", n=MOST_SEATS)
        problems.append(Problem(str(case_file(path)), 0, 0, "", "", too_many, say("keep the seats that matter most")))
    if problems:
        raise CaseError(in_file_order(problems))
    return parts


def read_files(files: Mapping[str, bytes], note: Note = lambda problem: None) -> Case:
    """Read a case whose files stand in memory, by name (`case.yaml`, `evidence.csv`, `seats/PARTY.yaml`, `outcome.yaml`).

    Checks and raises as `read_everything` does; a name that no file of a case can have is a problem of its own.
    """
    return read_everything(in_memory(files), note)


def in_memory(files: Mapping[str, bytes]) -> InMemory:
    """Return the place of a case whose files stand in memory. Raises `CaseError` for a name that no file of a case can have."""
    strange = [name for name in files if _PART.fullmatch(name) is None]
    if strange:
        raise refuse(strange[0], say("a file that is no part of a case"), say("leave it out"))
    return InMemory(files)


def files_of(path: Place) -> dict[str, bytes]:
    """Return the files of a case by name, exactly as they stand on disk; a file that stands alone is its `case.yaml`.

    Nothing is checked but that they can be read and are not too large: `read_files` checks. Raises `CaseError`.
    """
    load(path)
    beside = [(EVIDENCE_FILE, evidence_file(path)), (OUTCOME_FILE, outcome_file(path))]
    seats = [(f"{SEATS_FOLDER}/{file.name}", file) for file in seat_files(path).values()]
    named = [(CASE_FILE, case_file(path)), *beside, *seats]
    return {name: bytes_of(file) for name, file in named if file is not None}


def _of(error: CaseError) -> Iterator[Problem]:
    return (problem for problem in error.problems if isinstance(problem, Problem))
