# SPDX-License-Identifier: Apache-2.0
"""From the study of a bargaining table to a document, in the order in which it is read."""

from collections.abc import Callable

from pourparler.assess.study_rows import TableStudy
from pourparler.briefing.document import Briefing, Section
from pourparler.briefing.names import AsWritten, Names
from pourparler.briefing.sections.study import against, frontier, ladder, offers, solutions, zone
from pourparler.briefing.sections.study_table import template

#: The order of reading; a section that has nothing to say returns None.
SECTIONS: tuple[Callable[[TableStudy, Names], Section | None], ...] = (
    zone,
    frontier,
    solutions,
    offers,
    against,
    ladder,
    template,
)


def compose_table(studied: TableStudy) -> Briefing:
    """Return the document of a study: the same for every face that prints it."""
    names = AsWritten() if studied.labels is None else Names(studied.labels)
    sections = (section(studied, names) for section in SECTIONS)
    return Briefing(studied.title, tuple(section for section in sections if section is not None))
