# SPDX-License-Identifier: Apache-2.0
"""The study of moves: the same numbers as the assessment has, by every set; which sets are worth a look, and properties."""

from itertools import combinations
from typing import Any

import pytest

from assess.variations import DELETE, assessed, case_of, changed, plain, worked_example
from pourparler.assess.moved import MovesStudy
from pourparler.assess.moves_study import study_moves
from pourparler.case import read
from pourparler.catalog import find

#: A move that does nothing and costs nothing.
IDLE = {"kind": "cooperative", "cost": 0}
#: Without the terms of a meeting sets are valued by the table alone.
NO_TERMS = {"meeting": DELETE, "staging": DELETE}


def studied(data: dict[str, Any], *, worlds: int = 1, seed: int = 1) -> MovesStudy:
    return study_moves(case_of(data), digest="", version="", seed=seed, worlds=worlds)


def essay() -> dict[str, Any]:
    folder = find("essays/singh2018")
    assert folder is not None
    return plain(read(folder))


def value(study: MovesStudy, *moves: str) -> float:
    found = study.row(tuple(sorted(moves))).value
    assert found is not None
    return found.mean


def zone(study: MovesStudy, *moves: str) -> float:
    found = study.row(tuple(sorted(moves))).p_zone
    assert found is not None
    return found


def test_a_set_is_worth_what_meeting_with_it_is_worth_in_the_assessment() -> None:
    """Where every move bites at once and nobody has to be asked, both say the same of all sixteen sets."""
    at_once = {f"moves/{name}/{key}": DELETE for name in essay()["moves"] for key in ("days_to_bite", "needs")}
    resting = {"moves/suspend_talks/kind": "suspension", "moves/suspend_talks/pauses_days": "10..40"}
    data = changed(essay(), {**at_once, **resting})
    found, study = assessed(data, worlds=60), studied(data, worlds=60)
    assert study.basis == "meeting"
    values = {row.moves: row.value for row in found.choices if row.action == "fix"}
    assert {row.moves for row in study.sets} == values.keys()
    for row in study.sets:
        assert row.value is not None
        assert row.value.mean == pytest.approx(values[row.moves].mean, abs=1e-9)
        assert (row.value.low, row.value.high) == pytest.approx((values[row.moves].low, values[row.moves].high), abs=1e-9)


def test_the_zone_and_both_no_deal_values_are_those_of_the_brief() -> None:
    found, study = assessed(essay(), worlds=60), studied(essay(), worlds=60)
    for row in found.moves:
        same = study.row(row.moves)
        assert same.p_zone == pytest.approx(row.zone_probability)
        assert same.own_no_deal is not None and row.own_no_deal is not None and row.counterpart_no_deal is not None
        assert same.own_no_deal.mean == pytest.approx(row.own_no_deal.mean)
        assert same.counterpart_no_deal is not None
        assert same.counterpart_no_deal.mean == pytest.approx(row.counterpart_no_deal.mean)
        assert (same.available, str(same.why)) == (row.available, str(row.why))


def test_the_worked_example_by_hand() -> None:
    """By the table alone, with 35 to us and 58 to them without a deal, 34 and 48 under pressure.

    As things stand halved and grant is agreed with either: 42 to us (7 x 26 is more than 35 x 2 for withdrawn and grant with a
    settler, 7 x 8 more than 25 x 0.5 for halved and credit with one who stalls). Under pressure a settler comes to withdrawn
    and grant, 70 (36 x 12 beats 8 x 36 and 26 x 6), one who stalls to halved and credit, 60 (26 x 10.5 beats 8 x 18, 38 x 3).
    Pressure costs 2, and may escalate: 0.1 of 15.
    """
    data = changed(worked_example(), NO_TERMS)
    study = studied(data)
    assert study.basis == "table"
    assert str(study.why) == "the terms of a meeting are not known: meeting"
    (settle,) = [row.posterior.mean for row in assessed(data).intentions if row.hypothesis == "settle"]
    assert value(study) == pytest.approx(42)
    assert value(study, "pressure") == pytest.approx(70 * settle + 60 * (1 - settle) - 2 - 1.5)
    row = study.row(("pressure",))
    assert row.cost is not None and row.cost.mean == pytest.approx(2)
    assert row.escalation is not None and row.escalation.mean == pytest.approx(1.5)
    assert (zone(study), zone(study, "pressure")) == (1, 1)


def test_a_move_that_does_nothing_changes_nothing_but_cost() -> None:
    data = changed(worked_example(), {"moves/idle": {**IDLE, "cost": 1.5}})
    study = studied(data)
    for names in ((), ("pressure",)):
        with_it = study.row(tuple(sorted((*names, "idle"))))
        without = study.row(names)
        assert (with_it.p_zone, with_it.p_agreement) == (without.p_zone, without.p_agreement)
        assert value(study, *names, "idle") == pytest.approx(value(study, *names) - 1.5)


@pytest.mark.parametrize("seed", range(3))
def test_what_only_lowers_their_no_deal_value_never_shrinks_the_zone_nor_lowers_what_we_get(seed: int) -> None:
    """On the same draws, with nothing to pay: by the table, where an agreement is the Nash solution."""
    free = {"kind": "cooperative", "cost": 0}
    moves = {name: {**free, "shifts": {"dprk": shift}} for name, shift in {"a": "-9..-1", "b": "-20..-2", "c": -3}.items()}
    data = changed(essay(), {"moves": moves, "meeting": DELETE, "later": DELETE})
    study = studied(data, worlds=60, seed=seed)
    for size in range(3):
        for names in combinations("abc", size):
            for more in set("abc") - set(names):
                assert zone(study, *names, more) >= zone(study, *names)
                assert value(study, *names, more) >= value(study, *names) - 1e-9


def test_raising_the_chance_that_they_respond_raises_the_worth_of_pressure_and_of_forgoing() -> None:
    worth, forgoing = [], []
    for chance in ("10%", "50%", "90%"):
        hypotheses = {"responsive": chance, "unresponsive": "rest"}
        data = changed(essay(), {"questions/pressure/hypotheses": hypotheses})
        study, found = studied(data, worlds=60), assessed(data, worlds=60)
        worth.append(value(study, "pressure") - value(study))
        (row,) = [row for row in found.actions if row.action == "forgo"]
        assert row.value is not None
        forgoing.append(row.value.mean)
    assert worth == sorted(worth) and worth[0] < worth[-1]
    assert forgoing == sorted(forgoing) and forgoing[0] < forgoing[-1]


def two_doors() -> dict[str, Any]:
    """No zone as things stand; either of two moves is too little, both together or a third alone open one."""
    pressing = {"kind": "coercive", "cost": 1, "escalation": {"chance": "10%", "loss": 10}, "twin": "gift"}
    moves = {
        "first": {**pressing, "shifts": {"borea": -12}},
        "second": {**pressing, "shifts": {"borea": -12}},
        "third": {**pressing, "shifts": {"borea": -24}, "twin": DELETE},
        "gift": IDLE,
    }
    moves["third"].pop("twin")
    values = {"scores": {"fleet": [100, 60, 0], "money": [0, 50, 100]}, "weights": {"fleet": 85, "money": 15}}
    return changed(
        worked_example(),
        {"moves": moves, "no_deal/aland/value": 55, "no_deal/borea/value": 80, "values/borea": values},
    )


def test_the_smallest_sets_that_open_a_zone_are_minimal_by_inclusion() -> None:
    study = studied(two_doors())
    assert zone(study) == 0
    assert study.smallest_for_zone == (("third",), ("first", "second"))
    open_to = {row.moves for row in study.sets if row.p_zone}
    for moves in study.smallest_for_zone:
        assert not any(set(other) < set(moves) for other in open_to)
    (alarm,) = [alarm for alarm in study.alarms if alarm.id == "zone"]
    assert str(alarm.text) == "no zone of agreement under present alternatives; with third there is one"


def test_an_empty_zone_is_never_called_impossible() -> None:
    study = studied(changed(two_doors(), {"moves": {}}))
    assert study.smallest_for_zone == ()
    (alarm,) = [alarm for alarm in study.alarms if alarm.id == "zone"]
    assert "under present alternatives" in str(alarm.text)
    assert "impossible" not in str(alarm.text)


def test_no_set_is_smallest_where_there_is_a_zone_already() -> None:
    assert studied(essay(), worlds=20).smallest_for_zone == ()


def test_efficient_sets_are_those_that_no_other_betters() -> None:
    study = studied(essay(), worlds=60)
    seen = {
        row.moves: (round(row.value.mean, 2), -round(row.escalation.mean, 2), round(row.worst, 2))
        for row in study.sets
        if row.value is not None and row.escalation is not None and row.worst is not None
    }
    expected = {
        moves
        for moves, mine in seen.items()
        if not any(other != mine and all(a >= b for a, b in zip(other, mine, strict=True)) for other in seen.values())
    }
    assert set(study.efficient) == expected


def test_every_coercive_move_stands_beside_its_twin_and_one_alone_is_flagged() -> None:
    study = studied(two_doors())
    rows = {row.coercive: row for row in study.twins}
    assert rows.keys() == {"first", "second", "third"}
    assert rows["first"].cooperative == "gift"
    assert rows["first"].ahead == float(value(study, "first") > value(study, "gift"))
    assert rows["third"].cooperative is None and rows["third"].ahead is None
    (alarm,) = [alarm for alarm in study.alarms if alarm.id == "twin"]
    assert alarm.row == "O-21" and "third" in str(alarm.text)


def test_a_party_left_out_counts_for_nothing() -> None:
    gone = {"parties/cyrene": {"role": "partner", "left_out": "asked not to be"}, "worth_to_us": {"cyrene": 0.5}}
    study = studied(changed(worked_example(), {**gone, "moves/pressure/effects": {"cyrene": -4}}))
    assert study.sets == studied(worked_example()).sets
    assert study.moves[0].effects == {}


def test_a_set_with_a_move_that_cannot_be_valued_names_the_number() -> None:
    study = studied(changed(worked_example(), {"moves/idle": IDLE, "moves/pressure/cost": "unknown"}))
    row = study.row(("idle", "pressure"))
    assert row.value is None and str(row.why) == "unknown: moves.pressure.cost"
    assert study.row(("idle",)).value is not None


def test_a_case_without_moves_has_the_empty_set_alone() -> None:
    study = studied(changed(worked_example(), {"moves": {}}))
    assert [row.moves for row in study.sets] == [()]


def test_a_rest_in_the_talks_puts_the_meeting_off() -> None:
    rest = {"kind": "suspension", "pauses_days": 20, "cost": 0, "escalation": {"chance": 0, "loss": 0}}
    window = {"lapses_per_day": 0, "forcing_date": "2031-04-30"}
    data = changed(worked_example(), {"moves/rest": rest, "meeting/lead_days": 30, "meeting/window": window})
    study = studied(changed(data, {"moves/pressure/days_to_bite": 40, "moves/pressure/lasts_days": 15}))
    row, both = study.row(("rest",)), study.row(("pressure", "rest"))
    assert row.meeting_in_days is not None and row.meeting_in_days.mean == 50
    assert (row.meets_in_time, study.row(()).meets_in_time) == (0, 1)
    assert (study.row(("pressure",)).by_meeting, both.by_meeting) == (0, 1)
    assert (both.by_forcing_date, study.row(("pressure",)).by_forcing_date) == (1, 1)


def test_when_a_set_is_ready() -> None:
    slow = {**IDLE, "days_to_bite": 40}
    data = changed(
        worked_example(),
        {
            "moves/slow": slow,
            "moves/pressure/days_to_bite": 10,
            "meeting/lead_days": 30,
            "meeting/window": {"lapses_per_day": 0, "forcing_date": "2031-04-30"},
        },
    )
    study = studied(data)
    ready = {
        row.moves: (row.ready_days.mean if row.ready_days else None, row.by_meeting, row.by_forcing_date) for row in study.sets
    }
    assert study.forcing_in_days == 47
    assert ready[()] == (0, 1, 1)
    assert ready[("pressure",)] == (10, 1, 1)
    assert ready[("slow",)] == (40, 0, 1)
    assert ready[("pressure", "slow")] == (40, 0, 1)


def objecting(option: str, data: dict[str, Any]) -> MovesStudy:
    voiced = [{"who": "the fisheries ministry", "says": "not achievable", "infeasible": option}]
    return studied(changed(data, {"mandate": {"disagreements": voiced}}))


def test_what_is_held_infeasible_is_contradicted_where_there_is_a_zone_with_it() -> None:
    """Withdrawn and grant is worth 70 to us and 60 to a settler, more than 35 and 58; to one who stalls it is worth 15."""
    data = worked_example()
    (settle,) = [row.posterior.mean for row in assessed(data).intentions if row.hypothesis == "settle"]
    study = objecting("fleet.withdrawn", data)
    (row,) = study.objections
    assert (row.option, row.who) == ("fleet.withdrawn", "the fisheries ministry")
    assert row.p_zone == pytest.approx(settle)
    (alarm,) = [alarm for alarm in study.alarms if alarm.id == "infeasible.fleet.withdrawn"]
    assert alarm.row == "O-19" and "exists in" in str(alarm.text)


def test_what_is_infeasible_under_present_alternatives_may_be_had_with_moves() -> None:
    study = objecting("fleet.halved", two_doors())
    (row,) = study.objections
    assert row.p_zone == 0 and row.p_zone_with_moves > 0 and row.moves == ("third",)
    (alarm,) = [alarm for alarm in study.alarms if alarm.id.startswith("infeasible")]
    assert "under present alternatives it cannot, with third in" in str(alarm.text)


def test_nothing_contradicts_what_no_set_opens() -> None:
    study = objecting("fleet.unchanged", changed(two_doors(), {"no_deal/aland/value": 99}))
    (row,) = study.objections
    assert (row.p_zone, row.moves, row.p_zone_with_moves) == (0, (), 0)
    assert not [alarm for alarm in study.alarms if alarm.id.startswith("infeasible")]
