# SPDX-License-Identifier: Apache-2.0
"""The page of `pourparler catalog classes`: each class with its counts and interval, then by source why to be careful."""

from pourparler.assess.classes import Classes
from pourparler.briefing.document import Block, Briefing, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import percent
from pourparler.wording import say


def classes_page(found: Classes) -> Briefing:
    """Return the list of classes."""
    columns = (say("name"), say("what it counts"), say("of"), say("share (95% interval)"))
    cells = tuple(
        (
            row.name,
            row.counts,
            say("{k} of {n}", k=row.successes, n=row.n),
            say("{share} ({low} to {high})", share=percent(row.share), low=percent(row.low), high=percent(row.high)),
        )
        for row in found.classes
    )
    lead = say(
        "A case takes one by its name, without counts: reference_class: {{name: {name}, hypothesis: …}}. "
        "Intervals are Wilson's; as a prior a class is as wide as Jeffreys' rule leaves it.",
        name=found.classes[0].name,
    )
    blocks: list[Block] = [Paragraph(lead), Table(columns, cells, say("Reference classes"))]
    for source, caveats in dict.fromkeys((row.source, row.caveats) for row in found.classes):
        blocks += [Paragraph(say("{source}:", source=source)), BulletList(caveats)]
    title = say("Reference classes that come with the program")
    return Briefing(title, (Section(title, tuple(blocks)),))
