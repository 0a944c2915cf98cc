# SPDX-License-Identifier: Apache-2.0
"""The engine of partners beside its bars, beside plain enumeration and beside a peer's public figures, with growth.

Run with `python3 run.py python -m benchmarks.partners`. Machines are noisy: read the medians and the ratios.

Peers' public figures. The `power-index` package for Node, which looks at every order and coalition, gives for Shapley–Shubik
more than a second for 12 players and more than a minute for 14, and for Banzhaf a time that grows with 2^n (its page, late
2016); they stand in a column of their own. In orders of growth the best published is n·q·log q for all Shapley–Shubik indices
(Kakimura & Terai 2025, arXiv 2511.14995, n players, quota q); ours is n²·q with exact counts. KTAB and the public
re-implementations of Scholz et al. (2011) publish no run times that were found; none is made up here. Their machine is
another: what can be compared is how time grows.
"""

import itertools
import statistics
import time
from collections.abc import Callable
from math import factorial

import numpy as np

from pourparler.engines.partners import (
    Deference,
    Reactions,
    Tiebreak,
    best_order,
    challenge_rounds,
    most_cohesive,
    power_indices,
    weighted_game,
)

RUNS = 5
ROUNDS = 10
WORLDS = 2000
#: What the page of `power-index` for Node says of Shapley–Shubik, by number of players.
PUBLISHED = {12: "> 1", 14: "> 60"}


def median_seconds(task: Callable[[], object]) -> float:
    """Return the median seconds of a task, after one run to warm up."""
    task()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def challenge() -> None:
    """Print the challenge model by number of actors."""
    draw = np.random.default_rng(1)
    print(f"{'challenge model, 10 rounds':34}{'median s':>10}{'bar s':>8}")
    for actors, bar in ((10, None), (20, None), (46, 0.5), (100, None), (200, None)):
        x, c, s = draw.uniform(0, 100, (1, actors)), draw.uniform(0, 100, (1, actors)), draw.uniform(0, 1, (1, actors))
        seconds = median_seconds(lambda: challenge_rounds(x, c, s, ROUNDS))  # noqa: B023 - called at once
        print(f"{f'{actors} actors':34}{seconds:10.4f}{f'{bar}' if bar else '':>8}")


def by_every_order(weights: list[int], quota: int) -> list[int]:
    """The peer: Shapley–Shubik by looking at every order of the players."""
    pivots = [0] * len(weights)
    for order in itertools.permutations(range(len(weights))):
        total = 0
        for player in order:
            total += weights[player]
            if total >= quota:
                pivots[player] += 1
                break
    return pivots


def by_every_coalition(weights: list[int], quota: int) -> list[int]:
    """The peer: Banzhaf by looking at every coalition."""
    swings = [0] * len(weights)
    for chosen in range(2 ** len(weights)):
        total = sum(weight for place, weight in enumerate(weights) if chosen >> place & 1)
        if total >= quota:
            for place, weight in enumerate(weights):
                swings[place] += chosen >> place & 1 and total - weight < quota
    return swings


def power() -> None:
    """Print power indices by number of players, beside enumeration where that ends in time."""
    draw = np.random.default_rng(1)
    print(
        f"\n{'power, both indices':34}{'median s':>10}{'bar s':>8}{'every order s':>15}{'every coalition s':>19}"
        f"{'power-index (Node), published s':>33}"
    )
    for players, most, bar in (
        (8, 99, None),
        (9, 99, None),
        (12, 99, None),
        (14, 99, None),
        (30, 99, 0.2),
        (30, 999, 0.2),
        (60, 99, None),
    ):
        weights = draw.integers(1, most + 1, players).tolist()
        quota = sum(weights) // 2 + 1
        ours = median_seconds(lambda: power_indices(weighted_game(weights, quota)))  # noqa: B023 - called at once
        orders = coalitions = ""
        if factorial(players) < 1_000_000:
            orders = f"{median_seconds(lambda: by_every_order(weights, quota)):.3f}"  # noqa: B023 - called at once
        if players <= 14:
            coalitions = f"{median_seconds(lambda: by_every_coalition(weights, quota)):.3f}"  # noqa: B023 - called at once
        name = f"{players} players, weights to {most}"
        told = PUBLISHED.get(players, "")
        print(f"{name:34}{ours:10.4f}{f'{bar}' if bar else '':>8}{orders:>15}{coalitions:>19}{told:>33}")


def partners() -> None:
    """Print whom to ask first by number of parties, and the most cohesive packages by number of issues."""
    draw = np.random.default_rng(1)
    print(f"\n{f'whom to ask first, {WORLDS} worlds':34}{'median s':>10}")
    for parties in (4, 8, 10):
        alone, pull = draw.uniform(0.2, 0.9, (WORLDS, parties)), draw.uniform(0, 0.3, (WORLDS, parties, parties))
        deference = Deference(alone, pull, np.zeros_like(pull))
        print(f"{f'{parties} parties':34}{median_seconds(lambda: best_order(deference)):10.4f}")  # noqa: B023 - called at once
    print(f"\n{f'most cohesive packages, {WORLDS} worlds':34}{'median s':>10}{'packages':>14}{'exact':>8}")
    for issues in (4, 8, 12):
        effects = tuple(draw.uniform(-6, 4, (WORLDS, 4, 4)) for _ in range(issues))
        crossed = tuple(np.zeros((4, 4), dtype=bool) for _ in range(issues))
        reactions = Reactions(effects, crossed, np.full((WORLDS, 4), 4.0))
        worth = Tiebreak(tuple(draw.uniform(0, 10, (2, 4)) for _ in range(issues)), (), np.zeros(2))
        seconds = median_seconds(lambda: most_cohesive(reactions, worth, [], 5))  # noqa: B023 - called at once
        found = most_cohesive(reactions, worth, [], 5)
        print(f"{f'{issues} issues of four options':34}{seconds:10.4f}{4**issues:>14,}{found.exact!s:>8}")


if __name__ == "__main__":
    challenge()
    power()
    partners()
