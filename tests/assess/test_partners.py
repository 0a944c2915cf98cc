# SPDX-License-Identifier: Apache-2.0
"""Where third parties stand, who gains by a concession, and what a stage does to leverage: by hand."""

from typing import Any

import pytest

from assess.variations import assessed, changed, worked_example
from pourparler.assess.assessment import PartnerRow, StageRow

CYRENE: dict[str, Any] = {
    "parties/cyrene": {"role": "partner", "tolerance": 2},
    "effects": {"fleet.halved": {"cyrene": -3}},
    "worth_to_us": {"cyrene": 0},
}


def partner(changes: dict[str, Any]) -> PartnerRow:
    (row,) = assessed(changed(worked_example(), {**CYRENE, **changes})).partners
    return row


def test_a_partner_stands_where_the_likely_agreement_of_fixing_leaves_it() -> None:
    """Fixing is best pressed: 65 % then agree on a halved fleet, 35 % on its withdrawal, which costs Cyrene nothing."""
    row = partner({})
    assert (row.stance, row.supports) == ("opposes", 0)
    assert row.opposes == pytest.approx(0.65)
    assert row.lives_with == pytest.approx(0.35)
    assert row.effect is not None
    assert row.effect.mean == pytest.approx(-1.95)
    assert row.tolerance is not None
    assert row.tolerance.mean == 2
    gains = partner({"effects": {"fleet.halved": {"cyrene": 3}}})
    assert gains.stance == "supports"
    assert gains.supports == pytest.approx(0.65)
    assert partner({"parties/cyrene/tolerance": 3}).opposes == 0


def test_without_an_agreement_nothing_is_known_of_a_stance() -> None:
    row = partner({"no_deal/aland/value": 99, "no_deal/borea/value": 99})
    assert (row.stance, row.supports, row.lives_with, row.opposes, row.effect) == ("unknown", None, None, None, None)


def test_a_concession_is_shown_on_the_scales_of_both_at_the_table_against_what_is_in_force() -> None:
    """A halved fleet: 42 for us; for them 24 less than 40 if they settle, else 51 less 85: 0.35 * -16 + 0.65 * -34."""
    effects = {"fleet.halved": {"cyrene": -3, "delos": 5}, "fleet.unchanged": {"cyrene": 1}}
    found = assessed(changed(worked_example(), {**CYRENE, "parties/delos": {"role": "rival"}, "effects": effects}))
    rows = {(r.concession, r.party): (r.effect.mean, r.rank) for r in found.incidence}
    assert rows == {
        ("fleet.halved", "cyrene"): (-3, 2),
        ("fleet.halved", "delos"): (5, 1),
        ("fleet.halved", "aland"): (pytest.approx(42), None),
        ("fleet.halved", "borea"): (pytest.approx(-27.7), None),
        ("fleet.unchanged", "cyrene"): (1, 1),
    }


def stage(shifts: dict[str, Any], **reversible: Any) -> StageRow:
    stated = {"staging": {"fleet.halved": {"shifts_after": shifts, "reversible": reversible or None}}}
    (row,) = assessed(changed(worked_example(), stated), worlds=200).stages
    return row


@pytest.mark.parametrize(
    ("ours", "theirs", "spends"),
    [(0, 3, True), (-2, 3, True), (-5, -1, False), (5, 3, False), (3, 3, False), (0, "-3..3", None), ("0..6", 3, None)],
)
def test_a_stage_spends_leverage_if_they_gain_and_by_more_than_we(ours: Any, theirs: Any, spends: bool | None) -> None:
    assert stage({"aland": ours, "borea": theirs}).spends_leverage is spends


def test_a_stage_shows_the_shifts_and_what_each_side_could_take_back() -> None:
    row = stage({"aland": -2, "borea": 3}, by_us="25%", by_them="60%")
    assert (row.own_shift.mean, row.counterpart_shift.mean) == (-2, 3)
    assert row.reversible_by_us is not None
    assert row.reversible_by_them is not None
    assert row.reversible_by_us.mean == pytest.approx(0.25)
    assert row.reversible_by_them.mean == pytest.approx(0.6)
