# SPDX-License-Identifier: Apache-2.0
"""From an assessment to a briefing: which sections there are, and in which order they are read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pourparler.assess.assessment import Assessment
from pourparler.briefing.document import Briefing, Section
from pourparler.briefing.names import Names, names_of
from pourparler.briefing.sections.account import account
from pourparler.briefing.sections.actions import actions
from pourparler.briefing.sections.alarms import alarms
from pourparler.briefing.sections.analogies import analogies
from pourparler.briefing.sections.analysts import analysts
from pourparler.briefing.sections.changes import changes
from pourparler.briefing.sections.coalitions import coalitions
from pourparler.briefing.sections.consultation import consultation
from pourparler.briefing.sections.counter_moves import counter_moves
from pourparler.briefing.sections.gate import gate
from pourparler.briefing.sections.goals import goal_history
from pourparler.briefing.sections.history import history
from pourparler.briefing.sections.inquiries import inquiries
from pourparler.briefing.sections.intentions import evidence, intentions, sources
from pourparler.briefing.sections.mandate import mandate
from pourparler.briefing.sections.matrix import matrix
from pourparler.briefing.sections.matters import matters
from pourparler.briefing.sections.meeting import day_after, meeting, steps
from pourparler.briefing.sections.moves import moves
from pourparler.briefing.sections.negotiator import concessions, proposals
from pourparler.briefing.sections.partners import incidence, partners, stages
from pourparler.briefing.sections.plan import plan
from pourparler.briefing.sections.positions import positions
from pourparler.briefing.sections.prices import prices
from pourparler.briefing.sections.record import background, risks, words
from pourparler.briefing.sections.staged import in_stages
from pourparler.briefing.sections.success import success
from pourparler.briefing.sections.table import options, table
from pourparler.briefing.sections.terms import terms
from pourparler.briefing.sections.verdict import against, change, reasons, stamp_of, verdict
from pourparler.briefing.sections.wider import big_picture, cohesion, spoilers
from pourparler.briefing.sections.worth import worth

if TYPE_CHECKING:  # an assessment needs nothing of it
    from pourparler.assess.study_rows import TableStudy

Told = Callable[[Assessment, Names], Section | None]

#: The order of reading; a section that has nothing to say returns None.
SECTIONS: tuple[Told, ...] = (
    verdict,
    reasons,
    actions,
    gate,
    meeting,
    plan,
    steps,
    worth,
    prices,
    change,
    changes,
    against,
    intentions,
    history,
    analysts,
    analogies,
    evidence,
    sources,
    matters,
    matrix,
    inquiries,
    table,
    options,
    coalitions,
    terms,
    concessions,
    proposals,
    moves,
    counter_moves,
    partners,
    consultation,
    incidence,
    stages,
    in_stages,
    cohesion,
    spoilers,
    big_picture,
    positions,
    mandate,
    goal_history,
    success,
    risks,
    day_after,
    words,
    background,
    alarms,
    account,
)

#: The parts of a book in the order of reading, each with its sections. A section that stands in none of them follows the one
#: that comes before it in the brief.
PARTS: dict[str, tuple[Told, ...]] = {
    "verdict": (reasons, actions, change, changes, against, gate, meeting, alarms),
    "intentions": (intentions, history, analysts, analogies, inquiries),
    "table": (table, options, coalitions, terms, concessions, proposals),
    "mandate": (mandate, success),
    "partners": (partners, consultation, incidence, cohesion, spoilers, big_picture, positions),
    "moves": (moves, counter_moves),
    "stages": (stages, in_stages),
    "plan": (plan, steps, worth, prices),
    "risks": (risks, day_after, words),
    "evidence": (evidence, sources, matters, matrix, background),
}


def compose(assessment: Assessment) -> Briefing:
    """Return the briefing of an assessment: the same for every face that prints it."""
    names = names_of(assessment)
    sections = (section(assessment, names) for section in SECTIONS)
    return Briefing(
        assessment.case.title, tuple(section for section in sections if section is not None), stamp_of(assessment, names)
    )


def document_of(result: "Assessment | TableStudy") -> Briefing:
    """Return the document of whatever was found: an assessment, or the study of a table alone."""
    if isinstance(result, Assessment):
        return compose(result)
    from pourparler.briefing.compose_table import compose_table

    return compose_table(result)
