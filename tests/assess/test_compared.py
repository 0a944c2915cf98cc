# SPDX-License-Identifier: Apache-2.0
"""Two cases side by side on the same draws: what differs is due to the change, and labels change no result."""

from typing import Any

import numpy as np
import pytest

from assess.variations import DELETE, assessed, case_of, changed, worked_example
from pourparler.assess.compared import Comparison, NumberRow, compare
from pourparler.briefing.comparing import comparing
from pourparler.briefing.terminal import render

WORLDS = 200
UNSURE = {"no_deal/aland/value": "25..65", "compliance/motive/settle": "60..90%", "preparation/sounding/cost": "0.1..0.5"}


def compared(first: dict[str, Any], second: dict[str, Any], worlds: int = WORLDS, seed: int = 1) -> Comparison:
    before, after = (case_of(changed(worked_example(), changes)) for changes in (first, second))
    return compare((before, "a"), (after, "b"), version="", seed=seed, worlds=worlds)


def rows(found: Comparison) -> dict[str, NumberRow]:
    return {row.of: row for row in found.numbers}


def test_the_same_case_twice_differs_in_nothing() -> None:
    found = compared(UNSURE, UNSURE)
    assert (found.inputs, found.advice_differs) == ((), False)
    assert {(row.difference, row.beyond_error) for row in found.numbers} == {(0.0, False)}
    assert not (found.reasons.gone or found.reasons.new or found.alarms.gone or found.alarms.new)
    assert found.reasons.kept == found.after.verdict.reasons


def test_labels_change_no_result() -> None:
    found = compared(UNSURE, {**UNSURE, "labels": {"aland": "Åland", "fleet.halved": "half the boats"}})
    assert [row.path for row in found.inputs] == ["labels.aland", "labels.fleet.halved"]
    assert {(row.difference, row.beyond_error) for row in found.numbers} == {(0.0, False)}
    assert not found.advice_differs


def test_differences_and_verdicts_are_those_of_the_two_assessments() -> None:
    after = {**UNSURE, "no_deal/aland/value": "20..30", "preparation/sounding/cost": 3}
    found = compared(UNSURE, after)
    alone = [assessed(changed(worked_example(), changes), worlds=WORLDS) for changes in (UNSURE, after)]
    assert [side.verdict for side in (found.before, found.after)] == [each.verdict for each in alone]
    assert [(row.path, row.before, row.after) for row in found.inputs] == [
        ("no_deal.aland.value", "25..65", "20..30"),
        ("preparation.sounding.cost", "0.1..0.5", "3"),
    ]
    for number, row in enumerate(alone[0].actions):
        of, then = rows(found).get(f"actions.{row.action}"), alone[1].actions[number]
        if row.value is not None and then.value is not None:
            assert of is not None and (of.before, of.after) == (row.value, then.value)
            assert of.difference == pytest.approx(then.value.mean - row.value.mean)


def test_the_error_is_that_of_paired_worlds() -> None:
    """Forgoing is our no-deal value less nothing: the same draw at 25..65 and at 45..85 differs by 20 in every world."""
    found = rows(compared(UNSURE, {**UNSURE, "no_deal/aland/value": "45..85"}))["actions.forgo"]
    assert found.difference == pytest.approx(20) and found.error == pytest.approx(0, abs=1e-9)
    assert found.beyond_error
    wider = rows(compared(UNSURE, {**UNSURE, "no_deal/aland/value": "5..85"}))["actions.forgo"]
    # Twice as wide about the same middle: the difference in a world is its distance from the middle, 20 / 1.645 about 0.
    assert wider.error == pytest.approx(20 / 1.645 / np.sqrt(WORLDS), rel=0.05)
    assert wider.difference == pytest.approx(0, abs=0.2) and not wider.beyond_error


def test_a_difference_counts_by_its_own_error_and_not_by_how_much_worlds_differ() -> None:
    """From 25..65 to 15..85 the middle moves by 5, and a world by its distance from the middle, 15 / 1.645 about that."""
    found = rows(compared(UNSURE, {**UNSURE, "no_deal/aland/value": "15..85"}))["actions.forgo"]
    assert found.difference == pytest.approx(5, abs=0.1) and found.error == pytest.approx(
        15 / 1.645 / np.sqrt(WORLDS), rel=0.05
    )
    assert found.beyond_error


def test_what_only_one_case_has_is_told_as_such() -> None:
    found = compared({}, {"preparation": DELETE, "moves": DELETE, "gate/steps/fix_date": ["mandate.approved"]}, worlds=1)
    of = rows(found)
    assert of["actions.hold"].after is None and of["actions.hold"].difference is None and of["actions.hold"].beyond_error
    assert [(row.condition, row.before, row.after) for row in found.gate] == [("mandate.approved", None, "not_met")]
    assert found.advice_differs is (found.before.verdict.action != found.after.verdict.action)
    assert str(found.reasons.new[0]).startswith("mandate.approved is not met")


def test_alarms_that_are_new_or_gone_are_told() -> None:
    plan = {"day_after": {"channels": ["embassies"], "fallback": ["ministers"], "wording": "as friends"}}
    found = compared({}, {**plan, "meeting/price/borea": 5}, worlds=1)
    assert {alarm.id for alarm in found.alarms.gone} >= {"day_after", "price"} and not found.alarms.new
    back = compared({**plan, "meeting/price/borea": 5}, {}, worlds=1)
    assert {alarm.id for alarm in back.alarms.new} == {alarm.id for alarm in found.alarms.gone}


def test_on_what_a_date_stands_that_is_fixed_on_conditions_is_set_side_by_side() -> None:
    lapsing = {"meeting/window": {"lapses_per_day": "1%"}, "meeting/reversal_cost": 1, "preparation/sounding/days": 5}
    turned = {"preparation/sounding/outcomes": {"evasive": {"settle": "85%", "stall": "15%"}, "forthcoming": "rest"}}
    found = compared(lapsing, {**lapsing, **turned}, worlds=1)
    assert found.before.stands_if == (("sounding.forthcoming",),)
    assert found.after.stands_if == (("sounding.evasive",),)
    text = render(comparing(found), width=400, full=False, color=False)
    (line,) = [line for line in text.splitlines() if "fix on conditions: " in line]
    before, after = line.partition(" before, ")[::2]
    assert "stands if sounding: forthcoming" in before
    assert "stands if sounding: evasive" in after
    same = render(comparing(compared(lapsing, lapsing, worlds=1)), width=400, full=False, color=False)
    assert "fix on conditions: " not in same
    assert compared({}, {}, worlds=1).before.stands_if is None


def test_a_case_that_cannot_be_valued_stands_beside_one_that_can() -> None:
    found = compared({}, {"no_deal/borea/value": DELETE}, worlds=1)
    assert found.advice_differs and found.after.verdict.settle == "no_deal.borea.value"
    assert rows(found)["actions.fix"].after is None


def test_another_order_of_the_same_two_turns_every_sign() -> None:
    after = {**UNSURE, "meeting/levels/leaders/reach": "50..70%"}
    one, other = rows(compared(UNSURE, after)), rows(compared(after, UNSURE))
    for name, row in one.items():
        if row.difference is not None:
            assert other[name].difference == pytest.approx(-row.difference) and other[name].error == row.error
            assert other[name].beyond_error == row.beyond_error
