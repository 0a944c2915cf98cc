# SPDX-License-Identifier: Apache-2.0
"""The graph model: four stabilities of three actors as states are added, beside the textbook's matrices of states by states.

Run with `python3 run.py python -m benchmarks.conflict`. Every cell is measured in a process of its own, so its peak memory is
its own. The matrices are the plain NumPy of an afternoon (joint moves as Boolean products); they stop where they take too long.
"""

import resource
import statistics
import subprocess
import sys
import time

import numpy as np

from pourparler.engines.conflict import Conflict, Moves, Sanction, option_moves, option_states, stabilities

ACTORS = 3
#: States beyond which the matrices are not tried.
MOST_BY_MATRICES = 2_048
SIZES = (6, 8, 10, 11, 12, 14, 16)
RUNS = 5
#: States, and the seconds and MiB that the four stabilities may take there; memory is bounded at 4,096 alone.
BARS = {4_096: (1.0, 200), 65_536: (60.0, None)}


def conflict_of(options: int, *, single: bool = False) -> Conflict:
    """A conflict in option form: options dealt out to three actors, any of one's own changed at once, orders at random.

    With `single`, an actor changes one option at a time, so that its moves are not closed under repetition.
    """
    draw = np.random.default_rng(options)
    states = option_states(np.ones(2**options, dtype=np.bool_))
    moves = []
    for actor in range(ACTORS):
        own = option_moves(states, range(actor, options, ACTORS))
        changed = own.sources ^ own.targets
        moves.append(own.kept((changed & (changed - 1)) == 0) if single else own)
    return Conflict(tuple(moves), np.stack([draw.permutation(states.count) for _ in moves]).astype(np.int32))


def by_matrices(conflict: Conflict) -> int:
    """The peer: joint moves as matrices of states by states, by last mover, until they stay the same."""

    def matrix(moves: Moves) -> np.ndarray:
        found = np.zeros((conflict.states, conflict.states), dtype=np.float32)
        found[moves.sources, moves.targets] = 1
        return found

    def joint(steps: list[np.ndarray]) -> np.ndarray:
        last, before = [step.copy() for step in steps], -1.0
        while (now := float(sum(each.sum() for each in last))) != before:
            before = now
            for n, step in enumerate(steps):
                others = sum(each for m, each in enumerate(last) if m != n)
                last[n] = np.minimum(1, last[n] + (others @ step > 0))
        return np.asarray(sum(last) > 0)

    total = 0
    for actor, ranks in enumerate(conflict.ranks):
        others = [n for n in range(conflict.actors) if n != actor]
        improving, worse = matrix(conflict.improvements[actor]) > 0, ranks[:, None] >= ranks
        escapes = matrix(conflict.moves[actor]) @ (~worse).T.astype(np.float32) > 0  # from [state] to better than [state]
        moves = joint([matrix(conflict.moves[n]) for n in others])
        answers = joint([matrix(conflict.improvements[n]) for n in others])
        for reach, bad in ((moves, worse), (moves, worse & ~escapes.T), (answers, worse)):
            sanctioned = bad.astype(np.float32) @ reach.T.astype(np.float32) > 0  # [state, departure]
            total += int((~(improving & ~sanctioned).any(axis=1)).sum())
        total += int((~improving.any(axis=1)).sum())
    return total


def cell(options: int, way: str) -> tuple[float, float] | None:
    """Return the median seconds and the peak MiB of one way at one size, in a process of its own."""
    if way == "matrices" and 2**options > MOST_BY_MATRICES:
        return None
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.conflict", str(options), way], capture_output=True, text=True, check=True
    )
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def measure(options: int, way: str) -> None:
    """Print the median seconds and the peak MiB of this process."""
    times = []
    for _ in range(RUNS if options <= 12 else 1):
        conflict = conflict_of(options, single=way == "one at a time")
        sanction: Sanction = "single_step" if way == "single step" else "joint_sequence"
        start = time.perf_counter()
        if way == "matrices":
            by_matrices(conflict)
        else:
            stabilities(conflict, sanction)
        times.append(time.perf_counter() - start)
    print(statistics.median(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    """Print a row for each size: seconds and MiB of each way."""
    ways = ("joint", "one at a time", "single step", "matrices")
    print(f"{'states':>7}{'moves':>11}" + "".join(f"{way + ' s':>17}{'MiB':>6}" for way in ways) + "   bar")
    for options in SIZES:
        moves = sum(len(own.targets) for own in conflict_of(options).moves)
        cells = (cell(options, way) for way in ways)
        told = "".join(f"{found[0]:17.3f}{found[1]:6.0f}" if found else f"{'–':>17}{'–':>6}" for found in cells)
        bar = BARS.get(2**options)
        print(f"{2**options:7,}{moves:11,}{told}   " + (f"{bar[0]:g} s, {bar[1] or '–'} MiB" if bar else ""))


if __name__ == "__main__":
    measure(int(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 2 else main()
