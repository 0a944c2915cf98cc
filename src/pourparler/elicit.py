# SPDX-License-Identifier: Apache-2.0
"""A dialogue that asks for a person's own estimate before it shows a computed one: with whoever asks and tells, if only a pipe.

Answers are kept in the case with their holder and day, in one change at the end, and only then is anything computed. Whoever
leaves before that leaves the file as it was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from pourparler.case import Case, CaseError, Problem, Question, read
from pourparler.case.chances import stated
from pourparler.case.problem import KeyPath, visible
from pourparler.case.tree import core
from pourparler.case.write import fingerprint, save_edits
from pourparler.desk import resolve
from pourparler.errors import QuantityError
from pourparler.quantity import PROBABILITY, Grade, Quantity, Rest, parse
from pourparler.wording import say

Ask = Callable[[str], str]
"""Shows a prompt and returns the line that is typed; raises EOFError when nothing more will come."""
Tell = Callable[[str], None]
"""Shows a line."""

#: Sums are told as missing one if they miss it by more than the rounding of a few additions.
_ROUNDING = 1e-9
#: Worlds in which the computed estimate is found: as many as an assessment draws.
_WORLDS = 2000


@dataclass(frozen=True)
class Elicited:
    """What came of a dialogue: who answered, on which day, to which questions, and the case as it was saved."""

    by: str
    on: date
    questions: tuple[str, ...]
    case: Case


def elicit(
    case: str,
    ask: Ask,
    tell: Tell,
    *,
    by: str | None = None,
    on: date | None = None,
    seat: str | None = None,
    worlds: int = _WORLDS,
    seed: int = 1,
) -> Elicited:
    """Ask a person how likely each hypothesis is, save the answers, and show the computed posterior beside them.

    `on` is by default the day of the case. An empty answer leaves a question out; one that cannot be read is asked for again.
    Whoever answers a second time replaces what he said the first time, and is told so afterwards.

    Raises `CaseError` with the file as it was: if the case cannot be read, holds evidence dated later where `on` gives no day,
    asks nothing, or if the input ends before all is answered. What `ask` raises (KeyboardInterrupt) goes through, and the file
    is then as it was, too.
    """
    path = resolve(case)
    seen = fingerprint(path, seat)
    found = read(path, seat, refuse_later=on is None)
    if not found.questions:
        raise _refused(case, say("a case that asks nothing of anybody"), say("write questions with their hypotheses first"))
    day = on or found.as_of
    if day > found.as_of:
        later = say("{day}, after the day of the case", day=day.isoformat())
        raise _refused(case, later, say("give {day} or an earlier day, or move the case's own", day=found.as_of.isoformat()))
    try:
        who = (by or "").strip() or _name(ask, tell)
        answers = {question: _answers(found, question, ask, tell) for question in found.questions}
    except EOFError:
        raise _refused(
            case, say("an end of the answers before all was asked"), say("answer all; nothing was written")
        ) from None
    given = {question: held for question, held in answers.items() if held}
    if not given:
        raise _refused(case, say("no answer to any question"), say("answer at least one; nothing was written"))
    edits: dict[KeyPath, object] = {}
    for question, held in given.items():
        edits["questions", question, "analysts", who] = {"hypotheses": dict(held), "on": day.isoformat()}
    saved = save_edits(path, edits, seat, seen=seen)
    for question in given:
        earlier = found.questions[question].analysts.get(who)
        if earlier is not None:
            said = ", ".join(f"{_label(found, question, h)} {chance}" for h, chance in earlier.hypotheses.items())
            tell(say("replaces what {who} said before: {said}", who=visible(who), said=visible(said)))
    tell(say("kept for {who}, {day}", who=visible(who), day=day.isoformat()))
    _show(saved, who, tuple(given), worlds, seed, tell)
    return Elicited(who, day, tuple(given), saved)


def _refused(case: str, found: str, write: str) -> CaseError:
    return CaseError((Problem(case, 0, 0, "", "", found, write),))


def _name(ask: Ask, tell: Tell) -> str:
    while True:
        who = ask(say("Whose estimate is this? ")).strip()
        if who:
            return who
        tell(say("Please give a name: an estimate is somebody's."))


def _answers(case: Case, question: str, ask: Ask, tell: Tell) -> Mapping[str, object]:
    """Ask one question until its answers are coherent, or are kept as they are; empty if it is left out."""
    entry = case.questions[question]
    tell("")
    tell(visible(entry.asked or _label(case, question)))
    while True:
        said: dict[str, object] = {}
        read_as: dict[str, Quantity] = {}
        for hypothesis in entry.hypotheses:
            raw = _chance(case, question, hypothesis, ask, tell, is_first=not said)
            if raw is None:
                tell(say("Left out."))
                return {}
            said[hypothesis] = raw
            read_as[hypothesis] = parse(raw, PROBABILITY)
        if _is_coherent(entry, read_as, tell):
            return said
        if not ask(say("Press enter to keep them, or write again to answer anew: ")).strip():
            return said


def _chance(case: Case, question: str, hypothesis: str, ask: Ask, tell: Tell, *, is_first: bool) -> object | None:
    """Ask for one probability until it can be read; None if the first one is left empty."""
    label = visible(_label(case, question, hypothesis))
    hint = say(" (30%, 20..40%, likely; empty to leave the question out)") if is_first else ""
    while True:
        raw = ask(say("  {hypothesis}, how likely{hint}: ", hypothesis=label, hint=hint)).strip()
        if not raw and is_first:
            return None
        try:
            quantity = parse(core(raw), PROBABILITY)
        except QuantityError as error:
            tell(say("  found {found}; {advice}", found=error.found, advice=error.advice))
            continue
        if isinstance(quantity, Grade):
            tell(say("  found a grade of a source; write a probability such as 60%"))
            continue
        value = core(raw)
        return value if isinstance(value, int | float) else raw


def _label(case: Case, *parts: str) -> str:
    return case.labels.get(".".join(parts)) or case.labels.get(parts[-1]) or parts[-1].replace("_", " ")


def _is_coherent(question: Question, said: Mapping[str, Quantity], tell: Tell) -> bool:
    """Return whether answers can sum to one; if not, say what they sum to and which are nearest that do."""
    rests = sum(isinstance(chance, Rest) for chance in said.values())
    if rests > 1:
        tell(say("  'rest' can stand once only: it is what the others leave."))
        return False
    ends = [stated(chance) for chance in said.values() if not isinstance(chance, Rest)]
    low, high = sum(end[0] for end in ends), sum(end[1] for end in ends)
    if low <= 1 + _ROUNDING and (rests or high >= 1 - _ROUNDING):
        return True
    told = _percent(low) if low == high else say("{low} to {high}", low=_percent(low), high=_percent(high))
    tell(say("  These sum to {sum}, and one of the hypotheses is true. The nearest that sum to 100%:", sum=told))
    import numpy as np

    from pourparler.engines.intentions import nearest_coherent

    names = [name for name in question.hypotheses if not isinstance(said[name], Rest)]
    middle = np.array([sum(stated(said[name])) / 2 for name in names])
    nearest = nearest_coherent(middle)
    listed = ", ".join(f"{visible(name)} {_percent(float(p))}" for name, p in zip(names, nearest.probabilities, strict=True))
    tell(say("  {listed} ({distance} away)", listed=listed, distance=f"{float(nearest.distance):.3f}"))
    return False


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"


def _show(case: Case, who: str, questions: tuple[str, ...], worlds: int, seed: int, tell: Tell) -> None:
    """Show each answer beside the pool of all analysts and the posterior that is computed from it."""
    from pourparler.assess import assess
    from pourparler.briefing.figures import percent_with_range

    found = assess(case, digest="", version="", seed=seed, worlds=worlds)
    for question in questions:
        own = next(
            one
            for row in found.record.analysts
            if row.question == question and row.evidence is None
            for one in row.analysts
            if one.by == who
        )
        tell("")
        tell(visible(case.questions[question].asked or _label(case, question)))
        for row in found.intentions:
            if row.question == question:
                tell(
                    say(
                        "  {hypothesis}: {own} by {who}; {prior} by all who judged; {posterior} given the evidence",
                        hypothesis=visible(_label(case, question, row.hypothesis)),
                        own=percent_with_range(own.says[row.hypothesis]),
                        who=visible(who),
                        prior=percent_with_range(row.prior),
                        posterior=percent_with_range(row.posterior),
                    )
                )
