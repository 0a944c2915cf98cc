# SPDX-License-Identifier: Apache-2.0
"""Floors of goals, and what the meeting must yield, by hand: how far they have moved, which is told though no target has."""

from collections.abc import Mapping
from typing import Any

import pytest

from assess.test_goals import CHANGE, alarms, data, means, of_all
from assess.variations import DELETE, assessed, changed
from pourparler.assess import Assessment
from pourparler.assess.goal_rows import LeastRow

#: Worth 70, 42 and 0 points in the worked example.
DOWN = ("withdrawn", "halved", "unchanged")


def lowered(*floors: str, kind: str = "floors", also: Mapping[str, Any] = {}) -> dict[str, Any]:
    """A case that seeks what it sought first, a month apart with these floors (or yields of the meeting)."""
    key = {"floors": "floor", "meeting": "meeting"}[kind]
    history = [{"on": "2030-01-01", "goals": {"fleet": "withdrawn"}}]
    history += [
        {"on": f"2030-{n:02}-01", kind: {"fleet": floor}, **(CHANGE if n > 2 else {})} for n, floor in enumerate(floors, 2)
    ]
    goal = {"issue": "fleet", "target": "withdrawn", key: floors[-1]}
    return changed(data(history), {"mandate/goals": [goal], **also})


def least(found: Assessment) -> LeastRow:
    (row,) = found.goals.least
    return row


@pytest.mark.parametrize(("kind", "told"), [("floors", "the floor"), ("meeting", "what this meeting must yield")])
def test_small_steps_of_a_floor_are_one_large_one_and_raise_an_alarm_though_the_target_stands(kind: str, told: str) -> None:
    found, once = (assessed(lowered(*floors, kind=kind)) for floors in (DOWN, (DOWN[0], DOWN[-1])))
    row = least(found)
    assert means(of_all(found).given_up) == [0] and means(row.given_up) == [70]
    assert (row.first, row.since, row.now, row.versions) == ("withdrawn", "2030-02-01", "unchanged", 3)
    assert (row.lowered, row.is_lower) == (1.0, True)
    assert row.given_up == least(once).given_up
    (text,) = alarms(found, "O-18").values()
    assert text == f"{told} on fleet has been lowered since 2030-02-01, by 70.0 points in all"


def test_a_floor_that_was_raised_or_held_raises_no_alarm_nor_one_that_is_not_settled() -> None:
    for floors, given in (((DOWN[1], DOWN[0]), -28), ((DOWN[1], DOWN[1]), 0)):
        found = assessed(lowered(*floors))
        assert means(least(found).given_up) == [given] and not alarms(found, "O-18")
    found = assessed(lowered(DOWN[1], DOWN[2], also={"values/aland/scores/fleet": ["0..60", "0..60", 100]}), worlds=300)
    assert least(found).is_lower is None and not alarms(found, "O-18")


def test_a_floor_that_is_not_stated_any_longer_or_was_on_no_record_is_unknown_and_never_unmoved() -> None:
    gone = lowered(*DOWN[:2])
    del gone["mandate"]["goals"][0]["floor"]
    found = assessed(gone)
    assert (least(found).now, least(found).given_up, least(found).is_lower) == (None, None, None)
    why = "what it is now is not stated, and no version says why"
    assert alarms(found, "O-18") == {"least.floor.fleet": f"the floor on fleet, first set on 2030-02-01: {why}"}
    unknown = assessed(lowered("unknown", DOWN[1]))
    assert str(least(unknown).why) == "what it was first is on no record" and least(unknown).given_up is None
    without = assessed(lowered(*DOWN, also={"no_deal/borea": DELETE}))
    assert without.goals.why is not None and str(least(without).why) == "the table is not known"


def test_with_a_goal_that_is_dropped_its_floor_is_and_one_alarm_says_so() -> None:
    history = [
        {"on": "2030-01-01", "goals": {"fleet": "withdrawn"}, "floors": {"fleet": "halved"}},
        {"on": "2030-02-01", "dropped": ["fleet"], **CHANGE},
    ]
    found = assessed(data(history))
    assert str(least(found).why) == "nothing is sought on it any longer, since 2030-02-01"
    assert list(alarms(found, "O-18")) == ["drift.fleet"]
    taken_up = {"on": "2030-03-01", "goals": {"fleet": "withdrawn"}, "meeting": {"fleet": "halved"}, **CHANGE}
    again = assessed(changed(data([*history, taken_up]), {"mandate/goals/0/meeting": "halved"}))
    assert [(row.part, row.first, row.since) for row in again.goals.least][1:] == [("meeting", "halved", "2030-03-01")]


def test_a_floor_of_which_no_version_tells_has_no_row() -> None:
    assert (
        assessed(
            changed(lowered(DOWN[0]), {"mandate/history": [{"on": "2030-01-01", "goals": {"fleet": "withdrawn"}}]})
        ).goals.least
        == ()
    )
