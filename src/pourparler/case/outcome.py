# SPDX-License-Identifier: Apache-2.0
"""What happened in the end, `outcome.yaml`: written after the event, checked on request, and opened by no assessment."""

from collections.abc import Collection, Iterator
from typing import Literal

from pydantic import Field

from pourparler.case.book import resolution_faults
from pourparler.case.decode import Page, load_file
from pourparler.case.fields import Action, Day, Identifier, IrreversibleStep, Level, Option, Text
from pourparler.case.folder import outcome_file, outcome_place
from pourparler.case.marks import read_tree
from pourparler.case.memory import Place
from pourparler.case.model import Case
from pourparler.case.part import Part
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.read import validated
from pourparler.case.words import instead
from pourparler.wording import say


class Event(Part):
    """Something that happened, and when."""

    what: Text
    on: Day
    step: IrreversibleStep | None = None
    level: Level | None = None
    source: Text | None = None


class Agreement(Part):
    """What was agreed: the option on each issue that the agreement settles, when, and whether it was kept."""

    on: Day | None = None
    options: dict[Identifier, Option] = Field(default_factory=dict)
    kept: Literal["yes", "no", "in_part", "open"] | None = None
    note: Text | None = None


class Score(Part):
    """A criterion of success as it was judged afterwards; `what` repeats the words of the case."""

    what: Text
    met: Literal["yes", "no", "in_part", "open"]
    on: Day | None = None
    judged_by: Text | None = None
    note: Text | None = None


class Resolved(Part):
    """A forecast as it was settled; `question` repeats the words of the case, `void` takes it out of the reckoning.

    `came_true` for yes or no, else `came`: the class, or the number.
    """

    question: Text
    came_true: Literal["yes", "no", "void", "open"] | None = None
    came: Option | None = None
    on: Day | None = None
    source: Text | None = None


class Learnt(Part):
    """The hypothesis that turned out to be true, if that is ever known."""

    hypothesis: Identifier
    on: Day | None = None
    source: Text | None = None


class Outcome(Part):
    """What happened in the end: events, what was agreed, how the criteria and forecasts of the case came out.

    `case` repeats the title of the case that it is of, `as_of` its day; `taken` is the action that was taken in the end.
    """

    case: Text | None = None
    as_of: Day | None = None
    taken: Action | None = None
    happened: tuple[Event, ...] = ()
    agreed: Agreement | None = None
    success: tuple[Score, ...] = ()
    forecasts: tuple[Resolved, ...] = ()
    questions: dict[Identifier, Learnt] = Field(default_factory=dict)
    lessons: tuple[Text, ...] = ()


def read_outcome(path: Place, case: Case | None, page: Page | None = None) -> Outcome | None:
    """Read the outcome of the case at `path`, or return None if there is none.

    `case` is what the words of the outcome refer to; without it they are not looked up. With `page`, that text is read in the
    place of the file. Raises `CaseError` with every problem in the file.
    """
    file = outcome_file(path)
    if file is None and page is None:
        return None
    tree = read_tree(page or load_file(outcome_place(path)), "happened: []")
    return validated(tree, Outcome, lambda outcome: _findings(outcome, case) if case is not None else ())


def _findings(outcome: Outcome, case: Case) -> Iterator[Finding]:
    """Report what refers to nothing in the case, and what happened before the case was written."""
    for number, event in enumerate(outcome.happened):
        if event.on < case.as_of:
            found = say("an event of {day}, before the day of the case", day=event.on.isoformat())
            write = say("put what was known by {day} into the case itself", day=case.as_of.isoformat())
            yield Finding(("happened", number, "on"), found, write)
    yield from _of_another(outcome, case)
    yield from _written_late(outcome, case)
    yield from _judged_early(outcome, case)
    criteria, questions = [c.what for c in case.success], [f.question for f in case.forecasts]
    for number, score in enumerate(outcome.success):
        yield from _unknown(say("criterion"), score.what, criteria, ("success", number, "what"))
    for number, resolved in enumerate(outcome.forecasts):
        yield from _unknown(say("forecast"), resolved.question, questions, ("forecasts", number, "question"))
        yield from _settled(resolved, case, ("forecasts", number))
    for issue, option in (outcome.agreed.options if outcome.agreed is not None else {}).items():
        path: KeyPath = ("agreed", "options", issue)
        yield from _unknown(say("issue"), issue, case.issues, path, is_key=True)
        if issue in case.issues:
            yield from _unknown(say("option"), option, case.issues[issue].options, path)
    for question, learnt in outcome.questions.items():
        yield from _unknown(say("question"), question, case.questions, ("questions", question), is_key=True)
        if question in case.questions:
            known = case.questions[question].hypotheses
            yield from _unknown(say("hypothesis"), learnt.hypothesis, known, ("questions", question, "hypothesis"))


def _of_another(outcome: Outcome, case: Case) -> Iterator[Finding]:
    """Report an outcome that says itself that it is of another case, or of another day's version of it."""
    if outcome.case is not None and outcome.case != case.title:
        found = say("the outcome of another case, {title}", title=quoted(outcome.case))
        yield Finding(("case",), found, say("the case beside it is {title}", title=quoted(case.title)))
    if outcome.as_of is not None and outcome.as_of != case.as_of:
        found = say("an outcome of the case as of {day}", day=outcome.as_of.isoformat())
        write = say("the case beside it is as of {day}; an assessment is scored as it stood", day=case.as_of.isoformat())
        yield Finding(("as_of",), found, write)


def _judged_early(outcome: Outcome, case: Case) -> Iterator[Finding]:
    """Report a criterion that is scored before its date, twice, or without a day: until its date it is open."""
    due = {criterion.what: criterion.by for criterion in case.success}
    scored: set[str] = set()
    for number, score in enumerate(outcome.success):
        day = due.get(score.what)
        if score.what in scored:
            found = say("a criterion scored a second time")
            yield Finding(("success", number, "what"), found, say("keep one of the two"))
        scored.add(score.what)
        if score.met == "open" or day is None:
            continue
        if score.on is None:
            found = say("a criterion scored without the day on which it was judged")
            yield Finding(("success", number), found, say("write on: {day}, or a later day", day=day.isoformat()))
        elif score.on < day:
            found = say("a criterion scored on {on}, before its date, {by}", on=score.on.isoformat(), by=day.isoformat())
            yield Finding(("success", number, "on"), found, say("judge it on its date or later; until then write met: open"))


def _written_late(outcome: Outcome, case: Case) -> Iterator[Finding]:
    """Report a criterion that was written when the meeting had begun: success is defined beforehand."""
    level = case.meeting.level if case.meeting is not None else None
    begun = min(
        (e.on for e in outcome.happened if e.step == "travel" or (e.level is not None and e.level == level)), default=None
    )
    written = {criterion.what: criterion.written for criterion in case.success}
    for number, score in enumerate(outcome.success):
        day = written.get(score.what)
        if begun is not None and day is not None and day > begun:
            found = say("a criterion written on {day}, after the meeting of {begun} had begun", day=day, begun=begun)
            yield Finding(("success", number, "what"), found, say("criteria are written beforehand: leave it out"))


def settled_as(resolved: Resolved) -> str | None:
    """Return how a forecast came out, in the words of `Resolution.came`; None if that is open."""
    return None if resolved.came_true == "open" else resolved.came or resolved.came_true


def _settled(resolved: Resolved, case: Case, path: KeyPath) -> Iterator[Finding]:
    """A forecast is settled in one way, in which it can have come out, and as the case has it if that says so too."""
    if (resolved.came is None) == (resolved.came_true is None):
        found = say("nothing on how it came out") if resolved.came is None else say("came beside came_true")
        yield Finding(path, found, say("write came_true for yes or no, or came with the class or the number"))
        return
    came, key = settled_as(resolved), "came" if resolved.came is not None else "came_true"
    for entry in case.forecasts if came is not None else ():
        if entry.question != resolved.question:
            continue
        for where, found, write in resolution_faults(entry, came or "", resolved.on):
            yield Finding((*path, key if where == "came" else where), found, write)
        if entry.resolved is not None and entry.resolved.came != came:
            found = say("{came}, where the case has {other}", came=quoted(came or ""), other=quoted(entry.resolved.came))
            yield Finding((*path, key), found, say("write what came, in both"))


def _unknown(kind: str, word: str, known: Collection[str], path: KeyPath, *, is_key: bool = False) -> Iterator[Finding]:
    """Report a word that names nothing in the case; what the case does not have at all is not asked for."""
    if known and word not in known:
        found = say("the {kind} {word}, which the case does not have", kind=kind, word=quoted(word))
        yield Finding(path, found, instead(word, known), "key" if is_key else "value")
