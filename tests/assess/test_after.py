# SPDX-License-Identifier: Apache-2.0
"""What stands beside and behind the advice, by hand: rows, tripwires, the longest way, who is wrong where."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from assess.test_carried_out import WIDE, WORLDS, found_in
from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.assess.carried_out import gamble
from pourparler.assess.contrary import wrong_where
from pourparler.assess.plan_rows import PlanNode
from pourparler.assess.recorded import _plan_after
from pourparler.assess.steps import Steps
from pourparler.assess.worlds import Worlds
from pourparler.engines.readiness import Done

FAR = {"lapses_per_day": 0, "forcing_date": "2999-01-01"}
VOTE = {"decides": "mandate", "reach": "5%", "cost": 0, "days": 6}


def with_changes(changes: dict[str, Any], worlds: int = 1) -> Any:
    return assessed(changed(worked_example(), changes), worlds=worlds)


def test_values_by_type_weighted_by_belief_are_the_value() -> None:
    found = with_changes({})
    for row in found.actions:
        if row.value is not None:
            assert 0.35 * row.by_type["settle"] + 0.65 * row.by_type["stall"] == pytest.approx(row.value.mean)


def test_of_several_unknown_numbers_of_steps_the_first_by_name_is_told() -> None:
    steps = {name: {"decides": "mandate", "cost": "unknown", "days": 1} for name in ("zeal", "ask")}
    (row,) = [row for row in with_changes({"preparation": steps}).actions if row.action == "hold"]
    assert str(row.why) == "unknown: preparation.ask.cost"


def test_who_loses_more_is_told_where_only_one_side_has_a_trend() -> None:
    for party, per_month, loses in (("aland", -2, "aland"), ("borea", -2, "borea"), ("aland", 2, "borea")):
        assert with_changes({f"no_deal/{party}/per_month": per_month}).no_summit.loses_more_by_waiting == loses
    assert with_changes({}).no_summit.loses_more_by_waiting is None


def test_no_summit_has_an_expected_and_a_worst_regret_like_the_actions() -> None:
    row = with_changes({"compliance/motive/settle": "80..100%"}, worlds=200).no_summit
    assert row.expected_regret is not None and row.worst_regret is not None
    assert 0 <= row.expected_regret < row.worst_regret


def test_a_case_in_which_only_our_values_are_stated_mirrors_nothing() -> None:
    assert "mirror" not in {alarm.id for alarm in with_changes({"values/borea": DELETE}).alarms}


def ends(node: PlanNode, days: dict[str, float], passed: float = 0) -> list[float]:
    if node.step is None:
        return [passed]
    return [end for child in node.outcomes.values() for end in ends(child, days, passed + days[node.step])]


def test_the_longest_way_is_that_of_the_plan_that_is_followed() -> None:
    """By the numbers alone nobody votes; where the gate asks for it, the way on which the date is fixed takes six days more."""
    steps = {"meeting/window": FAR, "preparation/sounding/days": 5, "preparation/vote": {**VOTE, "reach": "0%", "cost": 0.01}}
    for gate, longest in (([], 5), (["mandate.approved"], 11)):
        found = with_changes({**steps, "gate/steps/fix_date": gate, "meeting/lead_days": 3})
        assert found.plan is not None
        ways = ends(found.plan.tree, {"sounding": 5, "vote": 6})
        assert (min(ways), max(ways)) == (5, longest)
        assert found.record.plan_days is not None and found.record.plan_days.mean == longest + 3


def test_the_plan_is_held_against_a_tripwire_where_it_comes_to_it() -> None:
    names = {"a": ("x", "y"), "b": ("p", "q")}
    steps = [SimpleNamespace(name=name, outcomes=outcomes) for name, outcomes in names.items()]
    ax, ay, bp, bq = Done(0, 0), Done(0, 1), Done(1, 0), Done(1, 1)
    root: frozenset[Done] = frozenset()
    plan = SimpleNamespace(
        # After b came out as p without a, the plan would go on with a; it never comes to that.
        next_steps={root: 0, frozenset({ax}): 1, frozenset({bp}): 0},
        choices={frozenset({ay}): 0, frozenset({ax, bp}): 1, frozenset({ax, bq}): 0},
    )
    actions = SimpleNamespace(
        program=SimpleNamespace(steps=steps), choices=[SimpleNamespace(act="forgo"), SimpleNamespace(act="fix")]
    )
    found = SimpleNamespace(gated_hold=None, valued={"hold": SimpleNamespace(plan=plan)}, actions=actions)
    after = {
        when: _plan_after(cast(Steps, SimpleNamespace(readiness=found)), when) for when in ("a.x", "a.y", "b.p", "b.q", "b.z")
    }
    assert after == {"a.x": "b", "a.y": "forgo", "b.p": "fix", "b.q": "forgo", "b.z": None}


def test_the_wary_value_an_action_less_the_less_they_can_bear() -> None:
    found = with_changes({"risk": {"tolerance": "10..30"}, "no_deal/aland/value": "25..45"}, worlds=200)
    worth = found.record.certainty_equivalents["fix"]
    assert worth.low < worth.mean < worth.high


def test_nobody_with_authority_is_one_who_was_heard_without_any() -> None:
    """One who was heard can commit on the money, another on nothing: only of the fleet nobody can."""
    source = {"sound": 0.5, "access": "direct", "party": "borea"}
    data = changed(
        worked_example(),
        {
            "sources/clerk": {**source, "authority": {"fleet": "none", "money": "none"}},
            "sources/banker": {**source, "authority": {"fleet": "none", "money": "full"}},
            "evidence/0/source": "clerk",
            "mandate": {"goals": [{"issue": "fleet", "target": "halved"}, {"issue": "money", "target": "none"}]},
        },
    )
    data["evidence"].append({**data["evidence"][0], "id": "second", "source": "banker"})
    (alarm,) = [str(alarm.text) for alarm in assessed(data).alarms if alarm.id == "authority"]
    assert alarm == "nobody heard directly has authority on fleet"


def test_a_priority_of_nothing_is_against_no_price() -> None:
    party = {"role": "rival", "strategic_weight": 0}
    found = with_changes({"parties/delos": party, "worth_to_us": {"delos": 0.2}, "effects": {"money.grant": {"delos": 1}}})
    assert not [alarm for alarm in found.alarms if alarm.id.startswith("priority")]


def test_a_lapse_on_the_way_to_a_failure_is_carried_out_as_the_plan_values_it() -> None:
    press = {"shapes": ["pressure"], "fails": "50%", "days": 10, "cost": 0.1}
    steps, found = found_in({**WIDE, "preparation": {"press": press}, "moves/pressure/cost": "3..6"})
    hold = found.valued["hold"]
    values, chances = gamble(found, hold, steps.intentions.posterior)
    assert float((values * chances).sum()) == pytest.approx(hold.mean, abs=1e-9)
    assert len(hold.value) == WORLDS


@pytest.mark.parametrize(("apart", "told"), [(0.28, False), (0.4, True)])
def test_what_differs_within_its_errors_is_not_told(apart: float, told: bool) -> None:
    """Two hundred worlds, half of them wrong: four standard errors are 0.57 of a standard deviation, of either half 0.40."""
    half = np.linspace(-1, 1, 100)
    inputs = {"a.b": np.concatenate([half + apart / 2, half - apart / 2])}
    rival = np.concatenate([np.ones(100), -np.ones(100)])
    found = wrong_where(cast(Worlds, SimpleNamespace(inputs=inputs)), np.zeros(200), rival, "fix")
    assert [str(each).startswith("a.b is higher there") for each in found[1:]] == ([True] if told else [])
