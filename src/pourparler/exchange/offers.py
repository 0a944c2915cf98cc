# SPDX-License-Identifier: Apache-2.0
"""A list of named offers to hold against a table: YAML, or a spreadsheet with a column for each issue."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pourparler.case.decode import load_file
from pourparler.case.marks import read_tree
from pourparler.case.problem import in_file_order, quoted
from pourparler.case.tree import Mark, Scalar, Table, Tree
from pourparler.errors import CaseError
from pourparler.exchange.cells import Cell, Sheet, csv_sheet
from pourparler.exchange.sheet import ISSUE, SHEETS, short_list
from pourparler.exchange.stated import StatedIssue
from pourparler.exchange.workbook import xlsx_sheet
from pourparler.wording import say

Offers = Mapping[str, Mapping[str, str]]

#: The key at the top of a list of offers, and the name of its first column.
OFFERS, OFFER = "offers", "offer"
_YAML = (".yaml", ".yml", ".json")


def offers_in(path: Path, issues: Sequence[StatedIssue]) -> Offers | None:
    """Return the offers that a file lists, each with an option for every issue; None where the file is something else.

    Raises `CaseError` with every problem of a file that lists offers.
    """
    ending = path.suffix.lower()
    if not path.is_file():
        return None
    if ending in SHEETS:
        sheet = xlsx_sheet(path) if ending == ".xlsx" else csv_sheet(path)
        return None if sheet.rows[0][0].text.casefold() == ISSUE else _from_sheet(sheet, issues)
    if ending in _YAML:
        page = load_file(path)
        if not any(line.startswith((f"{OFFERS}:", f'{{"{OFFERS}"')) for line in page.lines) or "pourparler:" in page.text:
            return None
        return _from_tree(read_tree(page, f"{OFFERS}:"), issues)
    return None


def _from_sheet(sheet: Sheet, issues: Sequence[StatedIssue]) -> Offers:
    head = sheet.rows[0]
    known = {issue.name: issue for issue in issues}
    for cell in head[1:]:
        if cell.text not in known:
            sheet.report(cell, say("the unknown issue {name}", name=quoted(cell.text)), _meant(cell.text, list(known)))
    there = {cell.text for cell in head[1:]}
    for name in (name for name in known if name not in there):
        sheet.report(
            head[0], say("no column {name}", name=quoted(name)), say("add it: an offer names an option for every issue")
        )
    out: dict[str, dict[str, str]] = {}
    for row in sheet.rows[1:]:
        if row[0].text in out:
            sheet.report(row[0], say("the offer {name} a second time", name=quoted(row[0].text)), say("give it another name"))
        if not row[0].text:
            sheet.report(row[0], say("an offer without a name"), say("name it"))
        out[row[0].text] = {}
        for place, column in enumerate(head[1:], start=1):
            cell = row[place] if place < len(row) else Cell(row[0].row, place + 1, "", row[0].place)
            if column.text in known and cell.text not in known[column.text].options:
                found = say("the unknown option {name}", name=quoted(cell.text)) if cell.text else say("nothing")
                sheet.report(cell, found, _meant(cell.text, known[column.text].options))
            out[row[0].text][column.text] = cell.text
    if sheet.problems:
        raise CaseError(tuple(sheet.problems))
    return out


def _from_tree(tree: Tree, issues: Sequence[StatedIssue]) -> Offers:
    problems = list(tree.problems)

    def report(mark: Mark, path: tuple[str, ...], found: str, write: str) -> None:
        problems.append(tree.page.problem(mark.line, mark.column, path, found, write))

    out: dict[str, dict[str, str]] = {}
    for key, entry in tree.top.entries.items():
        if key != OFFERS:
            report(entry.key_mark, (key,), say("the unknown key {name}", name=quoted(key)), say("delete it"))
    held = tree.top.entries[OFFERS].node
    if not isinstance(held, Table) or not held.entries:
        report(held.mark, (OFFERS,), say("no table of offers"), _form())
        raise CaseError(tuple(problems))
    for name, entry in held.entries.items():
        path = (OFFERS, name)
        if not isinstance(entry.node, Table):
            report(entry.node.mark, path, say("no table of options"), _form())
            continue
        out[name] = {}
        for issue in issues:
            taken = entry.node.entries.get(issue.name)
            if taken is None:
                report(entry.key_mark, path, say("no option for {issue}", issue=quoted(issue.name)), _meant("", issue.options))
            elif not isinstance(taken.node, Scalar) or taken.node.text not in issue.options:
                text = taken.node.text if isinstance(taken.node, Scalar) else ""
                found = say("the unknown option {name}", name=quoted(text))
                report(taken.node.mark, (*path, issue.name), found, _meant(text, issue.options))
            else:
                out[name][issue.name] = taken.node.text
        ours = [issue.name for issue in issues]
        for other in (name for name in entry.node.entries if name not in ours):
            found = say("the unknown issue {name}", name=quoted(other))
            report(entry.node.entries[other].key_mark, path, found, _meant(other, ours))
    if problems:
        raise CaseError(in_file_order(problems))
    return out


def _form() -> str:
    return say("write offers: {{NAME: {{ISSUE: OPTION, …}}}}")


def _meant(text: str, names: Sequence[str]) -> str:
    close = difflib.get_close_matches(text, names, n=1)
    if close:
        return say("did you mean {name}?", name=close[0])
    return say("write one of: {names}", names=short_list(names))
