# SPDX-License-Identifier: Apache-2.0
"""The case against the advice: worlds and inputs in which it is wrong, what the wary would do, what meeting is at home."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from assess.variations import assessed, changed, worked_example
from case.samples import FULL, spoilt, the_problem
from pourparler.assess.assessment import Assessment
from pourparler.assess.contrary import wrong_where
from pourparler.assess.worlds import Worlds
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.verdict import reasons as verdict_reasons


def told(inputs: dict[str, list[float]], leader: list[float], rival: list[float]) -> list[str]:
    """Return what is said of a hundred worlds of each of the kinds given."""

    def drawn(values: list[float]) -> np.ndarray:
        return np.repeat(values, 100)

    worlds = cast(Worlds, SimpleNamespace(inputs={name: drawn(values) for name, values in inputs.items()}))
    return [str(each) for each in wrong_where(worlds, drawn(leader), drawn(rival), "fix")]


LEADER, RIVAL = [10.0, 10.0, 10.0, 10.0], [8.0, 9.0, 12.0, 16.0]


def test_where_the_rival_is_ahead_and_what_is_otherwise_there() -> None:
    """The rival is ahead in the last two of four worlds, by 2 and 6."""
    inputs = {"reach": [0.1, 0.2, 0.6, 0.7], "price": [5.0, 3.0, 1.0, 3.0], "flat": [1.0, 2.0, 2.0, 1.0]}
    assert told(inputs, LEADER, RIVAL) == [
        "in the 50% of worlds in which fix is ahead it is worth 4.0 points more, on average",
        "reach is higher there: 0.65 on average, elsewhere 0.15",
        "price is lower there: 2 on average, elsewhere 4",
    ]


def test_of_many_the_three_that_differ_most_and_no_order() -> None:
    inputs = {f"x{n}": [0.0, 0.2 * n, 1.0, 1.0] for n in range(5)} | {"values.us.weights.rank.0": [0.0, 0.0, 1.0, 1.0]}
    found = told(inputs, LEADER, RIVAL)
    assert [text.split()[0] for text in found[1:]] == ["x0", "x1", "x2"]


def test_what_chance_alone_would_set_apart_is_not_told() -> None:
    """One of ten worlds is wrong: an input that is higher in it by some standard deviations, as one may be, says nothing."""
    worlds = cast(Worlds, SimpleNamespace(inputs={"x": np.array([3.0, *[0.0, 2.0] * 4, 1.0])}))
    leader, rival = np.full(10, 1.0), np.array([2.0, *[0.0] * 9])
    assert len(wrong_where(worlds, leader, rival, "fix")) == 1


def test_an_advice_that_is_never_or_always_behind_has_no_such_worlds() -> None:
    assert told({"a": [1.0, 2.0, 3.0, 4.0]}, LEADER, [9.0] * 4) == []
    assert told({"a": [1.0, 2.0, 3.0, 4.0]}, LEADER, LEADER) == []
    assert told({"a": [1.0, 2.0, 3.0, 4.0]}, LEADER, [11.0] * 4) == []
    assert len(told({}, LEADER, RIVAL)) == 1
    # A world in which both are worth the same is not one in which the advice is wrong.
    assert told({}, LEADER, [8.0, 10.0, 10.0, 16.0])[0].startswith("in the 25% of worlds in which fix is ahead it is worth 6.0")


def test_of_a_case_it_is_what_drives_the_difference() -> None:
    """Only our own value without a deal is uncertain: forgoing is right where it is high."""
    open_case = {"no_deal/aland/value": "25..45", "compliance/motive": {"settle": "100%", "stall": "100%"}}
    found = assessed(changed(worked_example(), {**open_case, "gate/steps/fix_date": ["mandate.approved"]}), worlds=200)
    assert found.verdict.action == "hold"
    first, second = map(str, found.verdict.wrong_where[:2])
    assert "fix is ahead" in first and second.startswith("no_deal.aland.value is lower there")
    sure = assessed(worked_example())
    assert sure.verdict.wrong_where == ()


def reasons(found: Assessment) -> list[str]:
    return [str(reason) for reason in found.verdict.reasons]


#: Meeting is worth 42 by average and a gamble; forgoing 35 for sure.
GAMBLE = {"compliance/motive": {"settle": "100%", "stall": "100%"}, "preparation": {}}


@pytest.mark.parametrize(("tolerance", "other"), [(2, True), (400, False)])
def test_the_wary_may_rather_do_something_else(tolerance: int, other: bool) -> None:
    found = assessed(changed(worked_example(), {**GAMBLE, "risk": {"tolerance": tolerance}}))
    assert found.verdict.action == "fix"
    (text,) = [reason for reason in reasons(found) if reason.startswith("for sure")]
    told = [reason for reason in reasons(found) if reason.startswith("the wary would rather forgo: for sure it is worth")]
    assert bool(told) is other
    sure = {action: spread.mean for action, spread in found.record.certainty_equivalents.items()}
    assert not told or told[0].endswith(f"{sure['forgo'] - sure['fix']:.1f} points more than fix")
    section = verdict_reasons(found, names_of(found))
    assert section is not None
    shown = str(section.brief)  # on the one screen, too
    assert ("the wary would rather forgo" in shown) is other
    assert ("forgo 35.0" in text) and "no_summit" not in text


def test_without_a_tolerance_nothing_is_said_of_it() -> None:
    assert not any("for sure" in reason for reason in reasons(assessed(changed(worked_example(), GAMBLE))))


def meeting(motives: list[dict[str, Any]], **more: Any) -> Assessment:
    return assessed(changed(worked_example(), {"meeting/motives": motives, **more}))


def test_what_meeting_is_at_home_stands_beside_the_price_and_enters_no_value() -> None:
    motives = [
        {"party": "aland", "what": "an election", "worth": 4},
        {"party": "aland", "what": "a strike put off", "worth": 3},
        {"party": "borea", "what": "seen as an equal", "worth": -1},
    ]
    found, without = meeting(motives), assessed(worked_example())
    assert [(row.party, row.worth.mean) for row in found.meeting.motives if row.worth] == [
        ("aland", 4),
        ("aland", 3),
        ("borea", -1),
    ]
    assert {party: total.mean for party, total in found.meeting.at_home.items()} == {"aland": 7, "borea": -1}
    assert [row.value for row in found.actions] == [row.value for row in without.actions]
    unknown = meeting([*motives, {"party": "aland", "what": "a rival", "worth": "unknown"}])
    assert set(unknown.meeting.at_home) == {"borea"} and unknown.meeting.motives[3].worth is None


@pytest.mark.parametrize(("worth", "is_raised"), [(5.66, True), (5.64, False), (-9, False)])
def test_an_alarm_where_home_outweighs_the_advice(worth: float, is_raised: bool) -> None:
    """Holding is ahead of fixing by 35.1973 - 29.5470 = 5.6503."""
    found = meeting([{"party": "aland", "what": "an election", "worth": worth}])
    alarms = [str(alarm.text) for alarm in found.alarms if alarm.id == "motive"]
    text = "meeting is worth 5.7 points at home to our own leader, more than the 5.7 by which hold is ahead"
    assert alarms == ([text] if is_raised else [])
    theirs = meeting([{"party": "borea", "what": "an election", "worth": worth}])
    assert not [alarm for alarm in theirs.alarms if alarm.id == "motive"]


def test_where_only_the_gate_holds_a_better_meeting_home_raises_no_alarm() -> None:
    """Fixing is ahead of what is advised already: no motive at home is needed to want it."""
    found = meeting(
        [{"party": "aland", "what": "an election", "worth": 50}], **GAMBLE, **{"gate/steps/fix_date": ["day_after.plan"]}
    )
    assert (found.verdict.action, found.verdict.numbers_favour) == ("hold", "fix")
    held = meeting(
        [{"party": "aland", "what": "an election", "worth": 50}],
        **{"gate/steps/fix_date": ["day_after.plan"], "compliance/motive": {"settle": "100%", "stall": "100%"}},
    )
    assert held.verdict.action == "hold"
    assert not [alarm for alarm in (*found.alarms, *held.alarms) if alarm.id == "motive"]


def test_where_the_date_is_fixed_home_raises_no_alarm() -> None:
    found = meeting([{"party": "aland", "what": "an election", "worth": 50}], **GAMBLE)
    assert found.verdict.action == "fix" and not [alarm for alarm in found.alarms if alarm.id == "motive"]


def test_the_price_of_every_level_stands_both_ways() -> None:
    levels = {
        "meeting/levels/ministers": {"reach": "30%", "price": {"aland": 1}},
        "meeting/levels/officials": {"reach": "10%", "price": {"aland": 0, "borea": -2}},
    }
    found = assessed(changed(worked_example(), levels))
    prices = {row.level: (row.price_own, row.price_counterpart) for row in found.levels}
    stated = {level: tuple(price.mean if price else None for price in pair) for level, pair in prices.items()}
    assert stated == {"leaders": (5, -5), "ministers": (1, -5), "officials": (0, -2)}
    assert found.meeting.price_own is not None and found.meeting.price_own.mean == 5


def test_a_motive_is_of_a_party() -> None:
    problem = the_problem(spoilt(FULL, ("{party: borea, what: seen", "{party: boera, what: seen")))
    assert problem.key_path == "meeting.motives[1].party" and "'borea'" in problem.write


def over_flag() -> dict[str, Any]:
    """Return an invented case: the window closes, minima and maxima and a fallback are there, no text is agreed.

    Our no-deal value falls by two points a month, the other side keeps what it signs, meeting is cheap.
    """
    return changed(
        worked_example(),
        {
            "gate": {},
            "stakes": {"novelty": "rare", "irreversibility": "moderate"},
            "meeting/window": {"lapses_per_day": "2..4%", "forcing_date": "2031-04-30"},
            "meeting/price/aland": 1,
            "meeting/levels/leaders": {"reach": "50..75%", "collapse": {"chance": "5..10%", "loss": "2..6"}},
            "meeting/must_produce": "a cap",
            "no_deal/aland": {"value": "30..38", "per_month": "-3..-1"},
            "compliance/motive": {"settle": "85..95%", "stall": "60..80%"},
            "mandate": {
                "goals": [
                    {
                        "issue": "fleet",
                        "target": "withdrawn",
                        "floor": "halved",
                        "approved": {"by": "cabinet", "on": "2031-03-12"},
                    },
                    {"issue": "money", "target": "none", "floor": "grant", "approved": {"by": "cabinet", "on": "2031-03-12"}},
                ]
            },
            "day_after": {"channels": ["embassies"], "fallback": ["ministers"], "on": "2031-03-12"},
            "success": [{"what": "boats halved", "requires": ["fleet.halved", "fleet.withdrawn"], "written": "2031-03-12"}],
            "sources/talks": {"party": "borea", "access": "direct", "sound": "80%", "empty": "20%"},
            "evidence/0/source": "talks",
        },
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_closing_window_without_an_agreed_text_is_no_reason_to_forgo(seed: int) -> None:
    found = assessed(over_flag(), worlds=200, seed=seed)
    assert not [row for row in found.gate if row.state not in ("met",)], [str(row.why) for row in found.gate]
    assert found.verdict.action != "forgo" and "forgo" not in found.verdict.between
    assert found.delay_per_week is not None and found.delay_per_week.mean > 0
    unprepared = changed(over_flag(), {"evidence/0/source": "envoy"})
    assert assessed(unprepared, worlds=200, seed=seed).verdict.action == "hold"


def test_holding_always_begins_with_a_step() -> None:
    for data in (worked_example(), over_flag(), changed(worked_example(), {"gate/steps/fix_date": ["mandate.approved"]})):
        found = assessed(data)
        assert found.plan is not None and found.plan.tree.step is not None
    idle = assessed(changed(worked_example(), {"preparation": {}}))
    assert idle.plan is None
    (hold,) = [row for row in idle.actions if row.action == "hold"]
    assert hold.value is None and "no step of preparation" in str(hold.why)
