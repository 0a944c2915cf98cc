# SPDX-License-Identifier: Apache-2.0
"""What sets of moves cost and do: by hand."""

import pytest

from assess.layouts import laid_out, moves_set
from assess.variations import changed, worked_example

FUEL = {"kind": "cooperative", "cost": 1, "shifts": {"borea": 4}, "escalation": {"chance": "20%", "loss": 10}}


def test_costs_and_shifts_of_a_set_add_up() -> None:
    """Pressure costs 2 + 0.1 * 15, fuel 1 + 0.2 * 10; they take 10 of theirs and give 4."""
    layout = laid_out(changed(worked_example(), {"moves/fuel": FUEL}))
    both = moves_set(layout, "fuel", "pressure")
    assert layout.moves.cost[0, both] == pytest.approx(6.5)
    outlook = layout.outlook(layout.start())
    assert outlook.own_no_deal[0, :, both].tolist() == [34, 34]
    assert outlook.other_no_deal[0, :, both].tolist() == [52, 52]


def test_a_set_is_unusable_if_one_of_its_moves_cannot_be_valued() -> None:
    layout = laid_out(changed(worked_example(), {"moves/fuel": FUEL, "moves/pressure/cost": "unknown"}))
    usable = {layout.moves.named(s) for s, ok in enumerate(layout.moves.usable()) if ok}
    assert usable == {(), ("fuel",)}


def test_an_answer_is_expected_with_its_chance_on_both_sides() -> None:
    answer = {"chance": "50%", "shifts": {"aland": -4, "borea": 6}}
    layout = laid_out(changed(worked_example(), {"moves/pressure/retaliation": answer}))
    outlook = layout.outlook(layout.start())
    pressed = moves_set(layout, "pressure")
    assert outlook.own_no_deal[0, :, pressed].tolist() == [35 - 1 - 2] * 2
    assert outlook.other_no_deal[0, :, pressed].tolist() == [58 - 10 + 3] * 2
