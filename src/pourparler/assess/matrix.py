# SPDX-License-Identifier: Apache-2.0
"""The matrix of competing hypotheses, as a view from which nothing is computed: letters given by the case, or derived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pourparler.assess.assessment import Assessment
from pourparler.assess.intentions import EvidenceRow
from pourparler.assess.spread import Spread
from pourparler.engines.intentions import Letter, Level, competing_hypotheses, letter_of

#: A source as likely as this to be sound on average is of high credibility in the matrix. Thirds, by convention.
HIGH = 2 / 3
#: As likely as this, of medium credibility; else of low.
MEDIUM = 1 / 3


@dataclass(frozen=True)
class Cell:
    """How consistent an item is with each hypothesis of a question: very (CC), so (C), neither (N), inconsistent (I, II).

    `given`: the case states the letters; else they are derived from its likelihoods. `contradicts` holds pairs of hypotheses
    of which given letters put the first before the second, while the item's own likelihoods say the contrary.
    """

    evidence: str
    question: str
    letters: dict[str, Letter]
    given: bool
    contradicts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Matrix:
    """The matrix of competing hypotheses: a view, from which nothing is computed. Counts and scores by question."""

    cells: tuple[Cell, ...]
    inconsistency: dict[str, dict[str, int]]
    weighted: dict[str, dict[str, float]]


def matrix_of(found: Assessment) -> Matrix:
    """Return the matrix of competing hypotheses: letters from average likelihoods unless the case gives them.

    Credibility comes from how sound a source is before the evidence. Copies of an origin have no cells. The case states no
    relevance; it counts as medium throughout.
    """
    cells, inconsistency, weighted = [], {}, {}
    sound = {row.source: row.sound for row in found.sources}
    for question in dict.fromkeys(row.question for row in found.intentions):
        hypotheses = [row.hypothesis for row in found.intentions if row.question == question]
        bearing = [row for row in found.evidence if question in (*row.likelihood, *row.letters) and row.copy_of is None]
        here = [_cell(row, question, hypotheses) for row in bearing]
        letters = [[cell.letters[name] for name in hypotheses] for cell in here]
        view = competing_hypotheses(letters, [_credibility(row, sound) for row in bearing], ["M"] * len(bearing))
        cells += here
        inconsistency[question] = dict(zip(hypotheses, view.inconsistent or (0,) * len(hypotheses), strict=True))
        weighted[question] = dict(zip(hypotheses, view.weighted or (0.0,) * len(hypotheses), strict=True))
    return Matrix(tuple(cells), inconsistency, weighted)


def _cell(row: EvidenceRow, question: str, hypotheses: Sequence[str]) -> Cell:
    if question in row.letters:
        return Cell(row.id, question, row.letters[question], True, row.letters_contradict.get(question, ()))
    letters = _derived([row.likelihood[question][name].mean for name in hypotheses])
    return Cell(row.id, question, dict(zip(hypotheses, letters, strict=True)), False, ())


def _derived(likelihoods: Sequence[float]) -> list[Letter]:
    return [letter_of(each, [*likelihoods[:place], *likelihoods[place + 1 :]]) for place, each in enumerate(likelihoods)]


def _credibility(row: EvidenceRow, sources: Mapping[str, Spread]) -> Level:
    """Return the credibility of an item: that of its source; one of which nothing is known has little."""
    sound = row.sound if row.sound is not None else sources.get(row.source or "")
    if sound is None or sound.mean < MEDIUM:
        return "L"
    return "H" if sound.mean >= HIGH else "M"
