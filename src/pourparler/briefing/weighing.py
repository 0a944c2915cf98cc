# SPDX-License-Identifier: Apache-2.0
"""The page of `pourparler weigh`: what is believed and why, from the sections of the brief that concern it, and as JSON."""

import json
from dataclasses import replace

from pourparler.assess.assessment import Assessment
from pourparler.assess.weighed import alarms_about_intentions, weighed_case
from pourparler.briefing.as_json import as_plain
from pourparler.briefing.document import Briefing, Paragraph, Section
from pourparler.briefing.names import Names, names_of
from pourparler.briefing.sections.alarms import alarms
from pourparler.briefing.sections.analogies import analogies
from pourparler.briefing.sections.analysts import analysts
from pourparler.briefing.sections.history import history
from pourparler.briefing.sections.inquiries import inquiries
from pourparler.briefing.sections.intentions import evidence, intentions, sources
from pourparler.briefing.sections.matrix import matrix
from pourparler.briefing.sections.matters import matters
from pourparler.briefing.sections.verdict import stamp_of
from pourparler.wording import say


def weighing(assessment: Assessment) -> Briefing:
    """Return the page on intentions of an assessment: the same sections as in the brief, with their alarms alone."""
    names = names_of(assessment)
    shown = (intentions, history, analysts, analogies, matters, inquiries, evidence, sources, matrix)
    told = [section(assessment, names) for section in shown]
    concerned = replace(assessment, alarms=alarms_about_intentions(assessment))
    told.append(alarms(concerned, names))
    found = tuple(section for section in told if section is not None)
    return Briefing(assessment.case.title, (_about(assessment, names), *found), stamp_of(assessment, names))


def _about(assessment: Assessment, names: Names) -> Section:
    case, run = assessment.case, assessment.run
    text = say(
        "Seat: {seat} · as of {as_of} · case {digest} · seed {seed} · {worlds} worlds · version {version}",
        seat=names.of("parties", case.seat),
        as_of=case.as_of,
        digest=case.digest,
        seed=run.seed,
        worlds=run.worlds,
        version=run.version,
    )
    asked = () if assessment.intentions else (Paragraph(say("The case asks no question about the other side's intentions.")),)
    return Section(case.title, (Paragraph(text), *asked))


def weighing_json(assessment: Assessment) -> str:
    """Return the same as JSON text that ends with a line feed. Its keys are stable (docs/reference/commands.md)."""
    return json.dumps(as_plain(weighed_case(assessment)), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
