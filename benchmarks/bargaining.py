# SPDX-License-Identifier: Apache-2.0
"""The bargaining engine beside its peers, in one run: NegMAS as shipped, NumPy with NegMAS's frontier, plain sum and prune.

Run with `python3 run.py python -m benchmarks.bargaining`; `--curve FILE.svg` also draws how time grows with issues. Every cell
is measured in a process of its own, so its peak memory is its own; a peer that takes longer than the time it is given is
stopped, and shown as such. Machines are noisy: read the ratios.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.bargaining import (
    Additive,
    Payoffs,
    frontier_by_sums,
    nash_bargaining_solution,
    nash_solution,
    pareto_frontier,
)

#: Steps of the grid on which a table of agents, 0 to 1, is compared: a millionth of a point.
STEPS = 10**8
#: Seconds that a peer is given for one run.
PATIENCE = 150
RUNS = 7
MIB = 2**20
Points = NDArray[np.int64]


def random_table(issues: int, options: int, parties: int) -> Payoffs:
    """Weights drawn evenly from the simplex, scores drawn evenly: what most tables of agents are like."""
    draw = np.random.default_rng([issues, options, parties])
    weights = draw.dirichlet(np.ones(issues), parties)
    return Payoffs(
        tuple(np.rint(draw.random((options, parties)) * weights[:, k] * STEPS).astype(np.int64) for k in range(issues))
    )


def opposed_table() -> Payoffs:
    """What one side gains the other loses, but for a few steps of the grid: next to every package is efficient."""
    draw = np.random.default_rng(1)
    weights, parts = draw.dirichlet(np.ones(7)) * STEPS, []
    for weight in weights:
        score = np.sort(draw.random(6))
        other = np.rint((1 - score) * weight) + draw.integers(0, 20, 6)
        parts.append(np.stack([np.rint(score * weight), other], axis=1).astype(np.int64))
    return Payoffs(tuple(parts))


def tied_table(is_full: bool) -> Payoffs:
    """Four blocks of four issues of six options: a dozen terms on each, or one on every combination of each."""
    draw = np.random.default_rng(2)
    parts = tuple(draw.integers(0, STEPS // 16, (6, 2)) for _ in range(16))
    terms = []
    for block in range(4):
        issues = [4 * block + place for place in range(4)]
        for number in range(6**4 if is_full else 12):
            if is_full:
                term = {issue: number // 6**place % 6 for place, issue in enumerate(issues)}
            else:
                term = {issue: int(draw.integers(6)) for issue in draw.choice(issues, draw.integers(2, 5), replace=False)}
            terms.append((term, draw.integers(-STEPS // 20, STEPS // 20, 2)))
    return Payoffs(parts, tuple(terms))


def six_parties(sizes: Sequence[int]) -> Payoffs:
    draw = np.random.default_rng(3)
    return Payoffs(tuple(draw.integers(0, STEPS // len(sizes), (size, 6)) for size in sizes))


TABLES: dict[str, Callable[[], Payoffs]] = {
    "7 issues x 8, 2 parties": lambda: random_table(7, 8, 2),
    "7 issues x 8, 3 parties": lambda: random_table(7, 8, 3),
    "20 issues x 6, 2 parties": lambda: random_table(20, 6, 2),
    "opposed, 7 issues x 6": opposed_table,
    "4 blocks of 4 x 6, 12 terms each": lambda: tied_table(False),
    "4 blocks of 4 x 6, full tables": lambda: tied_table(True),
    "6 parties, 720 packages": lambda: six_parties((5, 4, 4, 3, 3)),
    "6 parties, 3,072 packages": lambda: six_parties((4, 4, 4, 4, 4, 3)),
    **{f"{count} issues x 6": (lambda count=count: random_table(count, 6, 2)) for count in range(3, 21)},  # type: ignore[misc]
}


def all_values(table: Payoffs) -> Points:
    """Every package's values by plain NumPy: the sum of what each option adds, spread out over all packages."""
    total = np.zeros((1, table.parties), dtype=np.int64)
    for part in table.parts:
        total = (total[:, None, :] + part[None]).reshape(-1, table.parties)
    return total


def ours(table: Payoffs) -> Callable[[], int]:
    def task() -> int:
        frontier = pareto_frontier(table)
        nash_solution(frontier.values, np.zeros(table.parties, dtype=np.int64))
        return len(frontier.values)

    return task


def plain(table: Payoffs) -> Callable[[], int]:
    """Sum and prune as one writes it in an afternoon: no pointers, no ties kept, no blocks."""

    def task() -> int:
        values = np.zeros((1, table.parties), dtype=np.int64)
        for part in table.parts:
            values = (values[:, None, :] + part[None]).reshape(-1, table.parties)
            values = plainly_efficient(np.unique(values, axis=0))
        return len(values)

    return task


def plainly_efficient(values: Points) -> Points:
    if values.shape[1] == 2:
        ordered = values[::-1]
        best = np.maximum.accumulate(ordered[:, 1])
        return np.asarray(ordered[np.concatenate([[True], ordered[1:, 1] > best[:-1]])])
    left = values[np.argsort(-values.sum(axis=1))]
    place = 0
    while place < len(left):
        keep = (left > left[place]).any(axis=1)
        keep[place] = True
        place = int(keep[:place].sum()) + 1
        left = left[keep]
    return left


def numpy_and_negmas(table: Payoffs) -> Callable[[], int]:
    from negmas.preferences.ops import pareto_frontier_active

    return lambda: len(pareto_frontier_active(all_values(table) / STEPS))


def negmas_as_shipped(table: Payoffs) -> Callable[[], int]:
    from negmas.outcomes import make_issue
    from negmas.preferences import LinearAdditiveUtilityFunction
    from negmas.preferences.ops import pareto_frontier as negmas_frontier

    issues = [make_issue([str(option) for option in range(count)], f"i{k}") for k, count in enumerate(table.option_counts)]
    ufuns = [
        LinearAdditiveUtilityFunction(
            values={
                f"i{k}": {str(o): float(part[o, party]) / STEPS for o in range(len(part))} for k, part in enumerate(table.parts)
            },
            issues=issues,
        )
        for party in range(table.parties)
    ]
    return lambda: len(negmas_frontier(ufuns, issues=issues)[0])


def many_worlds() -> Callable[[], int]:
    """10,000 worlds of ten issues of five options, frontier and Nash solution of each."""
    draw = np.random.default_rng(5)
    parties = []
    for _ in range(2):
        weights = draw.dirichlet(np.ones(10), 10_000)
        parts = (np.rint(draw.random((10_000, 1, 5)) * weights[:, [k], None] * STEPS).astype(np.int64) for k in range(10))
        parties.append(Additive(tuple(parts)))
    no_deal = [draw.integers(STEPS // 5, STEPS // 2, (10_000, 1)) for _ in range(2)]

    def task() -> int:
        frontier = frontier_by_sums(parties[0], parties[1])
        return int(nash_bargaining_solution(frontier, no_deal[0], no_deal[1]).exists.sum())

    return task


COLUMNS = {"NegMAS": negmas_as_shipped, "NumPy + NegMAS": numpy_and_negmas, "plain sum": plain, "ours": ours}


@dataclass(frozen=True)
class Cell:
    """The median seconds of one measurement, its points and peak MiB, beside those of the process before it began."""

    seconds: float
    points: int
    peak: float
    before: float


def measure(table: str, column: str) -> Cell | None:
    """Return one cell, measured in a process of its own; None if it took too long."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.bargaining", "--cell", table, column]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    return Cell(**json.loads(done.stdout.splitlines()[-1]))


def one_cell(table: str, column: str) -> None:
    """Measure a cell in this process: once to warm up, then the median of some runs, fewer of those that take long."""
    task = many_worlds() if table == "worlds" else COLUMNS[column](TABLES[table]())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = []
    points = 0
    for number in range(RUNS + 1):
        start = time.perf_counter()
        points = task()
        times.append(time.perf_counter() - start)
        if sum(times) > 10 and number:
            break
        if times[0] > 20:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    warm = times[1:] or times
    print(json.dumps({"seconds": statistics.median(warm), "points": points, "peak": peak, "before": before}))


def shown(cell: Cell | None) -> str:
    return f"{f'> {PATIENCE} or memory':>16}" if cell is None else f"{cell.seconds:10.4f} {cell.peak:5.0f}"


ROWS: dict[str, tuple[tuple[str, ...], str]] = {
    "7 issues x 8, 2 parties": (("NegMAS", "NumPy + NegMAS", "plain sum", "ours"), "1,000 x the second"),
    "7 issues x 8, 3 parties": (("NegMAS", "NumPy + NegMAS", "plain sum", "ours"), "1,000 x the second"),
    "20 issues x 6, 2 parties": (("plain sum", "ours"), "0.01 s"),
    "opposed, 7 issues x 6": (("NumPy + NegMAS", "plain sum", "ours"), "2 s, 100,000 points"),
    "4 blocks of 4 x 6, 12 terms each": (("ours",), "1 s"),
    "4 blocks of 4 x 6, full tables": (("ours",), "1 s"),
    "6 parties, 720 packages": (("NegMAS", "NumPy + NegMAS", "plain sum", "ours"), "0.2 s"),
    "6 parties, 3,072 packages": (("NegMAS", "NumPy + NegMAS", "plain sum", "ours"), "0.2 s"),
}


def tables() -> None:
    """Print every table side by side: median seconds and the peak MiB of the process."""
    print(f"{'s and MiB':34}" + "".join(f"{name:>17}" for name in COLUMNS) + f"{'points':>9}{'2nd/ours':>10}   bar")
    for name, (columns, bar) in ROWS.items():
        cells = {column: measure(name, column) for column in columns}
        mine, second = cells["ours"], cells.get("NumPy + NegMAS")
        assert mine is not None
        ratio = f"{second.seconds / mine.seconds:10.0f}" if second is not None else f"{'':10}"
        text = "".join(" " + (shown(cells[c]) if c in cells else f"{'':16}") for c in COLUMNS)
        print(f"{name:34}{text}{mine.points:9}{ratio}   {bar}", flush=True)
    worlds = measure("worlds", "ours")
    assert worlds is not None
    print(f"\n10,000 worlds of 10 issues x 5, with Nash: {worlds.seconds:.2f} s, {worlds.peak:.0f} MiB (bar 2 s, 500 MiB)")


def growth(curve: Path | None) -> None:
    """Print, and draw, how time grows with issues of six options for two parties."""
    rows: list[dict[str, object]] = []
    print(f"\n{'issues':>7}{'packages':>18}" + "".join(f"{name:>17}" for name in COLUMNS) + "   ours, a mark per 0.5 ms")
    late: set[str] = set()
    for count in (3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20):
        cells = {column: measure(f"{count} issues x 6", column) for column in COLUMNS if column not in late}
        late |= {column for column, cell in cells.items() if cell is None or cell.seconds > 5}
        mine = cells["ours"]
        assert mine is not None
        text = "".join(" " + (shown(cells[c]) if c in cells else f"{'':16}") for c in COLUMNS)
        print(f"{count:7}{6**count:18,}{text}   {'#' * round(mine.seconds * 2000)}", flush=True)
        rows += [{"issues": count, "seconds": c.seconds, "method": name} for name, c in cells.items() if c is not None]
    if curve is not None:
        import vl_convert

        axes = {
            "x": {"field": "issues", "type": "quantitative", "title": "issues of six options"},
            "y": {"field": "seconds", "type": "quantitative", "scale": {"type": "log"}, "title": "seconds, median"},
            "color": {"field": "method", "type": "nominal"},
        }
        spec = {"data": {"values": rows}, "mark": {"type": "line", "point": True}, "encoding": axes, "width": 520}
        curve.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")


if __name__ == "__main__":
    if "--cell" in sys.argv:
        one_cell(*sys.argv[sys.argv.index("--cell") + 1 :][:2])
    else:
        tables()
        growth(Path(sys.argv[sys.argv.index("--curve") + 1]) if "--curve" in sys.argv else None)
