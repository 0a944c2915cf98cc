# SPDX-License-Identifier: Apache-2.0
"""From the study of a conflict to a document, in the order in which it is read."""

from collections.abc import Callable

from pourparler.assess.conflict_rows import ConflictStudy
from pourparler.briefing.conflict_names import with_labels
from pourparler.briefing.document import Briefing, Section
from pourparler.briefing.sections.conflict import equilibria, graph, stays, strength, together
from pourparler.briefing.sections.conflict_paths import inverse, paths
from pourparler.briefing.sections.counter_moves import holds

#: The order of reading; a section that has nothing to say returns None.
SECTIONS: tuple[Callable[[ConflictStudy], Section | None], ...] = (
    equilibria,
    holds,
    graph,
    stays,
    together,
    strength,
    paths,
    inverse,
)


def compose_conflict(studied: ConflictStudy) -> Briefing:
    """Return the document of a study: the same for every face that prints it."""
    named = with_labels(studied)
    sections = (section(named) for section in SECTIONS)
    return Briefing(studied.title, tuple(section for section in sections if section is not None))
