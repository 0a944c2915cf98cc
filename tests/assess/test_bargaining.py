# SPDX-License-Identifier: Apache-2.0
"""Rows of the table: shares of agreements, values where there is one, moves and what they wait for; by hand."""

from typing import Any

import pytest

from assess.layouts import at, laid_out, package
from assess.variations import assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.assessment import AgreementRow, MovesRow

FUEL = {"kind": "cooperative", "cost": 1, "escalation": {"chance": "10%", "loss": 5}}
#: Ours is 75 and theirs 28: withdrawn and credit (88 and 30) if they settle; nothing if they stall.
NARROW = {"no_deal/aland/value": 75, "no_deal/borea/value": 28}


def found(changes: dict[str, Any]) -> Assessment:
    return assessed(changed(worked_example(), changes))


def moves_row(assessment: Assessment, *moves: str) -> MovesRow:
    (row,) = [row for row in assessment.moves if row.moves == moves]
    return row


def means(row: AgreementRow | None) -> tuple[float, float]:
    assert row is not None
    return row.values["own"].mean, row.values["counterpart"].mean


def test_the_likeliest_agreement_has_its_share_of_belief() -> None:
    """Pressed, halved and credit if they stall, 65 %, else withdrawn and grant: 0.65 * 60 + 0.35 * 70, 0.65 * 58.5 + 21."""
    row = moves_row(found({}), "pressure").agreement
    assert row is not None
    assert row.package == {"fleet": "halved", "money": "credit"}
    assert row.share == pytest.approx(0.65)
    assert means(row) == pytest.approx((63.5, 59.025))


def test_shares_and_values_are_of_agreements_and_the_zone_is_of_all() -> None:
    table = found(NARROW).bargaining
    assert table.zone_probability == pytest.approx(0.35)
    assert table.agreement is not None
    assert (table.agreement.package, table.agreement.share) == ({"fleet": "withdrawn", "money": "credit"}, 1)
    assert means(table.agreement) == pytest.approx((88, 30))
    shares = {(row.issue, row.option): row.share for row in table.options}
    assert (shares["fleet", "withdrawn"], shares["money", "credit"], shares["fleet", "halved"]) == (1, 1, 0)


def test_what_an_option_adds_is_on_the_scale_of_each() -> None:
    """A halved fleet: 60 % of our 70; 60 % of their 40 if they settle, else of 85."""
    (row,) = [row for row in found({}).bargaining.options if row.option == "halved"]
    assert (row.own.mean, row.counterpart.mean) == pytest.approx((42, 0.35 * 24 + 0.65 * 51))


def test_the_frontier_counts_points_within_reach_by_type() -> None:
    """From 34 and 48 up: 70/60 and 42/84 if they settle; 72/51, 60/58.5 and 42/66 if they stall."""
    assert found({}).bargaining.frontier_points == 2.5


def test_every_type_has_its_own_benchmark() -> None:
    settle, stall = found(NARROW).bargaining.by_type
    assert (settle["type"], settle["zone_probability"]) == ({"motive": "settle"}, 1)
    assert (stall["type"], stall["zone_probability"], stall["agreement"]) == ({"motive": "stall"}, 0, None)


def test_a_set_bites_once_all_of_it_does() -> None:
    late = found({"moves/fuel": FUEL, "moves/pressure/days_to_bite": 5})
    bites = {row.moves: row.bites for row in late.moves}
    assert bites == {(): 1, ("fuel",): 1, ("pressure",): 0, ("fuel", "pressure"): 0}


def test_a_set_waits_for_those_who_have_not_been_told() -> None:
    needs = {
        "parties/cyrene": {"role": "partner"},
        "parties/delos": {"role": "partner"},
        "moves/pressure/needs": ["cyrene", "delos"],
        "consultation": [{"party": "delos", "told": "all", "level": "full", "on": "2031-03-10"}],
    }
    assert str(moves_row(found(needs), "pressure").why) == "needs cyrene to be consulted first"


def test_no_deal_values_under_a_move_are_those_that_are_believed() -> None:
    """Pressure takes 20 of theirs if they settle, and 4 if they stall: 58 - 7 - 2.6."""
    split = {"moves/pressure/shifts": {"borea": {"motive": {"settle": -20, "stall": -4}}, "aland": -1}}
    row = moves_row(found(split), "pressure")
    assert row.own_no_deal is not None
    assert row.counterpart_no_deal is not None
    assert (row.own_no_deal.mean, row.counterpart_no_deal.mean) == pytest.approx((34, 48.4))


def test_every_move_has_its_own_cost() -> None:
    costs = {row.move: row.cost_with_escalation for row in found({"moves/fuel": FUEL}).move_list}
    assert {name: cost.mean for name, cost in costs.items() if cost is not None} == {"fuel": 1.5, "pressure": 3.5}


def test_values_are_restated_by_hypothesis_where_the_case_does_so() -> None:
    """Weights and the scores of money are stated in general too; those under a hypothesis go before them."""
    under = {
        "settle": {"weights": {"fleet": 40, "money": 60}, "scores": {"money": {"none": 10, "credit": 50, "grant": 90}}},
        "stall": {"scores": {"fleet": {"unchanged": 80, "halved": 40, "withdrawn": 0}}},
    }
    layout = laid_out(
        changed(worked_example(), {"values/borea/weights": {"fleet": 50, "money": 50}, "values/borea/under/motive": under})
    )
    halved = package(layout, fleet="halved", money="grant")
    values = layout.table.other.on_grid()
    by_type = [at(values, halved, int(kind)) / 1e6 for kind in layout.table.other.variant]
    assert by_type == pytest.approx([0.4 * 60 + 0.6 * 90, 0.5 * 40 + 0.5 * 100])
