# SPDX-License-Identifier: Apache-2.0
"""What a statement is and who holds it: marks looked up in the ledger of judgements of a case."""

from pourparler.assess.assessment import Assessment, JudgementRow
from pourparler.briefing.document import Kind, Mark

#: The mark of what was found by computing.
RESULT = Mark("result")
#: The mark of what nobody in the case answers for.
UNHELD = Mark("unheld")

_KINDS: dict[str, Kind] = {"fact": "fact", "claim": "claim", "assumption": "assumption", "judgement": "judgement"}


def mark_of(assessment: Assessment, *path: str) -> Mark:
    """Return the mark of what stands at a path of the case: that of the nearest holder at or above it."""
    dotted = ".".join(path)
    above = [row for row in assessment.judgements if _is_at_or_under(dotted, row.path)]
    nearest = max(above, key=lambda row: len(row.path), default=None)
    return UNHELD if nearest is None else _mark(nearest)


def marks_under(assessment: Assessment, *sections: str) -> tuple[Mark, ...]:
    """Return the marks of all that is held in some sections of the case (no name: in all), each once with its count of numbers.

    Those that cover most come first; numbers that nobody holds come last.
    """
    counts: dict[Mark, int] = {}
    for row in assessment.judgements:
        if not sections or any(_is_at_or_under(row.path, section) for section in sections):
            counts[_mark(row)] = counts.get(_mark(row), 0) + row.covers
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].kind, item[0].by or "", item[0].on or ""))
    unheld = [p for p in assessment.unknowns.unheld if not sections or any(_is_at_or_under(p, s) for s in sections)]
    last = (Mark("unheld", numbers=len(unheld)),) if unheld else ()
    return tuple(Mark(mark.kind, mark.by, mark.on, count) for mark, count in ranked) + last


def found_from(assessment: Assessment, *sections: str) -> tuple[Mark, ...]:
    """Return the marks of a section that was found by computing from some sections of the case."""
    return (RESULT, *marks_under(assessment, *sections))


def _is_at_or_under(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _mark(row: JudgementRow) -> Mark:
    """Return the mark of an entry of the ledger; one that does not say what it is, is somebody's judgement."""
    return Mark(_KINDS.get(row.basis or "", "judgement"), row.by, row.on)
