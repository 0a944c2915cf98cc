# SPDX-License-Identifier: Apache-2.0
"""What each choice is worth and which can be had: prices by level, the cost of reversal, the gate; values by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assess.layouts import laid_out
from assess.variations import DELETE, assessed, changed, value_of, worked_example
from pourparler.assess.actions import Actions, Choice, actions_of
from pourparler.assess.preparation import program_of
from pourparler.assess.readiness import ROOT
from pourparler.engines.readiness import Done, State

BELIEF = np.array([0.35, 0.65])


def actions(data: dict[str, Any]) -> Actions:
    layout = laid_out(data)
    return actions_of(layout, program_of(layout))


def worth(found: Actions, state: State = ROOT) -> dict[tuple[str, str | None, tuple[str, ...]], float]:
    """Return the value of every choice under the beliefs of the worked example."""
    values = BELIEF @ found.leaf(state).chosen(np.ones(len(found.choices), dtype=np.bool_))[0]
    names = found.layout.moves.named
    return {(c.act, c.level, names(c.moves)): float(values[k]) for k, c in enumerate(found.choices)}


MINISTERS = {"meeting/levels/ministers": {"reach": "50%", "collapse": {"chance": "10%", "loss": 20}, "price": {"aland": 2}}}


def test_every_act_at_its_own_level_with_the_cost_of_going_back() -> None:
    """By hand, at ministers: -2 + 0.5 * 23.2225 + 0.5 * (35 - 2); pressed: -5.5 + 0.5 * 42.745 + 0.5 * (34 - 2).

    A date has been agreed: to forgo costs 4. To fix first and step down or forgo then costs 4 too.
    """
    found = worth(actions(changed(worked_example(), {**MINISTERS, "meeting/reversal_cost": 4})))
    press = ("pressure",)
    expected = {
        ("forgo", None, ()): 31,
        ("forgo", None, press): 26.5,
        ("forgo_after_fixing", None, ()): 31,
        ("forgo_after_fixing", None, press): 26.5,
        ("step_down", "ministers", ()): 26.11125,
        ("step_down", "ministers", press): 31.8725,
        ("step_down_after_fixing", "ministers", ()): 22.11125,
        ("step_down_after_fixing", "ministers", press): 27.8725,
        ("fix", "leaders", ()): 21.7335,
        ("fix", "leaders", press): 29.547,
    }
    assert found == pytest.approx(expected, abs=1e-9)


def test_forgoing_costs_nothing_before_a_date_is_agreed_but_going_back_does() -> None:
    found = worth(actions(changed(worked_example(), {"meeting/reversal_cost": 4, "meeting/agreed": DELETE})))
    assert found["forgo", None, ()] == pytest.approx(35)
    assert found["forgo_after_fixing", None, ()] == pytest.approx(31)


def test_a_level_without_a_price_of_its_own_takes_that_of_the_meeting() -> None:
    """At ministers -5 + 0.5 * 23.2225 + 0.5 * 33."""
    data = changed(worked_example(), {**MINISTERS, "meeting/levels/ministers/price": DELETE})
    assert worth(actions(data))["step_down", "ministers", ()] == pytest.approx(23.11125, abs=1e-9)


@pytest.mark.parametrize(("change", "value"), [(-0.5, 22.9335), (-0.1, 22.3335), (0.9, 16.9335)])
def test_the_chance_of_collapse_stays_a_chance_whatever_preparation_changes(change: float, value: float) -> None:
    """By hand: -5 + 0.6 * 23.2225 + 0.4 * (35 - 15 p), p = 0.2 changed, from 0 to 1."""
    found = actions(worked_example())
    situation = replace(found.layout.start(), collapse=np.array([change]))
    leaf = found.leaf_of(situation, found.layout.outlook(situation))
    place = found.choices.index(Choice("fix", "leaders", 0))
    assert BELIEF @ leaf.of(place)[0] == pytest.approx(value, abs=1e-9)


def test_if_the_offer_lapses_only_moves_that_can_be_had_remain() -> None:
    assert actions(worked_example()).leaf(ROOT).lapsed[0].tolist() == [[35, 30.5], [35, 30.5]]
    needs = {"parties/cyrene": {"role": "partner"}, "moves/pressure/needs": ["cyrene"]}
    assert actions(changed(worked_example(), needs)).leaf(ROOT).lapsed[0].tolist() == [[35], [35]]


def test_to_step_down_is_to_a_lower_level() -> None:
    data = changed(worked_example(), {**MINISTERS, "meeting/level": "ministers", "meeting/levels/officials": {"reach": "40%"}})
    levels = {(c.act, c.level) for c in actions(data).choices if c.level is not None}
    assert levels == {("fix", "ministers"), ("step_down", "officials"), ("step_down_after_fixing", "officials")}


@pytest.mark.parametrize(("level", "action"), [("ministers", "step_down"), ("leaders", "fix")])
def test_a_level_that_cannot_be_valued_is_missing_alone(level: str, action: str) -> None:
    path = f"meeting/levels/{level}/collapse/loss"
    found = actions(changed(worked_example(), {**MINISTERS, path: "unknown"}))
    assert found.missing == {action: path.replace("/", ".")}
    assert {c.act for c in found.choices} & {"fix", "step_down"} == {"fix", "step_down"} - {action}


def test_an_unknown_cost_of_reversal_blocks_forgoing_only_once_a_date_is_agreed() -> None:
    unknown = changed(worked_example(), {"meeting/reversal_cost": "unknown"})
    found = actions(unknown)
    assert found.missing == {"forgo": "meeting.reversal_cost"}
    assert {c.act for c in found.choices} == {"fix"}
    before = actions(changed(unknown, {"meeting/agreed": DELETE}))
    assert before.missing == {"fix_conditionally": "meeting.reversal_cost"}
    assert value_of(assessed(changed(unknown, {"meeting/agreed": DELETE})), "forgo") == pytest.approx(35)


def test_what_can_be_chosen_is_asked_anew_in_every_state() -> None:
    """Telling Cyrene opens the pressure that needs it, and meets the condition that holds the date."""
    condition = "consultation.cyrene"
    data = changed(
        worked_example(),
        {
            "parties/cyrene": {"role": "partner"},
            "moves/pressure/needs": ["cyrene"],
            "gate/steps/fix_date": [condition],
            "preparation": {"tell": {"aligns": "cyrene", "cost": 0, "days": 0, "fails": "10%"}},
        },
    )
    found = actions(data)
    told, failed = (frozenset({Done(0, outcome)}) for outcome in (0, 1))

    def open_to(state: State, *acts: Any, blocked: tuple[str, ...] = (condition,)) -> list[tuple[str, int]]:
        mask = found.mask(state, acts, frozenset(blocked))
        return [(c.act, c.moves) for k, c in enumerate(found.choices) if mask[k]]

    assert open_to(ROOT, "fix", "forgo") == [("forgo", 0)]
    assert open_to(ROOT, "fix", "forgo", blocked=()) == [("forgo", 0), ("fix", 0)]
    assert open_to(ROOT, "fix", blocked=()) == [("fix", 0)]
    assert open_to(told, "fix", "forgo") == [("forgo", 0), ("forgo", 1), ("fix", 0), ("fix", 1)]
    assert open_to(failed, "fix", "forgo") == [("forgo", 0)]
