# SPDX-License-Identifier: Apache-2.0
"""The record as it is told: how long there is until a decision is forced."""

from dataclasses import replace

import pytest

from assess.variations import case_of, worked_example
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Paragraph
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.record import risks
from pourparler.desk import assess


@pytest.mark.parametrize(
    ("left", "days", "told"),
    [
        (1, Spread(1, 1, 1), "in one day; the longest way through the plan, with the lead of the meeting, takes 1 day."),
        (12, Spread(5, 3, 7), "in 12 days; the longest way through the plan, with the lead of the meeting, takes 3 to 7 days."),
    ],
)
def test_the_days_that_are_left_are_counted(left: int, days: Spread, told: str) -> None:
    found = assess(case_of(worked_example()), worlds=2)
    section = risks(replace(found, record=replace(found.record, days_left=left, plan_days=days)), names_of(found))
    assert section is not None
    assert any(isinstance(block, Paragraph) and block.text.endswith(told) for block in section.blocks)
