# SPDX-License-Identifier: Apache-2.0
"""The essay's case: what the essay argues follows from the numbers of the case, and turns when the numbers do."""

import json
from functools import cache
from typing import Any

import pytest

from assess.variations import DELETE, assessed, case_of, changed, plain
from pourparler.assess import Assessment
from pourparler.briefing.as_json import as_json
from pourparler.case import read
from pourparler.catalog import find

WORLDS = 400


@cache
def data() -> str:
    path = find("essays/singh2018")
    assert path is not None
    return json.dumps(plain(read(path)))


def essay() -> dict[str, Any]:
    return dict(json.loads(data()))


@cache
def found() -> Assessment:
    return assessed(essay(), worlds=WORLDS)


def alarms(result: Assessment, row: str) -> str:
    return " / ".join(str(alarm.text) for alarm in result.alarms if alarm.row == row)


def test_it_does_not_advise_to_fix_the_date() -> None:
    verdict = found().verdict
    assert verdict.action == "hold"
    assert verdict.determined
    reasons = " / ".join(str(reason) for reason in verdict.reasons)
    assert "nothing has been heard from dprk directly" in reasons
    for party in ("japan", "china", "russia"):
        assert f"consultation.{party} is not met" in reasons
    assert "the mandate is not approved" in reasons
    assert verdict.decider


def test_the_assurance_is_relayed_and_interested() -> None:
    (item,) = [row for row in found().evidence if row.id == "assurance"]
    assert item.relayed
    assert item.hops >= 1
    assert item.interest
    assert "assurance is relayed" in alarms(found(), "O-09")


def test_the_offer_discriminates_on_pressure_and_not_on_motive() -> None:
    (item,) = [row for row in found().evidence if row.id == "offer"]
    assert item.discriminates == {"motive": False, "pressure": True}
    assert "offer does not discriminate on motive; it does on pressure" in alarms(found(), "O-33")


def test_the_copy_of_the_announcement_weighs_nothing() -> None:
    (item,) = [row for row in found().evidence if row.copy_of]
    assert item.weight_db is not None
    assert (item.weight_db.low, item.weight_db.high) == (0, 0)


def test_break_even_sincerity_with_and_without_pressure() -> None:
    rows = [r for r in found().break_even if r.hypothesis == "settle" and r.against == "forgo"]
    sincerity = {}
    for moves in ((), ("pressure",)):
        (row,) = [r for r in rows if r.moves == moves]
        assert row.probability is not None
        sincerity[moves] = row.probability
    (already,) = [
        r for r in found().break_even if (r.hypothesis, r.moves, r.against) == ("settle", ("pressure",), "forgo_with_moves")
    ]
    assert already.probability is not None
    # Once the pressure is on anyway, less sincerity is asked for.
    assert 0 < already.probability < sincerity["pressure",] < 1
    told = " / ".join(str(change) for change in found().verdict.would_change)
    assert "fixing without moves beats forgoing once settle is likelier than" in told
    assert "fixing with pressure beats forgoing once settle is likelier than" in told


def test_posture_reduction_names_its_beneficiary_and_losers() -> None:
    text = alarms(found(), "O-27")
    assert "posture.forces_reduced benefits china most" in text
    assert "japan" in text
    assert "south_korea" in text
    ranks = {r.party: r.rank for r in found().incidence if r.concession == "posture.forces_reduced"}
    assert ranks["china"] == 1


def test_wider_ranges_leave_the_beneficiary_undetermined() -> None:
    wide = {"effects/posture.forces_reduced": dict.fromkeys(("china", "russia", "japan", "south_korea"), "-20..20")}
    result = assessed(changed(essay(), wide), worlds=WORLDS)
    assert "forces_reduced" not in alarms(result, "O-27")
    assert {r.rank for r in result.incidence if r.concession == "posture.forces_reduced"} == {None}


def test_beneficiaries_follow_the_numbers_and_not_the_labels() -> None:
    """The rival's and the ally's numbers change places; roles stay: the alarm follows the numbers."""
    effects, worth = essay()["effects"]["posture.forces_reduced"], essay()["worth_to_us"]
    swapped = {
        "effects/posture.forces_reduced": {**effects, "china": effects["japan"], "japan": effects["china"]},
        "worth_to_us": {**worth, "china": worth["japan"], "japan": worth["china"]},
    }
    assert "posture.forces_reduced benefits japan most" in alarms(assessed(changed(essay(), swapped), worlds=WORLDS), "O-27")


def test_the_freeze_spends_leverage() -> None:
    assert "after programme.freeze the other side's no-deal value" in alarms(found(), "O-22")
    even = {"staging/programme.freeze/shifts_after": {"united_states": 6, "dprk": 6}}
    assert "programme.freeze" not in alarms(assessed(changed(essay(), even), worlds=WORLDS), "O-22")


def test_no_next_step_after_failure() -> None:
    assert alarms(found(), "O-31")
    plan = {"day_after": {"channels": ["the New York channel"], "fallback": ["foreign ministers"]}}
    assert not alarms(assessed(changed(essay(), plan), worlds=WORLDS), "O-31")


def prepared() -> dict[str, Any]:
    """A copy in which every workstream is done, sincerity is well evidenced, and what was prepared for can be reached."""
    # The steps are done, so they are no longer to be taken. What they add to the chance of finding a deal is there, and
    # more: with their own gains alone fixing is ahead of stepping down in nine worlds of ten, which does not settle it.
    out = changed(essay(), {"preparation": DELETE, "meeting/levels/leaders/reach": "80..90%"})
    out["sources"]["talks"] = {"party": "dprk", "access": "direct", "sound": "90..97%"}
    for number in range(3):
        out["evidence"].append(
            {
                "id": f"talks_{number}",
                "text": "Terms were laid out in working-level talks.",
                "source": "talks",
                "known_at": "2018-03-15",
                "likelihood": {"motive": {"settle": "90%", "buy_time": "10%", "prestige": "10%"}},
            }
        )
    for party in ("japan", "china", "russia"):
        entry = {"party": party, "told": "our terms", "level": "full", "on": "2018-03-14", "answer": "will help"}
        out["consultation"].append(entry)
    for goal in out["mandate"]["goals"]:
        goal["approved"] = {"by": "the cabinet", "on": "2018-03-15"}
    out["day_after"] = {"channels": ["the New York channel"], "fallback": ["foreign ministers"]}
    return out


UNDONE: dict[str, dict[str, Any]] = {
    "day_after.plan": {"day_after": DELETE},
    "intentions.direct_contact": {"sources/talks/access": "observed"},
    "mandate.approved": {"mandate/goals/0/approved": DELETE},
    "consultation.japan": {"consultation": []},
}


def test_with_all_preparations_done_and_sincerity_well_evidenced() -> None:
    result = assessed(prepared(), worlds=WORLDS)
    assert {row.state for row in result.gate} == {"met"}
    assert result.verdict.action in ("fix", "fix_conditionally")


@pytest.mark.parametrize("condition", UNDONE)
def test_each_workstream_undone_holds_alone(condition: str) -> None:
    result = assessed(changed(prepared(), UNDONE[condition]), worlds=WORLDS)
    unmet = {row.condition.split(".")[0] for row in result.gate if row.state != "met"}
    assert unmet == {condition.split(".")[0]}
    assert result.verdict.action == "hold"
    assert result.verdict.numbers_favour == "fix"


def test_nothing_later_than_the_date_of_the_case_enters() -> None:
    late = essay()
    likelihood = {"motive": {"settle": 1, "buy_time": 0, "prestige": 0}}
    late["evidence"].append({"id": "later", "text": "-", "known_at": "2018-06-12", "likelihood": likelihood})
    one, other = (json.loads(as_json(assessed(d, worlds=WORLDS))) for d in (essay(), late))
    for part in ("verdict", "intentions", "actions", "break_even"):
        assert one[part] == other[part]


def test_every_number_has_a_holder_and_nothing_is_unknown() -> None:
    unknowns = found().unknowns
    assert not unknowns.unheld
    assert not unknowns.ranging
    assert not unknowns.blocking
    bases = {row.basis for row in found().judgements}
    assert {"fact", "claim", "assumption"} <= bases


def test_every_item_names_its_source_and_its_day() -> None:
    case = case_of(essay())
    for item in case.evidence:
        assert item.known_at <= case.as_of
        assert item.source
        assert item.reference
        assert item.judged is not None


def test_with_the_gains_of_the_steps_alone_it_is_between_fixing_and_stepping_down() -> None:
    result = assessed(changed(prepared(), {"meeting/levels/leaders/reach": "65..80%"}), worlds=WORLDS)
    assert result.verdict.action == "not_determined"
    assert result.verdict.between[0] == "fix"
    assert result.verdict.settle
