# SPDX-License-Identifier: Apache-2.0
"""A case with every file that lies beside it: the evidence, each seat, the outcome, and the problems of all of them at once."""

from collections.abc import Iterator
from pathlib import Path

from pourparler.case.decode import load
from pourparler.case.folder import MOST_SEATS, case_file, seat_files
from pourparler.case.marks import read_tree
from pourparler.case.model import Case
from pourparler.case.outcome import read_outcome
from pourparler.case.problem import MOST_PROBLEMS, Problem, in_file_order
from pourparler.case.read import Note, read
from pourparler.errors import CaseError
from pourparler.wording import say


def read_everything(path: Path, note: Note = lambda problem: None) -> Case:
    """Read a case and every file that lies beside it, and return the case; `note` is told as by `read`, of every file.

    Raises `CaseError` with the problems of all files. A case file that is no YAML keeps the others from being looked at; more
    than 200 problems end the reading.
    """
    read_tree(load(path))
    problems: list[Problem] = []
    case = None
    try:
        case = read(path, note=note)
    except CaseError as error:
        problems.extend(_of(error))
    for seat in list(seat_files(path))[:MOST_SEATS]:
        if len(problems) <= MOST_PROBLEMS:
            try:
                read(path, seat, note=note)
            except CaseError as error:
                problems.extend(_of(error))
    try:
        read_outcome(path, case)
    except CaseError as error:
        problems.extend(_of(error))
    if len(seat_files(path)) > MOST_SEATS:
        too_many = say("more than {n} seat files", n=MOST_SEATS)
        problems.append(Problem(str(case_file(path)), 0, 0, "", "", too_many, say("keep the seats that matter most")))
    if problems or case is None:
        raise CaseError(in_file_order(problems))
    return case


def _of(error: CaseError) -> Iterator[Problem]:
    return (problem for problem in error.problems if isinstance(problem, Problem))
