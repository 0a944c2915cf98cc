# SPDX-License-Identifier: Apache-2.0
"""The method of published tables that belongs to the graph model: who stays where, and what coalitions could improve on."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from pourparler.engines.conflict import (
    Conflict,
    coalition_improvements,
    coalitions_of,
    moves_of,
    ranks_of,
    stabilities,
)

Given = Mapping[str, Any]
Results = dict[str, Any]


def conflict(given: Given) -> Results:
    """States, arcs and payoffs as they are printed, counted from 1."""
    actors, count = tuple(given["arcs"]), given["states"]
    moves = []
    for arcs in given["arcs"].values():
        pairs = np.array(arcs, dtype=np.int64) - 1
        moves.append(moves_of(count, pairs[:, 0], pairs[:, 1]))
    model = Conflict(tuple(moves), np.array([ranks_of(given["payoff"][actor]) for actor in actors]))
    held = stabilities(model, given["sanction"])
    together = {}
    for members in coalitions_of(len(actors)):
        found = coalition_improvements(model, members)
        named = "+".join(actors[member] for member in members)
        together[named] = (np.stack([found.sources, found.targets], axis=1) + 1).tolist()
    return {
        "equilibria": {name: _told(flags) for name, flags in held.equilibria().items()},
        "per_actor": {
            actor: {name: _told(flags[place]) for name, flags in held.by_concept().items()}
            for place, actor in enumerate(actors)
        },
        "coalition_improvements": together,
    }


def _told(flags: np.ndarray[Any, np.dtype[np.bool_]]) -> list[int]:
    return (np.flatnonzero(flags) + 1).tolist()
