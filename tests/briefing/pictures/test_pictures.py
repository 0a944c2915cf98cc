# SPDX-License-Identifier: Apache-2.0
"""The pictures: what is drawn is what the rows say, text stays data, and the words tell the numbers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.assessment import PackageRow
from pourparler.assess.spread import Spread
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.names import Names, names_of
from pourparler.briefing.pictures import style
from pourparler.briefing.pictures.effects import effects_figure
from pourparler.briefing.pictures.no_deal import MOST_SETS, moved_of, no_deal_figure
from pourparler.briefing.pictures.packages import MOST_LISTED, packages_figure
from pourparler.briefing.pictures.rows import Row, layout, rounded_ends, ticks_along
from pourparler.briefing.pictures.style import wrapped
from pourparler.briefing.pictures.worth import Worth, worth_figure
from pourparler.desk import run_errand

NO_NUMBERS = Table(("a",), ())


@pytest.fixture(scope="module")
def essay() -> Assessment:
    return run_errand("essays/singh2018", worlds=200)


@pytest.fixture(scope="module")
def figures(essay: Assessment) -> dict[str, Figure]:
    blocks = (block for section in compose(essay).sections for block in section.blocks)
    return {block.caption: block for block in blocks if isinstance(block, Figure)}


def data_in(part: Any) -> Iterator[dict[str, Any]]:
    """Yield every row of data of a specification."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "values" and isinstance(value, list) and value and isinstance(value[0], dict):
                yield from value
            else:
                yield from data_in(value)
    elif isinstance(part, list):
        for each in part:
            yield from data_in(each)


def points_in(figure: Figure) -> list[dict[str, Any]]:
    """Return each point once: it is drawn as a line and as a shape."""
    rows = [row for row in data_in(figure.spec) if "mean" in row]
    assert rows[: len(rows) // 2] == rows[len(rows) // 2 :]
    return rows[: len(rows) // 2]


def grammar_of(part: Any, key: str = "") -> Iterator[str]:
    """Yield every key and text of a specification that is no data."""
    if isinstance(part, dict):
        for name, value in part.items():
            if not (name == "values" and isinstance(value, list) and value and isinstance(value[0], dict)):
                yield name
                yield from grammar_of(value, name)
    elif isinstance(part, list):
        for each in part:
            yield from grammar_of(each, key)
    elif isinstance(part, str):
        yield part


def test_the_essays_brief_has_its_figures(figures: dict[str, Figure]) -> None:
    assert list(figures) == [
        "What each action is worth to us",
        "The plan, by what its steps bring",
        "The plan if the date is fixed on conditions, by what its steps bring",
        "What the other side intends",
        "How the estimate came about: Why does Pyongyang offer?",
        "How the estimate came about: Does pressure move Pyongyang?",
        "Packages, by what they are worth to either side",
        "What moves away from the table do",
        "Who is told when",
        "Who gains and who loses outside the table",
        "Leverage from stage to stage",
        "What stopping is worth, against going on",
        "Courses on one scale",
        "Cohesion by package",
        "What hangs on whom, and for whom",
        "Winners and losers outside the table",
        "Who stands where, and how much it cares",
        "How far the goals have moved",
    ]
    assert all(figure.alternative and figure.table.rows for figure in figures.values())


def test_figures_of_one_caption_are_one_figure(essay: Assessment) -> None:
    sections = compose(essay).sections
    found = [block for section in sections for block in section.blocks if isinstance(block, Figure)]
    assert {figure.caption: figure.alternative for figure in found} == {
        figure.caption: figure.alternative for figure in reversed(found)
    }


def test_every_hypothesis_is_drawn_now_and_before(essay: Assessment, figures: dict[str, Figure]) -> None:
    drawn = points_in(figures["What the other side intends"])
    assert len(drawn) == 2 * len(essay.intentions)
    now = sorted((row["low"], row["mean"], row["high"]) for row in drawn if row["series"] == "now")
    assert now == sorted((r.posterior.low, r.posterior.mean, r.posterior.high) for r in essay.intentions)
    before = sorted(row["mean"] for row in drawn if row["series"] == "before the evidence")
    assert before == sorted(row.prior.mean for row in essay.intentions)


def test_words_of_likelihood_come_with_what_they_stand_for(figures: dict[str, Figure]) -> None:
    told = figures["What the other side intends"].alternative
    assert "buys time: roughly even chance (45% to 55%), 54%, range " in told


def test_every_action_and_the_course_without_a_meeting_is_drawn(essay: Assessment, figures: dict[str, Figure]) -> None:
    drawn = points_in(figures["What each action is worth to us"])
    assert len(drawn) == sum(row.value is not None for row in essay.actions) + 1
    assert [row["series"] for row in drawn].count("advised") == 1
    means = [row["mean"] for row in sorted(drawn, key=lambda row: row["y"])]
    assert means == sorted(means, reverse=True)
    assert essay.no_summit.own is not None and essay.no_summit.own.mean in means


def test_every_package_is_drawn_at_its_values(essay: Assessment, figures: dict[str, Figure]) -> None:
    figure = figures["Packages, by what they are worth to either side"]
    drawn = {(row["own"], row["other"]) for row in data_in(figure.spec) if "kind" in row}
    assert drawn == {(row.own, row.counterpart) for row in essay.bargaining.drawn}
    # There are more packages than are listed: the table holds the frontier and what has a letter in the picture.
    assert len(essay.bargaining.drawn) > MOST_LISTED
    lettered_rows = {row["letter"] for row in data_in(figure.spec) if "letter" in row}
    inside = sum(row[-1][0] in lettered_rows and row[-1][1] == ":" for row in figure.table.rows)
    frontier = sum(row[-1] == "on the frontier" for row in figure.table.rows)
    assert inside == len(lettered_rows) and inside + frontier == len(figure.table.rows)
    efficient = [row for row in essay.bargaining.drawn if row.efficient]
    assert frontier <= len(efficient) <= inside + frontier
    likeliest = max(essay.bargaining.drawn, key=lambda row: row.share or 0)
    lettered = [row for row in data_in(figure.spec) if row.get("letter") == "A"]
    assert {(row["own"], row["other"]) for row in lettered} == {(likeliest.own, likeliest.counterpart)}
    assert figure.notes[0].startswith("A, ") and figure.notes[0] in figure.alternative
    now = next(row for row in essay.moves if not row.moves)
    assert now.own_no_deal is not None
    assert any(
        row.get("own") == now.own_no_deal.low and row.get("high") == now.own_no_deal.high for row in data_in(figure.spec)
    )


def test_of_many_packages_all_are_drawn_and_those_that_matter_listed(essay: Assessment) -> None:
    package = essay.bargaining.drawn[0].package
    many = tuple(
        PackageRow(package, n / 10, 100 - n / 10, n % 7 == 0, 0.5 if n in (3, 9) else 0.0) for n in range(MOST_LISTED + 1)
    )
    crowded = replace(essay, bargaining=replace(essay.bargaining, drawn=many, packages=len(many)))
    figure = packages_figure(crowded, names_of(essay))
    assert figure is not None
    assert len([row for row in data_in(figure.spec) if "kind" in row]) >= len(many)
    assert len(figure.table.rows) == sum(row.efficient for row in many) + 2
    assert f"of {len(many)} packages" in figure.table.caption
    few = replace(essay, bargaining=replace(essay.bargaining, drawn=many[:-1], packages=len(many) - 1))
    listed = packages_figure(few, names_of(essay))
    assert listed is not None and len(listed.table.rows) == MOST_LISTED
    part = packages_figure(replace(essay, bargaining=replace(essay.bargaining, packages=10**6)), names_of(essay))
    assert part is not None and part.alternative.startswith(
        "1000000 packages. Drawn are the frontier and the likeliest agreements."
    )
    assert len(part.table.rows) < len(essay.bargaining.drawn)


def test_letters_of_agreements_that_lie_close_stand_on_two_sides(essay: Assessment) -> None:
    def sides(*values: tuple[float, float]) -> list[str]:
        rows = tuple(PackageRow({"a": str(n)}, own, other, True, 0.4 - n / 10) for n, (own, other) in enumerate(values))
        figure = packages_figure(replace(essay, bargaining=replace(essay.bargaining, drawn=rows)), names_of(essay))
        assert figure is not None
        layers = figure.spec["layer"]
        assert isinstance(layers, list)
        return [
            "".join(row.get("letter", "") for row in data_in(layer))
            for layer in layers
            if any("letter" in r for r in data_in(layer))
        ]

    assert sides((0.0, 100.0), (50.0, 50.0), (50.5, 49.0)) == ["AB", "C"]
    assert sides((0.0, 100.0), (50.0, 50.0), (50.5, 30.0)) == ["ABC"]


def test_sets_of_moves_that_can_be_valued_are_drawn_with_their_zone(essay: Assessment, figures: dict[str, Figure]) -> None:
    figure = figures["What moves away from the table do"]
    told = sorted((row for row in essay.moves if row.zone_probability is not None), key=lambda row: len(row.moves))[:MOST_SETS]
    assert any(not row.available for row in told)
    assert len(points_in(figure)) == 2 * len(told)
    assert [row["share"] for row in data_in(figure.spec) if "share" in row] == [row.zone_probability for row in told]


def test_too_many_sets_are_left_to_the_table_and_that_is_said(essay: Assessment) -> None:
    row = essay.moves[0]
    rows = [replace(row, moves=("pressure",) * min(n, 4)) for n in range(MOST_SETS + 3)]
    figure = no_deal_figure(moved_of(rows), names_of(essay), NO_NUMBERS)
    assert figure is not None and len(points_in(figure)) == 2 * MOST_SETS
    assert figure.alternative.endswith("3 larger sets are left to the table.")
    assert no_deal_figure(moved_of([replace(row, own_no_deal=None)]), names_of(essay), NO_NUMBERS) is None


def test_incidence_is_of_third_parties_and_open_where_the_range_spans_nothing(
    essay: Assessment, figures: dict[str, Figure]
) -> None:
    drawn = points_in(figures["Who gains and who loses outside the table"])
    assert len(drawn) == sum(row.party not in ("united_states", "dprk") for row in essay.incidence)
    for row in drawn:
        low, high = round(row["low"], 2), round(row["high"], 2)
        assert row["series"] == ("gains" if low > 0 else "loses" if high < 0 else "not determined")
    assert {row["series"] for row in drawn} == {"gains", "loses", "not determined"}


def test_a_tall_picture_says_its_scale_at_every_heading(figures: dict[str, Figure]) -> None:
    tall = figures["Who gains and who loses outside the table"]
    said = [row for row in data_in(tall.spec) if "at" in row and "text" in row]
    headings = len({row["y"] for row in said})
    assert headings == len({row[0] for row in tall.table.rows}) > 5
    assert [row["text"] for row in said] == ["−30", "−20", "−10", "0", "10", "20", "30", "40"] * headings
    assert [row["at"] for row in said[:8]] == [-30, -20, -10, 0, 10, 20, 30, 40]
    assert not any("at" in row and "text" in row for row in data_in(figures["What each action is worth to us"].spec))


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.0, 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-30.0, 40.0, [-30, -20, -10, 0, 10, 20, 30, 40]),
        (3.0, 8.0, [3, 4, 5, 6, 7, 8]),
        (0.0, 200.0, [0, 50, 100, 150, 200]),
        (-1.0, -0.5, [-1.0, -0.9, -0.8, -0.7, -0.6, -0.5]),
    ],
)
def test_numbers_along_a_scale_are_round_and_inside_it(low: float, high: float, ticks: list[float]) -> None:
    assert ticks_along(low, high) == pytest.approx(ticks)


def test_text_of_a_case_is_data_and_no_grammar(essay: Assessment) -> None:
    marked = replace(essay, as_written={**essay.as_written, "labels": dict.fromkeys(labelled(essay), "SIGNAL datum.x {{y}}")})
    for section in compose(marked).sections:
        for block in section.blocks:
            if isinstance(block, Figure):
                assert "SIGNAL" in str(block.spec) or block.caption.startswith(
                    ("Packages", "What each", "Who stands where", "Cohesion")
                )
                assert not any("SIGNAL" in word for word in grammar_of(block.spec))
                assert not {"expr", "signal", "url", "href", "format_type"} & set(grammar_of(block.spec))


def labelled(essay: Assessment) -> list[str]:
    labels = essay.as_written["labels"]
    assert isinstance(labels, dict)
    return [*labels, "pressure"]


def test_what_has_no_numbers_has_no_picture(essay: Assessment) -> None:
    assert worth_figure([], NO_NUMBERS) is None
    assert (
        effects_figure([row for row in essay.incidence if row.party == "dprk"], frozenset({"dprk"}), Names({}), NO_NUMBERS)
        is None
    )
    blank = assessed(changed(worked_example(), {"no_deal/aland/value": "unknown"}))
    assert packages_figure(blank, Names({})) is None
    assert not any(
        isinstance(b, Figure) and b.caption.startswith("Packages") for s in compose(blank).sections for b in s.blocks
    )


def test_the_page_knows_every_colour_of_the_pictures() -> None:
    sheet = (Path(style.__file__).parents[1] / "page.css").read_text("utf-8")
    for color in (style.INK, style.FAINT_INK, style.LINE, style.OURS, style.THEIRS, style.NEUTRAL, style.PAPER):
        assert f'svg [fill="{color}"]' in sheet or f'svg [stroke="{color}"]' in sheet


def test_one_series_needs_no_legend() -> None:
    figure = worth_figure([Worth("hold", Spread(1, 0, 2), advised=True)], NO_NUMBERS)
    assert figure is not None and "'legend': None" in str(figure.spec)


def test_rows_do_not_overlap_however_long_their_labels() -> None:
    point = {"now": Spread(0, 0, 0)}
    rows = [Row("short", point), Row("long " * 20, point), Row("heading " * 9), Row("two", {**point, "then": Spread(0, 0, 0)})]
    places, height = layout(rows)
    lines = [wrapped(row.label, 28).count("\n") + 1 for row in rows]
    for above, below, upper, lower in zip(places, places[1:], lines, lines[1:], strict=False):
        assert below - above >= 14 * (upper + lower) / 2
    assert places[0] > 0 and height >= places[-1] + 14


def test_labels_are_cut_to_a_few_lines_and_show_what_cannot_be_seen() -> None:
    assert wrapped("a\x1b[31m b", 30) == "a<U+001B>[31m b"
    assert wrapped("word " * 400, 20).count("\n") == 3
    assert wrapped("word " * 400, 20).endswith("…")


def test_ends_of_a_scale_hold_all_and_are_never_one_point() -> None:
    assert rounded_ends([Spread(5, 3, 12)], 5.0) == (0.0, 15.0)
    assert rounded_ends([Spread(5, 5, 5)], 5.0) == (5.0, 10.0)
    assert rounded_ends([], 10.0, -1.0, 40.0) == (-10.0, 40.0)
