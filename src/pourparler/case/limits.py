# SPDX-License-Identifier: Apache-2.0
"""How large a case may be to be assessed exactly: said when it is read, not when memory runs out."""

from collections.abc import Iterator
from math import prod

from pourparler.case.model import Case
from pourparler.case.problem import Finding
from pourparler.wording import say

#: All sets of so many moves are weighed (2^6 = 64 sets). The engine of the bargaining table has the same limit.
MOST_MOVES = 6
#: Every order and result of so many steps is weighed. The engine of the plan has the same limit.
MOST_STEPS = 8
#: States of the plan: one plus the outcomes of each step, multiplied; a step that starts moves counts once for every set of
#: steps that may have come before. About a millisecond each at 2,000 worlds.
MOST_STATES = 8_192
#: Packages times types: values of every package are held for every type in every world, about 16 kB each at 2,000 worlds.
MOST_PACKAGES_BY_TYPE = 4_096


def limit_findings(case: Case) -> Iterator[Finding]:
    """Report what is too large to be assessed exactly."""
    for section, most in (("moves", MOST_MOVES), ("preparation", MOST_STEPS)):
        count = len(getattr(case, section))
        if count > most:
            found = say("{count} entries, of which at most {most} are weighed at once", count=count, most=most)
            yield Finding((section,), found, say("leave out those that matter least"), "key", whole=True)
    states = plan_states(case)
    if states > MOST_STATES:
        found = say("a plan of {states} states, of which at most {most} are weighed", states=states, most=MOST_STATES)
        yield Finding(("preparation",), found, say("use fewer steps, or fewer outcomes"), "key", whole=True)
    packages = prod(len(issue.options) for issue in case.issues.values())
    types = prod(len(question.hypotheses) for question in case.questions.values())
    if packages * types > MOST_PACKAGES_BY_TYPE:
        found = say(
            "{packages} packages for {types} types, {product} in all; at most {most} are weighed",
            packages=packages,
            types=types,
            product=packages * types,
            most=MOST_PACKAGES_BY_TYPE,
        )
        yield Finding(("issues",), found, say("use fewer issues, options or hypotheses"), "key", whole=True)


def plan_states(case: Case) -> int:
    """Return how many states the plan of a case can have at most."""
    others = 2 ** max(0, len(case.preparation) - 1)
    total = 1
    for step in case.preparation.values():
        outcomes = max(1, len(step.outcomes)) + (step.fails is not None)
        total *= 1 + outcomes * (others if step.shapes else 1)
    return total
