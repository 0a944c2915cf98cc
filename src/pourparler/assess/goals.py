# SPDX-License-Identifier: Apache-2.0
"""The step of goals: what is sought of the meeting and of the whole, and how far that has moved from its first version."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.actions import Actions
from pourparler.assess.drift import Along, Worth, along, drift_row, issues_of, least_rows, of_all, worth_of, worth_of_receipt
from pourparler.assess.goal_rows import (
    NO_GOALS,
    ChangeRow,
    GoalRow,
    Goals,
    ReceiptRow,
    VersionRow,
)
from pourparler.assess.prospects import Layout
from pourparler.assess.readiness import ROOT
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.spread import Spread, spread
from pourparler.case import Approval, Case, Goal, Mandate, Receipt, Version
from pourparler.case.versions import DROPPED, KEYS, Part, in_force, last_stating, stated_by
from pourparler.engines.bargaining import package_options

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def goals_of(case: Case, layout: Layout | None, actions: Actions | None, belief: Array, why: Sentence | None = None) -> Goals:
    """Return the goals of a case. Without a table to value them on (`why`), what they are worth is None."""
    mandate = case.mandate
    must_produce = case.meeting.must_produce if case.meeting is not None else None
    if mandate is None or not (mandate.goals or mandate.history):
        return Goals(must_produce, None, (), (), (), None, (), None) if must_produce is not None else NO_GOALS
    worth = worth_of(layout, belief) if layout is not None else None
    drift = tuple(drift_row(mandate, issue, worth) for issue in issues_of(mandate))
    moved = along(mandate, worth)
    yields = _yields(actions, belief, worth, mandate.goals) if actions is not None and worth is not None else {}
    return Goals(
        must_produce,
        yields.get(""),
        tuple(_goal_row(mandate, goal, worth, yields.get(goal.issue)) for goal in mandate.goals),
        tuple(_version_rows(mandate, worth, moved)),
        drift,
        of_all(mandate, worth, moved, drift),
        tuple(least_rows(mandate, worth)),
        why if worth is None else None,
    )


def _goal_row(mandate: Mandate, goal: Goal, worth: Worth | None, yields: Spread | None) -> GoalRow:
    last = last_stating(mandate.history, ("goals", goal.issue))
    by, on = _approval(goal.approved)
    return GoalRow(
        goal.issue,
        goal.target,
        goal.floor,
        goal.meeting,
        last.on.isoformat() if last is not None else None,
        by,
        on,
        worth.apart(goal.issue, goal.target, goal.floor) if worth is not None else None,
        worth.apart(goal.issue, goal.target, goal.meeting) if worth is not None else None,
        yields,
    )


def _approval(approved: Approval | None) -> tuple[str | None, str | None]:
    """Return who approved and when; nobody where no record is left."""
    if approved is None or not approved.is_given:
        return None, None
    return approved.by, approved.on.isoformat() if approved.on is not None else None


def _version_rows(mandate: Mandate, worth: Worth | None, moved: Along | None) -> Iterator[VersionRow]:
    before: dict[Part, str] = {}
    for place, (version, held) in enumerate(zip(mandate.history, in_force(mandate.history), strict=True)):
        by, on = _approval(version.approved)
        is_known = moved is not None and moved.known[place]
        told = worth.told if worth is not None else None
        drift = moved.drift if moved is not None else None
        yield VersionRow(
            version.on.isoformat(),
            version.by,
            version.reason,
            by,
            on,
            tuple(_states(version, before)),
            tuple(_receipt_row(receipt, worth) for receipt in version.received),
            told(drift.given_up[place]) if told and drift and is_known else None,
            told(drift.to_floor[place]) if told and drift and is_known and drift.to_floor is not None else None,
            moved.told_received(worth, place) if moved is not None and worth is not None else None,
            moved.uncounted[place] if moved is not None else 0,
        )
        before = held


def _states(version: Version, before: dict[Part, str]) -> Iterator[ChangeRow]:
    for part, value in stated_by(version).items():
        kind, issue = part
        if value == DROPPED and part not in before:
            continue
        key = KEYS.get(kind, kind)
        yield ChangeRow(key, issue or None, before.get(part) or None, value or None)


def _receipt_row(receipt: Receipt, worth: Worth | None) -> ReceiptRow:
    steps = worth_of_receipt(receipt, worth) if worth is not None else None
    before = receipt.instead_of
    if before is None and receipt.get is not None and worth is not None:
        before = worth.layout.case.issues[receipt.get.partition(".")[0]].status_quo
    why = None
    if steps is None:
        why = (
            sentence("in words, without a number")
            if receipt.get is None
            else sentence("what it took the place of is not known")
        )
    value = worth.told(worth.weighed(steps)) if worth is not None and steps is not None else None
    return ReceiptRow(receipt.get, before, receipt.what, value, why)


def _yields(actions: Actions, belief: Array, worth: Worth, goals: Sequence[Goal]) -> dict[str, Spread]:
    """Return how likely a meeting agreed to now, without moves, yields what it must: by issue, and under "" all of it."""
    asked = [goal for goal in goals if goal.meeting is not None]
    layout = actions.layout
    meeting = layout.case.meeting
    if not asked or meeting is None or meeting.level not in actions.terms or "fix" in actions.missing:
        return {}
    situation, outlook = actions.outlook(ROOT)
    found = outlook.agreements[0]
    assert found is not None  # the empty set of moves can always be had
    reach = actions.prospects(situation, outlook, meeting.level, 0).reach[:, :, 0]
    taken = package_options(found.packages, layout.table.template.counts)
    variant = layout.table.own.variant
    all_of_it: Flags = np.ones(found.packages.shape, dtype=np.bool_)
    out = {}
    for goal in asked:
        assert goal.meeting is not None
        place, at = worth.place(goal.issue, goal.meeting)
        enough = (worth.parts[place] >= worth.parts[place][:, :, [at]])[:, variant]
        meets = np.take_along_axis(enough, taken[place], axis=2)
        all_of_it &= meets
        out[goal.issue] = spread((belief * reach * (meets * found.shares).sum(axis=2)).sum(axis=1))
    out[""] = spread((belief * reach * (all_of_it * found.shares).sum(axis=2)).sum(axis=1))
    return out
