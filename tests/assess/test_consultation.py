# SPDX-License-Identifier: Apache-2.0
"""Consultation: the ledger, what telling each costs and brings, the calendar, whom to ask first; by hand and by comparison."""

import json
from typing import Any

import pytest

from assess.variations import DELETE, assessed, changed, value_of, worked_example
from pourparler.assess import Assessment
from pourparler.assess.consultation_rows import Consulted, TellingRow
from pourparler.briefing.as_json import as_plain

TELL: dict[str, Any] = {"aligns": "cyrene", "reach": "+10%", "cost": 3, "days": 5}
PARTNERS: dict[str, Any] = {
    "parties/cyrene": {"role": "partner", "tolerance": 2, "opposition": {"reach": "-20%"}},
    "parties/delos": {"role": "rival"},
    "effects": {"fleet.halved": {"cyrene": -3}},
    "worth_to_us": {"cyrene": 0},
    "gate/steps/fix_date": ["consultation.cyrene"],
    "preparation": {"tell_cyrene": TELL},
    # So likely to settle, and the deal kept, that fixing at once is best: what is asked first then costs something.
    "questions/motive/hypotheses": {"settle": "100%", "stall": "0%"},
    "meeting/levels/leaders/reach": "80%",
    "no_deal/aland/value": 20,
}


def found(changes: dict[str, Any] | None = None, worlds: int = 1) -> Assessment:
    return assessed(changed(worked_example(), {**PARTNERS, **(changes or {})}), worlds=worlds)


def telling(seen: Assessment, party: str) -> TellingRow:
    (row,) = [row for row in seen.consultation.parties if row.party == party]
    return row


def consulted(changes: dict[str, Any] | None = None, worlds: int = 1) -> Consulted:
    return found(changes, worlds).consultation


def within_gate(seen: Assessment) -> float:
    """Return what holding is worth by the plan that respects the gate."""
    (row,) = [row for row in seen.actions if row.action == "hold"]
    assert row.within_gate is not None
    return row.within_gate.mean


def test_telling_first_costs_what_the_gate_says_it_does() -> None:
    seen = found()
    (condition,) = [row for row in seen.gate if row.condition == "consultation.cyrene"]
    assert condition.shadow_price is not None and condition.shadow_price > 0
    assert telling(seen, "cyrene").price == condition.shadow_price
    # Without it one goes ahead at once; with it by way of the step, which costs 3 and brings some reach.
    assert condition.shadow_price == pytest.approx(value_of(seen, "fix") - within_gate(seen))


def test_the_price_is_the_same_where_the_gate_does_not_ask() -> None:
    asked, unasked = found(), found({"gate/steps/fix_date": []})
    assert telling(unasked, "cyrene").price == pytest.approx(telling(asked, "cyrene").price)
    assert telling(unasked, "cyrene").asked_before == ()
    assert telling(asked, "cyrene").asked_before == ("fix_date",)


def test_what_the_gate_asks_anyway_costs_nothing_beside_it_and_alone_it_does() -> None:
    """One step tells both: beside the other each costs nothing more; alone each costs what the step does. All others' is 0."""
    both = {"gate/steps/fix_date": ["consultation.cyrene", "consultation.delos"],
            "preparation/tell_cyrene": {**TELL, "meets": ["consultation.delos"]}}  # fmt: skip
    seen, one = found(both), found()
    for party in ("cyrene", "delos"):
        row = telling(seen, party)
        assert row.price == 0 and row.price_alone == pytest.approx(telling(one, "cyrene").price)
    assert telling(one, "cyrene").price_alone == telling(one, "cyrene").price
    told = found({"consultation": [{**LEDGER}]})
    assert (telling(told, "cyrene").price, telling(told, "cyrene").price_alone) == (None, None)
    blank = telling(found({"no_deal/aland/value": "unknown"}), "cyrene")
    assert (blank.price, blank.price_alone) == (None, None)


def test_no_price_where_no_plan_ever_tells() -> None:
    row = telling(found({"preparation/tell_cyrene": DELETE, "gate/steps/fix_date": []}), "cyrene")
    assert row.price is not None and row.price > 0, "then only what needs no date is left"
    assert row.step is None and row.worth is None and str(row.why) == "no step of preparation tells it"


def test_what_telling_is_worth_is_what_fixing_gains_by_it() -> None:
    """Reach +10 % as if the meeting had it already; and cyrene, told, tolerates the loss of 3 that it opposed before."""
    row = telling(found(), "cyrene")
    more = found({"meeting/levels/leaders/reach": "90%"})
    assert row.worth is not None and row.worth.mean == pytest.approx(value_of(more, "fix") - value_of(found(), "fix"))
    both = telling(found({"preparation/tell_cyrene/tolerance": 1}), "cyrene")
    calm = found({"meeting/levels/leaders/reach": "90%", "parties/cyrene/tolerance": 3})
    assert both.worth is not None and both.worth.mean == pytest.approx(value_of(calm, "fix") - value_of(found(), "fix"))
    assert both.worth.mean > row.worth.mean
    assert row.cost is not None and row.cost.mean == 3
    assert row.reach is not None and row.reach.mean == pytest.approx(0.1)


def test_what_telling_is_worth_counts_neither_its_days_nor_its_cost() -> None:
    drift = {"no_deal/aland/per_month": -6, "no_deal/borea/per_month": 3}
    quick, slow = (telling(found({**drift, "preparation/tell_cyrene/days": days}), "cyrene").worth for days in (0, 60))
    assert quick is not None and slow is not None and quick.mean == pytest.approx(slow.mean)
    later, now = (value_of(found({**drift, **more}), "fix") for more in ({"meeting/levels/leaders/reach": "90%"}, {}))
    assert quick.mean == pytest.approx(later - now), "as on the day of the case, not later"
    safer = telling(found({"preparation/tell_cyrene/collapse": "-10%"}), "cyrene").worth
    plain = found({"meeting/levels/leaders/reach": "90%", "meeting/levels/leaders/collapse/chance": "10%"})
    assert safer is not None and safer.mean == pytest.approx(value_of(plain, "fix") - value_of(found(), "fix"))


def test_a_move_that_needs_a_partner_is_part_of_what_telling_it_is_worth() -> None:
    needs = found({"moves/pressure/needs": ["cyrene"], "moves/pressure/shifts/aland": 10})
    free = found({"moves/pressure/shifts/aland": 10, "meeting/levels/leaders/reach": "90%"})
    row = telling(needs, "cyrene")
    assert row.worth is not None and row.worth.mean == pytest.approx(value_of(free, "fix") - value_of(needs, "fix"))
    assert row.worth.mean > (telling(found(), "cyrene").worth or row.worth).mean


LEDGER = {"party": "cyrene", "told": "all", "level": "full", "on": "2031-03-10"}


@pytest.mark.parametrize(
    ("entry", "missed"),
    [
        ({}, ["travel"]),
        ({"on": "2031-03-11"}, ["travel"]),
        ({"on": "2031-03-12"}, ["announce", "travel"]),
        ({"level": "none"}, ["announce", "fix_date", "travel"]),
        ({"on": DELETE}, ["announce", "fix_date", "travel"]),
        ({"on": "2031-03-15"}, ["announce", "fix_date", "travel"]),
    ],
)
def test_who_is_uninformed_before_which_step(entry: dict[str, Any], missed: list[str]) -> None:
    """The announcement was on 11 March; travel is past as well, on the 1st; fixing the date is to come."""
    told = {key: value for key, value in {**LEDGER, **entry}.items() if value is not DELETE}
    seen = consulted(
        {
            "consultation": [told],
            "meeting/steps": ["travel", "announce", "fix_date"],
            "meeting/window": {"planned": {"travel": "2031-03-01", "announce": "2031-03-11"}},
        }
    )
    (row,) = [row for row in seen.parties if row.party == "cyrene"]
    assert sorted(row.uninformed_before) == missed
    assert row.informed is ("fix_date" not in missed)
    assert (row.price is None) is row.informed


def test_a_step_that_is_planned_is_one_whether_or_not_the_meeting_names_it() -> None:
    seen = consulted({"meeting/window": {"lapses_per_day": 0, "planned": {"travel": "2031-05-01"}}})
    assert [row.uninformed_before for row in seen.parties] == [("fix_date", "travel")] * 2


def test_the_ledger_says_what_came_after_the_meeting_was_agreed() -> None:
    early, late, undated = {**LEDGER, "on": "2031-03-08"}, {**LEDGER, "level": "none"}, {"party": "delos"}
    rows = consulted({"consultation": [early, late, undated]}).ledger
    assert [(row.informs, row.after_agreed) for row in rows] == [(True, False), (False, True), (False, None)]
    again = consulted({"consultation": [late, undated, early]})
    assert again.parties == consulted({"consultation": [early, late, undated]}).parties, "the order of entries says nothing"


def test_an_empty_ledger_holds_the_gate_and_names_who_is_missing() -> None:
    seen = found({"gate/steps/fix_date": ["consultation.cyrene", "consultation.delos"]})
    assert {row.condition: row.state for row in seen.gate} == {
        "consultation.cyrene": "not_met",
        "consultation.delos": "not_met",
    }
    assert [row.party for row in seen.consultation.parties if row.uninformed_before] == ["cyrene", "delos"]
    assert [str(alarm.text) for alarm in seen.alarms if alarm.id == "uninformed"] == [
        "not informed, or not shown to be: cyrene, delos"
    ]


TWO_STEPS: dict[str, Any] = {
    "gate/steps/fix_date": ["consultation.cyrene", "consultation.delos"],
    "preparation": {
        "tell_cyrene": {**TELL, "cost": 1, "days": 4},
        "tell_delos": {"aligns": "delos", "reach": "+5%", "cost": 1, "days": 10, "needs": ["tell_cyrene"]},
    },
}


def test_the_calendar_follows_the_plan_and_counts_from_the_day_of_the_case() -> None:
    calendar = consulted(TWO_STEPS).calendar
    assert calendar.from_plan
    assert [(row.step, row.tells, row.starts.mean, row.ends.mean) for row in calendar.steps] == [
        ("tell_cyrene", ("cyrene",), 0, 4),
        ("tell_delos", ("delos",), 4, 14),
    ]
    assert [row.ends_on.likely for row in calendar.steps] == ["2031-03-18", "2031-03-28"]
    assert calendar.left_out == ()


def test_the_calendar_goes_on_by_the_likelier_outcome() -> None:
    """If telling cyrene fails there is nothing left to do but to stop; 9 in 10 it does not."""
    calendar = consulted({**TWO_STEPS, "preparation/tell_cyrene/fails": "10%"}).calendar
    assert [row.step for row in calendar.steps] == ["tell_cyrene", "tell_delos"]
    likely = consulted({**TWO_STEPS, "preparation/tell_cyrene/fails": "90%"}).calendar
    assert [row.step for row in likely.steps] == ["tell_cyrene"] and likely.left_out == ("tell_delos",)


def test_without_a_plan_the_calendar_goes_by_needs() -> None:
    blank = {**TWO_STEPS, "no_deal/aland/value": "unknown"}
    calendar = consulted(blank).calendar
    assert not calendar.from_plan
    assert [row.step for row in calendar.steps] == ["tell_cyrene", "tell_delos"]
    row = telling(found(blank), "cyrene")
    assert (row.price, row.worth, str(row.why)) == (None, None, "unknown: no_deal.aland.value")
    other = {"preparation/tell_cyrene/needs": ["tell_delos"], "preparation/tell_delos/needs": []}
    free: dict[str, Any] = {"preparation/tell_cyrene/needs": [], "preparation/tell_delos/needs": []}
    assert [row.step for row in consulted({**blank, **other}).calendar.steps] == ["tell_delos", "tell_cyrene"]
    assert [row.step for row in consulted({**blank, **free}).calendar.steps] == ["tell_cyrene", "tell_delos"], "else by name"
    unknown = consulted({**blank, "preparation/tell_cyrene/days": "unknown"}).calendar
    assert unknown.steps == () and unknown.left_out == ("tell_cyrene", "tell_delos")


def test_a_day_begun_counts_and_what_comes_first_is_told_first() -> None:
    window = {"planned": {"travel": "2031-05-01", "announce": "2031-04-01"}, "forcing_date": "2031-04-10"}
    tell = {**TWO_STEPS["preparation"]["tell_cyrene"], "days": 4.2}
    changes = {**TWO_STEPS, "preparation": {**TWO_STEPS["preparation"], "tell_cyrene": tell}, "no_deal/aland/value": "unknown"}
    calendar = consulted({**changes, "meeting/window": window, "meeting/lead_days": 40}).calendar
    assert [row.ends_on.likely for row in calendar.steps] == ["2031-03-19", "2031-03-29"]
    assert [row.what for row in calendar.deadlines] == ["fix_date", "announce", "forcing_date", "travel"]
    assert calendar.deadlines[0].on.likely == "2031-03-22"


@pytest.mark.parametrize(
    ("window", "late"),
    [
        ({"planned": {"fix_date": "2031-03-28"}}, []),
        ({"planned": {"fix_date": "2031-03-27"}}, [("tell_delos", "fix_date")]),
        ({"planned": {"announce": "2031-03-17"}}, [("tell_cyrene", "announce"), ("tell_delos", "announce")]),
        ({"planned": {"announce": "2031-03-14"}}, []),  # it is past: nothing planned can come before it
        ({"planned": {"travel": "2031-03-30"}}, [("tell_delos", "fix_date")]),  # three days of lead: by the 27th
        ({"planned": {"travel": "2031-03-31"}}, []),
        ({"planned": {"travel": "2031-03-31", "fix_date": "2031-03-27"}}, [("tell_delos", "fix_date")]),
    ],
)
def test_a_step_that_ends_after_what_it_should_come_before_is_named(
    window: dict[str, Any], late: list[tuple[str, str]]
) -> None:
    calendar = consulted({**TWO_STEPS, "meeting/window": {"lapses_per_day": 0, **window}, "meeting/lead_days": 3}).calendar
    assert [(row.step, row.before) for row in calendar.conflicts] == late
    assert all(row.late == 1 for row in calendar.conflicts)
    planned = window.get("planned", {})
    by_lead = ["fix_date" not in planned] if planned.keys() & {"fix_date", "travel"} else []
    assert [row.by_lead for row in calendar.deadlines if row.what == "fix_date"] == by_lead


def test_what_cannot_end_by_the_day_that_forces_is_not_planned_and_where_nothing_is_planned_it_is_late() -> None:
    window = {"lapses_per_day": 0, "forcing_date": "2031-03-20"}
    changes = {**TWO_STEPS, "meeting/window": window, "meeting/lead_days": 3}
    planned = consulted(changes).calendar
    assert [row.step for row in planned.steps] == ["tell_cyrene"]
    assert planned.left_out == ("tell_delos",) and planned.conflicts == ()
    by_needs = consulted({**changes, "no_deal/aland/value": "unknown"}).calendar
    assert [(row.step, row.before, row.late) for row in by_needs.conflicts] == [("tell_delos", "forcing_date", 1)]


def test_how_likely_a_step_is_late_is_counted_over_worlds() -> None:
    uncertain = {**TWO_STEPS, "preparation/tell_delos/days": "6..14", "meeting/window": {"planned": {"fix_date": "2031-03-28"}}}
    (row,) = consulted(uncertain, worlds=400).calendar.conflicts
    assert row.late == pytest.approx(0.5, abs=0.05)
    sure = {**uncertain, "meeting/window": {"planned": {"fix_date": "2031-04-02"}}}
    assert consulted(sure, worlds=400).calendar.conflicts == (), "one world in twenty is no conflict"


def test_consulting_in_another_order_changes_only_what_the_case_says_it_changes() -> None:
    """Nothing here hangs on days, so that only the calendar is another when the needs are turned round."""
    other = {"preparation/tell_delos/needs": [], "preparation/tell_cyrene/needs": ["tell_delos"]}
    one, two = found(TWO_STEPS), assessed(changed(changed(worked_example(), {**PARTNERS, **TWO_STEPS}), other))
    assert [row.step for row in one.consultation.calendar.steps] == ["tell_cyrene", "tell_delos"]
    assert [row.step for row in two.consultation.calendar.steps] == ["tell_delos", "tell_cyrene"]
    assert [value_of(one, action) for action in ("fix", "forgo")] == [value_of(two, action) for action in ("fix", "forgo")]
    assert within_gate(one) == pytest.approx(within_gate(two)), "both have to be told, in whichever order"
    for first, second in zip(one.consultation.parties, two.consultation.parties, strict=True):
        assert (first.worth and first.worth.mean) == pytest.approx(second.worth and second.worth.mean)
        assert (first.uninformed_before, first.step, first.cost) == (second.uninformed_before, second.step, second.cost)
    trend = {**other, "no_deal/aland/per_month": -3, "preparation/tell_delos/fails": "50%"}
    slow = assessed(changed(changed(worked_example(), {**PARTNERS, **TWO_STEPS}), trend))
    assert within_gate(slow) != pytest.approx(within_gate(two)), "and where days count, it does"


COALITION: dict[str, Any] = {
    "parties/eos": {"role": "third_party"},
    "influence": {"cyrene": {"delos": 0.5}, "delos": {"eos": 0.5}},
    "coalition": {"needed": ["eos", "delos", "cyrene"], "agrees": {"cyrene": "80%", "delos": "50%", "eos": "20%"}},
}


def test_the_coalition_is_worked_back_to_the_first_to_ask() -> None:
    """By hand: 0.8 x 0.75 x 0.6 = 0.36; after a no of cyrene the rest agree with 0.5 x 0.5 x 0.6 = 0.15."""
    sequence = consulted(COALITION).sequence
    assert sequence is not None and sequence.won is not None
    assert sequence.order == ("cyrene", "delos", "eos")
    assert sequence.won.mean == pytest.approx(0.36)
    assert sequence.determined
    assert [(row.party, round(row.alone.mean, 9), round(row.at_turn.mean, 9), row.drawn_by) for row in sequence.approaches] == [
        ("cyrene", 0.8, 0.8, ()),
        ("delos", 0.5, 0.75, ("cyrene",)),
        ("eos", 0.2, 0.6, ("delos",)),
    ]
    assert sequence.approaches[0].rest_if_refused.mean == pytest.approx(0.15)
    assert [row.first.mean for row in sequence.approaches] == pytest.approx([0.36, 0.24, 0.12])
    assert {(pair.first, pair.second): pair.order for pair in sequence.pairs} == {
        ("cyrene", "delos"): "before",
        ("cyrene", "eos"): "before",
        ("delos", "eos"): "before",
    }


def test_the_order_of_ledger_and_calendar_stands_beside_the_best_one() -> None:
    late = {**TWO_STEPS, **COALITION, "coalition/needed": ["delos", "cyrene"], "coalition/agrees/eos": DELETE}
    sequence = consulted({**late, "influence": {"delos": {"cyrene": 0.5}}}).sequence
    assert sequence is not None and sequence.planned_won is not None and sequence.gain is not None
    assert (sequence.order, sequence.planned) == (("delos", "cyrene"), ("cyrene", "delos"))
    assert sequence.planned_won.mean == pytest.approx(0.8 * 0.5)
    assert sequence.gain.mean == pytest.approx(0.5 * 0.9 - 0.4)
    told = {"consultation": [{"party": "delos", "told": "all", "level": "full", "on": "2031-03-10"}]}
    again = consulted({**late, **told, "influence": {"delos": {"cyrene": 0.5}}}).sequence
    assert again is not None and again.planned == ("delos", "cyrene")
    free = consulted({**late, "influence": {}}).sequence
    assert free is not None and free.order == ("cyrene", "delos"), "of equally good orders, the one they are told in"
    assert [pair.order for pair in free.pairs] == ["either"]
    assert free.determined, "what makes no difference is not open"
    assert (free.planned, free.gain and free.gain.mean) == (("cyrene", "delos"), 0)


def test_who_has_agreed_to_the_common_line_draws_the_others_and_is_asked_no_more() -> None:
    line = {"common_line": {"text": "one line", "agreed": {"delos": "2031-03-10", "cyrene": "open"}}}
    sequence = consulted({**COALITION, **line}).sequence
    assert sequence is not None and sequence.won is not None
    assert (list(sequence.already), set(sequence.order)) == (["delos"], {"cyrene", "eos"})
    assert sequence.already["delos"] is not None and sequence.already["delos"].mean == 0.5
    assert sequence.won.mean == pytest.approx(0.8 * 0.6)
    # The calendar tells cyrene; eos, whom nobody tells, leaves no order to compare with. With cyrene and delos needed alone:
    pair = {"coalition/needed": ["delos", "cyrene"], "coalition/agrees/eos": DELETE, "influence": {"delos": {"cyrene": 0.5}}}
    told = consulted({**COALITION, **pair, **line}).sequence
    assert told is not None and told.planned == ("cyrene",) and told.planned_won is not None
    assert told.planned_won.mean == pytest.approx(0.9), "who has agreed draws the others there as well"
    everyone = dict.fromkeys(("cyrene", "delos", "eos"), "2031-03-10")
    done = consulted({**COALITION, "common_line": {"text": "one line", "agreed": everyone}}).sequence
    assert done is not None and (done.order, done.won, done.determined) == ((), None, True)


def test_who_drives_off_is_named_at_whom_it_drives_off() -> None:
    """The ally's yes drives delos away with 0.5: delos is best asked first; asked after it, 0.5 x 0.5 is left of its yes."""
    repels = {**COALITION, "influence": {}, "coalition/repels": {"cyrene": {"delos": 0.5}}}
    sequence = consulted({**repels, "coalition/needed": ["cyrene", "delos"], "coalition/agrees/eos": DELETE}).sequence
    assert sequence is not None and sequence.order == ("delos", "cyrene")
    assert [row.driven_off_by for row in sequence.approaches] == [(), ()], "nobody before them drives them off"
    agreed = {"common_line": {"text": "one line", "agreed": {"cyrene": "2031-03-10"}}}
    late = consulted({**repels, **agreed, "coalition/needed": ["cyrene", "delos"], "coalition/agrees/eos": DELETE}).sequence
    assert late is not None and [(row.party, row.driven_off_by) for row in late.approaches] == [("delos", ("cyrene",))]
    assert late.approaches[0].at_turn.mean == pytest.approx(0.25)


def test_parties_whom_nobody_tells_stand_by_name_where_their_order_makes_no_difference() -> None:
    sequence = consulted({**COALITION, "influence": {}, "preparation/tell_cyrene": DELETE, "gate/steps/fix_date": []}).sequence
    assert sequence is not None and sequence.order == ("cyrene", "delos", "eos")


def test_an_order_is_open_where_the_ranges_leave_it_open() -> None:
    wide = {**COALITION, "influence": {"cyrene": {"delos": "0.1..0.4"}, "delos": {"cyrene": "0.1..0.4"}}}
    wide |= {"coalition/needed": ["cyrene", "delos"], "coalition/agrees": {"cyrene": "50%", "delos": "50%"}}
    sequence = consulted(wide, worlds=400).sequence
    assert sequence is not None and not sequence.determined
    assert [pair.order for pair in sequence.pairs] == ["not_determined"]
    assert len(sequence.leaders) == 2 and sum(leader.share for leader in sequence.leaders) == pytest.approx(1)
    narrow = consulted({**wide, "influence/cyrene/delos": "0.41..0.6"}, worlds=400).sequence
    assert narrow is not None and narrow.determined and narrow.order == ("cyrene", "delos")


def test_a_chance_that_nobody_states_may_be_any() -> None:
    blank = consulted({**COALITION, "coalition/agrees/eos": DELETE}, worlds=400).sequence
    assert blank is not None
    (eos,) = [row for row in blank.approaches if row.party == "eos"]
    assert eos.alone.low < 0.1 and eos.alone.high > 0.9
    assert "coalition.agrees.eos" in found({**COALITION, "coalition/agrees/eos": DELETE}).unknowns.ranging


def test_labels_swapped_results_swapped() -> None:
    """Cyrene and delos change names throughout; all numbers are points, so that no draw depends on a name."""
    data = changed(worked_example(), {**PARTNERS, **TWO_STEPS, **COALITION, "consultation": [LEDGER]})
    swapped = json.loads(json.dumps(data).replace("cyrene", "@").replace("delos", "cyrene").replace("@", "delos"))
    one, two = assessed(data).consultation, assessed(swapped).consultation
    back = {"cyrene": "delos", "delos": "cyrene"}
    mine = {row.party: (row.price, row.worth, row.uninformed_before) for row in one.parties}
    theirs = {back.get(row.party, row.party): (row.price, row.worth, row.uninformed_before) for row in two.parties}
    assert as_plain(mine) == as_plain(theirs)
    assert one.sequence is not None and two.sequence is not None
    assert one.sequence.order == tuple(back.get(party, party) for party in two.sequence.order)
    assert as_plain(one.sequence.won) == as_plain(two.sequence.won)


def test_a_party_without_effects_or_influence_changes_no_other_row() -> None:
    plain, more = consulted(COALITION), consulted({**COALITION, "parties/fano": {"role": "third_party"}})
    assert [row for row in more.parties if row.party != "fano"] == list(plain.parties)
    assert more.sequence == plain.sequence


def test_the_common_line_is_kept_word_for_word() -> None:
    line = {
        "text": "no credit before a cap",
        "agreed": {"cyrene": "2031-03-10", "delos": "open"},
        "open": [{"point": "who counts", "party": "delos", "proposal": "three"}, {"point": "when"}],
        "release": "partners",
    }
    found_ = consulted({"common_line": line}).line
    assert as_plain(found_) == {
        "text": "no credit before a cap",
        "agreed": {"cyrene": "2031-03-10"},
        "not_agreed": ["delos"],
        "open": [
            {"point": "who counts", "party": "delos", "proposal": "three"},
            {"point": "when", "party": None, "proposal": None},
        ],
        "release": "partners",
    }
    assert consulted().line is None and consulted().sequence is None


def test_nothing_is_computed_from_a_coalition_beyond_its_own_rows() -> None:
    plain, more = found(), found({key: value for key, value in COALITION.items() if key != "influence"})
    assert [row.value for row in plain.actions] == [row.value for row in more.actions]
