# SPDX-License-Identifier: Apache-2.0
"""A bargaining table as a plain spreadsheet, so that reading it gives the same table again, to the last digit."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from pourparler.case.problem import HIDDEN, Problem, quoted, visible
from pourparler.errors import CaseError
from pourparler.exchange.cells import MOST_COLUMNS, MOST_ROWS, REMARK, guarded
from pourparler.exchange.numbers import read_exact, write_exact
from pourparler.exchange.sheet import DISCOUNT, EXCLUDED, ISSUE, JOIN, NO_DEAL, OPTION, SCALE, SCALES, TITLE
from pourparler.exchange.stated import StatedTable
from pourparler.exchange.workbook import xlsx_bytes
from pourparler.wording import say

Row = list[str]

#: Names of rows that are no issue.
_RESERVED = (TITLE, SCALE, NO_DEAL, DISCOUNT, ISSUE)


def sheet_bytes(stated: StatedTable, path: Path) -> bytes:
    """Return a table as the file that the ending of `path` names, .csv or .xlsx: worths with weights multiplied in.

    Named offers are not part of it. The same table gives the same bytes. Raises `CaseError` for names that a spreadsheet
    cannot hold, such as one with a line break, and for more rows or parties than are read.
    """
    _refuse_names(stated, path)
    return bytes_of_rows(list(_rows(stated)), path)


def sheet_template(text: str, path: Path) -> bytes:
    """Return a spreadsheet that is stated as comma-separated values as the file that the ending of `path` names."""
    return text.encode("utf-8") if path.suffix.lower() == ".csv" else bytes_of_rows(list(csv.reader(io.StringIO(text))), path)


def bytes_of_rows(rows: Sequence[Row], path: Path) -> bytes:
    """Return rows of text as the file that the ending of `path` names; in a workbook what is exact as a number is one."""
    if path.suffix.lower() == ".xlsx":
        head, *body = rows
        return xlsx_bytes([head, *([*row[:2], *map(typed, row[2:])] for row in body)], say("table"))
    return csv_bytes(rows)


def csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows of text as comma-separated values, in which no cell is a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[guarded(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8")


def typed(text: str) -> str | int | float:
    """Return a number as a number where a workbook can hold it without loss, else as it is."""
    number = read_exact(text) if "/" not in text else None
    if number is None:
        return text
    if number.denominator == 1 and abs(number) < 2**53:
        return int(number)
    return float(number) if Fraction(repr(float(number))) == number else text


def _rows(stated: StatedTable) -> Iterator[Row]:
    yield [ISSUE, OPTION, *stated.parties]
    yield [TITLE, stated.title]
    if stated.scale != SCALES[0]:
        yield [SCALE, str(stated.scale)]
    yield [NO_DEAL, "", *(write_exact(profile.no_deal) for profile in stated.profiles)]
    if any(profile.discount is not None for profile in stated.profiles):
        whole = Fraction(1)  # what is not discounted keeps all of its worth
        yield [DISCOUNT, "", *(write_exact(whole if p.discount is None else p.discount) for p in stated.profiles)]
    for place, issue in enumerate(stated.issues):
        for at, option in enumerate(issue.options):
            yield [issue.name, option, *(write_exact(profile.worth[place][at]) for profile in stated.profiles)]
    for combination in _combinations(stated):
        yield [*_joined(combination), *(write_exact(_added(profile.together, combination)) for profile in stated.profiles)]
    for combination in stated.barred:
        yield [*_joined(combination), *(EXCLUDED for _ in stated.profiles)]


def _combinations(stated: StatedTable) -> list[Mapping[str, str]]:
    """Return the combinations that add something for some party, each once."""
    found: list[Mapping[str, str]] = []
    for profile in stated.profiles:
        found += [combination for combination, _ in profile.together if combination not in found]
    return found


def _added(together: Sequence[tuple[Mapping[str, str], Fraction]], combination: Mapping[str, str]) -> Fraction:
    return sum((amount for each, amount in together if each == combination), Fraction(0))


def _joined(combination: Mapping[str, str]) -> tuple[str, str]:
    return JOIN.join(combination), JOIN.join(combination.values())


def _refuse_names(stated: StatedTable, path: Path) -> None:
    """Refuse what would not read back as it is."""
    problems = []
    names = [*stated.parties, *(issue.name for issue in stated.issues)]
    for name in (stated.title, *names, *(option for issue in stated.issues for option in issue.options)):
        is_plain = name == name.strip() and name and not HIDDEN.search(name) and "\n" not in name and "\r" not in name
        if not is_plain or JOIN in name or name.startswith(REMARK):
            problems.append((name, say("the name {name}, which a spreadsheet cannot hold", name=quoted(name))))
    for issue in stated.issues:
        if issue.name in _RESERVED:
            problems.append(
                (issue.name, say("an issue with the name {name}, which has another meaning", name=quoted(issue.name)))
            )
    rows = sum(len(issue.options) for issue in stated.issues) + len(_combinations(stated)) + len(stated.barred)
    if len(stated.parties) + 2 > MOST_COLUMNS or rows + len(_RESERVED) > MOST_ROWS:
        problems.append(("", say("more parties or options than a spreadsheet of this kind holds")))
    if problems:
        write = say("rename it, or write the table in another format")
        raise CaseError(tuple(Problem(str(path), 0, 0, visible(name), "", found, write) for name, found in problems))
