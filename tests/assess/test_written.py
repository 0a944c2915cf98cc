# SPDX-License-Identifier: Apache-2.0
"""Who holds what: an entry that names its author is his, on the basis that he states for all of them."""

import pytest

from assess.variations import case_of, changed, worked_example
from pourparler.assess.written import judgement_rows, unheld_numbers

SIGNED = {"forecasts": [{"question": "by June?", "p": "20..35%", "by": "desk A", "on": "2031-03-10", "resolves": "2031-06-30"}]}


@pytest.mark.parametrize(
    ("judgements", "path", "basis"),
    [
        ({"forecasts": {"by": "desk A", "basis": "assumption"}}, "forecasts.0", "assumption"),
        ({"forecasts": {"by": "desk B", "basis": "assumption"}}, "forecasts.0", None),
        ({}, "forecasts.0", None),
        ({"forecasts.0": {"by": "desk A", "basis": "claim"}}, "forecasts.0", "claim"),
    ],
)
def test_a_signed_forecast_stands_on_the_basis_that_its_author_states(
    judgements: dict[str, dict[str, str]], path: str, basis: str | None
) -> None:
    case = case_of(changed(worked_example(), {**SIGNED, "judgements": judgements}))
    (row,) = [row for row in judgement_rows(case) if row.path == path]
    assert (row.by, row.basis, row.covers) == ("desk A", basis, 1)
    assert "forecasts.0.p" not in unheld_numbers(case)
