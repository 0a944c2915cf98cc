# SPDX-License-Identifier: Apache-2.0
"""Values as a reader writes them: shares in percent, and all else as it stands."""

import pytest

from pourparler.case.as_written import as_written
from pourparler.quantity import PROBABILITY, parse


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
