# SPDX-License-Identifier: Apache-2.0
"""The history and a comparison tell values as the fields of a case do: in percent exactly where these are, at every number."""

import pytest

from pourparler.case import read_files
from pourparler.case.as_written import as_written
from pourparler.case.problem import path_text
from pourparler.case.whole import files_of
from pourparler.catalog import find, names
from pourparler.quantity import DOMAINS
from pourparler.workbench.fields import AREAS, groups
from pourparler.workbench.readings import tree_of
from workbench.conftest import Page, plain


@pytest.mark.parametrize("name", names())
def test_every_number_of_every_case_is_found_by_its_path(name: str) -> None:
    folder = find(name)
    assert folder is not None
    files = files_of(folder)
    case, tree = read_files(files), tree_of(files)
    for area in AREAS:
        for field in (field for group in groups(tree, case, area) for field in group.fields if field.kind == "number"):
            is_share = DOMAINS[field.measure].takes_percent
            assert as_written(path_text(field.path), "0.125") == ("12.5%" if is_share else "0.125"), field.name


def test_the_history_and_a_comparison_tell_shares_as_the_fields_do(canal: Page) -> None:
    canal.save("questions|aim|hypotheses|settle", "20..45%")
    for page in ("/history", "/history/compare"):
        assert "20..45%" in plain(canal.see(page)) and "0.2..0.45" not in plain(canal.see(page))


def test_a_day_in_a_comparison_stands_whole(canal: Page) -> None:
    canal.save("as_of", "1977-02-02")
    assert "<td><time>1977-02-01</time></td><td><time>1977-02-02</time></td>" in canal.see("/history/compare")
