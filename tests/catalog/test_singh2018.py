# SPDX-License-Identifier: Apache-2.0
"""The essay's case: what the essay argues follows from the numbers of the case, and turns when the numbers do."""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from assess.variations import DELETE, assessed, case_of, changed, plain
from pourparler.assess import Assessment, assess
from pourparler.briefing.as_json import as_json
from pourparler.briefing.compose import compose
from pourparler.briefing.terminal import render
from pourparler.case import Case, read, read_everything, read_outcome
from pourparler.catalog import find

WORLDS = 400


#: Keys whose day may lie after the day of the case: what is awaited or planned.
AWAITED = {"by", "resolves", "forcing_date", "travel"}


def folder() -> Path:
    path = find("essays/singh2018")
    assert path is not None
    return path if path.is_dir() else path.parent


@cache
def data() -> str:
    return json.dumps(plain(read(folder())))


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
    assert "assurance is heard at 2 removes" in alarms(found(), "O-09")


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


def test_reduced_posture_wins_for_one_and_loses_for_the_allies_in_every_package_that_holds_it() -> None:
    (concession,) = [h for row in found().big_picture.priorities for h in row.options if h.what == ("posture.forces_reduced",)]
    assert (concession.probability, concession.contradicts) == (1, True)
    held = [row for row in found().big_picture.packages if row.package["posture"] == "forces_reduced"]
    assert held
    for row in held:
        stances = {stance.party: stance for stance in row.stances}
        assert (stances["china"].rank, stances["china"].gains) == (1, True)
        assert set(row.crosses) == {"japan", "south_korea"} and row.cohesion == 0
        assert row.outside is not None and row.outside.high < 0


def test_wider_ranges_leave_the_winner_of_a_package_undetermined() -> None:
    wide = {"effects/posture.forces_reduced": dict.fromkeys(("china", "russia", "japan", "south_korea"), "-40..40")}
    result = assessed(changed(essay(), wide), worlds=WORLDS).big_picture
    held = [row for row in result.packages if row.package["posture"] == "forces_reduced"]
    assert held and {stance.rank for row in held for stance in row.stances} == {None}
    assert {stance.gains for row in held for stance in row.stances} == {None}


@pytest.mark.parametrize(
    ("party", "step"), [("japan", "consult_japan"), ("china", "consult_rivals"), ("russia", "consult_rivals")]
)
def test_consulting_each_partner_has_a_price_and_a_worth(party: str, step: str) -> None:
    """The price is the gate's: nothing, as the best plan consults anyway; in a hurry, sure of the other side, it is not."""
    (row,) = [row for row in found().consultation.parties if row.party == party]
    prices = {row.condition: row.shadow_price for row in found().gate}
    assert row.price == prices[f"consultation.{party}"] == 0 and row.price_alone == 0
    assert (row.step, row.informed) == (step, False)
    assert row.worth is not None and row.worth.mean > 0 and row.cost is not None and row.cost.mean > 0
    assert row.reach is not None and row.reach.mean > 0
    # All that telling brings: reach, what the party then tolerates, and, for one of them, a move that needs it.
    idle = {f"preparation/{step}/{key}": DELETE for key in ("tolerance", "reach")} | {"moves/allied_planning/needs": []}
    (without,) = [r for r in assessed(changed(essay(), idle), worlds=50).consultation.parties if r.party == party]
    assert without.worth is not None and without.worth.mean == pytest.approx(0)
    hurried = {"questions/motive/hypotheses": {"settle": "97%", "buy_time": "2%", "prestige": "1%"},
               "meeting/window/lapses_per_day": "6..9%", "meeting/levels/leaders/reach": "85..95%"}  # fmt: skip
    (dear,) = [r for r in assessed(changed(essay(), hurried), worlds=50).consultation.parties if r.party == party]
    assert dear.price_alone is not None and dear.price_alone > 0


def test_consulting_within_the_gate_is_worth_what_it_moves() -> None:
    """Within the gate, which asks for all three, holding is worth less if the consultations move nobody."""
    idle = {
        f"preparation/{step}/{key}": DELETE for step in ("consult_japan", "consult_rivals") for key in ("tolerance", "reach")
    }
    first, second = (
        next(row.within_gate.mean for row in result.actions if row.action == "hold" and row.within_gate is not None)
        for result in (found(), assessed(changed(essay(), idle), worlds=WORLDS))
    )
    assert first > second


def test_what_a_neighbour_could_spoil_is_told_with_what_is_lacking() -> None:
    (spoiler,) = found().big_picture.spoilers
    assert (spoiler.party, spoiler.contingency) == ("china", None)
    assert "china may spoil, and nothing is kept ready for it" in alarms(found(), "O-15")


def test_the_freeze_spends_leverage() -> None:
    assert "after “programme.freeze” the other side's no-deal value" in alarms(found(), "O-22")
    even = {"staging/programme.freeze/shifts_after": {"united_states": 6, "dprk": 6}}
    assert "programme.freeze" not in alarms(assessed(changed(essay(), even), worlds=WORLDS), "O-22")


def test_no_next_step_after_failure() -> None:
    assert alarms(found(), "O-31")
    plan = {"day_after": {"channels": ["the New York channel"], "fallback": ["foreign ministers"], "on": "2018-03-15"}}
    (missing,) = [row.id for row in assessed(changed(essay(), plan), worlds=WORLDS).alarms if row.row == "O-31"]
    assert missing == "wording"
    plan["day_after"]["wording"] = "talks go on"
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
    out["day_after"] = {"channels": ["the New York channel"], "fallback": ["foreign ministers"], "on": "2018-03-15"}
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
    assert {row.basis for row in found().judgements} == {"fact", "claim", "assumption"}
    assert all(row.by for row in found().judgements)


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


def test_six_issues_and_what_makes_no_sense_is_excluded() -> None:
    case = case_of(essay())
    assert {name: len(issue.options) for name, issue in case.issues.items()} == {
        "programme": 4,
        "verification": 3,
        "sanctions": 3,
        "assurances": 3,
        "posture": 3,
        "aid": 2,
    }
    assert all(issue.status_quo in issue.options for issue in case.issues.values())
    assert found().bargaining.packages == 648 - 2 * 54  # nothing limited, nothing to inspect
    for model in case.values.values():
        assert set(model.scores) == set(case.issues)


def test_every_coercive_move_has_its_escalation_and_its_twin() -> None:
    moves = case_of(essay()).moves
    assert len(moves) >= 4
    for move in moves.values():
        assert move.twin in moves
        assert move.kind == "cooperative" or move.escalation is not None


def shares(result: Assessment, issue: str) -> dict[str, float]:
    return {row.option: row.share for row in result.bargaining.options if row.issue == issue and row.share is not None}


def test_dismantlement_that_nobody_sees_is_worth_less() -> None:
    blind = assessed(changed(essay(), {"values/united_states/together": DELETE}), worlds=WORLDS)
    assert shares(found(), "verification")["unverified"] < shares(blind, "verification")["unverified"]


def test_nobody_meant_the_same_by_the_word() -> None:
    assert "“denuclearisation” does not mean the same to everyone; assurance turns on it" in alarms(found(), "O-09")


def days(part: object, key: str = "") -> Iterator[tuple[str, dt.date]]:
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from days(getattr(part, name), name)
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from days(inner, str(name))
    elif isinstance(part, tuple):
        for inner in part:
            yield from days(inner, key)
    elif isinstance(part, dt.date):
        yield key, part


@pytest.mark.parametrize("seat", [None, "dprk"])
def test_nothing_in_either_seat_is_dated_after_the_day_of_the_case(seat: str | None) -> None:
    case = read(folder(), seat)
    late = [(key, day) for key, day in days(case) if day > case.as_of and key not in AWAITED]
    assert not late
    for text in ("2018-06-12", "Singapore", "Hanoi"):
        assert text not in case.model_dump_json()


def test_what_is_written_beforehand_comes_with_horizons_parties_authors_and_owners() -> None:
    case = case_of(essay())
    assert len({criterion.by for criterion in case.success}) >= 3
    assert {criterion.party for criterion in case.success} >= {"united_states", "dprk", "japan"}
    assert any(criterion.requires for criterion in case.success) and any(criterion.forecast for criterion in case.success)
    assert len({entry.by for entry in case.premortem}) >= 4
    assert all(entry.signpost and entry.owner for entry in case.premortem)
    chances = {row.what: row.computed for row in found().record.success if row.computed}
    assert len(chances) == 4
    assert all(0 < chance["fix"].mean < 1 and chance["forgo"].mean == 0 for chance in chances.values())
    assert case.day_after is None


@cache
def theirs() -> Assessment:
    return assess(read(folder(), "dprk"), digest="", version="", worlds=WORLDS, seed=1)


def test_the_other_seat_says_whose_it_is_and_comes_to_something_else() -> None:
    ours = found()
    assert (ours.case.seat, theirs().case.seat) == ("united_states", "dprk")
    assert not theirs().case.turned
    page = render(compose(theirs()), width=100)
    assert "Seat: North Korea" in page and "Kim Jong Un" in page
    assert {row.question for row in theirs().intentions}.isdisjoint({row.question for row in ours.intentions})
    # To be met at all is a gain there and a price here, and so are the numbers on fixing the date.
    assert theirs().verdict.action == "hold" and theirs().verdict.numbers_favour == "fix_conditionally"
    assert ours.verdict.numbers_favour == "hold"
    assert {row.condition for row in theirs().gate} != {row.condition for row in ours.gate}


def test_every_number_of_the_other_seat_has_a_holder() -> None:
    unknowns = theirs().unknowns
    assert not (unknowns.unheld or unknowns.ranging or unknowns.blocking)
    assert {row.basis for row in theirs().judgements} <= {"fact", "claim", "assumption"}


def test_our_judgements_do_not_reach_the_other_seat(tmp_path: Path) -> None:
    """Another mind here changes nothing there; what is common fact does."""
    copy = tmp_path / "copy"
    shutil.copytree(folder(), copy)
    text = (copy / "case.yaml").read_text("utf-8")
    (copy / "case.yaml").write_text(
        text.replace("settle: 15..45%, buy_time: 30..55%", "settle: 60..80%, buy_time: 5..15%"), "utf-8"
    )
    assert read(copy) != read(folder())
    assert read(copy, "dprk") == read(folder(), "dprk")


def test_the_outcome_is_read_and_no_assessment_opens_it(tmp_path: Path) -> None:
    case = read_everything(folder())
    outcome = read_outcome(folder(), case)
    assert outcome is not None and outcome.agreed is not None
    assert all(event.on > case.as_of for event in outcome.happened)
    assert {score.what for score in outcome.success} == {criterion.what for criterion in case.success}
    assert {row.question for row in outcome.forecasts} == {forecast.question for forecast in case.forecasts}
    copy = tmp_path / "copy"
    shutil.copytree(folder(), copy)
    (copy / "outcome.yaml").unlink()
    for seat in (None, "dprk"):
        assert said(read(copy, seat)) == said(read(folder(), seat))


def said(case: Case) -> str:
    return as_json(assess(case, digest="", version="", worlds=50, seed=1))


def test_the_aim_has_not_moved_and_what_the_meeting_must_bring_has() -> None:
    goals = found().goals
    assert {row.issue: row.is_lower for row in goals.drift} == {"programme": False, "verification": False, "posture": False}
    asked = [part.after for version in goals.versions for part in version.states if part.part == "must_produce"]
    assert len(set(asked)) == 4 and asked[-1] is not None and asked[-1].startswith("One agreed meaning")
    assert all(row.left_to_floor is not None and row.left_to_floor.low > 0 for row in goals.drift)
    assert "2018-03-09" in alarms(found(), "O-17") and not alarms(found(), "O-18")
