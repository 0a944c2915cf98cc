# SPDX-License-Identifier: Apache-2.0
"""Mistakes in the files of a domain, collected file by file, so that all are shown at once."""

from dataclasses import dataclass, field

from pourparler.case.decode import Page, refuse
from pourparler.case.problem import MOST_PROBLEMS, KeyPath, Problem, in_file_order
from pourparler.errors import CaseError


@dataclass(slots=True)
class Complaints:
    """The problems found so far; more than fit on a screen end the reading."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, page: Page, line: int, column: int, path: KeyPath, found: str, write: str) -> None:
        """Note a mistake at a place of a file. Raises `CaseError` when there are too many."""
        self.problems.append(page.problem(line, column, path, found, write))
        if len(self.problems) > MOST_PROBLEMS:
            self.settle()

    def of_file(self, file: str, found: str, write: str) -> None:
        """Note a mistake of a file or folder as a whole."""
        self.take(refuse(file, found, write))

    def take(self, error: CaseError) -> None:
        """Note what another reader raised."""
        self.problems.extend(problem for problem in error.problems if isinstance(problem, Problem))

    def settle(self) -> None:
        """Raise `CaseError` with what was noted, if anything was."""
        if self.problems:
            raise CaseError(in_file_order(self.problems))
