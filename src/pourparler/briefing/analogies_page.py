# SPDX-License-Identifier: Apache-2.0
"""The page of `pourparler analogies`: the section of the brief on structured analogies, alone."""

from pourparler.assess.analogies import RatedQuestions
from pourparler.briefing.document import Briefing, Paragraph, Section
from pourparler.briefing.names import Names
from pourparler.briefing.sections.analogies import told_of
from pourparler.wording import say


def analogies_page(found: RatedQuestions) -> Briefing:
    """Return the structured analogies of a case, by question."""
    names = Names(found.labels)
    blocks = tuple(block for row in found.analogies for block in told_of(row, names))
    if not blocks:
        blocks = (Paragraph(say("No analogy has been rated; pourparler analogies rate writes one down.")),)
    return Briefing(found.title, (Section(say("Structured analogies of {title}", title=found.title), blocks),))
