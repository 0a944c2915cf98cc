# SPDX-License-Identifier: Apache-2.0
"""Power in votes: how often a player decides, by Shapley and Shubik and by Banzhaf, exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial, lcm

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

#: Losing coalitions are counted by size and weight in a table of at most so many cells: 64 MiB.
MOST_CELLS = 8_000_000
#: Where that table is too large, or several rules hold at once, every coalition is looked at: of at most so many players.
MOST_ENUMERATED = 20
#: More players than this are not counted: a count of coalitions has to fit into 63 bits.
MOST_PLAYERS = 62
#: Weights add up to less than this, once they are whole numbers.
LARGEST_TOTAL = 2**62


@dataclass(frozen=True)
class Rule:
    """A coalition satisfies a rule if the weights of its players reach the quota."""

    weights: tuple[Fraction, ...]
    quota: Fraction


@dataclass(frozen=True)
class VotingGame:
    """A coalition wins if it satisfies every one of `rules` and holds every player in `vetoes`, by place."""

    rules: tuple[Rule, ...]
    vetoes: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.rules or len({len(rule.weights) for rule in self.rules}) != 1 or not self.rules[0].weights:
            raise EngineInputError("a voting game needs a rule, and every rule a weight for each player")
        if not self.vetoes <= set(range(self.players)):
            raise EngineInputError("a veto of a player that is none")
        for rule in self.rules:
            if any(weight < 0 for weight in rule.weights):
                raise EngineInputError("weights must not be negative")
            if not 0 < rule.quota <= sum(rule.weights):
                raise EngineInputError("a quota must lie above 0 and not above the sum of the weights")

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.rules[0].weights)


@dataclass(frozen=True)
class Power:
    """Per player, exactly: both indices, each summing to one, and in how many coalitions of the others it is decisive.

    `banzhaf` is the normalised index; `absolute` the share of all coalitions of the others in which the player decides.
    """

    shapley_shubik: tuple[Fraction, ...]
    banzhaf: tuple[Fraction, ...]
    absolute: tuple[Fraction, ...]
    swings: tuple[int, ...]


def weighted_game(weights: Iterable[Fraction | int], quota: Fraction | int, vetoes: Iterable[int] = ()) -> VotingGame:
    """Return the game of one quota: a coalition wins if its weights reach it and every player with a veto is in it.

    Raises EngineInputError for no player, negative weights, a quota beyond reach, or the veto of a player that is none.
    Source: Felsenthal & Machover (1998), The Measurement of Voting Power, definition 2.3.14.
    """
    rule = Rule(tuple(Fraction(weight) for weight in weights), Fraction(quota))
    return VotingGame((rule,), frozenset(vetoes))


def power_indices(game: VotingGame) -> Power:
    """Return the Shapley–Shubik and Banzhaf indices of every player of a voting game, as exact fractions.

    Counts coalitions by size and weight (a generating function), taking each player out again in turn; weights that are
    fractions are put over one denominator first. Where that table would be too large, or under several rules, all coalitions
    are looked at.

    Read them as what the rules of the vote alone give to each player, all others being equally likely to vote either way
    (Banzhaf) or in any order (Shapley–Shubik). Do not trust them as a forecast where players are known to stand near each
    other.

    Raises EngineInputError for more players, or weights with more digits, than can be counted: the message says how many can.
    Source: Shapley & Shubik (1954); Banzhaf (1965); generating functions after Mann & Shapley (1962), RM-3158-PR.
    """
    counted = _swings(game)
    players = game.players
    orders = factorial(players)
    shapley = tuple(
        Fraction(sum(count * factorial(size) * factorial(players - size - 1) for size, count in enumerate(row)), orders)
        for row in counted
    )
    swings = tuple(sum(row) for row in counted)
    every = sum(swings)  # never 0: all players together win, and the last one to be taken away decides
    return Power(
        shapley,
        tuple(Fraction(count, every) for count in swings),
        tuple(Fraction(count, 2 ** (players - 1)) for count in swings),
        swings,
    )


def _swings(game: VotingGame) -> list[list[int]]:
    """Return, per player, in how many coalitions of the others of each size it is decisive."""
    if game.players > MOST_PLAYERS:
        raise EngineInputError(
            f"more than {MOST_PLAYERS} players, whose coalitions cannot be counted: join some who vote alike"
        )
    whole = [_whole(rule) for rule in game.rules]
    if len(whole) == 1:
        weights, quota = whole[0]
        if (game.players + 1) * quota <= MOST_CELLS:
            return _by_counting(weights, quota, game.vetoes)
    if game.players <= MOST_ENUMERATED:
        return _by_enumeration(whole, game.vetoes)
    raise EngineInputError(
        f"weights too fine, or too many rules, for more than {MOST_ENUMERATED} players: round the weights, so that the quota "
        f"in whole units times the number of players stays below {MOST_CELLS:,}, under one rule"
    )


def _whole(rule: Rule) -> tuple[list[int], int]:
    """Return weights and quota as small whole numbers with the same winners; rounding the quota up loses none."""
    unit = lcm(*(weight.denominator for weight in rule.weights))
    weights = [int(weight * unit) for weight in rule.weights]
    shared = int(np.gcd.reduce(np.array(weights, dtype=object)))
    if sum(weights) >= LARGEST_TOTAL * shared:
        raise EngineInputError("weights with more digits than can be counted exactly: round them")
    quota = rule.quota * unit / shared
    return [weight // shared for weight in weights], -(-quota.numerator // quota.denominator)


def _by_counting(weights: Sequence[int], quota: int, vetoes: frozenset[int]) -> list[list[int]]:
    """Count by size and weight the coalitions of players without a veto; those with one are in every coalition that can win."""
    free = [player for player in range(len(weights)) if player not in vetoes]
    given = sum(weights[player] for player in vetoes)
    at_least = max(0, quota - given)  # of weight that free players have to add
    losing = _counted([weights[player] for player in free], max(1, at_least))
    out: list[list[int]] = [[] for _ in weights]
    by_weight: dict[int, list[int]] = {}
    for player in free:
        own = weights[player]
        if own not in by_weight:
            without = _taken_out(losing, own)
            by_weight[own] = _by_size(without[:, max(0, at_least - own) : at_least], len(weights), len(vetoes))
        out[player] = by_weight[own]
    if vetoes:
        lost = losing[:, :at_least].sum(axis=1).tolist()
        decides = [0] * len(weights)
        for size, few in enumerate(lost):
            decides[size + len(vetoes) - 1] = comb(len(free), size) - few
        for player in vetoes:
            out[player] = decides
    return out


def _counted(weights: Sequence[int], below: int) -> NDArray[np.int64]:
    """Return how many coalitions there are by size and weight, [size, weight below `below`]."""
    table = np.zeros((len(weights) + 1, below), dtype=np.int64)
    table[0, 0] = 1
    for number, weight in enumerate(weights):
        if weight < below:
            table[1 : number + 2, weight:] += table[: number + 1, : below - weight].copy()
    return table


def _taken_out(table: NDArray[np.int64], weight: int) -> NDArray[np.int64]:
    """Return the same table without one player of such a weight."""
    below = table.shape[1]
    out = table.copy()
    if weight < below:
        for size in range(1, len(table)):
            out[size, weight:] -= out[size - 1, : below - weight]
    return out


def _by_size(part: NDArray[np.int64], players: int, given: int) -> list[int]:
    """Return counts by size of the whole coalition, of which `given` players with a veto are always part."""
    out = [0] * players
    for size, number in enumerate(part.sum(axis=1).tolist()):
        if number:
            out[size + given] = number
    return out


def _by_enumeration(rules: Sequence[tuple[list[int], int]], vetoes: frozenset[int]) -> list[list[int]]:
    """Look at every coalition."""
    players = len(rules[0][0])
    sizes = _sums([1] * players)
    wins = np.ones(2**players, dtype=np.bool_)
    for weights, quota in rules:
        wins &= _sums(weights) >= quota
    coalitions = np.arange(2**players)
    for player in vetoes:
        wins &= (coalitions >> player) & 1 == 1
    out = []
    for player in range(players):
        without = (coalitions >> player) & 1 == 0
        decides = wins[coalitions[without] | (1 << player)] & ~wins[without]
        out.append(np.bincount(sizes[without][decides], minlength=players).tolist())
    return out


def _sums(weights: Sequence[int]) -> NDArray[np.int64]:
    """Return the weight of every coalition, whose players are the bits of its number."""
    sums = np.zeros(1, dtype=np.int64)
    for weight in weights:
        sums = np.concatenate([sums, sums + weight])
    return sums
