# SPDX-License-Identifier: Apache-2.0
"""Shadow prices: what each precondition, day and red line costs, what each workstream brings, how fast the offer may lapse.

What has to be worked out anew (a red line dropped, a later start) is worked out on fewer worlds, the same with and without.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np

from pourparler.assess.actions import Actions
from pourparler.assess.moves import DAYS_PER_WEEK
from pourparler.assess.preparation import DONE, ReadyStep, survival
from pourparler.assess.prices_rows import HazardRow, PriceRow, Prices
from pourparler.assess.readiness import NOW, NUMBERS_ALONE, Readiness, best_under
from pourparler.assess.steps import Steps
from pourparler.assess.worlds import Worlds
from pourparler.assess.worth import CONSULTATION, INTENTIONS, MANDATE
from pourparler.case import Case, Preparation
from pourparler.engines.readiness import PlanStep, PlanTree, best_plan, build_plan

Take = Callable[[Case, Worlds], Steps]

#: So many worlds are drawn for what has to be worked out anew.
FEWER_WORLDS = 500
#: The name of the step that only waits; no step of a case can have it.
WAIT = ""
#: Halvings of the range of hazards, in logarithms: enough for three digits.
HALVINGS = 16
#: The lowest and the highest daily chance of a lapse that is looked at.
LEAST_HAZARD = 1e-6
#: Above it an offer stands for a day with one chance in a thousand.
MOST_HAZARD = 0.999
#: What steps of the three workstreams do, by the key that says so.
WORKSTREAMS = {INTENTIONS: "reveals", CONSULTATION: "aligns", MANDATE: "decides"}


def prices_of(steps: Steps, take: Take) -> Prices:
    """Return every shadow price of a case; `take` assesses a case in given worlds, without what only explains the result."""
    found = steps.readiness
    if found is None or not found.valued:
        return Prices()
    price = _per_day(found)

    def row(kind: str, name: str, points: float, without: str | None) -> PriceRow:
        return PriceRow(kind, name, points, points / price if price else None, without)

    case = found.actions.layout.case
    few = take(case, Worlds(case, steps.worlds.seed, min(steps.worlds.count, FEWER_WORLDS)))
    rows = [row("precondition", *each) for each in _preconditions(found)]
    if found.delay_per_week is not None:
        rows.append(row("day", "now", float(found.delay_per_week.mean()) / DAYS_PER_WEEK, None))
    later = _plan_later(few)
    if later is not None:
        rows.append(row("day", "plan", later / DAYS_PER_WEEK, None))
    rows += [row("red_line", *each) for each in _red_lines(case, few, take)]
    rows += [row("workstream", *each) for each in _workstreams(found)]
    return Prices(tuple(rows), tuple(_hazards(few)))


def _per_day(found: Readiness) -> float | None:
    """Return what a day of delay costs, in value points; None where it costs nothing."""
    price = 0.0 if found.delay_per_week is None else float(found.delay_per_week.mean()) / DAYS_PER_WEEK
    return price if price > 0 else None


def _preconditions(found: Readiness) -> Iterator[tuple[str, float, str | None]]:
    """Yield every open condition with what waiting for it costs, and what is worth most without it; then all together."""
    for condition, points in sorted(found.shadow_prices.items()):
        yield condition, points, best_action(found, found.held - {condition})
    if found.held and found.gate_price is not None:
        yield "together", found.gate_price, best_action(found, NUMBERS_ALONE)


def best_action(found: Readiness, held: frozenset[str]) -> str | None:
    """Return which action is worth most while some conditions hold the gate."""
    barred = {"fix", "fix_conditionally"} if held else set[str]()
    values = {name: valued.mean for name, valued in found.valued.items() if name not in barred}
    if "hold" in values:
        values["hold"] = _held(found, held)
    return max(sorted(values), key=lambda name: values[name], default=None)


def _held(found: Readiness, held: frozenset[str]) -> float:
    """Return what holding is worth while some conditions hold the gate."""
    return _plan_value(found.actions, found.tree, held)


def _plan_value(
    actions: Actions, tree: PlanTree | None, held: frozenset[str] = NUMBERS_ALONE, first: int | None = None
) -> float:
    if tree is None:
        return -np.inf
    mixture = np.eye(len(tree.weightings))[0]
    plan = best_plan(tree, mixture, lambda s: actions.mask(s, NOW, held), first_step=first)
    return -np.inf if plan is None else plan.mean


def _tree(steps: Steps, actions: Actions) -> PlanTree:
    """Return the tree of plans under what is believed today, for changed steps."""
    belief = steps.intentions.posterior[None]
    plans = [step.plan for step in actions.program.steps]
    # A case has as many steps as can be weighed; the one that only waits may come on top.
    none, forcing = np.zeros(1, dtype=np.bool_), actions.program.forcing
    return build_plan(belief, none, plans, actions.leaf, actions.lapsed, forcing, most_steps=len(plans))


def _plan_later(steps: Steps) -> float | None:
    """Return what the plan loses if it begins a week later, in value points; None where there is no plan, or no room for it."""
    found = steps.readiness
    if found is None or "hold" not in found.valued:
        return None
    actions, program, count = found.actions, found.actions.program, steps.worlds.count
    nothing = np.zeros(count)
    wait = len(program.steps)
    days = np.full(count, float(DAYS_PER_WEEK))
    certain = np.ones((count, 1, actions.layout.types.count))
    plan = PlanStep(certain, nothing, survival(actions.layout, DAYS_PER_WEEK), days=days)
    waiting = ReadyStep(WAIT, Preparation(), (DONE,), plan, days, nothing, nothing, nothing, frozenset())
    after = [replace(step, plan=replace(step.plan, needs=(*step.plan.needs, wait))) for step in program.steps]
    later = Actions(
        actions.layout,
        replace(program, steps=(*after, waiting)),
        actions.compliance,
        actions.terms,
        actions.reversal,
        actions.agreed,
        actions.missing,
        actions.choices,
    )
    tree = _tree(steps, later)
    branch = next((branch for branch in tree.branches[frozenset()] if branch.step == wait), None)
    if branch is None:
        return None  # a choice is forced within the week
    only = tree.stop[branch.children[0]]
    begun = replace(
        tree,
        branches={**tree.branches, frozenset(): (branch,)},
        # What comes after the week is a step, too.
        stop={**tree.stop, branch.children[0]: np.full_like(only, -np.inf)},
    )
    started = best_plan(begun, np.ones(1), lambda s: later.mask(s, NOW, NUMBERS_ALONE))
    return None if started is None else found.valued["hold"].mean - started.mean


def _red_lines(case: Case, steps: Steps, take: Take) -> Iterator[tuple[str, float, str | None]]:
    """Yield every red line with what the best course would gain if it were none."""
    now = steps.readiness
    if now is None:
        return
    value = best_under(now.actions, now.tree, now, NUMBERS_ALONE)
    for name, changed in _without_lines(case):
        then = take(changed, Worlds(changed, steps.worlds.seed, steps.worlds.count)).readiness
        if then is not None:
            gained = best_under(then.actions, then.tree, then, NUMBERS_ALONE) - value
            yield name, gained, best_action(then, NUMBERS_ALONE)


def _without_lines(case: Case) -> Iterator[tuple[str, Case]]:
    """Yield the case without each red line, of the parties and of our own mandate."""
    for party, lines in sorted(case.red_lines.items()):
        for line in lines:
            kept = {**case.red_lines, party: tuple(other for other in lines if other != line)}
            yield f"{party}.{line}", case.model_copy(update={"red_lines": kept})
    mandate = case.mandate
    for line in mandate.red_lines if mandate is not None else ():
        own = tuple(other for other in mandate.red_lines if other != line) if mandate is not None else ()
        freed = mandate.model_copy(update={"red_lines": own}) if mandate is not None else None
        yield f"{MANDATE}.{line}", case.model_copy(update={"mandate": freed})


def _workstreams(found: Readiness) -> Iterator[tuple[str, float, str | None]]:
    """Yield what the plan would lose without the steps of each workstream and those that need them, and without any step."""
    tree, program = found.tree, found.actions.program
    if tree is None or "hold" not in found.valued:
        return
    values = {name: valued.mean for name, valued in found.valued.items() if name not in ("hold", "fix_conditionally")}
    best = max(found.valued["hold"].mean, *values.values()) if values else found.valued["hold"].mean
    groups = {name: {i for i, s in enumerate(program.steps) if getattr(s.stated, key)} for name, key in WORKSTREAMS.items()}
    groups["together"] = set(range(len(program.steps)))
    for name, barred in groups.items():
        if not barred:
            continue
        kept = {state: tuple(b for b in branches if b.step not in barred) for state, branches in tree.branches.items()}
        left = {**values, "hold": _plan_value(found.actions, replace(tree, branches=kept))}
        without = max(sorted(left), key=lambda action: left[action])
        yield name, best - max(left.values()), without


def _hazards(steps: Steps) -> Iterator[HazardRow]:
    """Yield from which daily chance of a lapse fixing, and fixing on conditions, is worth as much as holding."""
    found = steps.readiness
    if found is None or found.tree is None or "hold" not in found.valued:
        return
    actions = found.actions
    meeting = actions.layout.case.meeting
    if meeting is None or meeting.window is None:
        return
    stated = 1 - float(actions.layout.still_open(np.ones(steps.worlds.count)).mean())

    @cache
    def holding(hazard: float) -> float:
        program = actions.program
        changed = [replace(step, plan=replace(step.plan, survives=(1 - hazard) ** step.days)) for step in program.steps]
        forcing = None if program.forcing is None else replace(program.forcing, stands=lambda days: (1 - hazard) ** days)
        program = replace(program, steps=tuple(changed), forcing=forcing)
        return _plan_value(actions, _tree(steps, replace(actions, program=program)))

    for name in ("fix", "fix_conditionally"):
        if name in found.valued:
            value = found.valued[name].mean
            yield HazardRow(name, _crossing(holding, value), stated, value, holding(MOST_HAZARD))


def _crossing(holding: Callable[[float], float], other: float) -> float | None:
    """Return from which hazard holding is worth no more than something that no lapse can touch; its value falls with it."""
    if holding(LEAST_HAZARD) <= other:
        return 0.0
    if holding(MOST_HAZARD) > other:
        return None
    low, high = np.log(LEAST_HAZARD), np.log(MOST_HAZARD)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if holding(float(np.exp(middle))) > other else (low, middle)
    return float(np.exp((low + high) / 2))
