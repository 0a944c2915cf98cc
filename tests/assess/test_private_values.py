# SPDX-License-Identifier: Apache-2.0
"""When a case is told that it expects agreement too often: by hand, beside a slow twin, and where it must stay silent."""

from typing import Any

import numpy as np
import pytest

from assess.variations import assessed, case_of, changed, worked_example
from pourparler.assess.private_values import PrivateZone, private_zone
from pourparler.assess.run import _take_steps
from pourparler.assess.worlds import Worlds
from pourparler.engines.bargaining import Supports, best_procedure

WORLDS = 400
#: A pie of a hundred points, cut finely: what we do not get, they have; both no-deal values about alike uncertain.
PIE: dict[str, Any] = {
    "issues": {"share": {"options": [f"p{part}" for part in range(101)], "status_quo": "p0"}},
    "values": {
        "aland": {"weights": {"share": 1}, "scores": {"share": list(range(101))}},
        "borea": {"weights": {"share": 1}, "scores": {"share": list(range(100, -1, -1))}},
    },
    "no_deal": {"aland": {"value": "25..75"}, "borea": {"value": "25..75"}},
    "moves": {},
    "compliance": 1,
    "staging": {},
    "mandate": {},
    "meeting/levels/leaders/reach": "80..90%",
}


def alarm(changes: dict[str, Any], worlds: int = WORLDS) -> dict[str, str]:
    found = assessed(changed(worked_example(), {**PIE, **changes}), worlds=worlds)
    return {row.id: str(row.text) for row in found.alarms if row.row == "O-04"}


def zone(changes: dict[str, Any], worlds: int = WORLDS) -> PrivateZone | None:
    case = case_of(changed(worked_example(), {**PIE, **changes}))
    steps = _take_steps(case, Worlds(case, 1, worlds), lambda step: None)
    assert steps.actions is not None and steps.layout is not None
    situation, outlook = steps.actions.outlook(frozenset())
    return private_zone(steps.layout.table, outlook, steps.intentions.posterior, situation.decided)


def test_a_pie_with_two_like_no_deal_values_leaves_about_nine_sixteenths() -> None:
    """A range 25..75 is normal about 50; what they can grant is the rest of the pie, so both ranges are nearly the same."""
    found = zone({})
    assert found is not None
    assert found.own == pytest.approx(found.granted, abs=1.5)
    assert found.most == pytest.approx(9 / 16, abs=0.03)
    (text,) = alarm({}).values()
    assert "leaders: where a zone exists, agreement is said to be found in 85% of cases" in text
    assert "about 5" in text
    assert "an orientation, not a limit" in text


@pytest.mark.parametrize("low", [50, 62, 70])
def test_it_is_raised_only_where_the_stated_chance_is_above_in_enough_worlds(low: int) -> None:
    assert bool(alarm({"meeting/levels/leaders/reach": f"{low}..95%"})) is (low >= 60)


def test_what_is_certain_or_known_raises_nothing() -> None:
    assert alarm({"no_deal": {"aland": {"value": "5..35"}, "borea": {"value": "5..35"}}}) == {}
    assert alarm({"no_deal/aland/value": 50}) == {}
    assert alarm({"no_deal/borea/value": 50}) == {}
    assert alarm({"no_deal": {"aland": {"value": "80..95"}, "borea": {"value": "80..95"}}}) == {}
    assert alarm({"no_deal/borea/value": "unknown"}) == {}
    assert zone({"no_deal/aland/value": 50}) is None


def test_the_wider_the_no_deal_values_the_less_can_be_agreed() -> None:
    found = [zone({"no_deal": {p: {"value": f"{40 - by}..{40 + by}"} for p in ("aland", "borea")}}) for by in (8, 16, 24, 32)]
    most = [one.most for one in found if one is not None]
    assert len(most) == 4
    assert most == sorted(most, reverse=True)
    assert most[0] > most[-1]


def test_against_a_slow_twin_with_two_types_and_few_packages() -> None:
    """The worked example with ranges: for every world and type, every package is looked at."""
    changes = {
        "no_deal": {"aland": {"value": "25..45"}, "borea": {"value": {"motive": {"settle": "50..60", "stall": "55..75"}}}}
    }
    case = case_of(changed(worked_example(), changes))
    steps = _take_steps(case, Worlds(case, 1, 50), lambda step: None)
    assert steps.actions is not None and steps.layout is not None
    situation, outlook = steps.actions.outlook(frozenset())
    found = private_zone(steps.layout.table, outlook, steps.intentions.posterior, situation.decided)
    own, other = outlook.own_no_deal[:, :, 0], outlook.other_no_deal[:, :, 0]
    table, belief = steps.layout.table, steps.intentions.posterior
    granted = np.zeros(own.shape)
    for world, kind in np.ndindex(own.shape):
        best = 0.0
        for first in range(3):
            for second in range(3):
                ours, theirs = (
                    side.by_type(0)[:, kind][-1 if side.by_type(0).shape[0] == 1 else world][first]
                    + side.by_type(1)[:, kind][-1 if side.by_type(1).shape[0] == 1 else world][second]
                    for side in (table.own, table.other)
                )
                if theirs >= other[world, kind] and ours > best:
                    best = ours
        granted[world, kind] = best
    ranges = []
    for values in (own, granted):
        weight = belief.ravel() / belief.sum()
        middle = np.average(values.ravel(), weights=weight)
        deviation = np.sqrt(np.average((values.ravel() - middle) ** 2, weights=weight))
        ranges.append((middle - 3**0.5 * deviation, middle + 3**0.5 * deviation))
    assert found is not None
    assert found.own == pytest.approx(ranges[0])
    assert found.granted == pytest.approx(ranges[1], abs=1e-4)
    within = best_procedure(Supports(ranges[0], ranges[1])).within_zone
    assert within is not None
    assert found.most == pytest.approx(float(within), abs=1e-4)
