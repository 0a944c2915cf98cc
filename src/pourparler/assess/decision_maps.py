# SPDX-License-Identifier: Apache-2.0
"""Two numbers of a decision problem at once: how the best plan begins where they stand, all others as they are."""

import difflib
from collections.abc import Sequence

from pourparler.assess.decision_inputs import Input, inputs_of
from pourparler.assess.decision_rows import PlanMapRow
from pourparler.case import CaseError, Problem
from pourparler.case.problem import quoted
from pourparler.engines.readiness import NONE, policy_of, solve_plan
from pourparler.exchange.decision import StatedDecision
from pourparler.wording import say

#: A map has so many places each way.
PLACES = 21
#: A pair is mapped up to so many states of preparation times places.
MOST_MAPPED = 3_000_000
#: So many names are offered in place of one that is not there.
MOST_OFFERED = 3


def maps_of(stated: StatedDecision, pairs: Sequence[tuple[str, str]]) -> tuple[PlanMapRow, ...]:
    """Return a map for each pair of paths, such as `prior.dry` or `steps.test.cost`. Raises CaseError for one that is none."""
    if not pairs:
        return ()
    if stated.problem.nodes * PLACES**2 > MOST_MAPPED:
        found = say("{n} states of preparation", n=f"{stated.problem.nodes:,}")
        raise _refused(found, say("pairs are mapped up to {most}", most=f"{MOST_MAPPED // PLACES**2:,}"))
    known = {each.path: each for each in inputs_of(stated)}
    for path in (path for pair in pairs for path in pair):
        if path not in known:
            close = difflib.get_close_matches(path, known, n=MOST_OFFERED) or list(known)[:MOST_OFFERED]
            write = say("write two of the inputs, such as {names}", names=", ".join(close))
            raise _refused(say("{path}, which is no input", path=quoted(path)), write)
    for x, y in pairs:
        if _changes_the_same(x, y):
            raise _refused(say("{x} and {y}, which share one sum", x=x, y=y), say("give two that can be changed apart"))
    return tuple(_map(stated, known[x], known[y]) for x, y in pairs)


def _changes_the_same(x: str, y: str) -> bool:
    """Return whether two inputs are parts of one whole, or the same: the one cannot be set without the other."""
    if x.startswith("prior.") and y.startswith("prior."):
        return True
    outcomes = [path.split(".") for path in (x, y) if ".outcomes." in path]
    return x == y or (len(outcomes) == 2 and outcomes[0][1] == outcomes[1][1] and outcomes[0][-1] == outcomes[1][-1])


def _map(stated: StatedDecision, x: Input, y: Input) -> PlanMapRow:
    xs, ys = x.places(PLACES).tolist(), y.places(PLACES).tolist()
    rows, values = [], []
    for b in ys:
        policies = [policy_of(solve_plan(x.put(y.put(stated.problem, b), a))) for a in xs]
        rows.append(tuple(_begins(stated, int(p.step[0]), int(p.action[0])) for p in policies))
        values.append(tuple(p.value for p in policies))
    return PlanMapRow(x.path, y.path, tuple(xs), tuple(ys), tuple(rows), tuple(values))


def _begins(stated: StatedDecision, step: int, action: int) -> str:
    return stated.actions[action] if step == NONE else stated.steps[step].name


def _refused(found: str, write: str) -> CaseError:
    return CaseError((Problem("--pair", 0, 0, "", "", found, write),))
