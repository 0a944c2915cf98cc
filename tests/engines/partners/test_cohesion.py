# SPDX-License-Identifier: Apache-2.0
"""Cohesion, the most cohesive packages and wedges against the enumeration of all worlds and packages.

No published table exists: cohesion and wedges are this project's own definitions.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.partners.small_reactions import Small, small
from pourparler.engines.partners import Reactions, Tiebreak, cohesion, most_cohesive, wedges
from pourparler.errors import EngineInputError


@settings(max_examples=150, deadline=None)
@given(small())
def test_cohesion_matches_an_enumeration_of_worlds_and_packages(drawn: Small) -> None:
    packages = drawn.packages
    effect, opposed = drawn.reactions.on(np.array(packages))
    for place, package in enumerate(packages):
        for world in range(len(drawn.tolerance)):
            for party in range(len(drawn.tolerance[0])):
                assert effect[world, party, place] == drawn.effect(world, party, package)
                assert opposed[world, party, place] == drawn.opposes(world, party, package)
    assert cohesion(opposed).tolist() == pytest.approx([drawn.cohesion(package) for package in packages])


@settings(max_examples=300, deadline=None)
@given(small(), st.integers(1, 6), st.sampled_from([-np.inf, 0.0, 3.0]))
def test_the_most_cohesive_packages_match_an_enumeration(drawn: Small, count: int, least: float) -> None:
    found = most_cohesive(drawn.reactions, drawn.tiebreak, drawn.barred, count, even_at_least=least)
    allowed = [package for package in drawn.allowed if drawn.even(package) >= least]
    best = sorted(((drawn.cohesion(p), drawn.even(p)) for p in allowed), reverse=True)[:count]
    assert found.exact
    assert found.cohesion.tolist() == pytest.approx([held for held, _ in best])
    assert found.even.tolist() == pytest.approx([even for _, even in best])
    for package, held in zip(found.packages.tolist(), found.cohesion.tolist(), strict=True):
        assert tuple(package) in allowed and drawn.cohesion(tuple(package)) == pytest.approx(held)
        assert drawn.tiebreak.gains(package).min() == drawn.even(tuple(package))
    assert len({tuple(p) for p in found.packages.tolist()}) == len(found.packages) == min(count, len(allowed))


@settings(max_examples=150, deadline=None)
@given(small(), st.integers(0, 4))
def test_a_search_cut_short_never_claims_more_than_is_so(drawn: Small, most: int) -> None:
    found = most_cohesive(drawn.reactions, drawn.tiebreak, drawn.barred, 1, most)
    best = max((drawn.cohesion(p) for p in drawn.allowed), default=0)
    if found.exact:
        assert found.cohesion.tolist() == pytest.approx([best] if drawn.allowed else [])
    else:
        assert found.bound >= best - 1e-12
        assert all(drawn.cohesion(tuple(p)) == pytest.approx(c) for p, c in zip(found.packages, found.cohesion, strict=True))


def joint(*effects: list[int]) -> Reactions:
    """One issue of two options: the first does nothing, the second what the list of each party says. Nobody bears a loss."""
    both = np.array(effects, dtype=float).T[:, :, None] * np.array([0.0, 1.0])
    return Reactions((both,), (np.zeros((len(effects), 2), dtype=bool),), np.zeros(both.shape[:2]))


def test_cohesion_is_joint_and_not_the_product_of_what_each_can_live_with() -> None:
    """Each can live with it in half of the worlds: in the same half 50 %, in opposite halves never; a product says 25 %."""
    package = np.array([[1]])
    assert cohesion(joint([1, 1, -1, -1], [1, 1, -1, -1]).on(package)[1]).tolist() == [0.5]
    assert cohesion(joint([1, 1, -1, -1], [-1, -1, 1, 1]).on(package)[1]).tolist() == [0.0]


@settings(max_examples=60, deadline=None)
@given(small(), st.data())
def test_names_decide_nothing(drawn: Small, data: st.DataObject) -> None:
    """With parties in another order the same is found; what each does is found at its new place."""
    order = data.draw(st.permutations(range(len(drawn.tolerance[0]))))
    there = drawn.reactions
    moved = Reactions(
        tuple(e[:, order] for e in there.effects), tuple(c[order] for c in there.crossed), there.tolerance[:, order]
    )
    packages = np.array(drawn.packages)
    effect, opposed = there.on(packages)
    assert (moved.on(packages)[0] == effect[:, order]).all() and (moved.on(packages)[1] == opposed[:, order]).all()
    first, second = (most_cohesive(r, drawn.tiebreak, drawn.barred, 3) for r in (there, moved))
    assert first.packages.tolist() == second.packages.tolist() and first.cohesion.tolist() == second.cohesion.tolist()
    reference = [0] * len(drawn.worth)
    one, other = wedges(there, reference), wedges(moved, reference)
    assert (one.gap == other.gap).all() and (one.drop == other.drop).all() and (one.divided == other.divided).all()


@settings(max_examples=60, deadline=None)
@given(small())
def test_a_party_that_nothing_touches_changes_nothing_but_what_divides(drawn: Small) -> None:
    there = drawn.reactions
    worlds = len(drawn.tolerance)
    idle = Reactions(
        tuple(np.concatenate([e, np.zeros((worlds, 1, e.shape[2]))], axis=1) for e in there.effects),
        tuple(np.concatenate([c, np.zeros((1, c.shape[1]), dtype=bool)]) for c in there.crossed),
        np.concatenate([there.tolerance, np.zeros((worlds, 1))], axis=1),
    )
    packages = np.array(drawn.packages)
    assert (cohesion(there.on(packages)[1]) == cohesion(idle.on(packages)[1])).all()
    first, second = (most_cohesive(r, drawn.tiebreak, drawn.barred, 3) for r in (there, idle))
    assert (first.packages.tolist(), first.cohesion.tolist()) == (second.packages.tolist(), second.cohesion.tolist())


@settings(max_examples=150, deadline=None)
@given(small(), st.data())
def test_wedges_match_plain_loops(drawn: Small, data: st.DataObject) -> None:
    reference = tuple(data.draw(st.integers(0, len(parts[0]) - 1)) for parts in drawn.worth)
    found = wedges(drawn.reactions, reference)
    worlds, parties = range(len(drawn.tolerance)), range(len(drawn.tolerance[0]))
    for issue, parts in enumerate(drawn.worth):
        steps = [(*reference[:issue], option, *reference[issue + 1 :]) for option in range(len(parts[0]))]
        gaps = []
        for step in steps:
            changes = [[drawn.effect(w, p, step) - drawn.effect(w, p, reference) for p in parties] for w in worlds]
            gaps.append([max(change) - min(change) for change in changes])
        assert found.gap[:, issue].tolist() == [max(gap[w] for gap in gaps) for w in worlds]
        drop = drawn.cohesion(reference) - min(drawn.cohesion(step) for step in steps)
        assert found.drop[issue] == pytest.approx(drop)
        split = [
            sum(0 < sum(drawn.opposes(w, p, step) for p in parties) < len(parties) for w in worlds) / len(worlds)
            for step in steps
        ]
        assert found.divided[issue] == pytest.approx(max(split))
        assert found.option[issue] == max(range(len(steps)), key=lambda o: (sum(gaps[o]), -o))


def test_what_costs_all_partners_alike_is_no_wedge() -> None:
    alike, apart = wedges(joint([-9, -9], [-9, -9]), (0,)), wedges(joint([3, 3], [-2, -2]), (0,))
    assert (alike.gap.tolist(), alike.divided.tolist(), alike.drop.tolist()) == ([[0], [0]], [0], [1])
    assert (apart.gap.tolist(), apart.divided.tolist(), apart.drop.tolist()) == ([[5], [5]], [1], [1])


def test_a_table_of_very_many_packages_is_searched_and_not_enumerated() -> None:
    """Forty issues of three options, 3^40 packages. Each last option costs the one partner 1 of the 20 it bears, and is worth
    2 to us and 3 to them; the first is worth nothing. Twenty last options are the best that it can live with."""
    issues = 40
    effects = tuple(np.array([[[0.0, -5.0, -1.0]]]) for _ in range(issues))
    crossed = tuple(np.zeros((1, 3), dtype=bool) for _ in range(issues))
    worth = tuple(np.array([[0.0, 0.0, 2.0], [0.0, 0.0, 3.0]]) for _ in range(issues))
    tiebreak = Tiebreak(worth, (), np.array([10.0, 0.0]))
    found = most_cohesive(Reactions(effects, crossed, np.full((1, 1), 20.0)), tiebreak, [], 1)
    assert (found.cohesion.tolist(), found.even.tolist()) == ([1.0], [30.0])
    assert (found.exact, found.bound) == (False, 1.0), "a knapsack: that nothing is better is not shown"


@pytest.mark.parametrize("wrong", ["effects", "crossed", "reference", "worth", "nothing"])
def test_shapes_that_do_not_fit_are_refused(wrong: str) -> None:
    effects, crossed, tolerance = (np.zeros((2, 1, 3)),), (np.zeros((1, 3), dtype=bool),), np.zeros((2, 1))
    with pytest.raises(EngineInputError):
        if wrong == "effects":
            Reactions((np.zeros((3, 1, 3)),), crossed, tolerance)
        elif wrong == "crossed":
            Reactions(effects, (np.zeros((1, 2), dtype=bool),), tolerance)
        elif wrong == "nothing":
            Reactions((), (), tolerance)
        elif wrong == "reference":
            wedges(Reactions(effects, crossed, tolerance), (0, 0))
        else:
            most_cohesive(Reactions(effects, crossed, tolerance), Tiebreak((np.zeros((2, 2)),), (), np.zeros(2)), [], 1)
