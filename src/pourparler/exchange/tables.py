# SPDX-License-Identifier: Apache-2.0
"""Whose format a file is in, and reading a table from it; whether two tables have the same issues."""

import re
from collections.abc import Sequence
from pathlib import Path

from pourparler.case import Case, CaseError, Problem
from pourparler.case.decode import CASE_FILE, load_file
from pourparler.case.problem import quoted
from pourparler.exchange.domain import read_domain
from pourparler.exchange.sheet import SHEETS, read_sheet
from pourparler.exchange.stated import StatedIssue, StatedTable
from pourparler.wording import say

#: A key that only a case has at its top.
_CASE_KEY = re.compile(r'^(pourparler|as_of|title)\s*:|^\s*"(pourparler|as_of)"\s*:', re.MULTILINE)
#: Files of a domain, by their endings. A file of YAML may also be a case.
_DOMAINS = (".xml", ".json")
_EITHER = (".yaml", ".yml")


def is_foreign(path: Path) -> bool:
    """Return whether a path holds a domain or a spreadsheet and not a case. What cannot be looked at is taken for a case."""
    try:
        if path.is_dir():
            return not (path / CASE_FILE).exists() and any(
                file.suffix.lower() in (*_DOMAINS, *_EITHER) for file in path.iterdir()
            )
        ending = path.suffix.lower()
        if ending in SHEETS or ending in _DOMAINS:
            return True
        return ending in _EITHER and path.name != CASE_FILE and _CASE_KEY.search(load_file(path).text) is None
    except (OSError, ValueError, CaseError):
        return False


def read_table(path: Path) -> StatedTable:
    """Read a spreadsheet or a domain. Raises `CaseError` with every problem that was found."""
    if path.suffix.lower() in SHEETS:
        return read_sheet(path)
    return read_domain(path)


def issues_of(table: Case | StatedTable) -> tuple[StatedIssue, ...]:
    """Return the issues of a table with their options, wherever it comes from."""
    if isinstance(table, StatedTable):
        return table.issues
    return tuple(StatedIssue(name, tuple(issue.options)) for name, issue in table.issues.items())


def same_issues(file: str, theirs: Sequence[StatedIssue], ours: Sequence[StatedIssue]) -> None:
    """Raise `CaseError` unless another table, in `file`, has our issues, and on each of them only options that we have."""
    known = {issue.name: issue.options for issue in ours}
    there = {issue.name for issue in theirs}
    problems = []
    for issue in theirs:
        if issue.name not in known:
            found = say("the issue {name}, which is not on the table it is put against", name=quoted(issue.name))
            problems.append((issue.name, found, say("give two tables with the same issues and options")))
            continue
        for option in issue.options:
            if option not in known[issue.name]:
                found = say("the option {name}, which is not on the table it is put against", name=quoted(option))
                problems.append((issue.name, found, say("give two tables with the same issues and options")))
    for name in known:
        if name not in there:
            found = say("no issue {name}, which is on the table it is put against", name=quoted(name))
            problems.append((name, found, say("give two tables with the same issues and options")))
    if problems:
        raise CaseError(tuple(Problem(file, 0, 0, name, "", found, write) for name, found, write in problems))
