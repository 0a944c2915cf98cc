# SPDX-License-Identifier: Apache-2.0
"""The order of stages over sets of stages, beside trying every order anew: seconds, and how both grow.

Run with `python3 run.py python -m benchmarks.staging`. Deals are random: in each stage either side does something that the
other gains by. The enumeration remembers nothing: from every place it tries every stage that can come next, to the end.
Both have to find the same path. The bar is eight stages, three types, 2,000 worlds in 2 seconds of processor time. Machines
are noisy: read the ratios.
"""

import time
from math import factorial

import numpy as np

from pourparler.engines.staging import (
    Act,
    Pair,
    Stage,
    Staged,
    best_path,
    holds,
    one_step,
    product_of_gains,
    stopped,
)

WORLDS, TYPES, MOST = 2_000, 3, 8
#: The bar, in seconds; and the most stages of which every order is tried here.
MOST_SECONDS, ENUMERATED = 2.0, 6


def deal(count: int, worlds: int = WORLDS, seed: int = 1) -> Staged:
    """Return a random deal in so many stages."""
    rng = np.random.default_rng(seed)
    shape = (worlds, TYPES)
    acts = []
    for stage in range(count):
        for doer in (0, 1):
            pain, gain = -rng.uniform(0, 4, shape), rng.uniform(4, 16, shape)
            shift = rng.uniform(-1, 1, worlds), rng.uniform(-1, 1, worlds)
            acts.append(Act(stage, doer, (pain, gain) if doer == 0 else (gain, pain), shift, rng.uniform(0.6, 1, worlds)))
    nothing = np.zeros(1)
    stages = tuple(
        Stage(
            (np.ones((1, 1)), rng.uniform(0.9, 1, shape)),
            (nothing, nothing),
            (nothing, nothing),
            (np.ones(1), rng.uniform(0.8, 1, worlds)),
            (rng.uniform(0, 1, worlds), nothing),
            nothing,
        )
        for _ in range(count)
    )
    start = rng.uniform(20, 40, shape), rng.uniform(20, 40, shape)
    return Staged(start, start, tuple(acts), stages, rng.uniform(0.5, 1, worlds))


def every_order(staged: Staged, end: Pair, weight: np.ndarray, done: int = 0) -> tuple[tuple[int, ...], Pair]:
    """Return the path that `best_path` finds, by trying every order anew from every place."""
    found: Pair = end if done == staged.everything else stopped(staged, done)
    best, path = -np.inf, tuple[int, ...]()
    for stage in staged.next_after(done):
        rest, after = every_order(staged, end, weight, done | 1 << stage)
        step = one_step(staged, done, stage, after)
        if all(holds(step, weight)) and product_of_gains(step, weight) > best:
            best, path, found = product_of_gains(step, weight), (stage, *rest), step.going_on
    return path, found


def main() -> None:
    """Print a row for each number of stages."""
    weight = np.full((WORLDS, TYPES), 1 / TYPES)
    print(f"{'stages':>6}{'orders':>9}{'steps':>8}{'over sets s':>13}{'every order s':>15}{'ratio':>8}   same path")
    for count in range(2, MOST + 1):
        staged = deal(count)
        end = stopped(staged, staged.everything)
        begun = time.process_time()
        found = best_path(staged, end, weight)
        took = time.process_time() - begun
        row = f"{count:>6}{factorial(count):>9}{found.looked_at:>8}{took:>13.3f}"
        if count <= ENUMERATED:
            staged = deal(count)
            begun = time.process_time()
            path, _ = every_order(staged, end, weight)
            other = time.process_time() - begun
            row += f"{other:>15.3f}{other / took:>8.1f}   {path == found.path}"
        print(row)
    print(f"the bar: {MOST} stages in {MOST_SECONDS:g} s; {'met' if took <= MOST_SECONDS else 'missed'} with {took:.2f} s")


if __name__ == "__main__":
    main()
