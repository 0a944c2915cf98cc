# SPDX-License-Identifier: Apache-2.0
"""The concession ladder: what a step costs and is worth, and the order in which to give."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings

from exchange.tables import tables
from pourparler.assess.concessions import ladder
from pourparler.exchange import Profile, StatedIssue, StatedTable


def table(own: list[list[int]], other: list[list[int]], **more: object) -> StatedTable:
    issues = tuple(StatedIssue(f"i{n}", tuple("abcde"[: len(row)])) for n, row in enumerate(own))
    profiles = tuple(
        Profile(name, tuple(tuple(map(Fraction, row)) for row in rows)) for name, rows in (("us", own), ("them", other))
    )
    return StatedTable("t", issues, profiles, 100, **more)  # type: ignore[arg-type]


def steps(stated: StatedTable) -> list[tuple[str, str, str, int, int]]:
    return [(s.issue, s.start, s.end, int(s.costs), int(s.worth["them"])) for s in ladder(stated, 0)]


def test_what_is_worth_most_for_its_cost_comes_first() -> None:
    found = table([[10, 0], [30, 0], [5, 0]], [[0, 30], [0, 20], [0, 5]])
    assert steps(found) == [("i0", "a", "b", 10, 30), ("i2", "a", "b", 5, 5), ("i1", "a", "b", 30, 20)]
    assert [step.ratio for step in ladder(found, 0)] == [3, 1, Fraction(2, 3)]


def test_what_costs_more_and_is_worth_no_more_is_no_step() -> None:
    assert steps(table([[10, 8, 6, 0]], [[0, 5, 5, 9]])) == [("i0", "a", "b", 2, 5), ("i0", "b", "d", 8, 4)]
    assert steps(table([[10, 0]], [[5, 0]])) == []
    assert steps(table([[10, 10]], [[0, 5]])) == []


def test_a_poor_step_comes_early_if_it_opens_a_good_one() -> None:
    found = table([[20, 10, 5], [10, 0]], [[0, 1, 40], [0, 15]])
    assert [step[:3] for step in steps(found)] == [("i0", "a", "b"), ("i0", "b", "c"), ("i1", "a", "b")]


def test_barred_options_are_no_steps() -> None:
    found = table([[10, 5, 0]], [[0, 6, 9]], barred=({"i0": "b"},))
    assert steps(found) == [("i0", "a", "c", 10, 9)]


@given(stated=tables())
@settings(max_examples=150, deadline=None)
def test_steps_of_an_issue_join_and_cost_something_for_something(stated: StatedTable) -> None:
    for place, profile in enumerate(stated.profiles):
        found = ladder(stated, place)
        for number, issue in enumerate(stated.issues):
            own = [step for step in found if step.issue == issue.name]
            assert all(first.end == second.start for first, second in pairwise(own))
            open_to = [o for o in range(len(issue.options)) if {issue.name: issue.options[o]} not in stated.barred]
            if own:
                start = issue.options.index(own[0].start)
                assert profile.worth[number][start] == max(profile.worth[number][o] for o in open_to)
        for step in found:
            number = [issue.name for issue in stated.issues].index(step.issue)
            start, end = (stated.issues[number].options.index(option) for option in (step.start, step.end))
            assert step.costs == profile.worth[number][start] - profile.worth[number][end] > 0
            assert set(step.worth) == set(stated.parties) - {profile.party}
            assert sum(step.worth.values()) == step.ratio * step.costs > 0
