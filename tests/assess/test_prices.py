# SPDX-License-Identifier: Apache-2.0
"""Shadow prices: of days, hazards, workstreams, conditions and red lines, by hand."""

from typing import Any

import numpy as np
import pytest

from assess.test_worth import steps_of
from assess.variations import changed, worked_example
from pourparler.assess.prices import prices_of
from pourparler.assess.prices_rows import PriceRow, Prices
from pourparler.assess.run import take
from pourparler.assess.steps import Steps


def priced(data: dict[str, Any], worlds: int = 2) -> tuple[Prices, Steps]:
    steps = steps_of(data, worlds)
    return prices_of(steps, take), steps


def row(found: Prices, kind: str, name: str) -> PriceRow:
    (only,) = (each for each in found.rows if (each.kind, each.name) == (kind, name))
    return only


def value(steps: Steps, action: str) -> float:
    assert steps.readiness is not None
    return steps.readiness.valued[action].mean


def test_the_plan_loses_what_its_only_step_brings() -> None:
    found, steps = priced(worked_example())
    for name in ("intentions", "together"):
        price = row(found, "workstream", name)
        assert price.points == pytest.approx(0.19725)
        assert price.without == "forgo"
    assert value(steps, "hold") == pytest.approx(35.19725)
    assert not any(each.name == "mandate" for each in found.rows)


def test_without_a_step_those_that_need_it_are_lost_as_well() -> None:
    """A mandate that lifts the reach by 0.3, and can be settled only once they have been sounded out."""
    step = {"decides": "mandate", "needs": ["sounding"], "reach": 0.3, "cost": 0.1, "days": 0}
    found, steps = priced(changed(worked_example(), {"preparation/settle": step}))
    assert value(steps, "hold") > 35.19725 + 0.1
    intentions, mandate, together = (row(found, "workstream", name) for name in ("intentions", "mandate", "together"))
    assert (intentions.points, intentions.without) == (together.points, "forgo")
    assert intentions.points == pytest.approx(value(steps, "hold") - 35)
    assert mandate.points == pytest.approx(value(steps, "hold") - 35.19725)
    assert mandate.without == "hold"


def test_beginning_later_loses_by_the_lapse_and_by_nothing_else() -> None:
    assert row(priced(worked_example())[0], "day", "plan").points == pytest.approx(0, abs=1e-12)
    found, steps = priced(changed(worked_example(), {"meeting/window": {"lapses_per_day": 0.02}}))
    lapsed = 1 - 0.98**7
    assert row(found, "day", "plan").points * 7 == pytest.approx(lapsed * (value(steps, "hold") - 35))
    readiness = steps.readiness
    assert readiness is not None
    assert readiness.delay_per_week is not None
    assert row(found, "day", "now").points * 7 == pytest.approx(float(readiness.delay_per_week.mean()))


def test_a_hazard_at_which_fixing_is_right() -> None:
    """Ten days of asking: 35 - 0.2 + s (gain + 0.2) is fixing at one chance s that the offer still stands."""
    data = {"meeting/price/aland": "-0.4", "preparation/sounding/days": 10}
    steady = steps_of(changed(worked_example(), data), 1)
    fix, hold = value(steady, "fix"), value(steady, "hold")
    assert 34.8 < fix < hold
    stands = (fix + 0.2 - 35) / (hold + 0.2 - 35)
    found, _ = priced(changed(worked_example(), {**data, "meeting/window": {"lapses_per_day": 0.001}}))
    (hazard,) = (each for each in found.hazard if each.action == "fix")
    assert hazard.per_day == pytest.approx(1 - stands ** (1 / 10), rel=1e-3)
    assert hazard.stated == pytest.approx(0.001)
    dear, _ = priced(changed(worked_example(), {"meeting/window": {"lapses_per_day": 0.001}, "preparation/sounding/days": 10}))
    assert [each.per_day for each in dear.hazard if each.action == "fix"] == [None]
    ahead, _ = priced(
        changed(worked_example(), {**data, "meeting/price/aland": "-20", "meeting/window": {"lapses_per_day": 0.1}})
    )
    assert [each.per_day for each in ahead.hazard if each.action == "fix"] == [0.0]


def test_a_condition_costs_what_the_gate_keeps_from_us() -> None:
    data = {"meeting/price/aland": "-10", "gate/steps/fix_date": ["mandate.approved"]}
    found, steps = priced(changed(worked_example(), data))
    price = row(found, "precondition", "mandate.approved")
    assert price.points == pytest.approx(value(steps, "fix") - 35)
    assert price.without == "fix"
    assert row(found, "precondition", "together").points == price.points


def test_a_red_line_costs_what_the_opposition_to_it_does() -> None:
    """Settling they agree on a fleet withdrawn; a third party that draws its line there lowers the reach by 0.3."""
    data = {
        "parties/cland": {"role": "partner", "opposition": {"reach": -0.3}},
        "red_lines": {"cland": ["fleet.withdrawn", "fleet.halved", "money.credit"]},
        "meeting/price/aland": "-10",
    }
    found, steps = priced(changed(worked_example(), data))
    names = [each.name for each in found.rows if each.kind == "red_line"]
    assert names == ["cland.fleet.withdrawn", "cland.fleet.halved", "cland.money.credit"]
    for name in names:
        line = name.removeprefix("cland.")
        kept = [each for each in data["red_lines"]["cland"] if each != line]  # type: ignore[index]
        again = steps_of(changed(worked_example(), {**data, "red_lines": {"cland": kept}}), 2)
        best = max(valued.mean for valued in again.readiness.valued.values())  # type: ignore[union-attr]
        now = max(valued.mean for valued in steps.readiness.valued.values())  # type: ignore[union-attr]
        assert row(found, "red_line", name).points == pytest.approx(best - now, abs=1e-9)
    assert max(row(found, "red_line", name).points for name in names) >= 0


def test_days_are_points_by_the_price_of_a_day() -> None:
    found, _ = priced(changed(worked_example(), {"meeting/price/aland": "-10", "meeting/window": {"lapses_per_day": 0.02}}))
    day = row(found, "day", "now")
    assert day.points > 0
    for each in found.rows:
        assert each.days == pytest.approx(each.points / day.points)
    still, _ = priced(worked_example())
    assert {each.days for each in still.rows} == {None}


def test_nothing_is_priced_where_nothing_can_be_valued() -> None:
    nothing = {key: part for key, part in worked_example().items() if key not in ("meeting", "preparation", "issues")}
    assert priced(nothing)[0] == Prices()
    assert np.isfinite([each.points for each in priced(worked_example())[0].rows]).all()


def test_a_case_with_as_many_steps_as_are_weighed_can_begin_later() -> None:
    chain = {f"s{n:02}": {"cost": 0.1, "days": 1, "needs": [f"s{n - 1:02}"] if n else []} for n in range(15)}
    found, _ = priced(changed(worked_example(), {"preparation": chain}), worlds=1)
    assert row(found, "day", "plan").points == pytest.approx(0)


@pytest.mark.parametrize(("on", "begins"), [("2031-03-20", False), ("2031-03-22", True)])
def test_a_plan_that_begins_a_week_later_runs_against_the_day_that_forces(on: str, begins: bool) -> None:
    """Six days are too few to wait for a week; after eight there is one left for the sounding, which takes one."""
    window = {"lapses_per_day": 0, "forcing_date": on}
    found, _ = priced(changed(worked_example(), {"meeting/window": window, "preparation/sounding/days": 1}), worlds=1)
    days = [each.points for each in found.rows if (each.kind, each.name) == ("day", "plan")]
    assert days == ([pytest.approx(0)] if begins else [])
