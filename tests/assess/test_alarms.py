# SPDX-License-Identifier: Apache-2.0
"""When an alarm is raised and what it says: one change at a time."""

from typing import Any

import pytest

from assess.variations import assessed, changed, worked_example


def raised(changes: dict[str, Any], row: str, worlds: int = 1) -> dict[str, str]:
    found = assessed(changed(worked_example(), changes), worlds=worlds)
    return {alarm.id: str(alarm.text) for alarm in found.alarms if alarm.row == row}


def test_who_is_not_shown_to_be_informed_is_named() -> None:
    changes = {
        "parties/cyrene": {"role": "partner"},
        "parties/delos": {"role": "partner"},
        "parties/eos": {"role": "partner"},
        "gate/steps/fix_date": ["consultation.cyrene", "consultation.delos", "consultation.eos"],
        "consultation": [
            {"party": "delos", "told": "all", "level": "full"},
            {"party": "eos", "told": "all", "level": "full", "on": "2031-03-10"},
        ],
    }
    assert raised(changes, "O-12") == {"uninformed": "not informed, or not shown to be: cyrene, delos"}


def test_a_red_line_counts_only_if_the_likely_agreement_can_cross_it() -> None:
    lines = {"parties/cyrene": {"role": "partner"}, "red_lines": {"cyrene": ["fleet.halved", "fleet.unchanged"]}}
    text = raised(lines, "O-14")["red_line.cyrene"]
    assert text.endswith("red line of cyrene: fleet.halved")
    assert raised({**lines, "red_lines": {"cyrene": ["fleet.unchanged"]}}, "O-14") == {}


GAINS: dict[str, Any] = {
    "parties/cyrene": {"role": "partner"},
    "parties/delos": {"role": "rival"},
    "parties/eos": {"role": "third_party"},
    "effects": {"fleet.halved": {"cyrene": -3, "delos": 5, "eos": -1}},
    "worth_to_us": {"cyrene": 0.3, "delos": -0.2, "eos": 0.1},
}


def test_a_concession_whose_winner_counts_against_us_and_whose_losers_are_ours() -> None:
    (text,) = raised(GAINS, "O-27").values()
    assert "benefits delos most" in text
    assert "costs cyrene, eos," in text


@pytest.mark.parametrize(
    "changes",
    [
        {"effects/fleet.halved/delos": "-1..9"},
        {"effects/fleet.halved": {"cyrene": "-5..2", "delos": 5}},
        {"worth_to_us": {"cyrene": -0.3, "delos": -0.2, "eos": 0}},
        {"worth_to_us/delos": 0.2},
        {"worth_to_us/delos": "-0.5..0.2"},
        {"worth_to_us": {"cyrene": "-0.2..0.5", "delos": -0.2, "eos": 0}},
        {"effects/fleet.halved/eos": 9},
    ],
)
def test_no_such_alarm_where_the_numbers_leave_it_open(changes: dict[str, Any]) -> None:
    assert raised(GAINS, "O-27", worlds=200) != {}
    assert raised(changed(GAINS, changes), "O-27", worlds=200) == {}


def test_leverage_spent_is_told_with_both_shifts() -> None:
    (text,) = raised({"staging/fleet.halved": {"shifts_after": {"aland": 2, "borea": 7}}}, "O-22").values()
    assert "no-deal value moves by 7.0 points and ours by 2.0" in text


def test_an_empty_zone_names_the_fewest_moves_that_open_it() -> None:
    """Ours is 75, theirs 58: nothing gives both as much. Pressure of 30 opens a zone if they settle: 88, 30."""
    closed = {
        "no_deal/aland/value": 75,
        "moves/pressure/shifts": {"borea": -30},
        "moves/fuel": {"kind": "cooperative", "cost": 1},
    }
    assert raised(closed, "O-19") == {"zone": "no zone of agreement under present alternatives; with pressure there is one"}
    wider = {**closed, "moves/fuel/shifts": {"borea": -25}}
    (text,) = raised(wider, "O-19").values()
    assert "with fuel, pressure there is one" in text
    assert raised({}, "O-19") == {}


@pytest.mark.parametrize(("price", "said"), [("-5", "5.0"), ("-8..-2", ""), ("-8..2", None), ("4", None), ("1..4", None)])
def test_a_meeting_that_pays_the_other_side_by_itself(price: str, said: str | None) -> None:
    found = raised({"meeting/price/borea": price}, "O-30", worlds=200)
    assert bool(found) == (said is not None)
    if said:
        assert f"hands the other side {said} points" in found["price"]


def test_no_next_step_after_a_failure() -> None:
    whole = {"channels": ["embassies"], "fallback": ["ministers"], "wording": "we parted as friends"}
    assert raised({"day_after": whole}, "O-31") == {}
    for wording in ({}, {"wording": " "}):
        plan = {"day_after": {"channels": ["embassies"], "fallback": ["officials"], **wording}}
        assert list(raised(plan, "O-31")) == ["wording"]
        # Where ministers meet, and where no step is written at all, it is not what is missed most.
        assert raised({**plan, "meeting/level": "ministers"}, "O-31") == {}
    for part in ("channels", "fallback"):
        assert list(raised({"day_after": {part: whole[part]}}, "O-31")) == ["day_after"]
    assert raised({}, "O-31") != {}


def test_what_is_given_for_nothing() -> None:
    pairs = [{"give": "money.grant"}, {"give": "money.credit", "get": "fleet.halved"}]
    assert set(raised({"mandate": {"gives": pairs}}, "O-16")) == {"give.money.grant"}
