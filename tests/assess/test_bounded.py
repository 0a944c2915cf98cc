# SPDX-License-Identifier: Apache-2.0
"""A case with more states of preparation than are weighed: steps are left out, and the best plan lies between both bounds."""

from typing import Any

import pytest

from assess.test_forced_and_closed import random_case
from assess.variations import case_of, changed, worked_example
from pourparler.assess import Assessment, assess, bounded
from pourparler.assess.case_plan import case_plan
from pourparler.briefing.planning import planning
from pourparler.briefing.terminal import render

SOUNDING = {"reveals": "motive", "cost": 0.01, "days": 3}
FEW = 30


def telling(share: int) -> dict[str, Any]:
    return {**SOUNDING, "outcomes": {"good": {"settle": f"{share}%", "stall": f"{100 - share}%"}, "bad": "rest"}}


def case(**changes: Any) -> dict[str, Any]:
    """Return the worked example with four soundings, one of which tells nothing, and a step that changes something."""
    steps = {f"ask_{share}": telling(share) for share in (50, 60, 70, 85)}
    return changed(worked_example(), {"preparation": {**steps, "talk": {"reach": "10%", "cost": 0.1, "days": 2}}, **changes})


def found(data: dict[str, Any], most: int, monkeypatch: pytest.MonkeyPatch, worlds: int = 3) -> Assessment:
    monkeypatch.setattr(bounded, "MOST_STATES", most)
    return assess(case_of(data), digest="", version="", worlds=worlds, seed=1)


@pytest.mark.parametrize("changes", [{}, {"no_deal/aland/per_month": -3}, {"meeting/window": {"lapses_per_day": "2%"}}])
def test_the_best_plan_lies_between_the_bounds(changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = found(case(**changes), 8192, monkeypatch)
    part = found(case(**changes), FEW, monkeypatch)
    assert whole.plan is not None and part.plan is not None
    assert (whole.plan.exact, whole.plan.left_out, whole.plan.nodes) == (True, (), 3**4 * 2)
    assert not part.plan.exact and part.plan.nodes is not None and part.plan.nodes <= FEW
    # The step that changes something stays, and so do the soundings that tell most.
    assert part.plan.left_out == ("ask_50", "ask_60")
    assert part.plan.lower is not None and part.plan.upper is not None
    assert part.plan.lower - 1e-9 <= whole.plan.value <= part.plan.upper + 1e-9
    assert part.plan.lower < part.plan.upper


def test_bounds_hold_on_random_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = above = 0
    for seed in range(24):
        whole, part = (found(random_case(seed), most, monkeypatch) for most in (8192, 6))
        if whole.plan is None or part.plan is None or part.plan.exact:
            continue
        looked_at += 1
        assert part.plan.lower is not None
        assert part.plan.lower <= whole.plan.value + 1e-9, seed
        if part.plan.upper is not None:
            above += 1
            assert whole.plan.value <= part.plan.upper + 1e-9, seed
    assert looked_at > 8
    assert above > 8


def test_bounds_are_printed_and_in_the_json(monkeypatch: pytest.MonkeyPatch) -> None:
    part = found(case(), FEW, monkeypatch)
    plan = case_plan(part)
    assert part.plan is not None and plan.bounds is not None
    assert (plan.exact, plan.bounds.lower, plan.bounds.upper) == (False, part.plan.lower, part.plan.upper)
    assert plan.left_out == ("ask_50", "ask_60")
    text = " ".join(render(planning(part), width=200, full=True, color=False).split())
    assert "The plan is not exact: it does without ask 50, ask 60, and is the best in 18 states of preparation." in text
    assert f"at least {part.plan.lower:.1f} points, and at most {part.plan.upper:.1f}, which is what one could have" in text
    (row,) = [row for row in part.preparation if row.step == "ask_50"]
    assert row.why is not None and "does without it" in str(row.why)
    exact = case_plan(found(case(), 8192, monkeypatch))
    assert exact.exact and exact.bounds is not None and exact.bounds.lower == exact.bounds.upper == exact.value_plan


def test_with_too_many_states_for_it_no_bound_above_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MOST_VISITED", 3)
    part = found(case(**{"no_deal/aland/per_month": -3}), FEW, monkeypatch)
    assert part.plan is not None and part.plan.upper is None
    text = " ".join(render(planning(part), width=200, full=True, color=False).split())
    assert "no bound above is known" in text


def test_a_step_is_kept_with_those_that_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    data = case()
    data["preparation"]["ask_85"]["needs"] = ["ask_50"]
    part = found(data, FEW, monkeypatch)
    assert part.plan is not None
    assert part.plan.left_out == ("ask_60", "ask_70")
