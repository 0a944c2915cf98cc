# SPDX-License-Identifier: Apache-2.0
"""Power in a vote as rows: exact fractions, written as text (`7/30`), in the order of the players."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pourparler.engines.partners import Rule, VotingGame, power_indices
from pourparler.exchange.numbers import write_exact


@dataclass(frozen=True)
class RuleRow:
    """A quota and the weights it is counted in; `assumed`: nobody stated the quota, it is more than half of the weights."""

    quota: str
    weights: tuple[str, ...]
    assumed: bool


@dataclass(frozen=True)
class PowerRow:
    """Power in a vote: exact fractions in the order of the players. `banzhaf` sums to 1, `banzhaf_absolute` need not."""

    players: tuple[str, ...]
    rules: tuple[RuleRow, ...]
    vetoes: tuple[str, ...]
    shapley_shubik: tuple[str, ...]
    banzhaf: tuple[str, ...]
    banzhaf_absolute: tuple[str, ...]
    swings: tuple[int, ...]


def power_row(
    players: Sequence[str], rules: Sequence[tuple[tuple[Fraction, ...], Fraction | None]], vetoes: Sequence[str]
) -> PowerRow:
    """Return the power of players under rules: weights and a quota each, None for more than half of the weights."""
    quotas = [_majority(weights) if least is None else least for weights, least in rules]
    veto = dict.fromkeys(vetoes)
    game = VotingGame(
        tuple(Rule(weights, least) for (weights, _), least in zip(rules, quotas, strict=True)),
        frozenset(place for place, name in enumerate(players) if name in veto),
    )
    found = power_indices(game)
    told = tuple(
        RuleRow(write_exact(least), tuple(map(write_exact, weights)), given is None)
        for (weights, given), least in zip(rules, quotas, strict=True)
    )
    shapley, banzhaf, absolute = (tuple(map(str, part)) for part in (found.shapley_shubik, found.banzhaf, found.absolute))
    return PowerRow(tuple(players), told, tuple(veto), shapley, banzhaf, absolute, found.swings)


def _majority(weights: Sequence[Fraction]) -> Fraction:
    """Return the least quota that is more than half, in whole units of the weights."""
    unit = np.gcd.reduce(np.array([weight.numerator for weight in weights], dtype=object))
    shared = Fraction(int(unit), int(np.lcm.reduce(np.array([weight.denominator for weight in weights], dtype=object))))
    return (sum(weights, Fraction(0)) / 2 // shared + 1) * shared
