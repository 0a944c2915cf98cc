# SPDX-License-Identifier: Apache-2.0
"""Speed and memory of the whole commands, and of the bargaining step beside plain enumeration, with growth.

Run with `python3 run.py python -m benchmarks`; add `--from-nothing` to time set-up in an empty copy as well. Machines are
noisy: read the medians and the ratios, not single times.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

from pourparler.engines.bargaining import (
    Additive,
    efficient_frontier,
    enumerate_packages,
    frontier_by_sums,
    nash_bargaining_solution,
    package_sums,
    snap,
)

ROOT = Path(__file__).parent.parent
CASE = "essays/singh2018"
RUNS = 7
PAGE = os.path.join(tempfile.gettempdir(), f"pourparler-{os.getpid()}.html")
BARS = {
    "assess, 2,000 worlds": (["assess", CASE, "--quiet"], 2.0, 400),
    "assess --html, 2,000 worlds": (["assess", CASE, "--quiet", "--html", PAGE], 3.0, 400),
    "check": (["check", CASE], 0.8, None),
    "--help": (["--help"], 0.4, None),
}


def whole_command(arguments: list[str]) -> tuple[float, float]:
    """Return the wall seconds and the peak MiB of one run of the program."""
    script = (
        "import resource, subprocess, sys;"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode;"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss);"
        "sys.exit(code)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, sys.executable, "-P", "-m", "pourparler", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - start, int(done.stdout) / 1024


def commands() -> None:
    """Print the median of whole commands beside their bars."""
    empty = statistics.median(timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True)) for _ in range(RUNS))
    print(f"{'command':32}{'median s':>10}{'min s':>8}{'max s':>8}{'bar s':>8}{'peak MiB':>10}{'bar':>6}")
    print(f"{'an empty Python, for scale':32}{empty:10.2f}")
    for name, (arguments, seconds, memory) in BARS.items():
        whole_command(arguments)  # warm the caches of the disk
        runs = [whole_command(arguments) for _ in range(RUNS)]
        times, peak = [run[0] for run in runs], max(run[1] for run in runs)
        bar = f"{memory}" if memory else ""
        Path(PAGE).unlink(missing_ok=True)
        print(f"{name:32}{statistics.median(times):10.2f}{min(times):8.2f}{max(times):8.2f}{seconds:8.1f}{peak:10.0f}{bar:>6}")


def growth() -> None:
    """Print how the whole command grows with the number of worlds."""
    print(f"\n{'worlds':>8}{'median s':>10}{'peak MiB':>10}")
    for worlds in (250, 500, 1000, 2000, 4000, 8000):
        runs = [whole_command(["assess", CASE, "--quiet", "--worlds", str(worlds)]) for _ in range(3)]
        print(f"{worlds:8}{statistics.median(r[0] for r in runs):10.2f}{max(r[1] for r in runs):10.0f}")


def timed(task: Callable[[], object]) -> float:
    """Return the seconds that a task takes."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def enumeration(own: np.ndarray, other: np.ndarray, own_d: np.ndarray, other_d: np.ndarray) -> np.ndarray:
    """The peer: the Nash solution by looking at every package, in plain NumPy."""
    first, second = own - own_d[..., None], other - other_d[..., None]
    return np.asarray(np.where((first >= 0) & (second >= 0), first * second, -1).argmax(axis=-1))


def bargaining() -> None:
    """Print the frontier and 64 no-deal values on it beside enumeration of every package, with growth in packages."""
    generator = np.random.default_rng(1)
    print(f"\n{'packages':>9}{'enumeration s':>15}{'frontier s':>12}{'ratio':>8}   (2,000 worlds, 64 sets of moves)")
    for packages in (16, 64, 256, 1024):
        own, other = (snap(generator.uniform(0, 100, (2000, 1, packages))) for _ in range(2))
        no_deal = [tuple(snap(generator.uniform(20, 60, (2000, 1))) for _ in range(2)) for _ in range(64)]
        every = statistics.median(
            timed(lambda: [enumeration(own, other, *d) for d in no_deal])  # noqa: B023 - called at once
            for _ in range(3)
        )

        def by_frontier() -> None:
            frontier = efficient_frontier(own, other, np.ones(packages, dtype=np.bool_))  # noqa: B023 - called at once
            for own_d, other_d in no_deal:  # noqa: B023 - called at once
                nash_bargaining_solution(frontier, own_d, other_d)

        ours = statistics.median(timed(by_frontier) for _ in range(3))
        print(f"{packages:9}{every:15.2f}{ours:12.2f}{every / ours:8.1f}")


def sorted_and_swept(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The peer: which packages are efficient, by sorting the values of all, in plain NumPy."""
    order = np.lexsort((-other, -own), axis=-1)
    swept = np.take_along_axis(other, order, axis=-1)
    return np.asarray(swept[..., 1:] > np.maximum.accumulate(swept, axis=-1)[..., :-1])


def issues() -> None:
    """Print the frontier by sums over issues beside plain enumeration of packages, with memory, as issues are added."""
    generator = np.random.default_rng(1)
    print(f"\n{'issues':>7}{'packages':>10}{'enumeration s':>15}{'MiB':>7}{'by sums s':>11}{'MiB':>7}   (2,000 worlds)")
    for count in range(3, 9):
        own, other = (
            Additive(tuple(snap(generator.uniform(0, 100 / count, (2000, 1, 3))) for _ in range(count))) for _ in range(2)
        )
        packages = enumerate_packages([3] * count)

        def enumerated() -> None:
            sorted_and_swept(*(package_sums(party.parts, packages) for party in (own, other)))  # noqa: B023 - called at once

        every = with_memory(enumerated)
        ours = with_memory(lambda: frontier_by_sums(own, other))  # noqa: B023 - called at once
        print(f"{count:7}{3**count:10}{every[0]:15.2f}{every[1]:7.0f}{ours[0]:11.2f}{ours[1]:7.0f}")


def with_memory(task: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that a task takes, and in a second run the most MiB that it holds at once."""
    seconds = timed(task)
    tracemalloc.start()
    task()
    most = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return seconds, most


def from_nothing() -> None:
    """Print the time from an empty copy of the checkout, with nothing set up, to the verdict."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "pourparler"
        files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        for name in files.stdout.split("\0"):
            if name and (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, copy / name)
        environment = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH")}
        command = [shutil.which("python3") or sys.executable, "run.py", "pourparler", "assess", CASE]
        seconds = timed(lambda: subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True))
        print(f"\nfrom nothing to the verdict: {seconds:.1f} s (bar 60 s; includes downloads)")


if __name__ == "__main__":
    commands()
    growth()
    bargaining()
    issues()
    print(f"\npeak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    if "--from-nothing" in sys.argv:
        from_nothing()
