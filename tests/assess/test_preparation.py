# SPDX-License-Identifier: Apache-2.0
"""What steps of preparation change, when, and with what chance: situations and plans by hand."""

from typing import Any

import numpy as np
import pytest

from assess.layouts import A_POINT_A_DAY, laid_out
from assess.variations import DELETE, assessed, changed, value_of, worked_example
from pourparler.assess import Assessment
from pourparler.assess.preparation import Program, program_of
from pourparler.assess.prospects import Layout, Situation
from pourparler.engines.readiness import Done, forced_state

FREE = {"cost": 0, "days": 0}


def programmed(steps: dict[str, Any], **changes: Any) -> tuple[Layout, Program]:
    """Lay out the worked example with two partners and these steps in place of its own."""
    partners = {"parties/cyrene": {"role": "partner"}, "parties/delos": {"role": "rival"}}
    data = changed(worked_example(), {**partners, **changes})
    layout = laid_out({**data, "preparation": {name: {**FREE, **step} for name, step in steps.items()}})
    return layout, program_of(layout)


def after(found: tuple[Layout, Program], *done: Done) -> Situation:
    layout, program = found
    return program.situation(layout, frozenset(done))


def outcome(found: tuple[Layout, Program], step: str, name: str = "done", *before: str) -> Done:
    """Return a step done with an outcome, by their names."""
    names = [s.name for s in found[1].steps]
    index = names.index(step)
    return Done(index, found[1].steps[index].outcomes.index(name), frozenset(names.index(n) for n in before))


def test_steps_add_up_and_a_failure_takes_its_days_and_changes_nothing() -> None:
    steps = {
        "draft": {"decides": "mandate", "days": 3, "reach": "5%", "collapse": "-4%", "fails": "20%"},
        "visit": {"aligns": "cyrene", "days": 5, "reach": "10%", "collapse": "-2%", "tolerance": 2, "fails": "20%"},
        "write": {"aligns": "cyrene", "days": 1, "tolerance": 1.5},
    }
    found = programmed(steps)
    done = after(found, outcome(found, "draft"), outcome(found, "visit"), outcome(found, "write"))
    assert (done.days[0], done.reach[0], done.collapse[0]) == pytest.approx((9, 0.15, -0.06))
    assert done.decided
    assert done.consulted == {"cyrene"}
    assert done.tolerance["cyrene"].tolist() == [3.5]
    failed = after(found, outcome(found, "draft", "failed"), outcome(found, "visit", "failed"))
    assert (failed.days[0], failed.reach[0], failed.collapse[0]) == (8, 0, 0)
    assert not failed.decided
    assert failed.consulted == set()
    assert failed.tolerance == {}


def test_a_plan_for_the_day_after_is_no_mandate() -> None:
    found = programmed({"plan": {"decides": "day_after"}})
    assert not after(found, outcome(found, "plan")).decided


def test_a_move_is_under_way_from_the_beginning_of_the_step_that_starts_it() -> None:
    """Its own four days and those of what comes after count, not those of what came before."""
    steps = {"start": {"shapes": ["pressure"], "days": 4}, "talk": {"days": 7}, "write": {"days": 2}}
    found = programmed(steps)
    assert found[1].steps[0].plan.dated
    last = after(found, outcome(found, "start", "done", "talk"), outcome(found, "talk"))
    assert last.under_way["pressure"].tolist() == [4]
    middle = (outcome(found, "start", "done", "talk"), outcome(found, "talk"), outcome(found, "write"))
    assert after(found, *middle).under_way["pressure"].tolist() == [6]
    first = after(found, outcome(found, "start"), outcome(found, "talk"))
    assert first.under_way["pressure"].tolist() == [11]


def test_on_the_day_that_forces_the_days_until_then_have_passed_and_a_step_under_way_has_changed_nothing() -> None:
    steps = {
        "start": {"shapes": ["pressure"], "days": 4, "reach": "5%"},
        "talk": {"days": 7, "reach": "10%", "closes": {"moves": ["pressure"]}, "meets": ["budget.voted"]},
    }
    window = {"lapses_per_day": 0, "forcing_date": "2031-03-24"}
    changes = {"meeting/window": window, "gate/attested": {"budget.voted": {"state": "not_met"}}}
    found = programmed(steps, **changes, **{"no_deal/aland/per_month": -1})
    (layout, program), started = found, frozenset({outcome(found, "start")})
    came = forced_state(started, 1)
    there = program.situation(layout, came)
    assert (there.days.tolist(), program.days(came).tolist(), program.days(started).tolist()) == ([10], [10], [4])
    assert there.under_way["pressure"].tolist() == [10]
    assert there.reach[0] == pytest.approx(0.05)
    assert (there.closed, program.met(came)) == (frozenset(), frozenset())
    assert program.essence(came) != program.essence(started)
    timeless = programmed(steps, **changes)[1]
    assert timeless.essence(came) == timeless.essence(started)
    late = started | {outcome(found, "talk")}
    assert program.days(late).tolist() == [10]
    assert program.situation(layout, late).closed == {"pressure"}


def test_of_two_steps_that_start_a_move_the_earlier_counts() -> None:
    steps = {"late": {"shapes": ["pressure"], "days": 2}, "soon": {"shapes": ["pressure"], "days": 3}}
    found = programmed(steps)
    soon_first = after(found, outcome(found, "soon"), outcome(found, "late", "done", "soon"))
    late_first = after(found, outcome(found, "late"), outcome(found, "soon", "done", "late"))
    assert soon_first.under_way["pressure"].tolist() == late_first.under_way["pressure"].tolist() == [5]


def test_a_step_that_fails_starts_no_move_and_meets_no_condition() -> None:
    steps = {"start": {"shapes": ["pressure"], "meets": ["budget.voted"], "fails": "50%"}}
    found = programmed(steps, **{"gate/attested": {"budget.voted": {"state": "not_met"}}})
    well, badly = outcome(found, "start"), outcome(found, "start", "failed")
    assert found[1].met(frozenset({well})) == {"budget.voted"}
    assert found[1].met(frozenset({badly})) == set()
    assert set(after(found, well).under_way) == {"pressure"}
    assert after(found, badly).under_way == {}


def test_starting_a_move_that_cannot_be_valued_leaves_the_sets_without_it() -> None:
    found = programmed({"start": {"shapes": ["pressure"]}}, **{"moves/pressure/cost": "unknown"})
    situation = after(found, outcome(found, "start"))
    assert situation.under_way == {}
    assert found[0].available(situation).tolist() == [True, False]


def test_failure_is_an_outcome_and_leaves_the_others_their_shares() -> None:
    """A sounding that fails one time in five: 0.85 and 0.15 of the other four."""
    sounding = worked_example()["preparation"]["sounding"]
    (step,) = programmed({"sounding": {**sounding, "fails": "20%"}})[1].steps
    assert step.outcomes == ("evasive", "forthcoming", "failed")
    assert step.plan.outcomes[0].tolist() == [pytest.approx(row) for row in ([0.12, 0.68], [0.68, 0.12], [0.2, 0.2])]


def test_outcomes_drawn_beyond_one_are_scaled_and_leave_nothing_for_the_rest() -> None:
    outcomes = {"warm": {"settle": "30..90%", "stall": "20%"}, "cool": {"settle": "0..40%", "stall": "30%"}, "none": "rest"}
    sounding = {"reveals": "motive", "outcomes": outcomes, **FREE}
    layout = laid_out(changed(worked_example(), {"preparation": {"sounding": sounding}}), worlds=200)
    (step,) = program_of(layout).steps
    assert step.outcomes == ("cool", "none", "warm")
    chances = step.plan.outcomes
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    assert chances.min() == 0
    np.testing.assert_allclose(chances[:, :, 1], [[0.3, 0.5, 0.2]] * 200)
    beyond = chances[:, 1, 0] == 0
    assert 0 < beyond.sum() < 200


def test_a_sounding_tells_of_the_question_that_it_is_about() -> None:
    """Beside the motive there is a question before it in the alphabet: types are (deaf or heeds) x (settle or stall)."""
    question = {"questions/ears": {"hypotheses": {"deaf": "40%", "heeds": "rest"}}}
    sounding = worked_example()["preparation"]["sounding"]
    (step,) = programmed({"sounding": sounding}, **question)[1].steps
    assert step.plan.outcomes[0, 1].tolist() == pytest.approx([0.85, 0.15, 0.85, 0.15])


def test_outcomes_without_a_question_cannot_be_valued() -> None:
    _, program = programmed({"sounding": {"outcomes": {"warm": "60%", "cool": "rest"}}})
    assert program.missing == {"sounding": "preparation.sounding.reveals"}


def test_steps_that_need_one_that_cannot_be_valued_are_set_aside_with_it() -> None:
    """Alphabetically first comes the last of the chain, so that it is not seen at first sight."""
    steps = {"a": {"needs": ["b"]}, "b": {"needs": ["c"]}, "c": {"cost": "unknown"}, "d": {}}
    _, program = programmed(steps)
    assert program.missing == dict.fromkeys("abc", "preparation.c.cost")
    assert [step.name for step in program.steps] == ["d"]


def hold(found: Assessment) -> float:
    return value_of(found, "hold")


def test_a_step_comes_after_those_that_it_needs() -> None:
    """The sounding needs a costly introduction: 35.1973 less its cost of 0.1."""
    data = changed(worked_example(), {"preparation/introduce": {"cost": 0.1, "days": 0}})
    assert hold(assessed(data)) == pytest.approx(35.19725, abs=1e-9)
    needs = assessed(changed(data, {"preparation/sounding/needs": ["introduce"]}))
    assert hold(needs) == pytest.approx(35.09725, abs=1e-9)
    assert needs.plan is not None
    assert needs.plan.tree.step == "introduce"


def test_an_offer_lapses_by_the_day() -> None:
    """A tenth a day for two days: 0.81 of 35.3973 stays, for 0.19 only forgoing is left; the cost is 0.2 in any case."""
    lapsing = {"meeting/window": {"lapses_per_day": "10%"}, "preparation/sounding/days": 2}
    assert hold(assessed(changed(worked_example(), lapsing))) == pytest.approx(0.81 * 35.39725 + 0.19 * 35 - 0.2, abs=1e-9)


def test_a_failed_step_takes_the_time_of_a_step() -> None:
    """We lose a point a day; the vote of five days may fail. Without a sounding one forgoes then: 35 - 5."""
    data = changed(worked_example(), {"no_deal/aland/per_month": -A_POINT_A_DAY})
    vote = {"vote": {"decides": "mandate", "cost": 0, "days": 5, "fails": "40%"}}
    bad = {"compliance/motive": {"settle": 0, "stall": 0}}
    assert hold(assessed({**changed(data, bad), "preparation": vote})) == pytest.approx(30)


def test_what_a_sounding_brings_to_light_is_forgotten_only_where_days_change_nothing() -> None:
    sounding = worked_example()["preparation"]["sounding"]
    steps = {"sounding": {**sounding, "days": 5}, "vote": {"decides": "mandate"}, "warm": {"reach": "10%"}}
    quiet = programmed(steps)[1].quiet
    assert quiet == {0}
    assert programmed(steps, **{"no_deal/borea/per_month": 1})[1].quiet == set()
    cool = programmed({"cool": {"collapse": "-1%"}, "tell": {"aligns": "cyrene"}, "wait": {}})
    assert [cool[1].steps[i].name for i in cool[1].quiet] == ["wait"]


def test_states_that_differ_in_what_they_change_are_told_apart() -> None:
    steps = {"start": {"shapes": ["pressure"], "days": 4, "fails": "10%"}, "talk": {"days": 7}}
    found = programmed(steps, **{"moves/pressure/days_to_bite": 3})
    states = [
        frozenset({outcome(found, "start"), outcome(found, "talk")}),
        frozenset({outcome(found, "start", "done", "talk"), outcome(found, "talk")}),
        frozenset({outcome(found, "start", "failed"), outcome(found, "talk")}),
        frozenset({outcome(found, "start")}),
        frozenset({outcome(found, "talk")}),
    ]
    assert len({found[1].essence(state) for state in states}) == len(states)


def test_a_move_begun_before_a_long_sounding_bites_in_time() -> None:
    """The pressure takes ten days, the meeting comes at once: only what is begun first, and then waited for, bites.

    Begun first: 34 - 3.5 at worst, and pressed and fixed after a forthcoming answer 36.0057; begun last it costs and bites not.
    """
    data = changed(
        worked_example(),
        {
            "moves/pressure/days_to_bite": 10,
            "preparation/sounding/days": 8,
            "preparation/start": {"shapes": ["pressure"], "cost": 0, "days": 2, "needs": []},
            "compliance/motive": {"settle": "100%", "stall": "100%"},
        },
    )
    found = assessed(data)
    assert found.plan is not None
    assert found.plan.tree.step == "start"
    (row,) = [row for row in found.choices if row.action == "fix" and row.moves == ("pressure",)]
    assert row.value.mean < hold(found)
    # Always fix, pressed: both types keep their word, 0.35 * 70 + 0.65 * 60 = 63.5; -8.5 + 0.6 * 63.5 + 0.4 * 31 - 0.2.
    assert hold(found) == pytest.approx(41.8, abs=1e-9)


def test_without_a_sounding_preparation_may_be_left_out() -> None:
    assert program_of(laid_out(changed(worked_example(), {"preparation": DELETE}))).steps == ()
    assert np.all(laid_out(worked_example()).start().days == 0)
