# SPDX-License-Identifier: Apache-2.0
"""The page of risks says how long there is until a decision is forced."""

from dataclasses import replace

import pytest

from assess.variations import assessed, worked_example
from pourparler.briefing.document import Paragraph
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.record import risks


@pytest.mark.parametrize(("left", "told"), [(1, "in one day"), (2, "in 2 days")])
def test_how_long_there_is_until_a_decision_is_forced(left: int, told: str) -> None:
    found = assessed(worked_example())
    shown = risks(replace(found, record=replace(found.record, days_left=left)), names_of(found))
    assert shown is not None
    lines = [str(block.text) for block in shown.blocks if isinstance(block, Paragraph)]
    assert [told in line for line in lines if line.startswith("A decision is forced")] == [True]
