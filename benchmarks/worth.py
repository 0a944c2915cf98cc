# SPDX-License-Identifier: Apache-2.0
"""What knowing more is worth and what would change the advice: seconds per group and in all, with growth.

Run with `python3 run.py python -m benchmarks.worth`. Groups are asked about among 14 inputs that all matter, with and without
the others as a control; below, the essay's case: what `assess` says of it anyway, and what `--deep` adds. Machines are noisy:
read the medians.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from pourparler.assess.changes import belief_thresholds, changes_of, input_thresholds
from pourparler.assess.prices import prices_of
from pourparler.assess.run import seen, steps_of, take
from pourparler.assess.surface import surface_of
from pourparler.assess.worth import worth_of
from pourparler.case import read
from pourparler.catalog import find
from pourparler.engines.readiness import partial_information

ESSAY = "essays/singh2018"
INPUTS, ACTIONS = 14, 4
#: The bars: one group among 10,000 worlds of 14 inputs, and all thresholds of the essay's case, in seconds.
MOST_PER_GROUP, MOST_FOR_THRESHOLDS = 0.05, 3.0
RUNS = 7


def median(task: Callable[[], object]) -> float:
    """Return the median seconds of a few runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def groups() -> None:
    """Print the time of one group, by its size and by the number of worlds."""
    generator = np.random.default_rng(1)
    weights = generator.normal(size=(INPUTS, ACTIONS))
    print(f"{'worlds':>8}{'inputs known':>14}{'ms alone':>10}{'ms beside others':>18}   (bar {1000 * MOST_PER_GROUP:.0f} ms)")
    for worlds in (1_000, 10_000, 100_000):
        inputs = generator.uniform(size=(worlds, INPUTS))
        values = inputs @ weights + generator.normal(size=(worlds, ACTIONS))
        for known in (1, 2, 3, 5, 14):
            asked, others = inputs[:, :known], inputs[:, known:]
            alone = median(lambda: partial_information(values, asked))  # noqa: B023 - called at once
            beside = median(lambda: partial_information(values, asked, others))  # noqa: B023 - called at once
            print(f"{worlds:8,}{known:14}{1000 * alone:10.1f}{1000 * beside:18.1f}")


def essay() -> None:
    """Print the time of what is said of the essay's case, by the number of worlds."""
    folder = find(ESSAY)
    assert folder is not None
    case = seen(read(folder))
    print(f"\n{'worlds':>8}{'worth, ms':>11}{'thresholds, s':>15}{'all changes, s':>16}{'prices, s':>11}", end="")
    print(f"   (bar {MOST_FOR_THRESHOLDS:.0f} s for thresholds)")
    for worlds in (500, 1_000, 2_000, 4_000):
        steps = steps_of(case, 1, worlds)

        def thresholds() -> None:
            surface = surface_of(steps)  # noqa: B023 - called at once
            assert surface is not None
            input_thresholds(surface)
            belief_thresholds(steps)  # noqa: B023 - called at once

        tasks: list[Callable[[], object]] = [
            lambda: worth_of(steps),  # noqa: B023 - called at once
            thresholds,
            lambda: changes_of(steps, take),  # noqa: B023 - called at once
            lambda: prices_of(steps, take),  # noqa: B023 - called at once
        ]
        first, *rest = [median(task) for task in tasks]
        print(f"{worlds:8,}{1000 * first:11.0f}{rest[0]:15.2f}{rest[1]:16.2f}{rest[2]:11.2f}", flush=True)


if __name__ == "__main__":
    groups()
    essay()
