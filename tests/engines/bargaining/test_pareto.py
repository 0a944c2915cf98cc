# SPDX-License-Identifier: Apache-2.0
"""The frontier by sum and prune equals enumeration, package by package; with an epsilon nothing better is missed by more."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.bargaining.small_payoffs import frontier_by_pairs, open_packages, small_payoffs
from pourparler.engines.bargaining import ParetoFrontier, Payoffs, pareto, pareto_frontier
from pourparler.errors import EngineInputError

EVERY = 10**6


def packages_of(frontier: ParetoFrontier) -> dict[tuple[int, ...], set[tuple[int, ...]]]:
    return {
        tuple(point): {tuple(package) for package in frontier.packages_at(place, EVERY).tolist()}
        for place, point in enumerate(frontier.values.tolist())
    }


@settings(max_examples=2_000, deadline=None)
@given(small_payoffs(), st.data())
def test_it_equals_enumeration(payoffs: Payoffs, data: st.DataObject) -> None:
    floors = None
    if data.draw(st.booleans()):
        reach = int(sum(np.abs(part).max() for part in payoffs.parts))
        floors = np.array(data.draw(st.lists(st.integers(-reach, reach), min_size=payoffs.parties, max_size=payoffs.parties)))
    expected = frontier_by_pairs(payoffs, None if floors is None else floors.tolist())
    frontier = pareto_frontier(payoffs, floors)
    assert packages_of(frontier) == expected
    assert [len(expected[tuple(point)]) for point in frontier.values.tolist()] == list(frontier.packages)
    assert frontier.values.tolist() == sorted(frontier.values.tolist(), reverse=True)
    assert frontier.is_exact


@settings(max_examples=30, deadline=None)
@given(small_payoffs(most_packages=20_000))
def test_it_equals_enumeration_on_larger_tables(payoffs: Payoffs) -> None:
    assert packages_of(pareto_frontier(payoffs)) == frontier_by_pairs(payoffs)


@settings(max_examples=300, deadline=None)
@given(small_payoffs(), st.integers(1, 500))
def test_with_an_epsilon_nothing_better_is_missed_by_as_much(payoffs: Payoffs, epsilon: int) -> None:
    frontier = pareto_frontier(payoffs, epsilon=epsilon)
    assert frontier.epsilon <= epsilon
    values = np.array([point for _, point in open_packages(payoffs)]).reshape(-1, payoffs.parties)
    if len(values):
        reached = (frontier.values[:, None, :] + frontier.epsilon >= values[None]).all(axis=2)
        assert reached.any(axis=0).all()
    for place, point in enumerate(frontier.values):
        assert (payoffs.values_of(frontier.packages_at(place, 3)) == point).all()


@settings(max_examples=100, deadline=None)
@given(small_payoffs(), st.integers(0, 10**6))
def test_the_order_of_issues_options_and_parties_changes_nothing(payoffs: Payoffs, seed: int) -> None:
    def shuffled(count: int) -> list[int]:
        return sorted(range(count), key=lambda place: hash((seed, place, count)))

    issues, parties = shuffled(len(payoffs.parts)), shuffled(payoffs.parties)
    options = [shuffled(count) for count in payoffs.option_counts]

    def moved(combination: dict[int, int]) -> dict[int, int]:
        return {issues.index(issue): options[issue].index(option) for issue, option in combination.items()}

    other = Payoffs(
        tuple(payoffs.parts[issue][options[issue]][:, parties] for issue in issues),
        tuple((moved(dict(c)), amount[parties]) for c, amount in payoffs.together),
        tuple(moved(dict(c)) for c in payoffs.barred),
    )
    frontier = pareto_frontier(other)
    back = {tuple(point[parties.index(party)] for party in range(len(parties))) for point in frontier.values.tolist()}
    assert back == set(frontier_by_pairs(payoffs))


def test_packages_beyond_any_machine_number_are_counted() -> None:
    # Eighty issues, two options worth the same: one value point, 2^80 packages attain it.
    payoffs = Payoffs(tuple(np.array([[1, 2], [1, 2]]) for _ in range(80)))
    frontier = pareto_frontier(payoffs)
    assert frontier.values.tolist() == [[80, 160]]
    assert frontier.packages == (2**80,)
    assert payoffs.combinations == 2**80
    assert len(frontier.packages_at(0, 7)) == 7
    assert len({tuple(package) for package in frontier.packages_at(0, 7).tolist()}) == 7


def test_where_everything_is_barred_the_frontier_is_empty() -> None:
    payoffs = Payoffs((np.array([[1, 2], [2, 1]]), np.array([[0, 0]])), (), ({1: 0},))
    assert not len(pareto_frontier(payoffs).values)
    assert not len(pareto_frontier(Payoffs(payoffs.parts), np.array([3, 3])).values)


def test_many_points_are_joined_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = tuple(np.array([[a, 5**place * 4 - a] for a in range(0, 5 ** (place + 1), 5**place)]) for place in range(5))
    whole = pareto_frontier(Payoffs(parts))
    monkeypatch.setattr(pareto, "JOINED_AT_ONCE", 50)
    assert packages_of(pareto_frontier(Payoffs(parts))) == packages_of(whole) == frontier_by_pairs(Payoffs(parts))
    assert len(whole.values) == 5**5


def test_more_points_than_can_be_held_are_refused_and_an_epsilon_is_offered() -> None:
    parts = tuple(np.array([[a, -a] for a in range(0, 5 ** (place + 1), 5**place)]) for place in range(5))
    with pytest.raises(EngineInputError, match="allow an epsilon"):
        pareto_frontier(Payoffs(parts), most_points=1_000)
    assert len(pareto_frontier(Payoffs(parts), epsilon=100, most_points=1_000).values) < 1_000


@settings(max_examples=60, deadline=None)
@given(small_payoffs(parties=(4, 5)))
def test_four_parties_take_an_epsilon_unasked_and_say_so(payoffs: Payoffs) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pareto, "MOST_COMPARED", 8)
        frontier = pareto_frontier(payoffs)
    values = np.array(list(frontier_by_pairs(payoffs))).reshape(-1, payoffs.parties)
    reached = (frontier.values[:, None, :] + frontier.epsilon >= values[None]).all(axis=2)
    assert reached.any(axis=0).all()
    assert frontier.is_exact == (frontier.epsilon == 0)


def test_terms_too_closely_tied_are_refused_and_loosened_with_an_epsilon(monkeypatch: pytest.MonkeyPatch) -> None:
    from pourparler.engines.bargaining import open_terms

    draw = np.random.default_rng(4)
    terms = tuple(
        ({issue: int(draw.integers(3)), other: int(draw.integers(3))}, draw.integers(0, 4, 2))
        for issue in range(6)
        for other in range(issue)
    )
    payoffs = Payoffs(tuple(draw.integers(0, 1_000, (3, 2)) for _ in range(6)), terms)
    exact = frontier_by_pairs(payoffs)
    monkeypatch.setattr(open_terms, "MOST_GROUPS", 20)
    with pytest.raises(EngineInputError, match="allow an epsilon"):
        pareto_frontier(payoffs)
    frontier = pareto_frontier(payoffs, epsilon=200)
    values = np.array(list(exact))
    assert 0 < frontier.epsilon <= 200
    assert (frontier.values[:, None, :] + frontier.epsilon >= values[None]).all(axis=2).any(axis=0).all()
    for place, point in enumerate(frontier.values):
        assert (payoffs.values_of(frontier.packages_at(place, 1)) == point).all()


def test_what_a_caller_gets_wrong() -> None:
    payoffs = Payoffs((np.array([[1, 2]]),))
    with pytest.raises(EngineInputError, match="floor"):
        pareto_frontier(payoffs, np.array([1, 2, 3]))
    with pytest.raises(EngineInputError, match="negative"):
        pareto_frontier(payoffs, epsilon=-1)
