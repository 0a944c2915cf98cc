# SPDX-License-Identifier: Apache-2.0
"""Plans, prices of the gate, break-evens, delay and the input that would settle most: by hand."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from assess.variations import DELETE, assessed, case_of, changed, value_of, worked_example
from pourparler.assess import Assessment
from pourparler.assess.assessment import BreakEvenRow
from pourparler.assess.readiness import settling_input
from pourparler.assess.worlds import Worlds

PRESS = ("pressure",)


def crossing(found: Assessment, hypothesis: str, moves: tuple[str, ...], against: str) -> BreakEvenRow:
    (row,) = [r for r in found.break_even if (r.hypothesis, r.moves, r.against) == (hypothesis, moves, against)]
    return row


def test_a_break_even_of_the_other_hypothesis_is_the_other_probability() -> None:
    found = assessed(worked_example())
    for against in ("forgo", "forgo_with_moves", "hold"):
        one, other = (crossing(found, hypothesis, PRESS, against).probability for hypothesis in ("settle", "stall"))
        assert one is not None
        assert other == pytest.approx(1 - one, abs=1e-9)


def test_fixing_is_held_against_sounding_them_out_first() -> None:
    """Fixing, pressed, loses what one would not do after an evasive answer and saves the cost of asking.

    That answer has 0.15 p and 0.85 (1 - p): 0.15 p (39.96 - 35) + 0.85 (1 - p)(23.94 - 35) + 0.2 = 0 at p = 9.201 / 10.145.
    Without pressure fixing is behind at both ends: 17.46 against 34.8, 29.67 against 39.76, where no straight line runs.
    """
    found = assessed(worked_example())
    assert crossing(found, "settle", PRESS, "hold").probability == pytest.approx(9.201 / 10.145, abs=1e-9)
    without = crossing(found, "settle", (), "hold")
    assert (without.probability, without.line_reaches) == (None, None)
    assert "behind at every probability" in str(without.why)


def test_holding_may_lose_by_a_likelier_hypothesis() -> None:
    """Ours is 15 if they settle, 35 if they stall. Fixing is then worth 19.87 or 17.46: halved and a grant in both.

    Settle: -5 + 0.6 * (0.85 * 42 + 0.15 * -15) + 0.4 * 12. Asking first is as good where what one would not do after an evasive
    answer costs 0.2: 0.15 p (19.87 - 15) + 0.85 (1 - p)(17.46 - 35) + 0.2 = 0.
    """
    found = assessed(changed(worked_example(), {"no_deal/aland/value": {"motive": {"settle": 15, "stall": 35}}}))
    assert crossing(found, "settle", (), "forgo").probability == pytest.approx(17.54 / 22.41, abs=1e-9)
    assert crossing(found, "settle", (), "hold").probability == pytest.approx(14.709 / 15.6395, abs=1e-9)


def test_fixing_is_held_against_the_best_way_to_step_down() -> None:
    """Ministers, pressed: -5.5 + 0.5 * 60.1 + 0.5 * 32 = 40.55 if they settle, else -5.5 + 0.5 * 33.4 + 16 = 27.2.

    Fixing, pressed, is behind by 0.59 and by 3.26: the line would cross only at 3.26 / 2.67.
    """
    level = {"reach": "50%", "collapse": {"chance": "10%", "loss": 20}, "price": {"aland": 2}}
    row = crossing(assessed(changed(worked_example(), {"meeting/levels/ministers": level})), "settle", PRESS, "step_down")
    assert row.probability is None
    assert row.line_reaches == pytest.approx(3.26 / 2.67, abs=1e-9)
    assert "step_down" not in {r.against for r in assessed(worked_example()).break_even}


def test_a_hypothesis_that_nobody_believes_keeps_its_break_even() -> None:
    found = assessed(changed(worked_example(), {"questions/motive/hypotheses": {"settle": 1, "stall": 0}}))
    assert crossing(found, "settle", PRESS, "forgo").probability == pytest.approx(11.06 / 16.02, abs=1e-9)


def test_fixing_on_conditions_pays_to_go_back_and_keeps_the_offer() -> None:
    """A fifth of the offers lapse in the day a sounding takes, unless the date is fixed; forgoing then costs 0.1.

    Fixed: 0.395 * 36.0057 + 0.605 * 34.9 - 0.2. Not fixed: 0.8 * 35.39725 + 0.2 * 35 - 0.2.
    """
    data = changed(
        worked_example(),
        {"meeting/window": {"lapses_per_day": "20%"}, "preparation/sounding/days": 1, "meeting/agreed": DELETE},
    )
    found = assessed(changed(data, {"meeting/reversal_cost": 0.1}))
    assert value_of(found, "fix_conditionally") == pytest.approx(35.13675, abs=1e-9)
    assert value_of(found, "hold") == pytest.approx(35.1178, abs=1e-9)
    assert "fix_conditionally" not in {row.action for row in assessed(worked_example()).actions}


def test_what_is_done_on_conditions_is_chosen_for_an_offer_that_stands() -> None:
    """Half of the offers lapse every day: to hold, ask quickly; once the date is fixed, ask slowly and learn for certain.

    For certain: 0.35 * 39.96 + 0.65 * 35 = 36.736. Quickly: 35.39725, both free of cost.
    """
    sure = {"reveals": "motive", "outcomes": {"yes": {"settle": 1, "stall": 0}, "no": "rest"}, "cost": 0, "days": 10}
    data = changed(
        worked_example(),
        {"meeting/window": {"lapses_per_day": "50%"}, "preparation/study": sure, "preparation/sounding/cost": 0},
    )
    found = assessed(data)
    assert value_of(found, "fix_conditionally") == pytest.approx(36.736, abs=1e-9)
    assert found.plan is not None
    assert found.plan.tree.step == "sounding"


GOOD = {"compliance/motive": {"settle": "100%", "stall": "100%"}, "preparation": DELETE}


def delay(changes: dict[str, Any]) -> float:
    row = assessed(changed(worked_example(), {**GOOD, **changes})).delay_per_week
    assert row is not None
    return row.mean


def test_a_week_costs_what_lapses_and_what_no_deal_values_lose() -> None:
    """Now fix, pressed: -8.5 + 0.6 * 63.5 + 0.4 * 31 = 42. After a week a trend of half a point a day leaves 40.6, the same
    agreements, and 31.5 if one forgoes; and the offer may have lapsed."""
    falling = {"no_deal/aland/per_month": -0.5 * 30.4375}
    lapsing = {"meeting/window": {"lapses_per_day": "10%"}}
    stays = 0.9**7
    assert delay({}) == pytest.approx(0)
    assert delay(falling) == pytest.approx(42 - 40.6, abs=1e-9)
    assert delay(lapsing) == pytest.approx((1 - stays) * (42 - 35), abs=1e-9)
    assert delay({**falling, **lapsing}) == pytest.approx(42 - stays * 40.6 - (1 - stays) * 31.5, abs=1e-9)


def test_only_conditions_of_fixing_the_date_hold_it() -> None:
    other = {"gate": {"steps": {"fix_date": [], "travel": ["mandate.approved"]}}}
    found = assessed(changed(worked_example(), {**GOOD, **other}))
    assert [(row.step, row.state, row.shadow_price) for row in found.gate] == [("travel", "not_met", None)]
    assert (found.verdict.action, found.verdict.conditions, found.gate_price) == ("fix", (), 0)


def test_a_condition_that_is_not_known_to_be_met_has_its_price() -> None:
    """The date is worth 42 and is held; to forgo is worth 35."""
    unknown = {"gate": {"steps": {"fix_date": ["cabinet.ready"]}, "attested": {"cabinet.ready": {"state": "unknown"}}}}
    (row,) = assessed(changed(worked_example(), {**GOOD, **unknown})).gate
    assert row.state == "unknown"
    assert row.shadow_price == pytest.approx(7)


def test_of_two_conditions_each_alone_is_worth_nothing_while_the_other_holds() -> None:
    gate = {"gate/steps/fix_date": ["mandate.approved", "day_after.plan"]}
    found = assessed(changed(worked_example(), {**GOOD, **gate}))
    assert [row.shadow_price for row in found.gate] == [0, 0]
    assert found.gate_price == pytest.approx(7)


def test_the_gate_costs_what_the_plan_would_have_won_beyond_forgoing() -> None:
    """Held, the sounding can only end in forgoing; free, the plan is 0.19725 ahead of forgoing at once."""
    found = assessed(changed(worked_example(), {"gate/steps/fix_date": ["mandate.approved"]}))
    assert found.gate_price == pytest.approx(0.19725, abs=1e-9)
    (row,) = [row for row in found.actions if row.action == "hold"]
    assert row.value is not None
    assert row.within_gate is not None
    assert row.value.mean == pytest.approx(35.19725, abs=1e-9)
    assert row.within_gate.mean == pytest.approx(34.8, abs=1e-9)


def worlds_with(**inputs: Sequence[float]) -> Worlds:
    worlds = Worlds(case_of(worked_example()), 1, 10)
    worlds.inputs = {name: np.array(values, dtype=np.float64) for name, values in inputs.items()}
    return worlds


def test_the_input_that_settles_most_is_the_one_worth_most_to_know() -> None:
    """Ten worlds. The second action is ahead where `turns` is high; `moves` takes the first far apart from the third alone."""
    turns = [0, 9, 1, 8, 2, 7, 3, 6, 4, 5]
    moves = list(range(10))
    first = np.zeros(10)
    second = np.where(np.array(turns) > 4, 1.0, -1.1)
    third = -10.0 - 5 * np.array(moves)
    worlds = worlds_with(moves=moves, turns=turns)
    assert settling_input(worlds, [first, third, second]) == "turns"


def test_where_nothing_changes_the_choice_it_is_the_input_that_moves_the_first_difference_most() -> None:
    idle = [5, 0, 9, 1, 8, 2, 7, 3, 6, 4]
    worlds = worlds_with(idle=idle, wide=list(range(10)))
    assert settling_input(worlds, [np.linspace(1, 10, 10), np.zeros(10)]) == "wide"
