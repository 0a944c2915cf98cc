# SPDX-License-Identifier: Apache-2.0
"""A conflict in motion: how it gets from the status quo to an equilibrium, and which preferences would make one."""

from collections.abc import Sequence

from pourparler.assess.conflict_rows import ComparisonRow, ConflictStudy, InverseRow, StepRow
from pourparler.briefing.document import BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING
from pourparler.briefing.marks import RESULT
from pourparler.briefing.sections.conflict import concept_name, state_name
from pourparler.wording import say

#: So many ways stand on the one screen, and in the whole page.
ON_SCREEN, IN_FULL = 6, 100
#: So many requirements of the inverse question are told.
MOST_TOLD = 12


def paths(studied: ConflictStudy) -> Section | None:
    """Tell how each equilibrium can come about from the status quo, if it can."""
    if studied.status_quo is None:
        return None
    start = studied.status_quo
    rows: tuple[tuple[str, ...], ...] = tuple(
        (str(row.state), state_name(studied, row.state), _way(start, row.by_improvements), _way(start, row.by_moves))
        for row in studied.evolution
    )
    name = state_name(studied, start)
    where = str(start) if name == NOTHING else f"{start} ({name})"
    if not rows:
        return Section(say("From the status quo, {state}", state=where), (Paragraph(say("There is no equilibrium to reach.")),))
    columns: tuple[str, ...] = (say("equilibrium"), say("what"), say("each step an improvement"), say("by any moves"))
    caption = say("A shortest legal sequence from state {state}; nobody moves twice running", state=where)
    if all(row[1] == NOTHING for row in rows):
        columns, rows = (columns[0], *columns[2:]), tuple((row[0], *row[2:]) for row in rows)
    short, whole = (Table(columns, rows[:most], caption) for most in (ON_SCREEN, IN_FULL))
    return Section(say("From the status quo"), (whole,), (short,), (RESULT,))


def _way(start: int, steps: Sequence[StepRow] | None) -> str:
    if steps is None:
        return NOTHING
    if not steps:
        return say("where it stands")
    return str(start) + "".join(f" –{step.actor}→ {step.state}" for step in steps)


def inverse(studied: ConflictStudy) -> Section | None:
    """Tell which preferences of an actor would make a state an equilibrium, by notion of stability."""
    asked = studied.inverse
    if asked is None:
        return None
    lead = say(
        "State {state} is an equilibrium ({name}) just if the preferences of {actor} meet one of these, the others' being as "
        "stated; a ≥ b: it likes a at least as much as b.",
        state=asked.state,
        actor=asked.actor,
        name=studied.sanction,
    )
    items = tuple(
        say("{name}: {told}", name=concept_name(concept), told=_answer(row)) for concept, row in asked.answers.items()
    )
    heading = say("Which preferences of {actor} make {state} an equilibrium", actor=asked.actor, state=asked.state)
    blocks = (Paragraph(lead), BulletList(items))
    return Section(heading, blocks, blocks, (RESULT,))


def _answer(row: InverseRow) -> str:
    now = say("it is one now") if row.holds else say("it is none now")
    if row.blocked_by:
        told = say("none: {who} leaves it whatever this actor prefers", who=", ".join(row.blocked_by))
    elif row.too_many:
        told = say("more requirements than can be listed")
    elif not row.requirements:
        told = say("none can: the comparisons that it needs contradict each other")
    elif not row.requirements[0]:
        told = say("any preferences at all")
    else:
        shown = [_together(some) for some in row.requirements[:MOST_TOLD]]
        more = len(row.requirements) - len(shown)
        told = say("; or ").join(shown) + (say("; or {n} more", n=more) if more else "")
    return say("{told} ({now})", told=told, now=now)


def _together(some: Sequence[ComparisonRow]) -> str:
    """Tell comparisons that have to hold together; those with one state are drawn together."""
    groups: dict[tuple[int, bool], list[int]] = {}
    for row in some:
        groups.setdefault((row.state, row.strict), []).append(row.over)
    parts = []
    for (state, strict), over in groups.items():
        sign = ">" if strict else "≥"
        parts.append(f"{state} {sign} {', '.join(str(other) for other in over)}")
    return say(" and ").join(parts)
