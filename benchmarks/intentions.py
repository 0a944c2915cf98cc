# SPDX-License-Identifier: Apache-2.0
"""The engine of intentions beside pyAgrum, in one run: beliefs, what each item weighs, and one change while editing.

Run with `python3 run.py python -m benchmarks.intentions`; `--curve FILE.svg` also draws how time grows. Every cell is measured
in a process of its own, so its peak memory is its own. The peer is exact inference in a Bayesian network of the same case, one
world at a time, since a network knows no worlds: its time for all of them is that for a few, in proportion, marked with ~.
Machines are noisy: read the ratios.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.engines.intentions import (
    Observation,
    Posterior,
    posterior,
    type_prior,
    weights_of_evidence,
    weights_of_sources,
    with_source,
)

Array = NDArray[np.float64]
RUNS = 5
#: Seconds that a cell is given; one that takes longer is stopped, and shown as such.
PATIENCE = 300
#: Worlds that the peer weighs; the rest is proportion.
PEERS_WORLDS = 3
SOUND, STATES = 0, 3


@dataclass(frozen=True)
class Size:
    """How large a case is: items on one or two questions, five to a source; hypotheses of each question; worlds."""

    items: int
    questions: tuple[int, ...]
    worlds: int

    @property
    def types(self) -> int:
        return prod(self.questions)


STANDARD = Size(500, (2,) * 6, 2000)
SIZES = {
    "500 items, 64 types, 2,000 worlds": STANDARD,
    "500 items, 64 types of 3 questions": Size(500, (4,) * 3, 2000),
    "500 items, 64 types of 1 question": Size(500, (64,), 2000),
    **{f"{items} items": Size(items, STANDARD.questions, 2000) for items in (50, 100, 200, 1000, 2000)},
    **{f"{2**n} types": Size(500, (2,) * n, 500) for n in (2, 4, 6, 8, 10, 12)},
    **{f"{worlds} worlds": Size(500, STANDARD.questions, worlds) for worlds in (250, 500, 1000, 4000, 8000)},
}


@dataclass(frozen=True)
class Task:
    """A case as the engine takes it."""

    prior: Array
    observations: list[Observation]
    soundness: Array
    index: NDArray[np.intp]
    membership: NDArray[np.bool_]
    per_question: list[Array]

    def weigh(self) -> Posterior:
        return posterior(self.prior, self.observations, self.soundness, self.index)


def task_of(size: Size) -> Task:
    """Return a random case of a size."""
    draw = np.random.default_rng([size.items, *size.questions, size.worlds])
    per_question = [draw.dirichlet(np.ones(count), size.worlds) for count in size.questions]
    index = np.indices(size.questions).reshape(len(size.questions), -1)
    sources = max(1, size.items // 5)
    observations = []
    for number in range(size.items):
        some = draw.choice(len(size.questions), min(len(size.questions), int(draw.integers(1, 3))), replace=False)
        where = tuple(sorted(int(question) for question in some))
        tables = tuple(draw.uniform(0.05, 0.95, (size.worlds, size.questions[question])) for question in where)
        observations.append(Observation(tables, number % sources, None, None, where))
    rows = [index[question] == place for question, count in enumerate(size.questions) for place in range(count)]
    soundness = draw.dirichlet(np.ones(STATES), (size.worlds, sources))
    return Task(type_prior(per_question), observations, soundness, index, np.stack(rows), per_question)


def every_weight(size: Size) -> Callable[[], object]:
    task = task_of(size)
    return lambda: weights_of_evidence(task.prior, task.observations, task.soundness, task.membership, task.index)


def beliefs(size: Size) -> Callable[[], object]:
    return task_of(size).weigh


def source_weights(size: Size) -> Callable[[], object]:
    task = task_of(size)
    found = task.weigh()
    return lambda: weights_of_sources(found, task.membership)


def one_change(size: Size) -> Callable[[], object]:
    """A likelihood of one report is edited: its source is weighed anew."""
    task = task_of(size)
    found = task.weigh()
    theirs = [observation for observation in task.observations if observation.source == 0]
    return lambda: with_source(found, 0, theirs, task.soundness[:, 0])


def network(task: Task, world: int) -> tuple[Any, list[str], list[str]]:
    """Return a world of a case as a network with one node for each question, source and report."""
    import pyagrum

    gum: Any = pyagrum
    net = gum.BayesNet()
    questions = [f"q{number}" for number in range(len(task.per_question))]
    for name, prior in zip(questions, task.per_question, strict=True):
        net.add(gum.LabelizedVariable(name, "", prior.shape[1]))
        net.cpt(name)[:] = prior[world]
    for number in range(task.soundness.shape[1]):
        net.add(gum.LabelizedVariable(f"s{number}", "", STATES))
        net.cpt(f"s{number}")[:] = task.soundness[world, number]
    reports = []
    for number, report in enumerate(task.observations):
        where, tables = report.questions or (), [table[world] for table in report.likelihoods]
        rate = prod(float(task.per_question[q][world] @ table) for q, table in zip(where, tables, strict=True))
        chance = np.full((STATES, *(len(table) for table in tables)), rate)
        chance[SOUND] = tables[0] if len(tables) == 1 else np.multiply.outer(tables[0], tables[1])
        name = f"r{number}"
        net.add(gum.LabelizedVariable(name, "", 2))
        axes = [f"s{report.source}", *(questions[q] for q in where), name]
        for parent in axes[:-1]:
            net.addArc(parent, name)
        order = [axes.index(axis) for axis in reversed(net.cpt(name).names)]
        net.cpt(name)[:] = np.ascontiguousarray(np.stack([1 - chance, chance], axis=-1).transpose(order))
        reports.append(name)
    return net, questions, reports


def by_networks(size: Size, leave_out: int) -> Callable[[], object]:
    """Exact inference by pyAgrum in a few worlds: the beliefs, and again without each of some reports."""
    import pyagrum

    task = task_of(size)
    gum: Any = pyagrum
    nets = [network(task, world) for world in range(min(PEERS_WORLDS, size.worlds))]

    def work() -> object:
        out = []
        for net, questions, reports in nets:
            for left_out in (None, *reports[:leave_out]):
                inference = gum.LazyPropagation(net)
                for name in questions:
                    inference.addTarget(name)
                inference.setEvidence({name: 1 for name in reports if name != left_out})
                inference.makeInference()
                out.append([inference.posterior(name).toarray() for name in questions])
        return out

    return work


#: Reports that the peer leaves out; the rest is proportion.
LEFT_OUT = 5
COLUMNS: dict[str, Callable[[Size], Callable[[], object]]] = {
    "beliefs": beliefs,
    "every weight": every_weight,
    "source weights": source_weights,
    "one change": one_change,
    "pyAgrum beliefs": lambda size: by_networks(size, 0),
    "pyAgrum weights": lambda size: by_networks(size, LEFT_OUT),
}


@dataclass(frozen=True)
class Cell:
    """The median seconds of one measurement, in proportion if `part`, and the peak MiB of its process."""

    seconds: float
    peak: float
    before: float
    part: bool = False


def measure(name: str, column: str) -> Cell | None:
    """Return one cell, measured in a process of its own; None if it took too long."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.intentions", "--cell", name, column]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    return Cell(**json.loads(done.stdout.splitlines()[-1]))


def one_cell(name: str, column: str) -> None:
    """Measure a cell in this process: once to warm up, then the median of some runs, fewer of those that take long."""
    size = SIZES[name]
    task = COLUMNS[column](size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times: list[float] = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
        if sum(times) > 20:
            break
    seconds, is_part = statistics.median(times[1:] or times), column.startswith("pyAgrum")
    if is_part:
        seconds *= size.worlds / min(PEERS_WORLDS, size.worlds)
    if column == "pyAgrum weights":
        seconds *= (1 + size.items) / (1 + min(LEFT_OUT, size.items))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "before": before, "part": is_part}))


def shown(cell: Cell | None) -> str:
    if cell is None:
        return f"{f'> {PATIENCE} or memory':>17}"
    return f"{'~' if cell.part else ' '}{cell.seconds:10.4g}{cell.peak:6.0f}"


BARS = {"every weight": 2.0, "one change": 0.02}


def standard() -> None:
    """Print the standard case beside pyAgrum, with the bars of this project."""
    print(f"{'s and MiB':38}" + "".join(f"{name:>17}" for name in COLUMNS) + f"{'ratios':>16}")
    for name in list(SIZES)[:3]:
        cells = {column: measure(name, column) for column in COLUMNS}
        ratios = ""
        for ours, peers in (("beliefs", "pyAgrum beliefs"), ("every weight", "pyAgrum weights")):
            mine, theirs = cells[ours], cells[peers]
            ratios += f"{theirs.seconds / mine.seconds:8.0f}" if mine is not None and theirs is not None else f"{'-':>8}"
        print(f"{name:38}" + "".join(shown(cells[column]) for column in COLUMNS) + ratios, flush=True)
    bars = "".join(f"{BARS[column]:12.4g}{'':5}" if column in BARS else f"{'':17}" for column in COLUMNS)
    print(f"{'bars':38}{bars}")


def growth(curve: Path | None) -> None:
    """Print, and draw, how time and memory grow with items, types and worlds."""
    rows: list[dict[str, object]] = []
    ours = list(COLUMNS)[:4]
    for kind in ("items", "types", "worlds"):
        print(f"\n{'s and MiB':38}" + "".join(f"{name:>17}" for name in ours))
        for name in sorted((n for n in SIZES if n.split()[1:] == [kind]), key=lambda n: int(n.split()[0])):
            cells = {column: measure(name, column) for column in ours}
            print(f"{name:38}" + "".join(shown(cells[column]) for column in ours), flush=True)
            amount = int(name.split()[0])
            rows += [
                {"kind": kind, "amount": amount, "seconds": cell.seconds, "what": column}
                for column, cell in cells.items()
                if cell is not None
            ]
    if curve is not None:
        import vl_convert

        log = {"type": "log"}
        axes = {
            "x": {"field": "amount", "type": "quantitative", "scale": log, "title": None},
            "y": {"field": "seconds", "type": "quantitative", "scale": log, "title": "seconds, median"},
            "color": {"field": "what", "type": "nominal"},
            "column": {"field": "kind", "type": "nominal"},
        }
        spec = {
            "data": {"values": rows},
            "mark": {"type": "line", "point": True},
            "encoding": axes,
            "width": 240,
            "resolve": {"scale": {"x": "independent"}},
        }
        curve.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")


if __name__ == "__main__":
    if "--cell" in sys.argv:
        one_cell(*sys.argv[sys.argv.index("--cell") + 1 :][:2])
    else:
        standard()
        growth(Path(sys.argv[sys.argv.index("--curve") + 1]) if "--curve" in sys.argv else None)
