# SPDX-License-Identifier: Apache-2.0
"""The rules of the verdict one by one: ties, what is unknown, what may be done behind a closed gate."""

from typing import Any

import pytest

from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.assess.assessment import VerdictRow

CLOSED = {"gate/steps/fix_date": ["mandate.approved"]}
LAPSES = {"meeting/window": {"lapses_per_day": "1%"}, "preparation/sounding/days": 1}
LATER = {"meeting/agreed": DELETE, "meeting/reversal_cost": "unknown"}


def verdict(changes: dict[str, Any]) -> VerdictRow:
    return assessed(changed(worked_example(), changes)).verdict


def test_of_equals_the_one_that_keeps_more_open_is_advised() -> None:
    """A step that costs and changes nothing: to take it and forgo is worth 35, as is to forgo at once."""
    idle = {"wait": {"cost": 0, "days": 0}}
    found = verdict({"preparation": idle, "compliance/motive": {"settle": 0, "stall": 0}})
    assert (found.action, found.determined) == ("hold", True)


def test_an_unknown_cost_of_reversal_matters_only_if_fixing_early_could_help() -> None:
    assert verdict(LATER).action == "hold"
    lapsing = verdict({**LATER, **LAPSES})
    assert (lapsing.action, lapsing.settle) == ("not_determined", "meeting.reversal_cost")
    behind = verdict({**LATER, **LAPSES, **CLOSED})
    assert (behind.action, behind.determined) == ("hold", True)


def test_a_step_that_cannot_be_valued_leaves_holding_open_unless_holding_leads() -> None:
    blank = {"preparation/vote": {"decides": "mandate", "cost": "unknown", "days": 0}}
    assert verdict(blank).action == "hold"
    alone = verdict({**blank, "preparation/sounding": DELETE})
    assert (alone.action, alone.settle) == ("not_determined", "preparation.vote.cost")
    assert verdict({**blank, **CLOSED}).action == "hold"


def test_what_is_held_by_gate_and_numbers_alike_says_so() -> None:
    found = verdict(CLOSED)
    assert (found.action, found.basis, found.numbers_favour) == ("hold", "both", "hold")


def test_forgoing_does_not_replace_holding_while_fixing_on_conditions_is_worth_more() -> None:
    """Offers lapse fast: holding is behind forgoing, but fixing and asking is ahead of it."""
    found = verdict({**CLOSED, "meeting/window": {"lapses_per_day": "20%"}, "preparation/sounding/days": 5})
    assert (found.action, found.numbers_favour, found.basis) == ("hold", "fix_conditionally", "gate")


def test_stepping_down_may_be_advised_behind_a_closed_gate() -> None:
    """At officials' level, pressed: -3.5 + 0.8 * 63.5 + 0.2 * 34 = 54.1, ahead of fixing at 42 and of all plans."""
    officials = {"reach": "80%", "collapse": {"chance": 0, "loss": 0}, "price": {"aland": 0}}
    full = {"settle": "100%", "stall": "100%"}
    found = assessed(changed(worked_example(), {**CLOSED, "meeting/levels/officials": officials, "compliance/motive": full}))
    assert (found.verdict.action, found.verdict.basis) == ("step_down", "numbers")
    (row,) = [row for row in found.choices if row.action == "step_down" and row.moves]
    assert row.value.mean == pytest.approx(54.1)
