# SPDX-License-Identifier: Apache-2.0
"""A person's own estimate, asked for before a computed one is shown: what one has seen, one can no longer guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pourparler.archive import Actor, Estimate
from pourparler.case import Case
from pourparler.errors import QuantityError
from pourparler.quantity import PROBABILITY, parse
from pourparler.wording import once_per_language, say
from pourparler.workbench.typed import plain_value
from pourparler.workbench.worker import ADVICE

#: The advice that one may expect.
ACTIONS = ("fix", "fix_conditionally", "hold", "step_down", "forgo")
#: The longest estimate of one thing, in characters.
_LONGEST = 60


@dataclass(frozen=True)
class Asked:
    """A question whose answer is estimated by a person: which hypotheses there are to give a probability to."""

    name: str
    asked: str
    hypotheses: tuple[tuple[str, str], ...]


def asked_of(case: Case) -> tuple[Asked, ...]:
    """Return the questions of a case that ask for an estimate."""
    return tuple(
        Asked(
            name, question.asked or case.labels.get(name, name), tuple((h, case.labels.get(h, h)) for h in question.hypotheses)
        )
        for name, question in case.questions.items()
    )


def own(estimates: Iterable[Estimate], actor: Actor) -> tuple[Estimate, ...]:
    """Return the estimates of a person: those of others would sway the one who is still to give one."""
    return tuple(estimate for estimate in estimates if estimate.author_id == actor.id)


@dataclass(frozen=True)
class Beside:
    """What a person thought of something, beside what was computed of it; blank where there is nothing."""

    about: str
    own: str
    computed: str


def beside(estimates: Iterable[Estimate], asked: Iterable[Asked], computed: Mapping[str, str]) -> tuple[Beside, ...]:
    """Return the last estimates of a person, in the order of the questions, beside what was computed."""
    last = {each.about: each.value for each in estimates if each.value}
    advice = last.get(ADVICE)
    rows = [Beside(say("advice"), action_told(advice), action_told(computed.get(ADVICE, "")))] if advice else []
    for question in asked:
        for name, told in question.hypotheses:
            path = f"questions.{question.name}.{name}"
            if path in last:
                rows.append(Beside(f"{question.asked} {told}", last[path] or "", computed.get(path, "")))
    return tuple(rows)


def action_told(action: str) -> str:
    """Return an advice in words."""
    return _actions().get(action) or action.replace("_", " ")


@once_per_language
def _actions() -> Mapping[str, str]:
    return {
        "fix": say("fix the date"),
        "fix_conditionally": say("fix it on conditions"),
        "hold": say("hold: do not fix it yet"),
        "step_down": say("step down a level"),
        "forgo": say("forgo the meeting"),
    }


def wrong_with(value: str) -> str:
    """Say what is wrong with a typed estimate of a probability; nothing if it can be read."""
    if len(value) > _LONGEST:
        return say("{count} characters, of which {most} are the most: shorten it", count=len(value), most=_LONGEST)
    try:
        parse(plain_value(value, "number", ""), PROBABILITY)
    except QuantityError as error:
        return f"{error.found}: {error.advice}"
    return ""


def is_open(estimates: Iterable[Estimate]) -> bool:
    """Whether what was computed may be shown: an own estimate was given, or shown without one as was asked."""
    return any(estimate.about == ADVICE for estimate in estimates)
