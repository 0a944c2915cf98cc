# SPDX-License-Identifier: Apache-2.0
"""The plan as a tree and calibration: what is drawn is what the rows say, the least likely is counted, text stays data."""

from itertools import pairwise
from typing import Any

import pytest

from assess.variations import assessed, worked_example
from briefing.pictures.test_pictures import data_in, grammar_of
from pourparler.assess.book import CalibrationPoint
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.pictures.calibration import calibration_figure
from pourparler.briefing.pictures.plan_tree import MOST_COLUMNS, MOST_ENDS, Branch, plan_tree_figure
from pourparler.briefing.sections.decision import ways
from pourparler.briefing.sections.plan import plan
from pourparler.briefing.svg import drawing
from pourparler.engines.intentions import wilson_interval
from pourparler.plans import decision_file, plan_decision

NONE = Table(("a",), ())


def end(chance: float, name: str = "stop") -> Branch:
    return Branch(chance, end=name)


def fork(*branches: Branch, steps: tuple[str, ...] = ("ask",)) -> Branch:
    return Branch(sum(b.chance for b in branches), steps, tuple((f"answer {n}", b) for n, b in enumerate(branches)))


def drawn(tree: Branch, lapsed: float = 0.0) -> Figure:
    figure = plan_tree_figure(tree, lapsed, NONE)
    assert figure is not None
    return figure


def texts(figure: Figure) -> list[str]:
    """Return the lines of a picture from the top down, the chances left out."""
    rows = [row for row in data_in(figure.spec) if "text" in row and "x" not in row]
    return [str(row["text"]) for row in sorted(rows, key=lambda row: row["y"])]


def told(figure: Figure) -> list[str]:
    rows = [row for row in data_in(figure.spec) if "text" in row and "x" in row]
    return [str(row["text"]) for row in sorted(rows, key=lambda row: row["y"])]


def bars(figure: Figure) -> list[float]:
    rows = [row for row in data_in(figure.spec) if "x2" in row and row["y"] != row["y2"] and row["x"] != row["x2"]]
    return [row["x2"] - row["x"] for row in sorted(rows, key=lambda row: row["y"])]


def test_steps_stand_in_order_and_what_they_bring_below_them() -> None:
    figure = drawn(fork(end(0.6, "go"), Branch(0.3, ("ask again",), end="stop"), steps=("ask", "listen")), lapsed=0.1)
    assert texts(figure) == ["ask", "listen", "answer 0", "go", "answer 1", "ask again", "stop", "the offer lapses first"]
    assert told(figure) == ["60%", "30%", "10%"]
    assert [bar / bars(figure)[0] for bar in bars(figure)] == pytest.approx([1, 0.5, 1 / 6])
    assert "go 60%; stop 30%; the offer lapses first 10%" in figure.alternative


def test_a_plan_that_never_branches_is_not_drawn() -> None:
    assert plan_tree_figure(Branch(1.0, ("ask",), end="stop"), 0.0, NONE) is None


def test_the_likeliest_ends_are_drawn_and_the_others_counted_where_they_branch_off() -> None:
    figure = drawn(fork(*(end(n / 1000) for n in range(20, 20 + MOST_ENDS + 3))))
    assert texts(figure).count("stop") == MOST_ENDS and texts(figure)[-1] == "3 less likely ways"
    assert told(figure)[-1] == "6%"  # 20 + 21 + 22 thousandths


def test_however_deep_a_plan_is_every_end_is_drawn_or_counted() -> None:
    tree = end(0.1)
    for _ in range(MOST_COLUMNS + 3):
        tree = fork(end(0.1, "go"), tree)
    lines = texts(drawn(tree))
    counted = sum(int(line.split()[0].replace("one", "1")) for line in lines if "less likely" in line)
    assert lines.count("go") + lines.count("stop") + counted == MOST_COLUMNS + 4


def test_lines_do_not_overlap_and_stay_inside() -> None:
    figure = drawn(fork(end(0.5, "a word " * 40), end(0.5, "go")))
    rows = sorted((row["y"], str(row["text"])) for row in data_in(figure.spec) if "text" in row and "x" not in row)
    assert all(after[0] - before[0] >= 14 * (before[1].count("\n") + 1) for before, after in pairwise(rows))
    assert rows[-1][0] < float(str(figure.spec["height"]))


def test_the_essays_plan_is_drawn_with_every_end_in_its_table() -> None:
    found = assessed(worked_example())
    section = plan(found, names_of(found))
    assert section is not None
    (figure,) = (block for block in section.blocks if isinstance(block, Figure))
    assert figure.table.columns == ("if it goes this way", "then", "chance") and len(figure.table.rows) > 1
    assert figure.table.rows[0][1] in texts(figure)
    assert drawing(figure.spec, "", "").width < 640


def test_a_decision_problem_is_drawn_too() -> None:
    file = decision_file("decisions/pennzoil1984")
    assert file is not None
    section = ways(plan_decision(file))
    assert section is not None and isinstance(section.blocks[0], Figure)
    assert texts(section.blocks[0]) == ["counteroffer", "refuses", "court", "counters", "court", "accepts", "settle"]
    assert [row[2] for row in section.blocks[0].table.rows] == ["50%", "33%", "17%"]


POINTS = tuple(
    CalibrationPoint(low, low + 0.1, count, low + 0.05, came / count, *wilson_interval(came, count))
    for low, count, came in ((0.1, 1, 0), (0.4, 9, 4), (0.9, 4, 4))
)


def test_calibration_is_drawn_with_its_counts_and_what_they_leave_open() -> None:
    figure = calibration_figure(POINTS, NONE)
    assert figure is not None
    rows: list[dict[str, Any]] = [row for row in data_in(figure.spec) if "low" in row]
    assert rows[: len(POINTS)] == rows[len(POINTS) : 2 * len(POINTS)]
    assert [(row["stated"], row["came"], row["text"]) for row in rows[: len(POINTS)]] == [
        (point.stated, point.came, str(point.count)) for point in POINTS
    ]
    assert all(row["low"] <= row["came"] <= row["high"] for row in rows)
    assert rows[0]["high"] - rows[0]["low"] > rows[1]["high"] - rows[1]["low"]  # one forecast says less than nine
    assert rows[0]["size"] < rows[1]["size"]
    assert "said 15%, came 0% of one; said 45%, came 44% of 9" in figure.alternative
    assert drawing(figure.spec, "", "").width < 640
    assert calibration_figure((), NONE) is None


def test_names_stand_in_the_data_alone() -> None:
    figure = drawn(fork(end(0.5, "datum.x"), Branch(0.5, ("datum.y",), end="z")))
    assert not any("datum" in text for text in grammar_of(figure.spec))
