# SPDX-License-Identifier: Apache-2.0
"""The order of the steps: from a case and a seed to an assessment. Nothing here reads a file or a clock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from pourparler.assess.actions import actions_of
from pourparler.assess.assessment import Assessment
from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.bounded import within_limit
from pourparler.assess.changes_rows import Changes
from pourparler.assess.defaults import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.assess.gate import gate_of
from pourparler.assess.intentions import HypothesisRow, hypothesis_rows
from pourparler.assess.matters import heaviest, without_item
from pourparler.assess.preparation import program_of
from pourparler.assess.prices_rows import Prices
from pourparler.assess.prospects import layout_of
from pourparler.assess.readiness import weigh_actions
from pourparler.assess.report import report
from pourparler.assess.steps import Steps
from pourparler.assess.verdict import NOT_DETERMINED, Decision, decide
from pourparler.assess.worlds import Missing, Worlds
from pourparler.case import Case, known_by, without_left_out

Progress = Callable[[str], None]

#: Worlds drawn when only the advice is wanted, to see whether an unknown that may be anything would change it.
WORLDS_FOR_ADVICE = 200
#: Up to this many unknowns, every corner of what they may be is tried; beyond, each alone and all together.
MOST_IN_CORNERS = 3


def assess(
    case: Case,
    *,
    digest: str,
    version: str,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
    without: int = 0,
    deep: bool = False,
    pairs: Sequence[tuple[str, str]] = (),
) -> Assessment:
    """Assess a case: the same case, seed, number of worlds and version give the same assessment.

    `without`: for so many items of evidence, those that weigh most, the advice is found anew without them. `deep`: what would
    change the advice, and what waiting, conditions and red lines cost, is looked for as well, which takes a few seconds;
    `pairs` of inputs are then mapped against each other.

    What is dated later than the case's own day is not seen by any step, nor what is said of parties that are left out.
    `digest` and `version` are printed with the result; `progress` is told the name of each step as it begins.
    """
    case = seen(case)
    steps = steps_of(case, seed, worlds, progress)
    decisive = {}
    if without:
        progress("linchpins")
        decisive = _decisive(steps, without)
    changes, prices = _deeper(steps, progress, pairs) if deep else (Changes(), Prices())
    progress("report")
    found = report(case, steps, digest=digest, version=version, seed=seed, decisive=decisive)
    return replace(found, changes=changes, prices=prices)


def _deeper(steps: Steps, progress: Progress, pairs: Sequence[tuple[str, str]]) -> tuple[Changes, Prices]:
    """Return what would change the advice, and shadow prices: before a report draws inputs that no action depends on."""
    from pourparler.assess.changes import changes_of
    from pourparler.assess.prices import prices_of

    progress("changes")
    changes = changes_of(steps, take, pairs)
    progress("prices")
    return changes, prices_of(steps, take)


def take(case: Case, worlds: Worlds) -> Steps:
    """Take the steps of a case in given worlds, without what only explains the result."""
    return _take_steps(case, worlds, lambda step: None, settled=False)


def believed(case: Case, *, seed: int = DEFAULT_SEED, worlds: int = DEFAULT_WORLDS) -> tuple[HypothesisRow, ...]:
    """Return how likely each hypothesis of a case is, before the evidence and after, as `assess` finds it, and nothing else."""
    case = seen(case)
    return hypothesis_rows(case, weigh_intentions(case, Worlds(case, seed, worlds)))


def seen(case: Case) -> Case:
    """Return what of a case any step sees: nothing dated later than its own day, nothing of parties that are left out."""
    return without_left_out(known_by(case))


def steps_of(case: Case, seed: int, worlds: int, progress: Progress = lambda step: None) -> Steps:
    """Return what the steps find about a case as it is `seen`, in every world."""
    progress("worlds")
    steps = _take_steps(case, Worlds(case, seed, worlds), progress)
    progress("unknowns")
    return _with_unknowns(case, steps, seed)


def _take_steps(case: Case, worlds: Worlds, progress: Progress, settled: bool = True) -> Steps:
    progress("intentions")
    intentions = weigh_intentions(case, worlds)
    gate = gate_of(case)
    try:
        progress("bargaining")
        layout = layout_of(case, worlds, intentions.types)
    except Missing as blank:
        decision = Decision(NOT_DETERMINED, "numbers", (), blank.path, None, None, None, {"fix": blank.path})
        return Steps(worlds, intentions, gate, None, None, None, decision, blank.path)
    progress("readiness")
    actions = within_limit(actions_of(layout, program_of(layout)), intentions.posterior)
    readiness = weigh_actions(actions, intentions.posterior, gate, settled)
    return Steps(worlds, intentions, gate, layout, actions, readiness, decide(readiness, gate, worlds), None)


def _decisive(steps: Steps, most: int) -> dict[str, bool]:
    """Return whether the advice would be another without each of the heaviest items; nothing where there is no advice."""
    if steps.actions is None or steps.readiness is None:
        return {}
    advice = decide(steps.readiness, steps.gate, steps.worlds).action
    out = {}
    for place in heaviest(steps.intentions, most):
        belief = without_item(steps.intentions, place)
        found = weigh_actions(steps.actions, belief, steps.gate, settled=False)
        out[steps.intentions.used[place].id] = decide(found, steps.gate, steps.worlds).action != advice
    return out


def _with_unknowns(case: Case, steps: Steps, seed: int) -> Steps:
    """Check that every value of the unknowns gives the same advice; if not, it is not determined, and names one."""
    unknown = sorted(steps.worlds.unknown)
    if not unknown or steps.decision.action == NOT_DETERMINED:
        return steps
    count = min(steps.worlds.count, WORLDS_FOR_ADVICE)
    usual = _take_steps(case, Worlds(case, seed, count), lambda step: None, settled=False).decision.action
    found: dict[str, str] = {}
    open_to: set[str] = set()
    for pinned in _corners(unknown):
        again = _take_steps(case, Worlds(case, seed, count, pinned), lambda step: None, settled=False)
        if again.decision.action not in (steps.decision.action, usual):
            one = min(pinned, key=lambda path: (len(pinned) > 1, path))
            found.setdefault(again.decision.action, one)
            open_to.update(again.decision.between or (again.decision.action,))
    if not found:
        return steps
    other = sorted(found)[0]
    # An end that settles nothing itself is between actions: those count, not that it is open.
    between = (steps.decision.action, *sorted(open_to - {steps.decision.action, NOT_DETERMINED}))
    decision = replace(steps.decision, action=NOT_DETERMINED, between=between, settle=found[other], unresolved={})
    return replace(steps, decision=decision)


def _corners(unknown: list[str]) -> Iterator[Mapping[str, float]]:
    """Yield the ends of what the unknowns may be: each alone, and in all combinations if they are few."""
    for path in unknown:
        yield {path: 0.0}
        yield {path: 1.0}
    if len(unknown) == 1:
        return
    if len(unknown) <= MOST_IN_CORNERS:
        for corner in np.ndindex(*(2,) * len(unknown)):
            yield dict(zip(unknown, map(float, corner), strict=True))
    else:
        yield dict.fromkeys(unknown, 0.0)
        yield dict.fromkeys(unknown, 1.0)
