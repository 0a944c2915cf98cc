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
#: Packages times types: values of every package are held for every type in every world, about 16 kB each at 2,000 worlds.
MOST_PACKAGES_BY_TYPE = 4_096


def limit_findings(case: Case) -> Iterator[Finding]:
    """Report what is too large to be assessed exactly."""
    for section, most in (("moves", MOST_MOVES), ("preparation", MOST_STEPS)):
        count = len(getattr(case, section))
        if count > most:
            found = say("{count} entries, of which at most {most} are weighed at once", count=count, most=most)
            yield Finding((section,), found, say("leave out those that matter least"), "key", whole=True)
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
