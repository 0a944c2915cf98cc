# SPDX-License-Identifier: Apache-2.0
"""The picture of beliefs: every hypothesis after the evidence, with its range, and before it."""

from collections.abc import Sequence

from pourparler.assess.intentions import HypothesisRow
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import meaning_of, percent, percent_range, percent_with_range
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.rows import Row, Scale, Series, how_to_read, row_picture
from pourparler.briefing.pictures.style import NEUTRAL, OURS
from pourparler.quantity import word_for
from pourparler.wording import say


def belief_figure(rows: Sequence[HypothesisRow], names: Names, table: Table) -> Figure:
    """Draw every hypothesis, question by question, in the order given; `table` holds the numbers."""
    now = Series(say("now"), OURS)
    before = Series(say("before the evidence"), NEUTRAL, "diamond", filled=False)
    lines = []
    for question in dict.fromkeys(row.question for row in rows):
        own = [row for row in rows if row.question == question]
        lines.append(Row(own[0].asked or names.of("questions", question)))
        for row in own:
            told = percent_with_range(row.posterior)
            both = {now.name: row.posterior, before.name: row.prior}
            lines.append(Row(names.of(question, row.hypothesis), both, told))
    scale = Scale(say("probability"), 0.0, 1.0, in_percent=True)
    told = "; ".join(_told(row, names) for row in rows)
    alternative = say("Each hypothesis now, with its range, and before the evidence. {told}.", told=told)
    return Figure(
        row_picture(lines, [now, before], scale), say("What the other side intends"), alternative, table, (how_to_read(),)
    )


def _told(row: HypothesisRow, names: Names) -> str:
    """Tell one hypothesis: the word with what it stands for, the number with its range, and what it was."""
    word = word_for(row.posterior.mean)
    return say(
        "{hypothesis}: {word} ({meaning}), {now}, range {range}, before {before}",
        hypothesis=names.of(row.question, row.hypothesis),
        word=word,
        meaning=meaning_of(word),
        now=percent(row.posterior.mean),
        range=percent_range(row.posterior),
        before=percent_with_range(row.prior),
    )
