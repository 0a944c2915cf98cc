# SPDX-License-Identifier: Apache-2.0
"""Published tables on joint positions and on power in votes, as the engine of partners computes them."""

import numpy as np

from pourparler.engines.partners import challenge_rounds, power_indices, weighted_game, weighted_mean_position
from published.bargaining import Given, Results


def joint_position(given: Given) -> Results:
    """The weighted mean of positions, capability times salience."""
    positions = np.array([given["positions"]], dtype=float)
    weights = np.array([given["salience"]]) * np.array([given["capability"]])
    return {"mean": weighted_mean_position(positions, weights)[0]}


def challenge(given: Given) -> Results:
    """Mean and median after each round of the challenge model, and where each actor stands then, counted from 1."""
    x, c, s = (np.array([given[name]], dtype=float) for name in ("positions", "capability", "salience"))
    found = challenge_rounds(x, c, s, given["rounds"])
    places = {f"actor_{number}": path for number, path in enumerate(found.positions[0].T.tolist(), start=1)}
    return {"mean": found.mean[0].tolist(), "median": found.median[0].tolist(), **places}


def voting_power(given: Given) -> Results:
    """Both indices of power, as exact fractions."""
    found = power_indices(weighted_game(given["weights"], given["quota"], given.get("vetoes", ())))
    return {name: [str(share) for share in getattr(found, name)] for name in ("shapley_shubik", "banzhaf")}
