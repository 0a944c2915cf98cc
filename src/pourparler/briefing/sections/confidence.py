# SPDX-License-Identifier: Apache-2.0
"""How sound the basis of an estimate is held to be: stated by somebody, told apart from how likely anything is (ICD 203)."""

from pourparler.assess.assessment import Assessment
from pourparler.assess.intentions import StatedConfidence
from pourparler.briefing.document import Mark, Paragraph
from pourparler.briefing.marks import RESULT, mark_of
from pourparler.briefing.names import Names
from pourparler.wording import say


def confidence(assessment: Assessment, names: Names) -> tuple[tuple[str, ...], tuple[Mark, ...]]:
    """Say of every question who states which confidence and what it rests on, or that nobody does; and whose that is."""
    texts: list[str] = []
    marks: list[Mark] = []
    for question, held in _stated(assessment).items():
        if held is not None:
            because = say("It rests on this: {because}.", because=held.because.rstrip("."))
            texts.append(f"{_sentence(question, held, names)} {because}")
            marks.append(mark_of(assessment, "questions", question, "confidence"))
    for text in _unstated(assessment, names):
        texts.append(text)
        marks.append(RESULT)
    return tuple(texts), tuple(marks)


def about_confidence() -> Paragraph:
    """Say what the levels of confidence stand for."""
    return Paragraph(
        say(
            "Confidence, by ICD 203, is low, moderate or high: how good sources, information and reasoning are. "
            "Somebody states it; it is never computed."
        )
    )


def _stated(assessment: Assessment) -> dict[str, StatedConfidence | None]:
    return {row.question: row.confidence for row in assessment.intentions}


def _sentence(question: str, held: StatedConfidence, names: Names) -> str:
    return say(
        "Confidence in the estimate on {question} is {level}, as {by} states ({on}).",
        question=names.of("questions", question),
        level=names.of(held.level),
        by=held.by,
        on=held.on,
    )


def _unstated(assessment: Assessment, names: Names) -> tuple[str, ...]:
    """Return one sentence for all the questions on which nobody states a confidence."""
    silent = [names.of("questions", question) for question, held in _stated(assessment).items() if held is None]
    return (say("No confidence is stated in the estimate on {questions}.", questions=", ".join(silent)),) if silent else ()
