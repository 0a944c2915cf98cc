# SPDX-License-Identifier: Apache-2.0
"""Goals of a case, by hand: drift on the sum of all steps, floors, receipts, alarms, what the meeting yields, what is had."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.variations import DELETE, assessed, case_of, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.goal_rows import DriftOfAll, DriftRow
from pourparler.assess.goals_studied import GoalsStudy
from pourparler.assess.goals_study import study_goals
from pourparler.briefing.as_json import as_json
from pourparler.engines.readiness import OUTRANKING_SHARE

CHANGE: dict[str, Any] = {"reason": "not achievable", "approved": {"by": "cabinet"}}
# The worked example: fleet weighs 70 and scores withdrawn 100, halved 60, unchanged 0; money weighs 30 and scores 100, 60, 0.
POINTS = {"fleet": {"withdrawn": 70, "halved": 42, "unchanged": 0}, "money": {"none": 30, "credit": 18, "grant": 0}}


def versions(*said: dict[str, str], **more: Any) -> list[dict[str, Any]]:
    """Versions a month apart, each with its targets; all after the first with a reason and an approver."""
    return [{"on": f"2030-{n:02}-01", "goals": goals, **(CHANGE if n > 1 else {}), **more} for n, goals in enumerate(said, 1)]


def data(history: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """The worked example with a history, and the goals that its last word leaves."""
    held: dict[str, str] = {}
    for version in history:
        held |= version.get("goals", {})
        held = {issue: option for issue, option in held.items() if issue not in version.get("dropped", ())}
    goals = [{"issue": issue, "target": option} for issue, option in held.items() if option != "unknown"]
    return changed(worked_example(), {"mandate": {"goals": goals, "history": history}, **more})


def drift(found: Assessment, issue: str = "fleet") -> DriftRow:
    (row,) = [row for row in found.goals.drift if row.issue == issue]
    return row


def of_all(found: Assessment) -> DriftOfAll:
    assert found.goals.drift_of_all is not None
    return found.goals.drift_of_all


def alarms(found: Assessment | GoalsStudy, row: str) -> dict[str, str]:
    return {alarm.id: str(alarm.text) for alarm in found.alarms if alarm.row == row}


def means(*spreads: Any) -> list[float | None]:
    return [None if spread is None else spread.mean for spread in spreads]


FLEET, MONEY = list(POINTS["fleet"]), list(POINTS["money"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(FLEET), st.sampled_from(MONEY)), min_size=2, max_size=10))
def test_ten_small_steps_are_one_large_one(path: list[tuple[str, str]]) -> None:
    """By the words of the case, with ranges for values, to the last bit: for each goal, for all, and in what is alarmed."""
    wide = {"values/aland/weights": {"fleet": "60..80", "money": "20..40"}, "values/aland/scores/fleet": [0, "40..80", 100]}
    said = [{"fleet": fleet, "money": money} for fleet, money in path]
    many, one = (assessed(data(versions(*each), **wide), worlds=30) for each in (said, [said[0], said[-1]]))
    for issue in POINTS:
        assert drift(many, issue).given_up == drift(one, issue).given_up
    assert of_all(many).given_up == of_all(one).given_up and of_all(many).lowered == of_all(one).lowered
    assert set(alarms(many, "O-18")) == set(alarms(one, "O-18"))


def test_the_alarm_is_on_the_sum_and_not_on_the_step() -> None:
    """Nine numbers down, each worth a point: no step is more than one, and nine are given up in all."""
    price = {
        "issues/fleet": {"low": 0, "high": 9, "step": 1, "status_quo": 0},
        "values/aland/scores/fleet": {"shape": "linear", "worst": 0, "best": 9},
        "values/borea/scores/fleet": {"shape": "linear", "worst": 9, "best": 0},
        "values/aland/weights": {"fleet": 9, "money": 91},
        "mandate": DELETE,
    }
    history = versions(*({"fleet": str(n)} for n in range(9, -1, -1)))
    mandate = {"goals": [{"issue": "fleet", "target": "0"}], "history": history}
    found = assessed(changed(worked_example(), {**price, "mandate": mandate}))
    steps = [row.given_up.mean for row in found.goals.versions if row.given_up is not None]
    assert steps == pytest.approx(list(range(10)))
    assert drift(found).given_up is not None and drift(found).versions == 10
    assert "9.0 points given up in all" in alarms(found, "O-18")["drift.fleet"]


def test_drift_and_floor_by_hand() -> None:
    found = assessed(
        changed(
            data(versions({"fleet": "withdrawn"}, {"fleet": "halved"})),
            {"mandate/goals": [{"issue": "fleet", "target": "halved", "floor": "unchanged"}]},
        )
    )
    row = drift(found)
    assert (row.first, row.now, row.versions) == ("withdrawn", "halved", 2)
    assert means(row.given_up, row.left_to_floor) == [28, 42]
    assert (row.lowered, row.is_lower, row.is_below_floor) == (1.0, True, False)
    assert [means(step.given_up) for step in row.path] == [[0], [28]]
    assert "28.0 points given up in all, 42.0 left to the floor" in alarms(found, "O-18")["drift.fleet"]
    assert means(of_all(found).given_up, of_all(found).left_to_floor) == [28, 42]
    (goal,) = found.goals.rows
    assert (goal.since, goal.approved_by, means(goal.to_floor)) == ("2030-02-01", None, [42])


def test_a_goal_that_was_raised_or_held_raises_no_alarm() -> None:
    raised = assessed(data(versions({"fleet": "halved"}, {"fleet": "withdrawn"})))
    held = assessed(data(versions({"fleet": "halved"}, {"fleet": "halved"})))
    assert means(drift(raised).given_up, drift(held).given_up) == [-28, 0]
    assert not alarms(raised, "O-18") and not alarms(held, "O-18")
    both = assessed(data(versions({"fleet": "halved", "money": "credit"}, {"fleet": "withdrawn", "money": "none"})))
    assert means(of_all(both).given_up) == [-40] and not alarms(both, "O-18")


@pytest.mark.parametrize(("low", "settled"), [(62, True), (58, None), (0, None)])
def test_an_alarm_needs_nearly_all_worlds(low: float, settled: bool | None) -> None:
    """Halved scores 60: what is worth more in some worlds and less in others is not determined, and raises no alarm."""
    history = versions({"money": "none"}, {"money": "credit"})
    found = assessed(data(history, **{"values/aland/scores/money": [f"{low}..80", 60, 0]}), worlds=500)
    row = drift(found, "money")
    assert row.lowered is not None
    assert row.is_lower is (True if row.lowered >= OUTRANKING_SHARE else None) is settled
    assert bool(alarms(found, "O-18")) is bool(settled)


def test_goals_together_can_be_lower_where_no_single_one_is_settled_to_be() -> None:
    """Each is lower in nine worlds of ten, or so: the sum is in nearly all."""
    scores = {"values/aland/scores/fleet": [50, "46..82", 100], "values/aland/scores/money": ["46..82", 50, 0]}
    weights = {"values/aland/weights": {"fleet": 50, "money": 50}}
    history = versions({"fleet": "halved", "money": "none"}, {"fleet": "unchanged", "money": "credit"})
    found = assessed(data(history, **scores, **weights), worlds=2000)
    assert all(drift(found, issue).is_lower is None for issue in POINTS)
    assert of_all(found).is_lower is True
    assert list(alarms(found, "O-18")) == ["drift"]


def test_what_combinations_add_counts_in_the_sum() -> None:
    together = {"values/aland/together": [{"when": {"fleet": "halved", "money": "credit"}, "add": 10}]}
    history = versions({"fleet": "withdrawn", "money": "none"}, {"fleet": "halved", "money": "credit"})
    found = assessed(data(history, **together))
    assert means(drift(found).given_up, drift(found, "money").given_up) == [28, 12]
    assert means(of_all(found).given_up, of_all(found).together) == [30, -10]


def test_what_was_sought_first_is_where_a_goal_that_came_later_begins() -> None:
    history = [*versions({"fleet": "withdrawn"}), {"on": "2030-06-01", "goals": {"money": "credit"}}]
    found = assessed(data(history))
    assert means(of_all(found).given_up) == [0]
    assert drift(found, "money").since == "2030-06-01"


def test_receipts_stand_beside_what_was_given_up() -> None:
    """Credit in the place of a grant is worth 18 points, and 12 less than none; none is in force today."""
    history = versions({"fleet": "withdrawn"}, {"fleet": "halved"}, {"fleet": "unchanged"})
    history[1]["received"] = [{"get": "money.credit", "instead_of": "grant"}]
    history[2]["received"] = [{"get": "money.credit"}]
    found = assessed(data(history))
    rows = found.goals.versions
    assert [means(*(receipt.worth for receipt in row.receipts)) for row in rows] == [[], [18], [-12]]
    assert rows[2].receipts[0].instead_of == "none"
    assert [means(row.given_up, row.received) for row in rows] == [[0, 0], [28, 18], [70, 6]]
    assert means(of_all(found).received, of_all(found).net) == [6, 64]


def test_a_receipt_without_a_number_is_not_nothing() -> None:
    history = versions({"fleet": "withdrawn", "money": "none"}, {"fleet": "halved"})
    history[1]["received"] = [{"what": "a friendlier tone"}]
    alone = assessed(data(history))
    assert (of_all(alone).received, of_all(alone).net, of_all(alone).uncounted) == (None, None, 1)
    assert str(alone.goals.versions[1].receipts[0].why) == "in words, without a number"
    assert alarms(alone, "O-18")["drift"].endswith("and what no number is put on")
    history[1]["received"].append({"get": "money.credit", "instead_of": "grant"})
    both = assessed(data(history))
    assert means(of_all(both).received, of_all(both).net) == [18, None]


@pytest.mark.parametrize(
    ("history", "changes", "why"),
    [
        ([*versions({"fleet": "withdrawn"}), {"on": "2030-05-01", "dropped": ["fleet"], **CHANGE}], {}, "nothing is sought"),
        (versions({"fleet": "withdrawn"}, {"fleet": "unknown"}), {}, "on no record"),
        (versions({"fleet": "unknown"}, {"fleet": "halved"}), {}, "first is on no record"),
        (versions({"fleet": "withdrawn"}), {"mandate/goals": [{"issue": "fleet"}]}, "not stated"),
        (versions({"fleet": "withdrawn"}), {"mandate/goals": []}, "not stated"),
    ],
    ids=["dropped", "now unknown", "first unknown", "blank", "gone"],
)
def test_a_drift_with_an_end_unknown_is_unknown_and_never_zero(
    history: list[dict[str, Any]], changes: dict[str, Any], why: str
) -> None:
    found = assessed(changed(data(history), changes))
    row, whole = drift(found), of_all(found)
    assert (row.given_up, row.lowered, row.is_lower, row.left_to_floor) == (None, None, None, None)
    assert row.why is not None and why in str(row.why)
    assert (whole.given_up, whole.net, whole.is_lower) == (None, None, None) and whole.why == row.why
    if row.first is not None:
        # From withdrawn, 70 points are given up at most.
        assert means(row.most) == [70] and "at most 70.0 points given up" in alarms(found, "O-18")["drift.fleet"]


def test_a_version_unknown_between_two_that_are_known_changes_no_sum() -> None:
    found = assessed(data(versions({"fleet": "withdrawn"}, {"fleet": "unknown"}, {"fleet": "halved"})))
    assert [means(row.given_up) for row in found.goals.versions] == [[0], [None], [28]]
    assert [means(step.given_up) for step in drift(found).path] == [[0], [None], [28]]


def test_without_values_the_goals_are_told_and_what_they_are_worth_is_unknown() -> None:
    found = assessed(data(versions({"fleet": "withdrawn"}, {"fleet": "halved"}), **{"no_deal/borea": DELETE}))
    assert found.goals.why is not None and drift(found).given_up is None and len(found.goals.versions) == 2
    assert not alarms(found, "O-18")


def test_a_change_that_nobody_is_on_record_to_have_approved_raises_an_alarm() -> None:
    history = versions({"fleet": "withdrawn"}, {"fleet": "halved"})
    assert not alarms(assessed(data(history)), "O-17")
    history[1]["approved"] = {"by": "unknown"}
    found = assessed(data(history))
    assert alarms(found, "O-17") == {"approver": "goals changed, and who approved it is on no record: 2030-02-01"}
    assert found.goals.versions[1].approved_by is None


def test_an_approver_on_no_record_does_not_meet_the_gate() -> None:
    goal = {"issue": "fleet", "target": "halved", "approved": {"by": "unknown", "on": "2030-02-01"}}
    gate = {"gate": {"steps": {"fix_date": ["mandate.approved"]}}, "mandate": {"goals": [goal]}}
    for by, state in (("cabinet", "met"), ("unknown", "unknown")):
        goal["approved"] = {"by": by, "on": "2030-02-01"}
        assert [row.state for row in assessed(changed(worked_example(), gate)).gate] == [state]


def test_a_target_below_its_floor_raises_an_alarm() -> None:
    """By scores that leave a doubt the reader lets it pass; in nearly all worlds it is so."""
    scores = {"values/aland/scores/fleet": [0, "10..41", "40..100"]}
    goals = {"mandate/goals": [{"issue": "fleet", "target": "halved", "floor": "withdrawn"}]}
    found = assessed(changed(data(versions({"fleet": "halved"}), **scores), goals), worlds=300)
    assert drift(found).is_below_floor is True and "floor.fleet" in alarms(found, "O-18")


def test_what_the_meeting_yields_is_apart_from_what_the_whole_seeks() -> None:
    """As things stand those who settle agree on halved and a grant, those who stall on halved and credit (worked example)."""

    def yields(**meeting: str) -> tuple[float | None, dict[str, float | None], dict[str, float | None]]:
        targets = {"fleet": "withdrawn", "money": "none"}
        goals = [{"issue": issue, "target": targets[issue], "meeting": least} for issue, least in meeting.items()]
        found = assessed(changed(worked_example(), {"mandate": {"goals": goals}})).goals
        by_issue = {row.issue: means(row.meets_meeting)[0] for row in found.rows}
        return means(found.meeting_yields)[0], by_issue, {row.issue: means(row.left_for_later)[0] for row in found.rows}

    shares = {(row.issue, row.option): row.share for row in assessed(worked_example()).bargaining.options}
    halved, credit = shares["fleet", "halved"], shares["money", "credit"]
    assert halved is not None and credit is not None
    agreed = assessed(worked_example()).bargaining
    assert agreed.zone_probability == 1
    everything, by_issue, later = yields(fleet="halved")
    # Whatever is worth as much to us or more counts: withdrawn as well as halved. Meetings reach a deal in 60 %.
    assert by_issue["fleet"] == pytest.approx(0.6 * (1 - (shares["fleet", "unchanged"] or 0)))
    assert everything == by_issue["fleet"] and later["fleet"] == pytest.approx(28)
    both, by_issue, later = yields(fleet="halved", money="credit")
    assert both is not None and both <= min(share for share in by_issue.values() if share is not None)
    assert later["money"] == pytest.approx(12)
    # What is in force is the least there is: every agreement yields that or more.
    assert yields(fleet="unchanged")[1]["fleet"] == pytest.approx(0.6)


# What can be had: the study of `pourparler goals`.
def studied(case: dict[str, Any], worlds: int = 1) -> GoalsStudy:
    return study_goals(case_of(case), digest="", version="", seed=1, worlds=worlds)


def reach(study: GoalsStudy) -> dict[tuple[str, str], tuple[float, tuple[str, ...], float]]:
    return {(row.kind, "+".join(row.options)): (row.p_zone, row.moves, row.p_zone_with_moves) for row in study.reach}


def by_hand(option: str, pressed: bool) -> float:
    """The probability of a zone with an option, counted over the nine packages of the worked example and its two types."""
    ours = {(f, m): POINTS["fleet"][f] + POINTS["money"][m] for f in FLEET for m in MONEY}
    scores = {"unchanged": 100, "halved": 60, "withdrawn": 0, "none": 0, "credit": 50, "grant": 100}
    weights, belief = {"settle": (40, 60), "stall": (85, 15)}, {"settle": 0.35, "stall": 0.65}
    own, other = (34, 48) if pressed else (35, 58)
    total = 0.0
    for kind, (fleet, money) in weights.items():
        theirs = {p: (fleet * scores[p[0]] + money * scores[p[1]]) / 100 for p in ours}
        total += belief[kind] * any(ours[p] >= own and theirs[p] >= other for p in ours if option in p)
    return total


def test_what_was_given_up_as_not_achievable_is_held_against_the_zone() -> None:
    study = studied(data(versions({"fleet": "withdrawn"}, {"fleet": "halved"})))
    found = reach(study)
    for kind, option in (("given_up", "withdrawn"), ("target", "halved")):
        now, _, then = found[kind, f"fleet.{option}"]
        assert now == pytest.approx(by_hand(option, pressed=False))
        assert then == pytest.approx(max(by_hand(option, pressed=False), by_hand(option, pressed=True)))
    (row,) = [row for row in study.reach if row.kind == "given_up"]
    assert row.given_up_on == "2030-02-01"
    assert "given_up.fleet.withdrawn" in alarms(study, "O-19")


def test_all_targets_together_are_harder_to_have_than_each() -> None:
    study = studied(data(versions({"fleet": "withdrawn", "money": "credit"})))
    found = reach(study)
    together = found["all_targets", "fleet.withdrawn+money.credit"]
    each = [found["target", "fleet.withdrawn"], found["target", "money.credit"]]
    assert together[0] <= min(row[0] for row in each) and together[2] <= min(row[2] for row in each)


def test_what_cannot_be_had_is_told_as_no_zone_and_raises_no_alarm_of_being_had() -> None:
    """A no-deal value of 100 on the other side: no package is better for it, with or without moves."""
    far = {"no_deal/borea/value": 100, "moves/pressure/shifts/borea": -1}
    study = studied(data(versions({"fleet": "withdrawn"}, {"fleet": "halved"}), **far))
    assert all(row.p_zone == row.p_zone_with_moves == 0 for row in study.reach)
    assert not alarms(study, "O-19")


def test_a_move_may_bring_back_what_was_given_up() -> None:
    near = {"no_deal/borea/value": 61, "moves/pressure/shifts/borea": -10}
    study = studied(data(versions({"fleet": "withdrawn"}, {"fleet": "halved"}), **near))
    now, moves, then = reach(study)["given_up", "fleet.withdrawn"]
    assert (now, moves) == (0, ("pressure",)) and then > 0
    assert "under present alternatives it cannot be had, with pressure" in alarms(study, "O-19")["given_up.fleet.withdrawn"]


def test_gives_gets_and_dissents_are_told() -> None:
    mandate = {
        "goals": [{"issue": "fleet", "target": "halved"}],
        "gives": [{"give": "money.credit", "get": "fleet.halved"}, {"give": "money.grant"}],
        "red_lines": ["fleet.unchanged"],
        "disagreements": [{"who": "fisheries ministry", "says": "never", "on": "2031-03-01", "infeasible": "fleet.withdrawn"}],
    }
    study = studied(changed(worked_example(), {"mandate": mandate, "issues/fleet/status_quo": "halved"}))
    assert [(row.give, row.get) for row in study.gives] == [("money.credit", "fleet.halved"), ("money.grant", None)]
    assert alarms(study, "O-16") == {"give.money.grant": "money.grant is offered and nothing is asked for it"}
    assert [(row.who, row.infeasible) for row in study.dissents] == [("fisheries ministry", "fleet.withdrawn")]
    assert study.red_lines == ("fleet.unchanged",) and study.objections[0].option == "fleet.withdrawn"


def test_a_case_without_goals_is_studied_too() -> None:
    study = studied(changed(worked_example(), {"mandate": DELETE}))
    assert study.goals.rows == () and study.reach == () and study.alarms == ()


def test_the_same_case_gives_the_same_bytes() -> None:
    case = data(versions({"fleet": "withdrawn"}, {"fleet": "halved"}))
    assert as_json(studied(case, worlds=20)) == as_json(studied(case, worlds=20))
    assert json.loads(as_json(studied(case)))["goals"]["drift"][0]["given_up"]["mean"] == 28
