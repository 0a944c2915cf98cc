# SPDX-License-Identifier: Apache-2.0
"""What sets of moves cost and do: by hand."""

from dataclasses import replace

import numpy as np
import pytest

from assess.layouts import A_POINT_A_DAY, laid_out, moves_set
from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment

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


def resting(**more: object) -> dict[str, object]:
    return {"kind": "suspension", "pauses_days": 10, "cost": 0, "escalation": {"chance": 0, "loss": 0}, **more}


def test_a_move_is_in_effect_from_when_it_bites_for_as_long_as_it_lasts() -> None:
    for lasts, bites in ((20, 1), (19, 0)):
        lead = {"meeting/lead_days": 30, "moves/pressure/days_to_bite": 10, "moves/pressure/lasts_days": lasts}
        layout = laid_out(changed(worked_example(), lead))
        pressed = moves_set(layout, "pressure")
        assert layout.timing(layout.start()).bites_under(pressed).tolist() == [[bites]]
        own, other = layout.no_deal_values(layout.start())
        assert (own[0, 0, pressed], other[0, 0, pressed]) == (35 - bites, 58 - 10 * bites)


def test_while_talks_rest_no_deal_values_drift_and_slow_moves_come_to_bite() -> None:
    """Ten days' rest after a lead of 30: ours falls by a point a day, and what bites after 35 days does so only then."""
    changes = {
        "meeting/lead_days": 30,
        "no_deal/aland/per_month": -A_POINT_A_DAY,
        "moves/pressure/days_to_bite": 35,
        "moves/rest": resting(shifts={"borea": 3}),
    }
    layout = laid_out(changed(worked_example(), changes))
    own, other = layout.no_deal_values(layout.start())
    sets = [moves_set(layout, *names) for names in ((), ("pressure",), ("rest",), ("pressure", "rest"))]
    assert own[0, 0, sets] == pytest.approx([5, 5, -5, -5 - 1])
    assert other[0, 0, sets] == pytest.approx([58, 58, 61, 61 - 10])


def test_what_is_left_of_a_rest_counts_once_it_has_begun() -> None:
    layout = laid_out(changed(worked_example(), {"moves/rest": resting()}))
    begun = replace(layout.start(), under_way={"rest": np.full(1, 4.0)})
    pause = layout.timing(begun).pause_under(moves_set(layout, "rest"))
    assert pause is not None and pause.tolist() == [6]
    over = replace(begun, under_way={"rest": np.full(1, 11.0)})
    assert layout.timing(over).pause_under(moves_set(layout, "rest")) is None


def test_an_offer_that_lapses_while_talks_rest_leaves_no_meeting() -> None:
    """With a chance of 10% a day the offer outlives a rest of one day in nine cases of ten."""
    data = changed(worked_example(), {"moves": {"rest": resting(pauses_days=1)}, "preparation": {}})
    stands, lapses = (assessed(changed(data, {"meeting/window": {"lapses_per_day": chance}})) for chance in (0, "10%"))

    def worth(found: Assessment, action: str) -> float:
        (row,) = [row for row in found.choices if row.action == action and row.moves == ("rest",)]
        return row.value.mean

    kept, forgone = worth(stands, "fix"), worth(stands, "forgo")
    assert worth(lapses, "fix") == pytest.approx(0.9 * kept + 0.1 * (forgone + 0))


#: A partner that loses 4 points of its own by pressure, which are worth 2 of ours, and can live with a loss of 5.
PARTNER = {
    "parties/cyrene": {"role": "partner", "tolerance": 5},
    "worth_to_us": {"cyrene": 0.5},
    "moves/pressure/effects": {"cyrene": -4},
    "moves/pressure/needs": ["cyrene"],
}


def test_what_a_move_costs_partners_is_counted_at_its_worth_to_us() -> None:
    layout = laid_out(changed(worked_example(), PARTNER))
    pressed = moves_set(layout, "pressure")
    assert layout.moves.outside[0, pressed] == -2
    assert layout.moves.cost[0, pressed] == pytest.approx(2 + 1.5 + 2)


@pytest.mark.parametrize(("tolerance", "joins"), [(5, True), (4, True), (3.9, False)])
def test_a_move_falls_away_where_a_partner_it_needs_loses_more_than_it_can_live_with(tolerance: float, joins: bool) -> None:
    told = {"consultation": [{"party": "cyrene", "told": "all", "level": "full", "on": "2031-03-09"}]}
    layout = laid_out(changed(worked_example(), {**PARTNER, **told, "parties/cyrene/tolerance": tolerance}))
    pressed = moves_set(layout, "pressure")
    assert layout.moves.joined.tolist() == [[joins]]
    outlook = layout.outlook(layout.start())
    assert outlook.available[pressed]
    assert (outlook.own_no_deal[0, 0, pressed], outlook.other_no_deal[0, 0, pressed]) == ((34, 48) if joins else (35, 58))
    assert layout.moves.cost[0, pressed] == pytest.approx(5.5 if joins else 0)


def test_a_partner_that_is_not_needed_decides_nothing() -> None:
    layout = laid_out(changed(worked_example(), {**PARTNER, "parties/cyrene/tolerance": 0, "moves/pressure/needs": []}))
    assert layout.moves.joined.all()


def test_how_likely_a_partner_joins_is_the_share_of_worlds_in_which_it_can_live_with_the_move() -> None:
    layout = laid_out(changed(worked_example(), {**PARTNER, "moves/pressure/effects": {"cyrene": "-8..-2"}}), worlds=400)
    assert layout.moves.joined.mean() == pytest.approx(0.5, abs=0.01)


def test_an_effect_that_is_worth_nobody_knows_what_leaves_the_move_unvalued() -> None:
    layout = laid_out(changed(worked_example(), {**PARTNER, "worth_to_us": {}}))
    assert layout.moves.missing == {"pressure": "worth_to_us.cyrene"}


def test_what_moves_do_to_partners_stands_among_who_gains_and_who_loses() -> None:
    found = assessed(changed(worked_example(), PARTNER))
    (row,) = [row for row in found.incidence if row.concession == "moves.pressure"]
    assert (row.party, row.effect.mean, row.rank) == ("cyrene", -4, 1)
    assert row.worth_to_us is not None and row.worth_to_us.mean == 0.5
