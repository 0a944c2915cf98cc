# SPDX-License-Identifier: Apache-2.0
"""Evidence that is dated later than the case: an assessment does not see it, and who weighs the evidence is told."""

from collections.abc import Iterator
from datetime import date

from pourparler.case.model import Case
from pourparler.case.problem import Finding
from pourparler.wording import say


def later_findings(case: Case) -> Iterator[Finding]:
    """Find the items of evidence that became known after the day of the case."""
    if case.as_of == date.min:  # what stands in for a day that could not be read
        return
    own = case.as_of.isoformat()
    for number, item in enumerate(case.evidence):
        if item.known_at > case.as_of:
            day = item.known_at.isoformat()
            yield Finding(
                ("evidence", number, "known_at"),
                say("{day}, later than the day of the case, {own}", day=day, own=own),
                say("move as_of to {day} or later, or look at an earlier day: weigh --as-of {own}", day=day, own=own),
            )
