# SPDX-License-Identifier: Apache-2.0
"""What a meeting can lead to: who opposes, when moves bite, which can be had, what agreements bring; values by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assess.layouts import A_POINT_A_DAY, at, laid_out, moves_set, package
from assess.variations import assessed, changed, value_of, worked_example
from pourparler.assess import Assessment
from pourparler.assess.prospects import Layout, Situation
from pourparler.assess.worlds import Missing


def fix(found: Assessment, *moves: str) -> float:
    (row,) = [row for row in found.choices if row.action == "fix" and row.moves == moves]
    return row.value.mean


OPPOSED = {"parties/cyrene": {"role": "partner", "opposition": {"reach": 0}}, "red_lines": {"cyrene": ["fleet.halved"]}}


@pytest.mark.parametrize(("change", "value"), [("-90%", 27), ("90%", 18.2225)])
def test_the_chance_of_agreement_stays_a_chance_whatever_opposition_changes(change: str, value: float) -> None:
    """The reach of 0.6 falls to 0, not below: -5 + 32. It rises to 1, not above: -5 + 23.2225."""
    found = assessed(changed(worked_example(), {**OPPOSED, "parties/cyrene/opposition/reach": change}))
    assert fix(found) == pytest.approx(value, abs=1e-9)


def test_opposition_of_several_parties_adds_up() -> None:
    """A reach of 0.6 - 0.2 - 0.3: -5 + 0.1 * 23.2225 + 0.9 * 32."""
    both = {
        **OPPOSED,
        "parties/cyrene/opposition/reach": "-20%",
        "parties/delos": {"role": "rival", "opposition": {"reach": "-30%"}},
        "red_lines": {"cyrene": ["fleet.halved"], "delos": ["money.grant"]},
    }
    assert fix(assessed(changed(worked_example(), both))) == pytest.approx(26.12225, abs=1e-9)


def opposes(layout: Layout, situation: Situation, index: int) -> bool:
    """Whether Cyrene opposes a package, by its stance where it is asked and by what meeting takes into account."""
    return bool(layout.stands("cyrene", np.array([[[index]]]), situation)[1][0, 0, 0])


def affected(effect: float = -3, tolerance: float = 2) -> dict[str, Any]:
    """Cyrene loses by a halved fleet."""
    return changed(
        worked_example(),
        {
            "parties/cyrene": {"role": "partner", "tolerance": tolerance},
            "effects": {"fleet.halved": {"cyrene": effect}},
            "worth_to_us": {"cyrene": 1},
        },
    )


@pytest.mark.parametrize(("shift", "opposed"), [(0, True), (0.5, True), (1, False), (-1, True)])
def test_a_party_opposes_what_costs_it_more_than_its_tolerance_as_changed(shift: float, opposed: bool) -> None:
    """A loss of 3 against a tolerance of 2 and what preparation has changed of it."""
    layout = laid_out(affected())
    situation = replace(layout.start(), tolerance={"cyrene": np.array([shift])})
    halved = package(layout, fleet="halved", money="grant")
    assert opposes(layout, situation, halved) == opposed


def test_a_tolerance_never_falls_below_nothing() -> None:
    """A tolerance of 2, lowered by 5: what costs the party nothing is still not opposed."""
    layout = laid_out(affected())
    situation = replace(layout.start(), tolerance={"cyrene": np.array([-5.0])})
    assert not opposes(layout, situation, package(layout, fleet="unchanged", money="grant"))
    assert opposes(layout, situation, package(layout, fleet="halved", money="grant"))


def test_every_red_line_of_a_party_counts() -> None:
    lines = {"parties/cyrene": {"role": "partner"}, "red_lines": {"cyrene": ["fleet.unchanged", "fleet.halved"]}}
    layout = laid_out(changed(worked_example(), lines))
    against = [
        opposes(layout, layout.start(), package(layout, fleet=f, money="none")) for f in ("unchanged", "halved", "withdrawn")
    ]
    assert against == [True, True, False]


def test_an_unknown_tolerance_blocks_meeting_only_if_opposition_would_count() -> None:
    blank = changed(affected(), {"parties/cyrene/tolerance": "unknown"})
    assert value_of(assessed(blank), "forgo") == pytest.approx(35)
    assert {row.action for row in assessed(blank).choices} == {"fix", "forgo"}
    counts = assessed(changed(blank, {"parties/cyrene/opposition": {"reach": "-10%"}}))
    assert {row.action for row in counts.choices} == {"forgo"}
    assert counts.unknowns.blocking == ("parties.cyrene.tolerance",)


def test_no_deal_values_are_those_of_the_day_of_the_meeting() -> None:
    """Ours falls and theirs rises by a point a day: four days of preparation and three of lead."""
    trends = {
        "no_deal/aland/per_month": -A_POINT_A_DAY,
        "no_deal/borea/per_month": 2 * A_POINT_A_DAY,
        "meeting/lead_days": 3,
    }
    layout = laid_out(changed(worked_example(), trends))
    now = layout.outlook(layout.start())
    assert now.own_no_deal[0, :, 0] == pytest.approx([32, 32])
    assert now.other_no_deal[0, :, 0] == pytest.approx([64, 64])
    later = layout.outlook(replace(layout.start(), days=np.array([4.0])))
    assert later.own_no_deal[0, :, 0] == pytest.approx([28, 28])
    assert later.other_no_deal[0, :, 0] == pytest.approx([72, 72])


@pytest.mark.parametrize(("days", "bites"), [(2.5, 0), (3, 1), (4, 1)])
def test_a_move_bites_by_its_days_under_way_and_the_lead(days: float, bites: float) -> None:
    """It takes five days; two pass between the date's being fixed and the meeting."""
    layout = laid_out(changed(worked_example(), {"moves/pressure/days_to_bite": 5, "meeting/lead_days": 2}))
    situation = replace(layout.start(), under_way={"pressure": np.array([float(days)])})
    assert layout.timing(situation).bites_under(0).tolist() == [[bites]]
    assert layout.outlook(situation).own_no_deal[0, 0].tolist() == [35, 35 - bites]


def test_a_move_under_way_is_part_of_every_set_and_needs_nobody_any_more() -> None:
    needs = {"parties/cyrene": {"role": "partner"}, "moves/pressure/needs": ["cyrene"], "moves/fuel": {"kind": "cooperative"}}
    layout = laid_out(changed(worked_example(), {**needs, "moves/fuel/cost": 1}))
    assert not layout.available(layout.start())[moves_set(layout, "pressure")]
    situation = replace(layout.start(), under_way={"pressure": np.zeros(1)})
    sets = [layout.moves.named(int(s)) for s in np.flatnonzero(layout.available(situation))]
    assert sorted(sets) == [("fuel", "pressure"), ("pressure",)]


def test_a_move_needs_every_partner_that_it_names() -> None:
    needs = {
        "parties/cyrene": {"role": "partner"},
        "parties/delos": {"role": "rival"},
        "moves/pressure/needs": ["cyrene", "delos"],
    }
    layout = laid_out(changed(worked_example(), needs))
    pressed = moves_set(layout, "pressure")
    for told, can in (((), False), (("cyrene",), False), (("cyrene", "delos"), True)):
        assert layout.available(replace(layout.start(), consulted=frozenset(told)))[pressed] == can


@pytest.mark.parametrize(
    ("approved", "holds"),
    [
        ({"by": "cabinet", "on": "2031-03-14"}, True),
        ({"by": "cabinet", "on": "2031-03-15"}, False),
        ({"on": "2031-03-14"}, False),
        ({"by": "cabinet"}, False),
    ],
)
def test_a_mandate_is_in_force_from_the_day_somebody_approves_it(approved: dict[str, str], holds: bool) -> None:
    goals = [{"issue": "fleet", "approved": approved}]
    assert laid_out(changed(worked_example(), {"mandate": {"goals": goals}})).start().decided == holds
    open_goal = [*goals, {"issue": "money"}]
    assert not laid_out(changed(worked_example(), {"mandate": {"goals": open_goal}})).start().decided


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"level": "outline", "on": "2031-03-14"}, True),
        ({"level": "outline", "on": "2031-03-15"}, False),
        ({"level": "none", "on": "2031-03-14"}, False),
        ({"on": "2031-03-14"}, False),
        ({"level": "full"}, False),
    ],
)
def test_a_party_has_been_told_from_the_day_of_an_entry_with_a_level(entry: dict[str, str], told: bool) -> None:
    ledger = {"parties/cyrene": {"role": "partner"}, "consultation": [{"party": "cyrene", **entry}]}
    assert laid_out(changed(worked_example(), ledger)).start().consulted == ({"cyrene"} if told else set())


def test_effects_on_others_count_in_our_points_and_with_their_sign() -> None:
    """A loss of 3 to Cyrene counts 3 against us, with the chance of agreement: 21.7335 - 0.6 * 3."""
    assert fix(assessed(affected(tolerance=9))) == pytest.approx(19.9335, abs=1e-9)
    rival = changed(affected(tolerance=9), {"worth_to_us/cyrene": -0.5})
    assert fix(assessed(rival)) == pytest.approx(22.6335, abs=1e-9)


def test_effects_of_several_options_on_one_party_add_up() -> None:
    """Halved and grant, -3 and 1: 21.7335 - 0.6 * 2. Two parties: a gain of 2 to Delos counts 1 more, 0.6 * 1."""
    data = changed(affected(tolerance=9), {"effects/money.grant": {"cyrene": 1}})
    assert fix(assessed(data)) == pytest.approx(20.5335, abs=1e-9)
    more = {"parties/delos": {"role": "rival"}, "effects/money.grant/delos": 2, "worth_to_us/delos": 0.5}
    assert fix(assessed(changed(data, more))) == pytest.approx(21.1335, abs=1e-9)


def test_what_is_agreed_first_shifts_both_no_deal_values_of_what_follows() -> None:
    """Halved and a grant, worth 42 to us, raise our no-deal value by 4: nothing better for both is left; 46 is what follows.

    With a shift of 4 on their side instead, 42 stays what follows.
    """
    halved = {"staging/fleet.halved": {"shifts_after": {"aland": 4, "borea": -1}}, "later": {"weight": "25%"}}
    layout = laid_out(changed(worked_example(), halved))
    ours, theirs = layout.table.consequences.shifts
    for fleet, expected in (("halved", (4_000_000, -1_000_000)), ("withdrawn", (0, 0))):
        place = package(layout, fleet=fleet, money="none")
        assert (at(ours, place), at(theirs, place)) == expected
    assert layout.outlook(layout.start()).under(0).deal[0] == pytest.approx([0.75 * 42 + 0.25 * 46] * 2)
    other = laid_out(changed(worked_example(), {**halved, "staging/fleet.halved/shifts_after": {"borea": 4}}))
    assert other.outlook(other.start()).under(0).deal[0] == pytest.approx([42, 42])


TRENDS = {"no_deal/aland/per_month": 1, "no_deal/borea/per_month": 1, "moves/pressure/days_to_bite": 1}


@pytest.mark.parametrize("path", TRENDS)
def test_an_unknown_lead_blocks_whatever_any_trend_makes_of_it(path: str) -> None:
    data = changed(worked_example(), {"meeting/lead_days": "unknown"})
    assert not laid_out(data).time_matters()
    with pytest.raises(Missing, match=r"meeting\.lead_days"):
        laid_out(changed(data, {path: TRENDS[path]}))


def test_what_can_be_agreed_is_asked_anew_for_other_days_moves_and_mandates() -> None:
    """One layout is asked in turn; every answer is that of a layout that is asked for the first time."""
    goal = {"issue": "fleet", "target": "withdrawn", "floor": "withdrawn"}
    data = changed(
        worked_example(),
        {
            "mandate": {"goals": [goal]},
            "parties/cyrene": {"role": "partner"},
            "moves/pressure/needs": ["cyrene"],
            "moves/pressure/days_to_bite": 5,
            "no_deal/aland/per_month": -A_POINT_A_DAY,
        },
    )
    layout = laid_out(data)
    start = layout.start()
    told = replace(start, consulted=frozenset({"cyrene"}))
    situations = [
        start,
        replace(start, days=np.array([3.0])),
        told,
        replace(told, decided=True),
        replace(start, under_way={"pressure": np.zeros(1)}),
        replace(start, under_way={"pressure": np.full(1, 5.0)}),
    ]
    for situation in situations:
        one, fresh = layout.outlook(situation), laid_out(data).outlook(situation)
        assert one.available.tolist() == fresh.available.tolist()
        for part in ("own_no_deal", "other_no_deal"):
            assert getattr(one, part).tolist() == getattr(fresh, part).tolist(), part
        for had in np.flatnonzero(one.available):
            for part in ("zone", "opposed", "deal", "breach", "outside", "no_deal"):
                assert getattr(one.under(int(had)), part).tolist() == getattr(fresh.under(int(had)), part).tolist(), part


def test_a_move_is_read_as_it_will_be_once_it_bites() -> None:
    found = assessed(changed(worked_example(), {"moves/pressure/days_to_bite": 30}))
    (row,) = [row for row in found.moves if row.moves]
    assert row.own_no_deal is not None
    assert row.counterpart_no_deal is not None
    assert (row.own_no_deal.mean, row.counterpart_no_deal.mean, row.bites) == (34, 48, 0)
