# SPDX-License-Identifier: Apache-2.0
"""What the report reads off the steps: no meeting, the price of one, plans and why an action has no value."""

from typing import Any

import pytest

from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.assessment import ActionRow

CLOSED = {"gate/steps/fix_date": ["mandate.approved"]}


def found(changes: dict[str, Any], worlds: int = 1) -> Assessment:
    return assessed(changed(worked_example(), changes), worlds=worlds)


def action(changes: dict[str, Any], name: str) -> ActionRow:
    (row,) = [row for row in found(changes).actions if row.action == name]
    return row


def test_no_summit_is_worth_what_today_s_beliefs_make_of_it() -> None:
    """If they settle ours is 30 and theirs 50, else 40 and 60: 0.35 * 30 + 0.65 * 40, and ten, then twenty more."""
    by_motive = {
        "no_deal/aland": {"value": {"motive": {"settle": 30, "stall": 40}}, "per_month": -2},
        "no_deal/borea": {"value": {"motive": {"settle": 50, "stall": 60}}, "per_month": -1},
    }
    row = found(by_motive).no_summit
    values = (row.own, row.counterpart, row.own_per_month, row.counterpart_per_month)
    assert [v.mean for v in values if v is not None] == pytest.approx([36.5, 56.5, -2, -1])


@pytest.mark.parametrize(
    ("own", "other", "loser"),
    [(-2, -1, "aland"), (1, 2, "aland"), (-1, -2, "borea"), ("-3..1", -1, "not_determined"), (0, 0, None)],
)
def test_who_loses_more_by_waiting(own: Any, other: Any, loser: str | None) -> None:
    trends = {"no_deal/aland/per_month": own, "no_deal/borea/per_month": other}
    assert found(trends, worlds=100).no_summit.loses_more_by_waiting == loser


def test_the_price_of_the_meeting_is_that_of_its_level_where_it_has_one() -> None:
    def prices(changes: dict[str, Any]) -> tuple[float | None, float | None]:
        row = found(changes).meeting
        own, other = row.price_own, row.price_counterpart
        return own.mean if own else None, other.mean if other else None

    assert prices({}) == (5, -5)
    assert prices({"meeting/levels/leaders/price": {"aland": 3}}) == (3, -5)
    assert prices({"meeting/levels/leaders/price": {"aland": 3, "borea": -1}}) == (3, -1)
    assert prices({"meeting/levels/leaders/price": {"aland": 3}, "seat": "counterpart"}) == (-5, 3)
    assert prices({"meeting/price": {"borea": -5}}) == (None, -5)


def test_the_plan_shown_is_the_one_within_the_gate_where_it_bites() -> None:
    free, held = found({}).plan, found(CLOSED).plan
    assert free is not None
    assert held is not None
    assert (free.within_gate, held.within_gate) == (False, True)
    assert free.value == pytest.approx(35.19725, abs=1e-9)
    assert held.value == pytest.approx(34.8, abs=1e-9)
    assert {end.action for end in held.tree.outcomes.values()} == {"forgo"}
    assert action({}, "hold").within_gate is None


def test_an_action_without_a_value_says_why() -> None:
    vote = {"preparation": {"vote": {"decides": "mandate", "cost": "unknown", "days": 0}}}
    assert str(action(vote, "hold").why) == "unknown: preparation.vote.cost"
    assert str(action({"preparation": DELETE}, "hold").why) == "no step of preparation is described"
    assert str(action({}, "step_down").why) == "no lower level is described"
    loss = {"meeting/levels/leaders/collapse/loss": "unknown"}
    assert str(action(loss, "fix").why) == "unknown: meeting.levels.leaders.collapse.loss"
    assert found(loss).unknowns.blocking == ("meeting.levels.leaders.collapse.loss",)


def test_levels_and_steps_are_shown_as_stated() -> None:
    steps = {
        "preparation/vote": {
            "decides": "mandate",
            "cost": 1,
            "days": 2,
            "reach": "3%",
            "collapse": "-4%",
            "fails": "6%",
            "needs": ["sounding"],
        },
        "preparation/tell": {"aligns": "cyrene", "cost": 1, "days": 2, "tolerance": 5},
        "parties/cyrene": {"role": "partner"},
        "meeting/levels/leaders/price": {"aland": 4, "borea": -8},
    }
    assessment = found(steps)
    rows = {row.step: row for row in assessment.preparation}
    vote = rows["vote"]
    stated = (vote.cost, vote.days, vote.reach, vote.collapse, vote.fails)
    assert [v.mean for v in stated if v is not None] == [1, 2, 0.03, -0.04, 0.06]
    assert (vote.needs, vote.meets, vote.evsi, vote.tolerance) == (("sounding",), ("mandate.approved",), None, None)
    assert rows["tell"].tolerance is not None
    assert rows["tell"].tolerance.mean == 5
    # One point cheaper than in the worked example, with the chance of a forthcoming answer: 0.39725 + 0.395.
    assert rows["sounding"].evsi == pytest.approx(0.79225, abs=1e-9)
    (level,) = assessment.levels
    parts = (level.reach, level.collapse_chance, level.collapse_loss, level.price_own, level.price_counterpart)
    assert [v.mean for v in parts if v is not None] == [0.6, 0.2, 15, 4, -8]


def test_the_plan_is_shown_past_a_step_that_starts_a_move() -> None:
    """Whoever waits for the sounding to start the pressure starts it later: the tree goes on from where it was started."""
    plan = found(
        {
            "preparation/start": {"shapes": ["pressure"], "cost": 0.1, "days": 5, "needs": ["sounding"]},
            "moves/pressure/days_to_bite": 5,
        }
    ).plan
    assert plan is not None
    assert plan.tree.step == "sounding"
    started = plan.tree.outcomes["forthcoming"]
    assert started.step == "start"
    assert (started.outcomes["done"].action, started.outcomes["done"].moves) == ("fix", ("pressure",))
    # The start costs 0.1 with the chance of a forthcoming answer, 0.395.
    assert plan.value == pytest.approx(35.19725 - 0.0395, abs=1e-9)


def test_the_prices_of_a_level_are_those_of_the_seat() -> None:
    """Seen from the other side, its own price is what the case calls the counterpart's."""
    price = {"meeting/levels/leaders/price": {"aland": 3, "borea": -1}}
    for seat, ours, theirs in (("own", 3, -1), ("counterpart", -1, 3)):
        assessment = found({**price, "seat": seat})
        (level,) = assessment.levels
        for row in (level, assessment.meeting):
            assert row.price_own is not None
            assert row.price_counterpart is not None
            assert (row.price_own.mean, row.price_counterpart.mean) == (ours, theirs)
