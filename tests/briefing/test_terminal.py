# SPDX-License-Identifier: Apache-2.0
"""What a terminal shows: one screen, wrapped at any width, all text of the case as data."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Briefing, BulletList, Figure, Paragraph, Section, Table
from pourparler.briefing.terminal import ONE_SCREEN, render
from pourparler.desk import run_errand

TEMPLATE = Path(__file__).parents[2] / "src" / "pourparler" / "catalog" / "templates" / "small.yaml"


@pytest.fixture(scope="module")
def essay() -> Briefing:
    return compose(run_errand("essays/singh2018", worlds=400))


def page(*sections: Section, width: int = 80, full: bool = True) -> str:
    return render(Briefing("", sections), width=width, full=full)


def test_the_essays_case_fits_one_screen(essay: Briefing) -> None:
    text = render(essay, width=100)
    assert text.count("\n") <= ONE_SCREEN
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    "said",
    [
        "stands if",
        "who loses more by waiting",
        "however likely any one",
        "each week of waiting",
        ">99% with",
        "days (",
    ],
)
def test_what_the_one_screen_leaves_out_stands_in_the_whole(essay: Briefing, said: str) -> None:
    short, whole = (" ".join(render(essay, width=400, full=full).split()) for full in (False, True))
    assert said not in short and said in whole


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("full", [False, True])
def test_no_line_is_wider_than_the_page(essay: Briefing, width: int, full: bool) -> None:
    text = render(essay, width=width, full=full)
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_nothing_is_lost_where_the_page_is_narrow(essay: Briefing) -> None:
    wide = render(essay, width=100).split()
    narrow = set(render(essay, width=80).split())
    assert set(wide) - narrow <= {"•"}


@pytest.mark.parametrize("width", [64, 80, 90, 100])
def test_no_cell_of_a_table_is_cut_off(essay: Briefing, width: int) -> None:
    """Every word of every table is there, whole: as a column that is broken into lines, or as a list of rows."""
    printed = set(re.split(r"[\s,:;]+", render(essay, width=width, full=True)))
    blocks = [block for section in essay.sections for block in section.blocks]
    tables = [block.table if isinstance(block, Figure) else block for block in blocks if isinstance(block, (Figure, Table))]
    assert len(tables) > 20
    for table in tables:
        for row in table.rows:
            words = {word for cell in row for word in re.split(r"[\s,:;]+", cell)}
            assert not words - printed - {"", "–"}, (table.columns, row)


def test_many_columns_are_broken_into_lines_that_fit(essay: Briefing) -> None:
    """Eight columns that fit at their least, with room left that has to be shared out among them."""
    columns = ("party", "not told before", "the gate asks", "telling it first costs", "told by", "on", "worth", "its own cost")
    row = (
        *("China", "fix the date, travel", "fix the date", "0.00", "consult China and Russia"),
        *("2018-04-26 (2018-04-16 to 2018-05-05)", "0.07 (-0.53 to 0.75)", "0.18 (0.05 to 0.30)"),
    )
    lines = page(Section("T", (Table(columns, (row,) * 3),)), width=100).splitlines()
    assert max(map(len, lines)) <= 100
    assert {"its", "own", "cost"} <= set(" ".join(lines[:5]).split())
    assert sum(line.endswith("to 0.30)") for line in lines) == 3


def test_a_short_briefing_is_given_air() -> None:
    text = render(compose(assessed(worked_example())), width=100)
    assert "\n\nPlan " in text
    assert text.count("\n") <= ONE_SCREEN


def test_the_first_line_is_the_verdict() -> None:
    assert render(compose(run_errand(str(TEMPLATE), worlds=200)), width=80).startswith("HOLD — do not fix the date yet\n")


def hostile(assessment: Assessment) -> Assessment:
    case = replace(assessment.case, title="[red]Strait[/red] {x} \x1b[31m \u202e:warning: [/]")
    first, *rest = assessment.evidence
    return replace(assessment, case=case, evidence=(replace(first, text="[link=file:///x]go[/link] {title}\x07"), *rest))


@pytest.mark.parametrize("color", [False, True])
def test_text_of_a_case_is_never_read_as_markup(color: bool) -> None:
    briefing = compose(hostile(assessed(worked_example())))
    text = render(briefing, width=100, full=True, color=color)
    assert "[red]Strait[/red] {x} <U+001B>[31m <U+202E>:warning: [/]" in text
    assert "[link=file:///x]go[/link] {title}<U+0007>" in text
    assert "\x1b[31m" not in text and "\x07" not in text


def test_hostile_text_survives_the_whole_errand() -> None:
    case = changed(
        worked_example(), {"title": "[bold]{verdict}[/bold]", "decision/by": "[blink]{x}", "questions/motive/asked": "{}?"}
    )
    text = render(compose(assessed(case)), width=100)
    assert "[bold]{verdict}[/bold]" in text and "[blink]{x}" in text and "{}?" in text


def test_bold_only_where_it_is_wanted() -> None:
    briefing = compose(assessed(worked_example()))
    assert "\x1b[1m" in render(briefing, width=100, color=True)
    assert "\x1b" not in render(briefing, width=100)


def test_columns_of_numbers_are_set_flush_right() -> None:
    table = Table(("what", "points"), (("a", "1.0"), ("b", "–"), ("c", "-10.0")))
    assert page(Section("T", (table,))).splitlines()[1:] == [
        "  what  points",
        "  a        1.0",
        "  b          –",
        "  c      -10.0",
    ]


def test_a_table_too_wide_for_the_page_becomes_a_list() -> None:
    table = Table(("a", "b", "c", "d", "e"), (("one two three", "four five six", "–", "", "seven eight nine ten eleven"),))
    text = page(Section("T", (table,)), width=40)
    assert text == "T\n  • one two three: b four five six, e\n    seven eight nine ten eleven\n"


def test_paragraphs_lists_and_sections_are_set_apart() -> None:
    text = page(Section("One", (Paragraph("p"), BulletList(("x", "y")))), Section("Two", (Paragraph("q"),)))
    assert text == "One\n  p\n\n  • x\n  • y\n\nTwo\n  q\n"


def test_wide_letters_are_measured() -> None:
    text = page(Section("漁業", (Paragraph("漁" * 60),)), width=80)
    assert [len(line) for line in text.splitlines()] == [2, 41, 23]
