# SPDX-License-Identifier: Apache-2.0
"""Levels of meeting and steps of preparation as rows: what the case states of each, whether or not it decides anything."""

from pourparler.assess.assessment import LevelRow, StepRow
from pourparler.assess.gate import met_by
from pourparler.assess.sentence import sentence
from pourparler.assess.spread import Spread, spread
from pourparler.assess.steps import Steps
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import Case
from pourparler.quantity import COST, DAYS, POINTS, PROBABILITY, SIGNED_SHARE, Domain, Quantity


def stated(worlds: Worlds, path: tuple[str, ...], quantity: Quantity | None, domain: Domain) -> Spread | None:
    """Return a quantity as it was stated; None where it is blank or unknown without bounds."""
    if quantity is None:
        return None
    try:
        return spread(worlds.draw(path, quantity, domain))
    except Missing:
        return None


def level_rows(case: Case, worlds: Worlds) -> tuple[LevelRow, ...]:
    """Return the coefficients of every level that the case describes."""
    rows = []
    ours, theirs = seats(case)
    for level, terms in case.meeting.levels.items() if case.meeting is not None else ():
        path = ("meeting", "levels", level)
        fall, price = terms.collapse, terms.price
        rows.append(
            LevelRow(
                level,
                stated(worlds, (*path, "reach"), terms.reach, PROBABILITY),
                stated(worlds, (*path, "collapse", "chance"), fall.chance if fall else None, PROBABILITY),
                stated(worlds, (*path, "collapse", "loss"), fall.loss if fall else None, COST),
                stated(worlds, (*path, "price", ours), price.get(ours), POINTS),
                stated(worlds, (*path, "price", theirs), price.get(theirs), POINTS),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.level))


def step_rows(case: Case, steps: Steps) -> tuple[StepRow, ...]:
    """Return every step of preparation; one that cannot be valued says which number is unknown."""
    missing = steps.actions.program.missing if steps.actions is not None else {}
    worth = steps.readiness.evsi if steps.readiness is not None else {}
    rows = []
    for name in sorted(case.preparation):
        step, path = case.preparation[name], ("preparation", name)
        kinds = {"reveals": step.reveals, "aligns": step.aligns, "decides": step.decides, "shapes": step.shapes}
        rows.append(
            StepRow(
                name,
                step.what,
                " ".join(f"{kind} {_names(target)}" for kind, target in kinds.items() if target),
                stated(steps.worlds, (*path, "cost"), step.cost, COST),
                stated(steps.worlds, (*path, "days"), step.days, DAYS),
                stated(steps.worlds, (*path, "reach"), step.reach, SIGNED_SHARE),
                stated(steps.worlds, (*path, "collapse"), step.collapse, SIGNED_SHARE),
                stated(steps.worlds, (*path, "tolerance"), step.tolerance, POINTS),
                stated(steps.worlds, (*path, "fails"), step.fails, PROBABILITY),
                tuple(sorted(step.needs)),
                tuple(sorted(met_by(step))),
                worth.get(name),
                sentence("unknown: {path}", path=missing[name]) if name in missing else None,
            )
        )
    return tuple(rows)


def _names(target: str | tuple[str, ...]) -> str:
    return target if isinstance(target, str) else ", ".join(target)
