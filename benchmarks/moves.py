# SPDX-License-Identifier: Apache-2.0
"""The command `pourparler moves` on the essay's case, with two to twelve moves: seconds, peak memory, and how both grow.

Run with `python3 run.py python -m benchmarks.moves`. Beyond the essay's own four, moves are copies under other names: each
shifts no-deal values by its own draws. Every row is a run of the whole command, printed as JSON, in a process of its own, the
median of a few; beside it the sets of few moves solved all at once on one frontier, without dividing it. Machines are noisy:
read the ratios.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pourparler.case import read
from pourparler.catalog import find

ESSAY = "essays/singh2018"
WORLDS = 2_000
#: The bar: twelve moves, 4,096 sets.
MOST_SECONDS, MOST_MIB = 10.0, 500
RUNS = 3


def essay_with(count: int) -> dict[str, Any]:
    """Return the essay's case with so many moves; copies leave values alone, as moves that shift no-deal values do."""
    folder = find(ESSAY)
    assert folder is not None
    data: dict[str, Any] = read(folder).model_dump(mode="json", exclude_defaults=True) | {"pourparler": 2}
    stated = dict(data["moves"])
    names = sorted(stated)
    data["moves"] = {name: stated[name] for name in names[:count]}
    for number in range(count - len(names)):
        source = stated[names[number % len(names)]]
        data["moves"][f"further_{number}"] = {key: value for key, value in source.items() if key not in ("improves", "twin")}
    for move in data["moves"].values():
        if move.get("twin") not in data["moves"]:
            move.pop("twin", None)
    return data


def command(file: Path) -> None:
    """Run the command in this process, and print its seconds and its peak memory in MiB to standard error."""
    from pourparler.cli import main

    sys.argv = ["pourparler", "moves", str(file), "--json", "--quiet", "--worlds", str(WORLDS)]
    start = time.perf_counter()
    try:
        main()
    except SystemExit as ended:
        assert not ended.code
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - start, "peak": peak}), file=sys.stderr)


def plainly(count: int) -> float:
    """Return the seconds of solving all sets at once on the whole part of the frontier that any of them needs."""
    import numpy as np

    from pourparler.assess.beliefs import weigh_intentions
    from pourparler.assess.prospects import layout_of
    from pourparler.assess.worlds import Worlds
    from pourparler.case import known_by, read_text
    from pourparler.engines.bargaining import nash_bargaining_solutions, snap

    case = known_by(read_text(json.dumps(essay_with(count)), "case.yaml"))
    drawn = Worlds(case, 1, WORLDS)
    types = weigh_intentions(case, drawn).types
    layout = layout_of(case, drawn, types)
    found = layout.table.frontiers((), False)
    own, other = layout.no_deal_values(layout.start(), layout.moves.in_full())
    points = [snap(np.moveaxis(values, -1, 0)) for values in (own, other)]
    start = time.perf_counter()
    nash_bargaining_solutions(found.part, points[0], points[1], layout.table.power, found.whole)
    return time.perf_counter() - start


def main() -> None:
    print(f"{'moves':>6}{'sets':>7}{'seconds':>9}{'MiB':>6}{'ms a set':>10}   all sets at once on one frontier, s")
    for count in range(2, 13, 2):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "case.yaml"
            file.write_text(json.dumps(essay_with(count)), "utf-8")
            runs = [measured(file) for _ in range(RUNS)]
        seconds, peak = (statistics.median(run[key] for run in runs) for key in ("seconds", "peak"))
        beside = f"{plainly(count):8.2f}" if count <= 6 else ""  # more would fill the memory
        print(f"{count:6}{2**count:7,}{seconds:9.2f}{peak:6.0f}{1000 * seconds / 2**count:10.2f}   {beside}", flush=True)
    print(f"bar at 12 moves: {MOST_SECONDS} s, {MOST_MIB} MiB")


def measured(file: Path) -> dict[str, float]:
    """Return the seconds and MiB of one run of the command."""
    call = [sys.executable, "-m", "benchmarks.moves", "--command", str(file)]
    done = subprocess.run(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stderr.splitlines()[-1])
    return found


if __name__ == "__main__":
    if "--command" in sys.argv:
        command(Path(sys.argv[-1]))
    else:
        main()
