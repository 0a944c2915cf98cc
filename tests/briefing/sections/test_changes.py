# SPDX-License-Identifier: Apache-2.0
"""What would change the advice, what it costs to wait and what knowing more is worth, as they are told."""

from dataclasses import replace

import pytest

from assess.test_changes import uncertain
from assess.variations import case_of, worked_example
from pourparler.assess import Assessment
from pourparler.assess.changes_rows import Changes, FlipRow, MapRow, NotSearchedRow, VerdictFlipRow
from pourparler.assess.prices_rows import HazardRow, PriceRow, Prices
from pourparler.assess.worth_rows import Worth, WorthRow
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Block, BulletList, Figure, Paragraph, Section, Table
from pourparler.briefing.html import page
from pourparler.briefing.names import names_of
from pourparler.briefing.pictures.two_way import two_way_figure
from pourparler.briefing.sections.changes import changes
from pourparler.briefing.sections.prices import prices
from pourparler.briefing.sections.worth import worth
from pourparler.desk import assess


@pytest.fixture(scope="module")
def found() -> Assessment:
    return assess(case_of(uncertain()), worlds=400, deep=True)


@pytest.fixture(scope="module")
def shallow() -> Assessment:
    return assess(case_of(worked_example()), worlds=2)


def told(section: Section | None) -> str:
    assert section is not None
    return "\n".join(_words(block) for block in section.blocks)


def _words(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, BulletList):
        return "\n".join(block.items)
    table: Table = block.table if isinstance(block, Figure) else block
    return "\n".join([table.caption, *(" | ".join(row) for row in table.rows)])


def test_only_who_asks_is_told_what_would_change_it(shallow: Assessment) -> None:
    assert changes(shallow, names_of(shallow)) is None
    assert prices(shallow, names_of(shallow)) is None
    assert worth(shallow, names_of(shallow)) is not None


def test_figures_thresholds_and_the_fewest_inputs_are_told(found: Assessment) -> None:
    section = changes(found, names_of(found))
    text = told(section)
    assert section is not None
    assert [type(block).__name__ for block in section.blocks].count("Figure") == 2
    heads = [block.table.columns[0] for block in section.blocks if isinstance(block, Figure)]
    assert heads[0] == "input" and "." not in heads[1] and " ↓, " in heads[1], "inputs by name, as beside the picture"
    assert found.changes.lead is not None
    assert f"{found.changes.lead:.2f} points ahead of" in text
    assert "meeting.price.aland | " in text
    assert "how likely “settle” is, after all evidence | " in text
    assert "One input at an end of its range would do: meeting.price.aland at" in text
    assert "Across worlds, the lead of" in text
    html = page(compose(found))
    assert html.count("Lead of “") > 0
    assert html.count("Which action is worth most, by two inputs at once") > 0


def test_a_map_on_which_one_action_is_always_best_says_so() -> None:
    row = MapRow("a", "b", (0.0, 1.0), (0.0, 1.0), (("hold", "hold"), ("hold", "fix")), ((1.0, 1.0), (1.0, -1.0)))
    names, nothing = {"hold": "hold", "fix": "fix the date"}, Table(("a",), ())
    assert len(two_way_figure(row, "x", "y", names, "hold", nothing).notes) == 1
    alone = two_way_figure(replace(row, best=(("fix", "fix"),) * 2), "x", "y", names, "fix", nothing)
    assert alone.notes[-1] == "Everywhere on the map “fix the date” is worth most."


def test_fewest_inputs_are_counted_and_a_search_says_that_it_was_one(found: Assessment) -> None:
    names = names_of(found)

    def with_flips(row: FlipRow | None) -> str:
        return told(changes(replace(found, changes=replace(found.changes, flips=row)), names))

    assert "No dozen inputs" in with_flips(None)
    several = with_flips(FlipRow({"a.b": 1.234, "c.d": 0.5, "e.f": 2, "g.h": 3}, "fix", -0.25, smallest=False))
    assert "are 4: a.b at 1.23; c.d at 0.5; e.f at 2; g.h at 3; then fix the date is worth most, by 0.25 points." in several
    assert "Found step by step: fewer may do." in several


def test_what_changes_the_verdict_is_told_beside_it(found: Assessment) -> None:
    names = names_of(found)

    def with_flip(row: VerdictFlipRow | None, verdict: str | None = "hold", met: str | None = None) -> str:
        changed = replace(found.changes, verdict=verdict, verdict_if_met=met, verdict_flip=row)
        return told(changes(replace(found, changes=changed), names))

    none = with_flip(None, met="not_determined")
    assert "The verdict, hold, counts the gate and a lead in 95% of worlds." in none
    assert "With every condition of the gate met it would be: not determined." in none
    assert "No half-dozen inputs, each at an end of its range, were found that change it." in none
    assert "The verdict" not in with_flip(None, verdict=None)
    one = with_flip(VerdictFlipRow({"a.b": 1.5}, "hold", "fix", smallest=True))
    assert "One input at an end of its range changes it: a.b at 1.5; then it is fix the date." in one
    assert "fewer may do" not in one.partition("The verdict")[2]
    more = with_flip(VerdictFlipRow({"a": 1, "b": 2, "c": 3}, "hold", "forgo", smallest=False))
    assert "are 3: a at 1; b at 2; c at 3; then it is forgo. None of them can be left out. They were found step by step" in more


def test_what_was_not_searched_is_named_with_the_reason(found: Assessment) -> None:
    rows = (*(NotSearchedRow(f"a.b{n}", "no_range") for n in range(14)), NotSearchedRow("c.d", "few_worlds"))
    text = told(changes(replace(found, changes=replace(found.changes, not_searched=rows)), names_of(found)))
    assert "No threshold was looked for of numbers that are stated without a range: a.b0, a.b1" in text
    assert "a.b11 and 2 more." in text
    assert "With so few worlds none was looked for of: c.d." in text


def test_no_threshold_is_said_to_be_none(found: Assessment) -> None:
    bare = Changes(best="hold", other="forgo", lead=1.0)
    text = told(changes(replace(found, changes=bare), names_of(found)))
    assert "No value of any single input, within its range" in text


def test_prices_are_lines(found: Assessment) -> None:
    rows = (
        PriceRow("precondition", "consultation.cland", 1.2, 30.0, "fix_conditionally"),
        PriceRow("precondition", "mandate.approved", 0.0, 0.0, "hold"),
        PriceRow("day", "now", 0.1, 1.0, None),
        PriceRow("day", "plan", 0.2, 2.0, None),
        PriceRow("red_line", "cland.fleet.halved", 0.4, None, "hold"),
        PriceRow("workstream", "consultation", 0.9, 9.0, "step_down"),
        PriceRow("workstream", "mandate", 0.0, 0.0, "hold"),
    )
    hazard = (HazardRow("fix", None, 0.01, 30.0, 31.0), HazardRow("fix_conditionally", 0.025, 0.01, 30.0, 20.0))
    text = told(prices(replace(found, prices=Prices(rows, hazard)), names_of(found)))
    assert text.splitlines() == [
        "waiting for consultation with cland costs 1.2 points (as much as 30 days of delay); without it, fix on conditions",
        "a week of delay before acting costs 0.70 points",
        "beginning the plan a week later costs 1.4 points",
        "the red line of cland on halved costs 0.40 points; without it, hold",
        "consultation: the plan loses 0.90 points (as much as 9 days of delay) without its steps; then step down a level is "
        "worth most",
        "the plan loses nothing without deciding the mandate and the day after",
        "at no chance of a lapse is it better to fix the date: that is worth 30.0 points, holding 31.0 even where the offer is "
        "certain to lapse at once",
        "fix on conditions is worth as much as holding once the offer lapses with 2.5% a day; the case has 1%",
        "Taken by themselves these cost nothing to respect: approval of the mandate.",
    ]
    free = told(prices(replace(found, prices=Prices(rows[:1], (HazardRow("fix", 0.0, 0.0, 30.0, 20.0),))), names_of(found)))
    assert "fix the date is worth more than holding even if the offer cannot lapse" in free


def test_worth_is_a_table_of_what_is_worth_something(shallow: Assessment) -> None:
    rows = (
        WorthRow("consultation", 1.25, 0.1234, 12.3, False),
        WorthRow("questions.motive", 0.5, 0.01, None, True),
        WorthRow("later", 0.3, 0.01, 10_000.0, True),
        WorthRow("meeting", 0.01, 0.01, 0.1, True),
        WorthRow("parties.borea", -0.001, 0.002, -0.1, False),
    )
    everything = WorthRow("everything", 2.0, 0.2, 20.0, False)
    text = told(worth(replace(shallow, worth=Worth(rows, everything)), names_of(shallow)))
    assert "consultation: what third parties gain, lose and can live with | 1.2 | 0.123 | 12" in text
    assert "the answer to: Why do they offer to meet? | 0.50 | 0.010 | any" in text
    assert "over 3650" in text
    assert "the meeting: its price, reach and collapse | 0.01 | 0.010 | –" in text
    assert "everything | 2.0 | 0.200 | 20" in text
    assert text.endswith("Each worth less than a hundredth of a point to know: borea: values, no-deal value, tolerance.")
    assert worth(replace(shallow, worth=Worth()), names_of(shallow)) is None
