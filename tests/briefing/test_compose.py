# SPDX-License-Identifier: Apache-2.0
"""The briefing as a tree: which sections it has, in which order, and that it says nothing the assessment does not."""

import pytest

from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Briefing, BulletList, Section, Table


def headings(briefing: Briefing) -> list[str]:
    return [section.heading for section in briefing.sections]


def test_the_verdict_comes_first_and_the_account_last() -> None:
    found = compose(assessed(worked_example()))
    assert found.title == "Strait fisheries, the worked example"
    assert headings(found)[0] == "HOLD — do not fix the date yet"
    assert headings(found)[-1] == "Account"


def test_what_a_case_does_not_have_makes_no_section() -> None:
    found = headings(compose(assessed(changed(worked_example(), {"moves": DELETE}))))
    assert "Moves" not in found and "Partners and rivals" not in found
    assert "At the table" in found


def test_the_same_assessment_gives_the_same_briefing() -> None:
    assert compose(assessed(worked_example())) == compose(assessed(worked_example()))


def test_ranges_are_said_once_not_to_be_credible_intervals() -> None:
    briefing = compose(assessed(worked_example()))
    said = [section for section in briefing.sections if "credible" in str(section.brief)]
    assert [section.heading for section in said] == ["Account"]


def test_a_table_refuses_rows_of_another_width() -> None:
    with pytest.raises(ValueError, match="another number of cells"):
        Table(("a", "b"), (("1",),))


def test_a_section_may_be_left_out_of_the_one_screen() -> None:
    assert Section("Options", (BulletList(("one",)),)).brief == ()
