# SPDX-License-Identifier: Apache-2.0
"""The errands of structured analogies: rate, seal what was written by hand, show the tally; after that nothing is rated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pourparler.case import Case, CaseError, Problem, Question, RatedAnalogy, StructuredAnalogies, read
from pourparler.case.analogies import last_rating_seal, rating_named, rating_said, seal_of_rating
from pourparler.case.problem import KeyPath, quoted
from pourparler.case.tree import core
from pourparler.case.words import instead
from pourparler.case.write import fingerprint, save_edits
from pourparler.desk import resolve
from pourparler.forecasts import day_said
from pourparler.wording import say

if TYPE_CHECKING:  # the mathematics is loaded where something is tallied
    from pourparler.assess.analogies import RatedQuestions


@dataclass(frozen=True)
class Asked:
    """A question of a case, found: where the case lies, the fingerprint of its file, and what was rated so far."""

    path: Path
    seat: str | None
    case: Case
    seen: str
    name: str

    @property
    def question(self) -> Question:
        """The question itself."""
        return self.case.questions[self.name]

    @property
    def held(self) -> StructuredAnalogies:
        """What was rated so far."""
        return _held(self.case, self.name)


def asked(case: str, question: str, seat: str | None = None) -> Asked:
    """Find and read a case, and look up one of its questions. Raises `CaseError` as reading does, and if it is not there."""
    path = resolve(case)
    seen = fingerprint(path, seat)
    found = read(path, seat)
    if question not in found.questions:
        raise _problem(quoted(question), say("no such question"), instead(question, found.questions))
    return Asked(path, seat, found, seen, question)


def listed(case: str, seat: str | None = None) -> "RatedQuestions":
    """Return what was rated, by question; shares only of those whose tally was shown. Raises `CaseError` as reading does."""
    from pourparler.assess.analogies import rated_questions

    return rated_questions(read(resolve(case), seat))


def rate(case: str, question: str, said: Mapping[str, str | None], seat: str | None = None) -> RatedAnalogy:
    """Seal a rating and write it into the case; `said` is what it is to say, in the words of the case file.

    Without `on` it is dated on the latest day the case speaks of. Raises `CaseError`, with the file as it was, if it cannot be
    read, if the expert has rated the case already, and once the tally was shown.
    """
    held = asked(case, question, seat)
    _refuse_after_tally(held.held, question, say("a rating after the tally was shown"))
    told = {
        key: value
        for key, value in ({**said, "on": said.get("on") or _day(held.case, question).isoformat()}).items()
        if value is not None
    }
    rating = _rating(told)
    if rating.came not in held.question.hypotheses:
        found = say("{word}, which is no hypothesis of the question", word=quoted(rating.came))
        raise _problem("--came", found, instead(rating.came, held.question.hypotheses))
    if any((other.case, other.by) == (rating.case, rating.by) for other in held.held.ratings):
        found = say("{name} a second time", name=rating_named(rating))
        raise _problem("--case", found, say("rate each case once"))
    told["sealed"] = seal_of_rating(rating, last_rating_seal(held.held.ratings))
    number = len(held.held.ratings)
    plain = {key: _as_written(value) for key, value in told.items()}
    edit: dict[KeyPath, object] = (
        {(*_place(question), "ratings", number): plain} if number else {(*_place(question), "ratings"): [plain]}
    )
    after = save_edits(held.path, edit, seat, seen=held.seen).questions[question].analogies
    assert after is not None  # it was just written
    return after.ratings[-1]


def seal(case: str, question: str, seat: str | None = None) -> tuple[RatedAnalogy, ...]:
    """Seal every rating that was written by hand, and return those. Raises `CaseError` once the tally was shown."""
    held = asked(case, question, seat)
    edits = sealing(held.case, question)
    if not edits:
        return ()
    after = save_edits(held.path, edits, seat, seen=held.seen).questions[question].analogies
    assert after is not None  # it was just written
    return after.ratings[-len(edits) :]


def sealing(case: Case, question: str) -> dict[KeyPath, object]:
    """Return the edits that seal the ratings of a question that were written by hand, and those behind them; or none.

    Raises `CaseError` once the tally was shown.
    """
    held = _held(case, question)
    _refuse_after_tally(held, question, say("a rating after the tally was shown"))
    edits: dict[KeyPath, object] = {}
    before: str | None = None
    for number, rating in enumerate(held.ratings):
        if rating.sealed is not None and not edits:
            before = rating.sealed
            continue
        before = seal_of_rating(rating, before)
        edits[*_place(question), "ratings", number, "sealed"] = before
    return edits


def tally(case: str, question: str, on: str | None = None, seat: str | None = None) -> "RatedQuestions":
    """Show the tally, and write down that it was shown, on which day and of which ratings; a second time it is only shown.

    Raises `CaseError`, with the file as it was, without ratings, and while one of them is not sealed.
    """
    from pourparler.assess.analogies import rated_questions

    held = asked(case, question, seat)
    edits = tallying(held.case, question, on)
    return rated_questions(save_edits(held.path, edits, seat, seen=held.seen) if edits else held.case, question)


def tallying(case: Case, question: str, on: str | None = None) -> dict[KeyPath, object]:
    """Return the edits that write down that the tally of a question is shown; none if it was shown before.

    Without `on` it is shown on the latest day that the case or its ratings speak of. Raises `CaseError` without ratings, and
    while one of them is not sealed.
    """
    held = _held(case, question)
    if not held.ratings:
        raise _problem(quoted(question), say("no analogy rated"), say("pourparler analogies rate writes one down"))
    if held.tallied is not None:
        return {}
    for number, rating in enumerate(held.ratings):
        if rating.sealed is None:
            where = f"questions.{question}.analogies.ratings[{number}]"
            found = say("a rating that is not sealed: {name}", name=rating_named(rating))
            raise _problem(where, found, say("pourparler analogies seal seals what was written by hand"))
    day = day_said(on, "--on") if on is not None else _day(case, question)
    return {(*_place(question), "tallied"): {"on": day.isoformat(), "sealed": str(last_rating_seal(held.ratings))}}


def _held(case: Case, question: str) -> StructuredAnalogies:
    return case.questions[question].analogies or StructuredAnalogies()


def _place(question: str) -> KeyPath:
    """Return where in the file the ratings of a question stand."""
    return ("questions", question, "analogies")


def _day(case: Case, question: str) -> date:
    """Return the latest day that a case or the ratings of a question speak of."""
    return max([case.as_of, *(rating.on for rating in _held(case, question).ratings)])


def _refuse_after_tally(held: StructuredAnalogies, question: str, found: str) -> None:
    shown = held.tallied
    if shown is not None:
        told = say("{found} on {day}", found=found, day=shown.on.isoformat())
        write = say("nothing was written: whoever knows the tally can no longer rate without it")
        raise _problem(".".join(map(str, _place(question))), told, write)


def _rating(told: Mapping[str, str]) -> RatedAnalogy:
    rating, faults = rating_said(told)
    if rating is not None:
        return rating
    problems = (Problem("--" + ".".join(map(str, fault.path)), 0, 0, "", "", fault.found, fault.write) for fault in faults)
    raise CaseError(tuple(problems))


def _as_written(value: str) -> object:
    """Return what was said as a file would say it: a number without quotation marks."""
    number = core(value)
    return number if isinstance(number, int | float) and not isinstance(number, bool) else value


def _problem(where: str, found: str, write: str) -> CaseError:
    return CaseError((Problem(where, 0, 0, "", "", found, write),))
