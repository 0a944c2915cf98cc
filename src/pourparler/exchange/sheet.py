# SPDX-License-Identifier: Apache-2.0
"""A bargaining table from a plain spreadsheet: a column for each party, a row for each option, `no deal` and weights as rows.

The first row names the columns: `issue,option`, then the parties. A row with an option says what it is worth to each party; a
row with an issue alone holds the weights of that issue; `no deal` what each has without an agreement. Without weights, worths
are added up as they stand; with them they are scores, and weights count by their share of the sum.
"""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from pourparler.case.problem import in_file_order, quoted, visible
from pourparler.errors import CaseError
from pourparler.exchange.cells import Cell, Sheet, csv_sheet
from pourparler.exchange.numbers import read_exact
from pourparler.exchange.stated import Profile, StatedIssue, StatedTable
from pourparler.exchange.workbook import xlsx_sheet
from pourparler.wording import say

#: The endings of spreadsheets.
SHEETS = (".csv", ".xlsx")
#: The first two columns.
ISSUE, OPTION = "issue", "option"
#: Rows that are no issue. The first two stand above the issues, with a word or number in the second column.
TITLE, SCALE, NO_DEAL, DISCOUNT = "title", "scale", "no deal", "discount"
#: Between the issues, and the options, of a combination; and what stands for each party where a combination may not be.
JOIN, EXCLUDED = " + ", "excluded"
#: So many names are listed in a message.
MOST_NAMED = 12
#: The scales there are: value points, and shares of one.
SCALES = (100, 1)


def read_sheet(path: Path) -> StatedTable:
    """Read a spreadsheet. Raises `CaseError` with every problem, each by its row and column."""
    sheet = xlsx_sheet(path) if path.suffix.lower() == ".xlsx" else csv_sheet(path)
    reader = _Reader(sheet)
    if reader.parties:
        for row in sheet.rows[1:]:
            reader.take(row)
    stated = reader.table(path.stem)
    if sheet.problems:
        raise CaseError(in_file_order(sheet.problems))
    assert stated is not None  # what keeps a table from being made is a problem
    return stated


class _Reader:
    """Takes the rows of a sheet one by one and makes a table of them; what is wrong is reported to the sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.first: dict[str, Cell] = {}
        self.issues: dict[str, dict[str, list[Fraction | None]]] = {}
        self.weights: dict[str, list[Fraction | None]] = {}
        self.reserved: dict[str, list[Fraction | None]] = {}
        self.together: list[tuple[dict[str, str], list[Fraction | None], Cell]] = []
        self.barred: list[tuple[dict[str, str], Cell]] = []
        self.title: str | None = None
        self.scale = SCALES[0]
        self._issue = ""
        self.parties = self._header(sheet.rows[0])

    def _header(self, row: list[Cell]) -> list[str]:
        """Read the names of the columns; none if they are no beginning of a table."""
        heads = [cell.text for cell in row]
        if [head.casefold() for head in heads[:2]] != [ISSUE, OPTION]:
            found = say("{first} instead of the two columns issue and option", first=quoted(",".join(heads[:2])))
            self.sheet.report(row[0], found, _header_advice(row))
            return []
        names = heads[2:]
        for cell in row[2:]:
            if not cell.text:
                self.sheet.report(cell, say("a column without a name"), say("name the party, or delete the column"))
            elif cell.text in names[: cell.column - 3]:
                found = say("the party {name} a second time", name=quoted(cell.text))
                self.sheet.report(cell, found, say("give every party one column"))
        if len(names) < 2:
            found = say("fewer than two parties")
            self.sheet.report(row[-1], found, say("add a column for each party, after issue and option"))
        return names

    def take(self, row: list[Cell]) -> None:
        """Read one row below the names of the columns."""
        issue, option = (row[place] if len(row) > place else Cell(row[0].row, place + 1, "") for place in (0, 1))
        numbers = row[2:]
        if not self.issues and not any(cell.text for cell in numbers) and issue.text in (TITLE, SCALE) and option.text:
            self._say_of_all(issue.text, option)
            return
        if issue.text in (NO_DEAL, DISCOUNT) and not option.text:
            if issue.text in self.reserved:
                self.sheet.report(issue, say("the row {name} a second time", name=quoted(issue.text)), say("write it once"))
            self.reserved[issue.text] = self._numbers(row)
            return
        name = issue.text or (self._issue if option.text else "")
        if not name:
            self.sheet.report(issue, say("a row without an issue"), say("name the issue, or delete the row"))
        elif JOIN in name:
            self._combination(row, issue, option)
        elif not option.text:
            self._issue = name
            self._weigh(name, issue, row)
        elif any(cell.text.casefold() == EXCLUDED for cell in numbers):
            self._bar({name: option.text}, row)
        else:
            self._issue = name
            self._worth(name, issue, option, row)

    def _say_of_all(self, label: str, cell: Cell) -> None:
        if label == TITLE:
            self.title = cell.text
        elif cell.text in map(str, SCALES):
            self.scale = int(cell.text)
        else:
            self.sheet.report(
                cell, say("the scale {text}", text=quoted(cell.text)), say("write 100 for points, or 1 for shares")
            )

    def _weigh(self, name: str, issue: Cell, row: list[Cell]) -> None:
        if name in self.weights:
            found = say("the weights of {issue} a second time", issue=quoted(name))
            self.sheet.report(issue, found, say("write them once"))
        self.first.setdefault(name, issue)
        self.issues.setdefault(name, {})
        self.weights[name] = self._numbers(row)
        for cell, weight in zip(row[2:], self.weights[name], strict=False):
            if weight is not None and weight < 0:
                found = say("the negative weight {text}", text=quoted(cell.text))
                self.sheet.report(cell, found, say("write 0 or more: how much it matters to get the best option here"))

    def _worth(self, name: str, issue: Cell, option: Cell, row: list[Cell]) -> None:
        self.first.setdefault(name, issue)
        options = self.issues.setdefault(name, {})
        if option.text in options:
            found = say("the option {option} of {issue} a second time", option=quoted(option.text), issue=quoted(name))
            self.sheet.report(option, found, say("write each option once"))
        options[option.text] = self._numbers(row)

    def _combination(self, row: list[Cell], issue: Cell, option: Cell) -> None:
        """Read a row on a combination of options: what it adds, or that it is excluded."""
        issues, options = issue.text.split(JOIN), option.text.split(JOIN)
        if len(issues) != len(options) or len(set(issues)) != len(issues):
            found = say("{n} issues with {m} options", n=len(issues), m=len(options) if option.text else 0)
            write = say("write an option for each issue, in the same order: price + term, low + long")
            self.sheet.report(option, found, write)
            return
        combination = dict(zip(issues, options, strict=True))
        if any(cell.text.casefold() == EXCLUDED for cell in row[2:]):
            self._bar(combination, row)
        else:
            self.together.append((combination, self._numbers(row), option))

    def _bar(self, combination: dict[str, str], row: list[Cell]) -> None:
        for cell in row[2:]:
            if cell.text.casefold() != EXCLUDED:
                found = say("{text} beside excluded", text=quoted(cell.text) if cell.text else say("nothing"))
                self.sheet.report(cell, found, say("write excluded for every party, or a number for every party"))
        self.barred.append((combination, row[1]))

    def _numbers(self, row: list[Cell]) -> list[Fraction | None]:
        """Read a number for each party; what is none is reported, and None."""
        out: list[Fraction | None] = []
        for place in range(2, 2 + len(self.parties)):
            cell = row[place] if place < len(row) else Cell(row[0].row, place + 1, "", (row[0].place[0], row[-1].place[1]))
            number = read_exact(cell.text)
            if number is None and cell.problem is None:
                self.sheet.report(cell, quoted(cell.text) if cell.text else say("nothing"), number_advice(cell.text))
            out.append(number)
        for cell in row[2 + len(self.parties) :]:
            if cell.text:
                self.sheet.report(cell, say("a cell beyond the last party"), say("name the column, or empty the cell"))
        return out

    def table(self, title: str) -> StatedTable | None:
        """Return the table, if nothing is wrong with it; report what is wrong with it as a whole."""
        if self.parties:
            self._look_at_the_whole()
        if self.sheet.problems:
            return None
        issues = tuple(StatedIssue(name, tuple(options), _numerals(tuple(options))) for name, options in self.issues.items())
        profiles = tuple(self._profile(party, name) for party, name in enumerate(self.parties))
        return StatedTable(self.title or title, issues, profiles, self.scale, tuple(each for each, _ in self.barred))

    def _profile(self, party: int, name: str) -> Profile:
        total = sum((row[party] or Fraction(0) for row in self.weights.values()), Fraction(0))
        worth = []
        for issue, options in self.issues.items():
            share = (self.weights[issue][party] or Fraction(0)) / total if self.weights else Fraction(1)
            worth.append(tuple(share * (row[party] or Fraction(0)) for row in options.values()))
        discount = self.reserved.get(DISCOUNT)
        together = tuple((each, row[party] or Fraction(0)) for each, row, _ in self.together)
        return Profile(
            name,
            tuple(worth),
            self.reserved[NO_DEAL][party] or Fraction(0),
            discount[party] if discount is not None else None,
            tuple((each, amount) for each, amount in together if amount),
        )

    def _look_at_the_whole(self) -> None:
        top = self.sheet.rows[0][0]
        if NO_DEAL not in self.reserved:
            found = say("no row {name}", name=quoted(NO_DEAL))
            write = say("add it: what does each party have without an agreement? {example}", example=f"{NO_DEAL},,40,30")
            self.sheet.report(top, found, write)
        if not self.issues:
            self.sheet.report(top, say("no issue"), say("add a row for each option: price,low,100,0"))
        for name, options in self.issues.items():
            if not options:
                found = say("the issue {issue} without an option", issue=quoted(name))
                self.sheet.report(self.first[name], found, say("add a row for each of its options"))
            if self.weights and name not in self.weights:
                found = say("no weights for {issue}, while other issues have some", issue=quoted(name))
                self.sheet.report(self.first[name], found, say("add the row {row}", row=f"{name},," + "…"))
        self._look_at_weights(top)
        for combination, _, cell in self.together:
            self._look_up(combination, cell)
        for combination, cell in self.barred:
            self._look_up(combination, cell)

    def _look_at_weights(self, top: Cell) -> None:
        for party, name in enumerate(self.parties):
            column = [row[party] for row in self.weights.values()]
            if column and all(weight == 0 for weight in column):
                found = say("weights of {party} that are all zero", party=quoted(name))
                self.sheet.report(self.sheet.rows[0][party + 2], found, say("give at least one issue a weight above 0"))
        if not self.weights:
            return
        for issue, options in self.issues.items():
            for option, row in options.items():
                if any(score is not None and not 0 <= score <= self.scale for score in row):
                    found = say("a score of {option} beyond the scale of 0 to {scale}", option=quoted(option), scale=self.scale)
                    write = say("keep scores on the scale, or leave out the weights: worths are then added up as they stand")
                    self.sheet.report(self.first[issue], found, write)

    def _look_up(self, combination: dict[str, str], cell: Cell) -> None:
        """Report a name in a combination that is nowhere in the table."""
        for issue, option in combination.items():
            if issue not in self.issues:
                self.sheet.report(cell, say("the unknown issue {name}", name=quoted(issue)), _known(list(self.issues)))
            elif option not in self.issues[issue]:
                found = say("the unknown option {name} of {issue}", name=quoted(option), issue=quoted(issue))
                self.sheet.report(cell, found, _known(list(self.issues[issue])))


def _numerals(options: Sequence[str]) -> tuple[Fraction, ...] | None:
    """Return the number that each option stands for; None unless all of them are numbers."""
    numbers = [read_exact(option) for option in options]
    known = tuple(number for number in numbers if number is not None)
    return known if len(known) == len(numbers) else None


def _header_advice(row: list[Cell]) -> str:
    if len(row) == 1 and ";" in row[0].text:
        return say("separate the columns by commas, not by semicolons")
    return say("begin with the row issue,option,NAME,NAME: a column for each party")


def number_advice(text: str) -> str:
    """Say what to write in the place of a text that is no number."""
    if not text:
        return say("write a number for every party")
    if ".." in text:
        return say("write one number; ranges have their place in a case")
    if "," in text:
        return say("write a point before the decimals, and nothing between the thousands: 1200.5")
    if "%" in text:
        return say("write the number without a sign: 35")
    return say("write a number, such as 40, 12.5 or 1/3")


def _known(names: Sequence[str]) -> str:
    return say("known are: {names}", names=short_list(names))


def short_list(names: Sequence[str]) -> str:
    """Return names as a list that nobody minds reading: the first ones of many."""
    return ", ".join(map(visible, names[:MOST_NAMED])) + (", …" if len(names) > MOST_NAMED else "")
