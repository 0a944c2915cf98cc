# SPDX-License-Identifier: Apache-2.0
"""From the study of a decision problem to a document, in the order in which it is read."""

from collections.abc import Callable

from pourparler.assess.decision_rows import PlanStudy
from pourparler.briefing.document import Briefing, Section
from pourparler.briefing.sections.decision import advice, maps, steps, thresholds, ways

#: The order of reading; a section that has nothing to say returns None.
SECTIONS: tuple[Callable[[PlanStudy], Section | None], ...] = (advice, ways, steps, thresholds, maps)


def compose_decision(study: PlanStudy) -> Briefing:
    """Return the document of a study: the same for every face that prints it."""
    sections = (section(study) for section in SECTIONS)
    return Briefing(study.title, tuple(section for section in sections if section is not None))
