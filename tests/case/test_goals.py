# SPDX-License-Identifier: Apache-2.0
"""Goals in a file: no change without reason and approver, versions in order, nothing overwritten; mistakes in their places."""

import datetime as dt
from typing import Any

import pytest

from assess.variations import DELETE, case_of, changed, worked_example
from case.samples import FULL, problems_in, spoilt, the_problem
from pourparler.case import Case, CaseError, Problem, known_by, read_text

FIRST = "on: 2030-11-01, goals: {fleet: withdrawn, patrols: unchanged}"
SECOND = "on: 2031-02-10, by: the fisheries desk, dropped: [patrols]"
APPROVED = "reason: the season is over, approved: {by: cabinet, on: 2031-02-11}"
GOAL = "{issue: fleet, target: withdrawn, floor: halved, meeting: capped"
LAST = "mandate.history[1]"
# Old text, new text, key path of the one problem, what was found, what to write.
MISTAKES = [
    (APPROVED, "reason: the season is over", LAST, "approved by nobody", "name who approved it"),
    (APPROVED, "reason: over, approved: {on: 2031-02-11}", LAST + ".approved", "approved by nobody", "by: unknown"),
    (APPROVED, "approved: {by: cabinet, on: 2031-02-11}", LAST, "for no reason", "the reason"),
    (APPROVED, "reason: over, approved: {by: cabinet, on: 2031-02-09}", LAST + ".approved.on", "before", "approved"),
    (SECOND, "on: 2030-10-10, by: the desk, dropped: [patrols]", LAST + ".on", "after one of 2030-11-01", "order"),
    (SECOND, "on: 2031-02-10, dropped: [fleat, patrols]", LAST + ".dropped[0]", "'fleat'", "'fleet'"),
    (SECOND, "on: 2031-02-10, dropped: [money, patrols]", LAST + ".dropped[0]", "no earlier version", "delete"),
    (SECOND, f"{SECOND}, goals: {{patrols: joint}}", LAST + ".dropped[0]", "states it", "keep"),
    (GOAL, GOAL.replace("withdrawn", "halved"), "mandate.goals[0].target", "'withdrawn'", "a goal is not overwritten"),
    (GOAL, GOAL.replace("floor: halved", "floor: capped"), "mandate.goals[0].floor", "'halved'", "floors: {fleet: capped}"),
    (GOAL, GOAL.replace("meeting: capped", "meeting: halved"), "mandate.goals[0].meeting", "says 'capped'", "meeting: {fleet"),
    ("must_produce: a cap and a channel\n", "must_produce: a channel\n", "meeting.must_produce", "'a channel'", "must_produce"),
    ("floors: {fleet: halved}", "floors: {fleet: withdrawn}", "mandate.goals[0].floor", "'halved'", "not overwritten"),
    (FIRST, "on: 2030-11-01, goals: {fleet: withdrawn, patrol: unchanged}", "mandate.history[0].goals.patrol", "", "'patrols'"),
    ("get: money.credit, instead_of", "get: mony.credit, instead_of", LAST + ".received[0].get", "issue", "'money'"),
    ("get: money.credit, instead_of", "get: money.loan, instead_of", LAST + ".received[0].get", "option", "'money."),
    ("instead_of: grant", "instead_of: grants", LAST + ".received[0].instead_of", "'grants'", "'grant'"),
    ("instead_of: grant", "instead_of: credit", LAST + ".received[0].instead_of", "itself", "took the place"),
    ("{get: money.credit, instead_of: grant}", "{}", LAST + ".received[0]", "nothing", "write get:"),
    ("{what: talks in the open}", "{instead_of: grant}", LAST + ".received[1]", "nothing", "write get:"),
    ("{what: talks in the open}", "{what: a, instead_of: grant}", LAST + ".received[1].instead_of", "without", "get"),
    ("by: cabinet, on: 2031-03-12}}", "by: cabinet, on: 2030-01-01}}", "mandate.goals[0].approved.on", "before", "approved"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "found", "write"), MISTAKES)
def test_each_mistake_is_reported_in_its_place(old: str, new: str, path: str, found: str, write: str) -> None:
    problems = problems_in(spoilt(FULL, (old, new)))
    (one,) = [problem for problem in problems if problem.key_path == path]
    assert found in one.found and write in one.write
    assert one.line > 0


def test_nobody_is_no_approver() -> None:
    found = the_problem(spoilt(FULL, (APPROVED, "reason: over, approved: {by: Nobody}")))
    assert found.key_path == "mandate.history[1].approved.by" and "names nobody" in found.found


def test_two_goals_on_one_issue_are_one_too_many() -> None:
    found = the_problem(spoilt(FULL, ("    - {issue: fleet, target", "    - {issue: fleet}\n    - {issue: fleet, target")))
    assert found.key_path == "mandate.goals[1].issue"


# Goals of the worked example, which scores withdrawn 100, halved 60 and unchanged 0.
def with_goals(**mandate: Any) -> Case:
    return case_of(changed(worked_example(), {"mandate": mandate}))


def problems_of(**mandate: Any) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as raised:
        with_goals(**mandate)
    return tuple(problem for problem in raised.value.problems if isinstance(problem, Problem))


def test_a_floor_above_the_target_is_refused_now_and_in_every_version() -> None:
    (now,) = problems_of(goals=[{"issue": "fleet", "target": "halved", "floor": "withdrawn"}])
    assert (now.key_path, "a floor above the target" in now.found) == ("mandate.goals[0].floor", True)
    first = {"on": "2030-01-01", "goals": {"fleet": "unchanged"}, "floors": {"fleet": "halved"}}
    second = {"on": "2030-02-01", "goals": {"fleet": "withdrawn"}, "reason": "-", "approved": {"by": "cabinet"}}
    (then,) = problems_of(goals=[{"issue": "fleet", "target": "withdrawn", "floor": "halved"}], history=[first, second])
    assert then.key_path == "mandate.history[0].floors.fleet"


def test_a_meeting_is_asked_for_no_more_than_the_whole() -> None:
    (one,) = problems_of(goals=[{"issue": "fleet", "target": "halved", "meeting": "withdrawn"}])
    assert one.key_path == "mandate.goals[0].meeting" and "more asked of this meeting" in one.found


@pytest.mark.parametrize(
    "scores",
    [
        {"withdrawn": "40..90", "halved": "50..80", "unchanged": 0},
        {"withdrawn": "unknown", "halved": 60, "unchanged": 0},
        "halved = withdrawn > unchanged",
    ],
    ids=["ranges overlap", "unknown", "a tie"],
)
def test_where_scores_leave_a_doubt_no_floor_lies_above(scores: Any) -> None:
    goals = [{"issue": "fleet", "target": "halved", "floor": "withdrawn"}]
    changes = {"mandate": {"goals": goals}, "values/aland/scores/fleet": scores}
    assert case_of(changed(worked_example(), changes)).mandate is not None


def test_an_order_leaves_none() -> None:
    goals = [{"issue": "fleet", "target": "halved", "floor": "withdrawn"}]
    with pytest.raises(CaseError):
        case_of(
            changed(
                worked_example(), {"mandate": {"goals": goals}, "values/aland/scores/fleet": "withdrawn > halved > unchanged"}
            )
        )


def version(day: str, option: str, **more: Any) -> dict[str, Any]:
    return {"on": day, "goals": {"fleet": option}, **more}


CHANGE: dict[str, Any] = {"reason": "not achievable", "approved": {"by": "cabinet"}}


def test_what_is_stated_again_is_no_change_and_needs_no_approver() -> None:
    history = [version("2030-01-01", "halved"), version("2030-01-02", "halved")]
    assert with_goals(goals=[{"issue": "fleet", "target": "halved"}], history=history).mandate is not None


def test_versions_of_one_day_stand_in_the_order_of_the_file() -> None:
    history = [version("2030-01-01", "halved"), version("2030-01-01", "withdrawn", **CHANGE)]
    assert with_goals(goals=[{"issue": "fleet", "target": "withdrawn"}], history=history).mandate is not None
    (one,) = problems_of(goals=[{"issue": "fleet", "target": "halved"}], history=history)
    assert one.key_path == "mandate.goals[0].target"


def test_swapping_two_versions_with_their_days_is_refused_and_without_them_is_another_history() -> None:
    goals = [{"issue": "fleet", "target": "unchanged"}]
    first, second = version("2030-01-01", "withdrawn"), version("2030-02-01", "halved", **CHANGE)
    third = version("2030-03-01", "unchanged", **CHANGE)
    with_goals(goals=goals, history=[first, second, third])
    (one,) = [p for p in problems_of(goals=goals, history=[second, first, third]) if p.key_path.endswith("on")]
    assert one.key_path == "mandate.history[1].on"


def test_who_approved_may_be_on_no_record_and_that_is_no_approval() -> None:
    history = [version("2030-01-01", "withdrawn"), version("2030-02-01", "halved", reason="-", approved={"by": "unknown"})]
    case = with_goals(goals=[{"issue": "fleet", "target": "halved"}], history=history)
    assert case.mandate is not None and case.mandate.history[1].approved is not None
    assert not case.mandate.history[1].approved.is_given


def test_what_was_sought_may_be_on_no_record() -> None:
    history = [version("2030-01-01", "unknown"), version("2030-02-01", "halved", **CHANGE)]
    assert with_goals(goals=[{"issue": "fleet", "target": "halved"}], history=history).mandate is not None
    (one,) = problems_of(goals=[{"issue": "fleet", "target": "unknown"}])
    assert one.key_path == "mandate.goals[0].target"


@pytest.mark.parametrize(
    "gone", ["mandate/goals", "mandate/goals/0/target", "meeting/must_produce", "mandate/history", "mandate"]
)
def test_deleting_what_may_be_left_out_never_fails(gone: str) -> None:
    history = [version("2030-01-01", "halved", must_produce="a cap")]
    written = {
        "mandate": {"goals": [{"issue": "fleet", "target": "halved"}], "history": history},
        "meeting/must_produce": "a cap",
    }
    assert case_of(changed(changed(worked_example(), written), {gone: DELETE})).title


def test_how_a_text_is_broken_into_lines_is_no_change() -> None:
    broken = spoilt(FULL, ("  must_produce: a cap and a channel\n", "  must_produce: >-\n    a cap and\n    a channel\n"))
    assert read_text(broken, "case.yaml").meeting is not None


def test_on_an_earlier_day_the_goals_are_those_of_that_day() -> None:
    history = [version("2030-01-01", "withdrawn"), version("2030-02-01", "halved", **CHANGE)]
    case = with_goals(
        goals=[{"issue": "fleet", "target": "halved", "approved": {"by": "cabinet", "on": "2030-02-02"}}], history=history
    )
    for day, target in (("2030-01-15", "withdrawn"), ("2030-02-01", "halved"), ("2029-12-01", None)):
        mandate = known_by(case.model_copy(update={"as_of": dt.date.fromisoformat(day)})).mandate
        assert mandate is not None
        assert [goal.target for goal in mandate.goals] == ([target] if target else [])
        assert [goal.approved for goal in mandate.goals] in ([None], [])


def test_a_part_that_cannot_be_read_is_not_taken_for_a_change() -> None:
    found = problems_in(spoilt(FULL, (FIRST, "on: 2030-11-01, goals: {fleet: [withdrawn], patrols: unchanged}")))
    assert [problem.key_path for problem in found] == ["mandate.history[0].goals.fleet"]
