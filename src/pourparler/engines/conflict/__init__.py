# SPDX-License-Identifier: Apache-2.0
"""The graph model of conflict: states, moves and preferences of several actors, and at which states they stay."""

from pourparler.engines.conflict.coalitions import coalition_improvements, coalition_stabilities, coalitions_of
from pourparler.engines.conflict.evolution import Evolution, Step, evolution
from pourparler.engines.conflict.inverse import Inverse, inverse, meets
from pourparler.engines.conflict.moves import MOST_MOVES, Moves, moves_of
from pourparler.engines.conflict.preferences import classes_of, ranks_by_statements, ranks_of, scores_by_weights
from pourparler.engines.conflict.reachability import Sanction, jointly_reached, least_reached
from pourparler.engines.conflict.stability import (
    CONCEPTS,
    Conflict,
    Stabilities,
    StrongStabilities,
    stabilities,
    strong_stabilities,
)
from pourparler.engines.conflict.states import MOST_OPTIONS, OptionStates, option_moves, option_states, patterns

__all__ = [
    "CONCEPTS",
    "MOST_MOVES",
    "MOST_OPTIONS",
    "Conflict",
    "Evolution",
    "Inverse",
    "Moves",
    "OptionStates",
    "Sanction",
    "Stabilities",
    "Step",
    "StrongStabilities",
    "classes_of",
    "coalition_improvements",
    "coalition_stabilities",
    "coalitions_of",
    "evolution",
    "inverse",
    "jointly_reached",
    "least_reached",
    "meets",
    "moves_of",
    "option_moves",
    "option_states",
    "patterns",
    "ranks_by_statements",
    "ranks_of",
    "scores_by_weights",
    "stabilities",
    "strong_stabilities",
]
