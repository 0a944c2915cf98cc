# SPDX-License-Identifier: Apache-2.0
"""The lockout's case: who loses by waiting, what that does to the advice as days pass, what a floor and a red line cost."""

import datetime as dt
import json
import shutil
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assess.variations import DELETE, assessed, case_of, changed, plain, value_of
from pourparler.assess import Assessment, assess
from pourparler.briefing.as_json import as_json
from pourparler.case import read, read_outcome
from pourparler.catalog import find
from pourparler.errors import CaseError

WORLDS = 200
#: The start of the lockout, the league's counter-offer, the day of the case, and two days that never were: the last two
#: keep the case as it stood and move nothing but the date and the no-deal values.
DATES = ("2004-09-16", "2004-12-14", "2005-02-15", "2005-05-15", "2005-08-15")
DAYS_PER_MONTH = 30.4375
CAPS = ("c52", "c49", "c45", "c42_5", "c39")
OPEN = ("mandate.approved", "consultation.rank_and_file", "consultation.high_earners", "day_after.plan")
GATE_SET_ASIDE = {"gate/waived": [{"condition": name, "by": "a test", "reason": "what the numbers alone say"} for name in OPEN]}
NO_CAP_AT_ALL = {
    "mandate/red_lines": ["linkage.triggered", "linkage.linked", *(f"cap.{option}" for option in CAPS)],
    "mandate/goals/0": {"issue": "cap", "target": "no_cap", "floor": "no_cap"},
    "mandate/history": [],
}

VARIANTS: dict[str, dict[str, Any]] = {"as written": {}, "gate set aside": GATE_SET_ASIDE, "no cap": NO_CAP_AT_ALL}


@cache
def data() -> str:
    return json.dumps(plain(read(folder() / "case.yaml")))


@cache
def from_the_league() -> Assessment:
    return assessed(plain(read(folder(), seat="nhl")), worlds=WORLDS)


def folder() -> Path:
    path = find("labour/nhl2005")
    assert path is not None
    return path if path.is_dir() else path.parent


def lockout() -> dict[str, Any]:
    return dict(json.loads(data()))


@cache
def found() -> Assessment:
    return assessed(lockout(), worlds=WORLDS)


def alarms(result: Assessment, row: str) -> str:
    return " / ".join(str(alarm.text) for alarm in result.alarms if alarm.row == row)


def dated(day: str) -> dict[str, Any]:
    """The case on another day: no-deal values moved by the middle of their stated trends, all else as written.

    What was not yet known on that day drops out by its own date.
    """
    case = lockout()
    months = (dt.date.fromisoformat(day) - dt.date.fromisoformat(case["as_of"])).days / DAYS_PER_MONTH
    changes: dict[str, Any] = {"as_of": day}
    for party, stated in case["no_deal"].items():
        by = months * sum(ends(stated["per_month"])) / 2
        value = stated["value"]
        for name, one in value["cancelling"].items() if isinstance(value, dict) else ():
            changes[f"no_deal/{party}/value/cancelling/{name}"] = moved(one, by)
        if isinstance(value, str):
            changes[f"no_deal/{party}/value"] = moved(value, by)
    return changed(case, changes)


def ends(quantity: str) -> tuple[float, float]:
    low, high = quantity.split("..")
    return float(low), float(high)


def moved(quantity: str, by: float) -> str:
    return "..".join(f"{end + by:.3f}" for end in ends(quantity))


@cache
def on(day: str, variant: str = "as written") -> Assessment:
    return assessed(changed(dated(day), VARIANTS[variant]), worlds=WORLDS)


def gain(result: Assessment) -> float:
    """What agreeing to meet while preparing is worth more than letting the season go."""
    return value_of(result, "fix_conditionally") - value_of(result, "forgo")


def zone(result: Assessment) -> float:
    assert result.bargaining.zone_probability is not None
    return result.bargaining.zone_probability


def advice(result: Assessment) -> str:
    verdict = result.verdict
    words = [word.replace("_", " ").replace("fix conditionally", "fix on conditions") for word in verdict.between]
    return (
        f"between {', '.join(words)}"
        if verdict.between
        else verdict.action.replace("_", " ").replace("fix conditionally", "fix on conditions")
    )


def row_of_day(day: str) -> str:
    """One row of the first table of the README."""
    result = on(day)
    own, theirs, week = result.no_summit.own, result.no_summit.counterpart, result.delay_per_week
    assert own is not None and theirs is not None and week is not None
    numbers = f"{own.mean:.1f} | {theirs.mean:.1f} | {gain(result):.1f} | {week.mean:.1f}"
    free, barred = on(day, "gate set aside"), on(day, "no cap")
    return f"| {day} | {numbers} | {advice(result)} | {advice(free)} | {advice(barred)} ({zone(barred):.0%}) |"


@cache
def with_floor(floor: str | None) -> Assessment:
    """The mandate approved today, with a floor on the cap or (None) without any floor."""
    case = lockout()
    for goal in case["mandate"]["goals"]:
        goal["approved"] = {"by": "the executive committee", "on": "2005-02-15"}
        if floor is None:
            goal.pop("floor", None)
    if floor is not None:
        case["mandate"]["goals"][0]["floor"] = floor
    return assessed(case, worlds=WORLDS)


FLOORS = {None: "none", "c42_5": "$42.5m", "c45": "$45m, as written", "c49": "$49m"}


def row_of_floor(floor: str | None) -> str:
    """One row of the second table of the README."""
    result = with_floor(floor)
    return f"| {FLOORS[floor]} | {zone(result):.0%} | {gain(result):.1f} |"


def test_the_union_loses_more_by_waiting_by_the_numbers() -> None:
    row = found().no_summit
    assert row.loses_more_by_waiting == "nhlpa"
    assert row.own_per_month is not None and row.own_per_month.high < 0
    no_deal = lockout()["no_deal"]
    swapped = {
        "no_deal/nhlpa/per_month": no_deal["nhl"]["per_month"],
        "no_deal/nhl/per_month": no_deal["nhlpa"]["per_month"],
    }
    assert assessed(changed(lockout(), swapped), worlds=WORLDS).no_summit.loses_more_by_waiting == "nhl"
    even = {"no_deal/nhl/per_month": no_deal["nhlpa"]["per_month"]}
    assert assessed(changed(lockout(), even), worlds=WORLDS).no_summit.loses_more_by_waiting == "not_determined"


def test_as_days_pass_letting_the_season_go_is_worth_less_and_meeting_is_worth_more_beside_it() -> None:
    for earlier, later in pairwise(DATES):
        assert value_of(on(later), "forgo") < value_of(on(earlier), "forgo")
        assert value_of(on(later), "fix_conditionally") < value_of(on(earlier), "fix_conditionally")
        assert gain(on(later)) > gain(on(earlier))
        before, after = on(earlier).delay_per_week, on(later).delay_per_week
        assert before is not None and after is not None and after.mean > before.mean


def test_without_a_trend_no_date_changes_what_is_gained_by_meeting_but_for_what_was_known_and_the_deadline() -> None:
    """The table moves because of the trends and the deadline: without them the same beliefs give the same values every day."""
    still = {"no_deal/nhlpa/per_month": "0", "no_deal/nhl/per_month": "0", "meeting/window/forcing_date": DELETE}
    later = changed(lockout(), {**still, "as_of": DATES[-1]})
    today, then = (assessed(d, worlds=WORLDS) for d in (changed(lockout(), still), later))
    assert value_of(today, "forgo") == value_of(then, "forgo")
    assert gain(today) == gain(then)
    # Hours before the deadline there is no time for a vote of all members, which would bring more.
    forced = assessed(changed(lockout(), {**still, "meeting/window/forcing_date": "2005-02-16"}), worlds=WORLDS)
    assert gain(forced) < gain(today)
    assert "there is no time for open_books, poll_members" in alarms(forced, "O-28")


def test_letting_go_drops_out_of_the_field_as_days_pass() -> None:
    """The gate holds on every day. By the numbers alone forgoing is in the field in autumn, and out of it from February on."""
    assert {on(day).verdict.action for day in DATES} == {"hold"}
    fields = [on(day, "gate set aside").verdict.between for day in DATES]
    assert all("forgo" in field for field in fields[:2])
    assert not [field for field in fields[2:] if "forgo" in field]


def test_while_any_cap_is_a_red_line_there_is_hardly_a_deal_and_letting_go_is_the_advice() -> None:
    for day in DATES[:3]:
        barred = on(day, "no cap")
        assert zone(barred) < 0.05 < 0.9 < zone(on(day))
        assert barred.verdict.action == "forgo"
    assert "forgo" not in {on(day).verdict.action for day in DATES[:3]}


def test_a_higher_floor_leaves_less_to_agree_on() -> None:
    results = [with_floor(floor) for floor in FLOORS]
    for lower, higher in pairwise(results):
        assert zone(higher) < zone(lower)
    for lower, higher in pairwise(results[1:]):
        assert gain(higher) < gain(lower)


def test_an_audit_begun_tonight_cannot_bite_tonight() -> None:
    (row,) = [row for row in found().moves if row.moves == ("audit",)]
    assert row.bites == 0
    early = {"moves/audit/days_to_bite": 0}
    (row,) = [row for row in assessed(changed(lockout(), early), worlds=WORLDS).moves if row.moves == ("audit",)]
    assert row.bites == 1


def test_the_readme_tells_what_the_program_finds() -> None:
    text = (folder() / "README.md").read_text("utf-8")
    for row in [*map(row_of_day, DATES), *map(row_of_floor, FLOORS)]:
        assert row in text, f"README.md of the case has not this row: {row}"


def test_the_gate_holds_what_the_numbers_favour_and_says_the_price() -> None:
    verdict = found().verdict
    assert verdict.action == "hold"
    assert verdict.numbers_favour == "fix_conditionally"
    price = found().gate_price
    assert price is not None and price > 0
    states = {row.condition: row.state for row in found().gate}
    assert states["intentions.direct_contact"] == "met"
    assert {states[name] for name in OPEN} == {"not_met"}
    assert verdict.decider


def test_members_who_were_told_afterwards_were_not_consulted() -> None:
    assert "rank_and_file" in alarms(found(), "O-12")
    case = lockout()
    for entry in case["consultation"]:
        entry["level"] = "full"
    told = assessed(case, worlds=WORLDS)
    assert "rank_and_file" not in alarms(told, "O-12")


def test_the_contract_needs_both_parts_of_the_membership_and_the_readme_says_whom_to_call_first() -> None:
    sequence = found().consultation.sequence
    assert sequence is not None and sequence.order == ("high_earners", "rank_and_file") and sequence.determined
    text = " ".join((folder() / "README.md").read_text("utf-8").split())
    row = next(row for row in found().consultation.parties if row.party == "high_earners")
    assert (row.price, row.step) == (0, "call_clubs") and row.price_alone is not None
    all_agree = assess(case_of(lockout()), digest="", version="", worlds=2000, seed=1).consultation
    assert all_agree.sequence is not None and all_agree.sequence.won is not None
    won, second = all_agree.sequence.won, all_agree.sequence.approaches[1].first
    low, high = f"{100 * won.low:.0f}", f"{100 * won.high:.0f}"
    assert f"yes with {100 * won.mean:.0f} % ({low} to {high}), the other way round with {100 * second.mean:.0f}" in text
    (alone,) = [each.price_alone for each in all_agree.parties if each.party == "high_earners"]
    assert alone is not None and f"and {alone:.1f} points if it were all that was asked" in text


def test_goals_that_drift_and_words_that_divide_are_told() -> None:
    """From no cap at all to a cap, while the offer turns on a word that each side takes its own way."""
    assert "cap has been lowered since 2004-09-09" in alarms(found(), "O-18")
    without = changed(lockout(), {"mandate/history": []})
    assert not alarms(assessed(without, worlds=WORLDS), "O-18")
    assert "last_letter" in alarms(found(), "O-09")
    assert "last does not mean the same" in alarms(found(), "O-09").replace("“", "").replace("”", "")


def test_a_last_offer_called_last_weighs_less_than_what_was_done() -> None:
    weight = {row.id: row.weight_db for row in found().evidence}
    said, done = weight["last_letter"], weight["raised_in_a_day"]
    assert said is not None and done is not None
    assert 0 < said.mean < done.mean


def test_the_reviewed_losses_and_the_reported_ones_are_one_origin() -> None:
    (item,) = [row for row in found().evidence if row.copy_of]
    assert item.weight_db is not None
    assert (item.weight_db.low, item.weight_db.high) == (0, 0)
    assert {"losses_reviewed", "losses_reported"} == {item.id, item.copy_of}


def test_a_link_on_a_trigger_spends_leverage() -> None:
    assert "linkage.triggered" in alarms(found(), "O-22")
    even = {"staging/linkage.triggered/shifts_after": {"nhl": 0, "nhlpa": 0}}
    assert "linkage.triggered" not in alarms(assessed(changed(lockout(), even), worlds=WORLDS), "O-22")


def without_what_came_later(case: dict[str, Any]) -> dict[str, Any]:
    """Delete every item that is dated after the day of the case; goals are then as the versions left have them."""
    day = case["as_of"]
    case["evidence"] = [item for item in case["evidence"] if item["known_at"] <= day]
    case["consultation"] = [entry for entry in case["consultation"] if entry["on"] <= day]
    case["mandate"]["history"] = [version for version in case["mandate"]["history"] if version["on"] <= day]
    for goal in case["mandate"]["goals"]:
        said = [version["goals"][goal["issue"]] for version in case["mandate"]["history"] if goal["issue"] in version["goals"]]
        goal["target"] = said[-1] if said else goal["target"]
    case["mandate"]["disagreements"] = [entry for entry in case["mandate"]["disagreements"] if entry["on"] <= day]
    used = {item["source"] for item in case["evidence"]}
    case["sources"] = {name: source for name, source in case["sources"].items() if name in used}
    return case


@pytest.mark.parametrize("day", DATES[:3])
def test_deleting_what_came_later_changes_nothing(day: str) -> None:
    late = dated(day)
    likelihood = {"last_offer": {"final": 1, "room": 0}, "cancelling": {"gains": 1, "loses": 0}}
    late["evidence"].append({"id": "later", "text": "-", "known_at": "2005-07-13", "likelihood": likelihood})
    late["consultation"].append({"party": "rank_and_file", "told": "-", "level": "full", "on": "2005-07-14"})
    kept, deleted = (
        json.loads(as_json(assessed(d, worlds=WORLDS))) for d in (late, without_what_came_later(json.loads(json.dumps(late))))
    )
    for part in ("verdict", "intentions", "actions", "gate", "break_even", "no_summit", "bargaining", "alarms"):
        assert kept[part] == deleted[part], part


def test_nothing_of_the_case_is_later_than_its_day() -> None:
    """The one later day is the deadline, which was announced before it came."""
    case = lockout()
    assert case["as_of"] == "2005-02-15"
    assert without_what_came_later(lockout()) == case
    dates: set[str] = set()

    def collect(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for name, part in value.items():
                collect(part, name)
        elif isinstance(value, list):
            for part in value:
                collect(part, key)
        elif key in ("on", "known_at", "written", "by", "resolves", "forcing_date") and str(value)[:2].isdigit():
            dates.add(str(value))

    collect(case)
    assert {day for day in dates if day > case["as_of"]} == {"2005-02-16"}


def test_the_same_case_gives_the_same_bytes() -> None:
    assert as_json(assessed(lockout(), worlds=WORLDS)) == as_json(found())


def test_every_number_has_a_holder_and_nothing_is_unknown() -> None:
    unknowns = found().unknowns
    assert not unknowns.unheld
    assert not unknowns.ranging
    assert not unknowns.blocking
    assert {"fact", "claim", "assumption", "judgement"} <= {row.basis for row in found().judgements}


def test_every_item_names_its_source_and_its_day() -> None:
    case = case_of(lockout())
    for item in case.evidence:
        assert item.known_at <= case.as_of
        assert item.source
        assert item.reference
        assert item.judged is not None


def test_the_league_s_seat_is_its_own_and_says_whose_it_is() -> None:
    ours, theirs = found(), from_the_league()
    assert (ours.case.seat, theirs.case.seat) == ("nhlpa", "nhl")
    assert ours.verdict.decider != theirs.verdict.decider
    assert {row.question for row in ours.intentions} == {"cancelling", "last_offer"}
    assert {row.question for row in theirs.intentions} == {"floor"}
    assert theirs.no_summit.loses_more_by_waiting == "nhlpa"
    assert theirs.verdict.numbers_favour == "fix_conditionally"
    month = theirs.no_summit.own_per_month
    assert month is not None and abs(month.mean + 0.2) < 0.01
    with_impasse = [row for row in theirs.choices if "impasse" in row.moves and row.action == "forgo"]
    without = value_of(theirs, "forgo")
    assert with_impasse and all(row.value.mean < without for row in with_impasse)
    assert not theirs.unknowns.unheld
    assert not theirs.unknowns.blocking
    case = read(folder(), seat="nhl")
    assert all(item.known_at <= case.as_of and item.reference and item.judged for item in case.evidence)


def test_what_happened_is_read_on_request_and_reaches_no_assessment(tmp_path: Path) -> None:
    case = read(folder())
    outcome = read_outcome(folder(), case)
    assert outcome is not None and outcome.agreed is not None
    assert all(event.on > case.as_of for event in outcome.happened)
    caps = case.issues["cap"].options
    assert caps.index(outcome.agreed.options["cap"]) > caps.index("c42_5")  # below the figure that had been refused
    assert {score.what for score in outcome.success} == {criterion.what for criterion in case.success}
    copy = tmp_path / "case"
    shutil.copytree(folder(), copy)
    (copy / "outcome.yaml").unlink()
    assert as_json(assessed(plain(read(copy)), worlds=WORLDS)) == as_json(found())


def test_nothing_of_what_happened_is_hidden_in_a_comment() -> None:
    assert "#" not in (folder() / "outcome.yaml").read_text("utf-8")


def test_the_goals_were_lowered_in_steps_and_the_sum_is_told() -> None:
    whole = found().goals.drift_of_all
    assert whole is not None and whole.given_up is not None and whole.received is not None
    steps = [row.given_up.mean for row in found().goals.versions if row.given_up is not None]
    assert max(after - before for before, after in pairwise(steps)) < whole.given_up.mean / 2
    assert 0 < whole.received.mean < whole.given_up.mean and whole.net is None  # the last receipt has no number
    assert "2005-02-14" in alarms(found(), "O-17")
    by_issue = {row.issue: row for row in found().goals.drift}
    assert by_issue["cap"].is_lower and by_issue["rollback"].is_lower and by_issue["linkage"].is_lower is False
    case = lockout()
    for version in case["mandate"]["history"]:
        version.pop("approved", None)
    with pytest.raises(CaseError):
        case_of(case)
