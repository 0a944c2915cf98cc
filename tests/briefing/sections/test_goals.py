# SPDX-License-Identifier: Apache-2.0
"""Goals as they are told: the sum beside the largest step, receipts, what is unknown, and the picture's strips on one scale."""

from typing import Any

import pytest

from assess.test_goals import CHANGE, data, versions
from assess.variations import assessed, changed
from pourparler.assess.spread import Spread
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Figure, Paragraph, Section, Table
from pourparler.briefing.pictures.drift import TALLEST, Sought, drift_picture
from pourparler.briefing.terminal import render

DOWN = versions({"fleet": "withdrawn", "money": "none"}, {"fleet": "halved"}, {"money": "credit"})


def section(case: dict[str, Any], heading: str) -> Section:
    (found,) = [section for section in compose(assessed(case)).sections if section.heading == heading]
    return found


def text_of(case: dict[str, Any]) -> str:
    found = section(case, "How the goals came about")
    return " ".join(block.text for block in found.blocks if isinstance(block, Paragraph))


def test_the_sum_stands_beside_the_largest_step() -> None:
    text = text_of(data(DOWN))
    assert "Since 2030-01-01 40.0 points of our own have been given up in all, in no single step more than 28.0" in text
    assert "nothing is written of what came in return" in text and "In 100% of worlds" in text


def test_floors_that_moved_are_told_beside_targets_that_stand_and_so_is_one_that_no_version_tells_of() -> None:
    versions_of_floor = [
        {"on": "2030-01-01", "goals": {"fleet": "withdrawn"}, "floors": {"fleet": "halved"}},
        {"on": "2030-02-01", "floors": {"fleet": "unchanged"}, **CHANGE},
    ]
    goals = [
        {"issue": "fleet", "target": "withdrawn", "floor": "unchanged"},
        {"issue": "money", "target": "none", "floor": "credit"},
    ]
    case = changed(data(versions_of_floor), {"mandate/goals": goals})
    text = text_of(case)
    assert "Since 2030-01-01 nothing that is sought has been given up; 82.0 are left above the floors" in text
    assert "; one floor is not what it was at first" in text
    assert "No version tells of the floor on money: whether it has moved is not known." in text
    table = section(case, "How the goals came about").blocks[-2]
    assert isinstance(table, Table) and table.caption == "How far the least that will do has moved"
    assert table.rows == (("fleet", "the whole", "halved → unchanged", "2", "42.0", "100%"),)
    held = changed(case, {"mandate/history": versions_of_floor[:1], "mandate/goals": [{**goals[0], "floor": "halved"}]})
    assert "floor is" not in text_of(held) and "No version" not in text_of(held)


def test_what_came_in_return_is_told_and_what_has_no_number_too() -> None:
    history = [dict(version) for version in DOWN]
    history[1]["received"] = [{"get": "money.credit", "instead_of": "grant"}, {"what": "a friendlier tone"}]
    text = text_of(data(history))
    assert "; 18.0 came in return; one thing that came has no number" in text
    (table, *_) = section(data(history), "How the goals came about").blocks
    assert isinstance(table, Table)
    assert table.rows[1][-1] == "money: credit instead of grant (18.0); a friendlier tone (in words, without a number)"
    assert table.rows[1][2] == "fleet: withdrawn → halved"


def test_an_unknown_drift_is_told_as_such_with_what_it_comes_to_at_most() -> None:
    history = [*versions({"fleet": "withdrawn"}), {"on": "2030-05-01", "dropped": ["fleet"], **CHANGE}]
    assert "is unknown: nothing is sought on it any longer, since 2030-05-01." in text_of(data(history))
    (figure,) = [b for b in section(data(history), "How the goals came about").blocks if isinstance(b, Figure)]
    assert figure.table.rows[0][3] == "unknown: nothing is sought on it any longer, since 2030-05-01; at most 70.0"


def test_the_meeting_and_the_whole_stand_apart() -> None:
    goals = [{"issue": "fleet", "target": "withdrawn", "floor": "unchanged", "meeting": "halved"}]
    found = section(changed(data([]), {"mandate/goals": goals, "meeting/must_produce": "a cap"}), "Mandate")
    captions = [block.caption for block in found.blocks if isinstance(block, Table)]
    assert captions == ["What this meeting itself must yield", "What the whole negotiation seeks, and the least that will do"]
    meeting, whole = (block for block in found.blocks if isinstance(block, Table))
    assert meeting.rows[0][1] == "halved" and meeting.rows[0][3] == "28.0"
    assert whole.rows[0][1:4] == ("withdrawn", "unchanged", "70.0")


def test_an_approver_on_no_record_is_told() -> None:
    history = [dict(version) for version in DOWN]
    history[1]["approved"] = {"by": "unknown"}
    (table, *_) = section(data(history), "How the goals came about").blocks
    assert isinstance(table, Table) and [row[4] for row in table.rows] == ["–", "by nobody on record", "cabinet"]


def test_nothing_is_told_where_no_version_is_written() -> None:
    assert "How the goals came about" not in render(compose(assessed(data([]))), width=100, full=True)


def level(mean: float) -> Spread:
    return Spread(mean, mean - 1, mean + 1)


def test_a_point_has_one_height_in_all_strips() -> None:
    rows = [
        Sought("all", "-", [level(0), level(20), level(40)], level(50), [level(0), level(10), level(30)]),
        Sought("one", "-", [level(0), level(10), level(10)]),
    ]
    layers: Any = drift_picture(["2030-01-01", "2030-02-01", "2030-03-01"], rows)["layer"]
    lines = layers[2]["data"]["values"]

    def falls(run: str, series: str) -> list[float]:
        drawn = [value["y"] for value in lines if value["run"].startswith(f"{run} ") and value["series"] == series]
        return [y - drawn[0] for y in drawn]

    whole, part = falls("0", "what is sought"), falls("1", "what is sought")
    assert whole[1] / 20 == pytest.approx(part[1] / 10)
    assert whole[-1] == whole[2] and len(whole) == 4
    assert falls("0", "with what came in return")[2] == pytest.approx(whole[2] * 3 / 4)
    (floor, _) = layers[3]["data"]["values"]
    assert floor["y"] - lines[0]["y"] == pytest.approx(whole[1] * 50 / 20)
    assert max(whole) < TALLEST


def test_what_is_unknown_is_not_drawn_and_breaks_the_line() -> None:
    rows = [Sought("one", "-", [level(0), None, level(20)])]
    layers: Any = drift_picture(["2030-01-01", "2030-02-01", "2030-03-01"], rows)["layer"]
    lines = layers[2]["data"]["values"]
    assert [value["x"] for value in lines] == [0, 2, 3]
    assert lines[0]["run"] != lines[1]["run"] == lines[2]["run"]


def test_goals_that_never_moved_make_a_picture_too() -> None:
    spec: Any = drift_picture(["2030-01-01"], [Sought("one", "-", [Spread(0, 0, 0)])])
    assert spec["height"] > 0
