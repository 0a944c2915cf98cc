# SPDX-License-Identifier: Apache-2.0
"""The plan of a case alone, as rows: the keys are those of a decision problem's plan, and the numbers those of the brief."""

from collections.abc import Mapping
from dataclasses import dataclass

from pourparler.assess.assessment import Assessment, CaseRow, RunRow
from pourparler.assess.changes_rows import MapRow, NotSearchedRow, SwingRow, VerdictFlipRow
from pourparler.assess.decision_rows import ThresholdRow
from pourparler.assess.plan_rows import PlanNode, PlanRow
from pourparler.assess.prices_rows import HazardRow, PriceRow
from pourparler.assess.spread import Spread
from pourparler.assess.worth_rows import WorthRow

#: What is done once the offer has lapsed.
FORGO = "forgo"
#: Actions that are taken at once.
NOW = ("fix", "step_down", "forgo")


@dataclass(frozen=True)
class CaseStepRow:
    """A step: what it would tell before cost and delay (None: nothing, or unknown), its cost and days on average."""

    step: str
    evsi: float | None
    cost: float | None
    days: float | None


@dataclass(frozen=True)
class CaseBounds:
    """Between which values the best plan lies, by the numbers alone; equal where it is exact. `upper` None: not known."""

    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class CasePlan:
    """The plan of a case: `hold`, which begins with a step of preparation; None where there is none.

    `value_now` and `action_now` are the best that can be done at once, by the numbers alone.
    """

    case: CaseRow
    run: RunRow
    value_now: float | None
    action_now: str | None
    value_plan: float | None
    next_step: str | None
    within_gate: bool | None
    steps: tuple[CaseStepRow, ...]
    policy: PlanNode | None
    ends: Mapping[str, float]
    evpi: float | None
    evppi: tuple[WorthRow, ...]
    thresholds: tuple[ThresholdRow, ...]
    not_searched: tuple[NotSearchedRow, ...]
    tornado: tuple[SwingRow, ...]
    maps: tuple[MapRow, ...]
    flip: VerdictFlipRow | None
    verdict: str | None
    verdict_if_met: str | None
    prices: tuple[PriceRow, ...]
    hazard: tuple[HazardRow, ...]
    delay_per_week: Spread | None
    exact: bool
    bounds: CaseBounds | None
    left_out: tuple[str, ...]
    nodes: int | None


def case_plan(found: Assessment) -> CasePlan:
    """Return what an assessment says of the plan."""
    now = {row.action: row.value.mean for row in found.actions if row.action in NOW and row.value is not None}
    best = max(now, key=lambda action: now[action], default=None)
    plan = found.plan
    return CasePlan(
        case=found.case,
        run=found.run,
        value_now=None if best is None else now[best],
        action_now=best,
        value_plan=None if plan is None else plan.value,
        next_step=None if plan is None else plan.tree.step,
        within_gate=None if plan is None else plan.within_gate,
        steps=tuple(
            CaseStepRow(row.step, row.evsi, *(None if spread is None else spread.mean for spread in (row.cost, row.days)))
            for row in found.preparation
        ),
        policy=None if plan is None else plan.tree,
        ends={} if plan is None else _ends(plan.tree),
        evpi=found.information.evpi,
        evppi=found.worth.evppi,
        thresholds=tuple(
            ThresholdRow(row.input, row.value, row.before, row.after, row.today) for row in found.changes.thresholds
        ),
        not_searched=found.changes.not_searched,
        tornado=found.changes.tornado,
        maps=found.changes.maps,
        flip=found.changes.verdict_flip,
        verdict=found.changes.verdict,
        verdict_if_met=found.changes.verdict_if_met,
        prices=found.prices.rows,
        hazard=found.prices.hazard,
        delay_per_week=found.delay_per_week,
        exact=plan is None or plan.exact,
        bounds=None if plan is None else _bounds(plan),
        left_out=() if plan is None else plan.left_out,
        nodes=None if plan is None else plan.nodes,
    )


def _bounds(plan: PlanRow) -> CaseBounds:
    return CaseBounds(plan.value, plan.value) if plan.exact else CaseBounds(plan.lower, plan.upper)


def _ends(tree: PlanNode) -> dict[str, float]:
    """Return how likely the plan ends in each action; what is missing to one is the chance that the offer lapses first."""
    out: dict[str, float] = {}
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.outcomes.values())
        if node.action is not None:
            out[node.action] = out.get(node.action, 0.0) + (node.chance or 0.0)
    out[FORGO] = out.get(FORGO, 0.0) + max(0.0, 1 - sum(out.values()))
    return dict(sorted(out.items()))
