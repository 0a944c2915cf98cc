# SPDX-License-Identifier: Apache-2.0
"""The matrix of competing hypotheses, for those used to reading it: a view from which nothing is computed."""

from collections.abc import Iterator

from pourparler.assess.assessment import Assessment
from pourparler.assess.matrix import Cell, Matrix, matrix_of
from pourparler.briefing.document import Block, BulletList, Mark, Paragraph, Section, Table
from pourparler.briefing.figures import points
from pourparler.briefing.marks import RESULT, found_from, mark_of
from pourparler.briefing.names import Names
from pourparler.wording import plural, say


def matrix(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate how consistent each item is with each hypothesis, and say where given letters contradict the likelihoods."""
    found = matrix_of(assessment)
    if not found.cells:
        return None
    tables = [_table(assessment, names, found, q) for q in dict.fromkeys(cell.question for cell in found.cells)]
    about = say(
        "CC and C: consistent; N: neither; I and II: inconsistent. Letters marked “given” are the case's own; the others "
        "follow from the likelihoods. It is a view: no number is computed from it, and the estimate above says more."
    )
    notes = (*_contradictions(found, names), *_of_copies(assessment, names))
    blocks: list[Block] = [*tables, Paragraph(about), *([BulletList(notes)] if notes else [])]
    return Section(say("Matrix of competing hypotheses"), tuple(blocks), (), found_from(assessment, "evidence"))


def _table(assessment: Assessment, names: Names, found: Matrix, question: str) -> Table:
    """Return the letters on a question, with what speaks against each hypothesis below them."""
    cells = [cell for cell in found.cells if cell.question == question]
    counts, scores = found.inconsistency[question], found.weighted[question]
    rows = [
        *((_item(cell, names), *(cell.letters[name] for name in counts)) for cell in cells),
        (say("inconsistent items"), *(str(count) for count in counts.values())),
        (say("weighted score"), *(points(score) for score in scores.values())),
    ]
    marks = [*(_mark(assessment, cell) for cell in cells), RESULT, RESULT]
    columns = (names.of("questions", question), *(names.of(question, name) for name in counts))
    return Table(columns, tuple(rows), say("Competing hypotheses, as a view"), tuple(marks))


def _item(cell: Cell, names: Names) -> str:
    item = names.of("evidence", cell.evidence)
    return say("{item} (given)", item=item) if cell.given else item


def _mark(assessment: Assessment, cell: Cell) -> Mark:
    """Return whose the letters of an item are: given ones are held as the item is, unless the case says who gave them."""
    return mark_of(assessment, "evidence", cell.evidence, "letters", cell.question) if cell.given else RESULT


def _contradictions(found: Matrix, names: Names) -> Iterator[str]:
    for cell in found.cells:
        if not cell.contradicts:
            continue
        first, second = (names.of(cell.question, name) for name in cell.contradicts[0])
        told = say(
            "{item}: the letters given on {question} put {first} before {second}; its own likelihoods say the contrary",
            item=names.of("evidence", cell.evidence),
            question=names.of("questions", cell.question),
            first=first,
            second=second,
        )
        others = len(cell.contradicts) - 1
        yield told + (plural(", and so on another pair", ", and so on {n} other pairs", others) if others else "")


def _of_copies(assessment: Assessment, names: Names) -> Iterator[str]:
    for row in assessment.evidence:
        if row.copy_of is not None and row.letters:
            yield say(
                "{item}: the letters given are left out, since it repeats {other}",
                item=names.of("evidence", row.id),
                other=names.of("evidence", row.copy_of),
            )
