# SPDX-License-Identifier: Apache-2.0
"""The exact plan against influence diagrams of pyAgrum: another formulation, solved by another program.

A diagram has one decision for each step that might be taken next (any of them, or none), a chance node for what it then shows,
and a decision that acts. A step that has been taken, or lacks one that it needs, shows nothing, costs nothing, changes nothing.
"""

import itertools
import warnings
from typing import Any

import numpy as np
import pytest

from pourparler.engines.readiness import DecisionProblem, DecisionStep, policy_of, solve_plan

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pyagrum

    gum: Any = pyagrum  # only some of it has types
    gum.InfluenceDiagram, gum.ShaferShenoyLIMIDInference  # noqa: B018 - loaded when they are first asked for

#: How many problems there are of so many steps: those of four take long.
SIZES = {1: 40, 2: 45, 3: 20, 4: 5}
Taken = tuple[int, ...]


def random_problem(seed: int, steps: int) -> DecisionProblem:
    draw = np.random.default_rng(seed)
    types, actions = 2, 2
    made = []
    for index in range(steps):
        # A row for each outcome, the same whatever it is: what it adds depends on having taken the step.
        adds = np.repeat(draw.uniform(-1, 1, (1, actions, types)), 2, axis=0) if draw.random() < 0.4 else None
        needs = (int(draw.integers(index)),) if index and draw.random() < 0.3 else ()
        made.append(DecisionStep(draw.dirichlet(np.ones(2), types).T, float(draw.uniform(0, 0.3)), adds=adds, needs=needs))
    return DecisionProblem(draw.dirichlet(np.ones(types)), draw.uniform(-3, 3, (actions, types)), tuple(made))


def effective(problem: DecisionProblem, decided: Taken) -> list[int]:
    """Which steps are taken, one decision after another; -1 where a decision takes none."""
    out: list[int] = []
    for decision in decided:
        step = decision - 1
        can = step >= 0 and step not in out and set(problem.steps[step].needs) <= set(out)
        out.append(step if can else -1)
    return out


def by_diagram(problem: DecisionProblem) -> float:
    """The value of the best policy of the influence diagram of a problem."""
    count = len(problem.steps)
    net = gum.InfluenceDiagram()
    net.addChanceNode(gum.LabelizedVariable("type", "", problem.types))
    for n in range(count):
        net.addDecisionNode(gum.LabelizedVariable(f"next{n}", "", count + 1))
        net.addChanceNode(gum.LabelizedVariable(f"shown{n}", "", 3))
        net.addUtilityNode(gum.LabelizedVariable(f"cost{n}", "", 1))
    net.addDecisionNode(gum.LabelizedVariable("act", "", problem.actions))
    net.addUtilityNode(gum.LabelizedVariable("payoff", "", 1))
    for n in range(count):
        for m in range(n + 1):
            net.addArc(f"next{m}", f"shown{n}")
            net.addArc(f"next{m}", f"cost{n}")
        net.addArc("type", f"shown{n}")
        for m in range(n):
            net.addArc(f"next{m}", f"next{n}")
            net.addArc(f"shown{m}", f"next{n}")
        net.addArc(f"next{n}", "act")
        net.addArc(f"shown{n}", "act")
        net.addArc(f"next{n}", "payoff")
    net.addArc("type", "payoff")
    net.addArc("act", "payoff")
    net.cpt("type").fillWith(problem.prior.tolist())
    for n in range(count):
        for decided in itertools.product(range(count + 1), repeat=n + 1):
            step = effective(problem, decided)[-1]
            named = {f"next{m}": decision for m, decision in enumerate(decided)}
            net.utility(f"cost{n}")[named] = -problem.steps[step].cost if step >= 0 else 0
            for kind in range(problem.types):
                shown = [0.0, *problem.steps[step].outcomes[:, kind]] if step >= 0 else [1.0, 0, 0]
                net.cpt(f"shown{n}")[{**named, "type": kind}] = shown
    for decided in itertools.product(range(count + 1), repeat=count):
        added = [problem.steps[step].adds for step in effective(problem, decided) if step >= 0]
        named = {f"next{m}": decision for m, decision in enumerate(decided)}
        payoff = problem.payoff + sum((adds[0] for adds in added if adds is not None), np.zeros(problem.payoff.shape))
        for kind, action in itertools.product(range(problem.types), range(problem.actions)):
            net.utility("payoff")[{**named, "type": kind, "act": action}] = payoff[action, kind]
    solver = gum.ShaferShenoyLIMIDInference(net)
    solver.addNoForgettingAssumption([*(f"next{n}" for n in range(count)), "act"])
    solver.makeInference()
    return float(solver.MEU()["mean"])


@pytest.mark.parametrize("steps", SIZES)
def test_influence_diagrams_agree(steps: int) -> None:
    assert sum(SIZES.values()) >= 100
    for seed in range(SIZES[steps]):
        problem = random_problem(1000 * steps + seed, steps)
        assert policy_of(solve_plan(problem)).value == pytest.approx(by_diagram(problem), abs=1e-9), seed
