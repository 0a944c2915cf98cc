# SPDX-License-Identifier: Apache-2.0
"""Actions carried out to their ends: what may happen there comes to what they are worth, and to the chance of success."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.variations import assessed, case_of, changed, worked_example
from pourparler.assess.carried_out import chances, gamble, ways
from pourparler.assess.readiness import ROOT, Readiness
from pourparler.assess.run import seen, steps_of
from pourparler.assess.steps import Steps
from pourparler.assess.success import followed

#: Offers lapse, talks rest, reversal costs, a step fails, a partner opposes: everything that an end may hold.
WIDE: dict[str, Any] = {
    "meeting/window": {"lapses_per_day": "0.5..2%"},
    "meeting/reversal_cost": "1..4",
    "meeting/lead_days": 10,
    "no_deal/aland/per_month": "-2..-0.5",
    "no_deal/aland/value": "25..40",
    "meeting/levels/officials": {"reach": "30..50%", "collapse": {"chance": "5%", "loss": 3}, "price": {"aland": 1}},
    "moves/recess": {"kind": "suspension", "pauses_days": "10..30", "cost": 1, "escalation": {"chance": "2%", "loss": 5}},
    "preparation/sounding/days": 12,
    "preparation/vote": {"decides": "mandate", "reach": "5..10%", "collapse": "-5%", "fails": "20%", "cost": 0.1, "days": 6},
    "compliance/motive": {"settle": "80..95%", "stall": "20..50%"},
    "risk": {"tolerance": "10..30"},
}
WORLDS = 40


def found_in(changes: dict[str, Any]) -> tuple[Steps, Readiness]:
    steps = steps_of(seen(case_of(changed(worked_example(), changes))), 1, WORLDS)
    assert steps.readiness is not None
    return steps, steps.readiness


numbers = st.fixed_dictionaries(
    {
        "meeting/window": st.sampled_from([{"lapses_per_day": 0}, {"lapses_per_day": "0.5..2%"}, {"lapses_per_day": "5%"}]),
        "no_deal/aland/value": st.integers(10, 60),
        "meeting/levels/leaders/reach": st.integers(0, 100).map(lambda n: f"{n}%"),
        "preparation/sounding/cost": st.integers(0, 2),
        "meeting/agreed": st.sampled_from(["2031-03-08", None]),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(numbers)
def test_what_may_happen_comes_to_what_every_action_is_worth(changes: dict[str, Any]) -> None:
    """In every world: masses sum to one, chances at an end sum to one, and values times both are the value of the action."""
    steps, found = found_in({**WIDE, **{key: value for key, value in changes.items() if value is not None}})
    belief = steps.intentions.posterior
    for action, valued in followed(found).items():
        ends = list(ways(found, valued, belief))
        assert np.allclose(sum(way.mass.sum(axis=1) for way in ends), 1)
        value = np.zeros(WORLDS)
        for way in ends:
            odds = list(chances(found.actions, way))
            assert np.allclose(sum(each.chance for each in odds), 1)
            value += (way.mass * sum(each.chance * each.value for each in odds)).sum(axis=1)
        assert np.allclose(value, valued.value), action


def test_all_of_these_ends_come_about() -> None:
    steps, found = found_in(WIDE)
    assert set(found.valued) == {"fix", "fix_conditionally", "step_down", "hold", "forgo"}
    hold = list(ways(found, found.valued["hold"], steps.intentions.posterior))
    assert any(way.choice is None for way in hold) and len(hold) > 3
    assert all(way.choice is not None for way in ways(found, found.valued["fix_conditionally"], steps.intentions.posterior))


def test_every_choice_of_the_root_is_its_gamble() -> None:
    steps, found = found_in(WIDE)
    leaf = found.actions.leaf(ROOT)
    fix = found.valued["fix"]
    for number, choice in enumerate(found.actions.choices):
        if found.actions.mask(ROOT, ("fix", "step_down", "forgo"), frozenset())[number]:
            (way,) = ways(found, type(fix)("fix", fix.value, choice), steps.intentions.posterior)
            worth = sum(each.chance * each.value for each in chances(found.actions, way))
            assert np.allclose(worth, leaf.of(number)), choice


def test_certainty_equivalents_hold_the_risk_of_the_meeting_itself() -> None:
    """One world, all known: fixing without pressure is a gamble all the same.

    If they settle, 0.35: reach 0.6, kept 0.85: 42, else 5; not reached: collapse 0.2: 20, else 35; less 5 for meeting. If they
    stall: kept 0.3, the same deal.
    """
    still = {"moves": {}, "risk": {"tolerance": 10}, "preparation": {}}
    found = assessed(changed(worked_example(), still))
    odds = [
        (0.35 * 0.6 * 0.85 + 0.65 * 0.6 * 0.3, 42 - 5),
        (0.35 * 0.6 * 0.15 + 0.65 * 0.6 * 0.7, 5 - 5),
        (0.4 * 0.2, 35 - 15 - 5),
        (0.4 * 0.8, 35 - 5),
    ]
    assert sum(chance for chance, _ in odds) == pytest.approx(1)
    mean = sum(chance * value for chance, value in odds)
    (fix,) = [row for row in found.actions if row.action == "fix"]
    assert fix.value is not None and fix.value.mean == pytest.approx(mean)
    sure = -10 * np.log(sum(chance * np.exp(-value / 10) for chance, value in odds))
    worth = found.record.certainty_equivalents
    assert worth["fix"].mean == pytest.approx(sure) and sure < mean - 5
    assert worth["forgo"].mean == worth["no_summit"].mean == pytest.approx(35)
    bold = assessed(changed(worked_example(), {**still, "risk": {"tolerance": 500}})).record.certainty_equivalents
    assert sure < bold["fix"].mean < mean


def test_the_chance_of_success_of_a_plan_is_that_of_its_ends() -> None:
    """Sound them out (forthcoming 0.85 if they settle, 0.15 if they stall), then press and fix: a withdrawal if they settle.

    0.35 x 0.85 x 0.6 reach the withdrawal by holding, 0.35 x 0.6 by fixing with pressure; 0.85 of it is kept.
    """
    criteria = [
        {"what": "withdrawn", "requires": ["fleet.withdrawn"], "by": "2032-01-01", "party": "aland"},
        {"what": "kept", "requires": ["money.grant", "money.credit"], "kept": True, "by": "2032-01-01", "party": "aland"},
        {"what": "later", "kept": True, "by": "2033-01-01", "party": "aland"},
        {"what": "said", "forecast": {"hold": "30%"}},
    ]
    found = assessed(changed(worked_example(), {"success": criteria}))
    withdrawn, kept, later, said = found.record.success
    assert withdrawn.computed["hold"].mean == pytest.approx(0.35 * 0.85 * 0.6)
    assert withdrawn.computed["fix"].mean == pytest.approx(0.35 * 0.6)
    assert (withdrawn.computed["forgo"].mean, withdrawn.computed["no_summit"].mean) == (0, 0)
    by_plan = 0.6 * (0.35 * 0.85 * 0.85 + 0.65 * 0.15 * 0.3)
    assert kept.computed["hold"].mean == later.computed["hold"].mean == pytest.approx(by_plan)
    assert said.computed == {} and said.forecast["hold"].mean == pytest.approx(0.3)
    (together,) = found.record.success_together
    assert (together.by, together.party, together.criteria) == ("2032-01-01", "aland", 2)
    assert together.computed["hold"].mean == pytest.approx(0.6 * 0.35 * 0.85 * 0.85)


def test_while_talks_rest_the_offer_may_lapse_and_with_it_success() -> None:
    rest = {
        "moves": {
            "recess": {
                "kind": "suspension",
                "pauses_days": 30,
                "cost": 0,
                "escalation": {"chance": 0, "loss": 0},
                "shifts": {"borea": -30},
            }
        },
        "meeting/window": {"lapses_per_day": "1%"},
        "success": [{"what": "any", "kept": True}],
        "compliance/motive": {"settle": 1, "stall": 1},
    }
    found = assessed(changed(worked_example(), rest))
    (fix,) = [row for row in found.actions if row.action == "fix"]
    assert fix.moves == ("recess",)
    assert found.record.success[0].computed["fix"].mean == pytest.approx(0.6 * 0.99**30)


def test_behind_the_gate_success_is_that_of_the_plan_that_respects_it() -> None:
    closed = {"gate/steps/fix_date": ["mandate.approved"], "success": [{"what": "any", "kept": True}]}
    assert assessed(changed(worked_example(), closed)).record.success[0].computed["hold"].mean == 0


def test_a_gamble_sums_to_one_and_comes_to_the_average() -> None:
    steps, found = found_in(WIDE)
    for valued in found.valued.values():
        values, odds = gamble(found, valued, steps.intentions.posterior)
        assert odds.sum() == pytest.approx(1) and (values * odds).sum() == pytest.approx(valued.mean)


def test_regret_and_values_by_type() -> None:
    """The worked example in one world: 29.5470 to fix, 35 to forgo, 35.1973 to hold; by type 39.96 and 23.94 to fix."""
    found = assessed(worked_example())
    rows = {row.action: row for row in found.actions}
    assert rows["fix"].expected_regret == rows["fix"].worst_regret == pytest.approx(35.1973 - 29.5470, abs=1e-4)
    assert (rows["hold"].expected_regret, rows["hold"].worst_regret) == (0, 0)
    assert found.no_summit.expected_regret == pytest.approx(0.1973, abs=1e-4)
    assert rows["fix"].by_type == {"settle": pytest.approx(39.96), "stall": pytest.approx(23.94)}
    # Holding: 0.85 press and fix, 0.15 forgo if they settle; the other way round if they stall; less the cost of sounding.
    by_hold = {"settle": 0.85 * 39.96 + 0.15 * 35 - 0.2, "stall": 0.15 * 23.94 + 0.85 * 35 - 0.2}
    assert rows["hold"].by_type == {name: pytest.approx(value) for name, value in by_hold.items()}
    free = {(row.action, row.moves): row.by_type for row in found.choices}
    assert free["fix", ()] == {"settle": pytest.approx(29.67), "stall": pytest.approx(17.46)}
    assert free["forgo", ("pressure",)] == {"settle": pytest.approx(30.5), "stall": pytest.approx(30.5)}
    wide = assessed(changed(worked_example(), {"no_deal/aland/value": "20..50"}), worlds=200)
    for row in wide.actions:
        if row.value is not None:
            assert row.expected_regret is not None and row.worst_regret is not None
            assert 0 <= row.expected_regret <= row.worst_regret
