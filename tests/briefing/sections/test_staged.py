# SPDX-License-Identifier: Apache-2.0
"""Deals in stages as they are told: what a case says nothing of has no column."""

from pourparler.assess.spread import Spread
from pourparler.assess.staged_rows import CourseRow, StagedDeals
from pourparler.briefing.document import Figure
from pourparler.briefing.names import Names
from pourparler.briefing.sections.staged import courses

WORTH = Spread(5, 3, 7)


def test_a_crisis_has_columns_only_where_the_case_has_one() -> None:
    for chance, columns in ((None, 3), (Spread(0.1, 0.1, 0.1), 6)):
        row = CourseRow("no_deal", None, WORTH, WORTH, chance, chance, chance, None)
        (block, *_) = courses(StagedDeals(courses=(row, row)), Names({}))
        assert isinstance(block, Figure)
        assert len(block.table.columns) == columns and {len(cells) for cells in block.table.rows} == {columns}
