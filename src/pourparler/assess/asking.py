# SPDX-License-Identifier: Apache-2.0
"""Questions to ask: how open each question of a case is, what an answer must tell apart, who could give it, what is planned."""

from dataclasses import dataclass

from pourparler.assess.beliefs import Beliefs
from pourparler.assess.matters import SAME_CHANCE
from pourparler.assess.spread import Spread, spread
from pourparler.assess.standing import FULL, PARTIAL, authority_on
from pourparler.case import Case
from pourparler.engines.intentions import entropy


@dataclass(frozen=True)
class AuthorityRow:
    """The sources that can commit to an issue, by what the case states of them; both empty: nobody can, as far as it says."""

    issue: str
    full: tuple[str, ...]
    partial: tuple[str, ...]


@dataclass(frozen=True)
class PlannedRow:
    """A step that is to reveal a question: whom it asks, and the questions it puts, as they are written."""

    step: str
    asks: str | None
    questions: tuple[str, ...]


@dataclass(frozen=True)
class AskRow:
    """A question that is open, or put by a step: `bits` say how open it is, the most that an answer can tell.

    `between` are its two likeliest hypotheses, the likelier first: what an answer must tell apart. `authority` tells, for every
    issue that a step or an item of evidence ties to the question, who can answer on it.
    """

    question: str
    bits: Spread
    between: tuple[str, ...]
    authority: tuple[AuthorityRow, ...]
    planned: tuple[PlannedRow, ...]


def ask_rows(case: Case, beliefs: Beliefs) -> tuple[AskRow, ...]:
    """Return the questions to ask, the most open first, those as open by name."""
    rows = [_row(case, beliefs, question) for question in beliefs.types.questions]
    asked = [row for row in rows if row.bits.mean > SAME_CHANCE or any(step.questions for step in row.planned)]
    return tuple(sorted(asked, key=lambda row: (-row.bits.mean, row.question)))


def _row(case: Case, beliefs: Beliefs, question: str) -> AskRow:
    belief = beliefs.of(question)
    chances = dict(zip(beliefs.types.hypotheses[beliefs.types.questions.index(question)], belief.mean(axis=0), strict=True))
    likeliest = sorted(chances, key=lambda hypothesis: (-chances[hypothesis], hypothesis))
    steps = [(name, step) for name, step in sorted(case.preparation.items()) if step.reveals == question]
    return AskRow(
        question,
        spread(entropy(belief)),
        tuple(likeliest[:2]),
        tuple(_authority(case, issue) for issue in _issues(case, question)),
        tuple(PlannedRow(name, step.asks, step.questions) for name, step in steps),
    )


def _issues(case: Case, question: str) -> list[str]:
    """Return the issues that steps which reveal a question, and items of evidence that bear on it, are about."""
    steps = {step.issue for step in case.preparation.values() if step.reveals == question}
    items = {item.issue for item in case.evidence if question in item.likelihood}
    return sorted(issue for issue in steps | items if issue is not None)


def _authority(case: Case, issue: str) -> AuthorityRow:
    held = {source: authority_on(case, source, issue) for source in sorted(case.sources)}
    full, partial = (tuple(source for source in held if held[source] == level) for level in (FULL, PARTIAL))
    return AuthorityRow(issue, full, partial)
