# SPDX-License-Identifier: Apache-2.0
"""What the record of a case comes to: gate by stakes, success, tripwires, influence, ratifiers, authority; by hand."""

from datetime import date, timedelta
from typing import Any

import pytest

from assess.variations import DELETE, assessed, changed, value_of, worked_example
from pourparler.assess import Assessment


def with_changes(**changes: Any) -> Assessment:
    """Assess the worked example with changes; double underscores stand for steps of the path."""
    return assessed(changed(worked_example(), {path.replace("__", "/"): value for path, value in changes.items()}))


def rows(found: Assessment) -> list[str]:
    return [alarm.id for alarm in found.alarms]


def told(found: Assessment) -> dict[str, str]:
    return {alarm.id: str(alarm.text) for alarm in found.alarms}


def asked(found: Assessment, step: str = "fix_date") -> list[str]:
    return [row.condition for row in found.gate if row.step == step]


@pytest.mark.parametrize(
    ("level", "stakes", "extra"),
    [
        ("officials", {}, ["mandate.approved"]),
        ("officials", {"novelty": "first_meeting"}, ["mandate.approved", "intentions.direct_contact"]),
        ("ministers", {"irreversibility": "high"}, ["mandate.approved", "intentions.direct_contact", "day_after.plan"]),
        ("ministers", {"novelty": "routine", "irreversibility": "low"}, ["mandate.approved", "intentions.direct_contact"]),
    ],
)
def test_required_preparation_grows_with_level_and_stakes(level: str, stakes: dict[str, str], extra: list[str]) -> None:
    found = with_changes(gate=DELETE, meeting__level=level, stakes=stakes)
    assert asked(found) == extra


def test_at_the_highest_stakes_success_and_failure_must_have_been_thought_of() -> None:
    stakes = {"novelty": "first_meeting", "irreversibility": "high"}
    data: dict[str, Any] = {"gate": DELETE, "meeting/level": "leaders", "stakes": stakes}
    bare = assessed(changed(worked_example(), data))
    assert asked(bare)[-2:] == ["success.defined", "premortem.written"]
    states = {row.condition: row.state for row in bare.gate}
    assert (states["success.defined"], states["premortem.written"]) == ("not_met", "not_met")
    data["success"] = [{"what": "boats gone", "written": "2031-03-01"}]
    data["premortem"] = [{"story": "it leaked", "by": "desk B", "on": "2031-03-01"}]
    states = {row.condition: row.state for row in assessed(changed(worked_example(), data)).gate}
    assert (states["success.defined"], states["premortem.written"]) == ("met", "met")
    data["success"] = [{"what": "boats gone", "written": "2999-01-01"}]
    data["premortem"] = [{"story": "it leaked"}]
    states = {row.condition: row.state for row in assessed(changed(worked_example(), data)).gate}
    assert (states["success.defined"], states["premortem.written"]) == ("not_met", "unknown")


def test_every_irreversible_step_has_its_conditions_in_the_order_of_the_case() -> None:
    steps = ["announce", "fix_date", "travel"]
    found = with_changes(gate=DELETE, meeting__steps=steps, parties__cyrene={"role": "partner"})
    assert list(dict.fromkeys(row.step for row in found.gate)) == ["announce", "fix_date", "travel"]
    assert asked(found, "announce") == ["consultation.cyrene"]
    assert asked(found, "travel") == ["mandate.approved", "day_after.plan"]


def test_success_is_read_off_the_agreement() -> None:
    # With pressure on and the date fixed, those who settle agree on withdrawn and grant, those who stall on halved and credit;
    # reach 0.6, posterior 0.35, compliance 0.85 and 0.30 (worked example).
    found = with_changes(
        success=[
            {"what": "withdrawn", "requires": ["fleet.withdrawn"]},
            {"what": "either", "requires": ["fleet.withdrawn", "fleet.halved"]},
            {"what": "both", "requires": ["fleet.halved", "money.grant"]},
            {"what": "kept", "requires": ["fleet.withdrawn"], "kept": True},
            {"what": "said", "forecast": {"fix": "20..40%"}},
        ]
    )
    chances = [{action: chance.mean for action, chance in row.computed.items()} for row in found.record.success]
    assert [chance.get("fix") for chance in chances] == pytest.approx([0.6 * 0.35, 0.6, 0, 0.6 * 0.35 * 0.85, None])
    assert chances[0]["forgo"] == 0
    assert found.record.success[4].forecast["fix"].mean == pytest.approx(0.3)


def test_tripwires_stand_beside_the_plan() -> None:
    # The plan: sound them out; if forthcoming, fix; if evasive, forgo.
    found = with_changes(
        tripwires=[{"when": "sounding.evasive", "then": "forgo"}, {"when": "sounding.forthcoming", "then": "hold"}]
    )
    assert [(row.when, row.plan) for row in found.record.tripwires] == [
        ("sounding.evasive", "forgo"),
        ("sounding.forthcoming", "fix"),
    ]
    assert [name for name in rows(found) if name.startswith("tripwire")] == ["tripwire.sounding.forthcoming"]


def test_an_option_that_a_ratifier_would_not_have_is_in_no_package() -> None:
    found = with_changes(parties__aland__ratifiers=["parliament"], red_lines={"parliament": ["money.grant"]})
    assert found.bargaining.packages == 6
    assert with_changes(red_lines={}).bargaining.packages == 9


def third_party(**more: Any) -> dict[str, Any]:
    """Two third parties: cyrene loses 6 by a grant and lives with 3; whoever opposes costs ten points of reach."""
    opposed = {"role": "partner", "tolerance": 3, "opposition": {"reach": "-10%"}}
    return {
        "parties/cyrene": opposed,
        "parties/delos": opposed,
        "effects": {"money.grant": {"cyrene": -6, "delos": -4}},
        "worth_to_us": {"cyrene": 0, "delos": 0},
        "preparation/talk": {"aligns": "delos", "tolerance": 4, "cost": 0, "days": 0},
        **more,
    }


def test_who_is_moved_moves_others() -> None:
    # Aligning delos by 4 makes it live with its 4; three quarters of that, 3, make cyrene live with its 6 as well.
    alone = value_of(assessed(changed(worked_example(), third_party())), "hold")
    followed = value_of(assessed(changed(worked_example(), third_party(influence={"delos": {"cyrene": "75%"}}))), "hold")
    hardly = value_of(assessed(changed(worked_example(), third_party(influence={"delos": {"cyrene": "74%"}}))), "hold")
    assert followed > alone == pytest.approx(hardly)


def direct(authority: dict[str, str]) -> dict[str, Any]:
    """Something heard from the other side directly, by somebody with an authority."""
    return {
        "gate": {"steps": {"fix_date": ["intentions.direct_contact"]}},
        "sources/clerk": {"sound": 0.5, "access": "direct", "party": "borea", "authority": authority},
        "evidence/0/source": "clerk",
        "mandate": {"goals": [{"issue": "fleet", "target": "halved"}, {"issue": "money", "target": "none"}]},
    }


@pytest.mark.parametrize(
    ("authority", "state", "lacking"),
    [
        ({}, "met", None),
        ({"fleet": "none", "money": "none"}, "not_met", "fleet, money"),
        ({"fleet": "partial", "money": "none"}, "met", "money"),
        ({"fleet": "full", "money": "full"}, "met", None),
    ],
)
def test_contact_counts_by_what_the_person_across_can_commit(
    authority: dict[str, str], state: str, lacking: str | None
) -> None:
    found = assessed(changed(worked_example(), direct(authority)))
    assert [row.state for row in found.gate] == [state]
    alarms = [str(alarm.text) for alarm in found.alarms if alarm.id == "authority"]
    assert alarms == ([f"nobody heard directly has authority on {lacking}"] if lacking else [])


def test_a_word_meant_differently_raises_an_alarm_with_the_items_that_turn_on_it() -> None:
    meanings = [{"word": "withdrawal", "means": {"aland": "boats gone", "borea": "licences unchanged"}}]
    found = with_changes(interpretation=meanings, evidence__0__word="withdrawal")
    (text,) = [str(alarm.text) for alarm in found.alarms if alarm.id == "word.withdrawal"]
    assert text.endswith("turns on it")
    same = with_changes(interpretation=[{"word": "withdrawal", "means": {"aland": "gone", "borea": "gone"}}])
    assert not [name for name in rows(same) if name.startswith("word")]


def test_actions_left_out_are_not_advised_and_the_row_says_so() -> None:
    found = with_changes(actions=["fix", "hold", "step_down"])
    (row,) = [row for row in found.actions if row.action == "forgo"]
    assert row.value is None and str(row.why) == "the case leaves it out"
    assert found.verdict.action != "forgo"
    # Without forgoing, an evasive answer leads to fixing all the same: 0.605 of the weight falls from 35 to press-and-fix.
    assert value_of(found, "hold") < value_of(with_changes(), "hold")


def test_the_crisis_by_date() -> None:
    crisis = {"no_deal": "10%", "freeze": "5%", "full": 0, "loss": 40, "within": 60.875}
    found = with_changes(later={"crisis": crisis})
    # Two months: 1 - 0.9^2 = 0.19 and 1 - 0.95^2 = 0.0975, times 40.
    assert [row.expected_loss.mean for row in found.record.crisis if row.expected_loss] == pytest.approx([7.6, 3.9, 0])


def test_a_deadline_before_the_plan_can_end_raises_an_alarm() -> None:
    case = {"meeting/window": {"forcing_date": "2999-01-01"}, "preparation/sounding/days": 20}
    assert "deadline" not in rows(assessed(changed(worked_example(), case)))
    soon = assessed(changed(worked_example(), case | {"meeting/window": {"forcing_date": worked_example()["as_of"]}}))
    # Nothing can be begun any more: there is no plan, and what there is no time for is named.
    assert soon.record.days_left == 0 and soon.record.plan_days is None
    assert told(soon)["deadline"] == "days left before a decision is forced: 0; there is no time for sounding"
    assert soon.plan is None and {row.action for row in soon.actions if row.value is None} >= {"hold"}


@pytest.mark.parametrize(
    ("days", "lead", "expected"),
    [
        ("10..30", 0, "days left before a decision is forced: 20; it comes before the plan has ended with a chance of 50%"),
        (5, 40, "days left before a decision is forced: 20; the plan and the lead of the meeting take 45 days, up to 45"),
        (5, 14, ""),
        (5, "5..19", "the plan and the lead of the meeting take 17 days, up to 24"),
    ],
)
def test_what_the_day_that_forces_leaves_no_room_for_is_told(days: str | int, lead: int | str, expected: str) -> None:
    window = {
        "lapses_per_day": 0,
        "forcing_date": (date.fromisoformat(str(worked_example()["as_of"])) + timedelta(days=20)).isoformat(),
    }
    changes = {"meeting/window": window, "meeting/lead_days": lead, "preparation/sounding/days": days}
    found = assessed(changed(worked_example(), changes), worlds=200)
    alarm = told(found).get("deadline", "")
    assert expected in alarm if expected else alarm == ""


def test_a_day_that_has_passed_forces_nothing_and_is_told() -> None:
    past = (date.fromisoformat(str(worked_example()["as_of"])) - timedelta(days=3)).isoformat()
    found = assessed(changed(worked_example(), {"meeting/window": {"forcing_date": past}, "preparation/sounding/days": 20}))
    assert "has passed, 3 days ago" in told(found)["deadline"]
    assert found.plan is not None and found.plan.tree.step == "sounding"


def test_a_price_against_the_stated_priority_raises_an_alarm() -> None:
    party = {"role": "rival", "strategic_weight": "-40..-25"}
    against = with_changes(parties__delos=party, worth_to_us={"delos": 0.2}, effects={"money.grant": {"delos": 1}})
    along = with_changes(parties__delos=party, worth_to_us={"delos": -0.2}, effects={"money.grant": {"delos": 1}})
    assert "priority.delos" in rows(against) and "priority.delos" not in rows(along)


def test_a_tolerance_for_risk_gives_certainty_equivalents() -> None:
    wide = changed(worked_example(), {"risk": {"tolerance": 5}, "no_deal/aland/value": "20..50"})
    found = assessed(wide, worlds=400)
    (forgo,) = [row for row in found.actions if row.action == "forgo"]
    assert forgo.value is not None
    assert forgo.value.low < found.record.certainty_equivalents["forgo"].mean < forgo.value.mean
    none = assessed(changed(wide, {"risk": {"tolerance": "none"}}), worlds=400)
    assert none.record.certainty_equivalents == {}


def test_joint_positions_are_forecasts() -> None:
    line = {"scale": [0, 100], "of": {"aland": {"position": 80, "salience": 2, "capability": 1}}}
    line["of"]["borea"] = {"position": 20, "salience": 1, "capability": 1}  # type: ignore[index]
    (row,) = with_changes(positions={"cap": line}).record.positions
    assert (row.mean.mean, row.median.mean) == pytest.approx((60, 80)) and row.scale == (0, 100)
    assert row.agreement is None and row.power is None
    # Out of a hundred: the one with the greater weight loses nothing, and so stays; the other comes all the way.
    assert [each.party for each in row.parties] == ["borea", "aland"]
    (borea, aland) = row.parties
    assert borea.gain is not None and borea.gain.mean == pytest.approx(20) and borea.share.mean == pytest.approx(1 / 3)
    assert aland.without.mean == pytest.approx(20) and aland.salience.mean == pytest.approx(0.02)
    # More than half of the weight is aland's: the median is where it stands, whatever the other does.
    assert (aland.median.low.mean, aland.median.high.mean, aland.median.without.mean) == (20, 80, 20)
    assert borea.median.joined is not None
    assert (borea.median.low.mean, borea.median.high.mean, borea.median.joined.mean, borea.median.without.mean) == (80,) * 4


def test_levers_on_the_median_are_averages_over_worlds_of_what_each_world_says() -> None:
    of = {"aland": stands("70..90"), "borea": stands("10..30"), "cyrene": stands("40..60")}
    case = changed(worked_example(), {"positions": {"cap": {"of": of}}, "parties/cyrene": {"role": "partner"}})
    (row,) = assessed(case, worlds=300).record.positions
    reach = {each.party: each.median for each in row.parties}
    # All weigh alike: the median is the one in the middle. Cyrene can go as far as either other, no further.
    places = {each.party: each.position.mean for each in row.parties}
    assert reach["cyrene"].low.mean == pytest.approx(places["borea"]) and reach["cyrene"].high.mean == pytest.approx(
        places["aland"]
    )
    assert reach["aland"].low.mean == pytest.approx(places["borea"]) and reach["aland"].high.mean == pytest.approx(
        places["cyrene"]
    )
    assert reach["aland"].without.mean == pytest.approx((places["borea"] + places["cyrene"]) / 2)
    assert reach["borea"].joined is not None and reach["borea"].joined.mean == pytest.approx(places["aland"])
    nobody = {"of": {"borea": stands(10), "cyrene": stands(50)}}
    (row,) = with_changes(positions={"cap": nobody}, parties__cyrene={"role": "partner"}).record.positions
    assert {each.median.joined for each in row.parties} == {None}


def test_the_challenge_model_is_run_in_every_world_while_parties_are_few() -> None:
    case = changed(worked_example(), {"positions": {"cap": {"of": {"aland": stands("70..90"), "borea": stands("10..30")}}}})
    (row,) = assessed(case, worlds=2000).record.positions
    assert row.challenge.worlds == 2000
    crowd = {f"p{n}": {"role": "third_party"} for n in range(10)}
    of = {"aland": stands("70..90"), **{name: stands("10..90") for name in crowd}}
    many = changed(worked_example(), {"positions": {"cap": {"of": of}}, **{f"parties/{n}": role for n, role in crowd.items()}})
    (row,) = assessed(many, worlds=2000).record.positions
    assert row.challenge.worlds == 1_000_000 // 11**3


def stands(position: object, salience: object = 1, capability: object = 1) -> dict[str, object]:
    return {"position": position, "salience": salience, "capability": capability}


def test_agreement_on_a_line_and_power_in_a_vote_where_they_are_stated() -> None:
    of = {"aland": stands(0), "borea": stands(10)}
    vote = {"quota": 5, "votes": {"aland": 4, "borea": 2, "cyrene": 1}, "vetoes": ["cyrene"]}
    cap = {"of": of, "no_agreement": 12, "vote": vote}
    (row,) = with_changes(positions={"cap": cap}, parties__cyrene={"role": "partner"}).record.positions
    assert row.agreement is not None and row.agreement.zone_probability == 1 and row.agreement.nash is not None
    assert row.agreement.nash.mean == pytest.approx(10)
    assert row.power is not None and row.power.shapley_shubik == ("1/2", "0", "1/2")
    # Between them whatever is better for one is worse for the other.
    (row,) = with_changes(positions={"cap": {"of": of, "no_agreement": 4}}).record.positions
    assert row.agreement is not None and row.power is None
    assert row.agreement.zone_probability == 0 and row.agreement.nash is None


def test_ranges_give_ranges_and_what_is_not_known_leaves_a_party_out() -> None:
    of = {"aland": stands("70..90", "0.2..0.9", "10..50"), "borea": stands("10..30", "0.2..0.9", "10..50")}
    cap = {"of": {**of, "cyrene": stands(50, "unknown", None)}}
    case = changed(worked_example(), {"positions": {"cap": cap}, "parties/cyrene": {"role": "partner"}})
    (row,) = assessed(case, worlds=200).record.positions
    assert {each.party for each in row.parties} == {"aland", "borea"}
    assert row.mean.low < row.mean.mean < row.mean.high and row.challenge.mean.low < row.challenge.mean.high
    assert all(each.salience.high <= 1 and each.salience.mean > 0.3 for each in row.parties)
