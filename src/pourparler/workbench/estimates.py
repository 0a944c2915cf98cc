# SPDX-License-Identifier: Apache-2.0
"""A person's own estimate, asked for before a computed one is shown: what one has seen, one can no longer guess."""

from collections.abc import Iterable
from dataclasses import dataclass

from pourparler.archive import Actor, Estimate
from pourparler.case import Case

#: What is asked of a case as a whole.
ADVICE = "advice"
#: The advice that one may expect.
ACTIONS = ("fix", "fix_conditionally", "hold", "step_down", "forgo")


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


def is_open(estimates: Iterable[Estimate]) -> bool:
    """Whether what was computed may be shown: an own estimate was given, or shown without one as was asked."""
    return any(estimate.about == ADVICE for estimate in estimates)
