# SPDX-License-Identifier: Apache-2.0
"""What groups of inputs are worth to know: by hand, against blocks of worlds, and how they stand to each other."""

from typing import Any

import numpy as np
import pytest

from assess.variations import assessed, case_of, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.run import _take_steps
from pourparler.assess.steps import Steps
from pourparler.assess.worlds import Worlds
from pourparler.assess.worth import Regressed, action_values, groups_of, worth_of
from pourparler.assess.worth_rows import WorthRow
from pourparler.case import known_by


def steps_of(data: dict[str, Any], worlds: int = 1_000) -> Steps:
    case = known_by(case_of(data))
    return _take_steps(case, Worlds(case, 1, worlds), lambda step: None)


def row(found: Assessment, group: str) -> WorthRow:
    (only,) = (each for each in found.worth.evppi if each.group == group)
    return only


def test_a_case_without_uncertain_inputs_has_only_questions() -> None:
    found = assessed(worked_example())
    assert [each.group for each in found.worth.evppi] == ["intentions", "questions.motive"]
    both = {(each.value, each.se, each.exact) for each in found.worth.evppi}
    assert len(both) == 1
    everything = found.worth.everything
    assert everything is not None
    assert everything.value == pytest.approx(row(found, "intentions").value, abs=1e-12)


def test_the_worth_of_intentions_is_the_gain_of_choosing_by_type() -> None:
    steps = steps_of(worked_example(), 2)
    values = action_values(steps).mean(axis=0)
    by_hand = sum(max(row) for row in values.tolist()) - max(values.sum(axis=0).tolist())
    worth = {each.group: each.value for each in worth_of(steps).evppi}
    assert worth["intentions"] == pytest.approx(by_hand, abs=1e-12)
    assert by_hand > 0


def test_what_decides_is_worth_knowing_and_what_does_not_is_not() -> None:
    data = changed(worked_example(), {"meeting/price/aland": "-20..20", "no_deal/borea/value": "57.9..58.1"})
    steps = steps_of(data, 4_000)
    found = {each.group: each for each in worth_of(steps).evppi}
    assert found["meeting"].value > 20 * max(found["meeting"].se, abs(found["parties.borea"].value))
    # Against many narrow blocks of worlds in the order of the input that decides.
    table = action_values(steps).sum(axis=1)
    order = np.argsort(steps.worlds.inputs["meeting.price.aland"], kind="stable")
    blocks = np.mean([part.mean(axis=0).max() for part in np.array_split(table[order], 100)]) - table.mean(axis=0).max()
    assert found["meeting"].value == pytest.approx(blocks, abs=0.02)
    everything = worth_of(steps).everything
    assert everything is not None
    assert everything.value >= max(each.value for each in found.values())


def test_days_are_points_by_the_price_of_a_day() -> None:
    found = assessed(worked_example())
    assert found.delay_per_week is not None
    price = found.delay_per_week.mean / 7
    for each in found.worth.evppi:
        assert each.days == (pytest.approx(each.value / price) if price > 0 else None)
    waiting = assessed(changed(worked_example(), {"no_deal/aland/per_month": 3}))
    assert waiting.delay_per_week is not None
    assert waiting.delay_per_week.mean < 0
    assert {each.days for each in waiting.worth.evppi} == {None}


def test_groups_by_party_section_and_workstream() -> None:
    case = case_of(worked_example())
    paths = (
        "effects.arms.cut.cland", "evidence.e1.likelihood.motive.settle", "later.weight", "no_deal.borea.value",
        "parties.cland.tolerance", "values.aland.weights.arms", "worth_to_us.cland",
    )  # fmt: skip
    assert groups_of(case, dict.fromkeys(paths, np.zeros(1))) == {
        "consultation": ("effects.arms.cut.cland", "parties.cland.tolerance", "worth_to_us.cland"),
        "parties.cland": ("effects.arms.cut.cland", "parties.cland.tolerance", "worth_to_us.cland"),
        "later": ("later.weight",),
        "parties.borea": ("no_deal.borea.value",),
        "mandate": ("values.aland.weights.arms",),
        "parties.aland": ("values.aland.weights.arms",),
    }


def test_nothing_is_asked_where_nothing_can_be_chosen() -> None:
    found = assessed({key: value for key, value in worked_example().items() if key not in ("meeting", "preparation", "issues")})
    assert found.worth.evppi == ()
    assert found.worth.everything is None


def test_only_the_strongest_inputs_are_regressed_on() -> None:
    generator = np.random.default_rng(0)
    inputs = {f"a.{number}": generator.normal(size=500) for number in range(10)}
    values = np.stack([np.zeros(500), 3 * inputs["a.7"] + inputs["a.2"]], axis=1)
    assert Regressed.on(inputs, values, 2).paths == ("a.2", "a.7")
    assert Regressed.on(inputs, values, 1).worth(["a.2"]).value == pytest.approx(0, abs=1e-9)
