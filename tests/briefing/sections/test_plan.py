# SPDX-License-Identifier: Apache-2.0
"""The plan in a line or two, and in full."""

from dataclasses import replace

import pytest

from assess.variations import assessed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.plan_rows import PlanNode, PlanRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Figure, Paragraph, Section
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.plan import MOST_ENDS, plan

FORGO = PlanNode(None, {}, "forgo", None, (), 0.6)
FIX = PlanNode(None, {}, "fix", "leaders", ("pressure",), 0.4)


@pytest.fixture(scope="module")
def found() -> Assessment:
    return assessed(worked_example())


def step(name: str, **outcomes: PlanNode) -> PlanNode:
    return PlanNode(name, outcomes, None, None, (), None)


def first_line(found: Assessment, tree: PlanNode) -> str:
    section = plan(replace(found, plan=PlanRow(False, 35.0, tree)), names_of(found))
    assert section is not None
    return text_of(section).removesuffix(" A week of delay costs nothing by these numbers.")


def text_of(section: Section) -> str:
    (paragraph,) = section.brief
    assert isinstance(paragraph, Paragraph)
    return paragraph.text


def test_a_fork_is_told_by_its_outcomes_the_likeliest_first(found: Assessment) -> None:
    told = first_line(found, step("sounding", forthcoming=FIX, evasive=FORGO))
    assert told == "First: sounding; if evasive (60%): forgo; if forthcoming (40%): fix the date (leaders, with pressure)."


def test_steps_that_always_succeed_are_told_in_a_row(found: Assessment) -> None:
    told = first_line(found, step("cabinet", done=step("tell_partner", done=replace(FIX, chance=1.0))))
    assert told == "First: cabinet, then tell partner; then fix the date (leaders, with pressure)."


def test_what_follows_an_outcome_is_told_up_to_the_next_fork(found: Assessment) -> None:
    later = step("cabinet", done=step("second_sounding", a=replace(FIX, chance=0.2), b=replace(FORGO, chance=0.2)))
    told = first_line(found, step("sounding", forthcoming=later, evasive=FORGO))
    assert "if forthcoming (40%): cabinet, second sounding, and on by what it brings" in told


def test_an_offer_that_may_lapse_is_told(found: Assessment) -> None:
    told = first_line(found, step("sounding", forthcoming=replace(FIX, chance=0.3), evasive=FORGO))
    assert told.endswith("the offer lapses first (10%).")


def test_what_a_step_is_stands_beside_its_name_if_short(found: Assessment) -> None:
    told = replace(found, as_written={**found.as_written, "preparation": {"sounding": "Ask the envoy.", "cabinet": "w" * 100}})
    assert first_line(told, step("sounding", done=FIX)).startswith("First: sounding (Ask the envoy);")
    assert first_line(told, step("cabinet", done=FIX)).startswith("First: cabinet;")


def test_every_end_is_told_in_full_and_the_rest_counted(found: Assessment) -> None:
    ends = {f"o{n}": replace(FORGO, chance=n / 1000) for n in range(MOST_ENDS + 3)}
    section = plan(replace(found, plan=PlanRow(True, 35.0, step("sounding", **ends))), names_of(found))
    assert section is not None
    rows = next(block for block in section.blocks if isinstance(block, Figure)).table.rows
    assert len(rows) == MOST_ENDS + 2 and rows[-2][0] == "and 3 less likely ways" and rows[-2][2] == "<1%"
    assert rows[0] == (f"sounding: o{MOST_ENDS + 2}", "forgo", "3%")
    assert rows[-1][0] == "the offer lapses first" and rows[-1][2] == "65%"


def test_the_price_of_delay_is_always_told(found: Assessment) -> None:
    section = plan(found, names_of(found))
    assert section is not None and text_of(section).endswith(" A week of delay costs nothing by these numbers.")
    dear = plan(replace(found, delay_per_week=Spread(0.1, 0.05, 0.2)), names_of(found))
    assert dear is not None and text_of(dear).endswith(" Each week of delay costs 0.10 (0.05 to 0.20) points.")
    assert plan(replace(found, plan=None, delay_per_week=None), names_of(found)) is None
