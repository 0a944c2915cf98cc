# SPDX-License-Identifier: Apache-2.0
"""From the study of actors on a line, or of a vote, to a document, in the order in which it is read."""

from pourparler.assess.line_rows import LineStudy, VotesStudy, VoteStudy
from pourparler.briefing.document import Briefing
from pourparler.briefing.sections.line import (
    actors,
    agreement,
    challenge,
    forecasts,
    lever_list,
    listening,
    power_on_line,
    vote,
)


def stated_document(studied: LineStudy | VoteStudy | VotesStudy) -> Briefing:
    """Return the document of actors on a line, of a vote, or of several votes, a section each."""
    if isinstance(studied, VoteStudy):
        return Briefing(studied.title, (vote(studied),))
    if isinstance(studied, VotesStudy):
        return Briefing(studied.title, tuple(vote(each, is_one_of_several=True) for each in studied.votes))
    told = (forecasts, lever_list, challenge, agreement, listening, actors, power_on_line)
    sections = (section(studied) for section in told)
    return Briefing(studied.title, tuple(section for section in sections if section is not None))
