# SPDX-License-Identifier: Apache-2.0
"""Power in votes: beside every order and every coalition of random games, and by properties."""

import itertools
from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.engines.partners import Power, Rule, VotingGame, power_indices, weighted_game
from pourparler.engines.partners import power as module
from pourparler.errors import EngineInputError

Weight = st.one_of(st.integers(0, 9).map(Fraction), st.fractions(0, 3, max_denominator=6))


@st.composite
def games(draw: st.DrawFn, most_rules: int = 2, most_players: int = 6) -> VotingGame:
    players = draw(st.integers(1, most_players))
    rules = []
    for _ in range(draw(st.integers(1, most_rules))):
        weights = draw(st.lists(Weight, min_size=players, max_size=players).filter(lambda row: sum(row) > 0))
        quota = sum(weights) * draw(st.fractions(0, 1, max_denominator=12).filter(lambda part: part > 0))
        rules.append(Rule(tuple(weights), quota))
    return VotingGame(tuple(rules), draw(st.frozensets(st.integers(0, players - 1))))


def wins(game: VotingGame, coalition: frozenset[int]) -> bool:
    return game.vetoes <= coalition and all(sum(rule.weights[p] for p in coalition) >= rule.quota for rule in game.rules)


def by_orders(game: VotingGame) -> list[Fraction]:
    """Shapley and Shubik's own words: in every order of the players, who turns a losing coalition into a winning one?"""
    pivots = [0] * game.players
    for order in itertools.permutations(range(game.players)):
        coalition: set[int] = set()
        for player in order:
            coalition.add(player)
            if wins(game, frozenset(coalition)):
                pivots[player] += 1
                break
    return [Fraction(pivot, factorial(game.players)) for pivot in pivots]


def by_coalitions(game: VotingGame) -> list[int]:
    """Banzhaf's own words: in how many coalitions of the others does a player decide?"""
    out = [0] * game.players
    for player in range(game.players):
        others = [other for other in range(game.players) if other != player]
        for size in range(game.players):
            for coalition in map(frozenset, itertools.combinations(others, size)):
                out[player] += wins(game, coalition | {player}) and not wins(game, coalition)
    return out


def agrees(found: Power, game: VotingGame) -> None:
    assert list(found.shapley_shubik) == by_orders(game)
    assert list(found.swings) == by_coalitions(game)
    assert list(found.banzhaf) == [Fraction(count, sum(found.swings)) for count in found.swings]
    assert list(found.absolute) == [Fraction(count, 2 ** (game.players - 1)) for count in found.swings]


@settings(max_examples=500, deadline=None)
@given(games(most_rules=1))
def test_one_rule_beside_every_order_and_coalition(game: VotingGame) -> None:
    agrees(power_indices(game), game)


@settings(max_examples=150, deadline=None)
@given(games(most_players=5))
def test_several_rules_beside_every_order_and_coalition(game: VotingGame) -> None:
    agrees(power_indices(game), game)


@settings(max_examples=100, deadline=None)
@given(games(most_rules=1, most_players=9))
def test_counting_and_looking_at_every_coalition_agree(game: VotingGame) -> None:
    whole = [module._whole(rule) for rule in game.rules]
    assert power_indices(game) == _indices_of(module._by_enumeration(whole, game.vetoes))


def _indices_of(counted: list[list[int]]) -> Power:
    players, swings = len(counted), tuple(sum(row) for row in counted)
    orders = factorial(players)
    shapley = (sum(n * factorial(k) * factorial(players - k - 1) for k, n in enumerate(row)) for row in counted)
    return Power(
        tuple(Fraction(part, orders) for part in shapley),
        tuple(Fraction(count, sum(swings)) for count in swings),
        tuple(Fraction(count, 2 ** (players - 1)) for count in swings),
        swings,
    )


@settings(max_examples=100, deadline=None)
@given(games(most_rules=1, most_players=8), st.randoms(use_true_random=False))
def test_players_swapped_power_swapped_and_all_of_it_is_given_out(game: VotingGame, random: object) -> None:
    order = list(range(game.players))
    random.shuffle(order)  # type: ignore[attr-defined]
    (rule,) = game.rules
    swapped = weighted_game([rule.weights[p] for p in order], rule.quota, [order.index(p) for p in game.vetoes])
    first, second = power_indices(game), power_indices(swapped)
    assert second.shapley_shubik == tuple(first.shapley_shubik[p] for p in order)
    assert second.banzhaf == tuple(first.banzhaf[p] for p in order)
    assert sum(first.shapley_shubik) == sum(first.banzhaf) == 1
    idle = weighted_game([*rule.weights, 0], rule.quota, game.vetoes)
    assert power_indices(idle).shapley_shubik == (*first.shapley_shubik, 0)


def test_many_players_are_counted_exactly() -> None:
    equal = power_indices(weighted_game([1] * 61, 31))
    assert set(equal.shapley_shubik) == set(equal.banzhaf) == {Fraction(1, 61)}
    dictator = power_indices(weighted_game([60, *[1] * 40], 60, [0]))
    assert dictator.shapley_shubik[:2] == (Fraction(1), Fraction(0))


def test_fine_weights_are_exact_as_well() -> None:
    fine = power_indices(
        weighted_game([Fraction(333333, 10**6), Fraction(333334, 10**6), Fraction(333333, 10**6)], Fraction(2, 3))
    )
    assert fine.shapley_shubik == (Fraction(1, 6), Fraction(2, 3), Fraction(1, 6))
    large = [10**9 + 7 * n for n in range(12)]
    assert sum(power_indices(weighted_game(large, sum(large) // 2 + 1)).shapley_shubik) == 1


@pytest.mark.parametrize(
    ("weights", "quota", "vetoes", "says"),
    [
        ([], 1, [], "a weight for each player"),
        ([1, -1, 3], 1, [], "negative"),
        ([1, 1], 3, [], "quota"),
        ([1, 1], 0, [], "quota"),
        ([1, 1], 1, [2], "veto"),
        ([1] * 63, 40, [], "more than 62 players"),
        ([10**9 + n for n in range(30)], 15 * 10**9, [], "round the weights"),
        ([2**62, 2**62 - 1], 2**62, [], "more digits"),
    ],
)
def test_mistakes_are_refused(weights: list[int], quota: int, vetoes: list[int], says: str) -> None:
    with pytest.raises(EngineInputError, match=says):
        power_indices(weighted_game(weights, quota, vetoes))
