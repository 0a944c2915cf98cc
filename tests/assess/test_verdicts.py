# SPDX-License-Identifier: Apache-2.0
"""The verdict: six minimal cases reach six verdicts by their numbers alone; the gate holds, and says at what price."""

from typing import Any

import pytest

from assess.variations import DELETE, assessed, changed, value_of, worked_example

LOW_COMPLIANCE = {"settle": "10%", "stall": "5%"}
GOOD_MEETING: dict[str, Any] = {
    "questions/motive/hypotheses": {"settle": "95%", "stall": "5%"},
    "meeting/levels/leaders/reach": "90%",
    "meeting/price/aland": 0,
    "no_deal/aland/value": 25,
}
SIX: dict[str, dict[str, Any]] = {
    "fix": GOOD_MEETING,
    "fix_conditionally": {
        "meeting/window": {"lapses_per_day": "3%"},
        "preparation/sounding/days": 20,
        "preparation/sounding/cost": 0,
        "no_deal/aland/value": 28,
        "meeting/levels/leaders/reach": "90%",
        "preparation/sounding/outcomes": {"forthcoming": {"settle": "97%", "stall": "3%"}, "evasive": "rest"},
    },
    "hold": {},
    "step_down": {
        "meeting/levels/officials": {"reach": "80%", "collapse": {"chance": "1%", "loss": 1}, "price": {"aland": 0}},
        "compliance/motive": {"settle": "95%", "stall": "90%"},
    },
    "forgo": {"compliance/motive": LOW_COMPLIANCE},
    "not_determined": {**GOOD_MEETING, "no_deal/aland/value": "25..65"},
}


# A gate that asks for something, and has it.
MET: dict[str, Any] = {
    "gate/steps/fix_date": ["mandate.approved", "day_after.plan", "interpreters"],
    "gate/attested": {"interpreters": {"state": "met", "evidence": "contract", "on": "2031-03-01"}},
    "mandate": {"goals": [{"issue": "fleet", "target": "withdrawn", "approved": {"by": "cabinet", "on": "2031-03-01"}}]},
    "day_after": {"channels": ["embassies"], "fallback": ["ministers"], "on": "2031-03-01"},
}


@pytest.mark.parametrize("action", SIX)
def test_numbers_alone_reach_every_verdict(action: str) -> None:
    found = assessed(changed(worked_example(), MET | SIX[action]), worlds=400)
    assert [row.state for row in found.gate] == ["met"] * 3
    assert found.verdict.action == action
    assert found.verdict.determined == (action != "not_determined")
    if action == "not_determined":
        assert len(found.verdict.between) >= 2
        assert found.verdict.settle == "no_deal.aland.value"
        assert any("no_deal.aland.value" in str(reason) for reason in found.verdict.reasons)


def prepared() -> dict[str, Any]:
    """A case in which every workstream is done and meeting is plainly worth it."""
    data = changed(worked_example(), {**GOOD_MEETING, "gate": DELETE})
    data["parties"]["cyrene"] = {"role": "partner"}
    data["consultation"] = [{"party": "cyrene", "told": "the offer", "level": "full", "on": "2031-03-10"}]
    data["mandate"] = {"goals": [{"issue": "fleet", "target": "withdrawn", "approved": {"by": "cabinet", "on": "2031-03-11"}}]}
    data["sources"]["talks"] = {"party": "borea", "access": "direct", "sound": "90%", "empty": "10%"}
    data["evidence"].append(
        {
            "id": "first_meeting",
            "text": "They laid out terms.",
            "source": "talks",
            "known_at": "2031-03-12",
            "likelihood": {"motive": {"settle": "80%", "stall": "20%"}},
        }
    )
    data["day_after"] = {"channels": ["embassies"], "fallback": ["ministers"], "on": "2031-03-01"}
    return data


UNDONE: dict[str, dict[str, Any]] = {
    "intentions.direct_contact": {"sources/talks/access": "observed"},
    "consultation.cyrene": {"consultation": []},
    "mandate.approved": {"mandate/goals/0/approved": DELETE},
    "day_after.plan": {"day_after": DELETE},
}


def test_all_preparations_done_and_sincerity_well_evidenced() -> None:
    found = assessed(prepared(), worlds=50)
    assert {row.condition for row in found.gate} == set(UNDONE)
    assert {row.state for row in found.gate} == {"met"}
    assert found.verdict.action in ("fix", "fix_conditionally")


@pytest.mark.parametrize("condition", UNDONE)
def test_each_workstream_undone_holds_alone(condition: str) -> None:
    found = assessed(changed(prepared(), UNDONE[condition]), worlds=50)
    assert [row.condition for row in found.gate if row.state != "met"] == [condition]
    assert found.verdict.action == "hold"
    assert found.verdict.basis == "gate"
    assert found.verdict.conditions == (condition,)
    assert found.verdict.numbers_favour in ("fix", "fix_conditionally")
    assert any("the numbers favour fix" in str(reason) for reason in found.verdict.reasons)


def test_a_waiver_by_a_named_person_opens_the_gate() -> None:
    waiver = {"condition": "consultation.cyrene", "by": "the prime minister", "reason": "no time"}
    data = changed(prepared(), {"consultation": [], "gate": {"waived": [waiver]}})
    found = assessed(data, worlds=50)
    (row,) = [row for row in found.gate if row.condition == "consultation.cyrene"]
    assert row.state == "waived"
    assert found.verdict.action in ("fix", "fix_conditionally")


def test_met_without_a_date_is_unknown_and_holds() -> None:
    data = changed(prepared(), {"consultation/0/on": DELETE})
    found = assessed(data, worlds=50)
    (row,) = [row for row in found.gate if row.condition == "consultation.cyrene"]
    assert row.state == "unknown"
    assert found.verdict.action == "hold"


def test_what_comes_after_the_date_of_the_case_is_not_seen() -> None:
    data = changed(prepared(), {"consultation/0/on": "2031-03-20", "evidence/1/known_at": "2031-03-20"})
    found = assessed(data, worlds=50)
    states = {row.condition: row.state for row in found.gate}
    assert states["consultation.cyrene"] == "not_met"
    assert states["intentions.direct_contact"] == "not_met"
    later = assessed(changed(data, {"evidence/1": DELETE, "consultation": []}), worlds=50)
    assert value_of(later, "fix") == value_of(found, "fix")
    assert [str(row.why) for row in later.gate] == [str(row.why) for row in found.gate]


def test_waiting_for_a_condition_has_a_price() -> None:
    """A step that meets the last condition costs two points: that is what waiting costs, and what relaxing it saves."""
    data = changed(prepared(), {"consultation": [], "preparation": {}})
    data["preparation"] = {"tell_cyrene": {"aligns": "cyrene", "cost": 2, "days": 0}}
    found = assessed(data, worlds=50)
    (row,) = [row for row in found.gate if row.condition == "consultation.cyrene"]
    assert row.shadow_price == pytest.approx(2)
    assert found.gate_price == pytest.approx(2)
    assert found.verdict.action == "hold"
    assert found.plan is not None
    assert found.plan.tree.step == "tell_cyrene"
    assert found.plan.tree.outcomes["done"].action == "fix"


def test_higher_levels_ask_for_strictly_more() -> None:
    conditions = {}
    for level in ("officials", "ministers", "leaders"):
        data = changed(prepared(), {"meeting/level": level, f"meeting/levels/{level}": {"reach": "50%"}})
        conditions[level] = {row.condition for row in assessed(data).gate}
    assert conditions["officials"] < conditions["ministers"] < conditions["leaders"]


def test_forgoing_can_outrank_holding_behind_a_closed_gate() -> None:
    data = changed(prepared(), {"consultation": [], "compliance/motive": LOW_COMPLIANCE, "no_deal/aland/value": 60})
    found = assessed(data, worlds=50)
    assert found.verdict.action == "forgo"


def test_blank_no_deal_values_rank_nothing() -> None:
    for party in ("aland", "borea"):
        found = assessed(changed(worked_example(), {f"no_deal/{party}/value": DELETE}))
        assert found.verdict.action == "not_determined"
        assert found.verdict.settle == f"no_deal.{party}.value"
        assert found.bargaining.agreement is None
        assert found.bargaining.zone_probability is None
        assert "O-32" in {alarm.row for alarm in found.alarms}


def test_an_unknown_that_cannot_change_the_advice_leaves_it_determined() -> None:
    low = {"compliance/motive": LOW_COMPLIANCE, "preparation": {}}
    found = assessed(changed(worked_example(), {**low, "moves/pressure/escalation/chance": DELETE}))
    assert found.unknowns.ranging == ("moves.pressure.escalation.chance",)
    assert found.verdict.action == "forgo"


def test_an_unknown_that_could_change_the_advice_is_named() -> None:
    found = assessed(changed(worked_example(), {"meeting/levels/leaders/reach": DELETE}), worlds=50)
    assert found.verdict.action == "not_determined"
    assert found.verdict.settle == "meeting.levels.leaders.reach"
