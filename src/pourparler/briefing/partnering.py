# SPDX-License-Identifier: Apache-2.0
"""The page of `pourparler partners` for a case, of the sections on those outside the table, and the same as JSON."""

import json

from pourparler.assess.assessment import Assessment
from pourparler.briefing.as_json import as_plain
from pourparler.briefing.document import Briefing, Paragraph, Section
from pourparler.briefing.names import Names, names_of
from pourparler.briefing.sections.consultation import consultation
from pourparler.briefing.sections.partners import incidence, partners, stages
from pourparler.briefing.sections.positions import positions
from pourparler.briefing.sections.verdict import stamp_of
from pourparler.briefing.sections.wider import big_picture, cohesion, spoilers
from pourparler.wording import say

#: The sections of the brief that concern others than the two at the table, in the order of the brief.
SECTIONS = (partners, cohesion, spoilers, consultation, incidence, stages, big_picture, positions)


def partnering(assessment: Assessment) -> Briefing:
    """Return the page on partners and rivals of an assessment: the same sections as in the brief."""
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
    none = () if is_any else (Paragraph(say("The case names nobody but the two at the table.")),)
    return Section(case.title, (Paragraph(text), *none))


def partnering_json(assessment: Assessment) -> str:
    """Return the same as JSON text that ends with a line feed. Its keys are stable (docs/reference/commands.md)."""
    plain = {
        "case": assessment.case,
        "run": assessment.run,
        "partners": assessment.partners,
        "consultation": assessment.consultation,
        "incidence": assessment.incidence,
        "big_picture": assessment.big_picture,
        "stages": assessment.stages,
        "positions": assessment.record.positions,
    }
    return json.dumps(as_plain(plain), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
