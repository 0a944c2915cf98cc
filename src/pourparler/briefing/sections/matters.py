# SPDX-License-Identifier: Apache-2.0
"""What matters for what is believed: weights by hypothesis, and what would lead without an item or a source."""

from collections import Counter
from collections.abc import Iterator

from pourparler.assess.assessment import Assessment
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import decibans_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.wording import say

#: A weight below this would be printed as nothing.
SEEN_DECIBANS = 0.05


def matters(assessment: Assessment, names: Names) -> Section | None:
    """Say on which items and sources the estimate hangs, and give the weight of each for every hypothesis."""
    rows = tuple(_weights(assessment, names))
    if not rows:
        return None
    hanging = [
        say(
            "Without “{what}” another hypothesis would be the likeliest on {questions}.",
            what=what,
            questions=", ".join(names.of("questions", question) for question in questions),
        )
        for what, questions in (
            *((names.of("evidence", row.id), row.linchpin) for row in assessment.evidence),
            *((names.of("sources", row.source), row.linchpin) for row in assessment.sources),
        )
        if questions
    ]
    looked_at = [row for row in assessment.evidence if row.decides is not None]
    hanging += [
        say("Without “{what}” the advice would be another.", what=names.of("evidence", row.id))
        for row in looked_at
        if row.decides
    ]
    same = [names.of("evidence", row.id) for row in looked_at if not row.decides]
    if same:
        hanging.append(say("The advice would be the same without {items}.", items=", ".join(same)))
    nothing = say("No single item and no single source decides which hypothesis is the likeliest.")
    leads = any(row.linchpin for row in assessment.evidence) or any(row.linchpin for row in assessment.sources)
    blocks: list[Block] = [*([] if leads else [Paragraph(nothing)]), *([BulletList(tuple(hanging))] if hanging else [])]
    columns = (say("left out"), say("question"), say("decibans for each hypothesis"))
    blocks.append(Table(columns, rows, say("What leaving out an item, or all of a source, would take away")))
    return Section(say("What matters"), tuple(blocks), (), found_from(assessment, "evidence", "sources", "grades"))


def _weights(assessment: Assessment, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield a row for each item that moves a question, and for each source that said more than one."""
    said = Counter(row.source for row in assessment.evidence if row.weights)
    weighed: list[tuple[str, dict[str, dict[str, Spread]]]] = [
        *((names.of("evidence", row.id), row.weights) for row in assessment.evidence),
        *(
            (say("all of {source}", source=names.of("sources", row.source)), row.weights)
            for row in assessment.sources
            if said[row.source] > 1
        ),
    ]
    for what, by_question in weighed:
        for question, table in by_question.items():
            if any(max(abs(weight.low), abs(weight.high)) >= SEEN_DECIBANS for weight in table.values()):
                told = "; ".join(f"{names.of(question, name)} {decibans_with_range(weight)}" for name, weight in table.items())
                yield what, names.of("questions", question), told
