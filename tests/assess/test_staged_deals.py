# SPDX-License-Identifier: Apache-2.0
"""The step of staged deals: a case's stages as rows, flagged for the right side whichever seat looks, the same as elsewhere."""

from typing import Any

import pytest

from assess.variations import DELETE, assessed, case_of, changed
from pourparler.assess import Assessment
from pourparler.assess.staged_study import StagesStudy, study_stages

MIRRORED: dict[str, Any] = {
    "pourparler": 2,
    "title": "Two harbours",
    "as_of": "2031-03-01",
    "parties": {"north": {"role": "own"}, "south": {"role": "counterpart"}},
    "issues": {
        "light": {"options": ["dark", "lit", "bright"], "status_quo": "dark"},
        "dues": {"options": ["high", "lower", "none"], "status_quo": "high"},
    },
    "values": {
        "north": {"weights": {"light": 40, "dues": 60}, "scores": {"light": [100, 60, 20], "dues": [0, 60, 100]}},
        "south": {"weights": {"light": 60, "dues": 40}, "scores": {"light": [0, 60, 100], "dues": [100, 60, 20]}},
    },
    "no_deal": {"north": {"value": 40}, "south": {"value": 40}},
    "later": {"weight": 0.8, "crisis": {"no_deal": "4%", "freeze": "2%", "full": "1%", "loss": 20, "within": 365}},
    "compliance": 1,
    "staging": {
        "light.lit": {"reversible": {"by_us": 0.5, "by_them": 0.5}},
        "dues.lower": {"reversible": {"by_us": 0.5, "by_them": 0.5}},
    },
    "stages": [
        {"id": "first", "gives": ["light.lit"], "gets": ["dues.lower"], "days": 60},
        {"id": "last", "gives": ["light.bright"], "gets": ["dues.none"], "after": ["first"], "days": 120},
    ],
}


def alarms(found: Assessment) -> set[str]:
    return {alarm.id for alarm in found.alarms if alarm.id.startswith(("irreversible.", "one_sided."))}


def studied(data: dict[str, Any], worlds: int = 1) -> StagesStudy:
    return study_stages(case_of(data), digest="", version="", seed=1, worlds=worlds)


def test_matched_stages_are_not_flagged_for_being_partial() -> None:
    found = assessed(MIRRORED)
    assert not alarms(found)
    assert [row.irreversible for row in found.staged.stages] == [None, None]
    assert [row.one_sided for row in found.staged.stages] == [None, None]


@pytest.mark.parametrize("seat", ["own", "counterpart"])
@pytest.mark.parametrize(("option", "who", "flagged"), [("light.lit", "by_us", "north"), ("dues.lower", "by_them", "south")])
def test_who_gives_for_good_what_the_other_can_take_back_is_flagged_whichever_seat_looks(
    seat: str, option: str, who: str, flagged: str
) -> None:
    found = assessed(changed(MIRRORED, {f"staging/{option}/reversible/{who}": 0.1, "seat": seat}))
    assert found.staged.stages[0].irreversible == flagged
    assert "irreversible.first" in alarms(found)


@pytest.mark.parametrize("seat", ["own", "counterpart"])
def test_who_takes_longer_to_take_back_as_much_is_flagged(seat: str) -> None:
    days = {"staging/light.lit/reversible/days_by_us": 200, "staging/dues.lower/reversible/days_by_them": 5, "seat": seat}
    assert assessed(changed(MIRRORED, days)).staged.stages[0].irreversible == "north"
    # With a time for which a deal counts, what takes longer is worth less as well.
    timed = assessed(changed(MIRRORED, {**days, "later/horizon_days": 400})).staged.stages[0]
    backs = timed.own_takes_back, timed.counterpart_takes_back
    shares = [back.mean if back is not None else None for back in (backs if seat == "own" else reversed(backs))]
    assert shares == pytest.approx([0.25, 0.5 * (1 - 5 / 400)])


@pytest.mark.parametrize("seat", ["own", "counterpart"])
def test_leverage_that_falls_on_one_side_alone_is_flagged_for_it(seat: str) -> None:
    spent = {"staging/light.lit/shifts_after": {"south": 4, "north": 1}, "staging/dues.lower/shifts_after": {"north": -14}}
    found = assessed(changed(MIRRORED, {**spent, "seat": seat}))
    assert found.staged.stages[0].one_sided == "north"
    assert "one_sided.first" in alarms(found)


def test_the_same_case_from_the_other_seat_is_its_mirror() -> None:
    here, there = assessed(MIRRORED).staged, assessed(changed(MIRRORED, {"seat": "counterpart"})).staged
    for mine, theirs in zip(here.stops, there.stops, strict=True):
        for name in ("", "_gain", "_going_on", "_talks", "_over_stopping", "_over_breaking", "_if_broken", "_leverage"):
            ours, other = getattr(mine, f"own{name}"), getattr(theirs, f"counterpart{name}")
            assert (ours is None) == (other is None)
            assert ours is None or ours.mean == pytest.approx(other.mean)
    assert here.holds == there.holds


def test_by_hand() -> None:
    """Half of each side's loss can be taken back; no deal 40 each; delta 0.8.

    In force: nothing 40, first 40 - 16 + 36 = 60, all 40 - 32 + 60 = 68. All are on the frontier, and what follows it adds
    nothing: V(last) = 68, V(first) = 0.2 * 60 + 0.8 * 68 = 66.4. After a breach of the first: 40 - 8 + 18 = 50.
    """
    found = assessed(MIRRORED).staged
    assert [stop.own.mean for stop in found.stops] == pytest.approx([40, 60, 68])
    assert [stop.own_going_on.mean for stop in found.stops[:2] if stop.own_going_on] == pytest.approx([66.4, 66.4])
    assert found.stops[1].own_if_broken.mean == pytest.approx(50)
    assert found.stops[1].own_leverage.mean == pytest.approx(68 - 50)
    # Beyond keeping one's own: what was given first stays half given, and half of what they give twice can be kept.
    assert found.stops[0].own_over_breaking is not None
    assert found.stops[0].own_over_breaking.mean == pytest.approx(66.4 - (40 + 18))
    # What has no terms in staging can be taken back in full: who broke the last stage would be left with what it had first.
    assert found.stops[1].own_over_breaking is not None
    assert found.stops[1].own_over_breaking.mean == pytest.approx(68 - (40 - 8))
    months = 365 / 30.4375
    at_first = 1 - 0.96 ** (60 / 30.4375) * 0.98 ** (months - 60 / 30.4375)
    courses = {(row.course, row.stage): row for row in found.courses}
    stop = courses["stop", "first"]
    assert stop.chance is not None and stop.net is not None
    assert stop.chance.mean == pytest.approx(at_first)
    assert stop.net.mean == pytest.approx(60 - 20 * at_first)
    assert [row.hazard.mean for row in found.break_even] == [0, 0]


def test_compliance_of_the_case_is_that_of_its_counterpart_from_either_seat() -> None:
    for seat, kept in (("own", (1, 0.7)), ("counterpart", (0.7, 1))):
        row = assessed(changed(MIRRORED, {"compliance": 0.7, "seat": seat})).staged.stages[0]
        assert (row.own_kept.mean, row.counterpart_kept.mean) == pytest.approx(kept)


def test_what_is_unknown_or_excluded_on_the_way_is_told() -> None:
    blank = assessed(changed(MIRRORED, {"staging/light.lit/shifts_after": {"south": "unknown"}})).staged
    assert str(blank.why) == "unknown: staging.light.lit.shifts_after.south"
    barred = assessed(changed(MIRRORED, {"exclude": [{"light": "lit", "dues": "lower"}]})).staged
    assert str(barred.why) == "after first a combination would be in force that is excluded"
    assert assessed(changed(MIRRORED, {"stages": DELETE})).staged.stops == ()
    assert studied(changed(MIRRORED, {"stages": DELETE})).staged.stops == ()


def test_stages_alone_say_what_the_assessment_says_and_find_the_order() -> None:
    alone, within = studied(MIRRORED).staged, assessed(MIRRORED).staged
    assert alone.courses == within.courses
    assert alone.stages == within.stages
    assert alone.holds is within.holds is True
    assert alone.order is not None
    assert (alone.order.path, alone.order.complete) == (("first", "last"), True)
    assert alone.order.own.mean == pytest.approx(66.4)
    assert {row.term for row in alone.what_ifs} == {"snap_back", "escrow", "breach_seen"}
    assert all(stop.own_talks is not None for stop in alone.stops)


def test_a_snap_back_in_the_case_is_worth_what_taking_it_away_costs() -> None:
    data = changed(MIRRORED, {"compliance": 0.5, "stages/0/snap_back": {"north": 1}})
    rows = {(row.term, row.holder): row for row in studied(data).staged.what_ifs}
    assert rows["unsecured", None].own.mean < 0
    assert rows["snap_back", "south"].counterpart.mean == pytest.approx(0)  # our side keeps its part for certain
