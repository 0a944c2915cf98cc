# SPDX-License-Identifier: Apache-2.0
"""Whose format a file is in, and whether two tables speak of the same issues."""

from pathlib import Path

import pytest

from pourparler.case import CaseError, read
from pourparler.catalog import find, template
from pourparler.exchange import StatedIssue, is_foreign, issues_of, read_table, same_issues, sheet_template


def file_with(tmp_path: Path, name: str, text: str) -> Path:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_cases_are_told_from_tables(tmp_path: Path) -> None:
    case = find("essays/singh2018")
    assert case is not None
    assert not is_foreign(case) and not is_foreign(case / "case.yaml")
    assert not is_foreign(file_with(tmp_path, "mine.yaml", template("small")))
    assert not is_foreign(file_with(tmp_path, "mine.yml", 'as_of: 2031-01-01\ntitle: "x"\n'))
    assert not is_foreign(tmp_path / "nowhere.yaml")
    assert not is_foreign(file_with(tmp_path, "empty/notes.txt", "x").parent)
    assert not is_foreign(file_with(tmp_path, "folder/case.yaml", "x").parent)
    assert is_foreign(file_with(tmp_path, "sale.CSV", "x")) and is_foreign(file_with(tmp_path, "sale.xlsx", "x"))
    assert is_foreign(file_with(tmp_path, "domain/domain.xml", "x").parent)
    assert is_foreign(file_with(tmp_path, "scenario/scenario.yml", "type: CartesianOutcomeSpace\n").parent)
    assert is_foreign(file_with(tmp_path, "scenario/scenario.yml", "type: CartesianOutcomeSpace\n"))


def test_a_spreadsheet_is_read_by_its_ending(tmp_path: Path) -> None:
    for name in ("sale.csv", "sale.xlsx"):
        file = tmp_path / name
        file.write_bytes(sheet_template(template("small", ".csv"), file))
        assert read_table(file).title == "The sale of a boat"


def test_the_issues_of_a_case_are_those_of_its_file() -> None:
    case = find("labour/nhl2005")
    assert case is not None
    held = read(case)
    assert {issue.name: issue.options for issue in issues_of(held)} == {
        name: tuple(issue.options) for name, issue in held.issues.items()
    }


def test_tables_with_other_issues_are_told_apart() -> None:
    ours = (StatedIssue("price", ("low", "high")), StatedIssue("term", ("long",)))
    same_issues("t.csv", (StatedIssue("term", ("long",)), StatedIssue("price", ("high",))), ours)
    with pytest.raises(CaseError) as caught:
        same_issues("t.csv", (StatedIssue("price", ("low", "mid")), StatedIssue("rate", ("x",))), ours)
    said = str(caught.value)
    assert said.count("t.csv") == 3
    assert "the option 'mid'" in said and "the issue 'rate'" in said and "no issue 'term'" in said
