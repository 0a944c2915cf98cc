# SPDX-License-Identifier: Apache-2.0
"""Packages as points: averages over worlds and beliefs, by sums, against the long way through every world, type and package."""

import numpy as np
import pytest

from assess.variations import DELETE, assessed, case_of, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.packages import MOST_POINTS, averages_of, package_rows
from pourparler.assess.run import _take_steps
from pourparler.assess.worlds import Worlds
from pourparler.engines.bargaining import admissible_packages, enumerate_packages

UNSURE = {
    "values/aland/weights": {"fleet": "50..80", "money": "20..40"},
    "values/borea/under/motive/settle/scores": {"fleet": [100, "30..70", 0], "money": [0, "20..60", 100]},
    "questions/motive/hypotheses": {"settle": "10..40%", "stall": "rest"},
    "mandate": {"red_lines": ["money.grant"]},
    "exclude": [{"fleet": "unchanged", "money": "none"}],
}


@pytest.fixture(scope="module")
def unsure() -> Assessment:
    return assessed(changed(worked_example(), UNSURE), worlds=60)


def test_the_worked_example_by_hand() -> None:
    rows = assessed(worked_example()).bargaining.drawn
    assert len(rows) == 9
    found = {tuple(row.package.values()): row for row in rows}
    # Own value of (halved, grant) is 42; theirs is 84 if they want to settle (0.35) and 66 if they stall.
    assert found["halved", "grant"].own == pytest.approx(42)
    assert found["halved", "grant"].counterpart == pytest.approx(0.35 * 84 + 0.65 * 66)
    assert found["halved", "grant"].share == pytest.approx(1)
    assert found["withdrawn", "none"].share == 0


@pytest.mark.parametrize("together", [False, True])
def test_averages_are_those_of_every_world_type_and_package(together: bool) -> None:
    more = {"values/borea/under/motive/settle/together": [{"when": {"fleet": "halved", "money": "credit"}, "add": "5..15"}]}
    case = case_of(changed(worked_example(), {**UNSURE, **(more if together else {})}))
    steps = _take_steps(case, Worlds(case, 1, 60), lambda step: None)
    assert steps.layout is not None and steps.actions is not None
    table, belief = steps.layout.table, steps.intentions.posterior
    rows = package_rows(table, averages_of(table, belief), np.zeros(0, dtype=np.intp), np.zeros(0))
    packages = enumerate_packages(table.template.counts)
    kept = np.flatnonzero(admissible_packages(packages, table.barred))
    for side, values in (("own", table.own), ("counterpart", table.other)):
        total = sum((values.by_type(k)[:, :, packages[:, k]] for k in range(2)), np.zeros(1))
        for combination, amount in values.together:
            held = np.all([packages[:, k] == o for k, o in combination.items()], axis=0)
            total = total + amount[:, values.variant][:, :, None] * held
        means = (total * belief[:, :, None]).sum(axis=1).mean(axis=0)
        assert [getattr(row, side) for row in rows] == pytest.approx(means[kept].tolist(), abs=1e-5)
    assert bool(table.other.together) is together


def test_only_packages_that_may_be_agreed_on_are_there(unsure: Assessment) -> None:
    packages = [tuple(row.package.values()) for row in unsure.bargaining.drawn]
    assert len(packages) == unsure.bargaining.packages == 5
    assert not any(money == "grant" for _, money in packages) and ("unchanged", "none") not in packages


def test_efficient_are_those_that_no_other_betters(unsure: Assessment) -> None:
    plain = assessed(worked_example()).bargaining.drawn
    assert {row.efficient for row in plain} == {True, False}
    for rows in (plain, unsure.bargaining.drawn):
        for row in rows:
            at_least = [o for o in rows if o.own >= row.own and o.counterpart >= row.counterpart]
            assert row.efficient is not any(o.own > row.own or o.counterpart > row.counterpart for o in at_least)


def test_shares_are_of_worlds_that_have_an_agreement() -> None:
    rows = assessed(worked_example(), worlds=5).bargaining.drawn
    assert sum(row.share or 0 for row in rows) == pytest.approx(1)
    nowhere = assessed(changed(worked_example(), {"no_deal/aland/value": 101})).bargaining
    assert nowhere.drawn and all(row.share is None for row in nowhere.drawn)


def test_of_more_packages_than_can_be_enumerated_the_frontier_and_the_likeliest_are_given() -> None:
    names = [f"issue{number:02}" for number in range(14)]
    scores = {"aland": [0, 40, 100], "borea": [100, 70, 0]}
    data = changed(worked_example(), {"staging": DELETE, "moves": DELETE, "effects": DELETE, "mandate": DELETE})
    data = changed(data, {"preparation": DELETE, "gate": DELETE, "break_even": DELETE})
    data["issues"] = {name: {"options": ["low", "some", "much"]} for name in names}
    data["values"] = {
        party: {"weights": {n: 1 + (k * step) % 7 for k, n in enumerate(names)}, "scores": dict.fromkeys(names, scores[party])}
        for party, step in (("aland", 3), ("borea", 5))
    }
    found = assessed(data, worlds=4).bargaining
    assert found.packages == 3**14
    assert 0 < len(found.drawn) <= MOST_POINTS
    assert any((row.share or 0) > 0 for row in found.drawn)
    efficient = sorted((row.own, -row.counterpart) for row in found.drawn if row.efficient)
    assert len(efficient) > 20 and [worth for _, worth in efficient] == sorted(worth for _, worth in efficient)
    assert efficient[0][0] == pytest.approx(0) and efficient[-1][0] == pytest.approx(100)
