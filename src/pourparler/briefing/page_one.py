# SPDX-License-Identifier: Apache-2.0
"""Page one, the decision memo: the answer for who has five minutes. Dissents and the contrary case always stand on it."""

from dataclasses import replace

from pourparler.assess.assessment import Assessment
from pourparler.briefing.document import Block, BulletList, Figure, Paragraph, Section
from pourparler.briefing.names import Names
from pourparler.briefing.sections.account import account
from pourparler.briefing.sections.actions import actions
from pourparler.briefing.sections.alarms import alarm_lines, alarms
from pourparler.briefing.sections.confidence import confidence
from pourparler.briefing.sections.gate import gate
from pourparler.briefing.sections.intentions import intentions
from pourparler.briefing.sections.plan import plan
from pourparler.briefing.sections.table import table
from pourparler.briefing.sections.verdict import against, change, reasons
from pourparler.wording import say


def page_one(assessment: Assessment, names: Names, since: Section | None = None) -> tuple[Section, ...]:
    """Return the sections of the decision memo, below the verdict; `since` says what changed since the last edition."""
    found = [section(assessment, names) for section in (reasons, plan, gate, actions, change)]
    found += [_against(assessment, names), _intentions(assessment, names), table(assessment, names)]
    found += [_alarms(assessment, names), account(assessment, names)]
    told = [_short(section) for section in found if section is not None and section.brief]
    return (*([since] if since is not None else []), *told, _decision(assessment))


def _short(section: Section) -> Section:
    """Return what of a section stands on page one: numbers in the place of pictures, and no caption."""
    blocks = tuple(replace(block.table, caption="") if isinstance(block, Figure) else block for block in section.brief)
    return Section(section.heading, (*blocks, *section.key))


def _against(assessment: Assessment, names: Names) -> Section:
    """Return the contrary case with every dissent and rival reading: they always print.

    Of the worlds in which the advice is wrong the share is told; which inputs are otherwise there stands in the book.
    """
    section = against(assessment, names)
    where = assessment.verdict.wrong_where
    told, *rest = section.blocks
    shown = [BulletList((names.told(where[0]),)), *rest[1:]] if where else rest
    return replace(section, brief=(told, *shown))


def _alarms(assessment: Assessment, names: Names) -> Section | None:
    section = alarms(assessment, names)
    return replace(section, brief=(BulletList(alarm_lines(assessment, names)),)) if section is not None else None


def _intentions(assessment: Assessment, names: Names) -> Section | None:
    """Return what is believed, with confidence in sentences of its own and the ranges that words of likelihood stand for."""
    section = intentions(assessment, names)
    if section is None:
        return None
    sure, marks = confidence(assessment, names)
    brief: tuple[Block, ...] = (*section.brief, BulletList(sure, marks))
    return replace(section, brief=brief, key=section.key[:1])


def _decision(assessment: Assessment) -> Section:
    """Return the line on which a named person decides."""
    decider = assessment.verdict.decider
    who = say("{decider} decides.", decider=decider) if decider else say("Nobody is named who decides: name somebody.")
    line = say("Decided: ____________________ on ____________ because ______________________________")
    return Section(say("Decision"), (Paragraph(say("This advises; {who}", who=who) if decider else who), Paragraph(line)))
