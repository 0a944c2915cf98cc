# SPDX-License-Identifier: Apache-2.0
"""The exact plan of a decision problem as steps are added, beside influence diagrams of pyAgrum as far as they go.

Run with `python3 run.py python -m benchmarks.readiness`. Every cell is measured in a process of its own, so its peak memory is
its own; the first solution in a process is left out of the median. Seconds are those of one processor, so that a busy machine
does not count. The diagram is the natural one: a fixed order, each step taken or not.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
import warnings
from dataclasses import replace
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program sets it

import numpy as np

from pourparler.engines.readiness import DecisionProblem, DecisionStep, policy_of, solve_plan

TYPES, ACTIONS, RUNS = 3, 3, 5
#: Steps beyond which the diagram is not tried: one more takes some twenty times as long.
MOST_BY_DIAGRAM = 6
SIZES = tuple(range(3, 16))
#: Steps, and the seconds and MiB that the plan may take there.
BARS = {15: (1.0, 300)}
WAYS = ("plan", "plan with a hazard", "discounted", "hazard, discounted", "diagram")


def problem_of(steps: int, way: str) -> DecisionProblem:
    """A problem of binary steps, three types and three actions; at a cost at which about half of the steps are taken."""
    draw = np.random.default_rng(steps)
    made = tuple(DecisionStep(draw.dirichlet(np.ones(2), TYPES).T, 0.5, 1.0) for _ in range(steps))
    payoff = draw.normal(0, 20, (ACTIONS, TYPES))
    problem = DecisionProblem(draw.dirichlet(np.ones(TYPES)), payoff, made)
    if "hazard" in way:
        problem = replace(problem, hazard=0.01, lasting=np.array([True, False, False]))
    return replace(problem, discount=0.999) if "discounted" in way else problem


def by_diagram(problem: DecisionProblem) -> float:
    """The peer: pyAgrum, which is told in which order the steps stand, and to take or leave each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyagrum

        gum: Any = pyagrum
        net = gum.InfluenceDiagram()
    net.addChanceNode(gum.LabelizedVariable("type", "", TYPES))
    net.addDecisionNode(gum.LabelizedVariable("act", "", ACTIONS))
    net.addUtilityNode(gum.LabelizedVariable("payoff", "", 1))
    for n, step in enumerate(problem.steps):
        net.addDecisionNode(gum.LabelizedVariable(f"take{n}", "", 2))
        net.addChanceNode(gum.LabelizedVariable(f"shown{n}", "", 3))
        net.addUtilityNode(gum.LabelizedVariable(f"cost{n}", "", 1))
        for arc in (("type", f"shown{n}"), (f"take{n}", f"shown{n}"), (f"take{n}", f"cost{n}"), (f"shown{n}", "act")):
            net.addArc(*arc)
        for m in range(n):
            net.addArc(f"shown{m}", f"take{n}")
        for kind in range(TYPES):
            net.cpt(f"shown{n}")[{"type": kind, f"take{n}": 0}] = [1.0, 0, 0]
            net.cpt(f"shown{n}")[{"type": kind, f"take{n}": 1}] = [0.0, *step.outcomes[:, kind]]
        net.utility(f"cost{n}")[{f"take{n}": 0}], net.utility(f"cost{n}")[{f"take{n}": 1}] = 0, -step.cost
    net.addArc("type", "payoff")
    net.addArc("act", "payoff")
    net.cpt("type").fillWith(problem.prior.tolist())
    for kind in range(TYPES):
        for action in range(ACTIONS):
            net.utility("payoff")[{"type": kind, "act": action}] = problem.payoff[action, kind]
    solver = gum.ShaferShenoyLIMIDInference(net)
    solver.addNoForgettingAssumption([*(f"take{n}" for n in range(len(problem.steps))), "act"])
    solver.makeInference()
    return float(solver.MEU()["mean"])


def cell(steps: int, way: str) -> tuple[float, float] | None:
    """Return the median seconds and the peak MiB of one way at one size, in a process of its own."""
    if way == "diagram" and steps > MOST_BY_DIAGRAM:
        return None
    command = [sys.executable, "-m", "benchmarks.readiness", str(steps), way]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def measure(steps: int, way: str) -> None:
    """Print the median seconds of a solution with its policy, the first one left out, and the peak MiB of this process."""
    problem, times = problem_of(steps, way), []
    for _ in range(RUNS + 1):
        start = time.process_time()
        if way == "diagram":
            by_diagram(problem)
        else:
            policy_of(solve_plan(problem))
        times.append(time.process_time() - start)
        if sum(times) > 60:
            break
    print(statistics.median(times[1:] or times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    """Print a row for each size: seconds and MiB of each way."""
    print(f"{'steps':>6}{'states':>12}" + "".join(f"{way + ' s':>22}{'MiB':>6}" for way in WAYS) + "   bar")
    for steps in SIZES:
        told = ""
        for way in WAYS:
            found = cell(steps, way)
            told += f"{found[0]:22.4f}{found[1]:6.0f}" if found else f"{'–':>22}{'–':>6}"
        bar = BARS.get(steps)
        print(f"{steps:6}{3**steps:12,}{told}   " + (f"{bar[0]:g} s, {bar[1]} MiB" if bar else ""), flush=True)


if __name__ == "__main__":
    measure(int(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 2 else main()
