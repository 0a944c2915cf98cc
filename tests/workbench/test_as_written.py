# SPDX-License-Identifier: Apache-2.0
"""Values as a reader writes them: in percent exactly where the fields of a case are, at every number of every case."""

import pytest

from pourparler.case import read_files
from pourparler.case.problem import path_text
from pourparler.case.whole import files_of
from pourparler.catalog import find, names
from pourparler.quantity import DOMAINS, PROBABILITY, parse
from pourparler.workbench.as_written import as_written
from pourparler.workbench.fields import AREAS, groups
from pourparler.workbench.readings import tree_of
from workbench.conftest import Page, plain


@pytest.mark.parametrize(
    ("computed", "written"),
    [
        ("0.2..0.45", "20..45%"),
        ("0.35", "35%"),
        ("0.1..0.155..0.3", "10..15.5..30%"),
        ("normal(0.4, 0.05)", "normal(40%, 5%)"),
        ("beta(2, 5)", "beta(2, 5)"),
        ("likely", "likely"),
        ("unknown", "unknown"),
        ("rest", "rest"),
        ("B2", "B2"),
    ],
)
def test_a_probability_is_told_in_percent_and_reads_as_what_it_was(computed: str, written: str) -> None:
    told = as_written("questions.motive.hypotheses.settle", computed)
    assert told == written
    assert parse(told, PROBABILITY) == parse(computed, PROBABILITY)


@pytest.mark.parametrize("path", ["title", "no_deal.club.value", "labels.club", "no.such[3].thing", "", "seats/borea.yaml"])
def test_what_is_no_share_is_told_as_it_stands(path: str) -> None:
    assert as_written(path, "0.2..0.45") == "0.2..0.45"
    assert as_written(path, None) is None


def test_a_change_in_the_file_of_a_seat_is_told_in_percent_too() -> None:
    assert as_written("seats/borea.yaml: questions.motive.hypotheses.settle", "0.5") == "50%"


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
