# SPDX-License-Identifier: Apache-2.0
"""The page of `pourparler plan` for a case: the plan, what knowing more and waiting are worth, and what would change it."""

from pourparler.assess.assessment import Assessment
from pourparler.briefing.document import Briefing, Paragraph, Section
from pourparler.briefing.names import Names, names_of
from pourparler.briefing.sections.changes import changes
from pourparler.briefing.sections.plan import plan
from pourparler.briefing.sections.prices import prices
from pourparler.briefing.sections.verdict import stamp_of
from pourparler.briefing.sections.worth import worth
from pourparler.wording import say

#: The sections of the brief that concern the plan, in the order of the brief.
SECTIONS = (plan, worth, prices, changes)


def planning(assessment: Assessment) -> Briefing:
    """Return the page on the plan of an assessment: the same sections as in the brief."""
    names = names_of(assessment)
    told = (section(assessment, names) for section in SECTIONS)
    found = tuple(section for section in told if section is not None)
    return Briefing(assessment.case.title, (_about(assessment, names, bool(found)), *found), stamp_of(assessment, names))


def _about(assessment: Assessment, names: Names, is_any: bool) -> Section:
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
    none = () if is_any else (Paragraph(say("The case has no steps of preparation that can be valued.")),)
    return Section(case.title, (Paragraph(text), *none))
