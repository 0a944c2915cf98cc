# SPDX-License-Identifier: Apache-2.0
"""Preferences over states as ranks: from values with ties, from statements in order of importance, from weights of options.

Only the order of ranks counts. A higher rank is better; states of one rank are equally good.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.conflict.moves import Flags, Integers
from pourparler.errors import EngineInputError


def ranks_of(values: Sequence[int | float | Fraction]) -> Integers:
    """Return the rank [state] of each state, the worst 0, from what it is worth: higher is better, equals tie.

    Values are compared exactly, also where whole numbers stand beside decimals. Raises EngineInputError for one that is not a
    number. Source: ordinal preferences, Fang, Hipel & Kilgour (1993), ch. 2.
    """
    if any(value != value for value in values):
        raise EngineInputError("a value that is not a number has no rank")
    place = {value: rank for rank, value in enumerate(sorted(set(values)))}
    return np.array([place[value] for value in values], dtype=np.int32)


def ranks_by_statements(holds: NDArray[np.bool_]) -> Integers:
    """Return the rank [state] of each state from statements [statement, state] in order of importance, the first foremost.

    A state in which the first statement holds is better than any in which it does not, whatever the later ones say; and so on
    down. Any number of statements is exact. States in which the same statements hold tie.
    Source: option prioritisation, Peng, Hipel & Fang (1997): the score of a state is the sum of 2 ** (k - j) over the
    statements j of k that hold, of which only the order is used.
    """
    if holds.ndim != 2:
        raise EngineInputError("statements are a table of [statement, state]")
    if not len(holds):
        return np.zeros(holds.shape[1], dtype=np.int32)
    packed = np.packbits(holds, axis=0)
    order = np.lexsort(packed[::-1])
    steps = (np.diff(packed[:, order], axis=1) != 0).any(axis=0)
    ranks = np.empty(holds.shape[1], dtype=np.int32)
    ranks[order] = np.concatenate([[0], np.cumsum(steps)])[: len(order)]
    return ranks


def scores_by_weights(weights: Sequence[Fraction], taken: Flags) -> list[Fraction]:
    """Return the score of each state: the sum of the weights [option] of the options taken [state, option]; exact.

    A negative weight counts against a state. Source: option weighting, Fang, Hipel & Kilgour (1993), ch. 6; Hipel, Kilgour,
    Fang & Peng (1997).
    """
    if taken.ndim != 2 or taken.shape[1] != len(weights):
        raise EngineInputError("a weight for every option")
    scores = [Fraction(0)] * len(taken)
    for weight, column in zip(weights, taken.T, strict=True):
        scores = [score + weight if is_taken else score for score, is_taken in zip(scores, column.tolist(), strict=True)]
    return scores


def classes_of(values: Sequence[int | float | Fraction], thresholds: Sequence[int | float | Fraction]) -> Integers:
    """Return the class [state] of each state: how many thresholds its value reaches.

    Between two states of different classes preference is strong, within a class it is mild. Without thresholds all is mild.
    Source: the three levels of Hamouda, Kilgour & Hipel (2004): indifferent, mildly and strongly preferred.
    """
    return np.array([sum(value >= threshold for threshold in thresholds) for value in values], dtype=np.int32)
