# SPDX-License-Identifier: Apache-2.0
"""What packages bring, which are ruled out, and how far down no-deal values can fall; values by hand."""

import json
from typing import Any

import numpy as np
import pytest

from assess.layouts import A_POINT_A_DAY, at, laid_out, moves_set, package
from assess.variations import assessed, changed, worked_example
from pourparler.assess.prospects import Layout
from pourparler.briefing.as_json import as_json
from pourparler.engines.bargaining import admissible_packages, enumerate_packages

FUEL = {"kind": "cooperative", "cost": 1}


def left_over(staging: dict[str, Any], fleet: str, money: str) -> float:
    """Return what a broken package leaves us with beside our no-deal value; the same for both types."""
    layout = laid_out(changed(worked_example(), {"staging": staging}))
    quantity, place = layout.table.consequences.left_over, package(layout, fleet=fleet, money=money)
    settle, stall = (at(quantity, place, kind) for kind in (0, 1))
    assert settle == stall
    return settle


def test_gives_stay_lost_as_far_as_we_cannot_take_them_back_and_gets_stay_ours_as_far_as_they_cannot() -> None:
    """A halved fleet is a get of 42, of which they take back 60 %; a grant a give of 30, of which we take back 25 %."""
    terms = {"reversible": {"by_us": "25%", "by_them": "60%"}}
    both = {"fleet": terms, "money": terms}
    assert left_over(both, "halved", "none") == pytest.approx(0.4 * 42)
    assert left_over(both, "unchanged", "grant") == pytest.approx(-0.75 * 30)
    assert left_over(both, "halved", "grant") == pytest.approx(0.4 * 42 - 0.75 * 30)
    assert left_over(both, "unchanged", "none") == 0


def test_what_is_stated_of_an_option_goes_before_what_is_stated_of_its_issue() -> None:
    staging = {
        "money": {"reversible": {"by_us": 0, "by_them": 1}, "shifts_after": {"aland": -6}},
        "money.credit": {"reversible": {"by_us": "50%", "by_them": 1}, "shifts_after": {"aland": -1}},
    }
    assert left_over(staging, "unchanged", "credit") == pytest.approx(-0.5 * 12 - 1)
    assert left_over(staging, "unchanged", "grant") == pytest.approx(-30 - 6)


def test_after_a_breach_our_no_deal_value_has_shifted_too_and_theirs_is_theirs() -> None:
    halved = {"fleet.halved": {"shifts_after": {"aland": -4, "borea": 7}}}
    assert left_over(halved, "halved", "none") == -4
    assert left_over(halved, "withdrawn", "none") == 0


def test_what_is_stated_of_an_issue_holds_of_every_change_and_not_of_what_is_in_force() -> None:
    layout = laid_out(changed(worked_example(), {"staging/fleet": {"shifts_after": {"borea": 5}}}))
    theirs = layout.table.consequences.shifts[1]
    shifts = {f: int(at(theirs, package(layout, fleet=f, money="none"))) for f in ("unchanged", "halved", "withdrawn")}
    assert shifts == {"unchanged": 0, "halved": 5_000_000, "withdrawn": 5_000_000}
    stated = laid_out(changed(worked_example(), {"staging/fleet.unchanged": {"shifts_after": {"borea": 5}}}))
    assert at(stated.table.consequences.shifts[1], package(stated, fleet="unchanged", money="none")) == 5_000_000


def admissible(changes: dict[str, Any]) -> set[tuple[str, str]]:
    layout = laid_out(changed(worked_example(), changes))
    template = layout.table.template
    every = enumerate_packages(template.counts)
    names = [template.names(int(p)) for p in np.flatnonzero(admissible_packages(every, layout.table.barred))]
    return {(n["fleet"], n["money"]) for n in names}


def test_exclusions_and_our_own_red_lines_bar_packages() -> None:
    assert len(admissible({})) == 9
    out = {"exclude": [{"fleet": "halved", "money": "grant"}]}
    assert admissible({}) - admissible(out) == {("halved", "grant")}
    line = {"mandate": {"red_lines": ["money.grant"]}}
    assert admissible({}) - admissible(line) == {(f, "grant") for f in ("unchanged", "halved", "withdrawn")}
    assert assessed(changed(worked_example(), {**out, **line})).bargaining.packages == 6


def test_an_implication_is_the_exclusions_that_it_comes_to() -> None:
    implied = {"implies": [{"when": {"fleet": "unchanged"}, "then": {"money": ["none", "credit"]}}]}
    excluded = {"exclude": [{"fleet": "unchanged", "money": "grant"}]}
    assert admissible({}) - admissible(implied) == {("unchanged", "grant")} == admissible({}) - admissible(excluded)
    one = {"implies": [{"when": {"money": "none"}, "then": {"fleet": "unchanged"}}]}
    assert admissible({}) - admissible(one) == {("halved", "none"), ("withdrawn", "none")}
    values = [as_json(assessed(changed(worked_example(), c), worlds=20)) for c in (implied, excluded)]
    told = [json.loads(text) for text in values]
    for out in told:
        del out["as_written"]
    assert told[0] == told[1]


def test_a_floor_itself_will_do() -> None:
    goals = {"mandate": {"goals": [{"issue": "fleet", "floor": "halved"}, {"issue": "money", "floor": "credit"}]}}
    layout = laid_out(changed(worked_example(), goals))
    template = layout.table.template
    left = [
        [option for option, ok in zip(options, allowed[0, 0], strict=True) if ok]
        for options, allowed in zip(template.options, layout.table.above_floors, strict=True)
    ]
    assert dict(zip(template.issues, left, strict=True)) == {"fleet": ["halved", "withdrawn"], "money": ["credit", "none"]}


def packages_on_frontier(layout: Layout, decided: bool, *moves: str) -> set[int]:
    changing = layout.table.changing(layout.moves, moves_set(layout, *moves))
    return set(layout.table.frontier(changing, decided).package_at.tolist())


def test_the_frontier_is_another_with_a_mandate_and_under_moves_that_improve_it() -> None:
    """Asked in turn of one table. A grant improved by 50 for them beats what it did not beat before."""
    improves = {"issue": "money", "party": "borea", "by": 50}
    data = changed(
        worked_example(),
        {
            "mandate": {"goals": [{"issue": "fleet", "floor": "withdrawn"}]},
            "moves/fuel": {**FUEL, "improves": improves},
        },
    )
    layout = laid_out(data)
    withdrawn = {package(layout, fleet="withdrawn", money=m) for m in ("none", "credit", "grant")}
    free = packages_on_frontier(layout, False)
    bound = packages_on_frontier(layout, True)
    assert bound <= withdrawn
    assert not free <= withdrawn
    sets: tuple[tuple[str, ...], ...] = ((), ("fuel",), ("pressure",))
    for decided in (False, True):
        for moves in sets:
            assert packages_on_frontier(layout, decided, *moves) == packages_on_frontier(laid_out(data), decided, *moves)
    grant = package(layout, fleet="withdrawn", money="grant")
    worth: dict[tuple[str, ...], int] = {(): 60, ("pressure",): 60, ("fuel",): 110, ("fuel", "pressure"): 110}
    for moves, theirs in worth.items():
        frontier = layout.table.frontier(layout.table.changing(layout.moves, moves_set(layout, *moves)), False)
        settle = layout.types.hypotheses[0].index("settle")
        (entry,) = np.flatnonzero(
            (frontier.package_at == grant) & (frontier.cells_of(np.arange(len(frontier.own_at))) == settle)
        )
        assert frontier.other_at[entry] == theirs * 1_000_000


@pytest.mark.parametrize(("party", "place"), [("aland", 0), ("borea", 1)])
def test_a_move_improves_every_option_but_the_one_in_force_for_its_party(party: str, place: int) -> None:
    fuel = {**FUEL, "improves": {"issue": "money", "party": party, "by": 6}}
    layout = laid_out(changed(worked_example(), {"moves/fuel": fuel}))
    improved = layout.table.improvements
    assert list(improved) == [layout.moves.names.index("fuel")]
    (change,) = improved.values()
    assert (change.party, layout.table.template.issues[change.issue]) == (party, "money")
    for money, points in (("none", 0), ("credit", 6), ("grant", 6)):
        assert change.added[0, 0, layout.table.template.options[change.issue].index(money)] == points * 1_000_000


def floors(changes: dict[str, Any]) -> tuple[float, float]:
    table = laid_out(changed(worked_example(), {"preparation/sounding/days": 2, "meeting/lead_days": 3, **changes})).table
    (own,), (other,) = table.floors()
    assert own.tolist() == [own[0]] * 2
    assert other.tolist() == [other[0]] * 2
    # A step of the grid lower, since sums of floats depend on their order.
    return (own[0] + 1) / 1e6, (other[0] + 1) / 1e6


FALLING, RISING = {"per_month": -A_POINT_A_DAY}, {"per_month": A_POINT_A_DAY}
TWIN = {"moves/fuel": {**FUEL, "shifts": {"aland": 3, "borea": 4}}}


def test_no_deal_values_can_fall_as_far_as_days_moves_and_stages_take_them() -> None:
    """Two days of preparation, three of lead and a week's delay are 12. Pressure takes 1 of ours and 10 of theirs."""
    assert floors({}) == (34, 48)
    assert floors(TWIN) == (34, 48)
    assert floors({"no_deal/aland": {"value": 35, **FALLING}}) == (34 - 12, 48)
    assert floors({"no_deal/borea": {"value": 58, **FALLING}}) == (34, 48 - 12)
    assert floors({"no_deal/aland": {"value": 35, **RISING}, "no_deal/borea": {"value": 58, **RISING}}) == (34, 48)


def ceilings(changes: dict[str, Any]) -> tuple[float, float]:
    table = laid_out(changed(worked_example(), {"preparation/sounding/days": 2, "meeting/lead_days": 3, **changes})).table
    own, other = (ends[0, 0] - 1 for ends in table.highest)
    return own / 1e6, other / 1e6


def test_no_deal_values_can_rise_as_far_as_days_and_moves_take_them() -> None:
    """Agreements are looked for only below; pressure raises nothing, and its twin 3 of ours and 4 of theirs."""
    assert ceilings({}) == (35, 58)
    assert ceilings(TWIN) == (38, 62)
    assert ceilings({"no_deal/aland": {"value": 35, **RISING}}) == (35 + 12, 58)
    assert ceilings({"no_deal/borea": {"value": 58, **RISING}}) == (35, 58 + 12)
    assert ceilings({"no_deal/aland": {"value": 35, **FALLING}, "no_deal/borea": {"value": 58, **FALLING}}) == (35, 58)


def test_no_deal_values_fall_with_the_stage_that_takes_most_and_do_not_rise_with_one_that_gives() -> None:
    mixed = {"fleet.halved": {"shifts_after": {"aland": -4, "borea": 2}}, "fleet.withdrawn": {"shifts_after": {"aland": 5}}}
    assert floors({"staging": mixed}) == (34 - 4, 48)
    raised = {f"fleet.{option}": {"shifts_after": {"aland": 2, "borea": 3}} for option in ("unchanged", "halved", "withdrawn")}
    assert floors({"staging": raised}) == (34, 48)
